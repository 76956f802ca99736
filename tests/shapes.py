"""The shapes that a letter arrives in, made from one that was read from its PDF."""

from __future__ import annotations

import datetime
import functools
import random
import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

import imrparse
from imrparse.reading import Box

HEADINGS = (
    "HOW THE IMR",
    "CLINICAL CASE SUMMARY",
    "DOCUMENTS REVIEWED",
    "IMR ISSUES",
    "State(s) of",
    "Certification(s)",
)
BEGINNINGS = (
    *HEADINGS,
    "The Final Determination was",
    "The Expert Reviewer has",
    "Claims Administrator guideline:",
    "Decision rationale:",
)
ENDINGS = ("WAS MADE", "CASE SUMMARY", "RATIONALES", "set forth below", "medical records")

REDACTED, REDACTED_NAME = "redacted", "name"
"""Values that the published copies have blank; of a provider's name the degree is left."""

BLOCK = (
    (("Case Number:", "case_number"),),
    (("Date Assigned:", "assigned"), ("Date of Injury:", "injury")),
    (("Decision Date:", "decision"), ("UR Denial Date:", "ur_denial")),
    (("Priority:", "priority"), ("Application Received:", "application_received")),
)
"""The header block since 2014: its rows of labels, each with the name of its value."""

BLOCKS_2013 = {
    "mpr-2013": ((("IMR Case Number:", "case_number"),), (("Date of Injury:", "injury"),)),
    "notice-2013": (
        (("Employee:", REDACTED),),
        (("Claim Number:", REDACTED),),
        (("Date of UR Decision:", "ur_denial"),),
        (("Date of Injury:", "injury"),),
        (("IMR Application Received:", "application_received"),),
        (("MAXIMUS Case Number:", "case_number"),),
    ),
    "fdl-2013": (
        (("IMR Case Number:", "case_number"), ("Date of Injury:", "injury")),
        (("Claims Number:", REDACTED), ("UR Denial Date:", "ur_denial")),
        (("Priority:", "priority"), ("Application Received:", "application_received")),
        (("Employee Name:", REDACTED),),
        (("Provider Name:", REDACTED_NAME),),
    ),
}
"""Those of the forms of 2013, some copies of which begin below them."""


OF_PAGES = re.compile("the last page is printed to its end|a page that another follows has")


def meaning(parsed: imrparse.ParsedLetter) -> dict[str, object]:
    """The record without where it came from, and without what is said of the pages' lengths, which shapes change."""
    warnings = tuple(one for one in parsed.record.warnings if not OF_PAGES.match(one.message))
    record = msgspec.to_builtins(msgspec.structs.replace(parsed.record, warnings=warnings))
    return {name: value for name, value in record.items() if name != "source"}


def heading_starts(parsed: imrparse.ParsedLetter) -> set[int]:
    """Where the items' headings begin in the letter."""
    items = parsed.record.disputed_items
    return {parsed.letter_evidence[f"disputed_items.{number}.treatment"][0].start for number in range(len(items))}


def header_end(parsed: imrparse.ParsedLetter) -> int:
    """Where the header block ends: on the forms of 2013 below its last label, else above the first heading."""
    body = parsed.letter.text[: parsed.letter.body_end]
    if labels := _labels_of_2013(parsed):
        return body.index("\n", labels[-1]) + 1
    return max(0, body.find("HOW THE IMR"))


def _labels_of_2013(parsed: imrparse.ParsedLetter) -> list[int]:
    """Where the lines of a block of 2013 begin."""
    labels = [label for (label, _), *_ in BLOCKS_2013.get(parsed.record.form or "", ())]
    found = (parsed.letter.text.find(f"\n{label}") + 1 for label in labels)
    return sorted(filter(None, found))


def paragraphs_of(parsed: imrparse.ParsedLetter) -> list[str]:
    """The letter's paragraphs, each as one string: what a word processor would hold."""
    body = parsed.letter.text[: parsed.letter.body_end]
    return [line for line in body[: header_end(parsed)].split("\n") if line] + prose_of(parsed)


def prose_of(parsed: imrparse.ParsedLetter) -> list[str]:
    """The paragraphs below the header block."""
    return [paragraph.replace("\n", " ") for paragraph in _paragraphs(parsed)]


def wrapped_prose_of(parsed: imrparse.ParsedLetter) -> list[list[str]]:
    """The paragraphs below the header block, each as its printed lines."""
    return [paragraph.split("\n") for paragraph in _paragraphs(parsed)]


