"""Warnings with their severity and words, `imrparse check`, and `parse --strict`."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from msgspec import UNSET
from typer.testing import CliRunner, Result

import imrparse
from imrparse.checking import Checked, Wanted, checked_record, words_of, worst_first
from imrparse.checks import warnings_of
from imrparse.cli import app
from imrparse.evidence import Doubt, Span
from imrparse.record import Error, FailedSource, Severity, Warning
from imrparse.run import row_of
from imrparse.schema import schema
from imrparse.warning_codes import codes, severity_of
from tests import letters
from tests.conftest import Command
from tests.format_records import FAILURE, RECORD, of_file, write
from tests.letters import Item


def run(*arguments: str | Path, **options: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


# -- severities ----------------------------------------------------------------------------------------------------

# (code, path, severity)
SEVERITIES = [
    ("missing", "disputed_items.0.decision", "error"),
    ("missing", "case_number", "error"),
    # Many letters do not say them, and nothing in the record is wrong then.
    ("missing", "patient.age", "note"),
    ("missing", "patient.sex", "note"),
    ("missing", "patient", "error"),
    ("missing", "disputed_items.12.drug.ingredients", "doubt"),
    # The letter contradicts itself, or its reading may be wrong.
    ("contradiction", "patient.age", "note"),
    ("contradiction", "disputed_items.3.details.visits", "note"),
    ("contradiction", "outcome", "doubt"),
    # A paragraph that its writer did not end is less than a letter without its end.
    ("cut_off", "disputed_items", "error"),
    ("cut_off", "disputed_items.1.rationale", "error"),
    ("cut_off", "disputed_items.1.expert_reviewer.citations", "doubt"),
    ("not_in_the_table", "outcome", "doubt"),
]


@pytest.mark.parametrize(("code", "path", "severity"), SEVERITIES)
def test_severities(code: str, path: str, severity: str) -> None:
    assert severity_of(code, path) == severity


def test_a_doubt_may_state_another_severity() -> None:
    doubts = [Doubt("uncertain", "form", "a guess", severity="note"), Doubt("uncertain", "outcome", "a guess")]
    found = {warning.field: warning.severity for warning in warnings_of(RECORD, doubts) if warning.code == "uncertain"}
    assert found == {"form": "note", "outcome": "doubt"}


def test_what_a_form_often_lacks_is_a_note() -> None:
    record = of_file("a.pdf", case_number=None, priority=None)
    found = {warning.field: warning.severity for warning in warnings_of(record, [], (), {"case_number"})}
    assert (found["case_number"], found["priority"]) == ("note", "error")


def test_one_doubt_about_two_places_is_one_warning() -> None:
    doubts = [Doubt("uncertain", "form", "a guess", spans=(Span(n, n + 1),)) for n in range(2)]
    assert sum(warning.code == "uncertain" for warning in warnings_of(RECORD, doubts)) == 1


def test_a_record_from_before_there_were_severities_is_read() -> None:
    old = b'{"code": "missing", "field": "form", "message": "no form"}'
    assert msgspec.json.decode(old, type=Warning).severity == "doubt"


def test_the_schema_lists_the_codes_and_holds_for_records() -> None:
    listed = schema()["$defs"]["Warning"]["properties"]["code"]["oneOf"]
    assert [entry["const"] for entry in listed] == list(codes())
    record = row_of(imrparse.parse_text(letters.letter(items=[Item(claims=None)])), evidence=True)
    assert record.warnings
    jsonschema.validate(json.loads(msgspec.json.encode(record)), schema())


# -- the words of a warning ------------------------------------------------------------------------------------------

TWO_AGES = "The injured worker is a 45-year-old female clerk. The claimant is a 52-year-old female with neck pain."

# (letter, code, field, words)
WORDS = [
    (letters.letter(summary=TWO_AGES), "contradiction", "patient.age", "45-year-old\n52-year-old"),
    (letters.letter().replace("05/20/2012", "02/30/2012"), "impossible", "dates.injury", "02/30/2012"),
    (
        letters.letter(items=[Item(heading="Physical therapy 2x6: Upheld")]),
        "uncertain",
        "disputed_items.0.details.frequency",
        "2x6",
    ),
    # What is null or missing was read from no words.
    (letters.letter(items=[Item("Zorbing lessons: Upheld")]), "unknown_category", "disputed_items.0.category", ""),
    (letters.letter().replace("Priority: Standard\n", ""), "missing", "priority", ""),
]  # fmt: skip


@pytest.mark.parametrize(("letter", "code", "field", "words"), WORDS)
def test_the_words_of_a_warning(letter: str, code: str, field: str, words: str) -> None:
    parsed = imrparse.parse_text(letter)
    record = row_of(parsed, evidence=True)
    assert isinstance(record, imrparse.Record)
    (warning,) = (each for each in record.warnings if (each.code, each.field) == (code, field))
    assert warning.evidence is not UNSET
    assert "\n".join(letter[start:end] for _, start, end in warning.evidence) == words
    assert all(each.evidence is UNSET for each in parsed.record.warnings)


# (path, the value in words)
VALUES = [
    ("case_number", RECORD.case_number),
    ("disputed_items.0.drug.ingredients.0.name", "Norco"),
    ("disputed_items.0.drug.ingredients", "Norco\n10/325mg"),
    ("disputed_items.0.drug.class", "Opioids"),
    ("disputed_items.0.rationale_citations.0", "page 78"),
    ("disputed_items", None),
    ("disputed_items.7.rationale", None),
    ("no.such.value", None),
]


@pytest.mark.parametrize(("path", "words"), VALUES)
def test_the_words_of_a_record_without_its_letter(path: str, words: str | None) -> None:
    assert words_of(RECORD, path) == words


# -- what counts, and its order ----------------------------------------------------------------------------------------


def warned(name: str, *severities: Severity, code: str = "damaged") -> imrparse.Record:
    warnings = [
        Warning(code=code, severity=severity, field="form", message=f"number {n}")
        for n, severity in enumerate(severities)
    ]
    return of_file(name, warnings=tuple(warnings))


# (severity at least, codes, how many of an error, a doubt and a note are found)
COUNTED = [("error", (), 1), ("doubt", (), 2), ("note", (), 3), ("note", ("damaged",), 3), ("note", ("missing",), 0)]


@pytest.mark.parametrize(("least", "only", "count"), COUNTED)
def test_what_counts(least: Severity, only: tuple[str, ...], count: int) -> None:
    found = checked_record(warned("a.pdf", "error", "doubt", "note"), Wanted(least, only))
    assert len(found.warnings) == count


def test_the_worst_comes_first() -> None:
    failed = Checked(source=FailedSource(path="failed"), error=Error(code="no_text", message="a picture"))
    rows = [
        warned("note", "note"),
        warned("doubts", *["doubt"] * 9),
        warned("one", "error"),
        warned("two", *["error"] * 2),
    ]
    found = [*(checked_record(row, Wanted("note")) for row in rows), failed]
    assert [letter.source.path for letter in worst_first(found)] == ["failed", "two", "one", "doubts", "note"]


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A letter without doubt, one without a decision, one that contradicts itself."""
    place = tmp_path / "letters"
    place.mkdir()
    (place / "a-clean.txt").write_text(letters.letter())
    (place / "b-odd.txt").write_text(letters.letter(summary=TWO_AGES))
    (place / "c-bad.txt").write_text(letters.letter(items=[Item(heading="Cervical traction unit: Upheld/Overturned")]))
    return place


