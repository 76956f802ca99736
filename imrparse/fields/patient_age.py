"""Age and birth date of the patient.

A summary states many ages: of the patient, of an injury ("a 12-year-old claim"), of a relative, at an
event ("since age 15"). Every statement is a candidate; what stands before and after it decides whose it is.
The first that is the patient's counts; where it is the one at the injury, a doubt says so.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

import regex

from imrparse.evidence import Doubt, Evidence, Span
from imrparse.fields.numbers import number_of
from imrparse.patterns import IGNORECASE, REVERSE, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

YOUNGEST, OLDEST = 14, 105
"""Years. Younger workers hardly occur, and their numbers are durations; lifetime awards run into old age."""

_SEX_NOUN = r"(?:(?:fe)?male|m[ae]n|wom[ae]n|gentlem[ae]n|lady)\b"
_TENS = r"(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety)"
_WORDS = rf"""(?P<words> {_TENS} (?: [\s-]{{1,3}} (?:one|two|three|four|five|six|seven|eight|nine) \b )?
    | (?:four|fif|six|seven|eigh|nine)teen \b )"""
_DASH = r"\u2010-\u2015-"
_YEARS_OLD = rf"""
    [\s.){_DASH}]{{0,3}}
    (?: [yte][a-z]{{0,5}} [.']? [\s.,/'{_DASH}]{{0,4}} (?: old(?:s|er)? | young ) (?: \b | (?={_SEX_NOUN}) )
                                                          # 48 year old, 48-years-old, 48yr. old, 48 yaer oldmale
      | years? ,? \s (?: and \s )? \d\d? [\s-] months? [\s-] old \b                     # 53 years, 4 months old
      # 48 year odl
      | y(?:ea?)?rs?'? [\s.,/-]{{0,3}} (?: odl | ol | olf | ole | ld | od | oold | olde | okd | pld | 0ld ) \b
      | y(?:ea?)?rs?\.? [\s.-]{{0,3}} (?: o[fr]? \s+ | in \s+ )? age\b
        (?! \s+ (?:or|and) \s+ (?:older|over|above|under|younger) )
      # 48 y/o, 48 yo, 48 Y.O., 48 yr o, 48 yom
      | y(?:(?:ea)?rs?)?\.? \s? [/.\\-]? \s? o (?: [\s./]{{0,2}} (?-i:[MFmf]) )? \b \.?
      | (?: y\.? | yrs?\.? | years? ) [\s-]{{1,3}} (?= (?: [\w-]+ \s ){{0,3}}? {_SEX_NOUN} )   # 48 year male
      | old [\s-] (?= (?: [\w-]+ \s ){{0,3}}? {_SEX_NOUN} )                                   # 48 old male
    )
    """
AGE_IN_DIGITS = Pattern(
    rf"""
    (?<!\d) (?P<digits> \d{{1,3}} ) (?: \.\d )? (?!\d) (?= [\s+.(){_DASH}]{{0,4}} [A-Za-z] | [.,;] (?: \s | \Z ) )
    # no tail of a date, range or decimal
    (?<! \d [.,:/] (?P=digits) | [/$\#%] (?P=digits) | \d \s? [-\u2013] (?P=digits) )
    \+? (?: \s? \( [a-z\s-]{{3,14}} \) )?                           # 64 (sixty-four) year old
    (?: {_YEARS_OLD}
      # a 48 male, a 48M
      | (?<= (?: \A | \b (?: an? | now | this | the | is ) \s ) \d\d ) [\s-]{{0,3}} (?= {_SEX_NOUN} | (?-i: [MF]\b ) )
      | (?<= \b (?: patient | worker | claimant | applicant | employee | he | she )
             \s+ is \s+ (?: (?:now|currently|presently) \s+ )? \d\d )
        (?= [.,;] | \s+ and \b )                                                            # the patient is 48.
      # a school district employee, 45, who has filed a claim
      | (?<= \b (?: patient | worker | claimant | applicant | employee | m[ae]n | wom[ae]n ) , \s \d\d ) (?= , \s ) )
    """,
    IGNORECASE,
    bounded=True,
)
AGE_IN_OTHER_WORDS = Pattern(
    rf"""
    \b (?: {_WORDS} {_YEARS_OLD}                            # forty-five-year-old
      | years? [\s-]{{1,3}} (?P<digits> \d\d ) [\s-]{{1,3}} old \b                          # year 60 old
      | years? [\s-]{{1,3}} old [\s,-]{{1,3}} (?P<digits> \d\d ) (?= \s {_SEX_NOUN} )         # year old 60 male
      | age [ds]? \b (?: \s? / \s? (?:sex|gender) )? [\s:=-]{{1,3}}
           (?: (?:is|was|of|being|at|currently|now) \s+ ){{0,2}}
           # aged 45, age of forty-five
           (?: (?P<digits> \d{{2,3}} ) (?! [\d%] | \.\d | [-/\u2013]\d | \s?(?:%|percent|mg|to\s\d) ) | {_WORDS} )
      | {_SEX_NOUN} \s+ of \s+ (?: (?P<digits> \d\d ) (?= [,.] ) | {_WORDS} (?= [,.] ) ) )      # a woman of fifty-five,
    """,
    IGNORECASE,
)

OTHER_PERSON = r"""(?: (?:grand)? (?: sons? | daughters? | child(?:ren)? | mother | father | parents? )
    | wife | husband | spouse | brothers? | sisters? | siblings? | kids? | boys? | girls? | twins?
    | fianc[e\u00e9]e? | (?:boy|girl)friend | partner | aunt | uncle | cousin )"""
NOT_THE_PATIENT = Pattern(
    # What directly precedes an age (matched backwards from it) that is somebody else's or a group's.
    rf"""
    (?: \b (?: by | assist(?:ed|ing|s)? | help(?:ed|ing)? | lift(?:ed|ing)? | car(?:e|ed|ing)\sfor
            | transferr?(?:ed|ing) | mov(?:ed|ing) | restrain(?:ed|ing) | attacked | struck | hit | grabb(?:ed|ing)
            | support(?:s|ing) | another | has | had | have | his | her | their | my )
        \s+ (?: an? \s+ | the \s+ )? (?: about | approximately )? \s*
      | \b (?: over | under | than | least | after | until | till | before | since | around )
        \s+ (?: the \s+ | an? \s+ )?
      | \b (?: patients | adults | persons | people | individuals | women | men | males | females | children | those
            | workers )
        \s+ (?: who \s+ are \s+ | aged? \s+ | are \s+ | over \s+ )?
      | \b {OTHER_PERSON} (?: , | \s+ is | \s+ was | \s+ who | \s+ are | \s+ aged? | \s+ now | \s* \( )*
        \s+ (?: an? \s+ | the \s+ )?
      | \b (?: onset | menopause | retire(?:d|ment) | bone | mean | average | median | gestational | minimum | maximum
            | legal | lung | heart | hearing | biological )
        \s+ (?: at \s+ )? (?: the \s+ )?
      | \b (?: \d+ | an? | one ) [\s-] (?: to | or | and ) [\s-]
    )
    """,
    IGNORECASE | REVERSE,
)
SPAN_OF_TIME = Pattern(
    # "for 20 years", "the past 15 years": not the patient unless a person follows ("request for 45-year-old female").
    r"\b (?: for | from | within | every | last | past | next | to | x | of ) \s+",
    IGNORECASE | REVERSE,
    bounded=True,
)
AT_AN_EVENT = Pattern(
    # "at the age of 45", "when he was 45 years old": the age at the event that the sentence tells of.
    r"""
    (?: \b at \s+ (?: the \s+ | about \s+ | approximately \s+ | an \s+ )?
      | \b (?: when | while | as ) \s+ (?: (?:the|this) \s+ )? (?: injured \s+ )? \w+ \s+ (?: was | were ) \s+
           (?: only \s+ | about \s+ | approximately \s+ | an? \s+ | then \s+ )?
    )
    """,
    IGNORECASE | REVERSE,
    bounded=True,
)
OF_AN_INJURY = Pattern(r"\b(?: injur(?:y|ed|ies) | accident | incident | sustained | fell )\b", IGNORECASE)
NOUN_PHRASE = Pattern(
    # The words that an age qualifies: "12-year-old low back injury to …" gives "low back injury".
    r"""
    [\s-]* (?P<phrase> (?:
        (?! (?: who | that | which | with | when | while | whose | and | or | has | had | was | is | were | of | to | in
              | from | on | at | for | by | after | since | a | an | the | concerns | involves | occurred | resulted
              | affecting | sustained | suffered | status | working | employed | presents? | presented ) \b )
        [\w'/()-]+ \s* ){0,8} )
    """,
    IGNORECASE,
    bounded=True,
)
PERSON = Pattern(
    r"""
    \b (?: (?:fe)?males? | m[ae]n | wom[ae]n | gentlem[ae]n | lady | patient | worker | claimant | applicant
        | employee ) \b
    """,
    IGNORECASE,
    bounded=True,
)
NOT_A_PERSON = Pattern(
    # The last word of what is 12 years old when it is no patient.
    r"""
    \b (?: injur(?:y|ies) | claims? | cases? | accidents? | incidents? | dispute | onset | history | problems?
        | conditions? | symptoms? | pain | fractures? | lesions? | tears? | sprains? | strains? | scars? | disease
        | mris? | ct | x-?rays? | radiographs? | films? | imaging | stud(?:y|ies) | tests? | data | reports? | notes?
        | records? | requests? | exam(?:ination)? | evaluation
        | fusions? | surger(?:y|ies) | operations? | discectomy | laminectomy | replacement | repair | arthroplasty
        | implants? | hardware | prosthes[ie]s | stimulator | pump | batter(?:y|ies) | devices? | units? | braces?
        | orthotics | aids? | mattress | bed | (?:wheel)?chair | equipment | vehicle | car | truck | catheter | needle
        | infant | baby | toddler | (?:grand)?(?:sons?|daughters?|child(?:ren)?) | boy | girl | kids? | twins? ) \Z
    """,
    IGNORECASE,
    bounded=True,
)

_DATE = r"""
    (?: \d{1,2} \s? [/.-] \s? \d{1,2} \s? [/.-] \s? (?: \d{4} | \d\d ) (?!\d)
      | \d{4} - \d\d - \d\d
      | (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \s+ \d{1,2} (?:st|nd|rd|th)? ,? \s* \d{4} )
    """
BIRTH_DATES = Pattern(
    rf"""
    \b (?: dates? \s+ of \s+ birth | birth \s? -? dates? | birthday | d\.?o\.?b\b\.? | born )
    [\s:,()=-]*
    (?: (?: is | was | are | of | as | on | listed | given | noted | documented | recorded | both ) \s+ ){{0,3}} :? \s?
    (?P<date> {_DATE} )
    (?: \s* (?: , | / | ; | and | or | vs\.? | versus | , \s and ) \s+ (?: also \s+ )? (?: as \s+ )?
        (?P<date> {_DATE} ) ){{0,3}}
    """,
    IGNORECASE,
)
DATE_PARTS = Pattern(r"\d+ | [a-z]{3,}", IGNORECASE)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}


COMMON_OPENINGS = (
    "worker is a ", "worker is a(n) ", "patient is a ", "applicant is a ", "claimant is a ", "This is a ",
    "involves a now ", "employee is a ",
)  # fmt: skip
"""What nearly always precedes the patient's age, so that the patterns of what does not need not run."""
LONGEST_COMMON_OPENING = 40
"""Characters before the age in which, if they end so, no other age stands."""


class Age(NamedTuple):
    """The patient's age in years and the words that state it (`None` where nothing does)."""

    years: int | None
    span: Span | None


def read_age(summary: str, evidence: Evidence, doubts: list[Doubt]) -> Age:
    """The patient's age as first stated; adds its evidence under `age` and what is doubtful about it."""
    at_injury: Age | None = None
    implausible: regex.Match[str] | None = None
    for match in _ages(summary):
        years = _years(match)
        if _at_an_event(summary, match):
            if at_injury is None and _plausible(years) and _in_a_sentence_on_injury(summary, match.start()):
                at_injury = Age(years, _span(match))
        elif _of_the_patient(summary, match):
            if _plausible(years):
                span = _span(match)
                if at_injury is not None and at_injury.span is not None and at_injury.years != years:
                    evidence.add("age", *at_injury.span)
                    message = f"the summary first states {at_injury.years} at the injury, later {years}"
                    doubts.append(Doubt("uncertain", "age", message, spans=(at_injury.span, span)))
                    return at_injury
                evidence.add("age", *span)
                _doubt_other_ages(summary, years, span, doubts)
                return Age(years, span)
            implausible = implausible or match
    if at_injury is not None and at_injury.span is not None:
        evidence.add("age", *at_injury.span)
        doubts.append(Doubt("uncertain", "age", "the summary states the age at injury, not the present age"))
        return at_injury
    if implausible:
        message = f"the summary says {implausible[0].strip()!r}"
        doubts.append(Doubt("impossible", "age", message, spans=(_span(implausible),)))
    else:
        doubts.append(Doubt("missing", "age", "the case summary states no age of the patient"))
    return Age(None, None)


def _ages(summary: str, start: int = 0) -> Iterator[regex.Match[str]]:
    """Every statement of an age, in order; ages in other words are only looked for up to the next one in digits."""
    for match in AGE_IN_DIGITS.finditer(summary, start):
        if match.start() - start > LONGEST_COMMON_OPENING or not summary.endswith(COMMON_OPENINGS, 0, match.start()):
            yield from AGE_IN_OTHER_WORDS.finditer(summary, start, match.start())
        yield match
        start = match.end()
    if any(word in summary for word in ("year", " age", "(age", "Age", "YEAR", "AGE")):
        yield from AGE_IN_OTHER_WORDS.finditer(summary, start)


def _years(match: regex.Match[str]) -> int:
    digits = match["digits"]
    if digits:
        return int(digits)
    return int(number_of(match["words"]) or 0)


def _span(match: regex.Match[str]) -> Span:
    return Span(match.start(), match.start() + len(match[0].rstrip(" -,")))


def _plausible(years: int) -> bool:
    return YOUNGEST <= years <= OLDEST


def _of_the_patient(summary: str, match: regex.Match[str]) -> bool:
    """Whether neither the words before an age nor the noun that it qualifies say that it is not the patient's."""
    common = summary.endswith(COMMON_OPENINGS, 0, match.start())
    if not common and NOT_THE_PATIENT.match(summary, 0, match.start()):
        return False
    if summary.startswith((" male", " female"), match.end()):
        return True
    phrase = NOUN_PHRASE.match(summary, match.end(), match.end() + 100)
    words = phrase["phrase"].rstrip() if phrase else ""
    if PERSON.search(words):
        return True
    return not NOT_A_PERSON.search(words) and not SPAN_OF_TIME.match(summary, 0, match.start())


def _at_an_event(summary: str, match: regex.Match[str]) -> bool:
    return not summary.endswith(COMMON_OPENINGS, 0, match.start()) and bool(
        AT_AN_EVENT.match(summary, 0, match.start())
    )


def _in_a_sentence_on_injury(summary: str, place: int) -> bool:
    start = summary.rfind(". ", 0, place) + 1
    end = summary.find(". ", place)
    return bool(OF_AN_INJURY.search(summary, start, end if end >= 0 else len(summary)))


def _doubt_other_ages(summary: str, years: int, said: Span, doubts: list[Doubt]) -> None:
    """Adds a doubt where the rest of the summary gives the patient another age."""
    if summary.find("year", said.end) < 0:
        return
    for match in AGE_IN_DIGITS.finditer(summary, said.end):
        other = _years(match)
        if other == years or not _plausible(other):
            continue
        if not _at_an_event(summary, match) and _of_the_patient(summary, match):
            message = f"the summary first says {years}, later {match[0].strip()!r}"
            doubts.append(Doubt("contradiction", "age", message, spans=(said, _span(match))))
            return


def read_birth_dates(summary: str, evidence: Evidence, doubts: list[Doubt]) -> tuple[datetime.date, ...]:
    """Every birth date that the summary prints, once each, in its order.

    One date has its evidence under `birth_date`; several contradict each other, have theirs under
    `birth_dates.0` and so on, and leave a doubt.
    """
    if not ("birth" in summary or "born" in summary or "DOB" in summary or "Birth" in summary):
        return ()
    found: dict[datetime.date, list[Span]] = {}
    for match in BIRTH_DATES.finditer(summary):
        for start, end in sorted(match.spans("date")):
            date = _date(summary[start:end])
            if date is None:
                message = f"no date: {summary[start:end]!r}"
                doubts.append(Doubt("impossible", "birth_date", message, spans=(Span(start, end),)))
            else:
                found.setdefault(date, []).append(Span(start, end))
    for place, spans in enumerate(found.values()):
        for span in spans:
            evidence.add("birth_date" if len(found) == 1 else f"birth_dates.{place}", *span)
    if len(found) > 1:
        printed = ", ".join(date.isoformat() for date in found)
        doubts.append(Doubt("contradiction", "birth_dates", f"the summary prints several birth dates: {printed}"))
    return tuple(found)


def _date(printed: str) -> datetime.date | None:
    """A date in American order, in words or ISO. Of two digits, a year after 09 is of the 1900s."""
    parts = [match[0] for match in DATE_PARTS.finditer(printed)]
    parts = [part for part in parts if part.lower() not in {"st", "nd", "rd", "th"}]
    if len(parts) != 3:
        return None
    if len(parts[0]) == 4:
        year, month, day = parts
    else:
        month, day, year = parts
    number = MONTHS.get(month[:3].lower()) if month.isalpha() else int(month)
    full_year = int(year) if len(year) == 4 else (1900 if int(year) > 9 else 2000) + int(year)
    try:
        return datetime.date(full_year, number or 0, int(day))
    except ValueError:
        return None
