"""Look-ups in the guideline catalogue: titles, sections and ODG chapters by the names that letters print.

The data are `mtus.json` (the state's own guidelines), `acoem.json` (the ACOEM chapters that the MTUS adopts) and
`odg.json`. Names are compared by `name_key`, so that case, punctuation, trademark signs and `&` make no difference;
a section's name is also recognised through one slip of the keyboard.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from imrparse import catalog
from imrparse.patterns import Pattern, escape

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


class _LettersAndDigits(dict[int, int | None]):
    """For `str.translate`: drops what is neither letter nor digit; each character is looked at once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = code if chr(code).isalnum() else None
        return kept


_KEPT = _LettersAndDigits()


def name_key(name: str) -> str:
    """What two spellings of a name have in common: `NSAIDs, GI symptoms & …` gives `nsaidsgisymptomsand…`."""
    return name.casefold().replace("&", "and").translate(_KEPT)


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


def acoem_names() -> tuple[list[str], list[str]]:
    """The names of the ACOEM chapters, and the parts of the body in them: `Low Back Disorders` and `Low Back`."""
    names = [name for guideline in acoem_guidelines() for name in (guideline.title, *guideline.also)]
    return names, [name.removesuffix(" Complaints").removesuffix(" Disorders") for name in names]


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


# A slip in a shorter name is too likely to be another word.
_SHORTEST_MISSPELT = 7
# One slip leaves either so many first or so many last characters of such a name as they are.
_INTACT = 3

# "Cyclobenzaprine (Flexeril®)" is also cited as "Cyclobenzaprine", "Implantable … systems (IDDSs)" as "IDDSs".
_PARENTHESIS_LAST = Pattern(r"(?P<name> [^()]+? ) \s* \( (?P<short> [^()]+ ) \) $", bounded=True)


