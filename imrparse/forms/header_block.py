"""Where the header block stands: above the letter's first heading, where any of its labels is there."""

from __future__ import annotations

from imrparse.evidence import Span
from imrparse.letter import Letter

LABELS = (
    "case number",
    "priority",
    "dated:",
    "date assigned",
    "decision date",
    "ur denial date",
    "date of ur decision",
    "application received",
)
"""Labels of the block that no other part of a letter has."""


OF_DETERMINATION = ("date assigned", "decision date")
"""Labels of the determination's own block that the cover letter's lacks."""


def header_below(letter: Letter, cover_letter: Span | None, end: int) -> Span | None:
    """The determination's own block, also below a cover letter that has one too; else the cover letter's."""
    if cover_letter is None:
        return header_block(letter, end)
    places = [at for label in OF_DETERMINATION if (at := letter.flat.find(label, cover_letter.end, end)) >= 0]
    if not places:
        return header_block(letter, cover_letter.start)
    case = letter.flat.rfind("case number", cover_letter.end, min(places))
    return Span(case if case >= 0 else min(places), end)


def header_block(letter: Letter, end: int) -> Span | None:
    """The block in `letter.text[:end]`, with what stands above it.

    `None` where none of its labels is there: a letter that lost its first page begins inside another part, and the
    dates in that part are none of the block's.
    """
    labelled = any(letter.flat.find(label, 0, end) >= 0 for label in LABELS)
    return Span(0, end) if labelled else None
