"""Blanks that were lost between the words of a guideline paragraph: `basedits decision onthe ChronicPain Medical …`.

The forms of 2013 print some words in another type, and readers of PDF lose the blanks where the type changes. A blank
is put back inside a word that is no word of these paragraphs but two of them run together.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from typing import NamedTuple

from imrparse.catalog import guidelines
from imrparse.patterns import IGNORECASE, Pattern

_FIXED_WORDS = """
    because they these this california the claims administrator expert physician professional reviewer based
    its his her their decision on upon relied found used cited referenced by relevant and appropriate
    applicable for employee's clinical circumstance guidelines guideline not in is are was were which part of
    a an medical treatment utilization schedule mtus mtg official disability odg american college occupational
    environmental medicine acoem practice edition chapter page pages section sections table current version
    did cite any evidence evidence-based criteria no stated that does address provide also additionally
    citation non-mtus to as with
"""

_WORD = Pattern(r"[\p{L}'/-]{4,}", bounded=True)

# "page98", "2ndEdition", "Gabapentinsection": one of the two words is any word or number.
_BESIDE_ANY = Pattern(
    r"""
    (?<= \b (?: pages? | pg | chapter | table | guidelines ) ) (?= \d ) | (?<= \b \d (?: nd | rd ) ) (?= ed )
  | (?<= \p{L}{3} ) (?= sections? \b ) | (?<= \d ) (?= (?: of | and ) \b )
    """,
    IGNORECASE,
    bounded=True,
)


class Restored(NamedTuple):
    """A text with its blanks back, and where those stand in it."""

    text: str
    added: tuple[int, ...]

    def printed(self, offset: int) -> int:
        """The offset in the text as it is printed."""
        return offset - bisect_left(self.added, offset)


@functools.cache
def _words() -> frozenset[str]:
    names = [name for one in guidelines.all_guidelines() for name in (one.title, *one.also)]
    names += [name for chapter in guidelines.odg().chapters for name in (chapter.title, *chapter.also)]
    title_words = {word.strip(",()&").casefold() for name in names for word in name.replace("/", " ").split()}
    return frozenset(_FIXED_WORDS.split()) | {word for word in title_words if len(word) > 2 and word != "lowback"}


def restored(text: str) -> Restored | None:
    """The text with a blank put back wherever two words of these paragraphs run together; None where none do."""
    places = {match.start() for match in _BESIDE_ANY.finditer(text)}
    for match in _WORD.finditer(text):
        places.update(match.start() + cut for cut in _cuts(match.group().casefold()))
    if not places:
        return None
    parts, added, at = [], [], 0
    for number, place in enumerate(sorted(places)):
        parts.append(text[at:place])
        added.append(place + number)
        at = place
    return Restored(" ".join([*parts, text[at:]]), tuple(added))


def _cuts(word: str) -> list[int]:
    """Where a word falls into two or three words: of several ways that with the longest first word."""
    known = _words()
    if word in known or word.removesuffix("'s") in known:
        return []
    for cut in range(len(word) - 1, 0, -1):
        if word[:cut] in known:
            if word[cut:] in known:
                return [cut]
            if rest := _cuts_of_rest(word[cut:], known):
                return [cut, cut + rest]
    return []


def _cuts_of_rest(word: str, known: frozenset[str]) -> int:
    return next((cut for cut in range(len(word) - 1, 0, -1) if word[:cut] in known and word[cut:] in known), 0)
