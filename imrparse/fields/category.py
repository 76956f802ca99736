"""The state's request category of a treatment, by the rules of `catalog/categories.json`.

A request is split into parts at prepositions and punctuation: "MRI | of the right knee | without
contrast". English names the thing asked for first and says afterwards what it is for, so the first
part that holds a phrase of any rule decides; within it the rule that stands first in the file. Words
that are too general to decide against others ("treatment", "surgery") are marked weak there.
"""

from __future__ import annotations

import difflib
import functools
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from imrparse import catalog
from imrparse.evidence import Doubt, Evidence, Found, Span
from imrparse.fields.drug_lexicon import DrugFile
from imrparse.fields.phrases import PhraseBook, Words, words_of
from imrparse.patterns import IGNORECASE, Pattern


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of `catalog/categories.json`."""

    category: str
    phrases: tuple[str, ...]
    subcategory: str | None = None
    or_: tuple[str, ...] = msgspec.field(name="or", default=())
    """Categories that are honestly possible too."""
    when: Literal["sessions"] | None = None
    weak: bool = False
    joins: bool = False
    """Whether "with", "to" or "by" before the words does not part them from what stands before it."""


class CategoryFile(msgspec.Struct, frozen=True):
    """`catalog/categories.json`."""

    about: str
    request_categories: dict[str, tuple[str, ...]]
    context: tuple[str, ...]
    """Words that say when or why, never what."""
    prepositions: frozenset[str]
    """A part of a request ends before one of these: what follows says where, why or with what."""
    rules: tuple[Rule, ...]


class Classified(NamedTuple):
    """What a request is filed under, and the words that decided."""

    category: str | None = None
    subcategory: str | None = None
    spans: tuple[Span, ...] = ()
    others: tuple[str, ...] = ()
    """Other categories that are honestly possible."""
    respelled: str | None = None
    """The printed word that was taken for another."""
    general: bool = False
    """Whether only a word decided that is in requests of many categories: "therapy", "visits"."""


class _Candidate(NamedTuple):
    """Words of a request that a rule names, in the order in which candidates win."""

    weak: bool
    part: int
    rank: int
    span: Span


VISITS = "Evaluation & Management"
"""The category of which two general words leave no doubt, a specialty's and one for seeing somebody: "neurology
referral", "internal medicine consultation and treatment"."""

_BREAKS = frozenset(",;:([")
_PLAIN_GAPS = frozenset((" ", "/", "-", ""))
_LEADING_UP = frozenset(("with", "w", "to", "by", "from"))
# comparing a word with the vocabulary takes up to a millisecond; no request of the known letters has more words than 60
_LONGEST_RESPELLED = 60
_COORDINATORS = frozenset(("and", "plus"))
_AMPERSAND = Pattern(r"& (?! P \b )", bounded=True)  # not that of "H&P"


# "12 sessions", "times 8", "2 times a week", "weekly"; not "times 1", which may as well be one device
_SESSIONS = Pattern(
    r"""
    \b (?: sessions? | visits? | treatments | weekly | (?: per | a | each | every ) \s+ week
      | (?: times | x ) \s* (?: [2-9] | \d\d | two | three | four | six | eight | ten | twelve )
      | \d \s* / \s* w(?:ee)?k ) \b
    """,
    IGNORECASE,
    bounded=True,
)
# what it needs, as words
_SESSION_WORDS = frozenset(("session", "visit", "treatment", "weekly", "week", "time", "x", "wk"))
# what is bought or rented is no session
_DEVICE = Pattern(
    r"""
    \b (?: units? | devices? | machines? | systems? | purchased? | rental | rent | supplies
      | electrodes? | home \s use ) \b
    """,
    IGNORECASE,
    bounded=True,
)
_DEVICE_WORDS = frozenset(
    ("unit", "device", "machine", "system", "purchase", "purchased", "rental", "rent", "supply", "electrode", "use")
)
# "10mg", "0.5 %", "240gm"
_DOSE = Pattern(
    r"(?<! [\w.] ) \d* [.,]? \d+ \s* (?: (?: mgs? | mcg | gms? | grams? | ml | meq | iu ) \b | % )",
    IGNORECASE,
    bounded=True,
)
_LEVEL = "level"
"""What makes a drug's name a test of the blood."""

_DOSE_UNITS = ("mg", "mcg", "gm", "gram", "ml", "meq", "iu")


