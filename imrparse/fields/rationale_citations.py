"""Guideline pages, tables and chapters that the prose of a rationale cites.

The prose is read in order: names of guidelines, names of medical records, and page numbers. A page belongs to the
guideline that follows it (`page 82 of the MTUS …`), else to the nearest name before it; when that is a medical record,
the page is none of a guideline.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from imrparse.catalog import guidelines
from imrparse.evidence import Doubt, Evidence, Found
from imrparse.fields import odg_citations, pages
from imrparse.fields.citation_parts import YEAR, Draft, Reading
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    import regex

    from imrparse.record import Citation, CitationSource


class _Name(NamedTuple):
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
    (?: [\s,;:'(/–-]+ (?: ACOEM | Occupational\s+Medicine | Practice | Guidelines? | MTUS | OMPG\b | Plus\b
          | (?: second | third | 2nd | 3rd ) [\s-]+ ed (?:ition|n)? \b \.?
          | (?: updated? | revised | v\.?\s?\d ) \b | (?P<acoem_year> {YEAR} ) \b
          | (?: chapters? | chap\b | ch\b ) \.? \s* (?P<chapter> \d{{1,2}} ) \b ) \)? )*"""


def _guidelines_source() -> str:
    """Names of guidelines with chapter and title, which begin with a capital (but for `official disability …`)."""
    own = [n for g in guidelines.mtus().guidelines if not g.needs_year for n in (g.title, *g.also) if " " in n]
    acoem, parts = guidelines.acoem_names()
    own_names = guidelines.name_pattern(own)
    return rf"""
        \b (?= (?-i: [MAOCPGT] ) | official | odg\b )
        (?:
          (?P<mtus_first> (?: (?:CA|California)[\s-]+ )?
              (?: MTUS | Medical \s+ Treatment \s+ Utilization \s+ Schedule (?: \s* \(MTUS\) )? ) (?!\w) {_FROM_MTUS} )?
          (?: (?P<acoem>
                  (?: ACOEM
                    | American \s+ College \s+ of \s+ Occupational \s+ (?:and|&) \s+ Environmental \s+ Medicine )
                  {_FROM_ACOEM}
                  (?: [\s,:;/(–-]+ (?: the\s+ | on\s+ | for\s+ )*
                      (?P<acoem_title> {guidelines.name_pattern([*acoem, *parts])} ) \b \)? )? )
            | (?P<mtus_title> (?: {own_names} ) (?= [\s,]+ (?: Medical\s+Treatment\s+ )? Guideline | \s+ {YEAR} )
                | CPMTG \b
                | (?(mtus_first) (?: {guidelines.name_pattern([*own, *acoem, "Chronic Pain"])} ) \b | (?!) ) )
            | (?P<odg> Official \s+ Disability \s+ Guid\w+ | ODG \b )
            | (?(mtus_first) | (?!) )
          )
          (?: [\s,]* Guidelines? \b )?
          (?: \s* \( [^()]*? (?P<dated> {YEAR} ) [^()]* \) | [\s,]+ (?P<year> {YEAR} ) \b )?
        | (?P<other> AMA \s+ Guides? | Guides? \s+ to \s+ the \s+ Evaluation \s+ of \s+ Permanent \s+ Impairment
            | (?: The \s+ )? Medicare (?=[^.]*\b(?:manual|polic|determination)) | Textbook )
        )"""


_GUIDELINES = Pattern(_guidelines_source, IGNORECASE)


# A medical record or a paper of the claim: "progress report", "the UR letter", "his deposition", "PR-2".
_RECORD = Pattern(
    r"""
    \b (?: (?P<noun> (?i: reports? | records? | notes? | files? | charts? | documents? | documentation | letters?
        | determination | denial ) )
      | (?i: depositions? | depo | transcript ) | PR-?[12] | DFR | RFA | (?i: request \s+ for \s+ authorization )
      | (?i: application \s+ for \s+ independent ) ) \b (?P<dated> \s+ (?: dated | of | from | by | reviewed ) \b )?
    """,
    bounded=True,
)

