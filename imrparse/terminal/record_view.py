"""One record for a person: everything in it, or the parts that were asked for, at any width."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from imrparse.outline import Node
from imrparse.record import Record, Warning, page_ranges
from imrparse.terminal.look import NARROW, Look, with_pages
from imrparse.terminal.palette import SEVERITY_STYLES
from imrparse.terminal.safe import safe
from imrparse.terms import Kind

LABELS = 26
"""Columns of the labels: the longest has 26 letters."""

BLOCKS = frozenset(
    {
        Kind.SUMMARY,
        Kind.DOCUMENTS,
        Kind.CLAIMS_ADMINISTRATOR,
        Kind.EXPERT_REVIEWER,
        Kind.RATIONALE,
        Kind.CITATION,
        Kind.WARNING,
    }
)
"""Kinds of value that are paragraphs: they stand below their name."""

PRINTED = ".text"
"""How the paths of paragraphs end that other values were read from."""

NOTHING = "The letter has nothing of it."
"""Where a part was asked for that not every letter has."""


def record_view(record: Record, nodes: Sequence[Node], look: Look) -> Iterator[RenderableType]:
    """What to print of a record.

    Args:
        record: the letter's record.
        nodes: the parts of its outline to show.
        look: how.
    """
    yield from title(record, look)
    if not nodes:
        yield Text(NOTHING, "italic")
    for node in nodes:
        if node.path == "outcome":  # in the title
            continue
        yield ""
        yield heading(node, record, look)
        yield from _body(node, record, look)


def title(record: Record, look: Look) -> Iterator[Text]:
    """Case number, outcome, number of warnings; below them where the letter came from."""
    name = Text(safe(record.case_number), "bold") if record.case_number else Text("Case number not found", "bold")
    line = Text.assemble(name, "  ", look.decision(record.outcome))
    if record.warnings:
        count = len(record.warnings)
        line.append(f"  ! {count} warning{'s' if count > 1 else ''}", look.style(Kind.WARNING))
    yield line
    source = record.source
    whole = len(source.pages) == source.page_count
    pages = f"pages: {source.page_count}" if whole else f"page {page_ranges(source.pages)} of {source.page_count}"
    yield Text(safe(f"{source.path} ({source.kind}, {pages})"), "dim")


def heading(node: Node, record: Record, look: Look) -> Text:
    """The name of a part of the record, and its pages."""
    label = node.label
    if node.kind == Kind.ITEM and node.children:
        label = f"{label} of {len(record.disputed_items)}"
    text = look.label(node, label)
    text.stylize("bold")
    return with_pages(text, node) if node.kind in BLOCKS else text


def _body(node: Node, record: Record, look: Look) -> Iterator[RenderableType]:
    if node.kind == Kind.WARNING:
        indexes = [int(child.path.rpartition(".")[2]) for child in node.children]
        yield _indented(*(_warning(record.warnings[index], look) for index in indexes))
    elif not node.children:
        yield _indented(*_prose(node, look))
    elif node.kind == Kind.DOCUMENTS:
        yield _indented(*(Text(f"• {safe(child.value or '')}") for child in node.children))
    elif node.kind in BLOCKS:
        yield _indented(*_paragraph(node, look))
    else:
        for is_block, children in itertools.groupby(sorted(node.children, key=_is_block), _is_block):
            if not is_block:
                yield _fields(list(_rows(list(children), look)), look)
                continue
            for child in children:
                yield _indented(heading(child, record, look), *_body(child, record, look))


def _is_block(node: Node) -> bool:
    return node.kind in BLOCKS


Row = tuple[Text, Text]
"""Label, and value with its pages."""


def _rows(nodes: Sequence[Node], look: Look) -> Iterator[Row]:
    """A row for each value; those of one name share theirs. The case number is in the title."""
    known = any(node.value is not None and not node.path.endswith(PRINTED) for node in nodes)
    for label, group in itertools.groupby(nodes, lambda node: node.label):
        same = list(group)
        first = same[0]
        if first.path == "case_number" and first.value is not None:
            continue
        if (first.path.endswith(PRINTED) and known) or first.value == "":
            continue  # what other rows say, or nothing but answers of no
        if first.path.endswith(".modification"):
            yield from _rows(first.children, look)
            continue
        value = look.value(first)
        for other in same[1:]:
            value.append("; " if first.children else ", ").append_text(look.value(other))
        yield look.label(first, label), with_pages(value, *same)


def _fields(rows: Sequence[Row], look: Look) -> RenderableType:
    """Labels and values side by side, one above the other where the terminal is narrow."""
    if look.width < NARROW:
        parts: list[RenderableType] = []
        for label, value in rows:
            parts += [label, Padding(value, (0, 0, 0, 2))]
        return _indented(*parts)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, min_width=LABELS)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return _indented(grid)


def _indented(*parts: RenderableType) -> Padding:
    return Padding(Group(*parts), (0, 0, 0, 2))


def _prose(node: Node, look: Look) -> Iterator[Text]:
    if not node.value:
        yield look.not_found()
        return
    for paragraph in node.value.split("\n"):
        yield Text(safe(paragraph))


def _paragraph(node: Node, look: Look) -> Iterator[RenderableType]:
    """What one side says of guidelines, or the citations of a rationale: the words, then each citation."""
    citations = [child for child in node.children if child.kind == Kind.CITATION]
    for child in node.children:
        if child.path.endswith(PRINTED):
            yield look.value(child, "dim" if citations else "")
    if citations:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for citation in citations:
            grid.add_row(look.label(citation, "→"), with_pages(Text(citation_words(citation)), citation))
        yield grid
    for child in node.children:
        if child.path.endswith(".basis"):
            yield Text.assemble((f"{child.label}: ", look.style(node.kind)), look.value(child))


def citation_words(citation: Node) -> str:
    """A citation in a line, with the guideline that the catalogue knows by another name."""
    parts = {child.path.rpartition(".")[2]: child.value for child in citation.children}
    words = citation.value or ""
    known = parts.get("known_title")
    if known and known != parts.get("title"):
        words += f" (in the catalogue: {known})"
    if parts.get("adopted") == "yes":
        words += " (taken over from the other side)"
    return safe(words)


def _warning(warning: Warning, look: Look) -> Text:
    printed = f"; printed: {safe(warning.printed)}" if isinstance(warning.printed, str) else ""
    return Text.assemble(
        (f"{warning.severity} ", SEVERITY_STYLES[warning.severity]),
        (f"{safe(warning.field)}: ", look.style(Kind.WARNING)),
        safe(warning.message),
        printed,
        (f" [{safe(warning.code)}]", "dim"),
    )
