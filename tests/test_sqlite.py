"""SQLite: runs that come again, fail or are killed, searches and views."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from imrparse.errors import UnusableOutput
from imrparse.record import (
    Error,
    FailedSource,
    Failure,
)
from imrparse.writers import Line, opened
from tests.conftest import ROOT
from tests.format_records import (
    FAILURE,
    OTHER,
    PARTS,
    RECORD,
    fail_half_way,
    names_in,
    of_file,
    read,
    run,
    write,
)
from tests.random_records import HOSTILE


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


EMPTY = Failure(source=FailedSource(path="a.pdf"), error=Error(code="empty_file", message="empty"))

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
