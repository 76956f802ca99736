"""Last stage: what may be wrong with a record, as warnings that name the value in doubt.

`missing` names each value that the letter's form prints and this record does not have. The other
codes come from the readers of the sections, where the doubt arose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter

from msgspec import UNSET

from imrparse.evidence import Doubt
from imrparse.record import Record, Warning

HEADER_FIELDS = {
    "case_number": "case number",
    "dates.assigned": "date assigned",
    "dates.injury": "date of injury",
    "dates.decision": "decision date",
    "dates.ur_denial": "UR denial date",
    "dates.application_received": "date the application was received",
    "priority": "priority",
}
OTHER_FIELDS = {
    "form": "mark of a known printed form",
    "reviewer.licensure": "state of licensure",
    "reviewer.specialties": "specialty",
    "patient.age": "age",
    "patient.sex": "sex",
    "case_summary": "clinical case summary",
    "disputed_items": "disputed item",
    "outcome": "outcome",
}
ITEM_FIELDS = {
    "treatment": "treatment",
    "decision": "decision",
    "claims_administrator.text": "claims administrator guideline",
    "expert_reviewer.text": "expert reviewer guideline",
    "rationale": "decision rationale",
}


ITEM_NUMBER = re.compile(r"(?<=disputed_items\.)\d+\.")


def warnings_of(record: Record, doubts: Sequence[Doubt], lacks: Collection[str] = ()) -> tuple[Warning, ...]:
    """The doubts that arose while reading, then the values that are missing without any doubt naming them.

    Args:
        lacks: what the letter's form does not print, so that nothing is missing: record paths, those of items without
            the item's number (`disputed_items.claims_administrator.text`).
    """
    doubts = [*doubts, *(doubt._replace(path="outcome") for doubt in doubts if doubt.path == "disputed_items")]
    named = {doubt.path for doubt in doubts}
    warnings = [
        Warning(code=code, field=path, message=message, printed=UNSET if printed is None else printed)
        for code, path, message, printed in dict.fromkeys(doubts)
    ]
    warnings += [
        Warning(code="missing", field=path, message=f"the letter's {what} was not found")
        for path, what in _missing(record)
        if path not in named and ITEM_NUMBER.sub("", path) not in lacks
    ]
    return tuple(warnings)


def _missing(record: Record) -> Iterator[tuple[str, str]]:
    for path, what, value in _OF_RECORD:
        if not value(record):
            yield path, what
    for number, item in enumerate(record.disputed_items):
        for path, what, value in _OF_ITEM:
            if not value(item):
                yield f"disputed_items.{number}.{path}", what


_OF_RECORD = tuple((path, what, attrgetter(path)) for path, what in (HEADER_FIELDS | OTHER_FIELDS).items())
_OF_ITEM = tuple((path, what, attrgetter(path)) for path, what in ITEM_FIELDS.items())
