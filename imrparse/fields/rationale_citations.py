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
from imrparse.fields import odg_chapters, pages
from imrparse.fields.citation_parts import Draft, Reading
from imrparse.fields.prose_names import Name, names_in, other_work_between
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import regex

    from imrparse.record import Citation, CitationSource


# "page 82 of the MTUS …": the guideline that follows the page.
_OF = Pattern(
    r"""
    [\s,)]* \b (?: of | in | from | under | within | per ) \b \s*
    (?: (?: the | its | current | most\s+recent | \d{4} | third | second | 2nd | 3rd | edition ) \s+ )*
    """,
    IGNORECASE,
    bounded=True,
)

# "page 12 in that document": of what was named last.
_OF_THE_SAME = Pattern(
    r"""
    [\s,)]* \b (?: of | in | from ) \s+ (?: that | (?: the | that | this ) \s+ same | said )
    (?: \s+ (?: document | guidelines? | publication | text | source | work | chapter | reference | citation | section )
      \b )
    """,
    IGNORECASE,
    bounded=True,
)

# "a consultation (14 pages, of which pages 8-11 list prior studies)": pages of what has so many.
_OF_WHICH = Pattern(r"\d \s+ pages? ,? \s+ of \s+ which \s+ $", bounded=True)

# "The MTUS states on page 405 of the ACOEM chapter": what may stand between the schedule's name and its page.
_STATES_ON = Pattern(
    r"[\s,(]* (?: (?: states? | notes? | says | indicates? | recommends? | provides? | at | on | in ) \s+ )*",
    IGNORECASE,
    bounded=True,
)

