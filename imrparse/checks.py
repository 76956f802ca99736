"""Last stage: what may be wrong with a record, as warnings that name the value in doubt.

`missing` names each value that the letter's form prints and this record does not have. The other
codes come from the readers of the sections, where the doubt arose.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter

from msgspec import UNSET

from imrparse.evidence import Doubt, Span
from imrparse.record import Record, Warning
from imrparse.warning_codes import ITEM_NUMBER, severity_of

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


WHOLE = ("disputed_items", "source.pages")
"""Paths whose words are the whole letter: a warning about them shows none."""


def warnings_of(
    record: Record, doubts: Sequence[Doubt], lacks: Collection[str] = (), often_lacks: Collection[str] = ()
) -> tuple[Warning, ...]:
    """The doubts that arose while reading, then the values that are missing without any doubt naming them.

    Args:
        lacks: what the letter's form does not print, so that nothing is missing: record paths, those of items without
            the item's number (`disputed_items.claims_administrator.text`).
        often_lacks: what only some letters of the form print.
    """
    doubts = [*doubts, *(doubt._replace(path="outcome") for doubt in doubts if doubt.path == "disputed_items")]
    named = {doubt.path for doubt in doubts}
    doubts += [
        Doubt("missing", path, f"the letter's {what} was not found", severity="note" if path in often_lacks else None)
        for path, what in _missing(record)
        if path not in named and ITEM_NUMBER.sub("", path) not in lacks
    ]
    return tuple([_warning(doubt) for doubt in dict.fromkeys(doubt._replace(spans=()) for doubt in doubts)])


def _warning(doubt: Doubt) -> Warning:
    return Warning(
        code=doubt.code,
        severity=doubt.severity or severity_of(doubt.code, doubt.path),
        field=doubt.path,
        message=doubt.message,
        printed=UNSET if doubt.printed is None else doubt.printed,
    )


def spans_of(warning: Warning, doubts: Sequence[Doubt], evidence: Mapping[str, Sequence[Span]]) -> list[Span]:
    """The words that a warning is about, else those that the value was read from; none where it is the whole letter.

    Args:
        warning: one that `warnings_of` made of `doubts`.
        doubts: as they arose while reading, with spans in the letter's text.
        evidence: spans in the letter's text by the path of the value.
    """
    about = (warning.code, warning.field, warning.message)
    own = [span for doubt in doubts if (doubt.code, doubt.path, doubt.message) == about for span in doubt.spans]
    if own or warning.field in WHOLE:
        return list(dict.fromkeys(own))
    below = f"{warning.field}."
    read = evidence.get(warning.field) or [s for path, each in evidence.items() if path.startswith(below) for s in each]
    return list(dict.fromkeys(read))


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
