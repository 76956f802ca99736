"""Disputed items told apart, whatever their headings and rationales hold."""

from __future__ import annotations

import re

import pytest

import imrparse
from imrparse.record import DisputedItem
from tests import letters
from tests.letters import CLAIMS, EXPERT, RATIONALE, Item

TRACTION = Item("Cervical traction unit: Upheld")
COLLAR = Item("Soft cervical collar: Overturned")


def parsed(items: list[Item], **parts: str) -> imrparse.ParsedLetter:
    """The letter of these items, its evidence checked."""
    whole = imrparse.parse_text(letters.letter(items, **parts))
    assert_grounded(whole)
    return whole


def assert_grounded(whole: imrparse.ParsedLetter) -> None:
    """The words at each item's parts are their values; nothing is in two items."""
    for number, item in enumerate(whole.record.disputed_items):
        for part, value in printed_parts(item).items():
            assert squeezed(whole.words(f"disputed_items.{number}.{part}")) == squeezed(value)
    ends = [
        (span.page, span.start, span.end)
        for number in range(len(whole.record.disputed_items))
        for part in ("treatment", "decision", "claims_administrator.text", "expert_reviewer.text", "rationale")
        for span in whole.evidence.get(f"disputed_items.{number}.{part}", ())
    ]
    for (page, _, end), (next_page, start, _) in zip(sorted(ends), sorted(ends)[1:], strict=False):
        assert page < next_page or end <= start


def printed_parts(item: DisputedItem) -> dict[str, str]:
    parts = {
        "treatment": item.treatment,
        "claims_administrator.text": item.claims_administrator.text,
        "expert_reviewer.text": item.expert_reviewer.text,
        "rationale": item.rationale,
    }
    return {part: value for part, value in parts.items() if value is not None}


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]+", "", text)


def headings(record: imrparse.Record) -> list[tuple[str | None, str | None]]:
    return [(item.treatment, item.decision) for item in record.disputed_items]


def codes(record: imrparse.Record) -> list[tuple[str, str]]:
    return [(warning.code, warning.field) for warning in record.warnings]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n\n"], ids=["single", "blank line", "blank lines"])
@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_every_item_is_read_whole(count: int, gap: str) -> None:
    items = [Item(f"Physical therapy, {n + 2} visits: Upheld") for n in range(count)]
    record = parsed(items, gap=gap).record
    assert headings(record) == [(f"Physical therapy, {n + 2} visits", "upheld") for n in range(count)]
    for item in record.disputed_items:
        assert (item.claims_administrator.text, item.expert_reviewer.text, item.rationale) == (
            CLAIMS,
            EXPERT,
            RATIONALE,
        )
    assert record.warnings == ()


# (decisions of the items, outcome of the letter)
OUTCOMES = [
    (["Upheld"], "upheld"),
    (["Overturned"], "overturned"),
    (["Upheld", "Upheld"], "upheld"),
    (["Overturned", "Overturned"], "overturned"),
    (["Upheld", "Overturned"], "partially overturned"),
    # One decision that is missing leaves the whole open.
    (["Upheld", ""], None),
]


@pytest.mark.parametrize(("decisions", "outcome"), OUTCOMES)
def test_the_outcome_is_that_of_all_items(decisions: list[str], outcome: str | None) -> None:
    assert parsed([Item(f"A heating pad{': ' * bool(word)}{word}") for word in decisions]).record.outcome == outcome


