"""Tables of letters, and machines' shares of a corpus: the same records as one run gives."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from imrparse.batch import parse_table
from imrparse.batch.outcomes import Finished, Task
from imrparse.batch.tables import is_url
from imrparse.batch.worker import Reading
from imrparse.batch.workers import MIB, Limits
from imrparse.reading import Options
from imrparse.record import Record
from imrparse.writers import Line, parquet
from tests.format_records import read, run

LETTERS = ("knee-mri-upheld.pdf", "home-care-2014.pdf", "claim-file.pdf", "carpal-tunnel-testing--utf-16.txt")
BAD = {
    "empty.pdf": b"",
    "no letter.txt": b"Dear Sir, thank you for the flowers.",
    "cut.pdf": b"%PDF-1.4\n1 0 obj <<",
    "no.pdf": b"GIF89a",
    "zeros": bytes(300),
    "line\nbreak.txt": b"\xff\xfe\x00",
}


@pytest.fixture
def inputs(samples: Path, tmp_path: Path) -> list[str]:
    """Letters, one of them with two in it, and what is none, in turn."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    bad = []
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
        bad.append(str(folder / name))
    good = [str(samples / name) for name in LETTERS]
    return [*bad[:2], *good[:1], str(folder / "missing.pdf"), *good[1:3], *bad[2:], *good[3:]]


@pytest.fixture
def parsed(inputs: list[str], tmp_path: Path) -> Path:
    """What `imrparse parse` makes of them."""
    place = tmp_path / "parsed.parquet"
    assert run("parse", *inputs, "-o", place, "--evidence", "--quiet", "--no-ledger").exit_code == 3
    return place


def contents(paths: list[str]) -> list[bytes | None]:
    return [Path(path).read_bytes() if Path(path).exists() else None for path in paths]


def lines_of(rows: pa.RecordBatch, place: Path) -> list[Line]:
    """What is read back when the rows are written as Parquet, as an engine would."""
    pq.write_table(pa.Table.from_batches([rows]), place)
    return read(place)


@pytest.mark.parametrize("limits", [None, Limits()])
@pytest.mark.parametrize("with_content", [True, False])
def test_a_table_gives_the_rows_of_a_run(
    inputs: list[str], parsed: Path, with_content: bool, limits: Limits | None, tmp_path: Path
) -> None:
    table = pa.table({"path": inputs, **({"content": contents(inputs)} if with_content else {})})
    rows = parse_table(table, evidence=True, limits=limits)
    assert rows.schema == pq.read_schema(parsed)
    assert rows.schema.metadata == pq.read_schema(parsed).metadata
    assert lines_of(rows, tmp_path / "rows.parquet") == read(parsed)
    assert pa.Table.from_batches([rows]).equals(pq.read_table(parsed))
    assert run("convert", tmp_path / "rows.parquet", "-o", tmp_path / "again.parquet").exit_code == 0
    assert (tmp_path / "again.parquet").read_bytes() == parsed.read_bytes()


def test_evidence_is_there_when_asked_for(samples: Path) -> None:
    table = pa.table({"path": [str(samples / LETTERS[0])]})
    (with_spans,) = parse_table(table, evidence=True).to_pylist(maps_as_pydicts="strict")
    (without,) = parse_table(table).to_pylist(maps_as_pydicts="strict")
    assert len(with_spans["evidence"]["outcome"]) >= 1
    assert without == {**with_spans, "evidence": None, "ocr_confidence": None}


# (what is special, a table of one letter and one thing that is none)
def shapes(letter: bytes) -> dict[str, pa.Table | pa.RecordBatch]:
    paths, content, names = ["a.pdf", "b.pdf"], [letter, b"none"], ["path", "content"]
    plain = pa.table({"path": paths, "content": content})
    return {
        "a batch": plain.to_batches()[0],
        "chunks, one of them empty": pa.concat_tables([plain[:1], plain[:0], plain[1:]]),
        "a slice": pa.concat_tables([plain, plain])[2:],
        "other columns, in another order": pa.table({"content": content, "size": [1, 2], "path": paths}),
        "large types": pa.table([pa.array(paths, pa.large_string()), pa.array(content, pa.large_binary())], names),
        "views": pa.table([pa.array(paths, pa.string_view()), pa.array(content, pa.binary_view())], names),
        "a dictionary": pa.table({"path": plain["path"].dictionary_encode(), "content": content}),
    }  # fmt: skip


