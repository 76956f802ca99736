"""The letter's outcome in the state's three words, from the decisions of its items."""

from __future__ import annotations

from collections.abc import Sequence

from imrparse.record import DisputedItem, Outcome


def read_outcome(items: Sequence[DisputedItem]) -> Outcome | None:
    """`None` where there is no item, or an item whose decision was not found."""
    decisions = {item.decision for item in items}
    if not decisions or None in decisions:
        return None
    if decisions == {"upheld"}:
        return "upheld"
    if decisions == {"overturned"}:
        return "overturned"
    return "partially overturned"
