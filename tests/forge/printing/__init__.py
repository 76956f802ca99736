"""The forms, a module each: truth in, blocks out. Wording of the form's own sentences varies as real letters vary."""

from __future__ import annotations

from tests.forge.blocks import Printed
from tests.forge.chooser import Chooser
from tests.forge.printing import fdl_2013, fdl_2014, fdl_2015, mpr_2013, notice_2013
from tests.forge.truth import Truth

PRINTERS = {
    "mpr-2013": mpr_2013.blocks,
    "notice-2013": notice_2013.blocks,
    "fdl-2013": fdl_2013.blocks,
    "fdl-2014": fdl_2014.blocks,
    "fdl-2015": fdl_2015.blocks,
}


def print_letter(chooser: Chooser, truth: Truth) -> Printed:
    """The letter that says `truth`, on the form that it names."""
    return PRINTERS[truth["form"]](chooser, truth)
