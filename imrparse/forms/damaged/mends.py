"""Words of a letter replaced by what is meant, the source map carried through."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from imrparse.letter import Letter, LineEnds, SourceMap
from imrparse.likeness import Like

NOISE = 3
"""Characters that may stand beside damaged words on their line: specks, and what is left of a bullet."""


class Mend(NamedTuple):
    """Damaged words of a letter and what they mean."""

    start: int
    end: int
    meant: str
    in_doubt: tuple[str, ...] = ()
    """Record paths that depend on these words, where they only resemble what is meant."""
    printed: str = ""
    """The words that stood there, once they are replaced."""
    unsure: bool = False
    """Whether it is told of though only blanks differ: the words are none of the form's own."""


def replace(letter: Letter, mends: Sequence[Mend]) -> tuple[Letter, tuple[Mend, ...]]:
    """The letter with what is meant in the place of the damaged words, and the mends at their places in it.

    Each character put in has a character of the damaged words as its source, the first the first and the last the last.

    Args:
        mends: in text order, none across another, none empty, all inside the letter's body.
    """
    writer = _Writer(letter)
    done: list[Mend] = []
    at = 0
    for mend in mends:
        writer.copy(at, mend.start)
        begin = writer.length
        writer.put(mend)
        done.append(mend._replace(start=begin, end=writer.length, printed=letter.text[mend.start : mend.end]))
        at = mend.end
    writer.copy(at, len(letter.text))
    body_end = letter.body_end + sum(len(mend.meant) - (mend.end - mend.start) for mend in mends)
    whole = Letter("".join(writer.parts), body_end, writer.ends, writer.map, letter.pages)
    return whole, tuple(done)


class _Writer:
    """The new letter as it grows."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.parts: list[str] = []
        self.length = 0
        self.map = SourceMap([], [], [])
        self.ends = LineEnds([], [], [], [])

    def copy(self, start: int, end: int) -> None:
        """Take over `text[start:end]` with its runs and line ends."""
        if start >= end:
            return
        runs, ends, shift = self.letter.source_map, self.letter.line_ends, self.length - start
        self.map.note(self.length, *self.letter.locate(start))
        first, last = (bisect_left(runs.starts, place) for place in (start + 1, end))
        for run in range(first, last):
            self.map.note(runs.starts[run] + shift, runs.pages[run], runs.offsets[run])
        for index in self.letter.line_ends_between(start, end):
            self.ends.note(ends.at[index] + shift, ends.lengths[index], ends.gaps[index], ends.pages[index])
        self._append(self.letter.text[start:end])

    def put(self, mend: Mend) -> None:
        """Put in what is meant, each letter from its own where only blanks differ, else as far as the words go."""
        places = _places_of(mend, self.letter.text[mend.start : mend.end])
        for index, place in enumerate(places):
            self.map.note(self.length + index, *self.letter.locate(mend.start + place))
        self._append(mend.meant)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _places_of(mend: Mend, printed: str) -> list[int]:
    """For each character of what is meant, that of the printed words which is its source."""
    last = len(printed) - 1
    letters = [place for place, c in enumerate(printed) if not c.isspace()]
    if "".join(printed.split()).lower() == "".join(mend.meant.split()).lower():
        at = [sum(not c.isspace() for c in mend.meant[:index]) for index in range(len(mend.meant))]
        return [letters[min(count, len(letters) - 1)] for count in at]
    return [*(min(index, last) for index in range(len(mend.meant) - 1)), last]


def shifted(mends: Iterable[Mend], later: Sequence[Mend]) -> Iterator[Mend]:
    """The mends at their places once the `later` ones, of which none overlaps them, are put in too."""
    for mend in mends:
        shift = sum(len(one.meant) - (one.end - one.start) for one in later if one.start < mend.start)
        yield mend._replace(start=mend.start + shift, end=mend.end + shift)


def without_overlaps(mends: Iterable[Mend]) -> list[Mend]:
    """The mends in text order; of those that overlap, the longest."""
    kept: list[Mend] = []
    for mend in sorted(mends, key=lambda mend: mend.start - mend.end):
        if not any(other.start < mend.end and mend.start < other.end for other in kept):
            kept.append(mend)
    return sorted(kept)


def line_begin(letter: Letter, like: Like) -> int | None:
    """Where the line begins that the place begins; `None` where it stands inside a line.

    Specks and what is left of a bullet may stand before it, and a first letter so damaged that it was left out.
    """
    line = letter.text.rfind("\n", 0, like.start) + 1
    before = letter.text[line : like.start]
    damaged = len(before) <= 2 and like.errors > 0
    return line if damaged or (len(before) <= NOISE and not any(c.isalnum() for c in before)) else None


def on_its_line(letter: Letter, like: Like) -> Like:
    """The place without the first letters of the next line, where these alone stand for wrong letters at its end."""
    end = letter.text.rfind("\n", like.start, like.end)
    if end < 0 or not 0 < like.end - end - 1 <= like.errors:
        return like
    return like._replace(end=like.start + len(letter.text[like.start : end].rstrip(" :;.,")))
