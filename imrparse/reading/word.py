"""Reader of Word documents (python-docx): what stands on paper, a paragraph a line, a blank line between two.

Insertions that were tracked are kept, deletions left out, as a reader who accepts all changes sees it; so are hidden
text, comments and footnotes. Of headers and footers, the first page's header is read, above the first page: a
letterhead or the case number may stand in it. Those of later pages, and all footers, are running heads.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from imrparse.errors import DamagedDocument, EmptyFile, ReaderMissing, TooLarge
from imrparse.reading.flow import Break, Flow
from imrparse.reading.numbering import Numbering
from imrparse.reading.text import TextPage

MAIN_PART = "word/document.xml"
MIB = 1024 * 1024
EXPANDS = 4
"""How many times larger than the largest input a document may be once it is unpacked: letters' XML packs ten to one,
and a file of the largest size holds mostly pictures, which pack hardly at all."""

NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

NOT_SHOWN = frozenset(
    [
        NAMES + name
        for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "tblPr", "sectPr", "rt")
    ]
    + [FALLBACK]
)
CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
PARAGRAPH, RUN, TEXT, BREAK, SYMBOL = (NAMES + name for name in ("p", "r", "t", "br", "sym"))
TABLE, ROW, CELL, BOX, CONTROL = (NAMES + name for name in ("tbl", "tr", "tc", "txbxContent", "sdt"))
PAGE_TURNED = NAMES + "lastRenderedPageBreak"

MEND = "open it in Word and save it again as .docx, or as PDF"


def is_word(data: bytes) -> bool:
    """Whether the archive `data` is a Word document: its main part is in it.

    Raises:
        DamagedDocument: the archive cannot be opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return MAIN_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DamagedDocument(f"the file begins like a Word document but is damaged ({error}): {MEND}") from None


def engine() -> str:
    """Name and version of the reader."""
    import docx

    return f"python-docx {docx.__version__}"


def read_pages(data: bytes, max_bytes: int) -> Sequence[TextPage]:
    """The pages of the Word document `data`, as Word broke them when it last saved it.

    Raises:
        ReaderMissing: python-docx is not installed.
        TooLarge: unpacked, it has more than `EXPANDS * max_bytes` bytes.
        DamagedDocument: it cannot be read.
        EmptyFile: it holds no text.
    """
    try:
        import docx
    except ImportError:
        message = "Word documents are read with python-docx: install it with: pip install 'imrparse[docx]'"
        raise ReaderMissing(message) from None
    _check_unpacked_size(data, EXPANDS * max_bytes)
    try:
        document = docx.Document(io.BytesIO(data))
        walk = _Walk(Numbering(document))
        header = _first_header(document)
        if header is not None:
            walk.read(header)
        walk.read(document.element.body)
        pages = walk.close()
    except Exception as error:  # python-docx raises anything from KeyError to zlib.error on damaged files
        raise DamagedDocument(f"the Word document cannot be read ({type(error).__name__}: {error}): {MEND}") from None
    if not any(page.text.strip() for page in pages):
        raise EmptyFile("the Word document holds no text (pictures of pages, perhaps): save it as PDF")
    return pages


def _check_unpacked_size(data: bytes, most: int) -> None:
    # An archive cannot unpack to more than it says: zipfile stops reading a part at the size in the archive's list.
    # That holds for the one compression that Word documents may have (ECMA-376, part 2, annex B); others zipfile
    # unfolds at a stroke.
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise DamagedDocument(f"the Word document is packed as none is: {MEND}")
    size = sum(part.file_size for part in parts)
    if size > most:
        raise TooLarge(
            f"the Word document unpacks to {size / MIB:.3g} MiB, the limit is {most / MIB:.3g} MiB: "
            "take pictures out of it, or raise --max-mib"
        )


def _first_header(document: Any) -> Any:
    """The element of the header that the first page shows, `None` where it has none."""
    section = next(iter(document.sections), None)
    if section is None:
        return None
    header = section.first_page_header if section.different_first_page_header_footer else section.header
    return None if header.is_linked_to_previous else header.part.element


