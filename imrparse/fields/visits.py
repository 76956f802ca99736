"""How many visits a request asks for, how often and how long."""

from __future__ import annotations

from typing import Literal, NamedTuple

from imrparse.evidence import Doubt, Evidence, Found, Span
from imrparse.fields.numbers import NUMBER_WORD, NUMBER_WORDS, number_of
from imrparse.fields.phrases import Words, words_of
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Frequency

Period = Literal["day", "week", "month"]

_RANGE = r"(?: \s* (?: - | – | to | or ) \s* )"
_BRACKETED = r"(?: \s* \( \s* \d+ \s* \) )?"
_PERIOD = r"(?: weeks? | wks? | w | months? | mos? | mths? | days? )"


class _Patterns(NamedTuple):
    """The patterns of this module for one way to print numbers."""

    often: Pattern
    crossed: Pattern
    visits: Pattern
    counted: Pattern
    in_parentheses: Pattern


def _patterns(number: str) -> _Patterns:
    def pattern(source: str) -> Pattern:
        return Pattern(source.replace("NUMBER", number), IGNORECASE, bounded=True)

    return _Patterns(
        # "2 times a week for 6 weeks", "2-3x/week x 4 weeks", "twice weekly", "3 visits per week", "weekly for 8 weeks"
        often=pattern(
            rf"""
            (?: (?<! [\w.\#/] ) (?P<times> NUMBER | once | twice | thrice ) {_BRACKETED} (?: {_RANGE}
                (?P<times_to> NUMBER ) )?
                \s* (?: times? | x | sessions? | visits? | treatments? | days? )? \s* (?: a | per | each
                    | every | / | x )? \s*
                (?P<per> weeks? | wks? | w | wkly | weekly | month | monthly | mo | day | daily ) (?! [a-z] )
              | \b (?P<every> weekly | monthly )
            )
            (?: [\s,]* (?: for | x | times | over | during )? [\s,]* (?P<length> NUMBER ) {_BRACKETED}
                (?: {_RANGE} (?P<length_to> NUMBER ) )? [\s-]* (?P<unit> {_PERIOD} ) \b )?
            """
        ),
        # "2x6", "3 x 4", "2 x 6 visits": by custom so many times a week for so many weeks
        crossed=pattern(
            r"""
            (?<! [\w.\#/] )
            (?: (?P<times> NUMBER ) \s* (?: x | times ) \s* (?P<length> NUMBER ) (?! \s* [\w%/.] | [.\d] )
              | (?<! - ) (?P<times> [2-7] ) \s* x \s* (?P<length> NUMBER )
                (?= \s* (?: sessions? | visits? | treatments ) \b )
            )
            """
        ),
        # "12 sessions", "six (6) visits", "Eight physical therapy sessions", "12 additional visits"
        visits=pattern(
            rf"""
            (?<! [\w.\#/-] ) (?<! (?<! [\w.\#/-] ) [2-7] \s? x \s ) (?P<n> NUMBER ) {_BRACKETED}
            (?! \s* (?: x | times | per | a ) \b )
            (?: [\s-]+ (?! for | to | of \b ) [A-Za-z/]+ ){{0,5}}? [\s-]+
            (?: sessions? | visits? | treatments | appointments? ) \b (?! \s* (?: per | a | / | each ) \s*
                (?: week | wk | month | day ) )
            """
        ),
        # "sessions, 12", "visits #8", "sessions times 6", "QTY: 12", "x 12", "total of 12"
        counted=pattern(
            r"""
            (?: \b (?: sessions? | visits? | treatments? ) [\s,:(]+ | \# \s*
              | \b (?: qty | quantity ) [\s:.\#]* (?: of \s )?
              | \b (?: times | x ) \s* | \b total \s (?: of \s )? )
            (?P<n> NUMBER ) (?! \s* [\w%/.-] | [.\d] )
            """
        ),
        # "… for 6 weeks (12)", "(12 sessions)"
        in_parentheses=pattern(
            r"\( \s* (?: total \s (?: of \s )? | x \s* )? (?P<n> NUMBER ) \s* (?: total | sessions? | visits? )? \s* \)"
        ),
    )


# number words tried everywhere take most of the time, and most requests have none
_IN_DIGITS = _patterns(r"(?: \d{1,3} )")
_IN_DIGITS_OR_WORDS = _patterns(rf"(?: \d{{1,3}} | {NUMBER_WORD} )")

