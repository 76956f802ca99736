"""What the sentences of a guideline paragraph say: which works a side cites, adopts, turns down or does without.

Letters of 2013 have no `Decision based on MTUS …`; they say it in prose: `The Claims Administrator based its decision
on the …, part of the MTUS. The Expert Reviewer found the guidelines used by the Claims Administrator relevant and
appropriate for the employee's clinical circumstance.` A sentence is read for its statements in order: works behind
`based … on`, `relied on`, `used` and the like, works that `were relied upon` or that a sentence begins with, guidelines
of the other side that are found relevant or not, and the statement that nothing was cited. What follows no known
wording gives a doubt wherever it names a guideline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from imrparse.catalog.guidelines import name_key
from imrparse.evidence import Doubt
from imrparse.fields import guideline_wordings as wordings
from imrparse.fields import lost_blanks, run_on_works
from imrparse.fields.citation_parts import says_something
from imrparse.fields.guideline_lists import read_works

if TYPE_CHECKING:
    from collections.abc import Sequence

    import regex

    from imrparse.fields.citation_parts import Reading
    from imrparse.patterns import Pattern


class Adoption(NamedTuple):
    """The reviewer takes guidelines of the other side over: those that `named` names, or all where it is empty."""

    start: int
    end: int
    named: str
    before: int
    """How many citations of the reviewer's own stand before it."""


class Statements(NamedTuple):
    """What a paragraph's prose says."""

    readings: tuple[Reading, ...]
    adoptions: tuple[Adoption, ...]
    doubts: tuple[Doubt, ...]
    cites_nothing: bool
    """Whether it says that nothing was cited."""
    outside: bool
    """Whether it says that the decision does not rest on the MTUS, or that the MTUS does not apply."""


def read_statements(text: str) -> Statements:
    """What a paragraph, or a part of it, says in prose; spans are offsets into `text`.

    Where that leaves doubts, or nothing, blanks may have been lost: it is read again with these put back.
    """
    said = _read(text)
    doubts = _number_of_doubts(said)
    if doubts or not (said.readings or said.adoptions or said.cites_nothing or said.outside):
        again = lost_blanks.restored(text)
        if again is not None:
            better = _read(again.text)
            says_more = bool(better.readings or better.adoptions or better.cites_nothing or better.outside)
            if _number_of_doubts(better) < doubts or (says_more and not doubts):
                return _as_printed(better, again, text)
    return said


def _read(text: str) -> Statements:
    prose = _Prose(text)
    for start, end in _sentences(text):
        prose.read_sentence(start, end)
    prose.doubt_what_is_left()
    return Statements(
        tuple(prose.readings), tuple(prose.adoptions), tuple(prose.doubts), prose.cites_nothing, prose.outside
    )


def _number_of_doubts(said: Statements) -> int:
    return len(said.doubts) + sum(len(reading.doubts) for reading in said.readings)


def _as_printed(said: Statements, restored: lost_blanks.Restored, text: str) -> Statements:
    """The same with spans and texts of the paragraph as it is printed."""
    at = restored.printed
    readings = []
    for reading in said.readings:
        start, end = at(reading.start), at(reading.end)
        citation = msgspec.structs.replace(reading.citation, text=text[start:end])
        spans = tuple((path, at(a), at(b)) for path, a, b in reading.spans)
        readings.append(reading._replace(citation=citation, start=start, end=end, spans=spans))
    adoptions = tuple(one._replace(start=at(one.start), end=at(one.end)) for one in said.adoptions)
    return said._replace(readings=tuple(readings), adoptions=adoptions)


def _sentences(text: str) -> list[tuple[int, int]]:
    """The sentences; a reference to the literature with its full stops is one."""
    sentences: list[tuple[int, int]] = []
    start = 0
    for end in [*(m.end() for m in wordings.SENTENCE_END.finditer(text)), len(text)]:
        if not says_something(text[start:end]):
            continue
        if (
            sentences
            and wordings.GOES_ON.match(text, start, end)
            and not wordings.VERB.search(text, start, end)
            and wordings.LITERATURE.search(text, sentences[-1][0], end)
        ):
            sentences[-1] = (sentences[-1][0], end)
        else:
            sentences.append((start, end))
        start = end
    return sentences


