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
from imrparse.fields import acoem_citations, mtus_citations, odg_citations, pages
from imrparse.fields.citation_parts import Draft, Reading, trim

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
        (?: (?P<label> Other \s+ Medical \s+ Treatment \s+ Guidelines?
                (?: \s* (?: or | and | / ) \s* Medical \s+ Evidence )? \s* [:\-–]? )
          | (?P<odg> {odg_citations.MARKER} )
          | (?P<acoem> {acoem_citations.MARKER} )
          | (?P<mtus> (?: (?: CA | California ) \s+ )? MTUS \b [\s,:/–-]* )
          | (?P<own> (?: Chronic \s+ Pain | Post-?surgical | Acupuncture ) \s+ (?: Medical \s+ )? Treatment
                \s+ Guidelines? )
        )"""
    )


@functools.cache
def _run_on() -> regex.Pattern[str]:
    """Where another work begins behind ODG or ACOEM without a label."""
    names = "|".join(
        regex.escape(w).replace(r"\.", r"\.?")
        for w in sorted(catalog.load("works", WorksCatalog).works, key=lambda w: -len(w))
    )
    not_author = "Vitamin|Hepatitis|Type|Class|Grade|Factor|Level|Part|Table"
    return regex.compile(
        rf"""(?x)
        (?: (?<=[,;:.()]\s?) | (?<=\band\s) | (?<=\A\s*) ) (?: the\s+ )? (?: {names} ) \b
      | (?: https?:// | \bwww\. ) \S+ | \b \w [\w-]+ \. (?: com | org | gov | net | edu ) \b
      # "Harris J. Occupational medicine …, (2004)", "Smith AB, Jones C", "Benditt et al."
      | \b (?! (?: {not_author} ) \b ) \p{{Lu}}\p{{Ll}}+ (?: -\p{{Lu}}\p{{Ll}}+ )? ,? \s+
        (?: \p{{Lu}}{{1,2}} (?: \. (?: \s?\p{{Lu}}\. )? | , \s* et\s+al
            | (?= , \s+ \p{{Lu}}\p{{Ll}}+ \s+ \p{{Lu}}{{1,2}} \b ) )
          | et\s+al\b )
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


# Words that only lead up to the name of a work: "The", "per", "Treatment Index".
_LEADING_UP = r"(?i)(?:the|per|see|also|and|from|CA|California|citation|treatment|index|[\s,:])+"


class _Patterns(NamedTuple):
    next_work: regex.Pattern[str]
    work_year: regex.Pattern[str]
    leading_up: regex.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    return _Patterns(*map(regex.compile, (_NEXT_WORK, _WORK_YEAR, _LEADING_UP)))


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
            if not any(map(str.isalnum, text[year.end() : title_end])):
                title_end = min(title_end, year.start())
        title = trim(text, work.start, title_end, " \t\n,;:.(-–—")
        if not title.words:
            title = work
        draft.set_title(title.words, None, title.start, title.end)
        readings.append(draft.finish(text, work.start, work.end))
    return readings


def _read_marked(text: str, match: regex.Match[str], end: int) -> list[Reading]:
    """One marked work up to `end`, and works run on behind it."""
    if match.group("label"):
        return _read_other(text, match.end(), end)
    if match.group("mtus") or match.group("own"):
        start = match.end() if match.group("mtus") else match.start()
        part = trim(text, start, end)
        return [reading.shifted(part.start) for reading in mtus_citations.read_mtus(part.words)]
    run_on = _run_on().search(text, match.end(), end)
    stop = run_on.start() if run_on else end
    if match.group("odg"):
        readings = odg_citations.read_odg(text, match.start(), match.end(), stop)
    else:
        readings = [acoem_citations.read_acoem(text, match, stop)]
    return readings + (_read_other(text, stop, end) if run_on else [])


def _read_unmarked(text: str, start: int, end: int, named_behind: bool) -> list[Reading]:
    """What stands before the first named work: an ODG chapter without its name, or a work as printed."""
    part = trim(text, start, end)
    if not any(map(str.isalnum, part.words)):
        return []
    opens_with_chapter = odg_citations.opens_with_chapter(text, part.start, part.end)
    if opens_with_chapter and not _run_on().search(text, part.start, part.end):
        return odg_citations.read_odg(text, part.start, part.start, part.end)
    if named_behind and _patterns().leading_up.fullmatch(part.words):
        return []
    return _read_other(text, part.start, part.end)


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
