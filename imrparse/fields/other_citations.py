"""Citations outside the MTUS: free text that may run several works together.

The text is cut at the names of ODG, ACOEM and MTUS, at the form's own `Other Medical Treatment Guidelines`, and inside
these at web addresses, publishers and authors; what is left is a work as printed.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

from imrparse.catalog import guidelines
from imrparse.evidence import Doubt
from imrparse.fields import acoem_citations, mtus_citations, odg_chapters, odg_citations, pages, run_on_works
from imrparse.fields.citation_parts import YEAR, Draft, Reading, says_something, trim
from imrparse.fields.phrases import words_of
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    import regex


def _works_source() -> str:
    """Where a work begins: a marker of ODG, ACOEM, MTUS, or the form's label for other works."""
    return rf"""
        \b (?= (?-i: [OWAMCP] ) | o(?:dg|f|gd) | [ace]{{1,3}}[om] | mtus | http | www | work )
        (?: (?P<label> Other \s+ Medical \s+ Treatment \s+ Guidelines?
                (?: \s* (?: or | and | / ) \s* Medical \s+ Evidence )? \s* [:\-–]? )
          | (?P<odg> {odg_citations.MARKER} )
          | (?P<acoem> {acoem_citations.MARKER} )
          | (?P<mtus> (?: (?: CA | California ) \s+ )? MTUS \b [\s,:/–-]* )
          | (?P<own> (?: Chronic \s+ Pain | Post-?surgical | Acupuncture ) \s+ (?: Medical \s+ )? Treatment
                \s+ Guidelines? )
        )"""


_WORKS = Pattern(_works_source, IGNORECASE, bounded=True)
# the words that it begins with
_OPENERS = (
    "odg", "ogd", "off", "ofi", "mtus", "http", "www", "work", "other", "american", "california", "chronic", "post",
    "acupuncture", *(name.lower() for name in guidelines.slips("ACOEM")),
)  # fmt: skip


def _works_in(text: str) -> list[regex.Match[str]]:
    """The matches of `_WORKS`, looked for where a word begins that opens one."""
    words = words_of(text)
    found: list[regex.Match[str]] = []
    end = 0
    for key, start in zip(words.keys, words.starts, strict=True):
        if start >= end and (key.startswith(_OPENERS) or key == "ca"):
            match = _WORKS.match(text, start)
            if match:
                end = match.end()
                if not (
                    match.group("odg")
                    and found
                    and found[-1].group("odg")
                    and odg_citations.goes_on(text, found[-1], match)
                ):
                    found.append(match)
    return found


# A work of another kind within free text begins at a semicolon, or behind a web address or an access date.
_NEXT_WORK = Pattern(
    r"""
    ; \s+ (?! \d+ \s* [(:] ) (?= \S )
  | (?<= https?:// \S+ ) [,.]? \s+ (?: and \s+ )? (?= https?:// | www\. )
  | (?<= accessed (?: \s+ on )? \s* :? \s* \d{1,2}/\d{1,2}/\d{2,4} ) [,.]? \s+ (?: and \s+ )? (?= \w )
  | , \s+ (?= (?: https?:// | www\. ) ) (?<= (?: https?:// | www\. ) \S+ , \s+ )
    """,
    IGNORECASE,
)


# The edition's year of a work: "(2004)", "Spine 2012;", ", 2014."; not the year of an access date.
_WORK_YEAR = Pattern(
    rf"""(?: \(\s* | (?<! accessed [^.;]{{0,30}} ) [\s.,;] ) (?P<year> {YEAR} )
        (?= \s* [);:.,] | \s* $ | \s \p{{L}}{{3}} (?: \s \d{{1,2}} )? ; )""",
    bounded=True,
)


# Words that only lead up to the name of a work: "The", "per", "Treatment Index".
_LEADING_UP = Pattern(
    r"(?: the | per | see | also | and | from | CA | California | citation | treatment | index | [\s,:] )+", IGNORECASE
)


# "Non-MTUS Citation: None cited.", "N/A": words that say that there is none.
_NONE = Pattern(
    r"""
    \(? (?: none | n\s*/\s*a | nothing | unknown | not \s+ (?: applicable | available ) | (?: none | not ) \s+
      (?: cited | stated | provided | specified | given | listed | noted | used )
      | no \s+ (?: specific \s+ | other \s+ | applicable \s+ )? (?: guidelines? | citations? | references? | criteria )
        (?: \s+ (?: (?: was | were ) \s+ )? (?: cited | stated | provided | specified | given | listed | used ) )? ) \)?
    """,
    IGNORECASE,
    bounded=True,
)


