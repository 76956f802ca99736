"""Chapters of the Official Disability Guidelines: where one is named, known, misspelt or unknown to the catalogue.

`Low Back Chapter`, `Hips and Pelvis (Acute & Chronic)`, `Mental Illnes & Stress`, `Neck & Upper Back, Low Back and Hand
chapters`.
"""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from imrparse.catalog import guidelines
from imrparse.fields.citation_parts import YEAR, Part, says_something, trim
from imrparse.fields.phrases import words_of
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

ADDRESS = r"(?: https?:// | \b www\. ) [\w./]* (?: odg | worklossdata ) [^\s,;()]*"
"""The ODG on the web, within a pattern."""

# The edition, not a topic: "Treatment Index, 11th Edition (web), 2013", "Work Loss Data Institute",
# "Treatment in Workers' Compensation (TWC)", "Online Version", "updated 11/23/16", "12/20/2016".
EDITION = Pattern(
    rf"""
    (?= [(\[]? \b (?: \d | the\b | tr | tw | wo | we | pr | in | llc | co | on | el | cu | la | mo | up | re | ac
        | ht | ww ) )
    (?: (?: the \s+ )? Treatment \s+ Index | Work \s+ Loss \s+ Data \s+ Institute | Procedure \s+ Summary
  | (?: Integrated \s+ )? Treatment \s* / \s* Disability \s+ Duration (?: \s+ Guidelines? )?
  | {ADDRESS}
  | \b LLC \b | Corpus \s+ Christi ,? \s+ (?: TX | Texas ) \b
  | Treatment \s+ (?: in | for ) \s+ Workers?'?s? \s+ Comp\w* (?: \s* \(TWC\) )? | \(? \b TWC \b \)?
  | \(? \b \d{{1,2}} (?: st|nd|rd|th ) \s+ (?: Annual \s+ )? (?: Edition | ed\b\.? ) \s* (?: \(web\) )? \)?
  | \(? \b (?: the \s+ )? (?: web | online | internet | on-line | electronic | current | latest | most \s+ recent )
        (?: [\s-]+ (?: web | online | internet | based ) \b )*
        (?: \s+ (?: version | edition | guidelines? | ed\b\.? ) )? \s* (?: , \s* {YEAR} )? \)?
        (?= \s* (?: [,;:.)(] | \Z | chapter | section | last | updated ) )
  | [(\[]? \b (?: last \s+ )? (?: updated? | revised | accessed ) \b \s* (?: on \s+ | as \s+ of \s+ )? :? \s*
        (?: \d{{1,2}}[/-]\d{{1,2}}[/-]\d{{2,4}} | \w+ \.? \s+ (?: \d{{1,2}},? \s+ )? {YEAR} | {YEAR} ) [)\]]?
  | \(? \b \d{{1,2}}[/-]\d{{1,2}}[/-]\d{{2,4}} \b \)?
  | [(\[]? (?P<year> {YEAR} ) \b (?: \s+ (?: edition | version | guidelines? ) \b )? [)\]]? (?! [\s-]*\d )
    )
    """,
    IGNORECASE,
    bounded=True,
)

# What shows that a chapter's name stands before it (or, where none does, behind it): "chapter", "(Acute & Chronic)".
_SIGN_OF_CHAPTER = Pattern(
    r"""
    (?P<word> \b chapters? \b ) \s* :?
  | (?P<paired> \( )? \b acute [\s,]* (?: & | and | or | / | , | - ) \s* chr?\w+ \b
    (?(paired) \s* \) | (?= \s* (?: [,;:.)] | \Z | chapter ) ) ) (?: \s* chapter\b )?
    """,
    IGNORECASE,
    bounded=True,
)

_ENDS_OF_NAMES = Pattern(r"[,;:.()/] | \s[–-]+\s", bounded=True)

# What may stand behind a chapter's name: "(Acute & Chronic)", "- Lumbar & Thoracic", "(trauma, headaches, etc., …)".
_QUALIFIERS = r"""
    (?: \s* [,–-]? \s* (?:
        (?: the\s+ )? (?: Lumbar \s* (?:&|and|/) \s* Thoracic | Thoracic \s* (?:&|and|/) \s* Lumbar ) \b
        (?: \s+ spine\b )?
      | & \s* Thoracic \b
      | \( (?: [^()]* \b (?: acute | chronic | updated? | online | web | internet | version | edition | etc | lumbar
                 | thoracic | type | not\s+including ) \b [^()]* ) \)
      | (?: acute \s* (?: & | and | / ) \s* chronic ) \b
      | \(? updated? \s+ [\d/.-]+ \)?
      | (?: complaints? | disorders? | procedure \s+ summary ) \b
    ) )*
"""


