"""Last stage: words that are damaged all over a letter, by OCR or by a bad copy, as doubts.

Where one word in a few dozen is misread, values are wrong that show no sign of it: a guideline that was not seen, a
specialty that was lost. The form's fixed sentences tell how much is misread, for what they should say is known.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from imrparse.evidence import Doubt
from imrparse.forms.damaged.words import known_words
from imrparse.letter import Letter
from imrparse.likeness import alike
from imrparse.record import FormName, Record
from imrparse.warning_codes import severity_of

STOCK_WORDS = {
    "fdl": (
        "complete case file reviewer affiliation with employer employee providers claims administrator been active "
        "clinical practice more than five years currently working least hours week selected based his/her experience "
        "education background expertise same similar specialties that evaluate and/or treat medical condition disputed "
        "familiar governing laws regulations including strength evidence hierarchy applies independent review "
        "determinations developed following clinical summary records final determination decisions forth below"
    ),
    "notice": (
        "independent medical determination application received determined request necessary appropriate decision "
        "rationale filed disputing utilization review assignment information provided above parties qualifications "
        "expert affiliation with employer employee providers claims administrator physician reviewer licensed practice "
        "been active clinical more than five years currently working least hours selected based experience "
        "education background expertise same similar specialties that evaluate treat condition treatments issue "
        "following relevant documents interested reviewed considered included regarding guideline relied upon make "
        "effect deemed director division compensation respect necessity treatment dispute binding california party "
        "appeal providing service under contract with department industrial relations engaged law medicine decisions "
        "about nonuse health care services sole responsibility liable consequences arising"
    ),
    "mpr": (
        "medical professional review issue dispute case summary documents reviewed determination treatment relied upon "
        "reviewer rationale requested necessary qualifications certified licensed practice"
    ),
}
"""Words of the fixed sentences of the forms, each of which a whole letter has."""

FIXED = (
    "has no affiliation with the employer, employee, providers or the claims administrator",
    "has been in active clinical practice for more than five years and is currently working at least 24 hours a week "
    "in active practice",
    "was selected based on his/her clinical experience, education, background, and expertise in the same or similar "
    "specialties that evaluate and/or treat the medical condition and",
    "is familiar with governing laws and regulations, including the strength of evidence hierarchy that applies to "
    "independent medical review determinations",
)
"""Fixed wordings that nearly every letter since late 2013 has: 500 characters that tell of one misread in 200."""

LONG_WORD = 10
SHORTEST_STOCK = 7
ODD_WORD = re.compile(
    # "aff1liation", "folIowing", "documentc.d", "reviewcd,and"; not "10mg", "L4-5", "e.g.", "www.example.com"
    r"""
    [a-z]{2} \d [a-z] | \b [a-z] \d [a-z]{3} | [a-z]{2} [IO] [a-z]
    | \b [a-z]{2,9} [.,] [a-z]{2,} (?! [\w.@/] ) | \b \d [a-z]{5,} \b | \b [a-z]{4,} \d \b
    | \b [b-df-hj-np-tv-xz]{5,} \b | q (?! [dhaopnsw] [a-z]{0,3} \b | id\b | \d ) [a-tv-z]
    """,
    re.VERBOSE,
)
"""Within a word of the text, all that stands between two blanks."""

FEWEST, FEWEST_ODD = 2, 3
"""Signs from which a letter counts as damaged, one of them a word of the form, or none. The real letters have none but
one, "lo9w", once names of medicines and addresses of pages are left out."""


def damaged_words(letter: Letter, record: Record, earlier: Sequence[Doubt] = ()) -> Iterator[Doubt]:
    """Doubts for what rests on single words, where words of the letter are damaged.

    The form's fixed sentences tell: in a letter that has them, words that are nearly theirs are misread ones. Only
    where some of the form's words are missing, the other words are looked at.
    """
    flat = letter.flat
    if all(words in flat for words in FIXED) and not any(map(_may_be_misread, earlier)):
        return
    words = _stock_words(record.form)
    missing = [word for word in words if word not in flat]
    damaged: list[str] = []
    if missing and 2 * len(missing) < len(words):  # else a part of the letter is missing, whose words others resemble
        there = {word.strip(".,;:()'\"") for word in flat.split()}
        damaged = [other for word in missing if (other := _nearly(word, there))]
    damaged = damaged or [words for words in FIXED if words not in flat and _stands_misread(words, flat)][:1]
    odd = [word for word in dict.fromkeys(letter.text[: letter.body_end].split()) if ODD_WORD.search(word)]
    glued = _glued(flat[: letter.body_end])
    signs = list(dict.fromkeys([*damaged, *glued, *(word for word in odd if "/" not in word and "www" not in word)]))
    if len(signs) < (FEWEST if damaged or glued else FEWEST_ODD):
        return
    named = ", ".join(repr(sign) for sign in signs[:3])
    message = f"words of the letter are damaged, as {named}: what rests on single words may be misread"
    paths = ["documents_reviewed"] if record.documents_reviewed else []
    paths += ["form", "reviewer.specialties", "reviewer.licensure", "patient", "case_summary"]
    for number in range(len(record.disputed_items)):
        paths += [f"disputed_items.{number}.{name}" for name in ON_SINGLE_WORDS]
    yield from (Doubt("damaged", path, message) for path in paths)


ON_MEANING = frozenset((
    "ambiguous_category", "uncertain", "contradiction", "several_letters", "unknown_drug", "unknown_chapter", "missing",
    "unknown_category", "unknown_guideline", "several_drugs",
))  # fmt: skip
"""Codes of doubts that arise from what is printed, not from how it is."""


def _may_be_misread(doubt: Doubt) -> bool:
    return doubt.code not in ON_MEANING and (doubt.severity or severity_of(doubt.code, doubt.path)) != "note"


ON_SINGLE_WORDS = (
    *("treatment", "modification", "drug", "category", "details", "claims_administrator", "expert_reviewer"),
    *("rationale", "rationale_citations", "literature_references"),
)


GLUED = re.compile(
    r"\b(?:(?P<before>and|the|for|with|from|of)(?P<word>[a-z]{5,})|(?P<word_first>[a-z]{5,}?)(?P<after>and|the|for|with|from|of))\b"
)
"""A word of five letters or more that lost the blank to a short one beside it: "sprainand", "thelumbar"."""


def _glued(flat: str) -> list[str]:
    """Words that are two of the letter's own words without the blank between them."""
    there = set(re.findall(r"[a-z]+", flat))
    glued = (
        word for word in there if (match := GLUED.fullmatch(word)) and (match["word"] or match["word_first"]) in there
    )
    return sorted(word for word in glued if word not in known_words())


