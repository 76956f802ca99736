"""Where values were read: half-open spans of characters, collected while a section is read.

A field reader gets the text of one section (line breaks inside a paragraph already replaced by
spaces, one character for one, paragraphs separated by one newline) and returns a `Found`: the value,
the spans inside that text that each part of it was read from, and what is in doubt. Whoever called it
shifts the spans to the section's place in the letter (`Evidence.merge`).
"""

from __future__ import annotations

import functools
from typing import Generic, NamedTuple, TypeVar

import msgspec

from imrparse.record import Severity

T = TypeVar("T")


class Span(NamedTuple):
    """Characters `start` to `end` (not included) of a text."""

    start: int
    end: int


_span = functools.partial(tuple.__new__, Span)
"""`Span` from a pair, without the frame that a named tuple's own constructor takes: a letter has some eighty."""


def trimmed(text: str, start: int, end: int, edges: str = " \n") -> Span:
    """The span `start` to `end` of `text` without the characters of `edges` at either end; it may be empty."""
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return _span((start, end))


def filled(text: str, start: int, end: int) -> Span | None:
    """The span `start` to `end` of `text` without blanks at either end; `None` where nothing else is in it."""
    span = trimmed(text, start, end)
    return span if span.start < span.end else None


class Doubt(NamedTuple):
    """A reason to look at the value at `path` again; becomes a warning of the record."""

    code: str
    path: str
    message: str
    printed: str | None = None
    """What the page has in the place of a value that was repaired."""
    severity: Severity | None = None
    """Where it is another than `warning_codes` says of the code."""
    spans: tuple[Span, ...] = ()
    """The words that the doubt is about, in the text that the value was read from; none where they are the value's."""

    def below(self, prefix: str, offset: int = 0) -> Doubt:
        """The same doubt where its path lies below `prefix`, and its text begins at `offset` of a larger one."""
        spans = tuple(Span(start + offset, end + offset) for start, end in self.spans)
        return self._replace(path=join_path(prefix, self.path), spans=spans)


def join_path(prefix: str, path: str) -> str:
    """The path of a part inside a whole: `("disputed_items.0", "decision")` gives `disputed_items.0.decision`."""
    return f"{prefix}.{path}" if prefix and path else prefix or path


class Evidence(dict[str, list[Span]]):
    """Spans by the path of the value that was read from them, in reading order."""

    def add(self, path: str, start: int, end: int) -> None:
        """Note that the value at `path` was read from the characters `start` to `end`."""
        self.setdefault(path, []).append(_span((start, end)))

    def merge(self, prefix: str, other: Evidence, offset: int) -> None:
        """Take over `other`, whose paths lie below `prefix` and whose text begins at `offset` of this one's."""
        if not other:
            return
        below = f"{prefix}." if prefix else ""
        for path, spans in other.items():  # hot: some sixty paths a letter
            moved = [Span(start + offset, end + offset) for start, end in spans]
            self.setdefault(below + path if path else prefix, []).extend(moved)


class Found(msgspec.Struct, Generic[T], frozen=True):
    """A value with the evidence for its parts; the path `""` is the value itself."""

    value: T
    evidence: Evidence = msgspec.field(default_factory=Evidence)
    doubts: tuple[Doubt, ...] = ()
