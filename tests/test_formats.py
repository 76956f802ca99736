"""Formats: every one gives back the records that went in, and nothing that a letter says acts in any of them."""

from __future__ import annotations

import csv
import datetime
import io
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from msgspec import inspect
from typer.testing import CliRunner, Result

import imrparse
from imrparse.cli import app
from imrparse.errors import DamagedRecords, UnusableOutput, WriterMissing
from imrparse.record import (
    BodyPart,
    Citation,
    Diagnosis,
    DisputedItem,
    Drug,
    Error,
    FailedSource,
    Failure,
    Frequency,
    GuidelineParagraph,
    Ingredient,
    LiteratureReference,
    Modification,
    Patient,
    Record,
    ServiceDates,
    Source,
    TreatmentDetails,
    Warning,
)
from imrparse.writers import Line, excel, opened, parquet, writer
from imrparse.writers.records import line_of, read_records
from imrparse.writers.sheets import KEY, sheets
from imrparse.writers.tables import (
    CITATION_PATHS,
    ERROR_PATHS,
    ITEM_PATHS,
    LETTER_PATHS,
    SPAN_PATHS,
    WARNING_PATHS,
    without_none,
)
from tests import random_records
from tests.conftest import ROOT, Command
from tests.random_records import HOSTILE

LOSSLESS = ("jsonl", "json", "parquet", "sqlite")

SOURCE = Source(path="a.pdf", sha256="0" * 64, kind="pdf", pages=(1, 2), page_count=2, engine="pdfium 1")
FAILURE = Failure(source=FailedSource(path="scan.pdf"), error=Error(code="no_text", message="run OCR first"))
RECORD = Record(
    source=SOURCE,
    case_number="CM16-0012345",
    outcome="upheld",
    patient=Patient(age=40, diagnoses=(Diagnosis(text="Lumbago", code="724.2"),)),
    case_summary="A worker with low back pain after lifting boxes.",
    disputed_items=(
        DisputedItem(
            treatment="Norco 10/325mg #30",
            decision="upheld",
            category="Pharmaceuticals",
            modification=Modification(requested="#90", authorized="#60", disputed="#30"),
            expert_reviewer=GuidelineParagraph(
                basis="mtus",
                citations=(Citation(source="MTUS", title="Chronic Pain", year=2009, sections=("Opioids",), text="…"),),
            ),
            rationale="Opioids are not indicated; injections were not tried.",
            rationale_citations=(Citation(source="MTUS", pages=("78", "80-82"), text="page 78"),),
            literature_references=(LiteratureReference(authors="Kumar", year=2002, text="Kumar, 2002"),),
            drug=Drug(ingredients=(Ingredient(name="Norco", strength="10/325mg"),), class_="Opioids", quantity=30.0),
        ),
        DisputedItem(
            treatment="Physical therapy",
            decision="overturned",
            category="Physical Medicine",
            expert_reviewer=GuidelineParagraph(citations=(Citation(source="MTUS", title="Chronic Pain"),) * 2),
            details=TreatmentDetails(
                body_parts=(BodyPart(name="knee", side="left"),),
                frequency=Frequency(times=2, times_to=3, per="week", length=6, length_unit="week"),
                dates_of_service=(ServiceDates(start=datetime.date(2016, 1, 2), end=datetime.date(2016, 2, 3)),),
            ),
        ),
    ),
    warnings=(Warning(code="missing", field="form", message="no form"),),
)


def of_file(path: str, *, pages: tuple[int, ...] = (1,), sha256: str = "1" * 64, **parts: object) -> Record:
    """`RECORD` from another file, or other pages of one."""
    source = msgspec.structs.replace(SOURCE, path=path, pages=pages, sha256=sha256)
    return msgspec.structs.replace(RECORD, source=source, **parts)


def write(path: Path | str, *lines: Line, format: str | None = None, bom: bool = False) -> list[str]:
    """Write a file; what the format could not hold."""
    with opened(format or str(path).rpartition(".")[2], path, bom=bom) as made:
        for line in lines:
            made.write(line)
    return list(made.remarks)


def fail_half_way(path: Path) -> None:
    """A run that is stopped by a person after a record."""
    with suppress(KeyboardInterrupt), opened(path.suffix[1:], path) as made:
        made.write(OTHER)
        raise KeyboardInterrupt


def read(path: Path) -> list[Line]:
    return list(read_records(str(path)))


