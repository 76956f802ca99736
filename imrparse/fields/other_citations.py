"""Citations outside the MTUS: free text that may run several works together.

The text is cut at the names of ODG, ACOEM and MTUS, at the form's own `Other Medical Treatment Guidelines`, and inside
these at web addresses, publishers and authors; what is left is a work as printed.
"""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

import msgspec
import regex

from imrparse import catalog
from imrparse.catalog import guidelines
from imrparse.fields import mtus_citations, odg_citations, pages
from imrparse.fields.citation_parts import Draft, Part, Reading, trim

_YEAR = r"(?:19|20)\d\d"


class WorksCatalog(msgspec.Struct, frozen=True):
    """`works.json`: names that open a work."""

    about: str
    works: tuple[str, ...]


@functools.cache
def _works() -> regex.Pattern[str]:
    """Where a work begins: a marker of ODG, ACOEM, MTUS, or the form's label for other works."""
    return regex.compile(
        rf"""(?xi)
        \b (?= (?-i: [OWAMCP] ) | o(?:dg|ff) | acoem | mtus | http | www )
        (?: (?P<label> \b Other \s+ Medical \s+ Treatment \s+ Guidelines? (?: \s* (?: or | and | / ) \s* Medical \s+ Evidence )? \s* [:\-–]? )
      | (?P<odg> {odg_citations.MARKER} )
      | (?P<acoem> (?: \b (?:CA|California)? \s* \b (?P<adopted> MTUS ) [\s/,–-]+ )?
            (?: https?:// (?:www\.)? acoem [\w.]* \. (?:org|com) /? | \b {mtus_citations.ACOEM} ) )
      | (?P<mtus> \b (?: (?: CA | California ) \s+ )? MTUS \b [\s,:/–-]* )
      | (?P<chronic> \b (?: Chronic \s+ Pain | Post-?surgical | Acupuncture ) \s+ (?:Medical\s+)? Treatment \s+ Guidelines? )
        )"""
    )


@functools.cache
def _run_on() -> regex.Pattern[str]:
    """Where another work begins behind ODG or ACOEM without a label."""
    names = "|".join(
        regex.escape(w).replace(r"\.", r"\.?")
        for w in sorted(catalog.load("works", WorksCatalog).works, key=lambda w: -len(w))
    )
    return regex.compile(
        rf"""(?x)
        (?: (?<=[,;:.()]\s?) | (?<=\band\s) | (?<=\A\s*) ) (?: the\s+ )? (?: {names} ) \b
      | (?: https?:// | \bwww\. ) \S+
      # "Harris J. Occupational medicine …, (2004)"; not "Vitamin D."
      | \b (?! (?:Vitamin|Hepatitis|Type|Class|Grade|Factor|Level|Part|Table) \b ) \p{{Lu}}\p{{Ll}}+ (?:-\p{{Lu}}\p{{Ll}}+)? ,? \s+
        (?: \p{{Lu}}{{1,2}} (?: \. (?:\s?\p{{Lu}}\.)? | , \s* et\s+al | (?= , \s+ \p{{Lu}}\p{{Ll}}+ \s+ \p{{Lu}}{{1,2}} \b ) ) | et\s+al\b )
        (?= [^;]* \b {_YEAR} \b )
        """
    )


# A work of another kind within free text begins at a semicolon, or behind a web address or an access date.
_NEXT_WORK = r"""(?xi)
    ; \s+ (?= \S )
  | (?<= https?:// \S+ ) [,.]? \s+ (?: and \s+ )? (?= https?:// | www\. )
  | (?<= accessed (?: \s+ on )? \s* :? \s* \d{1,2}/\d{1,2}/\d{2,4} ) [,.]? \s+ (?: and \s+ )? (?= \w )
  | , \s+ (?= (?: https?:// | www\. ) ) (?<= (?: https?:// | www\. ) \S+ , \s+ )
"""


# The edition's year of a work: "(2004)", "Spine 2012;", ", 2014."; not the year of an access date.
_WORK_YEAR = rf"(?:\(\s*|(?<!accessed[^.;]{{0,30}})[\s.,;])(?P<year>{_YEAR})(?=\s*[);:.,]|\s*$)"


