"""The letter forge, and what it proves: a forged letter, parsed, gives the record that it was forged from."""

from __future__ import annotations

import random
import re
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, find, given, note, settings
from hypothesis import strategies as st

from imrparse import read
from tests.forge import FORMS, SHAPES, Forged, damage, doubt, forge, real_letters
from tests.forge.chooser import DrawnChooser, SeededChooser
from tests.forge.citing import UNSAID
from tests.forge.comparing import differences, read_record, record_differences
from tests.forge.pdf import Layout, a_layout, pdf_of
from tests.forge.scan import Scanner, scanned
from tests.forge.shapes import EXPECTED

FORMS_READ = FORMS
"""Forms that the parser reads; the others follow."""

OPEN_FINDS: tuple[tuple[str, re.Pattern[str]], ...] = ()
"""Values in which the parser is known to err, by form."""

SHAPES_READ = [shape for shape, expected in EXPECTED.items() if not expected.doubt_is_enough]
EVERY_LETTER = [(form, shape) for form in FORMS for shape in SHAPES]

READING_BACK = settings(
    derandomize=True,
    deadline=None,
    max_examples=20,  # a third of them are variations of the others
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@st.composite
def letters(draw: Any, form: str, shape: str) -> Forged:
    return forge(DrawnChooser(draw), form, shape)


def squash(text: str) -> str:
    return "".join(text.split())


# The forge itself


@pytest.mark.parametrize(("form", "shape"), EVERY_LETTER)
def test_every_form_prints_in_every_shape_and_the_same_seed_gives_the_same_letter(form: str, shape: str) -> None:
    first, again = (forge(SeededChooser(3), form, shape) for _ in range(2))
    assert first.text.strip()
    assert first == again
    assert forge(SeededChooser(4), form, shape) != first


@pytest.mark.parametrize("form", FORMS)
def test_what_the_truth_says_stands_in_the_letter(form: str) -> None:
    for seed in range(40):
        forged = forge(SeededChooser(seed), form, "hard")
        text = squash(forged.text)
        said = [forged.truth["case_number"], forged.truth["case_summary"], *forged.truth["documents_reviewed"]]
        said += forged.truth["reviewer"]["licensure"]
        if forged.truth["reviewer"]["specialties"] != UNSAID:
            said += forged.truth["reviewer"]["specialties"]
        for item in forged.truth["disputed_items"]:
            said += [item["treatment"], item["rationale"]]
            said += [item["claims_administrator"]["text"], item["expert_reviewer"]["text"]]
        assert [words for words in said if words and squash(words) not in text] == []


def test_the_forge_does_not_touch_the_global_generator() -> None:
    random.seed(1)
    expected = random.Random(1).random()  # noqa: S311
    forge(SeededChooser(1), "fdl-2015", "hard")
    assert random.random() == expected  # noqa: S311


def test_the_simplest_letter_has_one_item_and_the_first_entries_of_the_pools() -> None:
    class Zero(SeededChooser):
        def integer(self, low: int, high: int) -> int:
            return low

    truth = forge(Zero(0), "fdl-2015", "hard").truth
    assert [item["treatment"] for item in truth["disputed_items"]] == ["MRI of the lumbar spine"]
    assert truth["case_summary"].startswith("The patient is a 19 year old female who was injured on ")


def test_choices_shrink_to_the_first_entries_and_the_lowest_counts() -> None:
    @st.composite
    def chosen(draw: Any) -> tuple[list[str], bool]:
        chooser = DrawnChooser(draw)
        return chooser.sample("abcdef", chooser.integer(1, 6)), chooser.chance(0.3)

    assert find(chosen(), lambda value: len(value[0]) >= 2, settings=READING_BACK) == (["a", "b"], False)


# Reading back


@pytest.mark.parametrize("form", FORMS_READ)
@pytest.mark.parametrize("shape", SHAPES_READ)
def test_a_forged_letter_reads_back(form: str, shape: str) -> None:
    @READING_BACK
    @given(letters(form, shape))
    def reads_back(forged: Forged) -> None:
        note(forged.text)
        assert [found for found in differences(forged) if not found.excused and not is_open(form, found.path)] == []

    reads_back()


def is_open(form: str, path: str) -> bool:
    return any(form == open_form and paths.fullmatch(path) for open_form, paths in OPEN_FINDS)


# PDF and scan


@pytest.mark.parametrize("form", FORMS)
def test_every_form_prints_as_pdf(form: str) -> None:
    for seed in range(3):
        chooser = SeededChooser(seed)
        forged = forge(chooser, form, "hard")
        page = read(pdf_of(forged.printed, a_layout(chooser))).pages[0]
        assert squash(forged.printed.blocks[0].whole) in squash(page.text)


@pytest.mark.parametrize("form", FORMS_READ)
def test_a_forged_pdf_reads_back(form: str) -> None:
    for seed in range(8):
        chooser = SeededChooser(f"{form} pdf {seed}")
        forged = forge(chooser, form, "hard")
        record = read_record(pdf_of(forged.printed, a_layout(chooser)))
        found = record_differences(forged.truth, record, EXPECTED["paged"])
        assert [one for one in found if not is_open(form, one.path)] == []


def test_a_scan_holds_pictures_only_and_the_same_scanner_makes_the_same_picture() -> None:
    pdf = pdf_of(forge(SeededChooser(1), "fdl-2014", "hard").printed, Layout())
    scanner = Scanner(skew=1.5, turn=90, specks=1, blur=0.6, fax_lines=1, black_and_white=True, seed=5)
    pictures = [pypdfium2.PdfDocument(scanned(pdf, scanner, dpi=60)) for _ in range(2)]
    assert len(pictures[0]) == len(pypdfium2.PdfDocument(pdf))
    assert pictures[0][0].get_textpage().get_text_range() == ""
    assert pictures[0][0].get_width() > pictures[0][0].get_height()
    first, again = (picture[0].render().to_pil().tobytes() for picture in pictures)
    assert first == again


# Damage


SILENT_SHARE = 0.001
"""What `make doubt` measures on 10,000 letters is less than half of it (benchmarks/doubt.md)."""


@pytest.mark.parametrize("forms", [list(FORMS), [damage.REAL]], ids=["forged", "real"])
def test_damage_is_told_of(forms: list[str]) -> None:
    if forms == [damage.REAL] and not real_letters.names():
        pytest.skip("the real letters of ../shared are not at hand")
    total = doubt.Tally()
    for kind in damage.KINDS:
        for form in forms:
            _, tally = doubt.measure((form, kind, 0, 12 // len(forms)))
            assert kind != damage.UNDAMAGED or not tally.wrong
            total.add(tally)
    assert total.wrong > 100
    assert total.silent <= SILENT_SHARE * total.values, total.examples
