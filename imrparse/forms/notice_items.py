"""The disputed items of the notice of 2013: a list of decisions, printed twice, and a part for each item below it.

Both printings are one list. Where they say two things, or a part asks for another item than the list, the values
concerned are in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from imrparse.evidence import Doubt, Span, trimmed
from imrparse.forms.anchors import Heading, Sentence
from imrparse.forms.items import WHOLE_LETTER, closing
from imrparse.forms.necessity import NECESSITY, find_decisions
from imrparse.forms.sections import ItemSections
from imrparse.forms.sides import find_marks, split_sides
from imrparse.letter import Letter
from imrparse.patterns import Pattern

if TYPE_CHECKING:
    import regex

NUMBER = r"(?: [(\#]? \d{1,2} (?! \d ) (?: \s? [.):]+ )? )"
NUMBERS = rf"(?P<numbers> {NUMBER} (?: \s? (?: , | & | - | \u2013 | ; | / | and | to | through )+ \s? {NUMBER} )* \s? )"
ARTICLE = r"(?: (?:an?|the) \s )?"

DETERMINED = Pattern(
    # "1) MAXIMUS Federal Services, Inc. has determined the request for a functional restoration program is …"
    rf"""
    (?: (?<! [a-z0-9] ) {NUMBERS} )? maximus \s? federal \s? services,? \s? (?:inc\b\.?,?)? \s? has \s? determined \s?
    (?:that\s?)? (?:the\s?)? requests? \s? for \b \s? {ARTICLE}
    """
)
REGARDING_WORDS = "regarding the request"
REGARDING = Pattern(
    # "1) Regarding the request for a functional restoration program:", "1) and 2) Regarding the requests for …"
    rf"""
    (?: (?<! [a-z0-9] ) {NUMBERS} )? (?P<words> regarding \s? (?:the\s?)? requests? \s? for ) \b \s? {ARTICLE}
    """
)
RELIED_UPON_WORDS = "reviewer to make his/her decision"
_REVIEWER = r"(?: expert | physician | professional | medical )"
RELIED_UPON = Pattern(
    # "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her
    #  Decision",
    # "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:"
    rf"""
    (?: sections? (?:\(s\))? \s? of \s? the \s? )? medical \s? treatment \s?
    (?: utilization \s? schedule (?:\s?\(mtus\))? | guidelines? (?:\(s\))? ) \s?
    relied \s? upon \s? by \s? (?:the\s?)? {_REVIEWER} \s? reviewer \s? (?: to \s? make \s? (?:his|her|their)
    (?:\s?/\s?her)? \s? decision )? \s? :?
    """
)
RATIONALE = Heading(
    ("rationale for the decision", "rationale for decision", "rationale for the decision(s)", "decision rationale"),
    run_in=True,
)
EFFECT = Heading(("effect of the decision",), run_in=True)
DEEMED = Sentence("the determination of maximus federal services and its physician reviewer", Pattern(r"[^.]{0,200}"))

LONGEST_ITEM = 1500
"""Characters of the longest item, as in the forms after this one."""

SAME_WORDS = 0.6
"""The share of the words that an item and its part's heading must have in common, of the one with fewer. No letter of
this form was at hand to measure it."""

_COUNTING = """
and for the with session sessions visit visits time times per day days week weeks month months request requested
quantity qty
"""
COUNTING = frozenset(_COUNTING.split())
"""Words that many requests have: they tell none from another."""

PARAGRAPHS = ("claims_administrator.text", "expert_reviewer.text", "rationale")
"""Record paths of an item's values that its part holds."""


class Entry(NamedTuple):
    """One decision of the list."""

    start: int
    numbers: tuple[int, ...]
    treatment: Span | None
    decision: Span | None
    end: int


class Part(NamedTuple):
    """What stands below "Regarding the request for": one item's, or that of several."""

    start: int
    numbers: tuple[int, ...]
    treatment: Span
    guidelines: Span
    rationale: Span | None


@dataclass(frozen=True, slots=True)
class NoticeItems:
    """The items, and where the parts of the letter that hold them begin."""

    items: tuple[ItemSections, ...]
    doubts: tuple[Doubt, ...]
    begins: tuple[int, ...]
    has_decisions: bool
    has_parts: bool


def read(letter: Letter, headings: Sequence[Span], second: Span | None) -> NoticeItems:
    """The disputed items of `letter`, in letter order.

    Args:
        headings: of the letter's other parts.
        second: what stands above the second printing of the list.
    """
    parts = list(_parts(letter))
    stops = sorted([place.start for place in headings] + [part.start for part in parts] + [letter.body_end])
    entries = list(_entries(letter, stops))
    printings = _printings(letter, entries, second.start if second else None)
    doubts: list[Doubt] = []
    listed = _with_unlisted(letter, _one_list(letter, printings, doubts), parts, doubts)
    items = [
        _with_part(letter, entry, _parts_for(letter, entry, listed, parts), number, doubts)
        for number, entry in enumerate(listed)
    ]
    begins = [printing[0].start for printing in printings] + [part.start for part in parts]
    return NoticeItems(tuple(items), tuple(doubts), tuple(begins), bool(entries), bool(parts))


