"""The record as a tree of labelled values, for everything that shows a letter to a person.

The inspector, `show` and the report walk this one tree, so that a value has the same name, place and colour
everywhere (`terms` has the names). It is made from the record's own types, so that it holds all there is.
"""

from __future__ import annotations

import heapq
import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import UNSET, Struct

from imrparse.letter import SourceSpan
from imrparse.record import Record, Warning
from imrparse.terms import FIELDS, Field, Kind, as_text, fields_of, gist

if TYPE_CHECKING:
    from imrparse.pipeline import ParsedLetter

HEADER = "header"
"""Path of the one node that is no value of the record: it gathers what the letter's header block says."""

Evidence = Mapping[str, Sequence[tuple[int, int, int]]]
"""Spans by record path, each page (from 1), start and end in the page's text: a parsed letter's, or a record's."""


@dataclass(slots=True, eq=False)
class Node:
    """One value of the record, or several that belong together."""

    path: str
    """In the record, as in its evidence and warnings: `disputed_items.0.decision`; else `HEADER`."""
    label: str
    value: str | None
    """As text; of a value with parts, their gist in a line; `None` where the letter does not say."""
    kind: Kind
    spans: tuple[SourceSpan, ...] = ()
    """Where it was read, in the pages' text; empty for what was read only part by part, see `places`."""
    children: tuple[Node, ...] = ()
    warnings: list[Warning] = field(default_factory=list)
    """Those of the value itself, and of parts that have no node."""
    found_by: str | None = None
    """Where the letter follows no known form: the words or the rule that the value was found by."""
    confidence: float | None = None
    """Of a value read by OCR, the least confidence (0 to 1) of its words."""

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in the order of the tree."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def places(self) -> tuple[SourceSpan, ...]:
        """Where the value was read: its own spans, else those of its parts, each once."""
        if self.spans:
            return self.spans
        return tuple(dict.fromkeys(span for child in self.children for span in child.places))


class Segment(NamedTuple):
    """Characters `start` to `end` (not included) of a text, and the value that was read from them."""

    start: int
    end: int
    node: Node


class PageText(NamedTuple):
    """A page that the letter stands on, its text as in the evidence."""

    number: int
    """The first page of the input is 1."""
    text: str
    start: int
    """Where the letter begins in the text; what stands before is another paper's."""
    end: int


@dataclass(frozen=True)
class Outline:
    """A letter's record as a tree."""

    nodes: tuple[Node, ...]
    """Header, outcome, reviewer, patient, case summary, documents reviewed, each disputed item, warnings, source."""

    def walk(self) -> Iterator[Node]:
        """All nodes, each before those below it."""
        for node in self.nodes:
            yield from node.walk()

    @cached_property
    def by_path(self) -> dict[str, Node]:
        """The nodes by record path."""
        return {node.path: node for node in self.walk()}

    def nearest(self, path: str) -> Node | None:
        """The node of the value at `path`, else of the smallest whole that it is a part of."""
        while path not in self.by_path:
            if "." not in path:
                return self.by_path[HEADER] if path in IN_HEADER else None
            path = path.rpartition(".")[0]
        return self.by_path[path]

    @cached_property
    def _segments(self) -> dict[int, list[Segment]]:
        pages: dict[int, list[Segment]] = {}
        for node in self.walk():
            if node.kind != Kind.WARNING:
                for page, start, end in node.spans:
                    pages.setdefault(page, []).append(Segment(start, end, node))
        return {page: owned(segments) for page, segments in pages.items()}

    def segments(self, page: int) -> list[Segment]:
        """The stretches of the page's text that values own, in order and apart from each other."""
        return self._segments.get(page, [])

    def owner(self, page: int, offset: int) -> Node | None:
        """The node whose value was read at a place of a page's text: of several, that with the narrowest span."""
        return owner(self.segments(page), offset)


def outline(parsed: ParsedLetter) -> Outline:
    """The tree of a parsed letter's record, with its evidence."""
    return outline_of(parsed.record, parsed.evidence, parsed.ocr_confidence)


def outline_of(
    record: Record, evidence: Evidence | None = None, confidence: Mapping[str, float] | None = None
) -> Outline:
    """The tree of a record; what is not given is taken from the record itself where it was written with it."""
    if evidence is None:
        evidence = record.evidence or {}
    if confidence is None:
        confidence = record.ocr_confidence or {}
    builder = _Builder(record, evidence, confidence, record.found_by or {})
    made = Outline((*builder.nodes(), *builder.warnings(), builder.source()))
    for index, warning in enumerate(record.warnings):
        doubted = made.nearest(warning.field)
        if doubted is not None:
            doubted.warnings.append(warning)
            made.by_path[f"warnings.{index}"].spans = doubted.places
    return made


def letter_pages(parsed: ParsedLetter) -> tuple[PageText, ...]:
    """The pages that the letter stands on, their text as the evidence's spans index it."""
    pages = parsed.document.pages
    return tuple(PageText(page, pages[page - 1].text, start, end) for page, start, end in parsed.portions)


def value_at(record: Record, path: str) -> Any:
    """The value at a record path as JSON has it: text, number, list, dictionary or `None`; of `HEADER`, its values.

    Raises `KeyError` where the record has no such path.
    """
    value = msgspec.to_builtins(record)
    if path == HEADER:
        return {name: value[name] for name in IN_HEADER}
    for name in path.split("."):
        try:
            value = value[int(name)] if isinstance(value, (list, tuple)) else value[name]
        except (KeyError, IndexError, TypeError, ValueError):
            raise KeyError(path) from None
    return value