def run(*arguments: str | Path, **options: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def boxed(message: str) -> str:
    """A message out of the box that typer draws around it."""
    return " ".join(message.replace("│", " ").split())


# -- the same records come back ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", LOSSLESS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(random_records.results())
@example([RECORD, FAILURE])
@example([])
def test_random_records_come_back(format: str, lines: list[Line]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"out.{format}"
        write(path, *lines)
        assert read(path) == lines
        assert names_in(Path(folder)) == [path.name]


@pytest.fixture(scope="module")
def sample_lines(samples: Path) -> list[Line]:
    """The records of the samples with their evidence, and an error among them."""
    parsed = [imrparse.parse(path) for path in sorted(samples.glob("*.pdf"))]
    records = [msgspec.structs.replace(each.record, evidence=dict(each.evidence)) for each in parsed]
    lines: list[Line] = [msgspec.convert(msgspec.to_builtins(record), Record) for record in records]
    return [*lines[:3], FAILURE, *lines[3:]]


def test_the_samples_come_back_by_any_way(sample_lines: list[Line], tmp_path: Path) -> None:
    path = tmp_path / "start.jsonl"
    write(path, *sample_lines)
    for number, format in enumerate(("parquet", "sqlite", "json", "sqlite", "parquet", "jsonl")):
        done = run("convert", path, "-o", path := tmp_path / f"{number}.{format}")
        assert (done.exit_code, done.output) == (0, "")
        assert read(path) == sample_lines
    assert path.read_bytes() == (tmp_path / "start.jsonl").read_bytes()


@pytest.mark.parametrize("format", [*LOSSLESS, "csv", "xlsx"])
def test_the_same_records_give_the_same_bytes(format: str, sample_lines: list[Line], tmp_path: Path) -> None:
    one, two = tmp_path / f"one.{format}", tmp_path / f"two.{format}"
    write(one, *sample_lines)
    write(two, *sample_lines)
    assert one.read_bytes() == two.read_bytes()


def leaves(type_: inspect.Type, path: str = "") -> Iterator[str]:
    """The paths of a record's values down to its lists."""
    type_ = without_none(type_)
    if not isinstance(type_, inspect.StructType):
        yield path
        return
    for field in type_.fields:
        yield from leaves(field.type, f"{path}.{field.name}" if path else field.name)


# (record type, its columns, values that have a table of their own; a frequency is one value)
IN_TABLES = [
    (Record, {**LETTER_PATHS, **SPAN_PATHS}, {"disputed_items", "warnings"}),
    (DisputedItem, ITEM_PATHS, {f"{side}.citations" for side in ("claims_administrator", "expert_reviewer")}),
    (Citation, CITATION_PATHS, set()),
    (Warning, WARNING_PATHS, set()),
    (Failure, ERROR_PATHS, set()),
]


@pytest.mark.parametrize(("struct", "paths", "elsewhere"), IN_TABLES)
def test_every_value_of_a_record_has_its_column(struct: type, paths: dict[str, str], elsewhere: set[str]) -> None:
    found = {
        "details.frequency" if path.startswith("details.frequency") else path
        for path in leaves(inspect.type_info(struct))
    }
    assert found - elsewhere - {"rationale_citations"} == set(paths.values())
    assert len(paths) == len(set(paths.values()))


# A lone surrogate is no text: whatever the format, it becomes a mark and nothing else is lost.
@pytest.mark.parametrize("format", LOSSLESS)
def test_half_a_surrogate_pair_becomes_a_mark(format: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{format}"
    write(
        path, of_file("b.pdf"), of_file("c\udce9.pdf", case_summary="a\ud800b", found_by={"\udc00": "\udc01"}), RECORD
    )
    mark = "\N{REPLACEMENT CHARACTER}"
    expected = of_file(f"c{mark}.pdf", case_summary=f"a{mark}b", found_by={mark: mark})
    assert read(path) == [of_file("b.pdf"), expected, RECORD]


# -- CSV ------------------------------------------------------------------------------------------------------------


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, restkey="extra"))


def test_a_folder_of_csv_joins_by_source_and_pages(tmp_path: Path) -> None:
    folder = f"{tmp_path / 'out'}/"
    other = of_file("a.pdf", pages=(3,), sha256="0" * 64)  # the same file and case number, other pages
    write(folder, RECORD, other, FAILURE, format="csv")
    assert names_in(Path(folder)) == ["citations.csv", "errors.csv", "items.csv", "letters.csv"]
    letters, items = table(Path(folder) / "letters.csv"), table(Path(folder) / "items.csv")
    keys = [tuple(row[name] for name in KEY) for row in letters]
    assert keys == [("a.pdf", "0" * 64, pages, "CM16-0012345") for pages in ("1; 2", "3")]
    assert [(tuple(row[name] for name in KEY), row["item"]) for row in items] == [
        (key, item) for key in keys for item in "12"
    ]
    assert [row["guideline_source"] for row in table(Path(folder) / "citations.csv")] == ["MTUS"] * 8
    assert table(Path(folder) / "errors.csv") == [
        {"source": "scan.pdf", "pages": "", "error_code": "no_text", "error_message": "run OCR first"}
    ]


def test_what_a_person_reads_in_a_cell(tmp_path: Path) -> None:
    write(tmp_path / "out.csv", RECORD)
    drug, therapy = table(tmp_path / "out.csv")
    cells = {
        "pages": "1; 2",
        "diagnoses": "Lumbago (724.2)",
        "patient_age": "40",
        "ocr": "no",
        "treatment": "Norco 10/325mg #30",
        "authorized": "#60",
        "drug_ingredients": "Norco 10/325mg",
        "drug_class": "Opioids",
        "drug_quantity": "30",
        "expert_reviewer_citations": "MTUS Chronic Pain 2009, Opioids",
        "rationale_citations": "MTUS, p. 78, 80-82",
        "literature_references": "Kumar, 2002",
        "retrospective": "",
        "warnings": "missing form",
    }
    assert {name: drug[name] for name in cells} == cells
    cells = {
        "body_parts": "left knee",
        "frequency": "2-3 times a week for 6 weeks",
        "dates_of_service": "2016-01-02 to 2016-02-03",
        "retrospective": "no",
        "drug_class": "",
    }
    assert {name: therapy[name] for name in cells} == cells


@pytest.mark.parametrize("bom", [False, True])
def test_the_byte_order_mark_is_written_on_request(bom: bool, tmp_path: Path, samples: Path) -> None:
    letter = samples / "knee-mri-upheld.pdf"
    option = ["--bom"] if bom else []
    assert run("parse", letter, "-o", tmp_path / "out.csv", *option).exit_code == 0
    assert run("parse", letter, "-o", f"{tmp_path}/out/", *option).exit_code == 0
    for path in (tmp_path / "out.csv", *(tmp_path / "out").iterdir()):
        assert path.read_bytes().count(b"\xef\xbb\xbf") == bom
        assert path.read_bytes().startswith(b"\xef\xbb\xbfsource," if bom else b"source,")


def acts(cell: str) -> bool:
    """Whether a spreadsheet may take a cell of CSV for a formula."""
    return cell.strip()[:1] in set("=+-@\uff1d\uff0b\uff0d\uff20") or cell[:1] in set("\t\r\n")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_acts_in_csv(hostile: str, tmp_path: Path) -> None:
    item = DisputedItem(treatment=hostile, rationale=f"a {hostile}")
    write(tmp_path / "out.csv", of_file(hostile, case_summary=hostile, disputed_items=(item,)))
    write(tmp_path / "out", of_file(hostile, case_summary=hostile, disputed_items=(item,)), format="csv")
    (row,) = table(tmp_path / "out.csv")
    assert "extra" not in row
    assert [cell for cell in row.values() if acts(cell) and cell.strip()] == []
    assert not {"\x00", "\x1b"} & set("".join(row.values()))


# -- Excel ----------------------------------------------------------------------------------------------------------


def book(path: Path) -> dict[str, list[list[object]]]:
    """The values of each sheet's rows."""
    with closing(openpyxl.load_workbook(path)) as found:
        return {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in found}


def test_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    injured = imrparse.record.Dates(injury=datetime.date(2015, 3, 4))
    assert write(path, msgspec.structs.replace(RECORD, dates=injured), FAILURE) == []
    found = book(path)
    assert {name: tuple(rows[0]) for name, rows in found.items()} == sheets()
    assert {name: len(rows) - 1 for name, rows in found.items()} == {
        "Letters": 1, "Items": 2, "Citations": 4, "Errors": 1,
    }  # fmt: skip
    (letter,) = (dict(zip(found["Letters"][0], row, strict=True)) for row in found["Letters"][1:])
    # Numbers and dates are Excel's own, so that its filters know them.
    assert (letter["patient_age"], letter["items"]) == (40, 2)
    assert letter["date_of_injury"] == datetime.datetime(2015, 3, 4)
    assert (letter["case_number"], letter["pages"], letter["sha256"]) == ("CM16-0012345", "1; 2", "0" * 64)
    assert found["Errors"][1] == ["scan.pdf", None, "no_text", "run OCR first"]


def test_a_workbook_holds_what_csv_holds(tmp_path: Path, sample_lines: list[Line]) -> None:
    write(tmp_path / "out.xlsx", *sample_lines)
    write(f"{tmp_path}/out/", *sample_lines, format="csv")
    for name, (heading, *rows) in book(tmp_path / "out.xlsx").items():
        printed = table(tmp_path / "out" / f"{name.lower()}.csv")
        assert len(rows) == len(printed)
        for row, cells in zip(rows, printed, strict=True):
            found = {
                column: "" if value is None else value.date().isoformat() if hasattr(value, "date") else str(value)
                for column, value in zip(heading, row, strict=True)
            }
            assert found == {column: cell.removeprefix("'") for column, cell in cells.items()}


def test_filters_and_a_frozen_heading(tmp_path: Path) -> None:
    write(tmp_path / "out.xlsx", RECORD)
    with closing(openpyxl.load_workbook(tmp_path / "out.xlsx")) as found:
        for sheet in found:
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref.startswith("A1:")
            assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
        assert found["Letters"].column_dimensions["A"].width > 20


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_acts_in_excel(hostile: str, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    item = DisputedItem(treatment=hostile, rationale=hostile)
    write(path, of_file(hostile, case_number=hostile, case_summary=hostile, disputed_items=(item,)))
    with zipfile.ZipFile(path) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name)
        assert not [name for name in parts.namelist() if "rels" in name and "sheet" in name]
    assert "<f>" not in text
    assert "hyperlink" not in text
    with closing(openpyxl.load_workbook(path)) as found:
        cells = [cell for sheet in found for row in sheet.rows for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s", "n"}
        summary = dict(zip(sheets()["Letters"], next(found["Letters"].iter_rows(min_row=2)), strict=True))[
            "case_summary"
        ]
    if hostile.isprintable() and hostile.strip():
        # Excel takes `_x000C_` for a form feed; xlsxwriter writes what Excel shows as these letters, openpyxl does not.
        assert summary.value.replace("_x005F_", "_") == hostile


# (text, its length in the cell, whether the cell is cut); a cell counts UTF-16 units
LONG = [
    ("a" * 32_767, 32_767, False),
    ("a" * 32_768, 32_767, True),
    ("a" * 40_000, 32_767, True),
    ("\U0001f9b4" * 16_383, 32_766, False),
    ("\U0001f9b4" * 16_384, 32_766, True),
]


@pytest.mark.parametrize(("text", "units", "cut"), LONG, ids=range(len(LONG)))
def test_a_long_cell_is_cut_with_a_mark_and_a_warning(text: str, units: int, cut: bool, tmp_path: Path) -> None:
    remarks = write(tmp_path / "out.xlsx", msgspec.structs.replace(RECORD, case_summary=text))
    letters = book(tmp_path / "out.xlsx")["Letters"]
    cell = dict(zip(*letters, strict=True))["case_summary"]
    assert len(cell.encode("utf-16-le")) // 2 in (units, units - 1)
    assert cell.endswith(f"[cut: the whole text has {len(text):,} characters]") == cut
    assert remarks == (["a.pdf: case_summary is too long for a cell of Excel and was cut"] if cut else [])


def test_the_person_is_told_of_cut_cells(tmp_path: Path) -> None:
    records = [of_file(f"{number}.pdf", case_summary="long " * 8_000) for number in range(12)]
    write(tmp_path / "in.jsonl", *records)
    done = run("convert", tmp_path / "in.jsonl", "-o", tmp_path / "out.xlsx")
    assert done.exit_code == 0
    first, *_, last = done.stderr.splitlines()
    assert first == "imrparse: 0.pdf: case_summary is too long for a cell of Excel and was cut"
    assert last == "imrparse: cells of Excel that were cut: 12, of which the first 10 are named"


def test_rows_beyond_a_sheet_s_end_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 3)
    write(tmp_path / "out.xlsx", *(of_file(f"{number}.pdf") for number in range(5)))
    found = book(tmp_path / "out.xlsx")
    letters = [row[0] for name, rows in found.items() if name.startswith("Letters") for row in rows[1:]]
    assert letters == [f"{number}.pdf" for number in range(5)]
    assert {len(rows) for rows in found.values()} <= {1, 2, 3}
    assert tuple(found["Letters 3"][0]) == sheets()["Letters"]


def test_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "out").mkdir()
    write(tmp_path / "out" / "out.xlsx", RECORD)
    fail_half_way(tmp_path / "out" / "half.xlsx")
    assert names_in(tmp_path) == ["out"]
    assert names_in(tmp_path / "out") == ["out.xlsx"]


