"""Headings and labels in every wording that a form prints or might print, for letters of no known form."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from imrparse import catalog
from imrparse.letter import Letter
from imrparse.patterns import IGNORECASE, MULTILINE, Pattern, escape

LETTER_PARTS = ("credentials", "case_summary", "documents_reviewed", "issues", "end")
"""Parts that a letter has once; the others belong to an item."""


class Labels(msgspec.Struct, frozen=True):
    """The file `labels.json`: wordings by the part that stands below or behind them."""

    about: str
    parts: dict[str, tuple[str, ...]]
    with_colon: dict[str, tuple[str, ...]]


class Mark(NamedTuple):
    """A heading or label of `letter.text`; what it announces begins at `end`."""

    part: str
    start: int
    end: int
    words: str


def find_marks(letter: Letter) -> list[Mark]:
    """The headings and labels of the letter, each at the beginning of a line, in letter order."""
    marks = [
        Mark(part, match.start(), match.end(), match["label"])
        for match in _LABEL.finditer(letter.text, 0, letter.body_end)
        if (part := next((name for name in _parts() if match[name] is not None), ""))
    ]
    labelled = {mark.part for mark in marks}
    for part, sentence in _SENTENCES.items():
        if part not in labelled:
            matches = sentence.finditer(letter.text, 0, letter.body_end)
            marks += [Mark(part, match.start(), match.start(), match["words"]) for match in matches]
    return sorted(marks, key=lambda mark: mark.start)


def _parts() -> tuple[str, ...]:
    return tuple(catalog.load("labels", Labels).parts)


def _label_source() -> str:
    labels = catalog.load("labels", Labels)
    groups = []
    for part, wordings in labels.parts.items():
        anywhere = "|".join(map(_wording, sorted(wordings, key=len, reverse=True)))
        common = "|".join(map(_wording, labels.with_colon.get(part, ())))
        with_colon = rf"| (?: {common} ) (?= \s* : )" if common else ""
        groups.append(rf"(?P<{part}> (?: {anywhere} ) (?= \s* [:;] | \s* $ | \s+ [–—-] \s ) {with_colon} )")
    request = r"(?P<regarding> regarding \s+ the \s+ request \s+ for ) (?= \s )"
    return rf"""
        ^ (?: [(\[]? (?: \d{{1,2}} | [A-Z] ) [.)\]:] \s* | [•*-] \s* )?
        (?P<label> {" | ".join(groups)} | {request} )
        [ ]? (?: [:;] | [–—-] (?= \s ) )? [ ]?
        """


def _wording(words: str) -> str:
    """A wording as a pattern: any of its words may be in the plural, and lines may end inside it."""
    return r"\s+".join(rf"{escape(word)}(?:s|\(s\))?" for word in words.split())


_LABEL = Pattern(_label_source, IGNORECASE | MULTILINE)
_SENTENCES = {
    # The paragraphs of a side that no label announces: "The Claims Administrator based its decision on …"
    "claims_administrator": Pattern(
        r"^ (?P<words> the \s+ claims \s+ administrator \s+ (?:based|did\s+not|cited|relied|used) ) \b",
        IGNORECASE | MULTILINE,
    ),
    "expert_reviewer": Pattern(
        r"""
        ^ (?P<words> the \s+ (?:expert|physician|professional) \s+ reviewer \s+
            (?:based|found|did\s+not|cited|relied) ) \b
        """,
        IGNORECASE | MULTILINE,
    ),
}
