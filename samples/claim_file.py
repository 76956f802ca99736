"""The claim file among the samples: two letters inside other papers of one claim, all invented.

The papers share what such papers share with letters: case number, MAXIMUS's letterhead, requests, guidelines.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import content
from layout import LEFT, WIDTH, Line, Page, Run, Segment, lay_out, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FAX = """\
FAX COVER SHEET

To: Law Office of J. Halvorsen
From: Golden Valley Claims Services
Fax: (555) 010-4417
Pages: 9
Re: Claim 15-20117, IMR determinations"""

DENIAL = """\
Golden Valley Claims Services
P.O. Box 4410
Fresno, CA 93721
Phone: (555) 010-4400

UTILIZATION REVIEW DETERMINATION

December 28, 2016

RE: Claim Number: 15-20117
Date of Injury: 06/03/2015
Requesting Physician: Helen Marsh, MD

Dear Dr. Marsh:

The request below was reviewed by a physician and is NON-CERTIFIED.

Infrared heating pad, purchase: Non-certified
Guideline: MTUS, Low Back Complaints
Rationale: The guideline leaves heat to the worker's own choice. The records do not show what a device would add to a \
warm cloth. The request is not medically necessary.

You may ask for an Independent Medical Review of this decision. The form is enclosed. Send it within thirty days to \
MAXIMUS Federal Services.

Sincerely,
T. R. Okafor, DO"""

ASSIGNMENT = """\
MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
P.O. Box 138009
Sacramento, CA 95813-8009

NOTICE OF ASSIGNMENT AND REQUEST FOR INFORMATION

IMR Case Number: CM17-0405511
Date of Injury: 06/03/2015
UR Denial Date: 12/28/2016
Application Received: 01/11/2017
Priority: Standard

An Independent Medical Review of this case has been assigned to MAXIMUS Federal Services. Please send the medical \
records within fifteen days. The final determination will be sent to all parties."""

REPORT = """\
Helen Marsh, MD
12 Orchard Lane
Fresno, CA 93721

PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)

Patient Name: (redacted)
Claim Number: 15-20117
Date of Service: 03/30/2017

Subjective: The patient has had pain in the left leg since March. It runs down to the foot and wakes him at night.

Objective: The left ankle reflex is absent. The great toe is weak. The straight leg raise is positive at forty degrees.

Plan: MRI of the lumbar spine without contrast. Lumbar brace. Return in four weeks.

Electronically signed by Helen Marsh, MD"""

PROOF = """\
PROOF OF SERVICE

I am employed in the County of Fresno, State of California. I am over the age of eighteen.

On June 12, 2017 I served the IMR determination of June 5, 2017 on all parties by mail.

I declare under penalty of perjury that this is true.
Executed on June 12, 2017"""

NAME = "claim-file"
ORDER: tuple[str | int, ...] = (FAX, DENIAL, ASSIGNMENT, 1, REPORT, 2, PROOF)
"""Papers, and letters by their numbers."""


def letters(folder: Path) -> list[content.Letter]:
    """The letters, from the folder of their sources."""
    return [content.load(path) for path in sorted((folder / NAME).glob("*.json"))]


def pages(folder: Path) -> Iterator[Page]:
    """All pages, in order."""
    printed = letters(folder)
    for part in ORDER:
        if isinstance(part, int):
            yield from lay_out(printed[part - 1])
        else:
            yield Page(None, [line for text in part.split("\n") for line in _lines(text)], None)


def golden(folder: Path) -> bytes:
    """The expected records, in page order."""
    return (
        json.dumps([content.expected(one) for one in letters(folder)], indent=1, ensure_ascii=False) + "\n"
    ).encode()


def _lines(text: str) -> list[Line]:
    return [Line((Segment(LEFT, runs),)) for runs in wrap([Run(text)], WIDTH)] if text else [Line()]
