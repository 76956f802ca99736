"""Reader of PDFs by pdfium (pypdfium2): the default.

pdfium is not thread-safe, not even with separate documents (pypdfium2-team/pypdfium2#303): use it from
one thread, and processes for more. It prints a hyphen at a line end as U+FFFE and drops the line end.
"""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.version import PDFIUM_INFO

from imrparse.errors import DamagedPdf, PasswordNeeded
from imrparse.reading.pages import Box

ENGINE = f"pdfium {PDFIUM_INFO.version}"


class PdfiumFile:
    """A PDF that is open while it is being read, and opened again when a place is asked for later.

    Raises:
        PasswordNeeded: the PDF opens only with a password.
        DamagedPdf: pdfium cannot open it, or one of its pages.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: pypdfium2.PdfDocument | None = None
        self._text_pages: dict[int, pypdfium2.PdfTextPage] = {}

    def document(self) -> pypdfium2.PdfDocument:
        """The open document."""
        if self._document is None:
            try:
                self._document = pypdfium2.PdfDocument(self._data)
            except pypdfium2.PdfiumError as error:
                if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
                    message = "the PDF needs a password: save a copy without one (open it, then print it to PDF)"
                    raise PasswordNeeded(message) from None
                raise DamagedPdf("the PDF is damaged and cannot be opened: download it again") from None
        return self._document

    def text_page(self, number: int) -> pypdfium2.PdfTextPage:
        """The page `number` (the first is 0), laid out as text; it stays so until `release`, or until many others are."""
        if number not in self._text_pages:
            if len(self._text_pages) > PAGES_HELD:
                self.release(next(iter(self._text_pages)))
            try:
                self._text_pages[number] = self.document()[number].get_textpage()
            except pypdfium2.PdfiumError as error:
                reason = f"page {number + 1} of the PDF cannot be read ({_first_line(error)})"
                raise DamagedPdf(f"{reason}: download it again") from None
        return self._text_pages[number]

    def release(self, number: int | None = None) -> None:
        """Close the page `number`, or the whole document: left to the garbage collector, it costs more time."""
        for held in list(self._text_pages) if number is None else [number]:
            text_page = self._text_pages.pop(held)
            text_page.close()
            text_page.page.close()
        if number is None and self._document is not None:
            self._document.close()
            self._document = None


class PdfiumPage:
    """A page's text. The places of its characters are asked of pdfium when somebody wants them."""

    def __init__(self, file: PdfiumFile, number: int) -> None:
        self._file = file
        self._number = number
        text_page = file.text_page(number)
        self.text: str = text_page.get_text_range()
        self._height = text_page.page.get_height()
        # The index into the text is not the index of the character on some pages (pypdfium2-team/pypdfium2#261).
        self._indices_agree = pdfium.FPDFText_CountChars(text_page) == len(self.text)
        if number >= PAGES_HELD:
            file.release(number)

    def boxes(self, start: int, end: int) -> list[Box | None]:
        """The box of each character of `text[start:end]`."""
        text_page = self._file.text_page(self._number)
        return [_box(text_page, index, self._height) for index in range(start, min(end, len(self.text)))]

    def baseline(self, index: int) -> float | None:
        """How far the baseline of the character `text[index]` is from the page's top."""
        text_page = self._file.text_page(self._number)
        x, y = ctypes.c_double(), ctypes.c_double()
        character = index if self._indices_agree else _character(text_page, index)
        if character is None or not pdfium.FPDFText_GetCharOrigin(text_page, character, x, y):
            return None
        return float(self._height - y.value)

    @property
    def ocr(self) -> bool:
        """The text was read as text."""
        return False

    def confidence(self, start: int, end: int) -> float | None:  # noqa: ARG002
        """No word was read by OCR."""
        return None

    def has_pictures(self) -> bool:
        """Whether the page holds an image or a drawing."""
        return any(
            entry.type != pdfium.FPDF_PAGEOBJ_TEXT for entry in self._file.text_page(self._number).page.get_objects()
        )

    def release(self) -> None:
        """Close the file until somebody asks for a place."""
        self._file.release()


PAGES_HELD = 32
"""Pages of a document that stay laid out while it is read, so that asking for places is cheap. A letter has two to
ten; each page of text that is laid out takes some 0.3 MB."""


def read_pages(data: bytes) -> list[PdfiumPage]:
    """The pages of the PDF `data`.

    Raises:
        PasswordNeeded: the PDF opens only with a password.
        DamagedPdf: pdfium cannot open it, or one of its pages.
    """
    file = PdfiumFile(data)
    return [PdfiumPage(file, number) for number in range(len(file.document()))]


def _character(text_page: pypdfium2.PdfTextPage, index: int) -> int | None:
    """Pdfium's number of the character at `index` of the page's text.

    The two differ on some pages (pypdfium2-team/pypdfium2#261), and a character that pdfium added has no place.
    """
    character: int = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, index)
    return None if character < 0 or pdfium.FPDFText_IsGenerated(text_page, character) == 1 else character


def _box(text_page: pypdfium2.PdfTextPage, index: int, height: float) -> Box | None:
    character = _character(text_page, index)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if character is None or not pdfium.FPDFText_GetCharBox(text_page, character, left, right, bottom, top):
        return None
    return Box(left.value, height - top.value, right.value, height - bottom.value)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
