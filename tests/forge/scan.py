"""A PDF as a scan or fax of itself: pages of pictures, without any text."""

from __future__ import annotations

import io
import random
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

from tests.forge.chooser import Chooser

DPI = 200


class Scanner(NamedTuple):
    """What becomes of a page: degrees of skew, a turn in steps of 90 degrees, specks in parts of a thousand, blur in
    pixels, lines that a fax machine drew, and whether pixels are black or white only."""

    skew: float = 0.0
    turn: int = 0
    specks: int = 0
    blur: float = 0.0
    fax_lines: int = 0
    black_and_white: bool = False
    seed: int = 0

    @property
    def clean(self) -> bool:
        return self._replace(black_and_white=False, seed=0) == Scanner()


CLEAN = Scanner()


def a_scanner(chooser: Chooser) -> Scanner:
    """Half of the scanners only skew a little; the others turn, speckle, blur or draw lines as well."""
    skew = chooser.integer(-20, 20) / 10
    if chooser.chance(0.5):
        return Scanner(skew=skew, black_and_white=chooser.chance(0.3))
    return Scanner(
        skew=skew,
        turn=chooser.one_of((0, 0, 90, 180, 270)),
        specks=chooser.one_of((0, 1, 3)),
        blur=chooser.one_of((0.0, 0.6, 1.0)),
        fax_lines=chooser.one_of((0, 0, 1, 3)),
        black_and_white=chooser.chance(0.5),
        seed=chooser.integer(0, 2**31),
    )


def scanned(pdf: bytes, scanner: Scanner = CLEAN, dpi: int = DPI) -> bytes:
    """A PDF of pictures of the pages of `pdf`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        generator = random.Random(scanner.seed)  # noqa: S311
        pictures = [_picture(page, scanner, dpi, generator) for page in document]
    finally:
        document.close()
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return out.getvalue()


def _picture(page: pypdfium2.PdfPage, scanner: Scanner, dpi: int, generator: random.Random) -> Image.Image:
    picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    if scanner.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(scanner.blur))
    if scanner.skew:
        picture = picture.rotate(scanner.skew, Image.Resampling.BILINEAR, fillcolor=255)
    if scanner.specks:
        _speckle(picture, scanner.specks, generator)
    for _ in range(scanner.fax_lines):
        height = generator.randrange(picture.height)
        ImageDraw.Draw(picture).line((0, height, picture.width, height), fill=0, width=1)
    if scanner.turn:
        picture = picture.rotate(scanner.turn, expand=True)
    return picture.convert("1", dither=Image.Dither.NONE) if scanner.black_and_white else picture


def _speckle(picture: Image.Image, thousandths: int, generator: random.Random) -> None:
    """Salt and pepper: that part of the pixels becomes black or white."""
    pixels = picture.width * picture.height
    specks = [
        (generator.randrange(picture.width), generator.randrange(picture.height))
        for _ in range(pixels * thousandths // 1000)
    ]
    drawing = ImageDraw.Draw(picture)
    drawing.point(specks[::2], fill=0)
    drawing.point(specks[1::2], fill=255)
