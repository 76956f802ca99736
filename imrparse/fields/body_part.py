"""Parts of the body with their side, and levels of the spine, in the text of a request."""

from __future__ import annotations

import functools
from typing import Literal, NamedTuple

import msgspec

from imrparse import catalog
from imrparse.evidence import Evidence, Found
from imrparse.fields.phrases import PhraseBook, Words, words_of
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
    bounded=True,
)


class _Mention(NamedTuple):
    """A part as the request names it; the words are counted from 0."""

    name: str
    side: Side | None
    first_word: int
    last_word: int
    side_word: int | None


_NO_PARTS: Found[tuple[BodyPart, ...]] = Found(())
_NO_LEVELS: Found[tuple[str, ...]] = Found(())


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
    named = {match.first: match for match in _book().find(words.keys) if match.meaning.name}
    if not named:
        return _NO_PARTS
    sides = not words.known.isdisjoint(_SIDES)
    mentions: list[_Mention] = []
    side: int | None = None
    for index in range(len(words.keys)) if sides else named:
        key = words.keys[index]
        if sides and key in _SIDES and _is_side(text, words, index):
            side = index
            if mentions and mentions[-1].side is None and _belongs_behind(text, words, index):
                mentions[-1] = mentions[-1]._replace(side=_SIDES[key], side_word=index)
        elif index in named:
            _, last, entry = named[index]
            own = entry.side or (_SIDES[words.keys[side]] if side is not None and entry.sided else None)
            mentions.append(_Mention(entry.name, own, index, last - 1, index if entry.side else side if own else None))
    return _once(mentions, words)


def _is_side(text: str, words: Words, index: int) -> bool:
    """A lone R or L is a side only in capitals and not as part of `L/S`, `L4`."""
    start, end = words.starts[index], words.ends[index]
    return end - start > 1 or (text[start].isupper() and text[end : end + 1] not in ("/", "-", "'"))


def _belongs_behind(text: str, words: Words, index: int) -> bool:
    """Whether a side stands behind its part: "shoulder, right", "knee (left)"; no part follows it."""
    following = index + 1
    if following == len(words.keys):
        return True
    gap = text[words.ends[index] : words.starts[following]].strip()
    return gap in (")", ",", ";", ").", "),") or words.keys[following] in ("for", "with", "x", "times")


def _once(mentions: list[_Mention], words: Words) -> Found[tuple[BodyPart, ...]]:
    evidence = Evidence()
    kept: list[BodyPart] = []
    seen: set[tuple[str, Side | None]] = set()
    for name, side, first, last, side_word in mentions:
        if (name, side) in seen:
            continue
        seen.add((name, side))
        number = len(kept)
        kept.append(BodyPart(name=name, side=side))
        evidence.add(f"{number}.name", words.starts[first], words.ends[last])
        if side_word is not None:
            evidence.add(f"{number}.side", words.starts[side_word], words.ends[side_word])
    return Found(tuple(kept), evidence)


def read_levels(text: str) -> Found[tuple[str, ...]]:
    """Levels of the spine as printed, in order. Evidence lies at `0`, `1` and so on."""
    if not any(number[0] in "clts" and number[1:2] < "a" for number in words_of(text).numbers):
        return _NO_LEVELS
    evidence = Evidence()
    levels: list[str] = []
    for match in _LEVEL.finditer(text):
        evidence.add(str(len(levels)), *match.span())
        levels.append(match.group())
    return Found(tuple(levels), evidence)