class Chapter(NamedTuple):
    """A chapter as named: canonical title, its name as printed, and where name and qualifiers stand."""

    title: str
    printed: Part
    start: int
    end: int
    doubt: tuple[str, str] | None = None
    """Code and message, where the name is misspelt or none that the catalogue knows."""


def _chapter_source() -> str:
    names = [n for c in guidelines.odg().chapters for n in (c.title, *c.also)]
    return rf"""
        \b (?P<name> {guidelines.name_pattern(names)} ) \b (?P<possessive> 's )?
        (?P<qualifier> {_QUALIFIERS} )
        (?P<word> [\s,-]* \b (?: chapters? | sections? ) \b )?
        {_QUALIFIERS}
        (?P<after> (?= \s* (?: [,;:/(.)] | [–-]\s | \s[–-] | \Z | and\b | & | or\b ) ) )?
        """


_CHAPTER = Pattern(_chapter_source, IGNORECASE, bounded=True)


@functools.cache
def _first_words() -> frozenset[str]:
    """The first words of the chapters' names, as `phrases.word_key` gives them, with and without a plural s."""
    names = [n for c in guidelines.odg().chapters for n in (c.title, *c.also)]
    keys = {words_of(name).keys[0] for name in names}
    return frozenset(keys | {key.removesuffix("s") for key in keys})


@functools.lru_cache(4)
def _places_of_chapters(text: str) -> list[int]:
    """Where a chapter's name may begin. Kept, since each work of a paragraph asks for those of the whole."""
    words, first_words = words_of(text), _first_words()
    if words.known.isdisjoint(first_words):
        return []
    return [start for key, start in zip(words.keys, words.starts, strict=True) if key in first_words]


@functools.cache
def _only_with_chapter() -> frozenset[str]:
    return frozenset(guidelines.odg_key(n) for n in guidelines.odg().only_with_chapter)


@functools.cache
def _topics_with_a_chapters_word() -> tuple[str, ...]:
    return tuple(n.casefold() for n in guidelines.odg().word_in_topics)


@functools.cache
def _words_of_titles() -> frozenset[str]:
    return frozenset(w for c in guidelines.odg().chapters for w in guidelines.odg_key(c.title).split())


def _runs_on(text: str, match: regex.Match[str], left: str) -> bool:
    """Whether a chapter is followed by its topic without any punctuation.

    People write `Low Back MRI` and, right behind the name of the work, `Pain Opioids`; but `Lumbar Physical Therapy
    Guidelines` and `Knee brace` name a topic.
    """
    words = guidelines.odg_key(match.group("name")).split()
    rest = text[match.start("name") :].casefold()
    if rest.startswith(_topics_with_a_chapters_word()) or not all(w in _words_of_titles() for w in words):
        return False
    following = text[match.end() :].lstrip()
    if len(words) > 1:
        return not left.endswith("(")
    return not left and (following[:1].isupper() or following[:1].isdigit())


def opening(text: str, start: int, end: int) -> int:
    """Where the first words behind the name of the work begin that do not tell its edition."""
    while start < end:
        if text[start] in " \n,;:.)/–-":
            start += 1
        elif edition := EDITION.match(text, start, end):
            start = edition.end()
        else:
            break
    return start


def _stands_alone(text: str, match: regex.Match[str], opening: int, previous_end: int) -> bool:
    """Whether a chapter's name is cited as a chapter and not a word of a topic.

    `opening` is where the words behind the name of the work begin, `previous_end` the end of the chapter before.
    """
    if match.group("word"):
        return True
    if match.group("possessive") or guidelines.odg_key(match.group("name")) in _only_with_chapter():
        return False
    bounded = match.group("after") is not None or bool(match.group("qualifier").strip())
    left = text[opening : match.start()].rstrip()
    if left.endswith((" and", " or", "&")):
        joined = left.removesuffix("&").removesuffix(" and").removesuffix(" or").rstrip(" ,")
        return bounded and opening + len(joined) <= previous_end
    if left and not left.endswith((",", ";", ":", "/", "(", ".", "–", "-", "hapter", "ection")):
        return False
    return bounded or _runs_on(text, match, left)


def find_chapters(text: str, start: int, end: int) -> list[Chapter]:
    """The chapters cited between `start` and `end`, in order, misspelt and unknown ones with their doubt."""
    return _with_misspelt(text, start, end, _known(text, start, end))


