"""The works that a sentence lists.

`the Low Back Complaints (ACOEM …, Chapter 12), pages 303-305, part of the MTUS, and the Official Disability Guidelines
(ODG), Neck Chapter, MRI section, which is not part of the MTUS`.

A list is cut where a work begins: at a guideline's title or at ACOEM, MTUS and ODG wherever a name may stand, at a name
of `works.json`, and at `and the …` before words that only a work has. What says that works are part of the MTUS, or
are not, is read first and then left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from imrparse.catalog import guidelines
from imrparse.evidence import Doubt, Span
from imrparse.fields import acoem_citations, mtus_citations, odg_chapters, odg_citations, other_citations, run_on_works
from imrparse.fields.citation_parts import YEAR, Reading, says_something, trim
from imrparse.fields.guideline_in_prose import FILLER, OF_THE, Work, read_guideline
from imrparse.patterns import IGNORECASE, REVERSE, Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    import regex

    from imrparse.record import CitationSource

SCHEDULE = (
    r"(?: MTUS\b | Medical \s* Treatment \s* Utili[sz]ation \s* Schedule \b (?: [\s,]* \(? \s* MTUS \b \s* \)? )? )"
)
"""The schedule's name, as part of a pattern."""

# "part of the MTUS", ", which are a part of the Medical Treatment Utilization Schedule (MTUS)", "(not part of the
# MTUS)", ", a medical treatment guideline (MTG) not in the MTUS", "outside of the MTUS".
_MEMBERSHIP = Pattern(
    rf"""
    [\s,;(]*
    (?: (?<= [\s,(] )
        (?: an \s+ | a \s+ | the \s+ )?
        (?: (?: evidence-?\s?based \s+ )? medical \s* treatment \s* guidelines? \s* \( \s* MTGs? \s* \) | \b MTGs? \b
          | (?<= \b an? \s ) (?: evidence-?\s?based \s+ )? (?: medical \s* treatment \s* )? guideline \b )
        [\s,]* )?
    (?: \b (?: both | all ) \s+ (?: of \s+ )? )?
    (?: \b (?: which | that | and ) \s* )? (?: (?: both | all ) \s+ )? (?: is | are | was | were )? \s*
    (?: also \s+ | itself \s+ | all \s+ | both \s+ )?
    (?: (?P<not> not \s* )? (?: considered \s+ )? (?: to \s+ be \s+ )? (?: an? \s* )?
          (?: parts? \s* of | adopted \s+ (?: by | in | into ) | incorporated \s+ (?: by | in | into )
            | included \s+ in | (?<= (?: not | is | are ) \s* ) (?: contained \s+ | found \s+ )? (?: with )? in )
      | (?P<outside> outside (?: \s+ of )? ) )
    \s* (?: the\b )? \s* (?: (?: CA | California | DWC | State )\b (?: 's )? [\s-]* )* {SCHEDULE}
    (?: \s+ guidelines? \b )? \s* \)?
    """,
    IGNORECASE,
)

# Where a name may stand: at the start, behind punctuation, or behind one of these words.
_PLACE = Pattern(
    r"""
    (?: (?<= \A\s* ) | (?<= [,;:(\[/•·&"“'‘–-] \s? )
      | (?<= \b (?: and | the | or | of | in | from | with | per | on | both | including | plus | also | under
        | its | MTUS
                  | CA | California | state | to | current | Citation | Citations | Guidelines | Guideline
                    | \d\.? ) \s+ ) )
    (?= \p{Lu} | official | acoem | odg\b | mtus | chronic | post | acup | medical\streatment | non | https? | www
      | \d{4}\s )
    """,
    IGNORECASE,
)

