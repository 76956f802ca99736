"""Third stage: which printed form a letter follows, and its headings as spans of the letter's text.

A new form is one module here with a `FORM`, one entry in `FORMS` and a sample.
"""

from __future__ import annotations

from imrparse.errors import NotALetter
from imrparse.forms import anchors, fdl_2013, fdl_2014, fdl_2015, mpr_2013, notice_2013, unknown
from imrparse.forms.sections import Form, ItemSections, Sections
from imrparse.letter import Letter

__all__ = ["FORMS", "Form", "ItemSections", "Sections", "divide"]

FORMS: tuple[Form, ...] = (fdl_2015.FORM, notice_2013.FORM, mpr_2013.FORM, fdl_2013.FORM, fdl_2014.FORM)
"""In the order in which they are tried."""

LEAST_ANCHORS = 3
"""Kinds of anchor that make a text an IMR letter. Decisions of other kinds (utilization review denials, appeals)
share single phrases with it; a real letter that lost a page still has five."""


def divide(letter: Letter) -> tuple[Form | None, Sections]:
    """The form that `letter` follows, `None` where no form's own marks are left, and its parts.

    Raises:
        NotALetter: fewer than `LEAST_ANCHORS` kinds of anchor are in the text.
    """
    form = next((form for form in FORMS if form.recognises(letter)), None)
    if form is None:
        return None, unknown.sections(letter)
    sections = form.sections(letter)
    found = [kind for kind, present in sections.anchors.items() if present]
    if len(found) < LEAST_ANCHORS and anchors.speaks_of_credentials(letter, sections.credentials):
        found.insert(0, "the reviewer's credentials")
    if len(found) < LEAST_ANCHORS:
        of_a_letter = ", ".join(found) or "nothing"
        raise NotALetter(f"no IMR final determination letter (found of one: {of_a_letter}): pass the letter itself")
    return form, sections
