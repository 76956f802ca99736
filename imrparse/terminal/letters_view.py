"""Several letters for a person: one row a disputed item, the letter's name on its first row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from imrparse.record import DisputedItem, FailedSource, Failure, Record, Source, page_ranges
from imrparse.terminal.record_view import NARROW, decision_words, words
from imrparse.terminal.safe import safe


def print_letters(console: Console, lines: Iterable[Record | Failure], inputs: int) -> None:
    """Print a table of letters and their decisions, and below it counts.

    Args:
        lines: the letters of all inputs, and the inputs that failed.
        inputs: how many inputs they came from.
    """
    lines = list(lines)
    if console.width < NARROW:
        for line in lines:
            console.print(_stacked(line))
    else:
        console.print(_table(lines))
    console.print(_counts(lines, inputs))


def _table(lines: Sequence[Record | Failure]) -> Table:
    table = Table(box=box.HORIZONTALS, pad_edge=False)
    table.add_column("Letter", overflow="fold", ratio=2)
    table.add_column("Disputed item", overflow="fold", ratio=3)
    table.add_column("Decision", no_wrap=True)
    table.add_column("Warnings", justify="right")
    for line in lines:
        for row in _rows(line):
            table.add_row(*row)
        table.add_section()
    return table


def _stacked(line: Record | Failure) -> Group:
    """A letter's rows with their cells one below the other, for a terminal too narrow for columns."""
    parts: list[RenderableType] = []
    for letter, request, decision, warnings in _rows(line):
        parts += [cell for cell in (letter, warnings and Text.assemble("warnings ", warnings)) if cell]
        parts.append(Padding(Group(request, decision), (0, 0, 0, 2)))
    return Group(*parts, "")


def _rows(line: Record | Failure) -> Iterator[tuple[Text, Text, Text, Text]]:
    """Letter, disputed item, decision and number of warnings; the first and last on the letter's first row only."""
    if isinstance(line, Failure):
        yield (
            Text(safe(_name(line.source)), "bold"),
            Text(safe(line.error.message), "yellow"),
            Text(line.error.code, "yellow"),
            Text(),
        )
        return
    letter = Text(safe(_name(line.source)), "dim" if line.case_number else "bold")
    if line.case_number:
        letter = Text.assemble(words(line.case_number, "bold"), "\n", letter)
    warnings = Text(str(len(line.warnings)) if line.warnings else "", "yellow")
    if not line.disputed_items:
        yield letter, words(None), decision_words(None), warnings
    for number, item in enumerate(line.disputed_items):
        first = number == 0
        yield letter if first else Text(), _request(item), decision_words(item.decision), warnings if first else Text()


def _request(item: DisputedItem) -> Text:
    """What is disputed; of a modified request, its disputed part and what was asked for."""
    if item.modification is None or item.modification.requested == item.modification.disputed:
        return words(item.modification.disputed if item.modification else item.treatment)
    requested = f"\nof the request: {safe(item.modification.requested or '')}"
    return Text.assemble(words(item.modification.disputed), (requested, "dim"))


def _name(source: Source | FailedSource) -> str:
    """The input's name, and the letter's pages where they are not all of the input's."""
    name = PurePath(source.path).name or source.path
    pages = source.pages or ()
    if not pages or (isinstance(source, Source) and len(pages) == source.page_count):
        return name
    return f"{name}, {'page' if len(pages) == 1 else 'pages'} {page_ranges(pages)}"


def _counts(lines: Sequence[Record | Failure], inputs: int) -> Text:
    records = [line for line in lines if isinstance(line, Record)]
    decisions = Counter(item.decision or "not found" for record in records for item in record.disputed_items)
    items = ", ".join(f"{count} {decision}" for decision, count in decisions.most_common())
    failed = len(lines) - len(records)
    return Text(
        f"Inputs: {inputs} (records {len(records)}, errors {failed}). "
        f"Disputed items: {decisions.total()}{f' ({items})' if items else ''}."
    )