# "Non-MTUS Citation:", "Other Medical Treatment Guidelines or Medical Evidence:"
_OUTSIDE_LABEL = Pattern(
    r"""
    (?: non [\s-]* MTUS \b (?: [\s,]* (?: Citations? | evidence | guidelines? ) \b )*
      | Other \s+ Medical \s+ Treatment \s+ Guidelines? (?: \s* (?: or | and | / ) \s* Medical \s+ Evidence )? )
    (?: \s* \( s \) )? \s* [:,–-]? \s*
    """,
    IGNORECASE,
    bounded=True,
)

# "the MTUS", "California MTUS Guidelines:", "Medical Treatment Utilization Schedule (MTUS)"
_SCHEDULE = Pattern(
    rf"""
    (?: (?: CA | California | State \s+ of \s+ California )\b [\s-]* )? {SCHEDULE} (?: \s* \( \s* (?: CA
      \s+ )? MTUS \s* \) )?
    (?: [\s,]* (?: treatment \s+ )? guidelines? \b (?: \s* \( s \) )? (?! \s+ for ) )?
    (?P<colon> \s* : )?
    """,
    IGNORECASE,
    bounded=True,
)

_ODG = Pattern(odg_citations.MARKER, IGNORECASE, bounded=True)

# "and the …", "; …": what follows may be another work.
_NEXT = Pattern(
    r"""
    (?: ,? \s+ (?: and | as \s+ well \s+ as | plus ) \s+ (?: also \s+ )? (?: on \s+ | upon \s+ )? (?: the | an? ) \s+
      | , \s+ (?: and | as \s+ well \s+ as | plus ) \s+ (?= \p{Lu} ) )
  | ; \s+ (?: and \s+ )? (?: the \s+ )? (?= \p{Lu} \p{L}{2,} | https? | www )
  | \s* [•·▪●] \s*
    """
)

# What parts a work from the one before it, at the end of the words between them.
_PARTED = Pattern(
    r"""
    (?: \A | [;:•·▪●] | \b (?: and | as \s+ well \s+ as | plus ) \b | , (?= \s+ the \b ) )
    \s* (?: also \s+ )? (?: (?:up)?on \b )? \s* (?: the \b )? \s*
    """,
    IGNORECASE | REVERSE,
    bounded=True,
)

# What stands between two works and belongs to neither.
_BEFORE_NEXT = Pattern(
    r"""(?: [\s,;:(•·▪●] | \b (?: and | as | well | plus | also | on | upon | the | both | from | of | in
      | by )\b )*""",
    IGNORECASE | REVERSE,
    bounded=True,
)

# Words that only a work has.
_LIKE_A_WORK = Pattern(
    rf"""
    \b (?: guide (?: lines? | s )? | journal | edition | ed\.,? | textbook | stud(?:y|ies) | reviews? | article
      | et\s+al
        | practice | academy | society | association | institute | college | medicine | medical | manual
          | handbook | consensus
        | position | statement | criteria | treatise | therap\w+ | trials? | network | library | database | https?
          | www
        | reference | vol\. | pharmac\w+ | J | {YEAR} ) \b
    """,
    IGNORECASE,
    bounded=True,
)

# Reasons that are no work.
_NO_WORK = Pattern(
    r"""
    \s* (?: (?: the | an? | his\s*/\s*her | his | her | their | its | expert | physician | professional
      | reviewer (?:'s)?
        | own | clinical | medical | professional | personal | years? | of | and | or | general | standards? | current
        | accepted | community | evidence | evidence-?\s?based | peer-?\s?reviewed | literature | scientific
          | principles? ) \s+ )*
    (?: judge?ments? | experience | expertise | knowledge | opinions? | training | practices? | education | background
      | specialty | standards? (?: \s+ of \s+ (?: care | practice | medical\s+practice ) )?
      | records? (?: \s+ (?: provided | submitted | reviewed ) )? | documentation
      | (?: medical | evidence-?\s?based ) \s+ (?: evidence | medicine | literature ) | literature )
    (?: [\s,/]* (?: and | or | of | in | with ) [\s\w,/]* )?
    [\s.,;]* $
    """,
    IGNORECASE,
    bounded=True,
)

