"""One record for a person: everything in it, at any width."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from imrparse.record import (
    Citation,
    DisputedItem,
    Drug,
    GuidelineParagraph,
    Patient,
    Record,
    Source,
    TreatmentDetails,
    page_ranges,
)
from imrparse.terminal.safe import safe

DECISION_STYLES = {
    "upheld": "bold red",
    "overturned": "bold green",
    "partially overturned": "bold yellow",
    "modified": "bold yellow",
}
LABEL_STYLE = "cyan"
NOT_FOUND = Text("not found", "yellow")
NARROW = 60
"""Columns below which labels stand above their values."""

SIDES = (("Claims administrator", "claims_administrator"), ("Expert reviewer", "expert_reviewer"))


def print_record(console: Console, record: Record) -> None:
    """Print the whole record."""
    for part in _parts(record, console.width):
        console.print(part)


def _source(source: Source) -> str:
    whole = len(source.pages) == source.page_count
    pages = f"pages: {source.page_count}" if whole else f"page {page_ranges(source.pages)} of {source.page_count}"
    return f"{source.path} ({source.kind}, {pages})"


def words(value: object, style: str = "") -> Text:
    """A value as text that rich takes as it stands: no markup, no control characters."""
    return Text(safe(str(value)), style) if value not in (None, "", ()) else NOT_FOUND


def decision_words(decision: str | None) -> Text:
    """A decision or outcome in its colour."""
    return Text(decision.upper(), DECISION_STYLES.get(decision, "")) if decision else NOT_FOUND


def _parts(record: Record, width: int) -> Iterator[RenderableType]:
    name = words(record.case_number, "bold") if record.case_number else Text("Case number not found", "yellow")
    yield Text.assemble(name, "  ", decision_words(record.outcome))
    yield ""
    yield _fields(
        [
            ("Source", words(_source(record.source))),
            ("Form", words(record.form)),
            ("Date assigned", words(record.dates.assigned)),
            ("Date of injury", words(record.dates.injury)),
            ("Decision date", words(record.dates.decision)),
            ("UR denial date", words(record.dates.ur_denial)),
            ("Application received", words(record.dates.application_received)),
            ("Priority", words(record.priority)),
            ("Reviewer licensed in", words(", ".join(record.reviewer.licensure))),
            ("Reviewer specialties", words(", ".join(record.reviewer.specialties))),
            *_patient(record.patient),
        ],
        width,
    )
    yield from _section("Clinical case summary", _prose(record.case_summary))
    if record.documents_reviewed:
        yield from _section("Documents reviewed", Group(*(words(f"• {entry}") for entry in record.documents_reviewed)))
    for number, item in enumerate(record.disputed_items, start=1):
        yield from _item(item, number, len(record.disputed_items), width)
    if record.warnings:
        lines = (
            Text.assemble((f"{w.field}: ", "yellow"), words(w.message), (f" [{w.code}]", "dim"))
            for w in record.warnings
        )
        yield from _section("Warnings", Group(*lines), style="bold yellow")


def _patient(patient: Patient) -> Iterator[tuple[str, RenderableType]]:
    """The patient's rows; those that the case summary need not hold only where it does."""
    yield "Patient", words(", ".join(str(part) for part in (patient.age and f"age {patient.age}", patient.sex) if part))
    if patient.birth_date or patient.birth_dates:
        yield "Born", words(", ".join(map(str, (patient.birth_date, *patient.birth_dates))).removeprefix("None, "))
    if patient.occupation:
        yield "Occupation", words(patient.occupation)
    if patient.mechanism_of_injury:
        yield "Mechanism of injury", words(patient.mechanism_of_injury)
    if patient.diagnoses:
        yield (
            "Diagnoses",
            words("; ".join(" ".join(filter(None, (entry.text, entry.code))) for entry in patient.diagnoses)),
        )


