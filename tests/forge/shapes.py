"""Blocks as text, in the shapes in which letters reach a reader.

A shape is a function of a chooser and a printed letter. `EXPECTED` says of each how much of the truth a reader can
be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tests.forge.blocks import Block, Printed
from tests.forge.chooser import Chooser

PAGE_LINES = 46
PARAGRAPHS = ("paragraph", "bullet")
"""Kinds that hold sentences: what is damaged here and there; other kinds are damaged in the form's own words only."""


# Blocks to lines ------------------------------------------------------------------------------------------------


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters, broken at blanks; a longer word has a line of its own; 0 means no limit."""
    if not width or len(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    return lines


def block_lines(block: Block, width: int) -> list[str]:
    if block.kind == "bullet":
        return wrapped(f"• {block.whole}", width)
    if block.kind == "row":
        return [" ".join(cell for cell in block.cells if cell)]
    return wrapped(block.whole, width)


def letter_lines(
    blocks: Sequence[Block], width: int, gaps: bool = True, lay: Callable[[Block, int], list[str]] = block_lines
) -> list[str]:
    """Lines of the letter, with an empty one between blocks unless they are tight or `gaps` is off."""
    lines: list[str] = []
    for block in blocks:
        if gaps and not block.tight and lines:
            lines.append("")
        lines += lay(block, width)
    return lines


def text_of(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"


def pages_of(lines: Sequence[str], size: int = PAGE_LINES) -> list[list[str]]:
    """Lines by page; no page begins or ends with an empty line."""
    pages: list[list[str]] = []
    rest = list(lines)
    while rest:
        page, rest = rest[:size], rest[size:]
        while page and not page[-1]:
            page.pop()
        while rest and not rest[0]:
            rest.pop(0)
        pages.append(page)
    return pages


def a_width(chooser: Chooser) -> int:
    return chooser.one_of((95, 80, 100))


# Undamaged shapes -----------------------------------------------------------------------------------------------


def hard(chooser: Chooser, printed: Printed) -> str:
    """Wrapped at a width, an empty line between paragraphs."""
    return text_of(letter_lines(printed.blocks, a_width(chooser)))


def soft(chooser: Chooser, printed: Printed) -> str:
    """One line a paragraph, with or without an empty line between them."""
    return text_of(letter_lines(printed.blocks, 0, gaps=not chooser.chance(0.3)))


def double(chooser: Chooser, printed: Printed) -> str:
    """Double spaced: an empty line after each line, three between paragraphs; each line ends in a blank."""
    return "".join(f"{line} \n\n" for line in letter_lines(printed.blocks, a_width(chooser)))


def crlf(chooser: Chooser, printed: Printed) -> str:
    r"""Saved by a word processor: `\r\n`, trailing blanks, non-breaking spaces, curly quotes."""
    text = curly(hard(chooser, printed))
    lines = text.split("\n")
    for _ in range(chooser.integer(0, 8)):
        number = chooser.integer(0, len(lines) - 1)
        lines[number] = lines[number].replace(" ", "\u00a0", 1) if chooser.chance(0.5) else lines[number] + "   "
    return "\r\n".join(lines)


def curly(text: str) -> str:
    text = re.sub(r'(^|[\s(\[])"', "\\1\u201c", text)
    return text.replace('"', "\u201d").replace("'", "\u2019")


def layout(chooser: Chooser, printed: Printed) -> str:
    """As `pdftotext -layout`: indented, cells in columns, centred headings, form feeds."""
    indent = " " * chooser.one_of((0, 4, 9))

    def lay(block: Block, width: int) -> list[str]:
        if block.kind == "row":
            return [
                "".join(cell.ljust(room) for cell, room in zip(block.cells, (24, 28, 26, 0), strict=False)).rstrip()
            ]
        lines = block_lines(block, width)
        return [line.center(width).rstrip() for line in lines] if block.kind in ("title", "heading") else lines

    lines = letter_lines(printed.blocks, a_width(chooser), lay=lay)
    return "\f".join(text_of([f"{indent}{line}" if line else "" for line in page]) for page in pages_of(lines))


def paged(chooser: Chooser, printed: Printed) -> str:
    """Form feeds, with running heads and page numbers wherever a page ends: inside a paragraph, too."""
    lines = letter_lines(printed.blocks, a_width(chooser), gaps=not chooser.chance(0.4))
    return pages_text(with_numbers(chooser, pages_of(lines), printed.head))


def pages_text(pages: list[list[str]]) -> str:
    return "\f".join(text_of(page) for page in pages)


def with_numbers(chooser: Chooser, pages: list[list[str]], running_head: str) -> list[list[str]]:
    """Pages with their running heads (none on the first) and feet; a letter of one page has neither."""
    head = running_head if chooser.chance(0.6) else ""
    foot = chooser.one_of(("", "{page}", "Page {page} of {pages}", "- {page} -"))
    if len(pages) == 1:
        return pages
    out = []
    for number, page in enumerate(pages, 1):
        above = [head.format(page=number), ""] if head and number > 1 else []
        below = ["", foot.format(page=number, pages=len(pages))] if foot else []
        out.append([*above, *page, *below])
    return out


def hyphenated(chooser: Chooser, printed: Printed) -> str:
    """Long words broken at line ends."""
    width = a_width(chooser)

    def lay(block: Block, width: int) -> list[str]:
        lines = block_lines(block, width)
        return hyphenate(lines, width) if block.kind in ("paragraph", "bullet", "item") else lines

    return text_of(letter_lines(printed.blocks, width, lay=lay))


SYLLABLE_END = re.compile(r"-(?=[a-z])|[aeiou](?=[bcdfglmnprstv][aeiou])|[aeiou][lmnrsc](?=[bcdfgmptv][aeiou])")
"""Where a word may break: after its own hyphen, and where a syllable of English can end."""


def hyphenate(lines: list[str], width: int) -> list[str]:
    """Fills lines with the beginnings of the words that begin the next lines."""
    out = list(lines)
    for number in range(len(out) - 1):
        word, _, rest = out[number + 1].partition(" ")
        room = width - len(out[number]) - 2
        cut = max((n for n in breaks(word) if 3 <= n <= min(room, len(word) - 3)), default=0)
        if cut and rest:
            hyphen = "" if word[cut - 1] == "-" else "-"
            out[number] += f" {word[:cut]}{hyphen}"
            out[number + 1] = f"{word[cut:]} {rest}"
    return out


def breaks(word: str) -> list[int]:
    """The places at which a word may break: one of its own hyphens, or a syllable's end in a long word of letters."""
    if len(word) < 8 or not word.strip(".,;:").replace("-", "").isalpha():
        return []
    return [match.end() for match in SYLLABLE_END.finditer(word) if "-" not in word or match.group() == "-"]


