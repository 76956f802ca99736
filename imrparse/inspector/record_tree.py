"""The record as a tree to walk in."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from imrparse.outline import Node, Outline
from imrparse.terminal.palette import colour
from imrparse.terminal.safe import safe
from imrparse.terms import Kind

NOT_FOUND = "not found"
LONGEST = 160
"""Characters of a value in the tree; all of it stands below, and in the letter."""

ITEM = "disputed_items."


class RecordTree(Tree[Node]):
    """Values under their names, each in the colour of its kind; a `!` marks those in doubt."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "open", "Open", show=False),
        Binding("left", "close", "Close", show=False),
        Binding("enter", "toggle_node", "Open or close", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False
        self._places: dict[str, TreeNode[Node]] = {}
        self._above: dict[str, Node] = {}
        self._doubted: set[str] = set()

    def show(self, outline: Outline) -> None:
        """Show another letter's record."""
        self.clear()
        self._places, self._above, self._doubted = {}, {}, set()
        for node in outline.nodes:
            self._note(node)
            self._add(self.root, node)
        self.root.expand()
        self.cursor_line = 0

    def _note(self, node: Node) -> bool:
        """Note what nodes lie in, and which are in doubt or hold one that is: whether this one is or does."""
        doubted = bool(node.warnings)
        for child in node.children:
            self._above[child.path] = node
            doubted = self._note(child) or doubted
        if doubted:
            self._doubted.add(node.path)
        return doubted

    def _add(self, parent: TreeNode[Node], node: Node) -> None:
        place = parent.add(Text(_label(node)), node, expand=False, allow_expand=bool(node.children))
        self._places[node.path] = place

    def _fill(self, place: TreeNode[Node]) -> None:
        """Add a node's parts; only when they are to be seen, since a letter may cite a thousand works."""
        if place.data is not None and not place.children:
            for child in place.data.children:
                self._add(place, child)

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Node]) -> None:
        """A node was opened by a key or the mouse."""
        self._fill(event.node)

    def _place_of(self, node: Node) -> TreeNode[Node]:
        """The place of a value, with all that it lies in open."""
        above = self._above.get(node.path)
        if above is not None:
            place = self._place_of(above)
            self._fill(place)
            place.expand()
        return self._places[node.path]

    def go_to(self, node: Node) -> None:
        """Put the cursor on a value, opening what it lies in."""
        self._put_cursor(self._place_of(node))

    def open_alone(self, node: Node) -> None:
        """Put the cursor on a value of the top level, its parts open and those of its like closed."""
        place = self._places[node.path]
        for other in self.root.children:
            if other.data is not None and other.data.kind == node.kind and other is not place:
                other.collapse()
        self._fill(place)
        place.expand()
        self._put_cursor(place)
        self.scroll_to_line(max(child.line for child in (place, *place.children)), animate=False)
        self.scroll_to_line(place.line, animate=False)

    def _put_cursor(self, place: TreeNode[Node]) -> None:
        # A node that was just laid bare has no line before the tree is built again; to ask for the last line does so.
        if self.last_line >= 0:
            self.move_cursor(place)
            self.scroll_to_line(place.line, animate=False)

    def render_label(self, node: TreeNode[Node], base_style: Style, style: Style) -> Text:
        """Label and value of a node, in the kind's colour."""
        value = node.data
        sign = ("\u25be " if node.is_expanded else "\u25b8 ") if node.allow_expand else "  "
        text = Text.assemble((sign, base_style + Style(meta={"toggle": True})))
        if value is None:
            return text
        dark = self.app.current_theme.dark
        label = Text()
        if value.path in self._doubted:
            label.append("! ", Style(color=colour(Kind.WARNING, dark=dark), bold=True))
        label.append(_label(value), Style(color=colour(value.kind, dark=dark), bold=bool(node.allow_expand)))
        if value.value is None:
            label.append(f"  {NOT_FOUND}", Style(italic=True, dim=True))
        elif value.value:
            label.append(f"  {one_line(value.value)}")
        label.stylize(style)
        indent = self.guide_depth * (_depth(node) - 1)
        label.truncate(max(4, self.scrollable_content_region.width - indent - text.cell_len), overflow="ellipsis")
        return text.append_text(label)

    def action_open(self) -> None:
        """Open the node; where it is open, go to its first part."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if node.is_expanded:
            self.move_cursor(node.children[0])
        else:
            self._fill(node)
            node.expand()

    def action_close(self) -> None:
        """Close the node; where it is closed, go to the whole that it is a part of."""
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded and node.allow_expand:
            node.collapse()
        elif node.parent is not None and not node.parent.is_root:
            self.move_cursor(node.parent)


def _depth(node: TreeNode[Node]) -> int:
    """How many nodes a node lies in."""
    return 0 if node.parent is None else 1 + _depth(node.parent)


def _label(node: Node) -> str:
    """The short name: in the tree a disputed item's is its number."""
    return node.label.replace("Disputed item", "Item") if node.kind == Kind.ITEM else node.label


def one_line(value: str) -> str:
    """A value on one line of the terminal."""
    return safe(" ".join(value[: 2 * LONGEST].split()))[:LONGEST]
