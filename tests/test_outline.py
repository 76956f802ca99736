"""The record as a tree: every value is in it, under a name, with its words; every place has its owner."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from msgspec import inspect

import imrparse
from imrparse import record as types
from imrparse.letter import SourceSpan
from imrparse.outline import (
    HEADER,
    Node,
    Outline,
    Segment,
    letter_pages,
    outline,
    outline_of,
    owned,
    owner,
    value_at,
)
from imrparse.pipeline import ParsedLetter
from imrparse.record import Citation, Drug, Frequency, Ingredient, Record
from imrparse.terms import FIELDS, Kind, gist
from tests.conftest import ROOT
from tests.grounding import leaves
from tests.random_records import structs

SAMPLES = sorted(path.name for path in (ROOT / "samples").iterdir() if path.suffix in {".pdf", ".txt"})
APART = ("evidence", "found_by", "ocr_confidence")
"""Fields of a record that say something of its values: each node carries its own."""


@pytest.fixture(scope="module", params=SAMPLES)
def letters(request: pytest.FixtureRequest) -> list[ParsedLetter]:
    return imrparse.parse_all(ROOT / "samples" / request.param)


@pytest.fixture(scope="module")
def modified() -> ParsedLetter:
    return imrparse.parse(ROOT / "samples" / "shoulder-therapy-modified.pdf")


def missing_values(record: Record, made: Outline) -> list[str]:
    """Paths of the record's values that are in no node, or in one with another text."""
    shown = {node.path: node.value for node in made.walk()}
    kept = {name: part for name, part in msgspec.to_builtins(record).items() if name not in APART}
    return [
        path
        for path, value in leaves(kept)
        if not path.startswith("source.pages")
        and shown.get(path)
        not in (str(value), f"{value:g}" if isinstance(value, float) else None, "yes" if value is True else None)
    ]


def test_every_value_of_every_sample_is_in_the_tree(letters: list[ParsedLetter]) -> None:
    for parsed in letters:
        assert missing_values(parsed.record, outline(parsed)) == []


@settings(deadline=None, max_examples=50)
@given(structs(inspect.type_info(Record)))
def test_every_value_of_any_record_is_in_the_tree(record: Record) -> None:
    assert missing_values(record, outline_of(record)) == []


def test_paths_are_unique_and_lead_to_values_of_the_record(letters: list[ParsedLetter]) -> None:
    for parsed in letters:
        paths = [node.path for node in outline(parsed).walk()]
        assert len(paths) == len(set(paths))
        for path in paths:
            value_at(parsed.record, path)


def test_spans_slice_back_to_the_words_of_the_value(letters: list[ParsedLetter]) -> None:
    for parsed in letters:
        pages = {page.number: page for page in letter_pages(parsed)}
        made = outline(parsed)
        evidenced = {path for path in parsed.evidence if path in made.by_path}
        assert evidenced == set(parsed.evidence), "words without a value"
        for path in evidenced:
            words = [pages[page].text[start:end] for page, start, end in made.by_path[path].spans]
            assert "\n".join(words) == parsed.words(path)


def test_what_owns_a_place_was_read_from_there(letters: list[ParsedLetter]) -> None:
    for parsed in letters:
        made = outline(parsed)
        for page in letter_pages(parsed):
            segments = made.segments(page.number)
            assert all(a.end <= b.start for a, b in itertools.pairwise(segments))
            for offset in range(page.start, page.end):
                holders = (
                    [
                        (end - start, node)
                        for node in made.walk()
                        if node.kind != Kind.WARNING
                        for number, start, end in node.spans
                        if number == page.number and start <= offset < end
                    ]
                    if offset % 23 == 0
                    else []
                )
                found = made.owner(page.number, offset)
                if holders:
                    narrowest = min(width for width, _ in holders)
                    assert found in [node for width, node in holders if width == narrowest]


def test_a_field_of_the_record_has_a_name_for_people() -> None:
    """A field that is added to the record is shown anyway; this says that its label is still the field's own name."""
    structs = [each for each in vars(types).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)]
    shown = [each for each in structs if each not in (types.FailedSource, types.Error, types.Failure, msgspec.Struct)]
    for each in shown:
        names = {info.encode_name for info in msgspec.structs.fields(each)} - set(APART)
        assert names == set(FIELDS[each]), each


def test_a_field_without_a_name_is_shown_under_its_own() -> None:
    class Later(msgspec.Struct, frozen=True):
        turn_around: int = 3

    assert gist(Later()) == "turn around 3"


def test_the_words_of_a_decision_are_the_items_and_not_the_outcomes(modified: ParsedLetter) -> None:
    made = outline(modified)
    page, start, _ = modified.evidence["disputed_items.0.decision"][0]
    found = made.owner(page, start)
    assert found is not None
    assert (found.path, found.kind) == ("disputed_items.0.decision", Kind.DECISION)


def test_nothing_owns_the_words_of_the_form_itself(modified: ParsedLetter) -> None:
    page = letter_pages(modified)[0]
    assert outline(modified).owner(page.number, page.text.index("Case Number")) is None
    assert outline(modified).owner(99, 0) is None


