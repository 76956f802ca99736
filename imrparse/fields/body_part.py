"""Parts of the body with their side, and levels of the spine, in the text of a request."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Literal

import msgspec

from imrparse import catalog
from imrparse.evidence import Evidence, Found
from imrparse.fields.phrases import PhraseBook, Word, words_of
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import BodyPart

Side = Literal["left", "right", "bilateral"]


class BodyPartEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of `catalog/body_parts.json`."""

    name: str
    phrases: tuple[str, ...]
    sided: bool = False
    side: Side | None = None


class BodyPartFile(msgspec.Struct, frozen=True):
    """`catalog/body_parts.json`."""

    about: str
    other: tuple[str, ...]
    body_parts: tuple[BodyPartEntry, ...]


_SIDES: dict[str, Side] = {
    "right": "right", "rt": "right", "r": "right", "left": "left", "lt": "left", "l": "left",
    "bilateral": "bilateral", "bilaterally": "bilateral", "bilat": "bilateral", "bil": "bilateral",
    "both": "bilateral", "billateral": "bilateral",
}  # fmt: skip

# "L4-5", "L5-S1", "C5-C6", "L3-L4-L5", "C4, C5"; a level is a letter of the spine with a number that exists
_LEVEL = Pattern(
    r"""
    (?<! [A-Za-z0-9] ) (?: [CL] \s? [1-8] | T \s? (?: 1[0-2] | [1-9] ) | S \s? [1-5] )
    (?: \s? [-/–] \s? (?: [CLTS] \s? )? (?: 1[0-2] | [1-9] ) )*  (?! [A-Za-z0-9.%] )
    """,
    IGNORECASE,
)


@functools.cache
def _book() -> PhraseBook[BodyPartEntry]:
    file = catalog.load("body_parts", BodyPartFile)
    nothing = BodyPartEntry(name="", phrases=())
    book: PhraseBook[BodyPartEntry] = PhraseBook()
    for phrase in file.other:
        book.add(phrase, nothing)
    for entry in file.body_parts:
        for phrase in entry.phrases:
            book.add(phrase, entry)
    return book


def read_body_parts(text: str) -> Found[tuple[BodyPart, ...]]:
    """The parts of the body that a request names, in order, each once.

    A side holds for all that follow it until another is named: "left shoulder, wrist and hip". One that
    stands after a part ("shoulder, right") holds for that part. Evidence lies at `0.name` and `0.side`.
    """
    words = words_of(text)
    named = {match.first: match for match in _book().find(words) if match.meaning.name}
    if not named:
        return Found(())
    parts: list[BodyPart] = []
    spans: list[tuple[Word, Word, Word | None]] = []
    side: Word | None = None
    for index, word in enumerate(words):
        if word.key in _SIDES and _is_side(text, word):
            side = word
            if parts and parts[-1].side is None and _belongs_behind(text, words, index):
                parts[-1] = msgspec.structs.replace(parts[-1], side=_SIDES[word.key])
                spans[-1] = (*spans[-1][:2], word)
        elif index in named:
            entry = named[index].meaning
            own = entry.side or (_SIDES[side.key] if side and entry.sided else None)
            parts.append(BodyPart(name=entry.name, side=own))
            spans.append((word, words[named[index].last - 1], word if entry.side else side if own else None))
    return _once(parts, spans)


def _is_side(text: str, word: Word) -> bool:
    """A lone R or L is a side only in capitals and not as part of `L/S`, `L4`."""
    if word.end - word.start > 1:
        return True
    return text[word.start].isupper() and text[word.end : word.end + 1] not in ("/", "-", "'")


def _belongs_behind(text: str, words: Sequence[Word], index: int) -> bool:
    """Whether a side stands behind its part: "shoulder, right", "knee (left)"; no part follows it."""
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None:
        return True
    return text[words[index].end : following.start].strip() in (")", ",", ";", ").", "),") or following.key in (
        "for",
        "with",
        "x",
        "times",
    )


def _once(parts: list[BodyPart], spans: list[tuple[Word, Word, Word | None]]) -> Found[tuple[BodyPart, ...]]:
    evidence = Evidence()
    kept: list[BodyPart] = []
    for part, (first, last, side) in zip(parts, spans, strict=True):
        if part in kept:
            continue
        number = len(kept)
        kept.append(part)
        evidence.add(f"{number}.name", first.start, last.end)
        if side:
            evidence.add(f"{number}.side", side.start, side.end)
    return Found(tuple(kept), evidence)


def read_levels(text: str) -> Found[tuple[str, ...]]:
    """Levels of the spine as printed, in order. Evidence lies at `0`, `1` and so on."""
    evidence = Evidence()
    levels: list[str] = []
    if not any(len(word.key) > 1 and word.key[1] < "a" and word.key[0] in "clts" for word in words_of(text)):
        return Found((), evidence)
    for match in _LEVEL.finditer(text):
        evidence.add(str(len(levels)), *match.span())
        levels.append(match.group())
    return Found(tuple(levels), evidence)
