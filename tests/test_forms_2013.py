"""The forms of 2013: their parts, their items and decisions, what they say twice."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

import imrparse
from imrparse.record import Record
from tests.grounding import assert_grounded
from tests.letters import RATIONALE, SUMMARY
from tests.letters_2013 import (
    CLAIMS,
    COVER_BLOCK,
    DENIED,
    DOCUMENTS,
    DOCUMENTS_LEAD_IN,
    FILING,
    GRANTED,
    NECESSARY,
    NORCO,
    NOT_NECESSARY,
    NOTICE_BLOCK,
    REVIEWER,
    THERAPY,
    Determined,
    Noticed,
    cover,
    decision_list,
    final,
    notice,
    part,
    review,
)

ASSOCIATED = (
    "Since the primary procedure is not medically necessary, none of the associated services are medically necessary."
)


def read(text: str) -> Record:
    """The record of a letter, each value checked against its evidence."""
    parsed = imrparse.parse_text(text)
    assert_grounded(parsed)
    return parsed.record


def items_of(record: Record) -> list[tuple[str | None, str | None]]:
    return [(item.treatment, item.decision) for item in record.disputed_items]


def doubted(record: Record, code: str) -> set[str]:
    return {warning.field for warning in record.warnings if warning.code == code}


# -- notice-2013 ------------------------------------------------------------------------------------------------------


def test_a_notice_is_read_whole() -> None:
    record = read(notice([THERAPY, NORCO]))
    assert record.form == "notice-2013"
    assert record.case_number == "CM13-0012345"
    assert [f"{getattr(record.dates, name):%m/%d/%Y}" for name in record.dates.__struct_fields__] == [
        *("09/23/2013", "08/28/2001", "09/26/2013", "08/30/2013", "09/06/2013")
    ]
    assert record.priority is None
    assert record.reviewer.licensure == ("California", "Ohio")
    assert record.reviewer.specialties == ("Family Practice", "Sports Medicine")
    assert record.case_summary == SUMMARY
    assert record.documents_reviewed == (
        "Application for Independent Medical Review (received 9/6/2013)",
        "Medical Records from 1/29/13 to 8/20/2013",
    )
    assert items_of(record) == [
        ("12 sessions of physical therapy", "upheld"),
        ("Norco 10/325mg #60", "overturned"),
    ]
    assert record.outcome == "partially overturned"
    for item in record.disputed_items:
        assert item.claims_administrator.text == CLAIMS
        assert item.expert_reviewer.text == REVIEWER
        assert item.rationale == RATIONALE
    assert {warning.code for warning in record.warnings} <= {"uncertain"}


# The words of a decision, with the blanks that the change to bold type loses.
DECISIONS = [
    ("is not medically necessary and appropriate", "upheld"),
    ("is notmedically necessary and appropriate", "upheld"),
    ("isnot medically necessary and appropriate", "upheld"),
    ("isnotmedically necessary and appropriate", "upheld"),
    ("is NOT medically necessary and appropriate", "upheld"),
    ("is not medically\nnecessary and appropriate", "upheld"),
    ("is not medically necessary", "upheld"),
    ("are not medically necessary and appropriate", "upheld"),
    ("was not medically necessary and appropriate", "upheld"),
    ("is/was not medically necessary and appropriate", "upheld"),
    ("is not considered medically necessary and appropriate", "upheld"),
    ("is medically necessary and appropriate", "overturned"),
    ("are medically necessary and appropriate", "overturned"),
    ("ismedically necessary and appropriate", "overturned"),
    ("was medicallynecessary and appropriate", "overturned"),
    ("is partially medically necessary and appropriate", None),
]


@pytest.mark.parametrize(("words", "decision"), DECISIONS)
def test_a_decision_is_read_from_its_sentence(words: str, decision: str | None) -> None:
    item = Noticed(f"acupuncture, 6 visits, {words}", "acupuncture, 6 visits")
    assert items_of(read(notice([item]))) == [("acupuncture, 6 visits", decision)]
    determined = Determined(f"1. Acupuncture, 6 visits {words}.")
    assert items_of(read(final([determined]))) == [("Acupuncture, 6 visits", decision)]


# What stands between "the request for" and the item is the form's.
LISTED = [
    ("a back brace", "back brace"),
    ("an MRI of the left knee", "MRI of the left knee"),
    ("the use of a wheelchair", "use of a wheelchair"),
    ("anesthesia for the injection", "anesthesia for the injection"),
    ("Theramine #90", "Theramine #90"),
    ("one month of therapy, 2 x 4, for the low back", "one month of therapy, 2 x 4, for the low back"),
    ("Norco 10/325mg, 1 p.o. q.d. #60", "Norco 10/325mg, 1 p.o. q.d. #60"),
    ("a cane; a walker; and an\nice machine", "cane; a walker; and an ice machine"),
]


@pytest.mark.parametrize(("listed", "treatment"), LISTED)
def test_the_item_stands_behind_the_article(listed: str, treatment: str) -> None:
    assert items_of(read(notice([Noticed(f"{listed} {NOT_NECESSARY}", listed)]))) == [(treatment, "upheld")]


def test_the_list_may_be_printed_once() -> None:
    for printed in ({"first": ""}, {"second": ""}):
        record = read(notice([THERAPY, NORCO], **printed))
        assert len(record.disputed_items) == 2
        assert not doubted(record, "contradiction")


@pytest.mark.parametrize(
    ("first", "fields"),
    [
        # Another number of items, another decision, another wording.
        ([THERAPY], {"disputed_items", "outcome"}),
        (
            [THERAPY, NORCO._replace(listed=f"Norco 10/325mg #60 {NOT_NECESSARY}")],
            {"disputed_items.1.decision", "outcome"},
        ),
        ([THERAPY, NORCO._replace(listed=f"Norco 5/325mg #60 {NECESSARY}")], {"disputed_items.1.treatment"}),
    ],
)
def test_two_printings_that_differ_are_in_doubt(first: Sequence[Noticed], fields: set[str]) -> None:
    record = read(notice([THERAPY, NORCO], first=decision_list(first)))
    assert items_of(record) == [("12 sessions of physical therapy", "upheld"), ("Norco 10/325mg #60", "overturned")]
    assert doubted(record, "contradiction") == fields


def test_an_item_that_the_list_lost_is_read_from_its_part() -> None:
    items = [THERAPY._replace(rationale=f"{RATIONALE} The request for therapy {NOT_NECESSARY}."), NORCO]
    only_second = decision_list(items).split("2)")[1]
    record = read(notice(items, first="", second=f"2){only_second}"))
    assert items_of(record) == [("12 sessions of physical therapy", "upheld"), ("Norco 10/325mg #60", "overturned")]
    assert {"disputed_items.0.treatment", "disputed_items.0.decision"} <= doubted(record, "section_missing")
    assert {"disputed_items", "outcome"} <= doubted(record, "contradiction")


# How the heading of a part names its item or items, and which of two items have its guidelines and rationale.
SHARED = [
    ("1) and 2) Regarding the requests for 12 sessions of physical therapy and Norco:", [True, True]),
    ("1), 2) Regarding the request for therapy and Norco:", [True, True]),
    ("1-2) Regarding the request for therapy and Norco:", [True, True]),
    ("Regarding the request for Norco 10/325mg #60, and 12 sessions of physical therapy:", [True, True]),
    ("Regarding the request for Norco:", [False, True]),
    ("2) Regarding the request for Norco 10/325mg #60:", [False, True]),
]


@pytest.mark.parametrize(("head", "has_part"), SHARED)
def test_items_find_their_part(head: str, has_part: list[bool]) -> None:
    own = part(1, NORCO).replace("1) Regarding the request for Norco 10/325mg #60:", head)
    record = read(notice([THERAPY, NORCO], parts=own))
    assert [item.rationale == RATIONALE for item in record.disputed_items] == has_part
    missing = {f"disputed_items.{number}.rationale" for number, found in enumerate(has_part) if not found}
    assert missing <= doubted(record, "section_missing")


def test_a_part_without_guidelines_is_no_rationale_of_the_item_above() -> None:
    sling = Noticed(f"sling {NOT_NECESSARY}")
    bare = f"2) Regarding the request for sling:\n{ASSOCIATED}"
    last = NORCO._replace(regarding="Norco 10/325mg #60")
    text = notice((THERAPY, sling, last), parts=f"{part(1, THERAPY)}\n\n{bare}\n\n{part(3, last)}")
    record = read(text)
    assert [item.rationale for item in record.disputed_items] == [RATIONALE, ASSOCIATED, RATIONALE]
    assert record.disputed_items[1].claims_administrator.text is None
    assert "disputed_items.1.claims_administrator.text" in doubted(record, "missing")


def test_a_part_with_another_items_number_is_found_by_its_words() -> None:
    swapped = "\n".join((part(1, NORCO._replace(rationale="It helps.")), part(2, THERAPY)))
    record = read(notice([THERAPY, NORCO], parts=swapped))
    assert [item.rationale for item in record.disputed_items] == [RATIONALE, "It helps."]
    assert "disputed_items.0.rationale" in doubted(record, "contradiction")


def test_a_rationale_that_regards_the_request_begins_no_part() -> None:
    rationale = (
        f"{RATIONALE}\nRegarding the request for Norco, see below. Regarding the request for rest: none was made."
    )
    record = read(notice([THERAPY._replace(rationale=rationale), NORCO]))
    assert (record.disputed_items[0].rationale or "").endswith("none was made.")
    assert record.disputed_items[1].rationale == RATIONALE


# The two sides of one paragraph: the text, the claims administrator's, the reviewer's.
SIDES = [
    (f"{CLAIMS} {REVIEWER}", CLAIMS, REVIEWER),
    (f"{CLAIMS}\n{REVIEWER}", CLAIMS, REVIEWER),
    (f"{CLAIMS}{REVIEWER}", CLAIMS, REVIEWER),
    # A sentence about the provider belongs to the side above it.
    (f"{CLAIMS} The provider did not dispute it. {REVIEWER}", f"{CLAIMS} The provider did not dispute it.", REVIEWER),
    (f"{CLAIMS} {REVIEWER} The provider did not dispute it.", CLAIMS, f"{REVIEWER} The provider did not dispute it."),
    # The reviewer by other names.
    (f"{CLAIMS} The Physician Reviewer relied on the ODG.", CLAIMS, "The Physician Reviewer relied on the ODG."),
    (f"{CLAIMS} The Professional Reviewer used the ODG.", CLAIMS, "The Professional Reviewer used the ODG."),
    (f"{CLAIMS} The Chiropractor Reviewer used the ODG.", CLAIMS, "The Chiropractor Reviewer used the ODG."),
    # The other side named inside a sentence begins nothing.
    (
        "The Claims Administrator cited no guideline that the Expert Reviewer knows. The Expert Reviewer used the ODG.",
        "The Claims Administrator cited no guideline that the Expert Reviewer knows.",
        "The Expert Reviewer used the ODG.",
    ),
    # A side that does not speak has no text.
    (CLAIMS, CLAIMS, None),
    ("The Expert Reviewer relied on the ODG.", None, "The Expert Reviewer relied on the ODG."),
]


@pytest.mark.parametrize(("guidelines", "claims", "reviewer"), SIDES)
def test_each_side_has_its_own_sentences(guidelines: str, claims: str | None, reviewer: str | None) -> None:
    record = read(notice([THERAPY._replace(guidelines=guidelines)]))
    (item,) = record.disputed_items
    assert (item.claims_administrator.text, item.expert_reviewer.text) == (claims, reviewer)
    silent = {
        f"disputed_items.0.{side}.text"
        for side, text in (("claims_administrator", claims), ("expert_reviewer", reviewer))
        if not text
    }
    assert silent <= {warning.field for warning in record.warnings}


GUIDELINE_HEADINGS = [
    "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision",
    "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:",
    "Medical Treatment Guidelines Relied Upon by the Expert Reviewer to Make His/Her Decision",
    "Medical Treatment Guidelines(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:",
    "Sections of the Medical Treatment Utilization Schedule Relied Upon by the\nExpert Reviewer to Make Her Decision",
    "SECTION OF THE MEDICAL TREATMENT UTILIZATION SCHEDULE RELIED UPON BY THE EXPERT REVIEWER TO MAKE HIS/HER DECISION",
]


@pytest.mark.parametrize("heading", GUIDELINE_HEADINGS)
def test_the_guidelines_stand_below_either_heading(heading: str) -> None:
    (item,) = read(notice([THERAPY._replace(heading=heading)])).disputed_items
    assert (item.treatment, item.claims_administrator.text, item.rationale) == (
        "12 sessions of physical therapy",
        CLAIMS,
        RATIONALE,
    )


DISCLAIMER = "The following case summary was taken directly from the utilization review denial/modification dated"

# The summary as printed, and what of it is not the form's.
SUMMARIES = [
    (f"Disclaimer: {DISCLAIMER} August 30, 2013.\n\n“{SUMMARY}”", SUMMARY),
    (f"Disclaimer: {DISCLAIMER} 8/30/2013\n\n{SUMMARY}", SUMMARY),
    (f"{DISCLAIMER} August 30, 2013: “{SUMMARY}", SUMMARY),
    # Quote marks inside, or around a part, stay.
    (f"“{SUMMARY} He said “no” to surgery.”", f'{SUMMARY} He said "no" to surgery.'),
    (f"“{SUMMARY}” The reviewer adds nothing.", f'"{SUMMARY}" The reviewer adds nothing.'),
]


@pytest.mark.parametrize(("printed", "summary"), SUMMARIES)
def test_the_summary_is_without_the_forms_disclaimer(printed: str, summary: str) -> None:
    assert read(notice(summary=printed)).case_summary == summary


# What the block and the sentence about the filing say, and the dates read.
FILED = [
    (NOTICE_BLOCK, FILING, (9, 6), (8, 30), set()),
    (NOTICE_BLOCK.replace("IMR Application Received: 9/6/2013\n", ""), FILING, (9, 6), (8, 30), set()),
    (NOTICE_BLOCK.replace("Date of UR Decision: 8/30/2013\n", ""), FILING, (9, 6), (8, 30), set()),
    (
        NOTICE_BLOCK,
        FILING.replace("dated 8/30/2013", "dated August 29, 2013"),
        (9, 6),
        (8, 30),
        {"dates.ur_denial"},
    ),
    (NOTICE_BLOCK, FILING.replace("on 9/6/2013", "on 9/7/2013"), (9, 6), (8, 30), {"dates.application_received"}),
]


@pytest.mark.parametrize(("block", "filing", "received", "denied", "contradicted"), FILED)
def test_the_filing_tells_dates_too(
    block: str, filing: str, received: tuple[int, int], denied: tuple[int, int], contradicted: set[str]
) -> None:
    record = read(notice(block=block, filing=filing))
    assert record.dates.assigned == datetime.date(2013, 9, 23)
    assert record.dates.decision == datetime.date(2013, 9, 26)
    assert record.dates.application_received == datetime.date(2013, *received)
    assert record.dates.ur_denial == datetime.date(2013, *denied)
    assert doubted(record, "contradiction") == contradicted


def test_a_notice_without_its_last_page_is_in_doubt() -> None:
    whole = notice([THERAPY, NORCO])
    record = read(whole[: whole.rindex("The guideline supports") + 40])
    assert "disputed_items.1.rationale" in doubted(record, "cut_off")


# -- credentials ------------------------------------------------------------------------------------------------------

CREDENTIALS = [
    (
        "The physician reviewer is Board Certified in Physical Medicine and Rehabilitation and is licensed to practice "
        "in California, New York and Texas.",
        ["Physical Medicine and Rehabilitation"],
        ["California", "New York", "Texas"],
    ),
    (
        "The physician reviewer is Board Certified in Anesthesiology, has a subspecialty in Pain Management and is "
        "licensed to practice in District of Columbia and Virginia.",
        ["Anesthesiology", "Pain Management"],
        ["District of Columbia", "Virginia"],
    ),
    ("The reviewer is Board Certified in Neurology and is licensed to practice in OH.", ["Neurology"], ["Ohio"]),
    (
        "The physician reviewer is a licensed Chiropractor and is licensed to practice in Iowa.",
        ["Chiropractor"],
        ["Iowa"],
    ),
    (
        "The physician reviewer is a Doctor of Chiropractic and is licensed to practice in Iowa.",
        ["Doctor of Chiropractic"],
        ["Iowa"],
    ),
    ("The Chiropractor reviewer is licensed to practice in California.", ["Chiropractor"], ["California"]),
    ("The Acupuncturist Reviewer is licensed to practice in the State of Ohio.", ["Acupuncturist"], ["Ohio"]),
    ("The Psychologist reviewer is licensed to practice in Nevada.", ["Psychologist"], ["Nevada"]),
    ("The expert reviewer is Board Certified in Neurology. He/she works in Ohio.", ["Neurology"], []),
]


@pytest.mark.parametrize(("sentence", "specialties", "states"), CREDENTIALS)
def test_credentials_are_read_from_prose(sentence: str, specialties: list[str], states: list[str]) -> None:
    before = "The independent Medical Doctor who made the decision has no affiliation with the employer."
    for letter in (notice(credentials=f"{before} {sentence}"), final([NORCO_2013], credentials=f"{before} {sentence}")):
        reviewer = read(letter).reviewer
        assert (list(reviewer.specialties), list(reviewer.licensure)) == (specialties, states)
        assert reviewer.text == f"{before} {sentence}"


# -- documents --------------------------------------------------------------------------------------------------------

ALL_RECORDS = "All medical, insurance, and administrative records provided were reviewed."
TWO = ("Application for Independent Medical Review (received 9/6/2013)", "Medical Records from 1/29/13 to 8/20/2013")
LISTS = [
    (DOCUMENTS, TWO),
    (DOCUMENTS.replace("•", "-"), TWO),
    (DOCUMENTS.replace("•", "o"), TWO),
    (DOCUMENTS.replace("•", "\uf0b7"), TWO),
    (DOCUMENTS.replace("• ", "•\n"), TWO),
    (DOCUMENTS.replace("• ", ""), TWO),
    (DOCUMENTS.replace("Independent Medical", "Independent\nMedical"), TWO),
    (f"{ALL_RECORDS}\n{DOCUMENTS_LEAD_IN}\n{DOCUMENTS}", TWO),
    (f"{DOCUMENTS_LEAD_IN}\n{DOCUMENTS}\n{ALL_RECORDS}", TWO),
    (ALL_RECORDS, ()),
    (ALL_RECORDS.replace("All", "All 58 pages of"), ()),
]


@pytest.mark.parametrize(("listed", "documents"), LISTS)
def test_documents_are_a_list(listed: str, documents: tuple[str, ...]) -> None:
    assert read(notice(documents=listed)).documents_reviewed == documents
    assert read(final([NORCO_2013], documents=listed)).documents_reviewed == documents


# -- fdl-2013 ---------------------------------------------------------------------------------------------------------

NORCO_2013 = Determined(f"2. Norco 10/325mg #60 {NECESSARY}.", rationale=f"{RATIONALE} The request for it {NECESSARY}.")
BRACE_2013 = Determined(f"1. Back brace {NOT_NECESSARY}.")
BOTH = [("Back brace", "upheld"), ("Norco 10/325mg #60", "overturned")]


def test_a_final_determination_letter_of_2013_is_read_whole() -> None:
    record = read(final([BRACE_2013, NORCO_2013], cover=cover("PARTIAL OVERTURN")))
    assert record.form == "fdl-2013"
    assert record.case_number == "CM13-0012345"
    assert record.priority == "standard"
    assert record.dates == imrparse.record.Dates(
        injury=datetime.date(2009, 10, 8),
        decision=datetime.date(2013, 12, 31),
        ur_denial=datetime.date(2013, 7, 24),
        application_received=datetime.date(2013, 8, 8),
    )
    assert record.outcome == "partially overturned"
    assert record.case_summary == SUMMARY
    assert items_of(record) == BOTH
    for item, printed in zip(record.disputed_items, (BRACE_2013, NORCO_2013), strict=True):
        assert item.claims_administrator.text == CLAIMS
        assert item.expert_reviewer.text == printed.reviewer
        assert item.rationale == printed.rationale
    assert not record.warnings


# The number of an item, or none, and the labels of its rationale.
NUMBERINGS = [
    ("1. ", "2. "),
    ("1) ", "2) "),
    ("1.", "2."),
    ("(1) ", "(2) "),
    ("#1 ", "#2 "),
    ("", ""),
]
RATIONALE_LABELS = [
    "The Physician Reviewer's decision rationale:",
    "The Expert Reviewer\u2019s decision rationale:",
    "The Chiropractor Reviewer's decision rationale:",
    "The Physician Reviewer's decision rationale",
    "Rationale for the Decision:",
    "Decision rationale:",
]


@pytest.mark.parametrize("numbers", NUMBERINGS)
@pytest.mark.parametrize("label", RATIONALE_LABELS)
def test_items_are_told_apart_by_their_rationales(numbers: tuple[str, str], label: str) -> None:
    items = [
        item._replace(heading=number + item.heading[3:], label=label)
        for number, item in zip(numbers, (BRACE_2013, NORCO_2013), strict=True)
    ]
    record = read(final(items))
    assert items_of(record) == BOTH
    assert [item.rationale for item in record.disputed_items] == [BRACE_2013.rationale, NORCO_2013.rationale]


# A rationale may say that a request is (not) medically necessary as often as it likes.
CONCLUSIONS = [
    f"Therefore the request for a back brace {NOT_NECESSARY}.",
    f"The earlier request {NECESSARY}. The Claims Administrator denied it. The request for a brace {NOT_NECESSARY}.",
    f"The request for Norco {NECESSARY}. The Claims Administrator did not say so. The Physician Reviewer agrees.",
    "The criteria are:\n1. Pain.\n2. No relief.\nThe request is not medically necessary",
]


@pytest.mark.parametrize("conclusion", CONCLUSIONS)
def test_a_rationales_own_decision_begins_no_item(conclusion: str) -> None:
    rationale = f"{RATIONALE} {conclusion}"
    record = read(final([BRACE_2013._replace(rationale=rationale), NORCO_2013]))
    assert items_of(record) == BOTH
    assert (record.disputed_items[0].rationale or "").endswith(conclusion[-20:])


def test_an_item_without_its_rationales_label_is_no_less_an_item() -> None:
    record = read(final([BRACE_2013._replace(label=""), NORCO_2013]))
    assert items_of(record) == BOTH
    assert {"disputed_items.0.expert_reviewer.text", "disputed_items.0.expert_reviewer.citations"} <= doubted(
        record, "section_missing"
    )


def test_an_item_without_a_claims_administrators_paragraph() -> None:
    cited_none = "The MTUS Chronic Pain Medical Treatment Guidelines, page(s) 78, were not cited."
    record = read(final([BRACE_2013, NORCO_2013._replace(claims=cited_none)]))
    assert items_of(record) == BOTH
    assert record.disputed_items[1].claims_administrator.text == cited_none
    record = read(final([BRACE_2013, NORCO_2013._replace(claims=None)]))
    assert items_of(record) == BOTH
    assert record.disputed_items[1].claims_administrator.text is None
    assert "disputed_items.1.claims_administrator.text" in doubted(record, "missing")


@pytest.mark.parametrize("last", [False, True])
def test_an_item_with_nothing_but_a_sentence_below_it_is_no_less_an_item(last: bool) -> None:
    items = [
        Determined(f"1. Arthroscopy {NOT_NECESSARY}."),
        Determined(f"2. Sling {NOT_NECESSARY}.\n\n{ASSOCIATED}", None, None, None),
    ]
    items += [] if last else [Determined(f"3. Norco {NECESSARY}.")]
    record = read(final(items))
    assert items_of(record)[1] == ("Sling", "upheld")
    assert len(record.disputed_items) == len(items)
    assert record.disputed_items[1].rationale == ASSOCIATED
    assert "Sling" not in record.disputed_items[0].rationale  # type: ignore[operator]
    assert {"disputed_items.1.claims_administrator.text", "disputed_items.1.expert_reviewer.text"} <= doubted(
        record, "missing"
    )


def test_a_rationales_own_numbered_list_is_no_item() -> None:
    rationale = f"The criteria are:\n1. Pain.\n2. A brace {NOT_NECESSARY}.\nThe request for it {NOT_NECESSARY}."
    record = read(
        final(
            [Determined(f"1. Arthroscopy {NOT_NECESSARY}.", rationale=rationale), Determined(f"2. Norco {NECESSARY}.")]
        )
    )
    assert items_of(record) == [("Arthroscopy", "upheld"), ("Norco", "overturned")]


def test_a_lost_number_says_that_an_item_may_be_lost() -> None:
    record = read(final([BRACE_2013, NORCO_2013._replace(heading=NORCO_2013.heading.replace("2.", "3."))]))
    assert items_of(record) == BOTH
    assert doubted(record, "contradiction") == {"disputed_items", "outcome"}


# The cover letter's word, the items' decisions, the outcome, and whether it is in doubt.
OUTCOMES = [
    ("UPHOLD", [BRACE_2013], "upheld", False),
    ("OVERTURN", [Determined(f"1. Norco {NECESSARY}.")], "overturned", False),
    ("PARTIAL OVERTURN", [BRACE_2013, NORCO_2013], "partially overturned", False),
    ("OVERTURN", [BRACE_2013], "upheld", True),
    ("PARTIAL OVERTURN", [BRACE_2013], "upheld", True),
    ("UPHOLD", [BRACE_2013, NORCO_2013], "partially overturned", True),
]


@pytest.mark.parametrize(("word", "items", "outcome", "doubtful"), OUTCOMES)
def test_the_cover_letter_is_held_against_the_items(
    word: str, items: list[Determined], outcome: str, doubtful: bool
) -> None:
    record = read(final(items, cover=cover(word)))
    assert record.outcome == outcome
    assert doubted(record, "contradiction") == ({"outcome", "disputed_items"} if doubtful else set())


def test_the_cover_letter_tells_the_outcome_where_the_items_do_not() -> None:
    record = read(
        final([BRACE_2013._replace(heading="1. Back brace is partially medically necessary.")], cover=cover())
    )
    assert record.disputed_items[0].decision is None
    assert record.outcome == "upheld"


def test_a_letter_without_its_cover_has_no_header() -> None:
    record = read(final([BRACE_2013]))
    assert record.form == "fdl-2013"
    assert record.case_number is None
    assert {"case_number", "priority", "dates.decision", "dates.injury"} <= doubted(record, "missing")
    assert "dates.assigned" not in doubted(record, "missing")


@pytest.mark.parametrize(
    "listed",
    ["MRI, DATE OF SERVICE 3/4/2012", "NORCO; APPLICATION OF HEAT 1/2/2013", "EXPEDITED CONSULTATION, 4/5/2013"],
)
def test_the_covers_list_leaks_into_no_value(listed: str) -> None:
    whole = read(final([BRACE_2013], cover=cover(block=COVER_BLOCK.rsplit("\n", 1)[0] + f"\n{listed}")))
    assert (whole.dates, whole.priority) == (read(final([BRACE_2013], cover=cover())).dates, "standard")


# Between two forms: how the item's heading and the guidelines are printed, and which form that is.
BETWEEN = [
    (f"Back brace {NOT_NECESSARY}.", CLAIMS, "The Expert Reviewer used the ODG.", "fdl-2013"),
    ("Back brace: Upheld", CLAIMS, "The Expert Reviewer used the ODG.", "fdl-2013"),
    (
        f"1. Back brace {NOT_NECESSARY}.",
        f"Claims Administrator guideline: {CLAIMS}",
        "MAXIMUS guideline: The Expert Reviewer used the ODG.",
        "fdl-2014",
    ),
    (
        "Back brace: Upheld",
        f"Claims Administrator guideline: {CLAIMS}",
        "MAXIMUS guideline: The Expert Reviewer used the ODG.",
        "fdl-2014",
    ),
]


@pytest.mark.parametrize(("heading", "claims", "reviewer", "form"), BETWEEN)
def test_letters_between_two_forms_lose_no_item(heading: str, claims: str, reviewer: str, form: str) -> None:
    item = Determined(heading, claims, reviewer, label="Decision rationale:")
    record = read(final([item, item], cover=cover()))
    assert record.form == form
    assert items_of(record) == [("Back brace", "upheld")] * 2
    assert record.dates.decision == datetime.date(2013, 12, 31)
    for found in record.disputed_items:
        assert found.claims_administrator.text == CLAIMS
        assert found.expert_reviewer.text == "The Expert Reviewer used the ODG."
        assert found.rationale == item.rationale


# -- mpr-2013 ---------------------------------------------------------------------------------------------------------

# The issue at dispute and the items in it.
ISSUES = [
    ("Whether the MRI of the lumbar spine is/was medically necessary?", ["MRI of the lumbar spine"]),
    ("Whether or not the requested back brace is medically necessary.", ["back brace"]),
    ("Is the request for Norco 10/325mg #60 medically necessary?", ["Norco 10/325mg #60"]),
    ("Home health care medically necessary?", ["Home health care"]),
    ("MRI of the lumbar spine", ["MRI of the lumbar spine"]),
    ("1. MRI of the lumbar spine\n2. Norco 10/325mg #60", ["MRI of the lumbar spine", "Norco 10/325mg #60"]),
    ("1) Whether the MRI was medically necessary?\n2) Whether a cane was medically necessary?", ["MRI", "cane"]),
    ("Whether the MRI was medically necessary? Whether a cane was medically necessary?", ["MRI", "cane"]),
]


@pytest.mark.parametrize(("issue", "treatments"), ISSUES)
def test_the_item_is_the_issue_at_dispute(issue: str, treatments: list[str]) -> None:
    record = read(review(issue, *(f"{DENIED}\n{RATIONALE}" for _ in treatments)))
    assert record.form == "mpr-2013"
    assert items_of(record) == [(treatment, "upheld") for treatment in treatments]


def test_a_medical_professional_review_is_read_whole() -> None:
    block = "Date: 3/4/2013\nIMR Case Number: CM13-0000042\nDate of Injury: 3/4/2010"
    issue = "1. Whether the MRI was medically necessary?\n2. Whether a cane was medically necessary?"
    record = read(review(issue, f"{DENIED}\n{RATIONALE}", f"{GRANTED} A cane helps.", block=block))
    assert record.case_number == "CM13-0000042"
    assert (record.dates.decision, record.dates.injury) == (datetime.date(2013, 3, 4), datetime.date(2010, 3, 4))
    assert record.outcome == "partially overturned"
    assert (record.reviewer.licensure, record.reviewer.specialties) == (("Ohio",), ("Neurology",))
    assert record.case_summary == SUMMARY
    assert record.documents_reviewed == TWO
    assert items_of(record) == [("MRI", "upheld"), ("cane", "overturned")]
    assert [item.rationale for item in record.disputed_items] == [RATIONALE, "A cane helps."]
    for item in record.disputed_items:
        assert item.expert_reviewer.text == "The professional reviewer relied on the ACOEM Guidelines, Chapter 12."
        assert item.claims_administrator.text is None
    assert not doubted(record, "missing")


def test_one_rationale_for_several_issues_leaves_their_decisions_in_doubt() -> None:
    record = read(review("1. An MRI\n2. A cane", f"{DENIED}\n{RATIONALE}"))
    assert items_of(record) == [("MRI", "upheld"), ("cane", "upheld")]
    assert {"disputed_items.0.decision", "disputed_items.1.decision"} <= doubted(record, "uncertain")


def test_more_rationales_than_issues_are_in_doubt() -> None:
    record = read(review("An MRI and a cane", f"{DENIED}\n{RATIONALE}", f"{GRANTED}\nA cane helps."))
    assert [decision for _, decision in items_of(record)] == ["upheld", "overturned"]
    assert {"disputed_items", "outcome", "disputed_items.0.treatment"} <= doubted(record, "contradiction")
