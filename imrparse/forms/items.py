"""Telling the disputed items apart in the letters since 2014.

Each item is a heading that ends in the decision and three labelled paragraphs. The labels come in one
order (claims administrator's guideline, reviewer's guideline, rationale), so a label out of order
begins a new item; a decision word inside a rationale does not, because no label follows it. Where one
item's rationale ends and the next one's heading begins is not marked in the text: `_heading_start` decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from imrparse.evidence import Doubt, Span
from imrparse.forms import anchors
from imrparse.forms.sections import ItemSections
from imrparse.letter import Letter
from imrparse.patterns import IGNORECASE, Pattern

LONGEST_DECISION = 40
"""Characters that hold a decision and the words that lead up to it."""

LONGEST_HEADING = 20
"""Lines that a heading can have. The longest of 291 real ones, a modified request, has five."""

ORIGINAL_REQUEST = "the original request"

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
NECESSITY = Pattern(
    # The words that a heading never holds: "…is not medically necessary", with or without its full stop
    r"medically\s+(?:necessary|appropriate)(?:\s+(?:and|or)\s+appropriate|\s+at\s+this\s+time)?[.\"')\]]*\s*(?=[A-Z0-9\"(]|$)"
)
SENTENCE_END = Pattern(r"[a-z]{3,}[.!?][\"')\]]*\s+(?=[A-Z0-9\"(])")
PROSE_WORDS = 20
"""Words before a full stop inside a heading that make them the end of a rationale. Of 273 real headings only modified
requests hold a full stop, and the longest of their first sentences has 33 words and its own wording."""

MODIFICATION_TAIL = Pattern(
    # From the second sentence of a modified request to the decision: nothing but its own three sentences.
    r"""
    \bwas\s+the\s+original\s+request\b
    (?: (?!\bmedically\s+(?:necessary|appropriate)\b) . )*?
    (?: \bremaining\s+IMR[\s-]+eligible\s+portion\s+of\s+the\s+original\s+request
      | \bleaving\s+the\s+original\s+request\s+IMR[\s-]+eligible )
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
        heading_from = max(
            span.end for span in (labels.claims_administrator, labels.expert_reviewer, labels.rationale) if span
        )
    if labelled:
        end = _closing(letter, heading_from, end)
    heads = [item.treatment or item.decision for item in items]
    for number, labels in enumerate(labelled):
        following = heads[number + 1] if number + 1 < len(heads) else None
        stop = end
        if number + 1 < len(heads):
            stop = following.start if following else labelled[number + 1].first().start
        items[number] = _with_paragraphs(letter, items[number], labels, stop)
    if items and items[-1].rationale:
        doubts.extend(_cut_off(letter, items[-1].rationale, f"disputed_items.{len(items) - 1}.rationale"))
    return tuple(items), tuple(doubts)


def _closing(letter: Letter, start: int, end: int) -> int:
    """Where the letter's closing begins below the last label, `end` where it has none."""
    for index in letter.line_ends_between(start, end):
        at = letter.line_ends.at[index] + 1
        if letter.flat.startswith((*anchors.CLOSINGS, *anchors.CLOSING_BEGINNINGS), at):
            line = letter.text[at:end].split("\n", 1)[0]
            named = line.lower().startswith(anchors.CLOSING_BEGINNINGS) and line.partition(": ")[2][:1].isupper()
            if named or line.lower().rstrip(",:") in anchors.CLOSINGS:
                return at
    return end


def _labels(letter: Letter, start: int, end: int) -> list[_Labels]:
    items: list[_Labels] = []
    order = list(anchors.LABELS)
    rank = len(order)
    for label in anchors.find_labels(letter, start, end):
        if order.index(label.name) <= rank:
            items.append(_Labels())
        rank = order.index(label.name)
        setattr(items[-1], label.name, Span(label.start, label.end))
    return items


def _cut_off(letter: Letter, rationale: Span, path: str) -> Iterator[Doubt]:
    """A doubt where the last rationale, and with it the letter, ends inside a sentence: what followed may be lost."""
    words = letter.text[max(rationale.start, rationale.end - 80) : rationale.end]
    if words.rstrip(" \"')]").endswith((".", "!", "?")) or CONCLUSION.search(words):
        return
    message = "the letter ends inside a sentence: what followed, further items included, may be missing"
    yield from (Doubt("cut_off", place, message) for place in (path, "disputed_items", "outcome"))


