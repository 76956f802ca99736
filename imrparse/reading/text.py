"""Reader of text: bytes in the encodings that letters come in, form feeds as page breaks."""

from __future__ import annotations

from dataclasses import dataclass

from imrparse.errors import UndecodableText
from imrparse.reading.pages import Box

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

HOW_TO_MEND = "save it as UTF-8 text, or pass the PDF itself"


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of a text: the characters between two form feeds."""

    text: str

    def boxes(self, start: int, end: int) -> list[Box | None]:
        """Text has no place on a page: `None` for each character."""
        return [None] * max(0, min(end, len(self.text)) - start)

    def baseline(self, index: int) -> float | None:  # noqa: ARG002
        """Text has no place on a page."""
        return None

    @property
    def ocr(self) -> bool:
        """The text was read as text."""
        return False

    def confidence(self, start: int, end: int) -> float | None:  # noqa: ARG002
        """No word was read by OCR."""
        return None

    def has_pictures(self) -> bool:
        """Text has no pictures."""
        return False

    def is_empty(self) -> bool:
        """Text has no data that could be damaged without a trace."""
        return False

    def release(self) -> None:
        """Nothing is held open."""


def decode(data: bytes) -> str:
    """The characters of `data`: by its byte order mark, else as UTF-8, UTF-16 or Windows-1252, in this order.

    Raises:
        UndecodableText: none of them fits, or what comes out holds NUL characters, as binary data does.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and "\0" not in text:
        return text
    if b"\0" in data:
        return _strict(data, _byte_order_of(data))
    return _strict(data, "cp1252")


def pages_of(text: str) -> list[TextPage]:
    """The pages of `text`; a form feed at the very end, as pdftotext prints it, ends the last page."""
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return [TextPage(page) for page in pages]


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UndecodableText(f"the bytes are no UTF-8, UTF-16 or Windows-1252 text: {HOW_TO_MEND}") from None
    if "\0" in text:
        raise UndecodableText(f"the bytes are binary data, not text: {HOW_TO_MEND}")
    return text


def _byte_order_of(data: bytes) -> str:
    # Latin letters in UTF-16 have a zero as their high byte: first in big-endian, second in little-endian order.
    return "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"
