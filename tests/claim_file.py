# ruff: noqa: E501
"""Pages of a claim file that are no letter: invented, each kind with the words that it shares with letters."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from random import Random

NAMES = ["Rosa Delgado", "Martin Oyelaran", "June Halvorsen", "Peter Van Doren", "Aiko Brandt", "Luis Ferreira"]
DOCTORS = ["Helen Marsh, MD", "T. R. Okafor, DO", "Simon Weil, DC", "Anita Rao, MD, QME", "Joel Brandt, PA-C"]
FIRMS = [
    "Golden Valley Claims Services",
    "Harbor Review Group",
    "Pinecrest Occupational Medicine",
    "Sierra Spine Center",
]
TOWNS = ["Fresno, CA 93721", "Long Beach, CA 90802", "Concord, CA 94520", "Riverside, CA 92501-3411"]
TREATMENTS = [
    "Norco 10/325mg #60", "Physical therapy 2 times a week for 6 weeks", "MRI of the lumbar spine", "Cyclobenzaprine 7.5mg #90",
    "Lumbar epidural steroid injection at L4-5", "TENS unit purchase", "Acupuncture, 12 sessions", "Urine drug screen",
]  # fmt: skip
NARRATIVE = [
    "The patient returns with pain in the low back that reaches the left knee and is rated six of ten.",
    "He walks with a cane on longer ways and has not gone back to the loading dock.",
    "She reports that the tablets help for some hours and that sleep is poor without them.",
    "Motion of the neck is limited in turning to the right, and the grip of the left hand is weaker.",
    "The straight leg raise is positive at fifty degrees on the left.",
    "He was told to go on with his stretches, to keep a diary of his pain, and to come back in four weeks.",
    "An earlier course of therapy of eight visits brought motion back but not strength.",
    "She has tried heat, rest, two kinds of tablets and a brace, and asks what else may be done.",
    "A study of the nerves of both arms in the spring was read as normal.",
    "The employer has no lighter work to offer at this time.",
]
REVIEW = [
    "The MTUS Chronic Pain Medical Treatment Guidelines, page 78, ask for a record of pain relief and function.",
    "The Official Disability Guidelines recommend this treatment only after a trial of other measures.",
    "ACOEM Chapter 12 does not support the study where no red flag is present.",
    "The records that were sent hold no such note, and a call to the office was not returned.",
    "Therefore the request is not medically necessary.",
    "The medical necessity of the request is not established and it is not certified.",
    "The decision is based on the guidelines cited above and on the records listed below.",
]


def date(rng: Random) -> str:
    return f"{rng.randint(1, 12):02}/{rng.randint(1, 28):02}/{rng.randint(2012, 2017)}"


def prose(rng: Random, sentences: list[str], count: int) -> str:
    return textwrap.fill(" ".join(rng.choice(sentences) for _ in range(count)), 90)


def parties(rng: Random) -> str:
    return "\n".join(
        [
            f"Patient Name: {rng.choice(NAMES)}",
            f"Claim Number: {rng.randint(10**7, 10**8)}",
            f"Date of Injury: {date(rng)}",
            f"Employer: {rng.choice(['Bay Freight', 'City Schools', 'Oak Market'])}",
        ]
    )


def letterhead(rng: Random) -> str:
    return f"{rng.choice(FIRMS)}\nP.O. Box {rng.randint(100, 9999)}\n{rng.choice(TOWNS)}\nPhone: (555) 010-{rng.randint(1000, 9999)}"


def denial(rng: Random) -> list[str]:
    """A utilization review denial: the same requests, guidelines and conclusions as in the letters."""
    requests = rng.sample(TREATMENTS, 2)
    label = rng.choice(["Rationale", "Decision rationale", "Clinical rationale"])
    items = "\n\n".join(
        f"{number}. {request}: NON-CERTIFIED\nGuideline: MTUS, ODG\n{label}: {prose(rng, REVIEW, 5)}"
        for number, request in enumerate(requests, start=1)
    )
    first = (
        f"{letterhead(rng)}\n\n{date(rng)}\n\n{rng.choice(DOCTORS)}\n{rng.choice(TOWNS)}\n\n"
        f"{rng.choice(['UTILIZATION REVIEW DETERMINATION', 'Notice of Non-Certification', 'Utilization Review Decision'])}\n"
        f"RE: {rng.choice(NAMES)}\n{parties(rng)}\nUR Denial Date: {date(rng)}\n\nDear Dr. {rng.choice(NAMES).split()[-1]}:\n"
        f"{prose(rng, REVIEW, 2)}\n\nClinical Summary: {prose(rng, NARRATIVE, 6)}\n\n{items}"
    )
    second = (
        f"{prose(rng, REVIEW, 4)}\n\nYou may ask for an Independent Medical Review (IMR) of this decision. The form is enclosed.\n"
        "Send it to Maximus Federal Services within thirty days of this notice.\n\n"
        f"Sincerely,\n{rng.choice(DOCTORS)}\nReviewer license: G{rng.randint(1000, 9999)}"
    )
    return [first, second][: rng.randint(1, 2)]


def progress_report(rng: Random) -> list[str]:
    title = rng.choice(["PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)", "Progress Note", "FOLLOW-UP EVALUATION"])
    first = (
        f"{letterhead(rng)}\n\n{title}\n{parties(rng)}\nDate of Service: {date(rng)}\n\nSubjective: {prose(rng, NARRATIVE, 6)}\n\n"
        f"Objective: {prose(rng, NARRATIVE, 4)}\n\nAssessment:\n1. Lumbar strain\n2. Radiculopathy\n\nPlan: {prose(rng, NARRATIVE, 3)}"
    )
    plain = f"{prose(rng, NARRATIVE, 9)}\n\n{prose(rng, NARRATIVE, 7)}"
    last = f"{prose(rng, NARRATIVE, 5)}\n\nElectronically signed by {rng.choice(DOCTORS)}\n{date(rng)}"
    return rng.choice([[first], [first, last], [first, plain, last]])


def application(rng: Random) -> list[str]:
    return [
        "State of California\nDivision of Workers' Compensation\nAPPLICATION FOR INDEPENDENT MEDICAL REVIEW\nDWC Form IMR\n"
        f"Type of Utilization Review: [x] Regular [ ] Expedited\n\nEmployee Name: {rng.choice(NAMES)}\nClaim Number: {rng.randint(10**6, 10**7)}\n"
        f"Date of Injury: {date(rng)}\nRequesting Physician: {rng.choice(DOCTORS)}\nClaims Administrator: {rng.choice(FIRMS)}\n"
        f"Date of UR Decision: {date(rng)}\nList each disputed treatment:\n" + "\n".join(rng.sample(TREATMENTS, 3))
        + f"\n\nI request an independent medical review of the above.\nSignature: ____________ Date: {date(rng)}"
    ]  # fmt: skip


def assignment(rng: Random, case: str | None = None) -> list[str]:
    """The notice that a review has begun: MAXIMUS's letterhead, and the case number of the letter to come."""
    case = case or f"CM{rng.randint(13, 17)}-{rng.randint(0, 300000):07}"
    return [
        "MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review\nP.O. Box 138009\nSacramento, CA 95813-8009\n(855) 865-8873 Fax: (916) 605-4270\n\n"
        f"NOTICE OF ASSIGNMENT AND REQUEST FOR INFORMATION\n\n{date(rng)}\n\nIMR Case Number: {case}\nDate of Injury: {date(rng)}\n"
        f"UR Denial Date: {date(rng)}\nApplication Received: {date(rng)}\nPriority: Standard\nEmployee: {rng.choice(NAMES)}\n\n"
        + textwrap.fill(
            "MAXIMUS Federal Services has been assigned to carry out an Independent Medical Review of the above case. The expert "
            "reviewer will issue a final determination. Please send the medical records within fifteen days.", 90)
    ]  # fmt: skip


