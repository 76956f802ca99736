"""The patient: sentences in the wording of case summaries, written for these tables, and what they say."""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrparse.fields.patient import read_patient
from imrparse.record import Diagnosis, Patient

if TYPE_CHECKING:
    from imrparse.evidence import Found

MALE, FEMALE = "male", "female"
DATE = "who sustained an industrial injury on 3-14-2015. Treatment has included medication."


def assert_grounded(found: Found[Patient], summary: str) -> None:
    """Every printed value slices back to its words."""
    patient = found.value
    for path, spans in found.evidence.items():
        for span in spans:
            assert 0 <= span.start < span.end <= len(summary), path
            assert summary[slice(*span)] == summary[slice(*span)].strip(" ,;")
    words = {path: [summary[slice(*span)] for span in spans] for path, spans in found.evidence.items()}
    assert (patient.age is not None) == ("age" in words)
    assert (patient.sex is not None) == ("sex" in words)
    assert words.get("occupation") == ([patient.occupation] if patient.occupation else None)
    assert words.get("mechanism_of_injury") == ([patient.mechanism_of_injury] if patient.mechanism_of_injury else None)
    for place, diagnosis in enumerate(patient.diagnoses):
        assert words[f"diagnoses.{place}.text"] == [diagnosis.text]
        assert words.get(f"diagnoses.{place}.code") == ([diagnosis.code] if diagnosis.code else None)


def read(summary: str) -> Found[Patient]:
    found = read_patient(summary)
    assert_grounded(found, summary)
    return found


