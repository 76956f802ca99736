"""The sheets that people read: Letters, Items, Citations, Warnings and Errors, as rows of values for CSV and Excel.

Every row of Items, Citations and Warnings begins with the columns of `KEY`, by which it belongs to one row of Letters:
one file may hold several letters, and one case number may stand on several letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from imrparse.record import DisputedItem, Failure
from imrparse.writers import Line
from imrparse.writers.tables import SIDES, WARNING_PATHS, citations_of, tables, values

KEY = ("source", "sha256", "pages", "case_number")
WARNING_COLUMNS = tuple(name for name in WARNING_PATHS if name != "evidence")
"""Spans are for programs."""
CITED = tuple(f"{side}_citations" for side in SIDES)


@cache
def sheets() -> dict[str, tuple[str, ...]]:
    """The columns of each sheet by its name."""
    return {
        "Letters": (*_names(tables().letters), "items", "warnings"),
        "Items": (*KEY, *_item_columns()),
        "Citations": (*KEY, "item", "side", *_names(tables().citations)),
        "Warnings": (*KEY, *WARNING_COLUMNS),
        "Errors": _names(tables().errors),
    }


@cache
def joined_columns() -> tuple[str, ...]:
    """The columns of one table of everything: the letter's, the item's, the error's."""
    letter = _names(tables().letters)
    error = tuple(name for name in _names(tables().errors) if name not in letter)
    return (*letter, *_item_columns(), "warnings", *error)


def rows_of(line: Line) -> Iterator[tuple[str, list[Any]]]:
    """The rows of one result: the sheet's name, and a value for each of its columns."""
    if isinstance(line, Failure):
        yield "Errors", values(tables().errors, line)
        return
    letter = values(tables().letters, line)
    yield "Letters", [*letter, len(line.disputed_items), line.warnings]
    key = [line.source.path, line.source.sha256, line.source.pages, line.case_number]
    for number, item in enumerate(line.disputed_items, start=1):
        yield "Items", [*key, number, *_item_values(item)]
        for side, _, citation in citations_of(item):
            yield "Citations", [*key, number, side, *values(tables().citations, citation)]
    for warning in line.warnings:
        said = {column.name: column.value(warning) for column in tables().warnings}
        yield "Warnings", [*key, *(said[name] for name in WARNING_COLUMNS)]


def joined_rows_of(line: Line) -> Iterator[list[Any]]:
    """The rows of one result in one table: a row an item, and one for a letter without items or an input that failed.

    Rows follow `joined_columns`.
    """
    if isinstance(line, Failure):
        error = {column.name: column.value(line) for column in tables().errors}
        yield [error.get(name) for name in joined_columns()]
        return
    letter = values(tables().letters, line)
    no_item = [None] * len(_item_columns())
    end = [line.warnings, *[None] * (len(joined_columns()) - len(letter) - len(no_item) - 1)]
    if not line.disputed_items:
        yield [*letter, *no_item, *end]
    for number, item in enumerate(line.disputed_items, start=1):
        yield [*letter, number, *_item_values(item), *end]


@cache
def _item_columns() -> tuple[str, ...]:
    return ("item", *_names(tables().items), *CITED)


def _item_values(item: DisputedItem) -> list[Any]:
    cited = (item.claims_administrator.citations, item.expert_reviewer.citations, item.rationale_citations)
    return [*values(tables().items, item), *cited]


def _names(columns: Sequence[Any]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
