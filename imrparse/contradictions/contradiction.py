"""One place where a letter says two things, with both sides' words."""

from __future__ import annotations

from typing import NamedTuple

from imrparse.evidence import Doubt, Evidence, Span

LONGEST_QUOTE = 160
"""Characters of the letter's words that a message shows."""


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
    """The sentence of `text` that holds the character at `place`, by its full stops and the paragraph's ends."""
    start = max(text.rfind(stop, 0, place) + len(stop) for stop in (". ", ".\n", "\n", "? "))
    start = start if start > 1 else 0
    ends = [end for stop in (". ", ".\n", "\n") if (end := text.find(stop, place)) >= 0]
    end = min(ends, default=len(text))
    return Span(start, min(end + 1, len(text)) if text[end : end + 1] == "." else end)
