"""The header block: case number, dates and priority, however the block's columns came out.

Readers give the block line by line ("Case Number: CM17-…"), in two columns to a line, as all labels
before all values, or with a label cut in two by its value ("Application 01/13/2017 / Received:"). So
labels and values are read as one sequence, and each run of labels is dealt the run of values behind it.
"""

from __future__ import annotations

import datetime
import re

import msgspec

from imrparse.evidence import Doubt, Evidence, Found, Span
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Dates, Priority


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The values of the header block."""

    case_number: str | None = None
    dates: Dates = Dates()
    priority: Priority | None = None


DATE = r"""(?: \d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})\b
             | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2},?\s+\d{4}\b
             | \d{4}-\d\d-\d\d\b )"""
"""The shapes of a date, of text in lower case."""

TOKEN = Pattern(
    rf"""
    \b (?= [a-z0-9] ) (?:
        (?:
            (?P<case_number> (?:imr\s+)? case\s+number )
          | (?P<assigned> date\s+assigned )
          | (?P<injury> date\s+of\s+injury )
          | (?P<decision> decision\s+date )
          | (?P<dated> dated (?=\s*:) | (?<= \A \s* | \b review \s+ ) date (?=\s*:)
                     | (?<! (?:denial|decision|modification|determination|reports?|records?) [\s(]+ ) dated
                       (?=\s+{DATE}) )
          | (?P<ur_denial> ur\s+denial\s+date | date\s+of\s+(?:ur|utilization\s+review)\s+(?:decision|denial) )
          | (?P<listed> treatments? (?:\s?\(s\))? \s+ in\s+dispute (?:\s+listed)?
                        (?:\s+on\s+(?:the\s+)?imr\s+application)? )
          | (?P<application_received> (?:imr\s+)? application (?:\s+received)? )
          | (?P<priority> priority )
        ) \s* :?
      | (?P<case> cm\s?\d\d\s?[-–]\s?\d{{5,8}}\b )
      | (?P<date> {DATE} )
      | (?P<word> (?:standard|expedited|regular)\b )
    )
    """,
    bounded=True,
)
"""Of text in lower case: matching without regard to case takes four times as long."""

_NUMERIC = r"\d\d/\d\d/\d{4}"
AS_PRINTED = Pattern(
    rf"""
    \s* case\ number:\ (?P<case_number> cm\d\d-\d{{5,8}} ) \s date\ assigned:\ (?P<assigned> {_NUMERIC} )
    \s date\ of\ injury:\ (?P<injury> {_NUMERIC} ) \s decision\ date:\ (?P<decision> {_NUMERIC} )
    \s ur\ denial\ date:\ (?P<ur_denial> {_NUMERIC} ) \s priority:\ (?P<priority> standard | expedited | regular )
    \s application\ received:\ (?P<application_received> {_NUMERIC} ) \s*
    """,
    bounded=True,
)
"""The whole block as the form of 2015 prints it and pdfium reads it, in lower case: known in a tenth of the time."""

CASE_NUMBER = Pattern(r"\b CM \s? \d\d \s? [-–] \s? \d{5,8} \b", IGNORECASE)

DATE_FIELDS = ("assigned", "injury", "decision", "ur_denial", "application_received")
DATED = "dated"
"""The letter's own date: on the forms of 2013 the date of the decision, which later blocks print themselves."""

LABELS = ("case_number", *DATE_FIELDS, DATED, "priority")
LISTED = "listed"
"""The label of the cover letter's list of what is in dispute: not a value of the record, and its items hold dates."""

KIND_OF = {"case_number": "case", "priority": "word", **dict.fromkeys((*DATE_FIELDS, DATED), "date")}
NUMERIC_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)")
DATE_SHAPES = ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b. %d, %Y")
CENTURY = 2000
YEARS = range(1930, 2100)
"""Years that a date of a letter can have."""

PIVOT = 50
"""Two-digit years from this on are of the 1900s: the oldest injuries under review are of the 1950s."""


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    start: int
    end: int


def read_header(text: str) -> Found[Header]:
    """The values of the header block `text`; evidence and doubts by record path."""
    evidence = Evidence()
    doubts: list[Doubt] = []
    lower = text.lower()
    values = _as_printed(lower) or _deal(_without_list(_tokens(lower)), doubts)
    if DATED in values:
        values.setdefault("decision", values[DATED])
    dates = {}
    for name in DATE_FIELDS:
        token = values.get(name)
        if token is None:
            continue
        date = parse_date(token.text)
        if date is None:
            message = f"{token.text!r} is no date"
            doubts.append(Doubt("impossible", f"dates.{name}", message, spans=(Span(token.start, token.end),)))
            continue
        dates[name] = date
        evidence.add(f"dates.{name}", token.start, token.end)
    case, priority = values.get("case_number"), values.get("priority")
    if case:
        evidence.add("case_number", case.start, case.end)
    if priority:
        evidence.add("priority", priority.start, priority.end)
    header = Header(
        case_number=_case_number(case.text) if case else None,
        dates=Dates(**dates),
        priority=_priority(priority.text) if priority else None,
    )
    return Found(header, evidence, tuple(doubts))


def find_case_number(text: str) -> Found[str | None]:
    """The one case number that stands anywhere in a letter whose header block does not state it, page heads included.

    A letter may quote another case: where two numbers stand in it, neither is taken.
    """
    places = list(CASE_NUMBER.finditer(text))
    numbers = {_case_number(match.group()) for match in places}
    if len(numbers) != 1:
        return Found(None)
    evidence = Evidence()
    evidence.add("case_number", *places[0].span())
    message = "the header block does not state it: it was found elsewhere in the letter"
    return Found(numbers.pop(), evidence, (Doubt("uncertain", "case_number", message),))


