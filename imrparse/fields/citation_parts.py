"""What the readers of citations share: a citation while it is read, and lists split into their entries."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from imrparse.evidence import Doubt
from imrparse.patterns import Pattern
from imrparse.record import Citation

if TYPE_CHECKING:
    from imrparse.fields import pages
    from imrparse.record import CitationSource


class Part(NamedTuple):
    """Some words of a text and where they stand."""

    words: str
    start: int
    end: int


class Reading(NamedTuple):
    """One citation with the spans of its parts and the doubts about them, relative to the text that was read."""

    citation: Citation
    start: int
    end: int
    spans: tuple[tuple[str, int, int], ...]
    doubts: tuple[Doubt, ...]

    def shifted(self, offset: int) -> Reading:
        """The same, read `offset` characters further on."""
        if offset == 0:
            return self
        spans = tuple((path, start + offset, end + offset) for path, start, end in self.spans)
        return self._replace(start=self.start + offset, end=self.end + offset, spans=spans)


class Draft:
    """A citation while its parts are collected; every part is noted with its span."""

    def __init__(self, source: CitationSource) -> None:
        self.source = source
        self.title: str | None = None
        self.known_title: str | None = None
        self.year: int | None = None
        self.chapter: str | None = None
        self.sections: list[str] = []
        self.known_sections: list[str | None] = []
        self.pages: list[str] = []
        self.tables: list[str] = []
        self.spans: list[tuple[str, int, int]] = []
        self.doubts: list[Doubt] = []

    def set_title(self, title: str, known: str | None, start: int, end: int) -> None:
        """The title, the catalogue's name for it, and the words it was read from."""
        self.title, self.known_title = title, known
        self.spans.append(("title", start, end))

    def set_year(self, year: str, start: int) -> None:
        """The edition's year, from the first place that states it."""
        if self.year is None:
            self.year = int(year)
            self.spans.append(("year", start, start + len(year)))

    def set_chapter(self, number: str, start: int) -> None:
        """The chapter's number."""
        if self.chapter is None:
            self.chapter = number
            self.spans.append(("chapter", start, start + len(number)))

    def add_section(self, part: Part, known: str | None) -> None:
        """A section or topic as printed, and the catalogue's name for it."""
        self.spans.append((f"sections.{len(self.sections)}", part.start, part.end))
        self.sections.append(part.words)
        self.known_sections.append(known)

    def add_pages(self, numbers: list[pages.Page]) -> None:
        """Page numbers and ranges."""
        for page in numbers:
            self.spans.append((f"pages.{len(self.pages)}", page.start, page.end))
            self.pages.append(page.printed)

    def add_table(self, number: str, start: int) -> None:
        """The number of a table or figure."""
        self.spans.append((f"tables.{len(self.tables)}", start, start + len(number)))
        self.tables.append(number)

    def doubt(self, code: str, path: str, message: str) -> None:
        """A reason to look at a part again; `path` lies below the citation."""
        self.doubts.append(Doubt(code, path, message))

    def finish(self, text: str, start: int, end: int) -> Reading:
        """The citation, read from the characters `start` to `end` of `text`."""
        citation = Citation(
            source=self.source,
            title=self.title,
            year=self.year,
            sections=tuple(self.sections),
            pages=tuple(self.pages),
            text=text[start:end],
            known_title=self.known_title,
            known_sections=tuple(self.known_sections) if self.source in ("MTUS", "ACOEM") else (),
            chapter=self.chapter,
            tables=tuple(self.tables),
        )
        return Reading(citation, start, end, tuple(self.spans), tuple(self.doubts))


# What may stand around the words of an entry without belonging to it.
_AROUND = " \t\n,;:.-–—/"


def trim(text: str, start: int, end: int, around: str = _AROUND) -> Part:
    """The words between `start` and `end` without the punctuation and the `and` around them."""
    words = text[start:end]
    while True:  # hot: some twenty times a letter
        length = len(words)
        words = words.lstrip(around)
        start += length - len(words)
        words = words.rstrip(around)
        if words.startswith(("and ", "& ")):
            blank = words.index(" ")
            start += blank
            words = words[blank:]
        elif words.endswith((" and", " &")):
            words = words[: words.rindex(" ")]
        elif words in ("and", "&"):
            return Part("", start + len(words), start + len(words))
        else:
            return Part(words, start, start + len(words))


YEAR = r"(?:19|20)\d\d"
"""The year of an edition or a paper, as part of a pattern."""

_SEPARATORS = Pattern(r"[()\[\],;]", bounded=True)


def split_list(text: str, start: int, end: int) -> list[Part]:
    """The entries between commas and semicolons that stand outside parentheses.

    Where the parentheses do not pair up, every comma separates.
    """
    whole = text[start:end]
    if not ("(" in whole or ")" in whole or "[" in whole or "]" in whole):
        return _split_plain(text, start, end)
    separators = list(_SEPARATORS.finditer(text, start, end))
    depth, cuts, paired = 0, [], True
    for match in separators:
        sign = match.group()
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
            paired = paired and depth >= 0
        elif depth == 0:
            cuts.append(match.start())
    if not paired or depth != 0:
        cuts = [m.start() for m in separators if m.group() in ",;"]
    bounds = [start, *cuts, end]
    parts = [trim(text, a, b) for a, b in itertools.pairwise(bounds)]
    return [part for part in parts if says_something(part.words)]


def _split_plain(text: str, start: int, end: int) -> list[Part]:
    """The entries between commas and semicolons of a list without parentheses."""
    parts = []
    for between in text[start:end].replace(";", ",").split(","):
        if (part := trim(text, start, start + len(between))).words and says_something(part.words):
            parts.append(part)
        start += len(between) + 1
    return parts


def says_something(words: str) -> bool:
    """Whether there is any letter or digit."""
    return words[:1].isalnum() or any(map(str.isalnum, words))
