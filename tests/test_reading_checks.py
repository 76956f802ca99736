"""Letters that were damaged, and what the checks of the reading say of them; whole ones, of which they say nothing."""

from __future__ import annotations

import itertools

import pytest

import imrparse
from tests.letters import CREDENTIALS, RATIONALE, SUMMARY, Item, letter, record_of, wrapped
from tests.letters_2013 import (
    DENIED,
    DOCUMENTS,
    DOCUMENTS_LEAD_IN,
    MADE,
    NORCO,
    NOT_NECESSARY,
    THERAPY,
    Determined,
    final,
    notice,
    review,
)

MOST = (
    "He/she has been in active clinical practice for more than five years and is currently working at least 24 hours a "
    "week in active practice. The expert reviewer was selected based on his/her clinical experience, education, "
    "background, and expertise in the same or similar specialties that evaluate and/or treat the medical condition and "
    "disputed items/services. He/she is familiar with governing laws and regulations, including the strength of "
    "evidence hierarchy that applies to Independent Medical Review determinations."
)
PROSE = "\n".join(
    f"On day {number} the worker walked {number} miles with a cane and reported that the knee felt {feeling} again."
    for number, feeling in enumerate(("warm", "cold", "stiff", "loose", "sore", "well", "heavy", "light"), 1)
)


def doubts(text: str) -> set[tuple[str, str]]:
    return {(warning.code, warning.field) for warning in imrparse.parse_text(text).record.warnings}


def listing(entries: str) -> str:
    return notice([THERAPY], documents=f"{DOCUMENTS_LEAD_IN}\n{entries}")


@pytest.mark.parametrize(
    ("entry", "odd"),
    [
        ("Utilization Review Determination (dated 8/30/2013)", False),
        ("Medical Records from 1/29/13 to 8/20/2013 (118 pages)", False),
        ("MTUS", False),
        ("These documents listed below:", True),
        ("Application for In", True),
        ("Utilization Review Determination (dated", True),
        ("Medical Records from", True),
        ("Medical Records", False),
        ("These", True),
        ("The reviewer based the decision on the guidelines of 2009", True),
        ("Application for Independent Medical Review (received 9/6/2013)", True),  # the first entry once more
    ],
)
def test_entries_of_the_list_of_documents(entry: str, odd: bool) -> None:
    found = doubts(listing(f"{DOCUMENTS}\n• {entry}"))
    assert (("unclear_boundary", "documents_reviewed") in found) == odd


@pytest.mark.parametrize(
    ("heading", "odd"),
    [
        ("Norco 10/325mg #60", False),
        ("MRI of the lumbar spine, without contrast", False),
        ("Vitamin B12 injection", False),
        ("Therefore, the request", True),
        ("Whethcr the cane", True),
        ("A cane as one reviewer asked", True),
        ("Voltaren gel l%", True),
        ("Norco 10/325mg #6O", True),
        ("Oxycodone mg, #30", True),
        ("Butrans patch20 mcg/hr", True),
        ("Norco 5/325mgoral tablet", True),
        ("Omeprazole 20m2 #30", True),
        ("which would exceed it. Cane", True),
        ("Oxycodone 30mg #", True),
        ("Norco 10/325mg (#60), 1) for pain, 2) for sleep", False),
        ("12/29/2016) of the cane", True),
        ("There was no red flag. Given X-rays of the hand", True),
        ("A cane since 1996. Treatment has included heat", True),
    ],
)
def test_requests(heading: str, odd: bool) -> None:
    record = record_of((Item(f"{heading}: Upheld"),))
    fields = {warning.field for warning in record.warnings if warning.code == "unclear_boundary"}
    assert ({"disputed_items.0.treatment", "disputed_items.0.decision", "outcome"} <= fields) == odd


@pytest.mark.parametrize(
    "words",
    [
        "He/she has no affiliation with the employer, employee, providers or the claims administrator.",
        "Here ends what the letter says of it. MAXIMUS guideline: None.",
    ],
)
def test_words_of_the_form_inside_a_rationale(words: str) -> None:
    found = doubts(letter((Item(rationale=f"Heat was tried. {words} The request is not medically necessary."),)))
    assert {field for code, field in found if code in ("unclear_boundary", "stray_label")}


def test_a_heading_that_was_lost_puts_both_parts_in_doubt() -> None:
    text = review("Whether a cane is medically necessary.", f"{DENIED}\nA cane is of use. It is not necessary.")
    swallowed = text.replace(DENIED[:20], "CAUSES FOR WHAT THE")
    assert any(field.startswith("disputed_items.0.expert_reviewer") for _, field in doubts(swallowed))


