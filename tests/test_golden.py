"""The sample letters against their expected records, in every shape and by every reader."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import imrparse
from tests.grounding import assert_grounded, differences

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in (".pdf", ".txt"))
GOLDEN = ROOT / "tests" / "golden"


def read(path: Path, engine: str = "pdfium") -> list[imrparse.ParsedLetter]:
    return imrparse.parse_all(path, imrparse.Options(engine=engine))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_gives_its_expected_record(path: Path) -> None:
    expected = json.loads((GOLDEN / f"{path.stem.split('--')[0]}.json").read_text(encoding="utf-8"))
    parsed = read(path)
    expected = expected if isinstance(expected, list) else [expected]  # a claim file has a list of records
    assert differences(expected, [json.loads(msgspec.json.encode(letter.record)) for letter in parsed]) == []
    for letter in parsed:
        assert_grounded(letter)


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.suffix == ".pdf"], ids=lambda path: path.name)
def test_both_pdf_readers_give_the_same_record(path: Path) -> None:
    for one, other in zip(read(path), read(path, "pdfplumber"), strict=True):
        assert one.record.source.pages == other.record.source.pages
        assert msgspec.structs.replace(one.record, source=other.record.source) == other.record


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_record_survives_its_json(path: Path) -> None:
    # Constructors of msgspec do not validate, decoding does.
    for letter in read(path):
        assert msgspec.json.decode(msgspec.json.encode(letter.record), type=imrparse.Record) == letter.record


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_is_missing_is_warned_of_and_nothing_else(path: Path) -> None:
    expected = set()
    if path.name.startswith("cognitive-therapy-overturned"):  # begins below its header block
        expected = {
            "case_number",
            "priority",
            *(f"dates.{name}" for name in ("assigned", "injury", "decision", "ur_denial")),
        }
        expected.add("dates.application_received")
    for letter in read(path):
        assert {warning.field for warning in letter.record.warnings if warning.code == "missing"} == expected
