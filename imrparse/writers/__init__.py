"""Writers: results in, files out, and the records of such files back. One module a format; `FORMATS` names them."""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from imrparse.errors import UnusableOutput
from imrparse.record import Failure, Record

Line = Record | Failure


class Writer(ABC):
    """Writes results one by one."""

    remarks: Sequence[str] = ()
    """What the format could not hold, in sentences; complete when the writer is closed."""

    @abstractmethod
    def write(self, line: Line) -> None:
        """Write one result."""

    def write_encoded(self, lines: bytes) -> None:
        """Write results that are at hand as JSON Lines."""
        from imrparse.writers.records import line_of

        for line in lines.splitlines():
            self.write(line_of(line))

    @abstractmethod
    def close(self) -> None:
        """Write what the format puts at its end; a stream stays open."""

    def abandon(self) -> None:  # noqa: B027 (most writers leave nothing behind)
        """Leave nothing behind: the run ended before its end."""


ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
"""The format that a file's ending asks for."""
FORMATS = tuple(dict.fromkeys(ENDINGS.values()))
WITH_SPANS = ("jsonl", "json", "parquet", "sqlite")
"""Formats that have a place for the evidence."""
TEXTS = ("jsonl", "json", "csv")
"""Formats that can be printed on a terminal."""


def writer(format: str, stream: IO[bytes], *, bom: bool = False) -> Writer:
    """The writer of `format`, which is not `sqlite`, on `stream`.

    Args:
        format: one of `FORMATS`.
        stream: what to write to.
        bom: whether CSV begins with a byte order mark, by which Excel knows UTF-8.

    Raises:
        WriterMissing: the format needs a library that is not installed; the message says how to install it.
    """
    if format == "csv":
        from imrparse.writers.csv import CsvWriter

        return CsvWriter(stream, bom=bom)
    if format == "xlsx":
        from imrparse.writers.excel import ExcelWriter

        return ExcelWriter(stream)
    if format == "parquet":
        from imrparse.writers.parquet import ParquetWriter

        return ParquetWriter(stream)
    if format == "sqlite":
        raise UnusableOutput("SQLite needs a file: name it with -o")
    from imrparse.writers.json import JsonLinesWriter, JsonWriter

    return JsonWriter(stream) if format == "json" else JsonLinesWriter(stream)


def format_of(path: str | Path | None) -> str | None:
    """The format that a file's ending asks for.

    `jsonl` where it has none, `csv` for a folder (a path that ends in a slash), `None` where nothing is written so.
    """
    if path is None:
        return "jsonl"
    if _names_folder(path):
        return "csv"
    ending = Path(path).suffix.lower()
    return ENDINGS.get(ending) if ending else "jsonl"


@contextmanager
def opened(format: str, path: str | Path | None, *, bom: bool = False) -> Iterator[Writer]:
    """A writer whose results stand at `path` when the block has ended, and not at all where it raised.

    `None` is standard output, where results come as they are made.
    CSV makes a folder of tables where `path` is a folder or ends in a slash; the folder is made, not the one above it.
    SQLite updates a database that is there.

    Raises:
        WriterMissing: the format needs a library that is not installed.
        UnusableOutput: SQLite cannot update the file.
        OSError: the place cannot be written.
    """
    with ExitStack() as stack:
        made = _open(stack, format, path, bom=bom)
        try:
            yield made
            made.close()
        except BaseException:
            made.abandon()
            raise


def _open(stack: ExitStack, format: str, path: str | Path | None, *, bom: bool) -> Writer:
    if path is None:
        return writer(format, sys.stdout.buffer, bom=bom)
    if format == "sqlite":
        from imrparse.writers.sqlite import SqliteWriter

        return SqliteWriter(Path(path))
    if format == "csv" and (_names_folder(path) or Path(path).is_dir()):
        from imrparse.writers.csv import FILES, CsvFolderWriter

        folder = Path(path)
        folder.mkdir(exist_ok=True)
        streams = {name: stack.enter_context(replacing(folder / file)) for name, file in FILES.items()}
        return CsvFolderWriter(streams, bom=bom)
    return writer(format, stack.enter_context(replacing(Path(path))), bom=bom)


def _names_folder(path: str | Path) -> bool:
    return str(path).endswith(("/", os.sep))


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
    part = part_of(path)
    try:
        with part.open("wb") as stream:
            yield stream
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Where the file `path` is written until it is whole."""
    return path.with_name(f".{path.name}.part")


def put_in_place(part: Path, path: Path) -> None:
    """Make the whole file `part` the file `path`, on the disk before it is under that name."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(path)
