"""Writers: results in, files out. One module a format; `FORMATS` names them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from imrparse.record import Failure, Record

Line = Record | Failure


class Writer(Protocol):
    """Writes results one by one to a binary stream."""

    def __init__(self, stream: IO[bytes]) -> None: ...

    def write(self, line: Line) -> None:
        """Write one result."""

    def close(self) -> None:
        """Write what the format puts at its end; the stream stays open."""


FORMATS = ("jsonl", "json", "csv")


def writer(format: str, stream: IO[bytes]) -> Writer:
    """The writer of `format` on `stream`."""
    if format == "csv":
        from imrparse.writers.csv import CsvWriter

        return CsvWriter(stream)
    from imrparse.writers.json import JsonLinesWriter, JsonWriter

    return JsonWriter(stream) if format == "json" else JsonLinesWriter(stream)


def format_of(path: Path | None) -> str | None:
    """The format that a file's ending asks for, `jsonl` where it has none, `None` where nothing is written so."""
    ending = path.suffix.lower().lstrip(".") if path else ""
    return "jsonl" if not ending else ending if ending in FORMATS else None


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes become the file `path` when all is written, so that no reader sees half a file.

    What is no regular file (a pipe, a device) is written to as it is; a link's target is replaced, not the link.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