def parse_date(text: str) -> datetime.date | None:
    """The date that `text` prints in one of the shapes of the letters (month first), or `None`."""
    numeric = NUMERIC_DATE.fullmatch(text.strip())
    if numeric:
        month, day, year = map(int, numeric.groups())
        if len(numeric[3]) == 2:
            year += CENTURY if year < PIVOT else CENTURY - 100
        try:
            return datetime.date(year, month, day) if year in YEARS else None
        except ValueError:
            return None
    words = " ".join(text.split()).replace("Sept.", "Sep.").replace("Sept ", "Sep ")
    for shape in DATE_SHAPES:
        try:
            return datetime.datetime.strptime(words, shape).date()
        except ValueError:
            continue
    return None


def _as_printed(lower: str) -> dict[str, _Token] | None:
    """Each label's value where the block is the form's and whole; what reading it label by label gives, too."""
    match = AS_PRINTED.fullmatch(lower)
    if match is None:
        return None
    return {label: _Token(KIND_OF[label], match[label], *match.span(label)) for label in match.groupdict()}


def _tokens(lower: str) -> list[_Token]:
    """The labels and values of a text in lower case."""
    tokens: list[_Token] = []
    for match in TOKEN.finditer(lower):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        tokens.append(_Token(kind, lower[start:end], start, end))
    return tokens


def _without_list(tokens: list[_Token]) -> list[_Token]:
    """The tokens without the dates of the cover letter's list, up to the next label.

    Where the labels above the list have no values yet (all labels come first), what follows its label may be theirs.
    """
    kept: list[_Token] = []
    listing = False
    for token in tokens:
        if token.kind == LISTED:
            listing = bool(kept) and kept[-1].kind not in LABELS
            continue
        listing = listing and token.kind not in LABELS
        if not listing:
            kept.append(token)
    return kept


def _deal(tokens: list[_Token], doubts: list[Doubt]) -> dict[str, _Token]:
    """Each label's value. A label that was dealt one keeps it: the block's own stands first."""
    values: dict[str, _Token] = {}
    labels: list[str] = []
    run: list[_Token] = []
    if _may_stand_above(tokens):
        if pairs := _values_above_labels(tokens):
            return pairs
        message = "a value seems to stand above its label: which belongs to which is unclear"
        doubts.extend(Doubt("unclear_header", _path(label), message) for label in LABELS)
    for token in [*tokens, _Token("case_number", "", 0, 0)]:
        if token.kind not in LABELS:
            run.append(token)
            continue
        if run:
            for label, value in _pair(labels, run, doubts):
                values.setdefault(label, value)
            labels, run = [], []
        labels.append(token.kind)
    return values


def _may_stand_above(tokens: list[_Token]) -> bool:
    """Whether values may stand above their labels.

    They may where a value stands before the first label and none after the last, or where the label of the case
    number has the number before it and another value behind it.
    """
    block = tokens[len(_own_date(tokens)) :]
    if not block or block[0].kind in LABELS:
        return False
    if block[-1].kind in LABELS:
        return True
    return any(
        (above.kind, label.kind) == ("case", "case_number") and below.kind not in ("case", *LABELS)
        for above, label, below in zip(block, block[1:], block[2:], strict=False)
    )


def _values_above_labels(tokens: list[_Token]) -> dict[str, _Token] | None:
    """The pairs, where each label has its value right before it and each is of the label's kind; else `None`.

    What stands below the last label is no value: dates of the items in dispute.
    """
    own = _own_date(tokens)
    last = max(index for index, token in enumerate(tokens) if token.kind in LABELS)
    block = tokens[len(own) : last + 1]
    values, labels = block[::2], block[1::2]
    if len(values) != len(labels) or any(KIND_OF.get(b.kind) != a.kind for a, b in zip(values, labels, strict=True)):
        return None
    pairs = {label.kind: value for value, label in zip(values, labels, strict=True)}
    return {**pairs, DATED: own[1]} if own else pairs


def _own_date(tokens: list[_Token]) -> list[_Token]:
    """The letter's own date and its label, which stand above the block of 2013, in this order however it came out."""
    return tokens[:2] if [token.kind for token in tokens[:2]] == [DATED, "date"] else []


def _pair(labels: list[str], run: list[_Token], doubts: list[Doubt]) -> list[tuple[str, _Token]]:
    """The labels of one run with the values of the run behind it, by order where each value is of its label's kind."""
    if len(labels) == len(run) and all(KIND_OF[label] == value.kind for label, value in zip(labels, run, strict=True)):
        return list(zip(labels, run, strict=True))
    if len(run) == 1:
        # A value belongs to the label right before it; labels further up have none.
        return [(labels[-1], run[0])] if labels and KIND_OF[labels[-1]] == run[0].kind else []
    pairs: list[tuple[str, _Token]] = []
    for kind in ("case", "date", "word"):
        wanted = [label for label in labels if KIND_OF[label] == kind]
        given = [value for value in run if value.kind == kind]
        if len(wanted) == len(given):
            pairs.extend(zip(wanted, given, strict=True))
            continue
        for label in wanted:
            doubts.append(Doubt("unclear_header", _path(label), "the header's labels and values do not pair"))
    return pairs


def _path(label: str) -> str:
    label = "decision" if label == DATED else label
    return f"dates.{label}" if label in DATE_FIELDS else label


def _case_number(text: str) -> str:
    return "".join(text.split()).replace("–", "-").upper()


def _priority(text: str) -> Priority | None:
    word = text.lower()
    return "standard" if word in ("standard", "regular") else "expedited"
