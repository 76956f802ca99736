"""`imrparse convert`, and what the command line says of formats."""

from __future__ import annotations

import io
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

import imrparse
from imrparse.errors import DamagedRecords, UnusableOutput, WriterMissing
from imrparse.writers import writer
from imrparse.writers.records import line_of
from tests.conftest import ROOT, Command
from tests.format_records import (
    FAILURE,
    OTHER,
    RECORD,
    boxed,
    names_in,
    read,
    run,
    write,
)

# -- files of records ------------------------------------------------------------------------------------------


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


# -- the command line ------------------------------------------------------------------------------------------

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
