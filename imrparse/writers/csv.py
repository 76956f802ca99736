"""CSV: one row a disputed item, the letter's columns repeated.

A letter without items and an input that failed have one row, so that every letter has one; `pages` tells the letters of
one input apart. Cells are text; one
that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from imrparse.record import Citation, DisputedItem, Failure, GuidelineParagraph, Record, page_ranges
from imrparse.writers import Line

FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

LETTER_COLUMNS = (
    "source", "pages", "form", "case_number", "date_assigned", "date_of_injury", "decision_date", "ur_denial_date",
    "application_received", "priority", "outcome", "reviewer_licensure", "reviewer_specialties", "patient_age",
    "patient_sex", "case_summary",
)  # fmt: skip
ITEM_COLUMNS = (
    "item", "treatment", "decision", "category", "requested", "authorized", "disputed", "claims_administrator_text",
    "claims_administrator_basis", "claims_administrator_citations", "expert_reviewer_text", "expert_reviewer_basis",
    "expert_reviewer_citations", "rationale", "drug_ingredients", "drug_class", "drug_quantity", "drug_unit",
    "drug_refills",
)  # fmt: skip
LAST_COLUMNS = ("warnings", "error_code", "error_message")
COLUMNS = (*LETTER_COLUMNS, *ITEM_COLUMNS, *LAST_COLUMNS)


class CsvWriter:
    """Rows of `COLUMNS`, UTF-8, a header row first."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._buffer = io.StringIO(newline="")
        self._rows = csv.DictWriter(self._buffer, COLUMNS, restval="", lineterminator="\r\n")
        self._rows.writeheader()

    def write(self, line: Line) -> None:
        """Write the rows of one result."""
        for row in _rows_of(line):
            self._rows.writerow({column: _cell(value) for column, value in row.items()})
        self._flush()

    def close(self) -> None:
        """Write the header row where there was no result."""
        self._flush()

    def _flush(self) -> None:
        self._stream.write(self._buffer.getvalue().encode())
        self._buffer.seek(0)
        self._buffer.truncate()


def _rows_of(line: Line) -> Iterator[dict[str, object]]:
    if isinstance(line, Failure):
        yield {
            "source": line.source.path,
            "pages": page_ranges(line.source.pages or ()),
            "error_code": line.error.code,
            "error_message": line.error.message,
        }
        return
    letter = _letter_columns(line)
    if not line.disputed_items:
        yield letter
    for number, item in enumerate(line.disputed_items, start=1):
        yield {**letter, "item": number, **_item_columns(item)}


def _letter_columns(record: Record) -> dict[str, object]:
    return {
        "source": record.source.path,
        "pages": page_ranges(record.source.pages),
        "form": record.form,
        "case_number": record.case_number,
        "date_assigned": record.dates.assigned,
        "date_of_injury": record.dates.injury,
        "decision_date": record.dates.decision,
        "ur_denial_date": record.dates.ur_denial,
        "application_received": record.dates.application_received,
        "priority": record.priority,
        "outcome": record.outcome,
        "reviewer_licensure": "; ".join(record.reviewer.licensure),
        "reviewer_specialties": "; ".join(record.reviewer.specialties),
        "patient_age": record.patient.age,
        "patient_sex": record.patient.sex,
        "case_summary": record.case_summary,
        "warnings": "; ".join(f"{warning.code} {warning.field}" for warning in record.warnings),
    }


def _item_columns(item: DisputedItem) -> dict[str, object]:
    columns: dict[str, object] = {
        "treatment": item.treatment,
        "decision": item.decision,
        "category": item.category,
        "rationale": item.rationale,
    }
    if item.modification:
        columns |= {part: getattr(item.modification, part) for part in ("requested", "authorized", "disputed")}
    for side in ("claims_administrator", "expert_reviewer"):
        paragraph: GuidelineParagraph = getattr(item, side)
        columns |= {
            f"{side}_text": paragraph.text,
            f"{side}_basis": paragraph.basis,
            f"{side}_citations": "; ".join(citation_words(citation) for citation in paragraph.citations),
        }
    if item.drug:
        columns |= {
            "drug_ingredients": "; ".join(
                " ".join(filter(None, (part.name, part.strength))) for part in item.drug.ingredients
            ),
            "drug_class": item.drug.class_,
            "drug_quantity": item.drug.quantity,
            "drug_unit": item.drug.unit,
            "drug_refills": item.drug.refills,
        }
    return columns


def citation_words(citation: Citation) -> str:
    """A citation in short: `MTUS Low Back Complaints 2004, Special Studies, p. 303`."""
    head = " ".join(str(part) for part in (citation.source, citation.title, citation.year) if part)
    pages = f"p. {', '.join(citation.pages)}" if citation.pages else ""
    return ", ".join(filter(None, (head, *citation.sections, pages)))


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = CONTROLS.sub(" ", str(value))
    return f"'{text}" if text.startswith(FORMULA_BEGINNINGS) else text