# -- Parquet --------------------------------------------------------------------------------------------------------


def test_parquet_has_the_record_s_shape_whatever_is_in_it(tmp_path: Path) -> None:
    # A batch of empty lists must not make lists of nothing, as an inferred schema would.
    bare = Record(source=SOURCE)
    write(tmp_path / "bare.parquet", bare)
    write(tmp_path / "full.parquet", RECORD, FAILURE)
    write(tmp_path / "none.parquet")
    assert [pq.read_schema(path) == parquet.schema() for path in tmp_path.iterdir()] == [True] * 3
    dates = parquet.schema().field("dates").type
    assert {str(field.type) for field in dates} == {"date32[day]"}
    item = parquet.schema().field("disputed_items").type.value_type
    assert str(item.field("drug").type.field("quantity").type) == "double"


def test_parquet_drops_no_key() -> None:
    # pyarrow leaves out keys that the schema lacks without a word.
    def keys(value: object, path: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for name, part in value.items():
                yield f"{path}.{name}"
                yield from keys(part, f"{path}.{name}")
        elif isinstance(value, (list, tuple)):
            for part in value:
                yield from keys(part, path)

    lines = [RECORD, FAILURE]
    found = set(keys(parquet.batch_of(lines).to_pylist()))
    assert set(keys(msgspec.to_builtins(lines))) <= found


def test_row_groups_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "BATCH_ROWS", 4)
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 8)
    lines = [of_file(f"{number}.pdf") for number in range(21)]
    write(tmp_path / "out.parquet", *lines)
    with pq.ParquetFile(tmp_path / "out.parquet") as file:
        assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [8, 8, 5]
    assert read(tmp_path / "out.parquet") == lines
    monkeypatch.setattr(parquet, "ROW_GROUP_BYTES", 10_000)
    write(tmp_path / "out.parquet", *(msgspec.structs.replace(line, case_summary="x" * 3_000) for line in lines))
    with pq.ParquetFile(tmp_path / "out.parquet") as file:
        assert {file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)} == {4, 1}


