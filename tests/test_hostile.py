"""Hostile input, in whole runs: each input has its one row, no error but typed ones comes out, and the run ends."""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import psutil
import pytest

import imrparse
from imrparse import errors, patterns
from imrparse.patterns import Pattern
from tests import hostile_files, letters
from tests.conftest import ROOT, Command

MIB = 1024 * 1024
LETTER = letters.letter().encode()
CODES = {kind.code for kind in errors.ImrparseError.__subclasses__()} - {"internal_error"}


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Write the files, and letters between them; the names."""
    folder.mkdir()
    names = []
    for number, (name, data) in enumerate(files):
        (folder / name).write_bytes(data)
        names.append(name)
        if number % 10 == 0:
            good = f"{name}-good.txt"
            (folder / good).write_bytes(LETTER.replace(b"CM16-0012345", b"CM14-%07d" % number))
            names.append(good)
    return names


def check(done: subprocess.CompletedProcess[bytes], folder: str, names: list[str]) -> dict[str, str]:
    """The code of each input's row, `ok` for a record; what any run promises holds."""
    assert done.returncode in {0, 3}, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    # A file may hold several letters, and then has a row for each.
    in_order = list(dict.fromkeys(row["source"]["path"].removeprefix(f"{folder}/") for row in rows))
    assert in_order == sorted(names)
    codes: dict[str, str] = {}
    for row in rows:
        name = row["source"]["path"].removeprefix(f"{folder}/")
        code = row["error"]["code"] if "error" in row else "ok"
        assert code in CODES | {"ok"}, row
        codes[name] = code if name not in codes or codes[name] == code else "several"
    assert {codes[name] for name in names if name.endswith("-good.txt")} == {"ok"}
    assert (done.returncode == 3) == any("error" in row for row in rows)
    return {name: code for name, code in codes.items() if not name.endswith("-good.txt")}


BOMBS = [
    *((f"pdf-{name}.pdf", make) for name, make in hostile_files.PDF_BOMBS.items()),
    *((f"html-{name}.html", make) for name, make in hostile_files.HTML_BOMBS.items()),
    *((f"picture-{name}.tif", make) for name, make in hostile_files.PICTURE_BOMBS.items()),
    *((f"word-{name}.docx", make) for name, make in hostile_files.WORD_BOMBS.items()),
]
# What each must come to; of the others any row will do.
KNOWN = {
    "pdf-many-pages.pdf": {"timeout", "not_a_letter"},
    "pdf-flate-1-gib.pdf": {"out_of_memory", "timeout"},
    "pdf-flate-twice-1-gib.pdf": {"out_of_memory", "timeout"},
    "pdf-drawing-each-other.pdf": {"out_of_memory", "timeout"},
    "pdf-updates.pdf": {"not_a_letter"},
    "word-words.docx": {"not_a_letter"},
    "word-unfolds.docx": {"too_large"},
    "word-unfolds-at-a-stroke.docx": {"damaged_document"},
    "word-paragraphs.docx": {"not_a_letter"},
    "html-deep-spans.html": {"ok"},
    "html-wide.html": {"not_a_letter"},
}


def test_bombs(tmp_path: Path) -> None:
    files = [(name, make()) for name, make in BOMBS]
    names = write(tmp_path / "in", files)
    limits = ["--timeout", "2", "--max-memory", "400", "--max-mib", "16", "-j", "2"]
    command = [sys.executable, "-c", "from imrparse.cli import main; main()", "parse", "in", *limits]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    peak = 0
    with (
        (tmp_path / "out").open("wb+") as out,
        (tmp_path / "err").open("wb+") as err,
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=out, stderr=err) as run,
    ):
        watched = psutil.Process(run.pid)
        while run.poll() is None:
            peak = max(peak, watched.memory_info().rss if watched.is_running() else 0)
            time.sleep(0.05)
    done = subprocess.CompletedProcess(
        command, run.returncode, (tmp_path / "out").read_bytes(), (tmp_path / "err").read_bytes()
    )
    codes = check(done, "in", names)
    assert {name: code for name, code in codes.items() if name in KNOWN and code not in KNOWN[name]} == {}
    assert peak < 250 * MIB


STILL_LETTERS = [
    "letter-and-one-line", "letter-with-a-long-summary", "item-headings", "items", "combining", "zero-width",
    "empty-lines", "controls", "quoted-mail",
]  # fmt: skip


