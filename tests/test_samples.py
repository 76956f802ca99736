"""The project's own letters: the committed files are those that their sources give, and print what they say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "samples" / "source").glob("*.json"))
GOLDEN = ROOT / "tests" / "golden"
SOFT_HYPHEN, LINE_END_HYPHEN = "\u00ad", "\ufffe"
COPYING_ALLOWED = 1 << 4
"""The bit of the PDF permission flags for copying text (ISO 32000-1, table 22: bit 5)."""


def pdf_text(path: Path) -> str:
    """Every page's text as pdfium gives it."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def letters_only(text: str) -> str:
    """What is left of a text when spacing, hyphens and the shape of quotes do not count."""
    text = text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "ﬁ": "fi"}))
    return re.sub(rf"[\s\u00a0\-{SOFT_HYPHEN}{LINE_END_HYPHEN}]+", "", text)


def without_running_lines(source: dict, text: str) -> str:
    """A letter's text without its running heads and feet."""
    for line in (source["print"].get("head"), source["print"].get("foot")) if "print" in source else ():
        if line:
            pattern = re.sub(r"\\\{pages?\\\}", r"\\d+", re.escape(line))
            text = re.sub(rf"(?m)^\f?[ ]*{pattern}\s*$", "", text)
    return text


def read_text_shape(path: Path) -> str:
    """A text sample, decoded as its name says."""
    shape = path.stem.split("--")[1]
    return path.read_bytes().decode({"utf-16": "utf-16", "windows-1252": "windows-1252"}.get(shape, "utf-8"))


def assert_in_order(parts: list[str], text: str) -> None:
    """Each part's words stand in the text, after those of the part before."""
    text, at = letters_only(text), 0
    for part in parts:
        wanted = letters_only(part)
        found = text.find(wanted, at)
        assert found >= 0, f"missing or out of order: {part}"
        at = found + len(wanted)


def parts_of(golden: dict) -> list[str]:
    """The values of an expected record that are printed word for word, in reading order."""
    parts = [golden["reviewer"]["text"], golden["case_summary"]]
    for item in golden["disputed_items"]:
        parts += [item["treatment"], item["claims_administrator"]["text"], item["expert_reviewer"]["text"]]
        parts.append(item["rationale"])
    return parts


def load(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_committed_files_are_those_that_the_sources_give():
    done = subprocess.run(
        [sys.executable, str(ROOT / "samples" / "make.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_folder_holds_no_other_letters():
    names = {path.stem for path in SOURCES} | {"claim-file"}
    assert {path.stem for path in (ROOT / "samples").rglob("*.pdf")} == names
    assert {path.stem.split("--")[0] for path in (ROOT / "samples").rglob("*.txt")} <= names
    assert {path.stem for path in GOLDEN.glob("*.json")} == names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_pdf_prints_every_value_in_order(path):
    text = without_running_lines(load(path), pdf_text(ROOT / "samples" / f"{path.stem}.pdf"))
    assert_in_order(parts_of(load(GOLDEN / path.name)), text)


@pytest.mark.parametrize("path", sorted((ROOT / "samples").glob("*--*.txt")), ids=lambda path: path.stem)
def test_text_shape_says_the_same(path):
    name = path.stem.split("--")[0]
    text = without_running_lines(load(ROOT / "samples" / "source" / f"{name}.json"), read_text_shape(path))
    assert_in_order(parts_of(load(GOLDEN / f"{name}.json")), text)


def test_one_letter_is_encrypted_with_an_empty_password_and_no_copying():
    content = (ROOT / "samples" / "lumbar-fusion-overturned.pdf").read_bytes()
    assert b"/Encrypt" in content
    assert b"/AESV2" in content
    permissions = int(re.search(rb"/P (-?\d+)", content)[1])
    assert not permissions & COPYING_ALLOWED
    assert "HOW THE IMR FINAL DETERMINATION WAS MADE" in pdf_text(ROOT / "samples" / "lumbar-fusion-overturned.pdf")


def test_lines_end_in_hyphens_of_both_kinds():
    text = pdf_text(ROOT / "samples" / "carpal-tunnel-testing.pdf")
    assert f"Non{LINE_END_HYPHEN}MTUS" in text
    assert f"electro{LINE_END_HYPHEN}myography" in text


# Where a page ends is a part of what a sample proves: each pair is the last words of one page, the first of the next.
PAGE_JOINTS = [
    # A heading of the form, apart from its lead-in.
    ("restoration-program-mixed", "IMR ISSUES, DECISIONS AND RATIONALES", "The Final Determination was based on"),
    # A label, apart from its text.
    ("home-care-2014", "Decision rationale:", "The guideline supports care at home"),
    ("neck-claim-eight-items", "MAXIMUS guideline:", "Decision based on MTUS Chronic Pain"),
    # An item's heading, apart from its guidelines.
    ("neck-claim-eight-items", "Urine drug screen: Upheld", "Claims Administrator guideline:"),
    # An item's heading, in the middle, and just before its decision.
    ("lumbar-fusion-overturned", "instrumentation, local", "bone graft, and intraoperative"),
    ("low-back-disorders-2020", "under fluoroscopic guidance:", "Overturned"),
    # A guideline paragraph and a rationale, in the middle.
    ("knee-mri-upheld", "Knee & Leg Chapter,", "MRI's (magnetic resonance imaging)."),
    ("spinal-cord-stimulator-2014", "leads that move, and they are", "lower in a trial"),
]


@pytest.mark.parametrize(("name", "last", "first"), PAGE_JOINTS)
def test_page_ends_where_the_sample_is_about_it(name, last, first):
    source = load(ROOT / "samples" / "source" / f"{name}.json")
    with pypdfium2.PdfDocument(ROOT / "samples" / f"{name}.pdf") as document:
        pages = [without_running_lines(source, p.get_textpage().get_text_range()).strip() for p in document]
    assert any(a.endswith(last) and b.startswith(first) for a, b in pairwise(pages))