# What makes such a noun one: "medical", "progress", "QME's initial", "the"; for "ACOEM notes that" is another thing.
_OF_THE_CLAIM = Pattern(
    r"""
    \b (?: medical | clinic(?:al)? | treatment | submitted | provided | available | PT | office | chart | hospital | UR
      | appeal | AME | P?QME | legal | progress | consult(?:ation)? | evaluation | operative | medical-legal | PR-?2
      | PTP
      | treating | radiology | MRI | supplemental | narrative | initial | final | follow-?up | orthop[ae]+dic
      | utilization | review | denial | determination | his | her | the | this | that | same )
    (?: 's )? \s+ (?: [\w'-]+ \s+ ){0,2} $
    """,
    IGNORECASE,
    bounded=True,
)


# "page 82 of the MTUS …": the guideline that follows the page.
_OF = Pattern(
    r"""
    [\s,)]* \b (?: of | in | from | under | within | per ) \b \s*
    (?: (?: the | its | current | most\s+recent | \d{4} | third | second | 2nd | 3rd | edition ) \s+ )*
    """,
    IGNORECASE,
    bounded=True,
)

# "page 111 of 127"
_OF_TOTAL = Pattern(r"\s+ of \s+ \d+ \b", bounded=True)

# "page 5 of his report", "page 2 of the document": no guideline's. Blanks may be lost: "page 3 ofthe progressnote".
_OF_RECORD = Pattern(
    r"""
    [\s,)]* \b (?: of | in | from ) (?: \s+ | (?= the \b ) ) (?: (?: the | his | her | this | that | a | an ) \s+ )?
    (?: [\w/.,'-]+ \s+ ){0,4}? (?: progress )?
    (?: (?: reports? | records? | notes? | documents? | letter | file | packet | chart
      | deposition | request | submission | evaluation | form ) \b | (?: reports? | notes? ) (?: of | by | dated ) \b )
    """,
    IGNORECASE,
    bounded=True,
)

# A sentence does not end behind "p.", "pg.", "ed.", "Dr.", nor before a small letter.
_SENTENCE_END = Pattern(
    r"""
    (?<! \b (?i: pp? | pgs? | eds? | dr | vs | no | mr | ms | mrs | ch | chap | fig | e\.g | i\.e ) )
    [.?!] ["')\]]* \s+ (?= [\p{Lu}"'(\d] ) | \n
    """,
    bounded=True,
)

# "Table 12-8", "table #3"
_TABLE = Pattern(
    r"\b tables? \s* (?: \# \s* )? (?P<number> \d{1,2}-\d{1,2} [a-z]? | \d{1,2} (?! [\d/-] ) )",
    IGNORECASE,
    bounded=True,
)

# "Chapter 12", "Ch. 8"
_CHAPTER = Pattern(r"\b ch (?: apter | ap )? \.? \s* (?P<number> \d{1,2} ) \b", IGNORECASE, bounded=True)


def _records_in(text: str, start: int, end: int) -> list[_Name]:
    """Medical records and papers of the claim named between `start` and `end`."""
    found = []
    for match in _RECORD.finditer(text, start, end):
        noun = match.group("noun")
        if noun is None or _OF_THE_CLAIM.search(text, max(start, match.start() - 40), match.start()):
            named = (
                noun is None or noun.casefold() != "notes" or match.group("dated") is not None or _no_verb(text, match)
            )
            if named:
                found.append(_Name(None, match, *match.span()))
        elif noun.casefold().startswith(("report", "record")) and match.group("dated"):
            found.append(_Name(None, match, *match.span()))
    return found


def _no_verb(text: str, match: regex.Match[str]) -> bool:
    """Whether `notes` is the noun: `The guideline notes that` and `the MTUS notes on page` have a verb."""
    return not text.startswith((" that", " on page", " a ", " the "), match.end())


def _names_in(text: str, start: int, end: int) -> list[_Name]:
    """Guidelines, other works and records named between `start` and `end`, in order."""
    cited = [_Name(_printed_source(match), match, *match.span()) for match in _GUIDELINES.finditer(text, start, end)]
    of_the_claim = [
        n for n in _records_in(text, start, end) if not any(g.start < n.end and n.start < g.end for g in cited)
    ]
    return sorted([*cited, *of_the_claim], key=lambda name: name.start)


def _printed_source(match: regex.Match[str]) -> CitationSource:
    if match.group("other"):
        return "Other"
    if match.group("odg"):
        return "ODG"
    if match.group("acoem") and not (match.group("mtus_first") or match.group("mtus_behind")):
        return "ACOEM"
    return "MTUS"


