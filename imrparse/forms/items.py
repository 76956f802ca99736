"""Telling the disputed items apart in the letters since 2014.

Each item is a heading that ends in the decision and three labelled paragraphs. The labels come in one
order (claims administrator's guideline, reviewer's guideline, rationale), so a label out of order
begins a new item; a decision word inside a rationale does not, because no label follows it. Where one
item's rationale ends and the next one's heading begins is not marked in the text: `_heading_start` decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import regex

from imrparse.evidence import Doubt, Span
from imrparse.forms import anchors
from imrparse.forms.sections import ItemSections
from imrparse.letter import Letter
from imrparse.patterns import IGNORECASE, Pattern

LABELS = ("claims_administrator", "expert_reviewer", "rationale")

LONGEST_HEADING = 20
"""Lines that a heading can have. The longest of 291 real ones, a modified request, has five."""

ABBREVIATION = Pattern(
    # "p.o.", "q.d.", "mg.", "tab.": a full stop inside a heading that ends no sentence
    r"\b(?:(?:[a-z]\.){1,4}|mg|mcg|gm|ml|tab|tabs|cap|caps|no|qty|hr|hrs|wk|wks|min|vs|approx|dr|mr|mrs|ms|st|rx|dx|inj|pt)\.$",
    IGNORECASE,
)
CONCLUSION = Pattern(
    # The last words of most rationales: "…is not medically necessary and appropriate"
    r"(?:necessary|necessity|appropriate|certified|authorized|supported|recommended|indicated|warranted|upheld|overturned)"
    r"(?:\s+(?:and|or)\s+appropriate|\s+at\s+this\s+time)?[.!\"')\]]*$",
    IGNORECASE,
)
MODIFICATION_TAIL = Pattern(
    # From the second sentence of a modified request to the decision: nothing but its own three sentences.
    r"""
    \bwas\s+the\s+original\s+request\b
    (?: (?!\bmedically\s+(?:necessary|appropriate)\b) . )*?
    (?: \bremaining\s+IMR[\s-]+eligible\s+portion\s+of\s+the\s+original\s+request | \bleaving\s+the\s+original\s+request\s+IMR[\s-]+eligible )
    (?: (?!\bmedically\s+(?:necessary|appropriate)\b) . )* $
    """,
    IGNORECASE | regex.DOTALL,
)


@dataclass(slots=True)
class _Labels:
    """The labels of one item, each with the span of the label itself."""

    claims_administrator: Span | None = None
    expert_reviewer: Span | None = None
    rationale: Span | None = None

    def first(self) -> Span:
        return next(span for span in (self.claims_administrator, self.expert_reviewer, self.rationale) if span)


class Above(NamedTuple):
    """The text above an item's heading: where it begins, and whether it is empty."""

    start: int
    heading_follows: bool


def split_items(
    letter: Letter, start: int, end: int, *, heading_first: bool
) -> tuple[tuple[ItemSections, ...], tuple[Doubt, ...]]:
    """The disputed items in `letter.text[start:end]`, in letter order.

    Args:
        heading_first: whether the first item's heading begins right at `start`.
    """
    items: list[ItemSections] = []
    doubts: list[Doubt] = []
    labelled = _labels(letter, start, end)
    heading_from = start
    for number, labels in enumerate(labelled):
        above = Above(heading_from, heading_follows=heading_first and number == 0)
        treatment, decision = _heading(letter, above, labels.first().start, number, doubts)
        items.append(ItemSections(treatment=treatment, decision=decision))
        heading_from = max(span.end for span in (labels.claims_administrator, labels.expert_reviewer, labels.rationale) if span)
    heads = [item.treatment or item.decision for item in items]
    for number, labels in enumerate(labelled):
        following = heads[number + 1] if number + 1 < len(heads) else None
        stop = end
        if number + 1 < len(heads):
            stop = following.start if following else labelled[number + 1].first().start
        items[number] = _with_paragraphs(letter, items[number], labels, stop)
    return tuple(items), tuple(doubts)


