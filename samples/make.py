"""Prints the project's own letters: `samples/source/NAME.json` becomes PDF, text and the expected record.

    python samples/make.py           writes samples/NAME.pdf, samples/NAME--SHAPE.txt and tests/golden/NAME.json
    python samples/make.py --check   writes nothing; exit 1 when a committed file differs or is left over

A source holds what a letter says (the truth) and how it is printed. The expected record is made from the
source and never from what a parser reads, so that the two can be compared. Two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import itertools
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import claim_file
import content
import fpdf
from content import Block, Letter
from fpdf.enums import AccessPermission, EncryptionMethod
from layout import LEFT, Line, Page, column_of, curly, lay_out, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "tests" / "golden"
CREATED = datetime.datetime(2017, 3, 1, tzinfo=datetime.UTC)
TOP, LINE_HEIGHT = 72.0, 13.8
"""Points: the first line's top, and the single line spacing of Times New Roman 12 pt in a word processor."""
PAGE_HEIGHT = 792.0


class LetterPdf(fpdf.FPDF):
    """A PDF whose bytes depend on the letter alone."""

    def __init__(self, name: str) -> None:
        super().__init__(unit="pt", format="letter")
        self.name = name
        self.core_fonts_encoding = "windows-1252"
        self.set_auto_page_break(False)
        self.set_margin(0)
        # zlib builds differ in their output; plain streams are the same everywhere.
        self.set_compression(False)
        self.set_creation_date(CREATED)
        self.set_title(f"Invented letter: {name}")
        self.set_producer("imrparse samples/make.py")

    def file_id(self) -> str:
        """The `/ID` of the file, which fpdf2 would otherwise derive from its own version."""
        digest = hashlib.md5(self.name.encode(), usedforsecurity=False).hexdigest().upper()
        return f"<{digest}><{digest}>"

    def protect(self) -> None:
        """AES-128, empty user password, printing allowed, copying not: as the state posts its letters."""
        self.set_encryption(
            owner_password="owner of the samples",
            user_password="",
            encryption_method=EncryptionMethod.AES_128,
            permissions=AccessPermission.PRINT_LOW_RES
            | AccessPermission.PRINT_HIGH_RES
            | AccessPermission.COPY_FOR_ACCESSIBILITY,
        )
        counter = itertools.count()

        def stream(size: int) -> bytes:
            return hashlib.sha256(f"{self.name} {next(counter)}".encode()).digest()[:size]

        # fpdf2 draws the AES initialisation vectors from the system; a sample is no secret and shall not change.
        self._security_handler.get_random_bytes = stream  # type: ignore[union-attr,method-assign]


def draw(pdf: LetterPdf, line: Line, top: float, cells: slice = slice(None)) -> None:
    """Print one line of runs, or some of its cells; a header row stands in Helvetica, as on the state's form."""
    for segment in line.segments[cells]:
        x = segment.x
        for run in segment.runs:
            pdf.set_font("Helvetica" if line.header else "Times", "B" if run.bold else "", 10 if line.header else 12)
            pdf.text(x, top + 11, run.text)
            x += pdf.get_string_width(run.text)


def rule_header(pdf: LetterPdf, rows: int) -> None:
    """The grid around the two-column header block of `rows` lines."""
    for row in range(rows + 1):
        # The last two lines are one row: its third cell wraps.
        if row != rows - 1:
            pdf.line(LEFT - 4, TOP + row * LINE_HEIGHT, 544, TOP + row * LINE_HEIGHT)
    for x in (LEFT - 4, 171, 317, 422, 544):
        pdf.line(x, TOP, x, TOP + rows * LINE_HEIGHT)


def draw_lines(pdf: LetterPdf, lines: list[Line]) -> None:
    """Print a page's lines; in the header block a cell that wraps comes before the next cell, as a table is written."""
    tops = [TOP + number * LINE_HEIGHT for number in range(len(lines))]
    wrapped = next((n for n, line in enumerate(lines) if line.header and line.text.endswith("Received:")), None)
    for number, (line, top) in enumerate(zip(lines, tops, strict=True)):
        if wrapped is not None and number == wrapped - 1:
            draw(pdf, line, top, slice(0, 3))
            draw(pdf, lines[wrapped], tops[wrapped])
            draw(pdf, line, top, slice(3, 4))
        elif number != wrapped:
            draw(pdf, line, top)


def to_pdf(name: str, letter: Letter, pages: list[Page]) -> bytes:
    """The letter as PDF: Letter size, one-inch margins, Times 12 pt."""
    pdf = LetterPdf(name)
    if letter.print.encrypted:
        pdf.protect()
    return print_pages(pdf, pages)


def print_pages(pdf: LetterPdf, pages: Iterable[Page]) -> bytes:
    """The PDF with these pages."""
    for page in pages:
        pdf.add_page()
        rows = sum(line.header for line in page.lines)
        if rows:
            rule_header(pdf, rows)
        if page.head:
            draw(pdf, page.head, 36)
        draw_lines(pdf, page.lines)
        if page.foot:
            draw(pdf, page.foot, PAGE_HEIGHT - 50)
    return bytes(pdf.output())


