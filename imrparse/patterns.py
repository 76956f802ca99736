"""Patterns as data: named where they are defined, compiled when first used, bounded in time.

Every pattern of the package is a `Pattern`, so that one place decides how long untrusted text may keep
the matcher busy (`regex` is the library because its matcher takes a time limit and can match fuzzily).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import regex

SECONDS = 5.0
"""Time limit of one match. The slowest match on a real letter takes under a millisecond."""

IGNORECASE = regex.IGNORECASE
MULTILINE = regex.MULTILINE
BESTMATCH = regex.BESTMATCH
DOTALL = regex.DOTALL
REVERSE = regex.REVERSE
"""Match backwards from the end: `match` then finds what ends at `end`."""


class Pattern:
    """A regular expression in verbose syntax (white space and comments in it do not count).

    Matching raises `TimeoutError` when one match takes longer than `SECONDS`.

    Args:
        source: The expression, or a function that makes it (from a vocabulary, say) when it is first used.
        flags: Of this module.
        bounded: Whether the pattern needs no time limit, since it is matched at one place or over a few hundred
            characters, or takes time in proportion to any text. Setting the limit takes 1.5 µs (measured with
            regex 2025.9), as long as such a match itself.
    """

    def __init__(self, source: str | Callable[[], str], flags: int = 0, *, bounded: bool = False) -> None:
        self.source = source
        self.flags = flags
        self.bounded = bounded

    @cached_property
    def _compiled(self) -> regex.Pattern[str]:
        source = self.source if isinstance(self.source, str) else self.source()
        return regex.compile(source, self.flags | regex.VERBOSE)

    def search(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The first match inside `text[start:end]`, as `regex.search`."""
        if self.bounded:
            return self._compiled.search(text, start, end)
        return self._compiled.search(text, start, end, timeout=SECONDS)

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The match that begins at `start`, as `regex.match`."""
        if self.bounded:
            return self._compiled.match(text, start, end)
        return self._compiled.match(text, start, end, timeout=SECONDS)

    def match_first(self, text: str, places: Iterable[int], end: int | None = None) -> regex.Match[str] | None:
        """The match that begins at the first of the places where one does: a search among places found more cheaply."""
        compiled, limit = self._compiled, None if self.bounded else SECONDS
        for place in places:
            match = compiled.match(text, place, end, timeout=limit) if limit else compiled.match(text, place, end)
            if match:
                return match
        return None

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The match that fills `text[start:end]`, as `regex.fullmatch`."""
        if self.bounded:
            return self._compiled.fullmatch(text, start, end)
        return self._compiled.fullmatch(text, start, end, timeout=SECONDS)

    def sub(self, replacement: str, text: str) -> str:
        """The text with each match replaced, as `regex.sub`."""
        if self.bounded:
            return self._compiled.sub(replacement, text)
        return self._compiled.sub(replacement, text, timeout=SECONDS)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        """All matches inside `text[start:end]`, as `regex.finditer`."""
        if self.bounded:
            return self._compiled.finditer(text, start, end)
        return self._compiled.finditer(text, start, end, timeout=SECONDS)


def escape(words: str) -> str:
    """The words as part of a pattern that matches just them."""
    return regex.escape(words, literal_spaces=False)
