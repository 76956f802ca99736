"""The real letters in each shape in which a text arrives, scored against the gold: `python -m tests.forge.real_shapes`.

Needs the letters of ../shared and poppler-utils. Writes benchmarks/shapes.md.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import imrparse
from tests.forge import real_letters
from tests.forge.shapes import hyphenate
from tests.shapes import parsed_from
from tests.test_damage import PATTERNS, damaged_text
from tests.text_letters import BULLETS, HEADINGS, PRINTED, SPACED, TOOLS, Maker, lines_of, pages_of

PROJECT = Path(__file__).parents[2]
GOLD = real_letters.LETTERS.parent / "gold"
SCORE = real_letters.LETTERS.parents[1] / "score.py"
REPORT = PROJECT / "benchmarks" / "shapes.md"
WIDTH = 95
SILENT = re.compile(r"^(?P<row>[\w.() ]+) \[silent\]: (?P<note>.*)$", re.MULTILINE)
NOTED = 160
"""Characters of a silent error that the report shows."""


def hyphenated(letter: imrparse.ParsedLetter) -> str:
    """Long words broken at line ends."""
    return "\n".join(hyphenate(lines_of(letter), WIDTH))


def first_page_missing(letter: imrparse.ParsedLetter) -> str:
    return "\f".join("\n".join(page) + "\n" for page in pages_of(letter)[1:])


def last_page_missing(letter: imrparse.ParsedLetter) -> str:
    return "\f".join("\n".join(page) + "\n" for page in pages_of(letter)[:-1])


def damaged(kind: str) -> Maker:
    """The form's own words damaged in one way."""
    return lambda letter: damaged_text("\f".join("\n".join(page) + "\n" for page in pages_of(letter)), kind)


SHAPES: dict[str, Maker] = {
    **TOOLS,
    **PRINTED,
    **SPACED,
    **BULLETS,
    **HEADINGS,
    "hyphenated": hyphenated,
    "first_page_missing": first_page_missing,
    "last_page_missing": last_page_missing,
    **{f"form's words: {kind}": damaged(kind) for kind in PATTERNS},
}


class Scored(NamedTuple):
    """What score.py says of the letters in one shape."""

    shape: str
    letters: int
    right: int
    wrong: int
    silent: int
    notes: list[str]


def record_of(name: str, text: str) -> dict[str, Any] | None:
    """The record of a letter's text, `None` where there is none."""
    try:
        record = msgspec.to_builtins(imrparse.parse_text(text).record)
    except imrparse.ImrparseError:
        return None
    record["source"]["path"] = f"{name}.txt"
    assert isinstance(record, dict)
    return record


def scored(shape: str) -> Scored:
    """The score of all letters in a shape."""
    with tempfile.TemporaryDirectory() as folder:
        records, gold, out = Path(folder, "records.jsonl"), Path(folder, "gold"), Path(folder, "score.json")
        gold.mkdir()
        lines = []
        for name in real_letters.names():
            text = SHAPES[shape](parsed_from(real_letters.LETTERS / f"{name}.pdf"))
            record = record_of(name, text) if text else None
            if record:
                lines.append(json.dumps(record))
                (gold / f"{name}.json").write_bytes((GOLD / f"{name}.json").read_bytes())
        records.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, "-B", str(SCORE), str(gold), str(records), "--errors", "1000", "--json", str(out)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        score = json.loads(out.read_text(encoding="utf-8"))
    wrong = sum(row["gold"] - row["right"] for row in score["rows"].values())
    notes = [f"{found['row']}: {found['note']}"[:NOTED] for found in SILENT.finditer(said)]
    return Scored(shape, score["letters"], score["perfect"], wrong, len(notes), notes)


def report(found: list[Scored]) -> Iterator[str]:
    yield "# The real letters in each shape"
    yield ""
    yield (
        f"{len(real_letters.names())} letters in {len(SHAPES)} shapes (`tests/text_letters.py`), scored against the "
        "gold. A letter of one page has no record where that page is missing. `make shapes` writes this page."
    )
    yield ""
    yield "| shape | letters | wholly right | wrong or missing values | of these silent |"
    yield "|---|--:|--:|--:|--:|"
    for one in found:
        yield f"| {one.shape} | {one.letters} | {one.right} | {one.wrong} | {one.silent} |"
    yield ""
    for one in found:
        for note in one.notes[:5]:
            yield f"- {one.shape}: {note}"


def main() -> int:
    if not real_letters.names():
        print("the real letters of ../shared are not at hand: nothing to score")
        return 0
    with multiprocessing.Pool() as workers:
        found = list(workers.imap(scored, SHAPES))
    text = "\n".join(report(found)) + "\n"
    sys.stdout.write(text)
    REPORT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