_ACOEM_EDITION = rf"""(?xi)
    \( \s* [a-z]+ \.? \s+ (?: \d{{1,2}},? \s+ )? (?P<year> {_YEAR} ) \s* \)
  | \(? \b (?: updated? | revised )? \s* (?P<year> {_YEAR} ) \b \)?
  | (?: second | third | [23](?:nd|rd) ) \s+ ed\w*\.?
  | \b (?: chapters? | guidelines? | online | version ) \b"""

# "Table 2", "Table 12-8"
_TABLE = r"(?i)\btable\s*(?:\#\s*)?(?P<number>\d+(?:-\d+)?[a-z]?)"

# The words behind a chapter's number, up to the next punctuation or page: a title that the catalogue does not know.
_UNKNOWN_TITLE = r"[\s,:(–-]*(?P<title>\p{Lu}[^,;.()]*?)(?=\s*(?:[,;.()]|\bpages?\b|\bpgs?\b|$))"

_CHAPTER_WORD = r"(?i)ch(?:apter|ap)?\.?\s*$"

# Words that only lead up to the name of a work: "The", "per", "Treatment Index".
_LEADING_UP = r"(?i)(?:the|per|see|also|and|from|CA|California|citation|treatment|index|[\s,:])+"


class _Patterns(NamedTuple):
    next_work: regex.Pattern[str]
    work_year: regex.Pattern[str]
    acoem_edition: regex.Pattern[str]
    table: regex.Pattern[str]
    unknown_title: regex.Pattern[str]
    chapter_word: regex.Pattern[str]
    leading_up: regex.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    sources = (_NEXT_WORK, _WORK_YEAR, _ACOEM_EDITION, _TABLE, _UNKNOWN_TITLE, _CHAPTER_WORD, _LEADING_UP)
    return _Patterns(*map(regex.compile, sources))


def _read_other(text: str, start: int, end: int) -> list[Reading]:
    """Works as printed, cut at what divides one from the next."""
    bounds = [start, *(m.end() for m in _patterns().next_work.finditer(text, start, end)), end]
    readings = []
    for a, b in itertools.pairwise(bounds):
        work = trim(text, a, b, " \t\n,;:.-–—")
        if not any(map(str.isalnum, work.words)):
            continue
        draft = Draft("Other")
        title_end = work.end
        if pages.may_hold_pages(work.words):
            for match in pages.pattern().finditer(text, work.start, work.end):
                draft.add_pages(pages.split_numbers(text, *match.span("numbers")))
                title_end = min(title_end, match.start()) if match.end() >= work.end else title_end
        if year := _patterns().work_year.search(text, work.start, work.end):
            draft.set_year(year.group("year"), year.start("year"))
            if year.end() + 1 >= title_end:
                title_end = min(title_end, year.start())
        title = trim(text, work.start, title_end, " \t\n,;:.(-–—")
        if not title.words:
            title = work
        draft.set_title(title.words, None, title.start, title.end)
        readings.append(draft.finish(text, work.start, work.end))
    return readings


@functools.cache
def _acoem_title() -> regex.Pattern[str]:
    names = [n for g in guidelines.acoem_guidelines() for n in (g.title, *g.also)]
    parts = [n.removesuffix(" Complaints").removesuffix(" Disorders") for n in names]
    return regex.compile(
        rf"(?xi) \b (?: (?P<title> {guidelines.name_pattern(names)} ) | (?P<part> {guidelines.name_pattern(parts)} ) )"
        r"\b (?: \s+ (?P<word> chapters? | complaints? | disorders? ) \b )?"
    )


def _read_acoem(text: str, match: regex.Match[str], end: int) -> list[Reading]:
    """ACOEM outside the MTUS: chapter by name or number, sections and pages behind it."""
    draft = Draft("MTUS" if match.group("adopted") else "ACOEM")
    if number := match.group("chapter"):
        draft.set_chapter(number, match.start("chapter"))
    if year := match.group("acoem_year"):
        draft.set_year(year, match.start("acoem_year"))
    body = match.end()
    titles = [
        t
        for t in _acoem_title().finditer(text, body, end)
        if t.group("title") or t.group("word") or t.start() <= body + 2
    ]
    if titles:
        title = next((t for t in titles if t.group("title")), titles[0])
        printed = title.group("title") or title.group("part")
        draft.set_title(
            printed, guidelines.known_title(printed, draft.chapter), title.start(), title.start() + len(printed)
        )
        before = trim(text, body, title.start()).words.split(";")[0]
        if guidelines.name_key(printed).startswith(
            guidelines.name_key(before)
        ):  # "Low Back; Table 2, Low Back Disorders"
            body = text.index(before, body) + len(before)
        _read_acoem_body(draft, text, body, title.start())
        body = title.end()
    elif draft.chapter is not None:
        body = _name_by_chapter(draft, text, match, end)
    _read_acoem_body(draft, text, body, end)
    whole = trim(text, match.start(), end)
    return [draft.finish(text, whole.start, whole.end)]


