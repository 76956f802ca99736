"""`imrparse check` over letters: a run whose rows are what was found in them, and over files of records."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from imrparse.batch.ledger import Ledger
from imrparse.batch.run import Run, Settings
from imrparse.batch.summary import summary_of
from imrparse.batch.watching import Bar, Watcher
from imrparse.batch.worker import Reading
from imrparse.checking import Checked, Wanted, checked_letter, checked_record, is_found, worst_first
from imrparse.inputs import list_inputs
from imrparse.reading import Options
from imrparse.record import Failure, Record
from imrparse.version import __version__
from imrparse.writers import Line, Writer
from imrparse.writers.json import encoded
from imrparse.writers.records import holds_records, read_records

if TYPE_CHECKING:
    from imrparse.pipeline import ParsedLetter

DECODER = msgspec.json.Decoder(Checked)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, worst first, and in how much."""

    found: list[Checked]
    letters: int
    """That gave a record."""


class Checking(Reading):
    """What a worker does with an input: reads its letters, and says what was found in them."""

    def __init__(self, options: Options, wanted: Wanted) -> None:
        super().__init__(options, evidence=False)
        self._wanted = wanted

    def line_of(self, result: ParsedLetter | Failure, row: Line) -> bytes:
        """What was found in a letter, nothing where nothing was."""
        if isinstance(result, Failure):
            return encoded(row) + b"\n"
        letter = checked_letter(result, self._wanted)
        return encoded(letter) + b"\n" if letter.warnings else b""


class Collecting(Writer):
    """Keeps what was found."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.found: list[Checked] = []
        self.letters = 0

    def write(self, line: Line) -> None:
        """Take a row of a file of records."""
        self.letters += isinstance(line, Record)
        self._take(checked_record(line, self._wanted))

    def write_encoded(self, lines: bytes) -> None:
        """Take what a worker said."""
        for line in lines.splitlines():
            self._take(DECODER.decode(line))

    def close(self) -> None:
        """Nothing is left to do."""

    def _take(self, letter: Checked) -> None:
        if is_found(letter):
            self.found.append(letter)


def check(paths: Iterable[str], settings: Settings, wanted: Wanted) -> Report:
    """Look for warnings in letters, and in files of records.

    Raises:
        ImrparseError: a file of records cannot be read.
    """
    paths = list(paths)
    collecting = Collecting(wanted)
    recorded = list(filter(holds_records, paths))
    for path in recorded:
        for line in read_records(path):
            collecting.write(line)
    letters = [path for path in paths if path not in recorded]
    if letters:
        watcher = Bar() if sys.stderr.isatty() else Watcher()
        with closing(Ledger(None, settings.fingerprint(), __version__)) as ledger:
            run = Run(ledger, settings, watcher)
            try:
                run.note_inputs(list_inputs(letters))
                run.write(collecting, Checking(settings.options, wanted))
            finally:
                watcher.end(None)
            collecting.letters += summary_of(ledger).counts.records
    return Report(worst_first(collecting.found), collecting.letters)
