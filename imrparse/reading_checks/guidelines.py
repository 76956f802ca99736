"""Guideline paragraphs that lost a line, or hold words of the parts around them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from imrparse.catalog import guidelines
from imrparse.evidence import Doubt
from imrparse.reading_checks.requests import unpaired
from imrparse.record import Citation, Record

NO_GUIDELINE = ("medically necess", "the injured worker", "the requested ", "this request")
"""Words of rationales and verdicts that no guideline paragraph has."""

GOES_ON = re.compile(r"(?<=[a-z\d]{4})\. [a-z]{3,},? [a-z]{2,} [a-z]{2,}")
"""Prose that goes on behind a full stop in small letters: a line above it is lost, or it stands in the wrong place."""

OTHER_WORK = re.compile(
    r"\b(?:College|Academy|Association|Society|Foundation|Journal|University|Physicians|Surgeons|Textbook|[Ee]dition"
    r"|et al|Consensus|VA/DoD|Clinical Practice|(?:19|20)\d\d;)|[a-z]{3}\. [A-Z][a-z]+ [A-Z]{1,2}\b|[a-z]chapter\b"
)
"""Words of publishers, editions and articles, which no topic of the ODG has."""

NO_SECTION = (
    *(
        "partof",
        "whichis",
        "whichare",
        "whichwas",
        "schedule",
        "chapter",
        "guideline",
        "section(s)",
        "page(s)",
        "complaints",
        "edition",
        "acoem",
    ),
)
PAGE = re.compile(r"pp?g?s?\.?\s?\d")
"""Words, without their blanks, that no section of the MTUS is called by; what may begin one in small letters: a page.

Of 1,034 sections of real letters and of others' no other has such words, begins in small letters or lacks a bracket.
"""

BASED = "ecision based on "
ON_WHAT = ("MTUS", "Non", "the ")
"""What follows "Decision based on" on the forms since 2014: "Non-MTUS Citation", its hyphen at times lost."""

MISREAD_YEAR = re.compile(r"\b(?=\d*[OIlSB])[12][\dOIlSB]{3}\b")
"""A year with a letter for a digit: "20O4"."""

SHORTEST_TITLED = 60
"""Characters of a paragraph that says more than "The Claims Administrator based its decision on the MTUS."."""

OPENERS = "\"'\u201c\u2018"
ODG = re.compile(r"\bODG\b|disability guidelines", re.IGNORECASE)


def guideline_doubts(record: Record) -> Iterator[Doubt]:
    """Doubts for guideline paragraphs of which a line may be missing or misplaced."""
    for number, item in enumerate(record.disputed_items):
        for name, side in (
            ("claims_administrator", item.claims_administrator),
            ("expert_reviewer", item.expert_reviewer),
        ):
            message = side.text and (_oddly_worded(side.text) or _oddly_cited(side.text, side.citations))
            if message:
                yield Doubt("unclear_boundary", f"disputed_items.{number}.{name}", message)


@functools.lru_cache(4096)
def _oddly_worded(text: str) -> str | None:
    """What is odd about the words of a paragraph; kept, for many letters have the same paragraph."""
    prose = next(filter(text.__contains__, NO_GUIDELINE), None) or _goes_on(text)
    if prose:
        return f"the words {prose.strip()!r} are not of a guideline: lines may be missing or misplaced"
    if unpaired(text):
        return "a bracket is missing in it: a line may be lost"
    if year := MISREAD_YEAR.search(text):
        return f"{year[0]!r} may be a year that was misread"
    if not (text[0].isupper() or text[0] in OPENERS):
        return "it begins inside a sentence: a line may be lost"
    return _based_on_nothing(text)


YEAR = re.compile(r"(?:19|20)\d\d")


def _oddly_cited(text: str, citations: Sequence[Citation]) -> str | None:
    sources = [citation.source for citation in citations]
    if "ODG" not in sources and ODG.search(text):
        return "it names the ODG, and no citation of the ODG was read: a line may be lost"
    topics = [name for citation in citations if citation.source == "ODG" for name in citation.sections]
    work = next(filter(None, map(OTHER_WORK.search, topics)), None)
    if work:
        return f"the words {work[0]!r} among the topics of the ODG may name another work"
    sections = [name for citation in citations if citation.source == "MTUS" for name in citation.sections]
    part = next(filter(_is_no_section, sections), None)
    if part:
        return f"the words {part!r} are no section of a guideline: a line may be lost"
    if any(citation.source == "Other" and not citation.title for citation in citations):
        return "it names a work outside of the MTUS, and not which: a line may be lost"
    if len(text) > SHORTEST_TITLED and any(one.source == "MTUS" and not one.title for one in citations):
        return "it names the MTUS, and not which guideline of it: a line may be lost"
    return None


@functools.lru_cache(4096)
def _is_no_section(name: str) -> bool:
    letters = "".join(name.lower().split())
    begun = (name[0].islower() and not PAGE.match(name)) or YEAR.fullmatch(name) is not None
    foreign = any(words in letters for words in NO_SECTION) and not guidelines.known_section(name)
    return foreign or begun or unpaired(name) is not None


def _based_on_nothing(text: str) -> str | None:
    at = text.find(BASED)
    while at >= 0:
        if not text.startswith(ON_WHAT, at + len(BASED)):
            return "what the decision is based on does not follow: a line may be lost"
        at = text.find(BASED, at + 1)
    return None


def _goes_on(text: str) -> str | None:
    at = text.find(". ")
    while at >= 0:
        if text[at + 2 : at + 3].islower() and (match := GOES_ON.match(text, at)):
            return match[0]
        at = text.find(". ", at + 1)
    return None
