"""The letter's outcome in the state's three words, from the decisions of its items."""

from __future__ import annotations

from collections.abc import Sequence

from imrparse.fields.collecting import Collector
from imrparse.record import DisputedItem, Outcome


def read_outcome(collector: Collector, items: Sequence[DisputedItem]) -> Outcome | None:
    """What the decisions of all items make, which are its evidence.

    `None` where there is no item, or an item whose decision was not found.
    """
    decisions = {item.decision for item in items}
    places = [span for number in range(len(items)) for span in collector.direct.get(_path(number), ())]
    collector.reads.extend(("outcome", read_outcome, span) for span in places)
    if not decisions or None in decisions:
        return None
    for span in places:
        collector.direct.add("outcome", *span)
    if decisions == {"upheld"}:
        return "upheld"
    if decisions == {"overturned"}:
        return "overturned"
    return "partially overturned"


def _path(number: int) -> str:
    return f"disputed_items.{number}.decision"
