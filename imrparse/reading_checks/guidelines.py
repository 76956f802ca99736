"""Guideline paragraphs that lost a line, or hold words of the parts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imrparse.evidence import Doubt
from imrparse.reading_checks.parts import doubts_at
from imrparse.record import GuidelineParagraph, Record

NO_GUIDELINE = ("medically necess", "the injured worker", "the requested ", "this request")
"""Words of rationales and verdicts that no guideline paragraph has."""

GOES_ON = re.compile(r"[a-z]{4} \. \s [a-z]{3,} ,? \s [a-z]{2,} \s [a-z]{2,}", re.VERBOSE)
"""Prose that goes on behind a full stop in small letters: a line above it is lost, or it stands in the wrong place."""

MEMBERSHIP = re.compile(r"\b(?:part|which (?:is|are|was)|schedule)\b", re.IGNORECASE)
"""What follows a guideline's name and tells that it is part of the MTUS; no section is called so."""

OPENERS = "\"'\u201c\u2018"
ODG = re.compile(r"\bODG\b|disability guidelines", re.IGNORECASE)


def guideline_doubts(record: Record) -> Iterator[Doubt]:
    """Doubts for guideline paragraphs of which a line may be missing or misplaced."""
    for number, item in enumerate(record.disputed_items):
        for name in ("claims_administrator", "expert_reviewer"):
            side: GuidelineParagraph = getattr(item, name)
            message = _odd(side) if side.text else None
            if message:
                yield from doubts_at("unclear_boundary", (f"disputed_items.{number}.{name}",), message)


def _odd(side: GuidelineParagraph) -> str | None:
    text = side.text or ""
    prose = next((words for words in NO_GUIDELINE if words in text), None) or GOES_ON.search(text)
    if prose:
        words = prose if isinstance(prose, str) else prose[0]
        return f"the words {words.strip()!r} are not of a guideline: lines may be missing or misplaced"
    if text.count("(") != text.count(")") or text.count("[") != text.count("]"):
        return "a bracket is missing in it: a line may be lost"
    if not (text[0].isupper() or text[0] in OPENERS):
        return "it begins inside a sentence: a line may be lost"
    bare = any(citation.source == "MTUS" and not citation.title for citation in side.citations)
    part = next((name for citation in side.citations for name in citation.sections if MEMBERSHIP.search(name)), None)
    if part or (bare and len(side.citations) > 1):
        return f"the words {part or 'MTUS'!r} tell what the guideline is part of, and were not read so"
    if ODG.search(text) and all(citation.source != "ODG" for citation in side.citations):
        return "it names the ODG, and no citation of the ODG was read: a line may be lost"
    return None