# -- SQLite ---------------------------------------------------------------------------------------------------------


def asked(path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def paths_in(path: Path) -> list[str]:
    return [source for (source,) in asked(path, "SELECT source FROM letters ORDER BY source")]


def is_sound(path: Path) -> bool:
    """Whether nothing points nowhere and the full-text indexes are those of the texts."""
    with closing(sqlite3.connect(path)) as database:
        for index in ("letters_fts", "disputed_items_fts"):
            database.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        return not broken and database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_run_again_updates_and_doubles_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    write(path, RECORD, of_file("b.pdf"), FAILURE)
    ids = asked(path, "SELECT source, id FROM letters")
    write(path, RECORD, of_file("b.pdf"), FAILURE)
    assert asked(path, "SELECT source, id FROM letters") == ids
    tables = ("letters", "disputed_items", "errors")
    counts = {name: asked(path, f"SELECT count(*) FROM {name}")[0][0] for name in tables}  # noqa: S608
    assert counts == {"letters": 2, "disputed_items": 4, "errors": 1}
    assert read(path) == [RECORD, of_file("b.pdf"), FAILURE]
    assert is_sound(path)
    assert names_in(tmp_path) == ["out.sqlite"]


PARTS = msgspec.structs.replace(RECORD, disputed_items=RECORD.disputed_items[:1], warnings=())
EMPTY = Failure(source=FailedSource(path="a.pdf"), error=Error(code="empty_file", message="empty"))
OTHER = of_file("other.pdf")

# What an earlier run said, what a later one says, and what stands then
RUNS = [
    # The record changed: fewer items, other values, no warnings.
    ([RECORD, OTHER], [PARTS], [OTHER, PARTS]),
    ([PARTS, OTHER], [RECORD], [OTHER, RECORD]),
    # The file changed: its bytes are others, the letter in it is another.
    ([of_file("a.pdf"), OTHER], [RECORD], [OTHER, RECORD]),
    # The letters of a file stand on other pages than was thought.
    ([of_file("a.pdf", pages=(1, 2)), OTHER], [of_file("a.pdf"), of_file("a.pdf", pages=(2,))],
     [OTHER, of_file("a.pdf"), of_file("a.pdf", pages=(2,))]),
    # What failed is read now, and the other way round.
    ([EMPTY, FAILURE], [RECORD], [FAILURE, RECORD]),
    ([RECORD, FAILURE], [EMPTY], [FAILURE, EMPTY]),
    # Several letters on standard input stay, the same bytes are the same letter.
    ([of_file("-"), of_file("-", sha256="2" * 64)], [of_file("-", pages=(2,))],
     [of_file("-", sha256="2" * 64), of_file("-", pages=(2,))]),
    # The same letter twice in one run, the last one counts; two files of one name from two machines are two.
    ([], [RECORD, OTHER, PARTS], [OTHER, PARTS]),
    ([], [of_file("a.pdf"), RECORD, EMPTY, EMPTY], [of_file("a.pdf"), RECORD, EMPTY]),
    # A run without results changes nothing.
    ([RECORD, FAILURE], [], [RECORD, FAILURE]),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "then"), RUNS, ids=range(len(RUNS)))
