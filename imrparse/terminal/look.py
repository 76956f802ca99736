"""How values look on a terminal: colours by kind as in the inspector, marks of doubt, pages."""

from __future__ import annotations

import os
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text

from imrparse.outline import Node
from imrparse.record import page_ranges
from imrparse.terminal.palette import colour
from imrparse.terminal.safe import safe
from imrparse.terms import Kind

NARROW = 60
"""Columns below which labels stand above their values."""


@dataclass(frozen=True)
class Look:
    """The width that there is, and the background."""

    width: int
    dark: bool | None = None
    """`None` where the terminal does not say."""

    def style(self, kind: Kind, *, bold: bool = False) -> Style:
        """The style of what belongs to a kind of value."""
        return Style(color=colour(kind, dark=self.dark), bold=bold or None)

    def label(self, node: Node, label: str = "") -> Text:
        """A value's name in the colour of its kind, with a mark where it or a part of it is in doubt."""
        mark = ("! ", self.style(Kind.WARNING, bold=True)) if in_doubt(node) else ""
        return Text.assemble(mark, (safe(label or node.label), self.style(node.kind)))

    def value(self, node: Node, style: str = "") -> Text:
        """A value's text."""
        if node.value is None:
            return self.not_found()
        if node.kind == Kind.DECISION:
            return self.decision(node.value)
        return Text(safe(node.value), style)

    def decision(self, decision: str | None) -> Text:
        """A decision or an outcome."""
        style = self.style(Kind.DECISION, bold=True)
        return Text.assemble((safe(decision.upper()), style)) if decision else self.not_found()

    def not_found(self) -> Text:
        """What stands in the place of a value that the letter does not have."""
        return Text.assemble(("not found", self.style(Kind.WARNING) + Style(italic=True)))


def background() -> bool | None:
    """Whether the terminal's background is dark, by `COLORFGBG` (rxvt, Konsole and others): `15;0`, `0;default;15`."""
    last = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return int(last) in (*range(7), 8) if last.isdigit() and int(last) < 16 else None


def in_doubt(node: Node) -> bool:
    """Whether a warning names the value or a part of it."""
    return node.kind != Kind.WARNING and any(below.warnings for below in node.walk())


def with_pages(text: Text, *nodes: Node) -> Text:
    """`text` with the pages on which values stand behind it; without for what is not in the letter's words."""
    pages = page_ranges(sorted({place.page for node in nodes for place in node.places}))
    return text.append(f"  p. {pages}", "not bold dim") if pages else text
