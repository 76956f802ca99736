"""The Final Determination Letter of late 2013 and early 2014: a cover letter, and decisions in sentences.

"Final Determination: UPHOLD. This means we decided that none of the disputed items/services are medically necessary
and appropriate." … "1. Physical therapy is not medically necessary and appropriate." "The Claims Administrator based
its decision on …." "The Physician Reviewer based his/her decision on …." "The Physician Reviewer's decision
rationale: …"
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from imrparse.evidence import Doubt, Span, join_path, trimmed
from imrparse.forms import anchors, final_determination
from imrparse.forms.cover_letter import find_cover_letter
from imrparse.forms.item_heading import UNCLEAR, Above, find_numbered
from imrparse.forms.items import NO_LAST_RATIONALE, WHOLE_LETTER, closing, cut_off
from imrparse.forms.necessity import DecisionPlace, find_decisions
from imrparse.forms.sections import Form, ItemSections, Sections
from imrparse.forms.sides import REVIEWER, Mark, find_marks, split_sides
from imrparse.letter import Letter
from imrparse.patterns import DOTALL, REVERSE, Pattern

T = TypeVar("T")

RATIONALE_LABELS = {"rationale": ("decision rationale", "rationale for the decision", "rationale for decision")}
WHOSE = Pattern(rf"(?: the\s )? (?: {REVIEWER} \s? ){{1,2}} reviewer \s? '? \s? s? '? \s* $", REVERSE, bounded=True)
"""Whose rationale it is: "The Physician Reviewer's decision rationale", of text in lower case."""

ISSUES_HEADING = "imr decision(s) and rationale(s)"
"""Of this form alone: where a page is missing it tells the form without any item's rationale."""

GUIDELINE_LABELS = {side: anchors.LABELS[side] for side in ("claims_administrator", "expert_reviewer")}
"""Those of the next form; a letter that has them follows it."""


CONCLUDES = Pattern(
    # The sentence of a rationale that speaks of the request, as no heading does
    r"""
    (?: ^ | [.!?:;] ["')\]]* \s ) (?: [a-z]+ ,? \s ){0,5}? (?: the | this | these | such | said | requested | current )
    \s (?: [a-z-]+ \s ){0,3}? request (?:s|ed)? \b [^.!?]* $
    """
)
NUMBERED = Pattern(
    r"""
    (?<= [.!?:] ["')\]]* \n) \d{1,2} [.)] \s (?: (?! [.!?] \n ) . )* $
    """,
    DOTALL,
)
"""A numbered line and what stands below it in the same sentence."""

LONGEST_SENTENCE = 400
"""Characters in which such a sentence is looked for."""

DAMAGED_DECISION = ("medically", "necessary", "appropriate")
"""Words of which a decision that cannot be read still has one: between a rationale's last sentence and the claims
administrator's paragraph they show the heading."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One item's place: the text above its heading, its decision, and the label of its rationale."""

    above: Above
    heading: DecisionPlace | None
    guidelines: int
    """Where its guidelines begin."""
    label: Span | None


def split_items(
    letter: Letter, start: int, end: int, *, heading_first: bool
) -> tuple[tuple[ItemSections, ...], tuple[Doubt, ...]]:
    """The disputed items in `letter.text[start:end]`, in letter order.

    The label of its rationale makes an item. Its heading is the last decision above that label which the claims
    administrator's paragraph follows: a rationale's own last sentence, "The request for … is not medically necessary
    and appropriate", has none below it.

    Args:
        heading_first: whether the first item's heading begins right at `start`.
    """
    doubts: list[Doubt] = []
    parts = list(_parts(letter, start, end, heading_first, doubts))
    if not parts:
        return (), tuple(doubts)
    items: list[ItemSections] = []
    expected: int | None = 1
    begins: list[int] = []
    for number, part in enumerate(parts):
        path = f"disputed_items.{number}"
        item_end = part.heading.item_end if part.heading else part.guidelines
        found = find_numbered(letter, part.above, item_end, expected)
        if not found.certain:
            doubts.append(Doubt("unclear_boundary", f"{path}.treatment", UNCLEAR))
        if part.heading is None:
            doubts.append(Doubt("missing", f"{path}.decision", "no decision stands above the item's guidelines"))
        if found.number is not None and expected is not None and found.number > expected:
            message = f"the item after number {expected - 1} is numbered {found.number}: one may be missing"
            doubts.extend(Doubt("contradiction", whole, message) for whole in WHOLE_LETTER)
        expected = None if found.number is None else found.number + 1
        begins.append(found.begin)
        treatment = found.treatment if found.treatment.start < found.treatment.end else None
        items.append(_with_sides(letter, part, treatment))
    stops = [*begins[1:], closing(letter, parts[-1].guidelines, end)]
    for number, (part, stop) in enumerate(zip(parts, stops, strict=True)):
        path = f"disputed_items.{number}"
        items[number] = _with_rationale(letter, items[number], part, stop)
        doubts.extend(_doubts_of(letter, items[number], path, last=number == len(parts) - 1))
    return tuple(items), tuple(doubts)


