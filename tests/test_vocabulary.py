"""One line added to a copy of a catalogue takes effect, as docs/vocabulary.md promises; no code changes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from imrparse.catalog import guidelines
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "docs"))
from make_vocabulary import ADDITIONS

PROBE = """
import json
from imrparse.fields.category import read_category
from imrparse.fields.citations import read_citations
from imrparse.fields.drug import read_drug
from imrparse.fields.patient import read_patient
from imrparse.fields.reviewer import read_reviewer
from imrparse.fields.treatment import read_treatment_details
from imrparse.cleaning import clean
from imrparse.forms.labels import find_marks
from imrparse.hyphens import Hyphens
from imrparse.reading.text import pages_of

def cited(text):
    return read_citations(f"Decision based on {text}.").value

print(json.dumps([
    read_drug("Imaginex 5mg #30").value and read_drug("Imaginex 5mg #30").value.ingredients[0].generic,
    read_drug("Norco 5/325mg nanospheres").value.form,
    cited("MTUS Chronic Pain Medical Treatment 2009, Section(s): Moon therapy, nocturnal")[0].known_sections,
    cited("MTUS Low Back Disorders 2019, Section(s): Tidal Considerations")[0].known_sections,
    cited("MTUS Sleep Disorders 2021, Section(s): Naps")[0].known_title,
    cited("Non-MTUS Citation ODG, Teeth Chapter, Crowns")[0].title,
    [c.source for c in cited("Non-MTUS Citation ODG, Low Back Chapter, MRI, Imaginary Pain Bulletin 3:14")],
    read_category("Rickshaw rides").value,
    [p.name for p in read_treatment_details("MRI of the uvula").value.body_parts],
    [d.text for d in read_patient("Diagnoses include uvula, neck and back pain.").value.diagnoses],
    read_patient("The patient is a 48 year old male stargazer with neck pain.").value.occupation,
    read_reviewer(
        "The expert reviewer is Board Certified in Space and Time Medicine and is licensed to practice in Ohio."
    ).value.specialties,
    [d.code for d in read_reviewer("State(s) of Licensure: Utopia Certification(s)/Specialty: Neurology").doubts],
    Hyphens([]).keeps("quasi", "legality"),
    [mark.part for mark in find_marks(clean(pages_of("Why we think so: it helps.")))],
]))
"""
# for each addition what the probe says without it and with it
EFFECTS = [
    (None, "imaginarol"),
    (None, "nanosphere"),
    ([None], ["Moon therapy, nocturnal"]),
    ([None], ["Tidal Considerations"]),
    (None, "Sleep Disorders"),
    ("Teeth", "Dental Trauma"),
    (["ODG"], ["ODG", "Other"]),
    (None, "Transportation"),
    ([], ["uvula"]),
    (["uvula", "neck and back pain"], ["uvula, neck and back pain"]),
    (None, "stargazer"),
    (["Space", "Time Medicine"], ["Space and Time Medicine"]),
    (["unknown_state"], []),
    (False, True),
    ([], ["rationale"]),
]


def probed(package_root: Path) -> list[object]:
    """What the package in a folder makes of the probe's texts."""
    environment = {**os.environ, "PYTHONPATH": str(package_root)}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=package_root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answers: list[object] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, object]]:
    """What the probe says of the package as it is, and of a copy with every addition."""
    copy = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "imrparse", copy / "imrparse", ignore=shutil.ignore_patterns("__pycache__"))
    for addition in ADDITIONS:
        file = copy / "imrparse" / "catalog" / addition.file
        text = file.read_text(encoding="utf-8")
        assert text.count(f"{addition.below}\n") == 1, f"{addition.below} is not one line of {addition.file}"
        file.write_text(text.replace(f"{addition.below}\n", f"{addition.below}\n{addition.line}\n"), encoding="utf-8")
    return list(zip(probed(ROOT), probed(copy), strict=True))


@pytest.mark.parametrize("number", range(len(ADDITIONS)), ids=[f"{a.file}: {a.what}" for a in ADDITIONS])
def test_one_line_takes_effect(number: int, answers: list[tuple[object, object]]) -> None:
    assert answers[number] == EFFECTS[number]


def test_every_catalogue_is_there() -> None:
    files = {file.name for file in (ROOT / "imrparse" / "catalog").glob("*.json")}
    # `warnings.json` is no vocabulary of the letters; docs/warnings.md has its table.
    assert files - {"warnings.json"} == {addition.file for addition in ADDITIONS}


def slips(name: str, at: int) -> set[str]:
    """A name with one slip at a place: a letter left out, doubled, another one, or changed round with the next."""
    before, letter, after = name[:at], name[at], name[at + 1 :]
    turned = before + after[:1] + letter + after[1:]
    return {before + after, before + letter + letter + after, before + "q" + after, turned}


def test_one_slip_in_a_section_is_forgiven() -> None:
    """In any name, at places that go round all of them; names that are one slip apart from each other are left out."""
    names = [name for name in guidelines.sections_of(None) if len(guidelines.name_key(name)) > 8]
    keys = {guidelines.name_key(name) for name in names}
    missed = [
        misspelt
        for number, name in enumerate(names)
        if name[number % len(name)].isalpha()
        for misspelt in slips(name, number % len(name))
        if guidelines.name_key(misspelt) not in keys
        and guidelines.name_key(guidelines.known_section(misspelt) or "") != guidelines.name_key(name)
    ]
    assert len(missed) < 0.02 * len(names), missed


@pytest.mark.parametrize(
    "slip", ["Initial Carr", "Initial Car", "Initial Caree", "Initial Caer", "nitial Care", "Iinitial Care"]
)
def test_slips_at_the_ends(slip: str) -> None:
    assert guidelines.known_section(slip, "Low Back Complaints") == "Initial Care"


def test_two_slips_are_another_name() -> None:
    assert guidelines.known_section("Intial Cre", "Low Back Complaints") is None
