"""Letters that contradict themselves, and others that only seem to."""

from __future__ import annotations

import ast

import pytest

import imrparse
from imrparse.contradictions import CODES, find_contradictions
from imrparse.record import Warning
from tests import contradicted
from tests.conftest import ROOT
from tests.letters import HEADER, RATIONALE, Item, letter, record_of

UPHELD = "Therefore, the request is not medically necessary."
OVERTURNED = "Therefore, the request is medically necessary."
KNEE = "MRI of the left knee: Upheld"
KNEE_GUIDELINE = "Decision based on MTUS Knee Complaints 2004, Section(s): Special Studies."
BACK_GUIDELINE = "Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies."
CITES_NOTHING = "The Expert Reviewer did not cite any medical evidence for its decision."


def contradictions_of(*items: Item, **parts: str) -> list[Warning]:
    record = record_of(items or (Item(),), **parts)
    return [warning for warning in record.warnings if warning.code in CODES]


def said(*items: Item, **parts: str) -> list[tuple[str, str]]:
    return [(warning.code, warning.field) for warning in contradictions_of(*items, **parts)]


def header(**dates: str) -> str:
    labels = {"assigned": "Date Assigned", "injury": "Date of Injury", "decision": "Decision Date",
              "denial": "UR Denial Date", "received": "Application Received", "case": "Case Number"}  # fmt: skip
    lines = dict(line.split(": ") for line in HEADER.split("\n"))
    return "\n".join(
        f"{label}: {value}" for label, value in (lines | {labels[name]: day for name, day in dates.items()}).items()
    )


def test_the_usual_letter_contradicts_nothing() -> None:
    assert said() == []


ORDER = "dates_out_of_order"


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"injury": "02/20/2016"}, "dates.ur_denial"),
        ({"denial": "02/05/2016"}, "dates.application_received"),
        ({"received": "03/05/2016"}, "dates.assigned"),
        ({"assigned": "04/13/2016"}, "dates.decision"),
        # a decision before the law, whatever else is printed
        ({"decision": "04/12/2011"}, "dates.decision"),
        # a case of 2016 whose application came in 2013
        ({"case": "CM19-0012345"}, "dates.application_received"),
        # 45 years old in 2016, injured in 1972
        ({"injury": "05/20/1972"}, "dates.injury"),
    ],
)
def test_dates_of_the_header_that_cannot_follow_each_other(dates: dict[str, str], field: str) -> None:
    assert (ORDER, field) in said(header=header(**dates))


@pytest.mark.parametrize(
    "dates",
    [
        {"received": "01/15/2016"},  # on the day of the denial
        {"assigned": "02/02/2016"},
        {"case": "CM15-0012345", "received": "01/15/2016"},  # applications around New Year
        {"injury": "05/20/1990"},  # at 19
    ],
)
def test_dates_that_may_follow_each_other(dates: dict[str, str]) -> None:
    assert said(header=header(**dates)) == []


def test_the_message_has_both_sides() -> None:
    [warning] = contradictions_of(header=header(denial="02/05/2016"))
    expected = "the header puts the utilization review denial on 2016-02-05, after the receipt of the application on"
    assert warning.message == f"{expected} 2016-02-02"


PERSON = "The injured worker is a 45-year-old female clerk"


@pytest.mark.parametrize(
    "summary",
    [
        f"{PERSON} who sustained an industrial injury on 05/20/2011.",
        f"{PERSON} with a date of injury of May 21, 2012.",
        f"{PERSON} with an industrial injury date of 5-21-12. She has neck pain.",
        f"{PERSON} who was injured on 5/21/2012 and has neck pain.",
        f"{PERSON} with a history of an occupational claim from 05/02/2012. The mechanism of injury was a fall.",
        f"{PERSON} (DOI: 6/20/2012) with neck pain.",
    ],
)
def test_an_injury_dated_otherwise_in_the_summary(summary: str) -> None:
    [warning] = contradictions_of(summary=summary)
    assert (warning.code, warning.field) == ("other_injury_date", "dates.injury")
    assert "header's date of injury is 2012-05-20; the case summary says" in warning.message


