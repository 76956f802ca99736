"""Last stage for letters read by OCR: values whose words were hard to read, as doubts.

A value is in doubt where Tesseract was not sure of a word that it was read from, or where such a word holds what print
hardly ever has and OCR often makes: a stroke for a letter, a letter O among digits. What a reader concludes from a
value in doubt is in doubt with it: words that were misread may have hidden a citation or a drug.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imrparse.evidence import Doubt, Evidence
from imrparse.letter import Letter
from imrparse.patterns import Pattern

SURE = 0.85
SURE_NUMBER = 0.9
"""Confidence from which a word counts as read, and a number or date, of which every character counts. (Tesseract gives
case numbers 0.87 to 0.92 when they are right.)

Measured on real letters as pictures of 200 dpi: of 13,000 words 20 are less sure, one of them wrong, none of the others
is; skewed, blurred and full of specks, 4,700 words: 90 are less sure, 20 of them wrong, and of the others 7, which
differ in a quotation mark or in a full stop.
"""

MISREAD = Pattern(
    # "1O0mg", "l0", "#6O"; "medicaIly"; "|", "}" and the like
    r"""
    \d [OolI|] (?= \d | m[gl] \b | \b ) | \b [OolI|] \d (?! \d\.? ) | (?<= [a-z] ) I (?= [a-z] )
    | [|{}~\\^\u00a2\u00a5\u00a6\u00ab\u00ac\u00bb]
    """,
    bounded=True,
)
ODD_CAPITAL = Pattern(
    # "6 Visits.", "2 weeks With evidence": letters whose capital differs from the small one in size only
    r"""
    (?<= (?: \s | ^ ) (?: [a-z]{2,} | \d{1,3} ) \s ) (?P<word> [CKOPSUVWXZ][a-z]{2,} )
    (?: (?= [.,;]? \s+ [^\p{Lu}] ) | (?= \. ) )
    """,
    bounded=True,
)
NUMBER = Pattern(r"\W* \d", bounded=True)
WORD = Pattern(r"\S+", bounded=True)
CAPITALIZED = Pattern(r"(?<! \w ) (?P<word> [A-Z][a-z]{2,} ) (?! \w )", bounded=True)
SMALL = Pattern(r"(?<! \w ) [a-z]{3,} (?! \w )", bounded=True)
NAMED = 3
"""Words that a warning names; there may be more."""

CONCLUDED = {
    "treatment": ("category", "details", "drug", "modification"),
    "claims_administrator.text": ("claims_administrator.basis", "claims_administrator.citations"),
    "expert_reviewer.text": ("expert_reviewer.basis", "expert_reviewer.citations"),
    "rationale": ("rationale_citations", "literature_references"),
    "case_summary": ("patient",),
}
"""By the end of a path, what is read from the words of its value, beside it."""

PROSE = ("rationale", "case_summary")
"""Values of many words, of which only few lead to anything: those with a digit or a capital."""


class _Word(NamedTuple):
    start: int
    end: int
    text: str


def ocr_doubts(letter: Letter, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt for each value of the letter that was read from words that OCR may have got wrong."""
    yield from _lost_bullets(letter, evidence)
    words = _doubtful(letter)
    if not words:
        return
    for path, spans in evidence.items():
        found = [word for span in spans for word in words if word.start < span.end and span.start < word.end]
        if found:
            modified = "original" in letter.flat[spans[0].start : spans[-1].end]
            yield from _doubts(path, found, modified=modified)


def _lost_bullets(letter: Letter, evidence: Evidence) -> Iterator[Doubt]:
    """A doubt where some entries of the list of documents begin with a bullet and others do not."""
    bullets = set()
    for path, spans in evidence.items():
        if path.startswith("documents_reviewed"):
            at = spans[0].start
            bullets.add(bool(letter.text[letter.text.rfind("\n", 0, at) + 1 : at].strip()))
    if len(bullets) > 1:
        message = "OCR lost some bullets of the list: where an entry ends is uncertain"
        yield Doubt("ocr_doubt", "documents_reviewed", message)


def _doubtful(letter: Letter) -> list[_Word]:
    """The words of the letter that OCR read and may have misread."""
    words = []
    odd = _odd_capitals(letter)
    for match in WORD.finditer(letter.text):
        for page, start, end in letter.source_spans(*match.span()):
            confidence = letter.pages[page - 1].confidence(start, end)
            if confidence is not None and (
                confidence < _sure(match.group()) or match.start() in odd or MISREAD.search(match.group())
            ):
                words.append(_Word(*match.span(), match.group()))
                break
    return words


def _odd_capitals(letter: Letter) -> set[int]:
    """Where a word has a capital inside a sentence, which it has nowhere else while its small letter stands there too.

    On the 114 real letters as pictures of 200 dpi that are five words, one of them read wrongly.
    """
    text = letter.text
    capitals = Counter(match["word"] for match in CAPITALIZED.finditer(text))
    small = {match.group() for match in SMALL.finditer(text)}
    return {
        match.start("word")
        for match in ODD_CAPITAL.finditer(text)
        if capitals[match["word"]] == 1 and match["word"].lower() in small
    }


def _sure(word: str) -> float:
    return SURE_NUMBER if NUMBER.match(word) else SURE


def _doubts(path: str, words: Sequence[_Word], *, modified: bool) -> Iterator[Doubt]:
    """The doubt of one value and of what is concluded from it; `modified`, it may be a modified request."""
    named = ", ".join(dict.fromkeys(repr(word.text) for word in words[:NAMED]))
    message = f"OCR was not sure of {named}" + (f" and {len(words) - NAMED} more" if len(words) > NAMED else "")
    yield Doubt("ocr_doubt", path, message)
    for ending, concluded in CONCLUDED.items():
        if not path.endswith(ending):
            continue
        if path.endswith(PROSE) and not any(not word.text.islower() for word in words):
            continue
        for name in concluded:
            if name == "modification" and not modified:
                continue
            yield Doubt("ocr_doubt", path.removesuffix(ending) + name, message)
