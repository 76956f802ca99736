"""Telling the two sides of a guideline text of 2013 apart: each speaks in sentences of its own.

"The Claims Administrator based its decision on …. The Expert Reviewer found the guidelines used by the Claims
Administrator relevant and appropriate …". A sentence about the provider belongs to the side above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from imrparse.evidence import Span, filled
from imrparse.letter import Letter
from imrparse.patterns import Pattern

REVIEWER = (
    r"(?: expert | physician | professional | medical | peer | chiropract(?:or|ic) | acupunctur(?:ist|e) | psychologist"
    r" | psychology | podiatr(?:ist|y) | dent(?:ist|al) | optometrist )"
)
"""What the forms call their reviewer: by the word of the form, or by the profession."""

SPEAKER = Pattern(
    rf"""
    (?<! [a-z0-9] ) (?:the\s?)?
    (?: (?P<claims_administrator> claims \s? administrator )
      | (?P<expert_reviewer> (?:{REVIEWER}\s?){{1,2}} reviewer ) )
    (?! [a-z] ) (?P<speaks> (?: \s (?:has|have|had|also) )? \s (?:
        based | bases | bas | found | finds | did | does | relied | relies | stated | states | cited | cites | was
      | is | used | uses | considered | determined | agreed | agrees | concluded | noted | applied | referenced
      | indicated | made | utilized | denied | selected | could | cannot | felt | believes? | provided | failed
    ) \b )?
    (?! '?s? \s* (?: decision \s* rationale | guideline | case \s summary ) )
    """
)
"""Of text in lower case. A side that a sentence begins with; `speaks` where a verb of the form follows."""


class Mark(NamedTuple):
    """The beginning of a sentence in which a side speaks."""

    side: str
    start: int
    speaks: bool


class Sides(NamedTuple):
    """The text of each side, `None` where it does not speak."""

    claims_administrator: Span | None
    expert_reviewer: Span | None


def find_marks(letter: Letter, start: int, end: int) -> Iterator[Mark]:
    """The sentences in `letter.text[start:end]` that begin with a side, in letter order."""
    for match in SPEAKER.finditer(letter.flat, start, end):
        speaks = bool(match["speaks"])
        at = match.start()
        if _begins_sentence(letter.text, start, at) or (speaks and _begins_line(letter.text, at)):
            yield Mark("expert_reviewer" if match["expert_reviewer"] else "claims_administrator", at, speaks)


def _begins_sentence(text: str, start: int, at: int) -> bool:
    before = text[max(start, at - 8) : at].rstrip(" \n")
    return text[at].isupper() and (not before or before.rstrip("\"')]").endswith((".", "!", "?", ":", ";")))


def _begins_line(text: str, at: int) -> bool:
    """Whether a line begins at `at` with a capital: the full stop of the line above may be lost."""
    return text[at].isupper() and (at == 0 or text[at - 1] == "\n")


def split_sides(letter: Letter, start: int, end: int) -> Sides:
    """Both sides' text in `letter.text[start:end]`, the guideline text of one item without its heading.

    The first sentence of the other side is where it begins; what a side says before either is named belongs to the
    claims administrator, who is heard first.
    """
    marks = list(find_marks(letter, start, end))
    if not marks:
        return _by_paragraphs(letter, start, end)
    first = marks[0]
    other = next((mark.start for mark in marks if mark.side != first.side), None)
    if first.side == "expert_reviewer":
        if other is not None:
            return Sides(filled(letter.text, other, end), filled(letter.text, first.start, other))
        return Sides(filled(letter.text, start, first.start), filled(letter.text, first.start, end))
    if other is not None:
        return Sides(filled(letter.text, first.start, other), filled(letter.text, other, end))
    paragraph = _second_paragraph(letter, first.start, end)
    if paragraph is not None:
        return Sides(filled(letter.text, first.start, paragraph), filled(letter.text, paragraph, end))
    return Sides(filled(letter.text, first.start, end), None)


def _by_paragraphs(letter: Letter, start: int, end: int) -> Sides:
    """Where no side is named: the first paragraph is the claims administrator's, the second the reviewer's."""
    paragraph = _second_paragraph(letter, start, end)
    if paragraph is None:
        return Sides(filled(letter.text, start, end), None)
    return Sides(filled(letter.text, start, paragraph), filled(letter.text, paragraph, end))


def _second_paragraph(letter: Letter, start: int, end: int) -> int | None:
    ends = [index for index in letter.line_ends_between(start, end) if letter.ends_paragraph(index)]
    return letter.line_ends.at[ends[0]] + 1 if ends else None
