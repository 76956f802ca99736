"""The form's own words found where blanks are lost or doubled, letters misread, colons gone."""

from __future__ import annotations

import random
import re
from pathlib import Path

import msgspec
import pytest

import imrparse
from imrparse.forms.damaged import mend
from imrparse.forms.damaged.run_in import HEADINGS as OF_2013_ALONE
from imrparse.forms.damaged.wordings import CREDENTIALS, HEADER, HEADINGS, LABELS, SENTENCES
from imrparse.likeness import Skeleton
from tests import letters
from tests.forge import forge
from tests.forge.chooser import SeededChooser
from tests.grounding import assert_grounded, differences
from tests.letters import Item
from tests.shapes import SAMPLES

ITEMS = (Item("Cervical traction unit: Upheld"), Item("Soft cervical collar, 2 pieces: Overturned"))
WHOLE = letters.letter(ITEMS)


def record_of(text: str) -> imrparse.Record:
    parsed = imrparse.parse_text(text)
    assert_grounded(parsed)
    return parsed.record


def values(record: imrparse.Record) -> dict[str, object]:
    """What the letter says: all but where it came from, the credentials' text with its labels, and the warnings."""
    built: dict[str, object] = msgspec.to_builtins(record)
    reviewer = built.pop("reviewer")
    assert isinstance(reviewer, dict)
    reviewer.pop("text")
    return {**{name: built[name] for name in built if name not in ("source", "warnings")}, "reviewer": reviewer}


def codes(record: imrparse.Record) -> set[tuple[str, str]]:
    return {(warning.code, warning.field) for warning in record.warnings}


# What is printed, what the page has instead, and the warnings: none where only blanks and look-alikes differ.
DAMAGE = [
    ("HOW THE IMR FINAL", "HOWTHE IMR FINAL", set()),
    ("CLINICAL CASE SUMMARY", "CLINICALCASE SUMMARY", set()),
    ("CLINICAL CASE SUMMARY", "C LINICAL  CASE SUM MARY", set()),
    ("CLINICAL CASE SUMMARY", "Cliriical Case Sumrnary:", {("damaged", "case_summary")}),
    ("IMR ISSUES, DECISIONS", "lMR ISSUES, DEClSIONS", set()),
    ("IMR ISSUES, DECISIONS AND", "IMR ISSUES DEC ISIONSAND", set()),
    (
        "IMR ISSUES, DECISIONS",
        "IMR 1SSUFS, DECISIONS",
        {("damaged", "case_summary"), ("damaged", "disputed_items"), ("damaged", "outcome")},
    ),
    ("reviewer developed the following", "reviewerdeveloped thefollowing", set()),
    ("based on a review of the", "bosed on a review 0f the", set()),
    ("for the disputed items/services", "forthe disputed iterns/services", set()),
    ("set forth below:", "set forth be low.", set()),
    ("Claims Administrator guideline:", "ClaimsAdministrator guideline:", set()),
    ("Claims Administrator guideline:", "Claims Adrninistrator guideline:", set()),
    ("Claims Administrator guideline:", "C1aims Administrator guide line ;", set()),
    ("MAXIMUS guideline:", "M AXIMUS guideline:", set()),
    ("MAXIMUS guideline:", "MAXIMUS guideline.", set()),
    ("Decision rationale:", "Deci sion rationale:", set()),
    ("Decision rationale:", "Decisionrationale :", set()),
    ("Decision rationale:", "Decision rationale", set()),
    ("Decision rationale:", "Deeision ratiouale:", {("damaged", "disputed_items.0.rationale")}),
    ("The Expert Reviewer has the following", "The ExpertReviewer has the fol1owing", set()),
    ("State(s) of Licensure:", "State(s)of Licensure:", set()),
    ("State(s) of Licensure:", "State(s) of Licenswre;", {("damaged", "reviewer.licensure")}),
    ("Certification(s)/Specialty:", "Certi fication(s)/Specialty.", set()),
    ("Certification(s)/Specialty:", "Certilication(s)/Specialtv:", {("damaged", "reviewer.specialties")}),
    ("Case Number:", "CaseNumber:", set()),
    ("Date of Injury:", "Date ofInjury:", set()),
    ("Date of Injury:", "Dateof lnjury.", set()),
    ("Decision Date:", "Decislon Date:", set()),
    ("Application Received:", "App1ication Receivcd:", {("damaged", "dates.application_received")}),
    (": Upheld", ": Up held", set()),
    (": Upheld", " isUpheld", set()),
    (": Upheld", ": Upheid", {("repaired", "disputed_items.0.decision"), ("repaired", "outcome")}),
    ("05/20/2012", "O5/2O/2012", {("repaired", "dates.injury")}),
    ("05/20/2012", "05 /20/ 2012", set()),
    ("CM16-0012345", "CMl6-OO12345", {("repaired", "case_number")}),
    ("Priority: Standard", "Priority: Standaro", {("repaired", "priority")}),
    ("California", "Califomia", {("repaired", "reviewer.licensure.0")}),
]