def test_check_lists_letters_in_doubt(folder: Path) -> None:
    done = run("check", folder)
    assert done.exit_code == 1
    assert "c-bad.txt" in done.stdout
    assert "a-clean.txt" not in done.stdout
    assert "b-odd.txt" not in done.stdout
    assert "Letters 3: 1 with warnings. Inputs or letters without a record: 0." in done.stdout


def test_a_note_shows_the_letter_s_words(folder: Path) -> None:
    done = run("check", folder, "--severity", "note", "--code", "contradiction")
    assert done.exit_code == 1
    assert "note contradiction" in done.stdout
    assert "“45-year-old 52-year-old”" in done.stdout


def test_nothing_found(folder: Path) -> None:
    done = run("check", folder / "a-clean.txt", folder / "b-odd.txt")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "Letters 2: 0 with warnings. Inputs or letters without a record: 0.\n"
    assert run("check", folder / "a-clean.txt", "--format", "json").stdout == ""


def test_an_input_without_a_record_counts_and_its_copy_does_not(folder: Path) -> None:
    (folder / "recipe.txt").write_text("Stir two eggs into the flour.")
    (folder / "z-copy.txt").write_text((folder / "a-clean.txt").read_text())
    done = run("check", folder, "--severity", "error", "--code", "cut_off", "--format", "json")
    (line,) = map(json.loads, done.stdout.splitlines())
    assert done.exit_code == 1
    assert (Path(line["source"]["path"]).name, line["error"]["code"]) == ("recipe.txt", "not_a_letter")


