"""What the readers of the fields cost: milliseconds a letter of each, and the slowest patterns by name.

Each reader is called again with what it was given while the letters were parsed, its memories emptied before every
letter, so that the figures hold for letters that were never seen before.
"""

from __future__ import annotations

import functools
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import NamedTuple

import imrparse
from imrparse import pipeline
from imrparse.fields import items
from imrparse.patterns import Pattern

READERS = {
    pipeline: ("read_patient",),
    items: (
        "read_paragraph",
        "read_rationale_citations",
        "read_literature",
        "read_category",
        "read_treatment_details",
        "read_drug",
    ),
}
ROUNDS = 3
SHOWN_PATTERNS = 3
METHODS = ("search", "match", "match_first", "fullmatch", "finditer", "sub")


class Call(NamedTuple):
    """One reading of one section."""

    reader: str
    function: Callable[..., object]
    arguments: tuple[object, ...]


def rows(letters: Sequence[imrparse.ParsedLetter]) -> list[tuple[str, float]]:
    """Milliseconds a letter: of each reader and of all, then of the slowest patterns (under `pattern …`)."""
    calls = [_calls_of(letter) for letter in letters]
    memories = memories_of_texts()
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for reader, seconds in _time(calls, memories).items():
            best[reader] = min(best.get(reader, seconds), seconds)
    a_letter = 1000 / max(1, len(letters))
    table = [(reader, seconds * a_letter) for reader, seconds in sorted(best.items(), key=lambda row: -row[1])]
    table.append(("all readers of citations, items and patients", sum(best.values()) * a_letter))
    slowest = _slowest_patterns(calls, memories)[:SHOWN_PATTERNS]
    return table + [(f"pattern {name}", seconds * a_letter) for name, seconds in slowest]


def _calls_of(letter: imrparse.ParsedLetter) -> list[Call]:
    """What the readers are given while a letter is parsed."""
    calls: list[Call] = []

    def recorded(reader: str, function: Callable[..., object]) -> Callable[..., object]:
        @functools.wraps(function)
        def record(*arguments: object, **named: object) -> object:
            calls.append(Call(reader, functools.partial(function, **named) if named else function, arguments))
            return function(*arguments, **named)

        return record

    changed = {
        (module, name): recorded(name, getattr(module, name)) for module, names in READERS.items() for name in names
    }
    with replaced(changed):
        pipeline.parse_document(letter.document)
    return calls


@contextmanager
def replaced(changed: dict[tuple[object, str], object]) -> Iterator[None]:
    """Attributes of modules or classes, other ones for a while."""
    kept = {place: getattr(*place) for place in changed}
    for place, value in changed.items():
        setattr(*place, value)
    try:
        yield
    finally:
        for place, value in kept.items():
            setattr(*place, value)


def memories_of_texts() -> list[Callable[[], None]]:
    """What empties each memory of texts that were read; vocabularies (kept without a limit) stay."""
    functions = {id(value): value for module in _modules() for value in vars(module).values()}
    return [
        function.cache_clear
        for function in functions.values()
        if hasattr(function, "cache_parameters") and function.cache_parameters()["maxsize"] is not None
    ]


def _modules() -> list[ModuleType]:
    return [module for name, module in sorted(sys.modules.items()) if name.startswith("imrparse.")]


def _time(calls: Sequence[Sequence[Call]], memories: Sequence[Callable[[], None]]) -> Counter[str]:
    """Seconds by reader."""
    spent: Counter[str] = Counter()
    for letter in calls:
        for clear in memories:
            clear()
        for call in letter:
            start = time.perf_counter()
            call.function(*call.arguments)
            spent[call.reader] += time.perf_counter() - start
    return spent


def _slowest_patterns(
    calls: Sequence[Sequence[Call]], memories: Sequence[Callable[[], None]]
) -> list[tuple[str, float]]:
    """Every pattern that the readers match, as `module.NAME`, with the seconds that its matches took, slowest first."""
    spent: Counter[str] = Counter()
    names = _pattern_names()

    def timed(method: str) -> Callable[..., object]:
        function = getattr(Pattern, method)

        @functools.wraps(function)
        def measure(pattern: Pattern, *arguments: object) -> object:
            start = time.perf_counter()
            found = function(pattern, *arguments)
            spent[names.get(id(pattern), "?")] += time.perf_counter() - start
            return timed_steps(names.get(id(pattern), "?"), found) if method == "finditer" else found

        return measure

    def timed_steps(name: str, found: Iterator[object]) -> Iterator[object]:
        while True:
            start = time.perf_counter()
            match = next(found, None)
            spent[name] += time.perf_counter() - start
            if match is None:
                return
            yield match

    with replaced({(Pattern, method): timed(method) for method in METHODS}):
        _time(calls, memories)
    return spent.most_common()


def _pattern_names() -> dict[int, str]:
    """The names under which the modules hold their patterns, by identity."""
    names: dict[int, str] = {}
    for module in _modules():
        for name, value in vars(module).items():
            place = f"{module.__name__.removeprefix('imrparse.')}.{name}"
            if isinstance(value, Pattern):
                names[id(value)] = place
            elif isinstance(value, tuple):
                parts = getattr(value, "_fields", range(len(value)))
                pairs = zip(parts, value, strict=True)
                names |= {id(part): f"{place}.{key}" for key, part in pairs if isinstance(part, Pattern)}
    return names
