"""Damaged letters, and whether each wrong value is told of: `python -m tests.forge.doubt --count 200`.

Every value of the record of a damaged letter should be right, or null, or named by a warning. What is neither is
silent. Of the silent ones three kinds cannot be seen by any check, and are counted apart:

- `as printed`: the value's own words were damaged, and the record says what the damaged letter prints;
- `digit`: a digit was changed inside a date, a number of a page or the like, which is as good a value as the right one;
- `line`: a line is gone, doubled or moved inside prose that begins and ends as it should, or inside a list, and with it
  what the line said.

Letter number N of a form and kind is made by `damaged(form, kind, N)`; the form `real` stands for the real letters,
where ../shared is at hand. Some forged letters are printed, scanned and read by OCR. Writes benchmarks/doubt.md.
"""

from __future__ import annotations

import argparse
import difflib
import multiprocessing
import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.forge import FORMS, forge, real_letters
from tests.forge.chooser import SeededChooser
from tests.forge.comparing import Difference, read_record, record_differences, value_paths, without_numbers
from tests.forge.damage import KINDS, REAL, UNDAMAGED, damaged
from tests.forge.pdf import a_layout, pdf_of
from tests.forge.scan import CLEAN, a_scanner, scanned
from tests.forge.shapes import Expected
from tests.forge.truth import Truth

REPORT = Path(__file__).parents[2] / "benchmarks" / "doubt.md"
BATCH = 25
EXAMPLES = 4

EXPECTED = Expected(paragraphs=False, blanks=False, doubt_is_enough=True, absence_is_enough=True)
SCANS = ("clean picture, OCR", "noisy picture, OCR")
"""Letters as pictures of 200 dpi; the noisy ones askew, with specks, blurred, with fax lines, or black and white."""

PROSE = re.compile(
    r"case_summary|rationale$|text$|documents_reviewed|treatment$|modification\.|licensure|specialties|name$"
)
ALIKE = 0.75
"""How much of a value's words the damage may have changed for it to count as the same value, damaged."""


@dataclass
class Tally:
    """What became of the values of the letters of one kind of damage."""

    letters: int = 0
    refused: int = 0
    warned_letters: int = 0
    values: int = 0
    wrong: int = 0
    as_printed: int = 0
    digit: int = 0
    line: int = 0
    silent: int = 0
    paths: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, Difference]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.paths += other.paths
        self.examples = [*self.examples, *other.examples][:EXAMPLES]


COUNTS = ("letters", "refused", "warned_letters", "values", "wrong", "as_printed", "digit", "line", "silent")


def measure(batch: tuple[str, str, int, int]) -> tuple[str, Tally]:
    """The tally of the letters `first` to `end` (not included) of a form, with damage of a kind."""
    form, kind, first, end = batch
    tally = Tally()
    for number in range(first, end):
        truth, text = damaged(form, kind, number)
        tally_letter(tally, f"{form} / {kind} / {number}", truth, read_record(text), text)
    return kind, tally


def measure_scan(batch: tuple[str, str, int]) -> tuple[str, Tally]:
    """The tally of a forged letter that was printed, scanned and read by OCR."""
    form, kind, number = batch
    chooser = SeededChooser(f"{form} {kind} {number}")
    forged = forge(chooser, form, "hard")
    pdf = pdf_of(forged.printed, a_layout(chooser))
    picture = scanned(pdf, CLEAN if kind == SCANS[0] else a_scanner(chooser))
    tally = Tally()
    tally_letter(tally, f"{form} / {kind} / {number}", forged.truth, read_record(picture), "")
    return kind, tally


def tally_letter(tally: Tally, seed: str, truth: Truth, record: dict[str, Any] | None, text: str) -> None:
    """Counts what became of the values of one letter; `text` is the damaged one."""
    tally.letters += 1
    tally.values += sum(1 for _ in value_paths(truth))
    if record is None:
        tally.refused += 1
        return
    tally.warned_letters += bool(in_doubt(record))
    found = record_differences(truth, record, EXPECTED)
    tally.wrong += len(found)
    silent = [one for one in found if one.silent]
    in_prose = {one.path for one in silent if same_ends(one)}
    for one in silent:
        sort = sort_of(one, truth, text, in_prose)
        setattr(tally, sort, getattr(tally, sort) + 1)
        if sort == "silent":
            tally.paths[without_numbers(one.path)] += 1
            tally.examples = [*tally.examples, (seed, one)][:EXAMPLES]


