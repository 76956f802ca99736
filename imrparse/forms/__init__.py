"""Third stage: which printed form a letter follows, and its headings as spans of the letter's text.

A new form is one module here with a `FORM`, one entry in `FORMS` and a sample.
"""

from __future__ import annotations

from imrparse.errors import NotALetter
from imrparse.forms import anchors, fdl_2014, fdl_2015, final_determination
from imrparse.forms.sections import Form, ItemSections, Sections
from imrparse.letter import Letter
from imrparse.record import FormName

__all__ = ["FORMS", "Form", "ItemSections", "Sections", "divide"]

FORMS: tuple[Form, ...] = (fdl_2015.FORM, fdl_2014.FORM)
"""In the order in which they are tried."""

LEAST_ANCHORS = 3
"""Kinds of anchor that make a text an IMR letter. Decisions of other kinds (utilization review denials, appeals)
share single phrases with it; a real letter that lost a page still has five."""


def divide(letter: Letter) -> tuple[FormName | None, Sections]:
    """The form that `letter` follows, `None` where no form's own marks are left, and its parts.

    Raises:
        NotALetter: fewer than `LEAST_ANCHORS` kinds of anchor are in the text.
    """
    found, missing = _anchors(letter)
    if len(found) < LEAST_ANCHORS:
        raise NotALetter(
            f"the text is no IMR final determination letter (found: {', '.join(found) or 'nothing of one'}; "
            f"not found: {', '.join(missing)}): pass the letter itself"
        )
    for form in FORMS:
        if form.recognises(letter):
            return form.name, form.sections(letter)
    return None, final_determination.sections(letter)


def _anchors(letter: Letter) -> tuple[list[str], list[str]]:
    """The kinds of anchor that the text holds and those that it does not."""
    labels = {match.lastgroup for match in anchors.LABEL.finditer(letter.text, 0, letter.body_end)}
    kinds = {
        "how the determination was made": anchors.HOW_MADE.find(letter),
        "reviewer's credentials": anchors.LICENSURE.search(letter.text) or anchors.LICENSED_TO_PRACTICE.search(letter.text),
        "clinical case summary": anchors.CASE_SUMMARY.find(letter) or anchors.CASE_SUMMARY_LEAD_IN.search(letter.text),
        "issues and decisions": anchors.ISSUES.find(letter) or anchors.ISSUES_LEAD_IN.search(letter.text),
        "claims administrator guideline": "claims_administrator" in labels,
        "expert reviewer guideline": "expert_reviewer" in labels,
        "decision rationale": "rationale" in labels,
    }
    return [kind for kind, place in kinds.items() if place], [kind for kind, place in kinds.items() if not place]
