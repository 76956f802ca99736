"""Which pages of a PDF are read by OCR, and how what OCR reads joins the text that a page has of its own.

Ordinary letters pay next to nothing: the pictures of a page are looked at only where it has few characters or none
of English's commonest words, or where the file holds a picture large enough to be a scan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from imrparse.errors import OcrMissing
from imrparse.patterns import Pattern
from imrparse.reading.pages import Box, Page

if TYPE_CHECKING:
    from PIL.Image import Image

    from imrparse.reading import Ocr
    from imrparse.reading.pdfium import PdfiumFile

Need = Literal["whole", "rest"]
"""Of a page: all of it is read by OCR, its own text set aside; or what stands where its own text does not."""

PICTURE_SHARE = 0.1
"""The share of a page that its pictures cover from which they may hold lines of the letter. The pictures of 295 pages
of real letters, logos all, cover 0.8 % at most; a letterhead one inch high across the whole sheet covers 9 %."""

ALONE_SHARE = 0.02
"""The same for a page without text: a signature of 2.5 by 0.7 inches covers 1.9 %."""

ALONE_PATHS = 50
"""Drawn shapes on a page without text from which they may be letters in outline. Frames and rules are fewer."""

WHOLE_SHARE = 0.5
"""The share from which a page is a scanned sheet, so that what text it has was added by somebody's scanner or OCR."""

FEW_CHARACTERS = 600
"""A page with fewer is looked at whatever the file holds. Full pages of the real letters have 2,400 to 3,600."""

SCAN_WIDTH = 450
"""Pixels of a picture across from which it can be a scan to be read: a column of 6 inches at 75 dots to the inch. The
real letters' logo has 376."""

LEAST_INK = 250
"""Inked cells (`CELL`) that no text covers from which lines may be missing: two lines. A line of 12 points across the
page inks some 130; on scans over which OCR has laid its text, the rules of the header block leave 95 to 137."""

WORDS_INK = 10
"""Inked cells of a page on which OCR found no words from which there may be some: a word inks that many."""

CELL = 6
"""Points of a cell's side, half the height of a line."""

INKED = 26
"""Mean darkness (of 255) of an inked cell: type covers a fifth of its line, the grey of a scanned sheet is cut off."""

LONG_SIDE = (2200, 3300)
"""Pixels of the long side between which a page is read: 200 and 300 dots to the inch of a letter sheet. Real letters
rendered at 200 dots: 0.995 of the characters right at 1.4 s a page; enlarged to 300: 0.992 at 1.9 s; at 400: 0.992
at 2.5 s. Rendered at 300: 0.995 at 1.8 s."""

COMMON_WORDS = Pattern(
    r"\b (?: the|of|and|to|in|is|for|was|with|that|this|on|are|be|not|or|as|by|has|date|medical ) \b", bounded=True
)
"""The commonest words of English and of letters, in lower case: a third of the words of any of the real ones."""

LEAST_COMMON = 0.04
"""The share of them below which a scanned sheet's text is no English. Lists of documents have a tenth."""

JUDGED_WORDS = 20
"""A text of fewer words is not judged."""

LIKELY_WORD = re.compile(r"[(\"']*(?:[A-Z]?[a-z]*[aeiouy][a-z]*|[A-Z]+|[\d.,/:#%$-]+)(?:[-'][a-z]+)?[.,;:)\"'?!]*")
GARBLED_SHARE = 0.5
"""The share of words that look like words below which a text without any common word is garbled."""


class PictureOnPage(NamedTuple):
    """A picture on a page of a PDF."""

    box: Box
    pixels: tuple[int, int]
    """Across and down."""


class Drawn(NamedTuple):
    """What stands on a page beside text."""

    pictures: list[PictureOnPage]
    paths: int
    """Lines and shapes."""
    width: float
    """Of the page, in points."""
    height: float
    objects: int
    """All things on the page, words included."""

    @property
    def share(self) -> float:
        """Of the page that pictures cover; pictures laid over one another, as some scanners do, count once at most."""
        area = sum((box.right - box.left) * (box.bottom - box.top) for box, _ in self.pictures)
        return min(1.0, area / (self.width * self.height)) if self.width and self.height else 0.0


