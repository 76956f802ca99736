"""Second stage: pages of text in, one clean letter out, with its source map.

Whatever the reader, a line is a line: outer blanks go, inner blanks become one space, look-alike
characters become one, a word broken by a hyphen is joined, running heads and page numbers are set
apart. Nothing is looked for afterwards: each run of characters is noted with its place when it is copied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from operator import attrgetter

import msgspec

from imrparse.hyphens import Hyphens
from imrparse.letter import UNWRAPPED, Letter, LineEnds, SourceMap, SourceSpan
from imrparse.reading.pages import Page
from imrparse.running_heads import running_heads

SOFT_HYPHEN = "\u00ad"
PDFIUM_HYPHEN = "\ufffe"
LINE_END_HYPHEN = "\x1e"
"""Stands for pdfium's U+FFFE, a hyphen and line end in one; a character at which `splitlines` splits."""

END_HYPHENS = "-" + SOFT_HYPHEN

LOOK_ALIKES = {
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("\uf0b7\uf0a7\uf076\uf0d8\uf0fc\u25cf\u25aa\u25a0\u2023\u2219\u25e6", "•"),
    **dict.fromkeys(map(chr, range(0x80, 0xA0)), " "),  # C1 controls: a terminal may obey them
    PDFIUM_HYPHEN: LINE_END_HYPHEN,
}
"""Characters that are read as another one; one for one, so that offsets stay."""

NOT_ASCII = re.compile(r"[^\x00-\x7f]")
LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
IRREGULAR = re.compile(f"[{''.join(LIGATURES)}{INVISIBLE}]")
POINT = re.compile(r"^[^\S\n]*\u00b7(?=\s)", re.MULTILINE)
"""A dot in the middle of the line's height, as a bullet: in other places it multiplies, or parts words."""

WORDS = re.compile(r"\S+(?: \S+)*")


class Line(msgspec.Struct, frozen=True, gc=False):  # made in a third of a named tuple's time
    """A printed line: its words, and where they begin in the page's text."""

    page: int
    offset: int
    text: str
    blank_lines: int
    """Blank lines between this line and the one before it on the page."""
    hyphen: bool
    """Whether the reader says that it ends in a hyphen that broke a word (pdfium's U+FFFE)."""
    plain: bool
    """Whether its page is ASCII with single blanks throughout, so that each line is taken over as it stands."""


BLANK_LINES = attrgetter("blank_lines")


def whole(pages: Sequence[Page]) -> tuple[SourceSpan, ...]:
    """All of the pages: an input that is one letter and nothing else."""
    return tuple(SourceSpan(number, 0, len(page.text)) for number, page in enumerate(pages, start=1))


def clean(pages: Sequence[Page], portions: Sequence[SourceSpan] | None = None) -> Letter:
    """Join the pages of one letter to its text.

    Args:
        pages: of the input.
        portions: where the letter stands in them, one a page, in order; else it is all of the input.
    """
    portions = whole(pages) if portions is None else portions
    lines = [_lines(pages[page - 1].text[start:end], page, start) for page, start, end in portions]
    heads = running_heads([[line.text for line in page] for page in lines])
    apart: list[Line] = []
    if any(heads):
        pages_of_lines = zip(lines, heads, strict=True)
        apart = [line for page, dropped in pages_of_lines for i, line in enumerate(page) if i in dropped]
        lines = [
            [line for i, line in enumerate(page) if i not in dropped]
            for page, dropped in zip(lines, heads, strict=True)
        ]
    return _Writer(pages).write(list(chain.from_iterable(lines)), apart)


def _lines(text: str, page: int, offset: int) -> list[Line]:
    """The lines of a text that begins at `offset` of the page's."""
    if not text.isascii():  # few characters are not: looking at those alone is ten times faster than str.translate
        text = NOT_ASCII.sub(lambda match: LOOK_ALIKES.get(match.group(), match.group()), text)
        if "\u00b7" in text:
            text = POINT.sub(lambda match: match.group()[:-1] + "•", text)
    quoted = "\n>" in text and 2 * text.count("\n>") > text.count("\n")  # a mail's reply
    plain = text.isascii() and "  " not in text and "\t" not in text
    lines: list[Line] = []
    blank = 0
    for raw in text.splitlines(keepends=True):
        words = raw.strip()
        if quoted:
            words = words.lstrip("> ")
        if words:
            start = offset if raw[0] == words[0] else offset + raw.index(words[0])
            lines.append(Line(page, start, words, blank, raw[-1] == LINE_END_HYPHEN, plain))
            blank = 0
        else:
            blank += 1
        offset += len(raw)
    return lines


