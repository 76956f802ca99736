"""Letters of forms that nobody has described: any subset of known labels, in any wording and order."""

from __future__ import annotations

import itertools

import pytest

import imrparse
from imrparse.errors import NotALetter
from tests.grounding import assert_grounded

TITLE = "INDEPENDENT MEDICAL REVIEW\nNotice of Decision\n"
HEADER = "Case Number: CM26-0012345\nDate of Injury: 05/20/2022\nDecision Date: 04/12/2026\nPriority: Expedited\n"
CREDENTIALS = (
    "Reviewer Qualifications\nThe expert reviewer is Board Certified in Neurology and is licensed to practice in "
    "Nevada and Texas.\n"
)
SUMMARY = "Clinical Summary:\nThe injured worker is a 45-year-old female clerk with neck pain. Rest and heat helped.\n"
ITEMS = """\
Disputed Item: Cervical traction unit
Decision: Overturned
Utilization review guideline: Decision based on MTUS Neck and Upper Back Complaints 2004.
Reviewer's guideline: Decision based on MTUS Neck and Upper Back Complaints 2004, Section(s): Initial Care.
Rationale: A short course is supported. The denial was upheld once before. Therefore, it is medically necessary.
Disputed Item: Norco 10/325mg #60
Decision: Upheld
Utilization review guideline: Decision based on MTUS Chronic Pain 2016.
Reviewer's guideline: Decision based on MTUS Chronic Pain 2016.
Rationale: No function was recorded. Therefore, the request is not medically necessary.
"""
CLOSING = "Appeal rights\nAn appeal must be filed within 30 days.\n"
LETTER = TITLE + HEADER + CREDENTIALS + SUMMARY + ITEMS + CLOSING


def record_of(text: str) -> imrparse.Record:
    parsed = imrparse.parse_text(text)
    assert_grounded(parsed)
    return parsed.record


def test_a_whole_letter_of_no_known_form() -> None:
    record = record_of(LETTER)
    assert record.form is None
    assert record.case_number == "CM26-0012345"
    assert (str(record.dates.injury), str(record.dates.decision)) == ("2022-05-20", "2026-04-12")
    assert record.priority == "expedited"
    assert record.reviewer.licensure == ("Nevada", "Texas")
    assert record.reviewer.specialties == ("Neurology",)
    assert str(record.case_summary).startswith("The injured worker")
    assert record.patient.age == 45
    assert [(item.treatment, item.decision) for item in record.disputed_items] == [
        ("Cervical traction unit", "overturned"),
        ("Norco 10/325mg #60", "upheld"),
    ]
    traction, norco = record.disputed_items
    assert str(traction.rationale).endswith("it is medically necessary.")
    assert [citation.sections for citation in traction.expert_reviewer.citations] == [("Initial Care",)]
    assert [citation.title for citation in norco.claims_administrator.citations] == ["Chronic Pain"]
    assert norco.rationale == "No function was recorded. Therefore, the request is not medically necessary."


def test_each_value_says_how_it_was_found() -> None:
    found_by = record_of(LETTER).found_by
    assert isinstance(found_by, dict)
    assert found_by["disputed_items.1.decision"] == "the words 'Decision'"
    assert found_by["reviewer.licensure"] == "the heading 'Reviewer Qualifications'"
    assert found_by["patient.age"] == found_by["case_summary"] == "the heading 'Clinical Summary'"
    assert found_by["dates.injury"] == "the labels above the letter's first heading"


@pytest.mark.parametrize("left_out", [TITLE, HEADER, CREDENTIALS, SUMMARY, CLOSING], ids=lambda text: text[:12])
def test_any_part_may_be_missing(left_out: str) -> None:
    record = record_of(LETTER.replace(left_out, "") + "Independent Medical Review\n")
    whole = record_of(LETTER)
    assert [item.decision for item in record.disputed_items] == ["overturned", "upheld"]
    assert [item.treatment for item in record.disputed_items] == [item.treatment for item in whole.disputed_items]
    for name in ("case_number", "priority", "case_summary"):
        value = getattr(record, name)
        assert value == getattr(whole, name) or any(warning.field == name for warning in record.warnings)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_parts_of_the_letter_may_come_in_any_order(order: tuple[int, ...]) -> None:
    parts = (CREDENTIALS, SUMMARY, ITEMS)
    record = record_of(TITLE + HEADER + "".join(parts[i] for i in order) + CLOSING)
    assert record.reviewer.specialties == ("Neurology",)
    assert str(record.case_summary).endswith("Rest and heat helped.")
    assert [item.decision for item in record.disputed_items] == ["overturned", "upheld"]