# (heading, treatment, decision)
HEADINGS = [
    # The form's two endings.
    ("Norco 10/325 mg #60: Upheld", "Norco 10/325 mg #60", "upheld"),
    ("Acupuncture, 2 sessions is: Overturned", "Acupuncture, 2 sessions", "overturned"),
    # Its words as people vary them.
    ("Norco 10/325 mg #60 : Upheld", "Norco 10/325 mg #60", "upheld"),
    ("Norco 10/325 mg #60; Upheld", "Norco 10/325 mg #60", "upheld"),
    ("Norco 10/325 mg #60: UPHELD", "Norco 10/325 mg #60", "upheld"),
    ("Norco 10/325 mg #60: Upheld.", "Norco 10/325 mg #60", "upheld"),
    ("Norco 10/325 mg #60 is Overturned", "Norco 10/325 mg #60", "overturned"),
    ("Norco 10/325 mg #60: Overturn", "Norco 10/325 mg #60", "overturned"),
    ("Norco 10/325 mg #60: Modified", "Norco 10/325 mg #60", "modified"),
    # A heading that holds colons, full stops, quotes, brackets and a decision's word itself.
    ("Retrospective (DOS: 3/1/2016): Norco: Upheld", "Retrospective (DOS: 3/1/2016): Norco", "upheld"),
    ('Mattress, "firm" (queen). No. 2: Overturned', 'Mattress, "firm" (queen). No. 2', "overturned"),
    (
        "Appeal of an upheld denial of aqua therapy: Overturned",
        "Appeal of an upheld denial of aqua therapy",
        "overturned",
    ),
    ("Tramadol 50 mg 1 tab p.o. q.d. p.r.n. #30: Upheld", "Tramadol 50 mg 1 tab p.o. q.d. p.r.n. #30", "upheld"),
    # A heading that begins in lower case or with a figure or sign.
    ("eight visits of aqua therapy: Upheld", "eight visits of aqua therapy", "upheld"),
    ("8 visits of aqua therapy: Upheld", "8 visits of aqua therapy", "upheld"),
    ("#60 Norco 10/325 mg: Upheld", "#60 Norco 10/325 mg", "upheld"),
    # The form's lead-in words.
    (
        "Associated Surgical Service: Cold therapy unit: Upheld",
        "Associated Surgical Service: Cold therapy unit",
        "upheld",
    ),
]


