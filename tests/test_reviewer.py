"""The reviewer's credentials, from the list and from prose."""

from __future__ import annotations

import pytest

import imrparse
from imrparse.evidence import Found
from imrparse.fields.reviewer import read_reviewer
from imrparse.record import Reviewer
from tests import letters


def found(text: str) -> tuple[list[str], list[str]]:
    """States and specialties, each checked against its evidence."""
    result = read_reviewer(text)
    assert_grounded(text, result)
    return list(result.value.licensure), list(result.value.specialties)


def assert_grounded(text: str, result: Found[Reviewer]) -> None:
    """Every value has its span: a specialty's words are the value, a state's its name or its abbreviation."""
    reviewer = result.value
    words = {path: text[span.start : span.end] for path, (span,) in result.evidence.items()}
    expected = {f"licensure.{n}" for n in range(len(reviewer.licensure))}
    expected |= {f"specialties.{n}" for n in range(len(reviewer.specialties))}
    assert words.keys() - {"text"} == expected
    for number, specialty in enumerate(reviewer.specialties):
        assert words[f"specialties.{number}"] == specialty
    for number, state in enumerate(reviewer.licensure):
        printed = words[f"licensure.{number}"]
        assert len(printed.replace(".", "")) == 2 or " ".join(printed.split()).casefold() == state.casefold()


def listed(states: str, specialties: str) -> str:
    return (
        "The Expert Reviewer has the following credentials: "
        f"State(s) of Licensure: {states} Certification(s)/Specialty: {specialties}"
    )


# (states, specialties, expected states, expected specialties): the list of 2015 on
LISTS = [
    # One of each; several, in letter order, with and without blanks.
    ("California", "Orthopedic Surgery", ["California"], ["Orthopedic Surgery"]),
    ("Oregon, California", "Neurology, Pain Management", ["Oregon", "California"], ["Neurology", "Pain Management"]),
    ("California,Oregon", "Neurology,Psychiatry", ["California", "Oregon"], ["Neurology", "Psychiatry"]),
    # "and" inside a name does not split it.
    ("Texas", "Physical Medicine and Rehabilitation", ["Texas"], ["Physical Medicine and Rehabilitation"]),
    ("Texas", "Physical Medicine & Rehabilitation", ["Texas"], ["Physical Medicine & Rehabilitation"]),
    # A specialty that no catalogue has, misspelt or new, stays as printed.
    ("Ohio", "Sports Medicinea, Space Medicine", ["Ohio"], ["Sports Medicinea", "Space Medicine"]),
    # Abbreviations, of two letters, become the full name.
    ("CA", "Neurology", ["California"], ["Neurology"]),
    ("NY, CA, DC", "Neurology", ["New York", "California", "District of Columbia"], ["Neurology"]),
    # Names of several words, in any case.
    ("District of Columbia, Maryland", "Neurology", ["District of Columbia", "Maryland"], ["Neurology"]),
    ("NEW YORK, west virginia", "Neurology", ["New York", "West Virginia"], ["Neurology"]),
    # A final comma or full stop is none of the name.
    ("California, ", "Neurology.", ["California"], ["Neurology"]),
    # Semicolons.
    ("California; Nevada", "Neurology; Psychiatry", ["California", "Nevada"], ["Neurology", "Psychiatry"]),
]


@pytest.mark.parametrize(("states", "specialties", "expected_states", "expected_specialties"), LISTS)
def test_the_list(states: str, specialties: str, expected_states: list[str], expected_specialties: list[str]) -> None:
    assert found(listed(states, specialties)) == (expected_states, expected_specialties)


# Labels of the list, as letters vary them.
LABELS = [
    ("State(s) of Licensure:", "Certification(s)/Specialty:"),
    ("State of Licensure:", "Certification/Specialty:"),
    ("States of Licensure:", "Certification(s) / Specialty:"),
    ("STATE(S) OF LICENSURE:", "CERTIFICATION(S)/SPECIALTY:"),
    ("State(s) of Licensure :", "Certifications/Specialties:"),
]


@pytest.mark.parametrize(("licensure", "specialty"), LABELS)
def test_labels_of_the_list(licensure: str, specialty: str) -> None:
    text = listed("California", "Neurology")
    text = text.replace("State(s) of Licensure:", licensure).replace("Certification(s)/Specialty:", specialty)
    assert found(text) == (["California"], ["Neurology"])


