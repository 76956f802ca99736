"""Reader of PDFs by pdfplumber: a second opinion, some forty times slower than pdfium."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from imrparse.errors import DamagedPdf, PasswordNeeded
from imrparse.reading.pages import Box
from imrparse.reading.scans import Drawn, PictureOnPage, can_hold_text


@dataclass(frozen=True, slots=True)
class PlumberPage:
    """A page's text with the place of each character (`None` for spaces and line ends that layout added)."""

    text: str
    places: list[Box | None] = field(repr=False, compare=False)
    pictures: bool
    empty: bool

    def boxes(self, start: int, end: int) -> list[Box | None]:
        """The box of each character of `text[start:end]`."""
        return self.places[start:end]

    def baseline(self, index: int) -> float | None:
        """The lower edge of the character, a fixed distance below its baseline in any one font."""
        place = self.places[index]
        return place.bottom if place else None

    @property
    def ocr(self) -> bool:
        """The text was read as text."""
        return False

    def confidence(self, start: int, end: int) -> float | None:  # noqa: ARG002
        """No word was read by OCR."""
        return None

    def has_pictures(self) -> bool:
        """Whether the page holds pictures or drawings that text could stand in."""
        return self.pictures

    def is_empty(self) -> bool:
        """Whether nothing at all is on the page."""
        return self.empty

    def release(self) -> None:
        """Nothing is held open."""


def engine() -> str:
    """Name and version of the reader."""
    import pdfplumber

    return f"pdfplumber {pdfplumber.__version__}"


def read_pages(data: bytes) -> list[PlumberPage]:
    """The pages of the PDF `data`.

    Raises:
        PasswordNeeded: the PDF opens only with a password.
        DamagedPdf: pdfplumber cannot read it.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return [_read_page(page) for page in document.pages]
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise PasswordNeeded(
                "the PDF needs a password: save a copy without one (open it, then print or export it to PDF)"
            ) from None
        raise _damaged(error) from None
    except Exception as error:  # pdfminer raises anything from KeyError to RecursionError on damaged files
        raise _damaged(error) from None


def _read_page(page: Any) -> PlumberPage:
    text_map = page.get_textmap()
    characters: list[str] = []
    places: list[Box | None] = []
    for text, origin in text_map.tuples:
        box = Box(origin["x0"], origin["top"], origin["x1"], origin["bottom"]) if origin else None
        characters.append(text)
        places.extend([box] * len(text))
    left, top, *_ = page.bbox
    boxes = [Box(each["x0"] - left, each["top"] - top, each["x1"] - left, each["bottom"] - top) for each in page.images]
    paths = len(page.curves) + len(page.rects) + len(page.lines)
    objects = len(page.chars) + len(page.images) + paths
    pictures = [PictureOnPage(box, (0, 0)) for box in boxes]
    drawn = Drawn(pictures, paths, float(page.width), float(page.height), objects)
    page.close()  # its caches grow over a document otherwise (jsvine/pdfplumber#193)
    return PlumberPage("".join(characters), places, can_hold_text(drawn), objects == 0)


def _damaged(error: Exception) -> DamagedPdf:
    return DamagedPdf(
        f"the PDF cannot be read by pdfplumber ({type(error).__name__}): try --engine pdfium, or download it again"
    )
