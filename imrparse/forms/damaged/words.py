"""Words parted or run together in the short values of a damaged letter: requests, credentials, guidelines.

Unlike the form's phrases these are not known beforehand. "Phy sical" is mended since together it is a word of the
catalogues and its parts are not; "surgeonwas" since it stands nowhere else in the letter, "surgeon" does or is in the
catalogues, and "was" is one of the small words that the form prints around its values. Prose is left as it is printed.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator

from imrparse import catalog
from imrparse.evidence import Span
from imrparse.forms import mpr_2013
from imrparse.forms.damaged.blanks import HEADINGS, PHRASES
from imrparse.forms.damaged.mends import Mend
from imrparse.forms.sections import Sections
from imrparse.letter import Letter
from imrparse.patterns import Pattern

CATALOGS = (
    *("specialties", "states", "mtus", "acoem", "odg", "works"),
    *("drugs", "drug_words", "categories", "body_parts", "diagnoses"),
)
OF_REQUESTS = (
    "whether requested request requests retrospective prospective prescription quantity refills issue question"
)
"""Words that letters print around a request, beside those of the form's phrases."""

SMALL = frozenset("and in is the for of on was are were or not to with requested whether".split())
SHORTEST = 5
"""Letters from which a parted word is known: shorter ones are found in too many pairs of words."""

SHORTEST_NEIGHBOUR = 4
"""Letters that a word glued to a small one must have: "inject" is no "in"."""

WORD = Pattern(r"[A-Za-z]+", bounded=True)
TURN = Pattern(
    r"(?<= [a-z]{3} ) (?= [A-Z][a-z]{2} ) | (?<= \b (?: MTUS | ODG | ACOEM ) ) (?= [A-Z][a-z]{2} )", bounded=True
)
"""Where a new word begins inside a word: "CitationOfficial", "MTUSChronic"."""

ACRONYM = Pattern(r"\b (?: MTUS | ODG | ACOEM ) (?= [A-Z][a-z]{2} )", bounded=True)


def mend_words(letter: Letter, sections: Sections) -> Iterator[Mend]:
    """Mends of the words in the requests, the credentials and the guidelines of the letter."""
    spans = [sections.credentials]
    for item in sections.items:
        spans += [item.treatment, item.claims_administrator, item.expert_reviewer]
    counts = Counter(match.group().lower() for match in WORD.finditer(letter.text, 0, letter.body_end))
    for span in sorted({span for span in spans if span}):
        yield from _parted(letter, span)
        yield from _glued(letter, span, counts)


def mend_acronyms(letter: Letter) -> Iterator[Mend]:
    """Mends of the names of works to which the next word is glued, anywhere: "the MTUSChronic Pain"."""
    for match in ACRONYM.finditer(letter.text, 0, letter.body_end):
        yield Mend(*match.span(), f"{match.group()} ")


def _parted(letter: Letter, span: Span) -> Iterator[Mend]:
    words = list(WORD.finditer(letter.text, *span))
    for one, other in zip(words, words[1:], strict=False):
        if letter.text[one.end() : other.start()] not in (" ", "\n"):
            continue
        parts, whole = (one.group().lower(), other.group().lower()), f"{one.group()}{other.group()}"
        if len(whole) < SHORTEST or whole.lower() not in known_words():
            continue
        if not all(part in known_words() and len(part) > 1 for part in parts):
            yield Mend(one.start(), other.end(), whole, unsure=True)


def _glued(letter: Letter, span: Span, counts: Counter[str]) -> Iterator[Mend]:
    for match in WORD.finditer(letter.text, *span):
        word = match.group()
        if word.lower() in known_words() or counts[word.lower()] > 1:
            continue
        cut = _cut(word, counts)
        if cut:
            yield Mend(match.start(), match.end(), f"{word[:cut]} {word[cut:]}", unsure=True)


def _cut(word: str, counts: Counter[str]) -> int:
    """Where a word of two begins its second; 0 where it is one."""

    def known(part: str) -> bool:
        return part.lower() in known_words() or counts[part.lower()] > 0

    turn = TURN.search(word)
    if turn and known(word[: turn.start()]) and known(word[turn.start() :]):
        return turn.start()
    for small in sorted(SMALL, key=len, reverse=True):
        rest = len(word) - len(small)
        if word.lower().startswith(small) and _stands(word[len(small) :], known(word[len(small) :])):
            return len(small)
        if word.lower().endswith(small) and _stands(word[:rest], known(word[:rest])):
            return rest
    return 0


def _stands(part: str, known: bool) -> bool:
    """Whether the other of two glued words is one: long enough, or set apart by its capitals ("forMS")."""
    return known and (len(part) >= SHORTEST_NEIGHBOUR or part.isupper())


@functools.cache
def known_words() -> frozenset[str]:
    """Words of the catalogues and of the form's phrases, in lower case."""
    texts = [*HEADINGS, *PHRASES, OF_REQUESTS, mpr_2013.TITLE]
    for name in CATALOGS:
        texts += _strings(catalog.load(name, dict))
    return frozenset(word for text in texts for word in re.findall(r"[a-z]{2,}", text.lower()))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "about":
                yield key
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
