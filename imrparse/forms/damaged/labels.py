"""The labels of the disputed items found in damaged text, and the decisions above them.

The labels come in one order (claims administrator's guideline, reviewer's guideline, rationale). A damaged one is
believed where it stands as a label does: at the beginning of a line with its colon, or where the order lacks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imrparse.forms import anchors
from imrparse.forms.damaged.mends import Mend, line_begin
from imrparse.forms.damaged.wordings import LABELS, LETTERS_AN_ERROR
from imrparse.letter import Letter
from imrparse.likeness import Like, Skeleton, skeleton_of
from imrparse.patterns import Pattern
from imrparse.repairs import decisions_near

COLON = Pattern(r"(?: s | \(s\) )? (?: [ ]? (?P<sign> [:;] | [.,] (?! \d ) ) | \s (?= [A-Z(] ) )")
"""What ends a label: a colon or what OCR makes of it, or only a capital that begins its text."""

DECISION_AT_MOST = 30
"""Characters above an item's first label in which a damaged decision stands: "Over turned" and specks behind it."""

DECIDED = Pattern(r"(?: ^ | [^A-Za-z0-9|!] ) (?P<words> [A-Za-z0-9|!] [A-Za-z0-9|! ]* ) [\s.)\]]* $")
PARTS_OF_A_WORD = 3
"""Pieces that blanks break a decision into."""


RATIONALES_OF_2013 = tuple(f"The {reviewer} Reviewer's decision rationale" for reviewer in ("Physician", "Expert"))


class _Place(NamedTuple):
    """A place that is a label, or may be one."""

    start: int
    end: int
    rank: int
    exact: bool
    sure: bool
    """Whether it stands as a label does, so that the order need not ask for it."""
    errors: int
    meant: str


def mend_labels(letter: Letter, skeleton: Skeleton, start: int, end: int, *, guidelines: bool = True) -> Iterator[Mend]:
    """Mends of the labels in `letter.text[start:end]` and of the decisions above each item's first one.

    Args:
        guidelines: whether the form prints the labels of the guidelines, so that one may be lacking.
    """
    places = sorted(_places(letter, skeleton, start, end))
    if not guidelines:
        places = [place for place in places if place.exact or place.sure or place.rank == len(LABELS) - 1]
    chosen = _chosen(places)
    rank, item, before = len(LABELS), -1, start
    for place in chosen:
        if place.rank <= rank:
            item += 1
            yield from _mend_decision(letter, max(before, place.start - DECISION_AT_MOST), place.start)
        rank, before = place.rank, place.end
        if not place.exact:
            name = list(LABELS)[place.rank]
            parts = ("",) if name == "rationale" else (".text", ".citations")
            paths = tuple(f"disputed_items.{item}.{name}{part}" for part in parts) if place.errors else ()
            yield Mend(place.start, place.end, f"{place.meant}:", paths)


