"""Patterns as data: named where they are defined, compiled when first used, bounded in time.

Every pattern of the package is a `Pattern`, so that one place decides how long untrusted text may keep
the matcher busy (`regex` is the library because its matcher takes a time limit and can match fuzzily).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import regex

SECONDS = 5.0
"""Time limit of one match. The slowest match on a real letter takes under a millisecond."""

IGNORECASE = regex.IGNORECASE
MULTILINE = regex.MULTILINE
BESTMATCH = regex.BESTMATCH


class Pattern:
    """A regular expression in verbose syntax (white space and comments in it do not count).

    Matching raises `TimeoutError` when one match takes longer than `SECONDS`.
    """

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self.flags = flags

    @cached_property
    def _compiled(self) -> regex.Pattern[str]:
        return regex.compile(self.source, self.flags | regex.VERBOSE)

    def search(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The first match inside `text[start:end]`, as `regex.search`."""
        return self._compiled.search(text, start, end, timeout=SECONDS)

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The match that begins at `start`, as `regex.match`."""
        return self._compiled.match(text, start, end, timeout=SECONDS)

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The match that fills `text[start:end]`, as `regex.fullmatch`."""
        return self._compiled.fullmatch(text, start, end, timeout=SECONDS)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        """All matches inside `text[start:end]`, as `regex.finditer`."""
        return self._compiled.finditer(text, start, end, timeout=SECONDS)
