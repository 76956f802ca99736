"""Left in the request and right throughout the rationale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imrparse.contradictions.contradiction import Contradiction, quoted, sentence_around
from imrparse.contradictions.request_named import request_named
from imrparse.evidence import Span
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import DisputedItem

SIDES = {"left": "right", "right": "left"}
SIGNS = {"left": "eft ", "right": "ight "}
"""Words for a side without the first letter, which may be a capital: a cheap sign."""

FEWEST = 2
"""Times that the other side must be named: once may be an old injury's or the source of a graft."""

SIDED = {
    "left": Pattern(r"\b (?: left | lt | l | LUE | LLE ) \b", IGNORECASE, bounded=True),
    "right": Pattern(r"\b (?: right | rt | r | RUE | RLE ) \b", IGNORECASE, bounded=True),
}
BOTH = Pattern(
    # Signs of a text that compares the sides or speaks of both.
    r"""
    \b (?: bilateral\w* | both | opposite | other \s side | contralateral | ipsilateral | uninjured | unaffected
         | compensat\w+ | BLE | BUE | left-\w+ | right-\w+ )
    """,
    IGNORECASE,
    bounded=True,
)


def other_side(item: DisputedItem, path: str, summary: str | None) -> Iterator[Contradiction]:
    """A part of the body that the request names on one side, and the rationale, or all of the prose, on the other."""
    rationale, details = item.rationale, item.details
    if not rationale or details is None or not details.body_parts:
        return
    sides = {part.side for part in details.body_parts if part.side}
    side = sides.pop() if len(sides) == 1 else None
    if side not in SIDES:
        return
    names = [part.name for part in details.body_parts if part.side]
    words = _concluded(rationale, names, side)
    if words:
        message = (
            f"the request is {quoted(item.treatment or '')}, the rationale concludes on {quoted(rationale, *words)}"
        )
        yield Contradiction("other_side", f"{path}.treatment", message, f"{path}.rationale", words)
        return
    if side in rationale or side.capitalize() in rationale:
        return
    texts = (("the rationale", f"{path}.rationale", rationale), ("the case summary", "case_summary", summary or ""))
    for what, where, text in texts:
        words = _other_side_of(text, names, side)
        if words and (text is rationale or not _speaks_of(rationale, side)):
            message = (
                f"the request is {quoted(item.treatment or '')}, {what} names the other side only: "
                f"{quoted(text, *words)}"
            )
            yield Contradiction("other_side", f"{path}.treatment", message, where, words)
            return


def _concluded(rationale: str, names: Sequence[str], side: str) -> Span | None:
    """The request that the conclusion names, where it is for one of the parts on the other side only."""
    if SIGNS[SIDES[side]] not in rationale:
        return None
    words = request_named(rationale)
    if words is None or _speaks_of(rationale, side, words):
        return None
    request = rationale[words.start : words.end].lower()
    return words if any(f"{SIDES[side]} {name}" in request for name in names) else None


def _other_side_of(text: str, names: Sequence[str], side: str) -> Span | None:
    """The last sentence with one of the parts on the other side than `side`, where the text never names `side`."""
    other = SIDES[side]
    if SIGNS[other] not in text:
        return None
    lowered = text.lower()
    named = next((words for name in names if lowered.count(words := f"{other} {name}") >= FEWEST), None)
    if named is None or _speaks_of(text, side):
        return None
    return sentence_around(text, lowered.rfind(named))


def _speaks_of(text: str, side: str, words: Span | None = None) -> bool:
    start, end = words or (0, len(text))
    return bool(SIDED[side].search(text, start, end) or BOTH.search(text, start, end))