@pytest.mark.parametrize(("heading", "treatment", "decision"), HEADINGS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_a_first_heading(heading: str, treatment: str, decision: str, gap: str) -> None:
    record = parsed([Item(heading), COLLAR], gap=gap).record
    assert headings(record) == [(treatment, decision), ("Soft cervical collar", "overturned")]
    assert record.warnings == ()


@pytest.mark.parametrize(("heading", "treatment", "decision"), HEADINGS)
def test_a_heading_below_a_rationale_and_a_blank_line(heading: str, treatment: str, decision: str) -> None:
    record = parsed([TRACTION, Item(heading), COLLAR], gap="\n\n").record
    assert headings(record)[1] == (treatment, decision)
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 3
    assert record.warnings == ()


# Those of which nothing but a blank line could tell that they go on after a full stop or begin in lower case.
PLAIN = [row for row in HEADINGS if row[0][0].isupper() and ". " not in row[0]]


@pytest.mark.parametrize(("heading", "treatment", "decision"), PLAIN)
def test_a_heading_right_below_a_rationale(heading: str, treatment: str, decision: str) -> None:
    record = parsed([TRACTION, Item(heading), COLLAR]).record
    assert headings(record)[1] == (treatment, decision)
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 3
    assert record.warnings == ()


LONG = (
    "Physical therapy for the cervical spine, two visits a week for six weeks, with hot packs, traction by hand, "
    "exercises for the deep flexors of the neck and a program of exercises for the home, as ordered on 3/1/2016"
)
# Headings over several lines: (heading, treatment)
WRAPPED = [
    # Filled lines.
    (f"{LONG}: Upheld", LONG),
    # A line that ends in an abbreviation's full stop, once full and twice short.
    (f"{LONG[:81]}, 2 tab p.o.\nevery day, as ordered: Upheld", f"{LONG[:81]}, 2 tab p.o. every day, as ordered"),
    ("Tramadol 50 mg 1 tab p.o.\nq.d. #30: Upheld", "Tramadol 50 mg 1 tab p.o. q.d. #30"),
    ("Norco 10/325 mg.\n#60 with two refills: Upheld", "Norco 10/325 mg. #60 with two refills"),
    # A broken line in the middle of a word group, with a hyphen, before a bracket.
    (
        "Magnetic resonance imaging of the neck\n(without contrast): Upheld",
        "Magnetic resonance imaging of the neck (without contrast)",
    ),
    ("An x-\nray of the neck: Upheld", "An x-ray of the neck"),
    # The decision alone on its line, and the colon with it.
    ("Cervical epidural injection at C5-6:\nUpheld", "Cervical epidural injection at C5-6"),
    ("Cervical epidural injection at C5-6\n: Upheld", "Cervical epidural injection at C5-6"),
    ("Cervical epidural injection at C5-6 is:\nUpheld", "Cervical epidural injection at C5-6"),
]


@pytest.mark.parametrize(("heading", "treatment"), WRAPPED)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_a_heading_over_lines(heading: str, treatment: str, gap: str) -> None:
    record = parsed([TRACTION, Item(heading), COLLAR], gap=gap).record
    assert headings(record) == [
        ("Cervical traction unit", "upheld"),
        (treatment, "upheld"),
        ("Soft cervical collar", "overturned"),
    ]
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 3


# Rationales that hold what looks like the beginning or the end of an item.
LURES = [
    # Decision words, in sentences and at a line's end.
    "The earlier denial was upheld by the appeals unit, and a second one: Overturned. The request is not "
    "medically necessary.",
    "The doctor writes that the first review was:\nUpheld\nand that this one should not be. The request is not "
    "medically necessary.",
    "The request for the traction unit is: Upheld\nas is shown below. The request is not medically necessary.",
    # Lines that look like headings.
    "The guideline has a list.\nCriteria for use of traction units:\nPain for three months.\nNo relief from "
    "drugs.\nThe request is not medically necessary.",
    "The guideline says:\nIndications for imaging: Upheld by the panel of experts\nThe request is not medically "
    "necessary.",
    "The chapter reads as follows.\nCLINICAL CASE SUMMARY\nof such workers. The request is not medically necessary.",
    "The letter of denial has a part of its own.\nIMR ISSUES, DECISIONS AND RATIONALES\nThe request is not "
    "medically necessary.",
    # A long quotation with bullets.
    "The guideline asks for:\n• pain of three months: at least\n• a trial of drugs (two of them)\n• a plan of "
    "care: written down\nThe request is not medically necessary.",
    # Words of the labels without their colon.
    "The claims administrator guideline was not given. The MAXIMUS guideline is given above, and the decision "
    "rationale\nfollows from it. The request is not medically necessary.",
    # Words of the closing inside a sentence.
    "The doctor signed the note with sincerely, his name, and sent it with cc: the patient. The request is not "
    "medically necessary.",
]  # fmt: skip


@pytest.mark.parametrize("rationale", LURES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_a_rationale_that_looks_like_other_parts(rationale: str, gap: str) -> None:
    record = parsed([TRACTION._replace(rationale=rationale), COLLAR], gap=gap).record
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Soft cervical collar", "overturned")]
    first, second = record.disputed_items
    assert squeezed(first.rationale) == squeezed(rationale)
    assert second.rationale == RATIONALE


# The same words where a line happens to begin with them.
CLOSINGS_INSIDE = [
    "The doctor wrote that the worker has the\nright to appeal the denial. The request is not medically necessary.",
    "The note was sent with a\ncc: to the employer. The request is not medically necessary.",
    "He signed the form\nsincerely, as he wrote. The request is not medically necessary.",
]


@pytest.mark.parametrize("rationale", CLOSINGS_INSIDE)
def test_a_line_inside_a_rationale_does_not_end_the_letter(rationale: str) -> None:
    record = parsed([TRACTION._replace(rationale=rationale), COLLAR]).record
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Soft cervical collar", "overturned")]
    assert squeezed(record.disputed_items[0].rationale) == squeezed(rationale)


# (end of a rationale, what is unclear): where nothing marks the rationale's end, its words do, or a warning says so
ENDINGS = [
    # Without its full stop, on a line that ends early.
    ("Therefore, the request is not medically necessary", []),
    ("This request is not medically necessary and appropriate", []),
    ("The requested unit is not medically necessary at this time", []),
    # With a closing quote or bracket.
    ('The guideline calls it "not recommended."', []),
    ("Therefore, the request is not medically necessary.)", []),
]


@pytest.mark.parametrize(("ending", "unclear"), ENDINGS)
def test_a_heading_right_below_a_rationale_without_full_stop(ending: str, unclear: list[tuple[str, str]]) -> None:
    rationale = f"The guideline supports rest and heat, and it does not speak of a unit of this kind at all. {ending}"
    record = parsed([TRACTION._replace(rationale=rationale), COLLAR]).record
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Soft cervical collar", "overturned")]
    assert record.disputed_items[0].rationale == rationale
    assert codes(record) == unclear


def test_a_rationale_that_stops_in_mid_sentence_is_kept_apart_and_in_doubt() -> None:
    rationale = (
        "The guideline supports rest and heat for such pain, and the notes of the doctor of this worker do not say why"
    )
    record = parsed([TRACTION._replace(rationale=rationale), COLLAR]).record
    assert [item.decision for item in record.disputed_items] == ["upheld", "overturned"]
    assert ("unclear_boundary", "disputed_items.1.treatment") in codes(record)


# -- labels ------------------------------------------------------------------------------------------------------

# Labels as letters print them: (claims administrator's, reviewer's, rationale's)
LABELS = [
    ("Claims Administrator guideline:", "MAXIMUS guideline:", "Decision rationale:"),
    ("Claims Administrator guideline:", "Maximus guideline:", "Decision rationale:"),
    ("CLAIMS ADMINISTRATOR GUIDELINE:", "MAXIMUS GUIDELINE:", "DECISION RATIONALE:"),
    ("Claims Administrator guidelines:", "MAXIMUS guideline(s):", "Decision Rationale :"),
    ("Claims Administrator's guideline:", "Expert Reviewer guideline:", "Decision rationale:"),
    ("Claims Administrator\nguideline:", "MAXIMUS\nguideline:", "Decision\nrationale:"),
]


@pytest.mark.parametrize("labels", LABELS)
def test_labels_as_letters_vary_them(labels: tuple[str, str, str]) -> None:
    text = letters.letter([TRACTION, COLLAR], gap="\n\n")
    for usual, label in zip(LABELS[0], labels, strict=True):
        text = text.replace(usual, label)
    record = imrparse.parse_text(text).record
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Soft cervical collar", "overturned")]
    assert [item.expert_reviewer.text for item in record.disputed_items] == [EXPERT] * 2
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 2
    assert record.warnings == ()


# (second item of three, the field that is missing)
MISSING = [
    (COLLAR._replace(claims=None), "claims_administrator.text"),
    (COLLAR._replace(expert=None), "expert_reviewer.text"),
    (COLLAR._replace(rationale=None), "rationale"),
    (COLLAR._replace(claims=""), "claims_administrator.text"),
    (COLLAR._replace(expert=""), "expert_reviewer.text"),
    (COLLAR._replace(rationale=""), "rationale"),
]


@pytest.mark.parametrize(("item", "field"), MISSING)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_a_part_that_is_missing_moves_no_other(item: Item, field: str, gap: str) -> None:
    record = parsed([TRACTION, item, TRACTION], gap=gap).record
    assert headings(record) == [
        ("Cervical traction unit", "upheld"),
        ("Soft cervical collar", "overturned"),
        ("Cervical traction unit", "upheld"),
    ]
    parts = printed_parts(record.disputed_items[1])
    assert field not in parts
    assert len(parts) == 3
    assert ("missing", f"disputed_items.1.{field}") in codes(record)
    assert [record.disputed_items[n].rationale for n in (0, 2)] == [RATIONALE] * 2


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_a_heading_without_decision_keeps_its_words_somewhere(gap: str) -> None:
    record = parsed([TRACTION, Item("Soft cervical collar"), TRACTION], gap=gap).record
    assert [item.decision for item in record.disputed_items] == ["upheld", None, "upheld"]
    assert ("missing", "disputed_items.1.decision") in codes(record)
    assert record.outcome is None
    # The words are not lost: they are the item's treatment, or stay at the end of the rationale above.
    first, second, _ = record.disputed_items
    assert "Soft cervical collar" in f"{first.rationale} {second.treatment}"


def test_labels_in_another_order_are_one_item_each_warned_of() -> None:
    # The reviewer's guideline above the claims administrator's: nothing may be dropped, and the reader must be told.
    text = letters.letter([TRACTION])
    claims, expert = f"Claims Administrator guideline: {CLAIMS}", letters.wrapped(f"MAXIMUS guideline: {EXPERT}")
    assert claims in text
    assert expert in text
    record = imrparse.parse_text(text.replace(claims, "@").replace(expert, claims).replace("@", expert)).record
    assert record.disputed_items[0].treatment == "Cervical traction unit"
    kept = "".join(value for item in record.disputed_items for value in printed_parts(item).values())
    for part in (CLAIMS, EXPERT, RATIONALE):
        assert squeezed(part) in squeezed(kept)
    assert record.warnings


# (the word as it is printed, decision)
DAMAGED = [
    ("Uphe1d", "upheld"),
    ("Upheid", "upheld"),
    ("Uphelld", "upheld"),
    ("Upehld", "upheld"),
    ("Overtumed", "overturned"),
    ("Ovetturned", "overturned"),
    ("0verturned", "overturned"),
]


@pytest.mark.parametrize(("word", "decision"), DAMAGED)
def test_a_damaged_decision_is_read_and_in_doubt(word: str, decision: str) -> None:
    record = parsed([Item(f"Cervical traction unit: {word}"), COLLAR]).record
    assert headings(record)[0] == ("Cervical traction unit", decision)
    assert ("repaired", "disputed_items.0.decision") in codes(record)


# Headings whose colon got lost or became another sign: (end of the heading, decision)
WITHOUT_COLON = [
    (", Overturned", "overturned"),
    (". Upheld", "upheld"),
    (" Overturned", "overturned"),
    (" Upheld", "upheld"),
    (" - Overturned", "overturned"),
    (" - Upheld", "upheld"),
    (" – Overturned", "overturned"),
    (" (Overturned)", "overturned"),
    (" are Overturned", "overturned"),
]


@pytest.mark.parametrize(("end", "decision"), WITHOUT_COLON)
def test_a_heading_without_its_colon(end: str, decision: str) -> None:
    record = parsed([Item(f"Cervical traction unit{end}"), COLLAR]).record
    assert headings(record)[0] == ("Cervical traction unit", decision)
    assert ("damaged", "disputed_items.0.decision") in codes(record)


# Words around a decision's word that change what it says: it is not read as the opposite, nor cut into the treatment.
QUALIFIED = ["Partially Overturned", "Partially upheld", "Not upheld", "Upheld Overturned"]


@pytest.mark.parametrize("words", QUALIFIED)
def test_a_qualified_decision_is_not_read_as_another(words: str) -> None:
    item = parsed([Item(f"Cervical traction unit: {words}"), COLLAR]).record.disputed_items[0]
    assert item.decision in (None, "overturned" if words == "Partially Overturned" else "modified")
    assert item.treatment == "Cervical traction unit"


# Words that stand where a decision would and are none.
NO_DECISION = [
    *("Pending", "Unhelpful", "Withdrawn", "Overt", "Denied", "Upheld in part", "Not medically necessary"),
    *(word for word in ("Held", "Uphill")),
]


@pytest.mark.parametrize("word", NO_DECISION)
def test_another_word_is_no_decision(word: str) -> None:
    record = parsed([Item(f"Cervical traction unit: {word}"), COLLAR]).record
    assert record.disputed_items[0].decision is None
    assert record.outcome is None
    assert ("missing", "disputed_items.0.decision") in codes(record)


# -- modified requests -------------------------------------------------------------------------------------------

MODIFIED = (
    "Aqua therapy for the neck, twelve visits was the original request. Aqua therapy for the neck, four visits was "
    "authorized by the Claims Administrator. The remaining IMR eligible portion of the original request, Aqua "
    "therapy for "
    "the neck, eight visits"
)
LEFT_WHOLE = (
    "Norco 10/325 mg #120 was the original request. The Claims Administrator authorized Norco 10/325 mg #60, "
    "leaving the "
    "original request IMR eligible. The original request, Norco 10/325 mg #120"
)


@pytest.mark.parametrize("heading", [MODIFIED, LEFT_WHOLE])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_a_modified_request_below_a_rationale(heading: str, gap: str) -> None:
    record = parsed([TRACTION, Item(f"{heading} is: Upheld"), COLLAR], gap=gap).record
    assert headings(record)[1] == (heading, "upheld")
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 3
    modification = record.disputed_items[1].modification
    assert heading.startswith(modification.requested)
    assert modification.authorized in heading
    assert heading.endswith(modification.disputed)


@pytest.mark.parametrize("heading", [MODIFIED, LEFT_WHOLE])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_a_modified_request_below_a_rationale_that_quotes_one(heading: str, gap: str) -> None:
    rationale = f"{RATIONALE} {heading}, is not medically necessary."
    items = [Item(f"{heading} is: Upheld", rationale=rationale), Item(f"{heading} is: Overturned", rationale=rationale)]
    record = parsed(items, gap=gap).record
    assert headings(record) == [(heading, "upheld"), (heading, "overturned")]
    assert [item.rationale for item in record.disputed_items] == [rationale] * 2


# -- the end of the letter ---------------------------------------------------------------------------------------

# What may stand below the last rationale.
CLOSINGS = [
    "Sincerely,\n\nPaul Manchester, MD, MPH\nMedical Director",
    "cc: Department of Industrial Relations",
    "Effect of the Decision:\nThe determination is deemed to be the final determination of the Administrative "
    "Director.",
    "Disclaimer: MAXIMUS is providing an independent review service under contract.",
    "Right to Appeal\nAn aggrieved party may file a verified appeal.",
]


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_the_closing_is_no_part_of_the_last_rationale(closing: str, gap: str) -> None:
    record = parsed([TRACTION, COLLAR], end=closing, gap=gap).record
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 2


def test_the_last_item_goes_on_to_the_letter_s_end() -> None:
    last = f"{RATIONALE}\n\nReferences:\n1. A study of traction, 2010.\nA note below it without full stop"
    record = parsed([TRACTION, COLLAR._replace(rationale=last)], gap="\n\n").record
    assert squeezed(record.disputed_items[-1].rationale) == squeezed(last)


def test_a_rationale_over_three_pages_belongs_to_one_item() -> None:
    long = " ".join(RATIONALE.replace("traction", f"traction {n}") for n in range(24))
    lines = letters.letter([TRACTION._replace(rationale=long), COLLAR]).splitlines()
    pages = ["\n".join(lines[start : start + 30]) for start in range(0, len(lines), 30)]
    assert len(pages) >= 4
    record = imrparse.parse_text("\n\f".join(f"{page}\n\n{n}" for n, page in enumerate(pages, 1))).record
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Soft cervical collar", "overturned")]
    assert squeezed(record.disputed_items[0].rationale) == squeezed(long)
    assert {(one.code, one.severity) for one in record.warnings} <= {("cut_off", "note")}  # the last page is full


# Where a page can end: (words before the break)
PAGE_ENDS = [
    "Therefore, the decision is the one that is indicated.",
    "Soft cervical collar:",
    "Soft cervical",
    "collar: Overturned",
    "Claims Administrator guideline:",
    "MAXIMUS guideline:",
    "Decision rationale:",
    "The notes of this",
]


@pytest.mark.parametrize("words", PAGE_ENDS)
@pytest.mark.parametrize("number", ["", "\n{n}", "\nPage {n} of 2"], ids=["bare", "number", "page of"])
def test_a_page_that_ends_anywhere_in_an_item(words: str, number: str) -> None:
    text = letters.letter([TRACTION, COLLAR], gap="\n\n")
    place = re.search(re.escape(words).replace(r"\ ", r"\s"), text[text.index("Soft cervical") - 60 :])
    assert place
    end = text.index("Soft cervical") - 60 + place.end()
    pages = text[:end].rstrip() + "\n" + number.format(n=1), text[end:].lstrip() + number.format(n=2)
    record = imrparse.parse_text("\n\f".join(pages)).record
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Soft cervical collar", "overturned")]
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 2
    assert [item.expert_reviewer.text for item in record.disputed_items] == [EXPERT] * 2
    assert record.warnings == ()


def test_two_letters_in_one_file_are_warned_of() -> None:
    # Files are merged by scanners and by people; one record cannot say what two letters say.
    second = letters.letter([COLLAR], header=letters.HEADER.replace("0012345", "0067890"))
    record = imrparse.parse_text(f"{letters.letter([TRACTION])}\f{second}").record
    assert [code for code, _ in codes(record)] == ["several_letters"]


# -- text that lost its lines ------------------------------------------------------------------------------------


def test_a_letter_on_one_line_keeps_its_values() -> None:
    text = letters.letter([TRACTION, COLLAR])
    record = imrparse.parse_text(" ".join(text.split())).record
    assert record.case_number == "CM16-0012345"
    assert record.reviewer.licensure == ("California",)
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Soft cervical collar", "overturned")]
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 2
    # Where the first rationale ends is told by its words alone, so it is in doubt.
    assert codes(record) == [("unclear_boundary", "disputed_items.1.treatment")]


@pytest.mark.parametrize("width", [30, 50, 72, 132, 400])
def test_a_letter_wrapped_anew_gives_the_same_record(width: int) -> None:
    text = letters.letter([TRACTION, Item(f"{MODIFIED} is: Upheld"), COLLAR], gap="\n\n")
    expected = imrparse.parse_text(text).record
    anew = "\n\n".join(letters.wrapped(" ".join(part.split()), width) for part in text.split("\n\n"))
    record = imrparse.parse_text(anew).record
    assert headings(record) == headings(expected)
    assert [item.rationale for item in record.disputed_items] == [RATIONALE] * 3


# Headings of the letter that are missing, doubled, or in other words.
FRAME = [
    ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR Issues, Decisions, and Rationales"),
    ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR DECISION(S) AND RATIONALE(S)"),
    ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR ISSUES,\nDECISIONS AND RATIONALES"),
    ("IMR ISSUES, DECISIONS AND RATIONALES\n", ""),
    (letters.ISSUES_LEAD_IN, ""),
    ("CLINICAL CASE SUMMARY\n", ""),
    (letters.wrapped(letters.SUMMARY_LEAD_IN), ""),
    ("CLINICAL CASE SUMMARY", "Clinical Case Summary:"),
]


@pytest.mark.parametrize(("usual", "instead"), FRAME)
def test_the_frame_in_other_words(usual: str, instead: str) -> None:
    text = letters.letter([TRACTION, COLLAR])
    assert usual in text
    record = imrparse.parse_text(text.replace(usual, instead)).record
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Soft cervical collar", "overturned")]
    assert record.case_summary == letters.SUMMARY
    assert record.warnings == ()


# -- nothing is lost without a word ------------------------------------------------------------------------------

BARE = Item("Cane: Overturned", None, None, None)

# (items, why one of them could get lost)
LOST = [
    # An item without guideline paragraphs, after another, before it, between two.
    ([TRACTION, BARE], "stray_decision"),
    ([BARE, TRACTION], "stray_decision"),
    ([TRACTION, BARE, COLLAR], "stray_decision"),
    # Two items whose labels complement each other.
    ([Item("Cane: Upheld", CLAIMS, None, None), Item("Collar: Overturned", None, EXPERT, RATIONALE)], "stray_decision"),
]


@pytest.mark.parametrize(("items", "code"), LOST)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["single", "blank line"])
def test_an_item_that_could_get_lost_is_in_doubt(items: list[Item], code: str, gap: str) -> None:
    record = parsed(items, gap=gap).record
    assert {(code, "disputed_items"), (code, "outcome")} <= set(codes(record))


def test_an_item_printed_on_one_line_is_an_item() -> None:
    line = f"Cane: Overturned Claims Administrator guideline: {CLAIMS} MAXIMUS guideline: {EXPERT} Decision rationale: "
    record = parsed([TRACTION, Item(line + RATIONALE, None, None, None)]).record
    assert headings(record) == [("Cervical traction unit", "upheld"), ("Cane", "overturned")]


def test_a_label_quoted_inside_a_line_is_in_doubt() -> None:
    quoted = "The letter says as its Claims Administrator guideline: none. The request is not medically necessary."
    record = parsed([TRACTION._replace(rationale=quoted), COLLAR]).record
    assert len(record.disputed_items) == 2
    assert ("stray_label", "disputed_items") in codes(record)


# Letters that end inside a sentence, and letters that only lack their last full stop.
ENDS = [
    ("The guideline asks for a trial of", True),
    ("The worker took one tablet by mouth as needed: Overt", True),
    ("The request is not medically necessary", False),
    ('It is "not medically necessary."', False),
    ("(See the item above.)", False),
]


@pytest.mark.parametrize(("rationale", "cut"), ENDS)
def test_a_letter_that_is_cut_off_is_in_doubt(rationale: str, cut: bool) -> None:
    record = parsed([TRACTION, COLLAR._replace(rationale=f"{RATIONALE} {rationale}")]).record
    assert (("cut_off", "outcome") in codes(record)) is cut


# Single-spaced letters in which a heading could begin at more than one line: (rationale above, heading)
UNCLEAR = [
    ("The guideline says so.\nMild cases 5 visits\nSevere cases 15 visits", "MRI of the neck: Overturned"),
    ("It is not medically necessary.\nThis was discussed.", "aquatic therapy: Overturned"),
    ("It is not medically necessary.", "Gym membership for 6 months. Pool access.\nTransport: Overturned"),
]


@pytest.mark.parametrize(("rationale", "heading"), UNCLEAR)
def test_a_heading_that_could_begin_elsewhere_is_in_doubt(rationale: str, heading: str) -> None:
    record = parsed([TRACTION._replace(rationale=f"{RATIONALE}\n{rationale}"), Item(heading)]).record
    assert ("unclear_boundary", "disputed_items.1.treatment") in codes(record)


def test_a_guideline_paragraph_in_no_known_wording_is_in_doubt() -> None:
    record = parsed([TRACTION._replace(claims="None.")]).record
    assert record.disputed_items[0].claims_administrator.text == "None."
    assert ("unread_guideline", "disputed_items.0.claims_administrator.citations") in codes(record)
