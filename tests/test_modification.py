"""A modified request's three parts, from the wording of its heading."""

from __future__ import annotations

import pytest

from imrparse.fields.modification import PARTS, read_modification
from tests import letters

AUTHORIZED = "was authorized by the Claims Administrator."
REMAINING = "The remaining IMR eligible portion of the original request,"
LEFT = "leaving the original request IMR eligible. The original request,"

# (heading, requested, authorized, disputed)
WORDINGS = [
    # What is disputed is the rest.
    (f"Acupuncture 18 sessions was the original request. Acupuncture 6 sessions {AUTHORIZED} {REMAINING} "
     "Acupuncture 12 sessions", "Acupuncture 18 sessions", "Acupuncture 6 sessions", "Acupuncture 12 sessions"),
    # What is disputed is the whole.
    (f"Norco 5 mg #120 was the original request. The Claims Administrator authorized Norco 5 mg #60, {LEFT} "
     "Norco 5 mg #120", "Norco 5 mg #120", "Norco 5 mg #60", "Norco 5 mg #120"),
    # A plural, and other verbs.
    (f"Ten visits were the original request. Four visits were certified by the Claims Administrator. {REMAINING} "
     "six visits", "Ten visits", "Four visits", "six visits"),
    (f"Soma #90 was the original request. The Claims Administrator certified Soma #20, {LEFT} Soma #90",
     "Soma #90", "Soma #20", "Soma #90"),
    (f"Soma #90 was the original request. Soma #20 has been approved by the Claims Administrator. {REMAINING} Soma #70",
     "Soma #90", "Soma #20", "Soma #70"),
    # IMR-eligible with a hyphen; other stops; other case.
    ("A walker was the original request; a cane was authorized by the claims administrator, the remaining IMR-eligible "
     "portion of the original request, a walker", "A walker", "a cane", "a walker"),
    (f"A walker was the original request. A cane {AUTHORIZED} {REMAINING} a walker".upper(),
     "A WALKER", "A CANE", "A WALKER"),
    # Parts that hold full stops, commas and brackets of their own.
    (f"Soma 1 tab p.o. q.d. #30 (with 2 refills) was the original request. Soma 1 tab p.o. q.d. #30 {AUTHORIZED} "
     f"{REMAINING} 2 refills", "Soma 1 tab p.o. q.d. #30 (with 2 refills)", "Soma 1 tab p.o. q.d. #30", "2 refills"),
    # A part that speaks of a request itself.
    (f"Twelve visits (original request of 3/1/2016) was the original request. Six visits {AUTHORIZED} {REMAINING} six "
     "visits", "Twelve visits (original request of 3/1/2016)", "Six visits", "six visits"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "requested", "authorized", "disputed"), WORDINGS)
def test_both_wordings(heading: str, requested: str, authorized: str, disputed: str) -> None:
    found = read_modification(heading)
    assert found.doubts == ()
    assert [getattr(found.value, part) for part in PARTS] == [requested, authorized, disputed]
    words = {path: heading[span.start : span.end] for path, (span,) in found.evidence.items()}
    assert words == {"requested": requested, "authorized": authorized, "disputed": disputed}


# Headings of requests that were denied whole.
UNMODIFIED = [
    "Norco 10/325 mg #120",
    "MRI of the left shoulder",
    "12 visits of acupuncture, modified from the first request",
    "Request for the original records",
    "",
]


@pytest.mark.parametrize("heading", UNMODIFIED)
def test_a_request_that_was_denied_whole(heading: str) -> None:
    found = read_modification(heading)
    assert (found.value, found.doubts, found.evidence) == (None, (), {})


# Headings whose parts cannot be told apart: nothing is guessed, and a doubt says so.
UNCLEAR = [
    "Norco #120 was the original request",
    "Norco #120 was the original request. The Claims Administrator wanted less.",
    "The original request for Norco #120",
    "Norco #60 was authorized by the Claims Administrator, leaving the original request IMR eligible",
    "Norco #120 was the original request. The remaining IMR eligible portion of the original request, Norco #60",
]


@pytest.mark.parametrize("heading", UNCLEAR)
def test_a_wording_that_is_unclear(heading: str) -> None:
    found = read_modification(heading)
    assert found.value is None
    assert found.evidence == {}
    assert [(doubt.code, doubt.path) for doubt in found.doubts] == [("unclear_modification", "")]


def test_a_doubt_names_its_item() -> None:
    item = letters.Item("A walker was the original request. Nothing more is said: Upheld")
    record = letters.record_of([letters.Item(), item])
    parts = ("modification", "treatment", "drug", "category", "details")
    assert [(warning.code, warning.field) for warning in record.warnings] == [
        ("unclear_modification", f"disputed_items.1.{part}") for part in parts
    ]
