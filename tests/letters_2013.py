"""Letters of the forms of 2013 made for tests: the forms' wording, with the parts that a test is about put in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tests.letters import RATIONALE, SUMMARY, wrapped

NOT_NECESSARY = "is not medically necessary and appropriate"
NECESSARY = "is medically necessary and appropriate"
CLAIMS = (
    "The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines, 2009, pages 98-99, "
    "part of the Medical Treatment Utilization Schedule (MTUS)."
)
REVIEWER = (
    "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate for the "
    "employee's clinical circumstance."
)
LETTERHEAD = """\
MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
P.O. Box 138009
Sacramento, CA 95813-8009
(855) 865-8873 Fax: (916) 605-4270"""
CREDENTIALS = (
    "The independent Medical Doctor who made the decision has no affiliation with the employer, employee, providers or "
    "the claims administrator. The physician reviewer is Board Certified in Family Practice, has a subspecialty in "
    "Sports Medicine, and is licensed to practice in California and Ohio."
)
DOCUMENTS_LEAD_IN = (
    "The following relevant documents received from the interested parties and the documents provided with the "
    "application were reviewed and considered. These documents included:"
)
DOCUMENTS = """\
• Application for Independent Medical Review (received 9/6/2013)
• Medical Records from 1/29/13 to 8/20/2013"""

# -- notice-2013 ------------------------------------------------------------------------------------------------------

NOTICE_BLOCK = """\
Dated: 9/26/2013
Employee:
Claim Number:
Date of UR Decision: 8/30/2013
Date of Injury: 8/28/2001
IMR Application Received: 9/6/2013
MAXIMUS Case Number: CM13-0012345"""
FILING = (
    "An application for Independent Medical Review was filed on 9/6/2013 disputing the Utilization Review Denial dated "
    "8/30/2013. A Notice of Assignment and Request for Information was provided to the above parties on 9/23/2013. A "
    "decision has been made for each of the treatment and/or services that were in dispute:"
)
SECTION_HEADING = (
    "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision"
)
EFFECT = """\
Effect of the Decision:
The determination of MAXIMUS Federal Services and its physician reviewer is deemed to be the final determination.
Sincerely,"""


class Noticed(NamedTuple):
    """An item of a notice as it is printed: in the list, and in its own part."""

    listed: str
    regarding: str | None = None
    guidelines: str = f"{CLAIMS} {REVIEWER}"
    rationale: str = RATIONALE
    heading: str = SECTION_HEADING


THERAPY = Noticed(f"12 sessions of physical therapy {NOT_NECESSARY}", "12 sessions of physical therapy")
NORCO = Noticed(f"Norco 10/325mg #60 {NECESSARY}", "Norco 10/325mg #60")


def decision_list(items: Sequence[Noticed]) -> str:
    """The list of a notice's decisions, as both its places print it."""
    sentence = "MAXIMUS Federal Services, Inc. has determined the request for"
    return "\n".join(wrapped(f"{number}) {sentence} {item.listed}.") for number, item in enumerate(items, 1))


def part(number: int, item: Noticed) -> str:
    """What a notice says of one item below its list."""
    head = f"{number}) Regarding the request for {item.regarding}:"
    paragraphs = [head, item.heading, item.guidelines, "Rationale for the Decision:", item.rationale]
    return "\n".join(wrapped(paragraph) for paragraph in paragraphs)


def notice(
    items: Sequence[Noticed] = (THERAPY,),
    *,
    first: str | None = None,
    second: str | None = None,
    parts: str | None = None,
    block: str = NOTICE_BLOCK,
    filing: str = FILING,
    credentials: str = CREDENTIALS,
    summary: str = SUMMARY,
    documents: str = f"{DOCUMENTS_LEAD_IN}\n{DOCUMENTS}",
) -> str:
    """A whole notice. `first` and `second` are the two printings of the list; `parts` the items' parts."""
    own = [part(number, item) for number, item in enumerate(items, 1) if item.regarding]
    return "\n\n".join(
        (
            LETTERHEAD,
            "Notice of Independent Medical Review Determination",
            block,
            decision_list(items) if first is None else first,
            "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE",
            wrapped(filing),
            decision_list(items) if second is None else second,
            f"Medical Qualifications of the Expert Reviewer:\n{wrapped(credentials)}",
            f"Case Summary:\n{wrapped(summary)}",
            f"Documents Reviewed for Determination:\n{wrapped(documents)}",
            "\n\n".join(own) if parts is None else parts,
            EFFECT,
        )
    )


# -- fdl-2013 ---------------------------------------------------------------------------------------------------------

