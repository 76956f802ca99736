"""The letter's text: all pages in one string, each character knowing where it came from.

The string is made once (`cleaning.clean`) and everything after it speaks in offsets into it. Inside it,
lines end in one newline, no line begins or ends with a blank, and words are one space apart, so that the
text of a section has the length of its span: a value read at `section[i:j]` stands at `start + i`.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import msgspec

from imrparse.reading.pages import Page

BULLETS = "•▪◦●■‣∙·"
POINTS = ("o ", "* ", "- ", "– ", "— ")
"""Bullets of typewriters and of mail. A dash or an "o" may also begin a line by chance."""

SENTENCE_ENDS = (".", "!", "?", ":", ";", ": upheld", ": overturned")
CLOSERS = "\"')]"
FULL_PAGE = 0.9
"""The share of the lines of the fullest page that a full one has: headings and white space take the room of lines."""

FULL_LINE = 0.85
"""A line that would have had room for the next word within this share of a full line was ended on purpose.
Measured on the 114 real PDFs: proportional type makes full lines as short as 0.87 of the usual."""

USUAL_FULL = 0.9
"""The share of lines that are no longer than a full one: pdftotext makes some longer by mending broken words."""

UNWRAPPED = 200
"""Characters that no printed line has (a full one of the letters has about 100): a longer one is a paragraph."""

UNWRAPPED_SHARE = 0.25
"""The share of a text in such lines from which it has one line a paragraph. Measured on the samples and 25 real letters
without their line ends: 0.45 to 0.87, short reviews of 2013 0.13 and 0.34; with line ends: none."""

SHORT_LINE = 0.5
"""Shares of a full line below which a line was ended on purpose even where no sentence ends: a heading's."""

GAP = 1.4
"""Distances between lines, as a multiple of the usual, from which there is white space between two paragraphs. In
the real PDFs, paragraphs stand 2.0 lines apart, lines of one paragraph 1.0."""

LINES_MEASURED = 5


def lowered(text: str) -> str:
    """The text in lower case, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" has two characters in lower case
        lower = "".join(c.lower() if c.isascii() else c for c in text)
    return lower


class SourceSpan(NamedTuple):
    """Characters `start` to `end` (not included) of the text of page `page` (the first page is 1)."""

    page: int
    start: int
    end: int


class SourceMap(msgspec.Struct, frozen=True):
    """Runs of characters that were taken over whole, as parallel lists in reading order."""

    starts: list[int]
    """Offset of the run's first character in the letter."""
    pages: list[int]
    """Page that it came from (the first page is 1)."""
    offsets: list[int]
    """Offset of its first character in that page's text."""

    def note(self, start: int, page: int, offset: int) -> None:
        """Add a run."""
        self.starts.append(start)
        self.pages.append(page)
        self.offsets.append(offset)


class LineEnds(msgspec.Struct, frozen=True):
    """The line ends of a letter, as parallel lists in reading order."""

    at: list[int]
    """Offset of the newline in the letter's text."""
    lengths: list[int]
    """Printed length in characters of the line that ends there."""
    gaps: list[bool]
    """Whether more blank lines follow than this document puts between any two lines."""
    pages: list[bool]
    """Whether the page ends there."""

    def note(self, at: int, length: int, gap: bool, page: bool) -> None:
        """Add a line end."""
        self.at.append(at)
        self.lengths.append(length)
        self.gaps.append(gap)
        self.pages.append(page)


