"""Citations of ACOEM outside the MTUS: `ACOEM Practice Guidelines, 3rd ed., Low Back Disorders, pg. 607`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrparse.catalog import guidelines
from imrparse.fields import mtus_citations, pages
from imrparse.fields.citation_parts import YEAR, Draft, Reading, trim
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    import regex

# The work's name; "MTUS ACOEM" is the MTUS, wherever it is cited.
MARKER = rf"""
    (?: \b (?: (?:CA|California) \s+ )? (?P<adopted> MTUS ) [\s/,–-]+ )?
    (?: https?:// (?:www\.)? acoem [\w.]* \. (?:org|com) /? | \b {mtus_citations.ACOEM} )
"""

# What tells the edition: "(August 1, 2016)", "Updated 2008", "3rd ed."; and words that only lead up to a name.
_EDITION = Pattern(
    rf"""
    \( \s* [a-z]+ \.? \s+ (?: \d{{1,2}},? \s+ )? (?P<year> {YEAR} ) \s* \)
  | \(? \b (?: updated? | revised )? \s* (?P<year> {YEAR} ) \b \)?
  | (?: second | third | [23](?:nd|rd) ) \s+ ed\w*\.?
  | \b ch (?: apter | ap )? \.? \s* (?P<chapter> \d{{1,2}} ) \b
  | \b (?: chapters? | guidelines? | online | version ) \b
    """,
    IGNORECASE,
    bounded=True,
)

# The words behind a chapter's number, up to the next punctuation or page: a title that the catalogue does not know.
_UNKNOWN_TITLE = Pattern(
    r"[\s,:(–-]* (?P<title> \p{Lu}[^,;.()]*? ) (?= \s* (?: [,;.()] | \bpages?\b | \bpgs?\b | $ ) )", bounded=True
)

# "Chapter", "Ch.": the word before a chapter's number.
_CHAPTER_WORD = Pattern(r"ch (?: apter | ap )? \.? \s* $", IGNORECASE)


def _title_source() -> str:
    """A chapter's title, or the body part of one, with the word chapter behind it if there is one."""
    names, parts = guidelines.acoem_names()
    return rf"""
        \b (?: (?P<title> {guidelines.name_pattern(names)} ) | (?P<part> {guidelines.name_pattern(parts)} ) ) \b
        (?: \s+ (?P<word> chapters? | complaints? | disorders? ) \b )?
        """


TITLE = Pattern(_title_source, IGNORECASE)
"""A chapter's title or its part of the body; the groups `title`, `part` and `word` (chapter) tell which."""


def read_acoem(text: str, match: regex.Match[str], end: int) -> Reading:
    """The citation that the match of `MARKER` opens, up to `end`: chapter by name or number, sections and pages."""
    draft = Draft("MTUS" if match.group("adopted") else "ACOEM")
    if number := match.group("chapter"):
        draft.set_chapter(number, match.start("chapter"))
    if year := match.group("acoem_year"):
        draft.set_year(year, match.start("acoem_year"))
    body = match.end()
    named = TITLE.finditer(text, body, end)
    titles = [t for t in named if t.group("title") or t.group("word") or t.start() <= body + 2]
    if titles:
        body = _set_title(draft, text, body, next((t for t in titles if t.group("title")), titles[0]))
    elif draft.chapter is not None:
        body = _name_by_chapter(draft, text, match, end)
    read_body(draft, text, body, end)
    whole = trim(text, match.start(), end)
    return draft.finish(text, whole.start, whole.end)


def _set_title(draft: Draft, text: str, body: int, match: regex.Match[str]) -> int:
    """Take the title over, and what stands before it; where the rest begins."""
    printed = match.group("title") or match.group("part")
    known = guidelines.known_title(printed, draft.chapter)
    draft.set_title(printed, known, match.start(), match.start() + len(printed))
    before = trim(text, body, match.start()).words.split(";")[0]
    # "Low Back; Table 2, Summary of Recommendations, Low Back Disorders" says the title twice.
    if guidelines.name_key(printed).startswith(guidelines.name_key(before)):
        body = text.index(before, body) + len(before)
    read_body(draft, text, body, match.start())
    return match.end()


def _name_by_chapter(draft: Draft, text: str, match: regex.Match[str], end: int) -> int:
    """Title of a chapter that is cited by number: the unknown words behind the number, else the number itself."""
    unknown = _UNKNOWN_TITLE.match(text, match.end(), end)
    if unknown and not pages.PAGES.match(unknown.group("title")):
        printed = unknown.group("title")
        draft.set_title(printed, guidelines.known_title(printed, draft.chapter), *unknown.span("title"))
        draft.doubt("unknown_chapter", "title", f"{printed!r} is no ACOEM chapter that the catalogue knows")
        return int(unknown.end())
    set_title_of_chapter(draft, text, match)
    return int(match.end())


def set_title_of_chapter(draft: Draft, text: str, match: regex.Match[str]) -> None:
    """The number of a chapter, with the word before it, as its title: no other is printed."""
    start, stop = match.span("chapter")
    if word := _CHAPTER_WORD.search(text, 0, start):
        start = word.start()
    draft.set_title(text[start:stop], guidelines.known_title("", draft.chapter), start, stop)


def read_body(draft: Draft, text: str, start: int, end: int) -> None:
    """Sections, tables and pages between `start` and `end`, without what tells the edition."""
    cuts: list[tuple[int, int]] = []
    for match in _EDITION.finditer(text, start, end):
        if match.group("year"):
            draft.set_year(match.group("year"), match.start("year"))
        if match.group("chapter"):
            draft.set_chapter(match.group("chapter"), match.start("chapter"))
        cuts.append(match.span())
    at = start
    for a, b in [*sorted(cuts), (end, end)]:
        if a > at:
            mtus_citations.read_body(draft, text, at, a)
        at = max(at, b)
