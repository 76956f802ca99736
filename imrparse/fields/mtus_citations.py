"""Citations of the MTUS: `Low Back Complaints 2004, Section(s): Summary, and Chronic Pain Medical Treatment 2016`.

A list of guidelines is cut at their titles: at those that the catalogue knows wherever a title may stand, and at
unknown ones that a year follows. What stands behind a title are its sections and pages, with the label (`Section(s):`,
`Page(s):`) or, in letters of 2014, without.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from imrparse.catalog import guidelines
from imrparse.fields import pages
from imrparse.fields.citation_parts import YEAR, Draft, Part, Reading, says_something, split_list, trim
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    import regex

ACOEM_NAME = rf"""
    (?: ACOEM | (?: {"|".join(guidelines.slips("ACOEM"))} ) \b
      | American \s+ College \s+ of \s+ Occ?up?\w+ \s+ (?:and|&) \s+ Env\w+ \s+ (?: Medicine | Health ) )"""
"""The name of ACOEM, short or long, also with a slip of the keyboard; part of a pattern."""

# "ACOEM", "ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 12", "American College of … (ACOEM), 3rd ed."
ACOEM = rf"""
    {ACOEM_NAME}
    (?: [\s,:;'(/–-]+
        (?: ACOEM | MTUS | Occupational\s+Medicine | Practice | Guidelines? | s\b | the\b
          | OMPG\b | Plus\b | APGs?\b (?: \s+ I\b )?
          | (?: second | third | 2nd | 3rd ) \s+ ed (?:ition|n)? \b \.? | ed (?:ition|n)? \b \.?
          | (?: updated? | revised ) \b | v (?:ersion|ol(?:ume)?)? \.? \s? \d \b
          | (?P<acoem_year> {YEAR} ) \b
          | (?: chapters? | chap\b | ch\b ) \.? \s* (?P<chapter> \d{{1,2}} ) (?!\d)
        ) \)?
    )*
    (?P<acoem_chapter_word> [\s,:;(-]+ chapters? \b )?
"""

# Where a title may begin: at the start of a list, after punctuation, after "and".
_TITLE_PLACE = Pattern(r"\A\s* | [,;.:)&/] \s* (?: (?: and | & ) \s+ )? | \band\s+", bounded=True)


def _head_source() -> str:
    """The title of a guideline with what belongs to it: year, the word Guidelines, a date in parentheses."""
    certain = [n for g in guidelines.all_guidelines() if not g.needs_year for n in (g.title, *g.also)]
    common = [n for g in guidelines.all_guidelines() if g.needs_year for n in (g.title, *g.also)]
    names, parts = guidelines.acoem_names()
    acoem_titles = guidelines.name_pattern([*names, *parts])
    return rf"""
        (?P<first> \A\s* )?
        (?: the \s+ )?
        (?: (?P<first_year> {YEAR} ) [\s,]+ (?=[a-z]) )?
        (?: (?: CA | California | DWC | MTUS ) [\s,:/–-]+ )*
        (?P<whole>
            (?P<acoem> {ACOEM} ) (?: [\s,:;/(–-]+ (?P<acoem_title> {acoem_titles} ) \b
              (?! \s+ (?:Medical\s+)? (?:Treatment|Management) ) \)? )?
          | (?: (?: chapter | ch\. ) \s* (?P<number> \d{{1,2}} ) [\s,:–-]+ )?
            (?P<title> {guidelines.name_pattern(certain)} ) \b
          | (?P<common> {guidelines.name_pattern(common)} ) \b
            (?= \s* (?: Guidelines? \s* )? [\s,(]* {YEAR} \b
              # No section has sections of its own: "…, Section(s): Medications, and Opioids, Section(s): …".
              | (?<= , \s and \s (?P=common) ) , \s* Sections? \b
              # "MTUS Low Back Disorders, and Chronic Pain." of a letter that prints no years.
              | (?<! {YEAR} \b .* ) (?<= , \s and \s (?P=common) ) \s* \.? \s* \Z
              | (?(first) \s* (?: [,.;] | \Z | Guideline | Section | Page ) | (?!) ) )
        )
        (?: \s+ chapter\b )? (?: \s* \( {ACOEM} \)? )? (?: [\s,]+ (?:Medical\s+Treatment\s+)? Guidelines? \b )?
        (?: [\s,]* \(? (?P<year> {YEAR} ) \b (?: /\d{{1,2}} )* \)? (?!\s*-) )?
        (?: \s+ Guidelines? \b )?
        (?: \s* \( (?: [A-Za-z]+ ,? \s+ )* (?: \d{{1,2}} ,? \s+ )? (?P<dated> {YEAR} ) [^()]* \) )?
        """


HEAD = Pattern(_head_source, IGNORECASE)
"""The title of a guideline where one may begin."""

# An unknown title is known by the year behind it and by what may follow that: "Sleep Disorders 2021, Section(s): …".
_UNKNOWN_HEAD = Pattern(
    rf"""
    (?: \A\s* | ,\s+and\s+ )
    (?P<whole> (?P<title> [A-Z][^;:]*? ) ) \s+ (?P<year> {YEAR} ) (?: \s+ Guidelines? )?
    (?= \s* (?: , \s* Section | , \s+ and \b | \.? \s* \Z | [,.]? \s* Page ) )
    """
)

# "Section(s):", "Sections", "section:", "section on"
_LABEL = Pattern(
    r"\b sections? \b (?: \s* \(s\) )? \s* :? (?: \s* \b (?: on | titled | entitled | regarding | called ) \b )?",
    IGNORECASE,
    bounded=True,
)

_PRINTED_LABEL = ", Section(s): "
_LABEL_SIGNS = (":", ")")
"""What ends a label, while `section` alone may belong to the name before it: `Opioids section, page 78`."""

# "Page(s):" with nothing behind it
_EMPTY_PAGES = Pattern(r"\b pages? \s* \(s\) \s* :?", IGNORECASE, bounded=True)

# "8 C.C.R. §§ 9792.20 - 9792.26", "(Effective July 18, 2009)": the regulation, not a section.
_REGULATION = Pattern(
    r"""
    8 \s* C\.?\s*C\.?\s*R\.? [\s§]* [\d.\s§–-]* (?: MTUS )?
  | \(? \s* effective [^()0-9]* (?:\d{1,2},?\s*)? \d{4} \s* \)?
    """,
    IGNORECASE,
)

# "Table 2", "Table 12-8"
_TABLE = Pattern(r"\b table \s* (?: \# \s* )? (?P<number> \d+ (?: -\d+ )? [a-z]? ) \b", IGNORECASE, bounded=True)

# A numbered recommendation begins: "3.3.4 Opioids for Chronic Pain and Chronic Opioid Treatment: Use of CURES".
_NUMBERED = Pattern(r"\d+ (?: \.\d+ )* \.? \s+ \p{Lu}", bounded=True)

TOPIC = (" topic", " topics")
"""What may follow a section's name: "Physical Medicine topic"."""

# No section's name in the catalogue holds more commas than this plus one.
_MOST_COMMAS = 6


# The form's own way since late 2015 (`title` with the blank behind it): "Low Back Complaints 2004, Section(s): …".
_PRINTED_HEAD = Pattern(
    rf"""
    (?P<title> [^\d;:()]++ ) (?<= \S[ ] ) (?P<year> {YEAR} ) (?: [ ]Guidelines? )?
    (?= ,[ ]Section | ,[ ]and[ ] | \Z )
    """,
    bounded=True,
)

_NO_TITLE = frozenset("0123456789;:()")
"""What a title printed in the form's own way does not hold."""

# A title that no rule knows ends here.
_TITLE_END = Pattern(r",? \s* (?: sections? | pages? ) \b \s* (?: \(s\) )? \s* :?", IGNORECASE, bounded=True)

LABEL_BEFORE = ("Section(s)", "Sections", "Section")
"""What stands right before the colon where the sections of a guideline begin."""

PUBLISHER = "ACOEM"
"""Who has published most guidelines of the MTUS: "MTUS ACOEM" says nothing of which is meant."""

NOT_TITLE = Pattern(rf"[\s,]* \b (?: guidelines? | \(? {YEAR} \)? ) (?= [\s,)] | $ )", IGNORECASE, bounded=True)
"""What a title is printed with that is not part of it."""

# A year that stands alone.
_LONE_YEAR = Pattern(rf"\b {YEAR} \b", bounded=True)


def _merge(text: str, parts: list[Part]) -> Part:
    return Part(text[parts[0].start : parts[-1].end], parts[0].start, parts[-1].end)


def split_sections(text: str, start: int, end: int, title: str | None) -> list[tuple[Part, str | None]]:
    """Section names of a list, each with the catalogue's name for it.

    A name keeps its own commas when the catalogue knows it, when it is a numbered recommendation (which runs to the
    next number or the next known name), or when what follows the comma begins in lower case, as in
    `Ultrasound, therapeutic`.
    """
    entries = split_list(text, start, end)
    found: list[tuple[Part, str | None]] = []
    i = 0
    while i < len(entries):
        for count in range(min(len(entries) - i, _MOST_COMMAS + 1), 0, -1):
            whole = _merge(text, entries[i : i + count])
            if known := guidelines.known_section(whole.words, title):
                break
        else:
            known, count = None, 1
            whole = entries[i]
            if _NUMBERED.match(whole.words):
                while i + count < len(entries) and not _begins_a_section(entries[i + count], title):
                    count += 1
                whole = _merge(text, entries[i : i + count])
            elif found and whole.words[0].islower() and ";" not in text[found[-1][0].end : whole.start]:
                whole = _merge(text, [found.pop()[0], whole])
                known = guidelines.known_section(whole.words, title)
        found += _joined_by_and(text, whole, title) if known is None else [(whole, known)]
        i += count
    return found


def _joined_by_and(text: str, whole: Part, title: str | None) -> list[tuple[Part, str | None]]:
    """`Opioids and Weaning of Medications`: two known names, though the whole is none; else the whole."""
    at = whole.words.find(" and ")
    while at >= 0:
        parts = [trim(text, whole.start, whole.start + at), trim(text, whole.start + at + 5, whole.end)]
        known = [guidelines.known_section(part.words, title) for part in parts]
        if all(known):
            return list(zip(parts, known, strict=True))
        at = whole.words.find(" and ", at + 1)
    return [(whole, None)]


def _begins_a_section(entry: Part, title: str | None) -> bool:
    return bool(_NUMBERED.match(entry.words)) or guidelines.known_section(entry.words, title) is not None


def read_sections(draft: Draft, text: str, start: int, end: int) -> None:
    """Add the sections of a list to the citation; unknown ones as printed, with a doubt."""
    for part, name in split_sections(text, start, end, draft.known_title):
        words, known = part, name
        if part.words.startswith("(") and part.words.endswith(")"):
            words = trim(text, part.start + 1, part.end - 1)
        if words.words.endswith(TOPIC):
            words = trim(text, words.start, words.start + words.words.rindex(" "))
            known = guidelines.known_section(words.words, draft.known_title)
        if not words.words:
            continue
        if known is None:
            message = f"{words.words!r} is no section that the catalogue knows for this guideline"
            draft.doubt("unknown_section", f"sections.{len(draft.sections)}", message)
        draft.add_section(words, known)


def read_body(draft: Draft, text: str, start: int, end: int) -> None:
    """What stands behind a title: sections and pages, labelled or not, in any order."""
    cuts: list[tuple[int, int]] = []
    if text.startswith(_PRINTED_LABEL, start) and text.find("ection", start + len(_PRINTED_LABEL)) < 0:
        cuts.append((start, start + len(_PRINTED_LABEL)))
    elif "ection" in text or "ECTION" in text:
        cuts += [m.span() for m in _LABEL.finditer(text, start, end)]
    labels = [b for a, b in cuts if text[a:b].rstrip().endswith(_LABEL_SIGNS)]
    if "able " in text:
        for match in _TABLE.finditer(text, start, end):
            draft.add_table(match.group("number"), match.start("number"))
            cuts.append(match.span())
    if "9792" in text or "ffective" in text:
        cuts += [m.span() for m in _REGULATION.finditer(text, start, end)]
    if pages.may_hold_pages(text):
        for match in pages.PAGES.finditer(text, start, end):
            if any(label <= match.start() and not text[label : match.start()].strip() for label in labels):
                continue  # "Section(s): p. 111-113": what stands under the label is a section
            draft.add_pages(pages.split_numbers(text, *match.span("numbers")))
            cuts.append(match.span())
        cuts += [m.span() for m in _EMPTY_PAGES.finditer(text, start, end)]
    at = start
    for cut_start, cut_end in sorted(cuts):
        if cut_start > at:
            read_sections(draft, text, at, cut_start)
        at = max(at, cut_end)
    if at < end:
        read_sections(draft, text, at, end)


def set_edition(draft: Draft, match: regex.Match[str]) -> None:
    """Year and chapter's number out of a head's match."""
    groups = match.groupdict()
    for name in ("first_year", "year", "dated", "acoem_year"):
        if year := groups.get(name):
            draft.set_year(year, match.start(name))
    chapter_group = "chapter" if groups.get("chapter") else "number"
    if number := groups.get(chapter_group):
        draft.set_chapter(number, match.start(chapter_group))


def set_printed_title(draft: Draft, match: regex.Match[str]) -> bool:
    """Title out of a head's match; whether it has one beside the name ACOEM."""
    groups = match.groupdict()
    for name in ("acoem_title", "title", "common"):
        if printed := groups.get(name):
            draft.set_title(printed, guidelines.known_title(printed, draft.chapter), *match.span(name))
            return True
    return False


def _set_head(draft: Draft, text: str, match: regex.Match[str]) -> None:
    """Title, year and chapter out of a head's match."""
    set_edition(draft, match)
    if set_printed_title(draft, match):
        return
    start, end = match.span("whole")
    printed = NOT_TITLE.sub("", text[start:end]).strip(" ,:;-(")
    if printed != PUBLISHER:
        draft.set_title(printed, guidelines.known_title(printed, draft.chapter), start, end)


def _known_heads(text: str) -> list[regex.Match[str]]:
    found: list[regex.Match[str]] = []
    for place in _TITLE_PLACE.finditer(text):
        at = place.end() if place.end() else 0
        if found and at < found[-1].end():
            continue
        if (match := HEAD.match(text, at)) and not (found and _is_section(text, place.start(), match)):
            found.append(match)
    return found


def _is_section(text: str, before: int, match: regex.Match[str]) -> bool:
    """Whether what looks like a title is a section: "Low Back Disorders, Section(s): Acupuncture".

    A title has its year or the word Guidelines there.
    """
    dated = any(match.group(name) for name in ("year", "first_year", "dated", "acoem_year"))
    return not (dated or "uideline" in match.group()) and text.endswith(LABEL_BEFORE, 0, before)


def _number_of_years(text: str) -> int:
    return sum(1 for _ in _LONE_YEAR.finditer(text))


def heads(text: str) -> list[regex.Match[str]]:
    """The titles of a list of guidelines, in order: known ones, and unknown ones that a year follows."""
    known = _known_heads(text)
    covered = sum(m.group("year", "first_year", "dated", "acoem_year").count(None) < 4 for m in known)
    if known and _number_of_years(text) <= covered:
        return known
    unknown = [
        m
        for m in _UNKNOWN_HEAD.finditer(text)
        if not any(m.start("whole") < k.end() and k.start() < m.end() for k in known)
    ]
    return sorted([*known, *unknown], key=lambda m: m.start("whole"))


class _PrintedHead(NamedTuple):
    """A title and year printed in the form's own way: where the title, the year and what belongs to it end."""

    title_end: int
    year_end: int
    end: int


def _printed_head(text: str, start: int) -> _PrintedHead | None:
    """The head that begins at `start`, as `_PRINTED_HEAD`, which only a title with commas needs."""
    comma = text.find(",", start)
    year_end = len(text) if comma < 0 else comma
    head = text[start:year_end]
    if head[-4:].isdigit() and head[-5:-2] in (" 20", " 19") and text.startswith((", Section", ", and "), comma):
        title = head[:-5]
        if title and not title[-1].isspace() and _NO_TITLE.isdisjoint(title):
            return _PrintedHead(year_end - 5, year_end, year_end)
    if (match := _PRINTED_HEAD.match(text, start)) is None:
        return None
    return _PrintedHead(match.end("title") - 1, match.end("year"), match.end())


def _printed_starts(text: str) -> list[int] | None:
    """Where the guidelines of a list in the form's own way begin; None for a list in any other way."""
    starts = []
    at = 0
    while at >= 0:
        head = _printed_head(text, at)
        if head and guidelines.known_title(text[at : head.title_end]):
            starts.append(at)
        elif at == 0:
            return None
        at = text.find(", and ", at)
        at = at + 6 if at >= 0 else at
    # every start has its year, so that counting the beginnings of years is enough where there are no more
    few = text.count("20") + text.count("19") == len(starts)
    return starts if few or _number_of_years(text) == len(starts) else None


@functools.lru_cache(8192)
def _read_printed(text: str) -> Reading:
    """One guideline in the form's own way."""
    head = _printed_head(text, 0)
    if head is None:  # pragma: no cover - the caller has found it
        raise ValueError(text)
    draft = Draft("MTUS")
    title = text[: head.title_end]
    draft.set_title(title, guidelines.known_title(title), 0, head.title_end)
    draft.set_year(text[head.year_end - 4 : head.year_end], head.year_end - 4)
    read_body(draft, text, head.end, len(text))
    return draft.finish(text, 0, len(text))


def read_mtus(text: str) -> tuple[Reading, ...]:
    """The citations of a list of MTUS guidelines: what stands after `Decision based on MTUS`."""
    starts = _printed_starts(text)
    if starts is None:
        return _read_tolerantly(text)
    readings = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        end = len(text) if following is None else following - len(", and ")
        readings.append(_read_printed(text[start:end]).shifted(start))
    return tuple(readings)


def _read_tolerantly(text: str) -> tuple[Reading, ...]:
    """The citations of a list in any way of writing."""
    found = heads(text)
    readings = []
    if not found or found[0].start("whole") > 0:
        readings += read_untitled(text, 0, found[0].start() if found else len(text))
    for i, match in enumerate(found):
        draft = Draft("MTUS")
        _set_head(draft, text, match)
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        if draft.known_title is None and not match.groupdict().get("acoem"):
            draft.doubt("unknown_guideline", "title", f"{draft.title!r} is no MTUS guideline that the catalogue knows")
        read_body(draft, text, match.end(), end)
        bare = match.groupdict().get("common") and not draft.sections and draft.year is None
        if bare and i and readings[-1].citation.sections:
            draft.doubt("uncertain", "title", f"{draft.title!r} may be one more section of the guideline before it")
        whole = trim(text, match.start(), end)
        readings.append(draft.finish(text, whole.start, whole.end))
    return tuple(readings)


def read_untitled(text: str, start: int, end: int) -> list[Reading]:
    """A guideline that no rule knows, up to the first label or the end: its title as printed, with a doubt."""
    label = _TITLE_END.search(text, start, end)
    title = trim(text, start, label.start() if label else end)
    if not says_something(title.words):
        return []
    draft = Draft("MTUS")
    printed = title.words
    if not _LONE_YEAR.fullmatch(printed):
        printed = NOT_TITLE.sub("", printed)
    if _LONE_YEAR.fullmatch(printed):
        draft.set_year(printed, title.start)
    elif printed:
        draft.set_title(printed, guidelines.known_title(printed), title.start, title.end)
    draft.doubt("unknown_guideline", "title", f"{printed!r} is no MTUS guideline that the catalogue knows")
    if label:
        read_body(draft, text, label.start(), end)
    whole = trim(text, title.start, end)
    return [draft.finish(text, whole.start, whole.end)]