@pytest.mark.parametrize(
    ("rationale", "cut"),
    [
        ("Heat was tried. The request is not medically necessary.", False),
        ("Heat was tried. The request is not medically necessary", False),
        ("Heat was tried. The criteria are met, and the request is supported", False),
        ("Heat was tried. The request is not medically necessary. (Treatment Guidelines, page 117)", False),
        ("Heat was tried, and medical necessity is not established", False),
        ("Heat was tried. The worker was given a", True),
        ("Heat was tried, as the notes say (of May 2, page 4)", True),
        ("Heat was tried. The same request was previously denied", True),
        ("Heat was tried. The notes do not say whether the goals of the first six visits were met", True),
        ("Heat was tried. This was discussed with Dr.", True),
        ("and heat was tried. The request is not medically necessary.", True),
    ],
)
def test_rationales_that_begin_or_end_inside_a_sentence(rationale: str, cut: bool) -> None:
    found = doubts(letter((Item(rationale=rationale), Item("Cane: Upheld"))))
    assert (("cut_off", "disputed_items.0.rationale") in found) == cut


@pytest.mark.parametrize(
    ("rationale", "concludes"),
    [
        ("The guideline asks for a trial. The request is not medically necessary.", True),
        ("The guideline asks for a trial. The decision is upheld. (Smith, 2009.)", True),
        ("The guideline asks for a trial. None was done. More of it is not needed.", True),
        ("A trial was done. The cane is supported.", True),
        ("As above for the therapy.", True),
        ("The worker had a proper fit of shoes.", False),
        (
            "The request is not certified. References: 1. Smith J. On the use of heat and cold in the care of the back "
            "and of the neck of workers. J Warmth 2009;5(3):1-9. 2. Jones K. On the use of cold. J Cold 2010;1(2):3-4.",
            True,
        ),
        ("A trial is supported by the guideline. The notes show a gain of two pounds.", False),
        ("The notes show a gain of two pounds, and the worker came to every visit.", False),
    ],
)
def test_a_rationale_ends_in_a_conclusion(rationale: str, concludes: bool) -> None:
    found = doubts(letter((Item(rationale=rationale), Item("Cane: Upheld"))))
    for field in ("disputed_items.0.rationale", "disputed_items"):
        assert (("cut_off", field) in found) != concludes


@pytest.mark.parametrize("part", ["claims", "expert", "rationale"])
def test_where_an_item_lacks_a_part_other_items_may_be_missing(part: str) -> None:
    items = (Item(), Item("Cane: Upheld")._replace(**{part: None}), Item("Walker: Upheld"))
    assert ("section_missing", "disputed_items") in doubts(letter(items))


FULL = "On the first day the worker walked a mile with a cane and reported that the knee, which had been sore for"
"""A full line that ends inside a sentence."""


@pytest.mark.parametrize(
    ("below", "lost"),
    [
        ("weeks, felt warm. The request is not medically necessary.", False),
        ("Dr. Smith, felt warm. The request is not medically necessary.", False),
        ("The request is not medically necessary.", True),
    ],
)
def test_a_sentence_goes_on_in_the_next_line(below: str, lost: bool) -> None:
    text = letter((Item(),)).replace(wrapped(RATIONALE), "RATIONALE")
    found = doubts(text.replace(wrapped(f"Decision rationale: {RATIONALE}"), f"Decision rationale: {FULL}\n{below}"))
    assert (("unclear_pages", "disputed_items.0.rationale") in found) == lost


def test_a_sentence_that_ended_does_not_go_on() -> None:
    said = f"{FULL}\nmonths, felt warm that day and on most of the other days of that long and dry and sunny week.\n"
    text = letter((Item(),)).replace(wrapped(f"Decision rationale: {RATIONALE}"), f"Decision rationale: {said}{{}}")
    assert "{}" in text
    for below, lost in (("The request is not necessary.", False), ("walking. The request is not necessary.", True)):
        found = doubts(text.replace("{}", below))
        assert (("unclear_pages", "disputed_items.0.rationale") in found) == lost


def test_pages_that_end_early_and_pages_that_end_full() -> None:
    said = f"{PROSE}\n{PROSE.replace('knee', 'neck')}\nThe request is not medically necessary."
    lines = letter((Item(rationale=said), Item("Cane: Upheld", rationale=said.replace("worker", "clerk")))).split("\n")
    assert len(lines) > 60
    for ends, early, full in (
        ((32,), False, True),
        ((15, 55), True, False),
        ((18, 58), False, False),
        ((40,), False, False),
    ):
        starts = [0, *ends, len(lines)]
        pages = ["\n".join(lines[start:end]) for start, end in itertools.pairwise(starts)]
        found = doubts("\n\f".join(pages))
        assert (("unclear_pages", "source.pages") in found) == early
        assert (("cut_off", "outcome") in found) == full


