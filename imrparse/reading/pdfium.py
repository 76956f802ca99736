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

PAGES_HELD = 32
"""Pages of a document that stay loaded, so that asking for places need not lay out the page again. A letter has
two to ten; each loaded page of text costs some 0.3 MB."""


class PdfiumPage:
    """A page's text. The places of its characters are asked of pdfium when somebody wants them."""

    def __init__(self, document: pypdfium2.PdfDocument, number: int) -> None:
        self._document = document
        self._number = number
        text_page = self._load()
        self.text: str = text_page.get_text_range()
        self._held = text_page if number < PAGES_HELD else None

    def boxes(self, start: int, end: int) -> list[Box | None]:
        """The box of each character of `text[start:end]`."""
        text_page = self._held or self._load()
        height = text_page.page.get_height()
        return [_box(text_page, index, height) for index in range(start, min(end, len(self.text)))]

    def baseline(self, index: int) -> float | None:
        """How far the baseline of the character `text[index]` is from the page's top."""
        text_page = self._held or self._load()
        x, y = ctypes.c_double(), ctypes.c_double()
        character = _character(text_page, index)
        if character is None or not pdfium.FPDFText_GetCharOrigin(text_page, character, x, y):
            return None
        return float(text_page.page.get_height() - y.value)

    def _load(self) -> pypdfium2.PdfTextPage:
        try:
            return self._document[self._number].get_textpage()
        except pypdfium2.PdfiumError as error:
            reason = f"page {self._number + 1} of the PDF cannot be read ({_first_line(error)})"
            raise DamagedPdf(f"{reason}: download it again") from None


def read_pages(data: bytes) -> list[PdfiumPage]:
    """The pages of the PDF `data`.

    Raises:
        PasswordNeeded: the PDF opens only with a password.
        DamagedPdf: pdfium cannot open it, or one of its pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise PasswordNeeded(
                "the PDF needs a password: save a copy without one (open it, then print or export it to PDF)"
            ) from None
        raise DamagedPdf(f"the PDF cannot be opened ({_first_line(error)}): download it again") from None
    return [PdfiumPage(document, number) for number in range(len(document))]


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
