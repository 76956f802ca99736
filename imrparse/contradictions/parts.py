"""A modification whose parts do not add up: of 18 requested, 6 authorized, 10 disputed."""

from __future__ import annotations

from collections.abc import Iterator

from imrparse.contradictions.contradiction import Contradiction, quoted
from imrparse.fields.drug import read_drug
from imrparse.fields.treatment import read_treatment_details
from imrparse.record import DisputedItem

ORIGINAL_REMAINS = "leaving the original request"
"""In this wording of the form what is disputed is the original request, the authorized part included."""


def do_not_add_up(item: DisputedItem, path: str) -> Iterator[Contradiction]:
    """The disputed part of a request, where it is not what the authorized part leaves of the whole."""
    change = item.modification
    if change is None or not (change.requested and change.authorized and change.disputed):
        return
    amounts = [_amount(part) for part in (change.requested, change.authorized, change.disputed)]
    (requested, unit), (authorized, other_unit), (disputed, last_unit) = amounts
    if requested is None or authorized is None or disputed is None or not unit == other_unit == last_unit:
        return
    if disputed == requested - authorized:
        return
    if disputed == requested and ORIGINAL_REMAINS in (item.treatment or ""):
        return
    message = (
        f"{requested:g} requested, {authorized:g} authorized, {disputed:g} disputed: {quoted(change.requested)}, "
        f"{quoted(change.authorized)}, {quoted(change.disputed)}"
    )
    where = f"{path}.modification"
    yield Contradiction("parts_do_not_add_up", f"{where}.disputed", message, f"{where}.requested")


def _amount(part: str) -> tuple[float | None, str]:
    """How much a part of a request is, and of what: visits or a drug; `None` where that is not plain."""
    details = read_treatment_details(part)
    if not details.doubts:
        visits = details.value.visits or details.value.visits_implied
        if visits is not None:
            return visits, "visits"
    drug = read_drug(part)
    if drug.value is None or drug.doubts or drug.value.refills or len(drug.value.ingredients) != 1:
        return None, ""
    if "refill" in part.lower() or "supply" in part.lower():
        return None, ""
    return drug.value.quantity, drug.value.unit or "count"