# Guidelines of which none is named.
_UNNAMED = Pattern(
    r"""
    \s* (?: (?: the | his/her | its | other | applicable | nationally | recognized | accepted | evidence-?\s?based
      | medical
      | treatment | current | published | peer-?\s?reviewed | following | above | these | those | and
        | relevant ) \s+ )*
    (?: guidelines? | criteria | citations? | sections? | references? | stud(?:y|ies) | medical )
    [\s.,;]* $
    """,
    IGNORECASE,
    bounded=True,
)


class WorksRead(NamedTuple):
    """The citations of a list, the words of it that nothing was made of, and doubts about the list."""

    readings: tuple[Reading, ...]
    unread: tuple[Span, ...]
    doubts: tuple[Doubt, ...]


def read_works(text: str, start: int, end: int) -> WorksRead:
    """The citations of the works listed in `text[start:end]`, with spans in `text`."""
    printed = text[start:end]
    memberships = [m for m in _MEMBERSHIP.finditer(printed) if m.group().strip()] if _may_name(printed) else []
    works_text = _without(printed, memberships)
    if _NO_WORK.fullmatch(works_text):
        return WorksRead((), (), ())
    listed = _List(printed, works_text, memberships)
    listed.read()
    readings = tuple(reading.shifted(start) for reading in listed.readings)
    unread = tuple(Span(a + start, b + start) for a, b in listed.unread)
    return WorksRead(readings, unread, tuple(listed.doubts))


def _may_name(text: str) -> bool:
    lower = text.lower()
    return "mtus" in lower or "schedule" in lower


def _without(text: str, matches: Sequence[regex.Match[str]]) -> str:
    """The text with a comma and blanks in the place of each match, so that offsets stay."""
    for match in matches:
        a, b = match.span()
        # a parenthesis that closes what was opened before the match stays where it is
        closing = ")" if match.group().count(")") > match.group().count("(") else ""
        filled = ("," + " " * (b - a))[: b - a - len(closing)] + closing
        text = text[:a] + filled + text[b:]
    return text.translate(_QUOTES)


_QUOTES = str.maketrans(dict.fromkeys('"“”', " "))
"""Around a section's name; a work's own title is taken as printed."""


