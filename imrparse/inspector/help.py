"""All keys on one screen."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

KEYS = (
    (
        "A letter",
        (
            ("arrows", "walk in the tree; right opens, left closes"),
            ("n p", "next, previous disputed item"),
            ("w W", "next, previous value in doubt (marked !)"),
            ("/", "search: enter and down go on, up goes back, escape closes"),
            ("tab", "to the text and back; there, left and right go from value to value"),
            ("y", "copy the value; of a value with parts, their JSON"),
            ("r", "raw text of the pages, or joined text"),
            ("v", "picture of the page, the words of each value framed"),
            ("e", "export the record as JSON"),
            ("[ ]", "previous, next letter"),
            ("escape", "back to the list"),
        ),
    ),
    (
        "The list",
        (
            ("enter", "open the letter"),
            ("o", "filter by outcome"),
            ("w", "filter by warning"),
            ("/", "filter by words of the name, the case number, the requests"),
            ("escape", "all letters again"),
        ),
    ),
    ("Anywhere", (("d", "dark or light"), ("?", "this help"), ("q", "quit"))),
)
"""What is told here and in docs/inspect.md. A click does what the cursor and enter do; a click in the text goes to
the value that was read there."""


class HelpScreen(ModalScreen[None]):
    """The keys, until any of a few is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,enter,q", "app.pop_screen", "Close")]

    def compose(self) -> ComposeResult:
        """The table."""
        with VerticalScroll(classes="window"):
            yield Static(help_text())

    def on_click(self) -> None:
        """A click closes it, too."""
        self.dismiss()


def help_text() -> Table:
    """The keys as a table."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for heading, keys in KEYS:
        table.add_row(Text(heading, "bold underline"))
        for key, what in keys:
            table.add_row(Text(f"  {key}", "bold"), Text(what))
    table.add_row(Text("A click", "bold"), Text("selects; in the text, the value that was read there"))
    return table
