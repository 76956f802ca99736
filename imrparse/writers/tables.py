"""What a result is as rows: one definition of the columns for CSV, Excel and SQLite.

A column has a name and the path of its value in the record type; its type comes from the record types. A new field
of a record needs a column here: `tests/test_formats.py` fails until it has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET, inspect

from imrparse.record import Citation, DisputedItem, Failure, Record, Warning


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: as it is printed in a header row.
        path: names of attributes that lead from the row's struct to the value.
        keys: the same path by the names in JSON, which differ where a name is a word of Python (`class`).
        type: of the value: `str`, `int`, `float`, `bool`, `date`, or `parts` for a list or an object.
    """

    name: str
    path: tuple[str, ...]
    keys: tuple[str, ...]
    type: str

    def value(self, row: object) -> Any:
        """The value in a struct; `None` where it, or an object around it, is absent."""
        for name in self.path:
            if row is None:
                return None
            row = getattr(row, name)
        return None if row is UNSET else row


_TYPES: dict[type[inspect.Type], str] = {
    inspect.StrType: "str",
    inspect.LiteralType: "str",
    inspect.IntType: "int",
    inspect.FloatType: "float",
    inspect.BoolType: "bool",
    inspect.DateType: "date",
}


def without_none(type_: inspect.Type) -> inspect.Type:
    """`X` of `X | None` and of `X | UnsetType`; every other type as it is."""
    if not isinstance(type_, inspect.UnionType):
        return type_
    # msgspec drops `UnsetType` from a union itself where a field has it as its default.
    (kept,) = (each for each in type_.types if not isinstance(each, inspect.NoneType))
    return kept


def _columns(struct: type[msgspec.Struct], paths: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(_column(struct, name, tuple(path.split("."))) for name, path in paths.items())


def _column(struct: type[msgspec.Struct], name: str, path: tuple[str, ...]) -> Column:
    type_: inspect.Type = inspect.type_info(struct)
    keys: list[str] = []
    for attribute in path:
        type_ = without_none(type_)
        (field,) = (field for field in _fields(type_) if field.name == attribute)
        keys.append(field.encode_name)
        type_ = field.type
    return Column(name, path, tuple(keys), _TYPES.get(type(without_none(type_)), "parts"))


def _fields(type_: inspect.Type) -> tuple[inspect.Field, ...]:
    if not isinstance(type_, inspect.StructType):
        raise TypeError(f"{type_} has no fields")
    return type_.fields


LETTER_PATHS = {
    "source": "source.path",
    "pages": "source.pages",
    "form": "form",
    "case_number": "case_number",
    "date_assigned": "dates.assigned",
    "date_of_injury": "dates.injury",
    "decision_date": "dates.decision",
    "ur_denial_date": "dates.ur_denial",
    "application_received": "dates.application_received",
    "priority": "priority",
    "outcome": "outcome",
    "reviewer_licensure": "reviewer.licensure",
    "reviewer_specialties": "reviewer.specialties",
    "reviewer_text": "reviewer.text",
    "patient_age": "patient.age",
    "patient_sex": "patient.sex",
    "patient_birth_date": "patient.birth_date",
    "patient_birth_dates": "patient.birth_dates",
    "patient_occupation": "patient.occupation",
    "mechanism_of_injury": "patient.mechanism_of_injury",
    "diagnoses": "patient.diagnoses",
    "case_summary": "case_summary",
    "documents_reviewed": "documents_reviewed",
    "page_count": "source.page_count",
    "kind": "source.kind",
    "engine": "source.engine",
    "ocr": "source.ocr",
    "sha256": "source.sha256",
    "schema_version": "schema_version",
    "found_by": "found_by",
}
SPAN_PATHS = {"evidence": "evidence", "ocr_confidence": "ocr_confidence"}
ITEM_PATHS = {
    "treatment": "treatment",
    "decision": "decision",
    "category": "category",
    "subcategory": "details.subcategory",
    "requested": "modification.requested",
    "authorized": "modification.authorized",
    "disputed": "modification.disputed",
    "claims_administrator_text": "claims_administrator.text",
    "claims_administrator_basis": "claims_administrator.basis",
    "expert_reviewer_text": "expert_reviewer.text",
    "expert_reviewer_basis": "expert_reviewer.basis",
    "rationale": "rationale",
    "literature_references": "literature_references",
    "drug_ingredients": "drug.ingredients",
    "drug_class": "drug.class_",
    "drug_form": "drug.form",
    "drug_quantity": "drug.quantity",
    "drug_unit": "drug.unit",
    "drug_refills": "drug.refills",
    "body_parts": "details.body_parts",
    "levels": "details.levels",
    "visits": "details.visits",
    "visits_implied": "details.visits_implied",
    "frequency": "details.frequency",
    "retrospective": "details.retrospective",
    "dates_of_service": "details.dates_of_service",
    "codes": "details.codes",
    "associated_surgical_service": "details.associated_surgical_service",
}
CITATION_PATHS = {
    "guideline_source": "source",
    "title": "title",
    "year": "year",
    "sections": "sections",
    "cited_pages": "pages",
    "chapter": "chapter",
    "tables": "tables",
    "known_title": "known_title",
    "known_sections": "known_sections",
    "adopted": "adopted",
    "citation_text": "text",
}
ERROR_PATHS = {
    "source": "source.path",
    "pages": "source.pages",
    "error_code": "error.code",
    "error_message": "error.message",
}
WARNING_PATHS = {
    "code": "code",
    "severity": "severity",
    "field": "field",
    "message": "message",
    "printed": "printed",
    "evidence": "evidence",
}

SIDES = ("claims_administrator", "expert_reviewer", "rationale")
"""Who cites, in the order of the letter: either side's guideline paragraph, and the prose of the rationale."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The columns of each table that a result fills."""

    letters: tuple[Column, ...]
    spans: tuple[Column, ...]
    """Columns of the letter that are for programs: `evidence`, `ocr_confidence`."""
    items: tuple[Column, ...]
    citations: tuple[Column, ...]
    warnings: tuple[Column, ...]
    errors: tuple[Column, ...]
    """Columns of a `Failure`."""


@cache
def tables() -> Tables:
    """The tables, made when first used."""
    return Tables(
        letters=_columns(Record, LETTER_PATHS),
        spans=_columns(Record, SPAN_PATHS),
        items=_columns(DisputedItem, ITEM_PATHS),
        citations=_columns(Citation, CITATION_PATHS),
        warnings=_columns(Warning, WARNING_PATHS),
        errors=_columns(Failure, ERROR_PATHS),
    )


def values(columns: Sequence[Column], row: object) -> list[Any]:
    """The values of a row in the order of its columns."""
    return [column.value(row) for column in columns]


def citations_of(item: DisputedItem) -> Iterator[tuple[str, int, Citation]]:
    """Each citation of an item with who cites it (`SIDES`) and its number there, from 1."""
    cited = (item.claims_administrator.citations, item.expert_reviewer.citations, item.rationale_citations)
    for side, citations in zip(SIDES, cited, strict=True):
        for number, citation in enumerate(citations, start=1):
            yield side, number, citation
