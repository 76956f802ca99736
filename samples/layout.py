"""How a sample letter stands on paper: blocks become lines, lines become pages.

Widths are those of the PDF core fonts, in points; a page holds 46 lines between one-inch margins.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

import fpdf
from content import SOFT_HYPHEN, Block
from printing import blocks

if TYPE_CHECKING:
    from content import Letter

LEFT, WIDTH, INDENT = 72.0, 468.0, 18.0
PAGE_LINES = 46
HEADER_COLUMNS = (LEFT, 177.0, 322.0, 427.0)
COLUMNS = (LEFT, 322.0)
"""Where the two columns of the block of 2013 begin; each cell is a label with its value."""

CHARACTER = 5.3
"""Average advance of a character: what a column of text output stands for."""

PIECE = re.compile(rf"(?:[^ \-{SOFT_HYPHEN}]|(?<!\w)-|-(?!\w))*(?: +|-|{SOFT_HYPHEN}|$)")
"""A stretch of text after which a line may end: at blanks, after a hyphen inside a word, at a soft hyphen."""


class Run(NamedTuple):
    text: str
    bold: bool = False


class Segment(NamedTuple):
    """Runs that follow each other from `x` on."""

    x: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).rstrip()


class Line(NamedTuple):
    """One printed line; `header` marks a row of the two-column header block."""

    segments: tuple[Segment, ...] = ()
    header: bool = False

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


class Page(NamedTuple):
    head: Line | None
    lines: list[Line]
    foot: Line | None


@functools.cache
def measuring_pdf() -> fpdf.FPDF:
    """A document that is only asked how wide text is."""
    pdf = fpdf.FPDF(unit="pt", format="letter")
    pdf.core_fonts_encoding = "windows-1252"
    pdf.add_page()
    return pdf


def width(text: str, bold: bool) -> float:
    """Width of Times 12 pt text in points."""
    pdf = measuring_pdf()
    pdf.set_font("Times", "B" if bold else "", 12)
    return float(pdf.get_string_width(text))


def plain(text: str) -> str:
    """Text without its marks for breaking words."""
    return text.replace(SOFT_HYPHEN, "")


def curly(text: str) -> str:
    """Quotes as a word processor sets them."""
    out: list[str] = []
    for before, char in zip(" " + text, text, strict=False):
        opening = before in " (["
        out.append({'"': "“" if opening else "”", "'": "‘" if opening else "’"}.get(char, char))
    return "".join(out)


def column_of(x: float) -> int:
    """The column of plain text output that stands for the place `x`."""
    return round((x - LEFT) / CHARACTER)


def merge(pieces: list[Run]) -> tuple[Run, ...]:
    """Neighbouring pieces of one weight as one run; a soft hyphen shows at the line's end only."""
    runs: list[Run] = []
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        text = piece.text.replace(SOFT_HYPHEN, "-" if last else "")
        if runs and runs[-1].bold == piece.bold:
            text = runs.pop().text + text
        runs.append(Run(text, piece.bold))
    return tuple(runs)


def wrap(runs: list[Run], room: float) -> list[tuple[Run, ...]]:
    """Lines no wider than `room` points, filled greedily."""
    pieces = [Run(m.group(), run.bold) for run in runs for m in PIECE.finditer(run.text) if m.group()]
    lines: list[list[Run]] = [[]]
    used = 0.0
    for piece in pieces:
        shown = piece.text.replace(SOFT_HYPHEN, "-").rstrip()
        if lines[-1] and used + width(shown, piece.bold) > room:
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += width(plain(piece.text), piece.bold)
    return [merge(line) for line in lines]


def centred(runs: tuple[Run, ...]) -> Line:
    """A line in the middle of the page."""
    taken = sum(width(run.text.rstrip(), run.bold) for run in runs)
    return Line((Segment(LEFT + (WIDTH - taken) / 2, runs),))


def header_lines(row: tuple[str, ...]) -> list[Line]:
    """A row of the header block; `Application Received:` takes two lines, as on the form."""
    first = [label.replace("Application Received:", "Application ") for label in row]
    cells = zip(HEADER_COLUMNS, first, strict=False)
    lines = [Line(tuple(Segment(x, (Run(text, n % 2 == 0),)) for n, (x, text) in enumerate(cells)), header=True)]
    if first != list(row):
        empty = [Segment(x, ()) for x in HEADER_COLUMNS[:2]]
        lines.append(Line((*empty, Segment(HEADER_COLUMNS[2], (Run("Received:", True),))), header=True))
    return lines


def block_lines(block: Block, label_alone: bool) -> list[Line]:
    """The lines of one block; with `label_alone` its label does not share a line with its text."""
    if block.style == "header":
        return header_lines(block.row)
    if block.style == "columns":
        return [Line(tuple(Segment(x, (Run(text),)) for x, text in zip(COLUMNS, block.row, strict=False)))]
    label = [Run(block.label, True)] if block.label else []
    text = [Run(block.text)] if block.text else []
    if block.style == "heading":
        return [centred(line) for line in wrap(label, WIDTH)]
    indent = INDENT if block.style == "point" else 0.0
    if label_alone:
        rows = [*wrap(label, WIDTH), *wrap(text, WIDTH)]
    else:
        between = [Run(" ")] if label and text else []
        rows = wrap([*label, *between, *text], WIDTH - indent)
    return [Line((Segment(LEFT + indent, row),)) for row in rows]


def paginate(parts: list[Block], page_ends: dict[str, int]) -> list[list[Line]]:
    """Lines by page: a page ends when it is full, and where `page_ends` (see `content.Print`) says so."""
    unknown = page_ends.keys() - {block.name for block in parts}
    if unknown:
        raise ValueError(f"page_ends names no block: {sorted(unknown)}")
    pages: list[list[Line]] = [[]]
    for block in parts:
        end = page_ends.get(block.name)
        if block.gap and pages[-1]:
            pages[-1].append(Line())
        for number, line in enumerate(block_lines(block, end == 0), 1):
            if len(pages[-1]) >= PAGE_LINES:
                pages.append([])
            pages[-1].append(line)
            if end is not None and number == (end or 1):
                pages.append([])
    return [page[:-1] if page and not page[-1].segments else page for page in pages if page]


def lay_out(letter: Letter) -> list[Page]:
    """The letter's pages with their running heads and feet, in which `{page}` and `{pages}` are replaced."""
    parts = blocks(letter)
    if letter.print.curly:
        parts = [part._replace(label=curly(part.label), text=curly(part.text)) for part in parts]
    bodies = paginate(parts, letter.print.page_ends)

    def running(text: str | None, number: int) -> Line | None:
        return centred((Run(text.format(page=number, pages=len(bodies))),)) if text else None

    return [
        Page(running(letter.print.head, n), body, running(letter.print.foot, n)) for n, body in enumerate(bodies, 1)
    ]
