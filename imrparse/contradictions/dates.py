"""Dates of the header that cannot follow each other, and an injury dated otherwise in the prose."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from imrparse.contradictions.contradiction import Contradiction, quoted
from imrparse.evidence import Span
from imrparse.fields.header import DATE, parse_date
from imrparse.patterns import IGNORECASE, Pattern
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
    for (earlier, first), (later, second) in zip(known, known[1:], strict=False):
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
        at = f"{at_injury} years old" if at_injury > 0 else "not yet born"
        message = (
            f"the case summary gives the age {age}; on {dates.injury}, the header's date of injury, "
            f"such a person was about {at}"
        )
        yield Contradiction("dates_out_of_order", "dates.injury", message, "patient.age")


INJURY_DATE = Pattern(
    # "date of injury of 10-20-2016", "an industrial injury on", "injury date of", "was injured at work on", "DOI:".
    rf"""
    (?<! \b report \s of \s | \b report \s of \s occupational \s | \b report \s of \s (?:work|industrial) \s
       | \b (?:new|another|second|third|prior|previous|earlier|subsequent|old|other|later|original|non-industrial) \s
             (?: industrial \s | work \s | work-related \s | work \s related \s )?
       | \b (?:two|three|four|several|multiple) \s (?: \w+ \s )?
       | \b (?:previously|again|also) \s )
    \b (?:
        (?:date|day) \s of \s (?:the\s)? (?: industrial \s )? injury \b (?: \s \( DOI \) )? [\s:,(]*
            (?: (?:was|is|of|on|as|listed|noted|reported|dated) \s+ ){{0,3}}
      | DOI \b [\s:,(]* (?: (?:was|is|of|on) \s+ ){{0,2}}
      | injury \s date [\s:,(]* (?: (?:was|is|of|on) \s+ ){{0,2}}
      | injury \s (?: that \s occurred \s | which \s occurred \s | occurring \s | sustained \s )? (?:on|of) \s
      | injured \s (?: at \s work \s | while \s at \s work \s | (?:him|her)self \s (?: at \s work \s )? )? on \s
    )
    (?P<date> {DATE} )
    (?! \s? (?: to | through | thru | until | and | or | [-\u2013&] ) \s? (?: \d | [A-Z] ) )
    """,
    IGNORECASE,
)
SIGNS = ("injury", "njured ", "DOI")
"""Every statement that the pattern finds holds one."""

MANY_INJURIES = ("umulative", "ontinuous trauma", "epetitive", "CT:", "dates of injury", "njuries on", "eparate")
"""Words of claims whose injury has no one day, or of several claims in one summary."""


def other_injury_dates(record: Record) -> Iterator[Contradiction]:
    """The first date of injury that the case summary, or else a rationale, states where it is not the header's."""
    injury = record.dates.injury
    if injury is None:
        return
    texts = [("case_summary", "the case summary", record.case_summary)]
    texts += [
        (f"disputed_items.{n}.rationale", "the rationale", item.rationale)
        for n, item in enumerate(record.disputed_items)
    ]
    for path, what, text in texts:
        if not text or not any(sign in text for sign in SIGNS):
            continue
        words = _other_date(text, injury)
        if words:
            message = f"the header's date of injury is {injury}; {what} says {quoted(text, *words)}"
            yield Contradiction("other_injury_date", "dates.injury", message, path, words)
            return


def _other_date(text: str, injury: datetime.date) -> Span | None:
    """Where the text first dates the injury, unless it states the header's date as well or speaks of several injuries."""
    stated = [(match, parse_date(match["date"].lower())) for match in INJURY_DATE.finditer(text)]
    days = {day for _, day in stated if day}
    if len(days) != 1 or injury in days or any(word in text for word in MANY_INJURIES):
        return None
    match, _ = stated[0]
    start = text.rfind(" ", 0, max(0, match.start() - 12)) + 1
    return Span(start, match.end())
