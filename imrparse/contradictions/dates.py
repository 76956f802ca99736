"""Dates of the header that cannot follow each other, and an injury dated otherwise in the prose."""

from __future__ import annotations

import calendar
import datetime
import itertools
from collections.abc import Iterator

from imrparse.contradictions.contradiction import Contradiction, quoted, sentence_around
from imrparse.evidence import Span
from imrparse.fields.header import DATE, parse_date
from imrparse.patterns import IGNORECASE, REVERSE, Pattern
from imrparse.record import Dates, Record

NAMES = {
    "injury": "the date of injury",
    "ur_denial": "the utilization review denial",
    "application_received": "the receipt of the application",
    "assigned": "the assignment",
    "decision": "the decision",
}
"""In the order in which they come to pass: an application disputes a denial that there is (Labor Code 4610.5)."""

YOUNGEST_AT_WORK = 12
"""Years. Below it one of the two values is wrong, whatever work a child may be allowed to do."""

FIRST_REVIEWS = datetime.date(2013, 1, 1)
"""Independent medical review began with this year (Labor Code 4610.5)."""


def out_of_order(record: Record) -> Iterator[Contradiction]:
    """Pairs of neighbouring header dates of which the later one comes first, and dates that nothing can have."""
    dates = record.dates
    known = [(name, day) for name in NAMES if (day := getattr(dates, name))]
    for (earlier, first), (later, second) in itertools.pairwise(known):
        if first > second:
            message = f"the header puts {NAMES[earlier]} on {first}, after {NAMES[later]} on {second}"
            yield Contradiction("dates_out_of_order", f"dates.{later}", message, f"dates.{earlier}")
    yield from _too_early(dates)
    yield from _case_year(record)
    yield from _age_at_injury(record)


def _too_early(dates: Dates) -> Iterator[Contradiction]:
    if dates.decision and dates.decision < FIRST_REVIEWS:
        message = f"the header dates the decision {dates.decision}, before there were such reviews"
        yield Contradiction("dates_out_of_order", "dates.decision", message, "dates.decision")


def _case_year(record: Record) -> Iterator[Contradiction]:
    """A case number carries the year in which the case was opened, at most one from that of the application."""
    number, received = record.case_number, record.dates.application_received
    if number is None or received is None or not number[2:4].isdigit():
        return
    year = 2000 + int(number[2:4])
    if abs(year - received.year) > 1:
        message = f"the case number {number} is of {year}, the application was received on {received}"
        yield Contradiction("dates_out_of_order", "dates.application_received", message, "case_number")


def _age_at_injury(record: Record) -> Iterator[Contradiction]:
    age, dates = record.patient.age, record.dates
    if age is None or dates.injury is None or dates.decision is None:
        return
    at_injury = age - (dates.decision.year - dates.injury.year)
    if at_injury < YOUNGEST_AT_WORK:
        then = f"had about the age {at_injury}" if at_injury > 0 else "was not born yet"
        when = f"on {dates.injury}, the header's date of injury, such a person {then}"
        message = f"the case summary gives the age {age}; {when}"
        yield Contradiction("dates_out_of_order", "dates.injury", message, "patient.age")


INJURY_DATE = Pattern(
    # What follows "injury" or "injured" where it is dated: " of 10-20-2016", " date of", " that occurred on", ": ".
    rf"""
    (?: \s date [\s:,(]* (?: (?:was|is|of|on) \s+ ){{0,2}}
      | \s (?: (?: that | which ) \s occurred \s | occurring \s | sustained \s
          | at \s work \s | while \s at \s work \s | (?:him|her)self \s (?: at \s work \s )? )?
        (?: on | of ) \s
      | (?<= \b (?:occupational|industrial|work) \s claim ) \s (?: from | of ) \s
      | \s (?= [A-Z\d] )
      | (?<= \b DOI ) [\s:,)]* (?: (?:was|is|of|on) \s+ ){{0,2}}
      | (?<= (?:date|day) \s of \s (?:the\s)? (?: industrial \s )? injury )
        (?: \s \( DOI \) )? [\s:,(]* (?: (?:was|is|of|on|as|listed|noted|reported|dated) \s+ ){{0,3}}
    )
    (?P<date> {DATE} )
    (?! \s? (?: to | through | thru | until | and | or | [-\u2013&] ) \s? (?: \d | (?-i: [A-Z] [a-z]{{2}} ) ) )
    """,
    IGNORECASE,
    bounded=True,
)
NOT_THIS_INJURY = Pattern(
    # What stands before "injury", matched backwards: another one, several, or the paper that reports it.
    r"""
    \b (?: report \s of (?: \s \w+ )?
        | (?: new | another | second | third | prior | previous\w* | earlier | subsequent | old | other | later
            | original | non-industrial | two | three | four | several | multiple | again | also )
          (?: \s [\w-]+ ){0,2}
    ) \s
    """,
    IGNORECASE | REVERSE,
    bounded=True,
)
ANY_DATE = Pattern(DATE, IGNORECASE)
CLAIM = "al claim"
"""The end of "occupational claim"."""