def mend_rationales(letter: Letter, skeleton: Skeleton) -> Iterator[Mend]:
    """Mends of the label of the letters of late 2013, which names the reviewer and so is like nothing else."""
    for variant in RATIONALES_OF_2013:
        for like in skeleton.find_like(variant, len(skeleton_of(variant)) // LETTERS_AN_ERROR):
            colon = COLON.match(letter.text, like.end)
            if colon and not letter.flat.startswith(f"{variant.lower()}:", like.start):
                yield Mend(like.start, colon.end(), f"{variant}:")


def _places(letter: Letter, skeleton: Skeleton, start: int, end: int) -> Iterator[_Place]:
    """Every place in `letter.text[start:end]` that is a label or like one, exact ones where two are one."""
    ranks = list(LABELS)
    taken: list[tuple[int, int]] = []
    for label in anchors.find_labels(letter, start, end):
        before = letter.flat[: label.start].rstrip(" .")
        sure = label.begins_line or before.endswith(anchors.DECISION_WORDS)
        taken.append((label.start, label.end))
        yield _Place(label.start, label.end, ranks.index(label.name), True, sure, 0, "")
    for rank, wording in enumerate(LABELS.values()):
        for variant in wording.variants:
            errors = len(skeleton_of(variant)) // LETTERS_AN_ERROR
            for like in (*skeleton.find(variant), *skeleton.find_like(variant, errors, at_lines=True)):
                if like.start < start or like.end > end or any(a < like.end and like.start < b for a, b in taken):
                    continue
                place = _place(letter, like, rank, variant)
                if place:
                    taken.append((place.start, place.end))
                    yield place


def _place(letter: Letter, like: Like, rank: int, meant: str) -> _Place | None:
    colon = COLON.match(letter.text, like.end)
    if not colon:
        return None
    line = line_begin(letter, like)
    begins_line = line is not None
    start = like.start if line is None else line
    above = letter.text[max(0, start - DECISION_AT_MOST) : start]
    decided = _decision_words(above) is not None
    sure = not like.errors and colon["sign"] in (":", ";") and (begins_line or decided)
    return _Place(start, colon.end(), rank, False, sure, like.errors, meant)


def _chosen(places: Sequence[_Place]) -> list[_Place]:
    """The sure places, and of the others those that the order of the labels lacks between two sure ones."""
    chosen: list[_Place] = []
    waiting: list[_Place] = []
    for place in places:
        if not place.sure and not place.exact:
            waiting.append(place)
            continue
        chosen += _lacking(chosen[-1].rank if chosen else -1, waiting, place.rank)
        waiting = []
        chosen.append(place)
    return chosen + _lacking(chosen[-1].rank if chosen else -1, waiting, 0)


def _lacking(above: int, waiting: Sequence[_Place], below: int) -> list[_Place]:
    """The waiting places that stand for the labels between one of rank `above` and the next sure one, of rank `below`.

    Where none is lacking, a whole item may be: then all three must be there, in order.
    """
    count = len(LABELS)
    wanted = [(above + 1 + i) % count for i in range((below - above - 1) % count)]
    found = _in_order(wanted, waiting)
    whole = _in_order([*wanted, *((below + i) % count for i in range(count))], waiting)
    return whole if len(whole) >= len(wanted) + count else found


def _in_order(wanted: Sequence[int], waiting: Sequence[_Place]) -> list[_Place]:
    found: list[_Place] = []
    places = iter(waiting)
    for rank in wanted:
        later = list(places)
        index = next((i for i, place in enumerate(later) if place.rank == rank), None)
        if index is not None:
            found.append(later[index])
            later = later[index + 1 :]
        places = iter(later)
    return found


def _mend_decision(letter: Letter, start: int, end: int) -> Iterator[Mend]:
    """A mend of the decision at the end of `letter.text[start:end]`, where the form's own words are not there."""
    if anchors.DECISION.match(letter.flat, start, end):
        return
    # A line may end inside the damaged word: "is: O", "verturned".
    found = _decision_words(letter.line(start, end).rstrip())
    if found:
        first, last, meant = found
        # What stood before a colon or "is" stays; a word glued to the decision needs its blank back.
        glued = start + first > 0 and letter.text[start + first - 1].isalnum()
        yield Mend(start + first, start + last, f" {meant}" if glued else meant)


def _decision_words(above: str) -> tuple[int, int, str] | None:
    """The damaged decision that ends `above`, as its places in it and the word meant."""
    match = DECIDED.search(above)
    if not match:
        return None
    words, at = match["words"], match.start("words")
    pieces = words.split(" ")
    tails = (" ".join(pieces[-count:]) for count in range(1, min(PARTS_OF_A_WORD, len(pieces)) + 1))
    # "U pheld": "pheld" alone is near enough, and the whole nearer still.
    near = [(errors, tail, meant) for tail in tails for errors, meant in decisions_near(tail)]
    if near:
        _, tail, meant = min(near)
        return at + len(words) - len(tail), at + len(words), meant.capitalize()
    # "isUpheld": the decision is glued to the word before it.
    for word in ("Upheld", "Overturned"):
        letters = pieces[-1].lower()
        if letters.endswith(word.lower()) and len(letters) - len(word) <= len("is"):
            return at + len(words) - len(word), at + len(words), word
    return None
