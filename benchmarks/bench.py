"""`make bench`: how much imrparse adds to the libraries that it reads with, as ratios from one run.

Each figure pairs two measurements taken in turn, so that a slow moment of the machine hits both; the
median of the pairs' ratios is what counts. Times are processor time of this process.
"""

from __future__ import annotations

import argparse
import io
import itertools
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import fields
import folder
import pdfplumber
import pypdfium2
from rich.console import Console
from rich.table import Table
from rows import Row

import imrparse

T = TypeVar("T")

HERE = Path(__file__).parent
REAL_LETTERS = HERE.parent.parent / "shared" / "letters" / "pdf"
SAMPLES = HERE.parent / "samples"
CLAIM_LETTERS, CLAIM_PAGES = 3, 300
OTHER_PAPERS = (0, 1, 2, 5, 8)
"""Pages of the sample claim file that are no letter's, the first is 0."""

PLUMBER_LETTERS = 12
"""pdfplumber is some forty times slower; a sample of the letters is enough."""


def main() -> int:
    """Measure and print the table; the exit status does not depend on the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=7)
    rounds: int = arguments.parse_args().rounds
    place = REAL_LETTERS if REAL_LETTERS.is_dir() else SAMPLES
    letters = [path.read_bytes() for path in sorted(place.glob("*.pdf"))]
    texts = ["\f".join(page.text for page in imrparse.read(letter).pages) for letter in letters]
    rows = [
        pdfium_row(letters, rounds),
        text_row(texts, rounds),
        claim_file_row(letters, rounds),
        *plumber_rows(letters[:PLUMBER_LETTERS]),
        start_row(rounds),
        *folder.rows(letters, texts, rounds),
    ]
    title = f"{len(letters)} letters of {place.parent.name}/{place.name}, {rounds} rounds, medians"
    table = Table(title=title)
    for heading in ("measured", "figure", "at most", "times"):
        table.add_column(heading)
    for row in rows:
        table.add_row(row.what, row.figure, row.most, row.times)
    console = Console()
    console.print(table)
    write_results(title, rows)
    console.print(fields_table([imrparse.parse(letter) for letter in letters]))
    return 0


def write_results(title: str, rows: Sequence[Row]) -> None:
    """The table as `results.md`, with where and when it was measured."""
    lines = [
        "# Speed and memory", "", f"`make bench` of {time.strftime('%Y-%m-%d %H:%M')}: {title}.",
        f"{os.cpu_count()} processors, Python {platform.python_version()}, load of the machine "
        f"{os.getloadavg()[0]:.1f} at the end.", "",
        "| measured | figure | wanted | times |", "|---|---:|---:|---|",
        *(f"| {row.what} | {row.figure} | {row.most} | {row.times} |" for row in rows), "",
    ]  # fmt: skip
    (HERE / "results.md").write_text("\n".join(lines), encoding="utf-8")


def fields_table(letters: Sequence[imrparse.ParsedLetter]) -> Table:
    """What each reader of the fields costs on letters that were never seen before, and the slowest patterns."""
    table = Table(title="readers of the fields, memories emptied before each letter")
    table.add_column("reader or pattern")
    table.add_column("ms a letter", justify="right")
    for name, milliseconds in fields.rows(letters):
        table.add_row(name, f"{milliseconds:.3f}")
    return table


def pdfium_row(letters: Sequence[bytes], rounds: int) -> Row:
    """PDF to record over pdfium's text extraction alone."""
    ratio, whole, alone = pair(
        lambda: each(letters, imrparse.parse),
        lambda: each(letters, extract_by_pdfium),
        rounds,
    )
    times = f"{whole / len(letters):.2f} / {alone / len(letters):.2f} ms a letter"
    return Row("PDF to record / pdfium's text extraction", f"{ratio:.2f}", "1.25", times)


def text_row(texts: Sequence[str], rounds: int) -> Row:
    """Text to record, a letter."""
    each(texts, imrparse.parse_text)  # a run to warm up
    runs = [clock(lambda: each(texts, imrparse.parse_text)) for _ in range(rounds)]
    time_of_one = statistics.median(runs) / len(texts)
    return Row("text to record", f"{time_of_one:.2f} ms", "1.00 ms", f"{time_of_one:.2f} ms a letter")


