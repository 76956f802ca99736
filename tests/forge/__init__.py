"""The letter forge: random, complete records printed as letters, with the truth beside them.

It shares no patterns and no vocabulary with the parser, and imports it only to compare and to measure
(`comparing`, `campaign`, `scans`).
"""

from __future__ import annotations

from typing import NamedTuple

from tests.forge.blocks import Printed
from tests.forge.chooser import Chooser
from tests.forge.printing import print_letter
from tests.forge.shapes import SHAPES
from tests.forge.truth import FORMS, Truth, make_truth

__all__ = ["FORMS", "SHAPES", "Forged", "forge"]


class Forged(NamedTuple):
    """A letter with its truth."""

    form: str
    shape: str
    truth: Truth
    printed: Printed
    text: str


def forge(chooser: Chooser, form: str, shape: str) -> Forged:
    """A letter on the form `form` as text in the shape `shape`."""
    truth = make_truth(chooser, form)
    printed = print_letter(chooser, truth)
    return Forged(form, shape, truth, printed, SHAPES[shape](chooser, printed))
