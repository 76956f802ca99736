"""Last stage: whether the letter was read right, by signs that no single reader sees, as doubts.

A letter that lost a line, has a page twice or was misread by a machine still gives values of the right shape. What
betrays them: the form's words inside a value, a value that begins or ends inside a sentence, sections in another order
than the form's, the same line or item twice, words of the form that are spelt as the form never spells them.

The checks look at what was read and change no value. They can be strict, for print is clean: of the 116 real letters
at hand, with 273 items, one has a sign that is none (a rationale without its last full stop).
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imrparse.evidence import Doubt, Span
from imrparse.forms.anchors import SPECIALTY
from imrparse.forms.damaged.words import known_words
from imrparse.forms.sections import ITEM_PARTS, Sections
from imrparse.letter import CLOSERS, Letter
from imrparse.likeness import alike
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import FormName, Record

WHOLE_LETTER = ("disputed_items", "outcome")
FORMS_OF_2013 = frozenset(("mpr-2013", "notice-2013", "fdl-2013"))

READ_FROM_REQUEST = ("treatment", "modification", "drug", "category", "details")
READ_FROM_PART = {
    "treatment": READ_FROM_REQUEST,
    "decision": ("decision",),
    "claims_administrator": ("claims_administrator",),
    "expert_reviewer": ("expert_reviewer",),
    "rationale": ("rationale", "rationale_citations", "literature_references"),
}
"""By the part of an item, the values that are read from it."""


class _Part(NamedTuple):
    """A part of the letter that values were read from."""

    name: str
    span: Span
    paths: tuple[str, ...]


def reading_doubts(
    letter: Letter, sections: Sections, record: Record, earlier: Sequence[Doubt] = ()
) -> Iterator[Doubt]:
    """Doubts about the record of a letter, from signs in its text that values were read from the wrong words.

    Args:
        earlier: what its readers were in doubt about.
    """
    parts = _parts(sections)
    yield from _concluded(earlier)
    yield from _swallowed(record)
    yield from _documents(record.documents_reviewed)
    yield from _requests(record)
    yield from _stock_inside(letter, parts, record.form)
    yield from _cut_sentences(letter, parts)
    yield from _order(sections, record.form)
    yield from _repeated_items(record)
    yield from _repeated_lines(letter, parts)
    yield from _reviewer(record)
    yield from _damaged_words(letter, record)


def _parts(sections: Sections) -> list[_Part]:
    parts: list[_Part] = []
    whole: tuple[tuple[str, Span | None, tuple[str, ...]], ...] = (
        ("credentials", sections.credentials, ("reviewer",)),
        ("case_summary", sections.case_summary, ("case_summary", "patient")),
        ("documents_reviewed", sections.documents_reviewed, ("documents_reviewed",)),
    )
    for name, span, paths in whole:
        if span:
            parts.append(_Part(name, span, paths))
    for number, item in enumerate(sections.items):
        for name in ITEM_PARTS:
            span = getattr(item, name)
            if span:
                paths = tuple(f"disputed_items.{number}.{value}" for value in READ_FROM_PART[name])
                parts.append(_Part(name, span, paths))
    return parts


def _of(code: str, paths: Sequence[str], message: str) -> Iterator[Doubt]:
    return (Doubt(code, path, message) for path in paths)


# What rests on values in doubt -----------------------------------------------------------------------------------

SPREADING = frozenset(("damaged", "section_missing", "unread_guideline", "stray_label", "cut_off", "unclear_boundary"))
"""Codes of doubts about the words of a value, so that what is concluded from them is in doubt too."""

CONCLUDED = {
    "text": ("basis", "citations"),
    "citations": ("basis",),
    "treatment": READ_FROM_REQUEST[1:],
    "rationale": READ_FROM_PART["rationale"][1:],
    "case_summary": ("patient",),
}
"""By the last name of a path, what is read from the words of its value, beside it."""


def _concluded(earlier: Sequence[Doubt]) -> Iterator[Doubt]:
    """Doubts for what is read from values that are in doubt."""
    for doubt in earlier:
        above, dot, name = doubt.path.rpartition(".")
        if doubt.code in SPREADING and name in CONCLUDED:
            yield from (doubt._replace(path=f"{above}{dot}{other}", printed=None) for other in CONCLUDED[name])


def _swallowed(record: Record) -> Iterator[Doubt]:
    """Doubts for guidelines of an item without a rationale: where they end is unclear then."""
    for number, item in enumerate(record.disputed_items):
        if not item.rationale:
            message = "the item's rationale was not found: it may stand here"
            for side in ("claims_administrator", "expert_reviewer"):
                if getattr(item, side).text:
                    yield Doubt("section_missing", f"disputed_items.{number}.{side}", message)


# The list of documents -------------------------------------------------------------------------------------------

STOCK_ENTRIES = (
    *("application for independent medical review", "utilization review determination"),
    *("medical treatment utilization schedule (mtus)", "notice of assignment and request for information"),
    *("medical records from claims administrator", "medical records from provider", "employee medical records"),
)
"""Entries of nearly every list of 2013: what is the beginning of one was cut."""

LONGEST_ENTRY = 200
NO_ENTRY = re.compile(
    r"""
    : $ | \? $ | ^these\b | ^the\ following\b | \( [^)]* $ | \b (?: from | by | and | the | of | dated | received | through ) $
    | \b documents? \b .* \b (?: included? | reviewed | received\ from ) | \b were\ (?: reviewed | provided )
    | \b (?: guidelines? | reviewer | administrator ) \b .* \b (?: relied | based | found | whether | cite ) \b
    | [a-z]{4} \. \s [A-Z] | \b medically\ necessary | \b regarding\ the\ re | administrative\ records
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What no entry of a list has: a list's lead-in, an end inside the entry, sentences."""


