"""What is said of a letter and of the selected value: plain text in colours, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from imrparse.evidence import Span
from imrparse.outline import Node
from imrparse.record import Failure, page_ranges
from imrparse.terminal.palette import colour
from imrparse.terminal.safe import safe
from imrparse.terms import Kind

if TYPE_CHECKING:
    from imrparse.inspector.opened import Opened

LONGEST = 1500
"""Characters of a value below the panes; all of a longer one is read in the letter."""


def title(name: str, opened: Opened | None = None, *, raw: bool = False, position: str = "", dark: bool = True) -> Text:
    """Case number, outcome, warnings, which of several letters, which text is shown, name."""
    text = Text(no_wrap=True, overflow="ellipsis")
    record = opened.record if opened else None
    if record is not None:
        text.append(safe(record.case_number or "no case number"), "bold")
        outcome = record.outcome or "outcome not found"
        text.append("  ")
        text.append(outcome.upper(), Style(color=colour(Kind.DECISION, dark=dark), bold=True))
        if record.warnings:
            count = len(record.warnings)
            text.append(f"  ! {count} warning{'s' if count > 1 else ''}")
        text.append("  ")
    if opened is not None:
        text.append(f"{position and f'{position}  '}{'raw' if raw else 'joined'} text  ", "dim")
    text.append(safe(name))
    return text


def failed(failure: Failure) -> Text:
    """Why an input gave no record."""
    text = Text.assemble(("No record\n\n", "bold"))
    text.append(safe(failure.error.message))
    text.append(f"\n\n[{failure.error.code}]", "dim")
    return text


def described(node: Node, opened: Opened, places: Sequence[Span], *, own: bool, dark: bool) -> Text:
    """All of a value: what it lies in, its text, its warnings, where it was read.

    Args:
        node: the value.
        opened: its letter.
        places: the words that are marked in the text.
        own: whether they are the value's own, and not those of the whole that it was concluded from.
        dark: whether the background is.
    """
    text = Text()
    text.append(" \u203a ".join(_way_to(node, opened)), Style(color=colour(node.kind, dark=dark), bold=True))
    text.append(f"  {_place(node, places, own=own)}\n", "dim")
    doubt = Style(color=colour(Kind.WARNING, dark=dark))
    for warning in node.warnings:
        text.append("! ", doubt + Style(bold=True))
        text.append(safe(warning.message), doubt)
        if isinstance(warning.printed, str):
            text.append(f"; printed: {safe(warning.printed)}", doubt)
        text.append(f" [{warning.code}]\n", "dim")
    text.append_text(_value(node))
    if node.confidence is not None:
        text.append(f"\nread by OCR, surest to {node.confidence:.0%}", "dim")
    if node.found_by:
        text.append(f"\nfound by: {safe(node.found_by)}", "dim")
    return text


def _way_to(node: Node, opened: Opened) -> list[str]:
    outline = opened.outline
    way = [node.label]
    path = node.path
    while outline is not None and "." in path:
        path = path.rpartition(".")[0]
        if path in outline.by_path:
            way.append(outline.by_path[path].label)
    return [safe(label) for label in reversed(way)]


def _place(node: Node, places: Sequence[Span], *, own: bool) -> str:
    pages = sorted({place.page for place in node.places})
    if own and pages:
        return f"page {page_ranges(pages)}"
    if own or not places:
        return "" if node.kind == Kind.SOURCE else "not in the letter's words"
    return "concluded from the words marked"


def _value(node: Node) -> Text:
    """The value's text; of a guideline's paragraph, a citation a line."""
    citations = [child for child in node.children if child.kind == Kind.CITATION and node.kind != Kind.CITATION]
    if len(citations) > 1:
        return Text("\n".join(f"\u2192 {safe(one.value or '')}" for one in citations))
    if node.value is None:
        return Text("not found", "italic")
    value = node.value if len(node.value) <= LONGEST else f"{node.value[:LONGEST]} …"
    return Text(safe(value))
