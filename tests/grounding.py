"""The one assertion that every test of reading uses: values stand where their evidence says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import msgspec

from imrparse.fields.header import parse_date
from imrparse.pipeline import ParsedLetter

NOT_READ = ("schema_version", "source", "form", "outcome", "warnings", "found_by", "evidence")
"""Parts of a record that are said of the letter, not read from one place in it."""

JOINED = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\u2010-\u2015\ufffe\x1e-]+")
QUOTED = re.compile(r"^[> ]+", re.MULTILINE)
"""What a mail's reply puts before each line."""

SPLIT_DATE = re.compile(r"\s+(?=[/-])|(?<=[/-])\s+")
CURLY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\ufb01": "fi", "\ufb02": "fl"})


def squashed(text: str) -> str:
    """What the page's words and a value must agree in: no blanks, no dashes, one kind of quote, one case."""
    return JOINED.sub("", QUOTED.sub("", text.translate(CURLY))).casefold()


def differences(expected: object, found: object, path: str = "") -> list[str]:
    """Where `found` does not hold what `expected` says; keys that `expected` leaves out do not count."""
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return [f"{path}: {found!r} is not {expected!r}"]
        return [line for key, value in expected.items() for line in differences(value, found.get(key), f"{path}.{key}")]
    if isinstance(expected, (list, tuple)):
        if not isinstance(found, (list, tuple)) or len(expected) != len(found):
            return [f"{path}: {found!r} is not {expected!r}"]
        return [
            line
            for i, pair in enumerate(zip(expected, found, strict=True))
            for line in differences(*pair, f"{path}.{i}")
        ]
    return [] if expected == found else [f"{path}: {found!r} is not {expected!r}"]


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """The values of a record with their paths."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, (list, tuple)):
        for index, part in enumerate(value):
            yield from leaves(part, f"{path}.{index}")
    elif value is not None and value is not False:
        yield path, value


def assert_grounded(parsed: ParsedLetter) -> None:
    """Every span lies on its page, and the words of a text, a date or a word of the form give its value back.

    A value that was put right need not agree with its words, as long as a warning says what they are.
    """
    for path, spans in parsed.evidence.items():
        assert spans, f"{path} has no span"
        for page, start, end in spans:
            assert 1 <= page <= len(parsed.document.pages), path
            assert 0 <= start < end <= len(parsed.document.pages[page - 1].text), path
    record = msgspec.to_builtins(parsed.record, builtin_types=(datetime.date,))
    repaired: dict[str, list[str]] = {}
    for warning in parsed.record.warnings:
        if warning.printed is not msgspec.UNSET:
            repaired.setdefault(warning.field, []).append(warning.printed)
    for path, value in leaves({name: part for name, part in record.items() if name not in NOT_READ}):
        if any(part in INFERRED or part.startswith("known_") for part in path.split(".")):
            continue
        # What is read from the words of a whole, as "2 times a week for 6 weeks", has the whole's evidence.
        place = next((place for place in (path, path.rpartition(".")[0]) if place in parsed.evidence), None)
        if place is None:
            warned = (warning.field for warning in parsed.record.warnings)
            assert any(path.startswith(field) for field in warned), f"{path} = {value!r} has no evidence and no warning"
            continue
        words = parsed.words(place)
        if any(squashed(printed) in squashed(words) for printed in repaired.get(path, ())):
            continue
        if isinstance(value, datetime.date):
            assert parse_date(SPLIT_DATE.sub("", words)) == value, path
        elif isinstance(value, str) and not any(part in NORMALISED for part in path.split(".")):
            assert agrees(words, value), f"{path}: {words!r} is not {value!r}"


INFERRED = frozenset({"basis", "category", "subcategory", "class", "adopted", "generic", "source", "visits_implied"})
"""Values that imrparse concludes; their evidence is the words that decided, where there are any."""

NORMALISED = frozenset({"licensure", "sex", "decision", "priority", "unit", "form", "title", "details"})
"""Values in the record's own words, not the letter's."""


def agrees(words: str, value: str) -> bool:
    """Whether the page's words are the value, or hold it among running heads that interrupt it."""
    printed, wanted = squashed(words), squashed(value)
    if printed == wanted:
        return True
    # A value over a page break may have the page's head or foot between its two halves.
    return len(words) > 200 and printed.startswith(wanted[:60]) and printed.endswith(wanted[-60:])
