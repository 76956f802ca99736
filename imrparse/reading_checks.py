"""Last stage: whether the letter was read right, by signs that no single reader sees, as doubts.

A letter that lost a line, has a page twice or was misread by a machine still gives values of the right shape. What
betrays them: the form's words inside a value, a value that begins or ends inside a sentence, sections in another order
than the form's, the same line or item twice, words of the form that are spelt as the form never spells them.

The checks look at what was read and change no value. They can be strict, for print is clean: of the 116 real letters
at hand, with 273 items, one has a sign that is none (a rationale without its last full stop).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from imrparse.evidence import Doubt, Span
from imrparse.forms.anchors import SPECIALTY
from imrparse.forms.damaged.words import known_words
from imrparse.forms.item_heading import CONCLUSION, LAST_WORDS
from imrparse.forms.sections import ITEM_PARTS, Sections
from imrparse.letter import BULLETS, CLOSERS, Letter
from imrparse.patterns import IGNORECASE, MULTILINE, Pattern
from imrparse.record import FormName, Modification, Record
from imrparse.word_checks import damaged_words

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
    yield from _numbers(letter, sections, record.form)
    yield from _doubled_words(record)
    yield from _repeated_items(record)
    yield from _same_case(letter, record, earlier)
    yield from _repeated_lines(letter, parts)
    yield from _reviewer(record)
    yield from _case_number(record)
    yield from damaged_words(letter, record, earlier)


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

SPREADING = frozenset(("damaged", "section_missing", "unread_guideline", "stray_label"))
"""Codes of doubts about the words of a value, so that what is concluded from them is in doubt too."""

CONCLUDED = {
    "text": ("basis", "citations"),
    "citations": ("basis",),
    "treatment": READ_FROM_REQUEST[1:],
}
"""By the last name of a path, what is read from the words of its value, beside it."""


def _concluded(earlier: Sequence[Doubt]) -> Iterator[Doubt]:
    """Doubts for what is read from values that are in doubt."""
    for doubt in earlier:
        above, dot, name = doubt.path.rpartition(".")
        if doubt.code in SPREADING and name in CONCLUDED:
            yield from (doubt._replace(path=f"{above}{dot}{other}", printed=None) for other in CONCLUDED[name])


def _swallowed(record: Record) -> Iterator[Doubt]:
    """Doubts for items that lack a part: where the others end is unclear then, or whose they are."""
    for number, item in enumerate(record.disputed_items):
        if item.treatment is None and item.decision is None:
            message = "the item's heading was not found: its paragraphs may belong to another item"
            yield Doubt("section_missing", f"disputed_items.{number}", message)
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
    : $ | \? $ | \ [b-z]\ [A-Z\d] | ^these\b | ^the\ following\b | \( [^)]* $
    | \b (?: from | by | and | the | of | dated | received | through ) $
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

NO_REQUEST = (
    *("medically", "necess", "appropriate", "is not", "isnot ", "guideline", "injured worker", "year old", "year-old"),
    *("reviewer", "?"),
)
"""What no request holds: the form's question or verdict, words of the letter's prose."""

BEGINS_NO_REQUEST = re.compile(
    r"\W*[Ww]h[a-z]{2,6}er\b|.{0,20}\brequests? for\b|(?:Therefore|Thus|As such|Hence)\b|mc?g\b"
)
ENDS_NO_REQUEST = ("the request", "#", "(", "/", ":")
IN_NO_REQUEST = re.compile(
    # a sentence; "6O", "l%", "gel1%"; a measure whose number is lost
    r"""
    [a-z]{3} \. \s (?: [A-Z][a-z]+ | A | I ) \s [a-z]+
    | \d [IlO] (?! \w ) | (?<! [\w.] ) [IlO] (?= % | \s? m[gl]\b ) | [a-z]{3} \d+ % | [a-zA-Z)]\ mc?g\b
    """,
    re.VERBOSE,
)


def _odd_words(text: str) -> str | None:
    """Words for which a text is no request, or not all of it; `None` where there are none."""
    for words in NO_REQUEST:
        if words in text:
            return words
    found = BEGINS_NO_REQUEST.match(text) or IN_NO_REQUEST.search(text)
    if found:
        return found[0].strip()
    return text[-12:] if text.endswith(ENDS_NO_REQUEST) else None


MODIFIED = ("original request", "authorized by", "Claims Administrator")
LONGEST_REQUEST = 500
MANY_WORDS = 30
"""Words from which such a request may hold another item."""


def _requests(record: Record) -> Iterator[Doubt]:
    """Doubts for requests that hold more than a request, or less."""
    for number, item in enumerate(record.disputed_items):
        path, text = f"disputed_items.{number}", item.treatment or ""
        texts: Iterable[str] = (text,)
        if any(words in text for words in MODIFIED):
            requested, _, disputed = parts = _modification(item.modification)
            texts = filter(None, parts)
            if requested and disputed and requested.startswith(disputed) and 2 * len(disputed) < len(requested):
                message = f"the disputed part, {disputed!r}, is only the beginning of the request: more may be missing"
                yield Doubt("cut_off", f"{path}.modification", message)
        words = next(filter(None, map(_odd_words, texts)), None)
        if words is None and len(text) > LONGEST_REQUEST:
            words = f"{text[:40]}…"
        if words is not None:
            message = f"the request holds {words!r}: it may be more than a request, or damaged"
            paths = [f"{path}.{name}" for name in (*READ_FROM_REQUEST, "decision")]
            merged = text.count(" ") > MANY_WORDS
            yield from _of("unclear_boundary", [*paths, *(WHOLE_LETTER if merged else ("outcome",))], message)


def _modification(parts: Modification | None) -> tuple[str | None, str | None, str | None]:
    return (parts.requested, parts.authorized, parts.disputed) if parts else (None, None, None)


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
    *("evaluate and/or treat the medical condition", "imr decision(s)", "respect to the medical necessity"),
    *("binding on all parties", "labor code section 4610", "provided to the above parties", "practice of law or"),
    *("nonuse of health care", "currently working at least", "background, and expertise"),
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
ABBREVIATIONS = (" Dr.", " Mr.", " Ms.", " Mrs.", " e.g.", " i.e.", " vs.", " No.", " pg.", " pgs.")
"""Words whose full stop ends no sentence, for more must follow."""

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
        if text.endswith(ABBREVIATIONS, start, end) or (
            not last.endswith(SENTENCE_ENDS) and not CONCLUSION.match(text[max(start, end - LAST_WORDS) : end])
        ):
            message = "it ends inside a sentence: a part of it may be missing, or may stand elsewhere"
            yield from _of("cut_off", part.paths, message)


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


NUMBERED: dict[FormName, Pattern] = {
    "notice-2013": Pattern(r"^ \W? (?P<number> \d{1,2} ) \s? [.)] \s* regarding \s the \s", MULTILINE | IGNORECASE),
    "fdl-2013": Pattern(
        # "2. Norco 7.5 mg is not medically necessary and appropriate.", over one line or two
        r"""
        ^ \W? (?P<number> \d{1,2} ) \s? [.)] \s
        (?: (?! [.] \s | request | \b [Tt]herefore ) . | \n (?! \d{1,2} [.)] ) ){3,250}?
        \b (?: is | are | was | were ) \s? (?: not \s? )? medically \s necessary
        """,
        MULTILINE,
    ),
}
"""Headings of items with their numbers, on the forms that print both."""


def _numbers(letter: Letter, sections: Sections, form: FormName | None) -> Iterator[Doubt]:
    """Doubts where the items' own numbers do not count up from 1."""
    pattern = NUMBERED.get(form) if form else None
    if pattern is None:
        return
    start = sections.credentials.end if sections.credentials else 0
    numbers = [int(match["number"]) for match in pattern.finditer(letter.text, start, letter.body_end)]
    whole = len(numbers) == len(sections.items)
    if numbers != sorted(set(numbers)) or (whole and numbers != list(range(1, len(numbers) + 1))):
        message = f"the items have the numbers {', '.join(map(str, numbers))}: pages may be swapped or missing"
        yield from _of("unclear_pages", WHOLE_LETTER, message)


