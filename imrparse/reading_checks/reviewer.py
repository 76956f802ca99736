"""Credentials of which words remain unread, or that hold words of no credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imrparse.evidence import Doubt
from imrparse.fields.reviewer import begins_specialty, names_state, specialty_meant
from imrparse.forms import anchors
from imrparse.forms.damaged.words import known_words
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.reading_checks.parts import doubts_at
from imrparse.record import Record, Reviewer

SENTENCE = Pattern(
    r"""
    \b licensed \s to \s practice \s (?: \w+ \s )? in \s (?: the \s )? (?: states? \s of \s )?
    (?P<states> (?: D\.\s?C\. | [^.] )* ) (?P<end> \.? )
    """,
    IGNORECASE,
    bounded=True,
)
WORD = re.compile(r"[A-Za-z]{4,}")


def reviewer_doubts(record: Record) -> Iterator[Doubt]:
    """Doubts for credentials of which words remain unread, or that hold words of no credentials."""
    reviewer = record.reviewer
    lower = (reviewer.text or "").lower()
    labels = [pattern.search(lower) if word in lower else None for word, pattern in anchors.CREDENTIALS_LABELS.values()]
    if any(labels):
        yield from _list_doubts(reviewer, lower, [label.start() for label in labels if label])
    else:
        yield from _prose_doubts(reviewer)


OTHER_WORDS = ("case summary", "case file", "reviewer", "determination")
"""Words of the parts above and below the credentials' list."""


def _list_doubts(reviewer: Reviewer, lower: str, labels: list[int]) -> Iterator[Doubt]:
    """Doubts for credentials that are a list, `lower` being its text in lower case."""
    if len(labels) == 1:
        yield Doubt("cut_off", "reviewer.text", "one of the two lines of the credentials is missing")
    elif labels != sorted(labels) or any(words in lower for words in OTHER_WORDS):
        message = "the lines of the credentials are not as on the form: lines may be missing or misplaced"
        yield Doubt("unclear_boundary", "reviewer", message)
    for number, specialty in enumerate(reviewer.specialties):
        path = f"reviewer.specialties.{number}"
        if begins_specialty(specialty):
            message = f"{specialty!r} is only the beginning of a specialty that the catalogue knows"
            yield Doubt("unlikely_specialty", path, message)
        elif _has_unknown_words(specialty):
            meant = specialty_meant(specialty)
            message = f"{specialty!r} holds words of no specialty that the catalogue knows"
            if meant:
                message = f"{specialty!r} is like {meant!r}, and may be misread or misspelt"
            yield Doubt("unlikely_specialty", path, message, severity=None if meant else "note")


def _has_unknown_words(specialty: str) -> bool:
    return any(word.lower() not in known_words() for word in WORD.findall(specialty))


def _prose_doubts(reviewer: Reviewer) -> Iterator[Doubt]:
    """Doubts for credentials that are a sentence."""
    text = reviewer.text or ""
    for number, specialty in enumerate(reviewer.specialties):
        if _has_unknown_words(specialty) or not specialty[:1].isupper() or DIGIT.search(specialty):
            message = f"{specialty!r} holds words of no specialty that the catalogue knows"
            yield Doubt("unlikely_specialty", f"reviewer.specialties.{number}", message)
    sentence = SENTENCE.search(text)
    if not sentence:
        if reviewer.licensure or reviewer.specialties:
            message = "the sentence of the reviewer's credentials is not as on the form"
            yield from doubts_at("unclear_boundary", ("reviewer.licensure", "reviewer.specialties"), message)
        return
    listed = re.split(r",\s*and\s|,|\sand\s", sentence["states"])
    if not sentence["end"] or len([state for state in listed if state.strip()]) != len(reviewer.licensure):
        yield Doubt("cut_off", "reviewer.licensure", "the list of states ends inside a sentence, or is not read whole")
    behind = text[sentence.end() :].split()[:2]
    if names_state(" ".join(behind[:1])) or names_state(" ".join(behind)):
        yield Doubt("cut_off", "reviewer.licensure", "a state's name stands behind the full stop of the list of states")
    before = text[: sentence.start()]
    certified = before[max(before.rfind(". ") + 1, 0) :]
    for specialty in reviewer.specialties:
        certified = certified.replace(specialty, " ", 1)
    rest = CREDENTIAL_WORDS.sub(" ", certified)
    left = re.findall(r"[A-Za-z0-9]{2,}", rest)
    if left:
        message = f"the words {' '.join(left)[:80]!r} of the credentials were not read"
        yield Doubt("unclear_boundary", "reviewer.specialties", message)


DIGIT = re.compile(r"\d")
CREDENTIAL_WORDS = re.compile(
    r"""
    \b (?: the | an? | expert | physician | professional | medical | reviewer | is | has | holds | board[ -]certified
    | certified | in | and | sub-?specialty | certificates? | of | added | qualifications? | he/she | also | are | as
    | fellowship[ -]trained | licensed | speciali[sz]ing | specialty | with | to | practice
    | chiropract\w+ | acupunctur\w+ | psycholog\w+ | podiatr\w+ | dentist | doctor | optometrist | pharmacist ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