STATED = [
    # the reviewers' usual openings
    (f"The injured worker is a 48 year old male {DATE}", 48, MALE),
    (f"The injured worker is a 57-year-old female, {DATE}", 57, FEMALE),
    (f"The injured worker is a(n) 59 year old female, {DATE}", 59, FEMALE),
    (f"The injured worker was a 42 year old male, {DATE}", 42, MALE),
    (
        "This case involves a now 54-year-old female with a history of an occupational claim from 10/16/2014.",
        54,
        FEMALE,
    ),
    ("The applicant is a 31-year-old male roofer whose neck has hurt since last fall.", 31, MALE),
    ("This is a 71 year old male, hurt at work on 3-2-2011.", 71, MALE),
    ("The 53 year old female injured worker fell from a ladder on 6-9-2010.", 53, FEMALE),
    (
        "According to the records made available for review, this is a 36-year-old female patient, s/p injury 2/8/08.",
        36,
        FEMALE,
    ),
    ("Some pages of the chart were faint. The injured worker is a 67 year old male.", 67, MALE),
    # who comes first in the sentence, and titles (names are blacked out)
    ("Patient is a 45 year old male.", 45, MALE),
    ("45-year-old male with date of injury 4/4/12.", 45, MALE),
    ("62 y/o F injured 3/3/2010 while lifting.", 62, FEMALE),
    ("Ms. is a 52-year-old woman with low back pain.", 52, FEMALE),
    ("Mr. is a 41 year old who was injured at work on 1/2/2013.", 41, MALE),
    ("Mrs. , a 66-year-old, injured her knee on 9/9/2009.", 66, FEMALE),
    ("Claimant is a 50-year-old gentleman with chronic pain.", 50, MALE),
    # A hyphen that a line end left in the word.
    ("The injured worker is a 44 year old gentle-man who was injured on 8/27/2007.", 44, MALE),
    ("The patient is a 61-year-old lady who fell at work.", 61, FEMALE),
    ("The employee, a 37-year-old man, was injured on June 3, 2011.", 37, MALE),
    ("The patient is a 54 year old women who slipped.", 54, FEMALE),
    # words between the age and the noun
    ("The patient is a 52 y/o RHD male who was injured on 5/5/2005.", 52, MALE),
    ("The patient is a 47 year old, right hand dominant, female with elbow pain.", 47, FEMALE),
    ("This is a 39-year-old right-hand-dominant Hispanic male construction worker.", 39, MALE),
    ("The applicant is a represented 53-year-old former bus driver who filed a claim. She has neck pain.", 53, FEMALE),
    ("The patient is a 63-year-old (DOB 3-4-1952) female.", 63, FEMALE),
    (
        "The injured worker is a 44 year old diabetic, hypertensive, obese, Spanish-speaking female with foot pain.",
        44,
        FEMALE,
    ),
    ("The patient is a 51-year-old employee, a male, who injured his back.", 51, MALE),
    # spellings of the age
    ("This is a year 60 old patient who sustained injury on Oct 7 2002. He had chronic pain.", 60, MALE),
    ("This year-old 60 male has back pain.", 60, MALE),
    ("The patient is a 52 yo male.", 52, MALE),
    ("The patient is a 52yo male.", 52, MALE),
    ("The patient is a 52 y.o. female.", 52, FEMALE),
    ("The patient is a 52 Y/O FEMALE.", 52, FEMALE),
    ("The patient is a 52y/o male.", 52, MALE),
    ("The patient is a 52 y o male.", 52, MALE),
    ("A 52 YOM with a low back injury.", 52, MALE),
    ("A 52yof with a low back injury.", 52, FEMALE),
    ("A 52 y/o M with a low back injury.", 52, MALE),
    ("The patient is a 47yr old male.", 47, MALE),
    ("The patient is a 47 yr. old female.", 47, FEMALE),
    ("The patient is a 47 yrs old female.", 47, FEMALE),
    ("The patient is a 45-years old male.", 45, MALE),
    ("The patient is 45 years old. She works as a nurse.", 45, FEMALE),
    ("The patient is a 45 years of age male.", 45, MALE),
    ("The injured worker is 64 years of age and female.", 64, FEMALE),
    ("The patient is a 47 year-old woman.", 47, FEMALE),
    ("The patient is a 48 year-old-male.", 48, MALE),
    ("The patient is a 50 -year-old female.", 50, FEMALE),
    ("The patient is a 50- year- old female.", 50, FEMALE),
    ("The patient is a 50 - year - old female.", 50, FEMALE),
    ("The patient is a 50\u2013year\u2013old female.", 50, FEMALE),
    ("The patient is a 50 yearold female.", 50, FEMALE),
    ("The patient is a 50year old female.", 50, FEMALE),
    ("The patient is a 50 year\nold female.", 50, FEMALE),
    ("The patient is a 50 year oldfemale.", 50, FEMALE),
    ("The patient is a 50 year female.", 50, FEMALE),
    ("The patient is a 50 old male.", 50, MALE),
    ("The patient is a 50 male with knee pain.", 50, MALE),
    ("The patient is a 50F with knee pain.", 50, FEMALE),
    ("The patient is a 50 year odl male.", 50, MALE),
    ("The patient is a 50 yaer old male.", 50, MALE),
    ("The patient is a 50 ear old male.", 50, MALE),
    ("The patient is a 50 year olf femal with knee pain.", 50, FEMALE),
    ("The patient is a 48.5-year-old male.", 48, MALE),
    ("The patient is a forty-five-year-old male.", 45, MALE),
    ("A Fifty Two year old female with shoulder pain.", 52, FEMALE),
    ("The patient is a sixty year old man.", 60, MALE),
    ("The patient, aged 45, is a male with back pain.", 45, MALE),
    ("The patient, age 45, is a male with back pain.", 45, MALE),
    ("Age: 45 Sex: Female. Date of injury 4/5/2012.", 45, FEMALE),
    ("Age/Sex: 45/M, injured 4/5/2012. He fell.", 45, MALE),
    ("The patient is 48, and he has neck pain.", 48, MALE),
    ("The female patient, age of forty-five, has wrist pain.", 45, FEMALE),
    ("Request for authorization for a 45-year-old male with back pain.", 45, MALE),
    ("A request was made for 54-year-old female with knee pain.", 54, FEMALE),
    # sex before the age, or without any age
    ("This male patient is 45 years old and fell from a ladder.", 45, MALE),
    ("The injured worker is a right-handed female, age 33.", 33, FEMALE),
    ("The injured worker (IW) is a male who was injured on 4/4/2014.", None, MALE),
    ("Female with a date of injury of 2/2/2012.", None, FEMALE),
    ("The patient is male and has low back pain.", None, MALE),
    ("Mr. was injured on 4/4/2014. The provider asks for an MRI.", None, MALE),
    # pronouns, only where no noun or title stands, and not the boilerplate pairs
    ("The patient is a 45-year-old who was injured on 1/1/2011. She reports neck pain. Her sleep is poor.", 45, FEMALE),
    ("The injured worker reports that he hurt his back. He had surgery.", None, MALE),
    ("The worker said he/she would try therapy. His or her file is thin. She went to therapy.", None, FEMALE),
    ("The patient is a 45-year-old cashier who told her husband that he should drive. She has pain.", 45, FEMALE),
    # ages of injuries, images, other people, events
    ("The patient has a 12-year-old injury. The patient is a 51 year old male.", 51, MALE),
    ("This 15-year-old low back injury concerns a 58 year old female.", 58, FEMALE),
    ("A 20-year-old MRI was seen. The patient is a 58 year old female.", 58, FEMALE),
    ("This is a 45-year-old male with a 30-year history of smoking since age 15.", 45, MALE),
    ("Her 26-year-old son drives the patient, a 60-year-old female.", 60, FEMALE),
    ("The daughter, age 25, assists the patient, who is a 70-year-old female.", 70, FEMALE),
    ("Injured 3 years ago, the patient is a 49-year-old male.", 49, MALE),
    ("The patient is a 49-year-old male who was injured at the age of 42.", 49, MALE),
    ("The applicant is a represented school employee, 45, who has filed a claim for her pain.", 45, FEMALE),
    ("He was struck by a 25-year-old male driver. The patient is a 49 year old male.", 49, MALE),
    ("The guideline covers patients over 65 years old. This is a 44-year-old male.", 44, MALE),
    ("On 10-13-16 a 38 year old male fell.", 38, MALE),
    ("A 45 year old worker was hurt when a 30 year old male inmate attacked him.", 45, MALE),
    ("The worker is a 30 year-old aide who lifted a 90-year-old female patient. He felt a pop.", 30, MALE),
    ("The patient was assisting a 90-year-old female patient. The patient is a 41 year old man.", 41, MALE),
    ("It is a 45-year-old case of a 70-year-old man.", 70, MALE),
    ("The worker was hurt 20 years ago at age 30 and is now age 50. He limps.", 50, MALE),
    ("The patient is a 65-year-old male who was 50 years old when injured.", 65, MALE),
    ("The injured worker is a 35 year old male. Mother is a 60 year old female with diabetes.", 35, MALE),
    ("The patient is a 45-year-old mother of two. She has pain.", 45, FEMALE),
    # rarer shapes
    ("The patient is a 53 year and 4 month old female.", 53, FEMALE),
    ("The patient is a 64 (sixty-four) year old male.", 64, MALE),
    ("The patient is a sixty-four (64) year old male.", 64, MALE),
    ("The injured worker is a 48 years old, 5'4'' 210 lb. male.", 48, MALE),
    ("The injured worker (age 63, male) hurt his knee.", 63, MALE),
    ("DOB 1/1/1970 (45 years old), male.", 45, MALE),
    ("The injured worker is 48 y.o.m. with pain.", 48, MALE),
    ("The patient is a 44 year- old fe- male who fell.", 44, FEMALE),
    ("63M with low back pain.", 63, MALE),
    ("Patient is 44 and had an injury on 3/3/03. She limps.", 44, FEMALE),
    ("The patient's age is 58. Her back hurts.", 58, FEMALE),
    ("THE PATIENT IS A 66 YEAR OLD MALE.", 66, MALE),
    ("A report noted a 52-year-old with pain. The patient is a woman.", 52, FEMALE),
    # nouns about somebody else, and connectors
    (
        "The patient is a 46-year-old nurse injured when a combative male patient kicked her. She has knee pain.",
        46,
        FEMALE,
    ),
    (
        "This case involves a now 56-year-old female. The mechanism of injury is detailed as assisting a male student.",
        56,
        FEMALE,
    ),
    ("The patient is a 46-year-old whose male family member attends. She has pain.", 46, FEMALE),
    ("The patient is a 46-year-old seen by a female provider. He has pain. His gait is normal.", 46, MALE),
    ("The worker was asked to plug a male-to-male cable. She hurt her wrist.", None, FEMALE),
    ("The injured worker takes MS Contin. He has back pain.", None, MALE),
    ("The injured worker is a 65 year old male. The worker is treated for male erectile disorder.", 65, MALE),
]