def test_the_last_run_says_what_stands(
    earlier: list[Line], later: list[Line], then: list[Line], tmp_path: Path
) -> None:
    path = tmp_path / "out.db"
    if earlier:
        write(path, *earlier, format="sqlite")
    write(path, *later, format="sqlite")
    assert read(path) == then
    assert is_sound(path)
    assert names_in(tmp_path) == ["out.db"]


def test_readers_see_the_old_state_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    with opened("sqlite", path) as made:
        made.write(RECORD)
        assert not path.exists()
    with opened("sqlite", path) as made:
        # More than the cache holds, so that it spills into the file.
        for number in range(40):
            made.write(of_file(f"{number}.pdf", case_summary="pain " * 20_000))
        assert paths_in(path) == ["a.pdf"]
    assert len(paths_in(path)) == 41


@pytest.mark.parametrize("there", [False, True])
def test_a_run_that_fails_leaves_the_database_as_it_was(there: bool, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    if there:
        write(path, RECORD)
    fail_half_way(path)
    assert names_in(tmp_path) == (["out.sqlite"] if there else [])
    assert not there or read(path) == [RECORD]


@pytest.mark.parametrize("there", [False, True])
def test_a_run_that_is_killed_leaves_the_database_as_it_was(there: bool, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    if there:
        write(path, RECORD)
    write(tmp_path / "in.jsonl", *(of_file(f"{number}.pdf", case_summary="pain " * 9_000) for number in range(60)))
    program = (
        "import sys, os, signal\nfrom pathlib import Path\nfrom imrparse.writers import opened\n"
        "from imrparse.writers.records import read_records\n"
        "with opened('sqlite', sys.argv[2]) as made:\n"
        "    for line in read_records(sys.argv[1]):\n        made.write(line)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    call = [sys.executable, "-c", program, str(tmp_path / "in.jsonl"), str(path)]
    done = subprocess.run(call, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.exists() == there
    assert not there or read(path) == [RECORD]
    # The same command again gives all of it, and takes away what the killed one left.
    assert run("convert", tmp_path / "in.jsonl", "-o", path).exit_code == 0
    assert len(paths_in(path)) == 60 + there
    assert is_sound(path)
    assert names_in(tmp_path) == ["in.jsonl", "out.sqlite"]


def test_words_are_found_in_all_their_endings(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    write(path, RECORD, of_file("b.pdf", case_summary="Nothing of note.", disputed_items=()))
    question = "SELECT source FROM letters WHERE id IN (SELECT rowid FROM letters_fts('{}'))"
    assert asked(path, question.format("lifted box")) == [("a.pdf",)]
    assert asked(
        path, "SELECT item FROM disputed_items WHERE id IN (SELECT rowid FROM disputed_items_fts('injection'))"
    ) == [(1,)]
    # An update changes the index with the text.
    write(path, msgspec.structs.replace(PARTS, case_summary="Neck pain."))
    assert asked(path, question.format("lifting")) == []
    assert asked(path, question.format("neck")) == [("a.pdf",)]


def test_views_count_items_by_decision(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    write(path, RECORD, OTHER)
    assert sorted(
        asked(path, "SELECT category, items, upheld, overturned, overturned_share FROM outcome_by_category")
    ) == [
        ("Pharmaceuticals", 2, 2, 0, 0.0),
        ("Physical Medicine", 2, 0, 2, 1.0),
    ]
    # A guideline that an item cites twice counts once.
    question = (
        "SELECT guideline_source, guideline, items, upheld, overturned, overturned_share FROM outcome_by_guideline"
    )
    assert asked(path, question) == [("MTUS", "Chronic Pain", 4, 2, 2, 0.5)]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_acts_in_sqlite(hostile: str, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    line = of_file(hostile, case_number=hostile, case_summary=hostile)
    write(path, line)
    write(path, line)
    assert read(path) == [line]
    assert is_sound(path)


# (name, bytes or statement that makes the file, words of the error)
UNUSABLE = [
    ("not a database", b"%PDF-1.4 " * 200, "file is not a database"),
    ("another program's letters", "CREATE TABLE letters (id INTEGER PRIMARY KEY, sender TEXT)", "name a new file"),
    ("a view of that name", "CREATE VIEW errors AS SELECT 1", "name a new file"),
]


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in UNUSABLE], ids=[row[0] for row in UNUSABLE])
def test_a_file_that_is_another_thing_is_not_touched(content: bytes | str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with closing(sqlite3.connect(path)) as database:
            database.execute(content)
    before = path.read_bytes()
    write(tmp_path / "in.jsonl", RECORD)
    with pytest.raises(UnusableOutput, match=words):
        write(path, RECORD)
    done = run("convert", tmp_path / "in.jsonl", "-o", path)
    assert done.exit_code == 1
    assert "[unusable_output]" in done.stderr
    assert path.read_bytes() == before
    assert names_in(tmp_path) == ["in.jsonl", "out.sqlite"]


def test_tables_of_others_stay_in_the_database(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE notes (text TEXT)")
        database.execute("INSERT INTO notes VALUES ('mine')")
        database.commit()
    write(path, RECORD)
    assert asked(path, "SELECT text FROM notes") == [("mine",)]
    assert read(path) == [RECORD]


def test_a_database_that_another_program_writes_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.sqlite"
    write(path, RECORD)
    monkeypatch.setattr("imrparse.writers.sqlite.PATIENCE", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnusableOutput, match="locked"):
            write(path, OTHER)
    write(path, OTHER)
    assert paths_in(path) == ["a.pdf", "other.pdf"]


def test_a_journal_of_an_earlier_database_does_not_reach_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    for ending in ("-wal", "-journal", "-shm"):
        path.with_name(path.name + ending).write_bytes(b"\xd9\xd5\x05\xf9 old")
    write(path, RECORD)
    assert names_in(tmp_path) == ["out.sqlite"]
    assert is_sound(path)


# -- files of records -----------------------------------------------------------------------------------------------


def test_files_are_joined(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", RECORD)
    write(tmp_path / "b.parquet", FAILURE)
    done = run("convert", tmp_path / "a.jsonl", tmp_path / "b.parquet", "-", input=msgspec.json.encode(OTHER))
    assert done.exit_code == 0
    assert [line_of(line.encode()) for line in done.stdout.splitlines()] == [RECORD, FAILURE, OTHER]


GOOD = msgspec.json.encode(RECORD)

# (what is wrong, the file, words of the message)
DAMAGED = [
    ("half a line", GOOD + b"\n" + GOOD[:200], "record 2 cannot be read"),
    ("no JSON", b"case_number: 17\n", "record 1 cannot be read"),
    ("another object", b'{"a": 1}\n', "missing required field `source`"),
    ("a wrong value", GOOD.replace(b'"upheld"', b'"won"', 1), "Invalid enum value 'won'"),
    ("another version", GOOD.replace(b'"schema_version":"1"', b'"schema_version":"99"'), "schema version 99"),
    ("no UTF-8", GOOD.replace(b"lifting", b"lift\xff"), "record 1 cannot be read"),
]


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in DAMAGED], ids=[row[0] for row in DAMAGED])
@pytest.mark.parametrize("format", ["jsonl", "sqlite", "csv"])
def test_damaged_records_are_named_and_the_output_stays(
    content: bytes, words: str, format: str, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_bytes(content)
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / f"out.{format}"
    write(out, FAILURE)
    before = out.read_bytes() if format != "sqlite" else read(out)
    done = run("convert", tmp_path / "in.jsonl", "-o", out)
    assert done.exit_code == 1
    assert "in.jsonl: " in done.stderr
    assert words in done.stderr
    assert "[damaged_records]" in done.stderr
    assert (out.read_bytes() if format != "sqlite" else read(out)) == before
    assert names_in(tmp_path / "out") == [out.name]


@pytest.mark.parametrize("name", ["in.parquet", "in.sqlite", "in.json", "in.csv", "in.xlsx", "in.txt"])
def test_a_file_that_holds_no_records(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"no records, but more than a few bytes " * 20)
    done = run("convert", tmp_path / name)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "[damaged_records]" in done.stderr
    with pytest.raises(DamagedRecords):
        read(tmp_path / name)


def test_a_database_without_records(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "in.sqlite")) as database:
        database.execute("CREATE TABLE notes (text TEXT)")
    assert "no such table" in run("convert", tmp_path / "in.sqlite").stderr


# -- the command line -----------------------------------------------------------------------------------------------

# (arguments, words of the message); {in} is a file of records, {dir} an empty folder
WRONG = [
    (["convert"], "Missing argument"),
    (["convert", "{in}", "-o", "{in}"], "is one of the inputs"),
    (["convert", "{in}", "-o", "{dir}/out.doc"], "must end in .jsonl"),
    (["convert", "{in}", "-o", "{dir}/none/out.sqlite"], "make it first"),
    (["convert", "{in}", "-o", "{dir}/none/out/"], "make it first"),
    (["convert", "{in}", "-o", "{dir}/none/out.xlsx"], "make it first"),
    (["convert", "{in}", "-o", "{dir}", "--format", "parquet"], "Is a directory"),
    (["convert", "{in}", "--format", "sqlite"], "name a file with -o"),
    (["convert", "{in}", "-o", "{dir}/out.jsonl", "--bom"], "only CSV has a byte order mark"),
    (["parse", "{in}", "-o", "{dir}/out.xlsx", "--evidence"], "xlsx has no place for spans"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_wrong_usage(arguments: list[str], words: str, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", RECORD)
    (tmp_path / "dir").mkdir()
    places = {"in": tmp_path / "in.jsonl", "dir": tmp_path / "dir"}
    done = run(*(word.format(**places) for word in arguments))
    assert done.exit_code == 2
    assert words in boxed(done.stderr)
    assert names_in(tmp_path / "dir") == []
    assert read(tmp_path / "in.jsonl") == [RECORD]


@pytest.mark.parametrize("format", ["jsonl", "json", "csv", "xlsx", "parquet"])
def test_standard_output_takes_what_a_file_takes(format: str, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", RECORD, FAILURE)
    write(tmp_path / f"out.{format}", RECORD, FAILURE)
    done = run("convert", tmp_path / "in.jsonl", "--format", format)
    assert done.stdout_bytes == (tmp_path / f"out.{format}").read_bytes()


def test_a_folder_that_is_there_takes_csv(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", RECORD)
    (tmp_path / "out").mkdir()
    assert run("convert", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--format", "csv").exit_code == 0
    assert "letters.csv" in names_in(tmp_path / "out")


# (format, the library that it needs, the line that installs it)
MISSING = [
    ("xlsx", "xlsxwriter", "pip install 'imrparse[excel]'"),
    ("parquet", "pyarrow", "pip install 'imrparse[parquet]'"),
]


@pytest.mark.parametrize(("format", "library", "line"), MISSING)
def test_a_missing_library_is_named_with_its_install_line(
    format: str, library: str, line: str, tmp_path: Path, imrparse_command: Command
) -> None:
    (tmp_path / library).mkdir()
    (tmp_path / library / "__init__.py").write_text("raise ImportError")
    letter = ROOT / "samples" / "knee-mri-upheld.pdf"
    environment = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = imrparse_command("parse", letter, "-o", f"out.{format}", env=environment)
    assert done.returncode == 1
    assert line in done.stderr.decode()
    assert "[writer_missing]" in done.stderr.decode()
    assert names_in(tmp_path) == [library]
    # The other formats need none of it.
    assert imrparse_command("parse", letter, "-o", "out.sqlite", env=environment).returncode == 0


def test_a_writer_that_needs_a_file_says_so() -> None:
    with pytest.raises(UnusableOutput):
        writer("sqlite", io.BytesIO())
    assert issubclass(WriterMissing, imrparse.ImrparseError)
