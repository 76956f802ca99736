"""The sentence in which the letters of 2013 give a decision: "<item> is not medically necessary and appropriate"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from imrparse.evidence import Span
from imrparse.forms import anchors
from imrparse.letter import Letter
from imrparse.patterns import Pattern

NECESSITY = Pattern(
    # "is not medically necessary and appropriate", "are medically necessary", "IS/WAS NOT MEDICALLY NECESSARY". The
    # form prints "not" in bold, and with the change of type the blanks around it get lost: "notmedically", "isnot".
    r"""
    (?<! [a-z0-9] ) (?:is|are|was|were) (?: \s? / \s? (?:is|are|was|were) )? \s*
    (?P<qualifier> (?:partially|partly|in\s*part) \s* )?
    (?: (?:also|therefore|thus|hereby|still) \s* )?
    (?P<not> (?: n\s?o\s?t | neither ) \s* )?
    (?: (?:deemed|considered|found|determined|felt) \s* (?: to\s*be \s* )? )?
    medically \s* (?: necessary (?: \s* (?: and | n?or | & | / | , ) \s* (?:medically\s*)? appropriate )?
                    | appropriate (?: \s* and \s* (?:medically\s*)? necessary )? )
    (?! [a-z] )
    """
)
"""Of text in lower case, as `Letter.flat` is."""

LEAD = " \n,;:([-\u2013\u2014"
"""What may stand between the item and these words."""

AFTER = Pattern(r"[\s.;:,)\]\"']*", bounded=True)


class DecisionPlace(NamedTuple):
    """Where a decision stands that may end an item's heading."""

    item_end: int
    """Where the words before it end, which would be the item."""
    words: Span
    after: int
    """Where the text behind it goes on."""


def find_decisions(letter: Letter, start: int, end: int) -> list[DecisionPlace]:
    """The decisions in `letter.text[start:end]`: sentences of 2013, and the words of 2014 at a line's end."""
    places = [*_sentences(letter, start, end), *_words(letter, start, end)]
    return sorted(places, key=lambda place: place.words.start)


def _sentences(letter: Letter, start: int, end: int) -> Iterator[DecisionPlace]:
    for match in NECESSITY.finditer(letter.flat, start, end):
        yield _place(letter, start, Span(*match.span()), end)


def _words(letter: Letter, start: int, end: int) -> Iterator[DecisionPlace]:
    for match in anchors.HEADING_END.finditer(letter.flat, start, end):
        at = match.end()
        if letter.text[at : at + 1] in ("", "\n"):
            place = _place(letter, start, Span(*match.span("decision")), end)
            before = letter.flat[start : place.item_end]
            lead = next((len(word) for word in (" is", " are", " was", " were") if before.endswith(word)), 0)
            yield place._replace(item_end=place.item_end - lead)


def _place(letter: Letter, start: int, words: Span, end: int) -> DecisionPlace:
    item_end = words.start
    while item_end > start and letter.text[item_end - 1] in LEAD:
        item_end -= 1
    after = AFTER.match(letter.text, words.end, end)
    return DecisionPlace(item_end, words, after.end() if after else words.end)
