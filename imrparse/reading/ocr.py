"""From the picture of a page to a page of text: retouched, set upright, read by Tesseract, words put into lines.

`read_picture` gives the lines of a picture, `OcrPage` is a page made of them, alone or among the lines of a page's
own text.
"""

from __future__ import annotations

import statistics
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from imrparse.reading import tesseract, upright
from imrparse.reading.pages import Box, Page
from imrparse.reading.retouching import retouched
from imrparse.reading.tesseract import Word
from imrparse.reading.upright import Placement

if TYPE_CHECKING:
    from PIL.Image import Image

LEGIBLE = 0.6
"""Mean confidence from which a page stands on its feet. Measured on real pages: 0.96 upright, 0.33 to 0.40 upside
down."""

HOPELESS = 0.45
"""Mean confidence of the better of feet and head below which the page is tried on both its sides too."""

NEVER_ALONE = "_~`'‘’\"“”.,°"
"""What specks and scratches are read as. In print these never stand between two blanks."""

UPRIGHT_RULES = ("|", "¦")
"""What the upright rule of a table is read as, and a lone 1 or I too."""

INKED_ROWS = 0.95
"""The share of dark rows, half a line above and below included, that tells a rule from a character."""

DUST_CONFIDENCE = 0.5
"""Below it a word without letter or digit is a speck, and so is a line of nothing but one or two characters."""

STROKE_CONFIDENCE = 0.7
"""From which a lone stroke is print, not a scratch: a 1 that Tesseract takes for one has 0.84 to 0.90."""

DESCENDERS = frozenset("gjpqy,;Q()[]{}/\\|_$@§")
DESCENT = 0.22
"""The share of a word's height that hangs below the line, where a descender does."""

GAP = 1.5
"""Distances between lines, as a multiple of the closest quarter of the page's, from which a blank line goes between."""


class Line(NamedTuple):
    """A printed line of words."""

    baseline: float
    """In points below the top of the upright picture."""
    words: list[Word]


class Reading(NamedTuple):
    """What a picture says."""

    lines: list[Line]
    placement: Placement


class Run(NamedTuple):
    """Characters of a page from `start` on that have one source."""

    start: int
    source: Word | int
    """The word that Tesseract read, or the offset in the page's own text."""
    baseline: float


@dataclass(frozen=True)
class OcrPage:
    """A page whose text was read by OCR, wholly or in part."""

    text: str
    runs: list[Run] = field(repr=False, compare=False)
    placement: Placement = field(repr=False, compare=False)
    printed: Page | None = field(repr=False, compare=False)
    """The page as its reader gave it, where parts of its own text stay."""

    @property
    def ocr(self) -> bool:
        """Whether any of the text was read by OCR."""
        return any(isinstance(run.source, Word) for run in self.runs)

    def boxes(self, start: int, end: int) -> list[Box | None]:
        """The box of each character of `text[start:end]`; those of one word have equal parts of the word's."""
        return [self._box(index) for index in range(start, min(end, len(self.text)))]

    def baseline(self, index: int) -> float | None:
        """How far below the top of the page, set upright, the line of the character `text[index]` stands."""
        run = self._run_at(index)
        if run is None:
            return None
        if isinstance(run.source, int) and self.printed is not None:
            return self.printed.baseline(run.source + index - run.start)
        return run.baseline

    def confidence(self, start: int, end: int) -> float | None:
        """The least OCR confidence of the words in `text[start:end]`, `None` where none was read by OCR."""
        first = max(0, bisect_right(self.runs, start, key=lambda run: run.start) - 1)
        least: float | None = None
        for run in self.runs[first:]:
            if run.start >= end:
                break
            word = run.source
            if isinstance(word, Word) and run.start + len(word.text) > start:
                least = word.confidence if least is None else min(least, word.confidence)
        return least

    def has_pictures(self) -> bool:
        """Not any more: OCR has read what stood in them."""
        return False

    def is_empty(self) -> bool:
        """A page that was read has words or a picture."""
        return False

    def release(self) -> None:
        """Give back what the reader of the page's own text holds open."""
        if self.printed is not None:
            self.printed.release()

    def _run_at(self, index: int) -> Run | None:
        """The run that the character at `index` is of; `None` for the blanks and line ends between words."""
        place = bisect_right(self.runs, index, key=lambda run: run.start) - 1
        if place < 0 or (self.text[index].isspace() and isinstance(self.runs[place].source, Word)):
            return None
        return self.runs[place]

    def _box(self, index: int) -> Box | None:
        run = self._run_at(index)
        if run is None:
            return None
        if isinstance(run.source, int):
            offset = run.source + index - run.start
            (box,) = (self.printed.boxes(offset, offset + 1) if self.printed else []) or [None]
            return box
        word = run.source
        share = (word.box.right - word.box.left) / len(word.text)
        left = word.box.left + share * (index - run.start)
        return self.placement.on_page(Box(left, word.box.top, left + share, word.box.bottom))


