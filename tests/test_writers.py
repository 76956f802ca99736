"""Writers: what stands in the files, and that no reader ever sees half of one."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from pathlib import Path

import jsonschema
import msgspec
import pytest
from typer.testing import CliRunner

import imrparse
from imrparse.cli import app
from imrparse.record import (
    Citation,
    DisputedItem,
    Drug,
    Error,
    FailedSource,
    Failure,
    GuidelineParagraph,
    Ingredient,
    Modification,
    Record,
    Source,
)
from imrparse.schema import schema
from imrparse.writers import format_of, replacing, writer
from imrparse.writers.cells import citation_words
from imrparse.writers.sheets import joined_columns
from tests import letters
from tests.conftest import ROOT

SAMPLES = sorted(path.name for path in (ROOT / "samples").iterdir() if path.suffix in (".pdf", ".txt"))
SOURCE = Source(path="letter.txt", sha256="0" * 64, kind="text", pages=(1,), page_count=1, engine="text")
FAILURE = Failure(source=FailedSource(path="scan.pdf"), error=Error(code="no_text", message="run OCR first"))
TWO_ITEMS = Record(
    source=SOURCE,
    case_number="CM16-0012345",
    disputed_items=(
        DisputedItem(treatment="Norco", decision="upheld"),
        DisputedItem(treatment="MRI", decision="overturned"),
    ),
)


def written(format: str, *lines: Record | Failure) -> bytes:
    stream = io.BytesIO()
    writer_ = writer(format, stream)
    for line in lines:
        writer_.write(line)
    writer_.close()
    return stream.getvalue()


def boxed(message: str) -> str:
    """A message out of the box that typer draws around it."""
    return " ".join(message.replace("│", " ").split())


def rows(*lines: Record | Failure) -> list[dict[str, str]]:
    """What a reader of CSV finds."""
    return list(csv.DictReader(io.StringIO(written("csv", *lines).decode(), newline="")))


# -- JSON Lines and JSON ---------------------------------------------------------------------------------------


def test_json_lines_are_one_result_a_line() -> None:
    text = written("jsonl", TWO_ITEMS, FAILURE).decode()
    assert text.endswith("}\n")
    first, second = (json.loads(line) for line in text.splitlines())
    assert first["case_number"] == "CM16-0012345"
    assert second == {"source": {"path": "scan.pdf"}, "error": {"code": "no_text", "message": "run OCR first"}}


def test_a_json_line_is_written_at_once() -> None:
    stream = io.BytesIO()
    lines = writer("jsonl", stream)
    lines.write(FAILURE)
    assert stream.getvalue().endswith(b"\n")


def test_line_ends_inside_a_value_break_no_line() -> None:
    record = msgspec.structs.replace(TWO_ITEMS, case_summary="one\ntwo\u2028three\x85four\x1b[0m")
    text = written("jsonl", record)
    assert text.count(b"\n") == 1
    assert b"\x1b" not in text
    assert json.loads(text)["case_summary"] == record.case_summary


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array(count: int) -> None:
    value = json.loads(written("json", *[FAILURE] * count))
    assert [row["error"]["code"] for row in value] == ["no_text"] * count


def test_no_results_give_no_lines() -> None:
    assert written("jsonl") == b""


# -- CSV ---------------------------------------------------------------------------------------------------------


def test_csv_has_one_row_an_item_with_the_letter_s_columns_repeated() -> None:
    found = rows(TWO_ITEMS)
    assert [(row["item"], row["treatment"], row["decision"]) for row in found] == [
        ("1", "Norco", "upheld"),
        ("2", "MRI", "overturned"),
    ]
    assert [(row["source"], row["case_number"]) for row in found] == [("letter.txt", "CM16-0012345")] * 2


def test_csv_has_one_row_for_a_letter_without_items_and_one_for_an_input_without_record() -> None:
    bare, failed = rows(msgspec.structs.replace(TWO_ITEMS, disputed_items=()), FAILURE)
    assert (bare["case_number"], bare["item"], bare["error_code"]) == ("CM16-0012345", "", "")
    assert (failed["source"], failed["error_code"], failed["error_message"]) == ("scan.pdf", "no_text", "run OCR first")
    assert {value for name, value in failed.items() if name not in ("source", "error_code", "error_message")} == {""}


def test_csv_without_results_has_its_header_row() -> None:
    assert written("csv").decode() == ",".join(joined_columns()) + "\r\n"


# (treatment, cell): what a spreadsheet would take for a formula is made a text
FORMULAS = [
    ('=HYPERLINK("http://x.example")', '\'=HYPERLINK("http://x.example")'),
    ("+1 visit", "'+1 visit"),
    ("-tramadol", "'-tramadol"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1+1", "'\t=1+1"),
    # What only holds such a sign is left alone.
    ("L4-5 = disc", "L4-5 = disc"),
    ("'quoted'", "'quoted'"),
]


@pytest.mark.parametrize(("treatment", "cell"), FORMULAS)
def test_a_cell_is_never_a_formula(treatment: str, cell: str) -> None:
    record = msgspec.structs.replace(TWO_ITEMS, disputed_items=(DisputedItem(treatment=treatment),))
    assert rows(record)[0]["treatment"] == cell


def test_no_column_can_be_a_formula() -> None:
    bad = "=cmd|' /C calc'!A0"
    paragraph = GuidelineParagraph(text=bad, citations=(Citation(source="Other", title=bad, text=bad),))
    item = DisputedItem(
        treatment=bad,
        category=bad,
        rationale=bad,
        modification=Modification(requested=bad, authorized=bad, disputed=bad),
        claims_administrator=paragraph,
        expert_reviewer=paragraph,
        drug=Drug(ingredients=(Ingredient(name=bad, strength=bad),), class_=bad),
    )
    record = msgspec.structs.replace(
        TWO_ITEMS,
        source=msgspec.structs.replace(SOURCE, path=bad),
        case_number=bad,
        case_summary=bad,
        disputed_items=(item,),
    )
    failure = Failure(source=FailedSource(path=bad), error=Error(code="no_text", message=bad))
    cells = [cell for row in rows(record, failure) for cell in row.values()]
    assert sum("cmd|" in cell for cell in cells) > 10
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


# (value, cell)
CONTROLS = [
    # Control characters become blanks; line ends stay, inside quotes.
    ("one\x00two\x1b[31m\x07", "one two [31m "),
    ("one\ntwo", "one\ntwo"),
    ("one\r\ntwo", "one \ntwo"),
    # Quotes, commas and letters beyond ASCII come back as they went.
    ('5", "firm", café', '5", "firm", café'),
]


@pytest.mark.parametrize(("value", "cell"), CONTROLS)
def test_characters_of_a_cell(value: str, cell: str) -> None:
    assert rows(msgspec.structs.replace(TWO_ITEMS, case_summary=value))[0]["case_summary"] == cell


def test_identifiers_stay_text() -> None:
    # Nothing is turned into a number, so no zero at the front is lost, and dates are not turned round.
    done = CliRunner().invoke(app, ["parse", str(ROOT / "samples" / "knee-mri-upheld.pdf"), "--format", "csv"])
    (row,) = csv.DictReader(io.StringIO(done.stdout, newline=""))
    assert row["case_number"] == "CM16-0400117"
    assert row["date_assigned"] == "2016-08-15"
    assert row["reviewer_licensure"] == "California; Oregon"


# (citation, in short)
CITATIONS = [
    (Citation(source="MTUS", title="Low Back Complaints", year=2004, sections=("Special Studies",), pages=("303",)),
     "MTUS Low Back Complaints 2004, Special Studies, p. 303"),
    (Citation(source="ODG", title="Pain", sections=("Opioids", "Tramadol")), "ODG Pain, Opioids, Tramadol"),
    (Citation(source="ODG"), "ODG"),
    (Citation(source="MTUS", pages=("41", "52-54")), "MTUS, p. 41, 52-54"),
]  # fmt: skip


@pytest.mark.parametrize(("citation", "short"), CITATIONS)
def test_a_citation_in_short(citation: Citation, short: str) -> None:
    assert citation_words(citation) == short


def test_every_row_of_the_samples_fits_the_columns(samples: Path) -> None:
    done = CliRunner().invoke(app, ["parse", str(samples), "--format", "csv"])
    found = list(csv.DictReader(io.StringIO(done.stdout, newline=""), restkey="extra"))
    records = [letter.record for name in SAMPLES for letter in imrparse.parse_all(samples / name)]
    assert len(found) == sum(max(1, len(record.disputed_items)) for record in records)
    assert not [row for row in found if "extra" in row or None in row.values()]


# -- files -------------------------------------------------------------------------------------------------------

# (file name, format)
NAMES = [
    ("out.jsonl", "jsonl"),
    ("out.json", "json"),
    ("out.csv", "csv"),
    ("OUT.CSV", "csv"),
    ("records.2016.json", "json"),
    ("out.txt", None),
    ("out.xlsx", "xlsx"),
    ("out.parquet", "parquet"),
    ("out.sqlite", "sqlite"),
    ("out.db", "sqlite"),
    ("out.ndjson", "jsonl"),
    ("out/", "csv"),
    ("out.d/", "csv"),
    ("out", "jsonl"),
    (None, "jsonl"),
]


@pytest.mark.parametrize(("name", "format"), NAMES)
def test_the_format_that_a_name_asks_for(name: str | None, format: str | None) -> None:
    assert format_of(name) == format


def test_an_ending_that_no_format_has_is_wrong_usage(tmp_path: Path, samples: Path) -> None:
    done = CliRunner().invoke(app, ["parse", str(samples / SAMPLES[0]), "-o", str(tmp_path / "out.txt")])
    assert done.exit_code == 2
    assert ".jsonl, .ndjson, .json, .csv, .xlsx, .parquet, .sqlite" in boxed(done.stderr)


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    # By its name, through a folder, and whatever the format is called.
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter())
    for given in (path, tmp_path):
        done = CliRunner().invoke(app, ["parse", str(given), "-o", str(path), "--format", "jsonl"])
        assert done.exit_code == 2
        assert "one of the inputs" in boxed(done.stderr)
        assert path.read_text() == letters.letter()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with replacing(path) as stream:
        stream.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert names_in(tmp_path) == ["out.jsonl"]


def fail_half_way(path: Path, error: type[BaseException]) -> None:
    with replacing(path) as stream:
        stream.write(b"half")
        raise error


@pytest.mark.parametrize("error", [RuntimeError, OSError, KeyboardInterrupt])
def test_an_old_file_survives_a_run_that_fails(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with pytest.raises(error):
        fail_half_way(path, error)
    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["out.jsonl"]


def test_an_old_file_survives_a_command_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old")
    (tmp_path / "letter.txt").write_text(letters.letter())

    def full(line: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("imrparse.writers.json.JsonLinesWriter.write_encoded", lambda self, lines: full(lines))
    done = CliRunner().invoke(app, ["parse", str(tmp_path / "letter.txt"), "-o", str(out)])
    assert done.exit_code != 0
    assert "No space left on device" in boxed(done.stderr)
    assert out.read_text() == "old"
    assert names_in(tmp_path) == ["letter.txt", "out.jsonl", "out.jsonl.ledger"]


@pytest.mark.parametrize("format", ["jsonl", "json", "csv"])
def test_a_file_holds_what_standard_output_would(tmp_path: Path, samples: Path, format: str) -> None:
    path = str(samples / "home-care-2014.pdf")
    out = tmp_path / f"out.{format}"
    assert CliRunner().invoke(app, ["parse", path, "-o", str(out)]).exit_code == 0
    printed = CliRunner().invoke(app, ["parse", path, "--format", format])
    assert out.read_bytes() == printed.stdout_bytes
    assert names_in(tmp_path) == [out.name, f"{out.name}.ledger"]


# (what is wrong with the output, words of the message)
WRONG_OUTPUTS = [("no-folder/out.jsonl", "does not exist: make it first"), ("folder", "Is a directory")]


@pytest.mark.parametrize(("name", "message"), WRONG_OUTPUTS)
def test_an_output_that_cannot_be_written_is_wrong_usage(
    tmp_path: Path, samples: Path, name: str, message: str
) -> None:
    (tmp_path / "folder").mkdir()
    done = CliRunner().invoke(app, ["parse", str(samples / "home-care-2014.pdf"), "-o", str(tmp_path / name)])
    assert done.exit_code == 2
    assert message in boxed(done.stderr)
    assert names_in(tmp_path) == ["folder"]


def test_an_output_that_is_no_file_is_written_to_not_replaced(tmp_path: Path, samples: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        CliRunner().invoke(app, ["parse", str(samples / "home-care-2014.pdf"), "-o", str(pipe)])
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


# -- the schema --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("evidence", [[], ["--evidence"]], ids=["records", "evidence"])
def test_every_line_of_the_samples_follows_the_schema(
    samples: Path, tmp_path: Path, evidence: list[str], validator: jsonschema.Draft202012Validator
) -> None:
    (tmp_path / "bad.pdf").write_text("no PDF")
    done = CliRunner().invoke(app, ["parse", str(samples), str(tmp_path), *evidence])
    lines = done.stdout.splitlines()
    assert len(lines) == sum(len(imrparse.parse_all(samples / name)) for name in SAMPLES) + 1
    for line in lines:
        validator.validate(json.loads(line))


# Lines that are none: (path of the value, another value)
WRONG_LINES = [
    ("case_number", 17),
    ("outcome", "won"),
    ("patient.age", "forty"),
    ("patient.sex", "F"),
    ("dates.injury", "5/20/2012"),
    ("dates.injury", 20120520),
    ("reviewer.licensure", "California"),
    ("disputed_items", None),
    ("disputed_items.0.decision", "Upheld"),
    ("disputed_items.0.expert_reviewer.citations.0.source", "mtus"),
    ("disputed_items.0.expert_reviewer.citations.0.year", "2004"),
    ("warnings", [{"code": "missing"}]),
    ("evidence", {"case_number": [[1, 2]]}),
    ("source", {"path": "letter.txt"}),
]


@pytest.mark.parametrize(("path", "value"), WRONG_LINES)
def test_a_wrong_line_is_refused(path: str, value: object, validator: jsonschema.Draft202012Validator) -> None:
    line = json.loads(msgspec.json.encode(letters.record_of()))
    assert validator.is_valid(line)
    *above, last = (int(part) if part.isdigit() else part for part in path.split("."))
    place = line
    for part in above:
        place = place[part]
    place[last] = value
    assert not validator.is_valid(line)


@pytest.mark.parametrize(
    "line", [{}, {"error": {"code": "x", "message": "y"}}, {"source": {"path": "x"}, "error": {"code": "x"}}, []]
)
def test_a_line_without_its_parts_is_refused(line: object, validator: jsonschema.Draft202012Validator) -> None:
    assert not validator.is_valid(line)


def test_the_command_prints_the_schema() -> None:
    done = CliRunner().invoke(app, ["schema"])
    assert done.exit_code == 0
    assert json.loads(done.stdout) == json.loads(json.dumps(schema()))