def _parts(letter: Letter, start: int, end: int, heading_first: bool, doubts: list[Doubt]) -> Iterator[_Part]:
    """The items' places: what stands above each rationale's label, back to the label before."""
    decisions = find_decisions(letter, start, end)
    marks = list(find_marks(letter, start, end))
    above = Above(start, heading_first)
    count = 0
    for label in [*_rationale_labels(letter, start, end), None]:
        stop = label.start if label else end
        places = _between(decisions, above.start, stop, lambda place: place.words.start)
        headings = _headings(letter, places, _between(marks, above.start, stop, lambda mark: mark.start), label)
        if count and (headings or label is None):
            headings = _with_numbered(letter, above.start, places, headings, count)
        count += len(headings)
        for place in headings:
            mine = label if place is headings[-1] else None
            yield _Part(above, place, place.after, mine)
            above = Above(mine.end if mine else place.after, heading_follows=False)
        if label and not headings:
            claims = [mark for mark in marks if above.start <= mark.start < stop and _is_claims(mark)]
            if not claims:
                words = letter.text[label.start : label.end].strip()
                message = f"the words {words!r} stand where no item's heading and guidelines are above them"
                doubts.extend(Doubt("stray_label", path, message) for path in WHOLE_LETTER)
                continue
            yield _Part(above, None, claims[-1].start, label)
            above = Above(label.end, heading_follows=False)


def _between(places: Sequence[T], start: int, stop: int, where: Callable[[T], int]) -> Sequence[T]:
    """Those of places in text order that begin from `start` up to `stop`."""
    return places[bisect_left(places, start, key=where) : bisect_left(places, stop, key=where)]


def _headings(
    letter: Letter, places: Sequence[DecisionPlace], marks: Sequence[Mark], label: Span | None
) -> list[DecisionPlace]:
    """Which of the decisions between two labels end a heading: one, or several where a label between them is lost.

    Args:
        label: the label below them, `None` at the end of the letter.
    """
    claims = {mark.start for mark in marks if _is_claims(mark)}
    reviewers = {mark.start for mark in marks if mark.side == "expert_reviewer"}
    spoken = [mark.start for mark in marks if mark.side == "expert_reviewer" and mark.speaks]
    unlike_prose = [place for place in places if not _concludes(letter, place)]
    followed = [place for place in unlike_prose if place.after in claims]
    if not followed and label:
        # No word of the claims administrator: what the reviewer's words or the rationale follow at once
        followed = [place for place in unlike_prose if place.after in reviewers or place.after == label.start]
        if followed or not places:
            return followed[-1:]
        last = (unlike_prose or places)[-1]
        spoken_at = [mark.start for mark in marks if mark.start >= last.after]
        between = letter.flat[last.after : min(spoken_at, default=label.start)]
        return [last] if not any(word in between for word in DAMAGED_DECISION) else []
    kept: list[DecisionPlace] = []
    for number, place in enumerate(followed):
        stop = followed[number + 1].words.start if number + 1 < len(followed) else None
        is_last = stop is None and (label is not None or _stands_alone(letter, place))
        if is_last or any(place.after < at and (stop is None or at < stop) for at in spoken):
            kept.append(place)
    return kept