def _entries(letter: Letter, stops: Sequence[int]) -> Iterator[Entry]:
    """The decisions of the list, as often as it is printed, above the next of `stops`."""
    found = list(DETERMINED.finditer(letter.flat, 0, letter.body_end))
    for number, match in enumerate(found):
        following = [*(later.start() for later in found[number + 1 : number + 2]), *stops]
        limit = min(*(place for place in following if place >= match.end()), match.end() + LONGEST_ITEM)
        decision = next(iter(find_decisions(letter, match.end(), limit)), None)
        item_end = decision.item_end if decision else _sentence_end(letter, match.end(), limit)
        treatment = trimmed(letter.text, match.end(), item_end)
        yield Entry(
            start=match.start(),
            numbers=_numbers(match["numbers"]),
            treatment=treatment if treatment.start < treatment.end else None,
            decision=decision.words if decision else None,
            end=decision.after if decision else item_end,
        )


def _sentence_end(letter: Letter, start: int, limit: int) -> int:
    """Where the paragraph ends that goes on at `start`: the item whose decision cannot be read."""
    ends = (index for index in letter.line_ends_between(start, limit) if letter.ends_paragraph(index))
    first = next(ends, None)
    return limit if first is None else letter.line_ends.at[first]


def _numbers(printed: str | None) -> tuple[int, ...]:
    """The numbers of `1) and 2)`, `1-3)`; none where nothing is printed."""
    if not printed:
        return ()
    numbers: list[int] = []
    between = ""
    for token in TOKEN.finditer(printed):
        if token["word"]:
            between = token["word"]
        elif numbers and between in ("-", "\u2013", "to", "through"):
            numbers.extend(range(numbers[-1] + 1, int(token["number"]) + 1))
        else:
            numbers.append(int(token["number"]))
            between = ""
    return tuple(numbers)


TOKEN = Pattern(r"(?P<number>\d+) | (?P<word> [-\u2013&,/;] | [a-z]+ )", bounded=True)


def _printings(letter: Letter, entries: Sequence[Entry], second: int | None) -> list[list[Entry]]:
    """The entries by printing: a new one begins below `second`, and where the numbers begin anew."""
    printings: list[list[Entry]] = []
    for entry in entries:
        before = printings[-1][-1] if printings else None
        turned = before is not None and second is not None and before.start < second <= entry.start
        again = before is not None and before.numbers and entry.numbers and entry.numbers[0] <= before.numbers[-1]
        if before is None or turned or again:
            printings.append([])
        printings[-1].append(entry)
    if len(printings) == 1 and len(entries) > 1 and len(entries) % 2 == 0:
        half = len(entries) // 2
        same = all(
            _words(letter, a.treatment) == _words(letter, b.treatment)
            for a, b in zip(entries[:half], entries[half:], strict=True)
        )
        if same and not any(entry.numbers for entry in entries):
            return [list(entries[:half]), list(entries[half:])]
    return printings


def _one_list(letter: Letter, printings: Sequence[Sequence[Entry]], doubts: list[Doubt]) -> list[Entry]:
    """The one list of all printings: the longest, of two alike the last, which stands above the items' parts."""
    if not printings:
        return []
    chosen = max(reversed(printings), key=len)
    listed = list(chosen)
    for other in printings:
        if other is chosen:
            continue
        if len(other) != len(chosen):
            message = f"the list of decisions is printed with {len(chosen)} items and with {len(other)}"
            doubts.extend(Doubt("contradiction", path, message) for path in WHOLE_LETTER)
            continue
        for number, (one, two) in enumerate(zip(chosen, other, strict=True)):
            listed[number] = _agreed(letter, listed[number], one, two, f"disputed_items.{number}", doubts)
    return listed


def _agreed(letter: Letter, entry: Entry, one: Entry, two: Entry, path: str, doubts: list[Doubt]) -> Entry:
    """The entry, with what only the other printing says; doubts where the two say different things."""
    if one.treatment and two.treatment and _words(letter, one.treatment) != _words(letter, two.treatment):
        other = letter.line(*two.treatment)
        doubts.append(Doubt("contradiction", f"{path}.treatment", f"in the list's other printing: {other!r}"))
    if one.decision and two.decision and _is_denied(letter, one.decision) != _is_denied(letter, two.decision):
        message = f"in the list's other printing the item {letter.line(*two.decision)!r}"
        doubts.extend(Doubt("contradiction", place, message) for place in (f"{path}.decision", "outcome"))
    return entry._replace(
        treatment=entry.treatment or two.treatment,
        decision=entry.decision or two.decision,
        numbers=entry.numbers or two.numbers,
    )


