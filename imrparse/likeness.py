"""Finding a form's fixed wordings in damaged text: blanks lost or doubled, letters misread by OCR.

A text's skeleton is its letters and digits alone, in lower case, with the characters that OCR takes for each other
folded into one ("rn" and "m", "cl" and "d", "l", "1" and "I"), and for each of them its place in the text. A wording
whose skeleton stands in the text's is there but for blanks, punctuation and typical misreadings. Beyond that a wording
is found with as many wrong letters as its length allows: n errors leave all but n pieces of it whole.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from imrparse.patterns import Pattern

SAME = str.maketrans("1l|!05829q", "iiiiosbzgg")
"""Characters that OCR takes for each other, one for all: i, o, s, b, z, g."""

PAIRS = {"rn": "m", "vv": "w", "ci": "d"}
"""Two characters that look like one, "cl" being "ci" by then."""

_LINE_END = Pattern(r"\n", bounded=True)
PIECE = 4
"""Letters of the pieces of a wording that are looked for whole."""

SHORT_TEXT = 2000
"""Letters of a text in which one piece of a wording is worth a closer look."""

MOST_ERRORS = 10
"""Wrong letters of the longest wordings, of 120 letters: four times what OCR of a bad fax, one letter in 50, makes of
them. Prose about guidelines shares pieces with such a wording, and each place is looked at more closely."""

_UNITS = Pattern(r"(?: (?! (?<= o ) rnot ) rn | vv | ci | [^\W_] | [|!] )", bounded=True)
"""The "rn" of "ornot" is no "m": it is two words of the form that lost the blank between them."""


class Like(NamedTuple):
    """A place that reads like a wording: the characters `start` to `end` (not included) of the text."""

    start: int
    end: int
    errors: int
    """Letters that are wrong, missing or too many; 0 where only blanks, punctuation and look-alikes differ."""


class Skeleton:
    """The skeleton of `text[start:end]`."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        lowered = text.lower()
        if len(lowered) != len(text):  # "İ" has two characters in lower case
            lowered = "".join(c.lower() if c.isascii() else c for c in text)
        units = [
            (PAIRS.get(match.group(), match.group()), *match.span())
            for match in _UNITS.finditer(lowered.translate(SAME), start, end)
        ]
        self.letters = "".join([unit for unit, _, _ in units])
        self._starts = [first for _, first, _ in units]
        self._ends = [last for _, _, last in units]
        ends = (match.start() for match in _LINE_END.finditer(text, start, end))
        self._lines = [0, *(bisect_left(self._starts, at) for at in ends)]
        """Where lines begin in the skeleton."""

    def find(self, wording: str) -> list[Like]:
        """Where the wording stands but for blanks, punctuation and look-alikes, in text order."""
        return [self._like(*place, 0) for place in self._exact(skeleton_of(wording))]

    def _exact(self, letters: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        place = self.letters.find(letters)
        while place >= 0:
            found.append((place, place + len(letters)))
            place = self.letters.find(letters, found[-1][1])
        return found

    def find_like(self, wording: str, errors: int, *, at_lines: bool = False) -> list[Like]:
        """Where the wording stands with at most that many wrong letters, in text order.

        Args:
            at_lines: only at the beginning of lines.
        """
        letters = skeleton_of(wording)
        errors = min(errors, MOST_ERRORS)
        # First what needs no error: from a place shortly before it, it looks like itself with its end cut off.
        exact = [
            (first, last, 0) for first, last in self._exact(letters) if not at_lines or self._line_begins(first, first)
        ]
        found: list[tuple[int, int, int]] = []
        covered = -1  # candidates so close to the one before that they were looked at with it
        for begin in self._candidates(letters, errors, 1 if at_lines or len(self.letters) < SHORT_TEXT else 2):
            if at_lines and not self._line_begins(begin - errors, begin + errors):
                continue
            if (found and begin < found[-1][1]) or begin <= covered:
                continue
            first, covered = max(0, begin - errors), begin + errors // 2
            last = covered + len(letters) + 2 * errors
            if any(first < end and start < last for start, end, _ in exact):
                continue
            place = alike(letters, self.letters[first:last], errors)
            if place and first + place[1] == last:  # perhaps only its beginning, so that there are more errors
                first += place[0]
                place = alike(letters, self.letters[first : first + len(letters) + errors], errors)
            if place:
                found.append((place[0] + first, place[1] + first, place[2]))
        return [self._like(*place) for place in sorted([*exact, *found])]

    def _candidates(self, letters: str, errors: int, least: int) -> list[int]:
        """Places where the wording may begin: as many of its pieces as the errors leave whole stand about there.

        Args:
            least: pieces that must stand there, however many errors there may be.
        """
        at: list[int] = []
        pieces = range(0, len(letters) - PIECE + 1, PIECE)
        for offset in pieces:
            place = self.letters.find(letters[offset : offset + PIECE])
            while place >= 0:
                at.append(place - offset)
                place = self.letters.find(letters[offset : offset + PIECE], place + 1)
        at.sort()
        least = max(min(least, len(pieces)), len(pieces) - errors)
        return [max(0, first) for first, last in zip(at, at[least - 1 :], strict=False) if last - first <= 2 * errors]

    def _line_begins(self, first: int, last: int) -> bool:
        index = bisect_left(self._lines, first)
        return index < len(self._lines) and self._lines[index] <= last

    def _like(self, first: int, last: int, errors: int) -> Like:
        return Like(self._starts[first], self._ends[last - 1], errors)


@functools.cache
def skeleton_of(wording: str) -> str:
    """The skeleton of a wording of the form."""
    return Skeleton(wording).letters


def alike(letters: str, text: str, errors: int) -> tuple[int, int, int] | None:
    """The part of the text that is `letters` with the fewest changes, at most `errors`: start, end and changes.

    `None` where every part needs more. Of parts with as few changes, the one that ends last, and of these the longest.
    """
    best: tuple[int, int] | None = None
    for end, changes in enumerate(_changes(letters, text), start=1):
        if changes <= errors and (best is None or changes <= best[1]):
            best = (end, changes)
    if best is None:
        return None
    end, changes = best
    backwards = enumerate(_changes(letters[::-1], text[:end][::-1]), start=1)
    # What begins there may still end earlier: only with as many changes is it the part that was found.
    lengths = [length for length, needed in backwards if needed == changes]
    return end - max(lengths), end, changes


def _changes(letters: str, text: str) -> Iterator[int]:
    """For each character of the text, the fewest changes that make a part that ends with it the `letters`.

    By Myers' bit vectors (Journal of the ACM 46:3, 1999): one column of the table of distances is two integers, a bit
    for each letter that says whether the distance rises or falls there.
    """
    rows: dict[str, int] = {}
    for row, letter in enumerate(letters):
        rows[letter] = rows.get(letter, 0) | 1 << row
    every, last = (1 << len(letters)) - 1, 1 << (len(letters) - 1)
    rises, falls, changes = every, 0, len(letters)
    for character in text:
        same = rows.get(character, 0)
        diagonal = same | falls
        across = (((same & rises) + rises) ^ rises) | same
        up, down = falls | (every & ~(across | rises)), rises & across
        changes += bool(up & last) - bool(down & last)
        up, down = (up << 1) & every, (down << 1) & every
        rises, falls = down | (every & ~(diagonal | up)), up & diagonal
        yield changes