def _heading(
    letter: Letter, above: Above, label: int, number: int, doubts: list[Doubt]
) -> tuple[Span | None, Span | None]:
    """The treatment and the decision that stand between the text above and the item's first label."""
    start = above.start
    path = f"disputed_items.{number}"
    decision, end = _decision(letter, max(start, label - LONGEST_DECISION), label, path, doubts)
    begin = start if above.heading_follows else _heading_start(letter, start, end, path, doubts)
    begin, end = _strip(letter.text, begin, end)
    return (Span(begin, end) if begin < end else None), decision


def _decision(letter: Letter, start: int, label: int, path: str, doubts: list[Doubt]) -> tuple[Span | None, int]:
    """The decision right above the label, and where the treatment before it ends."""
    match = anchors.DECISION.search(letter.flat, start, label)
    if match and match["qualifier"]:
        words = letter.line(match.start("qualifier"), match.end("decision"))
        doubts.append(Doubt("unclear_decision", f"{path}.decision", f"{words!r} is neither upheld nor overturned"))
        return None, match.start("lead")
    if match:
        if not any(sign in match["lead"] for sign in (":", ";", " is")):
            doubts.append(Doubt("damaged", f"{path}.decision", "no colon stands before the decision"))
        return Span(*match.span("decision")), match.start("lead")
    damaged = anchors.DAMAGED_WORD.search(letter.flat, start, label)
    if damaged and any(pattern.fullmatch(damaged["decision"]) for pattern in anchors.DAMAGED.values()):
        doubts.append(Doubt("damaged", f"{path}.decision", f"read from the damaged word {damaged['decision']!r}"))
        return Span(*damaged.span("decision")), damaged.start("lead")
    doubts.append(Doubt("missing", f"{path}.decision", "no decision stands above the item's guidelines"))
    return None, label


def _heading_start(letter: Letter, start: int, end: int, path: str, doubts: list[Doubt]) -> int:
    """Where the heading that ends at `end` begins; the rationale of the item above begins at `start`."""
    breaks = letter.line_ends_between(start, end)[-LONGEST_HEADING:]
    latest = _modification_tail(letter, letter.line_ends.at[breaks[0]] if breaks else start, end)
    candidates = [index for index in reversed(breaks) if letter.line_ends.at[index] < latest]
    above = next((letter.line_ends.at[index] + 1 for index in candidates if _ends_rationale(letter, index)), None)
    inside = _prose_end(letter.text, start if above is None else above, latest)
    if above is None or inside is not None:
        message = "where the rationale above ends and this item's heading begins is unclear"
        doubts.append(Doubt("unclear_boundary", f"{path}.treatment", message))
    if inside is not None:
        return inside
    if above is not None:
        return above
    return letter.line_ends.at[candidates[0]] + 1 if candidates else start


def _prose_end(text: str, start: int, end: int) -> int | None:
    """Where the prose of a rationale ends inside `text[start:end]`, which was taken for a heading."""
    ends = [match.end() for match in NECESSITY.finditer(text, start, end) if match.end() < end]
    ends += [
        match.end()
        for match in SENTENCE_END.finditer(text, start, end)
        if len(text[start : match.start()].split()) > PROSE_WORDS
    ]
    return max(ends, default=None)


def _modification_tail(letter: Letter, start: int, end: int) -> int:
    """Where the second half of a modified request's wording begins, `end` for other headings."""
    if ORIGINAL_REQUEST not in letter.flat[start:end]:
        return end
    match = MODIFICATION_TAIL.search(letter.flat, start, end)
    return match.start() if match else end


def _ends_rationale(letter: Letter, index: int) -> bool:
    """Whether the line end `index`, inside or above an item's heading, is the one above it."""
    at = letter.line_ends.at[index]
    if letter.gap_follows(index):
        return True
    before = letter.text[max(0, at - 80) : at]
    following = letter.text[at + 1]
    heading_like = not following.islower() and following not in "#("
    if before.rstrip(" \"')]")[-1:] in (".", "!", "?"):
        return bool(CONCLUSION.search(before)) or (heading_like and not ABBREVIATION.search(before))
    if heading_like and NECESSITY.search(before) and before.endswith(("necessary", "appropriate", "at this time")):
        return True
    return letter.ended_early(index) and bool(CONCLUSION.search(before))


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
