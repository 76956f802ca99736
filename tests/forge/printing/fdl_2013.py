"""`fdl-2013`: the first Independent Medical Review Final Determination Letter."""

from __future__ import annotations

from typing import Any

from tests.forge.blocks import Block, Printed, bullets, heading, lines, paragraphs, row
from tests.forge.chooser import Chooser
from tests.forge.printing.wording import (
    DOCUMENTS,
    LAWS,
    NO_AFFILIATION,
    PRACTICE,
    SELECTED,
    SET_FORTH,
    certified,
    date,
    dated,
    letterhead,
    necessary,
    signature,
)
from tests.forge.truth import Truth

COMPLETED = (
    'MAXIMUS Federal Services has completed the Independent Medical Review ("IMR") of the above workers\' compensation '
    "case. This letter provides you with the IMR Final Determination and explains how the determination was made."
)
DETERMINATION = {
    "upheld": ("UPHOLD", "none of the disputed items/services are"),
    "overturned": ("OVERTURN", "all of the disputed items/services are"),
    "partially overturned": ("PARTIAL OVERTURN", "some (but not all) of the disputed items/services are"),
}
BINDING = (
    "The determination of MAXIMUS Federal Services and its physician reviewer is deemed to be the Final Determination "
    "of the Administrative Director of the Division of Workers' Compensation. This determination is binding on all "
    "parties."
)
APPEAL = (
    "In certain limited circumstances, you can appeal the Final Determination. Appeals must be filed with the Workers' "
    "Compensation Appeals Board within 30 days from the date of this letter. For more information on appealing the "
    "final determination, please see California Labor Code Section 4610.6(h)."
)
SUMMARY_LEAD = (
    "The {reviewer} developed the following clinical case summary based on a review of the case file, including all "
    "medical records:"
)


def blocks(chooser: Chooser, truth: Truth) -> Printed:
    reviewer = chooser.one_of(("physician reviewer", "Physician Reviewer", "expert reviewer"))
    number = truth["case_number"]
    every_record = "All medical, insurance, and administrative records provided were reviewed."
    return Printed(
        [
            *(cover(chooser, truth) if number else []),
            heading("HOW THE IMR FINAL DETERMINATION WAS MADE"),
            Block("paragraph", credentials(chooser, truth, reviewer)),
            heading("DOCUMENTS REVIEWED"),
            *([Block("paragraph", every_record)] if chooser.chance(0.2) else []),
            Block("paragraph", DOCUMENTS),
            *bullets(truth["documents_reviewed"]),
            heading("CLINICAL CASE SUMMARY"),
            Block("paragraph", SUMMARY_LEAD.format(reviewer=reviewer)),
            *paragraphs(truth["case_summary"]),
            heading("IMR DECISION(S) AND RATIONALE(S)"),
            Block("paragraph", SET_FORTH),
            *(block for n, one in enumerate(truth["disputed_items"], 1) for block in item(chooser, n, one)),
        ],
        f"Final Determination Letter for IMR Case Number {number} {{page}}" if number else "",
    )


def header(truth: Truth) -> list[Block]:
    treatments = "; ".join(item["treatment"] for item in truth["disputed_items"]).upper()
    return [
        row("IMR Case Number:", truth["case_number"], "Date of Injury:", date(truth, "injury"))._replace(tight=False),
        row("Claims Number:", "", "UR Denial Date:", date(truth, "ur_denial")),
        row("Priority:", truth["priority"].upper(), "Application Received:", date(truth, "application_received")),
        row("Employee Name:", ""),
        row("Provider Name:", "MD"),
        row("Treatment(s) in Dispute Listed on IMR Application:"),
        *lines(treatments),
    ]


def cover(chooser: Chooser, truth: Truth) -> list[Block]:
    """The letter in front of the decision, which some copies lack."""
    word, which = DETERMINATION[truth["outcome"]]
    return [
        *letterhead(chooser),
        Block("title", "Independent Medical Review Final Determination Letter"),
        *lines(f"Dated: {dated(chooser, truth)}"),
        *header(truth),
        *lines("DEAR :"),
        Block("paragraph", COMPLETED),
        Block(
            "paragraph",
            f"{word}. This means we decided that {which} medically necessary and appropriate. A detailed explanation "
            "of the decision for each of the disputed items/services is provided later in this letter.",
            "Final Determination: ",
        ),
        Block("paragraph", BINDING),
        Block("paragraph", APPEAL),
        *signature(chooser),
    ]


def credentials(chooser: Chooser, truth: Truth, reviewer: str) -> str:
    article = "an" if reviewer.startswith("expert") else "a"
    return (
        f"MAXIMUS Federal Services sent the complete case file to {article} {reviewer}. He/she {NO_AFFILIATION} "
        f"{certified(chooser, truth, f'The {reviewer}')} {PRACTICE} The {reviewer} {SELECTED} disputed items/services. "
        f"{LAWS}"
    )


def item(chooser: Chooser, number: int, one: dict[str, Any]) -> list[Block]:
    own = one["expert_reviewer"]["text"]
    name = "Expert Reviewer" if "Expert Reviewer" in own else "Physician Reviewer"
    after = chooser.one_of((" ", " ", ""))
    return [
        Block("item", one["treatment"], f"{number}. ", f" {necessary(chooser, one['decision'])}"),
        Block("paragraph", one["claims_administrator"]["text"]),
        Block("paragraph", own),
        *paragraphs(one["rationale"], f"The {name}'s decision rationale:{after}"),
    ]