def _with_unlisted(letter: Letter, listed: Sequence[Entry], parts: Sequence[Part], doubts: list[Doubt]) -> list[Entry]:
    """The list with the items that only have a part: a page with some of the decisions, or all, may be missing."""
    entries = list(listed)
    numbers = {number for entry in listed for number in entry.numbers}
    if not listed or all(entry.numbers for entry in listed):
        unlisted = [part for part in parts if not numbers.intersection(part.numbers) and (part.numbers or not listed)]
        entries = sorted(
            [*listed, *(_concluded(letter, part) for part in unlisted)], key=lambda entry: min(entry.numbers, default=0)
        )
    lost = [entry for entry in entries if entry not in listed]
    message = "the list of decisions lacks this item: this is what the item's own part says"
    for number, entry in enumerate(entries):
        names = ("treatment", "decision") if entry in lost else ()
        doubts.extend(Doubt("section_missing", f"disputed_items.{number}.{name}", message) for name in names)
    printed = [number for entry in entries for number in entry.numbers]
    if lost or (printed and len(printed) == len(entries) and printed != list(range(1, len(entries) + 1))):
        message = f"the list of decisions has the numbers {sorted(numbers)}: items may be missing"
        doubts.extend(Doubt("contradiction", path, message) for path in WHOLE_LETTER)
    return entries


def _is_denied(letter: Letter, decision: Span) -> bool:
    match = NECESSITY.search(letter.flat, *decision)
    return bool(match and match["not"])


def _parts(letter: Letter) -> Iterator[Part]:
    """The items' parts. A rationale may say "regarding the request for …" too; no guidelines' heading follows there.

    A part without guidelines and labels is known by its number and its colon; what stands below is its rationale.
    """
    found = list(REGARDING.finditer(letter.flat, 0, letter.body_end)) if "regarding" in letter.flat else []
    heads: list[tuple[int, Span, Span | None, tuple[int, ...]]] = []
    for number, match in enumerate(found):
        limit = min(
            found[number + 1].start() if number + 1 < len(found) else letter.body_end, match.end() + LONGEST_ITEM
        )
        head = _part_head(letter, match.end(), limit) or _bare_head(letter, match, limit)
        if head and _begins_part(letter, match.start(), match["numbers"]):
            heads.append((match.start(), *head, _numbers(match["numbers"])))
    end = letter.body_end
    for number, (start, treatment, heading, numbers) in enumerate(heads):
        stop = heads[number + 1][0] if number + 1 < len(heads) else None
        if heading is None:
            stop = _end_of_parts(letter, treatment.end) if stop is None else stop
            below = trimmed(letter.text, treatment.end + 1, stop)
            yield Part(start, numbers, treatment, Span(below.start, below.start), below)
            continue
        label = RATIONALE.find(letter, heading.end, stop if stop is not None else end)
        if stop is None:
            stop = _end_of_parts(letter, label.end if label else heading.end)
        rationale = trimmed(letter.text, label.end, stop) if label else None
        guidelines = trimmed(letter.text, heading.end, label.start if label else stop)
        yield Part(
            start, numbers, treatment, guidelines, rationale if rationale and rationale.start < rationale.end else None
        )


def _part_head(letter: Letter, start: int, limit: int) -> tuple[Span, Span] | None:
    """The item that a part's heading names, from `start` on, and the heading of its guidelines."""
    relied = RELIED_UPON.search(letter.flat, start, limit)
    label = RATIONALE.find(letter, start, limit)
    speaks = next((mark.start for mark in find_marks(letter, start, limit) if mark.speaks), None)
    places = [place for place in (relied and relied.start(), label and label.start, speaks) if place is not None]
    if not places:
        return None
    first = min(places)
    heading = Span(*relied.span()) if relied and relied.start() == first else Span(first, first)
    treatment = trimmed(letter.text, start, first, " \n:;.")
    if treatment.start == treatment.end or NECESSITY.search(letter.flat, *treatment):
        return None
    return treatment, heading


def _bare_head(letter: Letter, match: regex.Match[str], limit: int) -> tuple[Span, None] | None:
    """The item of a heading with number and colon, where no guidelines and no label stand below it."""
    colon = letter.text.find(":\n", match.end(), limit)
    at = match.start()
    if not match["numbers"] or colon < 0 or (at and letter.text[at - 1] != "\n"):
        return None
    treatment = trimmed(letter.text, match.end(), colon)
    below = trimmed(letter.text, colon + 1, limit)
    unlike = treatment.start == treatment.end or below.start == below.end
    return None if unlike or NECESSITY.search(letter.flat, *treatment) else (treatment, None)