def _paragraphs(parsed: imrparse.ParsedLetter) -> Iterator[str]:
    letter = parsed.letter
    body = letter.text[: letter.body_end]
    starts = heading_starts(parsed)
    start = header_end(parsed)
    for index in letter.line_ends_between(start, letter.body_end):
        at = letter.line_ends.at[index]
        label = body.startswith(BEGINNINGS, at + 1) or body[at + 1 : at + 20].lower().startswith("maximus guideline:")
        ended = body[start:at].rstrip(":").endswith(ENDINGS)
        if label or ended or letter.ends_paragraph(index) or at + 1 in starts:
            if body[start:at].strip():
                yield body[start:at]
            start = at + 1
    if body[start:].strip():
        yield body[start:]


def header_rows(parsed: imrparse.ParsedLetter) -> list[tuple[str, str, str, str]]:
    """The header block as the form prints it: label, value, label, value. Made from the record, as its dates are.

    On the forms of 2013 with a row of one cell for each line above the block: the letterhead, the title, the letter's
    own date.
    """
    record, dates = parsed.record, parsed.record.dates

    def day(date: datetime.date | None) -> str:
        return f"{date:%m/%d/%Y}" if date else ""

    values = {
        "case_number": record.case_number or "",
        "priority": (record.priority or "").title(),
        **{name: day(getattr(dates, name)) for name in dates.__struct_fields__},
        REDACTED: "",
        REDACTED_NAME: "MD",
    }

    def row(cells: Sequence[tuple[str, str]]) -> tuple[str, str, str, str]:
        (a, first), (b, second) = [*cells, ("", REDACTED)][:2]
        return a, values[first], b, values[second]

    if labels := _labels_of_2013(parsed):
        above = parsed.letter.text[: labels[0]].splitlines()
        return [*((line, "", "", "") for line in above), *map(row, BLOCKS_2013[record.form or ""])]
    return [cells for cells in map(row, BLOCK) if any(cells[1::2])]


class Run(NamedTuple):
    """Words on a page, with the box around them in points from its top left corner."""

    text: str
    box: Box
    baseline: float
    ends_line: bool


def runs_of(page: imrparse.reading.Page) -> list[Run]:
    """The runs of a page's text, broken where lines end and where columns begin."""
    runs: list[Run] = []
    offset = 0
    for raw in page.text.replace("\ufffe", "\n").splitlines(keepends=True):
        boxes = page.boxes(offset, offset + len(raw))
        broken = page.text[offset + len(raw) - 1 : offset + len(raw)] == "\ufffe"
        first = next((i for i, char in enumerate(raw) if not char.isspace()), None)
        if first is not None:
            baseline = page.baseline(offset + first) or 0.0
            runs += _runs_of_line(raw.rstrip("\r\n") + ("-" if broken else ""), boxes, baseline)
        offset += len(raw)
    return runs


def _runs_of_line(line: str, boxes: Sequence[Box | None], baseline: float) -> Iterator[Run]:
    placed = [(i, boxes[i]) for i, char in enumerate(line) if not char.isspace() and boxes[i]]
    if not placed:
        return
    cuts = [right[0] for left, right in pairwise(placed) if right[1].left - left[1].right > 12]
    starts = [placed[0][0], *cuts]
    for start, end in zip(starts, [*cuts, len(line)], strict=True):
        here = [box for i, box in placed if start <= i < end]
        around = Box(
            min(box.left for box in here),
            min(box.top for box in here),
            max(box.right for box in here),
            max(box.bottom for box in here),
        )
        yield Run(line[start:end], around, baseline, end == len(line))


def wrapped(paragraph: str, width: int) -> list[str]:
    """The paragraph as lines of at most `width` characters."""
    return textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)


SAMPLES = sorted(path for path in (Path(__file__).parent.parent / "samples").glob("*.pdf") if path.stem != "claim-file")
"""Letters of one form each; the claim file holds several, among other pages."""
REAL = sorted((Path(__file__).parent.parent.parent / "shared" / "letters" / "pdf").glob("*.pdf"))
A_DOZEN = random.Random(2017).sample(REAL, min(12, len(REAL)))  # noqa: S311
"""Real letters where they are at hand, so many that a test takes a moment."""


@functools.cache
def parsed_from(path: Path) -> imrparse.ParsedLetter:
    """The letter as its PDF gives it: what every other shape must give too."""
    return imrparse.parse(path)