SHORTEST_DOUBLED = 4
"""Letters of a word that is not printed twice on purpose: "that that" is, and "had had"."""


def _doubled_words(record: Record) -> Iterator[Doubt]:
    """Doubts where a word stands twice in a guideline paragraph: a line between the two may be lost."""
    for number, item in enumerate(record.disputed_items):
        for side in ("claims_administrator", "expert_reviewer"):
            words = (getattr(item, side).text or "").split(" ")
            twice = [one for one, other in itertools.pairwise(words) if one == other]
            found = next((word for word in twice if word.isalpha() and len(word) > SHORTEST_DOUBLED), None)
            if found:
                message = f"the word {found!r} stands there twice: a line between the two may be lost"
                yield Doubt("cut_off", f"disputed_items.{number}.{side}", message)


def _repeated_items(record: Record) -> Iterator[Doubt]:
    """A doubt where two items ask for the same: the letter may have a page twice."""
    seen: dict[str, int] = {}
    for number, item in enumerate(record.disputed_items):
        key = "".join((item.treatment or "").casefold().split())
        if key and key in seen:
            message = f"items {seen[key] + 1} and {number + 1} ask for the same: a page may be there twice"
            yield from _of("unclear_pages", WHOLE_LETTER, message)
        seen.setdefault(key, number)