@functools.cache
def _stock_words(form: FormName | None) -> tuple[str, ...]:
    """The longer words of the form's fixed sentences, in lower case."""
    text = STOCK_WORDS.get((form or "").split("-")[0], STOCK_WORDS["fdl"])
    return tuple(word for word in dict.fromkeys(text.split()) if len(word) >= SHORTEST_STOCK)


def _nearly(word: str, there: set[str]) -> str | None:
    """A word of the letter that is this one but for a letter or two, and no word of any form; `None` without one."""
    errors = 1 if len(word) < LONG_WORD else 2
    for other in there:
        if abs(len(other) - len(word)) < 2 and other not in known_words() and other not in _every_stock_word():
            prefix = word.startswith(other) or other.startswith(word)
            changes = None if prefix else alike(word, other, errors)
            if changes and changes[1] - changes[0] >= len(other) - 1:
                return other
    return None


@functools.cache
def _every_stock_word() -> frozenset[str]:
    return frozenset(word for text in STOCK_WORDS.values() for word in text.split())


def _stands_misread(wording: str, flat: str) -> bool:
    """Whether a fixed wording stands in the letter but for a letter or two: in words too short to know them by."""
    at = flat.find(wording[:ANCHOR])
    if at < 0:
        end = flat.find(wording[-ANCHOR:])
        at = end + ANCHOR - len(wording) - FEW if end >= 0 else -1
    return at >= 0 and alike(wording, flat[at : at + len(wording) + 2 * FEW], FEW) is not None


ANCHOR, FEW = 25, 2
"""Characters by which such a wording is found, and how many of its letters may be wrong: another wording has more."""
