"""Making the picture of a page fit to be read: paper evened to white, grain smoothed away."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

PATCH = 8
"""Pixels of the side of a patch of paper, of which the lightest around is taken for the paper's white."""

GRAIN = 0.0035
"""Lone dark pixels, as a share of all, from which a page is smoothed. Real letters rendered at 150 to 300 dots to the
inch have 0.0024 at most, pages of the samples with one pixel in a hundred flipped 0.0048. Smoothing took the wrong
characters of two such pages from 2 % more than on clean paper to none more; on six clean real pages it would raise them
from 3 to 10 in 16,381."""

DARK, LIGHT = 190, 205
"""A pixel darker than the one in surroundings lighter than the other stands alone."""


def retouched(picture: Image) -> Image:
    """The grey picture with white paper, smoothed where it is grainy."""
    from PIL.ImageFilter import GaussianBlur

    evened = _evened(picture)
    return evened.filter(GaussianBlur(1)) if grain(evened) >= GRAIN else evened


def grain(picture: Image) -> float:
    """The share of a grey picture's pixels that are dark alone: of speckles and noise, not of type.

    A frame around the page, where scanners leave shadows, does not count.
    """
    from PIL import ImageChops
    from PIL.ImageFilter import BoxBlur

    width, height = picture.size
    middle = picture.crop((width // 8, height // 8, width - width // 8, height - height // 8))
    dark = middle.point([255 if level < DARK else 0 for level in range(256)])
    light_around = middle.filter(BoxBlur(1)).point([255 if level > LIGHT else 0 for level in range(256)])
    alone = ImageChops.darker(dark, light_around).histogram()[255]
    return float(alone / max(1, middle.width * middle.height))


def _evened(picture: Image) -> Image:
    """The picture with shades of the paper, as a fold or a lamp leaves them, taken away."""
    from PIL import ImageChops, ImageOps
    from PIL.Image import Resampling
    from PIL.ImageFilter import GaussianBlur, MaxFilter

    paper = picture.reduce(PATCH).filter(MaxFilter(5)).filter(GaussianBlur(6))
    return ImageOps.invert(ImageChops.subtract(paper.resize(picture.size, Resampling.BILINEAR), picture))