def _begins_part(letter: Letter, at: int, numbers: str | None) -> bool:
    return bool(numbers) or at == 0 or letter.text[at - 1] == "\n"


def _end_of_parts(letter: Letter, start: int) -> int:
    """Where the letter's closing begins below the last part."""
    ends = [closing(letter, start, letter.body_end)]
    ends += [place.start for place in (EFFECT.find(letter, start), DEEMED.find(letter, start)) if place]
    return min(ends)


def _concluded(letter: Letter, part: Part) -> Entry:
    """What a part says of its item where the list is lost: the decision is its rationale's last word on it."""
    decisions = find_decisions(letter, *part.rationale) if part.rationale else []
    decision = decisions[-1].words if decisions else None
    return Entry(part.start, part.numbers, part.treatment, decision, part.treatment.end)


def _parts_for(letter: Letter, entry: Entry, listed: Sequence[Entry], parts: Sequence[Part]) -> Sequence[Part]:
    """The parts of which one can be the entry's.

    Where none has its number, none that another entry has by its number and its words.
    """
    if not entry.numbers or any(entry.numbers[0] in part.numbers for part in parts):
        return parts
    return [part for part in parts if not any(_is_part_of(letter, part, other) for other in listed)]


def _is_part_of(letter: Letter, part: Part, entry: Entry) -> bool:
    """Whether the part has the entry's number and words."""
    return any(number in part.numbers for number in entry.numbers) and (
        _likeness(_telling_words(letter, entry.treatment), _telling_words(letter, part.treatment)) >= SAME_WORDS
    )


def _with_part(letter: Letter, entry: Entry, parts: Sequence[Part], number: int, doubts: list[Doubt]) -> ItemSections:
    """The item of an entry with the guidelines and the rationale of its part."""
    path = f"disputed_items.{number}"
    if entry.decision is None:
        doubts.append(Doubt("missing", f"{path}.decision", "no decision stands in the list of decisions"))
    part = _part_of(letter, entry, parts, number, doubts)
    if part is None:
        message = "no part of the letter regards the request for this item"
        doubts.extend(Doubt("section_missing", f"{path}.{name}", message) for name in PARAGRAPHS)
        return ItemSections(treatment=entry.treatment, decision=entry.decision)
    sides = split_sides(letter, *part.guidelines)
    return ItemSections(
        treatment=entry.treatment,
        decision=entry.decision,
        claims_administrator=sides.claims_administrator,
        expert_reviewer=sides.expert_reviewer,
        rationale=part.rationale,
    )


def _part_of(letter: Letter, entry: Entry, parts: Sequence[Part], number: int, doubts: list[Doubt]) -> Part | None:
    """The part with the entry's number; where the words say otherwise, the one with its words."""
    mine = entry.numbers[0] if entry.numbers else number + 1
    numbered = next((part for part in parts if mine in part.numbers), None)
    words = _telling_words(letter, entry.treatment)
    likeness = {part.start: _likeness(words, _telling_words(letter, part.treatment)) for part in parts}
    best = max(parts, key=lambda part: likeness[part.start], default=None)
    path = f"disputed_items.{number}"
    if numbered is None:
        if best is None or likeness[best.start] < SAME_WORDS:
            return None
        if likeness[best.start] < 1:
            message = f"the part with most of this item's words regards {letter.line(*best.treatment)!r}"
            doubts.extend(Doubt("uncertain", f"{path}.{name}", message) for name in PARAGRAPHS)
        return best
    if likeness[numbered.start] >= SAME_WORDS or best is None:
        return numbered
    chosen = best if likeness[best.start] >= SAME_WORDS else numbered
    message = f"the part with this item's number regards the request for {letter.line(*numbered.treatment)!r}"
    doubts.extend(Doubt("contradiction", f"{path}.{name}", message) for name in ("treatment", *PARAGRAPHS))
    return chosen


def _likeness(item: frozenset[str], heading: frozenset[str]) -> float:
    """The share of the words that both have, of those of the one with fewer."""
    fewer = min(len(item), len(heading))
    return len(item & heading) / fewer if fewer else 0.0


def _telling_words(letter: Letter, span: Span | None) -> frozenset[str]:
    words = _words(letter, span)
    telling = frozenset(word for word in words if word[0].isalpha() and len(word) > 2) - COUNTING
    return telling or frozenset(words)


WORD = Pattern(r"[a-z]+ | \d+ (?: [.,/] \d+ )*", bounded=True)


def _words(letter: Letter, span: Span | None) -> list[str]:
    return [match.group() for match in WORD.finditer(letter.flat, *span)] if span else []