class _Sections:
    """The section names of one guideline, or of all, by what letters may print for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.exact: dict[str, str] = {}
        """By key."""
        for name in names:
            self.exact.setdefault(name_key(name), name)
        self.short: dict[str, str | None] = {}
        """By the key of the part before the last parenthesis, else inside it; None where two names share it."""
        self.beginning: dict[tuple[int, str], list[str]] = {}
        """Keys by length and first characters, of names that are long enough to be known when misspelt."""
        self.ending: dict[tuple[int, str], list[str]] = {}
        inside: dict[str, str | None] = {}
        for key, name in self.exact.items():
            if match := _PARENTHESIS_LAST.match(name):
                self._add_short(name, match.group("name"), self.short)
                self._add_short(name, match.group("short"), inside)
            if len(key) >= _SHORTEST_MISSPELT:
                self.beginning.setdefault((len(key), key[:_INTACT]), []).append(key)
                self.ending.setdefault((len(key), key[-_INTACT:]), []).append(key)

        self.short = inside | self.short

    def _add_short(self, name: str, part: str, short: dict[str, str | None]) -> None:
        key = name_key(part)
        if key not in self.exact and len(key) > 2:
            short[key] = name if short.get(key, name) == name else None

    def find(self, key: str) -> str | None:
        """The name with the key, or the only one whose key is one slip away."""
        found = self.exact.get(key) or self.short.get(key)
        if found is None and len(key) >= _SHORTEST_MISSPELT:
            first, last = key[:_INTACT], key[-_INTACT:]
            near: set[str] = set()
            for length in (len(key) - 1, len(key), len(key) + 1):
                near.update(other for other in self.beginning.get((length, first), ()) if _one_slip(key, other))
                near.update(other for other in self.ending.get((length, last), ()) if _one_slip(key, other))
            found = self.exact[near.pop()] if len(near) == 1 else None
        return found


def slips(name: str) -> list[str]:
    """A name of capital letters, and what it is when a letter is left out, doubled or put behind its neighbour."""
    places = range(len(name))
    lost = [name[:i] + name[i + 1 :] for i in places]
    doubled = [name[: i + 1] + name[i:] for i in places]
    swapped = [name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in places[:-1]]
    return list(dict.fromkeys([name, *swapped, *lost, *doubled]))


def _one_slip(printed: str, name: str) -> bool:
    """Whether one letter is left out of the name, added, another one, or has changed places with its neighbour."""
    longer = len(printed) - len(name)
    at = next((i for i, (a, b) in enumerate(zip(printed, name, strict=False)) if a != b), min(len(printed), len(name)))
    if longer:
        return printed[at + (longer > 0) :] == name[at + (longer < 0) :]
    if printed[at + 1 :] == name[at + 1 :]:
        return True
    return printed[at + 2 :] == name[at + 2 :] and printed[at : at + 2] == name[at + 1 : at + 2] + name[at]


@functools.cache
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


@functools.cache
def _sections(title: str | None) -> _Sections:
    return _Sections(sections_of(title))


@functools.lru_cache(16384)
def known_section(printed: str, title: str | None = None) -> str | None:
    """The section meant by a printed name, of the guideline `title` (canonical) or, failing that, of any.

    `Inital Care` gives `Initial Care`, `Tramadol (Ultram; generic available)` gives `Tramadol`; None for a name that
    the catalogue does not hold.
    """
    key = name_key(printed)
    if not key:
        return None
    found = _sections(title).find(key) if title is not None else None
    found = found or _sections(None).find(key)
    # "Gabapentin (Neurontin, Gabarone, generic available)" is "Gabapentin".
    if found is None and printed.endswith(")") and (match := _PARENTHESIS_LAST.match(printed)):
        found = _sections(None).exact.get(name_key(match.group("name")))
    return found


# Between the words of a name: "Forearm, Wrist, & Hand", "Forearm/Wrist/Hand", "Hips and Pelvis", "Low-Back".
_BETWEEN = r"[\s,/&:–-]+(?:and\s+)?"


_WORD = Pattern(r"[\w']+", bounded=True)


def _words(name: str) -> list[str]:
    return [match.group() for match in _WORD.finditer(name.casefold()) if match.group() != "and"]


def _singular(word: str) -> str:
    """A word without its plural s, but `stress` as it is, and `CTS`: `CT` is another thing."""
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word


def name_pattern(names: Iterable[str]) -> str:
    """An alternation that matches each name with any punctuation between its words, longest names first."""
    alternatives: dict[str, None] = {}
    for name in sorted(names, key=lambda n: -len(n)):
        words = [
            escape(_singular(w)) + ("s?" if len(w) > 2 and w != "cts" and not w.endswith("ss") else "")
            for w in _words(name)
        ]
        alternatives[_BETWEEN.join(words)] = None
    return by_first_letters(list(alternatives), 2)


def by_first_letters(alternatives: list[str], letters: int) -> str:
    """An alternation of parts of patterns that looks at each of the first letters once.

    A matcher tries the branches of an alternation one by one.
    """
    groups: dict[str, list[str]] = {}
    for alternative in alternatives:
        groups.setdefault(alternative[:1], []).append(alternative)
    if letters == 0 or any(not first.isalpha() for first in groups):
        return "|".join(alternatives)
    return "|".join(
        f"{first}(?:{by_first_letters([name[1:] for name in names], letters - 1)})" for first, names in groups.items()
    )


@functools.cache
def odg_chapter_names() -> dict[str, str]:
    """Canonical ODG chapter by a key that ignores `and`, punctuation and plural s."""
    return {odg_key(name): chapter.title for chapter in odg().chapters for name in (chapter.title, *chapter.also)}


@functools.lru_cache(4096)
def odg_key(name: str) -> str:
    """`Hips and Pelvis`, `Hip & Pelvis` both give `hip pelvi`."""
    return " ".join(_singular(w) for w in _words(name))


# A slip in a shorter word of a chapter's name is too likely to be another word: "Heat" is not "Head".
_SHORTEST_CHAPTER_WORD = 5
_SHORTEST_IN_PLACE = 4


@functools.cache
def _chapter_words() -> frozenset[str]:
    return frozenset(word for key in odg_chapter_names() for word in key.split())


@functools.cache
def _chapter_words_about(length: int) -> tuple[str, ...]:
    """Those that are at most one letter longer or shorter."""
    return tuple(word for word in _chapter_words() if abs(len(word) - length) <= 1)


@functools.cache
def _glued_chapter_names() -> dict[str, str]:
    return {_glued(key): key for key in odg_chapter_names() if " " in key}


def _glued(words: str) -> str:
    """`neck andupper back` and `neck upper back` both give `neckupperback`."""
    return words.replace(" ", "").replace("and", "")


@functools.lru_cache(4096)
def misspelt_odg_chapter(printed: str, *, in_place: bool) -> str | None:
    """The ODG chapter meant where each word of its name has at most one slip, or the blanks between them are lost.

    Args:
        in_place: whether `chapter` or `(Acute & Chronic)` stands beside the words, so that they must be a name.
    """
    words = _words(printed)
    least = _SHORTEST_IN_PLACE if in_place else _SHORTEST_CHAPTER_WORD
    right: list[str] = []
    for word in words:
        meant = _meant_word(word, least)
        if meant is None:
            key = _glued_chapter_names().get(_glued(odg_key(printed)))
            return odg_chapter_names()[key] if key else None
        right.append(meant)
    return odg_chapter_names().get(" ".join(right))


def _meant_word(printed: str, least: int) -> str | None:
    """The word of chapters' names that is printed, or the one of that length or longer that one slip makes so."""
    singular = _singular(printed)
    if singular in _chapter_words():
        return singular
    near = [
        word
        for word in _chapter_words_about(len(printed))
        if word[0] == printed[0] and len(word) >= least and (_one_slip(printed, word) or _one_slip(singular, word))
    ]
    return near[0] if len(near) == 1 else None