def _same_case(letter: Letter, record: Record, earlier: Sequence[Doubt]) -> Iterator[Doubt]:
    """A doubt where another letter of the input has this one's case number: it may be a part of this one."""
    if record.case_number and any(doubt.code == "several_letters" for doubt in earlier):
        others = sum(page.text.count(record.case_number) for page in letter.pages)
        if others > letter.text.count(record.case_number):
            message = "another letter in the input has this case number: it may be a part of this one, or a copy"
            yield from _of("unclear_pages", WHOLE_LETTER, message)


LONG_LINE = 45
"""Characters from which a line that is there twice was hardly written twice."""

RUN, FEWEST_LINES = 7, 5
"""Lines in a row, and how many of them stand twice at one distance, where a page may be doubled: reviewers quote a
sentence twice, and repeat themselves."""


def _repeated_lines(letter: Letter, parts: Sequence[_Part]) -> Iterator[Doubt]:
    """Doubts where lines stand twice in one part of the letter, or in two that have nothing in common."""
    begin = min((part.span.start for part in parts), default=0)
    lines = letter.text[begin : letter.body_end].split("\n")
    if len(set(lines)) == len(lines):
        return
    ends = list(itertools.accumulate((len(line) + 1 for line in lines), initial=begin - 1))[1:]
    lines = [
        f"{number}" if len(line) <= LONGEST_SIGN or line[0] in BULLETS else line for number, line in enumerate(lines)
    ]
    by_distance: dict[int, list[_Twice]] = {}
    last: dict[str, int] = {}
    for number, line in enumerate(lines):
        before = last.get(line)
        if before is not None and (len(line) >= LONG_LINE or number == before + 1):
            twice = _Twice(number, line, _part_at(parts, ends[before]), _part_at(parts, ends[number]))
            if not _argue_alike(twice.first, twice.second):
                by_distance.setdefault(number - before, []).append(twice)
        last[line] = number
    for distance, found in by_distance.items():
        numbers = [twice.number for twice in found]
        runs = any(end - start < RUN for start, end in zip(numbers, numbers[FEWEST_LINES - 1 :], strict=False))
        if distance == 1 or runs:
            message = f"the line {found[0].line[:60]!r} stands in the letter twice: a line or a page may be doubled"
            for part in {part for twice in found for part in (twice.first, twice.second)}:
                yield from _of("unclear_pages", part.paths if part else WHOLE_LETTER, message)
            if runs:
                yield from _of("unclear_pages", WHOLE_LETTER, message)


class _Twice(NamedTuple):
    """A line that stood in the letter before."""

    number: int
    line: str
    first: _Part | None
    second: _Part | None


LONGEST_SIGN = 3
"""Characters of lines that mean nothing by themselves; as little do those of a list, "• No more than 6 visits."."""


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


# The case number and the credentials -----------------------------------------------------------------------------

CASE_NUMBER = re.compile(r"[A-Z]{2,3}\d\d-\d{7}")


def _case_number(record: Record) -> Iterator[Doubt]:
    """A doubt where the case number has not the seven digits that each has."""
    if record.case_number and not CASE_NUMBER.fullmatch(record.case_number):
        yield Doubt("damaged", "case_number", f"{record.case_number!r} has not the seven digits of a case number")


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
