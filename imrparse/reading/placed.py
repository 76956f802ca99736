"""Pages whose lines were each put at a place of their own, as viewers of PDFs do: lines in order, top to bottom."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from imrparse.reading.text import TextPage

SAME_LINE = 0.35
"""Shares of a line's height by which the tops of two pieces of one line may differ: bold and raised type."""

CHARACTER = 0.45
"""Width of an average character as a share of the type's height, spaces and all: Times about 0.41, Arial 0.47."""

COLUMN_GAP = 1.5
"""Type heights of white space that make the next column of a table and no blank between two words."""

UNSURE = 0.1
"""Share by which the width of a piece, reckoned from its characters, may be wrong."""


class Piece(NamedTuple):
    """A line of text, a part of one or several lines, with its place in pixels."""

    lines: Sequence[str]
    down: float
    left: float
    height: float
    """From one line to the next."""
    joins: bool
    """Whether it goes on where the piece before it in the document ends: a run of type inside a line."""


@dataclass(frozen=True, slots=True)
class PlacedPage(TextPage):
    """A page of lines that know how far down they stand, but not how far they reach."""

    _starts: list[int] = field(repr=False)
    _tops: list[float] = field(repr=False)

    def baseline(self, index: int) -> float | None:
        """How far down the line of the character `text[index]` begins, a fixed distance above its baseline."""
        return self._tops[max(0, bisect_right(self._starts, index) - 1)] if self._tops else None


def placed_page(pieces: Sequence[Piece]) -> PlacedPage:
    """The page on which these pieces stand, given in the order of the document."""
    lines: list[str] = []
    starts: list[int] = []
    tops: list[float] = []
    length = 0
    for row in _rows(pieces):
        for line, top in _lines(row, pieces):
            starts.append(length)
            tops.append(top)
            lines.append(line)
            length += len(line) + 1
    return PlacedPage("\n".join(lines), starts, tops)


def _rows(pieces: Sequence[Piece]) -> list[list[int]]:
    """Numbers of the pieces of each line, lines from top to bottom, pieces from left to right."""
    rows: list[list[int]] = []
    top = 0.0
    for number in sorted(range(len(pieces)), key=lambda number: pieces[number].down):
        piece = pieces[number]
        if rows and piece.down - top <= SAME_LINE * piece.height:
            rows[-1].append(number)
        else:
            rows.append([number])
            top = piece.down
    for row in rows:
        row.sort(key=lambda number: (pieces[number].left, number))
    return rows


def _lines(row: Sequence[int], pieces: Sequence[Piece]) -> Iterator[tuple[str, float]]:
    """The lines of a row, each with its top: one, or those of each piece where one of them has several."""
    if any(len(pieces[number].lines) > 1 for number in row):
        for number in row:
            piece = pieces[number]
            yield from ((line, piece.down + count * piece.height) for count, line in enumerate(piece.lines))
        return
    text = ""
    last: int | None = None
    for number in row:
        piece = pieces[number]
        if last is not None and not (last == number - 1 and piece.joins and _touches(pieces[last], piece)):
            text += "  "
        text += piece.lines[0]
        last = number
    yield text, pieces[row[0]].down


def _touches(piece: Piece, following: Piece) -> bool:
    """Whether the second piece begins where the first one ends, as far as that can be told without its font."""
    width = CHARACTER * piece.height * len(piece.lines[0])
    return following.left - piece.left - width < COLUMN_GAP * piece.height + UNSURE * width
