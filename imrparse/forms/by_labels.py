"""The parts of a letter by its labels alone, in any wording and any order: for forms that nobody has described.

A letter's part reaches from its label to the next one. An item begins where the kind of label that began the first
item comes again, or where a kind comes that the item has already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from imrparse.evidence import Doubt, Span, filled, join_path, trimmed
from imrparse.forms import anchors
from imrparse.forms.header_block import header_block
from imrparse.forms.item_heading import Above, find_heading
from imrparse.forms.items import WHOLE_LETTER
from imrparse.forms.labels import LETTER_PARTS, Mark, find_marks
from imrparse.forms.necessity import NECESSITY
from imrparse.forms.sections import ItemSections, Sections
from imrparse.forms.sides import find_marks as find_sides
from imrparse.forms.sides import split_sides
from imrparse.letter import Letter
from imrparse.patterns import IGNORECASE, Pattern

REQUEST = Pattern(
    # "The request for a cane", up to the decision
    r"\b request \s+ for \s+ (?: an? \s+ | the \s+ )? (?P<item> (?: (?! \b request \s+ for \b ) [^.] ){3,200}? ) \s* $",
    IGNORECASE,
)
STATE_WORD = Pattern(r"\W* (?P<decision> upheld | overturned | uphold | overturn ) \b", IGNORECASE)
CREDENTIALS = Pattern(r"licensed \s+ to \s+ practice | states? (?:\(s\))? \s+ of \s+ licensure \s* :", IGNORECASE)

FROM_CONCLUSION = "the rationale's conclusion"
RESTS_ON = {"treatment": ("treatment", "category", "drug"), "decision": ("decision",)}
"""Values of an item that rest on a part of it."""
OF_LETTER: dict[str, tuple[str, ...]] = {"treatment": (), "decision": ("outcome",)}

EARLIER = Pattern(r"\b (?:earlier | previous | prior) \s+ request \b [^.]* $", IGNORECASE)
"""Another request, of which a rationale's last sentences may speak too: "The earlier request for … was not …"."""

CONCLUSION = 400
"""Characters at a rationale's end in which its conclusion stands: two sentences' worth."""


@dataclass
class _Item:
    """The labels of one item, and where the text begins in which its heading may stand above the first of them."""

    above: int
    marks: list[Mark] = field(default_factory=list)


@dataclass
class _Part:
    """What a part was read from, and how it was found."""

    span: Span
    how: str


def sections(letter: Letter) -> Sections:
    """The parts of `letter`; `found_by` names for each the words that it was found by."""
    marks = find_marks(letter)
    found_by: dict[str, str] = {}
    doubts: list[Doubt] = []
    whole = _letter_parts(letter, marks)
    items = [_read(letter, item, stop) for item, stop in _items(letter, marks)]
    for number, parts in enumerate(items):
        path = f"disputed_items.{number}"
        found_by |= {join_path(path, name): part.how for name, part in parts.items()}
        for name, values in RESTS_ON.items():
            if name in parts and parts[name].how == FROM_CONCLUSION:
                message = f"no {name} is printed above it: it was taken from the rationale's conclusion"
                doubts.extend(Doubt("uncertain", join_path(path, value), message) for value in values)
                doubts.extend(Doubt("uncertain", value, message) for value in OF_LETTER[name])
    if items and not whole:
        message = "nothing stands above the items that letters have there: pages, and items on them, may be missing"
        doubts.extend(Doubt("cut_off", path, message) for path in WHOLE_LETTER)
    found_by |= {name: part.how for name, part in whole.items()}
    spans = {name: part.span for name, part in whole.items()}
    return Sections(
        anchors={},
        header=spans.get("header"),
        credentials=spans.get("credentials"),
        case_summary=spans.get("case_summary"),
        documents_reviewed=spans.get("documents_reviewed"),
        items=tuple(ItemSections(**{name: part.span for name, part in parts.items()}) for parts in items),
        doubts=tuple(doubts),
        found_by=found_by,
    )


def _letter_parts(letter: Letter, marks: Sequence[Mark]) -> dict[str, _Part]:
    """The parts that a letter has once: the first of each that holds any text."""
    parts: dict[str, _Part] = {}
    first = marks[0].start if marks else letter.body_end
    if header := header_block(letter, first):
        parts["header"] = _Part(header, "the labels above the letter's first heading")
    stops = [*(mark.start for mark in marks[1:]), letter.body_end]
    for mark, stop in zip(marks, stops, strict=False):
        start = mark.end
        if mark.part == "case_summary" and (lead_in := anchors.ANY_LEAD_IN.match(letter.flat, mark.end, stop)):
            start = lead_in.end()
        if mark.part in LETTER_PARTS and mark.part not in parts and (span := filled(letter.text, start, stop)):
            parts[mark.part] = _Part(span, f"the heading {mark.words!r}")
    if "credentials" not in parts and (sentence := CREDENTIALS.search(letter.text, 0, letter.body_end)):
        start = letter.text.rfind("\n", 0, sentence.start()) + 1
        stop = next((mark.start for mark in marks if mark.start > sentence.end()), letter.body_end)
        if span := filled(letter.text, start, stop):
            parts["credentials"] = _Part(span, f"the words {sentence.group()!r}")
    return parts