@functools.cache
def _rules() -> tuple[tuple[Rule, ...], PhraseBook[list[int]]]:
    """The rules, and for each phrase the places in them that name it; none for words that never decide."""
    file = catalog.load("categories", CategoryFile)
    book: PhraseBook[list[int]] = PhraseBook()
    for phrase in file.context:
        book.add(phrase, [])
    for rank, rule in enumerate(file.rules):
        for phrase in rule.phrases:
            if phrase[0] in "(-":
                continue
            ranks = book.get(phrase)
            if ranks is None:
                book.add(phrase, [rank])
            elif ranks:
                ranks.append(rank)
    drug_rank = [_rank_of("(drug)", file.rules)]
    for entry in catalog.load("drugs", DrugFile).drugs:
        for name in () if entry.group else (entry.generic, *entry.brands, *entry.also):
            book.add(name, drug_rank)
    return file.rules, book


@functools.cache
def _endings() -> dict[str, int]:
    """The endings of words that a rule names, with its place: `ectomy` is a surgery."""
    return {
        phrase[1:]: rank for rank, rule in enumerate(_rules()[0]) for phrase in rule.phrases if phrase.startswith("-")
    }


def _by_ending(text: str, words: Words, found: list[_Candidate]) -> list[_Candidate]:
    """What the endings of a request's words say, for words that stand in no phrase."""
    endings = _endings()
    some = tuple(endings)
    candidates: list[_Candidate] = []
    for index, key in enumerate(words.keys):
        if len(key) > 6 and key.endswith(some):
            span = Span(words.starts[index], words.ends[index])
            if not any(c.span.start <= span.start < c.span.end for c in found):
                part = _part_numbers(text, words, words.keys, set())[index]
                ranks = [endings[ending] for ending in endings if key.endswith(ending)]
                candidates += [_Candidate(False, part, rank, span) for rank in ranks]
    return candidates


def _rank_of(marker: str, rules: tuple[Rule, ...]) -> int:
    return next(rank for rank, rule in enumerate(rules) if marker in rule.phrases)


@functools.cache
def _prepositions() -> frozenset[str]:
    file: CategoryFile = catalog.load("categories", CategoryFile)
    return file.prepositions


@functools.cache
def _drug_rank() -> int:
    return _rank_of("(drug)", _rules()[0])


@functools.cache
def _dose_rank() -> int:
    return _rank_of("(dose)", _rules()[0])


@functools.cache
def _vocabulary() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """The words of all phrases, and those of seven letters or more by their first letter."""
    words = frozenset(key for phrase in _rules()[1].phrases() for key in phrase)
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= 7:
            by_letter.setdefault(word[0], []).append(word)
    return words, {letter: tuple(group) for letter, group in by_letter.items()}


@functools.lru_cache(maxsize=5_000)
def _respelled(key: str) -> str | None:
    """The vocabulary's word that this is a misspelling of: `accupuncutre` gives `acupuncture`."""
    words, by_letter = _vocabulary()
    if len(key) < 7 or key in words or not key.isalpha():
        return None
    # 0.85 lets one or two letters of ten differ; the first letter is seldom the wrong one
    near = difflib.get_close_matches(key, by_letter.get(key[0], ()), n=1, cutoff=0.85)
    return near[0] if near else None


def _part_numbers(text: str, words: Words, keys: Sequence[str], inside: set[int]) -> list[int]:
    """The part of the request that each word belongs to; words `inside` a phrase begin none."""
    prepositions = _prepositions()
    broken = not _BREAKS.isdisjoint(text)
    parts = []
    part = end = 0
    for index, key in enumerate(keys):
        if index not in inside:
            if key in prepositions:
                part += 1
            elif broken and end:
                gap = text[end : words.starts[index]]
                if gap not in _PLAIN_GAPS and not _BREAKS.isdisjoint(gap):
                    part += 1
        end = words.ends[index]
        parts.append(part)
    return parts


def _candidates(text: str, words: Words, keys: Sequence[str]) -> list[_Candidate]:
    """Every phrase of the request that a rule names; `keys` may be those of corrected words."""
    rules, book = _rules()
    matches = book.find(keys)
    inside = {index for match in matches for index in range(match.first + 1, match.last)}
    parts = _part_numbers(text, words, keys, inside)
    in_sessions: bool | None = None
    drug_rank = _drug_rank()
    found = []
    for match in matches:
        for rank in match.meaning:
            rule = rules[rank]
            if rule.when:
                if in_sessions is None:
                    in_sessions = _asks_for_sessions(text, words)
                if not in_sessions:
                    continue
            if rank == drug_rank and keys[match.last : match.last + 1] == (_LEVEL,):
                rank = _rank_of("drug level", rules)  # noqa: PLW2901 - "lithium level" is a test
                rule = rules[rank]
            span = Span(words.starts[match.first], words.ends[match.last - 1])
            part = parts[match.first]
            # "consultation with a psychologist"
            if rule.joins and not _LEADING_UP.isdisjoint(keys[max(0, match.first - 3) : match.first]):
                part = max(0, part - 1)
            found.append(_Candidate(rule.weak, part, rank, span))
            break
    dose = _DOSE.search(text) if _may_hold_dose(text, words) else None
    if dose:
        part = max((p for p, start in zip(parts, words.starts, strict=True) if start <= dose.start()), default=0)
        found.append(_Candidate(False, part, _dose_rank(), Span(*dose.span())))
    return found


