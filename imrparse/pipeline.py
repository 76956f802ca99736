"""The pipeline: read, clean, divide into sections, read the fields, check.

`parse` is the whole of it; each stage is a module or folder of its own name. Nothing here or above
holds a pattern.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import UNSET

from imrparse.checks import spans_of, warnings_of
from imrparse.cleaning import clean
from imrparse.contradictions import find_contradictions
from imrparse.errors import NotALetter, TimedOut
from imrparse.evidence import Doubt, Evidence, Span
from imrparse.fields.collecting import Collector, Read
from imrparse.fields.cover import check_outcome
from imrparse.fields.documents import entries_apart, read_documents
from imrparse.fields.filing import add_filing, read_filing
from imrparse.fields.header import Header, find_case_number, read_header
from imrparse.fields.items import read_item
from imrparse.fields.outcome import read_outcome
from imrparse.fields.patient import read_patient
from imrparse.fields.reviewer import read_reviewer
from imrparse.finding import FoundLetter, find_letters
from imrparse.forms import Sections, divide
from imrparse.forms.damaged import Mend, doubts_of, looks_damaged, mend
from imrparse.letter import Letter, SourceSpan
from imrparse.reading import Document, Options, read
from imrparse.reading_checks import reading_doubts
from imrparse.reading_checks.ocr import ocr_doubts
from imrparse.record import Patient, Record, Reviewer, Source, page_ranges
from imrparse.running_heads import pages_counted


@dataclass(frozen=True)
class ParsedLetter:
    """A record with what it was read from."""

    record: Record
    document: Document = field(repr=False)
    portions: tuple[SourceSpan, ...] = field(repr=False)
    """Where the letter stands in the document's pages, one span a page."""
    letter: Letter = field(repr=False)
    sections: Sections = field(repr=False)
    """The parts that the letter was divided into, in `letter.text`."""
    _collector: Collector = field(repr=False)

    @cached_property
    def letter_evidence(self) -> Evidence:
        """Spans in `letter.text` by record path."""
        return self._collector.evidence()

    @property
    def reads(self) -> Sequence[Read]:
        """Which function looked for which value, and in which section."""
        return self._collector.reads

    @cached_property
    def evidence(self) -> Mapping[str, tuple[SourceSpan, ...]]:
        """Spans in the pages' text by record path: `evidence["disputed_items.0.decision"]`."""
        return {
            path: tuple(place for span in spans for place in self.letter.source_spans(*span))
            for path, spans in self.letter_evidence.items()
        }

    @cached_property
    def ocr_confidence(self) -> dict[str, float]:
        """For each value read by OCR, the least confidence (0 to 1) of its words, by record path."""
        if not self.record.source.ocr:
            return {}
        pages = self.document.pages
        confidences = {
            path: [pages[span.page - 1].confidence(span.start, span.end) for span in spans]
            for path, spans in self.evidence.items()
        }
        known = {path: [one for one in each if one is not None] for path, each in confidences.items()}
        return {path: min(each) for path, each in known.items() if each}

    @cached_property
    def warning_evidence(self) -> tuple[tuple[SourceSpan, ...], ...]:
        """For each of the record's warnings, the spans in the pages' text of the words that show it; often none."""
        doubts, evidence = self._collector.doubts, self.letter_evidence
        spans = [spans_of(warning, doubts, evidence) for warning in self.record.warnings]
        return tuple(tuple(place for span in each for place in self.letter.source_spans(*span)) for each in spans)

    def words(self, path: str) -> str:
        """The words of the source that the value at `path` was read from, as the pages print them.

        The words of a list or an object are those of its parts. Raises `KeyError` where nothing was read.
        """
        parts = [path] if path in self.evidence else [part for part in self.evidence if part.startswith(f"{path}.")]
        if not parts:
            raise KeyError(f"nothing was read for {path!r}")
        return self.words_at(span for part in parts for span in self.evidence[part])

    def words_at(self, spans: Iterable[SourceSpan]) -> str:
        """The words of the source at these places, as the pages print them, a line each."""
        return "\n".join(self.document.pages[span.page - 1].text[span.start : span.end] for span in spans)


UNLIKE_A_LETTER = "the text is unlike any letter and takes too long to read: pass the letter alone"