@pytest.mark.parametrize(
    "summary",
    [
        f"{PERSON} who sustained an industrial injury on 05/20/2012.",
        f"{PERSON} with a date of injury of May 20, 2012.",
        f"{PERSON} with a date of injury of 5-20-12, and a prior injury on 3/4/2009.",
        f"{PERSON} with neck pain. She had a previous injury on 3/4/2009.",
        f"{PERSON}. The doctor's first report of occupational injury of 5/22/2012 lists neck pain.",
        f"{PERSON}. The first report of injury dated 5/22/2012 lists neck pain.",
        f"{PERSON} with a cumulative trauma injury of 1/1/2011.",
        f"{PERSON} with an injury on 1/1/2011 to 5/20/2012.",
        f"{PERSON} with dates of injury of 3/4/2009 and 5/20/2012.",
        f"{PERSON} who was hurt on 5/20/2012. A reinjury on 3/4/2013 is noted.",
        f"{PERSON}. An examination on 3/4/2013 after the injury showed spasm.",
        f"{PERSON} with a date of injury of 13/45/2012.",
    ],
)
def test_an_injury_that_may_be_another(summary: str) -> None:
    assert "other_injury_date" not in [code for code, _ in said(summary=summary)]


@pytest.mark.parametrize(
    ("rationale", "field"),
    [
        ("This 62-year-old female has neck pain.", "patient.age"),
        ("The claimant is a 45 year old male with neck pain.", "patient.sex"),
        ("The patient says that he cannot sleep. He has pain in his neck and takes his tablets.", "patient.sex"),
    ],
)
def test_another_person_in_the_rationale(rationale: str, field: str) -> None:
    assert said(Item(rationale=f"{rationale} {UPHELD}")) == [("other_person", field)]


@pytest.mark.parametrize(
    "rationale",
    [
        "This 46-year-old female has neck pain.",  # a birthday later
        "A trial in women over 60 years old showed no benefit. The mean age was 62 years.",
        "Dr. Alba wrote that he saw no reason for it. In his report he gave his opinion that he would wait.",
        "The patient says that she cannot sleep. Dr. Alba says he agrees; his notes and his report say so.",
        "The patient's husband says that he cannot sleep; his back and his neck are sore.",
    ],
)
def test_persons_that_may_be_others(rationale: str) -> None:
    assert said(Item(rationale=f"{rationale} {UPHELD}")) == []


@pytest.mark.parametrize(
    "rationale",
    [
        "The right knee is swollen, and an x-ray of the right knee shows no break.",
        "There is no instability. The request for an MRI of the right knee is not medically necessary.",
        "The left knee is not mentioned. The request for MRI of the right knee is not medically necessary.",
    ],
)
def test_right_throughout_the_rationale(rationale: str) -> None:
    item = Item(KNEE, KNEE_GUIDELINE, KNEE_GUIDELINE, f"{rationale} {'' if 'request' in rationale else UPHELD}".strip())
    assert said(item) == [("other_side", "disputed_items.0.treatment")]


@pytest.mark.parametrize(
    "rationale",
    [
        "The left knee is swollen, the right knee is not, and the right knee was never hurt.",
        "Both knees are sore. The right knee has been treated; the right knee is better.",
        "The patient had a graft from the right knee.",
        "The knee is swollen. Right of the patella there is a scar.",
    ],
)
def test_sides_that_may_be_right(rationale: str) -> None:
    assert said(Item(KNEE, KNEE_GUIDELINE, KNEE_GUIDELINE, f"{rationale} {UPHELD}")) == []


