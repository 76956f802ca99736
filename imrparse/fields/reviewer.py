"""The expert reviewer's credentials, from the list (2015 on) or from prose (2013 and 2014)."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec

from imrparse import catalog
from imrparse.evidence import Doubt, Evidence, Found, Span, trimmed
from imrparse.forms import anchors
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Reviewer
from imrparse.repairs import name_meant


class States(msgspec.Struct, frozen=True, kw_only=True):
    """The file `states.json`."""

    about: str
    states: dict[str, str]


class Specialties(msgspec.Struct, frozen=True, kw_only=True):
    """The file `specialties.json`."""

    about: str
    specialties: tuple[str, ...]


SENTENCE = Pattern(
    # "The expert reviewer is Board Certified in Anesthesiology, has a subspecialty in Pain Management and is
    #  licensed to practice in Texas and Ohio."   "The physician reviewer is a licensed Chiropractor and is licensed …"
    # "The Chiropractor reviewer is licensed to practice in California."
    r"""
    \b (?: (?: expert | physician | professional | medical | (?P<profession> [a-z]{5,}(?:ist|or|an|ic) ) ) \s+ )?
    reviewer\s+
    (?P<certified> (?:is|has|holds) \b (?:(?!\blicensed\s+to\s+practice\b) .){0,600}? )
    (?: ,? \s+ (?:and\s+)? (?:he/she\s+)? (?:is|are) | ,? \s+ and )? \s+
    licensed\s+to\s+practice\s+ (?:\w+\s+)? in\s+ (?:the\s+)? (?:states?\s+of\s+)?
    (?P<states> (?: D\.\s?C\b (?: \. (?= \s*, | \s+and\b ) )? | [^.;:] ){1,400} )
    """,
    IGNORECASE,
)
CERTIFICATION = Pattern(
    r"""
    (?: (?:board[\s-]+)?certified | (?:sub[\s-]?)?specialty | specializing | specializes
      | certificates? \s+ of \s+ added \s+ qualifications? | fellowship [\s-] trained
      | (?:a\s+)?licensed (?! \s+ (?:in|to|by) \b )
      | licensed \s+ in (?= \s+ [a-z]+ (?:ics?|ure|logy|istry|work|iatry|etry|apy) \b )          # in Chiropractic
      | \G is\s+an? (?= \s+ (?!licensed\b|board\b|physician\b) ) )
    \s+ (?: in \s+ | as \s+ (?:an?\s+)? )? (?:the\s+(?:field|specialty)\s+of\s+)?
    (?P<names> (?: (?! ,?\s*(?:and\s+)?(?:has|have|holds|is|he/she|with)\b ) [^.;:] )+ )
    """,
    IGNORECASE,
)
LICENSED = Pattern(
    # Where no sentence names a reviewer with both: "Licensed in California and Texas."
    r"""
    \b licensed\s+ (?:to\s+practice\s+)? (?:medicine\s+)? in\s+ (?:the\s+)? (?:states?\s+of\s+)?
    (?P<states> (?: (?! ,?\s*(?:and\s+)?(?:has|have|holds|is|he/she|with|board)\b ) [^.;:] ){1,400} )
    """,
    IGNORECASE,
)
LISTED = Pattern(r"[^,;]+", bounded=True)
STATES_LISTED = Pattern(r"(?: [^,;.] | [.] (?! \s* \p{Lu}\p{Ll} ) )+", bounded=True)
"""As the others, but a full stop that stands for a comma ends a state too: none holds one but "D.C."."""

PROSE_SEPARATOR = Pattern(r"\s*,\s*(?:and\s+)?|\s*;\s*|\s+and\s+", IGNORECASE)
EDGES = " \n.,;"
CAPITALS = Pattern(r"\b \p{Lu}{4,} \b", bounded=True)
LONGEST_SPECIALTY = 60
"""Characters of a specialty's name; the longest of the state's vocabulary has 43."""


def read_reviewer(text: str, *, ocr: bool = False) -> Found[Reviewer]:
    """The credentials in `text`, the part of the letter that tells how the determination was made.

    Args:
        ocr: whether it was read by OCR, so that a specialty one letter off is the reading's fault, not the letter's.
    """
    licensure, specialty = labels = [anchors.find_credentials_label(text, name) for name in anchors.CREDENTIALS_LABELS]
    if licensure or specialty:
        starts = sorted(label.start for label in labels if label)
        states, names = [_label_value(text, label.end, starts) if label else None for label in labels]
        first = starts[0]
        stop = max(span.end for span in (states, names) if span)
        return _reviewer(
            _lines(text, first, labels),
            Span(first, stop),
            _split(text, states, STATES_LISTED),
            _split(text, names, LISTED),
            ocr=ocr,
        )
    sentence = SENTENCE.search(text)
    if not sentence:
        licensed = LICENSED.search(text)
        states_found = _split_prose(text, Span(*licensed.span("states")), _states()) if licensed else []
        certified = _certified(text, 0, len(text))
        if states_found or certified:
            return _reviewer(text, Span(0, len(text)), states_found, certified, ocr=ocr)
        doubts = tuple(
            Doubt("missing", path, "no credentials of the reviewer found") for path in ("licensure", "specialties")
        )
        return Found(Reviewer(), doubts=doubts)
    states_found = _split_prose(text, Span(*sentence.span("states")), _states())
    certified = _certified(text, *sentence.span("certified"))
    if not certified and sentence["profession"]:
        found = _reviewer(text, Span(0, len(text)), states_found, [Span(*sentence.span("profession"))], ocr=ocr)
        message = "the letter names the reviewer's profession and no certification"
        doubt = Doubt("uncertain", "specialties", message, severity="note")
        return Found(found.value, found.evidence, (*found.doubts, doubt))
    return _reviewer(text, Span(0, len(text)), states_found, certified, ocr=ocr)


def _certified(text: str, start: int, end: int) -> list[Span]:
    """The certifications and specialties of the prose `text[start:end]`."""
    parts = (Span(*match.span("names")) for match in CERTIFICATION.finditer(text, start, end))
    return [span for part in parts for span in _split_prose(text, part, _specialties())]


def _reviewer(text: str, whole: Span, states: list[Span], names: list[Span], *, ocr: bool) -> Found[Reviewer]:
    evidence, doubts = Evidence(), []
    evidence.add("text", *whole)
    licensure: list[str] = []
    for span in states:
        printed = text[span.start : span.end]
        evidence.add(f"licensure.{len(licensure)}", *span)
        known = _states().get(_key(printed))
        if known is None:
            known = name_meant(printed, set(_states().values()))
            doubts.append(
                _repaired(f"licensure.{len(licensure)}", printed, known)
                if known
                else Doubt("unknown_state", f"licensure.{len(licensure)}", f"{printed!r} is no state")
            )
        licensure.append(known or printed)
    specialties: list[str] = []
    for span in names:
        printed = text[span.start : span.end]
        evidence.add(f"specialties.{len(specialties)}", *span)
        meant = None if not ocr or _key(printed) in _specialties() else name_meant(printed, _specialties().values())
        if meant:
            doubts.append(_repaired(f"specialties.{len(specialties)}", printed, meant))
        specialties.append(meant or printed)
        if len(specialties[-1]) > LONGEST_SPECIALTY or "." in specialties[-1]:
            message = "this reads like a sentence, not like a specialty"
            doubts.append(Doubt("unlikely_specialty", f"specialties.{len(specialties) - 1}", message))
        elif _has_capitals_behind(specialties[-1]):
            message = "capitals stand behind this, perhaps the next heading"
            doubts.append(Doubt("unlikely_specialty", f"specialties.{len(specialties) - 1}", message))
    if {"Washington", "District of Columbia"} <= set(licensure):
        doubts.append(
            Doubt("uncertain", "licensure", "Washington may be the state, or the city with District of Columbia")
        )
    for path, values in (("licensure", licensure), ("specialties", specialties)):
        if not values:
            doubts.append(Doubt("missing", path, f"no {path} of the reviewer found"))
    reviewer = Reviewer(
        licensure=tuple(licensure), specialties=tuple(specialties), text=text[whole.start : whole.end] or None
    )
    return Found(reviewer, evidence, tuple(doubts))


@functools.lru_cache(1024)
def _has_capitals_behind(specialty: str) -> bool:
    return CAPITALS.search(specialty) is not None and not specialty.isupper()


def _repaired(path: str, printed: str, meant: str) -> Doubt:
    return Doubt("repaired", path, f"{printed!r} was read as {meant!r}", printed)


def _lines(text: str, first: int, labels: Sequence[Span | None]) -> str:
    """`text` with the second label of the list, whose first one begins at `first`, on a line of its own."""
    for name, label in zip(anchors.CREDENTIALS_LABELS, labels, strict=True):
        again = label and label.start == first
        second = anchors.find_credentials_label(text, name, first + 1) if again else label
        if second:
            return f"{text[: second.start - 1]}\n{text[second.start :]}"
    return text


def _label_value(text: str, start: int, labels: list[int]) -> Span:
    """What stands behind a label of the list: up to the next of `labels`, or to the end."""
    return Span(start, next((label for label in labels if label >= start), len(text)))


def _split(text: str, part: Span | None, item: Pattern) -> list[Span]:
    if part is None:
        return []
    spans = (trimmed(text, *match.span(), EDGES) for match in item.finditer(text, *part))
    return [span for span in spans if span.start < span.end]


def _split_prose(text: str, part: Span, known: dict[str, str]) -> list[Span]:
    """The names in `part`: split at commas and "and", but not inside a known name ("Allergy and Immunology")."""
    cuts = [(match.start(), match.end()) for match in PROSE_SEPARATOR.finditer(text, *part)]
    starts = [part.start, *(end for _, end in cuts)]
    stops = [*(start for start, _ in cuts), part.end]
    spans: list[Span] = []
    index = 0
    while index < len(starts):
        last = next(
            (j for j in range(len(stops) - 1, index, -1) if _key(text[starts[index] : stops[j]]) in known), index
        )
        spans.append(trimmed(text, starts[index], stops[last], EDGES))
        index = last + 1
    return [span for span in spans if span.start < span.end]


def _key(name: str) -> str:
    return " ".join(name.replace("&", "and").replace(".", "").casefold().split()).strip(EDGES)


@functools.cache
def _states() -> dict[str, str]:
    states = catalog.load("states", States).states
    return {_key(name): name for name in states.values()} | {code.casefold(): name for code, name in states.items()}


@functools.cache
def _specialties() -> dict[str, str]:
    return {_key(name): name for name in catalog.load("specialties", Specialties).specialties}


SHORTEST_BEGINNING = 3


@functools.lru_cache(1024)
def begins_specialty(name: str) -> bool:
    """Whether a name is no known specialty and only the beginning of one: a line may have been cut there."""
    key = _key(name)
    known = _specialties()
    return len(key) >= SHORTEST_BEGINNING and key not in known and any(one.startswith(key) for one in known)


def names_state(name: str) -> bool:
    """Whether a name is a state's, written out."""
    return len(name) > len("DC") and _key(name) in _states()


@functools.lru_cache(1024)
def specialty_meant(name: str) -> str | None:
    """The known specialty that a name is but for a letter or two; `None` where it is one, or like none."""
    return None if _key(name) in _specialties() else name_meant(name, _specialties().values())