def _name_by_chapter(draft: Draft, text: str, match: regex.Match[str], end: int) -> int:
    """Title of a chapter that is cited by number: the unknown words behind the number, else the number itself."""
    unknown = regex.compile(r"[\s,:(–-]*(?P<title>\p{Lu}[^,;.()]*?)(?=\s*(?:[,;.()]|\bpages?\b|\bpgs?\b|$))").match(
        text, match.end(), end
    )
    if unknown and not pages.pattern().match(unknown.group("title")):
        printed = unknown.group("title")
        draft.set_title(printed, guidelines.known_title(printed, draft.chapter), *unknown.span("title"))
        return unknown.end()
    start = match.start("chapter")
    word = regex.search(r"(?i)ch(?:apter|ap)?\.?\s*$", text[:start])
    begin = word.start() if word else start
    draft.set_title(
        text[begin : match.end("chapter")], guidelines.known_title("", draft.chapter), begin, match.end("chapter")
    )
    return match.end()


def _read_acoem_body(draft: Draft, text: str, start: int, end: int) -> None:
    cuts = []
    for match in regex.finditer(
        r"(?xi) \b table \s* (?: \# \s* )? (?P<number> \d+ (?: -\d+ )? [a-z]? )", text, pos=start, endpos=end
    ):
        draft.add_table(match.group("number"), match.start("number"))
        cuts.append(match.span())
    for match in regex.finditer(_ACOEM_EDITION, text, pos=start, endpos=end):
        if not any(a <= match.start() < b for a, b in cuts):
            if match.group("year"):
                draft.set_year(match.group("year"), match.start("year"))
            cuts.append(match.span())
    at = start
    for a, b in [*sorted(cuts), (end, end)]:
        if a > at:
            mtus_citations.read_body(draft, text, at, a)
        at = max(at, b)


def _read_marked(text: str, match: regex.Match[str], end: int) -> list[Reading]:
    """One marked work up to `end`, and works run on behind it."""
    if match.group("label"):
        return _read_other(text, match.end(), end)
    if match.group("mtus") or match.group("chronic"):
        start = match.end() if match.group("mtus") else match.start()
        part = trim(text, start, end)
        return [reading.shifted(part.start) for reading in mtus_citations.read_mtus(part.words)]
    run_on = _run_on().search(text, match.end(), end)
    stop = run_on.start() if run_on else end
    if match.group("odg"):
        readings = odg_citations.read_odg(text, match.start(), match.end(), stop)
    else:
        readings = _read_acoem(text, match, stop)
    return readings + (_read_other(text, stop, end) if run_on else [])


def _read_unmarked(text: str, start: int, end: int, before_odg: bool) -> list[Reading]:
    """What stands before the first named work: an ODG chapter without its name, or a work as printed."""
    part = trim(text, start, end)
    if not any(map(str.isalnum, part.words)):
        return []
    if odg_citations.opens_with_chapter(text, part.start, part.end) and not _run_on().search(
        text, part.start, part.end
    ):
        return odg_citations.read_odg(text, part.start, part.start, part.end)
    if before_odg and _leads_up(part):
        return []
    return _read_other(text, part.start, part.end)


def _leads_up(part: Part) -> bool:
    """Words that only lead up to the name: `The`, `per`, `Treatment Index`."""
    return (
        regex.fullmatch(r"(?i)(?:the|per|see|also|and|from|CA|California|citation|treatment|index|[\s,:])+", part.words)
        is not None
    )


@functools.lru_cache(8192)
def read_non_mtus(text: str) -> tuple[Reading, ...]:
    """The citations of free text: what stands after `Decision based on Non-MTUS Citation`."""
    marks = list(_works().finditer(text))
    first = marks[0].start() if marks else len(text)
    readings = _read_unmarked(text, 0, first, bool(marks))
    for i, match in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        readings += _read_marked(text, match, end)
    return tuple(readings)
