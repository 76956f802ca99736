"""Letters as text, in the shapes that tools, viewers and word processors give them."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path

import imrparse
from tests.shapes import BEGINNINGS, header_rows, prose_of, wrapped, wrapped_prose_of

Maker = Callable[[imrparse.ParsedLetter], str]
HEAD = "Final Determination Letter for IMR Case Number {case} {number}"


def pages_of(letter: imrparse.ParsedLetter) -> list[list[str]]:
    """The printed lines of each page, as its PDF gives them; a hyphen at a line end stays one."""
    return [page.text.replace("\ufffe", "-\r\n").splitlines() for page in letter.document.pages]


def lines_of(letter: imrparse.ParsedLetter) -> list[str]:
    """The printed lines, without pages and white space."""
    return [line for page in pages_of(letter) for line in page]


def header_lines(letter: imrparse.ParsedLetter) -> list[str]:
    return ["   ".join(cell for cell in row if cell) for row in header_rows(letter)]


def with_header(header: Iterable[str], letter: imrparse.ParsedLetter) -> str:
    """The letter's paragraphs below a header block of these lines."""
    return "\n".join([*header, "", *("\n".join([*lines, ""]) for lines in wrapped_prose_of(letter))])


# -- line ends ---------------------------------------------------------------------------------------------------


def hard(letter: imrparse.ParsedLetter) -> str:
    """Copied from a viewer: nothing but the printed lines."""
    return "\n".join(lines_of(letter))


def hard_with_gaps(letter: imrparse.ParsedLetter) -> str:
    return with_header(header_lines(letter), letter)


def double_spaced(letter: imrparse.ParsedLetter) -> str:
    return "\f".join("".join(f"{line.strip()} \n\n" for line in page) for page in pages_of(letter))


def double_spaced_with_gaps(letter: imrparse.ParsedLetter) -> str:
    """As saved from a viewer that keeps white space: three blank lines between paragraphs."""
    paragraphs = ["\n\n".join(lines) for lines in wrapped_prose_of(letter)]
    return "\n\n\n\n".join(["\n\n".join(header_lines(letter)), *paragraphs])


def soft(letter: imrparse.ParsedLetter) -> str:
    """One line a paragraph."""
    return "\n".join([*header_lines(letter), *prose_of(letter)])


def soft_with_gaps(letter: imrparse.ParsedLetter) -> str:
    return "\n\n".join([*header_lines(letter), *prose_of(letter)])


def narrow(letter: imrparse.ParsedLetter) -> str:
    """Wrapped again at a mail program's width."""
    return "\n\n".join(["\n".join(header_lines(letter)), *("\n".join(wrapped(one, 68)) for one in prose_of(letter))])


def quoted(letter: imrparse.ParsedLetter) -> str:
    """A mail's reply: each line behind a sign."""
    return "\n".join(f"> {line}" for line in narrow(letter).split("\n"))


def indented(letter: imrparse.ParsedLetter) -> str:
    """Windows line ends, a margin, blanks at every end, tabs for runs of them."""
    return "\r\n".join(f"\t{line}  \t" for line in hard_with_gaps(letter).replace("   ", "\t").split("\n"))


def old_macintosh(letter: imrparse.ParsedLetter) -> str:
    return hard_with_gaps(letter).replace("\n", "\r")


# -- characters --------------------------------------------------------------------------------------------------


def doubled_blanks(letter: imrparse.ParsedLetter) -> str:
    """Two blanks between words, as justified text comes out."""
    return re.sub(r"(?<=\S) (?=\S)", "  ", hard_with_gaps(letter))


