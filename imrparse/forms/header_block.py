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


def header_block(letter: Letter, end: int) -> Span | None:
    """The block in `letter.text[:end]`, with what stands above it.

    `None` where none of its labels is there: a letter that lost its first page begins inside another part, and the
    dates in that part are none of the block's.
    """
    labelled = any(letter.flat.find(label, 0, end) >= 0 for label in LABELS)
    return Span(0, end) if labelled else None