@pytest.mark.parametrize(
    ("decision", "conclusion"),
    [
        ("Upheld", OVERTURNED),
        ("Upheld", "As such, the requested unit was determined to be medically necessary."),
        ("Upheld", "Cervical traction is medically necessary."),
        ("Overturned", UPHELD),
        ("Overturned", "The request cannot be considered medically necessary."),
        (
            "Overturned",
            "As the surgery is not medically necessary, the requested traction unit is not medically necessary.",
        ),
        ("Overturned", f"{UPHELD} The drug should not be stopped at once, and the patient should ask the physician."),
    ],
)
def test_a_decision_against_its_conclusion(decision: str, conclusion: str) -> None:
    item = Item(f"Cervical traction unit: {decision}", rationale=f"The notes show neck pain. {conclusion}")
    [warning] = contradictions_of(item)
    assert (warning.code, warning.field) == ("other_conclusion", "disputed_items.0.decision")
    assert warning.message.startswith(f'the decision is {decision.lower()}, the rationale concludes "')


@pytest.mark.parametrize(
    ("decision", "conclusion"),
    [
        ("Upheld", UPHELD),
        ("Overturned", OVERTURNED),
        # another request, another person's opinion
        ("Overturned", "The earlier request for a collar was not medically necessary. The criteria are met."),
        ("Overturned", "Utilization review found that the request is not medically necessary. The criteria are met."),
        ("Upheld", "The provider states that the request is medically necessary."),
        ("Upheld", "It is not clear why the request is medically necessary."),
        # a part
        (
            "Upheld",
            "Six visits of the request are medically necessary. The request for twelve is not medically necessary.",
        ),
        ("Overturned", "A collar is not medically necessary, but the request for traction is medically necessary."),
        # conditions
        ("Upheld", "The request would be medically necessary if the criteria were met."),
        ("Upheld", "A trial of traction is medically necessary before the request is."),
        # not only
        ("Overturned", "The request is not only medically necessary but urgent."),
        ("Upheld", "The criteria are not met."),
    ],
)
def test_conclusions_that_agree_or_say_nothing(decision: str, conclusion: str) -> None:
    item = Item(f"Cervical traction unit: {decision}", rationale=f"The notes show neck pain. {conclusion}")
    assert said(item) == []


NORCO = Item("Norco 10/325mg #60: Upheld", rationale="The request for Norco 10/325mg #60 is not medically necessary.")
THERAPY = Item("Twelve physical therapy sessions: Upheld")


def test_the_rationale_of_another_item() -> None:
    copied = THERAPY._replace(rationale=NORCO.rationale)
    [warning] = contradictions_of(NORCO, copied)
    assert (warning.code, warning.field) == ("other_item", "disputed_items.1.treatment")
    assert "which is the request of item 1" in warning.message


def test_the_conclusion_on_another_part_of_the_body() -> None:
    rationale = "No red flags are shown. The request for MRI of the lumbar spine is not medically necessary."
    item = Item("MRI of the cervical spine: Upheld", rationale=rationale)
    assert said(item) == [("other_item", "disputed_items.0.treatment")]


def test_one_rationale_for_two_drugs_that_names_one() -> None:
    rationale = (
        "Omeprazole protects the stomach of those who take tablets for pain and have had an ulcer. The notes of this "
        "worker show no ulcer and no complaint of the stomach, so that it is not medically necessary."
    )
    items = [Item(f"{drug}: Upheld", rationale=rationale) for drug in ("Omeprazole 20mg #60", "Gabapentin 300mg #90")]
    assert said(*items) == [("other_item", "disputed_items.1.treatment")]


