"""One letter: its record on the left, its text on the right, all of the selected value below."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Input, Static, Tree

from imrparse.inspector.describe import described, failed, title
from imrparse.inspector.record_tree import ITEM, RecordTree
from imrparse.inspector.text_view import LetterText
from imrparse.outline import Node, value_at
from imrparse.record import Failure

if TYPE_CHECKING:
    from imrparse.inspector.app import Inspector
    from imrparse.inspector.opened import Opened

NARROW = 72
"""Columns below which the text stands under the tree."""

LOW, TALL = 16, 36
"""Rows below and from which the selected value has less or more room than usual."""

Group = Binding.Group


class LetterScreen(Screen[None]):
    """Walks through one letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "item(1)", "Next item", group=Group("item", compact=True)),
        Binding("p", "item(-1)", "Item before", group=Group("item", compact=True)),
        Binding("w", "warning(1)", "Next warning", group=Group("warning", compact=True)),
        Binding("W", "warning(-1)", "Warning before", group=Group("warning", compact=True)),
        Binding("slash", "search", "search", key_display="/"),
        Binding("question_mark", "app.help", "help", key_display="?"),
        Binding("q", "app.quit", "quit"),
        Binding("y", "copy", "copy"),
        Binding("r", "raw", "raw"),
        Binding("v", "picture", "page"),
        Binding("e", "export", "export"),
        Binding("tab", "app.focus_next", "other pane", show=False),
        Binding("right_square_bracket", "letter(1)", "Next letter", show=False),
        Binding("left_square_bracket", "letter(-1)", "Letter before", show=False),
        Binding("escape", "back", "Back to the list", show=False),
    ]

    app: Inspector

    def __init__(self, name_of_input: str) -> None:
        super().__init__()
        self.name_of_input = name_of_input
        self.opened: Opened | None = None
        self.raw = False
        self.node: Node | None = None
        """The selected value."""
        self.nodes: list[Node] = []
        """All values of the letter, in the order of the tree."""
        self._order: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """Title, panes, the selected value, search, keys."""
        yield Static(Text(f"reading {title(self.name_of_input)} …"), id="title")
        with Container(id="panes"):
            yield RecordTree(id="tree")
            with VerticalScroll(id="failure"):
                yield Static(id="failure-text")
            yield LetterText(id="text")
        with VerticalScroll(id="detail", can_focus=False):
            yield Static(id="detail-text")
        with Horizontal(id="search"):
            yield Static("/ ", id="search-sign")
            yield Input(placeholder="words of the letter", id="search-words", compact=True, select_on_focus=False)
            yield Static(id="search-count")
        yield Footer(compact=True, show_command_palette=False)

    @property
    def tree_of_record(self) -> RecordTree:
        """The left pane."""
        return self.query_one(RecordTree)

    @property
    def text(self) -> LetterText:
        """The right pane."""
        return self.query_one(LetterText)

    def on_mount(self) -> None:
        """Begin in the tree."""
        self.query_one("#search").display = False
        self.query_one("#failure").display = False
        self.tree_of_record.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room, else one above the other."""
        self.set_class(event.size.width < NARROW, "narrow")
        self.set_class(event.size.height < LOW, "low")
        self.set_class(event.size.height >= TALL, "tall")

    def show(self, opened: Opened, position: str = "") -> None:
        """Show a letter; `position` tells which one of several it is."""
        self.opened, self.node = opened, None
        self.raw = opened.normalised is None
        self._position = position
        self.nodes = list(opened.outline.walk()) if opened.outline else []
        self._order = {node.path: number for number, node in enumerate(self.nodes)}
        error = isinstance(opened.result, Failure)
        self.query_one("#failure").display = error
        self.tree_of_record.display = not error
        self.query_one("#detail").display = not error
        self.text.display = bool(opened.pages)
        self._show_title()
        self.text.show(opened.normalised or opened.raw)
        if isinstance(opened.result, Failure):
            self.query_one("#failure-text", Static).update(failed(opened.result))
            (self.text if opened.pages else self.query_one("#failure")).focus()
        elif opened.outline is not None:
            self.tree_of_record.show(opened.outline)
            self.tree_of_record.focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only what can be done: a letter without a record has no items, a single one no list."""
        if action in {"item", "warning", "copy", "export", "picture", "raw"}:
            return self.opened is not None and self.opened.record is not None
        return True

    def _show_title(self) -> None:
        if self.opened is not None:
            words = title(
                self.name_of_input, self.opened, raw=self.raw, position=self._position, dark=self.app.current_theme.dark
            )
            self.query_one("#title", Static).update(words)

    # What is selected

    @on(Tree.NodeHighlighted)
    def _select(self) -> None:
        # Not the message's node: behind fast fingers, the cursor is further on than the message tells.
        place = self.tree_of_record.cursor_node
        if place is not None and place.data is not None and self.opened is not None:
            self.node = place.data
            self._mark()

    @on(LetterText.Pointed)
    def _pointed(self, event: LetterText.Pointed) -> None:
        self.tree_of_record.go_to(event.node)

    def _mark(self) -> None:
        """Mark the selected value's words, or those of the whole that it was concluded from, and tell all of it."""
        if self.node is None or self.opened is None or self.opened.outline is None:
            return
        shown = self.text.shown
        above: Node | None = self.node
        places = shown.places(self.node)
        while not places and above is not None and "." in above.path:
            above = self.opened.outline.nearest(above.path.rpartition(".")[0])
            places = shown.places(above) if above else ()
        self.text.select(places)
        dark = self.app.current_theme.dark
        own = above is self.node
        self.query_one("#detail-text", Static).update(described(self.node, self.opened, places, own=own, dark=dark))
        self.query_one("#detail").scroll_home(animate=False)

    def theme_changed(self) -> None:
        """Draw anew what holds colours of its own."""
        self.tree_of_record.notify_style_update()
        self._show_title()
        self._mark()

    def _step(self, wanted: list[Node], step: int, what: str) -> Node | None:
        """The next or the former one of `wanted` from the selected value on, round the end."""
        if not wanted:
            self.app.say(f"no {what} in this letter")
            return None
        at = self._order.get(self.node.path, -1) if self.node else -1
        if step > 0:
            return next((node for node in wanted if self._order[node.path] > at), wanted[0])
        return next((node for node in reversed(wanted) if self._order[node.path] < at), wanted[-1])

    def action_item(self, step: int) -> None:
        """Go to the next or the former disputed item."""
        items = [node for node in self.nodes if node.path.startswith(ITEM) and node.path.count(".") == 1]
        if step < 0 and self.node is not None and self.node.path.startswith(ITEM) and self.node.path.count(".") > 1:
            # From inside an item, the one before it is wanted and not its own beginning.
            inside = self.node.path.split(".")[1]
            items = [node for node in items if node.path != f"{ITEM}{inside}"] or items
        node = self._step(items, step, "disputed item")
        if node is not None:
            self.tree_of_record.open_alone(node)
            self._select()

    def action_warning(self, step: int) -> None:
        """Go to the next or the former value in doubt; what is said of no one value stands in the list of warnings."""
        node = self._step(list(self._doubted()), step, "warning")
        if node is not None:
            self.tree_of_record.go_to(node)
            self._select()

    def _doubted(self) -> Iterator[Node]:
        told = 0
        for node in self.nodes:
            if node.warnings:
                told += len(node.warnings)
                yield node
        record = self.opened.record if self.opened else None
        if record is not None and told < len(record.warnings):
            outline = self.opened.outline if self.opened else None
            for number, warning in enumerate(record.warnings):
                if outline is not None and outline.nearest(warning.field) is None:
                    yield outline.by_path[f"warnings.{number}"]

    # The text

    def action_raw(self) -> None:
        """Show the pages' text as it was read, or joined and cleaned."""
        if self.opened is None or self.opened.normalised is None:
            return
        self.raw = not self.raw
        self.text.show(self.opened.raw if self.raw else self.opened.normalised)
        self._show_title()
        self._mark()

    def action_search(self) -> None:
        """Ask for words."""
        if self.opened is None:
            return
        self.query_one("#search").display = True
        self.set_focus(self.query_one("#search-words", Input))  # at once: what is typed next are words, not commands

    @on(Input.Changed, "#search-words")
    def _search(self, event: Input.Changed) -> None:
        count = self.text.search(event.value)
        if count:
            self._to_hit(1)
        else:
            self._tell_hits("" if not event.value.strip() else "not in the letter")

    @on(Input.Submitted, "#search-words")
    def _next_hit(self) -> None:
        if not self._to_hit(1):
            self._to_value(self.query_one("#search-words", Input).value)

    def _to_hit(self, step: int) -> bool:
        span = self.text.step_hit(step)
        if span is None:
            return False
        self._tell_hits(f"{self.text.hit + 1} of {len(self.text.hits)}  enter next  esc done")
        return True

    def _to_value(self, words: str) -> None:
        """Where the letter does not have the words, a value may: the class of a drug, a name in the catalogue."""
        wanted = words.casefold().split()
        found = [
            node for node in self.nodes if wanted and all(word in (node.value or "").casefold() for word in wanted)
        ]
        leaves = [node for node in found if not node.children]
        if leaves and (node := self._step(leaves, 1, words)) is not None:
            self.tree_of_record.go_to(node)
            self._tell_hits("a value of the record")

    def _tell_hits(self, words: str) -> None:
        self.query_one("#search-count", Static).update(Text(words))

    def on_key(self, event: events.Key) -> None:
        """In the search: the arrows go from hit to hit, escape closes it and keeps the place."""
        if self.focused is None or self.focused.id != "search-words":
            return
        if event.key in {"down", "up"}:
            self._to_hit(1 if event.key == "down" else -1)
        elif event.key in {"escape", "tab"}:
            self._close_search()
        else:
            return
        event.stop()
        event.prevent_default()

    def _close_search(self) -> None:
        hit = self.text.hit
        span = self.text.hits[hit] if 0 <= hit < len(self.text.hits) else None
        self.query_one("#search").display = False
        self.text.search("")
        if self.tree_of_record.display:
            self.set_focus(self.tree_of_record)
        else:
            self.set_focus(self.text)
        node = self.text.shown.owner(span.start) if span else None
        if node is not None:
            self.tree_of_record.go_to(node)

    # Out of the program

    def action_copy(self) -> None:
        """Copy the selected value; of one with parts, their JSON."""
        record = self.opened.record if self.opened else None
        if record is None or self.node is None:
            return
        if self.node.children or self.node.path.count(".") == 0:
            try:
                value = value_at(record, self.node.path)
            except KeyError:
                value = self.node.value
        else:
            value = self.node.value
        words = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
        self.app.copy_to_clipboard(words)
        what = "the JSON of " if self.node.children else ""
        self.app.say(f"copied {what}{self.node.label} ({len(words)} characters), if the terminal allows it")

    def action_export(self) -> None:
        """Write the record to a file."""
        if self.opened is not None and self.opened.record is not None:
            from imrparse.inspector.export import ExportScreen

            self.app.push_screen(ExportScreen(self.opened))

    def action_picture(self) -> None:
        """Show the page that the selected value stands on, as it looks, with the words of each value framed."""
        if self.opened is None or isinstance(self.opened.result, Failure):
            self.app.say("there is no record whose places a picture could show")
            return
        places = self.node.places if self.node else ()
        page = places[0].page if places else self.opened.pages[0].number
        self.app.show_picture(self.opened, page, self.node)

    def action_letter(self, step: int) -> None:
        """Go to the next or the former letter of the list."""
        self.app.step_letter(step)

    def action_back(self) -> None:
        """Go back to the list."""
        self.app.back_to_list()