class _List:
    """One list while it is read; all offsets are in `text`."""

    def __init__(self, printed: str, text: str, memberships: Sequence[regex.Match[str]]) -> None:
        self.printed, self.text = printed, text
        self.memberships = [(m.start(), m.end(), not (m.group("not") or m.group("outside"))) for m in memberships]
        self.readings: list[Reading] = []
        self.unread: list[tuple[int, int]] = []
        self.doubts: list[Doubt] = []

    def read(self) -> None:
        """Collect `readings`, `unread` and `doubts`."""
        works = _combined(self.text, self._without_the_whole(_works_in(self.text)))
        first = works[0].start if works else len(self.text)
        if not works or says_something(FILLER.sub("", self.text[:first])):
            self._read_unnamed(0, first, inside=self._is_part(0), alone=not works)
        outside = whole_schedule = False
        for i, work in enumerate(works):
            end = len(self.text)
            if i + 1 < len(works):
                between = _BEFORE_NEXT.match(self.text, work.name_end, works[i + 1].start)
                end = between.start() if between else works[i + 1].start
            if work.kind == "outside":
                outside, whole_schedule = True, False
                if (i + 1 == len(works) or end > work.name_end) and says_something(
                    FILLER.sub("", self.text[work.name_end : end])
                ):
                    self._read_outside(work.name_end, end)
                continue
            if work.of_schedule or work.kind == "schedule":
                outside = False
            inside = work.of_schedule or whole_schedule or (not outside and self._is_part(work.name_start))
            whole_schedule = whole_schedule or (
                work.kind == "schedule" and work.match is not None and bool(work.match.groupdict().get("colon"))
            )
            self._read_work(work, end, inside)

    def _without_the_whole(self, works: list[Work]) -> list[Work]:
        """The works without the MTUS where it is only what a guideline before it is of: `…, page 98 of the MTUS`."""
        kept: list[Work] = []
        for work in works:
            cut = self._end_of_owner(kept, work)
            if cut is None:
                kept.append(work)
                continue
            self.memberships.append((cut, work.name_end, True))
            self.text = f"{self.text[:cut]},{' ' * (work.name_end - cut - 1)}{self.text[work.name_end :]}"
        self.memberships.sort()
        return kept

    def _end_of_owner(self, before: Sequence[Work], work: Work) -> int | None:
        """Where the guideline ends that is said to be of the MTUS, which `work` names; None where it is none."""
        of_the = OF_THE.match(self.text, 0, work.name_start) if work.kind == "schedule" and before else None
        if of_the is None or before[-1].kind not in ("own", "acoem") or of_the.start() < before[-1].name_end:
            return None
        parted = next(_NEXT.finditer(self.text, before[-1].name_end, of_the.start()), None)
        return int(of_the.start()) if parted is None else None

    def _is_part(self, start: int) -> bool:
        """Whether the next words behind `start` that speak of membership say that works are part of the MTUS."""
        following = [part for a, _, part in self.memberships if a >= start]
        return bool(following) and following[0]

    def _read_work(self, work: Work, end: int, inside: bool) -> None:
        stop, rest = end, None
        for match in _NEXT.finditer(self.text, work.name_end, end):
            if self._begins_unknown_work(work, match.end(), end):
                stop, rest = match.start(), match.end()
                break
        if work.kind == "odg":
            self._read_odg(work, stop)
        elif work.kind == "other":
            self._add(other_citations.read_work(self.text, work.name_start, stop))
        else:
            source: CitationSource = "MTUS" if inside or work.kind in ("own", "schedule") else "ACOEM"
            self._add(read_guideline(self.text, work, stop, source))
        if rest is not None:
            self._read_unnamed(rest, end, inside=self._is_part(rest))

    def _begins_unknown_work(self, work: Work, start: int, end: int) -> bool:
        """Whether `text[start:end]`, behind `and the` or a semicolon, is a work that no rule names, not a section."""
        if work.kind == "other" and ";" not in self.text[max(0, start - 8) : start]:
            return False
        words = trim(self.text, start, end).words
        if _NO_WORK.fullmatch(words):
            return False
        first = words.split(",")[0]
        return bool(_LIKE_A_WORK.search(words)) and guidelines.known_section(first.removesuffix(" section")) is None

    def _read_unnamed(self, start: int, end: int, *, inside: bool, alone: bool = False) -> None:
        """Words in a work's place that hold no known name: an unknown work, or nothing that is understood."""
        part = trim(self.text, start, end, " \t\n,;:.–—-/")
        for article in ("the ", "The ", "an ", "a ", "both "):
            if part.words.startswith(article):
                part = trim(self.text, part.start + len(article), part.end)
        if not says_something(part.words) or _NO_WORK.fullmatch(part.words):
            return
        like_a_work = _LIKE_A_WORK.search(part.words) is not None
        if _UNNAMED.fullmatch(part.words) or not (like_a_work or part.words[0].isupper()):
            self.unread.append((part.start, part.end))
        elif inside:
            self._add(mtus_citations.read_untitled(self.text, part.start, part.end))
        else:
            self._read_others(part.start, part.end)
            if not alone or not like_a_work:
                self.unread.append((part.start, part.end))

    def _read_outside(self, start: int, end: int) -> None:
        """What follows `Non-MTUS Citation` and begins with no known name: an ODG chapter or a work as printed."""
        part = trim(self.text, start, end)
        if odg_chapters.opens_with_chapter(self.text, part.start, part.end):
            self._add(odg_citations.read_odg(self.text, part.start, part.start, part.end))
        else:
            self._read_others(part.start, part.end)

    def _read_others(self, start: int, end: int) -> None:
        at = start
        for match in _NEXT.finditer(self.text, start, end):
            if match.group().lstrip()[:1] in ";•·▪●":
                self._add(other_citations.read_work(self.text, at, match.start()))
                at = match.end()
        self._add(other_citations.read_work(self.text, at, end))

    def _read_odg(self, work: Work, end: int) -> None:
        text = self.text
        if work.start < work.name_start:  # "the Low Back Chapter of the ODG, MRI section"
            before = trim(text, work.start, work.name_start)
            gap = "," + " " * (work.name_end - work.name_start + 20)
            lead = OF_THE.match(text, 0, work.name_start)
            cut = lead.start() if lead else work.name_start
            text = text[:cut] + gap[: work.name_end - cut] + text[work.name_end :]
            readings = odg_citations.read_odg(text, before.start, before.start, end)
        else:
            readings = odg_citations.read_odg(text, work.name_start, work.name_end, end)
        self._add(readings)
        behind = [part for a, _, part in self.memberships if work.name_end <= a]
        if behind and behind[0] and not any(k for k in self.readings if k.citation.source == "MTUS"):
            at = len(self.readings) - 1
            self.doubts.append(
                Doubt("unread_guideline", f"{at}.source", "ODG is cited as part of the MTUS, which it is not")
            )

    def _add(self, readings: Sequence[Reading]) -> None:
        """Take readings over, their words as printed."""
        for reading in readings:
            whole = trim(self.text, reading.start, reading.end)
            changes: dict[str, str] = {"text": self.printed[whole.start : whole.end]}
            if reading.citation.source == "Other":  # with the quotes that `text` has blanks for
                changes["title"] = next(self.printed[a:b] for path, a, b in reading.spans if path == "title")
            citation = msgspec.structs.replace(reading.citation, **changes)
            doubts = reading.doubts
            if (_GLUED_TO_A_NAME if citation.source == "Other" else _GLUED).search(citation.text):
                doubts += (Doubt("unread_guideline", "", "words run together: a name among them may be misread"),)
            self.readings.append(reading._replace(citation=citation, start=whole.start, end=whole.end, doubts=doubts))