def _known(text: str, start: int, end: int) -> list[Chapter]:
    """Those that stand as the catalogue has them."""
    found: list[Chapter] = []
    names = guidelines.odg_chapter_names()
    position = previous_end = first = opening(text, start, end)
    places = _places_of_chapters(text)
    for place in places[bisect_left(places, position) : bisect_left(places, end)]:
        match = _CHAPTER.match(text, place, end) if position <= place else None
        if match is None:
            continue
        if _stands_alone(text, match, first, previous_end):
            title = names[guidelines.odg_key(match.group("name"))]
            name = match.span("name")
            printed = Part(match.group("name"), *name)
            if (
                found
                and found[-1].title == title
                and not trim(text, found[-1].end, match.start("name"), " ,;:.–-(").words
            ):
                found[-1] = found[-1]._replace(end=match.end())
            else:
                found.append(Chapter(title, printed, name[0], match.end()))
            position = previous_end = match.end()
        else:
            position = match.end("name")
    return found


_PUNCTUATION = 2
_MOST_WORDS = 5
"""Of a chapter's name as letters write it: `Mental Illness & Stress Related Conditions` has five words with its `&`."""


def _with_misspelt(text: str, start: int, end: int, known: list[Chapter]) -> list[Chapter]:
    """The chapters, with those whose names are misspelt, or that the catalogue lacks, where a name must stand."""
    # behind punctuation alone nothing stands that could belong to the name
    found = [_whole_name(text, start, one) if one.start - start > _PUNCTUATION else one for one in known]
    if any(_signs_outside(text, start, end, known)):
        at = opening(text, start, end)
        for sign in _SIGN_OF_CHAPTER.finditer(text, start, end):
            around = next((c for c in known if c.start < sign.end() and sign.start() < c.end), None)
            if around is None and (chapter := _chapter_at(text, at, sign, end)):
                found = [*(c for c in found if c.end <= chapter.start), _with_overlapped(chapter, found)]
            at = max(sign.end(), around.end if around else 0, found[-1].end if found and around is None else 0)
        found.sort(key=lambda chapter: chapter.start)
    if not found:
        found += _misspelt_entry(text, opening(text, start, end), end)
    return found


def _with_overlapped(chapter: Chapter, known: list[Chapter]) -> Chapter:
    """The chapter, from where one begins of which it holds a part: `Low Back, Lumbar and Thoracic` is one name."""
    for other in known:
        if other.start <= chapter.start < other.end:
            doubt = None if other.title == chapter.title else chapter.doubt
            return chapter._replace(
                printed=other.printed if doubt is None else chapter.printed, start=other.start, doubt=doubt
            )
    return chapter


def _signs_outside(text: str, start: int, end: int, known: list[Chapter]) -> Iterator[bool]:
    """True for each place outside the known chapters where a sign of a chapter may stand. A cheap look."""
    for letters in ("hapter", "HAPTER", "cute", "CUTE"):
        at = text.find(letters, start, end)
        while at >= 0:
            if not any(chapter.start <= at < chapter.end for chapter in known):
                yield True
            at = text.find(letters, at + 1, end)


def _whole_name(text: str, start: int, chapter: Chapter) -> Chapter:
    """The chapter, or the one that words before it belong to: `Uper Back chapter` is not the low back's."""
    before = trim(text, start, chapter.start).words
    if not before or not text[chapter.printed.end : chapter.end].strip(" ,-").lower().startswith("chapter"):
        return chapter
    for word in list(_WORD.finditer(text, start, chapter.start))[-_MOST_WORDS:]:
        printed = Part(text[word.start() : chapter.printed.end], word.start(), chapter.printed.end)
        if title := guidelines.misspelt_odg_chapter(printed.words, in_place=True):
            doubt = _misspelt(printed.words, title)
            return Chapter(title, printed, printed.start, chapter.end, None if title == chapter.title else doubt)
    return chapter