def test_a_label_in_the_case_summary_tells_of_pages_in_the_wrong_place() -> None:
    found = doubts(letter(summary=f"{SUMMARY} The request was Decision rationale: of the page that is missing here."))
    assert {("unclear_pages", "case_summary"), ("unclear_pages", "disputed_items")} <= found


@pytest.mark.parametrize(
    ("paragraph", "odd"),
    [
        ("Decision based on MTUS Neck and Upper Back Complaints 2004, Section(s): Special Studies.", False),
        ("Decision based on NonMTUS Citation ODG, Neck and Upper Back Chapter, MRI.", False),
        ("Decision based on Non-MTUS Citation Smith, J. Heat and cold. Journal of Warmth, 2009.", False),
        ("Decision based on MTUS Chronic Pain 2016, Disability Guidelines (ODG), Pain Chapter, Diclofenac.", True),
        ("Decision based on MTUS Shoulder Complaints 2004. Chronic) - Indications for imaging.", True),
        ("Decision based on Knee and Leg chapter.", True),
        ("Decision based on MTUS Low Back Complaints 2004. notes and films, the request is not necessary.", True),
        ("Decision based on MTUS Low Back Complaints 2004. This request is not medically necessary.", True),
        ("Decision based on Non-MTUS Citation ODG, Pain Chapter, Heat; Physicians of Warmth, Cold.", True),
        ("Decision based on MTUS Low Back Complaints 2004, Section(s): 2004, Physical Methods.", True),
        ("Decision based on MTUS ACOEM Chapter 11 For earm, Wrist, and Hand Complaints Page(s): 265.", True),
        ("Decision based on Non-MTUS Citation ODG Shoulderchapter.", True),
        (
            "Decision based on MTUS Chronic Pain 2009, Section(s): Weaning, opioids (specific guidelines).",
            False,
        ),
    ],
)
def test_guideline_paragraphs_that_lost_a_line(paragraph: str, odd: bool) -> None:
    found = doubts(letter((Item(expert=paragraph), Item("Cane: Upheld"))))
    assert (("unclear_boundary", "disputed_items.0.expert_reviewer") in found) == odd


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        ("The claimant was sent to", True),
        ("The claimant was sent to the (first", True),
        ("The cane was denied (one)", True),
        ("The request for a cane was denied", True),
        ("Diagnoses:\n2. Lumbar strain\n3. Pain which was then", True),
        ("Diagnoses:\n1. Lumbar strain\n2. Cervical strain", False),
    ],
)
def test_a_summary_that_ends_inside_a_sentence(last: str, cut: bool) -> None:
    assert (("cut_off", "case_summary") in doubts(letter(summary=f"{SUMMARY} {last}"))) == cut


def test_a_word_twice_in_a_guideline_paragraph() -> None:
    found = doubts(letter((Item(expert="Decision based on MTUS Chronic Pain Guidelines Guidelines, page 3."),)))
    assert ("cut_off", "disputed_items.0.expert_reviewer") in found


@pytest.mark.parametrize(
    ("order", "swapped"), [((0, 1, 2), False), ((1, 0, 2), True), ((0, 2, 1), True), ((0, 1, 1), True)]
)
def test_numbers_of_the_items(order: tuple[int, ...], swapped: bool) -> None:
    names = ("Heat", "Cane", "Traction")
    items = [Determined(f"{number + 1}. {names[number]} {NOT_NECESSARY}.") for number in order]
    assert (("unclear_pages", "disputed_items") in doubts(final(items))) == swapped


def test_an_item_twice() -> None:
    assert ("unclear_pages", "disputed_items") in doubts(letter((Item("Cane: Upheld"), Item("Cane: Upheld"))))
    assert ("unclear_pages", "disputed_items") not in doubts(letter((Item("Cane: Upheld"), Item("Walker: Upheld"))))


def test_lines_twice() -> None:
    lines = PROSE.split("\n")
    said = f"{PROSE}\nThe request is not medically necessary."
    whole = letter((Item(rationale=said),))
    assert not any(code == "unclear_pages" for code, _ in doubts(whole))
    line_twice = whole.replace(lines[3], f"{lines[3]}\n{lines[3]}")
    page_twice = whole.replace(lines[6], "\n".join([*lines[1:6], lines[6]]))
    quoted = whole.replace(lines[6], f"{lines[0]}\n{lines[6]}")
    for text, twice in ((line_twice, True), (page_twice, True), (quoted, False)):
        assert (("unclear_pages", "disputed_items.0.rationale") in doubts(text)) == twice


