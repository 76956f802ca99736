"""Citations of the Official Disability Guidelines: chapters and topics in whatever punctuation people use.

`Low Back Chapter, MRIs`, `Knee/DME`, `Hips and Pelvis (Acute & Chronic), X-Ray`, `Pain (Benzodiazepines)`,
`physical therapy, elbow chapter`, `Neck & Upper Back, Low Back and Hand chapters: Chiropractic Guidelines`.
"""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from imrparse.catalog import guidelines
from imrparse.fields import pages
from imrparse.fields.citation_parts import YEAR, Draft, Part, Reading, says_something, split_list, trim
from imrparse.fields.phrases import words_of
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    import regex

# "Official Disability Guidelines (ODG)", "ODG-TWC", "Work Loss Data Institute, ODG", "Offical Disability Guidleines"
MARKER = r"""
    (?: \b Work \s+ Loss \s+ Data \s+ Institute [\s,:(–-]+ )?
    (?: \b (?-i: O)ff\w{4,7} \s* Dis\w{6,10} \s* Gui?d\w* | \b ODG \b
      | (?: https?:// | \b www\. ) [\w.]* (?: odg | worklossdata ) [^\s,;()]* )
    (?: [\s,:/)–-]* \(? \s* (?: ODG | TWC | (?: The \s+ )? Official \s+ Disability \s+ Guidelines? ) \b
        (?: [\s/–-]* TWC )? \s* \)? )*
"""

