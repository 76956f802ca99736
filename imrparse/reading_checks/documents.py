"""Entries of the list of documents that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imrparse.evidence import Doubt

STOCK_ENTRIES = (
    *("application for independent medical review", "utilization review determination"),
    *("medical treatment utilization schedule (mtus)", "notice of assignment and request for information"),
    *("medical records from claims administrator", "medical records from provider", "employee medical records"),
)
"""Entries of nearly every list of 2013: what is the beginning of one was cut."""

LONGEST_ENTRY = 200
NO_ENTRY = re.compile(
    r"""
    : $ | \? $ | ^ (?-i: FOR ) \b | \ [b-z]\ [A-Z\d] | ^these\b | ^the\ following\b | \( [^)]* $
    | \b (?: from | by | and | the | of | dated | received | through ) $
    | \b documents? \b .* \b (?: included? | reviewed | received\ from ) | \b were\ (?: reviewed | provided )
    | \b (?: guidelines? | reviewer | administrator ) \b .* \b (?: relied | based | found | whether | cite ) \b
    | [a-z\d)]\ The\ [A-Z] | \b pages? \(? s? \)? \ \d | \b pgs?\. | \b which\ (?: is | are ) \b
    | [a-z]{4} \. \s [A-Z] | \b medically\ necessary | \b regarding\ the\ re | administrative\ records
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What no entry of a list has: a list's lead-in, an end inside the entry, sentences."""


def document_doubts(entries: Sequence[str]) -> Iterator[Doubt]:
    """A doubt where an entry of the list of documents is none, or is there twice."""
    seen: set[str] = set()
    for entry in entries:
        lowered = entry.casefold()
        cut = len(entry) < 40 and any(stock.startswith(lowered) and stock != lowered for stock in STOCK_ENTRIES)
        if cut or len(entry) > LONGEST_ENTRY or NO_ENTRY.search(entry) or entry[0].islower():
            yield Doubt("unclear_boundary", "documents_reviewed", f"{entry[:80]!r} reads like no entry of a list")
        elif lowered in seen:
            yield Doubt("unclear_boundary", "documents_reviewed", f"{entry[:80]!r} stands in the list twice")
        seen.add(lowered)
