"""The record: what one letter says, as typed, immutable values.

These types are the contract with every program that reads imrparse's output. A name keeps its
meaning; when a name or a meaning changes, `SCHEMA_VERSION` changes with it.

Dates are ISO 8601 (`yyyy-mm-dd`). What the letter does not say is `None` or an empty tuple, and a
warning names the field. A msgspec constructor does not validate; decoding does, and the tests
decode every record that they encode.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType, field

SCHEMA_VERSION = "1"

FormName = Literal["mpr-2013", "notice-2013", "fdl-2013", "fdl-2014", "fdl-2015"]
Outcome = Literal["upheld", "overturned", "partially overturned"]
Decision = Literal["upheld", "overturned", "modified"]
Priority = Literal["standard", "expedited"]
Sex = Literal["male", "female"]
CitationSource = Literal["MTUS", "ODG", "ACOEM", "Other"]
Basis = Literal["mtus", "non-mtus", "both", "none"]
Severity = Literal["error", "doubt", "note"]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the letter came from. The one part of a record that depends on how the letter arrived."""

    path: str
    """As given on the command line; `-` for standard input, `<bytes>` for bytes from Python."""
    sha256: str
    """Hexadecimal digest of the bytes that were read."""
    kind: Literal["pdf", "text", "html", "docx", "image"]
    pages: tuple[int, ...]
    """Numbers of the input's pages that the letter stands on (the first is 1)."""
    page_count: int
    """Pages of the whole input."""
    engine: str
    """`pdfium`, `pdfplumber`, `text`, …, with the version of the library that read the bytes."""
    ocr: bool = False
    """Whether any of the letter's pages was read by OCR, whole or in part."""


class Dates(msgspec.Struct, frozen=True, kw_only=True):
    """The dates of the letter's header block, not of the narrative."""

    assigned: datetime.date | None = None
    injury: datetime.date | None = None
    decision: datetime.date | None = None
    ur_denial: datetime.date | None = None
    application_received: datetime.date | None = None


class Reviewer(msgspec.Struct, frozen=True, kw_only=True):
    """The anonymous expert reviewer."""

    licensure: tuple[str, ...] = ()
    """States of licensure in letter order, each as its full name."""
    specialties: tuple[str, ...] = ()
    """Certifications and specialties in letter order, as printed."""
    text: str | None = None
    """The words that both were read from."""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """One diagnosis of a list in the case summary, as printed."""

    text: str
    code: str | None = None
    """The ICD-9 or ICD-10 code that is printed with it."""


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """The injured worker, as first stated in the clinical case summary."""

    age: int | None = None
    """Whole years; never computed from a birth date."""
    sex: Sex | None = None
    birth_date: datetime.date | None = None
    """Where the summary prints one, and no other that contradicts it."""
    birth_dates: tuple[datetime.date, ...] = ()
    """All birth dates in letter order where the summary prints several that contradict each other, else empty."""
    occupation: str | None = None
    """As printed, where the summary's opening says so."""
    mechanism_of_injury: str | None = None
    """As printed, without the words that lead up to it."""
    diagnoses: tuple[Diagnosis, ...] = ()
    """The first list of diagnoses of the summary."""


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """One guideline or other work that a side relies on."""

    source: CitationSource
    title: str | None = None
    """Guideline or chapter, without its year or the word "Guidelines"; the work as printed for `Other`."""
    year: int | None = None
    """The edition's year where the citation states it."""
    sections: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """Page numbers as printed, one entry a number or range: `("41", "52-54")`."""
    text: str = ""
    """The words that the citation was read from."""
    adopted: bool | UnsetType = UNSET
    """True where the reviewer took the other side's citation over, else absent."""
    known_title: str | None = None
    """The guideline meant, under the catalogue's title; null where the catalogue does not hold it."""
    known_sections: tuple[str | None, ...] = ()
    """For each of `sections` the catalogue's name of the section meant (`Inital Care` is `Initial Care`), else null."""
    chapter: str | None = None
    """The chapter's number where the citation states it: `12` of `ACOEM Chapter 12`."""
    tables: tuple[str, ...] = ()
    """Numbers of the tables and figures cited: `12-8` of `Table 12-8`."""


class LiteratureReference(msgspec.Struct, frozen=True, kw_only=True):
    """An author-year reference to the literature in a rationale: `(Kumar, 2002)`."""

    authors: str
    """As printed: `Kumar`, `van Tulder`, `Gross-Cochrane`."""
    year: int
    suffix: str | None = None
    """The letter that tells two works of one year apart: `b` of `(Chou, 2007b)`."""
    text: str
    """The words that the reference was read from."""


class GuidelineParagraph(msgspec.Struct, frozen=True, kw_only=True):
    """What one side says that it based its decision on."""

    text: str | None = None
    basis: Basis | None = None
    citations: tuple[Citation, ...] = ()


