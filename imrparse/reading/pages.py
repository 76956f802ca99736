"""What every reader returns: a document, as pages of text that can tell where on the page they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

Kind = Literal["pdf", "text", "html", "docx", "image"]


class Box(NamedTuple):
    """A rectangle on a page, in points (1/72 inch) from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Page(Protocol):
    """One page of a document."""

    @property
    def text(self) -> str:
        """The page's text as the reader gives it; spans of the evidence index into it."""

    def boxes(self, start: int, end: int) -> list[Box | None]:
        """The box of each character of `text[start:end]`.

        `None` where a character has no place on a page: in text files, and the line ends that a reader inserts.
        """

    def baseline(self, index: int) -> float | None:
        """How far below the page's top, in points, the line of the character `text[index]` stands.

        `None` where it has no place on a page.
        """

    @property
    def ocr(self) -> bool:
        """Whether any of the text was read by OCR."""

    def confidence(self, start: int, end: int) -> float | None:
        """The least OCR confidence, from 0 to 1, of the words in `text[start:end]`.

        `None` where none of them was read by OCR.
        """

    def has_pictures(self) -> bool:
        """Whether pictures or drawings that text could stand in are on the page: more than a logo or a rule."""

    def is_empty(self) -> bool:
        """Whether nothing at all is on the page: one that was printed blank has its blanks, a damaged one nothing."""

    def release(self) -> None:
        """Give back what the reader holds open; asking for places afterwards is slower, not wrong."""


@dataclass(frozen=True, slots=True)
class Document:
    """The pages of one input, with where they came from."""

    path: str
    sha256: str
    kind: Kind
    engine: str
    pages: Sequence[Page]
    unread: Mapping[int, str] = field(default_factory=dict)
    """Of pages (the first is 1) with a picture that OCR should have read: why it did not."""
