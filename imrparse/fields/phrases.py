"""Finding the phrases of a vocabulary in a short text, by words and in time linear in the text.

Words are compared in lower case and without a plural s; whatever stands between words (space, hyphen,
slash, apostrophe) counts as a space. So the entry `x ray` finds "X-rays" and "x ray".
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import regex

T = TypeVar("T")


class Word(NamedTuple):
    """One word of a text: what it is compared by, and where it stands."""

    key: str
    start: int
    end: int


class Match(NamedTuple, Generic[T]):
    """A phrase that was found: the words `first` to `last` (not included) of the text, and what they stand for."""

    first: int
    last: int
    meaning: T


@functools.cache
def _word_pattern() -> regex.Pattern[str]:
    return regex.compile(
        r"""(?x)
        \d+ (?: [.,]\d+ )+      # a number whose point or comma is part of it: 7.5, 50,000
        | [A-Za-z0-9]+          # CT, L4, 20mg, hyaluronic
        """
    )


@functools.lru_cache(maxsize=20_000)
def word_key(word: str) -> str:
    """What a word is compared by: `"Injections"` gives `injection`, `"biopsies"` gives `biopsy`."""
    key = word.lower()
    if len(key) > 3 and key[-1] == "s" and key[-2] not in "sui":
        return key[:-3] + "y" if key.endswith("ies") and len(key) > 5 else key[:-1]
    return key


@functools.lru_cache(maxsize=256)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, in order; kept, because several readers ask for those of one request."""
    return tuple(Word(word_key(m.group()), *m.span()) for m in _word_pattern().finditer(text))


class PhraseBook(Generic[T]):
    """Phrases and what each stands for; of two that begin at one word, the longer is found."""

    def __init__(self) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], T]] = {}
        self._lengths: dict[str, list[int]] = {}

    def add(self, phrase: str, meaning: T) -> bool:
        """Add a phrase; an earlier meaning of the same words stands, and then the answer is False."""
        key = tuple(word.key for word in words_of(phrase))
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
        key = tuple(word.key for word in words_of(phrase))
        return self._by_first.get(key[0], {}).get(key) if key else None

    def find(self, words: Sequence[Word]) -> list[Match[T]]:
        """The phrases in `words` from left to right, none inside or across another."""
        keys = tuple([word.key for word in words])
        found = []
        last = 0
        for first, start in enumerate(keys):
            group = self._by_first.get(start)
            if group is None or first < last:
                continue
            for length in self._lengths[start]:
                key = keys[first : first + length]
                # a slice at the end of the text is shorter than asked for, and its own length comes up later
                if len(key) == length and key in group:
                    last = first + length
                    found.append(Match(first, last, group[key]))
                    break
        return found
