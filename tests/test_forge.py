"""The letter forge, and what it proves: a forged letter, parsed, gives the record that it was forged from."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.forge import FORMS, SHAPES, Forged, forge
from tests.forge.chooser import DrawnChooser, SeededChooser
from tests.forge.comparing import differences
from tests.forge.shapes import EXPECTED

FORMS_READ = ("fdl-2014", "fdl-2015")
"""Forms that the parser reads; the others follow."""

UNDAMAGED = [shape for shape, expected in EXPECTED.items() if not expected.doubt_is_enough]
EVERY_LETTER = [(form, shape) for form in FORMS for shape in SHAPES]

READING_BACK = settings(
    derandomize=True,
    deadline=None,
    max_examples=25,
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
        said += [*forged.truth["reviewer"]["licensure"], *forged.truth["reviewer"]["specialties"]]
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


# Reading back


@pytest.mark.parametrize("form", FORMS_READ)
@pytest.mark.parametrize("shape", UNDAMAGED)
def test_a_forged_letter_reads_back(form: str, shape: str) -> None:
    @READING_BACK
    @given(letters(form, shape))
    def reads_back(forged: Forged) -> None:
        assert [found for found in differences(forged) if not found.excused] == []

    reads_back()