class _Mark(NamedTuple):
    """A page, table or chapter number in the prose."""

    kind: str
    start: int
    end: int
    match: regex.Match[str]

    @property
    def bare(self) -> bool:
        """Whether the label is a mere `p`, which may stand for the pulse."""
        return self.kind == "page" and self.match.group("label") == "p"


# "p. 78", "pp 3", "p301": what a text without the words page and pg must hold to cite a page.
_BARE_P = Pattern(r"\b pp? \.? \s? \d", bounded=True)


def _marks(text: str) -> list[_Mark]:
    """Pages, tables and numbered chapters, in order; the cheap looks come first, for few rationales hold any."""
    found: list[_Mark] = []
    # Looking for a word costs about a microsecond, a pattern thirty: the prose of few rationales holds any of these.
    if "page" in text or "pg" in text or "Page" in text or _BARE_P.search(text):
        found += [_Mark("page", *m.span(), m) for m in pages.PAGES.finditer(text)]
    if "Table" in text or " table " in text:
        found += [_Mark("table", *m.span(), m) for m in _TABLE.finditer(text)]
    if "hapter" in text or "Ch." in text:
        found += [_Mark("chapter", *m.span(), m) for m in _CHAPTER.finditer(text)]
    return sorted(found, key=lambda mark: mark.start) if found else found


def _owning(name: _Name) -> tuple[_Name | None, bool]:
    return (name, False) if name.source else (None, True)


class _Prose:
    """A rationale cut into sentences, with the guidelines and records that each names."""

    def __init__(self, text: str) -> None:
        self.text = text
        bounds = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
        self.sentences = [(a, b) for a, b in itertools.pairwise(bounds) if b > a]
        self._names: dict[int, list[_Name]] = {}

    def sentence_at(self, at: int) -> int:
        """The number of the sentence that holds the character `at`."""
        return next(i for i, (_, end) in enumerate(self.sentences) if at < end)

    def names(self, sentence: int) -> list[_Name]:
        """What the sentence names, in order."""
        if sentence not in self._names:
            self._names[sentence] = _names_in(self.text, *self.sentences[sentence])
        return self._names[sentence]

    def owner(self, mark: _Mark) -> tuple[_Name | None, bool]:
        """The guideline that a page, table or chapter belongs to, and whether it is one of a record instead."""
        text = self.text
        sentence = self.sentence_at(mark.start)
        names = self.names(sentence)
        total = _OF_TOTAL.match(text, mark.end)
        end = total.end() if total else mark.end
        of = _OF.match(text, end)
        before = [n for n in names if n.end <= mark.start]
        after = [n for n in names if n.start >= mark.end]
        beside = [n for n in names if n.start <= mark.start and mark.end <= n.end]
        if not beside and of:
            beside = [n for n in after if 0 <= n.start - of.end() <= 3]
        if beside:
            return _owning(beside[0])
        if _OF_RECORD.match(text, end):
            return None, True
        if before or (after and after[0].source):
            return _owning(before[-1] if before else after[0])
        if mark.bare or total:
            return None, total is not None
        return self._named_earlier(sentence)

    def _named_earlier(self, sentence: int) -> tuple[_Name | None, bool]:
        """The guideline named last before the sentence: within three sentences, or any if it speaks of guidelines."""
        start, end = self.sentences[sentence]
        speaks_of_guidelines = "uideline" in self.text[start:end]
        reach = 0 if speaks_of_guidelines else max(0, sentence - 3)
        for earlier in range(sentence - 1, reach - 1, -1):
            for name in reversed(self.names(earlier)):
                if name.source:
                    return name, False
                if not speaks_of_guidelines:
                    return None, True
        return None, False


# "ACOEM Chapter 12, page 303, which is part of the MTUS": cited as MTUS.
_PART_OF_MTUS = Pattern(
    r"""
    [^.;]{0,80}? \b
    (?: part \s+ of | adopted \s+ (?:by|into|as|in) | incorporated \s+ (?:by|into|in) | endorsed \s+ by
      | referenced \s+ (?:by|in) ) \s+
    (?: the \s+ )? (?: (?:CA|California) \s+ )? MTUS \b
    """,
    IGNORECASE,
    bounded=True,
)


def _source_of(text: str, name: _Name, chapters_of_mtus: set[str]) -> CitationSource:
    """A name's source; an ACOEM chapter counts as MTUS where the rationale cites it as such, here or before."""
    source = name.source or "Other"
    chapter = name.match.group("chapter")
    if source == "ACOEM" and (chapter in chapters_of_mtus or _PART_OF_MTUS.match(text, name.end)):
        source = "MTUS"
    if source == "MTUS" and chapter:
        chapters_of_mtus.add(chapter)
    return source


