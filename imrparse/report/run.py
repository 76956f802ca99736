"""From paths to the report's file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from imrparse.report.gathering import Gathered, results_of
from imrparse.report.page import write_page

if TYPE_CHECKING:
    from imrparse.reading import Options


def make_report(paths: Iterable[str], options: Options, output: Path, *, text: bool = True) -> Gathered:
    """Write the report of the letters at `paths` to `output`; what it was made of.

    Args:
        paths: letters, folders, and files of records.
        options: how letters are read.
        output: the HTML file.
        text: whether the text of the letters' pages goes into it.

    Raises:
        DamagedRecords, NoSuchFile: a file of records cannot be read.
        OSError: the output cannot be written.
    """
    gathered = Gathered()
    for results in results_of(paths, options):
        gathered.add(results, text=text)
    write_page(gathered, output, datetime.date.today())
    return gathered