class Scanned(NamedTuple):
    """The pages of a PDF after OCR."""

    pages: Sequence[Page]
    engine: str | None
    """Of OCR, `None` where no page was read by it."""
    unread: Mapping[int, str]
    """Of pages (the first is 1) whose picture should have been read: why it was not."""
    missing: OcrMissing | None = None
    """What kept all of them from being read."""


def read_scans(
    data: bytes, pages: Sequence[Page], ocr: Ocr, before_ocr: Callable[[], None] | None = None, *, large: bool
) -> Scanned:
    """The pages of the PDF `data`, with what OCR reads of those that need it; before each `before_ocr` is called.

    A page that OCR cannot read stays as it is, and is told of in `unread`.

    Args:
        large: what `has_large_picture` says of the PDF.
    """
    if ocr == "never":
        return Scanned(pages, None, {})
    numbers = [number for number, page in enumerate(pages) if ocr == "always" or large or is_suspect(page.text)]
    if not numbers:
        return Scanned(pages, None, {})
    file = _file_of(data, pages)
    needs = {number: "whole" if ocr == "always" else need(file, number, pages[number]) for number in numbers}
    return _read(file, pages, {number: how for number, how in needs.items() if how}, before_ocr)


def _file_of(data: bytes, pages: Sequence[Page]) -> PdfiumFile:
    """The PDF, open in pdfium: as it was opened for its text, or anew where another reader gave that."""
    from imrparse.reading.pdfium import PdfiumFile, PdfiumPage

    first = pages[0]
    return first.file if isinstance(first, PdfiumPage) else PdfiumFile(data)


def need(file: PdfiumFile, number: int, page: Page) -> Need | None:
    """What of the page `number` (the first is 0) OCR should read."""
    drawn = file.drawn(number)
    if not page.text.strip():
        return "whole" if can_hold_text(drawn) else None
    if garbled(page.text):
        return "whole"
    if drawn.share < PICTURE_SHARE:
        return None
    if drawn.share >= WHOLE_SHARE and not is_english(page.text):
        return "whole"
    return "rest" if _ink_without_text(file, number, page, drawn) >= LEAST_INK else None


def can_hold_text(drawn: Drawn) -> bool:
    """Whether what is drawn on a page without text may be read: more than a logo, a rule or a signature."""
    return drawn.share >= ALONE_SHARE or drawn.paths >= ALONE_PATHS


def garbled(text: str) -> bool:
    """Whether a text is no text: a font that does not say what its letters are, or a failed OCR."""
    if COMMON_WORDS.search(text):
        return False
    words = text.split()
    likely = sum(1 for word in words if LIKELY_WORD.fullmatch(word))
    return len(words) >= JUDGED_WORDS and likely < GARBLED_SHARE * len(words)


def is_english(text: str) -> bool:
    """Whether a text has the share of common words that English has; a short text passes."""
    words = len(text.split())
    common = sum(1 for _ in COMMON_WORDS.finditer(text.lower()))
    return words < JUDGED_WORDS or common >= LEAST_COMMON * words


def is_suspect(text: str) -> bool:
    """Whether the pictures of a page of this text are worth a look whatever the file holds."""
    if len(text) < FEW_CHARACTERS:
        return True
    return " the " not in text and not COMMON_WORDS.search(text)  # the first look is the faster one


def has_large_picture(data: bytes) -> bool:
    """Whether the PDF holds a picture that is wide enough to be a scan.

    A picture's dictionary is never inside a compressed or encrypted part of the file (PDF 1.7, 7.5.7 and 7.6.1), so
    its width can be seen without opening the file.
    """
    at = data.find(b"/Width")
    while at >= 0:
        width = WIDTH.match(data, at)
        if width and (width[2] or int(width[1]) >= SCAN_WIDTH):
            return True
        at = data.find(b"/Width", at + 6)
    return False


WIDTH = re.compile(rb"/Width\s+(\d{1,9})(\s+\d+\s+R)?")
"""The width itself, or where it is written."""