def proof_of_service(rng: Random) -> list[str]:
    return [
        f"PROOF OF SERVICE\n\nI am employed in the county of Kern, State of California. I am over the age of eighteen.\nOn {date(rng)} I served "
        f"the IMR determination on:\n{rng.choice(NAMES)}\n{rng.choice(TOWNS)}\n\nI declare under penalty of perjury that this is true.\n"
        f"Executed on {date(rng)}\n{rng.choice(NAMES)}"
    ]


def fax_cover(rng: Random) -> list[str]:
    return [
        f"FAX COVER SHEET\n\nTo: {rng.choice(NAMES)}\nFrom: {rng.choice(FIRMS)}\nFax: (555) 010-{rng.randint(1000, 9999)}\nPages: {rng.randint(2, 40)}\n"
        f"Re: IMR determination\nDate: {date(rng)}"
    ]


def radiology_report(rng: Random) -> list[str]:
    return [
        f"{rng.choice(FIRMS)}\n{rng.choice(TOWNS)}\n\nRADIOLOGY REPORT\n{parties(rng)}\nExam Date: {date(rng)}\n\nEXAMINATION: MRI of the lumbar spine\n"
        f"TECHNIQUE: Images in three planes.\nFINDINGS: The disc at L4-5 is lower than those above it. {prose(rng, NARRATIVE[4:5], 1)}\n"
        "IMPRESSION:\n1. Disc bulge at L4-5.\n2. No fracture."
    ]


def blank(rng: Random) -> list[str]:
    return [""]


KINDS: list[Callable[[Random], list[str]]] = [
    denial, progress_report, application, assignment, proof_of_service, fax_cover, radiology_report, blank,
]  # fmt: skip


def papers(rng: Random, count: int) -> list[str]:
    """The pages of this many papers, of kinds drawn at random."""
    return [page for _ in range(count) for page in rng.choice(KINDS)(rng)]