@pytest.mark.parametrize(("printed", "instead", "warnings"), DAMAGE)
def test_damaged_words_change_no_value(printed: str, instead: str, warnings: set[tuple[str, str]]) -> None:
    assert printed in WHOLE
    damaged = record_of(WHOLE.replace(printed, instead, 1))
    assert differences(values(record_of(WHOLE)), values(damaged)) == []
    assert codes(damaged) - {("repaired", "reviewer.text"), ("damaged", "reviewer.text")} == warnings


def test_a_repair_keeps_what_is_printed() -> None:
    parsed = imrparse.parse_text(WHOLE.replace("05/20/2012", "O5/2O/2012").replace(": Upheld", ": 0verturnecl"))
    printed = {warning.field: warning.printed for warning in parsed.record.warnings if warning.code == "repaired"}
    assert printed["dates.injury"] == parsed.words("dates.injury") == "O5/2O/2012"
    assert printed["disputed_items.0.decision"] == parsed.words("disputed_items.0.decision") == "0verturnecl"
    assert [item.decision for item in parsed.record.disputed_items] == ["overturned", "overturned"]


# Prose that resembles the form's words is prose.
PROSE = [
    "The decision rationale of the utilization review was read. Decision rationales differ.",
    "The reviewer noted the claims administrator guideline. It was a maximal guideline for this.",
    "Clinical case summary of the provider was read, and the documents reviewed by him.",
    "The physical therapy was upheld\nDecisions rational: none were given by the clinic.",
]


@pytest.mark.parametrize("prose", PROSE)
@pytest.mark.parametrize("damage", ["", "Deci sion rationale:"])
def test_prose_is_no_label(prose: str, damage: str) -> None:
    items = (ITEMS[0]._replace(rationale=f"{letters.RATIONALE} {prose} {letters.RATIONALE}"), ITEMS[1])
    text = letters.letter(items, summary=f"{letters.SUMMARY} {prose.splitlines()[0]}")
    whole = record_of(text)
    damaged = record_of(text.replace("Decision rationale:", damage)) if damage else whole
    assert [(item.treatment, item.decision) for item in damaged.disputed_items] == [
        ("Cervical traction unit", "upheld"),
        ("Soft cervical collar, 2 pieces", "overturned"),
    ]
    assert [item.rationale for item in damaged.disputed_items] == [item.rationale for item in whole.disputed_items]


WORDINGS = [
    variant
    for wording in (*HEADINGS, *SENTENCES, *CREDENTIALS, *HEADER, *LABELS.values())
    for variant in wording.variants
] + [wording for heading, _ in OF_2013_ALONE for wording in heading.wordings]
ANY_WORDING = re.compile(
    "|".join(
        sorted(
            (r"\s+".join(map(re.escape, variant.split())) for variant in (*WORDINGS, "Upheld", "Overturned")), key=len
        )
    ),
    re.IGNORECASE,
)
PATTERNS: dict[str, tuple[str, str, float]] = {
    # What is replaced inside the form's wordings, by what, and how often.
    "blanks lost": (r"(?<=\w) (?=\w)", "", 0.4),
    "blanks doubled": (" ", "  ", 0.5),
    "words split": (r"(?<=[a-zA-Z])(?=[a-zA-Z])", " ", 0.05),
    "l for I": ("I", "l", 0.5),
    "1 for l": ("l", "1", 0.5),
    "rn for m": ("m", "rn", 0.5),
    "d for cl": ("(?i)cl", "d", 0.8),
    "0 for o": ("o", "0", 0.3),
}


