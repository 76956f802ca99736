"""`fdl-2015`: the Final Determination Letter since 2015, whose credentials are a list."""

from __future__ import annotations

from tests.forge.blocks import Block, Printed
from tests.forge.chooser import Chooser
from tests.forge.printing import fdl_2014
from tests.forge.printing.wording import LAWS, PRACTICE, SELECTED
from tests.forge.truth import Truth


def blocks(chooser: Chooser, truth: Truth) -> Printed:
    decided = truth["dates"]["decision"]
    name = "Maximus" if decided and decided >= "2018" and chooser.chance(0.5) else "MAXIMUS"
    sent = fdl_2014.SENT.replace("MAXIMUS", name)
    separator = chooser.one_of((", ", ","))
    credentials = [
        Block(
            "paragraph",
            f"{sent} {PRACTICE} The expert reviewer {SELECTED} disputed items/Service. {LAWS}",
            tight=True,
        ),
        Block("paragraph", "The Expert Reviewer has the following credentials:"),
        Block("paragraph", separator.join(truth["reviewer"]["licensure"]), "State(s) of Licensure: ", tight=True),
        Block("paragraph", ", ".join(truth["reviewer"]["specialties"]), "Certification(s)/Specialty: ", tight=True),
    ]
    return fdl_2014.letter(chooser, truth, credentials, name)
