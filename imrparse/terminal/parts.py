"""The parts of a record that a person asked for, as nodes of its outline."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator

from imrparse.outline import HEADER, Node, Outline
from imrparse.record import Record
from imrparse.terms import Kind

OF_LETTER = {
    "header": (HEADER, "outcome"),
    "reviewer": ("reviewer",),
    "patient": ("patient",),
    "summary": ("case_summary",),
    "documents": ("documents_reviewed",),
    "warnings": ("warnings",),
    "source": ("source",),
}
"""For each part the paths of its nodes."""

OF_ITEMS = {
    "items": (),
    "decisions": ("treatment", "decision", "modification"),
    "guidelines": ("treatment", "claims_administrator", "expert_reviewer"),
    "rationale": ("treatment", "rationale", "rationale_citations", "literature_references"),
}
"""For each part of an item the names of its values; none means all."""


def select(record: Record, outline: Outline, only: Collection[str], item: int | None) -> list[Node]:
    """The nodes to show.

    What is in doubt among a part's values is shown with it: the record's other warnings are left out.

    Args:
        record: the letter's record.
        outline: its outline.
        only: names of `OF_LETTER` and `OF_ITEMS`; none means the whole letter, or the whole of the one item.
        item: number of the one disputed item to show, the first being 1.
    """
    if not only and item is None:
        return list(outline.nodes)
    wanted = set(only) or {"items"}
    paths = {path for part in wanted & OF_LETTER.keys() for path in OF_LETTER[part]}
    chosen = []
    for node in outline.nodes:
        if node.kind == Kind.ITEM:
            number = int(node.path.rpartition(".")[2]) if "." in node.path else None
            if wanted & OF_ITEMS.keys() and (item is None or number == item - 1):
                chosen.append(_trimmed(node, wanted))
        elif node.path in paths:
            chosen.append(node)
    return chosen if "warnings" in wanted else [*chosen, *_doubts(record, outline, chosen)]


def _trimmed(item: Node, wanted: set[str]) -> Node:
    if "items" in wanted:
        return item
    names = {name for part in wanted & OF_ITEMS.keys() for name in OF_ITEMS[part]}
    children = tuple(child for child in item.children if child.path.rpartition(".")[2] in names)
    return dataclasses.replace(item, children=children)


def _doubts(record: Record, outline: Outline, shown: Collection[Node]) -> Iterator[Node]:
    """The warnings about what is shown."""
    paths = {node.path for whole in shown for node in whole.walk()}
    for node in outline.nodes:
        if node.path == "warnings":
            doubts = tuple(
                child
                for child, warning in zip(node.children, record.warnings, strict=True)
                if (doubted := outline.nearest(warning.field)) is not None and doubted.path in paths
            )
            if doubts:
                yield dataclasses.replace(node, value=str(len(doubts)), children=doubts)
