"""Blanks lost or put in inside the form's own phrases, wherever these stand.

Only blanks are mended here, never a letter: a value that holds such a phrase stays what is printed but for them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from imrparse import catalog
from imrparse.catalog.guidelines import AcoemCatalog, MtusCatalog
from imrparse.forms import mpr_2013, notice_2013, notice_items
from imrparse.forms.damaged.mends import Mend
from imrparse.forms.sections import FORMS_SINCE_2014
from imrparse.letter import Letter
from imrparse.likeness import Skeleton
from imrparse.record import FormName

PHRASES = (
    # The longer ones first: a phrase inside another is mended with it.
    "the following relevant documents received from the interested parties and the documents provided with the "
    "application were reviewed and considered. these documents included:",
    "all medical, insurance, and administrative records provided were reviewed",
    "the following clinical case summary",
    "the following case summary was taken directly from the utilization review denial/modification dated",
    "the following case summary was taken directly from the utilization review",
    "the following case summary was taken",
    "application for independent medical review was filed on",
    "disputing the utilization review denial dated",
    "a notice of assignment and request for information was provided to the above parties on",
    "maximus federal services, inc. has determined the request for",
    "maximus federal services, inc. has determined the request for a",
    "maximus federal services, inc. has determined the request for the",
    "regarding the request for a",
    "regarding the request for the",
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
    "decision based on mtus",
    "decision based on",
    "non-mtus citation official disability guidelines",
    "non-mtus citation odg",
    "non-mtus citation",
    "official disability guidelines",
    "the claims administrator",
    "the expert reviewer",
    "the physician reviewer",
    *(f"{verb} {word}medically necessary and appropriate" for verb in ("is", "are", "was") for word in ("not ", "")),
    "medically necessary and appropriate",
    *(f"{verb} {word}medically necessary" for verb in ("is", "are", "was", "were") for word in ("not ", "")),
    "medically necessary",
    "whether or not the request for",
    "whether or not",
    "whether the request for",
    "is the request for",
    "whether the requested",
    "and is licensed to practice in",
    "is licensed to practice in",
    "is board certified in",
    "and has a subspecialty in",
    "american academy of orthopaedic surgeons",
    "american college of occupational and environmental medicine",
    "including all medical records:",
    "effect of the decision:",
    "disclaimer: the following case summary was taken",
    "these documents included:",
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
            *(
                f"rationale for why the requested treatment/service {verb} {word}medically necessary"
                for verb in ("is/was", "is", "was")
                for word in ("not ", "")
            ),
        },
        key=len,
        reverse=True,
    )
)
SIGNS = (
    *("decision based on ", "medically necessary", " case summary", "official disability guidelines"),
    *(" medical treatment", " including all medical records:", " guideline:", " decision rationale:"),
    *(" the final determination was based on decisions", "citation official disability", "citation odg", "mtus acoem"),
)
SIGNS_BEFORE_2015 = (
    *("board certified in ", "licensed to practice in ", "and is licensed to practice", "has a subspecialty in "),
    *(" documents reviewed", "based its decision on "),
)
"""What the form of 2015, with its list of credentials and none of documents, does not print."""

SIGNS_OF_2013 = (
    *(" qualifications of the ", " the request for ", " has determined the request", " effect of the decision"),
    *(" rationale for ", " relied upon by ", " disclaimer: the following case summary", " these documents included:"),
    *(" reviewed for determination", "medically necessary and appropriate", " whether ", " at dispute"),
    *(" whether the requested ", " medical reviewer qualifications", " the following relevant documents"),
    *(
        " disclaimer: maximus",
        " was taken directly from ",
        " denial/modification dated ",
        " is the request for ",
        " medical treatment utilization schedule",
        " provided were reviewed",
    ),
    *(" is medically necessary", " was medically necessary", "whether or not "),
)
"""Phrases of which every letter has some: where one of them lacks a blank, others may."""

LONG_TITLE = 12
"""Letters from which a guideline's title of several words is like nothing else."""

BOLD = re.compile(r" ?not ?(?=medically)")
"""The word that the forms of 2013 print in bold, and where the type changes blanks get lost: the form has it so, and it
is read so."""

OPEN = ("for", "on", "in", "mtus")
"""Last words of phrases that a name follows: a blank that is lost behind them is put back."""


def lacks_blanks(letter: Letter, form: FormName | None) -> bool:
    """Whether one of the form's commonest phrases stands in the letter with a blank lost or put in.

    In the letter's own words a blank may belong where a sign asks for none, so blanks are looked for inside a sign and,
    where it has one at its edge, there: "surgeonis licensed to practice" counts, "(licensed to practice" does not.
    """
    flat = letter.flat
    # As bytes: to take the blanks out of a string takes three times as long.
    squeezed = flat.encode(errors="replace").translate(None, b" ")
    signs = _SQUEEZED[form] if form in FORMS_SINCE_2014 else _SQUEEZED[None]
    return any((count := squeezed.count(without)) and count != flat.count(sign) for sign, without in signs)


def _squeezed(signs: Iterable[str]) -> tuple[tuple[str, bytes], ...]:
    return tuple((sign, sign.replace(" ", "").encode()) for sign in signs)


_SQUEEZED: dict[FormName | None, tuple[tuple[str, bytes], ...]] = {
    "fdl-2015": _squeezed(SIGNS),
    "fdl-2014": _squeezed((*SIGNS, *SIGNS_BEFORE_2015)),
    None: _squeezed((*SIGNS, *SIGNS_BEFORE_2015, *SIGNS_OF_2013)),
}
"""The signs looked for on each form, `None` for any other or unknown one."""


def mend_blanks(letter: Letter, skeleton: Skeleton) -> Iterator[Mend]:
    """Mends of the phrases in the letter whose blanks are not where they belong."""
    for phrase in (*HEADINGS, *PHRASES, *_titles()):
        squeezed = phrase.replace(" ", "")
        for like in skeleton.find(phrase):
            start, end = like.start, like.end
            start -= phrase.startswith("(") and letter.text[start - 1 : start] == "("
            end += phrase.endswith(":") and letter.text[end : end + 1] == ":"
            printed, behind = letter.text[start:end], letter.text[end : end + 1]
            if "".join(printed.split()).lower() != squeezed:
                continue
            if BOLD.sub(" not ", letter.flat[start:end]) == phrase:
                continue
            # "MTUSHand, Wrist, …"; of a whole phrase nothing else is so clear: "the request forms"
            if letter.flat[start:end] == phrase and not (phrase.endswith("mtus") and behind.isupper()):
                continue
            meant = with_blanks(printed, phrase)
            glued = phrase.endswith(OPEN) and behind.isalnum()
            yield Mend(start, end, meant + " " * glued)


@functools.cache
def _titles() -> tuple[str, ...]:
    """Titles of the guidelines, in lower case, the longer ones first."""
    acoem = catalog.load("acoem", AcoemCatalog)
    guidelines = (*catalog.load("mtus", MtusCatalog).guidelines, *acoem.chapters, *acoem.disorders)
    titles = {guideline.title.lower() for guideline in guidelines}
    return tuple(sorted((title for title in titles if " " in title and len(title) > LONG_TITLE), key=len, reverse=True))


def with_blanks(printed: str, phrase: str) -> str:
    """The printed letters with the blanks of the phrase."""
    letters = iter("".join(printed.split()))
    return "".join(" " if c == " " else next(letters) for c in phrase)
