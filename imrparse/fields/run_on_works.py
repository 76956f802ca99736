"""Where another work begins behind the ODG or ACOEM without a label.

`(ODG), Knee, Venous thrombosis; American College of Chest Physicians, Antithrombotic Therapy, 9th ed.`

The topics of the ODG have commas, semicolons and full stops of their own. A work is known there by its publisher, its
authors, a web address, or by words that papers and guidelines have in their titles and topics have not.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from imrparse import catalog
from imrparse.fields import odg_chapters, odg_citations
from imrparse.fields.citation_parts import YEAR
from imrparse.fields.phrases import PhraseBook, plain_words, words_of
from imrparse.patterns import IGNORECASE, Pattern, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex


class WorksCatalog(msgspec.Struct, frozen=True):
    """`works.json`: names that open a work."""

    about: str
    works: tuple[str, ...]


class RunOn(NamedTuple):
    """Where a work begins, and what is not certain about it, in plain words."""

    start: int
    doubt: str | None = None


_NOT_AUTHOR = "Vitamin|Hepatitis|Type|Class|Grade|Factor|Level|Part|Table"


def _run_on_source() -> str:
    names = "|".join(
        escape(w).replace(r"\.", r"\.?")
        for w in sorted(catalog.load("works", WorksCatalog).works, key=lambda w: -len(w))
    )
    return rf"""
        (?: (?<=[,;:.()]\s?) | (?<=\band\s) | (?<=\A\s*) ) (?: [Tt]he\s+ )? (?: {names} ) \b
      | (?: https?:// | \bwww\. ) \S+ | \b \w [\w-]+ \. (?: com | org | gov | net | edu ) \b
      # "Harris J. Occupational medicine …, (2004)", "Smith AB, Jones C", "Benditt et al."
      | \b (?! (?: {_NOT_AUTHOR} ) \b ) \p{{Lu}}\p{{Ll}}+ (?: -\p{{Lu}}\p{{Ll}}+ )? ,? \s+
        (?: \p{{Lu}}{{1,2}} (?: \. (?: \s?\p{{Lu}}\. )? | , \s* et\s+al
            | (?= , \s+ \p{{Lu}}\p{{Ll}}+ \s+ \p{{Lu}}{{1,2}} \b ) )
          | et\s+al\b )
        (?= [^;]* \b {YEAR} \b )
        """


RUN_ON = Pattern(_run_on_source)
"""Where another work begins, by its publisher, its address or its author."""

_WEB_WORDS = frozenset(("http", "https", "www", "com", "org", "gov", "net", "edu"))


@functools.cache
def _names() -> PhraseBook[None]:
    """The names of works in any case, to see whether a text may hold one."""
    book: PhraseBook[None] = PhraseBook()
    for name in catalog.load("works", WorksCatalog).works:
        book.add(name, None)
        book.add(name.replace(".", ""), None)
    return book


@functools.cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _names().phrases())


def run_on_in(text: str, start: int, end: int) -> regex.Match[str] | None:
    """The first match of `RUN_ON`, which needs the name of a work, a web address or a year."""
    words = words_of(text)
    if (
        any(len(number) == 4 and number.startswith(("19", "20")) for number in words.numbers)
        or not words.known.isdisjoint(_WEB_WORDS)
        or (not words.known.isdisjoint(_first_words()) and _names().find(words.keys))
    ):
        found = RUN_ON.finditer(text, start, end)
        return next((match for match in found if not odg_citations.OWN_ADDRESS.match(match.group())), None)
    return None


_SIGNS = frozenset((
    "college", "academy", "society", "association", "foundation", "federation", "university", "institute", "council",
    "committee", "consortium", "collaboration", "organization", "organisation", "commission", "force", "group",
    "panel", "agency", "department", "ministry", "consensus", "statement", "paper", "document", "conference",
    "report", "parameter", "review", "meta", "metaanalysis", "randomized", "randomised", "trial", "textbook",
    "handbook", "manual", "principle", "standard", "al", "ed", "edition",
))  # fmt: skip
"""A word of `_PUBLISHER` or `_OF_TITLES`, as `phrases.word_key` gives it."""

_WORDINGS = ("uideline for ", "uidelines for ", "uideline on ", "uidelines on ")
"""What stands in titles without such a word."""


def _may_hold_work(text: str, start: int, end: int) -> bool:
    """Whether the text has what every work has that `_authored` and `_titled` find. A cheap look."""
    words = words_of(text)
    return (
        not words.known.isdisjoint(_SIGNS)
        or text.find(". ", start, end) >= 0  # as behind authors
        or (text.find("uideline", start, end) >= 0 and any(wording in text for wording in _WORDINGS))
        or (bool(words.numbers) and text.find(";", start, end) >= 0)
    )


_BREAK = Pattern(
    r"""
    (?: (?P<firm> ; \s+ (?! \d ) | (?<! \b (?: \p{Lu} | al | vs | Dr | St | No | eg ) ) \. \s+ (?= \p{Lu} ) )
      | [,:] \s+ | \s [–-]+ \s+ | \b and \s+ )
    (?= \w )
    """,
    bounded=True,
)
"""Where a work may begin: `firm` behind a semicolon or a full stop, else inside what may also be a list of topics."""

_SURNAME = rf"""
    (?! (?: {_NOT_AUTHOR} | Botox | Botulinum | Toxin | Coenzyme | Phase | Stage | Step | Schedule | Appendix | Figure
      | Section | Hemoglobin | Influenza ) \b )
    (?: (?: [Vv]an | [Vv]on | [Dd]e | der | den | la | le | di ) \s+ ){{0,2}} \p{{Lu}}['’]?[\p{{L}}]*\p{{Ll}}
    (?: -\p{{Lu}}\p{{Ll}}+ )?
"""
_INITIALS = r"(?: \p{Lu}{1,3} \b | \p{Lu} \. (?: [\s-]? \p{Lu} \. ){0,2} )"

_AUTHORS = Pattern(
    rf"""
    # "Liang MK, et al.", "Benditt et al."
    {_SURNAME} (?: ,? \s+ {_INITIALS} (?: , \s+ {_SURNAME} ,? \s+ {_INITIALS} ){{0,8}} )? ,? \s+ et \s+ al \b
    # "Smith AB, Jones C."
  | {_SURNAME} \s+ {_INITIALS} , \s+ {_SURNAME} \s+ {_INITIALS} (?= [,.] )
    """,
    bounded=True,
)

# "Ogawa R. Surgery for scar revision and": one author, and a title of some words; "Ambien CR." has a drug's letters.
_ONE_AUTHOR = Pattern(
    rf"""
    {_SURNAME} ,? \s+ (?! (?: [CEISX]R | LA | XL | DR | OD | PT | OT | CT | MR | I[MVFR] | US | RF | II | AC ) \b )
    (?: \p{{Lu}}{{1,3}} \. | \p{{Lu}}\. (?: \s? \p{{Lu}}\. ){{1,2}} )
    \s+ \p{{Lu}}[\p{{L}}-]* (?: [:,]? \s+ [\w'’&-]+ ){{3}}
    """,
    bounded=True,
)

_PUBLISHER = Pattern(
    r"""
    (?: [Tt]he \s+ )? (?! Work \s* Loss | Official )
    # "American College of Chest Physicians", "Wound, Ostomy and Continence Nurses Society"
    (?: (?: \p{Lu}[\w'’-]+ , \s+ (?= \p{Lu}[\w'’-]+ ,? \s+ and \s ) )?
        (?: \p{Lu}[\w'’/-]* ,? \s+ (?: (?: of | for | and | the | & | on | in ) \s+ ){0,2} ){1,9}
        (?: College | Academ(?:y|ies) | Associations? | Societ(?:y|ies) | Foundation | Federation | Universit(?:y|ies)
          | Institutes? | Council | Committee | Consortium | Collaboration | Organi[sz]ation | Commission
          | Task \s Force | (?: Working | Study ) \s Group | (?: Expert | Consensus ) \s Panel
          | Agency (?= \s for \s ) ) \b
    # "College of Physicians"
      | (?: College | Academy | Society | University | Institute | Agency | Department | Ministry ) \s+
        (?: of | for ) \s+ (?: the \s+ )? \p{Lu} )
    """,
    bounded=True,
)

_OF_TITLES = Pattern(
    rf"""
    \b (?: Clinical \s+ Practice \s+ Guidelines? | Practice \s+ Parameters?
      | (?: Policy | Position | Consensus | Scientific | Expert ) \s+
        (?: Statement | Paper | Document | Conference | Report | Consensus )s?
      | Consensus \s+ (?: Guidelines? | Recommendations? ) | Systematic \s+ Reviews? | Meta-?analys[ei]s
      | Randomi[sz]ed | Controlled \s+ Trials? | Textbook | (?: Handbook | Manual | Principles ) \s+ of
      | Standards \s+ of \s+ (?: \w+ \s+ )? Care ) \b
  | (?P<loose> (?<! \b ODG \s )
      (?-i: \b Guideline \s+ (?: for | on ) \s+ (?: the \s+ )? (?= \p{{Lu}} )
        | \b Guidelines \s+ (?: for | on ) \s+ (?: the \s+ )? (?= Prevention | Management | Diagnosis | Evaluation ) )
      | \b \d{{1,2}} (?: st | nd | rd | th ) \s+ ed (?: ition )? \b )
  | (?P<volume> \b {YEAR} (?: \s \p{{L}}{{3}} )? (?: \s \d{{1,2}} )? ; \s* \d | \b \d+ \s? \( \d+ \) : \s* \d )
    """,
    IGNORECASE,
    bounded=True,
)
"""What stands in the titles and volumes of guidelines, papers and books, and in no topic; `loose` for what may."""

_JOURNAL = Pattern(r"\b (?: J | Journal | JAMA | Ann (?: als )? | Arch | Clin | Engl | BMJ | Lancet ) \b", bounded=True)

_LONGEST_JOURNAL = 6
"""Words of a journal's name: `J Bone Joint Surg Am`."""
_SHORTEST_TITLE = 4
"""Words of a paper's title, of which a topic of the ODG rarely has as many behind a full stop."""

_MAY_BE_TOPICS = "it stands behind topics of the ODG without a label, and may be more of these"
_WHERE_IT_BEGINS = "it stands behind topics of the ODG, and where it begins is not certain"


class _Place(NamedTuple):
    """A place where a work may begin; `end` is that of the words before it."""

    start: int
    firm: bool
    end: int


def behind_topics(text: str, start: int, end: int) -> RunOn | None:
    """The first work run on behind the ODG's name and its topics, in `text[start:end]`; None where none is."""
    named = run_on_in(text, start, end)
    if not _may_hold_work(text, start, end):
        return RunOn(named.start()) if named else None
    places = list(_places(text, start, end))
    begun = _authored(text, places, end)
    if named and (begun is None or named.start() <= begun.start):
        begun = RunOn(named.start())
        begun = _with_title(text, places, begun) if _JOURNAL.search(named.group()) else begun
    titled = _titled(text, places, end)
    # a title's words may stand behind its authors: "Prazosin, Doe J, et al. Review of …"
    if titled and (begun is None or titled.sign < begun.start):
        return None if _goes_on_with_chapters(text, titled.work.start, end) else titled.work
    if begun and not (named and named.start() == begun.start) and _goes_on_with_chapters(text, begun.start, end):
        return RunOn(named.start()) if named else None
    return begun


def _goes_on_with_chapters(text: str, start: int, end: int) -> bool:
    """Whether more of the ODG follows, so that no work was run on before it."""
    return "hapter" in text[start:end] and odg_chapters.names_chapter(text, start, end)


def _places(text: str, start: int, end: int) -> Iterator[_Place]:
    """The places behind punctuation outside brackets, the first behind the ODG's name and edition."""
    yield _Place(odg_chapters.opening(text, start, end), firm=False, end=start)
    for match in _BREAK.finditer(text, start, end):
        if text.count("(", start, match.start()) <= text.count(")", start, match.start()):
            yield _Place(match.end(), match.group("firm") is not None, match.start())


def _authored(text: str, places: list[_Place], end: int) -> RunOn | None:
    """The first work that begins with its authors or its publisher."""
    listed = True  # whether the words stand in the first list of topics
    for place in places:
        listed = listed and not place.firm
        publisher = _PUBLISHER.match(text, place.start, end)
        if (publisher and (place.firm or "," not in publisher.group())) or _AUTHORS.match(text, place.start, end):
            return RunOn(place.start, None if place.firm or listed else _WHERE_IT_BEGINS)
        if _ONE_AUTHOR.match(text, place.start, end):
            return RunOn(place.start, _MAY_BE_TOPICS)
    return None


class _Titled(NamedTuple):
    work: RunOn
    sign: int
    """Where the words of its title stand that no topic has."""


def _titled(text: str, places: list[_Place], end: int) -> _Titled | None:
    """The first work that is known by words of its title, or by a journal's volume."""
    for number, place in enumerate(places):
        following = places[number + 1 :]
        whole = place.firm and not odg_chapters.opens_with_chapter(text, place.start, end)
        stop = next((one.end for one in following if one.firm or not whole), end)
        sign = _OF_TITLES.search(text, place.start, stop)
        if sign is None or (sign.group("loose") and not whole):
            continue
        before = text[place.start : sign.start()]
        if sign.group("volume") and len(plain_words(before)) <= _LONGEST_JOURNAL:
            return _Titled(_with_title(text, places, RunOn(place.start, _WHERE_IT_BEGINS)), sign.start())
        doubt = None if whole and "," not in before and not sign.group("loose") else _MAY_BE_TOPICS
        return _Titled(RunOn(place.start, doubt), sign.start())
    return None


def _with_title(text: str, places: list[_Place], journal: RunOn) -> RunOn:
    """The work from its title on, where it is named before its journal: `Fusion. Outcomes of some surgery. J Surg`."""
    firm = [place for place in places if place.firm and place.start <= journal.start]
    if firm and firm[-1].start == journal.start:
        firm.pop()
        if firm and len(plain_words(text[firm[-1].start : journal.start])) >= _SHORTEST_TITLE:
            return RunOn(firm[-1].start, _WHERE_IT_BEGINS)
    return journal