@pytest.mark.parametrize(
    ("heading", "conclusion"),
    [
        ("Hydrocodone/APAP 10/325mg #60", "The request for Norco is not medically necessary."),
        ("PT 2x6", "The request for physical therapy is not medically necessary."),
        (
            "MRI of the lumbar spine",
            "The request for magnetic resonance imaging of the low back is not medically necessary.",
        ),
        ("Cane", "The earlier request for Norco 10/325mg #60 was not medically necessary."),
        ("Cane", "The request is not medically necessary. A decision on the request for Norco is given above."),
        ("EMG of the arms", "The request for electromyography of both arms is not medically necessary."),
    ],
)
def test_other_names_of_the_same_request(heading: str, conclusion: str) -> None:
    items = (NORCO, THERAPY, Item(f"{heading}: Upheld", rationale=f"The notes show pain. {conclusion}"))
    assert [field for code, field in said(*items) if code == "other_item"] == []


def test_a_guideline_for_another_part_of_the_body() -> None:
    item = Item(KNEE, KNEE_GUIDELINE, BACK_GUIDELINE)
    [warning] = contradictions_of(item)
    assert (warning.code, warning.field) == ("other_body_part", "disputed_items.0.expert_reviewer.citations")
    assert '"MRI of the left knee"' in warning.message
    assert "Low Back Complaints 2004" in warning.message
    assert said(item._replace(claims=BACK_GUIDELINE, expert=KNEE_GUIDELINE)) == [
        ("other_body_part", "disputed_items.0.claims_administrator.citations")
    ]


@pytest.mark.parametrize(
    ("heading", "guideline"),
    [
        ("MRI of the left knee", "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): MRI."),
        ("MRI of the left knee", "Decision based on MTUS Low Back Complaints 2004, and Knee Complaints 2004."),
        ("EMG of the left hand", "Decision based on MTUS Neck and Upper Back Complaints 2004."),
        ("NCV of the right foot", BACK_GUIDELINE),
        ("Thoracic spine x-ray", BACK_GUIDELINE),
        ("MRI of the lumbar spine and left knee", BACK_GUIDELINE),
        ("Pre-op clearance for the left knee", "Decision based on Non-MTUS Citation ODG, Low Back Chapter."),
        ("Acupuncture", BACK_GUIDELINE),
    ],
)
def test_guidelines_that_may_be_meant(heading: str, guideline: str) -> None:
    assert said(Item(f"{heading}: Upheld", guideline, guideline)) == []


@pytest.mark.parametrize(
    "rationale",
    [
        "According to the MTUS, traction is not recommended.",
        "The ACOEM Guidelines state that traction has no proven value.",
        "The Official Disability Guidelines (ODG) recommend a home unit after a trial.",
    ],
)
def test_no_evidence_cited_beside_a_rationale_that_goes_by_a_guideline(rationale: str) -> None:
    item = Item(expert=CITES_NOTHING, rationale=f"{rationale} {UPHELD}")
    assert said(item) == [("uncited_evidence", "disputed_items.0.expert_reviewer.citations")]


@pytest.mark.parametrize(
    "rationale",
    [
        RATIONALE,
        f"The MTUS does not address traction. {UPHELD}",
        f"The MTUS and the ODG are silent. {UPHELD}",
        "As the surgery is not medically necessary, the requested unit is not medically necessary.",
    ],
)
def test_no_evidence_cited_and_none_used(rationale: str) -> None:
    assert said(Item(expert=CITES_NOTHING, rationale=rationale)) == []


def modified(requested: str, authorized: str, disputed: str) -> Item:
    heading = (
        f"{requested} was the original request. {authorized} was authorized by the Claims Administrator. "
        f"The remaining IMR eligible portion of the original request, {disputed} is: Upheld"
    )
    return Item(heading)


