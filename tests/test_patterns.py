"""Patterns: what the class promises, and that those without a time limit need none."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import time
from collections.abc import Iterator

import pytest

import imrparse
from imrparse import patterns
from imrparse.patterns import IGNORECASE, REVERSE, Pattern
from tests.conftest import ROOT


def all_patterns() -> Iterator[tuple[str, Pattern]]:
    """Every pattern that a module of the package holds, with its name."""
    for found in pkgutil.walk_packages(imrparse.__path__, "imrparse."):
        if found.name == "imrparse.__main__":
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            values = value if isinstance(value, tuple) else [value]
            yield from ((f"{found.name}.{name}", part) for part in values if isinstance(part, Pattern))


BOUNDED = {name: pattern for name, pattern in all_patterns() if pattern.bounded}
# Text that makes a matcher go back and forth: runs of what patterns repeat, and lists that never end as they should.
NASTY = [
    "a " * 400, "1 " * 400, "(" * 800, "( " * 400, ", and " * 130, "x-" * 400, "no " * 260, " " * 800, "-" * 800,
    "\n" * 400,
    "1, 2, " * 130, "10/" * 260, "1-1-15 to " * 80, "2 times a week for " * 40, "48 year " * 100, "the the " * 100,
    "Low Back (Acute & Chronic " * 30, "Low Back, Lumbar & Thoracic " * 30, "Chapter 12, page 1 of " * 35,
    "ODG, TWC (ODG " * 55, "MTUS ACOEM Practice Guidelines " * 26, "diagnosis of diagnosis " * 33,
    "he is a she is a " * 45,
    "sessions visits x " * 45, "\u00e9\u00df\u2013" * 260, "Mr. Mrs. Dr. " * 60, "(Smith 2010) (Jones, " * 36,
]  # fmt: skip


def test_there_are_bounded_patterns() -> None:
    assert len(BOUNDED) > 40


@pytest.mark.parametrize("name", sorted(BOUNDED))
def test_without_limit_none_is_needed(name: str) -> None:
    """Some hundred times the longest time that a match of 800 characters takes, so that a slow machine passes too."""
    for text in NASTY:
        start = time.process_time()
        BOUNDED[name].match(text)
        BOUNDED[name].search(text)
        assert time.process_time() - start < 0.5, f"{text[:20]!r}"


def test_run_away_match_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 0.05)
    with pytest.raises(TimeoutError):
        Pattern(r"(?: a | aa )+ (?<= c ) b").search("a" * 45 + "b")


def test_source_may_come_late() -> None:
    made: list[str] = []

    def source() -> str:
        made.append("once")
        return "x y"  # white space does not count

    pattern = Pattern(source, IGNORECASE, bounded=True)
    assert not made
    assert pattern.search("aXY")
    assert pattern.fullmatch("xy")
    assert made == ["once"]


@pytest.mark.parametrize("bounded", [True, False])
def test_methods(*, bounded: bool) -> None:
    pattern = Pattern(r"[0-9]+", bounded=bounded)
    assert [match.span() for match in pattern.finditer("a1b22", 2)] == [(3, 5)]
    assert pattern.sub("#", "a1b22") == "a#b#"
    first = pattern.match_first("a1b22", [0, 2, 3, 4])
    assert first
    assert first.span() == (3, 5)
    assert pattern.match_first("a1b22", [0, 2]) is None
    behind = Pattern(r"[0-9]+", REVERSE, bounded=bounded).match("a1b22c", 0, 5)
    assert behind
    assert behind.span() == (3, 5)


# Patterns so plain and so often matched that they go without `regex` and its time limit.
OTHERWISE = {"header.py"}


def test_readers_and_catalogues_hold_no_other_patterns() -> None:
    folders = (ROOT / "imrparse" / folder for folder in ("fields", "catalog"))
    for module in (module for folder in folders for module in folder.glob("*.py") if module.name not in OTHERWISE):
        calls = [n for n in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        owners = {getattr(getattr(call.func, "value", None), "id", "") for call in calls}
        assert owners.isdisjoint({"re", "regex"}), module.name
