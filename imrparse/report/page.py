"""The report's page: what was gathered in, one HTML file out.

All that the page needs stands in it; its Content-Security-Policy allows the one style sheet and the one script by their
digests and nothing else, so that even a fault in the escaping could load and run nothing.
"""

from __future__ import annotations

import datetime
import hashlib
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from imrparse.record import Failure, page_ranges
from imrparse.report.charts import bars, points
from imrparse.report.figures import copies, figures_of
from imrparse.report.gathering import Gathered
from imrparse.report.groupings import GROUPINGS, Spellings
from imrparse.report.letters import KINDS, json_block, row_of, shown
from imrparse.report.statistics import SMALL, percent_words
from imrparse.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

SCRIPTS = tuple(f"script/{name}.js" for name in ("base", "rows", "table", "letter", "views"))
"""In this order the page's one script."""


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
    style, script = asset("style.css"), Markup('"use strict";\n{{\n{}}}\n').format(Markup().join(map(asset, SCRIPTS)))
    repeats = copies(gathered.records)
    spellings = Spellings(gathered.records)
    figures = figures_of(gathered.records, spellings)
    rows = [row_of(record, copy_of, spellings) for record, copy_of in zip(gathered.records, repeats, strict=True)]
    table = {
        "kinds": KINDS,
        "titles": {grouping.key: grouping.title for grouping in GROUPINGS},
        "failures": len(gathered.failures),
        "letters": rows,
    }
    return (
        _environment()
        .get_template("report.html")
        .generate(
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; base-uri 'none'; "
            "form-action 'none'",
            made=made,
            version=__version__,
            gathered=gathered,
            figures=figures,
            overturned=percent_words(figures.overturned),
            breakdowns={
                breakdown.key: points(breakdown, figures.overturned if breakdown.unit == "items" else None)
                for breakdown in figures.breakdowns
            },
            spreads={spread.key: bars(spread) for spread in figures.spreads},
            failures=[_failure_row(failure) for failure in gathered.failures],
            small=SMALL,
            table=json_block(table),
            views=gathered.views,
        )
    )


def _failure_row(failure: Failure) -> tuple[str, str, str]:
    pages = f", pages {page_ranges(failure.source.pages)}" if failure.source.pages else ""
    return shown(failure.source.path) + pages, shown(failure.error.message), shown(failure.error.code)


def digest(text: str) -> str:
    """The source expression of a Content-Security-Policy that allows an element with this text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def asset(name: str) -> Markup:
    """A file of this folder, as it stands.

    A checkout on Windows may have other line ends, which browsers do not count in the digest.
    """
    text = files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
    return Markup(text)  # noqa: S704 (ours)


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