GLYPHS = ("-", "*", "o", "\uf0b7", "\uf0a7", "\u25aa", "\u2022")


def odd_bullets(chooser: Chooser, printed: Printed) -> str:
    """Bullets as private-use glyphs and other signs, some on a line of their own."""
    glyph = chooser.one_of(GLYPHS)
    alone = chooser.chance(0.3)

    def lay(block: Block, width: int) -> list[str]:
        if block.kind != "bullet":
            return block_lines(block, width)
        return [glyph, *wrapped(block.whole, width)] if alone else wrapped(f"{glyph} {block.whole}", width)

    return text_of(letter_lines(printed.blocks, a_width(chooser), lay=lay))


def scrambled_header(chooser: Chooser, printed: Printed) -> str:
    """The header block read out of order: labels first, or one column after the other, or one cell a line."""
    order = chooser.one_of((cell_by_cell, column_by_column, labels_first))
    rows = [block.cells for block in printed.blocks if block.kind == "row"]
    texts = order(rows)
    blocks: list[Block] = []
    for block in printed.blocks:
        if block.kind != "row":
            blocks.append(block)
        elif texts:
            blocks += [Block("line", text, tight=True) for text in texts if text]
            texts = []
    return text_of(letter_lines(blocks, a_width(chooser)))


Rows = list[tuple[str, ...]]


def cell_by_cell(rows: Rows) -> list[str]:
    return [cell for row in rows for cell in row]


def column_by_column(rows: Rows) -> list[str]:
    return [" ".join(row[at : at + 2]) for at in (0, 2) for row in rows if row[at : at + 2]]


def labels_first(rows: Rows) -> list[str]:
    return [cell for at in (0, 1) for row in rows for cell in row[at::2]]


def heading_case(chooser: Chooser, printed: Printed) -> str:
    """Headings in any case, centred, with stray blanks, the long ones over two lines."""
    case = chooser.one_of((str.title, str.upper, str.lower, str.capitalize))
    stray = chooser.one_of(("", " ", "   "))
    narrow = chooser.one_of((95, 50))

    def lay(block: Block, width: int) -> list[str]:
        if block.kind not in ("title", "heading", "label"):
            return block_lines(block, width)
        words = case(block.whole).split(" ")
        text = " ".join(words[:1] + [stray * chooser.integer(0, 1) + word for word in words[1:]])
        return [line.strip().center(width) for line in wrapped(text, narrow)]

    return text_of(letter_lines(printed.blocks, a_width(chooser), lay=lay))


# Damaged shapes -------------------------------------------------------------------------------------------------


def lost_blanks(chooser: Chooser, printed: Printed) -> str:
    """Blanks lost in the form's own words, and here and there in sentences."""
    return text_of(letter_lines(damaged(chooser, printed.blocks, lose_blank), a_width(chooser)))


