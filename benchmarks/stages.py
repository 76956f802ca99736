"""`make profile`: where the time of a letter goes, stage by stage.

Each stage's functions are timed where the pipeline calls them, without what other stages do inside them; the figures
count with the least of several rounds, letter by letter. Memories of texts are emptied before each letter, so
that the figures hold for letters that were never seen before (`--warm`: not emptied). Times are processor time.
"""

from __future__ import annotations

import argparse
import functools
import sys
import time
from collections import Counter
from collections.abc import Callable

import bench
import fields
import msgspec
from rich.console import Console
from rich.table import Table

import imrparse
from imrparse import pipeline
from imrparse.fields import items
from imrparse.letter import Letter

STAGES: dict[str, tuple[tuple[object, str], ...]] = {
    "reading: pdfium, digest": ((pipeline, "read"), (pipeline, "release")),
    "which pages are the letter": ((pipeline, "find_letters"),),
    "cleaning": ((pipeline, "clean"),),
    "form and sections": ((pipeline, "divide"),),
    "paragraphs": ((Letter, "paragraphs"),),
    "header": ((pipeline, "_header"),),
    "reviewer": ((pipeline, "read_reviewer"),),
    "patient": ((pipeline, "read_patient"),),
    "documents": ((pipeline, "read_documents"), (pipeline, "entries_apart")),
    "items: category, details, drug": (
        (items, "read_category"),
        (items, "read_treatment_details"),
        (items, "read_drug"),
    ),
    "items: guidelines": ((items, "_both_guidelines"),),
    "items: rationale": ((items, "read_rationale_citations"), (items, "read_literature")),
    "items: the rest": ((pipeline, "read_item"),),
    "checks": ((pipeline, "warnings_of"), (pipeline, "check_outcome")),
    "signs of damage": ((pipeline, "looks_damaged"),),
    "record, evidence": ((pipeline, "parse"),),
    "encoding": ((msgspec.json, "encode"),),
}
"""What is timed as which stage; the last but one takes what is left of a whole letter."""


ALONE = "pdfium's text extraction alone"


class Stopwatch:
    """Seconds by stage, each without those of the stages inside it."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._inside = 0.0

    def timed(self, stage: str, function: Callable[..., object]) -> Callable[..., object]:
        """The function, its time noted."""

        @functools.wraps(function)
        def measure(*arguments: object, **named: object) -> object:
            outside, self._inside = self._inside, 0.0
            start = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                whole = time.process_time() - start
                self.spent[stage] += whole - self._inside
                self._inside = outside + whole

        return measure


def main() -> int:
    """Print the table of the stages."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--warm", action="store_true")
    options = arguments.parse_args()
    folder = bench.REAL_LETTERS if bench.REAL_LETTERS.is_dir() else bench.SAMPLES
    letters = [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]
    seconds = least(letters, options.rounds, warm=options.warm)
    alone = seconds.pop(ALONE)
    table = Table(title=f"{len(letters)} letters of {folder.name}/, ms a letter, least of {options.rounds} rounds")
    for heading in ("stage", "ms", "share", "of pdfium alone"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    whole = sum(seconds.values())
    for stage, spent in [*((stage, seconds[stage]) for stage in STAGES), ("all", whole), (ALONE, alone)]:
        table.add_row(stage, f"{spent * 1000 / len(letters):.3f}", f"{spent / whole:.1%}", f"{spent / alone:.1%}")
    Console().print(table)
    return 0


def least(letters: list[bytes], rounds: int, *, warm: bool) -> Counter[str]:
    """Seconds by stage over all the letters, of each letter and stage the least of the rounds."""
    bench.each(letters, imrparse.parse)
    memories = () if warm else fields.memories_of_texts()
    watch = Stopwatch()
    places = [(place, stage) for stage, places in STAGES.items() for place in places]
    best: list[dict[str, float]] = [{} for _ in letters]
    with fields.replaced({place: watch.timed(stage, getattr(*place)) for place, stage in places}):
        for letter, so_far in list(zip(letters, best, strict=True)) * rounds:
            for clear in memories:
                clear()
            watch.spent.clear()
            watch.timed(ALONE, bench.extract_by_pdfium)(letter)
            msgspec.json.encode(pipeline.parse(letter).record)
            so_far.update({stage: min(so_far.get(stage, spent), spent) for stage, spent in watch.spent.items()})
    whole: Counter[str] = Counter()
    for one in best:
        whole.update(one)
    return whole


if __name__ == "__main__":
    sys.exit(main())