def _works_in(text: str) -> list[Work]:
    """The names of works that the catalogues know, in order."""
    works: list[Work] = []
    at = 0
    for place in _PLACE.finditer(text):
        if place.start() < at:
            continue
        before = works[-1] if works else None
        work = _work_at(text, place.start(), before)
        if work is not None and _says_odg_again(text, before, work):
            at = work.name_end
        elif work is not None:
            works.append(work)
            at = max(work.name_end, place.start() + 1)
    return works


def _work_at(text: str, at: int, previous: Work | None) -> Work | None:
    if label := _OUTSIDE_LABEL.match(text, at):
        return Work("outside", label, *_span(label))
    if (head := mtus_citations.HEAD.match(text, at)) and _names_a_work(head, previous):
        prefix = text[head.start() : head.start("whole")]
        kind = "own" if _is_own(head) else "acoem"
        of_schedule = "MTUS" in prefix.upper() or "MTUS" in (head.group("acoem") or "").upper()
        return Work(kind, head, *_span(head), of_schedule=of_schedule)
    if schedule := _SCHEDULE.match(text, at):
        return Work("schedule", schedule, *_span(schedule))
    alone = previous is None or previous.kind == "other"
    if alone and not _PARTED.match(text, 0, at):
        return None if previous is not None else _odg_at(text, at)
    if not (work := _odg_at(text, at)) and (other := run_on_works.RUN_ON.match(text, at)):
        work = Work("other", other, *_span(other))
    return work


def _odg_at(text: str, at: int) -> Work | None:
    match = _ODG.match(text, at)
    return Work("odg", match, *_span(match)) if match else None


