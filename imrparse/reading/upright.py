"""Setting a scanned page upright: which way it was turned, and by how much it is askew.

Both are seen in the profile of a page: lines of text make its rows alternate between dark and light, most of all
when they run along the rows. Only Pillow is needed, on a picture made small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from imrparse.reading.pages import Box

if TYPE_CHECKING:
    from PIL.Image import Image

SMALL = 800
"""Pixels of the longer side of the picture that is measured: lines of 12 points are still five pixels of ink apart."""

SHARP = 320
"""Of the picture in which the angle is first sought."""

MOST_SKEW = 7.5
"""Degrees to either side in which a skew is sought. Feeders and flatbeds stay below five."""

LEAST_SKEW = 0.25
"""Degrees below which a page is left as it is: turning blurs it, and Tesseract follows such lines by itself."""


class Placement(NamedTuple):
    """How an upright picture lies on the page that it was made from."""

    angle: float
    """Degrees by which the page was turned counterclockwise to stand upright."""
    width: float
    """Of the page, in points."""
    height: float
    upright_width: float
    """Of the upright picture, in points."""
    upright_height: float

    def on_page(self, box: Box) -> Box:
        """The rectangle on the page around `box` of the upright picture."""
        if not self.angle:
            return box
        sine, cosine = math.sin(math.radians(self.angle)), math.cos(math.radians(self.angle))
        points = []
        for x, y in ((box.left, box.top), (box.right, box.top), (box.left, box.bottom), (box.right, box.bottom)):
            right, down = x - self.upright_width / 2, y - self.upright_height / 2
            points.append((right * cosine - down * sine, right * sine + down * cosine))
        across, along = zip(*points, strict=True)
        x, y = self.width / 2, self.height / 2
        return Box(x + min(across), y + min(along), x + max(across), y + max(along))


def turned(picture: Image, angle: float) -> Image:
    """The grey picture turned counterclockwise by `angle` degrees, made larger to hold its corners."""
    from PIL.Image import Resampling

    return picture.rotate(angle, resample=Resampling.BICUBIC, expand=True, fillcolor=255) if angle else picture


def tilt(picture: Image) -> float:
    """Degrees by which the grey picture must be turned counterclockwise for its lines to run level, top or foot up.

    They are near 0, or near 90 for a page that lies on its side; exactly 0 or 90 where it is not askew.
    """
    coarse, fine = _ink(picture, SHARP), _ink(picture, SMALL)
    level, sharpness = _sharpest(coarse, _steps(0, MOST_SKEW, 0.5))
    upended, of_upended = _sharpest(coarse.rotate(90, expand=True), _steps(0, MOST_SKEW, 0.5))
    turn = 0 if sharpness >= of_upended else 90
    fine = fine.rotate(turn, expand=True)
    angle, _ = _sharpest(fine, _steps(upended if turn else level, 0.5, 0.25))
    angle, _ = _sharpest(fine, _steps(angle, 0.2, 0.1))
    return turn + (angle if abs(angle) >= LEAST_SKEW else 0.0)


def _sharpest(ink: Image, angles: Sequence[float]) -> tuple[float, int]:
    """The angle by which the picture must be turned for its lines to be sharpest, and how sharp they are then."""
    return max(((angle, _sharpness(ink, angle)) for angle in angles), key=itemgetter(1))


def _steps(middle: float, most: float, step: float) -> list[float]:
    """Angles from `middle - most` to `middle + most`, those nearest to `middle` first."""
    count = round(most / step)
    return sorted(
        (middle + number * step for number in range(-count, count + 1)), key=lambda angle: abs(angle - middle)
    )


def _ink(picture: Image, longest: int) -> Image:
    """The picture made small, as ink: 255 where it is black, 0 where it is white."""
    from PIL import ImageOps
    from PIL.Image import Resampling

    share = longest / max(picture.size)
    if share < 1:
        size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
        picture = picture.resize(size, Resampling.BOX)
    return ImageOps.invert(picture)


def _sharpness(ink: Image, angle: float) -> int:
    """How much neighbouring rows of the picture differ in their ink when it is turned by `angle`."""
    from PIL.Image import Resampling

    # A narrow frame leaves out the edges of the sheet, which a scanner shows as dark bars.
    turned = ink.rotate(angle, resample=Resampling.BILINEAR)
    across, along = round(turned.width * 0.06), round(turned.height * 0.06)
    framed = turned.crop((across, along, turned.width - across, turned.height - along))
    rows = framed.resize((1, framed.height), Resampling.BOX).tobytes()
    return sum((below - above) ** 2 for above, below in pairwise(rows))