INJURY_WORDS = {"injury": 6, "injured on ": 7, "injured at ": 7, "injured while at ": 7, CLAIM: 8, "DOI": 3}
"""What is looked for, and how many of its characters stand before those of `INJURY_DATE`."""

SIGN = "injur"
"""What most rationales do not hold."""

INSIDE_A_WORD = frozenset("-abcdefghijklmnopqrstuvwxyz")
"""What stands before `injury` in "reinjury" and "re-injury"."""

LONGEST_BEFORE = 24
"""Characters before the words that a message shows: "sustained an industrial"."""

MANY_INJURIES = ("umulative", "ontinuous trauma", "CT:", "dates of injury", "njuries on ", "claims from ", "eparate")
"""Words beside a date of an injury that has no one day, or is one of several."""


def other_injury_dates(record: Record) -> Iterator[Contradiction]:
    """The date of injury that the case summary, or else a rationale, states where it is not the header's."""
    injury = record.dates.injury
    if injury is None:
        return
    summary = record.case_summary or ""
    usual = (
        f"{injury.month:02}-{injury.day:02}-{injury.year}",
        f"{injury.month:02}/{injury.day:02}/{injury.year}",
        f"{calendar.month_name[injury.month]} {injury.day}, {injury.year}",
    )
    for number, text in enumerate([summary, *(item.rationale or "" for item in record.disputed_items)], -1):
        if (number >= 0 and SIGN not in text) or any(shape in text for shape in usual):
            continue  # cheaper than to find that nothing is stated, or the header's date
        words = _other_date(text, injury)
        if words is None:
            continue
        other = ANY_DATE.search(text, *words)
        if text is not summary and other and _mentions(summary, parse_date(other[0])):
            return  # the summary tells of more than one injury
        start = min(words.start, text.find(" ", max(0, words.start - LONGEST_BEFORE)) + 1)
        path, what = "case_summary", "the case summary"
        if number >= 0:
            path, what = f"disputed_items.{number}.rationale", "the rationale"
        message = f"the header's date of injury is {injury}; {what} says {quoted(text, start, words.end)}"
        yield Contradiction("other_injury_date", "dates.injury", message, path, Span(start, words.end))
        return


def _other_date(text: str, injury: datetime.date) -> Span | None:
    """Where the text dates the injury, unless it has the header's date as well or speaks of several injuries."""
    stated = list(_injury_dates(text))
    days = {parse_date(date) for _, date in stated} - {None}
    if len(days) != 1 or injury in days or _mentions(text, injury):
        return None
    place, _ = stated[0]
    start, end = sentence_around(text, place.start)
    return None if any(text.find(word, start, end) >= 0 for word in MANY_INJURIES) else place


def _mentions(text: str, day: datetime.date | None) -> bool:
    """Whether the text has the day in one of the usual shapes."""
    if day is None:
        return False
    name, numbers = calendar.month_name[day.month], (f"{day.month}", f"{day.month:02}")
    shapes = [f"{name} {day.day}", f"{name} {day.day:02}", f"{name[:3]} {day.day}", f"{name[:3]}. {day.day}"]
    shapes = [f"{shape}{comma} {day.year}" for shape in shapes for comma in (",", "")]
    shapes += [
        f"{month}{mark}{number}{mark}{year}"
        for month in numbers
        for number in (f"{day.day}", f"{day.day:02}")
        for mark in "/-"
        for year in (f"{day.year}", f"{day.year % 100:02}")
    ]
    return any(shape in text for shape in shapes)


def _injury_dates(text: str) -> Iterator[tuple[Span, str]]:
    """Each place that dates an injury, and the date as printed."""
    for word, length in INJURY_WORDS.items():
        at = text.find(word)
        while at >= 0:
            if not (at and text[at - 1] in INSIDE_A_WORD and word != CLAIM):
                match = INJURY_DATE.match(text, at + length)
                if match and not NOT_THIS_INJURY.match(text, max(0, at - 60), at):
                    yield Span(at, match.end()), match["date"]
            at = text.find(word, at + length)