def doubled_blanks(chooser: Chooser, printed: Printed) -> str:
    """Words split inside the form's own words, and here and there a doubled blank or a split word in a sentence."""
    return text_of(letter_lines(damaged(chooser, printed.blocks, add_blank), a_width(chooser)))


Damage = Callable[[Chooser, str], str]


def damaged(chooser: Chooser, blocks: list[Block], damage: Damage) -> list[Block]:
    """One block in three is damaged in a heading, a label or the words of decision, or somewhere in its sentences."""
    out: list[Block] = []
    for block in blocks:
        if block.kind == "row" or not chooser.chance(0.35):
            out.append(block)
        elif block.kind in ("title", "heading", "label"):
            out.append(block._replace(text=damage(chooser, block.text)))
        elif block.kind == "item" or (block.label and chooser.chance(0.5)):
            out.append(block._replace(label=damage(chooser, block.label), tail=damage(chooser, block.tail)))
        elif block.kind in PARAGRAPHS:
            out.append(block._replace(text=damage(chooser, block.text)))
        else:
            out.append(block)
    return out


def lose_blank(chooser: Chooser, text: str) -> str:
    """Without one blank between two words of letters."""
    places = [m.start() for m in re.finditer(r"(?<=[a-z]) (?=[a-z(])", text, re.IGNORECASE)]
    if not places:
        return text
    at = chooser.one_of(places)
    return text[:at] + text[at + 1 :]


def add_blank(chooser: Chooser, text: str) -> str:
    """With one blank more: beside another, or inside a word of five letters or more."""
    places = [m.start() for m in re.finditer(r"(?<=[a-z]) (?=[a-z])|(?<=\b[a-z])(?=[a-z]{4})", text, re.IGNORECASE)]
    places += [m.start() for m in re.finditer(r"(?<=\b[a-z]{3})(?=[a-z]{3})", text, re.IGNORECASE)]
    if not places:
        return text
    at = chooser.one_of(places)
    return f"{text[:at]} {text[at:]}"


def first_page_missing(chooser: Chooser, printed: Printed) -> str:
    pages = two_pages_or_more(chooser, printed)
    return pages_text(with_numbers(chooser, pages, printed.head)[1:])


def last_page_missing(chooser: Chooser, printed: Printed) -> str:
    """The page before it ends inside a sentence, so that a reader can notice."""
    *pages, last = two_pages_or_more(chooser, printed)
    while len(pages[-1]) > 1 and ends_a_sentence(pages[-1][-1]):
        last.insert(0, pages[-1].pop())
    return pages_text(with_numbers(chooser, [*pages, last], printed.head)[:-1])


def ends_a_sentence(line: str) -> bool:
    return line.rstrip('" ')[-1:] in (*".?:;", "")


def two_pages_or_more(chooser: Chooser, printed: Printed) -> list[list[str]]:
    lines = letter_lines(printed.blocks, a_width(chooser), gaps=not chooser.chance(0.4))
    return pages_of(lines, min(PAGE_LINES, len(lines) * 2 // 3))


# What a reader can be asked for ---------------------------------------------------------------------------------


class Expected(NamedTuple):
    """How the values of a letter in this shape are compared.

    `paragraphs`: where paragraphs end can be told from the text. `blanks`: blanks and hyphens are as in the truth.
    `doubt_is_enough`: a value that differs counts as well read where a warning names it.
    `absence_is_enough`: so does a value that is null or empty, for what it stood on is lost.
    """

    paragraphs: bool = True
    blanks: bool = True
    doubt_is_enough: bool = False
    absence_is_enough: bool = False
    last_items: bool = False
    """Where items are missing: whether those that are left are the last ones."""


DAMAGED = Expected(paragraphs=False, blanks=False, doubt_is_enough=True)
LOST = Expected(paragraphs=False, doubt_is_enough=True, absence_is_enough=True)

SHAPES: dict[str, Callable[[Chooser, Printed], str]] = {
    "hard": hard,
    "soft": soft,
    "double": double,
    "crlf": crlf,
    "layout": layout,
    "paged": paged,
    "hyphenated": hyphenated,
    "odd-bullets": odd_bullets,
    "scrambled-header": scrambled_header,
    "heading-case": heading_case,
    "lost-blanks": lost_blanks,
    "doubled-blanks": doubled_blanks,
    "first-page-missing": first_page_missing,
    "last-page-missing": last_page_missing,
}

EXPECTED: dict[str, Expected] = {
    "hard": Expected(),
    "soft": Expected(paragraphs=False),
    "double": Expected(),
    "crlf": Expected(),
    "layout": Expected(paragraphs=False),
    "paged": Expected(paragraphs=False),
    "hyphenated": Expected(blanks=False),
    "odd-bullets": Expected(),
    "scrambled-header": Expected(),
    "heading-case": Expected(),
    "lost-blanks": DAMAGED,
    "doubled-blanks": DAMAGED,
    "first-page-missing": LOST._replace(last_items=True),
    "last-page-missing": LOST,
}