class Printed(NamedTuple):
    """A letter as text shapes need it: its paragraphs, and its lines by page."""

    blocks: list[Block]
    pages: list[Page]


def printed_lines(page: Page) -> list[Line]:
    """A page's lines with its running head and foot, as a text tool sees them."""
    head = [page.head, Line()] if page.head else []
    foot = [Line(), page.foot] if page.foot else []
    return [*head, *page.lines, *foot]


def columns(line: Line) -> str:
    """A line with blanks where the print has none, so that columns stay columns."""
    out = ""
    for segment in line.segments:
        out = out.ljust(column_of(segment.x)) + segment.text
    return out.rstrip()


def double_spaced(printed: Printed) -> bytes:
    """Text saved from a PDF viewer: every line ends in a blank, an empty line after each, more between pages."""
    return "\n\n".join(
        "".join(f"{line.text.strip()} \n\n" for line in printed_lines(p)) for p in printed.pages
    ).encode()


def form_feeds(printed: Printed) -> bytes:
    """`pdftotext -layout` on Windows: columns kept, CRLF, a form feed after each page."""
    return "".join("".join(columns(line) + "\r\n" for line in printed_lines(p)) + "\f" for p in printed.pages).encode()


def labels_first(printed: Printed) -> bytes:
    """Plain `pdftotext`: the header block comes column by column, all labels before their values."""
    out: list[str] = []
    rows = [line for line in printed.pages[0].lines if line.header]
    for column in range(4):
        out += [
            line.segments[column].text for line in rows if len(line.segments) > column and line.segments[column].text
        ]
        out.append("")
    for page in printed.pages:
        out += [line.text for line in printed_lines(page) if line.segments and not line.header]
        out[-1] += "\f"
    return ("\n".join(out) + "\n").replace("\f\n", "\n\n\f").encode()


def windows_1252(printed: Printed) -> bytes:
    """Printed lines in the Windows code page, with curly quotes and non-breaking spaces before units."""
    text = "\r\n".join(columns(line) for page in printed.pages for line in printed_lines(page))
    return curly(text).replace(" mg", "\u00a0mg").encode("windows-1252")


def utf_16(printed: Printed) -> bytes:
    """Pasted from a word processor: a line a paragraph, table cells at tabs, ligatures, UTF-16 with its mark."""
    lines = []
    for block in printed.blocks:
        lines += [""] if block.gap else []
        lines.append("\t".join(plain(cell) for cell in block.cells))
    return curly("\r\n".join(lines) + "\r\n").replace("fi", "\ufb01").encode("utf-16")


SHAPES: dict[str, Callable[[Printed], bytes]] = {
    "double-spaced": double_spaced,
    "form-feeds-crlf": form_feeds,
    "labels-first": labels_first,
    "utf-16": utf_16,
    "windows-1252": windows_1252,
}


class Made(NamedTuple):
    path: Path
    data: bytes


def make() -> Iterator[Made]:
    """Every file that belongs to the sources, in the order of their names."""
    for path in sorted((HERE / "source").glob("*.json")):
        letter = content.load(path)
        pages = lay_out(letter)
        yield Made(HERE / f"{path.stem}.pdf", to_pdf(path.stem, letter, pages))
        for shape in letter.print.texts:
            yield Made(HERE / f"{path.stem}--{shape}.txt", SHAPES[shape](Printed(content.blocks(letter), pages)))
        golden = json.dumps(content.expected(letter), indent=1, ensure_ascii=False) + "\n"
        yield Made(GOLDEN / f"{path.stem}.json", golden.encode())
    pages_of_file = claim_file.pages(HERE / "source")
    yield Made(HERE / f"{claim_file.NAME}.pdf", print_pages(LetterPdf(claim_file.NAME), pages_of_file))
    yield Made(GOLDEN / f"{claim_file.NAME}.json", claim_file.golden(HERE / "source"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when a committed file is stale")
    args = parser.parse_args()
    made = list(make())
    present = {*HERE.glob("*.pdf"), *HERE.glob("*.txt"), *GOLDEN.glob("*.json")}
    left_over = sorted(present - {m.path for m in made})
    stale = [m for m in made if not m.path.exists() or m.path.read_bytes() != m.data]
    if args.check:
        for path in [*(m.path for m in stale), *left_over]:
            print(f"stale: {path.relative_to(HERE.parent)}", file=sys.stderr)
        if stale or left_over:
            print(f"run `python samples/make.py` (fpdf2 here: {fpdf.FPDF_VERSION})", file=sys.stderr)
        return 1 if stale or left_over else 0
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for m in stale:
        m.path.write_bytes(m.data)
    for path in left_over:
        path.unlink()
    print(f"{len(made)} files, {len(stale)} written, {len(left_over)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