class _Walk:
    """Goes through a part of the document once, without recursion, and writes what it shows."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.pages: list[list[str]] = []
        self.flow = Flow()
        self.asides: list[list[str]] = []
        """Lines that a text box interrupts: what stands in the box comes before them."""
        self.goes_on = False
        """Whether the next paragraph is one with the last, whose end was taken out."""
        self.cells = 0
        """Cells of tables that are open."""
        self.turn_is_due = False

    def read(self, root: Any) -> None:
        """Write all that `root` shows."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = 0
        for event, element in walk:
            if event == "start":
                if element.tag in NOT_SHOWN or _hidden(element):
                    walk.skip_subtree()
                    skipped += 1  # its end comes next
                else:
                    self._begin(element.tag, element)
            elif skipped:
                skipped -= 1
            else:
                self._end(element.tag, element)
        self.flow.block(Break.PARAGRAPH)

    def close(self) -> list[TextPage]:
        """The pages."""
        self._turn()
        return [TextPage("\n".join(lines)) for lines in self.pages]

    def _begin(self, tag: str, element: Any) -> None:
        if tag in (TEXT, MATH + "t"):
            if element.text:
                self.flow.write(element.text.replace("\n", " "))
        elif tag == PARAGRAPH:
            self._begin_paragraph(element)
        elif tag == BREAK:
            self._break(element.get(NAMES + "type"))
        elif tag == PAGE_TURNED:
            self.turn_is_due = True
            self._turn_if_due()
        elif tag == CELL:
            self.cells += 1
            self.flow.begin_cell()
        elif tag == BOX:
            self.asides.append(self.flow.aside())
        elif tag == SYMBOL:
            self.flow.write(_symbol(element.get(NAMES + "char")))
        elif tag.startswith(NAMES):
            self._begin_small(tag.removeprefix(NAMES))

    def _begin_paragraph(self, element: Any) -> None:
        if self.goes_on:
            self.goes_on = False
            return
        self.flow.block(Break.PARAGRAPH)
        label = self.numbering.label(element)
        if label:
            self.flow.write(f"{label} ")

    def _begin_small(self, name: str) -> None:
        if name in CHARACTERS:
            self.flow.write(CHARACTERS[name])
        elif name == "cr":
            self.flow.end_line()

    def _end(self, tag: str, element: Any) -> None:
        if tag == PARAGRAPH:
            self.goes_on = _joined_to_next(element)
            if not self.goes_on:
                self.flow.end_paragraph()
                self._turn_if_due()
        elif tag == CELL:
            self.cells -= 1
            self.flow.end_cell()
        elif tag == ROW:
            self.flow.end_row()
            self._turn_if_due()
        elif tag == TABLE:
            self.flow.block(Break.PARAGRAPH)
        elif tag == BOX:
            self.flow.resume(self.asides.pop())

    def _break(self, kind: str | None) -> None:
        if kind == "page":
            self._turn()
        else:
            self.flow.end_line()

    def _turn_if_due(self) -> None:
        """Turn the page where Word did, but not inside a paragraph or row: it stands whole on the page it begins on."""
        if self.turn_is_due and not (self.flow.inside_line or self.cells or self.asides):
            self._turn()

    def _turn(self) -> None:
        """Begin a page, unless it has begun already: Word notes a break of its own behind each that was asked for."""
        self.turn_is_due = False
        lines = self.flow.close()
        if any(line.strip() for line in lines):
            self.pages.append(lines)
        self.flow = Flow()


def _hidden(element: Any) -> bool:
    """Whether an element is not seen: a run in hidden type, a row taken out, a control that only asks for words."""
    tag = element.tag
    if tag == RUN:
        properties = element.find(NAMES + "rPr")
        return properties is not None and _is_on(properties.find(NAMES + "vanish"))
    if tag == ROW:
        properties = element.find(NAMES + "trPr")
        return properties is not None and properties.find(NAMES + "del") is not None
    if tag == CONTROL:
        properties = element.find(NAMES + "sdtPr")
        return properties is not None and _is_on(properties.find(NAMES + "showingPlcHdr"))
    return False


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(NAMES + "val", "true") not in ("false", "0", "off")


def _joined_to_next(paragraph: Any) -> bool:
    """Whether the paragraph's end was taken out, which makes it one with the next."""
    path = f"{NAMES}pPr/{NAMES}rPr/{NAMES}del"
    return paragraph.find(path) is not None


def _symbol(code: str | None) -> str:
    """The character of a symbol font: fonts of symbols have their own in the private use area, as PDFs show them."""
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"
