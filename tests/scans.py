"""Scans made for tests: pages of the samples as pictures, turned, askew, faxed, inside PDFs."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from typing import NamedTuple

import fpdf
import pypdfium2
from PIL import Image

from tests.conftest import ROOT

WHOLE = (0.0, 0.0, 612.0, 792.0)


@functools.cache
def pages(sample: str, dots: int = 200) -> tuple[Image.Image, ...]:
    """The pages of a sample as a scanner gives them, `dots` to the inch."""
    with pypdfium2.PdfDocument(ROOT / "samples" / f"{sample}.pdf") as document:
        return tuple(page.render(scale=dots / 72, grayscale=True).to_pil().convert("L") for page in document)


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    """As if the sheet had gone in turned counterclockwise."""
    return picture.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def speckled(picture: Image.Image, share: float) -> Image.Image:
    """With dark grains on the paper: one pixel in `1 / share`."""
    # Noise of Gauss's curve with spread 50 is below 24 in one of a hundred pixels.
    noise = Image.effect_noise(picture.size, 50 * share / 0.01)
    grains = noise.point([0 if level < 12 else 255 for level in range(256)])
    out = picture.copy()
    out.paste(0, mask=grains.point([255 - level for level in range(256)]))
    return out


class Sheet(NamedTuple):
    """A page of a PDF: a picture, where it lies in points, and lines of text with the places of their baselines."""

    picture: Image.Image | None = None
    place: tuple[float, float, float, float] = WHOLE
    """Left, top, width and height."""
    lines: Sequence[tuple[float, float, str]] = ()
    hidden: bool = False
    """Whether the text is there to be copied, not to be seen, as OCR puts it over a scan."""


def pdf_of(*sheets: Sheet) -> bytes:
    pdf = fpdf.FPDF(unit="pt", format="letter")
    pdf.set_auto_page_break(False)
    pdf.set_font("Times", size=12)
    for sheet in sheets:
        pdf.add_page()
        if sheet.picture is not None:
            pdf.image(sheet.picture, *sheet.place)
        with pdf.local_context(text_mode="INVISIBLE" if sheet.hidden else "FILL"):
            for left, low, line in sheet.lines:
                pdf.text(left, low, line)
    return bytes(pdf.output())


def tiff_of(*pictures: Image.Image, dots: tuple[int, int] = (200, 200)) -> bytes:
    """The pages in one file, as a fax server delivers them."""
    stream = io.BytesIO()
    first, *others = (picture.convert("1") for picture in pictures)
    first.save(stream, "TIFF", save_all=True, append_images=others, dpi=dots, compression="group4")
    return stream.getvalue()


def png_of(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