def claim_file_row(letters: Sequence[bytes], rounds: int) -> Row:
    """Three letters in a file of 300 pages to records over pdfium's text extraction of all of them."""
    pages = claim_file(letters[:CLAIM_LETTERS])
    ratio, whole, alone = pair(lambda: imrparse.parse_all(pages), lambda: extract_by_pdfium(pages), rounds)
    times = f"{whole:.0f} / {alone:.0f} ms a file"
    return Row("three letters in 300 pages / pdfium's text extraction", f"{ratio:.2f}", "1.40", times)


def claim_file(letters: Sequence[bytes]) -> bytes:
    """A PDF of `CLAIM_PAGES` pages: these letters, and before each the other papers of the sample, again and again."""
    others = pypdfium2.PdfDocument(SAMPLES / "claim-file.pdf")
    inside = [pypdfium2.PdfDocument(letter) for letter in letters]
    papers = (CLAIM_PAGES - sum(map(len, inside))) // len(inside)
    file = pypdfium2.PdfDocument.new()
    for letter in inside:
        file.import_pages(others, list(itertools.islice(itertools.cycle(OTHER_PAPERS), papers)))
        file.import_pages(letter)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def plumber_rows(letters: Sequence[bytes]) -> list[Row]:
    """PDF to record by pdfplumber over its text extraction alone."""
    options = imrparse.Options(engine="pdfplumber")
    ratio, whole, alone = pair(
        lambda: each(letters, lambda letter: imrparse.parse(letter, options)),
        lambda: each(letters, extract_by_pdfplumber),
        rounds=1,
    )
    ours, _, _ = pair(lambda: each(letters, extract_by_pdfplumber), lambda: each(letters, imrparse.parse), rounds=1)
    times = f"{whole / len(letters):.0f} / {alone / len(letters):.0f} ms a letter"
    return [
        Row("PDF to record by pdfplumber / its text extraction", f"{ratio:.2f}", "(shown)", times),
        Row("pdfplumber's text extraction / PDF to record", f"{ours:.1f}", "(at least 30)", ""),
    ]


def start_row(rounds: int) -> Row:
    """Start-up of `imrparse --version` over the import of typer, by the clock on the wall."""
    program = [str(Path(sys.executable).with_name("imrparse")), "--version"]
    typer = [sys.executable, "-c", "import typer"]
    pairs = [(wall(program), wall(typer)) for _ in range(max(rounds, 11))]
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    times = " / ".join(f"{statistics.median(column):.0f}" for column in zip(*pairs, strict=True)) + " ms"
    return Row("imrparse --version / import typer", f"{ratio:.2f}", "1.30", times)


def each(inputs: Iterable[T], work: Callable[[T], object]) -> None:
    """Do `work` on each of the inputs and keep nothing, as a run over a folder does."""
    for one in inputs:
        work(one)


def pair(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float, float]:
    """The median ratio of `first` to `second`, and each one's median in milliseconds, after one run to warm up."""
    if rounds > 1:
        first()
    pairs = [(clock(first), clock(second)) for _ in range(rounds)]
    ratio = statistics.median(a / b for a, b in pairs)
    return ratio, statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def clock(work: Callable[[], object]) -> float:
    """Processor time of `work` in milliseconds."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def wall(command: Sequence[str]) -> float:
    """Time on the wall of a whole process in milliseconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def extract_by_pdfium(letter: bytes) -> list[str]:
    """All text of the PDF, by pdfium alone."""
    document = pypdfium2.PdfDocument(letter)
    texts = []
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    return texts


def extract_by_pdfplumber(letter: bytes) -> list[str]:
    """All text of the PDF, by pdfplumber alone."""
    with pdfplumber.open(io.BytesIO(letter)) as document:
        return [page.extract_text() for page in document.pages]


if __name__ == "__main__":
    sys.exit(main())