# The edition, not a topic: "Treatment Index, 11th Edition (web), 2013", "Work Loss Data Institute",
# "Treatment in Workers' Compensation (TWC)", "Online Version", "updated 11/23/16", "12/20/2016".
_EDITION = Pattern(
    rf"""
    (?= [(\[]? \b (?: \d | the\b | tr | tw | wo | we | pr | in | llc | co | on | el | cu | la | mo | up | re | ac ) )
    (?: (?: the \s+ )? Treatment \s+ Index | Work \s+ Loss \s+ Data \s+ Institute | Procedure \s+ Summary
  | (?: Integrated \s+ )? Treatment \s* / \s* Disability \s+ Duration (?: \s+ Guidelines? )?
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

# Words around a topic that say only that it is one: "Topic:", "regarding", "section on", "subheading".
_TOPIC_LABEL = Pattern(
    r"""
    ^ (?: (?: topics? | chapters? | sections? | sub-?heading | regarding | on | for | under | re ) \b [:\s]* )+
  | [\s,]* \b (?: topics? | sub-?heading | sections? ) $
    """,
    IGNORECASE,
    bounded=True,
)

_TOPIC_BREAK = Pattern(r"\s [–-]+ \s | :\s | \.\s (?= \p{Lu} ) | (?<= [\w)] ) \s* /\s+", bounded=True)

# "Opioid Treatment chapter": a chapter that the catalogue does not know.
_UNKNOWN_CHAPTER = Pattern(
    r"""
    (?: \A | [,;:.]\s* | \s )
    (?P<name> (?! (?:ODG|The|This)\b ) \p{Lu}[\w'&-]* (?: \s+ (?: and | & | of | \p{Lu}[\w'-]* ) ){0,4} )
    \s+ (?i:chapter)\b
    """
)

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


# Words of which an edition holds one, or else a number.
_EDITION_WORDS = frozenset((
    "treatment", "institute", "summary", "disability", "llc", "christi", "twc", "web", "online", "line", "internet",
    "electronic", "current", "latest", "recent", "version", "edition",
))  # fmt: skip


def _may_hold_edition(text: str) -> bool:
    words = words_of(text)
    return bool(words.numbers) or not words.known.isdisjoint(_EDITION_WORDS)


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


def _opening(text: str, start: int, end: int) -> int:
    """Where the first words behind the name of the work begin that do not tell its edition."""
    while start < end:
        if text[start] in " \n,;:.)/–-":
            start += 1
        elif edition := _EDITION.match(text, start, end):
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


def _chapters(text: str, start: int, end: int) -> list[Chapter]:
    found: list[Chapter] = []
    names = guidelines.odg_chapter_names()
    position = previous_end = opening = _opening(text, start, end)
    places = _places_of_chapters(text)
    for place in places[bisect_left(places, position) : bisect_left(places, end)]:
        match = _CHAPTER.match(text, place, end) if position <= place else None
        if match is None:
            continue
        if _stands_alone(text, match, opening, previous_end):
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


def _add_topics(draft: Draft, text: str, start: int, end: int) -> None:
    """Topics between `start` and `end`, without what tells the edition."""
    while start < end and text[start] in " ,;:.)/–-":
        start += 1
    if start >= end:
        return
    cuts = [(start, start)]
    if _may_hold_edition(text):
        for match in _EDITION.finditer(text, start, end):
            if match.group("year"):
                draft.set_year(match.group("year"), match.start("year"))
            cuts.append(match.span())
    if pages.may_hold_pages(text):
        for match in pages.PAGES.finditer(text, start, end):
            draft.add_pages(pages.split_numbers(text, *match.span("numbers")))
            cuts.append(match.span())
    breaks = _TOPIC_BREAK.finditer(text, start, end) if any(sign in text for sign in _SIGNS_OF_A_BREAK) else ()
    for match in breaks:
        if text.count("(", start, match.start()) == text.count(")", start, match.start()):
            cuts.append(match.span())
    cuts = [*sorted(cuts), (end, end)]
    for (_, a), (b, _) in itertools.pairwise(cuts):
        if b > a:
            _add_entries(draft, text, a, b)


_SIGNS_OF_A_BREAK = (" -", " –", ": ", ". ", "/ ")
_LABELS_BEFORE = ("topic", "chapter", "section", "sub", "regarding", "on", "for", "under", "re")
_LABELS_BEHIND = ("topic", "topics", "subheading", "sub-heading", "section", "sections")
_NO_TOPICS = frozenset(("odg", "guideline", "guidelines", "twc"))


def _add_entries(draft: Draft, text: str, start: int, end: int) -> None:
    for entry in split_list(text, start, end):
        if (
            entry.words.startswith("(")
            and entry.words.endswith(")")
            and entry.words.count("(") == entry.words.count(")")
        ):
            entry = trim(text, entry.start + 1, entry.end - 1)  # noqa: PLW2901
        elif entry.words.startswith("(") and entry.words.count("(") > entry.words.count(")"):
            entry = trim(text, entry.start + 1, entry.end)  # noqa: PLW2901
        elif entry.words.count(")") > entry.words.count("("):
            entry = trim(text, entry.start, entry.start + entry.words.rindex(")"))  # noqa: PLW2901
        lower = entry.words.lower()
        opened = lower.startswith(_LABELS_BEFORE) or lower.endswith(_LABELS_BEHIND)
        if opened and (label := _TOPIC_LABEL.search(entry.words)):
            a, b = label.span()
            entry = trim(text, entry.start + b, entry.end) if a == 0 else trim(text, entry.start, entry.start + a)  # noqa: PLW2901
        if not says_something(entry.words) or guidelines.name_key(entry.words) in _NO_TOPICS:
            continue
        if draft.sections and entry.words[0].islower() and draft.spans[-1][0].startswith("sections."):
            path, a, b = draft.spans[-1]
            if text[b : entry.start].strip() == ",":
                draft.sections[-1] = text[a : entry.end]
                draft.spans[-1] = (path, a, entry.end)
                continue
        draft.add_section(entry, None)


def read_odg(text: str, start: int, marker_end: int, end: int) -> list[Reading]:
    """The citations between `start` and `end`, of which the characters up to `marker_end` name the work.

    One for each chapter, or one without a title where none is named. Chapters named together share the topics
    behind them.
    """
    chapters = _chapters(text, marker_end, end)
    if not chapters:
        return [_read_without_known_chapter(text, start, marker_end, end)]
    readings: list[Reading] = []
    together: list[Draft] = []
    spans: list[tuple[int, int]] = []
    for i, chapter in enumerate(chapters):
        draft = Draft("ODG")
        draft.set_title(chapter.title, chapter.title, chapter.printed.start, chapter.printed.end)
        if i == 0:
            _add_topics(draft, text, marker_end, chapter.start)
        together.append(draft)
        spans.append((start if i == 0 else chapter.start, chapter.end))
        stop = chapters[i + 1].start if i + 1 < len(chapters) else end
        between = trim(text, chapter.end, stop, " \t\n,;:.–-/&")
        if (between.words and not _EDITION.fullmatch(between.words)) or i + 1 == len(chapters):
            for member, (a, b) in zip(together, spans, strict=True):
                _add_topics(member, text, chapter.end, stop)
                whole = trim(text, a, stop if member is draft else b)
                readings.append(member.finish(text, whole.start, whole.end))
            together, spans = [], []
    return readings


def _read_without_known_chapter(text: str, start: int, marker_end: int, end: int) -> Reading:
    draft = Draft("ODG")
    whole = trim(text, start, end)
    if match := _UNKNOWN_CHAPTER.search(text, marker_end, end):
        name = match.group("name")
        draft.set_title(name, None, *match.span("name"))
        draft.doubt("unknown_chapter", "title", f"{name!r} is no ODG chapter that the catalogue knows")
        _add_topics(draft, text, marker_end, match.start())
        _add_topics(draft, text, match.end(), end)
    else:
        _add_topics(draft, text, marker_end, end)
    return draft.finish(text, whole.start, whole.end)


def chapter_behind(text: str, at: int) -> Chapter | None:
    """The chapter that running prose names right behind the name of the work: `ODG (Pain Chapter)`."""
    match = _CHAPTER.match(text, _opening(text, at, min(len(text), at + 80)))
    if match is None or text[match.start() - 1] == ".":
        return None
    if match.group("word") is None and match.group("after") is None and not match.group("qualifier").strip():
        return None
    title = guidelines.odg_chapter_names()[guidelines.odg_key(match.group("name"))]
    return Chapter(title, Part(match.group("name"), *match.span("name")), match.start(), match.end())


def opens_with_chapter(text: str, start: int, end: int) -> bool:
    """Whether a work without a name begins as an ODG chapter does: `Shoulder (Acute & Chronic), Physical Therapy`."""
    match = _CHAPTER.match(text, start, end)
    return match is not None and (
        match.group("word") is not None or match.group("after") is not None or bool(match.group("qualifier").strip())
    )
