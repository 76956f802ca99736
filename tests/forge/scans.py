"""Scanned letters read by OCR: `python -m tests.forge.scans --count 40`. Needs imrparse's OCR to be installed.

Forged letters are printed, scanned by a scanner of their own, parsed and compared with their truth. Where the real
letters are at hand, each is rendered at 200 dpi as it is, parsed, and scored against the gold by ../shared/score.py.
Writes benchmarks/scans.md.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import imrparse
from tests.forge import FORMS, forge
from tests.forge.chooser import SeededChooser
from tests.forge.comparing import Difference, read_record, record_differences, value_paths, without_numbers
from tests.forge.pdf import a_layout, pdf_of
from tests.forge.scan import CLEAN, Scanner, a_scanner, scanned
from tests.forge.shapes import DAMAGED

PROJECT = Path(__file__).parents[2]
SHARED = PROJECT.parent / "shared"
REPORT = PROJECT / "benchmarks" / "scans.md"


class Read(NamedTuple):
    """A scanned letter: the paths of its truth's values, and the differences of its record."""

    seed: str
    clean: bool
    scanner: Scanner
    paths: list[str]
    differences: list[Difference]

    def at(self, path: str) -> Difference | None:
        """The difference of the value at `path`: its own, that of a part, or that of the whole that is missing."""
        for one in self.differences:
            if one.path in ("", path) or path.startswith(f"{one.path}."):
                return one
            if path != "disputed_items" and one.path.startswith(f"{path}."):
                return one
        return None


def read_scan(job: tuple[str, int, bool]) -> Read:
    """A forged letter of a form, scanned: clean, or as its chooser says."""
    form, number, clean = job
    seed = f"{form} scan {number}"
    chooser = SeededChooser(seed)
    forged = forge(chooser, form, "hard")
    pdf = pdf_of(forged.printed, a_layout(chooser))
    scanner = CLEAN if clean else a_scanner(chooser)
    found = record_differences(forged.truth, read_record(scanned(pdf, scanner)), DAMAGED)
    return Read(seed, clean, scanner, list(value_paths(forged.truth)), found)


def record_of_rendered(path: Path) -> dict[str, Any] | None:
    """The record of a real letter whose pages were made pictures."""
    try:
        record = msgspec.to_builtins(imrparse.parse(scanned(path.read_bytes())).record)
    except imrparse.ImrparseError:
        return None
    record["source"]["path"] = str(path)
    assert isinstance(record, dict)
    return record


VALUES = {
    "case number": r"case_number",
    "dates": r"dates\..*",
    "priority": r"priority",
    "licensure and specialties": r"reviewer\..*",
    "age and sex": r"patient\..*",
    "number of items": r"disputed_items",
    "treatment": r"disputed_items\.\*\.treatment",
    "decision": r"disputed_items\.\*\.decision",
    "guidelines cited": r"disputed_items\.\*\.\w+\.citations",
    "category": r"disputed_items\.\*\.category",
    "drug": r"disputed_items\.\*\.drug.*",
    "paragraphs, letter for letter": r"case_summary|disputed_items\.\*\.(rationale|\w+\.text)",
}
"""Rows of the table: patterns of the paths of their values."""


def table(reads: list[Read]) -> Iterator[str]:
    """By kind of value: how many of them the records got right, of clean scans and of damaged ones."""
    yield "| value | clean scans: right | share | wrong silently | damaged scans: right | share | wrong silently |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name, pattern in VALUES.items():
        cells: list[str] = []
        for clean in (True, False):
            total = wrong = silent = 0
            for read in reads:
                if read.clean == clean:
                    total += sum(bool(re.fullmatch(pattern, without_numbers(path))) for path in read.paths)
                    found = [
                        one
                        for path in read.paths
                        if re.fullmatch(pattern, without_numbers(path)) and (one := read.at(path))
                    ]
                    wrong += len(found)
                    silent += sum(not one.warned for one in found)
            cells += [f"{total - wrong} of {total}", f"{(total - wrong) / max(1, total):.3f}", str(silent)]
        yield f"| {name} | {' | '.join(cells)} |"


def silent_examples(reads: list[Read], most: int = 20) -> Iterator[str]:
    found = [(read, one) for read in reads for one in read.differences if one.silent]
    for read, one in found[:most]:
        scanner = ", ".join(
            f"{name} {value}" for name, value in read.scanner._asdict().items() if value and name != "seed"
        )
        yield f"- `{read.seed}` ({scanner or 'clean'}) {one}"


def score(workers: Any, most: int | None) -> str:
    """What score.py says of the real letters rendered at 200 dpi."""
    letters = sorted((SHARED / "letters" / "pdf").glob("*.pdf"))[:most]
    with tempfile.TemporaryDirectory() as folder:
        records, gold = Path(folder, "records.jsonl"), Path(folder, "gold")
        gold.mkdir()
        for letter in letters:
            source = SHARED / "letters" / "gold" / f"{letter.stem}.json"
            (gold / source.name).write_bytes(source.read_bytes())
        lines = [json.dumps(record) for record in workers.imap(record_of_rendered, letters) if record]
        records.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-B", str(SHARED / "score.py"), str(gold), str(records), "--errors", "5"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=10, help="forged letters of each form, and as many clean ones")
    asked.add_argument("--form", action="append", choices=FORMS)
    asked.add_argument("--real", type=int, help="only the first so many real letters")
    asked.add_argument("--report", type=Path, default=REPORT)
    args = asked.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    jobs = [(form, n, clean) for form in args.form or FORMS for clean in (True, False) for n in range(args.count)]
    began = time.perf_counter()
    with multiprocessing.Pool() as workers:
        reads = list(workers.imap(read_scan, jobs))
        seconds = time.perf_counter() - began
        real = score(workers, args.real) if (SHARED / "letters").is_dir() and args.real != 0 else ""
    lines = [
        "# Scans read back",
        "",
        f"{len(reads)} forged letters printed as PDF and scanned at 200 dpi, parsed with OCR in {seconds:.0f} s. "
        "A clean scan is the page as rendered; a damaged one is skewed by up to two degrees and perhaps turned, "
        "speckled, blurred, crossed by fax lines or black and white. A value counts as right where it is the truth's "
        "without blanks and hyphens. `make scans` writes this page.",
        "",
        *table(reads),
        "",
        *silent_examples(reads),
    ]
    if real:
        lines += ["", "The real letters rendered at 200 dpi, scored against the gold:", "", "```", real.strip(), "```"]
    text = "\n".join(lines)
    sys.stdout.write(text + "\n")
    args.report.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