# "page 5 of his report", "page 2 of the document": no guideline's. Blanks may be lost: "page 3 ofthe progressnote".
_OF_RECORD = Pattern(
    r"""
    [\s,)]* \b (?: of | in | from ) (?: \s+ | (?= the \b ) ) (?: (?: the | his | her | this | that | a | an ) \s+ )?
    (?: [\w/.,'-]+ \s+ ){0,4}? (?: progress )?
    (?: (?: reports? | records? | notes? | documents? | letter | file | packet | chart | consultation | appeal
      | printout | transcript | deposition | request | submission | evaluation | form ) \b
      | (?: reports? | notes? ) (?: of | by | dated ) \b )
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

# "page twelve", "pg. xii", "pages: [3]": what should be read, and is not.
_LIKE_A_PAGE = Pattern(
    r"""
    (?<! [\w-] ) (?: pages? | pgs? | pp ) (?: \W{0,3} | \s* \(s\) \W{0,3} | \s+ n (?: o | r | um(?:ber)? ) s? \W{1,3} )
    (?: \d [\w-]* | [ivxlIVXL]{2,6} \b | [lO]\d+
      | (?: two | three | four | five | six | seven | eight | nine | ten | eleven | twelve
        | \w{3,5}teen | twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety | hundred ) \b )
    """,
    IGNORECASE,
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


class _Mark(NamedTuple):
    """A page, table or chapter number in the prose."""

    kind: str
    start: int
    end: int
    match: regex.Match[str]

    @property
    def total(self) -> bool:
        """Whether the number of all pages follows: `page 3 of 5`."""
        return self.kind == "page" and self.match.group("total") is not None

    @property
    def bare(self) -> bool:
        """Whether the label is a mere `p`, which may stand for the pulse; not first of all, in "(p16)" or "per p16"."""
        if self.kind != "page" or self.match.group("label") not in ("p", "P"):
            return False
        text = self.match.string
        if not text[self.start + 1].isdigit() or text.startswith(_NO_PAGES, self.end):
            return True
        alone = not self.start or (text[self.start - 1] == "(" and text.startswith(")", self.end))
        return not alone and not text[max(0, self.start - 4) : self.start].lower().endswith(("per ", "see "))


_NO_PAGES = (" mutation", " inhibitor", " protein", " gene", " mg")
"""What follows a "p53" that is no page."""

# "p. 78", "pp 3", "p301", "Guidelines at 46": what a text without the words page and pg must hold to cite a page.
_BARE_P = Pattern(r"\b (?: pp? \.? \s? | (?<= (?: [Gg]uidelines? | MTUS | ACOEM ) ,? \s ) at \s ) \d", bounded=True)


def _marks(text: str, *, may_cite: bool) -> list[_Mark]:
    """Pages, tables and numbered chapters, in order; the cheap looks come first, for few rationales hold any.

    Args:
        may_cite: whether a word for a page stands in it.
    """
    found: list[_Mark] = []
    # Looking for a word costs about a microsecond, a pattern thirty: the prose of few rationales holds any of these.
    if may_cite or _BARE_P.search(text):
        found += [_Mark("page", *m.span(), m) for m in pages.PAGES.finditer(text)]
    if "Table" in text or " table " in text:
        found += [_Mark("table", *m.span(), m) for m in _TABLE.finditer(text)]
    if "hapter" in text or "Ch." in text:
        found += [_Mark("chapter", *m.span(), m) for m in _CHAPTER.finditer(text)]
    return sorted(found, key=lambda mark: mark.start) if found else found


def _unread_pages(text: str, marks: list[_Mark]) -> Iterator[tuple[int, int]]:
    """Where words look like a page and none was read."""
    for match in _LIKE_A_PAGE.finditer(text):
        if not any(mark.start < match.end() and match.start() < mark.end for mark in marks):
            yield match.span()


class _Owner(NamedTuple):
    """What a page, table or chapter belongs to: a guideline, or a medical record, for which `name` is None."""

    name: Name | None
    of_record: bool = False
    doubt: str | None = None
    """Why it may be another's."""
    source: CitationSource | None = None
    """Of a page of a guideline that not the rationale names but the item's guideline paragraph, with this page."""


_OR_OF_GUIDELINE = "it was taken for a page of a medical record, and may be one of a guideline that was named before"
_BESIDE = 40
"""Characters between the name of a record and its page: `the progress report of Dr. Smith dated 5/5/14, page 2`."""


def _owning(name: Name, doubt: str | None = None) -> _Owner:
    return _Owner(name, doubt=doubt) if name.source else _Owner(None, of_record=True)


class _Prose:
    """A rationale cut into sentences, with the guidelines and records that each names."""

    def __init__(self, text: str) -> None:
        self.text = text
        bounds = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
        self.sentences = [(a, b) for a, b in itertools.pairwise(bounds) if b > a]
        self._names: dict[int, list[Name]] = {}

    def sentence_at(self, at: int) -> int:
        """The number of the sentence that holds the character `at`."""
        return next(i for i, (_, end) in enumerate(self.sentences) if at < end)

    def names(self, sentence: int) -> list[Name]:
        """What the sentence names, in order."""
        if sentence not in self._names:
            self._names[sentence] = names_in(self.text, *self.sentences[sentence])
        return self._names[sentence]

    def owner(self, mark: _Mark) -> _Owner:
        """What a page, table or chapter belongs to."""
        text = self.text
        sentence = self.sentence_at(mark.start)
        names = self.names(sentence)
        of = _OF.match(text, mark.end)
        before = [n for n in names if n.end <= mark.start]
        after = [n for n in names if n.start >= mark.end]
        beside = [n for n in names if n.start <= mark.start and mark.end <= n.end]
        if not beside and of:
            beside = [n for n in after if 0 <= n.start - of.end() <= 3]
        if beside and beside[0].source:
            # "MTUS page 303 from ACOEM guidelines"
            of_mtus = before and before[-1].source == "MTUS" and _STATES_ON.fullmatch(text, before[-1].end, mark.start)
            return _owning(beside[0]._replace(source="MTUS") if of_mtus and beside[0].source == "ACOEM" else beside[0])
        # "the office visit of May 2, page 4 of which": it is of what stands right before it
        of_which = text.startswith(" of which", mark.end) and not (before and mark.start - before[-1].end < _BESIDE)
        same = _OF_THE_SAME.match(text, mark.end)
        if (
            of_which
            or _OF_WHICH.search(text, max(0, mark.start - 20), mark.start)
            or (not same and (beside or _OF_RECORD.match(text, mark.end)))
        ):
            return _Owner(None, of_record=True)
        if before:
            return self._behind(before, mark)
        if after and after[0].source:
            return _owning(after[0])
        if mark.bare or mark.total:
            return _Owner(None, of_record=mark.total)
        return self._named_earlier(sentence, mark)

    def _behind(self, before: list[Name], mark: _Mark) -> _Owner:
        """The last of the names before it in its sentence."""
        last = before[-1]
        if last.source:
            return _owning(last, self._other_between(last.end, mark))
        either = mark.start - last.end >= _BESIDE and any(name.source for name in before)
        return _Owner(None, of_record=True, doubt=_OR_OF_GUIDELINE if either else None)

    def _named_earlier(self, sentence: int, mark: _Mark) -> _Owner:
        """The guideline named last before the sentence: within three sentences, or any if it speaks of guidelines.

        In doubt where another work may be meant: one is named in between, or several were named before and the last
        not in the sentence right before this one.
        """
        start, end = self.sentences[sentence]
        speaks_of_guidelines = "uideline" in self.text[start:end]
        reach = 0 if speaks_of_guidelines else max(0, sentence - 3)
        for earlier in range(sentence - 1, reach - 1, -1):
            for name in reversed(self.names(earlier)):
                if name.source:
                    doubt = self._other_between(name.end, mark)
                    if doubt is None and sentence - earlier > 1 and len(self._sources(sentence)) > 1:
                        doubt = (
                            "the guideline that was named last, some sentences before, may not be the one that is meant"
                        )
                    return _owning(name, doubt)
                if not speaks_of_guidelines:
                    either = any(other.source for number in range(reach, sentence) for other in self.names(number))
                    return _Owner(None, of_record=True, doubt=_OR_OF_GUIDELINE if either else None)
        return self._named_later(sentence)

    def _named_later(self, sentence: int) -> _Owner:
        """The first guideline behind the sentence, if the rationale names those of one source only; in doubt."""
        last = len(self.sentences)
        if len(self._sources(last)) == 1 and not self._sources(sentence):
            later = (name for number in range(sentence, last) for name in self.names(number) if name.source)
            return _owning(next(later), "the guideline is named only behind it")
        return _Owner(None)

    def _sources(self, until: int) -> set[CitationSource]:
        """Whose guidelines the sentences before this one name."""
        return {name.source for number in range(until) for name in self.names(number) if name.source}

    def _other_between(self, start: int, mark: _Mark) -> str | None:
        """A doubt where another work seems to be named between `start` and the mark."""
        if mark.start - start > 3 and other_work_between(self.text, start, mark.start):
            return "another work seems to be named between the guideline and the page"
        return None


# "ACOEM Chapter 12, page 303, which is part of the MTUS": cited as MTUS.
_PART_OF_MTUS = Pattern(
    r"""
    (?: (?! \b not \b | n't \b | n’t \b ) [^.;] | (?<= \b (?: p | pp | pg | pgs ) ) \. ){0,80}? \b
    (?: part \s+ of | in | adopted \s+ (?:by|into|as|in) | incorporated \s+ (?:by|into|in) | endorsed \s+ by
      | referenced \s+ (?:by|in) ) \s+
    (?: the \s+ )? (?: (?:CA|California) \s+ )? MTUS \b
    """,
    IGNORECASE,
    bounded=True,
)


def _source_of(text: str, name: Name, chapters_of_mtus: set[str]) -> CitationSource:
    """A name's source; an ACOEM chapter counts as MTUS where the rationale cites it as such, here or before."""
    source = name.source or "Other"
    chapter = name.match.groupdict().get("chapter")
    if source == "ACOEM" and (chapter in chapters_of_mtus or _PART_OF_MTUS.match(text, name.end)):
        source = "MTUS"
    if source == "MTUS" and chapter:
        chapters_of_mtus.add(chapter)
    return source


def _describe(draft: Draft, name: Name) -> None:
    """Title, chapter and year of the guideline as the prose names it."""
    match = name.match
    if match.re.groupindex.get("acoem") is None:
        draft.set_title(match.group(), None, *match.span())
        if publisher := match.group("unknown"):
            message = f"{publisher} is no publisher of guidelines that the catalogue knows"
            draft.doubt("uncertain", "source", message)
        return
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
    chapter = odg_chapters.chapter_behind(match.string, match.end())
    if chapter:
        draft.set_title(chapter.title, chapter.title, chapter.printed.start, chapter.printed.end)


def _add_mark(draft: Draft, text: str, mark: _Mark) -> None:
    if mark.kind == "page":
        draft.add_pages(pages.split_numbers(text, *mark.match.span("numbers")))
    elif mark.kind == "table":
        draft.add_table(mark.match.group("number"), mark.match.start("number"))
    else:
        draft.set_chapter(mark.match.group("number"), mark.match.start("number"))


OF_PARAGRAPH = "the item's guideline paragraph has this page of another work"
OF_A_REPORT = "neither the rationale nor the page's number tells whether it is of the guideline or of a report"
PAGES_OF_A_REPORT = 10
"""The first page that few reports have."""

# Who writes reports, and what has a report of its own.
_OF_THE_CLAIM = Pattern(
    r"""
    \b (?: Dr\. | doctors? | physicians? | surgeons? | providers? | therapists? | psycholog\w+ | radiologists?
      | AME | P?QME | MRIs? | CT | EMGs? | NCV | x-?rays? | ultrasound | tests? | exam\w* | imaging | study
      | interview ) \b
    """,
    IGNORECASE,
    bounded=True,
)


def _of_paragraph(owner: _Owner, numbers: str, cited: Sequence[Citation]) -> _Owner:
    """Whose the page is that stands in a sentence without a name.

    Of what was named before, else of the item's guideline paragraphs, if they have it. In doubt where the two differ,
    and for the first pages, which any report has.
    """
    first, last = _bounds(numbers)
    sources = {
        citation.source
        for citation in cited
        for page in citation.pages
        if _bounds(page)[0] <= first and last <= _bounds(page)[1]
    }
    if len(sources) != 1 or owner.name:
        differs = owner.name and sources and owner.name.source not in sources
        return owner._replace(doubt=owner.doubt or OF_PARAGRAPH) if differs else owner
    return _Owner(None, source=sources.pop(), doubt=OF_A_REPORT if first < PAGES_OF_A_REPORT else None)


def _bounds(numbers: str) -> tuple[int, int]:
    """The first page and the last of the first range in a list: `(76, 80)` of `76-80 and 124`."""
    page = pages.split_numbers(numbers, 0, len(numbers))[0].printed
    first, _, last = page.replace("–", "-").replace("—", "-").partition("-")
    return int(first), int(last or first)


def _reading(text: str, owner: _Owner, marks: list[_Mark], chapters_of_mtus: set[str]) -> Reading:
    start, end = min(m.start for m in marks), max(m.end for m in marks)
    name = owner.name
    draft = Draft(_source_of(text, name, chapters_of_mtus) if name else owner.source or "Other")
    if name:
        _describe(draft, name)
    for mark in marks:
        _add_mark(draft, text, mark)
    if name is None:
        if owner.doubt:
            draft.doubt("uncertain", "source", f"{text[start:end]!r}: {owner.doubt}")
        return draft.finish(text, start, end)
    if owner.doubt and any(mark.kind == "page" for mark in marks):
        draft.doubt("uncertain", "source", f"{text[start:end]!r}: {owner.doubt}")
    if not _SENTENCE_END.search(text, min(start, name.start), max(end, name.end)):
        start, end = min(start, name.start), max(end, name.end)
    return draft.finish(text, start, end)


def _mentions(
    prose: _Prose, marks: list[_Mark], cited: Sequence[Citation]
) -> tuple[list[tuple[_Owner, list[_Mark]]], list[Doubt]]:
    """The marks by mention (a page closes one: what is cited behind it is the next), and doubts about those of none."""
    mentions: list[tuple[_Owner, list[_Mark]]] = []
    doubts: list[Doubt] = []
    owners: dict[str, _Owner] = {}
    text = prose.text
    for mark in marks:
        owner = prose.owner(mark)
        numbers = mark.match.group("numbers") if mark.kind == "page" else ""
        of_record = owner.of_record and not owner.doubt
        sentence = prose.sentence_at(mark.start)
        if numbers and not (
            of_record or prose.names(sentence) or _OF_THE_CLAIM.search(text, *prose.sentences[sentence])
        ):
            owner = owners.get(numbers) or _of_paragraph(owner, numbers, cited)
        if numbers and owner.name:
            owners.setdefault(numbers, owner)
        if owner.name is None and owner.source is None:
            if mark.kind == "page" and not mark.bare:
                printed = repr(prose.text[mark.start : mark.end])
                if owner.doubt:
                    doubts.append(Doubt("uncertain", "", f"{printed}: {owner.doubt}"))
                elif not owner.of_record:
                    message = f"{printed} is a page of a work that the rationale does not name"
                    doubts.append(Doubt("unknown_guideline", "", message))
            continue
        last = mentions[-1] if mentions else None
        if (
            last
            and owner.name
            and last[0].name is owner.name
            and last[1][-1].kind != "page"
            and prose.sentence_at(mark.start) == prose.sentence_at(last[1][-1].start)
        ):
            last[1].append(mark)
        else:
            mentions.append((owner, [mark]))
    return mentions, doubts


_NOTHING: Found[tuple[Citation, ...]] = Found(())


def read_rationale_citations(text: str, cited: Sequence[Citation] = ()) -> Found[tuple[Citation, ...]]:
    """The guideline pages, tables and chapters that a rationale cites, one entry a mention, in order.

    Args:
        text: of the rationale.
        cited: what the item's guideline paragraphs cite: a page of a guideline that the rationale does not name may be
            of theirs ("Page 77 asks for …").

    Evidence as in `read_citations`: `0`, `0.title`, `0.pages.0`, …; the title's words may stand in an earlier sentence.
    """
    may_cite = pages.holds_page_word(text)
    marks = _marks(text, may_cite=may_cite)
    unread = list(_unread_pages(text, marks)) if may_cite else []
    if not (marks or unread):
        return _NOTHING
    citations: list[Citation] = []
    evidence = Evidence()
    chapters_of_mtus: set[str] = set()
    mentions, doubts = _mentions(_Prose(text), marks, cited)
    for owner, parts in mentions:
        reading = _reading(text, owner, parts, chapters_of_mtus)
        at = str(len(citations))
        citations.append(reading.citation)
        evidence.add(at, reading.start, reading.end)
        for path, start, end in reading.spans:
            evidence.add(f"{at}.{path}", start, end)
        doubts += [d.below(at) for d in reading.doubts]
    for start, end in unread:
        doubts.append(Doubt("unread_guideline", "", f"{text[start:end]!r} seems to cite a page, which was not read"))
    return Found(tuple(citations), evidence, tuple(doubts))