@pytest.mark.parametrize(
    ("requested", "authorized", "disputed"),
    [
        ("Acupuncture 18 sessions", "Acupuncture 6 sessions", "Acupuncture 10 sessions"),
        ("Twelve physical therapy visits", "Six physical therapy visits", "Eight physical therapy visits"),
        ("Norco 10/325mg #90", "Norco 10/325mg #45", "Norco 10/325mg #60"),
        ("Acupuncture 6 sessions", "Acupuncture 8 sessions", "Acupuncture 2 sessions"),
        ("Acupuncture 18 sessions", "Acupuncture 18 sessions", "Acupuncture 12 sessions"),
    ],
)
def test_a_modification_whose_parts_do_not_add_up(requested: str, authorized: str, disputed: str) -> None:
    [warning] = contradictions_of(modified(requested, authorized, disputed))
    assert (warning.code, warning.field) == ("parts_do_not_add_up", "disputed_items.0.modification.disputed")
    assert f'"{requested}", "{authorized}", "{disputed}"' in warning.message


@pytest.mark.parametrize(
    ("requested", "authorized", "disputed"),
    [
        ("Acupuncture 18 sessions", "Acupuncture 6 sessions", "Acupuncture 12 sessions"),
        ("Twelve physical therapy visits", "Six physical therapy visits", "six physical therapy visits"),
        ("Physical therapy 2 times a week for 6 weeks (12)", "Physical therapy 6 visits", "Physical therapy 6 visits"),
        ("Norco 10/325mg #60 with 2 refills", "Norco 10/325mg #60", "Norco 10/325mg #60 with 2 refills"),
        ("EMG/NCS of the right arm", "NCS of the right arm", "EMG of the right arm"),
        ("A walker for 3 months", "A cane", "A walker for 3 months"),
        (
            "Home care 8 hours a day, 84 visits",
            "Home care 4 hours a day, 84 visits",
            "Home care 4 hours a day, 84 visits",
        ),
    ],
)
def test_a_modification_whose_parts_add_up_or_cannot(requested: str, authorized: str, disputed: str) -> None:
    assert said(modified(requested, authorized, disputed)) == []


def test_the_original_request_remains_whole() -> None:
    heading = (
        "Acupuncture 12 sessions was the original request. The Claims Administrator authorized acupuncture 6 sessions, "
        "leaving the original request IMR eligible. The original request, Acupuncture 12 sessions is: Upheld"
    )
    assert said(Item(heading)) == []


def test_a_value_in_doubt_contradicts_nothing() -> None:
    record = record_of((Item(KNEE, KNEE_GUIDELINE, BACK_GUIDELINE),))
    path = "disputed_items.0.expert_reviewer.citations"
    assert [one.path for one in find_contradictions(record)] == [path]
    assert list(find_contradictions(record, {path})) == []


def test_the_other_side_can_be_pointed_at() -> None:
    summary = f"{PERSON} who sustained an industrial injury on 05/21/2012."
    parsed = imrparse.parse_text(letter(summary=summary))
    [one] = find_contradictions(parsed.record)
    span = one.other_span(parsed.letter_evidence)
    assert span
    assert parsed.letter.line(*span).endswith("an industrial injury on 05/21/2012")


def test_the_codes_are_those_that_the_checks_use() -> None:
    modules = (ROOT / "imrparse" / "contradictions").glob("*.py")
    calls = (
        node for module in modules for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)
    )
    used = {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", None) == "Contradiction" and isinstance(call.args[0], ast.Constant)
    }
    assert sorted(CODES) == sorted(used)


FOUND_AT_LEAST = {"dates_out_of_order": 0.99, "other_injury_date": 0.7, "other_side": 0.6, "other_conclusion": 0.5}
"""Shares of the contradictions put into forged letters; docs/contradictions.md has those of real ones."""


@pytest.mark.parametrize(
    "kind", [kind for kind in contradicted.KINDS if kind.code in FOUND_AT_LEAST], ids=lambda kind: kind.name
)
def test_contradictions_put_into_forged_letters(kind: contradicted.Kind) -> None:
    counts = [contradicted.found(kind, record) for record in contradicted.forged_records(12)]
    tried, hits = (sum(numbers) for numbers in zip(*counts, strict=True))
    assert hits >= FOUND_AT_LEAST[kind.code] * tried > 0