def _with_numbered(
    letter: Letter, start: int, places: Sequence[DecisionPlace], headings: Sequence[DecisionPlace], count: int
) -> list[DecisionPlace]:
    """The headings, with those that only their number shows, since a sentence of the form stands for all their labels.

    "4. A sling is not medically necessary and appropriate." "Since the primary procedure is not medically necessary,
    none of the associated services are medically necessary."

    Args:
        start: where the text above the first of them begins.
        count: of the items above.
    """
    found: list[DecisionPlace] = []
    for index, place in enumerate(places):
        expected = count + len(found) + 1
        if place in headings or (
            "\n" in letter.text[place.words.end : place.after]
            and _is_numbered(letter, start, place, expected)
            and all(
                _is_numbered(letter, place.after, later, expected + 1)
                for later in [one for one in places[index + 1 :] if one in headings][:1]
            )
        ):
            found.append(place)
            start = place.after
    return found


def _is_numbered(letter: Letter, start: int, place: DecisionPlace, expected: int) -> bool:
    """Whether the decision ends a heading that begins a line below `start` with the expected number."""
    numbered = find_numbered(letter, Above(start, heading_follows=False), place.item_end, expected)
    return numbered.certain and numbered.number == expected and letter.text[numbered.begin - 1] == "\n"


def _stands_alone(letter: Letter, place: DecisionPlace) -> bool:
    """Whether the decision ends a heading beyond doubt, even where the letter is cut off right below it.

    A number is before it at the beginning of a line, below the end of a sentence, and a line ends behind it.
    """
    return _below_number(letter, place) and letter.text[place.words.end : place.after].endswith("\n")


def _below_number(letter: Letter, place: DecisionPlace) -> bool:
    """Whether a number begins the line, below the end of a sentence, in which the decision's sentence begins."""
    start = max(0, place.words.start - LONGEST_SENTENCE)
    return NUMBERED.search(letter.text, start, place.words.start) is not None


def _concludes(letter: Letter, place: DecisionPlace) -> bool:
    """Whether the decision is the end of a rationale's sentence: "Therefore, the request for … is …"."""
    return CONCLUDES.search(letter.flat, max(0, place.words.start - LONGEST_SENTENCE), place.words.start) is not None


def _is_claims(mark: Mark) -> bool:
    return mark.side == "claims_administrator" and mark.speaks


def _rationale_labels(letter: Letter, start: int, end: int) -> list[Span]:
    """The labels of the rationales with the words that say whose it is; one inside a sentence is none."""
    found: list[Span] = []
    labels = [Span(label.start, label.end) for label in anchors.find_labels(letter, start, end, RATIONALE_LABELS)]
    for label in sorted([*labels, *_without_colon(letter, start, end)]):
        whose = WHOSE.search(letter.flat, max(start, label.start - 60), label.start)
        begin = whose.start() if whose else label.start
        before = letter.text[max(start, begin - 8) : begin]
        if not before or before.endswith("\n") or before.rstrip(" \"')]").endswith((".", "!", "?", ":", ";")):
            found.append(Span(begin, label.end))
    return found


def _without_colon(letter: Letter, start: int, end: int) -> Iterator[Span]:
    """Labels that lost their colon and end a line."""
    for wording in RATIONALE_LABELS["rationale"]:
        at = letter.flat.find(wording, start, end)
        while at >= 0:
            if letter.text[at + len(wording) : at + len(wording) + 1] == "\n":
                yield Span(at, at + len(wording))
            at = letter.flat.find(wording, at + 1, end)


def _with_sides(letter: Letter, part: _Part, treatment: Span | None) -> ItemSections:
    decision = part.heading.words if part.heading else None
    if part.label is None:
        return ItemSections(treatment=treatment, decision=decision)
    sides = split_sides(letter, part.guidelines, part.label.start)
    return ItemSections(
        treatment=treatment,
        decision=decision,
        claims_administrator=sides.claims_administrator,
        expert_reviewer=sides.expert_reviewer,
    )