def _labels(letter: Letter, start: int, end: int) -> list[_Labels]:
    matches = list(anchors.LABEL.finditer(letter.text, start, end))
    if not matches:
        matches = list(anchors.LABEL_INLINE.finditer(letter.text, start, end))
    items: list[_Labels] = []
    rank = len(LABELS)
    for match in matches:
        name = match.lastgroup or ""
        if LABELS.index(name) <= rank or not items:
            items.append(_Labels())
        rank = LABELS.index(name)
        setattr(items[-1], name, Span(*match.span()))
    return items


def _heading(
    letter: Letter, above: Above, label: int, number: int, doubts: list[Doubt]
) -> tuple[Span | None, Span | None]:
    """The treatment and the decision that stand between the text above and the item's first label."""
    start = above.start
    path = f"disputed_items.{number}"
    tail = max(start, label - 40)
    match = anchors.DECISION.search(letter.text, tail, label)
    if not match:
        match = anchors.DECISION_DAMAGED.search(letter.text, tail, label)
        if not match:
            doubts.append(Doubt("missing", f"{path}.decision", "no decision stands above the item's guidelines"))
            return None, None
        doubts.append(Doubt("damaged", f"{path}.decision", f"read from the damaged word {match['decision']!r}"))
    decision = Span(*match.span("decision"))
    end = match.start("lead")
    begin = start if above.heading_follows else _heading_start(letter, start, end, path, doubts)
    begin, end = _strip(letter.text, begin, end)
    return (Span(begin, end) if begin < end else None), decision


def _heading_start(letter: Letter, start: int, end: int, path: str, doubts: list[Doubt]) -> int:
    """Where the heading that ends at `end` begins; the rationale of the item above begins at `start`."""
    breaks = letter.line_ends_between(start, end)
    modified = MODIFICATION_TAIL.search(letter.text, letter.line_ends.at[breaks[max(0, len(breaks) - LONGEST_HEADING)]], end) if breaks else None
    latest = modified.start() if modified else end
    candidates = [index for index in reversed(breaks) if letter.line_ends.at[index] < latest][:LONGEST_HEADING]
    for index in candidates:
        if _ends_rationale(letter, index):
            return letter.line_ends.at[index] + 1
    doubts.append(Doubt("unclear_boundary", f"{path}.treatment", "where the rationale above ends and this item's heading begins is unclear"))
    return letter.line_ends.at[candidates[0]] + 1 if candidates else start


def _ends_rationale(letter: Letter, index: int) -> bool:
    """Whether the line end `index`, inside or above an item's heading, is the one above it."""
    at = letter.line_ends.at[index]
    if letter.line_ends.gaps[index]:
        return True
    before = letter.text[max(0, at - 80) : at]
    early = letter.ended_early(index)
    following = letter.text[at + 1]
    if before.rstrip(" \"')]")[-1:] in (".", "!", "?"):
        if early:
            return True
        return not following.islower() and following not in "#(" and not ABBREVIATION.search(before)
    return early and bool(CONCLUSION.search(before))


def _with_paragraphs(letter: Letter, item: ItemSections, labels: _Labels, end: int) -> ItemSections:
    """The item with the text of each label: up to the next label, and the rationale up to `end`."""
    stops = [span.start for span in (labels.claims_administrator, labels.expert_reviewer, labels.rationale) if span]
    stops.append(end)

    def paragraph(label: Span | None) -> Span | None:
        if label is None:
            return None
        begin, stop = _strip(letter.text, label.end, min(place for place in stops if place > label.start))
        return Span(begin, stop) if begin < stop else None

    return ItemSections(
        treatment=item.treatment,
        decision=item.decision,
        claims_administrator=paragraph(labels.claims_administrator),
        expert_reviewer=paragraph(labels.expert_reviewer),
        rationale=paragraph(labels.rationale),
    )


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    return start, end