def _usual_blank_lines(lines: Sequence[Line]) -> int:
    """Blank lines that this document puts between any two lines.

    Lines that begin in lower case go on with a sentence: between them and the line above there is no gap.
    """
    counts = Counter(
        [
            line.blank_lines
            for above, line in pairwise(lines)
            if line.text[0].islower() and len(above.text) <= UNWRAPPED and above.text[-1] not in ".:;"
        ]
    )
    return counts.most_common(1)[0][0] if counts else 0


class _Writer:
    """Copies lines into one string and notes where each run of characters came from."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        self.parts: list[str] = []
        self.length = 0
        self.map = SourceMap([], [], [])
        self.ends = LineEnds([], [], [], [])

    def write(self, body: Sequence[Line], apart: Sequence[Line]) -> Letter:
        self._copy_lines(body)
        body_end = self.length
        if apart:
            self._append("\f")
            self._copy_lines(apart)
        return Letter("".join(self.parts), body_end, self.ends, self.map, self.pages)

    def _copy_lines(self, lines: Sequence[Line]) -> None:
        hyphens = Hyphens((line.text, line.hyphen) for line in lines)
        usual = _usual_blank_lines(lines) if any(map(BLANK_LINES, lines)) else 0
        runs, ends = self.map, self.ends
        for line, following in pairwise(lines):  # hot: some sixty lines a letter, so what is short stands here itself
            text = line.text
            start = self.length
            if line.hyphen or text[-1] in END_HYPHENS:
                if self._copy_joined(line, following, hyphens):
                    continue
            elif line.plain:
                runs.starts.append(start)
                runs.pages.append(line.page)
                runs.offsets.append(line.offset)
                self.parts.append(text)
                self.length += len(text)
            else:
                self._copy(line, text)
            turned = following.page != line.page
            ends.at.append(self.length)
            ends.lengths.append(self.length - start)
            ends.gaps.append(following.blank_lines > usual and not turned)
            ends.pages.append(turned)
            self.parts.append("\n")
            self.length += 1
        if lines:
            self._copy(lines[-1], lines[-1].text)

    def _copy_joined(self, line: Line, following: Line, hyphens: Hyphens) -> bool:
        """Copy a line that ends in a hyphen; whether the word goes on in the following line, so that no line ends."""
        text = line.text
        if not hyphens.joins(text, following.text):
            self._copy(line, text)
            if line.hyphen:
                self._copy_hyphen(line, len(text))
            return False
        stem = text if line.hyphen else text[:-1]
        self._copy(line, stem)
        if text[-1] != SOFT_HYPHEN and hyphens.keeps(stem, following.text):
            self._copy_hyphen(line, len(stem))
        return True

    def _copy(self, line: Line, text: str) -> None:
        if "  " in text or "\t" in text:
            for run in WORDS.finditer(text):
                if run.start():
                    self._append(" ")
                self._copy_run(line.page, line.offset + run.start(), run.group())
        else:
            self._copy_run(line.page, line.offset, text)

    def _copy_run(self, page: int, offset: int, text: str) -> None:
        position = 0
        if not text.isascii():
            for match in IRREGULAR.finditer(text):
                self.map.note(self.length, page, offset + position)
                self._append(text[position : match.start()])
                for letter in LIGATURES.get(match.group(), ""):
                    self.map.note(self.length, page, offset + match.start())
                    self._append(letter)
                position = match.end()
        self.map.note(self.length, page, offset + position)
        self._append(text[position:])

    def _copy_hyphen(self, line: Line, after: int) -> None:
        self.map.note(self.length, line.page, line.offset + after)
        self._append("-")

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