def test_the_narrowest_owns_and_of_equal_ones_the_printed() -> None:
    item, name, kind = (Node(path, "", "", Kind.ITEM) for path in ("treatment", "name", "category"))
    segments = owned([Segment(0, 30, item), Segment(5, 10, kind), Segment(5, 10, name), Segment(40, 41, kind)])
    assert [(s.start, s.end, s.node) for s in segments] == [(0, 5, item), (5, 10, name), (10, 30, item), (40, 41, kind)]
    assert [owner(segments, at) for at in (0, 5, 9, 10, 30, 40, 41)] == [item, name, name, item, None, kind, None]


def test_a_whole_has_the_places_of_its_parts(modified: ParsedLetter) -> None:
    made = outline(modified)
    guideline = made.by_path["disputed_items.1.expert_reviewer"]
    assert guideline.spans == ()
    assert set(made.by_path["disputed_items.1.expert_reviewer.text"].spans) <= set(guideline.places)


def test_warnings_stand_at_their_value_and_in_a_list() -> None:
    parsed = imrparse.parse(ROOT / "samples" / "cognitive-therapy-overturned.pdf")
    made = outline(parsed)
    assert [w.code for w in made.by_path["dates.injury"].warnings] == ["missing"]
    assert made.by_path["dates.injury"].value is None
    assert [node.label for node in made.by_path["warnings"].children] == [f"Warning {n}" for n in range(1, 8)]


@pytest.mark.parametrize(
    ("field", "at"),
    [
        ("disputed_items.0.decision", "disputed_items.0.decision"),
        ("disputed_items.0.expert_reviewer.citations", "disputed_items.0.expert_reviewer.citations"),
        ("disputed_items.0.drug.quantity", "disputed_items.0"),
        ("dates", HEADER),
        ("reviewer.licensure", "reviewer.licensure"),
        ("disputed_items", None),
    ],
)
def test_a_warning_belongs_to_the_smallest_whole_that_is_there(field: str, at: str | None) -> None:
    warning = types.Warning(code="missing", field=field, message="look")
    record = Record(source=SOURCE, disputed_items=(types.DisputedItem(),), warnings=(warning,))
    made = outline_of(record)
    assert [node.path for node in made.walk() if warning in node.warnings] == ([at] if at else [])
    assert made.by_path["warnings.0"].value == "doubt: look"


def test_a_letter_without_items_shows_that_they_are_missing() -> None:
    made = outline_of(Record(source=SOURCE))
    assert made.by_path["disputed_items"].value is None


def test_a_record_that_was_written_with_its_evidence_needs_no_letter(modified: ParsedLetter) -> None:
    written = msgspec.structs.replace(modified.record, evidence=dict(modified.evidence))
    read = msgspec.json.decode(msgspec.json.encode(written), type=Record)
    assert [(n.path, n.value, n.spans) for n in outline_of(read).walk()] == [
        (n.path, n.value, n.spans) for n in outline(modified).walk()
    ]
    assert isinstance(outline_of(read).by_path["case_number"].spans[0], SourceSpan)


def test_how_values_were_found_and_how_surely_they_were_read_stand_at_them() -> None:
    record = Record(source=SOURCE, case_number="CM17-0400388", found_by={"case_number": "its shape"})
    node = outline_of(record, {}, {"case_number": 0.4}).by_path["case_number"]
    assert (node.found_by, node.confidence) == ("its shape", 0.4)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (
            Citation(
                source="MTUS",
                title="Low Back Complaints",
                year=2004,
                chapter="12",
                sections=("A", "B"),
                pages=("41", "52-54"),
            ),
            "MTUS Low Back Complaints 2004, chapter 12: A; B; pages 41, 52-54",
        ),
        (Citation(source="ODG"), "ODG"),
        (Frequency(times=2, times_to=3, per="week", length=6, length_unit="week"), "2-3 times a week for 6 weeks"),
        (Frequency(length=1, length_unit="month"), "for 1 month"),
        (
            Drug(ingredients=(Ingredient(name="Norco", strength="10/325mg"),), form="tablet", quantity=30.0),
            "Norco 10/325mg, tablet, quantity 30",
        ),
        (types.Patient(age=45, sex="female", birth_date=datetime.date(1971, 2, 3)), "age 45, female, 1971-02-03"),
        (types.GuidelineParagraph(text="None was cited."), "None was cited."),
        (types.DisputedItem(treatment="Cane", decision="upheld"), "Cane: upheld"),
        (types.Modification(), ""),
    ],
)
def test_a_value_with_parts_has_a_gist(value: msgspec.Struct, line: str) -> None:
    assert gist(value) == line


def test_json_of_a_subtree(modified: ParsedLetter) -> None:
    assert value_at(modified.record, "disputed_items.1.decision") == "upheld"
    assert value_at(modified.record, "disputed_items.1.drug")["class"] == "Opioids"
    assert value_at(modified.record, HEADER)["dates"]["injury"] == "2016-06-08"
    for path in ("nothing", "disputed_items.9", "disputed_items.x", "outcome.0"):
        with pytest.raises(KeyError):
            value_at(modified.record, path)


SOURCE = types.Source(path="letter.txt", sha256="", kind="text", pages=(1,), page_count=1, engine="text")


def test_pages_of_one_letter_of_several() -> None:
    second = imrparse.parse_all(Path(ROOT / "samples" / "claim-file.pdf"))[1]
    assert [page.number for page in letter_pages(second)] == [7, 8]
