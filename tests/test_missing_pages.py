"""Letters of which a page is missing: what is left is read, what is lost is told."""

from __future__ import annotations

import pytest

import imrparse
from tests import letters
from tests.forge.campaign import numbered
from tests.forge.comparing import differences
from tests.grounding import assert_grounded
from tests.letters import Item
from tests.letters_2013 import NORCO, THERAPY, decision_list, notice, part

TRACTION = Item("Cervical traction unit: Upheld", claims="The Claims Administrator did not cite any medical evidence.")
COLLAR = Item("Soft cervical collar: Overturned", rationale="It is needed. The request is medically necessary.")
LABELS = ("Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:")


def record_of(text: str) -> imrparse.Record:
    parsed = imrparse.parse_text(text)
    assert_grounded(parsed)
    return parsed.record


def doubted(record: imrparse.Record) -> set[str]:
    return {warning.field for warning in record.warnings}


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_page_that_begins_inside_an_item(label: str, gap: str) -> None:
    text = letters.letter((TRACTION, COLLAR), gap=gap)
    record = record_of("of the traction unit.\n" + text[text.index(label) :])
    first, second = record.disputed_items
    assert (first.treatment, first.decision, record.outcome) == (None, None, None)
    assert (first.claims_administrator.text is None) == (label != LABELS[0])
    assert (first.expert_reviewer.text is None) == (label == LABELS[2])
    assert first.rationale == letters.RATIONALE
    assert (second.treatment, second.decision) == ("Soft cervical collar", "overturned")
    assert (second.claims_administrator.text, second.rationale) == (COLLAR.claims, COLLAR.rationale)
    assert {"disputed_items", "outcome", "disputed_items.0.treatment", "disputed_items.0.decision"} <= doubted(record)


def test_what_rests_on_the_conclusion_alone_is_in_doubt() -> None:
    rationale = "Soreness is noted. The request for a soft cervical collar is not medically necessary. It is no cure."
    text = letters.letter((Item("Soft cervical collar: Upheld", rationale=rationale),))
    record = record_of(text[text.index("MAXIMUS guideline:") :])
    item = record.disputed_items[0]
    assert (item.treatment, item.decision, record.outcome) == ("soft cervical collar", "upheld", "upheld")
    assert {f"disputed_items.0.{name}" for name in ("treatment", "decision", "category")} <= doubted(record)
    assert {"outcome", "disputed_items"} <= doubted(record)


def test_an_earlier_request_is_no_conclusion() -> None:
    rationale = "The earlier request for a cane was not medically necessary. The criteria are met."
    item = record_of(letters.letter((Item("", rationale=rationale),), credentials="")).disputed_items[0]
    assert (item.treatment, item.decision) == (None, None)


# The foot of the only page, and what of it is the rationale's.
FEET = [("2", ""), ("- 2 -", ""), ("\u2013 12 \u2013", ""), ("2.", " 2."), ("(2)", " (2)"), ("120", " 120")]


@pytest.mark.parametrize(("foot", "kept"), FEET)
def test_the_number_of_the_only_page(foot: str, kept: str) -> None:
    record = letters.record_of((Item(),), end=foot)
    assert " ".join(str(record.disputed_items[0].rationale).split()) == letters.RATIONALE + kept


# The last words of a page that is full of lines of 95 characters, and whether the letter may go on.
LAST_WORDS = [
    ("The earlier decision on this same request was one that the reviewer of that year had upheld", True),
    ('The guideline says of this very treatment that it is "Recommended as an option, as indicated', True),
    ("As the notes of the worker show no such new finding of the neck, this is not supported", True),
    ("As the notes of the worker show no such finding of the neck, this is not medically necessary.", False),
    ("It is not supported", False),
]


@pytest.mark.parametrize(("words", "cut"), LAST_WORDS)
def test_a_full_line_without_a_full_stop_goes_on(words: str, cut: bool) -> None:
    record = letters.record_of((Item(rationale=f"{letters.RATIONALE}\n{words}"),))
    assert ("disputed_items.0.rationale" in doubted(record)) == cut
    assert ("outcome" in doubted(record)) == cut


def test_a_part_with_another_items_number_and_words_is_that_items() -> None:
    more = NORCO._replace(listed=NORCO.listed.replace("10/325mg", "5/325mg"))
    record = record_of(notice([THERAPY, NORCO, more], parts=f"{part(1, THERAPY)}\n{part(2, NORCO)}"))
    assert record.disputed_items[1].rationale
    assert record.disputed_items[2].rationale is None
    assert "disputed_items.2.rationale" in doubted(record)


def test_both_sides_of_a_paragraph_whose_heading_is_missing() -> None:
    therapy = THERAPY._replace(rationale=f"{letters.RATIONALE} The request is not medically necessary.")
    text = notice([therapy], first=decision_list([therapy]))
    record = record_of(text[text.index("The Claims Administrator") :])
    item = record.disputed_items[0]
    assert str(item.claims_administrator.text).startswith("The Claims Administrator")
    assert str(item.expert_reviewer.text).startswith("The Expert Reviewer")


# Forged letters that were read wrongly without a warning once.
FORGED = [
    *(("fdl-2014", "first-page-missing", number) for number in (33, 79, 129, 420, 1330)),
    *(("fdl-2015", "first-page-missing", number) for number in (48, 50, 537, 942)),
    *(("notice-2013", "first-page-missing", number) for number in (255, 1148)),
    *(("notice-2013", "last-page-missing", number) for number in (112, 333, 1087)),
    *(("fdl-2013", "last-page-missing", number) for number in (74, 121, 238, 414, 853, 1227)),
    *(("fdl-2014", "last-page-missing", 318), ("fdl-2015", "last-page-missing", 215)),
    *(("mpr-2013", "lost-blanks", number) for number in (75, 83, 138, 247, 351, 437, 704)),
    *(("notice-2013", "lost-blanks", 272), ("fdl-2013", "lost-blanks", 488)),
    *(("fdl-2014", "lost-blanks", number) for number in (91, 241, 475, 808)),
    *(("fdl-2015", "lost-blanks", number) for number in (477, 658, 765, 787, 921)),
    *(("fdl-2015", "doubled-blanks", number) for number in (168, 171)),
    ("notice-2013", "doubled-blanks", 261),
]


@pytest.mark.parametrize(("form", "shape", "number"), FORGED)
def test_forged_letters(form: str, shape: str, number: int) -> None:
    assert [str(one) for one in differences(numbered(form, shape, number)) if not one.excused] == []
