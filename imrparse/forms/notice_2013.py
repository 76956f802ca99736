"""The Notice of Independent Medical Review Determination, spring to autumn 2013.

"1) MAXIMUS Federal Services, Inc. has determined the request for <item> is not medically necessary and appropriate.",
printed on the notice and once more under "Independent Medical Review Decision and Rationale"; then, for each item,
"1) Regarding the request for <item>:" with its guidelines and its rationale.
"""

from __future__ import annotations

from imrparse.evidence import Doubt, Span, filled, trimmed
from imrparse.forms import anchors, notice_items
from imrparse.forms.anchors import Heading, Sentence
from imrparse.forms.documents_list import documents_list
from imrparse.forms.header_block import header_block
from imrparse.forms.items import ending
from imrparse.forms.sections import Form, Sections
from imrparse.letter import Letter
from imrparse.patterns import IGNORECASE, Pattern

TITLE = "notice of independent medical review determination"
DECISION_AND_RATIONALE = Heading(
    (
        "independent medical review decision and rationale",
        "independent medical review decision(s) and rationale(s)",
        "independent medical review decisions and rationales",
    )
)
FILING = Sentence(
    "application for independent medical review was filed on",
    Pattern(r"[^.]{0,40}"),
    before=("an ",),
)
QUALIFICATIONS = Heading(
    (
        "medical qualifications of the expert reviewer",
        "medical qualifications of the expert reviewers",
        "medical qualifications of the physician reviewer",
        "medical qualifications of the professional reviewer",
        "qualifications of the expert reviewer",
    ),
    run_in=True,
)
SUMMARY = Heading(
    (
        "(expert reviewer) case summary",
        "expert reviewer case summary",
        "expert reviewer's case summary",
        "clinical case summary",
        "case summary",
    ),
    run_in=True,
)
DOCUMENTS = Heading(
    ("documents reviewed for determination", "documents reviewed for the determination", "documents reviewed"),
    run_in=True,
)

DATE = r"(?: \d{1,2}[/-]\d{1,2}[/-]\d{2,4} | [a-z]{3,9}\.? \s? \d{1,2} ,? \s? \d{4} )"
DISCLAIMER = Pattern(
    # "Disclaimer: The following case summary was taken directly from the utilization review denial/modification dated
    #  August 30, 2013."
    rf"""
    \s* (?: disclaimer \s? [:.]? \s* )? the \s? following \s? (?:clinical\s?)? case \s? summary \s?
    (?: was | is | were | has\s?been ) \s? (?:taken|copied|obtained|excerpted) \b
    (?: [^.:"]{{0,200}}? dated \s? :? \s? {DATE} \s? [.:,]? | [^.:"]{{0,200}} [.:] )
    """,
    IGNORECASE,
)


def _recognises(letter: Letter) -> bool:
    """Known by its title, or by the sentence of its decisions together with the headings of its items."""
    flat = letter.flat
    return (
        TITLE in flat
        or notice_items.DETERMINED.search(flat, 0, letter.body_end) is not None
        or (notice_items.REGARDING_WORDS in flat and notice_items.RELIED_UPON_WORDS in flat)
    )


def _sections(letter: Letter) -> Sections:
    decision_heading = DECISION_AND_RATIONALE.find(letter)
    filing = FILING.find(letter)
    qualifications = QUALIFICATIONS.find(letter)
    summary_heading = SUMMARY.find(letter, qualifications.end if qualifications else 0)
    documents_heading = DOCUMENTS.find(letter, qualifications.end if qualifications else 0)
    places = (decision_heading, filing, qualifications, summary_heading, documents_heading)
    headings = [place for place in places if place]
    items = notice_items.read(letter, headings, decision_heading or filing)
    begins = sorted({place.start for place in headings} | set(items.begins) | {letter.body_end})

    def section(heading: Span | None) -> Span | None:
        """From a heading to the next part of the letter."""
        if heading is None:
            return None
        return filled(letter.text, heading.end, next(place for place in begins if place >= heading.end))

    documents = section(documents_heading)
    whole_summary = section(summary_heading)
    filed = filing and section(Span(filing.start, filing.end))
    return Sections(
        anchors={
            "the decisions": items.has_decisions,
            "medical qualifications": bool(qualifications),
            "case summary": bool(summary_heading),
            "documents reviewed": bool(documents_heading),
            "the items' headings": items.has_parts,
            "the filing of the application": bool(filing),
        },
        header=header_block(letter, begins[0]),
        filing=filing and filed and Span(filing.start, filed.end),
        credentials=section(qualifications),
        case_summary=whole_summary and _without_disclaimer(letter, whole_summary),
        documents_reviewed=documents and documents_list(letter, *documents),
        items=items.items,
        doubts=(
            *items.doubts,
            *_missing_headings(summary_heading),
            *ending(letter, whole_summary, documents, items.items),
        ),
    )


def _missing_headings(summary: Span | None) -> tuple[Doubt, ...]:
    if summary:
        return ()
    return (Doubt("section_missing", "case_summary", "the heading of the case summary was not found"),)


def _without_disclaimer(letter: Letter, section: Span) -> Span | None:
    """The summary's own words: neither the form's sentence above it nor the quote marks around it.

    The quote marks say that the form took the summary from another paper; they are kept where they are around a part.
    """
    lead_in = DISCLAIMER.match(letter.flat, *section)
    reworded = None if lead_in else anchors.CASE_SUMMARY_LEAD_IN.find(letter, section.start, section.start + 200)
    start = lead_in.end() if lead_in else reworded.end if reworded else section.start
    span = trimmed(letter.text, start, section.end)
    if span.start < span.end and _in_quotes(letter.text[span.start : span.end]):
        closed = letter.text[span.end - 1] == '"'
        span = trimmed(letter.text, span.start + 1, span.end - closed)
    return span if span.start < span.end else None


def _in_quotes(text: str) -> bool:
    """Whether quote marks are around the whole text, the last of which may be lost."""
    if text[0] != '"' or len(text) < 2:
        return False
    depth = 0
    for at, character in enumerate(text):
        if character == '"':
            opens = at == 0 or (text[at - 1] in " \n([" and at + 1 < len(text))
            depth += 1 if opens else -1
            if depth == 0:
                return at == len(text) - 1
    return True


FORM = Form("notice-2013", _recognises, _sections, frozenset({"priority"}))