def _documents(entries: Sequence[str]) -> Iterator[Doubt]:
    """A doubt where an entry of the list of documents is none, or is there twice."""
    seen: set[str] = set()
    for entry in entries:
        lowered = entry.casefold()
        cut = len(entry) < 40 and any(stock.startswith(lowered) and stock != lowered for stock in STOCK_ENTRIES)
        if cut or len(entry) > LONGEST_ENTRY or NO_ENTRY.search(entry) or entry[0].islower():
            yield Doubt("unclear_boundary", "documents_reviewed", f"{entry[:80]!r} reads like no entry of a list")
        elif lowered in seen:
            yield Doubt("unclear_boundary", "documents_reviewed", f"{entry[:80]!r} stands in the list twice")
        seen.add(lowered)


# Requests --------------------------------------------------------------------------------------------------------

NO_REQUEST = re.compile(
    r"""
    medically | necess | \b appropriate\b | ^ \W* wh[a-z]{2,6}er \b | ^ .{0,20} \b requests? \s for \b
    | \? | [a-z]{3} \. \s (?: [A-Z][a-z]+ | A | I ) \s [a-z]+ | \b is \s? not \b
    | \b (?: guideline\b | injured\ worker | year[\s-]old | reviewer ) | [a-z] :\s*$
    | (?<! [\w.] ) [IlO] (?= % | \s? m[gl]\b ) | \d [IlO] (?! \w )
    | (?: ^ | [a-zA-Z)] \s ) (?: mg | mcg ) \b
    """,
    re.VERBOSE,
)
"""What no request has: the form's question or verdict, a sentence of the letter's prose, a measure without a number."""

MODIFIED = ("original request", "authorized by", "Claims Administrator")
LONGEST_REQUEST = 500


def _requests(record: Record) -> Iterator[Doubt]:
    """Doubts for requests that hold more than a request."""
    for number, item in enumerate(record.disputed_items):
        texts = [item.treatment or ""]
        if any(words in texts[0] for words in MODIFIED):
            texts = [part for part in _modification(item.modification) if part]
        for text in texts:
            found = NO_REQUEST.search(text)
            if found or len(text) > LONGEST_REQUEST:
                words = found.group().strip() if found else f"{text[:40]}…"
                paths = [f"disputed_items.{number}.{name}" for name in (*READ_FROM_REQUEST, "decision")]
                yield from _of("unclear_boundary", paths, f"the request holds {words!r}: more than a request, perhaps")
                break


def _modification(parts: object) -> tuple[str | None, ...]:
    return tuple(getattr(parts, name, None) for name in ("requested", "authorized", "disputed"))


# The form's words inside values ----------------------------------------------------------------------------------

