"""Finding the phrases of a vocabulary in a short text, by words and in time linear in the text.

Words are compared in lower case and without a plural s; whatever stands between words (space, hyphen,
slash, apostrophe) counts as a space. So the entry `x ray` finds "X-rays" and "x ray".
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from imrparse.patterns import Pattern

T = TypeVar("T")


class Words(NamedTuple):
    """The words of a text, in order."""

    keys: tuple[str, ...]
    """What each is compared by."""
    starts: tuple[int, ...]
    """Where each begins in the text."""
    ends: tuple[int, ...]
    known: frozenset[str]
    """All keys, to see cheaply whether the text has one of many words."""
    numbers: tuple[str, ...]
    """The keys that hold a digit."""


class Match(NamedTuple, Generic[T]):
    """A phrase that was found: the words `first` to `last` (not included) of the text, and what they stand for."""

    first: int
    last: int
    meaning: T


# a number whose point or comma is part of it: 7.5, 50,000
_POINT = Pattern(r"[0-9] [.,] [0-9]", bounded=True)
_WORD = Pattern(r"[0-9]+ (?: [.,][0-9]+ )+ | [A-Za-z0-9]+", bounded=True)


class _Spaces(dict[int, int]):
    """For `str.translate`: a space for what is neither letter nor digit; each character is looked at once."""

    def __missing__(self, code: int) -> int:
        self[code] = kept = code if code < 128 and chr(code).isalnum() else 32
        return kept


_SPACES = _Spaces()


@functools.lru_cache(maxsize=20_000)
def word_key(word: str) -> str:
    """What a word is compared by: `"Injections"` gives `injection`, `"biopsies"` gives `biopsy`."""
    key = word.lower()
    if len(key) > 3 and key[-1] == "s" and key[-2] not in "sui":
        return key[:-3] + "y" if key.endswith("ies") and len(key) > 5 else key[:-1]
    return key


def plain_words(text: str) -> list[str]:
    """The runs of letters and digits (of ASCII) in a text, as printed."""
    return text.translate(_SPACES).split()


@functools.lru_cache(maxsize=256)
def words_of(text: str) -> Words:
    """The words of a text; kept, because several readers ask for those of one request."""
    pointed = ("." in text or "," in text) and _POINT.search(text)
    printed = [m.group() for m in _WORD.finditer(text)] if pointed else plain_words(text)
    starts, ends, at, find = [], [], 0, text.find
    for word in printed:  # hot; asking the pattern for its spans takes three times as long
        at = find(word, at)
        starts.append(at)
        at += len(word)
        ends.append(at)
    keys = tuple([word_key(word) for word in printed])
    numbers = tuple([key for key in keys if not key.isalpha()])
    return Words(keys, tuple(starts), tuple(ends), frozenset(keys), numbers)


class PhraseBook(Generic[T]):
    """Phrases and what each stands for; of two that begin at one word, the longer is found."""

    def __init__(self) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], T]] = {}
        self._lengths: dict[str, list[int]] = {}

    def add(self, phrase: str, meaning: T) -> bool:
        """Add a phrase; an earlier meaning of the same words stands, and then the answer is False."""
        key = words_of(phrase).keys
        if not key:
            return False
        group = self._by_first.setdefault(key[0], {})
        if key in group:
            return False
        group[key] = meaning
        lengths = self._lengths.setdefault(key[0], [])
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)
        return True

    def phrases(self) -> Iterator[tuple[str, ...]]:
        """The phrases, each as the words that it is compared by."""
        for group in self._by_first.values():
            yield from group

    def get(self, phrase: str) -> T | None:
        """What exactly these words stand for."""
        key = words_of(phrase).keys
        return self._by_first.get(key[0], {}).get(key) if key else None

    def find(self, keys: Sequence[str]) -> list[Match[T]]:
        """The phrases in the words with these keys from left to right, none inside or across another."""
        found: list[Match[T]] = []
        last = 0
        by_first = self._by_first
        for first, start in enumerate(keys):
            if start not in by_first or first < last:
                continue
            group = by_first[start]
            for length in self._lengths[start]:
                key = keys[first : first + length]
                # a slice at the end of the text is shorter than asked for, and its own length comes up later
                if len(key) == length and key in group:
                    last = first + length
                    found.append(Match(first, last, group[key]))
                    break
        return found
