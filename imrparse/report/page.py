"""The report's page: results of a run in, one HTML file out.

All that the page needs stands in it; its Content-Security-Policy allows the one style sheet and the one script by their
digests and nothing else, so that even a fault in the escaping could load and run nothing.
"""

from __future__ import annotations

import datetime
import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from imrparse.pipeline import ParsedLetter
from imrparse.record import Failure, Record, page_ranges
from imrparse.report.charts import bars, points
from imrparse.report.figures import copies, figures_of
from imrparse.report.groupings import GROUPINGS, Spellings
from imrparse.report.letters import KINDS, json_block, row_of, shown, view_of_parsed, view_of_record
from imrparse.report.statistics import SMALL, percent_words
from imrparse.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

    from imrparse.reading import Options

Result = ParsedLetter | Record | Failure


@dataclass
class Gathered:
    """What a report is made of. Of each letter only its record and its view are kept, not its document."""

    records: list[Record] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    """JSON, one a record."""
    failures: list[Failure] = field(default_factory=list)
    inputs: int = 0
    texts: int = 0
    """Letters whose text is in their view."""

    def add(self, results: Iterable[Result], *, text: bool) -> None:
        """Take over the results of one input; without `text`, no words of pages."""
        self.inputs += 1
        for result in results:
            if isinstance(result, Failure):
                self.failures.append(result)
                continue
            parsed = isinstance(result, ParsedLetter)
            record = result.record if isinstance(result, ParsedLetter) else result
            self.records.append(record)
            self.texts += parsed and text
            view = view_of_parsed(result) if isinstance(result, ParsedLetter) and text else view_of_record(record)
            self.views.append(json_block(view))


def results_of(paths: Iterable[str], options: Options) -> Iterator[list[Result]]:
    """For each input its results; files of records (`.jsonl`, …) among the paths give those that they hold."""
    from imrparse.run import results

    for recorded, group in groupby(paths, _holds_records):
        if recorded:
            for path in group:
                yield from _recorded(path)
        else:
            for each in results(group, options):
                yield list(each)


def _holds_records(path: str) -> bool:
    """Whether a path is one of a file of records, by its ending."""
    from imrparse.writers import format_of
    from imrparse.writers.records import READABLE

    return bool(Path(path).suffix) and not Path(path).is_dir() and format_of(path) in READABLE


def _recorded(path: str) -> Iterator[list[Result]]:
    """The results in a file of records, those of one input together."""
    from imrparse.writers.records import read_records

    for _, lines in groupby(read_records(path), lambda line: line.source.path):
        yield list(lines)


def write_page(gathered: Gathered, path: Path, made: datetime.date) -> None:
    """Write the report to `path`, whole or not at all.

    Raises:
        OSError: the place cannot be written.
    """
    from imrparse.writers import replacing

    with replacing(path) as stream:
        for part in page(gathered, made):
            stream.write(part.encode("utf-8"))


def page(gathered: Gathered, made: datetime.date) -> Iterator[str]:
    """The report's HTML in parts."""
    style, script = asset("style.css"), asset("script.js")
    repeats = copies(gathered.records)
    spellings = Spellings(gathered.records)
    figures = figures_of(gathered.records, spellings)
    rows = [
        row_of(record, copy_of, spellings) for record, copy_of in zip(gathered.records, repeats, strict=True)
    ]
    table = {
        "kinds": KINDS,
        "titles": {grouping.key: grouping.title for grouping in GROUPINGS},
        "failures": len(gathered.failures),
        "letters": rows,
    }
    return _environment().get_template("report.html").generate(
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; base-uri 'none'; "
        "form-action 'none'",
        made=made,
        version=__version__,
        gathered=gathered,
        figures=figures,
        overturned=percent_words(figures.overturned),
        breakdowns={breakdown.key: points(breakdown) for breakdown in figures.breakdowns},
        spreads={spread.key: bars(spread) for spread in figures.spreads},
        failures=[_failure_row(failure) for failure in gathered.failures],
        small=SMALL,
        table=Markup(json_block(table)),
        views=map(Markup, gathered.views),
    )


def _failure_row(failure: Failure) -> tuple[str, str, str]:
    pages = f", pages {page_ranges(failure.source.pages)}" if failure.source.pages else ""
    return shown(failure.source.path) + pages, shown(failure.error.message), shown(failure.error.code)


def digest(text: str) -> str:
    """The source expression of a Content-Security-Policy that allows an element with this text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def asset(name: str) -> str:
    """A file of this folder. The line ends of a checkout on Windows would not match the digest that browsers make."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment
