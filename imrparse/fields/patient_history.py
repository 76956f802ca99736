"""The patient's occupation and the mechanism of injury, where the summary's opening says so."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from imrparse import catalog
from imrparse.evidence import Evidence, Span
from imrparse.fields.sentences import sentence_end
from imrparse.patterns import IGNORECASE, REVERSE, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENING_LENGTH = 700
"""Characters. Two to five sentences, which is how far real summaries keep to who the patient is and what happened."""

PHRASE = Pattern(
    # What an age qualifies: "right-handed male bus driver", up to the verb or preposition that ends the phrase.
    r"""(?: (?! (?: who | whom | whose | that | which | with | when | while | and | was | is | has | had | of
        | to | in | on | at | for | from | by
         | since | sustained | suffered | presented | presenting | developed
             | injured (?! \s+ (?:worker|employee) ) | status | reported | reporting
         | employed | working | allegedly | complaining | complains | alleging | involved | experienced
             | filed ) \b ) [\w'/&()-]+ [\s,]* ){1,14}""",
    IGNORECASE,
    bounded=True,
)
NOT_AN_OCCUPATION = Pattern(
    # Words that stand before an occupation and are no part of it, and nouns for the patient.
    r"""
    (?: \A | (?<= \s ) | (?<= , ) )
    (?: an? | the | \w* (?:right|left) [\s-]+ hand (?:ed)? (?: [\s-]* dominant )? | ambidextrous | [RL]HD
        | dominant | (?:fe)?males? | [MF] | m[ae]n | wom[ae]n
      | gentlem[ae]n | lady | patient | injured | workers? (?! \s* ,? \s* comp ) | employee | claimant
          | applicant | individual | person | hispanic | latin[oa]
      | caucasian | white | black | african | asian | american | mexican | filipin[oa] | spanish | english
          | speaking | [\w-]+-speaking
      | obese | overweight | pleasant | very | married | single | divorced | separated | widowed | represented
          | unrepresented | self-represented | retired | disabled
      | diabetic | smoker | non-smoker | IW | now | currently | well | nourished | developed | well-\w+
          | industrially | old | years? | y/?o | year-old ) \b [\s,]*
    """,
    IGNORECASE,
    bounded=True,
)
EMPLOYED = Pattern(
    # What stands before the "as" of an employment, matched backwards: "employed by the county", "in her job"
    r"""
    \b (?: employed | works | worked | working | hired | employment | job | position | role | capacity | duties
        | occupation )
       (?: \s+ (?: (?:full|part)[\s-]time | primarily | then | currently ) )?
       (?: \s+ (?: by | for | at | with | in ) \s+ [^.;:]{1,60}? )? ,? (?: \s+ (?:was|is) )?
    """,
    IGNORECASE | REVERSE,
)
OCCUPATION_LABEL = Pattern(
    r"""
    \b (?: occupation | job \s title | (?: job | position ) (?= \s of \s an? \b ) ) (?: \s+ (?: is | was | of
        | as | listed | noted | given ) )* \s* :? \s* (?: (?:as|that\sof) \s+ )?
    """,
    IGNORECASE,
    bounded=True,
)
OCCUPATION = Pattern(
    r"""
    \s* (?P<article> (?: an? | the ) \s+ )?
    (?P<occupation> (?: (?! (?: who | when | while | with | for | at | since | until | on | by | from | in | that
        | whose | where | sustained | suffered | prior | due
         | after | before | but | he | she | during | reported | injured | has | had | was | is | developed
             | involving | doing | result | of | and | to | part ) \b )
         [\w'/&()-]+ \s* ){1,7} )
    """,
    IGNORECASE,
    bounded=True,
)
SIGNS_OF_EMPLOYMENT = ("mploy", "worked", "works", "working", "job", "position", "role", "capacity", "hired", "duties")
"""One of these stands a little before the "as" of every employment; cheap to find."""

SIGNS_OF_A_LABEL = (
    "ccupation:",
    "ccupation is",
    "ccupation was",
    "ccupation of",
    "ob title",
    "job of a",
    "osition of a",
)
"""What `OCCUPATION_LABEL` needs; not "occupational"."""

NO_OCCUPATION_FOLLOWS = frozenset(("who", "who,", "with", "sustained", "that", "whose", "injured"))
"""The usual words after "48 year old male"."""

STATED_MECHANISM = Pattern(
    # "The mechanism of injury is detailed as a fall", "Mechanism of injury: fall", "… occurred when he"
    r"""
    mechanisms? \s+ of \s+ (?: the \s+ )? (?: injury | accident ) (?: \s* \( [^()]{1,30} \) )?
    (?: \s* [:\u2013-] \s* (?: (?:is|was) \s+ )?
      | (?: \s+ (?: to \s+ the | on ) \s [^.;]{1,50}? )?
        \s+ (?: is | was | has \s been | are | were | occurred | happened | involved | includes? | included
            | resulted ) \b
        (?: \s+ (?: reportedly | apparently ) )?
        (?: \s+ (?: detailed | described | documented | reported | noted | listed | stated | recorded | given
            | identified | specified | from ) \b )?
        (?: \s+ (?: as | to \s be | that | when | while | from | due \s to | as \s a \s result \s of
            | secondary \s to ) \b )* \s* :? \s* )
    (?P<mechanism> \S )
    """,
    IGNORECASE,
    bounded=True,
)
INJURED = Pattern(
    # The statement of the injury where "sustained" does not make it: "was injured"; not "the injured worker".
    r"""
    \b (?: suffered | incurred | (?:was|were|got) \s injured | injured \s (?:his|her|the) | hurt \s (?:his|her|the) ) \b
    """,
    IGNORECASE,
    bounded=True,
)
HOW = Pattern(
    # "when he fell", "after a chair fell apart", "due to repetitive lifting"; "from 10/13/2016" is no cause.
    r"""
    \s (?: when | while | after | as \s+ (?: a | the ) \s+ result \s+ of | due \s+ to | secondary \s+ to
         | from (?! \s+ (?: \d | an? \s+ (?:industrial|work) | the \s+ (?:date|injury|industrial) | january
             | february | march | april | may | june | july
                          | august | september | october | november | december ) ) ) \s+
    (?P<mechanism> [^\s] )
    """,
    IGNORECASE,
    bounded=True,
)
SIGNS_OF_A_CAUSE = ("when", "while", "after", "result", "due", "secondary", "from")
"""What `HOW` needs, cheap to find."""

MECHANISM_TAIL = Pattern(
    # Where the sentence goes on to what the injury was or how it was treated.
    r"""
    ,? \s+ (?: resulting \s+ in | which \s+ resulted | incurring | causing \s+ (?:an\s+)?injur | and \s+ (?: was
        | has \s+ been | is ) \s+ (?: being \s+ )?
         (?: diagnosed | treated | undergoing | seen | evaluated ) | and \s+ (?: subsequently | later )
             | with \s+ (?: subsequent | resultant | injur(?:y|ies) \s to ) )
    | ; \s""",
    IGNORECASE,
    bounded=True,
)
NOT_STATED = Pattern(
    r"""["'(]* (?: not | no | none | un(?:clear|known|specified|stated|available|documented) | n/a | never
        | (?:is|was|were) \s not | neither | missing | redacted
         | (?:working \s+ (?:as|for|at)|employed|at\swork|on\sthe\sjob|on\sduty|in\sthe\scourse) \b )""",
    IGNORECASE,
    bounded=True,
)


SIGNS_OF_A_TAIL = (
    "result",
    "incurring",
    "causing",
    " and was",
    " and has",
    " and is",
    " and subs",
    " and later",
    " with ",
    ";",
)
"""What `MECHANISM_TAIL` needs, cheap to find."""


class Occupations(msgspec.Struct, frozen=True):
    """`occupations.json`: the last words of the names of occupations, lower case."""

    about: str
    occupations: frozenset[str]


@functools.cache
def _occupations() -> frozenset[str]:
    vocabulary: Occupations = catalog.load("occupations", Occupations)
    return vocabulary.occupations


def read_occupation(summary: str, age: Span | None, evidence: Evidence) -> str | None:
    """The occupation after the patient's age, else what the opening says that the patient is employed as."""
    found = _after_age(summary, age) or _employed_as(summary)
    if found is None:
        return None
    evidence.add("occupation", *found)
    return summary[slice(*found)]


def _after_age(summary: str, age: Span | None) -> Span | None:
    """Where an occupation stands among the words that the age qualifies."""
    if age is None:
        return None
    following = summary[age.end : age.end + 30].split(None, 2)
    if len(following) > 1 and following[0].strip("-,") in {"male", "female"} and following[1] in NO_OCCUPATION_FOLLOWS:
        return None
    start = age.end
    while start < len(summary) and summary[start] in " -,":
        start += 1
    phrase = PHRASE.match(summary, start, start + 160)
    if phrase is None:
        return None
    while True:
        skipped = NOT_AN_OCCUPATION.match(summary, start, phrase.end())
        if skipped is None or skipped.end() == start:
            break
        start = skipped.end()
    for part_start, part_end in _parts(summary, start, phrase.end()):
        words = summary[part_start:part_end].split()
        if words and words[-1].strip("()'").lower() in _occupations():
            return Span(part_start, part_end)
    return None


def _parts(text: str, start: int, end: int) -> list[Span]:
    """The parts of a phrase between its commas, without what is no occupation at their beginning."""
    parts = []
    while start < end:
        stop = text.find(",", start, end)
        stop = end if stop < 0 else stop
        while start < stop and (skipped := NOT_AN_OCCUPATION.match(text, start, stop)) and skipped.end() > start:
            start = skipped.end()
        parts.append(Span(start, start + len(text[start:stop].rstrip())))
        start = stop + 1
        while start < end and text[start] == " ":
            start += 1
    return parts


def _employed_as(summary: str) -> Span | None:
    """Where the opening says what the patient is employed as; without an article only a known occupation counts."""
    opening = summary[:OPENING_LENGTH]
    for place in _places_of_occupation(opening):
        match = OCCUPATION.match(opening, place)
        if match is None:
            continue
        start, end = match.span("occupation")
        end = start + len(opening[start:end].rstrip())
        article = (match["article"] or "").strip().lower()
        if article in {"a", "an"} or opening[start:end].rpartition(" ")[2].strip("()'").lower() in _occupations():
            return Span(start, end)
    return None


def _places_of_occupation(opening: str) -> Iterator[int]:
    """Where what the patient is employed as may begin: after "employed … as", "Occupation:", "a job of"."""
    place = opening.find(" as ")
    while place >= 0:
        before = opening[max(0, place - 80) : place]
        if any(sign in before for sign in SIGNS_OF_EMPLOYMENT) and EMPLOYED.match(opening, 0, place):
            yield place + 4
        place = opening.find(" as ", place + 4)
    if any(sign in opening for sign in SIGNS_OF_A_LABEL):
        for match in OCCUPATION_LABEL.finditer(opening):
            yield match.end()


def read_mechanism(summary: str, evidence: Evidence) -> str | None:
    """How the injury happened: where the summary names the mechanism, else as its opening tells it."""
    start = _mechanism_start(summary)
    if start is None or NOT_STATED.match(summary, start):
        return None
    end = sentence_end(summary, start)
    sentence = summary[start:end]
    tail = MECHANISM_TAIL.search(summary, start, end) if any(sign in sentence for sign in SIGNS_OF_A_TAIL) else None
    end = start + len(summary[start : tail.start() if tail else end].rstrip(" ,"))
    if end == start:
        return None
    evidence.add("mechanism_of_injury", start, end)
    return summary[start:end]


def _mechanism_start(summary: str) -> int | None:
    """Where the words begin that tell how the injury happened."""
    named = summary.find("echanism")
    if named > 0:
        match = STATED_MECHANISM.match(summary, named - 1)
        if match:
            named_start: int = match.start("mechanism")
            return named_start
    injured = summary.find("sustained", 0, OPENING_LENGTH)
    if injured < 0:
        match = INJURED.search(summary, 0, OPENING_LENGTH)
        if match is None:
            return None
        injured = match.start()
    end = sentence_end(summary, injured)
    sentence = summary[injured:end]
    if not any(sign in sentence for sign in SIGNS_OF_A_CAUSE):
        return None
    how = HOW.search(summary, injured, end)
    if how is None:
        return None
    start: int = how.start("mechanism")
    return start
