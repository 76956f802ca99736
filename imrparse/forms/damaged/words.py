"""Words parted or run together in the short values of a damaged letter: requests, credentials, guidelines.

Unlike the form's phrases these are not known beforehand. "Phy sical" is mended since together it is a word of the
catalogues and its parts are not; "surgeonwas" since it stands nowhere else in the letter, "surgeon" does or is in the
catalogues, and "was" is one of the small words that the form prints around its values. Prose is left as it is printed.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from imrparse import catalog
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

_SMALL = "requested whether with were and for not are the was in is of on or to"
SMALL = tuple(_SMALL.split())
"""The longer ones first."""

VERBS = ("is", "are", "was", "were")
"""Small words that lead up to the form's verdict: what is glued to one of them may be a unit, "30 gmwas medically"."""

SHORTEST = 5
"""Letters from which a parted word is known: shorter ones are found in too many pairs of words."""

SHORTEST_NEIGHBOUR = 4
"""Letters that a word glued to a small one must have; behind a capital one fewer: "inNew York"."""

SHORTEST_PAIR = 4
"""Letters of two words at least: two in small letters and two capitals."""

LONG = 5
"""Letters of two words each that may be run together without a small one: "Botoxinjections"."""

WORD = Pattern(r"[A-Za-z]+", bounded=True)
LETTERS = re.compile("[A-Za-z]+")
"""The same, where only the words count and not their places."""

TURN = Pattern(
    r"(?<= [a-z]{3} ) (?= [A-Z][a-z]{2} ) | (?<= \b (?: MTUS | ODG | ACOEM ) ) (?= [A-Z][a-z]{2} )", bounded=True
)
"""Where a new word begins inside a word: "CitationOfficial", "MTUSChronic"."""

CAPITALS = Pattern(r"(?P<one> [a-z]{2,} ) (?P<other> (?! [DR]NA \b ) [A-Z]{2,} )", bounded=True)
"""Two words whatever they spell: "forMS", "mgQTY"; not "dsDNA"."""

BEHIND_VERB = Pattern(r"\s (?: not \s )? (?: medically | licensed ) \b", bounded=True)
"""What follows "is" or "was" where the form has it."""

ACRONYM = Pattern(
    r"""
    \b (?P<before> (?: MTUS | ODG | ACOEM ) ) (?= [A-Z][a-z]{2} | (?<= MTUS ) ACOEM \b )
    | (?<= [a-z]{2} ) (?: MTUS | ODG | ACOEM ) \b
    """,
    bounded=True,
)


def mend_words(letter: Letter, sections: Sections) -> Iterator[Mend]:
    """Mends of the words in the requests, the credentials and the guidelines of the letter."""
    spans = [sections.credentials]
    for item in sections.items:
        spans += [item.treatment, item.claims_administrator, item.expert_reviewer]
    counts = Counter(match.group().lower() for match in WORD.finditer(letter.text, 0, letter.body_end))
    for span in sorted({span for span in spans if span}):
        yield from _parted(letter.text, *span)
        yield from _glued(letter.text, *span, counts)


def mend_acronyms(letter: Letter) -> Iterator[Mend]:
    """Mends of the names of works to which a word is glued, anywhere: "the MTUSChronic Pain", "CitationODG"."""
    for match in ACRONYM.finditer(letter.text, 0, letter.body_end):
        yield Mend(*match.span(), f"{match.group()} " if match["before"] else f" {match.group()}")


def words_damaged(values: Iterable[str]) -> bool:
    """Whether a word of the catalogues is parted, or run together with a small one, in a request or a specialty."""
    return any(_is_damaged(value) for value in values)


def _is_damaged(value: str) -> bool:
    known = known_words()
    words = LETTERS.findall(value)
    # A quick look: three of four requests hold nothing but words of the catalogues and the form's phrases.
    odd = [
        word
        for word in words
        if len(word) == 1 or word.lower() not in known or (word[-1].isupper() and word[0].islower())
    ]
    if not odd:
        return False
    parted = any(f"{one}{other}".lower() in known for one, other in itertools.pairwise(words))
    if parted and any(_parted(value, 0, len(value))):
        return True
    return any(_may_be_glued(word) for word in odd) and any(_glued(value, 0, len(value), Counter()))