def _read(
    file: PdfiumFile, pages: Sequence[Page], needs: Mapping[int, Need], before_ocr: Callable[[], None] | None
) -> Scanned:
    from imrparse.reading import tesseract
    from imrparse.reading.tesseract import TesseractFailed

    if not needs:
        return Scanned(pages, None, {})
    try:
        tesseract.require()
    except OcrMissing as error:
        return Scanned(pages, None, dict.fromkeys((number + 1 for number in needs), error.message), error)
    read = list(pages)
    unread: dict[int, str] = {}
    for number, how in needs.items():
        if before_ocr:
            before_ocr()
        try:
            read[number] = _read_page(file, number, pages[number], how)
        except TesseractFailed as error:
            unread[number + 1] = str(error)
        if not read[number].text.strip() and ink(file.picture(number, 1.0)) >= WORDS_INK:
            unread.setdefault(number + 1, "OCR found no words in it")
        file.release(number)
    done = any(page.ocr for page in read)
    return Scanned(read, tesseract.engine() if done else None, unread)


def _read_page(file: PdfiumFile, number: int, page: Page, how: Need) -> Page:
    from imrparse.reading import ocr

    drawn = file.drawn(number)
    reading = ocr.read_picture(file.picture(number, _scale(drawn)), drawn.width, drawn.height)
    if how == "rest":
        covered = _word_boxes(page)
        lines = list(ocr.without(reading, covered))
        return ocr.page_of(ocr.Reading(lines, reading.placement), page, _own_lines(page)) if lines else page
    return ocr.page_of(reading)


def _scale(drawn: Drawn) -> float:
    """Pixels a point at which a page is read: as many as its largest picture has, within `LONG_SIDE`."""
    longest = max(drawn.width, drawn.height, 1.0)
    own = 0.0
    if drawn.pictures:
        box, pixels = max(drawn.pictures, key=lambda picture: picture.pixels[0] * picture.pixels[1])
        own = max(pixels[0] / max(1.0, box.right - box.left), pixels[1] / max(1.0, box.bottom - box.top))
    least, most = LONG_SIDE
    return min(max(own, least / longest), most / longest)


def _ink_without_text(file: PdfiumFile, number: int, page: Page, drawn: Drawn) -> int:
    """Inked cells of the page's pictures where the page has no text of its own."""
    try:
        import PIL  # noqa: F401
    except ImportError:  # whether something is missing cannot be seen; that OCR could tell is what the warning says
        return LEAST_INK
    return uncovered_ink(file.picture(number, 1.0), _word_boxes(page), [box for box, _ in drawn.pictures])


def ink(picture: Image) -> int:
    """Inked cells (`CELL`) of a grey picture, one pixel a point."""
    return uncovered_ink(picture, [], [Box(0, 0, picture.width, picture.height)])


def uncovered_ink(picture: Image, covered: Sequence[Box], areas: Sequence[Box]) -> int:
    """Inked cells (`CELL`) of a grey picture, one pixel a point, inside `areas` and outside `covered`.

    The margins, where scanners leave dark bars, do not count.
    """
    from PIL import Image, ImageDraw

    mask = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(mask)
    edge_x, edge_y = picture.width * 0.03, picture.height * 0.03
    for box in areas:
        left, top = max(box.left, edge_x), max(box.top, edge_y)
        right, bottom = min(box.right, picture.width - edge_x), min(box.bottom, picture.height - edge_y)
        if left < right and top < bottom:
            draw.rectangle((left, top, right, bottom), fill=255)
    for box in covered:
        draw.rectangle((box.left - 2, box.top - 3, box.right + 2, box.bottom + 3), fill=0)
    dark = picture.point([255 - level if level < 160 else 0 for level in range(256)])
    cells = Image.composite(dark, Image.new("L", picture.size, 0), mask).reduce(CELL)
    return sum(cells.histogram()[INKED:])


def _word_boxes(page: Page) -> list[Box]:
    """One box for each word of the page's own text."""
    boxes: list[Box] = []
    places = page.boxes(0, len(page.text))
    for match in re.finditer(r"\S+", page.text):
        known = [place for place in places[match.start() : match.end()] if place]
        if known:
            lefts, tops, rights, bottoms = zip(*known, strict=True)
            boxes.append(Box(min(lefts), min(tops), max(rights), max(bottoms)))
    return boxes


def _own_lines(page: Page) -> list[tuple[float, int, int]]:
    """Of each line of the page's own text the baseline, and where it begins and ends; one without place follows on."""
    lines: list[tuple[float, int, int]] = []
    low = 0.0
    for match in re.finditer(r"[^\r\n]*\S", page.text):
        first = match.start() + len(match.group()) - len(match.group().lstrip())
        baseline = page.baseline(first)
        low = low if baseline is None else baseline
        lines.append((low, first, match.end()))
    return lines
