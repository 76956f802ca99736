"""Damaged letters, and whether each wrong value is told of: `python -m tests.forge.doubt --count 200`.

Every value of the record of a damaged letter should be right, or null, or named by a warning. What is neither is
silent. Of the silent ones two kinds cannot be seen by any check, and are counted apart:

- `as printed`: the value's own words were damaged, and the record says what the damaged letter prints;
- `digit`: a digit was changed inside a date, a number of a page or the like, which is as good a value as the right one.

Letter number N of a form and kind is made by `damaged(form, kind, N)`. Writes benchmarks/doubt.md.
"""

from __future__ import annotations

import argparse
import difflib
import multiprocessing
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.forge import FORMS
from tests.forge.campaign import numbered
from tests.forge.comparing import Difference, read_record, record_differences, value_paths, without_numbers
from tests.forge.shapes import PAGE_LINES, Expected
from tests.forge.truth import Truth

REPORT = Path(__file__).parents[2] / "benchmarks" / "doubt.md"
BATCH = 25
EXAMPLES = 4

EXPECTED = Expected(paragraphs=False, blanks=False, doubt_is_enough=True, absence_is_enough=True)
UNDAMAGED = "none"

PROSE = re.compile(
    r"case_summary|rationale$|text$|documents_reviewed|treatment$|modification\.|licensure|specialties|name$"
)
ALIKE = 0.75
"""How much of a value's words the damage may have changed for it to count as the same value, damaged."""

Damage = Callable[[random.Random, list[str]], list[str]]


def _place(chance: random.Random, lines: list[str], wanted: Callable[[str], bool] = bool) -> int:
    places = [number for number, line in enumerate(lines) if wanted(line)]
    return chance.choice(places or range(len(lines)))


def line_deleted(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines)
    return lines[:at] + lines[at + 1 :]


def line_doubled(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines)
    return lines[: at + 1] + lines[at:]


def lines_swapped(chance: random.Random, lines: list[str]) -> list[str]:
    at = min(_place(chance, lines), len(lines) - 2)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def line_cut(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines, lambda line: len(line) > 3)
    return [*lines[:at], lines[at][: chance.randrange(1, max(2, len(lines[at])))], *lines[at + 1 :]]


def is_heading(line: str) -> bool:
    return (line.isupper() and len(line) > 8) or bool(re.match(r"(?:\S+ ){0,5}\S+:", line))


def heading_deleted(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines, is_heading)
    return lines[:at] + lines[at + 1 :]


def heading_reworded(chance: random.Random, lines: list[str]) -> list[str]:
    """A word of a heading or of a label is another one."""
    at = _place(chance, lines, is_heading)
    label, colon, rest = lines[at].partition(":")
    words = label.split(" ")
    words[chance.randrange(len(words))] = chance.choice(["Statement", "Particulars", "Annex", "Concerning"])
    return [*lines[:at], " ".join(words) + colon + rest, *lines[at + 1 :]]


def _pages(lines: list[str]) -> list[list[str]]:
    return [lines[start : start + PAGE_LINES] for start in range(0, len(lines), PAGE_LINES)]


def page_deleted(chance: random.Random, lines: list[str]) -> list[str]:
    pages = _pages(lines)
    del pages[chance.randrange(len(pages))]
    return [line for page in pages for line in page]


def page_doubled(chance: random.Random, lines: list[str]) -> list[str]:
    pages = _pages(lines)
    at = chance.randrange(len(pages))
    return [line for page in [*pages[: at + 1], *pages[at:]] for line in page]


def pages_swapped(chance: random.Random, lines: list[str]) -> list[str]:
    pages = _pages(lines)
    if len(pages) > 1:
        at = chance.randrange(len(pages) - 1)
        pages[at : at + 2] = reversed(pages[at : at + 2])
    return [line for page in pages for line in page]