def _may_hold_dose(text: str, words: Words) -> bool:
    return bool(words.numbers) and (
        "%" in text
        or not words.known.isdisjoint(_DOSE_UNITS)
        or any(number.endswith(_DOSE_UNITS) for number in words.numbers)
    )


def _asks_for_sessions(text: str, words: Words) -> bool:
    """Whether a request counts sessions ("times 12", "2 times a week") and names no device."""
    if words.known.isdisjoint(_SESSION_WORDS) and not any(n.startswith(("x", "time")) for n in words.numbers):
        return False
    counted = _SESSIONS.search(text) is not None
    return counted and (words.known.isdisjoint(_DEVICE_WORDS) or _DEVICE.search(text) is None)


def _joined_to(best: _Candidate, text: str, words: Words, found: list[_Candidate]) -> tuple[str, ...]:
    """Categories of things that the request asks for in one breath with the best: "MRI and physical therapy"."""
    if len(found) == 1:
        return ()
    rules = _rules()[0]
    places = list(zip(words.keys, words.starts, strict=True))
    joints = [at for key, at in places if key in _COORDINATORS]
    joints += [match.start() for match in _AMPERSAND.finditer(text)]
    joints.sort()
    prepositions = [at for key, at in places if key in _prepositions()]
    others = []
    for candidate in found:
        category = rules[candidate.rank].category
        if candidate.weak or category == rules[best.rank].category:
            continue
        (_, start), (end, _) = sorted((best.span, candidate.span))
        if _any_between(joints, start, end) and not _any_between(prepositions, start, end):
            others.append(category)
    return tuple(dict.fromkeys(others))


def _any_between(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, is in `start` to `end` (not included)."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


@functools.lru_cache(maxsize=2_000)
def classify(text: str) -> Classified:
    """File one request under a category and subcategory of the state's."""
    words = words_of(text)
    found = _candidates(text, words, words.keys)
    respelled = None
    if all(candidate.weak for candidate in found):
        found += _by_ending(text, words, found)
    if len(words.keys) <= _LONGEST_RESPELLED and all(candidate.weak for candidate in found):
        corrected = tuple([_respelled(key) or key for key in words.keys])
        changed = next(
            (i for i, (key, other) in enumerate(zip(words.keys, corrected, strict=True)) if key != other), -1
        )
        if changed >= 0:
            again = _candidates(text, words, corrected)
            if any(not candidate.weak for candidate in again):
                found = again
                respelled = text[words.starts[changed] : words.ends[changed]]
    if not found:
        return Classified()
    best = min(found)
    rule = _rules()[0][best.rank]
    spans = tuple(c.span for c in sorted(found, key=lambda c: c.span) if c.rank == best.rank and c.part == best.part)
    others = rule.or_ + _joined_to(best, text, words, found)
    general = best.weak and not (rule.category == VISITS and len(spans) > 1)
    return Classified(rule.category, rule.subcategory, spans, others, respelled, general)


def read_category(text: str) -> Found[str | None]:
    """The state's request category of a treatment as printed; of a modified request, give the disputed part.

    The evidence is the words that decided. None where no rule names any of the request's words.
    """
    result = classify(text)
    if result.category is None:
        return Found(None, doubts=(Doubt("unknown_category", "", "no words of this request are in the vocabulary"),))
    evidence = Evidence()
    for span in result.spans:
        evidence.add("", *span)
    doubts = []
    if result.others:
        message = f"also possible: {', '.join(result.others)}"
        doubts.append(Doubt("ambiguous_category", "", message))
    elif result.general:
        words = " ".join(text[span.start : span.end] for span in result.spans)
        doubts.append(Doubt("ambiguous_category", "", f"decided by a general word alone, {words!r}"))
    if result.respelled:
        doubts.append(Doubt("uncertain", "", f"decided by the likely meaning of {result.respelled!r}"))
    return Found(result.category, evidence, tuple(doubts))