_STATEMENTS: tuple[tuple[str, Pattern], ...] = (
    ("taken_over", wordings.TAKEN_OVER),
    ("same", wordings.SAME),
    ("nothing", wordings.NOTHING),
    ("no_schedule", wordings.NO_SCHEDULE),
    ("remark", wordings.REMARK),
    ("found", wordings.FOUND),
    ("cites", wordings.CITES),
    ("passive", wordings.PASSIVE),
)
"""Where two begin at one place, the first is meant."""


class _Prose:
    """A paragraph while its sentences are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.readings: list[Reading] = []
        self.adoptions: list[Adoption] = []
        self.doubts: list[Doubt] = []
        self.cites_nothing = self.outside = False
        self._left: list[tuple[int, int]] = []
        """What no statement covers."""

    def read_sentence(self, start: int, end: int) -> None:
        """Read the statements of a sentence, in order."""
        at, statements = start, 0
        while (statement := self._next(at, end)) is not None:
            kind, match = statement
            stop = self._read_statement(kind, match, start, at, end)
            if stop is None:
                self._left.append((at, match.end()))
                at = match.end()
                continue
            at = stop
            statements += 1
        if statements or self._read_subject(start, end):
            self._left.append((at, end) if statements else (end, end))
        else:
            self._left.append((start, end))
            if wordings.SPEAKS_OF_WORKS.search(self.text, start, end):
                self._doubt(start, end, "the sentence follows no known wording: what it cites may have been misread")

    def _next(self, at: int, end: int) -> tuple[str, regex.Match[str]] | None:
        """The statement that begins first."""
        found = [(kind, match) for kind, pattern in _STATEMENTS if (match := pattern.search(self.text, at, end))]
        return min(found, key=lambda one: one[1].start()) if found else None

    def _read_statement(self, kind: str, match: regex.Match[str], start: int, at: int, end: int) -> int | None:
        """Read one statement; where the rest of the sentence begins, or None where it says nothing of works."""
        if kind == "taken_over":
            self._take_over(match, start)
        elif kind == "same":
            self._adopt(start, match.end(), match.group("named"))
        elif kind == "nothing":
            self.cites_nothing = True
        elif kind == "no_schedule":
            self.outside = True
        elif kind == "found":
            if match.group("no") is None and match.group("not") is None:
                return self._cite(match.start("list"), match.end("list"), firm=False) and int(match.end())
        elif kind == "cites":
            return self._read_cited(match, start, end)
        elif kind == "passive":
            return self._read_passive(match, at)
        # "… the MTUS is silent and relied on the ODG": the works that follow are no part of the statement
        behind = wordings.CITES.search(self.text, match.start() + 10, match.end())
        return int(behind.start() if behind and kind in ("nothing", "no_schedule") else match.end())

    def _read_cited(self, match: regex.Match[str], start: int, end: int) -> int | None:
        """The works behind `based its decision on`, up to the next statement or the reasons."""
        stop = end
        if (following := self._next(match.end(), end)) is not None:
            stop = following[1].start()
        if reason := wordings.REASON.search(self.text, match.end(), stop):
            stop = reason.start()
        if over := wordings.LEADING_ON.match(self.text, match.end(), stop):
            stop = over.start()
        subject = wordings.SIDE.search(self.text, start, match.start()) is not None
        firm = subject or "decision" in match.group().lower()
        if _is_negated(self.text, start, match.start()):
            return stop
        return self._cite(match.end(), stop, firm=firm) and stop

    def _read_passive(self, match: regex.Match[str], at: int) -> int | None:
        """`The ACOEM Guidelines, Chapter 11, were relied upon`; `… were not cited` is no citation."""
        opening = wordings.OPENING.match(self.text, at, match.start())
        begin = opening.end() if opening else at
        if match.group("not") or match.group("inapt"):
            if wordings.NAMES.search(self.text, begin, match.start()):
                self.cites_nothing = True
            return int(match.end())
        if wordings.SIDE.search(self.text, begin, match.start()):
            return None
        return self._cite(begin, match.start(), firm=False, known_only=True) and int(match.end())

    def _read_subject(self, start: int, end: int) -> bool:
        """A sentence that is a work or begins with one: `California MTUS …, page 98: …`, `ACOEM states …`."""
        opening = wordings.OPENING.match(self.text, start, end)
        begin = opening.end() if opening else start
        reason = wordings.REASON.search(self.text, begin, end)
        stop = reason.start() if reason else end
        works = read_works(self.text, begin, stop)
        if works.unread or any(reading.doubts for reading in works.readings):
            # "…, page 98: passive therapy can provide …": what stands behind the colon is no section
            colon = self.text.find(": ", begin, stop)
            while colon >= 0:
                if self._cite(begin, colon, firm=False, known_only=True):
                    self._left.append((colon, end))
                    return True
                colon = self.text.find(": ", colon + 1, stop)
        if not self._cite(begin, stop, firm=False, known_only=True):
            return False
        self._left.append((stop, end))
        return True

    def _cite(self, start: int, end: int, *, firm: bool, known_only: bool = False) -> int | None:
        """Take over the works listed between `start` and `end`; None where there are none.

        Args:
            firm: whether the words before leave no doubt that works follow, so that what is not read is doubtful.
            known_only: whether only works count that a catalogue knows.
        """
        works = read_works(self.text, start, end)
        if firm and not works.unread and not works.readings:
            self.outside = True  # the reviewer's own judgement
        if not firm and (works.unread or not works.readings):
            return None
        if known_only and not self._begins_with_a_known(works.readings, start):
            return None
        offset = len(self.readings)
        self.readings += [reading for reading in works.readings if not self._repeats(reading)]
        self.doubts += [d._replace(path=f"{offset + int(d.path.split('.')[0])}") for d in works.doubts]
        for a, b in works.unread:
            self._doubt(a, b, "these words were understood as no work")
        return end

    def _begins_with_a_known(self, readings: Sequence[Reading], start: int) -> bool:
        """Whether works begin at `start` and one of them is a guideline, or the first one of `works.json`."""
        if readings[0].start > start + len("the "):
            return False
        known = any(reading.citation.source != "Other" for reading in readings)
        return known or run_on_works.RUN_ON.match(self.text, readings[0].start) is not None

    def _repeats(self, reading: Reading) -> bool:
        """Whether the work was cited before, with all that is said of it now."""
        new = reading.citation
        return any(
            old.source == new.source
            and (old.title == new.title or (new.title is None and new.source != "Other"))
            and set(new.pages) <= set(old.pages)
            and set(new.sections) <= set(old.sections)
            for old in (one.citation for one in self.readings)
        )

    def _take_over(self, match: regex.Match[str], start: int) -> None:
        """The other side's guidelines found relevant, or not, or in a way that is not understood."""
        verdict = match.group("verdict")
        said = wordings.VERDICT.search(verdict)
        negated = wordings.NEGATED.search(verdict)
        named = f"{match.group('named')} {match.group('more')}"
        partly = wordings.PARTLY.search(match.group())
        rejects = match.group("no") is not None or named.lstrip().lower().startswith("no ")
        if not rejects and negated and (said is None or negated.start() < said.start()):
            rejects, negated = True, None
        if negated or partly or (said is None and not match.group("agrees") and not rejects):
            self._doubt(start, match.end(), "whether these guidelines of the other side were taken over is not clear")
        if not rejects and not partly and (said or match.group("agrees")):
            self._adopt(start, match.end(), named)

    def _adopt(self, start: int, end: int, named: str) -> None:
        while self.text[start].isspace():
            start += 1
        while self.text[end - 1].isspace():
            end -= 1
        self.adoptions.append(Adoption(start, end, named.strip(), len(self.readings)))

    def _doubt(self, start: int, end: int, message: str) -> None:
        self.doubts.append(Doubt("unread_guideline", "", f"{self.text[start:end].strip()!r}: {message}"))

    def doubt_what_is_left(self) -> None:
        """A doubt for each name of a guideline in what no statement covers, unless a citation is of that guideline."""
        for start, end in self._left:
            for match in wordings.NAMES.finditer(self.text, start, end):
                if not self._is_cited(match.group()):
                    self._doubt(*match.span(), "a guideline seems to be named here that was not understood as cited")

    def _is_cited(self, name: str) -> bool:
        key = name_key(name)
        sources = {reading.citation.source for reading in self.readings}
        if "MTUS" in name.upper() or "utilization" in key or "utilisation" in key:
            return self.outside or self.cites_nothing or "MTUS" in sources or bool(self.adoptions)
        if key == "odg" or key.startswith("offic"):
            return "ODG" in sources
        return any(key in name_key(reading.citation.text) for reading in self.readings)


def _is_negated(text: str, start: int, at: int) -> bool:
    """Whether `not` stands right before a verb."""
    return text[max(start, at - 12) : at].rstrip().lower().endswith((" not", " never", "without"))
