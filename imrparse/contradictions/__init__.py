"""What a letter says against itself, as facts with both sides' words.

These checks look at what the letter says, not at how it was read. Each is about one pair of places that nearly never
differ by right: precision goes before completeness, for an attorney may quote what is named here. What they found on
the real letters and on injected contradictions stands in docs/contradictions.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from imrparse.contradictions import dates, discussion, evidence_cited, guidelines, necessity, parts, person, sides
from imrparse.contradictions.contradiction import Contradiction
from imrparse.record import Record

__all__ = ["CODES", "Contradiction", "find_contradictions"]

CODES = (
    "dates_out_of_order",
    "other_injury_date",
    "other_person",
    "other_side",
    "other_conclusion",
    "other_item",
    "other_body_part",
    "uncited_evidence",
    "parts_do_not_add_up",
)
"""Codes of the warnings that tell of the letter itself and not of its reading."""


def find_contradictions(record: Record, doubted: Collection[str] = ()) -> Iterator[Contradiction]:
    """The contradictions in a record.

    Args:
        doubted: paths of values that may have been misread; what they seem to contradict is not the letter's doing.
    """
    doubted = frozenset(doubted)
    found = _all(record)
    for one in found:
        if doubted.isdisjoint((one.path, one.other)):
            yield one


def _all(record: Record) -> Iterator[Contradiction]:
    yield from dates.out_of_order(record)
    yield from dates.other_injury_dates(record)
    yield from person.other_persons(record)
    one_for_all = record.form == "mpr-2013" and len(record.disputed_items) > 1
    for number, item in enumerate(record.disputed_items):
        path = f"disputed_items.{number}"
        yield from parts.do_not_add_up(item, path)
        if one_for_all:
            continue  # the form prints one paragraph of guidelines and one rationale for all of its issues
        yield from necessity.other_conclusion(item, path)
        yield from sides.other_side(item, path, record.case_summary)
        yield from guidelines.other_body_parts(item, path)
        yield from evidence_cited.uncited(item, path)
    if not one_for_all:
        yield from discussion.other_items(record.disputed_items)