def test_the_words_that_both_were_read_from_are_kept() -> None:
    value = read_reviewer(listed("California", "Neurology")).value
    assert value.text == "State(s) of Licensure: California\nCertification(s)/Specialty: Neurology"


def test_the_list_in_the_other_order() -> None:
    text = "Certification(s)/Specialty: Neurology, Psychiatry State(s) of Licensure: California, Texas"
    assert found(text) == (["California", "Texas"], ["Neurology", "Psychiatry"])


def test_what_is_no_state_stays_as_printed_and_in_doubt() -> None:
    text = listed("California, Ontario", "Neurology")
    result = read_reviewer(text)
    assert result.value.licensure == ("California", "Ontario")
    assert [(doubt.code, doubt.path) for doubt in result.doubts] == [("unknown_state", "licensure.1")]


# (the part that is missing, states, specialties, the path of the doubt)
INCOMPLETE = [
    ("State(s) of Licensure: California Certification(s)/Specialty:", ["California"], [], "specialties"),
    ("State(s) of Licensure: California", ["California"], [], "specialties"),
    ("Certification(s)/Specialty: Neurology", [], ["Neurology"], "licensure"),
    ("State(s) of Licensure: Certification(s)/Specialty: Neurology", [], ["Neurology"], "licensure"),
]


@pytest.mark.parametrize(("text", "states", "specialties", "path"), INCOMPLETE)
def test_half_a_list(text: str, states: list[str], specialties: list[str], path: str) -> None:
    assert found(text) == (states, specialties)
    assert [(doubt.code, doubt.path) for doubt in read_reviewer(text).doubts] == [("missing", path)]


# (sentence, states, specialties): the prose of 2013 and 2014
PROSE = [
    # The form's sentence.
    ("The expert reviewer is Board Certified in Internal Medicine and is licensed to practice in California.",
     ["California"], ["Internal Medicine"]),
    ("The physician reviewer is Board Certified in Family Practice, and is licensed to practice in Texas.",
     ["Texas"], ["Family Practice"]),
    # Two states; three with commas; a state that has "of" in its name, beside another and alone.
    ("The expert reviewer is Board Certified in Neurology and is licensed to practice in Texas and Ohio.",
     ["Texas", "Ohio"], ["Neurology"]),
    ("The expert reviewer is Board Certified in Neurology and is licensed to practice in Texas, Ohio and New York.",
     ["Texas", "Ohio", "New York"], ["Neurology"]),
    ("The expert reviewer is Board Certified in Neurology and is licensed to practice in District of Columbia and "
     "Ohio.", ["District of Columbia", "Ohio"], ["Neurology"]),
    ("The expert reviewer is Board Certified in Neurology and is licensed to practice in the District of Columbia.",
     ["District of Columbia"], ["Neurology"]),
    ("The expert reviewer is Board Certified in Neurology and is licensed to practice in the State of California.",
     ["California"], ["Neurology"]),
    ("The physician reviewer is Board Certified in Orthopedic Surgery, with a Certificate of Added Qualification in "
     "Hand Surgery and is licensed to practice in Utah.", ["Utah"], ["Orthopedic Surgery", "Hand Surgery"]),
    ("The physician reviewer is Board Certified in Neurology and is licensed to practice in Maryland and D.C. He/she "
     "has been in practice.", ["Maryland", "District of Columbia"], ["Neurology"]),
    # A subspecialty.
    ("The expert reviewer is Board Certified in Anesthesiology, has a subspecialty in Pain Management and is licensed "
     "to practice in Texas.", ["Texas"], ["Anesthesiology", "Pain Management"]),
    # A name that has "and" in it; two names with "and" between them.
    ("The expert reviewer is Board Certified in Physical Medicine and Rehabilitation and is licensed to practice in "
     "Ohio.", ["Ohio"], ["Physical Medicine and Rehabilitation"]),
    ("The expert reviewer is Board Certified in Psychiatry and Neurology, has a subspecialty in Addiction Psychiatry "
     "and is licensed to practice in Ohio.", ["Ohio"], ["Psychiatry and Neurology", "Addiction Psychiatry"]),
    ("The expert reviewer is Board Certified in Preventive Medicine and Occupational Medicine and is licensed to "
     "practice in Ohio.", ["Ohio"], ["Preventive Medicine", "Occupational Medicine"]),
    # A reviewer who is no physician.
    ("The expert reviewer is a licensed Chiropractor and is licensed to practice in California.",
     ["California"], ["Chiropractor"]),
    ("The expert reviewer is Licensed in Acupuncture and Chiropractic and is licensed to practice in Ohio.",
     ["Ohio"], ["Acupuncture", "Chiropractic"]),
    # "and" before "licensed" without "is"; states in a sentence of their own, or before the certification.
    ("The expert reviewer is Board Certified in Neurology and Pain Medicine and licensed to practice in Ohio.",
     ["Ohio"], ["Neurology", "Pain Medicine"]),
    ("Board certified in Anesthesiology and Pain Medicine. Licensed in CA and NV.",
     ["California", "Nevada"], ["Anesthesiology", "Pain Medicine"]),
    ("The reviewer is board certified in Neurology and is licensed in the states of Ohio and Texas.",
     ["Ohio", "Texas"], ["Neurology"]),
    ("The reviewer is licensed in Ohio and Texas, and is board certified in Neurology.",
     ["Ohio", "Texas"], ["Neurology"]),
]  # fmt: skip