SHAPES = shapes((Path(__file__).parent.parent / "samples" / LETTERS[0]).read_bytes())


@pytest.mark.parametrize("shape", SHAPES)
def test_tables_of_any_shape(shape: str) -> None:
    rows = parse_table(SHAPES[shape]).to_pylist()
    assert [row["source"]["path"] for row in rows] == ["a.pdf", "b.pdf"]
    assert [row["outcome"] for row in rows] == ["upheld", None]
    assert [row["error"] and row["error"]["code"] for row in rows] == [None, "not_a_pdf"]


@pytest.mark.parametrize("limits", [None, Limits()])
@pytest.mark.parametrize(
    "table", [pa.table({"path": pa.array([], pa.string())}), pa.table({"path": [], "content": []})]
)
def test_an_empty_table_has_the_columns_of_any_other(table: pa.Table, limits: Limits | None) -> None:
    rows = parse_table(table, limits=limits)
    assert rows.num_rows == 0
    assert rows.schema.equals(parquet.schema(), check_metadata=True)


def test_rows_without_a_name_or_bytes(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = (samples / LETTERS[0]).read_bytes()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-").write_bytes(letter)
    table = pa.table({"path": [None, None, "", "-"], "content": [letter, None, None, None]})
    for limits in (None, Limits()):
        rows = parse_table(table, limits=limits).to_pylist()
        assert [row["source"]["path"] for row in rows] == ["<bytes>", "<bytes>", "<bytes>", "./-"]
        assert [row["error"] and row["error"]["code"] for row in rows] == [None, "no_such_file", "no_such_file", None]


def test_options_hold_for_every_row(samples: Path) -> None:
    table = pa.table({"path": [str(samples / LETTERS[0])]})
    for limits in (None, Limits()):
        (row,) = parse_table(table, options=Options(max_bytes=1000), limits=limits).to_pylist()
        assert row["error"]["code"] == "too_large"
        (row,) = parse_table(table, options=Options(engine="pdfplumber"), limits=limits).to_pylist()
        assert row["source"]["engine"].startswith("pdfplumber")


# (what is no table of letters, the error, its words)
WRONG = [
    ({"path": ["a.pdf"]}, TypeError, "pyarrow.Table or RecordBatch, not in dict"),
    (pa.table({"bytes": [b"a"], "name": ["a"]}), ValueError, "needs a column 'path'; its columns are: 'bytes', 'name'"),
    (pa.table({}), ValueError, "its columns are: none"),
    (pa.table({"path": [1]}), ValueError, "the column 'path' holds int64, not text"),
    (pa.table({"path": [b"a"]}), ValueError, "the column 'path' holds binary, not text"),
    (pa.table({"path": ["a"], "content": [1.5]}), ValueError, "the column 'content' holds double, not bytes"),
    (pa.table([["a"], ["b"]], ["path", "path"]), ValueError, "two columns 'path'"),
]


@pytest.mark.parametrize(("table", "error", "words"), WRONG, ids=[row[2] for row in WRONG])
def test_wrong_tables_are_refused(table: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        parse_table(table)


def test_a_daemon_is_told_that_it_may_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    with pytest.raises(ValueError, match=r"distributed\.worker\.daemon"):
        parse_table(SHAPES["a batch"], limits=Limits())
    assert parse_table(SHAPES["a batch"]).num_rows == 2


# -- URLs ------------------------------------------------------------------------------------------------------


def test_urls_are_read(samples: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra `ray` is not installed")
    with fsspec.open("memory://letters/a b.pdf", "wb") as stream:
        stream.write((samples / LETTERS[0]).read_bytes())
    urls = [
        "memory://letters/a b.pdf", (samples / LETTERS[1]).as_uri(), "memory://letters/none.pdf", "nosuch://a/b.pdf",
    ]  # fmt: skip
    for limits in (None, Limits()):
        rows = parse_table(pa.table({"path": urls}), limits=limits).to_pylist()
        assert [row["source"]["path"] for row in rows] == urls
        codes = [row["error"] and row["error"]["code"] for row in rows]
        assert codes == [None, None, "no_such_file", "unreadable_file"]
        (row,) = parse_table(pa.table({"path": urls[:1]}), options=Options(max_bytes=10), limits=limits).to_pylist()
        assert row["error"]["code"] == "too_large"


# (path, whether it is a URL)
URLS = [
    ("s3://bucket/a.pdf", True),
    ("zip://a.pdf::https://host/letters.zip", True),
    ("a.pdf", False),
    ("/letters/http://a.pdf", False),
    ("C://a.pdf", False),
    ("://a.pdf", False),
]


@pytest.mark.parametrize(("path", "url"), URLS)
def test_urls_and_paths_are_told_apart(path: str, url: bool) -> None:
    assert is_url(path) is url


# -- letters that kill -----------------------------------------------------------------------------------------


class OnCue(Reading):
    """Does what the input asks for."""

    def __call__(self, task: Task, run: Connection) -> Finished | None:
        if task.data == b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif task.data == b"hang":
            time.sleep(60)
        elif task.data == b"eat":
            eaten = bytearray(400 * MIB)
            time.sleep(60)
            del eaten
        return super().__call__(task, run)


def test_a_letter_that_kills_costs_its_own_row_only(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imrparse.batch.worker.Reading", OnCue)
    letter = (samples / LETTERS[0]).read_bytes()
    content = [letter, b"crash", letter, b"hang", letter, b"eat", letter]
    table = pa.table({"path": [f"{place}.pdf" for place in range(len(content))], "content": content})
    rows = parse_table(table, limits=Limits(seconds=3, memory=300 * MIB)).to_pylist()
    assert [row["source"]["path"] for row in rows] == table["path"].to_pylist()
    codes = [row["error"] and row["error"]["code"] for row in rows]
    assert codes == [None, "crashed", None, "timeout", None, "out_of_memory", None]


def test_a_worker_that_is_killed_from_outside_costs_nothing(samples: Path) -> None:
    table = pa.table({"path": [str(samples / name) for name in LETTERS]})
    limits = Limits(seconds=31)
    first = parse_table(table, limits=limits)
    workers = multiprocessing.active_children()
    assert workers
    for worker in workers:
        worker.kill()
    assert parse_table(table, limits=limits).equals(first)


# -- shares ----------------------------------------------------------------------------------------------------


def test_shares_merge_to_one_run(inputs: list[str], samples: Path, tmp_path: Path) -> None:
    # The same bytes under three names, and one that the others' shares do not tell.
    again = [str(tmp_path / f"copy {number}.pdf") for number in range(2)]
    for path in again:
        Path(path).write_bytes((samples / LETTERS[0]).read_bytes())
    corpus = [*inputs, str(samples), *again]
    whole = tmp_path / "whole.jsonl"
    assert run("parse", *corpus, "-o", whole, "--quiet", "--no-ledger").exit_code == 3
    shares = [tmp_path / f"{number}.jsonl" for number in (1, 2, 3)]
    for number, share in enumerate(shares, start=1):
        run("parse", *corpus, "-o", share, "--quiet", "--no-ledger", "--shard", f"{number}/3")
    merged = tmp_path / "all.parquet"
    assert run("convert", *shares, "-o", merged).exit_code == 0
    assert min(len(read(share)) for share in shares) > 0
    assert sorted(read(merged), key=str) == sorted(read(whole), key=str)
    # The record of a letter that came thrice is where its copies are.
    (home,) = [share for share in shares if any(str(samples / LETTERS[0]) == line.source.path for line in read(share))]
    paths = {line.source.path: line for line in read(home)}
    assert set(again) <= set(paths)
    assert sum(isinstance(paths[path], Record) for path in [str(samples / LETTERS[0]), *again]) == 1