def _with_rationale(letter: Letter, item: ItemSections, part: _Part, stop: int) -> ItemSections:
    """The item with its rationale up to `stop`; where its label is lost, with what stands below its heading."""
    bare = part.label is None and next(find_marks(letter, part.guidelines, stop), None) is None
    below = part.label.end if part.label else part.guidelines
    rationale = trimmed(letter.text, below, stop) if part.label or bare else None
    sides = None if part.label or bare else split_sides(letter, part.guidelines, stop)
    return ItemSections(
        treatment=item.treatment,
        decision=item.decision,
        claims_administrator=sides.claims_administrator if sides else item.claims_administrator,
        expert_reviewer=sides.expert_reviewer if sides else item.expert_reviewer,
        rationale=rationale if rationale and rationale.start < rationale.end else None,
    )


def _doubts_of(letter: Letter, item: ItemSections, path: str, *, last: bool) -> Iterator[Doubt]:
    side = "expert_reviewer" if item.expert_reviewer else "claims_administrator"
    guidelines = getattr(item, side)
    if item.rationale is None:
        message = "the label 'decision rationale' is missing below it, so it may hold the rationale too"
        yield from (
            Doubt("section_missing", join_path(path, f"{side}.{part}"), message) for part in ("text", "citations")
        )
        if last:
            yield from (Doubt("cut_off", place, NO_LAST_RATIONALE) for place in WHOLE_LETTER)
    elif last:
        yield from cut_off(letter, item.rationale, f"{path}.rationale")
        yield from _hidden(letter, item.rationale, f"{path}.rationale")
    if guidelines and (find_decisions(letter, *guidelines) or any(map(_is_claims, _later_marks(letter, guidelines)))):
        message = "more than guidelines stands here: another item may be hidden in it"
        yield from (
            Doubt("section_missing", place, message) for place in (join_path(path, f"{side}.text"), *WHOLE_LETTER)
        )


def _hidden(letter: Letter, rationale: Span, path: str) -> Iterator[Doubt]:
    """A doubt where a decision stands in the last rationale with the claims administrator's sentence behind it.

    It may be the heading of one more item, of which the rest is missing; so may a numbered line that ends the letter.
    """
    claims = {mark.start for mark in find_marks(letter, *rationale) if _is_claims(mark)}
    places = [
        place
        for place in find_decisions(letter, *rationale)
        if place.after in claims or (place.after >= rationale.end and _below_number(letter, place))
    ]
    if any(not _concludes(letter, place) for place in places):
        message = "it may hold the beginning of another item, of which the rest is missing"
        yield from (Doubt("cut_off", place, message) for place in (path, *WHOLE_LETTER))


def _later_marks(letter: Letter, guidelines: Span) -> list[Mark]:
    return [mark for mark in find_marks(letter, *guidelines) if mark.start > guidelines.start]


def _sections(letter: Letter) -> Sections:
    return final_determination.sections(letter, split_items)


def _recognises(letter: Letter) -> bool:
    """Known by its cover letter, or by decisions in sentences; the next form's labels are not in it."""
    if any(label.begins_line for label in anchors.find_labels(letter, 0, letter.body_end, GUIDELINE_LABELS)):
        return False
    if find_cover_letter(letter, letter.body_end):
        return True
    headed = ISSUES_HEADING in letter.flat
    if not headed and not any(label in letter.flat for label in RATIONALE_LABELS["rationale"]):
        return False
    issues = anchors.ISSUES.find(letter) or anchors.ISSUES_LEAD_IN.find(letter)
    items, _ = split_items(letter, issues.end if issues else 0, letter.body_end, heading_first=False)
    return any(item.decision and (item.rationale or headed) and _speaks(letter, item) for item in items)


def _speaks(letter: Letter, item: ItemSections) -> bool:
    """Whether a side of the item's guidelines speaks in a sentence of its own."""
    sides = [side for side in (item.claims_administrator, item.expert_reviewer) if side]
    return any(mark.speaks for side in sides for mark in find_marks(letter, *side))


FORM = Form("fdl-2013", _recognises, _sections, frozenset({"dates.assigned"}))
