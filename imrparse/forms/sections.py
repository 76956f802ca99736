"""What a form module gives: the parts of a letter as spans of its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from imrparse.evidence import Doubt, Span
from imrparse.letter import Letter
from imrparse.record import FormName

FORMS_OF_2013: frozenset[FormName] = frozenset(("mpr-2013", "notice-2013", "fdl-2013"))
FORMS_SINCE_2014: frozenset[FormName] = frozenset(("fdl-2014", "fdl-2015"))

ITEM_PARTS = ("treatment", "decision", "claims_administrator", "expert_reviewer", "rationale")


class ItemSections(msgspec.Struct, frozen=True, kw_only=True):
    """One disputed item: its heading and the three labelled paragraphs below it. A part not found is `None`."""

    treatment: Span | None = None
    decision: Span | None = None
    claims_administrator: Span | None = None
    expert_reviewer: Span | None = None
    rationale: Span | None = None


class Sections(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a letter. Doubts name record paths whose section was hard to find."""

    anchors: Mapping[str, bool]
    """Each kind of anchor that the form prints, in plain words, and whether it was found."""
    header: Span | None = None
    """The block of labels and values, with what stands above it."""
    filing: Span | None = None
    """The sentences that tell when the application was filed and assigned (2013)."""
    cover: Span | None = None
    """The cover letter's sentences "Final Determination: UPHOLD. This means …" (2013)."""
    credentials: Span | None = None
    case_summary: Span | None = None
    documents_reviewed: Span | None = None
    items: tuple[ItemSections, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    found_by: Mapping[str, str] = msgspec.field(default_factory=dict)
    """For a letter of no known form: by the record path of a part, the words or the rule that it was found by."""


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form: its name, how a letter is known to follow it, and how its parts are told apart."""

    name: FormName
    recognises: Callable[[Letter], bool]
    sections: Callable[[Letter], Sections]
    lacks: frozenset[str] = frozenset()
    """What the form does not print: record paths, those of items without the item's number."""
    often_lacks: frozenset[str] = frozenset()
    """What only some letters of the form print: that one lacks it is a note."""
