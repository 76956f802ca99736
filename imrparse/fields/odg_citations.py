"""Citations of the Official Disability Guidelines: chapters and topics in whatever punctuation people use.

`Low Back Chapter, MRIs`, `Knee/DME`, `Hips and Pelvis (Acute & Chronic), X-Ray`, `Pain (Benzodiazepines)`,
`physical therapy, elbow chapter`, `Neck & Upper Back, Low Back and Hand chapters: Chiropractic Guidelines`.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from imrparse.catalog import guidelines
from imrparse.fields import pages
from imrparse.fields.citation_parts import YEAR, Draft, Reading, says_something, split_list, trim
from imrparse.fields.odg_chapters import ADDRESS, EDITION, NO_TOPICS, find_chapters, opening
from imrparse.fields.phrases import words_of
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    import regex

# "Official Disability Guidelines (ODG)", "ODG-TWC", "Offical Disablity Guidleines", "www.odg-twc.com"
_NAME = rf"""
    (?: \b Of{{1,2}}i?\w{{3,7}} \s* D[is]{{1,2}}\w{{6,10}} \s* G[ui]{{1,2}}l?d\w*
      | {ADDRESS}
      | \b (?: odg(?:-?twc)? | worklossdata ) \.com \b [^\s,;()]* | \b (?: ODG | OGD ) \b )
"""

# The publisher alone is the ODG too: "Work Loss Data Institute, LLC; Corpus Christi, TX; www.odg-twc.com".
MARKER = rf"""
    (?: (?P<publisher> \b Work \s* Loss \s+ Data \s+ Inst\w*
            (?: [\s,.:;()–-]+ (?: L\.?L\.?C\b | Inc\b | Corpus \s+ Christi | Encinitas | TX\b | Texas | CA\b
                | California | {YEAR}\b | the\b (?= \s+ Off ) ) )* )
          (?: [\s,.:;()–-]* (?P<published> {_NAME} ) )?
      | {_NAME} )
    (?: [\s,:/)–-]* \(? \s* (?: ODG | TWC | (?: The \s+ )? Official \s+ Disability \s+ Guidelines? ) \b
        (?: [\s/–-]* TWC )? \s* \)? )*
"""

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

_YEAR = Pattern(rf"\b {YEAR} \b", bounded=True)

OWN_ADDRESS = Pattern(r"(?: https?:// | www\. )? [\w.-]* (?: odg | worklossdata )", IGNORECASE, bounded=True)
"""Where the ODG stands on the web."""


# Words of which an edition holds one, or else a number.
_EDITION_WORDS = frozenset((
    "http", "https", "www",
    "treatment", "institute", "summary", "disability", "llc", "christi", "twc", "web", "online", "line", "internet",
    "electronic", "current", "latest", "recent", "version", "edition",
))  # fmt: skip


def _may_hold_edition(text: str) -> bool:
    words = words_of(text)
    return bool(words.numbers) or not words.known.isdisjoint(_EDITION_WORDS)


def _add_topics(draft: Draft, text: str, start: int, end: int) -> None:
    """Topics between `start` and `end`, without what tells the edition."""
    while start < end and text[start] in " ,;:.)/–-":
        start += 1
    if start >= end:
        return
    cuts = [(start, start)]
    if _may_hold_edition(text):
        for match in EDITION.finditer(text, start, end):
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
        if not says_something(entry.words) or guidelines.name_key(entry.words) in NO_TOPICS:
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
    chapters = find_chapters(text, marker_end, end)
    if not chapters:
        draft, whole = Draft("ODG"), trim(text, start, end)
        _set_year_of_publisher(draft, text, start, marker_end)
        _add_topics(draft, text, marker_end, end)
        return [draft.finish(text, whole.start, whole.end)]
    readings: list[Reading] = []
    together: list[Draft] = []
    spans: list[tuple[int, int]] = []
    for i, chapter in enumerate(chapters):
        draft = Draft("ODG")
        known = None if chapter.doubt and chapter.doubt[0] == "unknown_chapter" else chapter.title
        draft.set_title(chapter.title, known, chapter.printed.start, chapter.printed.end)
        if chapter.doubt:
            draft.doubt(chapter.doubt[0], "title", chapter.doubt[1])
        if i == 0:
            _set_year_of_publisher(draft, text, start, marker_end)
            _add_topics(draft, text, marker_end, chapter.start)
        together.append(draft)
        spans.append((start if i == 0 else chapter.start, chapter.end))
        stop = chapters[i + 1].start if i + 1 < len(chapters) else end
        between = trim(text, chapter.end, stop, " \t\n,;:.–-/&")
        if (between.words and not EDITION.fullmatch(between.words)) or i + 1 == len(chapters):
            for member, (a, b) in zip(together, spans, strict=True):
                _add_topics(member, text, chapter.end, stop)
                whole = trim(text, a, stop if member is draft else b)
                readings.append(member.finish(text, whole.start, whole.end))
            together, spans = [], []
    return readings


def _set_year_of_publisher(draft: Draft, text: str, start: int, marker_end: int) -> None:
    """The year between the publisher and the name: `Work Loss Data Institute (2013), Official Disability …`."""
    if text[start : start + 4].lower() == "work" and (year := _YEAR.search(text, start, marker_end)):
        draft.set_year(year.group(), year.start())


def goes_on(text: str, before: regex.Match[str], match: regex.Match[str]) -> bool:
    """Whether a match of `MARKER` names the work of the one before once more, or only who publishes it."""
    if match.group("publisher") and not match.group("published"):
        return True
    at = opening(text, before.end(), match.start())
    return not says_something(text[at : match.start()])
