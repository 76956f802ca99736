"""Records that the tests of the formats write, and how they write and read them."""

from __future__ import annotations

import datetime
from contextlib import suppress
from pathlib import Path

import msgspec
from typer.testing import CliRunner, Result

from imrparse.cli import app
from imrparse.record import (
    BodyPart,
    Citation,
    Diagnosis,
    DisputedItem,
    Drug,
    Error,
    FailedSource,
    Failure,
    Frequency,
    GuidelineParagraph,
    Ingredient,
    LiteratureReference,
    Modification,
    Patient,
    Record,
    ServiceDates,
    Source,
    TreatmentDetails,
    Warning,
)
from imrparse.writers import Line, opened
from imrparse.writers.records import read_records

SOURCE = Source(path="a.pdf", sha256="0" * 64, kind="pdf", pages=(1, 2), page_count=2, engine="pdfium 1")
FAILURE = Failure(source=FailedSource(path="scan.pdf"), error=Error(code="no_text", message="run OCR first"))
RECORD = Record(
    source=SOURCE,
    case_number="CM16-0012345",
    outcome="upheld",
    patient=Patient(age=40, diagnoses=(Diagnosis(text="Lumbago", code="724.2"),)),
    case_summary="A worker with low back pain after lifting boxes.",
    disputed_items=(
        DisputedItem(
            treatment="Norco 10/325mg #30",
            decision="upheld",
            category="Pharmaceuticals",
            modification=Modification(requested="#90", authorized="#60", disputed="#30"),
            expert_reviewer=GuidelineParagraph(
                basis="mtus",
                citations=(Citation(source="MTUS", title="Chronic Pain", year=2009, sections=("Opioids",), text="…"),),
            ),
            rationale="Opioids are not indicated; injections were not tried.",
            rationale_citations=(Citation(source="MTUS", pages=("78", "80-82"), text="page 78"),),
            literature_references=(LiteratureReference(authors="Kumar", year=2002, text="Kumar, 2002"),),
            drug=Drug(ingredients=(Ingredient(name="Norco", strength="10/325mg"),), class_="Opioids", quantity=30.0),
        ),
        DisputedItem(
            treatment="Physical therapy",
            decision="overturned",
            category="Physical Medicine",
            expert_reviewer=GuidelineParagraph(citations=(Citation(source="MTUS", title="Chronic Pain"),) * 2),
            details=TreatmentDetails(
                body_parts=(BodyPart(name="knee", side="left"),),
                frequency=Frequency(times=2, times_to=3, per="week", length=6, length_unit="week"),
                dates_of_service=(ServiceDates(start=datetime.date(2016, 1, 2), end=datetime.date(2016, 2, 3)),),
            ),
        ),
    ),
    warnings=(Warning(code="missing", field="form", message="no form"),),
)


def of_file(path: str, *, pages: tuple[int, ...] = (1,), sha256: str = "1" * 64, **parts: object) -> Record:
    """`RECORD` from another file, or other pages of one."""
    source = msgspec.structs.replace(SOURCE, path=path, pages=pages, sha256=sha256)
    return msgspec.structs.replace(RECORD, source=source, **parts)


def write(path: Path | str, *lines: Line, format: str | None = None, bom: bool = False) -> list[str]:
    """Write a file; what the format could not hold."""
    with opened(format or str(path).rpartition(".")[2], path, bom=bom) as made:
        for line in lines:
            made.write(line)
    return list(made.remarks)


def fail_half_way(path: Path) -> None:
    """A run that is stopped by a person after a record."""
    with suppress(KeyboardInterrupt), opened(path.suffix[1:], path) as made:
        made.write(OTHER)
        raise KeyboardInterrupt


def read(path: Path) -> list[Line]:
    return list(read_records(str(path)))


def run(*arguments: str | Path, **options: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def boxed(message: str) -> str:
    """A message out of the box that typer draws around it."""
    return " ".join(message.replace("│", " ").split())


OTHER = of_file("other.pdf")
PARTS = msgspec.structs.replace(RECORD, disputed_items=RECORD.disputed_items[:1], warnings=())
