"""The pipeline: read, clean, divide into sections, read the fields, check.

`parse` is the whole of it; each stage is a module or folder of its own name. Nothing here or above
holds a pattern.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from imrparse.checks import warnings_of
from imrparse.cleaning import clean
from imrparse.errors import TimedOut
from imrparse.evidence import Doubt, Evidence
from imrparse.fields.collecting import Collector
from imrparse.fields.documents import read_documents
from imrparse.fields.header import Header, read_header
from imrparse.fields.items import read_item
from imrparse.fields.outcome import read_outcome
from imrparse.fields.patient import read_patient
from imrparse.fields.reviewer import read_reviewer
from imrparse.forms import divide
from imrparse.letter import Letter, SourceSpan
from imrparse.reading import Document, Options, read
from imrparse.record import Patient, Record, Reviewer, Source


@dataclass(frozen=True)
class ParsedLetter:
    """A record with what it was read from."""

    record: Record
    document: Document = field(repr=False)
    letter: Letter = field(repr=False)
    _collector: Collector = field(repr=False)

    @cached_property
    def letter_evidence(self) -> Evidence:
        """Spans in `letter.text` by record path."""
        return self._collector.evidence()

    @cached_property
    def evidence(self) -> Mapping[str, tuple[SourceSpan, ...]]:
        """Spans in the pages' text by record path: `evidence["disputed_items.0.decision"]`."""
        return {
            path: tuple(place for span in spans for place in self.letter.source_spans(*span))
            for path, spans in self.letter_evidence.items()
        }

    def words(self, path: str) -> str:
        """The words of the source that the value at `path` was read from, as the pages print them.

        The words of a list or an object are those of its parts. Raises `KeyError` where nothing was read.
        """
        parts = [path] if path in self.evidence else [part for part in self.evidence if part.startswith(f"{path}.")]
        if not parts:
            raise KeyError(f"nothing was read for {path!r}")
        spans = (span for part in parts for span in self.evidence[part])
        return "\n".join(self.document.pages[span.page - 1].text[span.start : span.end] for span in spans)


def parse(source: str | Path | bytes, options: Options | None = None) -> ParsedLetter:
    """The record of the letter at a path, on standard input (`-`) or in bytes.

    Raises:
        ImrparseError: a subclass that says why there is no record, and what to do.
    """
    document = read(source, options)
    try:
        return parse_document(document)
    finally:
        for page in document.pages:
            page.release()


def parse_text(text: str, options: Options | None = None) -> ParsedLetter:
    """The record of a letter that is at hand as text; form feeds end pages."""
    return parse(text.encode(errors="replace"), options)


def parse_document(document: Document) -> ParsedLetter:
    """The record of a document that was read already.

    Raises:
        NotALetter: the text is no IMR letter.
        TimedOut: the text keeps a pattern busy for longer than any letter does.
    """
    try:
        return _parse(document)
    except TimeoutError:
        raise TimedOut("the text is unlike any letter and takes too long to read: pass the letter alone") from None


def _parse(document: Document) -> ParsedLetter:
    letter = clean(document.pages)
    form, sections = divide(letter)
    collector = Collector(letter)
    collector.doubts.extend(sections.doubts)
    collector.doubts.extend(_pages_without_text(document))
    header = collector.read(read_header, sections.header, "") or Header()
    reviewer = collector.read(read_reviewer, sections.credentials, "reviewer") or Reviewer()
    case_summary = collector.prose("case_summary", sections.case_summary)
    patient = collector.read_prose(read_patient, case_summary, sections.case_summary, "patient") or Patient()
    listed = sections.documents_reviewed
    documents = collector.read_prose(
        read_documents, listed and letter.paragraphs(*listed), listed, "documents_reviewed"
    )
    items = tuple(read_item(collector, item, f"disputed_items.{i}") for i, item in enumerate(sections.items))
    record = Record(
        source=_source(document),
        form=form,
        case_number=header.case_number,
        dates=header.dates,
        priority=header.priority,
        outcome=read_outcome(collector, items),
        reviewer=reviewer,
        patient=patient,
        case_summary=case_summary,
        documents_reviewed=documents or (),
        disputed_items=items,
    )
    record = msgspec.structs.replace(record, warnings=warnings_of(record, collector.doubts))
    return ParsedLetter(record, document, letter, collector)


def _pages_without_text(document: Document) -> Iterator[Doubt]:
    """A doubt for each page whose text is missing: a scanned one among pages of text."""
    for number, page in enumerate(document.pages, start=1):
        if not page.text.strip() and page.has_pictures():
            message = f"page {number} is a picture without text; what stands on it is missing from this record"
            yield from (Doubt("page_without_text", path, message) for path in ("source.pages", "disputed_items"))


def _source(document: Document) -> Source:
    return Source(
        path=document.path,
        sha256=document.sha256,
        kind=document.kind,
        pages=len(document.pages),
        engine=document.engine,
    )
