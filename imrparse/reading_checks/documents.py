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

NO_CUT = (" (", " from ")
"""How the rest of such an entry begins where the entry may be whole: "Medical Records" is one of its own."""

SHORT_ENTRY, LONGEST_ENTRY = 40, 200
"""Characters of an entry that may have been cut, and of one that is more than an entry: the forged ones have 30 to 80,
the few real ones known 20 to 110."""
NO_ENTRY = re.compile(
    # " b Application": a bullet that OCR took for a letter; "(received 1/2/2012) The MTUS": the next part's sentence
    r"""
    : $ | \? $ | ^ (?-i: FOR ) \b | (?-i: [\da-z)]\ [b-z]\ [A-Z][a-z] ) | ^these\b | ^the\ following\b | \( [^)]* $
    | \b (?: from | by | and | the | of | dated | received | through ) $
    | \b documents? \b .* \b (?: included? | reviewed | received\ from ) | \b were\ (?: reviewed | provided )
    | \b (?: guidelines? | reviewer | administrator ) \b .* \b (?: relied | based | found | whether | cite ) \b
    | (?-i: [a-z\d)]\ The\ (?!\ Claims) [A-Z] ) | \b page \(s\) \ \d | \b which\ are\ a\ part\b
    | (?-i: [a-z]{5} \. \s (?: The | This | A | In )\ ) | \b medically\ necessary | \b regarding\ the\ re
    | administrative\ records
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What no entry of a list has: a list's lead-in, an end inside the entry, sentences."""


def document_doubts(entries: Sequence[str]) -> Iterator[Doubt]:
    """A doubt where an entry of the list of documents is none, or is there twice."""
    seen: set[str] = set()
    for entry in entries:
        lowered = entry.casefold()
        rests = [stock[len(lowered) :] for stock in STOCK_ENTRIES if stock.startswith(lowered)]
        cut = len(entry) < SHORT_ENTRY and any(rest and not rest.startswith(NO_CUT) for rest in rests)
        if cut or len(entry) > LONGEST_ENTRY or NO_ENTRY.search(entry) or entry[0].islower():
            yield Doubt("unclear_boundary", "documents_reviewed", f"{entry[:80]!r} reads like no entry of a list")
        elif lowered in seen:
            yield Doubt("unclear_boundary", "documents_reviewed", f"{entry[:80]!r} stands in the list twice")
        seen.add(lowered)
