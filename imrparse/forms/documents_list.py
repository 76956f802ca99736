"""The list of documents that the reviewer was given, without the form's own sentences around it (2013)."""

from __future__ import annotations

from imrparse.evidence import Span, filled, trimmed
from imrparse.letter import Letter
from imrparse.patterns import Pattern

LEAD_IN = Pattern(
    # "The following relevant documents received from the interested parties and the documents provided with the
    #  application were reviewed and considered. These documents included:"
    r"""
    \s* [:]? \s* the \s? following \s? (?:relevant\s?)? documents? \b [^:]{0,260}?
    (?: (?:documents|these) \s? (?:included|include|are|were) \s? : | : | reviewed \s? and \s? considered \s? [.]
        (?! \s* (?:these\s?)? documents ) | $ )
    """
)
ALL_RECORDS = Pattern(
    # "All medical, insurance, and administrative records provided were reviewed." "All 58 pages of medical, …"
    r"""
    \s* all \s (?: \d[\d,]* \s pages \s of \s )? (?:the\s)? medical, \s? insurance,? \s? and \s? administrative
    \s? records \s? (?:provided\s?)? (?:were\s?)? reviewed \s? [.]?
    """
)
"""A sentence of the form that names no document. Of text in lower case, as the one above."""


def documents_list(letter: Letter, start: int, end: int) -> Span | None:
    """The list in `letter.text[start:end]`, a section without its heading; `None` where no document is named."""
    end = trimmed(letter.text, start, end).end
    for pattern in (ALL_RECORDS, LEAD_IN, ALL_RECORDS):
        sentence = pattern.match(letter.flat, start, end)
        start = sentence.end() if sentence else start
    last = next((match for match in ALL_RECORDS.finditer(letter.flat, start, end) if match.end() >= end), None)
    end = last.start() if last else end
    return filled(letter.text, start, end)
