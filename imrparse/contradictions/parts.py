"""A modification whose parts do not add up: of 18 requested, 6 authorized, 10 disputed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imrparse.contradictions.contradiction import Contradiction, quoted
from imrparse.fields.numbers import NUMBER_WORDS, number_of
from imrparse.fields.visits import implied_visits, read_frequency, read_visits
from imrparse.record import DisputedItem

ORIGINAL_REMAINS = "leaving the original request"
"""In this wording of the form what is disputed is the original request, the authorized part included."""

NUMBER = re.compile(r"\d+")
DRUG_COUNT = re.compile(r"#\s?(\d+)")
SAID_OF_DRUGS = re.compile(r"\d\s?(?:mg|mcg|%|ml|gm?s?)\b|\d/\d")
"""A strength: "visits #8" counts visits."""


def do_not_add_up(item: DisputedItem, path: str) -> Iterator[Contradiction]:
    """The disputed part of a request, where it is not what the authorized part leaves of the whole."""
    change = item.modification
    if change is None or not (change.requested and change.authorized and change.disputed):
        return
    if _plainly_adds_up(change.requested, change.authorized, change.disputed):
        return
    amounts = [_amount(part) for part in (change.requested, change.authorized, change.disputed)]
    (requested, unit), (authorized, other_unit), (disputed, last_unit) = amounts
    if requested is None or authorized is None or disputed is None or not unit == other_unit == last_unit:
        return
    if disputed == requested - authorized:
        return
    if requested == authorized and NUMBER.findall(change.requested) != NUMBER.findall(change.authorized):
        return  # the change is in something else: the hours a day
    if disputed == requested and ORIGINAL_REMAINS in (item.treatment or ""):
        return
    message = (
        f"{requested} requested, {authorized} authorized, {disputed} disputed: {quoted(change.requested)}, "
        f"{quoted(change.authorized)}, {quoted(change.disputed)}"
    )
    where = f"{path}.modification"
    yield Contradiction("parts_do_not_add_up", f"{where}.disputed", message, f"{where}.requested")


def _plainly_adds_up(requested: str, authorized: str, disputed: str) -> bool:
    """Whether the last number of each part adds up: what most modifications print, without reading more of them."""
    wholes, parts, rests = (_numbers(part) for part in (requested, authorized, disputed))
    return bool(wholes and parts and rests) and parts[-1] + rests[-1] == wholes[-1]


def _numbers(part: str) -> list[int]:
    """The whole numbers of a part and its simple number words, in order."""
    found = []
    for word in part.split():
        plain = word.strip("#(),.")
        if plain.isascii() and plain.isdigit():
            found.append(int(plain))
        elif (lowered := plain.lower()) in NUMBER_WORDS:
            found.append(int(number_of(lowered) or 0))
    return found


def _amount(part: str) -> tuple[int | None, str]:
    """How much a part of a request is, and of what: visits or units of a drug; `None` where that is not plain."""
    counts = DRUG_COUNT.findall(part)
    if counts and SAID_OF_DRUGS.search(part):
        plain = len(counts) == 1 and "refill" not in part.lower()
        return (int(counts[0]) if plain else None), "count"
    visits = read_visits(part).value
    if visits is None:
        frequency = read_frequency(part)
        visits = None if frequency.doubts else implied_visits(frequency.value)
    return visits, "visits"