@functools.lru_cache(4096)
def _may_be_glued(word: str) -> bool:
    """Whether the word may be two whatever follows it; kept, since requests have few words that no catalogue has."""
    return _cut(word, Counter(), before_verdict=True) > 0


def _may_be_capitals(word: str) -> bool:
    """Whether `CAPITALS` may match."""
    return word[-1].isupper() and word[0].islower()


def _parted(text: str, start: int, end: int) -> Iterator[Mend]:
    known = known_words()
    for one, other in itertools.pairwise(WORD.finditer(text, start, end)):
        if text[one.end() : other.start()] not in (" ", "\n"):
            continue
        whole = f"{one.group()}{other.group()}"
        if len(whole) < SHORTEST or whole.lower() not in known:
            continue
        if not all(len(part) > 1 and part in known for part in (one.group().lower(), other.group().lower())):
            yield Mend(one.start(), other.end(), whole, unsure=True)


def _glued(text: str, start: int, end: int, counts: Mapping[str, int]) -> Iterator[Mend]:
    known = known_words()
    for match in WORD.finditer(text, start, end):
        word = match.group()
        lowered = word.lower()
        whole = lowered in known or counts.get(lowered, 0) > 1
        if len(word) < SHORTEST_PAIR or (whole and not (_may_be_capitals(word) and CAPITALS.fullmatch(word))):
            continue
        cut = _cut(word, counts, before_verdict=bool(BEHIND_VERB.match(text, match.end())))
        if cut:
            yield Mend(match.start(), match.end(), f"{word[:cut]} {word[cut:]}", unsure=True)


def _cut(word: str, counts: Mapping[str, int], *, before_verdict: bool) -> int:
    """Where a word of two begins its second; 0 where it is one.

    A small word of two letters is also how other words begin and end ("inactive", "cervicalis"): it counts where a
    capital follows its small letters, and before the form's verdict. In a word all in capitals no letter tells where
    another begins, and it may be an acronym that no catalogue knows ("ISASS"): it is cut only into long words.
    """
    in_capitals = word.isupper()

    def stands(part: str, shortest: int = SHORTEST_NEIGHBOUR) -> bool:
        names = (part.lower(), part.lower().removesuffix("s"))
        known = any(name in known_words() or counts.get(name, 0) > 0 for name in names)
        return known and (len(part) >= shortest or (len(part) > 1 and part.isupper() and not in_capitals))

    turn = TURN.search(word)
    if turn and stands(word[: turn.start()]) and stands(word[turn.start() :]):
        return turn.start()
    lowered = word.lower()
    capitals = CAPITALS.fullmatch(word)
    if capitals and stands(capitals["one"], 2) and stands(capitals["other"], 2):
        return capitals.end("one")
    for small in SMALL:
        behind, before = word[len(small) :], word[: -len(small)]
        if (
            small == "and"
            and lowered.startswith(small)
            and stands(behind, SHORTEST_NEIGHBOUR if in_capitals else len("leg"))
        ):
            return len(small)
        capital = behind[:1].isupper() and not in_capitals
        if lowered.startswith(small) and (len(small) > 2 or capital) and stands(behind, SHORTEST_NEIGHBOUR - capital):
            return len(small)
        shortest = len("gm") if before_verdict and small in VERBS else SHORTEST_NEIGHBOUR
        if lowered.endswith(small) and (len(small) > 2 or before_verdict) and stands(before, shortest):
            return len(before)
    # Two long words, where the letter is known to be damaged. "Hydro" and its like begin a word that is one.
    cuts = range(LONG, len(word) - LONG + 1) if counts else ()
    return next((at for at in cuts if word[at - 1] != "o" and stands(word[:at]) and stands(word[at:])), 0)


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