def test_text_that_goes_on_and_on(tmp_path: Path, imrparse_inside: Command) -> None:
    names = write(
        tmp_path / "in", ((f"{name}.txt", make().encode()) for name, make in hostile_files.TEXT_BOMBS.items())
    )
    done = imrparse_inside("parse", "in", "--timeout", "3", "--max-memory", "600", "-j", "2")
    codes = check(done, "in", names)
    # A letter stays one, whatever stands behind it or in a part of it.
    for name in STILL_LETTERS:
        assert codes[f"{name}.txt"] == "ok", name
    for name in ("letters", "blanks", "words", "digits", "dots", "brackets"):
        assert codes[f"one-line-of-{name}.txt"] in {"not_a_letter", "timeout"}, name


def test_letters_cut_off_and_spoilt_and_noise(tmp_path: Path, imrparse_inside: Command) -> None:
    names = write(tmp_path / "in", [*hostile_files.spoilt(each=1), *hostile_files.noise()])
    done = imrparse_inside("parse", "in", "-j", "2", "--timeout", "20", "--ocr", "never")
    codes = check(done, "in", names)
    assert not {name for name, code in codes.items() if code in {"crashed", "timeout", "out_of_memory"}}
    assert "ok" not in {code for name, code in codes.items() if name.startswith("noise")}


def installed_pdfs() -> list[Path]:
    """PDFs that installed packages ship."""
    found = [path for place in sys.path if place.endswith("site-packages") for path in Path(place).rglob("*.pdf")]
    return [path for path in sorted(found) if path.stat().st_size < 4 * MIB][:100]


def test_pdfs_of_other_kinds_are_no_letters(tmp_path: Path, imrparse_inside: Command, samples: Path) -> None:
    files = list(hostile_files.other_pdfs(40))
    files += [(f"{number:03}-{path.name}", path.read_bytes()) for number, path in enumerate(installed_pdfs())]
    names = write(tmp_path / "in", files)
    for path in samples.glob("*.pdf"):
        (tmp_path / "in" / f"{path.stem}-good.txt").write_bytes(path.read_bytes())
        names.append(f"{path.stem}-good.txt")
    done = imrparse_inside("parse", "in", "--ocr", "never")
    codes = check(done, "in", names)
    assert len(codes) >= 200
    assert set(codes.values()) <= {"not_a_letter", "no_text", "duplicate", "password_needed", "damaged_pdf"}
    assert {codes[name] for name, _ in hostile_files.other_pdfs(1)} == {"not_a_letter"}


# -- patterns --------------------------------------------------------------------------------------------------------


def run_of(words: str, length: int) -> str:
    return (words * (length // len(words) + 1))[:length] + "\0"


WORDS = [
    " ", "\n", "a", "1", ".", "-", "(", "a ", "1 ", "/", ", and ", "Decision rationale: ", "Date of Injury: ", "MTUS ",
    "\n1. ", "(Smith 2010) ", "1, 2, ", "the of and ", "Upheld\n", "http://a.",
]  # fmt: skip
LIMIT = 0.1
"""Seconds of a match in this test, in place of five."""


def all_patterns() -> list[Pattern]:
    """Every pattern of the package, also those in tables and closures."""
    for found in pkgutil.walk_packages(imrparse.__path__, "imrparse."):
        if found.name not in {"imrparse.__main__", "imrparse.batch.tables"}:
            importlib.import_module(found.name)
    gc.unfreeze()  # what conftest.py has the collector pass over
    ours = [one for one in gc.get_objects() if isinstance(one, Pattern) and one.source not in {r"[0-9]+"}]
    return sorted(ours, key=lambda pattern: str(pattern.source))


def test_no_pattern_takes_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS", LIMIT)
    found = all_patterns()
    assert len(found) > 200
    slow = []
    for pattern in found:
        # Those without a limit are matched over a few hundred characters, or take time in proportion to the text.
        length = 1_000 if pattern.bounded else 3_000
        for words in WORDS:
            text = run_of(words, length)
            start = time.process_time()
            try:
                pattern.search(text)
                pattern.match(text)
            except TimeoutError:
                assert not pattern.bounded
            if time.process_time() - start > 6 * LIMIT:
                slow.append((pattern.source, words))
    assert slow == []