def test_json_has_a_line_a_letter_worst_first(folder: Path) -> None:
    done = run("check", folder, "--severity", "note", "--format", "json")
    bad, odd = map(json.loads, done.stdout.splitlines())
    assert [Path(line["source"]["path"]).name for line in (bad, odd)] == ["c-bad.txt", "b-odd.txt"]
    assert bad["warnings"][0]["severity"] == "error"
    assert odd["case_number"] == "CM16-0012345"
    assert odd["warnings"][0]["words"] == "45-year-old\n52-year-old"


@pytest.mark.parametrize("format", ["jsonl", "json", "parquet", "sqlite"])
def test_records_are_checked_as_letters_are(format: str, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / f"out.{format}"
    write(path, RECORD, FAILURE, warned("b.pdf", "error"), warned("c.pdf", "note"))
    done = run("check", path, "--format", "json", "--code", "damaged", "--code", "missing")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["source"]["path"] for line in found] == [FAILURE.source.path, "b.pdf", RECORD.source.path]
    assert done.exit_code == 1
    together = run("check", path, folder / "c-bad.txt", "--format", "json")
    assert len(together.stdout.splitlines()) == 4


def test_records_come_through_a_pipe(imrparse_command: Command, tmp_path: Path) -> None:
    write(tmp_path / "out.jsonl", RECORD, warned("b.pdf", "error"))
    piped = imrparse_command("check", "-", "--format", "json", input=(tmp_path / "out.jsonl").read_bytes())
    assert [json.loads(line)["source"]["path"] for line in piped.stdout.splitlines()] == ["b.pdf", RECORD.source.path]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--code", "no_such_code"], "no_such_code is none of"),
        (["--severity", "fatal"], "fatal"),
        (["--format", "csv"], "csv"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, folder: Path) -> None:
    done = run("check", folder, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize("width", [20, 40, 80])
def test_hostile_words_on_narrow_terminals(width: int, tmp_path: Path) -> None:
    hostile = "[red]\x1b]0;title\x07\u202e" + "x" * 500
    warning = Warning(code="damaged", severity="error", field=hostile, message=hostile, printed=hostile)
    path = tmp_path / "hostile.jsonl"
    write(path, of_file(f"{hostile}.pdf", case_number=hostile, warnings=(warning,)))
    done = run("check", path, env={"COLUMNS": str(width)})
    assert done.exit_code == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)
    assert "[red]" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= width


# -- parse --strict ----------------------------------------------------------------------------------------------------


def test_strict_says_so_and_drops_nothing(folder: Path, tmp_path: Path) -> None:
    assert run("parse", folder, "-o", tmp_path / "lax.jsonl").exit_code == 0
    out = tmp_path / "strict.jsonl"
    done = run("parse", folder, "-o", out, "--strict")
    assert done.exit_code == 3
    assert out.read_bytes() == (tmp_path / "lax.jsonl").read_bytes()
    assert "2 with warnings, 1 of these with an error" in done.stderr
    # Nothing is read again, and the ledger still knows.
    again = run("parse", folder, "-o", out, "--strict")
    assert (again.exit_code, again.stderr) == (3, done.stderr)


@pytest.mark.parametrize(("name", "code"), [("a-clean.txt", 0), ("b-odd.txt", 0), ("c-bad.txt", 3)])
def test_strict_over_one_letter(name: str, code: int, folder: Path) -> None:
    done = run("parse", folder / name, "--strict")
    assert done.exit_code == code
    assert bool(done.stderr) == (code == 3)
    assert len(done.stdout.splitlines()) == 1