def _says_odg_again(text: str, before: Work | None, work: Work) -> bool:
    if before is None or before.match is None or work.match is None or not before.kind == work.kind == "odg":
        return False
    return odg_citations.goes_on(text, before.match, work.match)


def _span(match: regex.Match[str]) -> tuple[int, int, int]:
    start = match.start() + (len("the ") if match.group()[:4].lower() == "the " else 0)
    return start, start, match.end()


def _is_own(head: regex.Match[str]) -> bool:
    """Whether the title is of the state's own guidelines, and none of ACOEM's chapters."""
    title = head.group("title") or head.group("common")
    known = guidelines.known_title(title) if title else None
    return known is not None and known in {g.title for g in guidelines.mtus().guidelines}


def _names_a_work(head: regex.Match[str], previous: Work | None) -> bool:
    """Whether a title is one and not a section of the guideline before it: `Acupuncture`, `Opioids, 2009`."""
    if head.group("acoem") or "uideline" in head.group():
        return True
    if head.group("common"):
        opens = not says_something(FILLER.sub("", head.string[: head.start()]))
        of_schedule = "MTUS" in head.group().upper() or (previous is not None and previous.kind == "schedule")
        return (opens or of_schedule) and not head.string.startswith((" section", " Section"), head.end())
    return previous is None or previous.kind == "schedule" or " " in head.group("title")


# "ShoulderChapter", "Neck andUpper Back": a blank was lost.
_GLUED = Pattern(
    r"\p{Ll}{2} \p{Lu} \p{Ll}{2} | \p{L}{2} (?: [Cc]hapter | [Ss]ection ) | \p{L}{3} and \s \p{Lu}", bounded=True
)
_GLUED_TO_A_NAME = Pattern(r"\b (?: ODG | ACOEM | MTUS ) \p{L}{3}", bounded=True)

# What may stand between the two names of one work, or between the MTUS and the guideline of it that is meant.
_BETWEEN_NAMES = Pattern(
    r"""[\s,:()\[\]/–-]* (?: (?: guidelines? | chapters? | of | in | from | the | which \s+ (?: is | are ) | as
      | found )\b [\s,:()\[\]/–-]* )*""",
    IGNORECASE,
    bounded=True,
)


def _combined(text: str, works: list[Work]) -> list[Work]:
    """The works, with two names of one taken together and the words before a name that belong to it."""
    found: list[Work] = []
    for work in works:
        before = found[-1] if found else None
        if before is not None and _BETWEEN_NAMES.fullmatch(text, before.name_end, work.start):
            if before.kind == "schedule" and work.kind in ("own", "acoem"):
                found[-1] = work._replace(of_schedule=True, start=before.start, folded=True)
                continue
            if (
                before.kind == work.kind == "acoem"
                and before.second is None
                and (not _title(before) or not _title(work))
            ):
                of_schedule = before.of_schedule or work.of_schedule
                found[-1] = before._replace(name_end=work.name_end, second=work.match, of_schedule=of_schedule)
                continue
        found.append(work._replace(start=_beginning(text, work, before)))
    return found


def _title(work: Work) -> str | None:
    groups = work.match.groupdict() if work.match else {}
    return groups.get("title") or groups.get("common") or groups.get("acoem_title")


def _beginning(text: str, work: Work, before: Work | None) -> int:
    """Where the words begin that stand before a name and belong to it: `the Opioids section of the …`."""
    start = before.name_end if before else 0
    for match in _NEXT.finditer(text, start, work.name_start):
        start = match.end()
    if start >= work.name_start or (before is not None and start == before.name_end):
        return work.start
    of_the = OF_THE.match(text, start, work.name_start)
    chapter = work.kind == "acoem" and acoem_citations.TITLE.search(text, start, work.name_start)
    if of_the and says_something(FILLER.sub("", text[start : of_the.start()])):
        return start
    return int(chapter.start()) if chapter and chapter.group("word") else work.start
