"""The letter's text: all pages in one string, each character knowing where it came from.

The string is made once (`cleaning.clean`) and everything after it speaks in offsets into it. Inside it,
lines end in one newline, no line begins or ends with a blank, and words are one space apart, so that the
text of a section has the length of its span: a value read at `section[i:j]` stands at `start + i`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

BULLETS = "•▪◦●■‣∙·"
SENTENCE_ENDS = frozenset(".!?:;")
CLOSERS = "\"')]"
FULL_LINE = 0.85
"""A line that would have had room for the next word within this share of the longest line was ended on
purpose. Measured on the 114 real PDFs: proportional type makes full lines as short as 0.87 of the longest."""


class SourceSpan(NamedTuple):
    """Characters `start` to `end` (not included) of the text of page `page` (the first page is 1)."""

    page: int
    start: int
    end: int


class Segment(NamedTuple):
    """A run of characters taken over from one place: `start` in the letter, `offset` in the text of page `page`."""

    start: int
    page: int
    offset: int


@dataclass(frozen=True, slots=True)
class LineEnds:
    """The line ends of a letter, as parallel lists in reading order."""

    at: Sequence[int]
    """Offset of the newline in the letter's text."""
    lengths: Sequence[int]
    """Printed length in characters of the line that ends there."""
    gaps: Sequence[bool]
    """Whether more blank lines follow than this document puts between any two lines."""
    pages: Sequence[bool]
    """Whether the page ends there."""


@dataclass(frozen=True)
class Letter:
    """A letter's text with its source map. `text[body_end:]` holds running heads and page numbers, set apart."""

    text: str
    body_end: int
    line_ends: LineEnds = field(repr=False)
    segments: Sequence[Segment] = field(repr=False)

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    @cached_property
    def _longest_line(self) -> int:
        return max(self.line_ends.lengths, default=0)

    def locate(self, offset: int) -> tuple[int, int]:
        """Page (the first is 1) and offset in the page's text of the letter's character at `offset`."""
        segment = self.segments[max(0, bisect_right(self._segment_starts, offset) - 1)]
        return segment.page, segment.offset + max(0, offset - segment.start)

    def source_spans(self, start: int, end: int) -> tuple[SourceSpan, ...]:
        """Where `text[start:end]` stands: one span a page, from its first character there to its last."""
        spans: list[SourceSpan] = []
        first = max(0, bisect_right(self._segment_starts, start) - 1)
        for index in range(first, len(self.segments)):
            segment = self.segments[index]
            if segment.start >= end:
                break
            stop = self.segments[index + 1].start if index + 1 < len(self.segments) else len(self.text)
            stop = min(stop, end)
            while stop > segment.start and self.text[stop - 1] in " \n":
                stop -= 1  # blanks between words and lines need not be one character in the source
            begin = max(start, segment.start)
            if begin >= stop:
                continue
            span = SourceSpan(segment.page, *(segment.offset + place - segment.start for place in (begin, stop)))
            if spans and spans[-1].page == span.page:
                span = SourceSpan(span.page, min(spans[-1].start, span.start), max(spans[-1].end, span.end))
                spans.pop()
            spans.append(span)
        return tuple(spans)

    def line_ends_between(self, start: int, end: int) -> range:
        """Indices into `line_ends` of the newlines in `text[start:end]`."""
        return range(bisect_left(self.line_ends.at, start), bisect_left(self.line_ends.at, end))

    def value(self, start: int, end: int) -> str:
        """`text[start:end]` as a value: line ends inside a paragraph become spaces, those between paragraphs stay.

        The result has `end - start` characters.
        """
        joined = self.text[start:end].replace("\n", " ")
        paragraphs = [self.line_ends.at[i] - start for i in self.line_ends_between(start, end) if self.ends_paragraph(i)]
        if not paragraphs:
            return joined
        characters = list(joined)
        for offset in paragraphs:
            characters[offset] = "\n"
        return "".join(characters)

    def line(self, start: int, end: int) -> str:
        """`text[start:end]` with every line end as a space, for values that are no paragraphs."""
        return self.text[start:end].replace("\n", " ")

    def ends_paragraph(self, index: int) -> bool:
        """Whether a paragraph ends at the line end `index`: a bullet follows, or a sentence ends there and
        what follows begins one, across a gap or because the next word would have fitted the line."""
        at = self.line_ends.at[index]
        following = self.text[at + 1 : at + 2]
        if following in BULLETS:
            return True
        if not (following.isupper() or following.isdigit() or following in "\"'(["):
            return False
        if not self.ends_sentence(at):
            return False
        return self.line_ends.gaps[index] or self.ended_early(index)

    def ends_sentence(self, at: int) -> bool:
        """Whether the words before offset `at` end in a full stop or its like, closing quotes and brackets aside."""
        last = self.text[max(0, at - 4) : at].rstrip(CLOSERS)
        return bool(last) and last[-1] in SENTENCE_ENDS

    def ended_early(self, index: int) -> bool:
        """Whether the line that ends at the line end `index` had room for the next word."""
        at = self.line_ends.at[index]
        space = self.text.find(" ", at + 1, at + 80)
        newline = self.text.find("\n", at + 1, at + 80)
        word_end = min((place for place in (space, newline) if place > 0), default=at + 80)
        return self.line_ends.lengths[index] + word_end - at <= FULL_LINE * self._longest_line