@pytest.mark.parametrize(("summary", "age", "sex"), STATED)
def test_age_and_sex(summary: str, age: int | None, sex: str | None) -> None:
    patient = read(summary).value
    assert (patient.age, patient.sex) == (age, sex)


NOT_STATED = [
    # no age of the patient, whatever other numbers stand there
    ("The patient is a male with a 12-year-old industrial injury.", "age", "missing"),
    ("The patient is a male who has worked for 20 years as a welder.", "age", "missing"),
    ("The patient is a male. His 16-year-old daughter helps him.", "age", "missing"),
    ("The patient is a male who has smoked since age 18.", "age", "missing"),
    ("The patient is a male. Mother died at age 67.", "age", "missing"),
    ("The patient is a male. Flexion was 45, extension 20 and pain 8/10.", "age", "missing"),
    ("The patient is a 458 year old male.", "age", "impossible"),
    # the only age is the one at injury: printed, with a doubt
    ("The patient is a male who was injured at the age of 42.", "age", "uncertain"),
    ("She injured her wrist when she was 42 years old.", "age", "uncertain"),
    # two ages
    ("The patient is a 45-year-old male. This 54-year-old male was seen again.", "age", "contradiction"),
    # sex: nothing, both, or noun against pronouns
    ("The patient is a 45-year-old with back pain.", "sex", "missing"),
    ("The patient is a 45-year-old. He/she has pain. His/her gait is normal.", "sex", "missing"),
    ("The patient is a 45-year-old. He has back pain. She has had therapy.", "sex", "contradiction"),
    ("The patient is a 45-year-old male. She has back pain. She takes Norco.", "sex", "contradiction"),
    ("The patient is a 45-year-old male. Today this pleasant female has back pain.", "sex", "contradiction"),
    ("The patient is a 45-year-old nurse. The male patient kicked her knee. She has pain.", "sex", "uncertain"),
]


