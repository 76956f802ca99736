"""The printed headings and labels that the final determination letters since 2014 share.

Wording from the forms `fdl-2014` and `fdl-2015`. Headings stand on lines of their own; a heading may
wrap, so any white space may stand between its words.
"""

from __future__ import annotations

from typing import NamedTuple

from imrparse.evidence import Span
from imrparse.letter import Letter
from imrparse.patterns import IGNORECASE, MULTILINE, Pattern


class Heading(NamedTuple):
    """A heading in two readings: on lines of its own in any case, else in capitals anywhere."""

    own_line: Pattern
    anywhere: Pattern

    def find(self, letter: Letter, start: int = 0, end: int | None = None) -> Span | None:
        """The heading's first place in `letter.text[start:end]`."""
        stop = letter.body_end if end is None else end
        for pattern in self:
            match = pattern.search(letter.text, start, stop)
            if match:
                return Span(*match.span())
        return None


def _heading(pattern: str) -> Heading:
    return Heading(
        Pattern(rf"^\W*{pattern}\s*:?$", IGNORECASE | MULTILINE),
        Pattern(rf"\b{pattern}(?![a-z])"),
    )


HOW_MADE = _heading(r"HOW\s+THE\s+IMR\s+FINAL\s+DETERMINATION\s+WAS\s+MADE")
CASE_SUMMARY = _heading(r"CLINICAL\s+CASE\s+SUMMARY")
DOCUMENTS_REVIEWED = _heading(r"DOCUMENTS\s+REVIEWED")
ISSUES = _heading(r"IMR\s+(?:ISSUES?\s*,?\s+)?DECISIONS?(?:\(S\))?\s*,?\s+AND\s+RATIONALES?(?:\(S\))?")

CASE_SUMMARY_LEAD_IN = Pattern(
    r"""
    (?:the\s+)? (?:expert|physician)\s+reviewer\s+developed\s+the\s+following\s+clinical\s+case\s+summary
    \s+based\s+on\s+a\s+review\s+of\s+the\s+case\s+file,?\s+including\s+all\s+medical\s+records\s*[:.]?
    """,
    IGNORECASE,
)
ISSUES_LEAD_IN = Pattern(
    r"""
    the\s+final\s+determination\s+was\s+based\s+on\s+decisions\s+for\s+the\s+disputed\s+items?\s*/\s*services?
    \s+set\s+forth\s+below\s*[:.]?
    """,
    IGNORECASE,
)
CLOSING = Pattern(
    # What may stand below the last rationale: the letter's end, never part of the rationale.
    r"""
    ^ (?: sincerely,? $ | cc: | effect\s+of\s+the\s+decision:? $ | disclaimer:\s+maximus
        | (?:notice\s+of\s+)?right\s+to\s+appeal:? $ )
    """,
    IGNORECASE | MULTILINE,
)

LABEL = Pattern(
    # "Claims Administrator guideline:", "MAXIMUS guideline:", "Maximus Guidelines:", "Decision rationale:"
    r"""
    ^ (?: (?P<claims_administrator> claims\s+administrator(?:'s)?\s+guidelines?(?:\(s\))? )
        | (?P<expert_reviewer> (?:maximus|IMR|(?:expert|physician)\s+reviewer)(?:'s)?\s+guidelines?(?:\(s\))? )
        | (?P<rationale> decision\s+rationale s? ) )
    \s*:[ ]?
    """,
    IGNORECASE | MULTILINE,
)
LABEL_INLINE = Pattern(
    # The same labels inside a line, for text that lost its line ends; only as the form prints them.
    r"""
    \b (?: (?P<claims_administrator> Claims\s+Administrator\s+guideline )
         | (?P<expert_reviewer> (?:MAXIMUS|Maximus)\s+guideline )
         | (?P<rationale> Decision\s+rationale ) )
    :[ ]?
    """
)
DECISION = Pattern(
    # The end of an item's heading: "Norco 10/325mg #60: Upheld", "…, 2 sessions is: Overturned"
    r"""
    (?P<lead> (?:\s+is)? \s* [:;] \s* | \s+is\s+ )
    (?P<decision> upheld | overturned | modified | uphold | overturn )
    \s* \.? \s* $
    """,
    IGNORECASE,
)
DECISION_DAMAGED = Pattern(
    r"(?P<lead>(?:\s+is)?\s*[:;.,]?\s*)(?P<decision>(?:upheld|overturned){e<=2})\s*\.?\s*$", IGNORECASE
)
LICENSURE = Pattern(r"state(?:\(s\)|s)?\s+of\s+licensure\s*:", IGNORECASE)
SPECIALTY = Pattern(r"certifications?(?:\(s\))?\s*/\s*specialt(?:y|ies)\s*:", IGNORECASE)
CREDENTIALS_LEAD_IN = Pattern(r"the\s+(?:expert|physician)\s+reviewer\s+has\s+the\s+following\s+credentials\s*:?", IGNORECASE)
LICENSED_TO_PRACTICE = Pattern(r"licensed\s+to\s+practice\s+in\b", IGNORECASE)
