"""Telling the disputed items apart in the letters since 2014.

Each item is a heading that ends in the decision and three labelled paragraphs. The labels come in one
order (claims administrator's guideline, reviewer's guideline, rationale), so a label out of order
begins a new item; a decision word inside a rationale does not, because no label follows it. A line inside an item
that could be another item's heading all the same is named by a doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from imrparse.evidence import Doubt, Span, filled, trimmed
from imrparse.forms import anchors
from imrparse.forms.item_heading import CONCLUSION, LAST_WORDS, Above, find_heading, stops
from imrparse.forms.sections import ItemSections
from imrparse.letter import Letter
from imrparse.patterns import IGNORECASE, Pattern

WHOLE_LETTER = ("disputed_items", "outcome")
"""Record paths that a lost or merged item makes doubtful."""


ORDER = tuple(anchors.LABELS)
"""The labels of an item in the order in which the form prints them."""

NO_LAST_RATIONALE = "the last item has no rationale: what followed, further items included, may be missing"

VERDICT = Pattern(
    # The last words of a rationale that lost only its full stop. In the last line of a page, which has no room for
    # another word, "The earlier decision was upheld" and "as indicated" go on: "because …", "below."
    r"medically\s+(?:necessary|appropriate)(?:\s+(?:and|or)\s+appropriate|\s+at\s+this\s+time)?[\"')\]]*$"
)


CONCLUDED = Pattern(
    # "medical necessity is not established", "The criteria are met", "It is denied for the same reasons"
    r"""
    (?: \b (?: medical \s necessity | criteria | this \s request | the \s request ) \b
        (?: (?! \b which | \b that ) [^.] ){0,60}
        \b (?: established | met | justified | denied | approved | reasonable )
      | \b for \s the \s same \s reasons? | \b as \s above )
    ["')\]]* $
    """,
    IGNORECASE,
)
"""How a rationale ends that lost its full stop."""

UNDECIDED = ("whether", "previous", "prior", "earlier", "before")
"""Words of a sentence that tells of another decision, or of none."""

LONGEST_REMARK = 200
"""Characters in brackets behind the last sentence: "… is not met. (Medical Treatment Guidelines, page 117)"."""


@dataclass(slots=True)
class _Labels:
    """The labels of one item, each with the span of the label itself."""

    claims_administrator: Span | None = None
    expert_reviewer: Span | None = None
    rationale: Span | None = None

    def spans(self) -> list[Span]:
        return [span for span in (self.claims_administrator, self.expert_reviewer, self.rationale) if span]


def split_items(
    letter: Letter, start: int, end: int, *, heading_first: bool
) -> tuple[tuple[ItemSections, ...], tuple[Doubt, ...]]:
    """The disputed items in `letter.text[start:end]`, in letter order.

    Args:
        heading_first: whether the first item's heading begins right at `start`.
    """
    items: list[ItemSections] = []
    doubts: list[Doubt] = []
    labelled = _labels(letter, start, end, doubts)
    begins: list[int] = []
    heading_from = start
    for number, labels in enumerate(labelled):
        above = Above(heading_from, heading_follows=heading_first and number == 0)
        begin, treatment, decision, found = find_heading(letter, above, labels.spans()[0].start)
        path = f"disputed_items.{number}"
        doubts.extend(doubt.below(path) for doubt in found)
        doubts.extend(_swallowed(labels, path))
        items.append(ItemSections(treatment=treatment, decision=decision))
        begins.append(begin)
        heading_from = max(span.end for span in labels.spans())
    if labelled:
        end = closing(letter, heading_from, end)
    paragraphs = zip(items, labelled, [*begins[1:], end][: len(items)], strict=True)
    items = [_with_paragraphs(letter, item, labels, stop) for item, labels, stop in paragraphs]
    doubts.extend(_stray_decisions(letter, items, start, end))
    if items and items[-1].rationale is None:
        doubts.extend(Doubt("cut_off", path, NO_LAST_RATIONALE) for path in WHOLE_LETTER)
    elif items and items[-1].rationale:
        doubts.extend(cut_off(letter, items[-1].rationale, f"disputed_items.{len(items) - 1}.rationale"))
    return tuple(items), tuple(doubts)


def _labels(letter: Letter, start: int, end: int, doubts: list[Doubt]) -> list[_Labels]:
    """The labels by item. One inside a line counts after a decision, or after the label that comes before it."""
    items: list[_Labels] = []
    rank = len(ORDER)
    for label in anchors.find_labels(letter, start, end):
        place = ORDER.index(label.name)
        if not label.begins_line and not (
            letter.flat[: label.start].rstrip(" .").endswith(anchors.DECISION_WORDS) or place == rank + 1
        ):
            words = letter.text[label.start : label.end].strip()
            message = f"the words {words!r} stand inside a line and were not taken for a label"
            doubts.extend(Doubt("stray_label", path, message) for path in WHOLE_LETTER)
            continue
        if place <= rank:
            items.append(_Labels())
        rank = place
        setattr(items[-1], label.name, Span(label.start, label.end))
    return items


def _swallowed(labels: _Labels, path: str) -> Iterator[Doubt]:
    """Doubts for a guideline paragraph below which a label is missing: it may hold the next paragraph too."""
    for above, below in pairwise(ORDER):
        if getattr(labels, above) and not getattr(labels, below):
            message = (
                f"the label {anchors.LABELS[below][0]!r} is missing below it, so it may hold the next paragraph too"
            )
            yield from (Doubt("section_missing", f"{path}.{above}.{part}", message) for part in ("text", "citations"))


def _stray_decisions(letter: Letter, items: list[ItemSections], start: int, end: int) -> Iterator[Doubt]:
    """Doubts for lines that end as headings do and belong to no item: an item without its labels, perhaps."""
    decisions = {item.decision.start for item in items if item.decision}
    rationales = [(number, item.rationale) for number, item in enumerate(items) if item.rationale]
    words = sum(letter.flat.count(word, start, end) for word in anchors.HEADING_ENDS)
    if words <= sum(letter.flat.startswith(anchors.HEADING_ENDS, at) for at in decisions):
        return
    for match in anchors.HEADING_END.finditer(letter.flat, start, end):
        at = match.start("decision")
        if at in decisions or letter.text[match.end() : match.end() + 1] not in ("", "\n", "\f"):
            continue
        word = letter.text[slice(*match.span("decision"))]
        message = f"a line that ends in {word!r} stands inside an item and looks like another item's heading"
        inside = [f"disputed_items.{number}.rationale" for number, span in rationales if span.start <= at < span.end]
        yield from (Doubt("stray_decision", path, message) for path in (*WHOLE_LETTER, *inside))


def closing(letter: Letter, start: int, end: int) -> int:
    """Where the letter's closing begins below the last label, `end` where it has none."""
    for index in letter.line_ends_between(start, end):
        at = letter.line_ends.at[index] + 1
        if letter.flat.startswith(anchors.MAY_CLOSE, at):
            line = letter.text[at:end].split("\n", 1)[0]
            named = line.lower().startswith(anchors.CLOSING_BEGINNINGS) and line.partition(": ")[2][:1].isupper()
            if named or line.lower().rstrip(",:.") in anchors.CLOSINGS:
                return at
    return end


def cut_off(letter: Letter, rationale: Span, path: str) -> Iterator[Doubt]:
    """A doubt where the last rationale, and with it the letter, ends inside a sentence.

    What followed may be lost, further items included.
    """
    words = letter.text[max(rationale.start, rationale.end - LAST_WORDS) : rationale.end]
    if not (stops(words) or _is_whole(letter, words, rationale.end) or ends_in_remark(letter.text, *rationale)):
        message = "the letter ends inside a sentence: what followed, further items included, may be missing"
        yield from (Doubt("cut_off", place, message) for place in (path, *WHOLE_LETTER))


def ends_in_conclusion(words: str) -> bool:
    """Whether a rationale with these last words, which lack a full stop, may end with them."""
    if CONCLUSION.match(words):
        return True
    sentence = words[words.rfind(". ") + 1 :]
    return CONCLUDED.search(sentence) is not None and not any(word in sentence.lower() for word in UNDECIDED)


def ends_in_remark(text: str, start: int, end: int) -> bool:
    """Whether a text ends in a remark in brackets behind the end of a sentence."""
    if not text.endswith(")", start, end):
        return False
    opens = text.rfind("(", max(start, end - LONGEST_REMARK), end)
    return opens > start and stops(text[max(start, opens - 4) : opens].rstrip())


def _is_whole(letter: Letter, words: str, end: int) -> bool:
    """Whether a rationale that lost its full stop is whole, `words` being its last: not where the page is full, too."""
    if not letter.fills_line(end):
        return ends_in_conclusion(words)
    return VERDICT.search(words) is not None and not letter.fills_page(end)


def ending(
    letter: Letter, summary: Span | None, documents: Span | None, items: Sequence[ItemSections]
) -> Iterator[Doubt]:
    """Doubts where the part that the letter ends in is one that more must follow: its last page may be missing.

    For the forms of 2013, on which something follows each of these parts.
    """
    last = next((number for number in reversed(range(len(items))) if items[number].rationale), None)
    parts = [("case_summary", summary), ("documents_reviewed", documents)]
    rationale = items[last].rationale if last is not None else None
    if rationale and not stops(letter.text[rationale.start : rationale.end]):
        parts.append((f"disputed_items.{last}.rationale", rationale))
    ends = trimmed(letter.text, 0, letter.body_end).end
    for path, part in parts:
        if part and part.end >= ends:
            message = "the letter ends here, where more follows on the form: its last page may be missing"
            yield from (Doubt("cut_off", place, message) for place in (path, *WHOLE_LETTER))


def _with_paragraphs(letter: Letter, item: ItemSections, labels: _Labels, end: int) -> ItemSections:
    """The item with the text of each label: up to the next label, and the rationale up to `end`."""
    stops = [*(span.start for span in labels.spans()), end]

    def paragraph(label: Span | None) -> Span | None:
        if label is None:
            return None
        return filled(letter.text, label.end, min(place for place in stops if place > label.start))

    return ItemSections(
        treatment=item.treatment,
        decision=item.decision,
        claims_administrator=paragraph(labels.claims_administrator),
        expert_reviewer=paragraph(labels.expert_reviewer),
        rationale=paragraph(labels.rationale),
    )
