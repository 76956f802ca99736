"""The options that several commands share, and what may be chosen for them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Engine(StrEnum):
    """Readers of PDFs."""

    pdfium = "pdfium"
    pdfplumber = "pdfplumber"


class Ocr(StrEnum):
    """Which pages of a PDF are read by OCR."""

    auto = "auto"
    always = "always"
    never = "never"


class ForWhom(StrEnum):
    """Whether a person or a machine reads the output."""

    text = "text"
    json = "json"


class LeastSeverity(StrEnum):
    """Severities of warnings."""

    error = "error"
    doubt = "doubt"
    note = "note"


class Format(StrEnum):
    """Formats of the output."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    sqlite = "sqlite"


class Part(StrEnum):
    """Parts of a letter that `show` shows alone."""

    header = "header"
    reviewer = "reviewer"
    patient = "patient"
    summary = "summary"
    documents = "documents"
    items = "items"
    decisions = "decisions"
    guidelines = "guidelines"
    rationale = "rationale"
    warnings = "warnings"
    source = "source"


class Look(StrEnum):
    """How `show` writes."""

    text = "text"
    markdown = "markdown"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Letters (PDF, text, HTML, .docx, picture), folders (searched with all below), or - for standard input.",
        show_default=False,
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to FILE instead of standard output; FOLDER/ takes CSV as one table each of letters, items, …",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(help="Format; else by FILE's ending, else jsonl (one record a line).", show_default=False),
]
Bom = Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, by which Excel knows UTF-8.")]
EngineOption = Annotated[Engine, typer.Option(help="Reader of PDFs; pdfplumber is a slow second opinion.")]
OcrOption = Annotated[
    Ocr, typer.Option(help="OCR of PDFs: of scanned pages and parts, of every page (its own text set aside), or none.")
]
Jobs = Annotated[
    int | None,
    typer.Option("-j", "--jobs", metavar="N", min=1, max=1024, help="Worker processes; else one a processor."),
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Read PDFs by both readers; where they differ a warning says so. Slow.")
]
MaxMib = Annotated[float, typer.Option(metavar="N", min=0.001, max=1_000_000, help="Refuse inputs over N MiB.")]
