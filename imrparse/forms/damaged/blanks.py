"""Blanks lost or put in inside the form's own phrases, wherever these stand.

Only blanks are mended here, never a letter: a value that holds such a phrase stays what is printed but for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from imrparse.forms import mpr_2013, notice_2013, notice_items
from imrparse.forms.damaged.mends import Mend
from imrparse.letter import Letter
from imrparse.likeness import Skeleton

PHRASES = (
    # The longer ones first: a phrase inside another is mended with it.
    "the following relevant documents received from the interested parties and the documents provided with the "
    "application were reviewed and considered. these documents included:",
    "all medical, insurance, and administrative records provided were reviewed",
    "the following clinical case summary",
    "the following case summary was taken",
    "application for independent medical review was filed on",
    "disputing the utilization review denial dated",
    "a notice of assignment and request for information was provided to the above parties on",
    "maximus federal services, inc. has determined the request for",
    "regarding the request for",
    "found the guidelines used by the claims administrator relevant and appropriate for the employee's clinical "
    "circumstance",
    "did not cite any medical evidence for its decision",
    "did not cite any evidence based criteria in its utilization review determination letter",
    "based their decision on recommendation(s) outside of the mtus guidelines",
    "part of the medical treatment utilization schedule",
    "medical treatment utilization schedule",
    "which is part of the mtus",
    "based his/her decision on",
    "based its decision on",
    "decision based on",
    "non-mtus citation",
    "official disability guidelines",
    "the claims administrator",
    "the expert reviewer",
    "the physician reviewer",
    "is not medically necessary and appropriate",
    "is medically necessary and appropriate",
    "was the original request",
    "was authorized by the claims administrator",
    "the remaining imr eligible portion of the original request",
    "reviewer is board certified in",
    "has a subspecialty in",
    "licensed to practice in",
    "this means we decided that",
    "of the disputed items/services are medically necessary and appropriate",
    "the request for",
)
"""Lead-ins and set phrases of all the forms, in lower case."""

HEADINGS = tuple(
    sorted(
        {
            wording
            for heading in (
                *(notice_2013.DECISION_AND_RATIONALE, notice_2013.QUALIFICATIONS, notice_2013.SUMMARY),
                *(notice_2013.DOCUMENTS, notice_items.RATIONALE, notice_items.EFFECT),
                *(mpr_2013.ISSUE, mpr_2013.SUMMARY, mpr_2013.DOCUMENTS, mpr_2013.GUIDELINES, mpr_2013.QUALIFICATIONS),
            )
            for wording in heading.wordings
        }
        | {
            notice_2013.TITLE,
            mpr_2013.TITLE,
            "section of the medical treatment utilization schedule relied upon by the expert reviewer to make his/her "
            "decision",
            "medical treatment guideline(s) relied upon by the expert reviewer to make his/her decision",
            "rationale for why the requested treatment/service is/was not medically necessary",
            "rationale for why the requested treatment/service is/was medically necessary",
        },
        key=len,
        reverse=True,
    )
)
SIGNS = ("decision based on", "based its decision on", "medically necessary", "case summary", "documents reviewed")
"""Phrases of which every form has one: where one of them lacks a blank, others may."""

OPEN = ("for", "on", "in")
"""Last words of phrases that a name follows: a blank that is lost behind them is put back."""


def lacks_blanks(letter: Letter) -> bool:
    """Whether one of the form's commonest phrases stands in the letter with a blank lost or put in."""
    squeezed = letter.flat.replace(" ", "")
    return any(squeezed.count(sign.replace(" ", "")) != letter.flat.count(sign) for sign in SIGNS)


def mend_blanks(letter: Letter, skeleton: Skeleton) -> Iterator[Mend]:
    """Mends of the phrases in the letter whose blanks are not where they belong."""
    for phrase in (*HEADINGS, *PHRASES):
        squeezed = phrase.replace(" ", "")
        for like in skeleton.find(phrase):
            start, end = like.start, like.end
            start -= phrase.startswith("(") and letter.text[start - 1 : start] == "("
            end += phrase.endswith(":") and letter.text[end : end + 1] == ":"
            printed = letter.text[start:end]
            if letter.flat[start:end] == phrase or "".join(printed.split()).lower() != squeezed:
                continue
            meant = _with_blanks(printed, phrase)
            glued = phrase.endswith(OPEN) and letter.text[end : end + 1].isalnum()
            yield Mend(start, end, meant + " " * glued)


def _with_blanks(printed: str, phrase: str) -> str:
    """The printed letters with the blanks of the phrase."""
    letters = iter("".join(printed.split()))
    return "".join(" " if c == " " else next(letters) for c in phrase)