def read_picture(picture: Image, width: float, height: float) -> Reading:
    """The lines of the picture of a page, whichever way up it lies.

    Args:
        picture: the page, in Pillow's mode `L`.
        width: of the page, in points.
        height: of the page, in points.

    Raises:
        OcrMissing: Tesseract is not installed.
        TesseractFailed: it could not read the picture, or not within `PAGE_SECONDS`.
    """
    deadline = time.monotonic() + tesseract.PAGE_SECONDS
    scale = max(picture.size) / max(width, height)
    picture = retouched(picture)
    tilt = upright.tilt(picture)
    best: tuple[float, list[Word], Placement] | None = None
    for turn in (0, 180, 90, 270):
        if best and (best[0] >= LEGIBLE or (turn in (90, 270) and best[0] >= HOPELESS)):
            break
        angle = (tilt + turn) % 360
        standing = upright.turned(picture, angle)
        words = [word for word in tesseract.words(standing, scale, deadline) if not _is_rule(word, standing, scale)]
        placement = Placement(angle, width, height, standing.width / scale, standing.height / scale)
        legibility = mean_confidence(words)
        if best is None or legibility > best[0]:
            best = legibility, words, placement
        if not words:  # nothing printed, which no turn changes
            break
    assert best is not None  # noqa: S101 (for the type checker: the loop runs at least once)
    return Reading(lines_of(best[1]), best[2])


def _is_rule(word: Word, picture: Image, scale: float) -> bool:
    """Whether what was read as a word is an upright rule, which goes on above and below the line."""
    if word.text not in UPRIGHT_RULES:
        return False
    left, top, right, bottom = (side * scale for side in word.box)
    reach = (bottom - top) / 2
    strip = picture.crop((round(left) - 1, round(top - reach), round(right) + 1, round(bottom + reach)))
    rows = [min(strip.crop((0, row, strip.width, row + 1)).tobytes()) for row in range(strip.height)]
    return sum(1 for darkest in rows if darkest < 128) >= INKED_ROWS * len(rows)


