"""Sex of the patient: from a noun or title, and only where there is none, from pronouns that agree.

Summaries name other people too (a "male family member", the "combative male patient" of a nurse), so
a noun counts by its place: in the words that the patient's age qualifies, as what the patient "is", or
in the phrase that opens the summary. A noun elsewhere counts only where the pronouns do not speak against it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from imrparse.evidence import Doubt, Evidence, Span
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from imrparse.record import Sex

_FEMALE = r"(?: fe[\s-]{0,2}males? | femal | famale | feamle | femlae | femle | femae | femaile | wom[ae]n | lady )"
_MALE = r"(?: males? | mael | mlae | m[ae]n | gentle-?m[ae]n )"
_NOUN = (
    rf"(?: (?P<female> {_FEMALE} ) | (?P<male> {_MALE} ) ) \b (?! [\s-]+ (?: to \b | erectile | pattern | connector ) )"
)
_PERSON = r"""(?: patient | (?:injured \s+)? (?: worker | employee | individual | person ) | claimant | applicant
    | IW | IE )"""
_OTHER_CLAUSE = r"""(?: who | whom | whose | when | while | by | with | for | to | of | on | in | at | from
    | that | which | and | or | was | has | had
    | sustained | suffered | injured (?! \s+ (?:worker|employee|individual) ) | assist\w* | help\w* | lift\w*
    | attack\w* | struck | hit | restrain\w*
    | transferring | moving | versus | vs ) \b"""

AFTER_AGE = Pattern(
    # From the end of "48 year old": "right-hand-dominant Hispanic male"; a lone M or F only in the next few words.
    rf"""[\s,(/\u2010-\u2015-]*+ (?: and \s+ )? (?: (?! {_OTHER_CLAUSE} ) (?: [^\s.;]++ | lbs?\. ) \s++ ){{0,12}}?
      (?: [("'\[]? {_NOUN}
        | (?-i: (?P<female> F ) | (?P<male> M ) ) \b (?! [.'&-] \w ) )""",
    IGNORECASE,
    bounded=True,
)
INSIDE_AGE = Pattern(
    r"o [\s./]{0,2} (?: (?P<female> f ) | (?P<male> m ) ) \b", IGNORECASE, bounded=True
)  # 48 yom, 48 y/o F
LETTERS_OF_SEX = frozenset("mMfF")
AS_SUBJECT = Pattern(
    # "The injured worker (IW) is a right-handed female", "The applicant, a male", "Gender: female"
    rf"""
    \b (?: {_PERSON} | case | review | this | he | she | it ) \b (?: \s* \( [^()]{{1,40}} \) )? \s* ,? \s+
       (?: (?: who \s+ )? (?: is | was | being | involv\w+ | concern\w+ | remains | pertains \s to
           | describes ) \s+ | (?<= , \s+ ) (?= an? \s ) )
       (?: (?: now | currently | also | described | identified | listed | noted | as | to | be | of ) \s+ ){{0,3}}
       (?: (?: an? | the | this ) (?: \(n\) )? \s+ )?
       (?: (?! {_OTHER_CLAUSE} ) [^\s.;:]+ \s+ ){{0,8}}? {_NOUN}
    | \b (?: sex | gender ) \b [\s:/=-]{{1,3}} (?: (?: is | was | of ) \s+ )? (?: {_NOUN} | (?-i: (?P<female> F )
        | (?P<male> M ) ) \b )
    """,
    IGNORECASE,
)
OPENING = Pattern(
    # "This right-handed female injured worker", "Male patient with", "According to the records, this male"
    rf"""(?: \A | \A [^.]{{0,80}} , \s ) \W{{0,5}} (?: (?: this | the | an?
        | our ) \s+ )? (?: (?! {_OTHER_CLAUSE} ) [^\s.;:]+ \s+ ){{0,6}}? {_NOUN}""",
    IGNORECASE,
)
TITLE = Pattern(
    # Names are blacked out and leave the title: "Mr. is a 45-year-old", "Ms. was seen". "MS Contin" is a drug.
    r"""
    (?<! \b (?:and|Dr\.|by) \s ) \b (?: (?P<female> Ms\.? | Mrs\.? | Miss )
        | (?P<male> Mr\.? ) ) (?= [\s,'] ) (?! \s+ Contin )
    """,
)
ELSEWHERE = Pattern(
    # "this pleasant female", "The male patient": mid-text, so perhaps somebody else.
    rf"""
    \b (?: this \s+ (?: (?! {_OTHER_CLAUSE} ) [\w'-]+ \s+ ){{0,4}}? {_NOUN}
         | (?<! \b (?: by | another ) \s+ (?: an? \s+ )? ) {_NOUN} \s+ (?: {_PERSON} \b
             | with \s+ a \s+ (?:history|date) | , \s+ who ) )
    """,
    IGNORECASE,
)
PRONOUN = Pattern(
    # "he/she" and "his or her" are boilerplate and count for neither.
    r"""
    \b (?: he | she | him | his | hers? ) (?: \s? / \s? | \s+ or \s+ ) (?: she | he | hers? | his | him ) \b
        | \b s/he \b | \( s \) \s? he \b
    | \b (?: (?P<male> he | him | his | himself ) | (?P<female> she | hers? | herself ) ) \b
    """,
    IGNORECASE,
)
ANOTHER_PERSON = Pattern(
    # A sentence with one of these may owe its pronouns to somebody else.
    r"""
    \b (?: husband | wife | spouse | sons? | daughters? | mother | father | brother | sister | (?:boy|girl)friend
        | partner | m[ae]n | wom[ae]n
         | (?:fe)?males? | co-?workers? | supervisor | boss | manager | driver | customer | inmate | suspect
             | student | child | baby | resident | client
         | provider | physician | doctor | surgeon | psychologist | psychiatrist | chiropractor | therapist
             | nurse | attorney | adjuster | Dr | M\.?D | QME | AME )s? \b
    """,
    IGNORECASE,
    bounded=True,
)
OTHER_NOUN: dict[Sex, str] = {"male": " male", "female": "female"}
"""Cheap sign that the usual noun of a sex occurs."""
PRONOUNS_OF: dict[Sex, tuple[str, str]] = {"male": ("He ", " his "), "female": ("She ", " her ")}
"""Cheap signs that pronouns of a sex occur at all."""


class _Mention(NamedTuple):
    sex: Sex
    span: Span


def read_sex(summary: str, age: Span | None, evidence: Evidence, doubts: list[Doubt]) -> Sex | None:
    """The patient's sex; adds its evidence under `sex` and what is doubtful about it.

    Args:
        summary: The case summary.
        age: Where the patient's age stands in it.
        evidence: Gets the words that the sex was read from.
        doubts: Gets what is missing, contradictory or uncertain.
    """
    mention = _stated(summary, age)
    if mention:
        evidence.add("sex", *mention.span)
        _doubt_other_sex(summary, mention, doubts)
        return mention.sex
    pronouns = _pronouns(summary)
    sexes = {pronoun.sex for pronoun in pronouns}
    elsewhere = _mention(ELSEWHERE, summary)
    if len(sexes) > 1:
        pronouns = _outside_sentences_on_others(summary, pronouns)
        sexes = {pronoun.sex for pronoun in pronouns}
        mixed = "pronouns of both sexes occur"
        doubts.append(
            Doubt("contradiction", "sex", mixed if len(sexes) != 1 else f"{mixed}; read where no other person is named")
        )
    elif elsewhere and sexes != {elsewhere.sex}:
        why = "the pronouns say otherwise" if sexes else "it may be another person's"
        doubts.append(Doubt("uncertain", "sex", f"the summary says {summary[slice(*elsewhere.span)]!r}, but {why}"))
    elif not sexes:
        doubts.append(
            Doubt("missing", "sex", "the case summary has neither noun, title nor pronoun of the patient's sex")
        )
    if len(sexes) == 1:
        for pronoun in pronouns:
            evidence.add("sex", *pronoun.span)
        return sexes.pop()
    if elsewhere and not pronouns:
        evidence.add("sex", *elsewhere.span)
        return elsewhere.sex
    return None


def _mention(pattern: Pattern, text: str, start: int = 0, end: int | None = None) -> _Mention | None:
    match = pattern.search(text, start, end)
    if match is None:
        return None
    sex: Sex = "female" if match["female"] else "male"
    return _Mention(sex, Span(*match.span(sex)))


def _stated(summary: str, age: Span | None) -> _Mention | None:
    """The noun or title that states the patient's sex."""
    if age:
        inside = (
            _mention(INSIDE_AGE, summary, *age)
            if summary[age.end - 2 : age.end].strip(" .")[-1:] in LETTERS_OF_SEX
            else None
        )
        if inside:
            return inside
        match = AFTER_AGE.match(summary, age.end, age.end + 140)
        if match:
            sex: Sex = "female" if match["female"] else "male"
            return _Mention(sex, Span(*match.span(sex)))
    for pattern in (OPENING, AS_SUBJECT, TITLE):
        mention = _mention(pattern, summary)
        if mention:
            return mention
    return None


def _pronouns(summary: str) -> list[_Mention]:
    found: list[_Mention] = []
    for match in PRONOUN.finditer(summary):
        if match["female"]:
            found.append(_Mention("female", Span(*match.span())))
        elif match["male"]:
            found.append(_Mention("male", Span(*match.span())))
    return found


def _outside_sentences_on_others(summary: str, pronouns: Iterable[_Mention]) -> list[_Mention]:
    """The pronouns of the sentences that name no other person."""
    kept: list[_Mention] = []
    end, others = 0, False
    for pronoun in pronouns:
        if pronoun.span.start >= end:
            start = summary.rfind(". ", end, pronoun.span.start) + 1 or end
            end = summary.find(". ", pronoun.span.end)
            end = len(summary) if end < 0 else end
            others = bool(ANOTHER_PERSON.search(summary, start, end))
        if not others:
            kept.append(pronoun)
    return kept


def _doubt_other_sex(summary: str, mention: _Mention, doubts: list[Doubt]) -> None:
    """Adds a doubt where the patient's other mentions, or most pronouns, are of the other sex."""
    other: Sex = "female" if mention.sex == "male" else "male"
    tail = summary[mention.span.end :]
    if OTHER_NOUN[other] in tail:
        for pattern in (ELSEWHERE, AS_SUBJECT, TITLE):
            again = next((m for m in pattern.finditer(tail) if m[other]), None)
            if again:
                message = f"the summary first says {mention.sex}, later {again[0].strip()!r}"
                later = Span(mention.span.end + again.start(), mention.span.end + again.end())
                doubts.append(Doubt("contradiction", "sex", message, spans=(mention.span, later)))
                return
    if any(word in tail for word in PRONOUNS_OF[other]):
        count = Counter(pronoun.sex for pronoun in _outside_sentences_on_others(tail, _pronouns(tail)))
        if count[other] > count[mention.sex]:
            doubts.append(
                Doubt("contradiction", "sex", f"the summary says {mention.sex}, but most of its pronouns are {other}")
            )