def parse(source: str | Path | bytes, options: Options | None = None) -> ParsedLetter:
    """The record of the letter at a path, on standard input (`-`) or in bytes.

    Where the input holds several letters the record is of the first, and a warning says so: `parse_all` gives each.

    Raises:
        ImrparseError: a subclass that says why there is no record, and what to do.
    """
    document = read(source, options)
    try:
        return parse_document(document)
    finally:
        release(document)


def parse_all(source: str | Path | bytes, options: Options | None = None) -> list[ParsedLetter]:
    """The record of each letter in the input, in page order: one or more.

    Raises:
        ImrparseError: a subclass that says why one of them has no record, and what to do; the others have none then
            either (`imrparse parse` gives each letter its own row).
    """
    document = read(source, options)
    try:
        return [parse_document(document, found) for found in _found(document)]
    finally:
        release(document)


def parse_text(text: str, options: Options | None = None) -> ParsedLetter:
    """The record of a letter that is at hand as text; form feeds end pages."""
    return parse(text.encode(errors="replace"), options)


def parse_document(document: Document, found: FoundLetter | None = None) -> ParsedLetter:
    """The record of a letter in a document that was read already.

    Args:
        document: what `read` returned.
        found: one of `find_letters(document.pages)`; else the record is of the first, and a warning names the others.

    Raises:
        NotALetter: the text is no IMR letter.
        TimedOut: the text keeps a pattern busy for longer than any letter does.
    """
    others: list[FoundLetter] = []
    if found is None:
        found, *others = _found(document)
    try:
        return _parse(document, found.portions, [*found.doubts, *_several(others)])
    except TimeoutError:
        raise TimedOut(UNLIKE_A_LETTER) from None


def _found(document: Document) -> list[FoundLetter]:
    try:
        return find_letters(document.pages)
    except TimeoutError:
        raise TimedOut(UNLIKE_A_LETTER) from None


def _parse(document: Document, portions: tuple[SourceSpan, ...], doubts: list[Doubt]) -> ParsedLetter:
    letter = clean(document.pages, portions)
    try:
        parsed = _read(document, portions, letter, doubts)
    except NotALetter:
        mended, mends = mend(letter)
        if not mends:
            raise
        return _read(document, portions, mended, doubts, mends)
    if looks_damaged(letter, parsed.record):
        mended, mends = mend(letter, parsed.record.form)
        if mends:
            return _read(document, portions, mended, doubts, mends)
    return parsed


def _read(
    document: Document,
    portions: tuple[SourceSpan, ...],
    letter: Letter,
    doubts: Sequence[Doubt],
    mends: Sequence[Mend] = (),
) -> ParsedLetter:
    """The record of the letter as its text stands, `mends` being what was put right in it."""
    form, sections = divide(letter)
    collector = Collector(letter)
    collector.doubts.extend(doubts)
    collector.doubts.extend(sections.doubts)
    collector.doubts.extend(_pages_without_text(document, portions))
    collector.doubts.extend(_last_pages_missing(letter))
    header = _header(collector, sections)
    ocr = any(document.pages[span.page - 1].ocr for span in portions)
    reviewer = collector.read(functools.partial(read_reviewer, ocr=ocr), sections.credentials, "reviewer") or Reviewer()
    case_summary = collector.prose("case_summary", sections.case_summary)
    patient = collector.read_prose(read_patient, case_summary, sections.case_summary, "patient") or Patient()
    listed = sections.documents_reviewed
    documents = collector.read_prose(
        read_documents, listed and entries_apart(letter, *listed), listed, "documents_reviewed"
    )
    items = tuple(read_item(collector, item, f"disputed_items.{i}") for i, item in enumerate(sections.items))
    record = Record(
        source=_source(document, portions),
        form=form.name if form else None,
        case_number=header.case_number,
        dates=header.dates,
        priority=header.priority,
        outcome=check_outcome(collector, read_outcome(collector, items), sections.cover),
        reviewer=reviewer,
        patient=patient,
        case_summary=case_summary,
        documents_reviewed=documents or (),
        disputed_items=items,
    )
    if mends:
        collector.doubts.extend(doubts_of(mends, collector.evidence()))
    if ocr:
        collector.doubts.extend(ocr_doubts(letter, collector.evidence()))
    collector.doubts.extend(reading_doubts(letter, sections, record, tuple(collector.doubts)))
    doubted = {doubt.path for doubt in collector.doubts}
    collector.doubts.extend(one.doubt for one in find_contradictions(record, doubted))
    record = msgspec.structs.replace(
        record,
        warnings=warnings_of(record, collector.doubts, form.lacks if form else (), form.often_lacks if form else ()),
        found_by=UNSET if form else _found_by(sections.found_by, collector.evidence()),
    )
    return ParsedLetter(record, document, portions, letter, sections, collector)


