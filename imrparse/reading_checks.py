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

from imrparse.evidence import Doubt
from imrparse.forms.anchors import SPECIALTY
from imrparse.forms.damaged.words import known_words
from imrparse.forms.item_heading import CONCLUSION, LAST_WORDS
from imrparse.forms.items import WHOLE_LETTER
from imrparse.forms.sections import Sections
from imrparse.letter import CLOSERS, Letter
from imrparse.page_checks import READ_FROM_REQUEST, Part, doubts_at, page_doubts, parts_of
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import FormName, Modification, Record
from imrparse.word_checks import damaged_words

FORMS_OF_2013 = frozenset(("mpr-2013", "notice-2013", "fdl-2013"))


def reading_doubts(
    letter: Letter, sections: Sections, record: Record, earlier: Sequence[Doubt] = ()
) -> Iterator[Doubt]:
    """Doubts about the record of a letter, from signs in its text that values were read from the wrong words.

    Args:
        earlier: what its readers were in doubt about.
    """
    parts = parts_of(sections)
    yield from _concluded(earlier)
    yield from _swallowed(record)
    yield from _documents(record.documents_reviewed)
    yield from _requests(record)
    yield from _stock_inside(letter, parts, record.form)
    yield from _cut_sentences(letter, parts)
    yield from _doubled_words(record)
    yield from page_doubts(letter, sections, parts, record, earlier)
    yield from _reviewer(record)
    yield from _case_number(record)
    yield from damaged_words(letter, record, earlier)


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
        if item.claims_administrator.text and not item.expert_reviewer.text:
            message = "the reviewer's guidelines were not found: they may stand here"
            yield Doubt("section_missing", f"disputed_items.{number}.claims_administrator", message)
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
    r"\W*[Ww]h[a-z]{3,6} (?:the|or|an?)\b|.{0,20}\brequests? for\b|(?:Therefore|Thus|As such|Hence)\b|mc?g\b"
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
            yield from doubts_at("unclear_boundary", [*paths, *(WHOLE_LETTER if merged else ("outcome",))], message)


def _modification(parts: Modification | None) -> tuple[str | None, str | None, str | None]:
    return (parts.requested, parts.authorized, parts.disputed) if parts else (None, None, None)


# The form's words inside values ----------------------------------------------------------------------------------

SINCE_2014 = (
    *("affiliation with the employer", "active clinical practice for more than", "strength of evidence hierarchy"),
    *("his/her clinical experience", "the complete case file", "following clinical case summary", "set forth below"),
    *("or the claims administrator.", "imr issues, decision"),
)
"""Words of the form's headings and fixed sentences that reviewers do not write."""

OF_2013 = (
    *("the final determination of", "following relevant documents", "documents included:", "relied upon by"),
    *("rationale for why", "rationale for the decision", "effect of the decision", "has determined the request"),
    *("reviewed for determination", "reviewer qualifications", "at dispute:", "qualifications of the"),
    *("licensed to practice in", "requested treatment/service", "parties and the documents", ") regarding the request"),
    *("an independent review service", "expert reviewer to make", "case summary:", "documents reviewed:"),
    *(
        "evaluate and/or treat the medical condition",
        "imr decision(s)",
        "respect to the medical necessity",
        "decision rationale:",
    ),
    *("binding on all parties", "labor code section 4610", "provided to the above parties", "practice of law or"),
    *("nonuse of health care", "currently working at least", "background, and expertise"),
)
"""The same of the earlier forms."""


def _stock_inside(letter: Letter, parts: Sequence[Part], form: FormName | None) -> Iterator[Doubt]:
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
                    yield from doubts_at("unclear_boundary", part.paths, message)
                    after = prose[index + 1 : index + 2]
                    yield from (d for other in after for d in doubts_at("unclear_boundary", other.paths, message))
            at = flat.find(wording, at + 1, end)


# Sentences cut ---------------------------------------------------------------------------------------------------

SENTENCE_ENDS = (".", "!", "?", ":", ";", "…")
ABBREVIATIONS = (" Dr.", " Mr.", " Ms.", " Mrs.", " e.g.", " i.e.", " vs.", " No.", " pg.", " pgs.")
"""Words whose full stop ends no sentence, for more must follow."""

CUT = {"claims_administrator", "expert_reviewer", "rationale", "case_summary"}


def _cut_sentences(letter: Letter, parts: Sequence[Part]) -> Iterator[Doubt]:
    """Doubts for paragraphs that begin in small letters or end inside a sentence."""
    text = letter.text
    for part in parts:
        if part.name not in CUT:
            continue
        start, end = part.span
        if text[start].islower():
            message = "it begins inside a sentence: its beginning may be missing, or may stand elsewhere"
            yield from doubts_at("cut_off", part.paths, message)
        last = text[max(start, end - 4) : end].rstrip(CLOSERS)
        if text.endswith(ABBREVIATIONS, start, end) or (
            not last.endswith(SENTENCE_ENDS) and not CONCLUSION.match(text[max(start, end - LAST_WORDS) : end])
        ):
            message = "it ends inside a sentence: a part of it may be missing, or may stand elsewhere"
            yield from doubts_at("cut_off", part.paths, message)


# Words and lines lost ------------------------------------------------------------------------------------------

SHORTEST_DOUBLED = 4
"""Letters of a word that is not printed twice on purpose: "that that" is, and "had had"."""


def _doubled_words(record: Record) -> Iterator[Doubt]:
    """Doubts where a word stands twice in a guideline paragraph: a line between the two may be lost."""
    for number, item in enumerate(record.disputed_items):
        for side in ("claims_administrator", "expert_reviewer"):
            words = (getattr(item, side).text or "").split(" ")
            twice = [one for one, other in itertools.pairwise(words) if one == other.rstrip(",.;:")]
            found = next((word for word in twice if word.isalpha() and len(word) > SHORTEST_DOUBLED), None)
            if found:
                message = f"the word {found!r} stands there twice: a line between the two may be lost"
                yield Doubt("cut_off", f"disputed_items.{number}.{side}", message)


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
    if SPECIALTY.search(text.lower()):
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
            yield from doubts_at("unclear_boundary", ("reviewer.licensure", "reviewer.specialties"), message)
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
