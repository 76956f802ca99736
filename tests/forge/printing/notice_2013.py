"""`notice-2013`: the Notice of Independent Medical Review Determination."""

from __future__ import annotations

import datetime

from tests.forge.blocks import Block, Printed, bullets, heading, lines, paragraphs, row
from tests.forge.chooser import Chooser
from tests.forge.pools import slashed, written
from tests.forge.printing.wording import (
    DOCUMENTS,
    NO_AFFILIATION,
    PRACTICE,
    SELECTED,
    certified,
    date,
    dated,
    letterhead,
    necessary,
    signature,
)
from tests.forge.truth import Truth

SECTION_LABELS = (
    "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision",
    "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision",
    "Medical Treatment Guidelines(s) Relied Upon by the Expert Reviewer to Make His/Her Decision",
)
RECORDS_REVIEWED = "pages of medical, insurance, and administrative records provided were reviewed."
EFFECT = (
    "The determination of MAXIMUS Federal Services and its physician reviewer is deemed to be the final determination "
    "of the Administrative Director, Division of Workers' Compensation. With respect to the medical necessity of the "
    "treatment in dispute, this determination is binding on all parties. In accordance with California Labor Code "
    "Section 4610.6(h), a party may appeal a determination within 30 days."
)
DISCLAIMER = (
    "MAXIMUS is providing an independent review service under contract with the California Department of Industrial "
    "Relations. MAXIMUS is not engaged in the practice of law or medicine. Decisions about the use or nonuse of health "
    "care services and treatments are the sole responsibility of the patient and the patient's physician. MAXIMUS is "
    "not liable for any consequences arising from these decisions."
)


def blocks(chooser: Chooser, truth: Truth) -> Printed:
    colon = chooser.one_of((":", ":", ""))
    decisions = decision_list(chooser, truth)
    summary_heading = chooser.one_of(("Case Summary", "Expert Reviewer Case Summary"))
    return Printed(
        [
            *letterhead(chooser),
            Block("title", "Notice of Independent Medical Review Determination"),
            *lines(f"Dated: {dated(chooser, truth)}"),
            *header(truth),
            *decisions,
            heading("INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE"),
            Block("paragraph", opening(chooser, truth)),
            *(decision_list(chooser, truth) if chooser.chance(0.3) else decisions),
            heading(f"Medical Qualifications of the Expert Reviewer{colon}"),
            Block("paragraph", credentials(chooser, truth)),
            heading(f"{summary_heading}{colon}"),
            *case_summary(chooser, truth),
            heading(f"Documents Reviewed for Determination{colon}"),
            Block("paragraph", DOCUMENTS, tight=True),
            *bullets(truth["documents_reviewed"]),
            *(block for number in range(len(truth["disputed_items"])) for block in item(chooser, truth, number)),
            heading("Effect of the Decision:"),
            Block("paragraph", EFFECT),
            *signature(chooser),
            *(lines(chooser.one_of(("/dso", "/js"))) if chooser.chance(0.3) else []),
            *([Block("paragraph", DISCLAIMER, "Disclaimer: ")] if chooser.chance(0.7) else []),
        ],
        f"Notice of Independent Medical Review Determination {truth['case_number']} {{page}}",
    )


def header(truth: Truth) -> list[Block]:
    pairs = {
        "Employee:": "",
        "Claim Number:": "",
        "Date of UR Decision:": date(truth, "ur_denial"),
        "Date of Injury:": date(truth, "injury"),
        "IMR Application Received:": date(truth, "application_received"),
        "MAXIMUS Case Number:": truth["case_number"],
    }
    return [row(label, value)._replace(tight=label != "Employee:") for label, value in pairs.items()]


def article(chooser: Chooser, treatment: str) -> str:
    """`a `, `an ` or `the ` where the request begins in lower case and may take one."""
    if not treatment[0].islower() or not chooser.chance(0.4):
        return ""
    return "the " if chooser.chance(0.3) else ("an " if treatment[0] in "aeio" else "a ")


def decision_list(chooser: Chooser, truth: Truth) -> list[Block]:
    mark = chooser.one_of((")", ")", "."))
    return [
        Block(
            "item",
            one["treatment"],
            f"{number}{mark} MAXIMUS Federal Services, Inc. has determined the request for "
            f"{article(chooser, one['treatment'])}",
            f" {necessary(chooser, one['decision'])}",
        )
        for number, one in enumerate(truth["disputed_items"], 1)
    ]


def opening(chooser: Chooser, truth: Truth) -> str:
    disputed = chooser.one_of(("Denial", "Denial", "Denial/Modification", "Modification"))
    received, denial, assigned = (date(truth, name) for name in ("application_received", "ur_denial", "assigned"))
    return (
        f"An application for Independent Medical Review was filed on {received} disputing the Utilization Review "
        f"{disputed} dated {denial}. A Notice of Assignment and Request for Information was provided to the above "
        f"parties on {assigned}. A decision has been made for each of the treatment and/or services that were in "
        "dispute:"
    )


def credentials(chooser: Chooser, truth: Truth) -> str:
    sentence = certified(chooser, truth, "The physician reviewer")
    return (
        f"The independent Medical Doctor who made the decision {NO_AFFILIATION} {sentence} {PRACTICE} "
        f"The Expert Reviewer {SELECTED} treatments at issue."
    )


def case_summary(chooser: Chooser, truth: Truth) -> list[Block]:
    """With a disclaimer and in quotation marks where it was taken from the utilization review denial."""
    summary = truth["case_summary"]
    if not chooser.chance(0.6):
        reviewed = Block("paragraph", f"All {chooser.integer(12, 400)} {RECORDS_REVIEWED}")
        return [*([reviewed] if chooser.chance(0.2) else []), *paragraphs(summary)]
    day = datetime.date.fromisoformat(truth["dates"]["ur_denial"])
    when = chooser.one_of((written(day), slashed(day)))
    kind = chooser.one_of(("denial/modification", "denial"))
    end = chooser.one_of((".", ":", ""))
    lead = Block(
        "paragraph",
        f"The following case summary was taken directly from the utilization review {kind} dated {when}{end}",
    )
    lead = lead._replace(label=chooser.one_of(("Disclaimer: ", "Disclaimer: ", "")), tight=True)
    return [lead, *paragraphs(f'"{summary}"' if chooser.chance(0.6) and '"' not in summary else summary)]


def item(chooser: Chooser, truth: Truth, number: int) -> list[Block]:
    one = truth["disputed_items"][number]
    theirs, own = one["claims_administrator"]["text"], one["expert_reviewer"]["text"]
    colon = chooser.one_of(("", ":"))
    sides = [f"{theirs} {own}"] if chooser.chance(0.8) else [theirs, own]
    label = f"{number + 1}) Regarding the request for {article(chooser, one['treatment'])}"
    return [
        Block("item", one["treatment"], label, ":"),
        Block("label", f"{chooser.one_of(SECTION_LABELS)}{colon}"),
        *(Block("paragraph", side) for side in sides),
        Block("label", "Rationale for the Decision:"),
        *(block._replace(tight=n == 0) for n, block in enumerate(paragraphs(one["rationale"]))),
    ]
