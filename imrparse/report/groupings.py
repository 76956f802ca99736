"""By what the figures divide disputed items and the table filters them: one definition for both."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from imrparse.record import DisputedItem, GuidelineParagraph, Record

CALIFORNIA = ("California among them", "other states only")
NO_GUIDELINE = "none"


@dataclass(frozen=True)
class Grouping:
    """One way to divide disputed items into groups."""

    key: str
    """Name of the filter in the report's addresses."""
    title: str
    definition: str
    """What puts an item in a group, in a sentence."""
    lacking: str
    """Why an item is in no group."""
    groups: Callable[[Record, DisputedItem], Sequence[str] | None]
    """An item's groups; none where its letter does not say, `None` where the item is not of the kind that is asked."""
    in_order: bool = False
    """Whether groups stand in the order of their names, else the largest first."""


def _category(_: Record, item: DisputedItem) -> Sequence[str]:
    return [item.category] if item.category else []


def _drug_class(_: Record, item: DisputedItem) -> Sequence[str] | None:
    if item.drug is None and item.category != "Pharmaceuticals":
        return None
    return [item.drug.class_] if item.drug and item.drug.class_ else []


def _reviewer_sources(_: Record, item: DisputedItem) -> Sequence[str]:
    return cited_sources(item.expert_reviewer)


def _administrator_sources(_: Record, item: DisputedItem) -> Sequence[str]:
    return cited_sources(item.claims_administrator)


def cited_sources(paragraph: GuidelineParagraph) -> list[str]:
    """The sources that a guideline paragraph cites, `none` where it says so, nothing where that is not known."""
    if paragraph.citations:
        return list(dict.fromkeys(citation.source for citation in paragraph.citations))
    return [NO_GUIDELINE] if paragraph.basis == "none" else []


def _reviewer_sections(_: Record, item: DisputedItem) -> Sequence[str]:
    return cited_sections(item.expert_reviewer)


def cited_sections(paragraph: GuidelineParagraph) -> list[str]:
    """Each section that a guideline paragraph cites, with its guideline: `Special Studies (Low Back Complaints)`."""
    names = []
    for citation in paragraph.citations:
        title = citation.known_title or citation.title
        work = f"ODG {title}" if citation.source == "ODG" and title else title or citation.source
        for section, known in itertools.zip_longest(citation.sections, citation.known_sections):
            if section:
                names.append(f"{known or section} ({work})")
    return list(dict.fromkeys(names))


def _specialties(record: Record, _: DisputedItem) -> Sequence[str]:
    return record.reviewer.specialties


def _california(record: Record, _: DisputedItem) -> Sequence[str]:
    states = record.reviewer.licensure
    return [CALIFORNIA[0] if "California" in states else CALIFORNIA[1]] if states else []


def _year(record: Record, _: DisputedItem) -> Sequence[str]:
    decision = record.dates.decision
    return [str(decision.year)] if decision else []


SOURCES = (
    "By the sources that the {} guideline paragraph of the item cites; an item that cites several counts in each. "
    "“none”: the paragraph says that none was cited."
)
NOT_CITED = "no such paragraph, or its guidelines were not understood"

GROUPINGS = (
    Grouping(
        "category",
        "Treatment category",
        "By the state's request category of the item.",
        "the words of the request decide none",
        _category,
    ),
    Grouping(
        "class",
        "Drug class",
        "Of items that ask for a drug, by its class.",
        "the drug is not known, or the request names several",
        _drug_class,
    ),
    Grouping("source", "Guideline cited by the reviewer", SOURCES.format("reviewer's"), NOT_CITED, _reviewer_sources),
    Grouping(
        "administrator",
        "Guideline cited by the claims administrator",
        SOURCES.format("claims administrator's"),
        NOT_CITED,
        _administrator_sources,
    ),
    Grouping(
        "section",
        "Guideline section cited by the reviewer",
        "By the sections and ODG topics that the reviewer's guideline paragraph of the item cites; an item that cites "
        "several counts in each. Under the catalogue's names where it has them, else as printed.",
        "the paragraph cites no section",
        _reviewer_sections,
    ),
    Grouping(
        "specialty",
        "Reviewer's specialty",
        "By the certifications and specialties of the reviewer, as printed but for capitals and “&”; an item counts in "
        "each of them.",
        "the reviewer's specialties were not found",
        _specialties,
    ),
    Grouping(
        "california",
        "Reviewer's licence",
        "By the states that the reviewer is licensed in.",
        "the reviewer's licences were not found",
        _california,
    ),
    Grouping(
        "year",
        "Year of decision",
        "By the year of the letter's date of decision.",
        "the date of decision was not found",
        _year,
        in_order=True,
    ),
)


class Spellings:
    """The spelling under which each group goes: the most frequent of those that differ in capitals and `&` only."""

    def __init__(self, records: Iterable[Record]) -> None:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for record in records:
            for item in record.disputed_items:
                for grouping in GROUPINGS:
                    for label in grouping.groups(record, item) or ():
                        found[_fold(label)][label] += 1
        self._label = {folded: min(spelt, key=lambda label: (-spelt[label], label)) for folded, spelt in found.items()}

    def groups(self, grouping: Grouping, record: Record, item: DisputedItem) -> list[str] | None:
        """The item's groups under their spelling, each once; `None` where the grouping is not about such items."""
        labels = grouping.groups(record, item)
        return None if labels is None else list(dict.fromkeys(self._label[_fold(label)] for label in labels))


def _fold(label: str) -> str:
    return " ".join(label.replace("&", " and ").casefold().split())