@pytest.mark.parametrize(("summary", "path", "code"), NOT_STATED)
def test_doubts(summary: str, path: str, code: str) -> None:
    assert (path, code) in {(doubt.path, doubt.code) for doubt in read(summary).doubts}


def test_no_doubt_about_a_plain_opening() -> None:
    summary = (
        f"The injured worker is a 48 year old male {DATE} The provider noted that he limps. His wife said she helps."
    )
    assert read(summary).doubts == ()


def test_values_in_doubt() -> None:
    # noun before pronouns; contradictory pronouns give none; an age at injury is kept as printed
    assert read("The patient is a 45-year-old male. She has pain. She limps.").value.sex == MALE
    assert read("The patient is a 45-year-old. He has pain. She limps.").value.sex is None
    assert read("The patient is a male who was injured at the age of 42.").value.age == 42
    both = read("At the age of 42, on May 2, 2001, the patient fell from a ladder. He is a 55 year old man now.")
    assert (both.value.age, [doubt.code for doubt in both.doubts]) == (42, ["uncertain"])


BIRTH_DATES = [
    ("The injured worker is a female born on March 17, 1956.", [(1956, 3, 17)]),
    ("The patient is a male with a date of birth of 3/17/56.", [(1956, 3, 17)]),
    ("The patient is a male (DOB: 03-17-1956).", [(1956, 3, 17)]),
    ("The records list her birthdate as 03-17-1956 and 03-17-1965.", [(1956, 3, 17), (1965, 3, 17)]),
    ("Birth date 3/17/1956. Later: DOB 3/17/1956.", [(1956, 3, 17)]),
    ("The patient was born in 1956.", []),
]


@pytest.mark.parametrize(("summary", "dates"), BIRTH_DATES)
def test_birth_dates(summary: str, dates: list[tuple[int, int, int]]) -> None:
    # one date is the birth date; two contradict each other; the age is never computed from them
    found = read(summary)
    expected = tuple(datetime.date(*date) for date in dates)
    assert found.value.age is None
    assert found.value.birth_date == (expected[0] if len(expected) == 1 else None)
    assert found.value.birth_dates == (expected if len(expected) > 1 else ())
    assert any(doubt.path == "birth_dates" for doubt in found.doubts) == (len(expected) > 1)


