"""What a run over a folder costs beside the parsing: processes, ledger, memory; what the whole archive would take."""

from __future__ import annotations

import gc
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from rows import Row

import imrparse
from imrparse.batch.ledger import Ledger, Made
from imrparse.batch.run import Run, Settings
from imrparse.batch.watching import Watcher
from imrparse.batch.worker import Reading, finished
from imrparse.inputs import list_inputs
from imrparse.writers import opened

MIB = 1024 * 1024
ARCHIVE = 1_680_000
"""Letters that the state published from 2013 to 2024."""
PDF_COPIES = 8
"""Copies of each letter in the run that is timed."""
FEW, MANY = 2_000, 20_000
"""Letters of the two runs whose memory is compared."""


class Measured(NamedTuple):
    """One run."""

    seconds: float
    """On the clock, from the list of inputs to the end of the output."""
    own: float
    """Processor time of the run's own process."""
    workers: float
    """Time that its workers spent on letters."""


def rows(letters: Sequence[bytes], texts: Sequence[str], rounds: int) -> Iterator[Row]:
    """The rows of the table, for these letters as PDF and as text."""
    with _folder() as place:
        pdfs = copies(place / "pdf", [(letter, ".pdf") for letter in letters], PDF_COPIES * len(letters))
        count = len(list(pdfs.iterdir()))
        pairs = [(run(pdfs, 1), run(pdfs, 2)) for _ in range(max(1, rounds // 2))]
        ratio = statistics.median(one.seconds / two.seconds for one, two in pairs)
        one, two = (min((pair[index] for pair in pairs), key=lambda each: each.seconds) for index in (0, 1))
        yield Row(
            "two workers over one", f"{ratio:.2f}", "(at least 1.8)",
            f"{one.seconds / count * 1000:.2f} / {two.seconds / count * 1000:.2f} ms a letter",
        )  # fmt: skip
        share = statistics.median(each.own / each.workers for each in (one, two))
        yield Row(
            "the run's own process / its workers' time", f"{share:.1%}", "5 %",
            f"{two.own / count * 1000:.3f} / {two.workers / count * 1000:.2f} ms a letter",
        )  # fmt: skip
        yield pdftotext_row(pdfs, letters, two.seconds / count)
        yield writing_row(letters)
        hours = ARCHIVE * two.seconds / count / 3600
        yield Row(
            f"the archive of {ARCHIVE:,} letters on 2 processors", f"{hours:.1f} h", "(shown)",
            f"{two.seconds / count * 1000:.2f} ms a letter; no OCR",
        )  # fmt: skip
    yield memory_row(texts)


def pdftotext_row(pdfs: Path, letters: Sequence[bytes], seconds: float) -> Row:
    """A run by two workers over `pdftotext`, one process a file, two at a time."""
    what = "pdftotext, a process a file, two at a time / imrparse"
    if shutil.which("pdftotext") is None:
        return Row(what, "-", "(at least 2)", "not measured: needs poppler-utils")
    names = sorted(pdfs.iterdir())[: len(letters)]
    start = time.perf_counter()
    with commands(2) as submit:
        for name in names:
            submit(["pdftotext", str(name), "-"])
    alone = (time.perf_counter() - start) / len(names)
    return Row(what, f"{alone / seconds:.2f}", "(at least 2)", f"{alone * 1000:.2f} / {seconds * 1000:.2f} ms a letter")


@contextmanager
def commands(count: int) -> Iterator[Callable[[list[str]], object]]:
    """Runs commands, `count` at a time; waits for all."""
    with ThreadPoolExecutor(count) as pool:
        yield lambda command: pool.submit(subprocess.run, command, check=True, capture_output=True)


def writing_row(letters: Sequence[bytes]) -> Row:
    """What the run does with a letter that a worker has parsed: note it, write its line."""
    said = [finished([imrparse.parse(letter).record], None, 0.0) for letter in letters]
    number = 2_000
    with _folder() as place:
        folder = place / "letters"
        folder.mkdir()
        for name in range(number):
            (folder / f"{name:05}.txt").write_bytes(b"")
        with opened("jsonl", place / "out.jsonl") as writer:
            ledger = Ledger(place / "out.jsonl.ledger", "benchmark", "0")
            ledger.begin(list_inputs([str(folder)]))
            start = time.perf_counter()
            for place_in_list, pending in enumerate(ledger.pending()):
                one = said[place_in_list % len(said)]
                ledger.note(pending.id, Made("parsed", f"{place_in_list:064x}", one.lines, one.counts))
                done = ledger.done_at(place_in_list)
                if done and done.sha256 and ledger.same_before(done.sha256, place_in_list) is None:
                    writer.write_encoded(done.lines)
            ledger.commit()
            each = (time.perf_counter() - start) / number * 1000
            ledger.close()
    return Row("noting a letter and writing its line", f"{each:.3f} ms", "0.15 ms", f"{number} letters")


def memory_row(texts: Sequence[str]) -> Row:
    """How much more memory the run takes for ten times the letters."""
    peaks = []
    workers = 0
    for count in (FEW, MANY):
        with _folder() as place:
            folder = copies(place / "text", [(text.encode(), ".txt") for text in texts], count)
            peak, largest = peak_of(folder, place / "out.jsonl")
            peaks.append(peak)
            workers = max(workers, largest)
    more = (peaks[1] - peaks[0]) / MIB
    return Row(
        f"memory of the run: {MANY:,} letters over {FEW:,}", f"{more:+.1f} MiB", "20 MiB",
        f"{peaks[0] / MIB:.0f} / {peaks[1] / MIB:.0f} MiB; the largest worker {workers / MIB:.0f} (at most 250)",
    )  # fmt: skip


def peak_of(folder: Path, output: Path) -> tuple[int, int]:
    """Peak memory of the command's own process and of the largest of the others, in bytes."""
    call = [str(Path(sys.executable).with_name("imrparse")), "parse", str(folder), "-o", str(output), "--jobs", "2"]
    own = others = 0
    with subprocess.Popen([*call, "--quiet"], stderr=subprocess.DEVNULL) as process:
        seen = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                own = max(own, seen.memory_info().rss)
                others = max([others, *(child.memory_info().rss for child in seen.children(recursive=True))])
            except psutil.Error:
                pass
            time.sleep(0.1)
    return own, others


def run(folder: Path, jobs: int) -> Measured:
    """A run over the folder in this process, to JSON Lines beside it."""
    output = folder.with_suffix(".jsonl")
    place = folder.with_suffix(".ledger")
    place.unlink(missing_ok=True)
    settings = Settings(jobs=jobs)
    gc.collect()
    start, own = time.perf_counter(), time.process_time()
    ledger = Ledger(place, settings.fingerprint(), "0")
    with opened("jsonl", output) as writer:
        one = Run(ledger, settings, Watcher())
        one.note_inputs(list_inputs([str(folder)]))
        one.write(writer, Reading(settings.options, evidence=False))
    ledger.close()
    return Measured(time.perf_counter() - start, time.process_time() - own, one.worker_seconds)


def copies(folder: Path, letters: Sequence[tuple[bytes, str]], count: int) -> Path:
    """A folder of `count` letters: these again and again, each copy another file to whoever compares the bytes."""
    folder.mkdir()
    for number in range(count):
        data, ending = letters[number % len(letters)]
        mark = f"\n% {number}\n" if ending == ".pdf" else "\n" * (number // len(letters))
        (folder / f"{number:06}{ending}").write_bytes(data + mark.encode())
    return folder


@contextmanager
def _folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="imrparse-bench-"))
    try:
        yield place
    finally:
        shutil.rmtree(place)
