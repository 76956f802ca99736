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
from imrparse.terminal.look import NARROW, Look, background
from imrparse.terminal.safe import safe
from imrparse.terms import Kind


def print_letters(console: Console, lines: Iterable[Record | Failure], inputs: int) -> None:
    """Print a table of letters and their decisions, and below it counts.

    Args:
        lines: the letters of all inputs, and the inputs that failed.
        inputs: how many inputs they came from.
    """
    lines = list(lines)
    look = Look(console.width, background())
    if console.width < NARROW:
        for line in lines:
            console.print(_stacked(line, look))
    else:
        console.print(_table(lines, look))
    console.print(Text(counts(lines, inputs)))


def _table(lines: Sequence[Record | Failure], look: Look) -> Table:
    table = Table(box=box.HORIZONTALS, pad_edge=False)
    table.add_column("Letter", overflow="fold", ratio=2)
    table.add_column("Disputed item", overflow="fold", ratio=3)
    table.add_column("Decision", no_wrap=True)
    table.add_column("Warnings", justify="right")
    for line in lines:
        for row in _rows(line, look):
            table.add_row(*row)
        table.add_section()
    return table


def _stacked(line: Record | Failure, look: Look) -> Group:
    """A letter's rows with their cells one below the other, for a terminal too narrow for columns."""
    parts: list[RenderableType] = []
    for letter, request, decision, warnings in _rows(line, look):
        parts += [cell for cell in (letter, warnings and Text.assemble("warnings ", warnings)) if cell]
        parts.append(Padding(Group(request, decision), (0, 0, 0, 2)))
    return Group(*parts, "")


def _rows(line: Record | Failure, look: Look) -> Iterator[tuple[Text, Text, Text, Text]]:
    """Letter, disputed item, decision and number of warnings; the first and last on the letter's first row only."""
    doubt = look.style(Kind.WARNING)
    name = safe(name_of(line.source))
    if isinstance(line, Failure):
        yield Text(name, "bold"), Text(safe(line.error.message), doubt), Text(line.error.code, doubt), Text()
        return
    letter = Text(name, "dim" if line.case_number else "bold")
    if line.case_number:
        letter = Text.assemble((safe(line.case_number), "bold"), "\n", letter)
    warnings = Text(str(len(line.warnings)) if line.warnings else "", doubt)
    if not line.disputed_items:
        yield letter, look.not_found(), look.decision(None), warnings
    for number, item in enumerate(line.disputed_items):
        in_letter, in_doubt = (letter, warnings) if number == 0 else (Text(), Text())
        yield in_letter, _request(item, look), look.decision(item.decision), in_doubt


def disputed(item: DisputedItem) -> str | None:
    """What an item decides on: of a modified request, its disputed part."""
    return item.modification.disputed if item.modification else item.treatment


def _request(item: DisputedItem, look: Look) -> Text:
    """What is disputed; of a modified request, its disputed part and what was asked for."""
    words = disputed(item)
    text = Text(safe(words)) if words else look.not_found()
    if item.modification and item.modification.requested not in (None, item.modification.disputed):
        text.append(f"\nof the request: {safe(item.modification.requested or '')}", "dim")
    return text


def name_of(source: Source | FailedSource) -> str:
    """The input's name, and the letter's pages where they are not all of the input's."""
    name = PurePath(source.path).name or source.path
    pages = source.pages or ()
    if not pages or (isinstance(source, Source) and len(pages) == source.page_count):
        return name
    return f"{name}, {'page' if len(pages) == 1 else 'pages'} {page_ranges(pages)}"


def counts(lines: Sequence[Record | Failure], inputs: int) -> str:
    """How many inputs, records, errors and decisions there are."""
    records = [line for line in lines if isinstance(line, Record)]
    decisions = Counter(item.decision or "not found" for record in records for item in record.disputed_items)
    items = ", ".join(f"{count} {decision}" for decision, count in decisions.most_common())
    failed = len(lines) - len(records)
    return (
        f"Inputs: {inputs} (records {len(records)}, errors {failed}). "
        f"Disputed items: {decisions.total()}{f' ({items})' if items else ''}."
    )