def _found_by(parts: Mapping[str, str], evidence: Evidence) -> dict[str, str]:
    """How each value was found, from how the part was found that it was read from."""
    found_by: dict[str, str] = {}
    for path in evidence:
        words = path.split(".")
        depth = 3 if words[0] == "disputed_items" else 2
        value = ".".join(words[:depth])
        part = value if depth == 3 else PART_OF.get(words[0], words[0])
        if part in parts:
            found_by[value] = parts[part]
    return found_by


PART_OF = {
    **dict.fromkeys(("case_number", "dates", "priority"), "header"),
    "reviewer": "credentials",
    "patient": "case_summary",
}
"""The part of a letter that a value is read from, by the first name of its record path."""


def _header(collector: Collector, sections: Sections) -> Header:
    """The header block, with what only other places of the letter tell."""
    header = collector.read(read_header, sections.header, "") or Header()
    if header.case_number is None:
        whole = collector.letter.text
        collector.reads.append(("case_number", find_case_number, Span(0, len(whole))))
        case_number = collector.take(find_case_number(whole), "", 0)
        header = msgspec.structs.replace(header, case_number=case_number)
    if sections.filing is None:
        return header
    collector.reads.append(("dates", read_filing, sections.filing))
    header, added = add_filing(header, read_filing(collector.letter.line(*sections.filing)))
    collector.take(added, "dates", sections.filing.start)
    return header


def _several(others: Sequence[FoundLetter]) -> Iterator[Doubt]:
    """A doubt that names the pages of the letters behind the first one."""
    if others:
        pages = "; ".join(page_ranges(span.page for span in other.portions) for other in others)
        message = (
            f"the input holds {len(others) + 1} letters, this record is of the first; the others are on pages {pages}"
        )
        yield Doubt("several_letters", "source.pages", message)


def _pages_without_text(document: Document, portions: Sequence[SourceSpan]) -> Iterator[Doubt]:
    """A doubt for each page of the letter with a picture whose text is missing from the record."""
    for number, *_ in portions:
        page = document.pages[number - 1]
        reason = document.unread.get(number)
        if reason is None and (not page.text or page.text.isspace()) and page.has_pictures():
            reason = "--ocr auto reads it"
        if reason is not None:
            message = (
                f"page {number} is a picture, wholly or in part, and its text is missing from this record: {reason}"
            )
            yield from (Doubt("page_without_text", path, message) for path in ("source.pages", "disputed_items"))
    own = {number for number, *_ in portions}
    for number in range(min(own), min(max(own) + 1, len(document.pages)) + 1):
        page = document.pages[number - 1]
        if number not in own and not page.text.strip() and page.is_empty():
            message = f"page {number} has nothing on it, not even blanks: its data may be damaged"
            yield from (Doubt("page_without_text", path, message) for path in ("source.pages", "disputed_items"))


def _last_pages_missing(letter: Letter) -> Iterator[Doubt]:
    """A doubt where the letter's own page numbers count more pages than there are."""
    counted = pages_counted(letter.text[letter.body_end :].split("\n"))
    if counted and counted[0] < counted[1]:
        message = f"the last page has the number {counted[0]} of {counted[1]}: what stood on the others is missing"
        yield from (Doubt("cut_off", path, message) for path in ("source.pages", "disputed_items", "outcome"))


def _source(document: Document, portions: Sequence[SourceSpan]) -> Source:
    numbers = tuple(span.page for span in portions)
    return Source(
        path=document.path,
        sha256=document.sha256,
        kind=document.kind,
        pages=numbers,
        page_count=len(document.pages),
        engine=document.engine,
        ocr=any(document.pages[number - 1].ocr for number in numbers),
    )


def release(document: Document) -> None:
    """Give back what the document's reader holds open."""
    for page in document.pages:
        page.release()
