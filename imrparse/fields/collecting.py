"""Collects the values of a letter's sections, their evidence and their doubts under record paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from imrparse.evidence import Doubt, Evidence, Found, Span
from imrparse.letter import Letter

T = TypeVar("T")

Read = tuple[str, Callable[..., object], Span | None]
"""A record path, the function that was to read its value, and the section that it was given: `None` where the letter
has none."""


class Collector:
    """What has been read so far from one letter; spans are offsets into `letter.text`.

    `direct` holds the spans of values that are a section's own words.
    """

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.direct = Evidence()
        self._deferred: list[tuple[str, Evidence, int]] = []
        self.doubts: list[Doubt] = []
        self.reads: list[Read] = []
        """Who looked for which value and where, in the order of reading: what `explaining` tells a person."""

    def evidence(self) -> Evidence:
        """The spans of all values. Put together only here: most records are written without theirs."""
        whole = Evidence({path: list(spans) for path, spans in self.direct.items()})
        for path, found, offset in self._deferred:
            whole.merge(path, found, offset)
        return whole

    def prose(self, path: str, section: Span | None) -> str | None:
        """The section's text as the value at `path`, paragraphs kept."""
        self.reads.append((path, Collector.prose, section))
        if section is None:
            return None
        self.direct.add(path, *section)
        return self.letter.paragraphs(*section)

    def line(self, path: str, section: Span | None) -> str | None:
        """The section's text as the value at `path`, on one line."""
        self.reads.append((path, Collector.line, section))
        if section is None:
            return None
        self.direct.add(path, *section)
        return self.letter.line(*section)

    def read(self, reader: Callable[[str], Found[T]], section: Span | None, path: str) -> T | None:
        """What `reader` finds in the section, as the value at `path`."""
        self.reads.append((path, reader, section))
        return self.take(reader(self.letter.line(*section)), path, section.start) if section else None

    def read_prose(
        self, reader: Callable[[str], Found[T]], text: str | None, section: Span | None, path: str
    ) -> T | None:
        """What `reader` finds in `text`, the words of the section, as the value at `path`."""
        self.reads.append((path, reader, section if text else None))
        return self.take(reader(text), path, section.start) if section and text else None

    def take(self, found: Found[T], path: str, offset: int) -> T:
        """A value that was found in a text that begins at `offset` of the letter."""
        if found.evidence:
            self._deferred.append((path, found.evidence, offset))
        if found.doubts:
            self.doubts += [doubt.below(path, offset) for doubt in found.doubts]
        return found.value
