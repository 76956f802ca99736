"""Letters as Markdown, for pasting into a brief: what a letter says stays text, whatever characters are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from imrparse.outline import Node
from imrparse.pipeline import ParsedLetter
from imrparse.record import DisputedItem, Failure, Record, page_ranges
from imrparse.terminal.letters_view import counts, disputed, name_of
from imrparse.terminal.record_view import NOTHING, PRINTED, citation_words
from imrparse.terminal.safe import safe
from imrparse.terms import Kind

ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
MARKUP = re.compile(r"[\\`*_{}\[\]|~$^@]|(?<=www)\.|:(?=//)|\#(?=\#*$)")
"""Characters that Markdown, GitHub's or Pandoc's, obeys anywhere in a line; a `#` where it ends a heading."""
AT_BEGINNING = re.compile(r"^(?:[#+=:-]|\d+(?=[.)]))")
"""What begins a heading, a list or a rule where it stands first."""

BLANK_ROW = "|---"


def literal(text: str) -> str:
    """`text` on one line, as Markdown that shows it as it is."""
    words = safe(" ".join(text.split())).translate(ENTITIES)
    words = MARKUP.sub(lambda match: f"\\{match.group()}", words)
    return AT_BEGINNING.sub(
        lambda match: f"{match.group()}\\" if match.group().isdigit() else f"\\{match.group()}", words
    )


def letter_markdown(parsed: ParsedLetter, nodes: Sequence[Node]) -> str:
    """A letter, or the parts of it that the nodes of its outline are."""
    record = parsed.record
    name = literal(record.case_number or "Case number not found")
    lines = [
        f"# {name}: {literal(record.outcome or 'outcome not found')}",
        "",
        f"Read from {literal(name_of(record.source))}.",
        "",
    ]
    view = _View(parsed)
    items = [node for node in nodes if node.kind == Kind.ITEM and node.children]
    for node in nodes:
        if node.path == "outcome":
            continue
        if items and node is items[0]:
            lines += view.decisions(items)
        lines += view.section(node)
    if not nodes:
        lines.append(NOTHING)
    return "\n".join(lines).rstrip("\n") + "\n"


def letters_markdown(lines: Sequence[Record | Failure], inputs: int) -> str:
    """Several letters as a table of their decisions, and counts."""
    rows = [row for line in lines for row in _letter_rows(line)]
    table = _table(("Case number", "File", "Disputed item", "Decision", "Warnings"), rows)
    return "\n".join([*table, literal(counts(lines, inputs))]) + "\n"


def _letter_rows(line: Record | Failure) -> Iterator[tuple[str, ...]]:
    name = literal(name_of(line.source))
    if isinstance(line, Failure):
        yield "", name, literal(line.error.message), literal(line.error.code), ""
        return
    case, warnings = literal(line.case_number or "not found"), str(len(line.warnings) or "")
    for item in line.disputed_items or (DisputedItem(),):
        yield case, name, literal(disputed(item) or "not found"), literal(item.decision or "not found"), warnings


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"{BLANK_ROW * len(head)}|"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


class _View:
    """Makes the lines of one letter."""

    def __init__(self, parsed: ParsedLetter) -> None:
        self.parsed = parsed

    def decisions(self, items: Sequence[Node]) -> list[str]:
        """The items in a table."""
        rows = []
        for item in items:
            index = int(item.path.rpartition(".")[2])
            decided = self.parsed.record.disputed_items[index]
            spans = self.parsed.evidence.get(f"{item.path}.decision", ())
            pages = page_ranges(sorted({span.page for span in spans}))
            words = [disputed(decided) or "not found", decided.decision or "not found", pages]
            rows.append((str(index + 1), *map(literal, words)))
        return ["## Decisions", "", *_table(("Item", "In dispute", "Decision", "Page"), rows)]

    def section(self, node: Node) -> list[str]:
        """A part of the letter under its heading."""
        return [f"## {literal(node.label)}", "", *self._body(node)]

    def _body(self, node: Node) -> list[str]:
        if node.kind == Kind.WARNING:
            record = self.parsed.record
            warnings = [record.warnings[int(child.path.rpartition(".")[2])] for child in node.children]
            return [
                *(
                    f"- {one.severity}: {literal(one.field)}: {literal(one.message)} ({literal(one.code)})"
                    for one in warnings
                ),
                "",
            ]
        if node.kind == Kind.DOCUMENTS:
            return [*(f"- {literal(child.value or '')}{_pages(child)}" for child in node.children), ""]
        if not node.children:
            return self._quoted(node)
        rows = [child for child in node.children if not _is_paragraph(child)]
        lines = [line for row in rows for line in _row(row)]
        lines += [""] if lines else []
        for child in node.children:
            if _is_paragraph(child):
                lines += [f"### {literal(child.label)}", "", *self._paragraph(child)]
        return lines

    def _paragraph(self, node: Node) -> list[str]:
        """A guideline paragraph or a rationale: its words as a quotation, then the citations with theirs."""
        if not node.children:
            return self._quoted(node)
        lines = [line for child in node.children if child.path.endswith(PRINTED) for line in self._quoted(child)]
        if not any(child.value for child in node.children):
            return lines or ["not found", ""]
        citations = [child for child in node.children if child.kind == Kind.CITATION]
        lines += [f"- {literal(citation_words(child))}{self._in_words(child)}" for child in citations]
        return [*lines, ""] if citations else lines

    def _quoted(self, node: Node) -> list[str]:
        """A value's words, a paragraph a paragraph of the quotation, and their pages."""
        if not node.value:
            return ["not found", ""]
        paragraphs = [literal(paragraph) for paragraph in node.value.split("\n")]
        return [*"\n>\n".join(f"> {one}" for one in paragraphs).split("\n"), "", f"Page {_numbers(node)}.", ""]

    def _in_words(self, node: Node) -> str:
        """The words that a citation was read from, in quotation marks, and their pages."""
        pages = self.parsed.document.pages
        words = [" ".join(pages[page - 1].text[start:end].split()) for page, start, end in node.places]
        return f": “{literal(' … '.join(words))}”{_pages(node)}" if words else ""


def _row(node: Node) -> Iterator[str]:
    """A value, or one with parts in a line; of a modified request its parts."""
    if node.path.endswith(".modification"):
        for child in node.children:
            yield from _row(child)
    elif node.value != "" and not node.path.endswith(PRINTED):
        yield f"- {literal(node.label)}: {literal(node.value or 'not found')}{_pages(node)}"


def _is_paragraph(node: Node) -> bool:
    return node.kind in {Kind.CLAIMS_ADMINISTRATOR, Kind.EXPERT_REVIEWER, Kind.RATIONALE, Kind.CITATION}


def _numbers(node: Node) -> str:
    return page_ranges(sorted({place.page for place in node.places}))


def _pages(node: Node) -> str:
    numbers = _numbers(node)
    return f" (page {numbers})" if numbers else ""
