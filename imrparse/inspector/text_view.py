"""The letter's text, drawn a line at a time: a screen costs the same in a letter of 300 pages as in one of two."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment as Piece
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from imrparse.evidence import Span
from imrparse.inspector.shown_text import Line, ShownText, character_at, line_of
from imrparse.outline import Node
from imrparse.terminal.palette import colour

GUTTER = 2
"""Columns before the text: a bar stands there beside the words of the selected value, colours or not."""

ABOVE = 3
"""Lines kept above the words that are scrolled to."""

HERE = Style(reverse=True, bold=True)
"""Of the hit that was stepped to."""


class LetterText(ScrollView):
    """The text with the words of each value in its colour, those of the selected one marked."""

    can_focus = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "value(-1)", "Value before", show=False),
        Binding("right", "value(1)", "Next value", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "letter-text--mark",
        "letter-text--selected",
        "letter-text--hit",
        "letter-text--bar",
    }

    class Pointed(Message):
        """Somebody wants the value that was read at a place of the text."""

        def __init__(self, node: Node) -> None:
            self.node = node
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown = ShownText("", ((0, ""),), {})
        self.selected: tuple[Span, ...] = ()
        self.hits: list[Span] = []
        self.hit = -1
        """Number of the hit that was stepped to."""
        self._lines: list[Line] = []
        self._width = 0

    def show(self, shown: ShownText) -> None:
        """Show another text, with nothing selected."""
        self.shown = shown
        self.selected, self.hits, self.hit = (), [], -1
        self._width = 0
        self._lay_out()
        self.scroll_to(0, 0, animate=False)

    def select(self, spans: Sequence[Span], *, scroll: bool = True) -> None:
        """Mark these words and bring them into view."""
        self.selected = tuple(spans)
        if scroll and spans:
            self._bring_into_view(spans[0].start, spans[-1].end)
        self.refresh()

    def search(self, words: str) -> int:
        """Mark all places where the words stand; how many there are."""
        self.hits = self.shown.find(words)
        self.hit = -1
        self.refresh()
        return len(self.hits)

    def step_hit(self, step: int) -> Span | None:
        """Go to the next or the former hit, first to the next one on the screen."""
        if not self.hits:
            return None
        if self.hit < 0:
            top = self._lines[min(self.scroll_offset.y, len(self._lines) - 1)].start
            self.hit = bisect.bisect_left(self.hits, top, key=lambda span: span.start) - (step < 0)
        else:
            self.hit += step
        self.hit %= len(self.hits)
        span = self.hits[self.hit]
        self._bring_into_view(*span)
        self.refresh()
        return span

    @property
    def offset_on_top(self) -> int:
        """The first character on the screen."""
        return self._lines[min(self.scroll_offset.y, len(self._lines) - 1)].start if self._lines else 0

    def action_value(self, step: int) -> None:
        """Point to the next or the former value in the order of the text."""
        segments = self.shown.segments
        if not segments:
            return
        at = self.selected[0].start if self.selected else self.offset_on_top - 1
        if step > 0:
            place = bisect.bisect_right(segments, at, key=lambda segment: segment.start)
        else:
            place = bisect.bisect_left(segments, at, key=lambda segment: segment.start) - 1
        if 0 <= place < len(segments):
            self.post_message(self.Pointed(segments[place].node))

    def action_scroll_home(self) -> None:
        """Go to the beginning, at once: over a slow line, a slide there is a hundred screens."""
        self.scroll_home(animate=False)

    def action_scroll_end(self) -> None:
        """Go to the end, at once."""
        self.scroll_end(animate=False)

    def action_page_down(self) -> None:
        """Go down by a screen."""
        self.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Go up by a screen."""
        self.scroll_page_up(animate=False)

    def on_resize(self) -> None:
        """Wrap the lines again, with the same words on top."""
        top = self.offset_on_top
        if self._lay_out():
            self.scroll_to(0, line_of(self._lines, top), animate=False)
            if self.selected:
                self._bring_into_view(self.selected[0].start, self.selected[-1].end)

    def on_click(self, event: events.Click) -> None:
        """Point to the value at the place."""
        number = int(event.y + self.scroll_offset.y)
        if number >= len(self._lines) or self._lines[number].mark:
            return
        offset = character_at(self.shown.text, self._lines[number], int(event.x) - GUTTER)
        node = self.shown.owner(offset)
        if node is not None:
            self.post_message(self.Pointed(node))

    def render_line(self, y: int) -> Strip:
        """The line at row `y` of the screen."""
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        base = self.rich_style
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        if line.mark:
            return self._page_mark(line.mark, width)
        marked = any(True for _ in _touching(self.selected, line))
        bar = self.get_component_rich_style("letter-text--bar") if marked else base
        pieces = [Piece("\u2503 " if marked else "  ", bar)]
        pieces.extend(self._pieces(line, base))
        return Strip(pieces).adjust_cell_length(width, base)

    def _page_mark(self, mark: str, width: int) -> Strip:
        style = self.get_component_rich_style("letter-text--mark")
        return Strip([Piece(f"\u2500\u2500 {mark} ".ljust(width, "\u2500")[:width], style)])

    def _pieces(self, line: Line, base: Style) -> Iterator[Piece]:
        """The line's text cut where its style changes."""
        stretches = list(self._styles(line))
        cuts = sorted({line.start, line.end, *(cut for start, end, _ in stretches for cut in (start, end))})
        for start, end in itertools.pairwise(cuts):
            style = base
            for begin, stop, one in stretches:
                if begin <= start and end <= stop:
                    style += one
            yield Piece(self.shown.text[start:end], style)

    def _styles(self, line: Line) -> Iterator[tuple[int, int, Style]]:
        """Styles of parts of the line, later ones above earlier ones."""
        dark = self.app.current_theme.dark
        segments = self.shown.segments
        first = max(0, bisect.bisect_right(segments, line.start, key=lambda one: one.start) - 1)
        for number in range(first, len(segments)):
            segment = segments[number]
            if segment.start >= line.end:
                break
            node = segment.node
            style = Style(color=colour(node.kind, dark=dark), underline=bool(node.warnings) or None)
            yield from _inside(line, segment.start, segment.end, style)
        selected = self.get_component_rich_style("letter-text--selected", partial=True)
        for span in _touching(self.selected, line):
            yield from _inside(line, *span, selected)
        hit_style = self.get_component_rich_style("letter-text--hit", partial=True)
        current = self.hits[self.hit] if 0 <= self.hit < len(self.hits) else None
        for span in _touching(self.hits, line):
            yield from _inside(line, *span, hit_style + HERE if span == current else hit_style)

    def _lay_out(self) -> bool:
        """Cut the text into lines that fit; whether anything changed."""
        width = self.scrollable_content_region.width - GUTTER - 1
        if width <= 0 or width == self._width:
            return False
        self._width = width
        self._lines = self.shown.lines(width)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        self.refresh()
        return True

    def _bring_into_view(self, start: int, end: int) -> None:
        """Scroll only where some of the words are not on the screen."""
        first = line_of(self._lines, start)
        last = line_of(self._lines, max(start, end - 1))
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if first < top or last >= top + height:
            self.scroll_to(0, max(0, first - min(ABOVE, height // 4)), animate=False)
        self.refresh(Region(0, 0, self.size.width, self.size.height))


def _touching(spans: Sequence[Span], line: Line) -> Iterator[Span]:
    """Those of spans in order and apart from each other that have words on the line."""
    for number in range(bisect.bisect_right(spans, line.start, key=lambda span: span.end), len(spans)):
        if spans[number].start >= line.end:
            break
        yield spans[number]


def _inside(line: Line, start: int, end: int, style: Style) -> Iterator[tuple[int, int, Style]]:
    start, end = max(start, line.start), min(end, line.end)
    if start < end:
        yield start, end, style
