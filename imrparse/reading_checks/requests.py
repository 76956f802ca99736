"""Requests that hold more than a request, or less."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from imrparse.evidence import Doubt
from imrparse.forms.item_heading import ORIGINAL_REQUEST
from imrparse.forms.items import WHOLE_LETTER
from imrparse.forms.sections import FORMS_OF_2013
from imrparse.reading_checks.parts import READ_FROM_REQUEST, doubts_at
from imrparse.record import Modification, Record

NO_REQUEST = (
    *("medically nec", "is appropriate", "and appropriate", "is not", "isnot ", "guideline", "injured worker"),
    *("year old", "year-old", "is medically", "not medically", "notmedically"),
    *("reviewer", "?", "date of injury", "injury on ", "Case Number", "Date of UR", "PROFESSIONAL REVIEW", " Whether "),
    *("MTUS", " would ", " which "),
)
"""What no request holds: the form's question or verdict, words of the letter's prose."""

BEGINS_NO_REQUEST = re.compile(
    r"""
    \W* [Ww]h [a-z]{3,6} \ (?: the | or | an? ) \b | mc?g \b
    | (?! (?: [Tt]he\ )? (?: [Rr]etrospective | [Pp]rospective | [Cc]oncurrent ) ) .{0,20} \b requests? \ for \b
    | (?: Therefore | Thus | As\ such | Hence | However | Given | There | Additionally | Furthermore ) \b
    """,
    re.VERBOSE,
)
ENDS_NO_REQUEST = ("the request", "#", "(", "/", ":")
IN_NO_REQUEST = re.compile(
    # a sentence; "6O", "l%", "gel1%"; a measure whose number is lost; "32Smg", "#6 0", "patch20 mcg", "5mgoral", "20m2"
    r"""
    (?: [a-z]{3} | [12]\d{3} ) \. \s (?! Take | Apply | Use | One | Inject | Sig | Dispense | May\s )
      (?: [A-Z][a-z]+ | A | I ) \s [a-z]+
    | [a-z]{4} \. \s (?: Given | However | Therefore ) \b
    | \d [IlO] (?! \w ) | (?<! [\w.] ) [IlO] (?= % | \s? m[gl]\b ) | [a-z]{3} \d+ % | [a-zA-Z)]\ mc?g\b
    | [a-z]{3} \d+ (?: [./] \d+ )* \s? mc?g \b | \d \s? m c? [gl] [a-z]{2} | \d m \d
    | \d [SOIlB]+ (?= m[gl]\b ) | \# \s? \d \s \d (?! \d? \s? (?: x | / | refill | RF | tab ) ) \b
    """,
    re.VERBOSE,
)


LISTED = re.compile(r"\s\(?\d\)\s?[A-Z]")
"""The number of another item, on the forms that number each."""


@functools.lru_cache(4096)
def _odd_words(text: str) -> str | None:
    """Words for which a text is no request, or not all of it; `None` where there are none. Requests come again."""
    if any(map(text.__contains__, NO_REQUEST)):
        return next(words for words in NO_REQUEST if words in text)
    if text and not any(map(str.isalpha, text)):
        return text
    found = BEGINS_NO_REQUEST.match(text) or IN_NO_REQUEST.search(text) or unpaired(text)
    if found:
        return found[0].strip()
    return text[-12:] if text.endswith(ENDS_NO_REQUEST) else None


BRACKET = re.compile(r"[()\[\]]")


def unpaired(text: str) -> re.Match[str] | None:
    """The first bracket where one is missing: a line's end may be lost. "1)" and "a)" number the parts of a list."""
    if text.count("(") == text.count(")") and text.count("[") == text.count("]"):
        return None
    return None if NUMBERING.search(text) else BRACKET.search(text)


NUMBERING = re.compile(r"(?:^|[\s(])(?:\d|[a-z])\)")
MODIFIED = ("original request", "authorized by", "Claims Administrator")
LONGEST_REQUEST, MANY_WORDS = 500, 30
"""Characters of a request that is more than one, and words from which an odd one may hold another item: of 273 real
requests that were not modified the longest has 196 characters and 33 words."""


def request_doubts(record: Record) -> Iterator[Doubt]:
    """Doubts for requests that hold more than a request, or less."""
    for number, item in enumerate(record.disputed_items):
        path, text = f"disputed_items.{number}", item.treatment or ""
        texts: Iterable[str] = (text,)
        if any(words in text for words in MODIFIED):
            requested, _, disputed = parts = _modification(item.modification)
            texts = filter(None, parts)
            if requested and disputed and _cut(requested, disputed):
                message = f"the disputed part, {disputed!r}, is only the beginning of the request: more may be missing"
                yield from doubts_at("cut_off", [f"{path}.{name}" for name in READ_FROM_REQUEST], message)
            if requested is None and ORIGINAL_REQUEST not in text.lower():  # else its reader said so
                message = "it speaks of what was authorized, and its parts were not told apart: a line may be lost"
                yield from doubts_at("unclear_modification", [f"{path}.{name}" for name in READ_FROM_REQUEST], message)
        words = next(filter(None, map(_odd_words, texts)), None)
        if words is None and record.form in FORMS_OF_2013 and (listed := LISTED.search(text)):
            words = listed[0].strip()
        if words is None and len(text) > LONGEST_REQUEST:
            words = f"{text[:40]}…"
        if words is not None:
            message = f"the request holds {words!r}: it may be more than a request, or damaged"
            paths = [f"{path}.{name}" for name in (*READ_FROM_REQUEST, "decision")]
            if number:
                paths.append(f"disputed_items.{number - 1}.rationale")  # whose last words these may be
            merged = text.count(" ") > MANY_WORDS
            yield from doubts_at("unclear_boundary", [*paths, *(WHOLE_LETTER if merged else ("outcome",))], message)


def _cut(requested: str, disputed: str) -> bool:
    """Whether the disputed part is less than half of the request, or ends inside one of its words."""
    if not requested.startswith(disputed) or requested == disputed:
        return False
    return 2 * len(disputed) < len(requested) or requested[len(disputed) - 1 : len(disputed) + 1].isalpha()


def _modification(parts: Modification | None) -> tuple[str | None, str | None, str | None]:
    return (parts.requested, parts.authorized, parts.disputed) if parts else (None, None, None)