def _describe(draft: Draft, name: _Name) -> None:
    """Title, chapter and year of the guideline as the prose names it."""
    match = name.match
    if chapter := match.group("chapter"):
        draft.set_chapter(chapter, match.start("chapter"))
    for group in ("mtus_year", "acoem_year", "year", "dated"):
        if year := match.group(group):
            draft.set_year(year, match.start(group))
    for group in ("acoem_title", "mtus_title", "other"):
        if printed := match.group(group):
            draft.set_title(printed, guidelines.known_title(printed, draft.chapter), *match.span(group))
            return
    if match.group("odg"):
        _describe_odg(draft, match)
    elif draft.chapter and (numbered := _CHAPTER.search(match.string, match.start("acoem"))):
        draft.set_title(numbered.group(), guidelines.known_title("", draft.chapter), *numbered.span())


def _describe_odg(draft: Draft, match: regex.Match[str]) -> None:
    chapter = odg_citations.chapter_behind(match.string, match.end())
    if chapter:
        draft.set_title(chapter.title, chapter.title, chapter.printed.start, chapter.printed.end)


def _add_mark(draft: Draft, text: str, mark: _Mark) -> None:
    if mark.kind == "page":
        draft.add_pages(pages.split_numbers(text, *mark.match.span("numbers")))
    elif mark.kind == "table":
        draft.add_table(mark.match.group("number"), mark.match.start("number"))
    else:
        draft.set_chapter(mark.match.group("number"), mark.match.start("number"))


def _reading(text: str, name: _Name, marks: list[_Mark], chapters_of_mtus: set[str]) -> Reading:
    draft = Draft(_source_of(text, name, chapters_of_mtus))
    _describe(draft, name)
    for mark in marks:
        _add_mark(draft, text, mark)
    start, end = min(m.start for m in marks), max(m.end for m in marks)
    if not _SENTENCE_END.search(text, min(start, name.start), max(end, name.end)):
        start, end = min(start, name.start), max(end, name.end)
    return draft.finish(text, start, end)


def _mentions(prose: _Prose, marks: list[_Mark]) -> tuple[list[tuple[_Name, list[_Mark]]], list[_Mark]]:
    """The marks by mention (a page closes one: what is cited behind it is the next), and the pages of no known work."""
    mentions: list[tuple[_Name, list[_Mark]]] = []
    unknown: list[_Mark] = []
    for mark in marks:
        owner, of_record = prose.owner(mark)
        if owner is None:
            if mark.kind == "page" and not of_record and not mark.bare:
                unknown.append(mark)
            continue
        last = mentions[-1] if mentions else None
        if (
            last
            and last[0] is owner
            and last[1][-1].kind != "page"
            and prose.sentence_at(mark.start) == prose.sentence_at(last[1][-1].start)
        ):
            last[1].append(mark)
        else:
            mentions.append((owner, [mark]))
    return mentions, unknown


_NOTHING: Found[tuple[Citation, ...]] = Found(())


def read_rationale_citations(text: str) -> Found[tuple[Citation, ...]]:
    """The guideline pages, tables and chapters that a rationale cites, one entry a mention, in order.

    Evidence as in `read_citations`: `0`, `0.title`, `0.pages.0`, …; the title's words may stand in an earlier sentence.
    """
    marks = _marks(text)
    if not marks:
        return _NOTHING
    citations: list[Citation] = []
    evidence = Evidence()
    doubts: list[Doubt] = []
    chapters_of_mtus: set[str] = set()
    mentions, unknown = _mentions(_Prose(text), marks)
    for name, parts in mentions:
        reading = _reading(text, name, parts, chapters_of_mtus)
        at = str(len(citations))
        citations.append(reading.citation)
        evidence.add(at, reading.start, reading.end)
        for path, start, end in reading.spans:
            evidence.add(f"{at}.{path}", start, end)
        doubts += [d.below(at) for d in reading.doubts]
    for mark in unknown:
        message = f"{text[mark.start : mark.end]!r} is a page of a work that the rationale does not name"
        doubts.append(Doubt("unknown_guideline", "", message))
    return Found(tuple(citations), evidence, tuple(doubts))
