"""Reader of PDFs by pdfium (pypdfium2): the default.

pdfium is not thread-safe, not even with separate documents (pypdfium2-team/pypdfium2#303): use it from
one thread, and processes for more. It prints a hyphen at a line end as U+FFFE and drops the line end.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.version import PDFIUM_INFO

from imrparse.errors import DamagedPdf, PasswordNeeded
from imrparse.reading.pages import Box
from imrparse.reading.scans import Drawn, PictureOnPage, can_hold_text, is_suspect

if TYPE_CHECKING:
    from PIL.Image import Image

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
        self._drawn: dict[int, Drawn] = {}

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
        """The page `number` (the first is 0), laid out as text until `release`, or until many others are."""
        if number not in self._text_pages:
            if len(self._text_pages) > PAGES_HELD:
                self.release(next(iter(self._text_pages)))
            try:
                self._text_pages[number] = self.document()[number].get_textpage()
            except pypdfium2.PdfiumError as error:
                reason = f"page {number + 1} of the PDF cannot be read ({_first_line(error)})"
                raise DamagedPdf(f"{reason}: download it again") from None
        return self._text_pages[number]

    def drawn(self, number: int) -> Drawn:
        """What stands on the page `number` beside text."""
        if number not in self._drawn:
            self._drawn[number] = self._look(number)
        return self._drawn[number]

    def _look(self, number: int) -> Drawn:
        page = self.text_page(number).page
        width, height = page.get_size()
        kinds = [
            pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index))
            for index in range(pdfium.FPDFPage_CountObjects(page))
        ]
        if pdfium.FPDF_PAGEOBJ_IMAGE not in kinds and pdfium.FPDF_PAGEOBJ_FORM not in kinds:
            return Drawn([], kinds.count(pdfium.FPDF_PAGEOBJ_PATH), width, height, len(kinds))
        # The page's own left, bottom corner need not be 0, 0; turned pages are measured as they are shown.
        left, bottom, right, top = page.get_bbox()
        pictures: list[PictureOnPage] = []
        paths = 0
        for entry in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH)):
            if entry.type == pdfium.FPDF_PAGEOBJ_PATH:
                paths += 1
                continue
            x0, y0, x1, y1 = _bounds(entry)
            box = Box(max(x0, left) - left, top - min(y1, top), min(x1, right) - left, top - max(y0, bottom))
            if box.left < box.right and box.top < box.bottom:
                pictures.append(PictureOnPage(_as_shown(box, page.get_rotation(), width, height), entry.get_px_size()))
        return Drawn(pictures, paths, width, height, len(kinds))

    def picture(self, number: int, scale: float) -> Image:
        """The page `number` as it is shown, in grey, with `scale` pixels to the point."""
        bitmap = self.text_page(number).page.render(scale=scale, grayscale=True)
        picture = bitmap.to_pil().convert("L").copy()
        bitmap.close()
        return picture

    def release(self, number: int | None = None) -> None:
        """Close the page `number`, or the whole document: left to the garbage collector, it costs more time."""
        for held in list(self._text_pages) if number is None else [number] if number in self._text_pages else []:
            text_page = self._text_pages.pop(held)
            text_page.close()
            text_page.page.close()
        if number is None and self._document is not None:
            self._document.close()
            self._document = None


class PdfiumPage:
    """A page's text. The places of its characters are asked of pdfium when somebody wants them."""

    def __init__(self, file: PdfiumFile, number: int) -> None:
        self.file = file
        self._number = number
        text_page = file.text_page(number)
        self.text: str = text_page.get_text_range()
        self._height = text_page.page.get_height()
        # The index into the text is not the index of the character on some pages (pypdfium2-team/pypdfium2#261).
        self._indices_agree = pdfium.FPDFText_CountChars(text_page) == len(self.text)
        if number >= PAGES_HELD:
            if is_suspect(self.text):
                file.drawn(number)  # while it is open: to open it again takes as long as its text did
            file.release(number)

    def boxes(self, start: int, end: int) -> list[Box | None]:
        """The box of each character of `text[start:end]`."""
        text_page = self.file.text_page(self._number)
        boxes = [_box(text_page.raw, index, self._height) for index in range(start, min(end, len(self.text)))]
        page = text_page.page
        left, _, _, top = page.get_bbox()
        rotation = page.get_rotation()
        if not left and top == self._height and not rotation:
            return boxes
        return [box and self._as_shown(box, left, top, rotation) for box in boxes]

    def _as_shown(self, box: Box, left: float, top: float, rotation: int) -> Box:
        """A box of a page whose corner is not 0, 0, or that is shown turned, in the shown page's points."""
        shift = top - self._height
        unturned = Box(box.left - left, box.top + shift, box.right - left, box.bottom + shift)
        return _as_shown(unturned, rotation, *self.file.text_page(self._number).page.get_size())

    def baseline(self, index: int) -> float | None:
        """How far the baseline of the character `text[index]` is from the page's top."""
        text_page = self.file.text_page(self._number).raw
        character = index if self._indices_agree else _character(text_page, index)
        if character is None or not pdfium.FPDFText_GetCharOrigin(text_page, character, _X, _Y):
            return None
        return float(self._height - _Y.value)

    @property
    def ocr(self) -> bool:
        """The text was read as text."""
        return False

    def confidence(self, start: int, end: int) -> float | None:  # noqa: ARG002
        """No word was read by OCR."""
        return None

    def has_pictures(self) -> bool:
        """Whether the page holds pictures or drawings that text could stand in."""
        return can_hold_text(self.file.drawn(self._number))

    def is_empty(self) -> bool:
        """Whether nothing at all is on the page."""
        return self.file.drawn(self._number).objects == 0

    def release(self) -> None:
        """Close the file until somebody asks for a place."""
        self.file.release()


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


_X, _Y = ctypes.c_double(), ctypes.c_double()
"""Where pdfium writes the origin of a character: a letter asks for some fourteen."""


def _character(text_page: pdfium.FPDF_TEXTPAGE, index: int) -> int | None:
    """Pdfium's number of the character at `index` of the page's text.

    The two differ on some pages (pypdfium2-team/pypdfium2#261), and a character that pdfium added has no place.
    """
    character: int = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, index)
    return None if character < 0 or pdfium.FPDFText_IsGenerated(text_page, character) == 1 else character


def _box(text_page: pdfium.FPDF_TEXTPAGE, index: int, height: float) -> Box | None:
    character = _character(text_page, index)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if character is None or not pdfium.FPDFText_GetCharBox(text_page, character, left, right, bottom, top):
        return None
    return Box(left.value, height - top.value, right.value, height - bottom.value)


def _bounds(entry: pypdfium2.PdfObject) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of an object in the page's units, also of one inside a form object."""
    bounds = entry.get_bounds()
    form = getattr(entry, "container", None)  # pypdfium2 before 5.4 does not say
    while form is not None:
        bounds = form.get_matrix().on_rect(*bounds)
        form = form.container
    return bounds  # type: ignore[no-any-return]


def _as_shown(box: Box, rotation: int, width: float, height: float) -> Box:
    """A rectangle of a page that is shown turned clockwise by `rotation` degrees, in the shown page's points."""
    left, top, right, bottom = box
    if rotation == 90:
        return Box(width - bottom, left, width - top, right)
    if rotation == 180:
        return Box(width - right, height - bottom, width - left, height - top)
    if rotation == 270:
        return Box(top, height - right, bottom, height - left)
    return box


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
