"""Reader of PDFs by pdfium (pypdfium2): the default.

pdfium is not thread-safe, not even with separate documents (pypdfium2-team/pypdfium2#303): use it from
one thread, and processes for more. It prints a hyphen at a line end as U+FFFE and drops the line end.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from imrparse.errors import DamagedPdf, PasswordNeeded
from imrparse.reading.pages import Box

ENGINE = f"pdfium {pypdfium2.V_PYPDFIUM2}" if hasattr(pypdfium2, "V_PYPDFIUM2") else "pdfium"


@dataclass(frozen=True, slots=True)
class PdfiumPage:
    """A page's text; its boxes are read from the PDF again when somebody asks for them."""

    text: str
    data: bytes = field(repr=False, compare=False)
    number: int

    def boxes(self, start: int, end: int) -> list[Box | None]:
        """The box of each character of `text[start:end]`."""
        document = _open(self.data)
        try:
            page = document[self.number]
            height = page.get_height()
            text_page = page.get_textpage()
            return [_box(text_page, index, height) for index in range(start, min(end, len(self.text)))]
        finally:
            document.close()


def read_pages(data: bytes) -> list[PdfiumPage]:
    """The pages of the PDF `data`.

    Raises:
        PasswordNeeded: the PDF opens only with a password.
        DamagedPdf: pdfium cannot open it, or one of its pages.
    """
    document = _open(data)
    try:
        return [PdfiumPage(_text_of(document, number), data, number) for number in range(len(document))]
    finally:
        document.close()


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise PasswordNeeded(
                "the PDF needs a password: save a copy without one (open it, then print or export it to PDF)"
            ) from None
        raise DamagedPdf(f"the PDF cannot be opened ({_first_line(error)}): download it again") from None


def _text_of(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text_page = page.get_textpage()
        text: str = text_page.get_text_range()
    except pypdfium2.PdfiumError as error:
        raise DamagedPdf(f"page {number + 1} of the PDF cannot be read ({_first_line(error)}): download it again") from None
    text_page.close()
    page.close()
    return text


def _box(text_page: pypdfium2.PdfTextPage, index: int, height: float) -> Box | None:
    # The index into the text is not the index of the character on some pages (pypdfium2-team/pypdfium2#261).
    character = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, index)
    if character < 0 or pdfium.FPDFText_IsGenerated(text_page, character) == 1:
        return None
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text_page, character, left, right, bottom, top):
        return None
    return Box(left.value, height - top.value, right.value, height - bottom.value)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
