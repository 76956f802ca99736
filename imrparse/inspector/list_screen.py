"""The letters of several files or a folder, with their status, and filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer, Input, Select, Static

from imrparse.inspector.letter_list import LetterList, Row
from imrparse.inspector.opened import FAILED, NO_OUTCOME, Summary

if TYPE_CHECKING:
    from imrparse.inspector.app import Inspector

ALL = ""
OUTCOMES = ("upheld", "overturned", "partially overturned", NO_OUTCOME, FAILED)
WARNED, UNWARNED = "any warning", "no warning"
PAUSE = 0.15
"""Seconds between two showings of rows that come in by the hundred."""


class ListScreen(Screen[None]):
    """Letters to choose from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "filter('outcome')", "outcome"),
        Binding("w", "filter('warning')", "warning"),
        Binding("slash", "filter('words')", "filter", key_display="/"),
        Binding("escape", "unfilter", "all", show=False),
    ]

    app: Inspector

    def __init__(self) -> None:
        super().__init__()
        self._codes: tuple[str, ...] = ()
        self._pending = False

    def compose(self) -> ComposeResult:
        """Counts, filters, rows, keys."""
        yield Static(Text("looking for letters …"), id="list-title")
        with Horizontal(id="filters"):
            yield Select(
                [(Text("any outcome"), ALL), *((Text(name), name) for name in OUTCOMES)],
                value=ALL,
                allow_blank=False,
                compact=True,
                id="outcome",
            )
            yield Select(self._warning_choices(()), value=ALL, allow_blank=False, compact=True, id="warning")
            yield Input(placeholder="words", compact=True, id="words")
        yield LetterList()
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.letters.focus()
        self._show()

    @property
    def letters(self) -> LetterList:
        """The rows."""
        return self.query_one(LetterList)

    def rows_changed(self) -> None:
        """Show what was read since, soon."""
        if not self._pending and self.is_mounted:
            self._pending = True
            self.set_timer(PAUSE, self._show)

    def point_to(self, key: tuple[int, int]) -> None:
        """Put the cursor on a letter."""
        self.letters.point_to(key)

    def step(self, key: tuple[int, int], step: int) -> tuple[int, int] | None:
        """The letter below or above another one in the list."""
        keys = [row.key for row in self.letters.rows]
        at = keys.index(key) + step if key in keys else 0
        return keys[at] if 0 <= at < len(keys) else None

    def position(self, key: tuple[int, int]) -> str:
        """Which of the list's letters it is: `3 of 20`."""
        keys = [row.key for row in self.letters.rows]
        return f"{keys.index(key) + 1} of {len(keys)}" if key in keys else ""

    def action_filter(self, id: str) -> None:
        """Go to a filter, and open it."""
        widget = self.query_one(f"#{id}")
        self.set_focus(widget)  # at once: the keys that follow are for it
        if isinstance(widget, Select):
            widget.action_show_overlay()
            self.set_focus(widget.query("SelectOverlay").first())

    def action_unfilter(self) -> None:
        """Show all letters again."""
        self.query_one("#outcome", Select).value = ALL
        self.query_one("#warning", Select).value = ALL
        self.query_one("#words", Input).value = ""
        self.letters.focus()

    @on(Select.Changed)
    def _chosen(self) -> None:
        self._filtered()
        self.call_after_refresh(self.letters.focus)

    @on(Input.Changed)
    def _filtered(self) -> None:
        if self._filter != (ALL, ALL, "") and self.app.background is not None:
            self.app.background.want_all()
        self._show()

    @on(Input.Submitted)
    def _to_rows(self) -> None:
        self.letters.focus()

    @on(LetterList.Chosen)
    def _open(self, event: LetterList.Chosen) -> None:
        self.app.open_letter(*event.row.key)

    @on(LetterList.Viewed)
    def _viewed(self) -> None:
        if self.app.background is not None:
            self.app.background.look_at(row.number for row in self.letters.on_screen if row.summary is None)

    @property
    def _filter(self) -> tuple[str, str, str]:
        outcome, warning = (str(self.query_one(f"#{id}", Select).value) for id in ("outcome", "warning"))
        return outcome, warning, self.query_one("#words", Input).value.strip()

    def _show(self) -> None:
        self._pending = False
        rows = list(self._rows())
        chosen = self._filter
        shown = rows if chosen == (ALL, ALL, "") else [row for row in rows if _passes(row.summary, *chosen)]
        self.letters.show(shown)
        self._tell_counts(rows, shown)
        codes = tuple(sorted({code for row in rows if row.summary for code in row.summary.warnings}))
        if codes != self._codes:
            self._codes = codes
            select = self.query_one("#warning", Select)
            if not select.expanded:
                with self.prevent(Select.Changed):
                    select.set_options(self._warning_choices(codes))
                    select.value = chosen[1]

    def _rows(self) -> Iterator[Row]:
        background = self.app.background
        for number, entry in enumerate(background.inputs if background else ()):
            rows = entry.rows
            if rows is None:
                yield Row(number, 0, PurePath(entry.path).name)
            else:
                for letter, summary in enumerate(rows):
                    yield Row(number, letter, summary.name, summary)

    def _tell_counts(self, rows: list[Row], shown: list[Row]) -> None:
        background = self.app.background
        read = [row.summary for row in rows if row.summary is not None]
        outcomes = Counter(summary.status for summary in read)
        words = f"{len(shown)} of {len(rows)} letters" if len(shown) != len(rows) else f"{len(rows)} letters"
        if background is None or not background.listed:
            words += ", looking for more …"
        if len(read) < len(rows):
            words += f", {len(rows) - len(read)} not read yet"
        counts = ", ".join(f"{outcomes[name]} {name}" for name in OUTCOMES if outcomes[name])
        self.query_one("#list-title", Static).update(Text(f"{words}{f' ({counts})' if counts else ''}", no_wrap=True))

    @staticmethod
    def _warning_choices(codes: tuple[str, ...]) -> list[tuple[Text, str]]:
        return [(Text(name or "any warnings or none"), name) for name in (ALL, WARNED, UNWARNED, *codes)]


def _passes(summary: Summary | None, outcome: str, warning: str, words: str) -> bool:
    """Whether a row passes the filters; one that was not read passes none."""
    if summary is None:
        return False
    if outcome and summary.status != outcome:
        return False
    if warning == WARNED and not summary.warning_count:
        return False
    if warning == UNWARNED and (summary.warning_count or summary.error):
        return False
    if warning not in (ALL, WARNED, UNWARNED) and warning not in summary.warnings:
        return False
    return summary.holds(words)
