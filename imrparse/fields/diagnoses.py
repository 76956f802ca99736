"""The diagnoses of a case summary, where it lists them.

The first list counts ("was being treated for …", "Diagnoses include …"). Semicolons or numbers part its
entries; else commas and the last "and" do, as far as both sides are diagnoses: "neck, back and shoulder pain"
and "sprain of the right hip, subsequent encounter" are one each.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from imrparse import catalog
from imrparse.evidence import Evidence, Span
from imrparse.fields.phrases import plain_words
from imrparse.fields.sentences import sentence_end
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LIST = 900
"""Characters; a list that runs on longer has lost its full stop."""

LEAD_IN = Pattern(
    # "Diagnoses include", "current diagnosis is documented as", "diagnosed with", "being treated for the diagnoses of"
    r"""
    (?<! \b (?: no | without | comorbid | differential | prior | previous | past | family | possible | rule \s out )
         \s+ (?: an? \s+ )? )
    (?<! \b history \s+ of \s+ (?: an? \s+ )? )
    (?: (?: diagnos(?:is|es|e) | impressions? ) \b
           (?: ,? \s+ and [\s/-]+ or \s+ impressions? , )? (?: \s* \( [^()]{1,30} \) )?
           (?: \s* :
             | \s+ (?: (?: was | were | is | are | has \s been | have \s been ) (?: \s+ (?: also | currently ) )?
                       (?: \s+ (?: documented | noted | listed | reported | given | stated | provided | recorded
                           | described ) )?
                       (?: \s+ (?: as | is | are | to \s+ include | to \s+ be | including ) )?
                     | includ(?:e|es|ed|ing) | consist(?:s|ed)? \s+ of | of | as ) \b \s* :? )
      | diagnosed \s+ (?: with | as (?: \s+ (?: having | suffering \s+ from | being ) )? | to \s+ have
                              | having ) \b \s* :?
      | (?<= \b (?: being | been | was | is | undergoing | undergone | under | receiving | received | underwent
          | currently ) \s+ )
        treat (?: ed | ment | ments ) \s+ for \b
            (?: \s+ (?: the \s+ )? (?: following \s+ )? (?: industrial \s+ )? (?: diagnos[ei]s
                | conditions? ) (?: \s+ of | \s* : )? )? \s* :? )
    \s* (?P<list> [^\s.] )
    """,
    IGNORECASE,
    bounded=True,
)
NO_LIST = Pattern(
    r"""["'(]* (?: not | no \b | none | unclear | unknown | deferred | pending | unspecified \s* [.] | made
        | based | illegible | unchanged | provided | established | confirmed
         | (?: \d+ | several | many | two | three | four | five | six | the \s+ past | approximately | about
             | over | at \s least ) (?: \s+ \w+ )? \s+ (?: weeks? | months? | years? | days? | visits? | sessions? )
         | (?: an? | the | this | his | her | their ) \s+ (?: same | above | date | work | industrial \s+ injury
             | injury | injuries ) \b [^,;]{0,40} [.] )""",
    IGNORECASE,
    bounded=True,
)
LIST_TAIL = Pattern(
    # Where the sentence goes on from the list to something else.
    r"""
    ,? \s+ (?: and | but | who | which ) \s+ (?: is | was | has | had | were | underwent | received
        | (?: the \s+ (?:patient|worker|claimant|applicant) | he | she ) \b )
    | ,? \s+ (?: according \s+ to | per \s+ the | for \s+ which | as \s+ a \s+ result | based \s+ on
        | on \s+ (?=\d) | related \s+ to \s+ (?:an?|the) \s+ (?:industrial|work) ) | \s+ that \s+ (?:was|were|is|has) \b
    """,
    IGNORECASE,
    bounded=True,
)
SIGNS_OF_A_TAIL = (
    " was", " is ", " has ", " had ", " were", "underwent", "received", " accord", " per ", " for which", " result",
    " based ", " on ", " related ", " he ", " she ", "patient", "worker", "applicant", "claimant",
)  # fmt: skip
"""What `LIST_TAIL` needs, cheap to find."""
CODE = Pattern(
    # "(M54.5)", "ICD-10: M54.5", "724.4". Without a dot "T12" or "S1" is a vertebra, so the dot is asked for.
    r"""
    (?P<around> [\s,(\[:-]* \b (?: ICD [\s-]* (?: 9 | 10 )? (?: -? CM )? (?: \s codes? )? [\s:#-]* )? )
    \b (?P<code> [A-TV-Z] \d [\dA-Z] \. [\dA-Z]{1,4} | \d{3} \. \d{1,2}
        | [VE] \d{2,3} \. \d{1,2} ) (?! [\d.]*\d ) [)\]]? [\s:-]*
    """,
    bounded=True,
)
NUMBER = Pattern(r"(?: (?<= \A ) | (?<= [\s,;.] ) ) \(? (?P<number> \d\d? ) [.)] (?! \d ) \s*", bounded=True)
AND = Pattern(r",? \s+ (?: and | & ) \s+", IGNORECASE, bounded=True)
CONTINUING = ("with ", "without ", "due to ", "secondary to ", "which ", "worse ", "not ")
"""Beginnings of what only follows a comma inside one diagnosis."""
OPEN_ENDED = frozenset({
    "right", "left", "bilateral", "upper", "lower", "low", "mid", "medial", "lateral", "anterior", "posterior",
    "cervical", "thoracic", "lumbar", "possible",
})  # fmt: skip
"""Words that end no diagnosis: "right and left elbow sprain", "cervical and lumbar radiculopathy"."""
ARTICLES = ("and ", "or ", "an ", "a ", "the ")


class DiagnosisWords(msgspec.Struct, frozen=True):
    """`diagnoses.json`, lower case."""

    about: str
    anatomy: frozenset[str]
    bare: frozenset[str]
    continuations: frozenset[str]


@functools.cache
def _words() -> DiagnosisWords:
    vocabulary: DiagnosisWords = catalog.load("diagnoses", DiagnosisWords)
    return vocabulary


def read_diagnoses(summary: str, evidence: Evidence) -> tuple[Diagnosis, ...]:
    """The entries of the first list of diagnoses, with evidence under `diagnoses.N.text` and `diagnoses.N.code`."""
    found: list[Diagnosis] = []
    for place in _signs(summary):
        lead_in = LEAD_IN.match(summary, place)
        if lead_in is None:
            continue
        start = lead_in.start("list")
        if not NO_LIST.match(summary, start):
            for span in _entries(summary, start):
                _add(summary, span, found, evidence)
            break
    return tuple(found)


def _signs(summary: str) -> Iterator[int]:
    """Where the words begin that every lead-in holds ("diagnos…", "treat…", "impression"), in order."""
    diagnosis, treatment = summary.find("iagnos"), summary.find("treat")
    while diagnosis >= 0 or treatment >= 0:
        if treatment < 0 or 0 <= diagnosis < treatment:
            yield max(0, diagnosis - 1)
            diagnosis = summary.find("iagnos", diagnosis + 6)
        else:
            yield treatment
            treatment = summary.find("treat", treatment + 5)
    impression = summary.find("mpression")
    if impression > 0:
        yield impression - 1


def _entries(text: str, start: int) -> list[Span]:
    """The spans of the entries of the list that begins at `start`."""
    limit = min(len(text), start + LONGEST_LIST)
    numbered = _numbered(text, start, limit)
    if numbered:
        return numbered
    end = min(sentence_end(text, start), limit)
    listed = text[start:end]
    tail = LIST_TAIL.search(text, start, end) if any(sign in listed for sign in SIGNS_OF_A_TAIL) else None
    if tail and tail.start() > start:
        end = tail.start()
    if text.find(";", start, end) >= 0:
        return _split_at(text, ";", start, end)
    return _joined(text, _split_at(text, ",", start, end))


def _numbered(text: str, start: int, limit: int) -> list[Span]:
    """The entries of "1. Lumbar strain. 2. Cervical strain."; empty where the list does not count up from 1."""
    first = NUMBER.match(text, start)
    if first is None or first["number"] != "1":
        return []
    marks = [first]
    for match in NUMBER.finditer(text, first.end(), limit):
        if int(match["number"]) == len(marks) + 1:
            marks.append(match)
    ends = [mark.start() for mark in marks[1:]] + [min(sentence_end(text, marks[-1].end()), limit)]
    return [Span(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]


def _split_at(text: str, separator: str, start: int, end: int) -> list[Span]:
    """The spans between the separators that stand outside parentheses."""
    spans, depth, begin = [], 0, start
    if text.find("(", start, end) < 0 and text.find("[", start, end) < 0:
        while (place := text.find(separator, begin, end)) >= 0:
            spans.append(Span(begin, place))
            begin = place + 1
        return [*spans, Span(begin, end)]
    for place in range(start, end):
        character = text[place]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == separator and not depth:
            spans.append(Span(begin, place))
            begin = place + 1
    spans.append(Span(begin, end))
    return spans


def _joined(text: str, parts: list[Span]) -> list[Span]:
    """The entries of a list that commas part: what is no diagnosis of its own joins a neighbour, "and" splits."""
    entries: list[Span] = []
    waiting: int | None = None
    for part in parts[:-1]:
        words = _bare_words(text, part)
        joins = entries and waiting is None
        if joins and (_continues(words) or (not _is_diagnosis(words) and " of " in text[slice(*entries[-1])])):
            entries[-1] = Span(entries[-1].start, part.end)
        elif not _is_diagnosis(words):
            waiting = part.start if waiting is None else waiting
        else:
            entries.append(Span(part.start if waiting is None else waiting, part.end))
            waiting = None
    last = parts[-1]
    words = _bare_words(text, last)
    if waiting is not None:
        entries.append(Span(waiting, last.end))
    elif entries and (_continues(words) or not _is_diagnosis(words)):
        entries[-1] = Span(entries[-1].start, last.end)
    else:
        entries.append(last)
    return entries[:-1] + _split_at_and(text, entries[-1])


def _split_at_and(text: str, entry: Span) -> list[Span]:
    """The last entry of a list, in two where an "and" stands between two diagnoses."""
    if text.find(" and ", entry.start, entry.end) < 0 and text.find("&", entry.start, entry.end) < 0:
        return [entry]
    for match in reversed(list(AND.finditer(text, entry.start, entry.end))):
        before, after = text[entry.start : match.start()], text[match.end() : entry.end]
        if _is_diagnosis(before) and _is_diagnosis(after) and before.rpartition(" ")[2].lower() not in OPEN_ENDED:
            return [Span(entry.start, match.start()), Span(match.end(), entry.end)]
    return [entry]


def _bare_words(text: str, part: Span) -> str:
    return text[slice(*part)].strip().removeprefix("and ").strip()


@functools.lru_cache(maxsize=8192)
def _is_diagnosis(words: str) -> bool:
    """Whether the words name more than a place in the body or, if one word, more than a finding that needs a place."""
    tokens = plain_words(words.lower())
    vocabulary = _words()
    if len(tokens) == 1 and tokens[0] in vocabulary.bare:
        return False
    return not vocabulary.anatomy.issuperset(tokens)


def _continues(words: str) -> bool:
    return words.lower() in _words().continuations or words.lower().startswith(CONTINUING)


def _add(text: str, span: Span, found: list[Diagnosis], evidence: Evidence) -> None:
    """Adds the diagnosis of one entry; a code at its beginning or end is no part of its words."""
    words = text[slice(*span)].lstrip(" \"'\n")
    for word in ARTICLES:
        words = words.removeprefix(word)
    start = span.end - len(words)
    end = start + len(words.rstrip(" .,;:\"'\n"))
    code = CODE.search(text, start, end) if text.find(".", start, end) >= 0 else None
    if code and code.start() == start:
        start = code.end()
    elif code and code.end() == end:
        end = code.start()
    if start >= end:
        return
    path = f"diagnoses.{len(found)}"
    evidence.add(f"{path}.text", start, end)
    if code:
        evidence.add(f"{path}.code", *code.span("code"))
    found.append(Diagnosis(text=text[start:end], code=code["code"] if code else None))
