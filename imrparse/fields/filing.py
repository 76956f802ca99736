"""The sentences of the notice of 2013 that tell when the application was filed and when it was assigned.

"An application for Independent Medical Review was filed on 9/6/2013 disputing the Utilization Review Denial dated
8/30/2013. A Notice of Assignment and Request for Information was provided to the above parties on 9/23/2013."
"""

from __future__ import annotations

import datetime

import msgspec

from imrparse.evidence import Doubt, Evidence, Found, Span
from imrparse.fields.header import DATE, Header, parse_date
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Dates

SENTENCES = {
    "application_received": Pattern(
        rf"application \s? for \s? [^.]{{0,60}}? (?:filed|received|submitted) \s? (?:on\s?)? (?P<date> {DATE} )",
        IGNORECASE,
    ),
    "ur_denial": Pattern(
        rf"utilization \s? review \s? [^.]{{0,60}}? (?:dated|on|of) \s? (?P<date> {DATE} )", IGNORECASE
    ),
    "assigned": Pattern(rf"notice \s? of \s? assignment \b [^.]{{0,120}}? \b on \s? (?P<date> {DATE} )", IGNORECASE),
}


def read_filing(text: str) -> Found[Dates]:
    """The dates of the sentences in `text`; evidence and doubts by the name of the date."""
    evidence = Evidence()
    doubts: list[Doubt] = []
    dates: dict[str, datetime.date] = {}
    for name, pattern in SENTENCES.items():
        match = pattern.search(text)
        date = parse_date(match["date"]) if match else None
        if match and date:
            dates[name] = date
            evidence.add(name, *match.span("date"))
        elif match:
            message = f"{match['date']!r} is no date"
            doubts.append(Doubt("impossible", name, message, spans=(Span(*match.span("date")),)))
    return Found(Dates(**dates), evidence, tuple(doubts))


def add_filing(header: Header, filing: Found[Dates]) -> tuple[Header, Found[Dates]]:
    """The header with the dates that only the sentences tell, and those dates with their evidence.

    The block is the letter's own statement of a date that both tell; where they differ the date is in doubt.
    """
    evidence = Evidence()
    doubts = list(filing.doubts)
    added: dict[str, datetime.date] = {}
    for name in SENTENCES:
        block, sentence = getattr(header.dates, name), getattr(filing.value, name)
        if sentence is None:
            continue
        if block is None:
            added[name] = sentence
            evidence[name] = filing.evidence[name]
        elif block != sentence:
            message = f"the sentence about the filing says {sentence}"
            spans = tuple(filing.evidence[name])
            doubts.append(Doubt("contradiction", name, message, spans=spans))
    dates = msgspec.structs.replace(header.dates, **added)
    return msgspec.structs.replace(header, dates=dates), Found(Dates(**added), evidence, tuple(doubts))