OCCUPATIONS = [
    ("The patient is a 45-year-old male bus driver who fell.", "bus driver"),
    ("The patient is a 45-year-old right-hand-dominant male, a warehouse worker, who fell.", "warehouse worker"),
    ("The patient is a 45-year-old Hispanic former carpenter with knee pain.", "former carpenter"),
    (
        "The patient is a 45-year-old male employed by the county as a correctional officer when injured.",
        "correctional officer",
    ),
    ("The patient is a 45-year-old female who works as a licensed vocational nurse.", "licensed vocational nurse"),
    ("The patient is a 45-year-old male. Occupation: forklift operator. Date of injury 1/1/11.", "forklift operator"),
    ("The patient is a 45-year-old male who was working as a stocker and fell.", "stocker"),
    # what is no occupation
    ("The injured worker is a 45-year-old male injured worker with pain.", None),
    ("The patient is a 45-year-old male with an occupational claim.", None),
    ("The patient is a 45-year-old male, working as tolerated with restrictions.", None),
    ("The patient is a 45-year-old male smoker with a history of diabetes.", None),
    ("The patient is a 45-year-old male. He was diagnosed as having a sprain.", None),
]


@pytest.mark.parametrize(("summary", "occupation"), OCCUPATIONS)
def test_occupation(summary: str, occupation: str | None) -> None:
    assert read(summary).value.occupation == occupation


MECHANISMS = [
    ("The mechanism of injury is detailed as a slip and fall. He has pain.", "a slip and fall"),
    ("Mechanism of injury: repetitive lifting of boxes. He has pain.", "repetitive lifting of boxes"),
    (
        "Mechanism of injury occurred when the injured worker was hit by a cart. He has pain.",
        "the injured worker was hit by a cart",
    ),
    ("The mechanism of injury was cumulative trauma.", "cumulative trauma"),
    (
        "A 45-year-old male sustained an industrial injury on 10-13-16 when he fell off a ladder. He limps.",
        "he fell off a ladder",
    ),
    ("The patient sustained an injury on 1/2/13, after a chair broke, resulting in back pain.", "a chair broke"),
    ("The patient was injured on 1/2/13 while lifting a 50 lb. box. He has pain.", "lifting a 50 lb. box"),
    (
        "The patient sustained a work injury on 1/2/13 due to repetitive typing and was diagnosed with tendinitis.",
        "repetitive typing",
    ),
    # said to be unknown, or not said
    ("The mechanism of injury was not detailed in the information provided for review.", None),
    ("Mechanism of injury is unclear. Current work status is unclear.", None),
    ("The injured worker has pain when sitting. The pain is worse after walking.", None),
    ("The patient sustained an industrial injury from 10/13/2010 to 10/13/2012.", None),
]


@pytest.mark.parametrize(("summary", "mechanism"), MECHANISMS)
def test_mechanism_of_injury(summary: str, mechanism: str | None) -> None:
    assert read(summary).value.mechanism_of_injury == mechanism


