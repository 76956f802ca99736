"""`imrparse compare`: records of the same letters side by side, and records against gold."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner, Result

import imrparse
from imrparse.cli import app
from imrparse.comparing import compare_records
from imrparse.gold import compare_with_gold, is_same, plain, read_gold
from imrparse.record import Citation, Dates, DisputedItem, GuidelineParagraph, Record, TreatmentDetails, Warning
from tests.format_records import FAILURE, RECORD, of_file, write


def run(*arguments: str | Path, **options: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


def items(*treatments: str) -> tuple[DisputedItem, ...]:
    return tuple(DisputedItem(treatment=treatment, decision="upheld") for treatment in treatments)


def parts(**changes: object) -> dict[str, object]:
    return changes


def warning(severity: Any = "error", code: str = "missing", message: str = "not found") -> Warning:
    return Warning(code=code, severity=severity, field="priority", message=message)


# (parts of the old record, parts of the new one, what differs: path and kind)
DIFFERENCES = [
    (parts(priority=None), parts(priority="standard"), [("priority", "gained")]),
    (parts(priority="standard"), parts(priority=None), [("priority", "lost")]),
    (parts(priority="standard"), parts(priority="expedited"), [("priority", "changed")]),
    (parts(dates=Dates()), parts(dates=Dates(injury=datetime.date(2012, 5, 20))), [("dates.injury", "gained")]),
    # A list is one value.
    (parts(documents_reviewed=("a", "b")), parts(documents_reviewed=("a",)), [("documents_reviewed", "changed")]),
    (parts(documents_reviewed=()), parts(documents_reviewed=("a",)), [("documents_reviewed", "gained")]),
    # Items are counted from 0, those of the new record where both have them.
    (
        parts(disputed_items=items("MRI", "Cane")),
        parts(disputed_items=items("MRI of the knee", "Cane")),
        [("disputed_items.0.treatment", "changed")],
    ),
    # One item less in the middle leaves the others as they are.
    (
        parts(disputed_items=items("MRI", "Cane", "Norco")),
        parts(disputed_items=items("MRI", "Norco")),
        [("disputed_items.1", "lost")],
    ),
    (
        parts(disputed_items=items("MRI", "Norco")),
        parts(disputed_items=items("Cane", "MRI", "Norco")),
        [("disputed_items.0", "gained")],
    ),
    (
        parts(disputed_items=(DisputedItem(treatment="MRI", details=TreatmentDetails(visits=6)),)),
        parts(disputed_items=(DisputedItem(treatment="MRI", details=TreatmentDetails(visits=12)),)),
        [("disputed_items.0.details.visits", "changed")],
    ),
    # How the record was made does not count, nor how a warning is worded.
    (parts(found_by={"form": "a label"}), parts(found_by={}, evidence={}), []),
    (parts(warnings=(warning(message="a"),)), parts(warnings=(warning(message="b"),)), []),
    (parts(warnings=(warning(),)), parts(warnings=()), [("warnings", "lost")]),
    (parts(warnings=(warning("error"),)), parts(warnings=(warning("note"),)), [("warnings", "changed")]),
    (parts(warnings=(warning(),)), parts(warnings=(warning(), warning(code="damaged"))), [("warnings", "gained")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "differences"), DIFFERENCES)
def test_differences(old: dict[str, object], new: dict[str, object], differences: list[tuple[str, str]]) -> None:
    found = compare_records([of_file("a.pdf", **old)], [of_file("a.pdf", **new)])
    assert [(change.path, change.kind) for change in found.changes] == differences
    assert found.is_different() == bool(differences)


def test_each_value_is_counted_once_under_its_field() -> None:
    found = compare_records([RECORD], [of_file("elsewhere/a.pdf", case_summary=None)])
    assert found.fields["case_summary"].lost == 1
    assert found.fields["case_summary"].same == 0
    assert (found.fields["disputed_items.decision"].values, found.fields["disputed_items.decision"].same) == (2, 2)


def letter(path: str, case: str | None = None, *pages: int) -> Record:
    return of_file(path, case_number=case, pages=pages or (1,))


# (old letters, new letters, pairs by their places in the lists)
MATCHES = [
    ([letter("a.pdf"), letter("b.pdf")], [letter("b.pdf"), letter("a.pdf")], [(0, 1), (1, 0)]),
    # The same files in another folder, or in another format.
    ([letter("old/a.pdf")], [letter("new/a.txt")], [(0, 0)]),
    # Files of one name in two folders stay apart.
    ([letter("x/a.pdf"), letter("y/a.pdf")], [letter("y/a.pdf"), letter("x/a.pdf")], [(0, 1), (1, 0)]),
    # A file was renamed.
    ([letter("a.pdf", "CM16-1")], [letter("b.pdf", "CM16-1")], [(0, 0)]),
    # Several letters in a file, of which one has now other pages.
    (
        [letter("a.pdf", "CM16-1", 1, 2), letter("a.pdf", "CM16-2", 5, 6)],
        [letter("a.pdf", "CM16-2", 4, 5, 6), letter("a.pdf", "CM16-1", 1, 2)],
        [(0, 1), (1, 0)],
    ),
    # Standard input is no name.
    ([letter("-", "CM16-1")], [letter("-", "CM16-2")], []),
    ([letter("a.pdf", "CM16-1")], [letter("b.pdf", "CM16-2")], []),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "pairs"), MATCHES)
def test_letters_are_matched(old: list[Record], new: list[Record], pairs: list[tuple[int, int]]) -> None:
    # Each letter says which it is.
    old = [msgspec.structs.replace(record, case_summary=f"old {n}") for n, record in enumerate(old)]
    new = [msgspec.structs.replace(record, case_summary=f"new {n}") for n, record in enumerate(new)]
    found = compare_records(old, new)
    matched = [(change.old, change.new) for change in found.changes if change.path == "case_summary"]
    assert matched == [(f"old {a}", f"new {b}") for a, b in pairs]
    assert (len(found.only_old), len(found.only_new)) == (len(old) - len(pairs), len(new) - len(pairs))


def test_an_input_that_fails_now_is_a_letter_lost() -> None:
    failed = msgspec.structs.replace(FAILURE, source=msgspec.structs.replace(FAILURE.source, path="a.pdf"))
    found = compare_records([of_file("a.pdf")], [failed])
    assert (found.only_old, found.is_different()) == (["a.pdf, page 1"], True)


# -- gold ---------------------------------------------------------------------------------------------------------

MTUS = {"source": "MTUS", "title": "Chronic Pain Medical Treatment", "year": 2009, "sections": ["Opioids"], "pages": []}
ODG = {"source": "ODG", "title": "Knee & Leg", "year": None, "sections": ["MRI"], "pages": []}
GOLD: dict[str, Any] = {
    "case_number": "CM16-0012345",
    "date_of_injury": "2012-05-20",
    "licensure": ["California"],
    "age": 45,
    "case_summary_first": "The injured worker is a",
    "case_summary_last": "with rest and heat.",
    "issues": [
        {
            "treatment": "Cervical traction-unit",
            "decision": "upheld",
            "reviewer": {"text": "Decision based on “MTUS”.", "citations": [MTUS, ODG]},
            "rationale_first": "The guideline supports",
            "rationale_last": "not medically necessary.",
            "rationale_pages": [{"source": "MTUS", "pages": ["78"]}],
            "modification": None,
            "drug": None,
        }
    ],
}
ITEM = DisputedItem(
    treatment="Cervical traction unit",
    decision="upheld",
    expert_reviewer=GuidelineParagraph(
        text='Decision based on "MTUS".',
        citations=(
            Citation(
                source="MTUS", title="Chronic Pain Medical Treatment Guidelines", year=2009, sections=("opioids",)
            ),
            Citation(source="ODG", title="Knee and Leg", sections=("Another topic",)),
        ),
    ),
    rationale="The guideline supports this. It is not medically necessary.",
    rationale_citations=(Citation(source="MTUS", pages=("78",)),),
)
EXPERT = ITEM.expert_reviewer
READ: dict[str, Any] = {
    "case_number": "CM16-0012345",
    "dates": Dates(injury=datetime.date(2012, 5, 20)),
    "reviewer": msgspec.structs.replace(RECORD.reviewer, licensure=("California",)),
    "patient": msgspec.structs.replace(RECORD.patient, age=45),
    "case_summary": "The injured worker is a clerk. She was treated with rest\nand heat.",
    "disputed_items": (ITEM,),
    "warnings": (),
}


def item(**changes: object) -> dict[str, object]:
    return {"disputed_items": (msgspec.structs.replace(ITEM, **changes),)}


def named(path: str) -> Warning:
    return Warning(code="damaged", field=path, message="")


# (what is read otherwise than above, what is wrong: path, kind, whether silent)
DECISION = "disputed_items.0.decision"
WRONG = [
    ({}, []),
    ({"patient": msgspec.structs.replace(READ["patient"], age=None)}, [("patient.age", "lost", True)]),
    (
        {"patient": msgspec.structs.replace(READ["patient"], age=54), "warnings": (named("patient.age"),)},
        [("patient.age", "changed", False)],
    ),
    # A warning about the whole names its parts.
    (item(decision="overturned") | {"warnings": (named("disputed_items"),)}, [(DECISION, "changed", False)]),
    (item(decision="overturned") | {"warnings": (named("disputed_items.1"),)}, [(DECISION, "changed", True)]),
    (item(rationale="The guideline supports this."), [("disputed_items.0.rationale", "changed", True)]),
    (item(rationale_citations=()), [("disputed_items.0.rationale_citations", "lost", True)]),
    (
        item(expert_reviewer=GuidelineParagraph(text=EXPERT.text, citations=EXPERT.citations[:1])),
        [("disputed_items.0.expert_reviewer.citations", "changed", True)],
    ),
    ({"disputed_items": (ITEM, ITEM)}, [("disputed_items", "changed", True)]),
]  # fmt: skip


@pytest.mark.parametrize(("read", "wrong"), WRONG)
def test_against_gold(read: dict[str, object], wrong: list[tuple[str, str, bool]]) -> None:
    found = compare_with_gold([{"name": "a", **GOLD}], [of_file("letters/a.pdf", **{**READ, **read}), of_file("z.pdf")])
    assert [(change.path, change.kind, change.silent) for change in found.changes] == wrong
    assert sum(tally.silent for tally in found.fields.values()) == sum(silent for _, _, silent in wrong)
    assert (found.only_new, found.is_different()) == (["z.pdf"], bool(wrong))


def test_gold_of_a_letter_without_a_record() -> None:
    found = compare_with_gold([{"name": "b", **GOLD, "case_number": "CM99-1"}], [of_file("a.pdf")])
    assert (found.only_old, found.letters, found.is_different()) == (["b"], 0, True)


# (gold, record, the same)
SAME = [
    ("low-back pain", "low back  pain", True),
    ("“x”", '"x"', True),
    ("30", "80", False),
    (30, 30.0, True),
    (30, "30", False),
    (None, None, True),
    (None, "x", False),
    (["a b"], ["a\nb"], True),
    (["a", "b"], ["b", "a"], False),
    ("sha256:" + hashlib.sha256(plain("not to be copied").encode()).hexdigest(), "not to be\ncopied", True),
    ("sha256:" + "0" * 64, "not to be copied", False),
]


@pytest.mark.parametrize(("want", "got", "same"), SAME)
def test_what_is_the_same(want: object, got: object, same: bool) -> None:
    assert is_same(want, got) == same


def test_gold_is_read_a_file_a_letter_or_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(GOLD))
    (tmp_path / "b.json").write_text(json.dumps([{"name": "c", **GOLD}, {"name": "d", **GOLD}]))
    assert [each["name"] for each in read_gold(tmp_path)] == ["a", "c", "d"]
    (tmp_path / "e.json").write_text("[1]")
    with pytest.raises(imrparse.ImrparseError, match=r"e\.json"):
        read_gold(tmp_path)


# -- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "a.json").write_text(json.dumps(GOLD))
    write(tmp_path / "old.jsonl", of_file("a.pdf", **READ), of_file("gone.pdf", case_number="CM16-1"))
    write(tmp_path / "new.parquet", of_file("a.pdf", **{**READ, "priority": None, **item(decision="overturned")}))
    return tmp_path


def test_two_files(folder: Path) -> None:
    done = run("compare", folder / "old.jsonl", folder / "new.parquet", env={"COLUMNS": "100"})
    assert done.exit_code == 1
    assert "- upheld\n" in done.stdout
    assert "+ overturned\n" in done.stdout
    assert "Letters only in the old records: 1\n  gone.pdf, page 1\n" in done.stdout
    assert "Letters 1, 1 of them with differences." in done.stdout


def test_a_file_with_itself(folder: Path) -> None:
    done = run("compare", folder / "old.jsonl", folder / "old.jsonl")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Letters 2, 0 of them with differences." in done.stdout


@pytest.mark.parametrize("gold_first", [True, False])
def test_a_file_and_gold(folder: Path, *, gold_first: bool) -> None:
    paths = [folder / "gold", folder / "new.parquet"]
    done = run("compare", *(paths if gold_first else reversed(paths)), env={"COLUMNS": "100"})
    assert done.exit_code == 1
    assert "changed silent a disputed_items.0.decision" in done.stdout
    assert "1 wrong, 1 of these silently." in " ".join(done.stdout.split())
    assert run("compare", folder / "gold", folder / "old.jsonl").exit_code == 0


def test_json_has_all(folder: Path) -> None:
    done = run("compare", folder / "gold", folder / "new.parquet", "--format", "json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["gold"], found["letters"]) == (1, True, 1)
    assert found["fields"]["disputed_items.decision"] == {
        "values": 1,
        "gained": 0,
        "lost": 0,
        "changed": 1,
        "silent": 1,
    }
    (change,) = found["changes"]
    assert (change["old"], change["new"], change["silent"]) == ("upheld", "overturned", True)


# (arguments, exit code, what is said)
UNUSABLE = [
    (("gold", "gold"), 2, "none holds records"),
    (("old.jsonl", "missing.jsonl"), 1, "no such file"),
    (("empty/", "old.jsonl"), 1, "holds no gold"),
    (("old.jsonl", "letter.pdf"), 1, "records are read back from"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), UNUSABLE)
def test_what_cannot_be_compared(arguments: tuple[str, ...], code: int, said: str, folder: Path) -> None:
    (folder / "empty").mkdir()
    done = run("compare", *(folder / each for each in arguments), env={"COLUMNS": "200"})
    assert done.exit_code == code
    assert said in done.stderr


@pytest.mark.parametrize("width", [20, 40, 80])
def test_hostile_words_on_narrow_terminals(width: int, folder: Path) -> None:
    hostile = "[red]\x1b]0;title\x07\u202e" + "x" * 500
    write(folder / "hostile.jsonl", of_file(f"{hostile}.pdf", case_number="CM16-1", case_summary=hostile))
    done = run("compare", folder / "old.jsonl", folder / "hostile.jsonl", env={"COLUMNS": str(width)})
    assert done.exit_code == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)
    assert max(map(len, done.stdout.splitlines())) <= width
