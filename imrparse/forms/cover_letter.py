"""The cover letter in front of the determination (late 2013 and early 2014), which says the outcome.

"MAXIMUS Federal Services has completed the Independent Medical Review ("IMR") of the above workers' compensation
case." … "Final Determination: UPHOLD. This means we decided that none of the disputed items/services are medically
necessary and appropriate."
"""

from __future__ import annotations

from imrparse.evidence import Span
from imrparse.forms.anchors import Sentence
from imrparse.letter import Letter
from imrparse.patterns import Pattern

REST = Pattern(r"[^.]{0,120} [.]?")
SENTENCES = (
    Sentence("has completed the independent medical review", REST, before=("maximus federal services ", "maximus ")),
    Sentence("this letter provides you with the imr final determination", REST),
)
"""Any of them shows that there is a cover letter."""

SALUTATION = Pattern(r"(?<![^\n]) dear \b", bounded=True)
OUTCOME = Pattern(
    # With or without what follows; "final determination" also stands in the letter's other sentences, without a colon.
    r"""
    final \s? determination \s? [:;] \s* [a-z]
    (?: [^.]{0,60} [.]? \s* this \s? means \b [^.]{0,200} appropriate [.]? | [^.\n]{0,40} [.]? )
    """
)


def find_cover_letter(letter: Letter, end: int) -> Span | None:
    """The cover letter's first sentence, in `letter.text[:end]`."""
    places = [place for sentence in SENTENCES if (place := sentence.find(letter, 0, end))]
    return min(places, default=None)


def find_outcome(letter: Letter, end: int) -> Span | None:
    """The cover letter's sentences about the outcome, in `letter.text[:end]`."""
    match = OUTCOME.search(letter.flat, 0, end) if "final" in letter.flat[:end] else None
    return Span(*match.span()) if match else None
