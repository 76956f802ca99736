"""The truth of a forged letter beside the record that imrparse read from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

import imrparse
from tests.forge import Forged
from tests.forge.citing import UNSAID
from tests.forge.shapes import EXPECTED, Expected
from tests.forge.truth import Truth

QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
DASHES = re.compile("[\u00ad\u2010-\u2015\u2212-]")
EXCERPT = 120
"""Characters of a value that an excerpt shows."""

PAGES_REVIEWED = re.compile(r"All\s*\d+\s*pages\s*of[^.]{0,90}reviewed\.\s*")


class Difference(NamedTuple):
    """A value of the record that is not the truth's."""

    path: str
    want: Any
    got: Any
    warned: bool
    """Whether a warning of the record names the path, or what is above or below it."""
    excused: bool
    """Whether the letter's shape allows it."""

    @property
    def silent(self) -> bool:
        return not (self.warned or self.excused)

    def __str__(self) -> str:
        """The path with both values from shortly before the place where they part."""
        want, got = (" ".join(str(value).split()).replace("`", "'") for value in (self.want, self.got))
        parting = next((n for n, (a, b) in enumerate(zip(want, got, strict=False)) if a != b), min(len(want), len(got)))
        start = max(0, parting - EXCERPT // 3)
        ours, theirs = (f"{'…' if start else ''}{text[start : start + EXCERPT]}" for text in (want, got))
        return f"`{self.path}`{' (silent)' if self.silent else ''}: want `{ours}`, got `{theirs}`"


def differences(forged: Forged) -> list[Difference]:
    """Parses a forged letter and compares. A letter that is refused differs as a whole, not silently."""
    return record_differences(forged.truth, read_record(forged.text), EXPECTED[forged.shape])


def read_record(letter: str | bytes) -> dict[str, Any] | None:
    """The record as plain values, or None where imrparse gives none."""
    try:
        parsed = imrparse.parse_text(letter) if isinstance(letter, str) else imrparse.parse(letter)
    except imrparse.ImrparseError:
        return None
    built = msgspec.json.decode(msgspec.json.encode(parsed.record))
    assert isinstance(built, dict)
    return built


def record_differences(truth: Truth, record: dict[str, Any] | None, expected: Expected) -> list[Difference]:
    if record is None:
        return [Difference("", "a record", None, warned=True, excused=expected.absence_is_enough)]
    # A note is about the letter, not about the reading; but a value that is missing is named by one, too.
    naming = [one for one in record["warnings"] if one["severity"] != "note" or one["code"] == "missing"]
    fields = [str(warning["field"]) for warning in naming]
    comparison = Comparison(_plain(expected))
    left = len(record["disputed_items"])
    if expected.absence_is_enough and 0 < left < len(truth["disputed_items"]):
        items = truth["disputed_items"]
        truth = {**truth, "disputed_items": items[-left:] if expected.last_items else items[:left]}
    found = []
    for path, want, got in comparison.compare("", truth, record):
        warned = any(_related(field, path) for field in fields)
        absent = got in (None, "", [], ())
        excused = (expected.doubt_is_enough and warned) or (expected.absence_is_enough and absent)
        found.append(Difference(path, want, got, warned, excused))
    return found


def _related(field: str, path: str) -> bool:
    return bool(field) and (field == path or field.startswith(f"{path}.") or path.startswith(f"{field}."))


def _plain(expected: Expected) -> Callable[[str], str]:
    """What two readings of the same words have in common in a shape."""

    def plain(text: str) -> str:
        text = text.translate(QUOTES)
        if not expected.blanks:
            return "".join(DASHES.sub("", text).split())
        if not expected.paragraphs:
            return " ".join(text.split())
        return "\n".join(" ".join(line.split()) for line in text.split("\n"))

    return plain


def value_paths(truth: Any, path: str = "") -> Iterator[str]:
    """The path of every value of a truth that is compared by itself; a list of citations is one value."""
    name = path.rpartition(".")[2]
    if isinstance(truth, dict):
        for key, value in truth.items():
            yield from value_paths(value, f"{path}.{key}" if path else key)
    elif isinstance(truth, list) and name == "disputed_items":
        yield path
        for number, value in enumerate(truth):
            yield from value_paths(value, f"{path}.{number}")
    elif truth != UNSAID:
        yield path


def without_numbers(path: str) -> str:
    """`disputed_items.*.rationale` of `disputed_items.0.rationale`."""
    return ".".join("*" if part.isdigit() else part for part in path.split("."))


Found = Iterator[tuple[str, Any, Any]]


class Comparison:
    """Walks the truth; what it does not hold is not compared."""

    def __init__(self, plain: Callable[[str], str]) -> None:
        self.plain = plain

    def compare(self, path: str, want: Any, got: Any) -> Found:
        name = path.rpartition(".")[2]
        special = getattr(self, f"_{name}", None)
        if want == UNSAID:
            return
        if special:
            yield from special(path, want, got)
        elif isinstance(want, dict) and isinstance(got, dict):
            for key, value in want.items():
                yield from self.compare(f"{path}.{key}" if path else key, value, got.get(key))
        elif isinstance(want, list) and isinstance(got, (list, tuple)):
            if len(want) != len(got):
                yield path, want, list(got)
                return
            for number, (one, other) in enumerate(zip(want, got, strict=True)):
                yield from self.compare(f"{path}.{number}", one, other)
        elif isinstance(want, str) and isinstance(got, str):
            if self.plain(want) != self.plain(got):
                yield path, want, got
        elif want != got:
            yield path, want, got

    def _case_summary(self, path: str, want: str, got: str | None) -> Found:
        """Quotation marks around the whole summary, and the sentence that says how many pages were reviewed, are the
        form's or the summary's: either is right."""
        ours, theirs = self.plain(want).strip('"'), self.plain(PAGES_REVIEWED.sub("", got or "")).strip('"')
        if ours != theirs:
            yield path, want, got

    def _citations(self, path: str, want: list[Any], got: list[Any] | None) -> Found:
        ours, theirs = ([self._citation(one) for one in side or []] for side in (want, got))
        if ours != theirs:
            yield path, ours, theirs

    def _citation(self, one: dict[str, Any]) -> tuple[Any, ...]:
        """What is compared of a citation: topics of ODG and titles of other works are worded in more than one way."""
        source = one["source"]
        title = None if source == "Other" else self.plain(one["title"] or "").casefold().replace("&", "and")
        sections = [self.plain(s).casefold() for s in one["sections"]] if source == "MTUS" else []
        year = one["year"] if source == "MTUS" else None
        return source, title, year, sections, list(one["pages"]), bool(one.get("adopted"))

    def _rationale_citations(self, path: str, want: list[Any], got: list[Any] | None) -> Found:
        ours, theirs = ([(one["source"], page) for one in side or [] for page in one["pages"]] for side in (want, got))
        if ours != theirs:
            yield path, ours, theirs

    def _ingredients(self, path: str, want: list[Any], got: list[Any] | None) -> Found:
        ours, theirs = (
            [tuple("".join((one[key] or "").split()).casefold() for key in ("name", "strength")) for one in side or []]
            for side in (want, got)
        )
        if ours != theirs:
            yield path, ours, theirs
