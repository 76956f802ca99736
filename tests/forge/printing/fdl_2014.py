"""`fdl-2014`: the Final Determination Letter of 2014, whose credentials are prose."""

from __future__ import annotations

from typing import Any

from tests.forge.blocks import Block, Printed, heading, paragraphs, row
from tests.forge.chooser import Chooser
from tests.forge.printing.fdl_2013 import cover
from tests.forge.printing.wording import LAWS, NO_AFFILIATION, PRACTICE, SELECTED, SET_FORTH, certified, date
from tests.forge.truth import Truth

SENT = f"MAXIMUS Federal Services sent the complete case file to an expert reviewer. He/she {NO_AFFILIATION}"
SUMMARY_LEAD = (
    "The expert reviewer developed the following clinical case summary based on a review of the case file, including "
    "all medical records:"
)


def blocks(chooser: Chooser, truth: Truth) -> Printed:
    text = (
        f"{SENT} {certified(chooser, truth, 'The expert reviewer')} {PRACTICE} The expert reviewer {SELECTED} "
        f"disputed items/services. {LAWS}"
    )
    return letter(chooser, truth, [Block("paragraph", text, tight=True)], "MAXIMUS")


def letter(chooser: Chooser, truth: Truth, credentials: list[Block], name: str) -> Printed:
    """The parts that the forms of 2014 and 2015 share; `name` is the reviewing organization's."""
    number = truth["case_number"]
    return Printed(
        [
            *(cover(chooser, truth) if number and chooser.chance(0.15) else []),
            *header(chooser, truth),
            heading("HOW THE IMR FINAL DETERMINATION WAS MADE"),
            *credentials,
            heading("CLINICAL CASE SUMMARY"),
            Block("paragraph", SUMMARY_LEAD, tight=True),
            *paragraphs(truth["case_summary"]),
            heading("IMR ISSUES, DECISIONS AND RATIONALES"),
            Block("paragraph", SET_FORTH, tight=True),
            *(block for one in truth["disputed_items"] for block in item(one, name)),
        ],
        f"Final Determination Letter for IMR Case Number {number} {{page}}" if number else "",
    )


def header(chooser: Chooser, truth: Truth) -> list[Block]:
    if not truth["case_number"]:
        return []
    pairs = (
        ("Case Number:", truth["case_number"]),
        ("Date Assigned:", date(truth, "assigned", True)),
        ("Date of Injury:", date(truth, "injury", True)),
        ("Decision Date:", date(truth, "decision", True)),
        ("UR Denial Date:", date(truth, "ur_denial", True)),
        ("Priority:", truth["priority"].capitalize()),
        ("Application Received:", date(truth, "application_received", True)),
    )
    if chooser.chance(0.2):
        return [row(*pair) for pair in pairs]
    number, *others = pairs
    return [row(*number), *(row(*others[n], *others[n + 1]) for n in range(0, 6, 2))]


def item(one: dict[str, Any], name: str) -> list[Block]:
    decision = one["decision"].capitalize()
    return [
        Block("item", one["treatment"], tail=f" is: {decision}" if one["modification"] else f": {decision}"),
        Block("paragraph", one["claims_administrator"]["text"], "Claims Administrator guideline: "),
        Block("paragraph", one["expert_reviewer"]["text"], f"{name} guideline: "),
        *paragraphs(one["rationale"], "Decision rationale: "),
    ]
