"""What each value of a record is called, what it belongs to, and how it reads in one line.

The labels are the terms of the letters' forms. A field that is added to a record is shown by itself, under its own
name until `FIELDS` has a label for it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from msgspec import UNSET, Struct

from imrparse import record as types
from imrparse.record import Record, page_ranges


class Kind(StrEnum):
    """What a value belongs to: its colour."""

    SOURCE = "source"
    HEADER = "header"
    REVIEWER = "reviewer"
    PATIENT = "patient"
    SUMMARY = "summary"
    DOCUMENTS = "documents"
    ITEM = "item"
    DECISION = "decision"
    CLAIMS_ADMINISTRATOR = "claims-administrator"
    EXPERT_REVIEWER = "expert-reviewer"
    CITATION = "citation"
    RATIONALE = "rationale"
    WARNING = "warning"


class Field(NamedTuple):
    """How a field of a record's type is shown."""

    label: str
    """Of a list that is not kept together, the name of one entry."""
    kind: Kind | None = None
    """`None` for that of the whole which it is a part of."""
    expected: bool = False
    """Whether every letter says it, so that it is shown as not found where it is missing."""
    together: bool = False
    """Whether a list's entries stand below a node of their own, `label` being its name."""
    entry: str = ""
    """Of such a list, the name of one entry."""


FIELDS: dict[type[Struct], dict[str, Field]] = {
    Record: {
        "schema_version": Field("Version of the record's shape", Kind.SOURCE),
        "source": Field("Source", Kind.SOURCE),
        "form": Field("Form", Kind.HEADER, expected=True),
        "case_number": Field("IMR case number", Kind.HEADER, expected=True),
        "dates": Field("Dates", Kind.HEADER),
        "priority": Field("Priority", Kind.HEADER, expected=True),
        "outcome": Field("Outcome", Kind.DECISION, expected=True),
        "reviewer": Field("Expert reviewer", Kind.REVIEWER),
        "patient": Field("Injured worker", Kind.PATIENT),
        "case_summary": Field("Clinical case summary", Kind.SUMMARY, expected=True),
        "documents_reviewed": Field("Documents reviewed", Kind.DOCUMENTS, together=True, entry="Document"),
        "disputed_items": Field("Disputed item", Kind.ITEM, expected=True),
        "warnings": Field("Warnings", Kind.WARNING, together=True, entry="Warning"),
    },
    types.Source: {
        "path": Field("Path"),
        "sha256": Field("SHA-256"),
        "kind": Field("Kind"),
        "pages": Field("Pages of the letter"),
        "page_count": Field("Pages of the input"),
        "engine": Field("Reader"),
        "ocr": Field("Read by OCR"),
    },
    types.Dates: {
        "assigned": Field("Date assigned", expected=True),
        "injury": Field("Date of injury", expected=True),
        "decision": Field("Decision date", expected=True),
        "ur_denial": Field("UR denial date", expected=True),
        "application_received": Field("Application received", expected=True),
    },
    types.Reviewer: {
        "licensure": Field("State of licensure", expected=True),
        "specialties": Field("Certification or specialty", expected=True),
        "text": Field("As printed"),
    },
    types.Patient: {
        "age": Field("Age", expected=True),
        "sex": Field("Sex", expected=True),
        "birth_date": Field("Date of birth"),
        "birth_dates": Field("Date of birth, contradicted"),
        "occupation": Field("Occupation"),
        "mechanism_of_injury": Field("Mechanism of injury"),
        "diagnoses": Field("Diagnosis"),
    },
    types.Diagnosis: {"text": Field("As printed"), "code": Field("Code")},
    types.DisputedItem: {
        "treatment": Field("Treatment", expected=True),
        "decision": Field("Decision", Kind.DECISION, expected=True),
        "claims_administrator": Field("Claims administrator's guideline", Kind.CLAIMS_ADMINISTRATOR, expected=True),
        "expert_reviewer": Field("Expert reviewer's guideline", Kind.EXPERT_REVIEWER, expected=True),
        "rationale": Field("Rationale", Kind.RATIONALE, expected=True),
        "rationale_citations": Field("Citations in the rationale", Kind.CITATION, together=True, entry="Citation"),
        "literature_references": Field("References in the rationale", Kind.CITATION, together=True, entry="Reference"),
        "modification": Field("Modified request"),
        "category": Field("Category", expected=True),
        "details": Field("Details of the request"),
        "drug": Field("Drug"),
    },
    types.GuidelineParagraph: {
        "citations": Field("Citation", Kind.CITATION),
        "text": Field("As printed"),
        "basis": Field("Basis"),
    },
    types.Citation: {
        "source": Field("Guideline"),
        "title": Field("Title"),
        "year": Field("Year"),
        "chapter": Field("Chapter"),
        "sections": Field("Section"),
        "pages": Field("Page"),
        "tables": Field("Table or figure"),
        "text": Field("As printed"),
        "adopted": Field("Taken over from the other side"),
        "known_title": Field("Title in the catalogue"),
        "known_sections": Field("Section in the catalogue"),
    },
    types.LiteratureReference: {
        "authors": Field("Authors"),
        "year": Field("Year"),
        "suffix": Field("Letter behind the year"),
        "text": Field("As printed"),
    },
    types.Modification: {
        "requested": Field("Requested"),
        "authorized": Field("Authorized"),
        "disputed": Field("In dispute"),
    },
    types.TreatmentDetails: {
        "subcategory": Field("Subcategory"),
        "body_parts": Field("Body part"),
        "levels": Field("Level of the spine"),
        "visits": Field("Visits"),
        "visits_implied": Field("Visits, computed"),
        "frequency": Field("Frequency"),
        "retrospective": Field("Retrospective"),
        "dates_of_service": Field("Date of service"),
        "codes": Field("Billing code"),
        "associated_surgical_service": Field("Associated surgical service"),
    },
    types.BodyPart: {"name": Field("Name"), "side": Field("Side")},
    types.Frequency: {
        "times": Field("Times"),
        "times_to": Field("Times, at most"),
        "per": Field("Per"),
        "length": Field("Length"),
        "length_to": Field("Length, at most"),
        "length_unit": Field("Unit of length"),
    },
    types.ServiceDates: {"start": Field("First day"), "end": Field("Last day")},
    types.BillingCode: {"system": Field("System"), "code": Field("Code")},
    types.Drug: {
        "ingredients": Field("Ingredient"),
        "form": Field("Dosage form"),
        "quantity": Field("Quantity"),
        "unit": Field("Unit"),
        "refills": Field("Refills"),
        "class": Field("Class"),
    },
    types.Ingredient: {"name": Field("Name"), "strength": Field("Strength"), "generic": Field("Generic name")},
    types.Warning: {
        "severity": Field("Severity"),
        "message": Field("Message"),
        "field": Field("Value in doubt"),
        "code": Field("Code"),
        "printed": Field("Printed in its place"),
    },
}
"""The fields of each type in the order in which a person wants them, under the terms of the letters' forms."""


