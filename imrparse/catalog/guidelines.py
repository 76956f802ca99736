"""Look-ups in the guideline catalogue: titles, sections and ODG chapters by the names that letters print.

The data are `mtus.json` (the state's own guidelines), `acoem.json` (the ACOEM chapters that the MTUS adopts) and
`odg.json`. Names are compared by `name_key`, so that case, punctuation, trademark signs and `&` make no difference;
a section's name is also recognised through one slip of the keyboard.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import regex

from imrparse import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Edition(msgspec.Struct, frozen=True):
    """One edition: the year that letters print (None where they print different ones) and its first day in force."""

    year: int | None = None
    effective: str | None = None


class Guideline(msgspec.Struct, frozen=True):
    """A guideline or chapter that is cited by title."""

    title: str
    chapter: int | None = None
    also: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    needs_year: bool = False


class MtusCatalog(msgspec.Struct, frozen=True):
    """`mtus.json`."""

    about: str
    guidelines: tuple[Guideline, ...]
    sections: dict[str, tuple[str, ...]]


class AcoemCatalog(msgspec.Struct, frozen=True):
    """`acoem.json`: `chapters` of the second edition, `disorders` of the third."""

    about: str
    chapters: tuple[Guideline, ...]
    disorders: tuple[Guideline, ...]
    chapter_sections: tuple[str, ...]
    disorder_sections: tuple[str, ...]
    general_sections: tuple[str, ...]


class OdgChapter(msgspec.Struct, frozen=True):
    """An ODG chapter: canonical title and the names written for it."""

    title: str
    also: tuple[str, ...] = ()


class OdgCatalog(msgspec.Struct, frozen=True):
    """`odg.json`."""

    about: str
    chapters: tuple[OdgChapter, ...]
    only_with_chapter: tuple[str, ...]
    word_in_topics: tuple[str, ...]


@functools.lru_cache(16384)
def name_key(name: str) -> str:
    """What two spellings of a name have in common: `NSAIDs, GI symptoms & …` gives `nsaidsgisymptomsand…`."""
    return "".join(filter(str.isalnum, name.casefold().replace("&", "and")))


def mtus() -> MtusCatalog:
    """The state's own guidelines."""
    found: MtusCatalog = catalog.load("mtus", MtusCatalog)
    return found


def acoem() -> AcoemCatalog:
    """The ACOEM chapters."""
    found: AcoemCatalog = catalog.load("acoem", AcoemCatalog)
    return found


def odg() -> OdgCatalog:
    """The ODG chapters."""
    found: OdgCatalog = catalog.load("odg", OdgCatalog)
    return found


def all_guidelines() -> Iterator[Guideline]:
    """Every guideline that is cited as MTUS or ACOEM."""
    yield from mtus().guidelines
    yield from acoem_guidelines()


def acoem_guidelines() -> Iterator[Guideline]:
    """The ACOEM chapters of both editions."""
    yield from acoem().chapters
    yield from acoem().disorders


@functools.cache
def _titles() -> dict[str, str]:
    """Canonical title by the key of each name."""
    titles: dict[str, str] = {}
    for guideline in all_guidelines():
        for name in (guideline.title, *guideline.also):
            titles.setdefault(name_key(name), guideline.title)
    return titles


@functools.cache
def _chapter_titles() -> dict[int, str]:
    return {g.chapter: g.title for g in acoem().chapters if g.chapter is not None}


@functools.lru_cache(4096)
def known_title(printed: str, chapter: str | None = None) -> str | None:
    """The catalogue's title for a printed one, else for a second-edition ACOEM chapter number.

    A body part alone (`Low Back`) is a title only with its chapter's number: both ACOEM editions have one for it.
    """
    title = _titles().get(name_key(printed))
    if title is None and chapter is not None and chapter.isdigit():
        title = _chapter_titles().get(int(chapter))
    return title


class SectionIndex(NamedTuple):
    """Section names by key, whole (`exact`) and by the part before or inside the last parenthesis (`short`)."""

    exact: dict[str, str]
    short: dict[str, str | None]


def _less_one(key: str) -> Iterator[str]:
    """The key without each of its characters: two keys that share one differ by one slip at most."""
    for i in range(len(key)):
        yield key[:i] + key[i + 1 :]


# "Cyclobenzaprine (Flexeril®)" is also cited as "Cyclobenzaprine", "Implantable … systems (IDDSs)" as "IDDSs".
_PARENTHESIS_LAST = r"^(?P<name>[^()]+?)\s*\((?P<short>[^()]+)\)$"