class Modification(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a request of which the utilization review had authorized some, each as printed."""

    requested: str | None = None
    authorized: str | None = None
    disputed: str | None = None


class Ingredient(msgspec.Struct, frozen=True, kw_only=True):
    """One active ingredient of a drug, as printed."""

    name: str
    strength: str | None = None
    generic: str | None = None
    """The lexicon's generic name, parts of a combination joined by `/`; null where the lexicon lacks the name."""


class Drug(msgspec.Struct, frozen=True, kw_only=True):
    """The pharmaceutical that an item asks for (of a modified request: its disputed part)."""

    ingredients: tuple[Ingredient, ...] = ()
    form: str | None = None
    quantity: float | None = None
    unit: Literal["g", "ml"] | None = None
    refills: int | None = None
    class_: str | None = field(name="class", default=None)


class BodyPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the body that a request names."""

    name: str
    """Under the catalogue's name: `lumbar spine` for "low back"."""
    side: Literal["left", "right", "bilateral"] | None = None


class Frequency(msgspec.Struct, frozen=True, kw_only=True):
    """How often and how long: "2-3 times a week for 6 weeks" is times 2, times_to 3, per week, length 6 weeks."""

    times: int | None = None
    times_to: int | None = None
    """The upper end where a range is printed."""
    per: Literal["day", "week", "month"] | None = None
    length: int | None = None
    length_to: int | None = None
    length_unit: Literal["day", "week", "month"] | None = None


class ServiceDates(msgspec.Struct, frozen=True, kw_only=True):
    """A date of service, or the first and last day of a range."""

    start: datetime.date
    end: datetime.date | None = None


class BillingCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code that is printed with a request."""

    system: Literal["CPT", "HCPCS", "ICD-9", "ICD-10"]
    code: str


class TreatmentDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What a request says beside the thing itself; of a modified request, what its disputed part says."""

    subcategory: str | None = None
    """The state's subcategory of `category`; null where the category has none or the words do not decide."""
    body_parts: tuple[BodyPart, ...] = ()
    levels: tuple[str, ...] = ()
    """Levels of the spine as printed: `L4-5`."""
    visits: int | None = None
    """Visits or sessions as printed; never computed."""
    visits_implied: int | None = None
    """Frequency times length where no number of visits is printed and neither is a range."""
    frequency: Frequency | None = None
    retrospective: bool = False
    dates_of_service: tuple[ServiceDates, ...] = ()
    codes: tuple[BillingCode, ...] = ()
    associated_surgical_service: bool = False
    """Whether the form marks the item as one that goes with a disputed surgery."""


class DisputedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One disputed item or service with its decision."""

    treatment: str | None = None
    decision: Decision | None = None
    modification: Modification | None = None
    claims_administrator: GuidelineParagraph = GuidelineParagraph()
    expert_reviewer: GuidelineParagraph = GuidelineParagraph()
    rationale: str | None = None
    rationale_citations: tuple[Citation, ...] = ()
    literature_references: tuple[LiteratureReference, ...] = ()
    """Author-year references of the rationale, one entry a mention."""
    category: str | None = None
    details: TreatmentDetails | None = None
    drug: Drug | None = None


class Warning(msgspec.Struct, frozen=True, kw_only=True):
    """What may be wrong with one value, and why. `field` is the value's path in the record."""

    code: str
    severity: Severity = "doubt"
    """`error`: the value is likely wrong or missing; `doubt`: check it; `note`: odd in the letter itself.
    (Records of versions before there were severities have `doubt`.)"""
    field: str
    message: str
    printed: str | UnsetType = UNSET
    """Where the value is a repair, what stands in its place on the page: `O1/l3/2017` of the date 2017-01-13."""
    evidence: tuple[tuple[int, int, int], ...] | UnsetType = UNSET
    """With `--evidence`, the words that the warning is about, else those that the value was read from: spans as in the
    record's `evidence`."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One letter. A line of the output is this, or a `Failure` where an input gave no record."""

    schema_version: str = SCHEMA_VERSION
    source: Source
    form: FormName | None = None
    case_number: str | None = None
    dates: Dates = Dates()
    priority: Priority | None = None
    outcome: Outcome | None = None
    reviewer: Reviewer = Reviewer()
    patient: Patient = Patient()
    case_summary: str | None = None
    documents_reviewed: tuple[str, ...] = ()
    disputed_items: tuple[DisputedItem, ...] = ()
    warnings: tuple[Warning, ...] = ()
    found_by: dict[str, str] | UnsetType = UNSET
    """Where the letter follows no known form: by the path of a value, the words or the rule that it was found by."""
    evidence: dict[str, tuple[tuple[int, int, int], ...]] | UnsetType = UNSET
    """With `--evidence`: spans by the path of the value, each page (from 1), start and end (not included) in the
    page's text."""
    ocr_confidence: dict[str, float] | UnsetType = UNSET
    """With `--evidence`, for values read by OCR: by path, the least confidence (0 to 1) of the words read for it."""


class FailedSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where an input, or a letter in it, that gave no record came from."""

    path: str
    pages: tuple[int, ...] | UnsetType = UNSET
    """Pages of the letter that failed, where the input holds several."""


class Error(msgspec.Struct, frozen=True, kw_only=True):
    """Why an input gave no record, and what to do."""

    code: str
    message: str


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """An input, or one letter of several in it, that gave no record."""

    source: FailedSource
    error: Error


def page_ranges(pages: Iterable[int]) -> str:
    """Page numbers for a person: `2-4, 7`."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][-1] + 1:
            ranges[-1][1:] = [page]
        elif not ranges or page != ranges[-1][-1]:
            ranges.append([page])
    return ", ".join("-".join(map(str, ends)) for ends in ranges)