def fields_of(value: Struct) -> list[tuple[str, Field, Any]]:
    """The fields of a part of a record: name in record paths, how it is shown, value; in the order of `FIELDS`."""
    return [(path_name, field, getattr(value, name)) for name, path_name, field in _fields_of(type(value))]


@cache
def _fields_of(struct: type[Struct]) -> list[tuple[str, str, Field]]:
    """For each field its name in Python, in record paths, and how it is shown."""
    known = FIELDS.get(struct, {})
    order = {name: number for number, name in enumerate(known)}
    names = zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True)
    fields = [(name, path_name, known.get(path_name) or _unknown(path_name)) for name, path_name in names]
    return sorted(fields, key=lambda entry: order.get(entry[1], len(order)))


def _unknown(name: str) -> Field:
    """A field that this module does not know by name."""
    return Field(name.replace("_", " ").capitalize())


def as_text(value: Any) -> str:
    """A value that has no parts, for a person."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return page_ranges(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def gist(value: Struct) -> str:
    """A value with parts in one line, for a person; empty where none of them was found."""
    made = GISTS.get(type(value))
    return made(value) if made else ", ".join(_parts(value))


def _parts(value: Struct) -> Iterator[str]:
    """The parts of a value that were found, without the paragraph that they were read from and answers of no."""
    for name, entry, part in fields_of(value):
        if part in (None, UNSET, ()) or part is False or (name == "text" and not isinstance(value, types.Diagnosis)):
            continue
        for one in part if isinstance(part, tuple) else (part,):
            if one is True:
                yield entry.label.lower()
            elif isinstance(one, int):
                yield f"{entry.label.lower()} {one}"
            else:
                yield gist(one) if isinstance(one, Struct) else as_text(one)


def _item(item: types.DisputedItem) -> str:
    disputed = item.modification.disputed if item.modification else None
    return ": ".join(filter(None, (disputed or item.treatment, item.decision)))


def _paragraph(paragraph: types.GuidelineParagraph) -> str:
    return "; ".join(map(gist, paragraph.citations)) or paragraph.text or ""


def _citation(citation: types.Citation) -> str:
    year = str(citation.year) if citation.year else None
    head = " ".join(part for part in (citation.source, citation.title, year) if part)
    if citation.chapter:
        head += f", chapter {citation.chapter}"
    if citation.sections:
        head += f": {'; '.join(citation.sections)}"
    for name, numbers in (("page", citation.pages), ("table", citation.tables)):
        if numbers:
            head += f"; {name}{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
    return head


def _frequency(often: types.Frequency) -> str:
    words = []
    if often.times is not None:
        words.append(f"{_range(often.times, often.times_to)} times")
    if often.per:
        words.append(f"a {often.per}")
    if often.length is not None:
        plural = "" if (often.length, often.length_to) == (1, None) else "s"
        words.append(f"for {_range(often.length, often.length_to)} {often.length_unit or 'unit'}{plural}")
    return " ".join(words)


def _range(first: int, last: int | None) -> str:
    return f"{first}-{last}" if last else str(first)


def _drug(drug: types.Drug) -> str:
    quantity = f"quantity {drug.quantity:g}{drug.unit or ''}" if drug.quantity is not None else None
    refills = f"refills {drug.refills}" if drug.refills is not None else None
    return ", ".join(filter(None, (*map(gist, drug.ingredients), drug.form, quantity, refills, drug.class_)))


GISTS: dict[type[Struct], Callable[[Any], str]] = {
    types.Source: lambda source: source.path,
    types.DisputedItem: _item,
    types.GuidelineParagraph: _paragraph,
    types.Citation: _citation,
    types.LiteratureReference: lambda work: f"{work.authors} {work.year}{work.suffix or ''}",
    types.Modification: lambda modification: modification.disputed or "",
    types.Frequency: _frequency,
    types.BodyPart: lambda part: " ".join(filter(None, (part.side, part.name))),
    types.ServiceDates: lambda dates: " to ".join(str(day) for day in (dates.start, dates.end) if day),
    types.BillingCode: lambda code: f"{code.system} {code.code}",
    types.Drug: _drug,
    types.Ingredient: lambda part: " ".join(filter(None, (part.name, part.strength))),
    types.Warning: lambda warning: f"{warning.severity}: {warning.message}",
}
"""Of types whose parts, one behind the other, would not read as a line."""