def damaged_text(text: str, kind: str, seed: int = 5) -> str:
    pattern, instead, share = PATTERNS[kind]
    chance = random.Random(seed)  # noqa: S311

    def damage(words: re.Match[str]) -> str:
        return re.sub(pattern, lambda hit: instead if chance.random() < share else hit.group(), words.group())

    return ANY_WORDING.sub(damage, text)


@pytest.mark.parametrize("kind", PATTERNS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_with_damaged_wordings(path: Path, kind: str) -> None:
    text = "\f".join(page.text for page in imrparse.read(path).pages).replace("\ufffe", "-\n")
    damaged = damaged_text(text, kind)
    if damaged == text:
        pytest.skip("no wording of this letter has such letters")
    assert differences(values(record_of(text)), values(record_of(damaged))) == []


def test_whole_letters_are_left_alone() -> None:
    for path in SAMPLES:  # two print "notmedically", as the forms of 2013 have it: that is no damage
        letter = imrparse.parse(path).letter
        assert mend(letter) == (letter, ())


# A request as printed and as meant; a value that was put right is told of.
REQUESTS = [
    ("Soft cervical collarand brace", "Soft cervical collar and brace"),
    ("Phy sical therapy, 6 visits", "Physical therapy, 6 visits"),
    ("T ramadol 50 mg, qua ntity 60", "Tramadol 50 mg, quantity 60"),
    ("Botoxinjections, 200 units", "Botox injections, 200 units"),
    ("Tramadol 50 mgQTY: 60", "Tramadol 50 mg QTY: 60"),
    ("Prescriptionfor Tramadol 50 mg", "Prescription for Tramadol 50 mg"),
    ("Request forMS Contin 15 mg", "Request for MS Contin 15 mg"),
    ("PHYSICALTHERAPY, 6 VISITS", "PHYSICAL THERAPY, 6 VISITS"),
    ("INJECTIONS WITHSEDATION", "INJECTIONS WITH SEDATION"),
]


@pytest.mark.parametrize(("printed", "meant"), REQUESTS)
def test_words_of_a_request(printed: str, meant: str) -> None:
    text = letters.letter((Item(f"{printed}: Upheld"), ITEMS[1])).replace("CLINICAL CASE", "CLINICALCASE")
    record = record_of(text)
    assert record.disputed_items[0].treatment == meant
    assert ("repaired", "disputed_items.0.treatment") in codes(record)


def test_a_word_with_capitals_inside_stays_whole() -> None:
    text = letters.letter((Item("Anti-dsDNA antibody test: Upheld"), ITEMS[1])).replace("CLINICAL CASE", "CLINICALCASE")
    assert record_of(text).disputed_items[0].treatment == "Anti-dsDNA antibody test"


# Names in capitals that no catalogue knows, and that begin as small words do.
@pytest.mark.parametrize("name", ["ISASS", "ORIF", "ONCO", "INESSS", "THEMIS", "ANDES"])
def test_names_in_capitals_stay_whole(name: str) -> None:
    guideline = f"Non-MTUS Citation {name} Policy Statement"
    text = letters.letter().replace("CLINICAL CASE", "CLINICALCASE")
    text = re.sub(r"(?<=MAXIMUS guideline: )[^.]*", f"Decision based on {guideline}", text, count=1)
    side = record_of(text).disputed_items[0].expert_reviewer
    assert [citation.title for citation in side.citations] == [f"{name} Policy Statement"]


@pytest.mark.parametrize(
    "request_text",
    [
        "Inactive splenius cervicalis injection",
        "Medicare format",
        "Software for a forearm trainer",
        "Over the door unit",
    ],
)
def test_whole_words_of_a_request(request_text: str) -> None:
    record = record_of(letters.letter((Item(f"{request_text}: Upheld"), ITEMS[1])))
    assert record.disputed_items[0].treatment == request_text
    assert not [field for code, field in codes(record) if code == "repaired"]


LIKE = [
    ("xx claims administrator guideline", "claims administrator guideline", 0, ["claims administrator guideline"]),
    ("C1aimsAdrninistrator guide|ine", "claims administrator guideline", 0, ["C1aimsAdrninistrator guide|ine"]),
    ("so Dccision\nrationale: x", "decision rationale", 1, ["Dccision\nrationale"]),
    ("so Dccision rationalo: x", "decision rationale", 1, []),
    ("a decision and a rationale", "decision rationale", 3, []),
    ("DecisionrationaleDecisionrationale", "decision rationale", 3, ["Decisionrationale", "Decisionrationale"]),
    ("", "decision rationale", 3, []),
    (
        "x\nIMR issues, decisionsand rationales",
        "IMR issues, decisions and rationales",
        6,
        ["IMR issues, decisionsand rationales"],
    ),
]


@pytest.mark.parametrize(("text", "wording", "errors", "found"), LIKE)
def test_likeness(text: str, wording: str, errors: int, found: list[str]) -> None:
    assert [text[like.start : like.end] for like in Skeleton(text).find_like(wording, errors)] == found


OF_2013 = [
    ("notice-2013", r"(?m)^(?:\(?Expert Reviewer\)? )?Case Summary:", "Case Surnrnary:"),
    ("notice-2013", "Rationale for the Decision", "Rationa1e forthe Dec ision"),
    ("notice-2013", "Documents Reviewed for Determination", "Documents Reviewed forDeterminatiun"),
    ("fdl-2013", "DOCUMENTS REVIEWED", "DOCUMENTSREVIEVVED"),
    ("fdl-2013", "CLINICAL CASE SUMMARY", "CLINICAL CASESUMMAPY"),
    ("notice-2013", "(?i)Medical Qualifications of the", "Medical Quallfications ofthe"),
    ("notice-2013", "(?i)Effect of the Decision", "Effeot of the Decision"),
    ("mpr-2013", "CASE SUMMARY:", "CASE SUMMABY:"),
    ("mpr-2013", "ISSUE AT DISPUTE", "ISSUE ATDISPUTB"),
    ("mpr-2013", "DOCUMENTS REVIEWED", "D0CUMENTS REVlEWED"),
    ("mpr-2013", "RELIED UPON BY", "REL1ED UPQN BY"),
    ("mpr-2013", "REVIEWER QUALIFICATIONS", "REVIEWEROUALIFICATIONS"),
    ("mpr-2013", "RATIONALE FOR WHY", "RAT IONALE FOR WHV"),
]


@pytest.mark.parametrize(("form", "printed", "instead"), OF_2013)
@pytest.mark.parametrize("number", range(3))
def test_headings_of_2013(form: str, printed: str, instead: str, number: int) -> None:
    text = forge(SeededChooser(f"{form} soft {number}"), form, "soft").text
    damaged, count = re.subn(printed, instead, text)
    if not count:
        pytest.skip("this letter words its heading in another way")
    whole, read = imrparse.parse_text(text).record, imrparse.parse_text(damaged).record
    assert differences(values(whole), values(read)) == []


CRITERIA = """MEDICAL PROFESSIONAL REVIEW
IMR Case Number: CM13-0000123
ISSUE AT DISPUTE:
1. Soft cervical collar
2. Cervical traction unit
CASE SUMMARY:
The patient is a 50 year old man with neck pain.
RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS NOT MEDICALLY NECESSARY:
The records show no plan. The criteria are:
1. Evidence of less pain.
2. Evidence of a return to work.
MEDICAL REVIEWER QUALIFICATIONS:
The reviewer is Board Certified in Neurology and is licensed to practice in Ohio.
"""


def test_numbered_criteria_are_no_rationales_of_the_issues() -> None:
    rationales = [item.rationale for item in record_of(CRITERIA).disputed_items]
    assert len(rationales) == 2
    assert all(text and text.startswith("The records show no plan.") for text in rationales)