def owned(spans: Iterable[Segment]) -> list[Segment]:
    """Spans that may lie in each other, cut into stretches with one owner each: the narrowest, of equal ones the first.

    What the form prints comes before what was made of it (`SORTED_INTO`): the words of a decision are the decision's,
    not those of the letter's outcome.
    """
    begins = sorted(spans, key=lambda span: span.start)
    ranked = sorted(range(len(begins)), key=lambda number: _rank(begins[number]))
    rank = {number: place for place, number in enumerate(ranked)}
    cuts = sorted({cut for span in begins for cut in span[:2]})
    segments: list[Segment] = []
    open_spans: list[tuple[int, int]] = []  # a heap: the best span that has begun is first
    following = 0
    for start, end in itertools.pairwise(cuts):
        while following < len(begins) and begins[following].start <= start:
            heapq.heappush(open_spans, (rank[following], following))
            following += 1
        while open_spans and begins[open_spans[0][1]].end <= start:
            heapq.heappop(open_spans)
        if open_spans:
            node = begins[open_spans[0][1]].node
            if segments and segments[-1].end == start and segments[-1].node is node:
                segments[-1] = Segment(segments[-1].start, end, node)
            else:
                segments.append(Segment(start, end, node))
    return segments


def _rank(span: Segment) -> tuple[int, bool]:
    return span.end - span.start, span.node.path.rpartition(".")[2] in SORTED_INTO


def owner(segments: Sequence[Segment], offset: int) -> Node | None:
    """The owner of the place `offset` of a text, `segments` being what `owned` returned."""
    index = bisect_right(segments, offset, key=lambda segment: segment.start) - 1
    return segments[index].node if index >= 0 and offset < segments[index].end else None


IN_HEADER = ("form", "case_number", "dates", "priority")
BESIDE_THE_LETTER = ("schema_version", "source", "warnings", "found_by", "evidence", "ocr_confidence")
"""Fields of a record that are shown apart from what the letter says."""

SORTED_INTO = ("outcome", "category", "subcategory", "class", "generic")
"""Values that are made of words which another value holds as they are printed."""


@dataclass(frozen=True)
class _Builder:
    """Makes the nodes of one record."""

    record: Record
    evidence: Evidence
    confidence: Mapping[str, float]
    found_by: Mapping[str, str]

    @cached_property
    def doubted(self) -> frozenset[str]:
        """Paths that warnings name: what is missing there is shown as not found."""
        return frozenset(warning.field for warning in self.record.warnings)

    def nodes(self) -> Iterator[Node]:
        """What the letter says."""
        fields = {name: (entry, value) for name, entry, value in fields_of(self.record)}
        header = [node for name in IN_HEADER for node in self._field(name, *fields.pop(name), Kind.HEADER)]
        dates = next(node for node in header if node.path == "dates")
        index = header.index(dates)
        header[index : index + 1] = dates.children
        yield Node(HEADER, "Header", self.record.case_number, Kind.HEADER, children=tuple(header))
        for name, (entry, value) in fields.items():
            if name not in BESIDE_THE_LETTER:
                yield from self._field(name, entry, value, Kind.HEADER)

    def warnings(self) -> Iterator[Node]:
        """All warnings."""
        yield from self._field("warnings", FIELDS[Record]["warnings"], self.record.warnings, Kind.WARNING)

    def source(self) -> Node:
        """Where the letter came from."""
        source = self._node("source", FIELDS[Record]["source"], self.record.source, Kind.SOURCE)
        version = self._node(
            "schema_version", FIELDS[Record]["schema_version"], self.record.schema_version, Kind.SOURCE
        )
        source.children += (version,)
        return source

    def _field(self, path: str, entry: Field, value: Any, kind: Kind) -> Iterator[Node]:
        """The nodes of a field: none where the letter need not say it and does not, several for a list."""
        kind = entry.kind or kind
        if value in (None, UNSET, ()):
            if entry.expected or path in self.doubted:
                yield self._leaf(path, entry.label, None, kind)
        elif not isinstance(value, tuple) or path == "source.pages":
            yield self._node(path, entry, value, kind)
        else:
            entries = tuple(self._entries(path, entry, value, kind))
            if entry.together:
                yield Node(path, entry.label, str(len(value)), kind, children=entries)
            else:
                yield from entries

    def _entries(self, path: str, entry: Field, values: Sequence[Any], kind: Kind) -> Iterator[Node]:
        name = entry.entry or entry.label
        for index, value in enumerate(values):
            numbered = isinstance(value, Struct) and (len(values) > 1 or path == "disputed_items")
            label = f"{name} {index + 1}" if numbered else name
            yield self._node(f"{path}.{index}", Field(label), value, kind)

    def _node(self, path: str, entry: Field, value: Any, kind: Kind) -> Node:
        if not isinstance(value, Struct):
            return self._leaf(path, entry.label, value, kind)
        children = tuple(
            node for name, below, part in fields_of(value) for node in self._field(f"{path}.{name}", below, part, kind)
        )
        found = any(node.value is not None for node in children)
        whole = self._leaf(path, entry.label, gist(value) or ("" if found else None), kind)
        whole.children = children
        return whole

    def _leaf(self, path: str, label: str, value: Any, kind: Kind) -> Node:
        return Node(
            path,
            label,
            None if value is None else as_text(value),
            kind,
            spans=tuple(SourceSpan(*span) for span in self.evidence.get(path, ())),
            found_by=self.found_by.get(path),
            confidence=self.confidence.get(path),
        )
