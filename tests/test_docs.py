"""The pages under docs/ say what the package does."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import imrparse
from imrparse.evidence import Found
from imrparse.fields.category import read_category
from imrparse.fields.citations import read_citations
from imrparse.fields.drug import read_drug
from imrparse.fields.patient import read_patient
from imrparse.fields.rationale_citations import read_rationale_citations
from imrparse.fields.treatment import read_treatment_details
from imrparse.forms import FORMS
from imrparse.warning_codes import codes
from tests.conftest import ROOT

DOUBTING = {"Doubt", "Warning", "doubt", "Contradiction"}
"""The calls whose first argument, or `code`, is a warning's code."""


def codes_in(module: Path) -> set[str]:
    """The codes that a module writes down."""
    calls = (node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {
        argument.value
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", None)) in DOUBTING
        for argument in [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "code")]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_every_warning_is_in_the_table() -> None:
    used = {code for module in (ROOT / "imrparse").rglob("*.py") for code in codes_in(module)}
    assert sorted(codes()) == sorted(used)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in used)


@pytest.mark.parametrize("script", ["make_vocabulary.py", "make_warnings.py"])
def test_a_page_is_what_the_catalogues_say(script: str) -> None:
    done = subprocess.run(
        [sys.executable, f"docs/{script}", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


# The table's own examples, and what the readers make of them.
EXAMPLES = [
    ("missing", read_patient("The patient has neck pain.")),
    ("impossible", read_treatment_details("Retrospective MRI, DOS: 2/30/2016")),
    ("impossible", read_patient("This is a 4 year old female with neck pain.")),
    ("contradiction", read_patient("This is a 48-year-old male. The claimant is a 52-year-old male.")),
    ("contradiction", read_drug("Norco 10/325mg #60 QTY: 90")),
    ("uncertain", read_patient("He was injured when he was 42 years old.")),
    ("uncertain", read_treatment_details("Physical therapy 2x6")),
    ("uncertain", read_category("Accupuncutre for the neck")),
    ("ambiguous_category", read_category("MRI and physical therapy of the knee")),
    ("unknown_category", read_category("Zorbing lessons")),
    ("unknown_drug", read_drug("Imaginarol 5mg #30")),
    ("unread", read_drug("Lidocaine 5% ointment 2 oz")),
    ("several_drugs", read_drug("Naproxen 500mg and Norco 10/325mg")),
    ("unread", read_drug("5% 10% Lidocaine")),
    ("unknown_guideline", read_citations("Decision based on MTUS Sleep Disorders 2031, Section(s): Naps.")),
    ("unknown_guideline", read_rationale_citations("This is recommended on page 12 of the guideline.")),
    ("unknown_chapter", read_citations("Decision based on Non-MTUS Citation ODG, Dental Trauma Chapter.")),
    ("unknown_section", read_citations("Decision based on MTUS Low Back Complaints 2004, Section(s): Moon Phases.")),
]


@pytest.mark.parametrize(("code", "found"), EXAMPLES)
def test_examples_of_warnings(code: str, found: Found[object]) -> None:
    assert code in {doubt.code for doubt in found.doubts}


def test_every_form_has_its_section_and_its_picture() -> None:
    page = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    for form in FORMS:
        assert f"\n## {form.name}\n" in page
        assert f"](forms/{form.name}.png)" in page
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "make_form_pictures.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_pages_name_anchors_that_the_samples_print() -> None:
    """Each wording in code type that ends in a colon, or is in capitals, stands in a sample of its form."""
    page = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    samples = sorted((ROOT / "samples").glob("*.pdf"))
    texts: dict[str | None, str] = {}
    for parsed in map(imrparse.parse, samples):
        form = parsed.record.form
        texts[form] = texts.get(form, "") + " " + parsed.letter.text.replace("\n", " ").lower()
    for form in FORMS:
        section = page.split(f"\n## {form.name}\n")[1].split("\n## ")[0].replace("\n", " ")
        printed = [words for words in re.findall("`([^`]+)`", section) if "<" not in words and "/" not in words]
        wordings = [words.rstrip(":").lower() for words in printed if words.endswith(":") or words.isupper()]
        assert len(wordings) > 2, form.name
        missing = [words for words in wordings if words not in texts[form.name]]
        assert missing == [], form.name
