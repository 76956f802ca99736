"""A modified request's three parts, from the wording of its heading."""

from __future__ import annotations

import pytest

from imrparse.fields.modification import PARTS, read_modification
from tests import letters

# (heading, requested, authorized, disputed)
WORDINGS = [
    # What is disputed is the rest.
    ("Acupuncture 18 sessions was the original request. Acupuncture 6 sessions was authorized by the Claims Administrator. "
     "The remaining IMR eligible portion of the original request, Acupuncture 12 sessions",
     "Acupuncture 18 sessions", "Acupuncture 6 sessions", "Acupuncture 12 sessions"),
    # What is disputed is the whole.
    ("Norco 10/325 mg #120 was the original request. The Claims Administrator authorized Norco 10/325 mg #60, leaving the "
     "original request IMR eligible. The original request, Norco 10/325 mg #120",
     "Norco 10/325 mg #120", "Norco 10/325 mg #60", "Norco 10/325 mg #120"),
    # A plural, and other verbs.
    ("Ten visits were the original request. Four visits were certified by the Claims Administrator. The remaining IMR "
     "eligible portion of the original request, six visits", "Ten visits", "Four visits", "six visits"),
    ("Soma 350 mg #90 was the original request. The Claims Administrator certified Soma 350 mg #20, leaving the original "
     "request IMR eligible. The original request, Soma 350 mg #90",
     "Soma 350 mg #90", "Soma 350 mg #20", "Soma 350 mg #90"),
    ("Soma 350 mg #90 was the original request. Soma 350 mg #20 has been approved by the Claims Administrator. The remaining "
     "IMR eligible portion of the original request, Soma 350 mg #70",
     "Soma 350 mg #90", "Soma 350 mg #20", "Soma 350 mg #70"),
    # IMR-eligible with a hyphen; other stops; other case.
    ("A walker was the original request; a cane was authorized by the claims administrator, the remaining IMR-eligible "
     "portion of the original request, a walker", "A walker", "a cane", "a walker"),
    ("A WALKER WAS THE ORIGINAL REQUEST. A CANE WAS AUTHORIZED BY THE CLAIMS ADMINISTRATOR. THE REMAINING IMR ELIGIBLE "
     "PORTION OF THE ORIGINAL REQUEST, A WALKER", "A WALKER", "A CANE", "A WALKER"),
    # Parts that hold full stops, commas and brackets of their own.
    ("Tramadol 50 mg 1 p.o. q.d. #30 (with 2 refills) was the original request. Tramadol 50 mg 1 p.o. q.d. #30 without refills "
     "was authorized by the Claims Administrator. The remaining IMR eligible portion of the original request, 2 refills",
     "Tramadol 50 mg 1 p.o. q.d. #30 (with 2 refills)", "Tramadol 50 mg 1 p.o. q.d. #30 without refills", "2 refills"),
    # A part that speaks of a request itself.
    ("Physical therapy 12 visits (original request of 3/1/2016) was the original request. Physical therapy 6 visits was "
     "authorized by the Claims Administrator. The remaining IMR eligible portion of the original request, 6 visits",
     "Physical therapy 12 visits (original request of 3/1/2016)", "Physical therapy 6 visits", "6 visits"),
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
    assert [(warning.code, warning.field) for warning in record.warnings] == [
        ("unclear_modification", "disputed_items.1.modification")
    ]