def mean_confidence(words: Iterable[Word]) -> float:
    """Of the words that have a letter or digit, by their length; 0 where there is none."""
    known = [(len(word.text), word.confidence) for word in words if _has_letter(word.text)]
    length = sum(count for count, _ in known)
    return sum(count * confidence for count, confidence in known) / length if length else 0.0


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The words in lines from top to bottom, those on one row in one line, without dust."""
    lines = (_line([*group]) for _, group in groupby(words, key=lambda word: word.line))
    rows: list[Line] = []
    for line in sorted(filter(None, lines), key=lambda line: line.baseline):
        if rows and _on_one_row(rows[-1], line):
            rows[-1] = _joined(rows[-1].words, line.words)
        else:
            rows.append(line)
    return rows


def page_of(reading: Reading, printed: Page | None = None, own: Sequence[tuple[float, int, int]] = ()) -> OcrPage:
    """The page of a reading, among the lines of its own text where there are any.

    Args:
        reading: what the page's picture says.
        printed: the page as its reader gave it.
        own: of each line of its own text that is kept, the baseline in points below the page's top, and where it
            begins and ends in `printed.text`.
    """
    # Of lines that stand equally low, the page's own come first, in their order.
    lines: list[tuple[float, Line | tuple[int, int]]] = [(low, (start, end)) for low, start, end in own]
    lines += [(line.baseline, line) for line in reading.lines]
    lines.sort(key=lambda line: round(line[0]))
    gap = GAP * _close_distance([low for low, _ in lines])
    parts: list[str] = []
    runs: list[Run] = []
    length = 0
    above: float | None = None
    for low, line in lines:
        if above is not None:
            parts.append("\n\n" if low - above > gap else "\n")
            length += len(parts[-1])
        above = low
        if isinstance(line, Line):
            for number, word in enumerate(line.words):
                space = " " if number else ""
                runs.append(Run(length + len(space), word, low))
                parts.append(space + word.text)
                length += len(parts[-1])
        else:
            runs.append(Run(length, line[0], low))
            parts.append(printed.text[slice(*line)] if printed else "")
            length += len(parts[-1])
    return OcrPage("".join(parts), runs, reading.placement, printed)


def _line(words: Sequence[Word]) -> Line | None:
    """A line without its dust, `None` where nothing is left.

    Dust is a word without letter or digit that never stands alone in print, that is hardly sure, or that is alone
    on its line; and a line of nothing but one or two characters, none of which is sure.
    """
    kept = [
        word
        for place, word in enumerate(words)
        if _has_letter(word.text)
        or (word.confidence >= DUST_CONFIDENCE and (word.text.strip(NEVER_ALONE) or _is_digit(words, place)))
    ]
    letters = [word for word in kept if _has_letter(word.text)]
    if not letters or all(len(word.text) <= 2 and word.confidence < DUST_CONFIDENCE for word in letters):
        return None
    return _joined(kept)


def _is_digit(words: Sequence[Word], place: int) -> bool:
    """Whether a stroke stands between two words, as a 1 does that was misread: it stays, to be seen."""
    return words[place].text == "|" and 0 < place < len(words) - 1 and words[place].confidence >= STROKE_CONFIDENCE


def _joined(*groups: Sequence[Word]) -> Line:
    words = sorted((word for group in groups for word in group), key=lambda word: word.box.left)
    standing = [word.box.bottom for word in words if not DESCENDERS.intersection(word.text)]
    hanging = [word.box.bottom - DESCENT * (word.box.bottom - word.box.top) for word in words]
    return Line(statistics.median(standing or hanging), words)


def _on_one_row(upper: Line, lower: Line) -> bool:
    """Whether two lines are parts of one printed row, as in a block of two columns.

    They overlap by half their height, and no word of one stands above a word of the other.
    """
    tops, bottoms = zip(*(_extent(line) for line in (upper, lower)), strict=True)
    common = min(bottoms) - max(tops)
    if common < 0.5 * min(bottom - top for top, bottom in zip(tops, bottoms, strict=True)):
        return False
    words = sorted((word.box for line in (upper, lower) for word in line.words), key=lambda box: box.left)
    return all(left.right <= right.left + 1 for left, right in pairwise(words))


def _extent(line: Line) -> tuple[float, float]:
    return (
        statistics.median(word.box.top for word in line.words),
        statistics.median(word.box.bottom for word in line.words),
    )


def _close_distance(baselines: Sequence[float]) -> float:
    """The distance of the lines of a page that stand closest: the greatest of the least quarter."""
    distances = sorted(below - above for above, below in pairwise(baselines) if below - above > 1)
    return distances[len(distances) // 4] if distances else float("inf")


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)


def without(reading: Reading, covered: Sequence[Box]) -> Iterator[Line]:
    """The lines without the words that stand where the page has text of its own (`covered`, one box a word)."""
    for line in reading.lines:
        words = [
            word
            for word in line.words
            if not any(_overlap(reading.placement.on_page(word.box), box) for box in covered)
        ]
        if any(_has_letter(word.text) for word in words):
            yield Line(line.baseline, words)


OVERLAP = 0.3
"""The share of the smaller one from which two boxes are of the same word. Boxes of neighbours in type overlap by less
than a tenth; those of a hidden text and its picture by more than half."""


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    along = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across <= 0 or along <= 0:
        return False
    areas = ((box.right - box.left) * (box.bottom - box.top) for box in (one, other))
    return across * along > OVERLAP * min(areas)