COVER_BLOCK = """\
Dated: 12/31/2013
IMR Case Number: CM13-0012345        Date of Injury: 10/8/2009
Claims Number:                       UR Denial Date: 7/24/2013
Priority: STANDARD                   Application Received: 8/8/2013
Employee Name:
Provider Name: MD
Treatment(s) in Dispute Listed on IMR Application:
PHYSICAL THERAPY TWO TIMES A WEEK FOR SIX WEEKS"""
COMPLETED = (
    'MAXIMUS Federal Services has completed the Independent Medical Review ("IMR") of the above workers\' compensation '
    "case. This letter provides you with the IMR Final Determination and explains how the determination was made."
)
MEANS = {
    "UPHOLD": "none of the disputed items/services are",
    "OVERTURN": "all of the disputed items/services are",
    "PARTIAL OVERTURN": "some (but not all) of the disputed items/services are",
}
MADE = (
    "MAXIMUS Federal Services sent the complete case file to a physician reviewer. He/she has no affiliation with the "
    "employer, employee, providers or the claims administrator. The physician reviewer is Board Certified in Internal "
    "Medicine and is licensed to practice in Texas."
)
LEAD_IN = (
    "The physician reviewer developed the following clinical case summary based on a review of the case file, "
    "including all medical records:"
)
SET_FORTH = "The Final Determination was based on decisions for the disputed items/services set forth below:"


class Determined(NamedTuple):
    """An item of a final determination letter as it is printed; a part that is `None` is left out."""

    heading: str
    claims: str | None = CLAIMS
    reviewer: str | None = (
        "The Physician Reviewer based his/her decision on the Chronic Pain Medical Treatment Guidelines, page 98, "
        "which is part of the MTUS."
    )
    rationale: str | None = f"{RATIONALE} The request for it {NOT_NECESSARY}."
    label: str = "The Physician Reviewer's decision rationale:"

    def lines(self) -> list[str]:
        rationale = None if self.rationale is None else f"{self.label}\n{self.rationale}"
        return [wrapped(part) for part in (self.heading, self.claims, self.reviewer, rationale) if part is not None]


def cover(word: str | None = "UPHOLD", *, block: str = COVER_BLOCK) -> str:
    """The cover letter; `None` leaves out the sentences about the outcome."""
    detail = "A detailed explanation of the decision for each of the disputed items/services is provided later."
    outcome = (
        f"Final Determination: {word}. This means we decided that {MEANS[word]} medically necessary and appropriate. "
        f"{detail}"
        if word
        else detail
    )
    title = "Independent Medical Review Final Determination Letter"
    return "\n\n".join((LETTERHEAD, title, block, "DEAR :", wrapped(COMPLETED), wrapped(outcome), "Sincerely,\n"))


def final(items: Sequence[Determined], *, cover: str = "", documents: str = "", credentials: str = MADE) -> str:
    """A whole Final Determination Letter of 2013, without a cover letter unless one is given."""
    listed = documents or f"{DOCUMENTS_LEAD_IN}\n{DOCUMENTS}"
    return "\n".join(
        (
            cover,
            "HOW THE IMR FINAL DETERMINATION WAS MADE",
            wrapped(credentials),
            "DOCUMENTS REVIEWED",
            wrapped(listed),
            "CLINICAL CASE SUMMARY",
            wrapped(LEAD_IN),
            wrapped(SUMMARY),
            "IMR DECISION(S) AND RATIONALE(S)",
            wrapped(SET_FORTH),
            *(line for item in items for line in item.lines()),
        )
    )


# -- mpr-2013 ---------------------------------------------------------------------------------------------------------

RELIED_UPON = "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"
DENIED = "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:"
GRANTED = "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS MEDICALLY NECESSARY:"


def review(issue: str, *rationales: str, block: str = "IMR Case Number: CM13-0000042", qualifications: str = "") -> str:
    """A whole Medical Professional Review; each of `rationales` with its heading."""
    held = (
        qualifications or "The physician reviewer is Board Certified in Neurology and is licensed to practice in Ohio."
    )
    return "\n\n".join(
        (
            f"MEDICAL PROFESSIONAL REVIEW\n{block}",
            f"ISSUE AT DISPUTE:\n{wrapped(issue)}",
            f"CASE SUMMARY: {SUMMARY}",
            f"DOCUMENTS REVIEWED FOR DETERMINATION:\n{DOCUMENTS}",
            f"{wrapped(RELIED_UPON, 60)}\nThe professional reviewer relied on the ACOEM Guidelines, Chapter 12.",
            *(wrapped(rationale, 70) for rationale in rationales),
            f"MEDICAL REVIEWER QUALIFICATIONS:\n{wrapped(held)}",
        )
    )
