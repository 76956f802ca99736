"""Records back from the files that the writers wrote: JSON Lines, JSON, Parquet and SQLite."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from imrparse.errors import DamagedRecords, NoSuchFile
from imrparse.reading import STANDARD_INPUT
from imrparse.record import SCHEMA_VERSION, Failure, Record
from imrparse.writers import Line, format_of

_DAMAGE = (msgspec.MsgspecError, sqlite3.Error, OSError, ValueError, LookupError, TypeError, ArithmeticError)
"""What the readers raise on damaged files, as where a table holds nothing in a place that always holds a value."""

READABLE = ("jsonl", "json", "parquet", "sqlite")


def holds_records(path: str) -> bool:
    """Whether a path names a file of records, by its ending; of standard input (`-`), whether JSON Lines come in."""
    if path == STANDARD_INPUT:
        peek = getattr(sys.stdin.buffer, "peek", None)
        return peek is not None and peek(1)[:1] == b"{"
    return bool(Path(path).suffix) and format_of(path) in READABLE and not Path(path).is_dir()


def read_records(path: str) -> Iterator[Line]:
    """The results in a file of records, in order; `-` is JSON Lines on standard input.

    A file is read as it is needed, but for JSON, which is read whole.

    Raises:
        NoSuchFile: the path does not exist or cannot be opened.
        DamagedRecords: the file is none of these, holds a line that is no whole record, or one of another version.
        ReaderMissing, WriterMissing: Parquet is read with a library that is not installed.
    """
    if path == STANDARD_INPUT:
        yield from _checked(path, _read_lines(sys.stdin.buffer))
        return
    format = format_of(path)
    if format not in READABLE:
        raise DamagedRecords(f"{path}: records are read back from .jsonl, .json, .parquet and .sqlite only")
    if not Path(path).is_file():
        raise NoSuchFile(f"{path}: no such file: check the path")
    yield from _checked(path, _READERS[format](Path(path)))


def _checked(path: str, lines: Iterator[Line]) -> Iterator[Line]:
    """`lines`, with what is wrong with one said as an error of the file."""
    number = 0
    try:
        for number, line in enumerate(lines, start=1):
            if isinstance(line, Record) and line.schema_version != SCHEMA_VERSION:
                raise DamagedRecords(
                    f"{path}: record {number} has schema version {line.schema_version}, this imrparse reads "
                    f"{SCHEMA_VERSION}: parse the letters again"
                )
            yield line
    except _DAMAGE as error:
        raise DamagedRecords(
            f"{path}: record {number + 1} cannot be read ({error}): was the file written to its end?"
        ) from error


def _read_lines(stream: IO[bytes]) -> Iterator[Line]:
    return (line_of(text) for text in stream if text.strip())


def _read_json_lines(path: Path) -> Iterator[Line]:
    with path.open("rb") as stream:
        yield from _read_lines(stream)


def _read_json(path: Path) -> Iterator[Line]:
    for text in msgspec.json.decode(path.read_bytes(), type=list[msgspec.Raw]):
        yield line_of(bytes(text))


def _read_parquet(path: Path) -> Iterator[Line]:
    from imrparse.writers.parquet import read_parquet

    return read_parquet(path)


def _read_sqlite(path: Path) -> Iterator[Line]:
    from imrparse.writers.sqlite import read_sqlite

    return read_sqlite(path)


_READERS: dict[str | None, Callable[[Path], Iterator[Line]]] = {
    "jsonl": _read_json_lines,
    "json": _read_json,
    "parquet": _read_parquet,
    "sqlite": _read_sqlite,
}

_RECORD = msgspec.json.Decoder(Record)
_FAILURE = msgspec.json.Decoder(Failure)


def line_of(text: bytes) -> Line:
    """The record, or the row of an input that gave none, that one line of JSON holds.

    Raises:
        msgspec.ValidationError: the line is neither; the message is about a record where it has no `error`.
    """
    try:
        return _RECORD.decode(text)
    except msgspec.ValidationError:
        try:
            return _FAILURE.decode(text)
        except msgspec.ValidationError:
            pass
        raise