SINCE_2014 = (
    *("affiliation with the employer", "active clinical practice for more than", "strength of evidence hierarchy"),
    *("his/her clinical experience", "the complete case file", "following clinical case summary", "set forth below"),
    *("or the claims administrator.", "decision rationale:", "maximus guideline:", "imr issues, decision"),
)
"""Words of the form's headings and fixed sentences that reviewers do not write."""

OF_2013 = (
    *("the final determination of", "following relevant documents", "documents included:", "relied upon by"),
    *("rationale for why", "rationale for the decision", "effect of the decision", "has determined the request"),
    *("reviewed for determination", "reviewer qualifications", "at dispute:", "qualifications of the"),
    *("licensed to practice in", "requested treatment/service", "parties and the documents", ") regarding the request"),
    *("an independent review service", "expert reviewer to make", "case summary:", "documents reviewed:"),
    *("evaluate and/or treat the medical condition", "imr decision(s)"),
)
"""The same of the earlier forms."""


def _stock_inside(letter: Letter, parts: Sequence[_Part], form: FormName | None) -> Iterator[Doubt]:
    """Doubts for values that hold words of the form's other parts."""
    flat, end = letter.flat, letter.body_end
    prose = [part for part in parts if part.name != "credentials"]
    if not prose:
        return
    first = min(part.span.start for part in prose)
    for wording in (*SINCE_2014, *OF_2013) if form in FORMS_OF_2013 else SINCE_2014:
        at = flat.find(wording, first, end)
        while at >= 0:
            for index, part in enumerate(prose):
                if part.span.start <= at < part.span.end:
                    message = f"the form's words {wording!r} stand inside: it may hold the next part of the letter too"
                    yield from _of("unclear_boundary", part.paths, message)
                    after = prose[index + 1 : index + 2]
                    yield from (d for other in after for d in _of("unclear_boundary", other.paths, message))
            at = flat.find(wording, at + 1, end)


# Sentences cut ---------------------------------------------------------------------------------------------------

SENTENCE_ENDS = (".", "!", "?", ":", ";", "…")
CUT = {"claims_administrator", "expert_reviewer", "rationale", "case_summary"}


def _cut_sentences(letter: Letter, parts: Sequence[_Part]) -> Iterator[Doubt]:
    """Doubts for paragraphs that begin in small letters or end inside a sentence."""
    text = letter.text
    for part in parts:
        if part.name not in CUT:
            continue
        start, end = part.span
        if text[start].islower():
            message = "it begins inside a sentence: its beginning may be missing, or may stand elsewhere"
            yield from _of("cut_off", part.paths, message)
        last = text[max(start, end - 4) : end].rstrip(CLOSERS)
        if not last.endswith(SENTENCE_ENDS) and not letter.flat.endswith(VERDICTS, start, end):
            message = "it ends inside a sentence: a part of it may be missing, or may stand elsewhere"
            yield from _of("cut_off", part.paths, message)


VERDICTS = ("necessary", "appropriate")
"""Last words of a rationale that lost only its full stop."""


# Order and repetition --------------------------------------------------------------------------------------------

ORDERS: dict[FormName, tuple[str, ...]] = {
    "mpr-2013": ("case_summary", "documents_reviewed", "items", "credentials"),
    "notice-2013": ("header", "credentials", "case_summary", "documents_reviewed", "items"),
    "fdl-2013": ("header", "credentials", "documents_reviewed", "case_summary", "items"),
    "fdl-2014": ("header", "credentials", "case_summary", "items"),
    "fdl-2015": ("header", "credentials", "case_summary", "items"),
}
"""Parts in the order in which the form prints them."""


def _order(sections: Sections, form: FormName | None) -> Iterator[Doubt]:
    """Doubts where the letter's parts do not stand in the form's order: pages were swapped, or are missing."""
    if form is None:
        return
    items = [span for item in sections.items if (span := item.rationale or item.expert_reviewer)]
    found: list[tuple[str, Span]] = []
    for name in ORDERS[form]:
        span = items[0] if name == "items" and items else None if name == "items" else getattr(sections, name)
        if span:
            found.append((name, span))
    starts = [span.start for _, span in found]
    in_order = [span.start for span in items]
    if starts != sorted(starts) or in_order != sorted(in_order):
        message = "the letter's parts stand in another order than on the form: pages may be swapped or missing"
        yield from _of("unclear_pages", ("source.pages", "case_summary", *WHOLE_LETTER), message)


