"""Several letters for a person: one row a disputed item, the letter's name on its first row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from imrparse.record import DisputedItem, Failure, Record
from imrparse.terminal.record_view import decision_words, words
from imrparse.terminal.safe import safe


def print_letters(console: Console, lines: Iterable[Record | Failure]) -> None:
    """Print a table of letters and their decisions, and below it counts that add up to the inputs."""
    lines = list(lines)
    table = Table(box=box.HORIZONTALS, pad_edge=False)
    table.add_column("Letter", style="bold", overflow="fold", min_width=12)
    table.add_column("Disputed item", overflow="fold", ratio=1)
    table.add_column("Decision", no_wrap=True)
    table.add_column("Warnings", justify="right")
    for line in lines:
        if isinstance(line, Failure):
            failed = (
                words(_name(line.source.path)),
                words(line.error.message, "yellow"),
                words(line.error.code, "yellow"),
            )
            table.add_row(*failed, end_section=True)
            continue
        for row in _rows(line):
            table.add_row(*row)
        table.add_section()
    console.print(table)
    console.print(_counts(lines))


def _rows(record: Record) -> Iterable[Sequence[Text]]:
    head = Text.assemble(words(record.case_number, "bold"), "\n", (safe(_name(record.source.path)), "dim"))
    warnings = Text(str(len(record.warnings)) if record.warnings else "", "yellow")
    if not record.disputed_items:
        yield head, words(None), decision_words(None), warnings
    for number, item in enumerate(record.disputed_items):
        first = number == 0
        yield head if first else Text(), _request(item), decision_words(item.decision), warnings if first else Text()


def _request(item: DisputedItem) -> Text:
    """What is disputed; of a modified request, its disputed part and what was asked for."""
    if item.modification is None:
        return words(item.treatment)
    requested = f"\nof the request: {safe(item.modification.requested or '')}"
    return Text.assemble(words(item.modification.disputed), (requested, "dim"))


def _name(path: str) -> str:
    return PurePath(path).name or path


def _counts(lines: Sequence[Record | Failure]) -> Text:
    records = [line for line in lines if isinstance(line, Record)]
    decisions = Counter(item.decision or "not found" for record in records for item in record.disputed_items)
    items = ", ".join(f"{count} {decision}" for decision, count in decisions.most_common())
    failed = len(lines) - len(records)
    return Text(
        f"Inputs: {len(lines)} (records {len(records)}, errors {failed}). "
        f"Disputed items: {decisions.total()}{f' ({items})' if items else ''}."
    )
