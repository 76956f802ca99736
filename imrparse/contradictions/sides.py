"""Left in the request and right throughout the rationale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from imrparse.contradictions.contradiction import Contradiction, quoted, sentence_around
from imrparse.record import DisputedItem


class Side(NamedTuple):
    """A side and what speaks of it, without the first letter, which may be a capital."""

    name: str
    sign: str
    other: str
    other_sign: str


SIDES = {
    "left": Side("left", "eft", "right", "ight "),
    "right": Side("right", "ight", "left", "eft "),
}
BOTH = ("ilateral", "oth ", "opposite", "contralateral", "uninjured", "unaffected", "BLE", "BUE")
"""Signs of a rationale that compares the sides or speaks of both."""
OWN_SHORT = {"left": ("LT", "LUE", "LLE", " L ", "Lt"), "right": ("RT", "RUE", "RLE", " R ", "Rt")}


def other_side(item: DisputedItem, path: str) -> Iterator[Contradiction]:
    """A part of the body that the request names on one side and the rationale only on the other."""
    text, details = item.rationale, item.details
    if not text or details is None:
        return
    sides = {part.side for part in details.body_parts if part.side}
    if len(sides) != 1 or not (side := SIDES.get(sides.pop())):
        return
    if side.other_sign not in text or side.sign in text:
        return
    if any(sign in text for sign in (*BOTH, *OWN_SHORT[side.name])):
        return
    lowered = text.lower()
    for part in details.body_parts:
        at = lowered.find(f"{side.other} {part.name}")
        if part.side and at >= 0:
            words = sentence_around(text, at)
            message = (
                f"the request is for the {side.name} {part.name} ({quoted(item.treatment or '')}); the rationale speaks "
                f"of the {side.other} one only: {quoted(text, *words)}"
            )
            yield Contradiction("other_side", f"{path}.treatment", message, f"{path}.rationale", words)
            return