@functools.cache
def _parenthesis_last() -> regex.Pattern[str]:
    return regex.compile(_PARENTHESIS_LAST)


@functools.cache
def _index(names: tuple[str, ...]) -> SectionIndex:
    exact: dict[str, str] = {}
    for name in names:
        exact.setdefault(name_key(name), name)
    short: dict[str, str | None] = {}
    for name in exact.values():
        if match := _parenthesis_last().match(name):
            for part in match.group("name", "short"):
                key = name_key(part)
                if key not in exact and len(key) > 2:
                    short[key] = name if short.get(key, name) == name else None
    return SectionIndex(exact, short)


# A slip in a shorter name is too likely to be another word.
_SHORTEST_MISSPELT = 7


@functools.cache
def _misspelt(names: tuple[str, ...]) -> dict[str, str | None]:
    """Section names by key and by key less one character; None where two names share it."""
    near: dict[str, str | None] = {}
    for key, name in _index(names).exact.items():
        if len(key) >= _SHORTEST_MISSPELT:
            for reduced in (key, *_less_one(key)):
                near[reduced] = name if near.get(reduced, name) == name else None
    return near


@functools.lru_cache(256)
def sections_of(title: str | None) -> tuple[str, ...]:
    """Section names of a guideline by canonical title; of all guidelines for None."""
    own, chapters = mtus().sections, acoem()
    if title is None:
        every: Iterable[tuple[str, ...]] = (*own.values(), chapters.chapter_sections, chapters.disorder_sections)
        return tuple(name for names in every for name in names) + chapters.general_sections
    if title in own:
        return own[title]
    if title in {g.title for g in chapters.chapters}:
        return chapters.chapter_sections + chapters.general_sections
    return chapters.disorder_sections + chapters.general_sections


def _look_up(names: tuple[str, ...], key: str) -> str | None:
    index = _index(names)
    found = index.exact.get(key) or index.short.get(key)
    if found is None and len(key) >= _SHORTEST_MISSPELT:
        near = _misspelt(names)
        found = next((name for reduced in (key, *_less_one(key)) if (name := near.get(reduced))), None)
    return found


@functools.lru_cache(16384)
def known_section(printed: str, title: str | None = None) -> str | None:
    """The section meant by a printed name, of the guideline `title` (canonical) or, failing that, of any.

    `Inital Care` gives `Initial Care`, `Tramadol (Ultram; generic available)` gives `Tramadol`; None for a name that
    the catalogue does not hold.
    """
    key = name_key(printed)
    if not key:
        return None
    names = [sections_of(title)] if title is not None else []
    names.append(sections_of(None))
    for known in names:
        if found := _look_up(known, key):
            return found
    # "Gabapentin (Neurontin, Gabarone, generic available)" is "Gabapentin".
    if match := _parenthesis_last().match(printed):
        return _index(names[-1]).exact.get(name_key(match.group("name")))
    return None


# Between the words of a name: "Forearm, Wrist, & Hand", "Forearm/Wrist/Hand", "Hips and Pelvis", "Low-Back".
_BETWEEN = r"[\s,/&:–-]+(?:and\s+)?"


def _singular(word: str) -> str:
    """A word without its plural s, but `CTS` as it is: `CT` is another thing."""
    return word.removesuffix("s") if len(word) > 3 else word


def name_pattern(names: Iterable[str]) -> str:
    """An alternation that matches each name with any punctuation between its words, longest names first."""
    alternatives: dict[str, None] = {}
    for name in sorted(names, key=lambda n: -len(n)):
        words = [w for w in regex.findall(r"[\w']+", name.casefold()) if w != "and"]
        alternatives[
            _BETWEEN.join(regex.escape(_singular(w)) + ("s?" if len(w) > 2 and w != "cts" else "") for w in words)
        ] = None
    return "|".join(alternatives)


@functools.cache
def odg_chapter_names() -> dict[str, str]:
    """Canonical ODG chapter by a key that ignores `and`, punctuation and plural s."""
    return {odg_key(name): chapter.title for chapter in odg().chapters for name in (chapter.title, *chapter.also)}


@functools.lru_cache(4096)
def odg_key(name: str) -> str:
    """`Hips and Pelvis`, `Hip & Pelvis` both give `hip pelvi`."""
    return " ".join(_singular(w) for w in regex.findall(r"[\w']+", name.casefold()) if w != "and")