@dataclass(frozen=True)
class Letter:
    """A letter's text with its source map. `text[body_end:]` holds running heads and page numbers, set apart."""

    text: str
    body_end: int
    line_ends: LineEnds = field(repr=False)
    source_map: SourceMap = field(repr=False)
    pages: Sequence[Page] = field(repr=False)
    _usual_distances: list[float] = field(default_factory=list, repr=False)
    """The one usual distance of lines, once somebody has asked for it: a letter is set in one size throughout."""

    @cached_property
    def flat(self) -> str:
        """The text in lower case with each line end as a space: the same length, for finding fixed wordings."""
        return lowered(self.on_one_line)

    @cached_property
    def on_one_line(self) -> str:
        """The text with each line end as a space."""
        return self.text.replace("\n", " ")

    @cached_property
    def is_unwrapped(self) -> bool:
        """Whether the text has one line a paragraph."""
        lengths = self.line_ends.lengths
        if max(lengths, default=0) <= UNWRAPPED:
            return False
        return sum(filter(UNWRAPPED.__lt__, lengths)) > UNWRAPPED_SHARE * sum(lengths)

    @cached_property
    def _full_line(self) -> float:
        """Characters of a line that the next word would have had to fit."""
        if self.is_unwrapped:
            return float("inf")
        lengths = sorted(self.line_ends.lengths)
        del lengths[bisect_right(lengths, UNWRAPPED) :]
        return FULL_LINE * lengths[int(USUAL_FULL * (len(lengths) - 1))] if lengths else 0

    def locate(self, offset: int) -> tuple[int, int]:
        """Page (the first is 1) and offset in the page's text of the letter's character at `offset`."""
        run = self._run_at(offset)
        return self.source_map.pages[run], self.source_map.offsets[run] + max(0, offset - self.source_map.starts[run])

    def _run_at(self, offset: int) -> int:
        return max(0, bisect_right(self.source_map.starts, offset) - 1)

    def source_spans(self, start: int, end: int) -> tuple[SourceSpan, ...]:
        """Where `text[start:end]` stands: one span a page, or more where a running head interrupts it."""
        runs = self.source_map
        spans: list[SourceSpan] = []
        for run in range(self._run_at(start), len(runs.starts)):
            if runs.starts[run] >= end:
                break
            stop = min(end, runs.starts[run + 1]) if run + 1 < len(runs.starts) else end
            while stop > runs.starts[run] and self.text[stop - 1] in " \n":
                stop -= 1  # blanks between words and lines need not be one character in the source
            begin = max(start, runs.starts[run])
            if begin >= stop:
                continue
            shift = runs.offsets[run] - runs.starts[run]
            span = SourceSpan(runs.pages[run], begin + shift, stop + shift)
            if spans and spans[-1].page == span.page and not self._interrupted(spans[-1], span):
                before = spans.pop()
                span = SourceSpan(span.page, min(before.start, span.start), max(before.end, span.end))
            spans.append(span)
        return tuple(spans)

    def _interrupted(self, before: SourceSpan, after: SourceSpan) -> bool:
        """Whether lines that were set apart stand between two spans of one page."""
        between = self.pages[before.page - 1].text[before.end : after.start]
        whole_lines = f"{between}|".splitlines()[1:-1]
        return any(line.strip("> ") for line in whole_lines)

    def line_ends_between(self, start: int, end: int) -> range:
        """Indices into `line_ends` of the newlines in `text[start:end]`."""
        return range(bisect_left(self.line_ends.at, start), bisect_left(self.line_ends.at, end))

    def paragraphs(self, start: int, end: int) -> str:
        """`text[start:end]` as prose: line ends inside a paragraph become spaces, those between paragraphs stay.

        The result has `end - start` characters.
        """
        joined = self.line(start, end)
        text, ends = self.text, self.line_ends_between(start, end)
        places = self.line_ends.at[ends.start : ends.stop]
        breaks = [
            at - start
            for i, at in zip(ends, places, strict=True)
            if (not text[at + 1].islower() or text.startswith(POINTS, at + 1)) and self.ends_paragraph(i)
        ]
        if not breaks:
            return joined
        characters = list(joined)
        for offset in breaks:
            characters[offset] = "\n"
        return "".join(characters)

    def line(self, start: int, end: int) -> str:
        """`text[start:end]` with every line end as a space, for values that are no prose."""
        return self.on_one_line[start:end]

    def ends_paragraph(self, index: int) -> bool:
        """Whether a paragraph ends at the line end `index`.

        It does where a bullet follows. Where what follows can begin a sentence, two of three signs must agree: a
        sentence ends, the line was ended early, white space follows. White space alone may be a page break that
        left only blank lines. A line that is short by half was ended on purpose.
        """
        at = self.line_ends.at[index]
        following = self.text[at + 1]
        if following in BULLETS or self.text[at - 1] in BULLETS:
            return following in BULLETS  # else a bullet stands on a line of its own, above its words
        if self.text.startswith(POINTS, at + 1):
            return self.ended_early(index) or self.gap_follows(index)
        if not (following.isupper() or following.isdigit() or following in "\"'(["):
            return False
        if not self.line_ends.pages[index] and self._ended_on_purpose(index):
            return True
        if self.ends_sentence(at):
            return self.ended_early(index) or self.gap_follows(index)
        return self.ended_early(index) and self.gap_follows(index)

    def _ended_on_purpose(self, index: int) -> bool:
        """Whether a line ends there that has nothing to do with the width of the page."""
        length = self.line_ends.lengths[index]
        return self.is_unwrapped or length > UNWRAPPED or length < SHORT_LINE * self._full_line

    def ends_sentence(self, at: int) -> bool:
        """Whether the words before offset `at` end in a full stop or its like, or in a decision, as a heading does.

        Closing quotes and brackets do not count.
        """
        last = self.flat[max(0, at - 12) : at].rstrip(CLOSERS)
        return last.endswith(SENTENCE_ENDS)

    def gap_follows(self, index: int) -> bool:
        """Whether more than a line's distance separates the two lines at the line end `index`.

        Blank lines in text, white space on a page. Unknown, so false, where the page turns.
        """
        ends = self.line_ends
        if ends.gaps[index] or ends.pages[index]:
            return ends.gaps[index]
        distance = self._distance(index)
        if distance is None:
            return False
        if not self._usual_distances:
            self._usual_distances.append(self._usual_distance(index))
        return distance > GAP * self._usual_distances[0]

    def _distance(self, index: int) -> float | None:
        """Points between the baselines of the two lines at the line end `index`."""
        at = self.line_ends.at[index]
        (page, above), (_, below) = self.locate(at - 1), self.locate(at + 1)
        upper, lower = self.pages[page - 1].baseline(above), self.pages[page - 1].baseline(below)
        return lower - upper if upper is not None and lower is not None else None

    def _usual_distance(self, index: int) -> float:
        """The smallest distance between lines around the line end `index`, from lines that end inside a sentence."""
        ends = self.line_ends
        count = len(ends.at)
        nearest = (i for far in range(1, count) for i in (index - far, index + far) if 0 <= i < count)
        inside = (i for i in nearest if not ends.pages[i] and self.text[ends.at[i] - 1].islower())
        distances = (self._distance(i) for i in itertools.islice(inside, LINES_MEASURED))
        return min((distance for distance in distances if distance and distance > 0), default=float("inf"))

    def fills_line(self, at: int) -> bool:
        """Whether the line that ends at offset `at` is as long as lines are that had no room for another word."""
        return at - self.text.rfind("\n", 0, at) > self._full_line

    def fills_page(self, at: int) -> bool:
        """Whether the page of offset `at` has as many lines as the fullest other page, or is the only one."""
        number, _ = self.locate(at - 1)
        lines = Counter(self.locate(end)[0] for end in self.line_ends.at)
        return lines[number] >= FULL_PAGE * max((lines[other] for other in lines if other != number), default=0)

    def ended_early(self, index: int) -> bool:
        """Whether the line that ends at the line end `index` had room for the next word."""
        at = self.line_ends.at[index]
        space = self.flat.find(" ", at + 1, at + 80)
        word = (space if space > 0 else at + 80) - at
        return self.line_ends.lengths[index] + word <= self._full_line
