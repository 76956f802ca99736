"""Excel: the sheets Letters, Items, Citations, Warnings and Errors, written row by row in constant memory.

Texts are written as texts, never as formulas, links or numbers; dates and numbers of the record are Excel's own.
"""

from __future__ import annotations

import contextlib
import datetime
import tempfile
from typing import IO, Any

from imrparse.errors import UnusableOutput, WriterMissing
from imrparse.writers import Line, Writer
from imrparse.writers.cells import plain, words
from imrparse.writers.sheets import rows_of, sheets

try:
    import xlsxwriter
    import xlsxwriter.exceptions
except ImportError:
    raise WriterMissing("Excel is written with xlsxwriter: pip install 'imrparse[excel]'") from None

MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
"""What a cell and a sheet hold (Microsoft, "Excel specifications and limits"); a cell counts UTF-16 units."""
CUT = " \u2026 [cut: the whole text has {:,} characters]"
FIRST_DATE = datetime.date(1900, 3, 1)
"""Excel takes 1900 for a leap year, so that earlier dates are a day off or none; they are written as text."""
MADE = datetime.datetime(2000, 1, 1)
"""The date of making in the file's properties, always the same: the same records give the same bytes."""
MOST_REMARKS = 10

WIDTHS = {
    "case_summary": 60,
    "rationale": 60,
    "treatment": 50,
    "error_message": 60,
    "message": 60,
    "field": 40,
    "source": 30,
    "warnings": 40,
}
"""In characters; the other columns are as wide as their heading, within `NARROWEST` and `WIDEST`."""
NARROWEST, WIDEST = 12, 28


class ExcelWriter(Writer):
    """A workbook; what does not fit in a sheet's rows goes on in a further sheet, `Items 2`."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._folder = contextlib.ExitStack()
        place = self._folder.enter_context(tempfile.TemporaryDirectory(prefix="imrparse-"))
        options = {"constant_memory": True, "tmpdir": place, "default_date_format": "yyyy-mm-dd"}
        self._book = xlsxwriter.Workbook(stream, options)
        self._book.use_zip64()
        self._book.set_properties({"created": MADE})
        heading = self._book.add_format({"bold": True, "bottom": 1})
        self._sheets = {name: _Sheet(self._book, name, columns, heading) for name, columns in sheets().items()}
        self._cut = 0
        self.remarks: list[str] = []

    def write(self, line: Line) -> None:
        """Write the rows of one result."""
        for name, row in rows_of(line):
            for column in self._sheets[name].write(row):
                self._remark(f"{words(row[0])}: {column} is too long for a cell of Excel and was cut")

    def close(self) -> None:
        """Write the workbook."""
        for sheet in self._sheets.values():
            sheet.close()
        try:
            self._book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise UnusableOutput(f"the workbook cannot be written: {error}") from error
        self._folder.close()
        if self._cut > MOST_REMARKS:
            self.remarks.append(
                f"cells of Excel that were cut: {self._cut}, of which the first {MOST_REMARKS} are named"
            )

    def abandon(self) -> None:
        """Remove what was written on the way."""
        self._folder.close()

    def _remark(self, remark: str) -> None:
        self._cut += 1
        if self._cut <= MOST_REMARKS:
            self.remarks.append(remark)


class _Sheet:
    """One table, over as many worksheets as its rows need."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: tuple[str, ...], heading: Any) -> None:
        self._book = book
        self._name = name
        self._columns = columns
        self._heading = heading
        self._count = 0
        self._open()

    def write(self, row: list[Any]) -> list[str]:
        """Write a row; the columns whose text was cut."""
        if self._row == MOST_ROWS:
            self.close()
            self._open()
        cut: list[str] = []
        for number, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                self._sheet.write_number(self._row, number, value)
            elif isinstance(value, datetime.date) and value >= FIRST_DATE:
                self._sheet.write_datetime(self._row, number, value)
            else:
                text = plain(words(value))
                kept = fitting(text)
                if kept is not text:
                    cut.append(self._columns[number])
                self._sheet.write_string(self._row, number, kept)
        self._row += 1
        return cut

    def close(self) -> None:
        """Give the worksheet its filters; no row follows."""
        self._sheet.autofilter(0, 0, self._row - 1, len(self._columns) - 1)

    def _open(self) -> None:
        self._count += 1
        self._sheet = self._book.add_worksheet(self._name if self._count == 1 else f"{self._name} {self._count}")
        self._sheet.freeze_panes(1, 0)
        for number, column in enumerate(self._columns):
            width = WIDTHS.get(column, min(max(len(column) + 4, NARROWEST), WIDEST))
            self._sheet.set_column(number, number, width)
            self._sheet.write_string(0, number, column, self._heading)
        self._row = 1


def fitting(text: str) -> str:
    """`text` where a cell holds it, else its beginning with a mark that says how long it is."""
    if len(text) <= MOST_CHARACTERS // 2 or _units(text) <= MOST_CHARACTERS:
        return text
    mark = CUT.format(len(text))
    room = (MOST_CHARACTERS - len(mark)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + mark


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
