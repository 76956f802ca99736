"""The rows of the list, drawn a line at a time, so that a folder of 100,000 letters costs what ten do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment as Piece
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from imrparse.inspector.opened import FAILED, Summary
from imrparse.terminal.palette import colour
from imrparse.terminal.safe import safe
from imrparse.terms import Kind

COLUMNS = (("", 2), ("Case", 13), ("Outcome", 21), ("Items", 6), ("Warnings", 9))
"""Headings and widths; the name of the input takes what is left."""


class Row(NamedTuple):
    """One letter of the list."""

    number: int
    """Of its input."""
    letter: int
    """Its number in the input."""
    name: str
    summary: Summary | None = None
    """`None` while the input was not read."""

    @property
    def key(self) -> tuple[int, int]:
        """What it is known by while rows come and go."""
        return self.number, self.letter


class LetterList(ScrollView):
    """Letters to choose from."""

    can_focus = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "move(-1000000000)", "First", show=False),
        Binding("end", "move(1000000000)", "Last", show=False),
        Binding("enter", "choose", "open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"letter-list--cursor", "letter-list--heading"}

    class Chosen(Message):
        """Somebody wants to see a letter."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    class Viewed(Message):
        """Other rows came on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()
        self.cursor = 0

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows, with the cursor on the same letter where it is still there."""
        key = self.rows[self.cursor].key if self.cursor < len(self.rows) else None
        self.rows = rows
        self.virtual_size = Size(self.scrollable_content_region.width, len(rows) + 1)
        self.point_to(key)

    def point_to(self, key: tuple[int, int] | None) -> None:
        """Put the cursor on a letter."""
        at = min(self.cursor, max(0, len(self.rows) - 1))
        if key is not None and not (at < len(self.rows) and self.rows[at].key == key):
            at = next((number for number, row in enumerate(self.rows) if row.key == key), at)
        moved = at != self.cursor
        self.cursor = at
        if moved:
            self._follow()
        self.refresh()
        self.post_message(self.Viewed())

    @property
    def on_screen(self) -> Sequence[Row]:
        """The rows that can be seen."""
        top = self.scroll_offset.y
        return self.rows[top : top + max(1, self.scrollable_content_region.height)]

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(len(self.rows) - 1, self.cursor + step))
        self._follow()

    def action_page(self, pages: int) -> None:
        """Move the cursor by a screen."""
        self.action_move(pages * max(1, self.scrollable_content_region.height - 2))

    def action_choose(self) -> None:
        """Open the letter under the cursor."""
        if self.cursor < len(self.rows):
            self.post_message(self.Chosen(self.rows[self.cursor]))

    def on_click(self, event: events.Click) -> None:
        """Open the letter that was clicked on."""
        if event.y == 0:
            return
        number = int(event.y) - 1 + self.scroll_offset.y
        if number < len(self.rows):
            self.cursor = number
            self.refresh()
            self.action_choose()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows can be seen."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Viewed())

    def _follow(self) -> None:
        height = self.scrollable_content_region.height - 1  # the heading stays
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(0, self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(0, self.cursor - height + 1, animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The heading, or a row."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        if y == 0:
            style = self.get_component_rich_style("letter-list--heading")
            heading = "".join(f"{name:<{room}}" for name, room in COLUMNS) + "Input"
            return Strip([Piece(heading, style)]).adjust_cell_length(width, style)
        number = y - 1 + self.scroll_offset.y
        if number >= len(self.rows):
            return Strip.blank(width, base)
        style = base
        if number == self.cursor:
            style += self.get_component_rich_style("letter-list--cursor", partial=True)
        text = _cells(self.rows[number], dark=self.app.current_theme.dark)
        return Strip(text.render(self.app.console)).apply_style(style).adjust_cell_length(width, style)


def _cells(row: Row, *, dark: bool) -> Text:
    def cell(words: str, room: int, kind: Kind | None = None) -> None:
        part = Text(safe(words), Style(color=colour(kind, dark=dark)) if kind else "")
        part.truncate(room - 1, overflow="ellipsis")
        part.pad_right(room - part.cell_len)
        text.append_text(part)

    text = Text(end="")
    summary = row.summary
    rooms = [room for _, room in COLUMNS]
    if summary is None:
        cell("\u2026", rooms[0])
        text.append(" " * sum(rooms[1:]))
    elif summary.error is not None:
        cell("x", rooms[0], Kind.WARNING)
        cell(FAILED, rooms[1], Kind.WARNING)
        cell(summary.error, sum(rooms[2:]), Kind.WARNING)
    else:
        cell("!" if summary.warning_count else " ", rooms[0], Kind.WARNING)
        cell(summary.case_number or "not found", rooms[1], Kind.HEADER)
        cell(summary.status, rooms[2], Kind.DECISION)
        cell(str(sum(summary.decisions.values())), rooms[3])
        cell(str(summary.warning_count or ""), rooms[4], Kind.WARNING)
    text.append(safe(row.name))
    return text
