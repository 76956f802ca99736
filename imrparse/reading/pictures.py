"""Reader of pictures: a scan saved as PNG or JPEG, and the TIFF of many pages that a fax server delivers.

Every page is read by OCR. The pages of a TIFF are opened one at a time.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from imrparse.errors import DamagedDocument
from imrparse.reading.pages import Page
from imrparse.reading.scans import LONG_SIDE

if TYPE_CHECKING:
    from PIL.Image import Image

MARKS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",  # JPEG
    b"II*\x00",  # TIFF in either order of bytes, and its larger kind
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
)
"""How the files begin."""

FORMATS = ("PNG", "JPEG", "TIFF")
MAX_PIXELS = 89_478_485
"""Pixels of one page: Pillow's own limit against files that unfold to more than memory holds. A letter sheet at 900
dots to the inch has 76 million."""

LONG_SIDE_POINTS = 792.0
"""Points of a letter sheet's long side: the size of a picture that does not say how large it is."""

LIKELY_DOTS = range(60, 1300)
"""Dots to the inch that scanners and fax machines write into their files; screenshots and cameras write 72 or 1."""


class Pictures(NamedTuple):
    """The pages of a file of pictures."""

    pages: list[Page]
    engine: str
    unread: Mapping[int, str]
    """Of pages (the first is 1) that could not be read: why."""


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as a picture does."""
    return data.startswith(MARKS)


def read_pages(data: bytes, before_ocr: Callable[[], None] | None = None) -> Pictures:
    """The pages of the picture `data`, read by OCR; before each `before_ocr` is called.

    Raises:
        OcrMissing: Tesseract or Pillow is not installed.
        DamagedDocument: the bytes are no whole picture, or one with more than `MAX_PIXELS`.
    """
    from imrparse.reading import ocr, tesseract
    from imrparse.reading.text import TextPage

    tesseract.require()
    pages: list[Page] = []
    unread: dict[int, str] = {}
    for picture, width, height in _frames(data):
        if before_ocr:
            before_ocr()
        try:
            pages.append(ocr.page_of(ocr.read_picture(picture, width, height)))
        except tesseract.TesseractFailed as error:
            pages.append(TextPage(""))
            unread[len(pages)] = str(error)
    return Pictures(pages, tesseract.engine(), unread)


def frame(data: bytes, number: int) -> tuple[Image, float]:
    """The page `number` (the first is 0) in grey, and its pixels to the point.

    Raises:
        DamagedDocument: the bytes are no whole picture, or have no such page.
    """
    for place, (picture, width, _) in enumerate(_frames(data)):
        if place == number:
            return picture, picture.width / width
    raise DamagedDocument(f"the picture has no page {number + 1}")


def _frames(data: bytes) -> Iterator[tuple[Image, float, float]]:
    """The pages one by one: in grey, made fit for OCR, with width and height in points."""
    from PIL import Image, ImageOps, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # told apart below, by an error
            file = Image.open(io.BytesIO(data), formats=FORMATS)
        for frame in ImageSequence.Iterator(file):
            if frame.width * frame.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            across, down = _dots(frame)
            upright = ImageOps.exif_transpose(frame)  # a camera notes how it was held
            if upright.size != frame.size:
                across, down = down, across
            picture = _grey(upright)
            yield _fit(picture, across, down), picture.width * 72 / across, picture.height * 72 / down
    except Image.DecompressionBombError:
        message = f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels: scan it at 300 dots to the inch"
        raise DamagedDocument(message) from None
    except Exception as error:  # Pillow raises anything from OSError to struct.error on damaged files
        from imrparse.errors import ImrparseError

        if isinstance(error, ImrparseError):
            raise
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DamagedDocument(f"the picture is damaged ({reason}): download or scan it again") from None


def _grey(picture: Image) -> Image:
    """The picture in grey, what is transparent as white paper."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture)
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits a pixel, which Pillow would cut off at 255
        picture = picture.convert("F").point(lambda level: level / 257)
    return picture.convert("L")


def _dots(frame: Image) -> tuple[float, float]:
    """Dots to the inch across and down: as the file says, else as if its long side were a sheet's."""
    stated = frame.info.get("dpi")
    try:
        across, down = (float(dots) for dots in stated)
    except (TypeError, ValueError, ZeroDivisionError):
        across = down = 0.0
    if round(across) in LIKELY_DOTS and round(down) in LIKELY_DOTS and max(frame.size) / max(across, down) < 20:
        return across, down
    likely = max(frame.size) * 72 / LONG_SIDE_POINTS
    return likely, likely


def _fit(picture: Image, across: float, down: float) -> Image:
    """The picture with as many dots across as down (a fax has half as many down), its long side within `LONG_SIDE`."""
    from PIL.Image import Resampling

    finer = max(across, down)
    width, height = picture.width * finer / across, picture.height * finer / down
    least, most = LONG_SIDE
    longest = max(width, height)
    scale = min(max(longest, least), most) / longest
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return picture if size == picture.size else picture.resize(size, Resampling.BICUBIC)
