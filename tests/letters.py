"""Letters made for tests: the form's wording, with the parts that a test is about put in."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import fpdf

import imrparse

HEADER = """\
Case Number: CM16-0012345
Date Assigned: 03/01/2016
Date of Injury: 05/20/2012
Decision Date: 04/12/2016
UR Denial Date: 01/15/2016
Priority: Standard
Application Received: 02/02/2016"""
HOW_MADE = "HOW THE IMR FINAL DETERMINATION WAS MADE"
CREDENTIALS = """\
The Expert Reviewer has the following credentials:
State(s) of Licensure: California
Certification(s)/Specialty: Orthopedic Surgery"""
SUMMARY_HEADING = "CLINICAL CASE SUMMARY"
SUMMARY_LEAD_IN = (
    "The expert reviewer developed the following clinical case summary based on a review of the case file, "
    "including all medical records:"
)
SUMMARY = "The injured worker is a 45-year-old female clerk with neck pain. She was treated with rest and heat."
ISSUES_HEADING = "IMR ISSUES, DECISIONS AND RATIONALES"
ISSUES_LEAD_IN = "The Final Determination was based on decisions for the disputed items/services set forth below:"
CLAIMS = "Decision based on MTUS Neck and Upper Back Complaints 2004."
EXPERT = "Decision based on MTUS Neck and Upper Back Complaints 2004, Section(s): Initial Care."
RATIONALE = (
    "The guideline supports a short course of this treatment while the worker regains motion, and it asks for a record "
    "of what the treatment achieved before more of it is given. The notes of this worker show no such record, and no "
    "new finding that would call for an exception. Therefore, the decision is the one that is indicated."
)
WIDTH = 95
"""Characters of a full line, as on the published letters."""


class Item(NamedTuple):
    """A disputed item as it is printed; a part that is `None` is left out together with its label."""

    heading: str = "Cervical traction unit: Upheld"
    claims: str | None = CLAIMS
    expert: str | None = EXPERT
    rationale: str | None = RATIONALE
    expert_label: str = "MAXIMUS guideline"

    def lines(self) -> list[str]:
        parts = [self.heading]
        if self.claims is not None:
            parts.append(f"Claims Administrator guideline: {self.claims}")
        if self.expert is not None:
            parts.append(f"{self.expert_label}: {self.expert}")
        if self.rationale is not None:
            parts.append(f"Decision rationale: {self.rationale}")
        return [wrapped(part) for part in parts]


def wrapped(text: str, width: int = WIDTH) -> str:
    """Text as full lines; line ends that it has already stay."""
    return "\n".join(
        textwrap.fill(line, width, break_on_hyphens=False, break_long_words=False) for line in text.split("\n")
    )


def letter(
    items: Sequence[Item] = (Item(),),
    *,
    header: str = HEADER,
    credentials: str = CREDENTIALS,
    summary: str = SUMMARY,
    end: str = "",
    gap: str = "\n",
) -> str:
    """A whole letter as text. `gap` stands between the parts of the items: `"\\n\\n"` leaves a blank line."""
    head = [header, HOW_MADE, credentials, SUMMARY_HEADING, wrapped(SUMMARY_LEAD_IN), wrapped(summary)]
    issues = [ISSUES_HEADING, ISSUES_LEAD_IN, *(line for item in items for line in item.lines())]
    return gap.join(["\n".join(head), *issues, *([end] if end else [])]) + "\n"


def record_of(items: Sequence[Item] = (Item(),), **parts: str) -> imrparse.Record:
    """The record of `letter(items, **parts)`."""
    return imrparse.parse_text(letter(items, **parts)).record


def pdf_of(*pages: str) -> fpdf.FPDF:
    """A PDF with these texts as its pages, 12 points to a line, not yet written."""
    pdf = fpdf.FPDF(unit="pt", format="letter")
    pdf.set_font("Times", size=10)
    pdf.set_auto_page_break(False)
    for page in pages:
        pdf.add_page()
        for number, line in enumerate(page.split("\n")):
            pdf.text(72, 72 + 12 * number, line)
    return pdf
