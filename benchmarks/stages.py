"""`make profile`: where the time of a letter goes, stage by stage.

Each stage's functions are timed where the pipeline calls them, without what other stages do inside them; the figures
of a round are added up, and the least of several rounds counts. Memories of texts are emptied before each letter, so
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
    best = least(letters, options.rounds, warm=options.warm)
    alone = min(bench.clock(lambda: bench.each(letters, bench.extract_by_pdfium)) for _ in range(options.rounds))
    table = Table(title=f"{len(letters)} letters of {folder.name}/, ms a letter, least of {options.rounds} rounds")
    for heading in ("stage", "ms", "share"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    whole = sum(best.values())
    for stage in STAGES:
        table.add_row(stage, f"{best.get(stage, 0) * 1000 / len(letters):.3f}", f"{best.get(stage, 0) / whole:.1%}")
    table.add_row("all", f"{whole * 1000 / len(letters):.3f}", "")
    table.add_row("pdfium's text extraction alone", f"{alone / len(letters):.3f}", f"{alone / whole / 1000:.1%}")
    Console().print(table)
    return 0


def least(letters: list[bytes], rounds: int, *, warm: bool) -> dict[str, float]:
    """Seconds by stage over all the letters, each stage's least of the rounds."""
    best: dict[str, float] = {}
    bench.each(letters, imrparse.parse)
    memories = fields.memories_of_texts()
    for _ in range(rounds):
        watch = Stopwatch()
        places = [(place, stage) for stage, places in STAGES.items() for place in places]
        with fields.replaced({place: watch.timed(stage, getattr(*place)) for place, stage in places}):
            for letter in letters:
                for clear in () if warm else memories:
                    clear()
                msgspec.json.encode(pipeline.parse(letter).record)
        best = {stage: min(best.get(stage, seconds), seconds) for stage, seconds in watch.spent.items()}
    return best


if __name__ == "__main__":
    sys.exit(main())