# where the patterns begin: at digits or at one of these words
_OPENING_NUMBERS = NUMBER_WORDS | {"once", "twice", "thrice", "weekly", "monthly"}
_OPENING_COUNTS = frozenset(("session", "visit", "treatment", "qty", "quantity", "time", "x", "total"))
# no pattern above matches a text without one of these words (as `phrases.word_key` gives them)
_PERIODS = frozenset(("week", "wk", "weekly", "wkly", "month", "monthly", "mo", "day", "daily", "w"))
_VISIT_WORDS = frozenset(("session", "visit", "treatment", "appointment", "qty", "quantity", "total", "time", "x"))
_VISITED = frozenset(("session", "visit", "treatment", "appointment"))
_ONCE = {"once": 1, "twice": 2, "thrice": 3}
_NO_FREQUENCY: Found[Frequency | None] = Found(None)
_NO_VISITS: Found[int | None] = Found(None)


def _places(words: Words, keys: frozenset[str]) -> list[int]:
    """Where a word begins that is one of `keys` or holds a digit."""
    if words.known.isdisjoint(keys) and not words.numbers:
        return []
    return [at for key, at in zip(words.keys, words.starts, strict=True) if key in keys or not key.isalpha()]


def _value(printed: str | None) -> int | None:
    if not printed:
        return None
    if printed.isdigit():
        return int(printed)
    value = _ONCE.get(printed.lower()) or number_of(printed)
    return None if value is None else int(value)


def _period(printed: str) -> Period:
    start = printed.lower()[0]
    return "week" if start == "w" else "month" if start == "m" else "day"


def read_frequency(text: str) -> Found[Frequency | None]:
    """How often and how long; the first that the request prints. Evidence lies at the names of `Frequency`."""
    evidence = Evidence()
    words = words_of(text)
    patterns = _IN_DIGITS if NUMBER_WORDS.isdisjoint(words.known) else _IN_DIGITS_OR_WORDS
    # "2xweek" is one word
    periodic = not words.known.isdisjoint(_PERIODS) or any("w" in n and n[0] < "a" for n in words.numbers)
    places = _places(words, _OPENING_NUMBERS)
    match = patterns.often.match_first(text, places) if periodic else None
    if match:
        groups = {name: match[name] for name in ("times", "times_to", "length", "length_to")}
        for name in (*groups, "per"):
            if match[name]:
                evidence.add(name, *match.span(name))
        if match["every"]:
            evidence.add("per", *match.span("every"))
        if match["unit"]:
            evidence.add("length_unit", *match.span("unit"))
        return Found(
            Frequency(
                **{name: _value(printed) for name, printed in groups.items()},
                per=_period(match["per"] or match["every"]),
                length_unit=_period(match["unit"]) if match["unit"] else None,
            ),
            evidence,
        )
    match = patterns.crossed.match_first(text, places) if "x" in text or "X" in text or "time" in words.known else None
    if match:
        evidence.add("times", *match.span("times"))
        evidence.add("length", *match.span("length"))
        frequency = Frequency(
            times=_value(match["times"]), per="week", length=_value(match["length"]), length_unit="week"
        )
        message = f"{match.group()!r} taken for times a week and weeks, as the field writes them"
        return Found(
            frequency, evidence, (Doubt("uncertain", "", message, spans=(Span(*match.span()),), severity="note"),)
        )
    return _NO_FREQUENCY


def read_visits(text: str) -> Found[int | None]:
    """The number of visits or sessions as printed; a total in parentheses counts most."""
    words = words_of(text)
    if words.known.isdisjoint(_VISIT_WORDS) and not ("#" in text or "(" in text or "x" in text):
        return _NO_VISITS
    patterns = _IN_DIGITS if NUMBER_WORDS.isdisjoint(words.known) else _IN_DIGITS_OR_WORDS
    places = _places(words, _OPENING_NUMBERS)
    match = patterns.in_parentheses.search(text) if "(" in text else None
    if match is None and not words.known.isdisjoint(_VISITED):
        match = patterns.visits.match_first(text, places)
    if match is None and not patterns.crossed.match_first(text, places):
        counts = _places(words, _OPENING_COUNTS)
        signs = [place for place, sign in enumerate(text) if sign == "#"] if "#" in text else []
        match = patterns.counted.match_first(text, sorted([*counts, *signs]))
    if match is None:
        return _NO_VISITS
    evidence = Evidence()
    evidence.add("", *match.span("n"))
    return Found(_value(match["n"]), evidence)


def implied_visits(frequency: Frequency | None) -> int | None:
    """Times by length, where both are single numbers: twice a week for six weeks is 12."""
    if (
        frequency is None
        or frequency.times is None
        or frequency.length is None
        or frequency.times_to
        or frequency.length_to
    ):
        return None
    if frequency.per == frequency.length_unit:
        return frequency.times * frequency.length
    if frequency.per == "day" and frequency.length_unit == "week":
        return frequency.times * frequency.length * 7
    return None