def _repeated_items(record: Record) -> Iterator[Doubt]:
    """A doubt where two items ask for the same: the letter may have a page twice."""
    seen: dict[str, int] = {}
    for number, item in enumerate(record.disputed_items):
        key = "".join((item.treatment or "").casefold().split())
        if key and key in seen:
            message = f"items {seen[key] + 1} and {number + 1} ask for the same: a page may be there twice"
            yield from _of("unclear_pages", WHOLE_LETTER, message)
        seen.setdefault(key, number)


LONG_LINE = 45
"""Characters from which a line that is there twice was hardly written twice."""

FEWEST_LINES = 3
"""Lines that stand twice at one distance from which a page may be doubled; reviewers quote a sentence twice."""


def _repeated_lines(letter: Letter, parts: Sequence[_Part]) -> Iterator[Doubt]:
    """Doubts where lines stand twice in one part of the letter, or in two that have nothing in common."""
    begin = min((part.span.start for part in parts), default=0)
    lines = letter.text[begin : letter.body_end].split("\n")
    long = [line for line in lines if len(line) >= LONG_LINE]
    beside = any(map(operator.eq, lines, itertools.islice(lines, 1, None)))
    if len(set(long)) == len(long) and not beside:
        return
    by_distance: dict[int, list[tuple[str, tuple[_Part | None, ...]]]] = {}
    ends = [begin - 1 + length for length in itertools.accumulate(len(line) + 1 for line in lines)]
    last: dict[str, int] = {}
    for number, line in enumerate(lines):
        before = last.get(line)
        if before is not None and (len(line) >= LONG_LINE or (number == before + 1 and len(line) > LONGEST_SIGN)):
            places = _part_at(parts, ends[before]), _part_at(parts, ends[number])
            if not _argue_alike(*places):
                by_distance.setdefault(number - before, []).append((line, places))
        last[line] = number
    for distance, found in by_distance.items():
        if distance == 1 or len(found) >= FEWEST_LINES:
            message = f"the line {found[0][0][:60]!r} stands in the letter twice: a line or a page may be doubled"
            inside = {part for _, places in found for part in places}
            for part in inside:
                yield from _of("unclear_pages", part.paths if part else WHOLE_LETTER, message)
            if len(found) >= FEWEST_LINES:
                yield from _of("unclear_pages", WHOLE_LETTER, message)


LONGEST_SIGN = 3
"""Characters of lines that mean nothing: bullets, numbers."""


def _part_at(parts: Sequence[_Part], end: int) -> _Part | None:
    """The part that a line stands in that ends before `end`."""
    return next((part for part in parts if part.span.start < end <= part.span.end), None)


def _argue_alike(one: _Part | None, other: _Part | None) -> bool:
    """Whether the same line may well stand in both parts.

    The guidelines and rationales of two items often agree word for word; a case summary may say what was requested.
    """
    if one is None or other is None or one is other:
        return False
    return one.name == other.name or {one.name, other.name} == {"case_summary", "treatment"}


# The reviewer's credentials --------------------------------------------------------------------------------------

SENTENCE = Pattern(
    r"""
    \b licensed \s to \s practice \s (?: \w+ \s )? in \s (?: the \s )? (?: states? \s of \s )?
    (?P<states> (?: D\.\s?C\. | [^.] )* ) (?P<end> \.? )
    """,
    IGNORECASE,
    bounded=True,
)
WORD = re.compile(r"[A-Za-z]{4,}")


def _reviewer(record: Record) -> Iterator[Doubt]:
    """Doubts for credentials of which words remain unread, or that hold words of no credentials."""
    reviewer = record.reviewer
    text = reviewer.text or ""
    if SPECIALTY.search(text):
        return  # a list, and printed as a list
    for number, specialty in enumerate(reviewer.specialties):
        odd = [word for word in WORD.findall(specialty) if word.lower() not in known_words()]
        if odd or not specialty[:1].isupper() or DIGIT.search(specialty):
            message = f"{specialty!r} holds words of no specialty that the catalogue knows"
            yield Doubt("unlikely_specialty", f"reviewer.specialties.{number}", message)
    sentence = SENTENCE.search(text)
    if not sentence:
        if reviewer.licensure or reviewer.specialties:
            message = "the sentence of the reviewer's credentials is not as on the form"
            yield from _of("unclear_boundary", ("reviewer.licensure", "reviewer.specialties"), message)
        return
    listed = re.split(r",\s*and\s|,|\sand\s", sentence["states"])
    if not sentence["end"] or len([state for state in listed if state.strip()]) != len(reviewer.licensure):
        yield Doubt("cut_off", "reviewer.licensure", "the list of states ends inside a sentence, or is not read whole")
    before = text[: sentence.start()]
    certified = before[max(before.rfind(". ") + 1, 0) :]
    for specialty in reviewer.specialties:
        certified = certified.replace(specialty, " ", 1)
    rest = CREDENTIAL_WORDS.sub(" ", certified)
    left = re.findall(r"[A-Za-z0-9]{2,}", rest)
    if left:
        message = f"the words {' '.join(left)[:80]!r} of the credentials were not read"
        yield Doubt("unclear_boundary", "reviewer.specialties", message)


