"""The letter's text as it stands in the right pane: one string, its lines at a width, and whose words they are.

Offsets are into that string. A character that a terminal would obey, or that has no width of its own, is replaced by
one character, so that offsets stay those of the letter.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, get_character_cell_size

from imrparse.evidence import Span
from imrparse.outline import Node, Outline, PageText, Segment, owned, owner
from imrparse.terminal.safe import safe

if TYPE_CHECKING:
    from imrparse.letter import Letter

PDFIUM_HYPHEN = "\ufffe"
"""What pdfium prints for a hyphen at a line's end, dropping the line end."""

LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
ONE_FOR_ONE = str.maketrans({"\t": " ", PDFIUM_HYPHEN: "-", "\xad": "-", **dict.fromkeys(LINE_ENDS, " ")})


class Line(NamedTuple):
    """One line on the screen: characters `start` to `end` (not included) of the text, or a mark between pages."""

    start: int
    end: int
    mark: str = ""


@dataclass(frozen=True)
class ShownText:
    """A letter's text, with the words that each value was read from."""

    source: str
    marks: tuple[tuple[int, str], ...]
    """Offsets at which a page begins, each with what stands above it."""
    spans: dict[str, tuple[Span, ...]]
    """By record path, of values that were read from words of their own."""
    outline: Outline | None = None
    """`None` for the text of an input that gave no record."""

    @cached_property
    def text(self) -> str:
        """The text with every character safe to print, offset for offset."""
        return safe(self.source.translate(ONE_FOR_ONE))

    @cached_property
    def segments(self) -> list[Segment]:
        """The stretches that values own, in order."""
        nodes = self.outline.by_path if self.outline else {}
        return owned(
            Segment(*span, nodes[path]) for path, spans in self.spans.items() if path in nodes for span in spans
        )

    def owner(self, offset: int) -> Node | None:
        """The node whose value was read at the place."""
        return owner(self.segments, offset)

    def places(self, node: Node) -> tuple[Span, ...]:
        """The words of a value, those of its parts where it has none of its own; in order and apart from each other."""
        apart: list[Span] = []
        for span in sorted(self._spans(node)):
            if apart and span.start <= apart[-1].end:
                apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
            else:
                apart.append(span)
        return tuple(apart)

    def _spans(self, node: Node) -> Iterator[Span]:
        own = self.spans.get(node.path)
        if own:
            yield from own
        else:
            for child in node.children:
                yield from self._spans(child)

    @cached_property
    def printed_lines(self) -> list[Line]:
        """The lines as the source has them, with the marks of pages between them."""
        lines: list[Line] = []
        ends = [*(offset for offset, _ in self.marks[1:]), len(self.source)]
        for (begin, mark), end in zip(self.marks, ends, strict=True):
            lines.append(Line(begin, begin, mark))
            lines.extend(_printed(self.source, begin, end))
        return lines

    def lines(self, width: int) -> list[Line]:
        """The lines at a width in cells, long ones wrapped between words."""
        lines: list[Line] = []
        for line in self.printed_lines:
            if line.end - line.start <= width // 2 or line.mark:
                lines.append(line)
            else:
                lines.extend(_wrapped(self.text, line, max(width, 2)))
        return lines

    def find(self, words: str) -> list[Span]:
        """Where the words stand, in any case and over line ends; empty for no words."""
        parts = [re.escape(part) for part in words.split()]
        if not parts:
            return []
        return [Span(*found.span()) for found in re.finditer(r"\s+".join(parts), self.text, re.IGNORECASE)]


def _printed(text: str, begin: int, end: int) -> Iterator[Line]:
    """The lines of `text[begin:end]` without their line ends; pdfium's hyphens end lines, too."""
    at = begin
    for line in text[begin:end].splitlines(keepends=True):
        start = at
        at += len(line)
        while (hyphen := text.find(PDFIUM_HYPHEN, start, at) + 1) and hyphen < at:
            yield Line(start, hyphen)
            start = hyphen
        yield Line(start, start + len(text[start:at].rstrip(LINE_ENDS)))


def _wrapped(text: str, line: Line, width: int) -> Iterator[Line]:
    start = line.start
    while start < line.end:
        end = _fitting(text, start, line.end, width)
        if end < line.end:
            blank = text.rfind(" ", start + 1, end + 1)  # at the end it hangs over the edge, unseen
            if blank > start and text[start:blank].strip():
                end = blank + 1
        yield Line(start, end)
        start = end


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """The end of what fits in `width` cells from `start` on; at least one character."""
    piece = text[start : min(end, start + width)]
    if piece.isascii():
        return start + len(piece)
    if start + len(piece) == end and cell_len(piece) <= width:
        return end
    cells = 0
    for offset in range(start, end):
        cells += get_character_cell_size(text[offset])
        if cells > width:
            return max(offset, start + 1)
    return end


def line_of(lines: Sequence[Line], offset: int) -> int:
    """The number of the line that the character at `offset` stands on."""
    return max(0, bisect.bisect_right(lines, offset, key=lambda line: line.start) - 1)


def character_at(text: str, line: Line, cell: int) -> int:
    """The offset of the character in column `cell` of a line; the line's end where nothing stands there."""
    passed = 0
    for offset in range(line.start, line.end):
        passed += get_character_cell_size(text[offset])
        if passed > cell:
            return offset
    return line.end


def raw(pages: Sequence[PageText], outline: Outline | None = None) -> ShownText:
    """The pages' text as it was read, character for character."""
    pieces: list[str] = []
    marks: list[tuple[int, str]] = []
    bases: dict[int, int] = {}
    at = 0
    for page in pages:
        bases[page.number] = at - page.start
        marks.append((at, f"page {page.number}"))
        pieces.append(page.text[page.start : page.end])
        at += page.end - page.start
    spans: dict[str, tuple[Span, ...]] = {}
    for node in outline.walk() if outline else ():
        places = (Span(start + bases[page], end + bases[page]) for page, start, end in node.spans if page in bases)
        spans[node.path] = tuple(places)
    return ShownText("".join(pieces), tuple(marks) or ((0, "no text"),), spans, outline)


def normalised(letter: Letter, evidence: dict[str, list[Span]], outline: Outline) -> ShownText:
    """The letter's text as its fields were read from it: paragraphs joined, running heads set apart at the end.

    Asks the reader of the PDF where lines stand, so it belongs in the thread that reads.
    """
    text = letter.paragraphs(0, letter.body_end) + letter.text[letter.body_end :]
    spans = {path: tuple(each) for path, each in evidence.items()}
    shown = ShownText(text, tuple(_page_marks(letter)), spans, outline)
    for path, node in outline.by_path.items():
        if path.startswith("warnings.") and node.spans:  # the words of the value in doubt
            doubted = outline.nearest(outline.by_path[f"{path}.field"].value or "")
            spans[path] = shown.places(doubted) if doubted else ()
    return shown


def _page_marks(letter: Letter) -> Iterable[tuple[int, str]]:
    """Where the pages begin in the letter's text, and where what was set apart does."""
    ends = letter.line_ends
    begins = [0, *(at + 1 for at, page in zip(ends.at, ends.pages, strict=True) if page and at + 1 < letter.body_end)]
    for begin in begins:
        yield begin, f"page {letter.locate(begin)[0]}"
    if letter.body_end < len(letter.text):
        yield letter.body_end, "running heads and page numbers, set apart"
