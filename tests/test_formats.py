"""Formats: every one gives back the records that went in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from msgspec import inspect

from imrparse.record import (
    Citation,
    DisputedItem,
    Failure,
    Record,
    Warning,
)
from imrparse.writers import Line, parquet
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
from tests.format_records import (
    FAILURE,
    RECORD,
    SOURCE,
    names_in,
    of_file,
    read,
    run,
    write,
)

LOSSLESS = ("jsonl", "json", "parquet", "sqlite")

# -- the same records come back --------------------------------------------------------------------------------


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


# -- Parquet ---------------------------------------------------------------------------------------------------


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
