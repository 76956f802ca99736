"""The documents that the reviewer was given, where the form lists them."""

from __future__ import annotations

from imrparse.evidence import Evidence, Found
from imrparse.letter import BULLETS
from imrparse.patterns import Pattern

ENTRY = Pattern(rf"[^\n{BULLETS}]+")


def read_documents(text: str) -> Found[tuple[str, ...]]:
    """One entry a bulleted line or paragraph of `text`."""
    evidence = Evidence()
    entries: list[str] = []
    for match in ENTRY.finditer(text):
        words = match.group().strip()
        if not words:
            continue
        start = match.start() + match.group().index(words[0])
        evidence.add(str(len(entries)), start, start + len(words))
        entries.append(words)
    return Found(tuple(entries), evidence)
