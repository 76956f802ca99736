"""Sentences that more than one form prints."""

from __future__ import annotations

import datetime

from tests.forge.blocks import Block, lines
from tests.forge.chooser import Chooser
from tests.forge.citing import UNSAID, joined
from tests.forge.pools import slashed, written
from tests.forge.truth import Truth

PRACTICE = (
    "He/she has been in active clinical practice for more than five years and is currently working at least "
    "24 hours a week in active practice."
)
SELECTED = (
    "was selected based on his/her clinical experience, education, background, and expertise in the same or similar "
    "specialties that evaluate and/or treat the medical condition and"
)
LAWS = (
    "He/she is familiar with governing laws and regulations, including the strength of evidence hierarchy that applies "
    "to Independent Medical Review determinations."
)
NO_AFFILIATION = "has no affiliation with the employer, employee, providers or the claims administrator."
DOCUMENTS = (
    "The following relevant documents received from the interested parties and the documents provided with the "
    "application were reviewed and considered. These documents included:"
)
SET_FORTH = "The Final Determination was based on decisions for the disputed items/services set forth below:"
LETTERHEAD = (
    "MAXIMUS FEDERAL SERVICES, INC.",
    "Independent Medical Review",
    "P.O. Box 138009",
    "Sacramento, CA 95813-8009",
    "(855) 865-8873 Fax: (916) 605-4270",
)


def date(truth: Truth, name: str, padded: bool = False) -> str:
    """A date of the truth as the letter prints it, empty where the form has none."""
    day = truth["dates"][name]
    return slashed(datetime.date.fromisoformat(day), padded) if day else ""


def dated(chooser: Chooser, truth: Truth) -> str:
    """The day of the decision below the title: `12/31/2013`, `December 31, 2013`, `Dec 31, 2013`."""
    day = datetime.date.fromisoformat(truth["dates"]["decision"])
    return chooser.one_of((slashed(day), written(day), f"{day:%b} {day.day}, {day.year}"))


def certified(chooser: Chooser, truth: Truth, reviewer: str) -> str:
    """`The physician reviewer is Board Certified in …, has a subspecialty in … and is licensed to practice in …`."""
    states = joined(truth["reviewer"]["licensure"], chooser.one_of((" and ", ", and ")))
    if len(truth["reviewer"]["licensure"]) == 2:
        states = " and ".join(truth["reviewer"]["licensure"])
    if truth["reviewer"]["specialties"] == UNSAID:
        profession = chooser.one_of(("Chiropractor", "Acupuncturist", "Psychologist"))
        return f"The {profession} reviewer is licensed to practice in {states}."
    first, *more = truth["reviewer"]["specialties"]
    middle = f", has a subspecialty in {more[0]}{chooser.one_of((' and', ', and'))}" if more else " and"
    return f"{reviewer} is Board Certified in {first}{middle} is licensed to practice in {states}."


def letterhead(chooser: Chooser) -> list[Block]:
    box, town = LETTERHEAD[2:4]
    if chooser.chance(0.3):
        return lines(*LETTERHEAD[:2], f"{box}, {town}", LETTERHEAD[4])
    return lines(*LETTERHEAD)


def signature(chooser: Chooser) -> list[Block]:
    """`Sincerely,` with name, title and copies."""
    name = chooser.one_of(("Alba Corvin, MD, MPH", "Alba Corvin, MD", "Paul Dunmore, MD, MPH, FACOEM"))
    copies = lines(
        "cc: Department of Industrial Relations",
        "Division of Workers' Compensation",
        "1515 Clay Street, 18th Floor",
        "Oakland, CA 94612",
    )
    return [
        *lines("Sincerely,"),
        *lines(name, "Medical Director"),
        *(copies if chooser.chance(0.6) else lines("cc: Department of Industrial Relations")),
    ]


def necessary(chooser: Chooser, decision: str) -> str:
    """The form's words of decision after the request; the blanks around a bold `not` get lost."""
    if decision == "overturned":
        return "is medically necessary and appropriate."
    lost = chooser.chance(0.3)
    middle = chooser.one_of(("is notmedically", "isnot medically")) if lost else "is not medically"
    return f"{middle} necessary and appropriate."
