"""Which pages of an input are letters: one letter is the rule, a claim file may hold several among other pages."""

from __future__ import annotations

from collections.abc import Sequence

from imrparse.cleaning import whole
from imrparse.letter import SourceSpan
from imrparse.reading.pages import Page


def find_letters(pages: Sequence[Page]) -> list[tuple[SourceSpan, ...]]:
    """Where each letter stands in the pages, in page order: for each letter one span a page. Never empty."""
    return [whole(pages)]
