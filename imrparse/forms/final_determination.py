"""How the parts of a final determination letter since 2014 are told apart (`fdl-2014` and `fdl-2015`).

The two forms differ only in how the reviewer's credentials are printed and in the wording inside the
guideline paragraphs; each has a module of its own that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from imrparse.evidence import Doubt, Span, filled
from imrparse.forms import anchors
from imrparse.forms.cover_letter import find_cover_letter, find_outcome
from imrparse.forms.documents_list import documents_list
from imrparse.forms.header_block import header_below
from imrparse.forms.items import split_items
from imrparse.forms.sections import ItemSections, Sections
from imrparse.letter import Letter

CREDENTIALS = (
    anchors.CREDENTIALS_LEAD_IN,
    anchors.LICENSED_TO_PRACTICE,
    "active clinical practice",
    "reviewer is board certified",
)
"""Words of the paragraph about the reviewer that the case summary does not use."""

REST_OF_LEAD_IN = ("the final determination", "final determination", "set forth", "decisions for the", "items/serv")
"""Beginnings of what is left of the sentence above the first item where it is damaged."""


PART_NAMES = {
    "decision": "decision",
    "claims_administrator": "claims administrator guideline",
    "expert_reviewer": "expert reviewer guideline",
    "rationale": "decision rationale",
}


Split = Callable[..., tuple[tuple[ItemSections, ...], tuple[Doubt, ...]]]
"""As `imrparse.forms.items.split_items`."""


def sections(letter: Letter, split: Split = split_items) -> Sections:
    """The parts of `letter`, found by the form's headings, or by its lead-in sentences where a heading is missing.

    Args:
        split: tells the disputed items apart.
    """
    how_made = anchors.HOW_MADE.find(letter)
    summary_heading = anchors.CASE_SUMMARY.find(letter, how_made.end if how_made else 0)
    issues_heading = anchors.ISSUES.find(letter, summary_heading.end if summary_heading else 0)
    lead_in = anchors.ISSUES_LEAD_IN.find(letter, issues_heading.end if issues_heading else 0)
    items_from = lead_in.end if lead_in else issues_heading.end if issues_heading else 0
    items, doubts = split(letter, items_from, letter.body_end, heading_first=items_from > 0)
    first = items[0].treatment if items else None
    if first and letter.flat.startswith(REST_OF_LEAD_IN, first.start):
        message = "the form's sentence above the first item is missing or damaged"
        doubts = (*doubts, Doubt("section_missing", "disputed_items.0.treatment", message))
    summary_end = issues_heading.start if issues_heading else lead_in.start if lead_in else _first_place(items, letter)
    summary = _case_summary(letter, summary_heading, summary_end)
    anchors_found = {
        "how the determination was made": how_made,
        "clinical case summary": summary_heading or summary,
        "issues and decisions": issues_heading or lead_in,
        **{name: any(getattr(item, part) for item in items) for part, name in PART_NAMES.items()},
    }
    header_end = how_made.start if how_made else _header_end(letter)
    return Sections(
        anchors={name: bool(place) for name, place in anchors_found.items()},
        header=header_below(letter, find_cover_letter(letter, header_end), header_end),
        cover=find_outcome(letter, header_end),
        credentials=_credentials(letter, how_made, summary_heading, summary, summary_end),
        case_summary=summary,
        documents_reviewed=_documents(letter, summary_heading, summary_end),
        items=items,
        doubts=doubts if issues_heading or lead_in else (*doubts, *_without_issues_heading()),
    )


def _case_summary(letter: Letter, heading: Span | None, end: int) -> Span | None:
    """The summary without the form's lead-in sentence; also found by that sentence alone."""
    lead_in = anchors.CASE_SUMMARY_LEAD_IN.find(letter, heading.end if heading else 0, end)
    if lead_in is None and heading is None:
        return None
    if lead_in is None and heading and (reworded := anchors.ANY_LEAD_IN.match(letter.flat, heading.end, end)):
        return filled(letter.text, reworded.end(), end)
    start = lead_in.end if lead_in else heading.end if heading else 0
    return filled(letter.text, start, end)


def _credentials(
    letter: Letter, how_made: Span | None, summary_heading: Span | None, summary: Span | None, end: int
) -> Span | None:
    start = how_made.end if how_made else 0
    lead_in = None if summary_heading else anchors.CASE_SUMMARY_LEAD_IN.find(letter, start, end)
    stop = next((part.start for part in (summary_heading, lead_in, summary) if part), end)
    documents = anchors.DOCUMENTS_REVIEWED.find(letter, start, stop)
    stop = documents.start if documents else stop
    return filled(letter.text, start, stop) if how_made or _tells_credentials(letter, start, stop) else None


def _tells_credentials(letter: Letter, start: int, end: int) -> bool:
    """Whether words without their heading are of the reviewer: a letter that lost its first page begins elsewhere."""
    if any(letter.flat.find(words, start, end) >= 0 for words in CREDENTIALS):
        return True
    return any(label.search(letter.flat, start, end) for label in (anchors.LICENSURE, anchors.SPECIALTY))


def _documents(letter: Letter, summary_heading: Span | None, end: int) -> Span | None:
    """The list of documents, where the form prints it: above the case summary."""
    stop = summary_heading.start if summary_heading else end
    heading = anchors.DOCUMENTS_REVIEWED.find(letter, 0, stop)
    return documents_list(letter, heading.end, stop) if heading else None


def _header_end(letter: Letter) -> int:
    """Without its first heading, the header block can only stand above the first sentence of the letter."""
    wordings = (
        anchors.CREDENTIALS_LEAD_IN,
        anchors.LICENSED_TO_PRACTICE,
        *anchors.CASE_SUMMARY.wordings,
        *anchors.DOCUMENTS_REVIEWED.wordings,
    )
    places = [place for wording in wordings if (place := letter.flat.find(wording, 0, letter.body_end)) >= 0]
    return min(places, default=letter.body_end)


def _first_place(items: Sequence[ItemSections], letter: Letter) -> int:
    places = [
        span.start for item in items[:1] for span in (item.treatment, item.decision, item.claims_administrator) if span
    ]
    return min(places) if places else letter.body_end


def _without_issues_heading() -> tuple[Doubt, ...]:
    message = "the heading above the disputed items is missing, so where the case summary ends is unclear"
    return (Doubt("section_missing", "case_summary", message), Doubt("section_missing", "disputed_items", message))