def _read_other(text: str, start: int, end: int) -> list[Reading]:
    """Works as printed, cut at what divides one from the next."""
    bounds = [start, *(m.end() for m in _NEXT_WORK.finditer(text, start, end)), end]
    readings = []
    for a, b in itertools.pairwise(bounds):
        readings += read_work(text, a, b)
    return readings


_AROUND_WORKS = " \t\n,;:.-–—"


def read_work(text: str, start: int, end: int) -> list[Reading]:
    """The work between `start` and `end`, as printed; none where no words are."""
    work = trim(text, start, end, _AROUND_WORKS)
    if work.words.startswith("the "):
        work = trim(text, work.start + len("the "), work.end, _AROUND_WORKS)
    if not says_something(work.words) or _NONE.fullmatch(work.words):
        return []
    draft = Draft("Other")
    title_end = work.end
    if pages.may_hold_pages(work.words):
        for match in pages.PAGES.finditer(text, work.start, work.end):
            draft.add_pages(pages.split_numbers(text, *match.span("numbers")))
            title_end = min(title_end, match.start()) if match.end() >= work.end else title_end
    if year := _WORK_YEAR.search(text, work.start, work.end):
        draft.set_year(year.group("year"), year.start("year"))
        if not says_something(text[year.end() : title_end]):
            title_end = min(title_end, year.start())
    title = trim(text, work.start, title_end, " \t\n,;:.(-–—")
    if not title.words:
        title = work
    draft.set_title(title.words, None, title.start, title.end)
    if odg_chapters.holds_sign_of_chapter(work.words):
        message = "the words read like a chapter of the ODG that the catalogue does not know"
        draft.doubt("unread_guideline", "source", message)
    return [draft.finish(text, work.start, work.end)]


def _read_marked(text: str, match: regex.Match[str], end: int) -> list[Reading]:
    """One marked work up to `end`, and works run on behind it."""
    if match.group("label"):
        return _read_other(text, match.end(), end)
    if match.group("mtus") and _is_alone(text, match.end()):
        name = trim(text, match.start(), match.end())
        return [Draft("MTUS").finish(text, name.start, name.end), *_read_other(text, match.end(), end)]
    if match.group("mtus") or match.group("own"):
        start = match.end() if match.group("mtus") else match.start()
        part = trim(text, start, end)
        return [reading.shifted(part.start) for reading in mtus_citations.read_mtus(part.words)]
    if match.group("odg"):
        return _read_odg(text, match.start(), match.end(), end)
    named = run_on_works.run_on_in(text, match.end(), end)
    stop = named.start() if named else end
    return [acoem_citations.read_acoem(text, match, stop), *(_read_other(text, stop, end) if named else [])]


def _is_alone(text: str, at: int) -> bool:
    """Whether the schedule's name, which ends at `at`, names no guideline of it: "CA MTUS; ODG"."""
    return text.startswith(";", at) and mtus_citations.HEAD.match(text[at + 1 :].lstrip()) is None


def _read_odg(text: str, start: int, marker_end: int, end: int) -> list[Reading]:
    """The ODG, and works run on behind its topics."""
    run_on = run_on_works.behind_topics(text, marker_end, end)
    if run_on is None:
        return odg_citations.read_odg(text, start, marker_end, end)
    works = _read_other(text, run_on.start, end)
    if run_on.doubt and works:
        works[0] = works[0]._replace(doubts=(*works[0].doubts, Doubt("uncertain", "title", run_on.doubt)))
    return odg_citations.read_odg(text, start, marker_end, run_on.start) + works


def _read_unmarked(text: str, start: int, end: int, named_behind: bool) -> list[Reading]:
    """What stands before the first named work: an ODG chapter without its name, or a work as printed."""
    part = trim(text, start, end)
    if not says_something(part.words):
        return []
    opens_with_chapter = odg_chapters.opens_with_chapter(text, part.start, part.end)
    if opens_with_chapter and not run_on_works.run_on_in(text, part.start, part.end):
        return odg_citations.read_odg(text, part.start, part.start, part.end)
    if named_behind and _LEADING_UP.fullmatch(part.words):
        return []
    return _read_other(text, part.start, part.end)


@functools.lru_cache(8192)
def read_non_mtus(text: str) -> tuple[Reading, ...]:
    """The citations of free text: what stands after `Decision based on Non-MTUS Citation`."""
    marks = _works_in(text)
    first = marks[0].start() if marks else len(text)
    readings = _read_unmarked(text, 0, first, bool(marks))
    for i, match in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        readings += _read_marked(text, match, end)
    return tuple(readings)