def _chapter_at(text: str, start: int, sign: regex.Match[str], end: int) -> Chapter | None:
    """The chapter named before the sign, or behind `Chapter:`, though not as the catalogue has it."""
    for cut in _ENDS_OF_NAMES.finditer(text, start, sign.start()):
        if says_something(text[cut.end() : sign.start()]):
            start = cut.end()
    name, stop = trim(text, start, sign.start(), _AROUND_NAMES), sign.end()
    if not name.words and sign.group("word"):
        following = _ENDS_OF_NAMES.search(text, sign.end(), end)
        name = trim(text, sign.end(), following.start() if following else end, _AROUND_NAMES)
        stop = name.end
        if _CHAPTER.match(text, name.start, end):
            return None  # it is known
    words = [w for w in _WORD.finditer(text, name.start, name.end) if w.group().lower() not in _NO_NAMES]
    for first in words[-_MOST_WORDS:]:
        printed = trim(text, first.start(), name.end, _AROUND_NAMES)
        title = guidelines.odg_chapter_names().get(guidelines.odg_key(printed.words))
        if title := title or guidelines.misspelt_odg_chapter(printed.words, in_place=True):
            return Chapter(title, printed, printed.start, stop, _misspelt(printed.words, title))
    apart = "," in text[name.end : sign.start()] or (sign.group("word") is None and not sign.group("paired"))
    if apart or not words or words[-1].end() < name.end or guidelines.name_key(name.words) in NO_TOPICS:
        return None
    unknown = next((w for w in words[-_MOST_WORDS:] if w.group()[0].isupper()), words[0])
    printed = trim(text, unknown.start(), name.end, _AROUND_NAMES)
    doubt = ("unknown_chapter", f"{printed.words!r} is no ODG chapter that the catalogue knows")
    return Chapter(printed.words, printed, printed.start, stop, doubt)


def _misspelt_entry(text: str, start: int, end: int) -> Iterator[Chapter]:
    """The first of the words between punctuation that are a chapter's name but for slips: `Mental Illnes & Stress`."""
    bounds = [start, *(m.start() for m in _ENDS_OF_NAMES.finditer(text, start, end)), end]
    for a, b in itertools.pairwise(bounds):
        name = trim(text, a, b, _AROUND_NAMES)
        if name.words and (title := guidelines.misspelt_odg_chapter(name.words, in_place=False)):
            exact = guidelines.odg_chapter_names().get(guidelines.odg_key(name.words)) == title
            yield Chapter(title, name, name.start, name.end, None if exact else _misspelt(name.words, title))
            return


def _misspelt(printed: str, title: str) -> tuple[str, str]:
    return "uncertain", f"{printed!r} was taken for the ODG chapter {title!r}"


_NO_NAMES = frozenset(
    ("the", "this", "that", "same", "see", "its", "in", "of", "on", "from", "per", "under", "a", "each")
)
"""Words before `chapter` that are no name of one."""
NO_TOPICS = frozenset(("odg", "guideline", "guidelines", "twc"))
"""Words behind the name of the work that name neither a chapter nor a topic."""
_AROUND_NAMES = " \t\n,;:.–-/()'\"“”"
_WORD = Pattern(r"\w [\w'-]*", bounded=True)


def holds_sign_of_chapter(words: str) -> bool:
    """Whether a work has `(Acute & Chronic)` in its name, as only chapters of the ODG have."""
    return "cute" in words.lower() and any(sign.group("paired") for sign in _SIGN_OF_CHAPTER.finditer(words))


def names_chapter(text: str, start: int, end: int) -> bool:
    """Whether a chapter that the catalogue knows is cited between `start` and `end`."""
    return bool(_known(text, start, end))


def chapter_behind(text: str, at: int) -> Chapter | None:
    """The chapter that running prose names right behind the name of the work: `ODG (Pain Chapter)`."""
    match = _CHAPTER.match(text, opening(text, at, min(len(text), at + 80)))
    if match is None or text[match.start() - 1] == ".":
        return None
    if match.group("word") is None and match.group("after") is None and not match.group("qualifier").strip():
        return None
    title = guidelines.odg_chapter_names()[guidelines.odg_key(match.group("name"))]
    return Chapter(title, Part(match.group("name"), *match.span("name")), match.start(), match.end())


def opens_with_chapter(text: str, start: int, end: int) -> bool:
    """Whether a work without a name begins as an ODG chapter does: `Shoulder (Acute & Chronic), Physical Therapy`."""
    match = _CHAPTER.match(text, start, end)
    if match is not None:
        return (
            match.group("word") is not None
            or match.group("after") is not None
            or bool(match.group("qualifier").strip())
        )
    sign = _SIGN_OF_CHAPTER.search(text, start, end) if any(_signs_outside(text, start, end, [])) else None
    name = trim(text, start, sign.start() if sign else start, _AROUND_NAMES).words
    return bool(name) and guidelines.misspelt_odg_chapter(name, in_place=True) is not None
