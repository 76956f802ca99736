"""What came out of a run: numbers that add up to its inputs, and its errors by code with examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from imrparse.batch.ledger import Ledger
from imrparse.batch.outcomes import Counts

EXAMPLES = 3
"""Inputs that are named for each code of an error."""


@dataclass(frozen=True, slots=True)
class ErrorGroup:
    """The inputs that failed with one code."""

    code: str
    number: int
    examples: tuple[tuple[str, str], ...]
    """Paths and messages of the first of them."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came out of a run. `parsed + failed + duplicates + elsewhere` is `inputs`."""

    inputs: int
    parsed: int
    """Inputs all of whose letters gave a record."""
    failed: int
    """Inputs that gave none, or none of one of their letters."""
    duplicates: int
    elsewhere: int
    """Inputs of other shards."""
    counts: Counts
    errors: tuple[ErrorGroup, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        errors = {group.code: group.number for group in self.errors}
        return {
            "inputs": self.inputs,
            "parsed": self.parsed,
            "failed": self.failed,
            "duplicates": self.duplicates,
            "other_shards": self.elsewhere,
            **self.counts._asdict(),
            "errors": errors,
        }


def summary_of(ledger: Ledger) -> Summary:
    """What the ledger says of this run's inputs."""
    by_status = dict.fromkeys(("parsed", "failed", "duplicate", "elsewhere"), 0)
    counts = [0] * len(Counts._fields)
    codes: dict[str, int] = {}
    for status, code, number, of_these in ledger.totals():
        by_status[status] += number
        counts = [one + more for one, more in zip(counts, of_these, strict=True)]
        if code and status == "failed":
            codes[code] = number
    errors = tuple(ErrorGroup(code, number, tuple(ledger.examples(code, EXAMPLES))) for code, number in codes.items())
    return Summary(
        inputs=ledger.total(),
        parsed=by_status["parsed"],
        failed=by_status["failed"],
        duplicates=by_status["duplicate"],
        elsewhere=by_status["elsewhere"],
        counts=Counts(*counts),
        errors=errors,
    )


def in_words(summary: Summary, details: str | None) -> Iterator[str]:
    """The summary for a person, a line each; `details` says where every error is told in full."""
    for group in summary.errors:
        for path, message in group.examples:
            yield f"{path}: {message} [{group.code}]"
        more = group.number - len(group.examples)
        if more:
            yield f"… and {more:,} more [{group.code}]"
    counts = summary.counts
    parts = [f"{summary.parsed:,} parsed", f"{summary.failed:,} failed"]
    if summary.duplicates:
        parts.append(f"{summary.duplicates:,} duplicate{'' if summary.duplicates == 1 else 's'}")
    if summary.elsewhere:
        parts.append(f"{summary.elsewhere:,} of other shards")
    yield f"inputs {summary.inputs:,}: {', '.join(parts)}"
    if counts.records:
        yield _records_in_words(counts)
    if summary.failed and details:
        yield details


def _records_in_words(counts: Counts) -> str:
    undecided = counts.records - counts.upheld - counts.overturned - counts.partially_overturned
    outcomes = [
        f"{counts.upheld:,} upheld",
        f"{counts.overturned:,} overturned",
        f"{counts.partially_overturned:,} partially overturned",
        *([f"{undecided:,} without an outcome"] if undecided else []),
    ]
    of_these = f", {counts.doubtful:,} of these with an error" if counts.doubtful else ""
    return f"records {counts.records:,}: {', '.join(outcomes)}; {counts.warned:,} with warnings{of_these}"