def test_two_items_may_be_argued_alike() -> None:
    said = f"{PROSE}\nThe request is not medically necessary."
    found = doubts(letter((Item("Cane: Upheld", rationale=said), Item("Walker: Upheld", rationale=said))))
    assert not any(code == "unclear_pages" for code, _ in found)


@pytest.mark.parametrize(
    ("made", "field"),
    [
        ("is Board Certified in Internal Medicine and is licensed to practice in Texas", None),
        (
            "is Board Certified in Internal Medicine, has a subspecialty in Cardiology and is licensed to practice in "
            "Texas, Ohio, and New York",
            None,
        ),
        ("is Baord Certifled in Neurology, has a subspecialty in Pain Medicine, and is licensed to practice in Ohio",
         "reviewer.specialties"),
        ("is Board Certified in Neurology and is licensed to practice in Texas. Ohio and Utah", "reviewer.licensure"),
        ("is Board Certified in Internel Medicine and is licensed to practice in Texas", "reviewer.specialties.0"),
    ],
)  # fmt: skip
def test_credentials_in_prose(made: str, field: str | None) -> None:
    sentence = "is Board Certified in Internal Medicine and is licensed to practice in Texas"
    assert sentence in MADE
    text = final([Determined(f"1. Cane {NOT_NECESSARY}.")], credentials=MADE.replace(sentence, made))
    fields = {field for _, field in doubts(text) if field.startswith("reviewer")}
    assert field in fields if field else not fields


LICENSED, CERTIFIED = CREDENTIALS.split("\n")[1:]


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ((LICENSED, CERTIFIED), None),
        ((LICENSED,), "reviewer.text"),
        ((CERTIFIED,), "reviewer.text"),
        ((CERTIFIED, LICENSED), "reviewer"),
        ((LICENSED, CERTIFIED, "The expert reviewer developed the"), "reviewer"),
        ((LICENSED, CERTIFIED.replace("Orthopedic Surgery", "Preven")), "reviewer.specialties.0"),
        ((LICENSED, CERTIFIED.replace("Surgery", "Surgcry")), "reviewer.specialties.0"),
        ((LICENSED, CERTIFIED.replace("Orthopedic", "Spinal")), None),  # like "Spine Surgery", and a name of its own
    ],
)
def test_credentials_as_a_list(lines: tuple[str, ...], field: str | None) -> None:
    found = doubts(letter(credentials="\n".join([CREDENTIALS.split("\n")[0], *lines])))
    fields = {field for _, field in found if field.startswith("reviewer")}
    assert field in fields if field else not fields


@pytest.mark.parametrize(
    ("misread", "damaged"),
    [
        ({}, False),
        ({"familiar": "familar"}, False),  # one word may be a slip of the form
        ({"familiar": "famlliar", "hierarchy": "hiararchy"}, True),
        ({"familiar": "fam1liar", "regulations": "regulatlons"}, True),
    ],
)
def test_words_of_the_form_that_are_misread(misread: dict[str, str], damaged: bool) -> None:
    text = letter(credentials=f"{MOST}\n{CREDENTIALS}")
    for word, instead in misread.items():
        assert word in text
        text = text.replace(word, instead)
    assert (("damaged", "disputed_items.0.treatment") in doubts(text)) == damaged


def test_words_that_lost_the_blank_between_them() -> None:
    text = letter((Item(rationale=f"{PROSE}\nThe request is not medically necessary."),))
    for glued, damaged in ((text.replace("the worker", "theworker", 1), False), (text, False)):
        assert (("damaged", "disputed_items.0.treatment") in doubts(glued)) == damaged
    both = text.replace("the worker", "theworker", 1).replace("and reported", "andreported", 1)
    assert ("damaged", "disputed_items.0.treatment") in doubts(both)


def test_whole_letters_raise_no_doubt_of_the_reading() -> None:
    codes = {"unclear_boundary", "unclear_pages", "cut_off", "damaged", "section_missing"}
    for text in (letter(), letter((Item(), Item("Cane: Upheld"))), notice([THERAPY, NORCO]), letter(end=RATIONALE)):
        assert not {code for code, _ in doubts(text)} & codes


@pytest.mark.parametrize(("number", "odd"), [("CM16-0012345", False), ("CM16-00123", True)])
def test_digits_of_the_case_number(number: str, odd: bool) -> None:
    assert (("damaged", "case_number") in doubts(letter().replace("CM16-0012345", number))) == odd
