"""Runs that are broken off and gone on with: the ledger, and what the output is in the end."""

from __future__ import annotations

import contextlib
import json
import math
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner, Result

from imrparse.batch.ledger import Ledger, Made
from imrparse.batch.run import Run, Settings
from imrparse.batch.watching import Watcher
from imrparse.cli import app
from imrparse.errors import UnusableLedger
from imrparse.inputs import Input, list_inputs
from imrparse.writers import opened
from tests import letters
from tests.forge import FORMS, forge
from tests.forge.chooser import SeededChooser
from tests.format_records import read

LETTERS = 36
FORMATS = ("jsonl", "json", "csv", "tables/", "parquet", "sqlite", "xlsx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """Letters of all forms, PDFs, an archive, copies and files that are no letters."""
    place = tmp_path_factory.mktemp("corpus") / "letters"
    place.mkdir()
    for number in range(LETTERS):
        forged = forge(SeededChooser(number), FORMS[number % len(FORMS)], "hard")
        (place / f"{number:04}.txt").write_text(forged.text)
    for pdf in sorted(samples.glob("*.pdf"))[:8]:
        (place / pdf.name).write_bytes(pdf.read_bytes())
    (place / "0010-copy.txt").write_bytes((place / "0010.txt").read_bytes())
    (place / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing else")
    (place / "recipe.txt").write_text("Stir two eggs into the flour.\n")
    with zipfile.ZipFile(place / "more.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"inside/{number}.txt", forge(SeededChooser(900 + number), "fdl-2015", "hard").text)
    return place


PROGRAM = """
from imrparse.batch import ledger, watching
from imrparse.cli import main
ledger.COMMIT_SECONDS = watching.LOG_SECONDS = 0
main()
"""
"""The command line, which notes each letter for good, and says so, as soon as it is parsed: a run takes a second."""


def started(*arguments: str | Path, cwd: Path) -> subprocess.Popen[bytes]:
    call = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    return subprocess.Popen(call, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def contents(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of all files of a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What runs that nothing happens to write, in each format."""
    place = tmp_path_factory.mktemp("undisturbed")
    for format in FORMATS:
        target = format if format.endswith("/") else f"out.{format}"
        if format != FORMATS[0]:  # the same ledger, so that nothing is parsed twice
            ledger = (place / f"out.{FORMATS[0]}.ledger").read_bytes()
            (place / f"{target.rstrip('/')}.ledger").write_bytes(ledger)
        assert run("parse", folder, "-o", f"{place}/{target}").exit_code == 3
    return place


PARTS = ((0.0, 0.0), (0.0, 0.5), (0.5, 1.0))
"""Of a run: the first is killed while it begins, the next ones in their first and second half; 21 kills in all."""


@pytest.mark.parametrize("format", FORMATS)
def test_a_run_killed_at_any_moment_is_gone_on_with_to_the_same_bytes(
    format: str, folder: Path, undisturbed: Path, tmp_path: Path
) -> None:
    chance = random.Random(format)  # noqa: S311
    target = format if format.endswith("/") else f"out.{format}"
    command = ("parse", folder, "-o", target, "--jobs", "2", "--log-json")
    for begin, end in PARTS:
        with started(*command, cwd=tmp_path) as process:
            if end:
                wait_until(process, chance.uniform(begin, end))
            time.sleep(chance.uniform(0.0, 0.1) if end else chance.uniform(0.2, 0.6))
            kill_a_worker(process.pid, chance)
            time.sleep(chance.uniform(0.0, 0.1))
            process.send_signal(chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
    there = (tmp_path / target).exists()
    assert run("parse", folder, "-o", f"{tmp_path}/{target}", "--jobs", "2").exit_code == 3
    if format == "sqlite" and there:
        # Killed when all was written: a database that is there holds the same records, in other places of the file.
        assert read(tmp_path / target) == read(undisturbed / target)
    else:
        assert contents(tmp_path / target) == contents(undisturbed / target)


def wait_until(process: subprocess.Popen[bytes], share: float) -> None:
    """Wait until a run has read this share of its inputs."""
    for line in process.stderr or ():
        said = json.loads(line)
        if said.get("done", 0) >= share * said.get("inputs", math.inf):
            return


def kill_a_worker(run: int, chance: random.Random) -> None:
    with contextlib.suppress(psutil.Error):
        server_and_workers = psutil.Process(run).children(recursive=True)
        workers = [one for one in server_and_workers if one.ppid() != run]
        if workers:
            chance.choice(workers).kill()


# -- what is read again --------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    place = tmp_path / "letters"
    place.mkdir()
    for name in ("a", "b", "c"):
        write(place / f"{name}.txt", f"CM16-000000{ord(name) - ord('a') + 1}")
    (place / "d.txt").write_text("Stir two eggs into the flour.\n")
    return place


def write(path: Path, case_number: str) -> None:
    path.write_text(letters.letter().replace("CM16-0012345", case_number))


def read_again(output: Path, before: Sequence[tuple[str, str]]) -> list[str]:
    """Names of the inputs whose row in the ledger is newer than it was."""
    return sorted(Path(path).name for path, finished in set(times(output)) - set(before))


def times(output: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"{output}.ledger")) as ledger:
        return ledger.execute("SELECT path, finished || rowid || coalesce(seconds, 0) FROM inputs").fetchall()


def rows(output: Path) -> dict[str, str]:
    lines = [json.loads(line) for line in output.read_text().splitlines()]
    return {Path(line["source"]["path"]).name: line.get("case_number") or line["error"]["code"] for line in lines}


ALL = {"a.txt": "CM16-0000001", "b.txt": "CM16-0000002", "c.txt": "CM16-0000003", "d.txt": "not_a_letter"}


@pytest.mark.parametrize(
    ("options", "again"),
    [
        ((), []),
        (("--retry-failed",), ["d.txt"]),
        (("--force",), ["a.txt", "b.txt", "c.txt", "d.txt"]),
        (("--evidence",), ["a.txt", "b.txt", "c.txt", "d.txt"]),
        (("--ocr", "never"), ["a.txt", "b.txt", "c.txt", "d.txt"]),
        (("--jobs", "3", "--timeout", "60"), []),
    ],
)
def test_the_same_command_reads_only_what_its_options_ask_for(
    small: Path, tmp_path: Path, options: tuple[str, ...], again: list[str]
) -> None:
    output = tmp_path / "out.jsonl"
    run("parse", small, "-o", output)
    before = times(output)
    assert run("parse", small, "-o", output, *options).exit_code == 3
    assert read_again(output, before) == again
    assert rows(output) == ALL


def test_what_is_new_changed_or_gone(small: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    run("parse", small, "-o", output)
    before = times(output)
    write(small / "b.txt", "CM16-0000009")
    write(small / "aa.txt", "CM16-0000007")
    (small / "c.txt").unlink()
    os.utime(small / "a.txt", (1, 1))  # only its date is another
    run("parse", small, "-o", output)
    assert read_again(output, before) == ["aa.txt", "b.txt"]
    assert list(rows(output).items()) == [
        ("a.txt", "CM16-0000001"), ("aa.txt", "CM16-0000007"), ("b.txt", "CM16-0000009"), ("d.txt", "not_a_letter"),
    ]  # fmt: skip


@pytest.mark.parametrize(("options", "again"), [((), list(ALL)), (("--keep-older",), [])])
def test_another_version_reads_all_again_unless_told_not_to(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], again: list[str]
) -> None:
    output = tmp_path / "out.jsonl"
    run("parse", small, "-o", output)
    before = times(output)
    monkeypatch.setattr("imrparse.batch.command.__version__", "99.0.0")
    run("parse", small, "-o", output, *options)
    assert read_again(output, before) == again


def test_copies_are_parsed_once_and_have_a_row_that_says_so(small: Path, tmp_path: Path) -> None:
    (small / "b-copy.txt").write_bytes((small / "a.txt").read_bytes())
    (small / "d-copy.txt").write_bytes((small / "d.txt").read_bytes())
    output = tmp_path / "out.jsonl"
    done = run("parse", small, "-o", output)
    # What gave no record is read for itself: the reader of a PDF and of a text say different things of the same bytes.
    assert rows(output) == {**ALL, "b-copy.txt": "duplicate", "d-copy.txt": "not_a_letter"}
    assert "imrparse: inputs 6: 3 parsed, 2 failed, 1 duplicate" in done.stderr.splitlines()
    (line,) = [line for line in output.read_text().splitlines() if "b-copy" in line]
    assert f"the same bytes as {small / 'a.txt'}" in json.loads(line)["error"]["message"]
    assert run("parse", small / "a.txt", small / "b-copy.txt").exit_code == 0
    # Without the first of the two, the other is the letter.
    (small / "a.txt").unlink()
    run("parse", small, "-o", output)
    assert rows(output)["b-copy.txt"] == "CM16-0000001"


def test_a_copy_of_what_an_earlier_run_read_is_not_parsed(small: Path, tmp_path: Path) -> None:
    seconds = []
    for copies in ("", "b"):
        for name in copies:
            (small / f"copy-of-{name}.txt").write_bytes((small / f"{name}.txt").read_bytes())
        with closing(Ledger(tmp_path / "ledger", "", "1")) as ledger, opened("jsonl", tmp_path / "out.jsonl") as writer:
            over = Run(ledger, Settings(), Watcher())
            over.note_inputs(list_inputs([str(small)]))
            over.write(writer)
            seconds.append(over.worker_seconds)
    assert seconds[0] > seconds[1] == 0
    assert rows(tmp_path / "out.jsonl") == {**ALL, "copy-of-b.txt": "duplicate"}


def test_what_could_not_be_opened_is_read_again_whatever_its_date(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed(paths: Iterable[str]) -> Iterator[Input]:
        yield from list(list_inputs(paths))
        (small / "a.txt").rename(tmp_path / "away")

    output = tmp_path / "out.jsonl"
    with monkeypatch.context() as under_way:
        under_way.setattr("imrparse.batch.command.list_inputs", listed)
        run("parse", small, "-o", output)
    assert rows(output) == {**ALL, "a.txt": "no_such_file"}
    (tmp_path / "away").rename(small / "a.txt")
    run("parse", small, "-o", output)
    assert rows(output) == ALL


def test_an_archive_that_another_takes_the_place_of_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pack(*names: str) -> None:
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            for name in names:
                archive.writestr(f"{name}.txt", letters.letter().replace("CM16-0012345", f"CM16-000000{name}"))

    def listed(paths: Iterable[str]) -> Iterator[Input]:
        yield from list(list_inputs(paths))
        pack("2", "1")

    output = tmp_path / "out.jsonl"
    pack("1", "2")
    with monkeypatch.context() as under_way:
        under_way.setattr("imrparse.batch.command.list_inputs", listed)
        run("parse", tmp_path / "x.zip", "-o", output)
    assert rows(output) == {"1.txt": "damaged_archive", "2.txt": "damaged_archive"}
    run("parse", tmp_path / "x.zip", "-o", output)
    assert rows(output) == {"1.txt": "CM16-0000001", "2.txt": "CM16-0000002"}


def test_a_file_of_a_date_that_sqlite_cannot_hold(small: Path, tmp_path: Path) -> None:
    os.utime(small / "a.txt", ns=(1 << 63, 1 << 63))
    if (small / "a.txt").stat().st_mtime_ns < 1 << 63:
        pytest.skip("this file system knows no such date")
    run("parse", small, "-o", tmp_path / "out.jsonl")
    assert rows(tmp_path / "out.jsonl") == ALL


def test_another_share_takes_the_place_of_the_first_in_the_output(small: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    shares = []
    for share in ("1/2", "2/2"):
        run("parse", small, "missing.txt", "-o", output, "--shard", share)
        shares.append(rows(output))
    assert all(shares)
    assert not shares[0].keys() & shares[1].keys()
    assert {**shares[0], **shares[1]} == {**ALL, "missing.txt": "no_such_file"}
    run("parse", small, "-o", output)
    assert rows(output) == ALL


def test_what_a_machine_is_told(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imrparse.batch.watching.LOG_SECONDS", 0)
    (small / "copy.txt").write_bytes((small / "a.txt").read_bytes())
    for _ in ("all are read", "all have another date and the same bytes"):
        told = run("parse", small, "-o", tmp_path / "out.jsonl", "--log-json").stderr.splitlines()
        events = [json.loads(line) for line in told]
        progress = [(event["done"], event["inputs"]) for event in events if event["event"] == "progress"]
        assert progress == [(number, 5) for number in range(1, 6)]
        assert {event["code"] for event in events if event["event"] == "error"} <= {"not_a_letter"}
        for path in small.iterdir():
            os.utime(path, (1, 1))


def test_a_note_that_is_broken_off_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Ledger(tmp_path / "ledger", "", "1")) as ledger:
        ledger.begin([Input("a.txt", 1, 1)])
        ledger.note(1, Made("parsed", "01", b"first"))
        ledger.commit()
        monkeypatch.setattr("imrparse.batch.ledger.DONE", "no SQL")  # as Ctrl-C between two statements
        with pytest.raises(UnusableLedger):
            ledger.note(1, Made("parsed", "02", b"second"))
    with closing(Ledger(tmp_path / "ledger", "", "1")) as ledger:
        assert ledger.done_at(0) == (1, b"a.txt", "parsed", "01", b"first")


def test_one_ledger_serves_one_run_at_a_time(small: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    run("parse", small, "-o", output)
    with closing(sqlite3.connect(f"{output}.ledger")) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = run("parse", small, "-o", output)
    assert (done.exit_code, "another run is writing" in done.stderr) == (1, True)


@pytest.mark.parametrize("data", [b"no database at all, " * 300, b"SQLite format 3\0" + bytes(4080)])
def test_a_ledger_that_is_none(small: Path, tmp_path: Path, data: bytes) -> None:
    output = tmp_path / "out.jsonl"
    output.with_name("out.jsonl.ledger").write_bytes(data)
    done = run("parse", small, "-o", output)
    assert (done.exit_code, "[unusable_ledger]" in done.stderr, output.exists()) == (1, True, False)


def test_no_ledger(small: Path, tmp_path: Path) -> None:
    assert run("parse", small, "-o", tmp_path / "out.jsonl", "--no-ledger").exit_code == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters", "out.jsonl"]


@pytest.fixture
def little_room(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    place = tmp_path / "little"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this user may mount no file system: a full disk cannot be played")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_loses_nothing(folder: Path, undisturbed: Path, little_room: Path) -> None:
    done = run("parse", folder, "-o", little_room / "out.jsonl")
    assert (done.exit_code, "make room" in done.stderr) == (1, True)
    assert not (little_room / "out.jsonl").exists()
    subprocess.run(["mount", "-o", "remount,size=64m", little_room], check=True)
    assert run("parse", folder, "-o", little_room / "out.jsonl").exit_code == 3
    assert contents(little_room / "out.jsonl") == contents(undisturbed / "out.jsonl")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_second_run_on_the_same_output_costs_the_first_nothing(small: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "late.txt")
    with started("parse", small, "late.txt", "-o", "out.jsonl", cwd=tmp_path) as first:
        waited = time.monotonic() + 30
        while not (tmp_path / ".out.jsonl.part").exists() and time.monotonic() < waited:
            time.sleep(0.05)
        second = run("parse", small, "-o", tmp_path / "out.jsonl")
        write(tmp_path / "late.txt", "CM16-0000005")  # the pipe: the first run has waited for it
        first.communicate(timeout=60)
    assert (second.exit_code, "another run is writing" in second.stderr, first.returncode) == (1, True, 3)
    assert rows(tmp_path / "out.jsonl") == {**ALL, "late.txt": "CM16-0000005"}


def test_the_tables_of_the_folder_that_one_stands_in(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tables").mkdir()
    monkeypatch.chdir(tmp_path / "tables")
    assert run("parse", small, "-o", "./").exit_code == 3
    assert (tmp_path / "tables.ledger").exists()
    assert (tmp_path / "tables" / "letters.csv").exists()
