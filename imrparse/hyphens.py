"""Words broken at a line end: which hyphen belongs to the word and which one only broke it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from imrparse import catalog
from imrparse.patterns import REVERSE, Pattern

VOWELS = "aeiou"
"""Between two of one kind the hyphen stays: "re-evaluation", "anti-inflammatory"."""

FIRST_WORD = Pattern("[A-Za-z]+", bounded=True)
LAST_WORD = Pattern("[A-Za-z]+ $", REVERSE, bounded=True)


class Parts(msgspec.Struct, frozen=True):
    """The file `hyphens.json`."""

    about: str
    beginnings: frozenset[str]
    endings: tuple[str, ...]
    words: frozenset[str]


class Hyphens:
    """Decides by what the letter itself prints elsewhere, then by the shape of the two parts.

    Of the 36 line-end hyphens in 114 real PDFs, 30 belong to a compound; so in doubt a hyphen stays.

    Args:
        lines: the letter's lines, each with whether the reader took a hyphen off its end.
    """

    def __init__(self, lines: Iterable[tuple[str, bool]]) -> None:
        self._lines = lines

    @cached_property
    def _text(self) -> str:
        return "\n".join(f"{line}-" if hyphen else line for line, hyphen in self._lines).lower()

    def _prints(self, word: str) -> bool:
        """Whether `word` stands whole in the letter, not at the beginning of a line: it may be a second half there."""
        text = self._text
        place = text.find(word)
        while place >= 0:
            before, after = text[place - 1 : place] or "\n", text[place + len(word) : place + len(word) + 1]
            if not (before.isalnum() or before in "-\n" or after.isalnum() or after == "-"):
                return True
            place = text.find(word, place + 1)
        return False

    @staticmethod
    def joins(line: str, following: str) -> bool:
        """Whether the end of `line`, hyphen or not, and the beginning of `following` are parts of one word."""
        stem = line.rstrip("-\u00ad")
        return bool(stem) and stem[-1] not in " -" and following[0].isalnum()

    def keeps(self, stem: str, following: str) -> bool:
        """Whether the hyphen between `stem` and `following` stays in the text."""
        before, after = _last_word(stem), _first_word(following)
        if not before or not after or not after.islower() or (before[-1] == after[0] and after[0] in VOWELS):
            return True
        parts = catalog.load("hyphens", Parts)
        if self._prints(f"{before}-{after}"):
            return True
        if before + after in parts.words or self._prints(before + after):
            return False
        if before in parts.beginnings or self._prints(before):
            return True
        return not after.endswith(parts.endings) or self._prints(after)


def _last_word(text: str) -> str:
    match = LAST_WORD.match(text)
    return match.group().lower() if match else ""


def _first_word(text: str) -> str:
    match = FIRST_WORD.match(text)
    return match.group() if match else ""