def _items(letter: Letter, marks: Sequence[Mark]) -> list[tuple[_Item, int]]:
    """The items, each with where its text ends: at the next one's first label, or at the letter's next part."""
    begin = max((mark.end for mark in marks if mark.part in ("issues", "case_summary")), default=0)
    if not any(mark.part not in LETTER_PARTS and mark.start >= begin for mark in marks):
        begin = 0
    items: list[_Item] = []
    stops: list[int] = []
    above = begin
    for mark in marks:
        if mark.start < begin:
            continue
        if mark.part in LETTER_PARTS:
            if len(stops) < len(items):
                stops.append(mark.start)
            above = mark.end
            continue
        if not items or len(stops) == len(items) or _begins_item(items, mark):
            if len(stops) < len(items):
                stops.append(mark.start)
            items.append(_Item(above))
        items[-1].marks.append(mark)
        above = mark.end
    if len(stops) < len(items):
        stops.append(letter.body_end)
    return list(zip(items, stops, strict=True))


def _begins_item(items: Sequence[_Item], mark: Mark) -> bool:
    own = {known.part for known in items[-1].marks}
    return mark.part in own or mark.part == items[0].marks[0].part


def _read(letter: Letter, item: _Item, stop: int) -> dict[str, _Part]:
    """The parts of one item by their names in `ItemSections`."""
    parts: dict[str, _Part] = {}
    stops = [*(mark.start for mark in item.marks[1:]), stop]
    for mark, end in zip(item.marks, stops, strict=True):
        if span := filled(letter.text, mark.end, end):
            parts[mark.part] = _Part(span, f"the words {mark.words!r}")
    _split_sides(letter, parts)
    _split_decision(letter, parts)
    if "treatment" not in parts:
        _add_heading(letter, item, parts)
    if "decision" not in parts:
        _add_conclusion(letter, parts)
    return parts


def _split_sides(letter: Letter, parts: dict[str, _Part]) -> None:
    """Tell the reviewer's sentences from the claims administrator's, which stand in one paragraph on forms of 2013."""
    theirs = parts.get("claims_administrator")
    if theirs is None or "expert_reviewer" in parts:
        return
    if any(mark.side == "expert_reviewer" and mark.speaks for mark in find_sides(letter, *theirs.span)):
        sides = split_sides(letter, *theirs.span)
        for name, span in zip(sides._fields, sides, strict=True):
            if span:
                parts[name] = _Part(span, theirs.how)


def _split_decision(letter: Letter, parts: dict[str, _Part]) -> None:
    """Tell the decision from what stands around it: in its own part, or at the end of the treatment."""
    own = parts.pop("decision", None)
    if own:
        match = STATE_WORD.match(letter.text, *own.span)
        necessity = None if match else NECESSITY.search(letter.flat, *own.span)
        if place := (match and match.span("decision")) or (necessity and necessity.span()):
            parts["decision"] = _Part(Span(*place), own.how)
    request = parts.get("treatment")
    if request is None:
        return
    match = anchors.DECISION.match(letter.flat, *request.span)
    necessity = None if match else NECESSITY.search(letter.flat, *request.span)
    if match:
        start, decision = match.start("lead"), Span(*match.span("decision"))
    elif necessity:
        start, decision = necessity.start(), Span(*necessity.span())
    else:
        return
    parts.setdefault("decision", _Part(decision, f"the words {letter.line(*decision)!r}"))
    parts["treatment"] = _Part(trimmed(letter.text, request.span.start, start, " \n:;,"), request.how)


def _add_heading(letter: Letter, item: _Item, parts: dict[str, _Part]) -> None:
    """The treatment and the decision of a heading above the item's first label."""
    heading = find_heading(letter, Above(item.above, heading_follows=False), item.marks[0].start)
    if heading.decision and heading.treatment:
        how = f"the words {letter.text[slice(*heading.decision)]!r} above the label {item.marks[0].words!r}"
        parts["treatment"] = _Part(heading.treatment, how)
        parts.setdefault("decision", _Part(heading.decision, how))


def _add_conclusion(letter: Letter, parts: dict[str, _Part]) -> None:
    """The decision, and where it is missing the treatment, of the rationale's last sentence."""
    rationale = parts.get("rationale")
    if rationale is None:
        return
    start = max(rationale.span.start, rationale.span.end - CONCLUSION)
    found = NECESSITY.finditer(letter.flat, start, rationale.span.end)
    matches = [match for match in found if not EARLIER.search(letter.text, start, match.start())]
    if matches:
        parts["decision"] = _Part(Span(*matches[-1].span()), FROM_CONCLUSION)
        request = REQUEST.search(letter.text, start, matches[-1].start())
        if request:
            parts.setdefault("treatment", _Part(Span(*request.span("item")), FROM_CONCLUSION))