def test_states_are_no_specialties() -> None:
    assert found("The Doctor of Chiropractic is licensed to practice in California.") == (["California"], [])


@pytest.mark.parametrize(("sentence", "states", "specialties"), PROSE)
def test_prose(sentence: str, states: list[str], specialties: list[str]) -> None:
    text = (
        f"MAXIMUS Federal Services sent the complete case file to an expert reviewer. He/she has no affiliation "
        f"with the "
        f"employer. {sentence} He/she has been in active clinical practice for more than five years."
    )
    assert found(text) == (states, specialties)
    assert read_reviewer(text).doubts == ()


@pytest.mark.parametrize("text", ["", "The expert reviewer has no affiliation with the employer."])
def test_no_credentials(text: str) -> None:
    assert found(text) == ([], [])
    assert {(doubt.code, doubt.path) for doubt in read_reviewer(text).doubts} == {
        ("missing", "licensure"),
        ("missing", "specialties"),
    }


# (credentials as they stand on the page's lines, specialties): a name over a line end is one name
OVER_A_LINE = [
    ("Certification(s)/Specialty: Physical Medicine and\nRehabilitation", ["Physical Medicine and Rehabilitation"]),
    (
        "Certification(s)/Specialty: Internal Medicine, Occupational\nMedicine",
        ["Internal Medicine", "Occupational Medicine"],
    ),
    ("Certification(s)/Specialty: Neurology,\nPain Management", ["Neurology", "Pain Management"]),
]


@pytest.mark.parametrize(("lines", "specialties"), OVER_A_LINE)
def test_names_over_a_line(lines: str, specialties: list[str]) -> None:
    record = letters.record_of(credentials=f"State(s) of Licensure: New\nYork, California\n{lines}")
    assert record.form == "fdl-2015"
    assert list(record.reviewer.specialties) == specialties
    assert record.reviewer.licensure == ("New York", "California")


def test_the_prose_of_2014_in_a_letter() -> None:
    record = letters.record_of(
        credentials="The expert reviewer is Board Certified in Family Practice and is licensed to practice in "
        "District\nof Columbia and Virginia."
    )
    assert record.form == "fdl-2014"
    assert record.reviewer.licensure == ("District of Columbia", "Virginia")
    assert record.reviewer.specialties == ("Family Practice",)


def test_credentials_end_where_the_case_summary_is_led_in() -> None:
    # The heading of the case summary is misspelt; its lead-in sentence is not a specialty.
    text = letters.letter().replace(letters.SUMMARY_HEADING, "CLINCAL CASE SUMARY")
    reviewer = imrparse.parse_text(text).record.reviewer
    assert all("case" not in name for name in reviewer.specialties)


def test_a_sentence_is_no_specialty() -> None:
    found = read_reviewer(
        "State(s) of Licensure: Ohio Certification(s)/Specialty: "
        "Psychiatry and this reviewer has seen many workers with such pain"
    )
    assert [doubt.code for doubt in found.doubts] == ["unlikely_specialty"]