def cut_off(chance: random.Random, lines: list[str]) -> list[str]:
    """Nothing stands below some line."""
    return lines[: chance.randrange(len(lines) // 3, len(lines))]


LIKE = {"0": "O8", "1": "lI7", "5": "S6", "8": "B3", "O": "0", "l": "1I", "I": "l1", "e": "c", "n": "m", "u": "ii"}


def characters(share: float) -> Damage:
    def flip(chance: random.Random, lines: list[str]) -> list[str]:
        return ["".join(_flipped(chance, mark, share) for mark in line) for line in lines]

    return flip


def _flipped(chance: random.Random, mark: str, share: float) -> str:
    if mark == " " or chance.random() >= share:
        return mark
    return chance.choice(LIKE[mark]) if mark in LIKE else chance.choice("abcdefghijklmnopqrstuvwxyz0123456789.,")


def blanks_lost(share: float) -> Damage:
    def lose(chance: random.Random, lines: list[str]) -> list[str]:
        return ["".join(mark for mark in line if mark != " " or chance.random() >= share) for line in lines]

    return lose


KINDS: dict[str, Damage] = {
    UNDAMAGED: lambda chance, lines: lines,
    "line deleted": line_deleted,
    "line doubled": line_doubled,
    "lines swapped": lines_swapped,
    "line cut": line_cut,
    "heading deleted": heading_deleted,
    "heading reworded": heading_reworded,
    "page deleted": page_deleted,
    "page doubled": page_doubled,
    "pages swapped": pages_swapped,
    "cut off": cut_off,
    "characters 0.5 %": characters(0.005),
    "characters 1 %": characters(0.01),
    "characters 2 %": characters(0.02),
    "characters 5 %": characters(0.05),
    "blanks lost 1 %": blanks_lost(0.01),
    "blanks lost 5 %": blanks_lost(0.05),
}


def damaged(form: str, kind: str, number: int) -> tuple[Truth, str]:
    """The truth of a letter, and its text with damage of this kind."""
    forged = numbered(form, "hard", number)
    chance = random.Random(f"{form} {kind} {number}")  # noqa: S311
    lines = KINDS[kind](chance, forged.text.rstrip("\n").split("\n"))
    return forged.truth, "\n".join(lines) + "\n"


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
    silent: int = 0
    paths: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, Difference]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("letters", "refused", "warned_letters", "values", "wrong", "as_printed", "digit", "silent"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.paths += other.paths
        self.examples = [*self.examples, *other.examples][:EXAMPLES]


def measure(batch: tuple[str, str, int, int]) -> tuple[str, Tally]:
    form, kind, first, end = batch
    tally = Tally()
    for number in range(first, end):
        truth, text = damaged(form, kind, number)
        tally.letters += 1
        tally.values += sum(1 for _ in value_paths(truth))
        record = read_record(text)
        if record is None:
            tally.refused += 1
            continue
        tally.warned_letters += bool(in_doubt(record))
        for one in record_differences(truth, record, EXPECTED):
            tally.wrong += 1
            if not one.silent:
                continue
            sort = sort_of(one, text)
            setattr(tally, sort, getattr(tally, sort) + 1)
            if sort == "silent":
                tally.paths[without_numbers(one.path)] += 1
                tally.examples = [*tally.examples, (f"{form} / {kind} / {number}", one)][:EXAMPLES]
    return kind, tally


def in_doubt(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The warnings that ask a user to look: a note about the letter itself is none."""
    return [warning for warning in record["warnings"] if warning.get("severity") != "note"]


def sort_of(one: Difference, text: str) -> str:
    """Which silent error this is: `as_printed`, `digit` or `silent`."""
    want, got = plain(one.want), plain(one.got)
    if not want or not got:
        return "silent"
    alike = difflib.SequenceMatcher(None, want, got, autojunk=False).ratio()
    digits = re.sub(r"\d", "0", want) == re.sub(r"\d", "0", got)
    if digits:
        return "digit"
    if PROSE.search(one.path) and isinstance(one.got, str) and alike >= ALIKE and got in plain(text):
        return "as_printed"
    citations = one.path.endswith("citations") and len(one.want) == len(one.got)
    return "as_printed" if citations and alike >= ALIKE else "silent"


def plain(value: Any) -> str:
    return re.sub(r"[\s\u00ad\u2010-\u2015-]+", "", str(value)).casefold() if value is not None else ""


def run(forms: list[str], kinds: list[str], count: int) -> dict[str, Tally]:
    """Tallies by kind of damage, on all cores."""
    tallies = {kind: Tally() for kind in kinds}
    batches = [
        (form, kind, first, min(first + BATCH, count))
        for kind in kinds for form in forms for first in range(0, count, BATCH)
    ]  # fmt: skip
    with multiprocessing.Pool() as workers:
        for kind, tally in workers.imap_unordered(measure, batches):
            tallies[kind].add(tally)
    return tallies


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    yield (
        "| damage | letters | refused | with a warning | values | differing, not null | named by a warning "
        "| as printed | digit | silent | silent share |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    total = Tally()
    for kind, tally in tallies.items():
        yield row(kind, tally)
        if kind != UNDAMAGED:
            total.add(tally)
    yield row("**all damaged**", total)


def row(kind: str, tally: Tally) -> str:
    named = tally.wrong - tally.as_printed - tally.digit - tally.silent
    share = tally.silent / max(1, tally.values)
    return (
        f"| {kind} | {tally.letters} | {tally.refused} | {tally.warned_letters} | {tally.values} | {tally.wrong} "
        f"| {named} | {tally.as_printed} | {tally.digit} | {tally.silent} | {share:.3%} |"
    )


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=125, help="letters of each form and kind of damage")
    asked.add_argument("--form", action="append", choices=FORMS)
    asked.add_argument("--kind", action="append", choices=list(KINDS))
    asked.add_argument("--report", type=Path, help=f"where to write, instead of {REPORT.name} for a whole campaign")
    args = asked.parse_args()
    began = time.perf_counter()
    tallies = run(args.form or list(FORMS), args.kind or list(KINDS), args.count)
    letters = sum(tally.letters for kind, tally in tallies.items() if kind != UNDAMAGED)
    lines = [
        "# Damaged letters, and what is told of it", "",
        f"`make doubt`: {letters} damaged letters, {args.count} of each form and kind, in "
        f"{time.perf_counter() - began:.0f} s. The columns are explained in `docs/trust.md`; a seed names a letter: "
        "`tests.forge.doubt.damaged(form, kind, number)`.",
        "", *table(tallies), "", "Silent, by value:", "",
        *(
            f"- {kind}: " + ", ".join(f"`{path}` {n}" for path, n in tally.paths.most_common(8))
            for kind, tally in tallies.items() if tally.paths
        ),
        "", "Examples:", "",
        *(f"- `{seed}` {one}" for tally in tallies.values() for seed, one in tally.examples),
    ]  # fmt: skip
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    report = args.report or (REPORT if not (args.form or args.kind) else None)
    if report:
        report.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
