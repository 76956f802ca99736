"""CSV and Excel: what a person reads, and nothing that a letter says acts."""

from __future__ import annotations

import csv
import datetime
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

import msgspec
import openpyxl
import pytest

import imrparse
from imrparse.record import (
    DisputedItem,
)
from imrparse.writers import Line, excel
from imrparse.writers.sheets import KEY, sheets
from tests.format_records import (
    FAILURE,
    RECORD,
    fail_half_way,
    names_in,
    of_file,
    run,
    write,
)
from tests.random_records import HOSTILE

# -- CSV -------------------------------------------------------------------------------------------------------


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, restkey="extra"))


def test_a_folder_of_csv_joins_by_source_and_pages(tmp_path: Path) -> None:
    folder = f"{tmp_path / 'out'}/"
    other = of_file("a.pdf", pages=(3,), sha256="0" * 64)  # the same file and case number, other pages
    write(folder, RECORD, other, FAILURE, format="csv")
    assert names_in(Path(folder)) == ["citations.csv", "errors.csv", "items.csv", "letters.csv", "warnings.csv"]
    letters, items = table(Path(folder) / "letters.csv"), table(Path(folder) / "items.csv")
    keys = [tuple(row[name] for name in KEY) for row in letters]
    assert keys == [("a.pdf", "0" * 64, pages, "CM16-0012345") for pages in ("1; 2", "3")]
    assert [(tuple(row[name] for name in KEY), row["item"]) for row in items] == [
        (key, item) for key in keys for item in "12"
    ]
    assert [row["guideline_source"] for row in table(Path(folder) / "citations.csv")] == ["MTUS"] * 8
    (warning, _) = table(Path(folder) / "warnings.csv")
    told = {"code": "missing", "severity": "doubt", "field": "form", "message": "no form", "printed": ""}
    assert {name: warning[name] for name in told} == told
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
        "warnings": "doubt: missing form",
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


# -- Excel -----------------------------------------------------------------------------------------------------


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
        "Letters": 1, "Items": 2, "Citations": 4, "Warnings": 1, "Errors": 1,
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
