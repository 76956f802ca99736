"""One guideline as a sentence names it: `Low Back Complaints Chapter (ACOEM …, Chapter 12), pages 303-305`.

What belongs to it stands behind its name or before it (`the Opioids section of the Chronic Pain … Guidelines`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from imrparse.catalog import guidelines
from imrparse.fields import acoem_citations, mtus_citations
from imrparse.fields.citation_parts import YEAR, Draft, Part, Reading, says_something, trim
from imrparse.patterns import IGNORECASE, REVERSE, Pattern

if TYPE_CHECKING:
    import regex

    from imrparse.record import CitationSource

# What may stand between two works, or around one, and says nothing.
FILLER = Pattern(
    r"""
    (?: [\s,;:.()\[\]"“”'‘’•·▪●*–-] | \b (?: and | the | or | both | also | as | well | its | on | upon | of | in
      | from | by
      | current | version | his | her | their | following | guidelines? | sections? | chapters? | MTGs? | an? | to
        | with
      | applicable | relevant | including | which | are | is | medical | treatment | evidence-based | nationally
        | recognized
      | CA | California | DWC | state | specifically | per | see | under | Citations? | pages? | s ) \b )*
    """,
    IGNORECASE,
    bounded=True,
)

# "the Opioids section of the", "the Low Back Chapter of the": belongs to the name behind it.
OF_THE = Pattern(
    r"[\s,(]* \b (?: of | in | from | within | under | per ) (?: \s+ (?: the | its ) )? \s*", IGNORECASE | REVERSE
)

# What tells the edition of a guideline, not a section: "(second edition, 2004)", "(May 2009)", "2nd Edition".
_EDITION = Pattern(
    rf"""
    [\s,(]* (?: (?: the \s+ )? (?: (?: second | third | 2nd | 3rd ) \s+ ed (?:ition|n)? \b \.?
        | (?: current | latest | most \s+ recent ) \s+ (?: version | edition ) | ed (?:ition|n)? \b \.?
        | (?: (?: January|February|March|April|May|June|July|August|September|October|November|December ) \s+
              (?: \d{{1,2}} ,? \s+ )? | (?: effective | revised | updated? ) \s+ (?: \w+ \s+ (?:\d{{1,2}},?\s+)? )? )
          (?P<year> {YEAR} ) ) [\s,)]* )+
    """,
    IGNORECASE,
    bounded=True,
)

_ACOEM = Pattern(r"\b ACOEM \b", IGNORECASE, bounded=True)
_ACOEM_WORD = Pattern(mtus_citations.ACOEM_NAME, IGNORECASE, bounded=True)


_TABLE = Pattern(
    r"""
    \b tables? \s* (?: \# \s* )? (?P<number> \d+ (?: -\d+ )? [a-z]? ) \b
    (?: [\s,:–-]* (?P<caption> (?= \p{Lu} ) (?: (?! \b (?: pages? | pgs? | pp | sections? | table | chapter )
      \b ) [^,;.()] )+ ) )?
    """,
    IGNORECASE,
    bounded=True,
)


class Work(NamedTuple):
    """A work's name in a list, and what is known from it."""

    kind: str
    """`own` (the state's own), `acoem`, `schedule` (the MTUS itself), `odg`, `other`, `outside` (a label)."""
    match: regex.Match[str]
    start: int
    """Where the words before the name begin that belong to it."""
    name_start: int
    name_end: int
    of_schedule: bool = False
    """Whether the MTUS is named before it, as in `MTUS ACOEM Guidelines`."""
    second: regex.Match[str] | None = None
    """The other of two names of one work: `Low Back Complaints, ACOEM Practice Guidelines, Chapter 12`."""
    folded: bool = False
    """Whether what stands before the name is the MTUS, no part of the guideline: `MTUS, Chronic Pain …`."""


def read_guideline(text: str, work: Work, end: int, source: CitationSource) -> list[Reading]:
    """A guideline of the MTUS or a chapter of ACOEM, with what stands before and behind its name."""
    draft = Draft(source)
    before = trim(text, work.start, work.name_start)
    if (lead := OF_THE.match(text, 0, work.name_start)) and lead.start() > work.start:
        before = trim(text, work.start, lead.start())
    if work.folded or not says_something(FILLER.sub("", before.words)):
        before = Part("", before.end, before.end)
    body = [(before.start, before.end), (work.name_end, end)]
    _set_name(draft, text, work, before, body)
    for start, stop in body:
        _read_details(draft, text, start, stop)
    if work.kind == "own" and draft.known_title is None:
        draft.doubt("unknown_guideline", "title", f"{draft.title!r} is no MTUS guideline that the catalogue knows")
    if source == "ACOEM" and not _ACOEM_WORD.search(text, work.start, end):
        message = "a chapter of ACOEM is cited without ACOEM or the MTUS being named"
        draft.doubt("unread_guideline", "source", message)
    whole = trim(text, before.start if before.words else work.start, end)
    return [draft.finish(text, whole.start, whole.end)]


def _set_name(draft: Draft, text: str, work: Work, before: Part, body: list[tuple[int, int]]) -> None:
    """Title, year and chapter out of the name; a title out of the words around it is taken out of `body`."""
    if work.kind == "schedule":
        return
    for match in (work.match, work.second):
        if match is not None:
            mtus_citations.set_edition(draft, match)
    for match in (work.match, work.second):
        if match is not None and mtus_citations.set_printed_title(draft, match):
            return
    if before.words and (named := acoem_citations.TITLE.search(text, before.start, before.end)):
        draft.set_title(named.group(), guidelines.known_title(named.group(), draft.chapter), *named.span())
        body[0] = (named.end(), before.end)
        return
    behind = [m for m in acoem_citations.TITLE.finditer(text, *body[-1]) if m.group("title") or m.group("word")]
    if behind:
        name = "title" if behind[0].group("title") else "part"
        printed = behind[0].group(name)
        draft.set_title(printed, guidelines.known_title(printed, draft.chapter), *behind[0].span(name))
        body[-1:] = [(body[-1][0], behind[0].start()), (behind[0].end(), body[-1][1])]
    elif draft.chapter is not None and work.match is not None:
        acoem_citations.set_title_of_chapter(draft, text, work.match)
    elif draft.source == "MTUS" and (word := _ACOEM.search(text, work.name_start, work.name_end)):
        draft.set_title(word.group(), None, *word.span())


def _read_details(draft: Draft, text: str, start: int, end: int) -> None:
    """Sections, pages and tables between `start` and `end`, without what tells the edition."""
    at = start
    cuts: list[tuple[int, int]] = []
    for match in _EDITION.finditer(text, start, end):
        if match.group("year"):
            draft.set_year(match.group("year"), match.start("year"))
        cuts.append(match.span())
    for match in _TABLE.finditer(text, start, end):
        draft.add_table(match.group("number"), match.start("number"))
        cuts.append(match.span())
    for a, b in [*sorted(cuts), (end, end)]:
        if a > at:
            acoem_citations.read_body(draft, text, at, a)
        at = max(at, b)
