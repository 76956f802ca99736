"""Works and records that the prose of a rationale names: MTUS, ODG, ACOEM, other guidelines, the claim's papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imrparse import catalog
from imrparse.catalog import guidelines
from imrparse.fields import mtus_citations, odg_citations
from imrparse.fields.citation_parts import YEAR
from imrparse.fields.reviewer import States
from imrparse.fields.run_on_works import WorksCatalog
from imrparse.patterns import IGNORECASE, Pattern, escape

if TYPE_CHECKING:
    import regex

    from imrparse.record import CitationSource


class Name(NamedTuple):
    """A guideline (or a record, for which `source` is None) named in the prose."""

    source: CitationSource | None
    match: regex.Match[str]
    start: int
    end: int


# "California MTUS Guideline in", "MTUS, adopting": what may lead from the schedule's name to the guideline's.
_FROM_MTUS = rf"""
    (?: [\s,/:('-]+ (?: guidelines? | s\b | in\b | the\b | of\b | by\b | per\b | and\b (?=\s+ACOEM) | which | adopted
        | adopts | adopting | incorporates? | relies | upon | endorses | references? | cites? | citing | through | via
        | contained | found | set | forth | at | (?P<mtus_year> {YEAR} ) )\b )* [\s,/:(-]*"""

# "ACOEM Practice Guidelines, 2nd Edition (2004), Chapter", "ACOEM (MTUS)"
_FROM_ACOEM = rf"""
    (?: 's )? \b \)? (?P<mtus_behind> \s* \( (?:CA\s+)? MTUS \) | [\s/-]* MTUS )?
    (?: [\s,;:'(/–-]+ (?: {mtus_citations.ACOEM_NAME} | Occupational\s+Medicine | Practice | Guidelines? | MTUS
          | OMPG\b | Plus\b
          | (?: second | third | 2nd | 3rd ) [\s-]+ ed (?:ition|n)? \b \.?
          | (?: updated? | revised | v\.?\s?\d ) \b | (?P<acoem_year> {YEAR} ) \b
          | (?: chapters? | chap\b | ch\b ) \.? \s* (?P<chapter> \d{{1,2}} ) \b ) \)? )*"""


def _guidelines_source() -> str:
    """Names of guidelines with chapter and title; in small letters where the words can mean nothing else."""
    own = [n for g in guidelines.mtus().guidelines if not g.needs_year for n in (g.title, *g.also) if " " in n]
    acoem, parts = guidelines.acoem_names()
    own_names = guidelines.name_pattern(own)
    return rf"""
        \b (?= (?-i: [MAOCPGTW] ) | official | odg\b | mtus | acoem | cpmt | chronic\s | post | acupuncture\s )
        (?:
          (?P<mtus_first> (?: (?:CA|California)[\s-]+ )?
              (?: (?: CA? )? MTUS | Medical \s+ Treatment \s+ Utilization \s+ Schedule (?: \s* \(MTUS\) )? ) (?!\w)
              {_FROM_MTUS} )?
          (?: (?P<acoem>
                  {mtus_citations.ACOEM_NAME}
                  {_FROM_ACOEM}
                  (?: [\s,:;/(–-]+ (?: the\s+ | on\s+ | for\s+ )*
                      (?P<acoem_title> {guidelines.name_pattern([*acoem, *parts])} ) \b \)? )? )
            | (?P<mtus_title> (?: {own_names} ) (?= [\s,]+ (?: Medical\s+Treatment\s+ )? Guideline | \s+ {YEAR} )
                | (?: Chronic \s+ Pain | Post [\s-]? surgical | Acupuncture ) (?= [\s,]+
                    (?: (?: Medical | Physical | Medicine | Therapy | Treatment | Management ) \s+ ){{0,3}} Guideline )
                | (?<= \b (?: CA | California ) \s+ ) Pain (?= \s+ Medical \s+ Treatment \s+ Guideline )
                | CPMTG? s? \b
                | (?(mtus_first) (?: {guidelines.name_pattern([*own, *acoem, "Chronic Pain"])} ) \b | (?!) ) )
            | (?P<odg> {odg_citations.MARKER} )
            | (?(mtus_first) | (?!) )
          )
          (?: [\s,]* Guidelines? \b )?
          (?: \s* \( [^()]*? (?P<dated> {YEAR} ) [^()]* \) | [\s,]+ (?P<year> {YEAR} ) \b )?
        | (?P<other> AMA \s+ Guides? | Guides? \s+ to \s+ the \s+ Evaluation \s+ of \s+ Permanent \s+ Impairment
            | (?: The \s+ )? Medicare (?=[^.]*\b(?:manual|polic|determination)) | Textbook )
        )"""


_GUIDELINES = Pattern(_guidelines_source, IGNORECASE)

# What makes words the name of somebody's guideline.
_WORK = r"""
    (?: (?: guide (?: line )? s? | guidance | manual | handbook | textbook | criteria | consensus | recommendations?
      | statement | review | parameters? | bulletin | policy ) (?<! \b review (?= er | ed | \s of \s (?:the|his|her) ) )
      | GUIDELINES? | Guide (?: line )? s? | Guidance | Manual | Handbook | Textbook | Criteria | Consensus
      | Recommendations? | Statement | Review | Parameters? | Bulletin | Policy ) \b
"""

# What ends such a name: another work, or a verb.
_NOT_IN_NAME = r"""
    (?i: MTUS | ODG | ACOEM | is | are | was | were | has | have | had | that | which | who | but | not | nor | does
      | did | states? | says? | recommends? | notes? | supports? | approv\w+ | per | under | while | although | than
      | cites? | cited | see | page | pages | pg | pp | p ) \b
"""

# Capital letters before "guideline" that are a treatment or one of ours, and nobody's name.
_NO_PUBLISHER = r"""
    (?: C?A?MTUS | ODG | ACOEM | CPM?TGs? | CPMT | OMPG | MTGs? | APGs? | DWC | IMR | UR | TWC | WLDI | ESIs? | NSAIDS?
      | MRIs? | TENS | CBT | EMG | NCV | NCS | DME | UDS | UDT | PPIs? | SSRIs? | SNRIs? | TKA | THA | HBOT? | FRP | FCE
      | SCS | IDDS | ESWT | PRP | MBB | RFA | CRPS | CAM | BMI | MED | THE | AND | FOR ) \b
"""


def _alternatives(names: list[str]) -> str:
    return guidelines.by_first_letters([escape(name) for name in sorted(names, key=lambda name: -len(name))], 1)


def _other_source() -> str:
    """A guideline that somebody else has published: `AAOS guideline`, `guidelines of the American Academy of …`."""
    states = [name for name in catalog.load("states", States).states.values() if name != "California"]
    names = _alternatives([*catalog.load("works", WorksCatalog).works, *states])
    publisher = rf"""
        (?: (?: {names} ) \b
          | (?: \p{{Lu}}[\w'&-]* \s+ ){{0,5}}? (?: Board | Society | Academy | Association | Institutes? | Agency
              | Department | College | Foundation | Council | Commission | Centers? | Administration ) \b
              (?: \s+ (?: of | for | on ) (?! \s+ Occ ) (?: \s+ the \b )? )?
          | (?! {_NO_PUBLISHER} ) (?P<unknown> \p{{Lu}}{{3,8}} ) \b )
    """
    word = rf"""(?: (?! {_NOT_IN_NAME} ) [\w'’/&-]+ (?: \s* \( [^()]{{1,30}} \) )? ,? )"""
    return rf"""
        \b (?: (?= \p{{Lu}} ) (?! Work\s+Loss | The\s | (?: California\s+ )? Department\s+of\s+Ind )
            {publisher} (?: 's )? ,? (?: \s+ {word} ){{0,8}}? \s+ {_WORK}
          | {_WORK} (?: , )? \s+ (?: (?: issued | published ) \s+ )? (?: of | from | by ) \s+ (?: the \s+ )?
              {publisher} )
        # "… for Prescribing Opioids for Chronic Pain", "… of Neurology", "… 0016"
        (?: (?: \s+ (?: of | for | on | in | and | the | to | & ) ){{0,2}} \s+
            (?: (?! {_NOT_IN_NAME} ) \p{{Lu}}[\w'’/-]+ | \d{{3,4}} \b ) )*
    """


_OTHER = Pattern(_other_source)

_NO_SOURCE = frozenset(("FDA", "Food and Drug Administration", "Medicare", "Medi-Cal", "CMS"))
"""They approve and pay for treatments: to name them is not to cite them."""

_NAMES_OF_WORKS = Pattern(
    lambda: (
        rf"\b (?= \p{{Lu}} ) (?:"
        rf" {_alternatives([n for n in catalog.load('works', WorksCatalog).works if n not in _NO_SOURCE])} ) \b"
    ),
    bounded=True,
)

# "(Smith et al., 2010, ": the page behind it is a paper's.
_PAPER = Pattern(
    rf"""
    \( (?! (?: January|February|March|April|May|June|July|August|September|October|November|December | Revised
      | Effective | Updated? | Version | Edition | \w+\s+Guidelines? ) \b )
    \p{{Lu}}[\p{{L}}'-]+ (?: \s+ et \s+ al\.? | \s+ (?: & | and ) \s+ \p{{Lu}}[\p{{L}}'-]+ )? ,? \s+ {YEAR} [a-z]?
    [,:;]? \s* $
    """,
    bounded=True,
)


def other_work_between(text: str, start: int, end: int) -> bool:
    """Whether another work may be meant behind `start`: its publisher is named, or a paper right before `end`."""
    return _NAMES_OF_WORKS.search(text, start, end) is not None or _PAPER.search(text, start, end) is not None


# "MTUS Elbow Disorders chapter (ACOEM", "the MTUS, the Opioids guideline of ACOEM": one work under both its names.
def _apposition_source() -> str:
    acoem, parts = guidelines.acoem_names()
    return rf"""
        [\s,:–-]* (?: the \s+ )? (?: (?: {guidelines.name_pattern([*acoem, *parts])} ) \b \s* )?
        (?: (?: chapters? | guidelines? | sections? ) \b \s* )? (?: (?: of | from | by | in ) \s+ (?: the \s+ )? )?
        \(? \s*
        """


_APPOSITION = Pattern(_apposition_source, IGNORECASE, bounded=True)


# A medical record or a paper of the claim: "progress report", "the UR letter", "his deposition", "PR-2".
_RECORD = Pattern(
    r"""
    \b (?: (?i: letters? \s+ of \s+ appeal )
      | (?P<noun> (?i: reports? | records? | notes? | files? | charts? | documents? | documentation | letters?
        | determination | denial ) )
      | (?i: depositions? | depo | transcript | questionnaire ) | PR-?[12] | DFR | RFA
      | (?i: request \s+ for \s+ authorization ) | (?i: application \s+ for \s+ independent )
      # Whose page follows at once: "the QME (pp. 31-33)", "Exhibit 4, page 7"
      | (?: AME | P?QME | PTP | [Ee]xhibit \s+ \w{1,3} ) (?= [\s,(]+ (?i: pages? | pp? | pgs? ) \b )
      ) \b (?P<dated> \s+ (?: (?: dated | of | from | by | reviewed ) \b | \(? \d\d?/\d ) )?
    """,
    bounded=True,
)

# What makes such a noun one: "medical", "progress", "QME's initial", "the"; for "ACOEM notes that" is another thing.
_OF_THE_CLAIM = Pattern(
    r"""
    \b (?: pages \s of | medical | clinic(?:al)? | treatment | submitted | provided | available | PT | office | chart
      | hospital | UR
      | appeal | AME | P?QME | legal | progress | consult(?:ation)? | evaluation | operative | medical-legal | PR-?2
      | PTP
      | treating | radiology | MRI | supplemental | narrative | initial | final | follow-?up | orthop[ae]+dic
      | utilization | review | denial | determination | his | her | the | this | that | same )
    (?: 's )? \s+ (?: [\w'-]+ \s+ ){0,2} $
    """,
    IGNORECASE,
    bounded=True,
)


def _records_in(text: str, start: int, end: int) -> list[Name]:
    """Medical records and papers of the claim named between `start` and `end`."""
    found = []
    for match in _RECORD.finditer(text, start, end):
        noun = match.group("noun")
        if noun is None or _OF_THE_CLAIM.search(text, max(start, match.start() - 40), match.start()):
            named = (
                noun is None or noun.casefold() != "notes" or match.group("dated") is not None or _no_verb(text, match)
            )
            if named:
                found.append(Name(None, match, *match.span()))
        elif noun.casefold().startswith(("report", "record")) and match.group("dated"):
            found.append(Name(None, match, *match.span()))
    return found


def _no_verb(text: str, match: regex.Match[str]) -> bool:
    """Whether `notes` is the noun: `The guideline notes that` and `the MTUS notes on page` have a verb."""
    return not text.startswith((" that", " on page", " a ", " the "), match.end())


def names_in(text: str, start: int, end: int) -> list[Name]:
    """Guidelines, other works and records named between `start` and `end`, in order."""
    ours = _one_for_both([Name(_printed_source(m), m, *m.span()) for m in _GUIDELINES.finditer(text, start, end)], text)
    others: list[Name] = []
    if _may_name_other(text, start, end, ours):
        found = [Name("Other", match, *match.span()) for match in _OTHER.finditer(text, start, end)]
        others = [other for other in found if not any(_holds(name, other) for name in ours)]
    cited = others + [
        name for name in ours if not any(other.start < name.end and name.start < other.end for other in others)
    ]
    of_the_claim = [
        n for n in _records_in(text, start, end) if not any(g.start < n.end and n.start < g.end for g in cited)
    ]
    return sorted([*cited, *of_the_claim], key=lambda name: name.start)


_WORDS_OF_WORKS = ("uid", "UID", "anual", "andbook", "extbook", "riteria", "onsensus", "ecommendation", "tatement",
                   "eview", "arameter", "ulletin", "olicy")  # fmt: skip


def _may_name_other(text: str, start: int, end: int, ours: list[Name]) -> bool:
    """A cheap look before `_OTHER`: a word of works outside our names.

    A text in capitals has none of the names that are told by their capitals.
    """
    for word in _WORDS_OF_WORKS:
        at = text.find(word, start, end)
        while at >= 0:
            if not any(name.start <= at < name.end and not _by_title(name) for name in ours):
                return not text[start:end].isupper()
            at = text.find(word, at + 1, end)
    return False


def _holds(name: Name, other: Name) -> bool:
    """Whether one of ours is meant though another's name seems to stand there: not in `Colorado Chronic Pain …`."""
    return name.start < other.end and other.start < name.end and not (_by_title(name) and other.start < name.start)


def _by_title(name: Name) -> bool:
    """Whether only a title names the guideline, which others have too."""
    return name.match.group("mtus_title") is not None and name.match.group("mtus_first") is None


def _one_for_both(names: list[Name], text: str) -> list[Name]:
    """The names, one for a work that is called by two right behind each other."""
    kept: list[Name] = []
    for name in names:
        before = kept[-1] if kept else None
        if before is not None and name.start - before.end < _LONGEST_APPOSITION:
            if (
                (before.source, name.source) == ("MTUS", "ACOEM")
                and before.match.group("acoem") is None
                and _APPOSITION.fullmatch(text, before.end, name.start)
            ):
                match = before.match if before.match.group("mtus_title") else name.match
                kept[-1] = Name("MTUS", match, before.start, name.end)
                continue
            # "ODG's Chronic Pain guidelines"
            if _by_title(name) and before.source != "MTUS" and text[before.end : name.start].strip(" ,(:'s’") == "":
                continue
        kept.append(name)
    return kept


_LONGEST_APPOSITION = 60
"""Characters; the longest title of a chapter of ACOEM has 57, with the words around it."""


def _printed_source(match: regex.Match[str]) -> CitationSource:
    if match.group("other"):
        return "Other"
    if match.group("odg"):
        return "ODG"
    if match.group("acoem") and not (match.group("mtus_first") or match.group("mtus_behind")):
        return "ACOEM"
    return "MTUS"
