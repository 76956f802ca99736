"""A letter as the report's page holds it: a row of the table, and what its own view shows, both as JSON.

The browser never gets markup from a letter, only strings, which the script puts into the page as text. Offsets count
as JavaScript counts: in units of UTF-16.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import Any

from markupsafe import Markup

from imrparse.outline import Node, Outline, PageText, letter_pages, outline, outline_of
from imrparse.pipeline import ParsedLetter
from imrparse.record import Record, page_ranges
from imrparse.report.figures import days
from imrparse.report.groupings import GROUPINGS, Spellings
from imrparse.terminal.safe import safe
from imrparse.terms import Kind

KINDS = tuple(kind.value for kind in Kind)

LONG = 160
"""Characters of a value that are shown beside the letter's text, which has it whole."""

LINE_ENDS = str.maketrans({"\r": " ", "\f": "\n", "\v": "\n", "\ufffe": "-"})
"""One character for one: spans stay true. pdfium prints a hyphen at a line's end as U+FFFE."""
LONE_SURROGATES = re.compile("[\ud800-\udfff]")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def shown(text: str) -> str:
    """`text` with a visible mark in the place of each character that would act instead of being shown."""
    return LONE_SURROGATES.sub("\N{REPLACEMENT CHARACTER}", safe(text))


def _shown(text: str | None) -> str | None:
    return None if text is None else shown(text)


def json_block(value: Any) -> Markup:
    """JSON that no HTML parser takes for the end of the script element that it stands in.

    Beside the characters of markup, the two line ends of Unicode that JavaScript once took for its own.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 (no character of markup is left)


def name_of(record: Record) -> str:
    """The input's path, with the letter's pages where it is one of several letters or papers in it."""
    source = record.source
    if len(source.pages) == source.page_count:
        return shown(source.path)
    return f"{shown(source.path)}, {'page' if len(source.pages) == 1 else 'pages'} {page_ranges(source.pages)}"


def row_of(record: Record, copy_of: int | None, spellings: Spellings) -> dict[str, Any]:
    """What the table shows, sorts and filters of a letter and its items; an item's groups by the groupings' keys."""
    decision = record.dates.decision
    row: dict[str, Any] = {
        "case": _shown(record.case_number),
        "file": name_of(record),
        "decided": decision and decision.isoformat(),
        "outcome": record.outcome,
        "priority": record.priority,
        "days": days(record),
        "specialties": [shown(name) for name in record.reviewer.specialties],
        "licences": [shown(name) for name in record.reviewer.licensure],
        "warnings": sorted({shown(warning.code) for warning in record.warnings}),
        "doubts": len(record.warnings),
        "items": [
            {
                "treatment": _shown((item.modification and item.modification.disputed) or item.treatment),
                "decision": item.decision,
                **{
                    grouping.key: [shown(label) for label in groups]
                    for grouping in GROUPINGS
                    if (groups := spellings.groups(grouping, record, item)) is not None
                },
            }
            for item in record.disputed_items
        ],
    }
    if copy_of is not None:
        row["copy"] = copy_of
    return row


def view_of_parsed(parsed: ParsedLetter, *, text: bool) -> dict[str, Any]:
    """A parsed letter's view: the tree of its values, and with `text` that of its pages with whose words are whose."""
    return _view(outline(parsed), letter_pages(parsed) if text else ())


def view_of_record(record: Record) -> dict[str, Any]:
    """The view of a record without its letter: the tree of its values only."""
    return _view(outline_of(record), ())


def _view(tree: Outline, pages: tuple[PageText, ...]) -> dict[str, Any]:
    texts = {page.number: _Text(page) for page in pages}
    index = {id(node): number for number, node in enumerate(tree.walk())}
    return {
        "values": [_value(node, None, texts, tree) for node in tree.nodes],
        "pages": [
            {
                "number": page.number,
                "text": texts[page.number].text,
                "words": [
                    [*texts[page.number].place(segment.start, segment.end), index[id(segment.node)]]
                    for segment in tree.segments(page.number)
                ],
            }
            for page in pages
        ],
    }


def _value(node: Node, whole: Node | None, texts: dict[int, _Text], tree: Outline) -> dict[str, Any]:
    """A value and its parts. What is empty is left out, and what `whole` or the text tells: a report holds thousands.

    A path that begins with a full stop goes on from that of `whole`; the kind is that of `whole` where there is none;
    the value `true` is the words at its place.
    """
    places = [[page, *(texts[page].place(start, end) if page in texts else ())] for page, start, end in node.spans]
    below = whole is not None and node.path.startswith(f"{whole.path}.")
    made: dict[str, Any] = {
        "path": node.path[len(whole.path) :] if whole and below else node.path,
        "label": node.label,
    }
    if whole is None or whole.kind != node.kind:
        made["kind"] = KINDS.index(node.kind.value)
    if node.value is not None:
        made["value"] = _said(node, texts)
    if places:
        made["places"] = places
    if node.kind == Kind.WARNING and (doubted := _doubted(node, tree)):
        made["doubts"] = doubted
    elif node.warnings:
        made["warnings"] = [shown(warning.message) for warning in node.warnings]
    if node.found_by:
        made["found"] = shown(node.found_by)
    if node.confidence is not None:
        made["confidence"] = round(node.confidence, 2)
    if node.children:
        made["parts"] = [_value(child, node, texts, tree) for child in node.children]
    return made


def _said(node: Node, texts: dict[int, _Text]) -> str | bool:
    """A value as it is shown beside the letter's text: shortened, and `True` where it is the words at its one place."""
    value = shown(node.value or "")
    if not texts or not node.spans:
        return value
    if len(value) > LONG:
        return f"{value[:LONG].rstrip()} …"
    page, start, end = node.spans[0]
    return True if len(node.spans) == 1 and texts[page].words(start, end) == value else value


def _doubted(warning: Node, tree: Outline) -> str | None:
    """The path of the value that a warning is about, as far as the tree goes down to it."""
    field = next((part.value for part in warning.children if part.path.endswith(".field")), None)
    doubted = tree.nearest(field) if field else None
    return doubted.path if doubted else None


class _Text:
    """The letter's part of a page's text, as the browser gets it."""

    def __init__(self, page: PageText) -> None:
        self.start = page.start
        self.text = shown(page.text[page.start : page.end].translate(LINE_ENDS))
        self.astral = [found.start() for found in ASTRAL.finditer(self.text)]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the page's text, in units of UTF-16 from the beginning of the letter's part."""
        return self._unit(start), self._unit(end)

    def words(self, start: int, end: int) -> str:
        """What stands at a place of the page."""
        return self.text[start - self.start : end - self.start]

    def _unit(self, offset: int) -> int:
        here = min(max(offset - self.start, 0), len(self.text))
        return here + bisect_left(self.astral, here)