def _item(item: DisputedItem, number: int, count: int, width: int) -> Iterator[RenderableType]:
    yield ""
    yield Text(f"Disputed item {number} of {count}", "bold underline")
    rows: list[tuple[str, RenderableType]] = [
        ("Treatment", words(item.treatment, "bold")),
        ("Decision", decision_words(item.decision)),
    ]
    if item.category:
        rows.append(("Category", words(item.category)))
    if item.details and (details := _details(item.details)):
        rows.append(("Details", words(details)))
    if item.drug:
        rows.append(("Drug", _drug(item.drug)))
    if item.modification:
        rows += [
            (part.capitalize(), words(getattr(item.modification, part)))
            for part in ("requested", "authorized", "disputed")
        ]
    rows += [(label, _guidelines(getattr(item, side))) for label, side in SIDES]
    yield _fields(rows, width)
    yield Text("Rationale", LABEL_STYLE)
    yield Padding(_prose(item.rationale), (0, 0, 0, 2))
    if item.rationale_citations:
        yield Text("Cited in the rationale", LABEL_STYLE)
        yield Padding(_citations(item.rationale_citations), (0, 0, 0, 2))
    if item.literature_references:
        yield Text("Literature in the rationale", LABEL_STYLE)
        references = "; ".join(
            f"{entry.authors} {entry.year}{entry.suffix or ''}" for entry in item.literature_references
        )
        yield Padding(words(references), (0, 0, 0, 2))


def _details(details: TreatmentDetails) -> str:
    """What the request says beside the thing itself, in one line."""
    often = details.frequency
    parts = [
        details.subcategory,
        ", ".join(" ".join(filter(None, (part.side, part.name))) for part in details.body_parts),
        ", ".join(details.levels),
        f"visits {details.visits}" if details.visits is not None else None,
        f"{_range(often.times, often.times_to)} a {often.per}" if often and often.times and often.per else None,
        f"for {_range(often.length, often.length_to)} {often.length_unit}s" if often and often.length else None,
        "retrospective" if details.retrospective else None,
        ", ".join(
            " to ".join(str(day) for day in (dates.start, dates.end) if day) for dates in details.dates_of_service
        ),
        ", ".join(f"{code.system} {code.code}" for code in details.codes),
        "associated surgical service" if details.associated_surgical_service else None,
    ]
    return "; ".join(filter(None, parts))


def _range(first: int | None, last: int | None) -> str:
    return f"{first}-{last}" if last else str(first)


def _drug(drug: Drug) -> Text:
    ingredients = ", ".join(" ".join(filter(None, (part.name, part.strength))) for part in drug.ingredients)
    quantity = f"quantity {drug.quantity:g}{f' {drug.unit}' if drug.unit else ''}" if drug.quantity is not None else ""
    refills = f"refills {drug.refills}" if drug.refills is not None else ""
    return words("; ".join(filter(None, (ingredients, drug.form, quantity, refills, drug.class_))))


def _guidelines(paragraph: GuidelineParagraph) -> RenderableType:
    if not paragraph.citations:
        return words(paragraph.text)
    return Group(words(paragraph.text, "dim"), _citations(paragraph.citations))


def _citations(citations: tuple[Citation, ...]) -> Table:
    grid = Table.grid(padding=(0, 1))
    for citation in citations:
        head = Text.assemble((citation.source, "magenta"))
        if citation.title:
            head.append(f" {safe(citation.title)}", "bold")
        if citation.year:
            head.append(f" {citation.year}")
        for section in citation.sections:
            head.append(f"; {safe(section)}")
        if citation.pages:
            head.append(f"; p. {safe(', '.join(citation.pages))}")
        grid.add_row("→", head)
    return grid


def _prose(text: str | None) -> RenderableType:
    return Group(*(words(paragraph) for paragraph in text.split("\n"))) if text else NOT_FOUND


def _section(title: str, body: RenderableType, style: str = LABEL_STYLE) -> Iterator[RenderableType]:
    yield ""
    yield Text(title, style)
    yield Padding(body, (0, 0, 0, 2))


def _fields(rows: list[tuple[str, RenderableType]], width: int) -> RenderableType:
    """Labels and values side by side, one above the other where the terminal is narrow."""
    if width < NARROW:
        return Group(
            *(part for label, value in rows for part in (Text(label, LABEL_STYLE), Padding(value, (0, 0, 0, 2))))
        )
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=LABEL_STYLE, no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(label, value)
    return grid
