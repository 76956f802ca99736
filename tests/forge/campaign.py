"""Many forged letters of every form and shape, parsed and compared: `python -m tests.forge.campaign --count 2000`.

Prints a table and writes it to benchmarks/forge.md. The letter number N of a form and shape is made by
`forge(SeededChooser(f"{form} {shape} {N}"), form, shape)`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.forge import FORMS, SHAPES, Forged, forge
from tests.forge.chooser import SeededChooser
from tests.forge.comparing import Difference, differences, without_numbers

REPORT = Path(__file__).parents[2] / "benchmarks" / "forge.md"
BATCH = 100
EXAMPLES = 3


@dataclass
class Tally:
    """Letters of one form and shape: how many differ from their truth, how many of these silently."""

    letters: int = 0
    differing: int = 0
    silent: int = 0
    paths: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, Difference]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.letters += other.letters
        self.differing += other.differing
        self.silent += other.silent
        self.paths += other.paths
        self.examples = [*self.examples, *other.examples][:EXAMPLES]


def numbered(form: str, shape: str, number: int) -> Forged:
    """The letter of a campaign with this number."""
    return forge(SeededChooser(f"{form} {shape} {number}"), form, shape)


def measure(batch: tuple[str, str, int, int]) -> tuple[str, str, Tally]:
    form, shape, first, end = batch
    tally = Tally()
    for number in range(first, end):
        found = [one for one in differences(numbered(form, shape, number)) if not one.excused]
        tally.letters += 1
        tally.differing += bool(found)
        tally.silent += any(one.silent for one in found)
        tally.paths.update({without_numbers(one.path) for one in found})
        if len(tally.examples) < EXAMPLES:
            tally.examples += [(f"{form} {shape} {number}", one) for one in found[:1]]
    return form, shape, tally


def run(forms: list[str], shapes: list[str], count: int) -> dict[tuple[str, str], Tally]:
    """Tallies by form and shape, on all cores."""
    tallies = {(form, shape): Tally() for form in forms for shape in shapes}
    batches = [(*key, first, min(first + BATCH, count)) for key in tallies for first in range(0, count, BATCH)]
    with multiprocessing.Pool() as workers:
        for form, shape, tally in workers.imap(measure, batches):
            tallies[form, shape].add(tally)
    return tallies


def table(tallies: dict[tuple[str, str], Tally]) -> Iterator[str]:
    yield "| form | shape | letters | exact | differing | of these silent | values that differ (letters) |"
    yield "|---|---|--:|--:|--:|--:|---|"
    for (form, shape), tally in tallies.items():
        paths = ", ".join(f"`{path or 'no record'}` {n}" for path, n in tally.paths.most_common(4))
        exact = tally.letters - tally.differing
        yield f"| {form} | {shape} | {tally.letters} | {exact} | {tally.differing} | {tally.silent} | {paths} |"


def examples(tallies: dict[tuple[str, str], Tally]) -> Iterator[str]:
    for tally in tallies.values():
        for seed, one in tally.examples:
            yield f"- `{seed}` {one}"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=2000, help="letters of each form and shape")
    asked.add_argument("--form", action="append", choices=FORMS)
    asked.add_argument("--shape", action="append", choices=list(SHAPES))
    asked.add_argument("--report", type=Path, help=f"where to write, instead of {REPORT.name} for a whole campaign")
    args = asked.parse_args()
    began = time.perf_counter()
    tallies = run(args.form or list(FORMS), args.shape or list(SHAPES), args.count)
    seconds = time.perf_counter() - began
    letters = sum(tally.letters for tally in tallies.values())
    lines = [
        "# Forged letters read back",
        "",
        f"{args.count} letters of each form and shape, {letters} in all, forged, parsed and compared in "
        f"{seconds:.0f} s. `make forge` writes this page; a seed names a letter: "
        "`tests.forge.campaign.numbered(form, shape, number)`.",
        "A letter is exact where every value is the truth's, or where its shape lost or damaged the value and the "
        "record says so (`EXPECTED` in `tests/forge/shapes.py`).",
        "",
        *table(tallies),
        "",
        "First differences:",
        "",
        *examples(tallies),
    ]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    report = args.report or (REPORT if not (args.form or args.shape) else None)
    if report:
        report.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
