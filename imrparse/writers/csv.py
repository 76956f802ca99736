"""CSV: one table with a row an item, or a folder with one file a sheet.

Cells are text, so that no number loses its zeros; one that a spreadsheet would take for a formula gets an apostrophe
before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import IO, Any

from imrparse.writers import Line, Writer
from imrparse.writers.cells import plain, words
from imrparse.writers.sheets import joined_columns, joined_rows_of, rows_of, sheets

FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula, the wide forms of Japanese and Chinese keyboards included."""
BLANK_BEGINNINGS = ("\t", "\r", "\n")
BOM = "\ufeff".encode()

FILES = {name: f"{name.lower()}.csv" for name in ("Letters", "Items", "Citations", "Warnings", "Errors")}
"""The file of each sheet in a folder."""


class CsvWriter(Writer):
    """One table, UTF-8, a header row first: a row an item, the letter's columns repeated.

    A letter without items and an input that failed have one row, so that every input has one.
    """

    def __init__(self, stream: IO[bytes], *, bom: bool = False) -> None:
        self._table = _Table(stream, joined_columns(), bom=bom)

    def write(self, line: Line) -> None:
        """Write the rows of one result."""
        self._table.write(list(joined_rows_of(line)))

    def close(self) -> None:
        """Write the header row where there was no result."""
        self._table.write([])


class CsvFolderWriter(Writer):
    """One table a sheet, each to the stream of its name in `FILES`."""

    def __init__(self, streams: Mapping[str, IO[bytes]], *, bom: bool = False) -> None:
        self._tables = {name: _Table(streams[name], columns, bom=bom) for name, columns in sheets().items()}

    def write(self, line: Line) -> None:
        """Write the rows of one result, each to its table."""
        for name, row in rows_of(line):
            self._tables[name].write([row])

    def close(self) -> None:
        """Write the header rows of the tables without rows."""
        for table in self._tables.values():
            table.write([])


class _Table:
    """Rows of one table to a stream."""

    def __init__(self, stream: IO[bytes], columns: Sequence[str], *, bom: bool) -> None:
        self._stream = stream
        self._start = BOM if bom else b""
        self._buffer = io.StringIO(newline="")
        self._rows = csv.writer(self._buffer, lineterminator="\r\n")
        self._rows.writerow(columns)

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows, in one piece, after the header row where that was not written yet."""
        self._rows.writerows([cell(value) for value in row] for row in rows)
        self._stream.write(self._start + self._buffer.getvalue().encode())
        self._start = b""
        self._buffer.seek(0)
        self._buffer.truncate()


def cell(value: Any) -> str:
    """The text of a cell, which no spreadsheet takes for a formula."""
    printed = words(value)
    begins_blank = printed.startswith(BLANK_BEGINNINGS)
    text = plain(printed).replace("\r", " ")
    return f"'{text}" if begins_blank or text.lstrip().startswith(FORMULA_BEGINNINGS) else text