def word_processor(letter: imrparse.ParsedLetter) -> str:
    """Curly quotes, blanks that do not break, ligatures."""
    text = re.sub(r'(?<![\w.,;:!?)"])"', "“", hard_with_gaps(letter)).replace('"', "”").replace("'", "’")
    text = re.sub(r"(?<=\d) (?=mg|tablets|visits|weeks|year)", "\u00a0", text)
    for letters, ligature in (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        text = text.replace(letters, ligature)
    return text


def bullets(sign: str, *, alone: bool = False) -> Maker:
    """The letter with `sign` for its bullets."""

    def maker(letter: imrparse.ParsedLetter) -> str:
        mark = f"{sign}\n" if alone else f"{sign} "
        return re.sub(r"^• ?", mark, hard_with_gaps(letter), flags=re.MULTILINE)

    return maker


# -- pages -------------------------------------------------------------------------------------------------------


def with_heads(letter: imrparse.ParsedLetter) -> list[str]:
    """The pages with a head on each but the first and a number below each, wherever the page ends."""
    case = letter.record.case_number
    pages = []
    for number, page in enumerate(pages_of(letter), 1):
        head = [HEAD.format(case=case, number=number)] if number > 1 and case else []
        pages.append("\n".join([*head, *page, f"Page {number} of {len(letter.document.pages)}"]))
    return pages


def running_heads(letter: imrparse.ParsedLetter) -> str:
    return "\n\f".join(with_heads(letter))


def running_heads_pasted(letter: imrparse.ParsedLetter) -> str:
    """The same without page breaks: heads stand inside paragraphs."""
    return "\n".join(with_heads(letter))


def running_heads_pasted_with_gaps(letter: imrparse.ParsedLetter) -> str:
    return "\n\n\n".join(page.replace("\nPage ", "\n\nPage ", 1) for page in with_heads(letter))


# -- the header block --------------------------------------------------------------------------------------------


def labels_then_values(letter: imrparse.ParsedLetter) -> str:
    cells = [pair for row in header_rows(letter) for pair in (row[:2], row[2:]) if pair[0]]
    return with_header([*(label for label, _ in cells), *(value for _, value in cells if value)], letter)


def column_by_column(letter: imrparse.ParsedLetter) -> str:
    columns = zip_longest(*header_rows(letter))
    return with_header([cell for column in columns for cell in [*filter(None, column), ""]], letter)


def half_by_half(letter: imrparse.ParsedLetter) -> str:
    """The left labels with their values, then the right ones with theirs."""
    rows = header_rows(letter)
    return with_header([*(f"{a} {b}" for a, b, _, _ in rows), *(f"{c} {d}" for _, _, c, d in rows if c)], letter)


def cell_by_cell(letter: imrparse.ParsedLetter) -> str:
    return with_header([cell for row in header_rows(letter) for cell in row if cell], letter)


def values_first(letter: imrparse.ParsedLetter) -> str:
    """Each value above its label."""
    pairs = [pair for row in header_rows(letter) for pair in (row[:2], row[2:])]
    return with_header([cell for label, value in pairs for cell in (value, label) if cell], letter)


def cut_label(letter: imrparse.ParsedLetter) -> str:
    """The label of the right column's last row wraps, and its value stands between its halves."""
    lines = [" ".join(cell for cell in row if cell) for row in header_rows(letter)]
    cut = (
        re.sub(r"(?<=. )Application Received: ([\d/]+)$", r"Application \1\nReceived:", line, count=1) for line in lines
    )
    return with_header(cut, letter)


# -- headings ----------------------------------------------------------------------------------------------------


def headings(change: Callable[[str], str]) -> Maker:
    """The letter with its headings in another case, in the middle of the line."""

    def maker(letter: imrparse.ParsedLetter) -> str:
        lines = hard_with_gaps(letter).split("\n")
        return "\n".join(
            change(line).center(96) if line.isupper() and line.startswith(BEGINNINGS) else line for line in lines
        )

    return maker


# -- tools -------------------------------------------------------------------------------------------------------


def pdftotext(*options: str) -> Maker:
    """What the tool of poppler-utils makes of the letter's PDF."""

    def maker(letter: imrparse.ParsedLetter) -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "letter.txt"
            subprocess.run(["pdftotext", *options, letter.document.path, path], check=True)
            return path.read_text()

    return maker


TOOLS: dict[str, Maker] = {
    "pdftotext": pdftotext(),
    "pdftotext_layout": pdftotext("-layout"),
    "pdftotext_raw": pdftotext("-raw"),
}
PRINTED: dict[str, Maker] = {
    # Lines as they were printed, without a sign of the white space between them: paragraphs are told by full stops
    # and short lines alone.
    maker.__name__: maker
    for maker in (hard, double_spaced, running_heads, running_heads_pasted, running_heads_pasted_with_gaps)
}
SPACED: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        hard_with_gaps, double_spaced_with_gaps, soft, soft_with_gaps, narrow, quoted, indented, old_macintosh,
        doubled_blanks, word_processor,
        labels_then_values, column_by_column, half_by_half, cell_by_cell, values_first, cut_label,
    )
}  # fmt: skip
BULLETS: dict[str, Maker] = {
    "bullet_symbol": bullets("\uf0b7"),
    "bullet_square": bullets("\uf0a7"),
    "bullet_arrow": bullets("\uf0d8"),
    "bullet_check": bullets("\uf0fc"),
    "bullet_dot": bullets("·"),
    "bullet_disc": bullets("●"),
    "bullet_alone": bullets("•", alone=True),
    "bullet_symbol_alone": bullets("\uf0b7", alone=True),
}
HEADINGS: dict[str, Maker] = {
    "headings_lower": headings(str.lower),
    "headings_title": headings(str.title),
    "headings_capitalised": headings(str.capitalize),
    "headings_centred": headings(str),
    "headings_colon": headings(lambda line: f"{line}:"),
}