DIAGNOSES = [
    # lead-ins
    ("The injured worker was being treated for lumbar strain. He limps.", ["lumbar strain"]),
    (
        "He is being treated for the diagnoses of neck strain, wrist sprain and headache. He limps.",
        ["neck strain", "wrist sprain", "headache"],
    ),
    (
        "The injured worker is undergoing treatment for a lumbar strain and a knee contusion.",
        ["lumbar strain", "knee contusion"],
    ),
    ("The current diagnosis is documented as cervical sprain. Past treatment included rest.", ["cervical sprain"]),
    ("Diagnoses include lumbar sprain and low back pain. On 1-1-16 he limped.", ["lumbar sprain", "low back pain"]),
    ("The worker was diagnosed as having an inguinal hernia.", ["inguinal hernia"]),
    ("She was diagnosed with lumbago and left and right sided sciatica.", ["lumbago", "left and right sided sciatica"]),
    ("The diagnoses included shoulder pain, and chronic pain.", ["shoulder pain", "chronic pain"]),
    # separators: semicolons, numbers
    (
        "Diagnoses are shoulder tear, partial; low back pain; sprain.",
        ["shoulder tear, partial", "low back pain", "sprain"],
    ),
    (
        "Diagnoses: 1. Lumbar strain. 2. Cervical strain. 3. Insomnia. Medications: none.",
        ["Lumbar strain", "Cervical strain", "Insomnia"],
    ),
    # what belongs together
    ("Diagnoses include neck, back and shoulder pain.", ["neck, back and shoulder pain"]),
    (
        "Diagnoses include sprain of the right hip, subsequent encounter, and headache.",
        ["sprain of the right hip, subsequent encounter", "headache"],
    ),
    (
        "Diagnoses include strain of muscle, fascia, and tendon of low back.",
        ["strain of muscle, fascia, and tendon of low back"],
    ),
    ("Diagnoses include other disc displacement, lumbosacral region.", ["other disc displacement, lumbosacral region"]),
    ("Diagnoses include lumbar spine sprain and strain.", ["lumbar spine sprain and strain"]),
    (
        "Diagnoses include right and left elbow sprain and right and left wrist sprain.",
        ["right and left elbow sprain", "right and left wrist sprain"],
    ),
    # where the list ends, and what is no list
    ("He was diagnosed with a strain and was given Norco. He limps.", ["strain"]),
    ("He has been treated for several weeks. Diagnoses include neck pain.", ["neck pain"]),
    ("There is a prior diagnosis of diabetes. The diagnosis was not provided.", []),
    ("Diagnostic studies included an MRI.", []),
]


@pytest.mark.parametrize(("summary", "texts"), DIAGNOSES)
def test_diagnoses(summary: str, texts: list[str]) -> None:
    assert [diagnosis.text for diagnosis in read(summary).value.diagnoses] == texts


def test_diagnosis_codes() -> None:
    # a code is kept beside the words that it stands with; a vertebra is none
    summary = "Diagnoses include low back pain (M54.5), 724.4 lumbar radiculitis, and L5-S1 disc bulge. He limps."
    assert read(summary).value.diagnoses == (
        Diagnosis(text="low back pain", code="M54.5"),
        Diagnosis(text="lumbar radiculitis", code="724.4"),
        Diagnosis(text="L5-S1 disc bulge"),
    )


def test_an_empty_summary() -> None:
    found = read("")
    assert found.value == Patient()
    assert {doubt.path for doubt in found.doubts} == {"age", "sex"}


OPENINGS = (
    "The injured worker is {}.",
    "This case involves {} with pain.",
    "The patient, {}, fell.",
    "Records: {} who fell.",
)
AGES = ("{} year old", "{}-year-old", "{} yo", "{} y/o", "{}-years-old", "{} yr old")
NOUNS = {"male": MALE, "man": MALE, "gentleman": MALE, "female": FEMALE, "woman": FEMALE, "lady": FEMALE}


@given(
    st.sampled_from(OPENINGS),
    st.sampled_from(AGES),
    st.integers(18, 89),
    st.sampled_from(["", "right-handed ", "now retired "]),
    st.sampled_from(sorted(NOUNS)),
)
def test_every_opening_with_every_age_and_noun(opening: str, age: str, years: int, adjective: str, noun: str) -> None:
    patient = read(opening.format(f"a {age.format(years)} {adjective}{noun}")).value
    assert (patient.age, patient.sex) == (years, NOUNS[noun])


@given(st.text(alphabet="48 yearoldmfeshi/.-,;()\n1MFDOBasn", max_size=200))
def test_any_text_is_read(text: str) -> None:
    read(text)


# one line a kind of run-away text: many ages, pronouns, brackets, list parts, one endless word
ENDLESS = (
    "48 year ",
    "he she ",
    "((((",
    "the patient is a x ",
    "1. a; ",
    "diagnosed with a, ",
    "years old 4",
    "w",
    "sex m f ",
)


@pytest.mark.parametrize("unit", ENDLESS)
def test_long_damaged_text_takes_no_longer_than_its_length(unit: str) -> None:
    # Processor time, the least of three: other work on the machine must not count.
    def seconds(times: int) -> float:
        started = time.process_time()
        read_patient(unit * times)
        return time.process_time() - started

    short, long = (min(seconds(times) for _ in range(3)) for times in (500, 4000))
    assert long < max(0.2, 30 * short)
