"""One place where a letter says two things, with both sides' words."""

from __future__ import annotations

from typing import NamedTuple

from imrparse.evidence import Doubt, Evidence, Span

LONGEST_QUOTE = 160
"""Characters of the letter's words that a message shows."""

LONGEST_SENTENCE = 400
"""Characters to either side of a word in which its sentence is looked for. Reviewers' conclusions, which may name a
whole request, reach 330 on the real letters."""


class Contradiction(NamedTuple):
    """What the letter says at `path` goes against what it says at `other`."""

    code: str
    path: str
    """The record path of the value that the other words contradict: `disputed_items.0.decision`."""
    message: str
    """Both sides, each as the letter says it."""
    other: str
    """The record path of the text or value that holds the other side: `disputed_items.0.rationale`."""
    words: Span | None = None
    """Where the words stand in that text; `None` for the whole value."""

    @property
    def doubt(self) -> Doubt:
        """The warning about it."""
        return Doubt(self.code, self.path, self.message)

    def other_span(self, evidence: Evidence) -> Span | None:
        """Where the other side stands in the letter's text, by the evidence of its record.

        The texts that contradictions are read from are one run of the letter with as many characters as their span.
        """
        spans = evidence.get(self.other)
        if not spans:
            return None
        if self.words is None:
            return spans[0]
        return Span(spans[0].start + self.words.start, spans[0].start + self.words.end)


def quoted(text: str, start: int = 0, end: int | None = None) -> str:
    """The words `text[start:end]` in quotation marks on one line; a long passage loses its middle."""
    words = " ".join(text[start:end].split())
    if len(words) > LONGEST_QUOTE:
        half = LONGEST_QUOTE // 2
        words = f"{words[:half].rstrip()} … {words[-half:].lstrip()}"
    return f'"{words}"'


def sentence_around(text: str, place: int) -> Span:
    """The sentence of `text` that holds the character at `place`, by its full stops and the paragraph's ends.

    Of a sentence that runs on, `LONGEST_SENTENCE` characters to either side.
    """
    low, high = max(0, place - LONGEST_SENTENCE), min(len(text), place + LONGEST_SENTENCE)
    start = max(text.rfind(". ", low, place) + 2, text.rfind("\n", low, place) + 1, low)
    start = start if start > low + 1 else low
    end = text.find(". ", place, high)
    line_end = text.find("\n", place, high)
    if line_end >= 0 and (end < 0 or line_end < end):
        return Span(start, line_end)
    return Span(start, end + 1 if end >= 0 else high)