def in_doubt(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The warnings that ask a user to look: a note about the letter itself is none."""
    return [warning for warning in record["warnings"] if warning.get("severity") != "note"]


def sort_of(one: Difference, truth: Truth, text: str, in_prose: Collection[str]) -> str:
    """Which silent error this is: `as_printed`, `digit`, `line` or `silent`.

    Args:
        in_prose: paths of the letter's prose that lacks a line, has one twice or in another place.
    """
    want, got = plain(one.want), plain(one.got)
    if _of_a_line(one, truth, in_prose):
        return "line"
    if not want or not got:
        return "silent"
    if re.sub(r"\d", "0", want) == re.sub(r"\d", "0", got):
        return "digit"
    alike = difflib.SequenceMatcher(None, want, got, autojunk=False).ratio() >= ALIKE or one_word(one)
    if PROSE.search(one.path) and isinstance(one.got, str) and alike and got in plain(text):
        return "as_printed"
    citations = one.path.endswith("citations") and len(one.want) == len(one.got)
    return "as_printed" if citations and alike else "silent"


def _of_a_line(one: Difference, truth: Truth, in_prose: Collection[str]) -> bool:
    """Whether the value is prose or a list that a line is missing of or misplaced in, or was read from such prose."""
    above, _, name = one.path.rpartition(".")
    if one.path.startswith("documents_reviewed"):
        return lost_or_moved(one.got if isinstance(one.got, list) else [one.got], truth["documents_reviewed"])
    return (
        one.path in in_prose
        or (one.path.startswith(READ_FROM_SUMMARY) and "case_summary" in in_prose)
        or (name in READ_FROM_RATIONALE and f"{above}.rationale" in in_prose)
    )


READ_FROM_SUMMARY = ("patient.diagnoses", "patient.mechanism", "patient.occupation")
READ_FROM_RATIONALE = ("rationale_citations", "literature_references")
PROSE_ENDS = 40
"""Characters by which a beginning and an end are told; a line has twice as many."""


def same_ends(one: Difference) -> bool:
    """Whether prose is what it should be but for lines inside it."""
    if not re.search(r"case_summary$|rationale$", one.path):
        return False
    want, got = plain(one.want), plain(one.got)
    lines = abs(len(want) - len(got)) <= MOST_LINES
    return bool(
        want and got and lines and want[:PROSE_ENDS] == got[:PROSE_ENDS] and want[-PROSE_ENDS:] == got[-PROSE_ENDS:]
    )


MOST_LINES = 160
"""Letters by which such prose may be longer or shorter: those of a line, and a page that is lost has more."""


FEW_ENTRIES = 2


def lost_or_moved(entries: Any, listed: Sequence[str]) -> bool:
    """Whether entries of a list are none but such as it should have: not all of them, or in another order."""
    few = len(entries) == 1 or len(listed) - len(entries) <= FEW_ENTRIES
    return few and bool(entries) and {plain(one) for one in entries} <= {plain(one) for one in listed}


def one_word(one: Difference) -> bool:
    """Whether the two differ in one word."""
    want, got = str(one.want).split(), str(one.got).split()
    return len(want) == len(got) and sum(a != b for a, b in zip(want, got, strict=True)) == 1


def plain(value: Any) -> str:
    if isinstance(value, (int, float)):
        return f"{value:g}"
    return re.sub("[\\s\u00ad\u2010-\u2015\ufffe-]+", "", str(value)).casefold() if value is not None else ""


def run(forms: list[str], kinds: list[str], first: int, count: int) -> dict[str, Tally]:
    """Tallies by kind of damage, on all cores."""
    tallies = {kind: Tally() for kind in kinds}
    batches = [
        (form, kind, start, min(start + BATCH, first + count))
        for kind in kinds for form in forms for start in range(first, first + count, BATCH)
    ]  # fmt: skip
    with multiprocessing.Pool() as workers:
        for kind, tally in workers.imap_unordered(measure, batches):
            tallies[kind].add(tally)
    return tallies


def run_scans(count: int) -> dict[str, Tally]:
    """Tallies of so many scans of each form, clean and damaged."""
    tallies = {kind: Tally() for kind in SCANS}
    jobs = [(form, kind, number) for kind in SCANS for form in FORMS for number in range(count)]
    with multiprocessing.Pool() as workers:
        for kind, tally in workers.imap_unordered(measure_scan, jobs):
            tallies[kind].add(tally)
    return tallies


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    yield (
        "| damage | letters | refused | with a warning | values | differing, not null | named by a warning "
        "| as printed | digit | line lost | silent | silent share |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    total = Tally()
    for kind, tally in tallies.items():
        yield row(kind, tally)
        if kind != UNDAMAGED:
            total.add(tally)
    yield row("**all damaged**", total)


def row(kind: str, tally: Tally) -> str:
    named = tally.wrong - tally.as_printed - tally.digit - tally.line - tally.silent
    share = tally.silent / max(1, tally.values)
    return (
        f"| {kind} | {tally.letters} | {tally.refused} | {tally.warned_letters} | {tally.values} | {tally.wrong} "
        f"| {named} | {tally.as_printed} | {tally.digit} | {tally.line} | {tally.silent} | {share:.3%} |"
    )


def report_of(name: str, tallies: dict[str, Tally]) -> Iterator[str]:
    """The part of the report about one sort of letters."""
    yield from (f"## {name}", "", *table(tallies), "", "Silent, by value:", "")
    for kind, tally in tallies.items():
        if tally.paths:
            yield f"- {kind}: " + ", ".join(f"`{path}` {n}" for path, n in tally.paths.most_common(8))
    yield from ("", "Examples:", "")
    yield from (f"- `{seed}` {one}" for tally in tallies.values() for seed, one in tally.examples)
    yield ""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=125, help="letters of each form and kind of damage")
    asked.add_argument("--first", type=int, default=0, help="the number of the first letter")
    asked.add_argument("--scans", type=int, default=6, help="letters of each form that are scanned (needs Tesseract)")
    asked.add_argument("--form", action="append", choices=[*FORMS, REAL])
    asked.add_argument("--kind", action="append", choices=list(KINDS))
    asked.add_argument("--report", type=Path, help=f"where to write, instead of {REPORT.name} for a whole campaign")
    args = asked.parse_args()
    began = time.perf_counter()
    forms, kinds = args.form or [*FORMS, REAL], args.kind or list(KINDS)
    parts: list[str] = []
    letters = 0
    for name, of_it in {"Forged letters": FORMS, "Real letters": (REAL,) if real_letters.names() else ()}.items():
        chosen = [form for form in of_it if form in forms]
        if chosen:
            count = args.count * (len(FORMS) if name == "Real letters" and not args.form else 1)
            tallies = run(chosen, kinds, args.first, count)
            letters += sum(tally.letters for kind, tally in tallies.items() if kind != UNDAMAGED)
            parts += report_of(name, tallies)
    if args.scans and shutil.which("tesseract") and not args.form:
        os.environ["OMP_THREAD_LIMIT"] = "1"
        parts += report_of("Scans of forged letters", run_scans(args.scans))
    lines = [
        "# Damaged letters, and what is told of it", "",
        f"`make doubt`: {letters} damaged letters in {time.perf_counter() - began:.0f} s. The columns are explained in "
        "`docs/trust.md`; a seed names a letter: `tests.forge.damage.damaged(form, kind, number)`. The truth of a real "
        "letter is the record of the undamaged one.",
        "", *parts,
    ]  # fmt: skip
    text = "\n".join(lines)
    sys.stdout.write(text)
    report = args.report or (REPORT if not (args.form or args.kind) else None)
    if report:
        report.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
