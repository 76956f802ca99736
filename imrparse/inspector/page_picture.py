"""A page as it looks, with a frame around the words of each value."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from imrparse.errors import ImrparseError
from imrparse.inspector.opened import Opened
from imrparse.outline import Node
from imrparse.pipeline import ParsedLetter, release
from imrparse.reading import Box, Document
from imrparse.run import bytes_of_input
from imrparse.terminal.palette import LIGHT
from imrparse.terms import Kind

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 2.0
"""Pixels to the point: 144 dots to the inch, on which 10 point type is read with ease."""

MARKER = "#ffe34d"
"""What lies over the words of the selected value, as of a marker pen: they stay as dark as they are."""

MARGIN = 1.0
"""Points between words and their frame."""


HAS_WORDS = re.compile(r"\w")
"""A comma between two values that stand in a third is not worth a frame."""


class NoPicture(ImrparseError):
    """The input's pages have no look of their own, or the file is no longer the one that was read."""

    code = "no_picture"


class Frame(NamedTuple):
    """A rectangle around words of one line."""

    box: Box
    kind: Kind
    selected: bool = False


def page_picture(opened: Opened, page: int, node: Node | None) -> Image:
    """The picture of a page (the first is 1) of the letter in colour, framed.

    To be called in the thread that reads.

    Raises:
        ImrparseError: there is no such picture, and why.
    """
    if not isinstance(opened.result, ParsedLetter) or opened.outline is None:
        raise NoPicture("there is no record whose places a picture could show")
    document = opened.result.document
    try:
        picture, scale = _bare(opened, document, page)
        reader = document.pages[page - 1]
        frames = [
            Frame(box, segment.node.kind)
            for segment in opened.outline.segments(page)
            if HAS_WORDS.search(reader.text, segment.start, segment.end)
            for box in merged(reader.boxes(segment.start, segment.end))
        ]
        if node is not None:
            places = [place for place in node.places if place.page == page]
            frames += [
                Frame(box, node.kind, selected=True)
                for place in places
                for box in merged(reader.boxes(place.start, place.end))
            ]
        return framed(picture, frames, scale)
    finally:
        release(document)


def _bare(opened: Opened, document: Document, page: int) -> tuple[Image, float]:
    """The page without frames, and its pixels to the point."""
    if document.kind not in ("pdf", "image"):
        raise NoPicture(f"pages of this kind of input ({document.kind}) have no look of their own")
    _, data = bytes_of_input(opened.source, opened.options)
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise NoPicture("the file has changed since it was read: open it again")
    if document.kind == "image":
        from imrparse.reading import pictures

        return pictures.frame(data, page - 1)
    from imrparse.reading.pdfium import PdfiumFile

    file = PdfiumFile(data)
    try:
        return file.picture(page - 1, SCALE), SCALE
    finally:
        file.release()


def merged(boxes: Iterable[Box | None]) -> list[Box]:
    """The boxes of characters joined to one for each line, also where a page is turned and lines run down."""
    placed = [box for box in boxes if box is not None and box.right > box.left and box.bottom > box.top]
    down = sum(abs(b.top - a.top) > abs(b.left - a.left) for a, b in itertools.pairwise(placed)) > (len(placed) - 1) / 2
    lines: list[Box] = []
    for box in placed:
        if lines and _on_one_line(lines[-1], box, down=down):
            line = lines[-1]
            lines[-1] = Box(
                min(line.left, box.left),
                min(line.top, box.top),
                max(line.right, box.right),
                max(line.bottom, box.bottom),
            )
        else:
            lines.append(box)
    return lines


def _on_one_line(line: Box, box: Box, *, down: bool) -> bool:
    """Whether the two share half of the lower one's height, or of the narrower one's width where lines run down."""
    if down:
        shared, least = min(line.right, box.right) - max(line.left, box.left), min(_width(line), _width(box))
    else:
        shared, least = min(line.bottom, box.bottom) - max(line.top, box.top), min(_height(line), _height(box))
    return shared > least / 2


def _width(box: Box) -> float:
    return box.right - box.left


def _height(box: Box) -> float:
    return box.bottom - box.top


def framed(picture: Image, frames: Sequence[Frame], scale: float) -> Image:
    """The picture in colour with the frames drawn; what is selected is marked as with a pen."""
    from PIL import Image as Images
    from PIL import ImageChops, ImageDraw

    placed = [(frame, _corners(frame.box, scale)) for frame in frames]
    marker = Images.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(marker)
    for frame, corners in placed:
        if frame.selected:
            pen.rectangle(corners, fill=MARKER)
    paper = ImageChops.multiply(picture.convert("RGB"), marker)
    draw = ImageDraw.Draw(paper)
    for frame, corners in placed:
        width = 1.5 if frame.selected else 0.5
        draw.rectangle(corners, outline=LIGHT[frame.kind], width=max(1, round(width * scale)))
    return paper


def _corners(box: Box, scale: float) -> list[float]:
    return [
        (box.left - MARGIN) * scale,
        (box.top - MARGIN) * scale,
        (box.right + MARGIN) * scale,
        (box.bottom + MARGIN) * scale,
    ]