# How one item is printed, and the treatment and decision that it gives.
WORDINGS = [
    # The heading of the forms since 2014, with labels that they do not have.
    ("Cane, purchase: Upheld\nReviewer guideline: Decision based on MTUS Knee 2004.\nRationale: No.\n", "upheld"),
    # The sentence of 2013 behind a label.
    (
        "Treatment requested: Cane, purchase\nIMR determination: The request is not medically necessary.\n"
        "Reviewer guideline: Decision based on MTUS Knee Complaints 2004.\nDecision rationale: It helps nobody.\n",
        "upheld",
    ),
    # The decision at the end of the request, blanks lost.
    (
        "Issue at dispute: Cane, purchase is notmedically necessary and appropriate.\n"
        "Guidelines used by the expert reviewer: MTUS Knee Complaints 2004.\nRationale for the decision: No fall.\n",
        "upheld",
    ),
    # The decision behind the rationale, numbered labels.
    (
        "1. Requested treatment: Cane, purchase\n2. Reviewer's rationale: It is needed.\n3. Outcome: Overturned\n"
        "4. Expert reviewer guidelines: Decision based on MTUS Knee Complaints 2004.\n",
        "overturned",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("item", "decision"), WORDINGS)
def test_wordings_of_an_item(item: str, decision: str) -> None:
    record = record_of(TITLE + SUMMARY + "Decisions and rationales\n" + item)
    assert [(one.treatment, one.decision) for one in record.disputed_items] == [("Cane, purchase", decision)]
    assert record.form is None


def test_a_decision_that_only_the_rationale_tells_is_in_doubt() -> None:
    item = (
        "Disputed service: Cane, purchase\nReviewer guideline: Decision based on MTUS Knee Complaints 2004.\n"
        "Rationale: He walks without one. The request for a cane is not medically necessary.\n"
    )
    record = record_of(TITLE + SUMMARY + item)
    assert record.disputed_items[0].decision == "upheld"
    assert ("uncertain", "disputed_items.0.decision") in {(w.code, w.field) for w in record.warnings}
    assert ("uncertain", "disputed_items.0.treatment") not in {(w.code, w.field) for w in record.warnings}


def test_an_item_that_only_the_rationale_tells_is_in_doubt() -> None:
    item = (
        "Reviewer guideline: Decision based on MTUS Knee Complaints 2004.\n"
        "Rationale: The request for authorization came late. The request for a cane is not medically necessary.\n"
    )
    record = record_of(TITLE + SUMMARY + item)
    assert [(one.treatment, one.decision) for one in record.disputed_items] == [("cane", "upheld")]
    doubted = {warning.field for warning in record.warnings if warning.code == "uncertain"}
    assert {"disputed_items.0.decision", "disputed_items.0.treatment"} <= doubted


def test_the_case_number_of_a_running_head() -> None:
    head = "Case Number CM26-0012345 Page {}\n"
    pages = [TITLE + CREDENTIALS, SUMMARY, ITEMS]
    record = record_of("\f".join(head.format(number) + page for number, page in enumerate(pages, 1)))
    assert record.case_number == "CM26-0012345"


DENIAL = """\
Utilization Review Determination
The treatment below was not certified. You may ask for an Independent Medical Review within 30 days.
Clinical summary: The patient is a 40 year old male roofer with low back pain.
Requested treatment: Lumbar MRI
Determination: Not certified
Rationale: No red flags were found. The guideline asks for six weeks of care first.
"""


def test_what_is_no_letter_is_told_with_what_was_found_of_one() -> None:
    with pytest.raises(NotALetter) as caught:
        imrparse.parse_text(DENIAL)
    assert "found of one: a case summary, a decision rationale" in caught.value.message
    assert "a decision (upheld, overturned, [not] medically necessary)" in caught.value.message.split("not found")[1]
