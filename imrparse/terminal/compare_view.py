"""What `imrparse compare` found, for a person: a table by field, and below it the letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from imrparse.comparing import ABSENT, Change, Comparison, Tally
from imrparse.terminal.look import NARROW
from imrparse.terminal.safe import safe

MOST_LETTERS = 5
"""Differences that are shown of each field."""
MOST_NAMES = 20
"""Letters that are named of those that one side alone has."""
EXCERPT = 80
"""Characters of a value that are shown, from shortly before the place where the two part."""
STYLES = {"gained": "green", "lost": "red", "changed": "yellow"}


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print the whole comparison."""
    for part in _parts(comparison, narrow=console.width < NARROW):
        console.print(part)


def _parts(comparison: Comparison, *, narrow: bool) -> Iterator[RenderableType]:
    gold = comparison.gold
    shown = {field: tally for field, tally in comparison.fields.items() if gold or tally.same < tally.values}
    if narrow:
        yield from (Text(_stacked(field, tally, gold=gold)) for field, tally in shown.items())
    elif shown:
        yield _table(shown, gold=gold)
    # Stable: the order of the fields, in it that of the letters.
    order = {field: number for number, field in enumerate(comparison.fields)}
    changes = sorted(comparison.changes, key=lambda change: order[change.field])
    for field, group in groupby(changes, attrgetter("field")):
        yield from _field(safe(field), list(group))
    yield from _alone("without a record" if gold else "only in the old records", comparison.only_old)
    yield from _alone("without gold" if gold else "only in the new records", comparison.only_new)
    yield ""
    yield Text(_counts(comparison))


def _table(tallies: Mapping[str, Tally], *, gold: bool) -> Table:
    table = Table(box=box.HORIZONTALS, pad_edge=False, collapse_padding=True)
    table.add_column("Field", overflow="fold")
    numbers = ("Gained", "Lost", "Changed")
    for name in ("Right", "Share", *numbers, "Silent") if gold else ("Values", *numbers):
        table.add_column(name, justify="right")
    for field, tally in tallies.items():
        table.add_row(field.replace("disputed_items.", "…."), *_cells(tally, gold=gold))
    return table


def _cells(tally: Tally, *, gold: bool) -> list[str]:
    numbers = [f"{number or ''}" for number in (tally.gained, tally.lost, tally.changed)]
    if not gold:
        return [str(tally.values), *numbers]
    return [f"{tally.same}/{tally.values}", _share(tally), *numbers, f"{tally.silent or ''}"]


def _share(tally: Tally) -> str:
    return f"{tally.same / tally.values:.4f}"


def _stacked(field: str, tally: Tally, *, gold: bool) -> str:
    right = f" right {tally.same} ({_share(tally)})," if gold else ""
    silent = f", silent {tally.silent}" if gold else ""
    numbers = f"gained {tally.gained}, lost {tally.lost}, changed {tally.changed}{silent}"
    return f"{field}: values {tally.values},{right} {numbers}"


def _field(field: str, changes: list[Change]) -> Iterator[RenderableType]:
    yield ""
    yield Text(field, "bold")
    # What no warning tells of comes first.
    changes.sort(key=lambda change: change.silent is not True)
    for change in changes[:MOST_LETTERS]:
        silent = (" silent", "bold red") if change.silent is True else ""
        yield _indented(
            1,
            Text.assemble((change.kind, STYLES[change.kind]), silent, f" {safe(change.letter)} ", (change.path, "dim")),
        )
        for sign, value in zip("-+", _excerpts(change.old, change.new), strict=True):
            if value is not None:
                yield _indented(2, Text(f"{sign} {safe(value)}"))
    if len(changes) > MOST_LETTERS:
        yield _indented(1, Text(f"… and {len(changes) - MOST_LETTERS} more (--format json has all)"))


def _excerpts(old: Any, new: Any) -> list[str | None]:
    """Both values in one line each, from shortly before the place where they part; None for what is not there."""
    one, other = (" ".join(_words(value).split()) for value in (old, new))
    parting = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, parting - EXCERPT // 3) if max(len(one), len(other)) > EXCERPT else 0
    return [None if value in ABSENT else _cut(text, start) for value, text in ((old, one), (new, other))]


def _cut(text: str, start: int) -> str:
    part = text[start : start + EXCERPT]
    return f"{'…' if start else ''}{part}{'…' if start + EXCERPT < len(text) else ''}"


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_words, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_words(part)}" for key, part in value.items() if part not in ABSENT)
    return "" if value is None else str(value)


def _alone(what: str, names: list[str]) -> Iterator[RenderableType]:
    if not names:
        return
    yield ""
    yield Text(f"Letters {what}: {len(names)}", "bold")
    yield from (_indented(1, Text(safe(name))) for name in names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        yield _indented(1, Text(f"… and {len(names) - MOST_NAMES} more"))


def _counts(comparison: Comparison) -> str:
    letters = {change.letter for change in comparison.changes}
    values = sum(tally.values for tally in comparison.fields.values())
    said = f"Letters {comparison.letters}, {len(letters)} of them with differences. Values {values}: "
    if comparison.gold:
        silent = sum(tally.silent for tally in comparison.fields.values())
        right = sum(tally.same for tally in comparison.fields.values())
        return f"{said}{right} right, {values - right} wrong, {silent} of these silently."
    kinds = [sum(getattr(tally, kind) for tally in comparison.fields.values()) for kind in STYLES]
    return said + ", ".join(f"{number} {kind}" for number, kind in zip(kinds, STYLES, strict=True)) + "."


def _indented(depth: int, text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2 * depth))
