"""The parts of a letter that values were read from, with the record paths of these values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imrparse.evidence import Doubt, Span
from imrparse.forms.sections import ITEM_PARTS, Sections
from imrparse.record import Severity

READ_FROM_REQUEST = ("treatment", "modification", "drug", "category", "details")
READ_FROM_PART = {
    "treatment": READ_FROM_REQUEST,
    "decision": ("decision",),
    "claims_administrator": ("claims_administrator",),
    "expert_reviewer": ("expert_reviewer",),
    "rationale": ("rationale", "rationale_citations", "literature_references"),
}
"""By the part of an item, the values that are read from it."""


class Part(NamedTuple):
    """A part of the letter that values were read from."""

    name: str
    span: Span
    paths: tuple[str, ...]


def parts_of(sections: Sections) -> list[Part]:
    """The parts of the letter in record order, each with the record paths of what is read from it."""
    parts: list[Part] = []
    whole: tuple[tuple[str, Span | None, tuple[str, ...]], ...] = (
        ("credentials", sections.credentials, ("reviewer",)),
        ("case_summary", sections.case_summary, ("case_summary", "patient")),
        ("documents_reviewed", sections.documents_reviewed, ("documents_reviewed",)),
    )
    for name, span, paths in whole:
        if span:
            parts.append(Part(name, span, paths))
    for number, item in enumerate(sections.items):
        for name in ITEM_PARTS:
            span = getattr(item, name)
            if span:
                paths = tuple(f"disputed_items.{number}.{value}" for value in READ_FROM_PART[name])
                parts.append(Part(name, span, paths))
    return parts


def doubts_at(code: str, paths: Sequence[str], message: str, severity: Severity | None = None) -> Iterator[Doubt]:
    """One doubt for each of the paths; `severity` where it is another than the code's."""
    return (Doubt(code, path, message, severity=severity) for path in paths)
