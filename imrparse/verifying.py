"""A second opinion: a PDF read by both readers, and a warning for each value of which they differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import msgspec

from imrparse.comparing import differing
from imrparse.pipeline import ParsedLetter
from imrparse.record import Failure, Warning
from imrparse.warning_codes import severity_of

EXCERPT = 60
"""Characters of a value that a message quotes."""

Result = ParsedLetter | Failure


def verified(results: Sequence[Result], others: Sequence[Result]) -> list[Result]:
    """The results of an input by one reader, with a warning for each value that the other reader gives otherwise.

    Letters are paired in their order. Where the readers find another number of letters, or one gives no record of one,
    a warning at `source.pages` says so.
    """
    if len(results) != len(others):
        message = f"one reader of PDFs finds {len(results)} letters in the file, the other {len(others)}"
        return [_warned(one, [("source.pages", message)]) for one in results]
    return [_warned(one, _differences(one, other)) for one, other in zip(results, others, strict=True)]


def _differences(one: Result, other: Result) -> Iterator[tuple[str, str]]:
    """Paths and messages of what differs."""
    if isinstance(one, Failure):
        return
    if isinstance(other, Failure):
        yield "source.pages", f"the other reader of PDFs gives no record of the letter: {other.error.message}"
        return
    engine, second = (result.record.source.engine.split(" ")[0] for result in (one, other))
    for path, theirs, ours in differing(other.record, one.record):
        if ours != theirs and not path.startswith("warnings"):
            yield path, f"{engine} reads {_quoted(ours)}, {second} {_quoted(theirs)}"


def _quoted(value: object) -> str:
    if value in (None, "", [], {}):
        return "nothing"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return f'"{text[:EXCERPT]}…"' if len(text) > EXCERPT else f'"{text}"'


def _warned(result: Result, found: Sequence[tuple[str, str]] | Iterator[tuple[str, str]]) -> Result:
    if isinstance(result, Failure):
        return result
    warnings = [
        Warning(code="readers_differ", severity=severity_of("readers_differ", path), field=path, message=message)
        for path, message in found
    ]
    if not warnings:
        return result
    record = msgspec.structs.replace(result.record, warnings=(*result.record.warnings, *warnings))
    return dataclasses.replace(result, record=record)