WORD_END = re.compile(r"\s")
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


# Damaged words ---------------------------------------------------------------------------------------------------

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

SHORTEST_STOCK = 5
ODD_WORD = Pattern(
    # "aff1liation", "folIowing", "documentc.d", "reviewcd,and"; not "10mg", "L4-5", "e.g.", "www.example.com"
    r"""
    (?<= [a-z]{2} ) \d (?= [a-z] ) | (?<= \b [a-z] ) \d (?= [a-z]{3} ) | (?<= [a-z]{2} ) [A-Z] (?= [a-z] )
    | (?<= \b [a-z]{2,9} ) [.,] (?= [a-z]{2,} \b [^.@/] ) | \b \d [a-z]{5,} \b | \b [a-z]{4,} \d \b
    | \b [b-df-hj-np-tv-xz]{5,} \b | q [a-tv-z]
    """,
    bounded=True,
)
FEWEST = 2
"""Signs from which a letter counts as damaged."""


def _damaged_words(letter: Letter, record: Record) -> Iterator[Doubt]:
    """Doubts for what rests on single words, where words of the letter are damaged.

    The form's fixed sentences tell: in a letter that has them, words that are nearly theirs are misread ones. Only
    where some of the form's words are missing, the other words are looked at.
    """
    if all(words in letter.flat for words in FIXED):
        return
    words = _stock_words(record.form)
    flat = letter.flat
    missing = [word for word in words if word not in flat]
    if not missing or len(missing) > len(words) // 2:
        return
    there = {word.strip(".,;:()'\"") for word in flat.split()}
    damaged = [other for word in missing if (other := _nearly(word, there))]
    signs = damaged + [
        _around(letter.text, match.start()) for match in ODD_WORD.finditer(letter.text, 0, letter.body_end)
    ]
    if not damaged or len(signs) < FEWEST:
        return
    named = ", ".join(repr(sign) for sign in dict.fromkeys(signs[:3]))
    message = f"words of the letter are damaged, as {named}: what rests on single words may be misread"
    paths = ["documents_reviewed"] if record.documents_reviewed else []
    paths += ["reviewer.specialties", "reviewer.licensure", "patient"]
    for number in range(len(record.disputed_items)):
        paths += [f"disputed_items.{number}.{name}" for name in ON_SINGLE_WORDS]
    yield from _of("damaged", paths, message)


ON_SINGLE_WORDS = (
    *("treatment", "modification", "drug", "category", "details", "claims_administrator", "expert_reviewer"),
    *("rationale_citations", "literature_references"),
)


@functools.cache
def _stock_words(form: FormName | None) -> tuple[str, ...]:
    """The longer words of the form's fixed sentences, in lower case."""
    text = STOCK_WORDS[(form or "fdl-2015").split("-")[0]]
    return tuple(word for word in dict.fromkeys(text.split()) if len(word) >= SHORTEST_STOCK)


def _nearly(word: str, there: set[str]) -> str | None:
    """A word of the letter that is this one but for a letter or two; `None` where there is none."""
    errors = 1 if len(word) < 8 else 2
    for other in there:
        if abs(len(other) - len(word)) <= errors and other not in known_words():
            changes = alike(word, other, errors)
            if changes and other.isascii() and not (word.startswith(other) or other.startswith(word)):
                return other
    return None


def _around(text: str, at: int) -> str:
    """The word at `at`."""
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    end = WORD_END.search(text, at)
    return text[start : end.start() if end else None]
