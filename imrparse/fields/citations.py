"""The guideline paragraph of one side: what it cites, and on which basis it decided.

`Decision based on MTUS Low Back Complaints 2004, Section(s): Summary. Decision based on Non-MTUS Citation Official
Disability Guidelines (ODG), Low Back Chapter, MRIs.`
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from imrparse.evidence import Doubt, Evidence, Found
from imrparse.fields.citation_parts import trim
from imrparse.fields.guideline_sentences import read_statements
from imrparse.fields.mtus_citations import read_mtus
from imrparse.fields.other_citations import read_non_mtus
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from imrparse.fields.citation_parts import Reading
    from imrparse.fields.guideline_sentences import Adoption
    from imrparse.record import Basis, Citation


class _Clause(NamedTuple):
    """What follows one `Decision based on …`, with where it stands; `mtus` tells which of the two."""

    mtus: bool
    start: int
    end: int


# "Decision based on MTUS", "Decision based on Non-MTUS Citation", "Decision based on Non-MTUS".
_TEMPLATE = Pattern(
    r"""
    \b decisions? \s+ based \s+ (?: up )? on \s+ (?: the \s+ )?
    (?: (?P<non> non [\s-]* MTUS (?: \s+ Citations? \b )? )
      | MTUS \b (?: \s+ Citations? \b )? (?: \s+ Guidelines? \b (?=\s*[,:.]) )? ) \s* [:,]?
    """,
    IGNORECASE,
    bounded=True,
)


def _clauses(text: str, marks: Sequence[_Clause]) -> list[_Clause]:
    """What follows each of the marks, up to the next one or to a sentence that begins as the paragraphs do."""
    clauses = []
    end = len(text)
    for mark in reversed(marks):
        prose = _next_sentence(text, mark.end, end)
        part = trim(text, mark.end, end if prose is None else prose)
        clauses.append(_Clause(mark.mtus, part.start, part.end))
        end = mark.start
    clauses.reverse()
    return clauses


def _next_sentence(text: str, start: int, end: int) -> int | None:
    """Where a sentence about what a side relied on begins behind a clause; only letters with both wordings have one."""
    at = text.find(". The ", start, end)
    while at >= 0:
        if text.startswith(_SUBJECTS, at + 6):
            return at + 2
        at = text.find(". The ", at + 1, end)
    return None


_SUBJECTS = ("Claims Administrator ", "Expert Reviewer ", "Physician Reviewer ", "MTUS ")


# The form's own words, and what may follow that belongs to them.
_PRINTED_MARKS = (("Decision based on MTUS ", True), ("Decision based on Non-MTUS Citation ", False))
_MORE_OF_A_MARK = ("Citation", "citation", "Guideline", "guideline", " ", ":", ",")


def _marks(text: str) -> Iterator[_Clause]:
    """Where the words stand that open a clause: those of `_TEMPLATE`, looked for where a word ends in "ecision"."""
    if "ECISION" in text:
        for match in _TEMPLATE.finditer(text):
            yield _Clause(match.group("non") is None, *match.span())
        return
    at = text.find("ecision")
    while at > 0:
        for words, mtus in _PRINTED_MARKS:
            end = at - 1 + len(words)
            if text.startswith(words, at - 1) and not text.startswith(_MORE_OF_A_MARK, end):
                yield _Clause(mtus, at - 1, end)
                break
        else:
            if (loose := _TEMPLATE.match(text, at - 1)) is not None:
                yield _Clause(loose.group("non") is None, *loose.span())
        at = text.find("ecision", at + 7)


class Paragraph(NamedTuple):
    """What one side's guideline paragraph says."""

    found: Found[tuple[Citation, ...]]
    """Evidence: `0` for the whole of the first citation, `0.title`, `0.year`, `0.sections.1`, `0.pages.0`, … for its
    parts."""
    basis: Basis | None
    """Whether the side relied on the MTUS, on something else or on both, or said that it cited nothing; None where the
    paragraph says none of these."""
    adoptions: tuple[Adoption, ...] = ()
    in_prose: bool = False
    """Whether it is written in sentences of its own and not with the form's `Decision based on`."""


@functools.lru_cache(4096)
def read_paragraph(text: str) -> Paragraph:
    """What the guideline paragraph of one side says.

    Kept, since few paragraphs of an archive are met only once: not to be changed by the caller.
    """
    marks = list(_marks(text))
    if not marks and text in _OFTEN:
        return Paragraph(Found(()), _OFTEN[text])
    spans = () if _in_form(text, marks) else _prose_in(text, marks)
    prose = [(start, read_statements(text[start:end])) for start, end in spans]
    clauses = _clauses(text, marks) if marks else []
    parts = [(start, reading) for start, said in prose for reading in said.readings]
    for mtus, start, end in clauses:
        read = read_mtus if mtus else read_non_mtus
        parts += [(start, reading) for reading in read(text[start:end])]
    if prose and marks:
        parts.sort(key=lambda part: part[0] + part[1].start)
    found = _found(parts, [doubt for _, said in prose for doubt in said.doubts])
    sources = {citation.source for citation in found.value}
    if not sources:
        sources = {"MTUS" if clause.mtus else "Other" for clause in clauses}
    if not prose:
        return Paragraph(found, _basis(sources, outside=bool(marks[0].start), cites_nothing=False))
    outside, nothing = any(said.outside for _, said in prose), any(said.cites_nothing for _, said in prose)
    adoptions = tuple(_placed(adoption, start, found.evidence) for start, said in prose for adoption in said.adoptions)
    return Paragraph(found, _basis(sources, outside, nothing), adoptions, not marks)


def _placed(adoption: Adoption, offset: int, evidence: Evidence) -> Adoption:
    """An adoption that was read from a part of the paragraph, with its place in the whole."""
    start = adoption.start + offset
    before = sum(spans[0].start < start for path, spans in evidence.items() if path.isdigit())
    return adoption._replace(start=start, end=adoption.end + offset, before=before)


_OPENINGS = (
    "The Claims Administrator based their decision on recommendation(s) outside of the MTUS Guidelines.",
    "The Expert Reviewer based their decision on recommendation(s) outside of the MTUS Guidelines.",
)
_OFTEN: dict[str, Basis] = {
    "The Claims Administrator did not cite any medical evidence for its decision.": "none",
    "The Expert Reviewer did not cite any medical evidence for its decision.": "none",
    **dict.fromkeys(_OPENINGS, "non-mtus"),
}
"""The form's own sentences since 2014, which need no reading."""


def _in_form(text: str, marks: Sequence[_Clause]) -> bool:
    """Whether the paragraph is in the form's own way, so that none of it is prose. A cheap look: most are."""
    if not marks or ". The " in text[marks[0].end :]:
        return False
    start = marks[0].start
    return start == 0 or text[: start - 1] in _OPENINGS


def _prose_in(text: str, marks: Sequence[_Clause]) -> Iterator[tuple[int, int]]:
    """The parts of the paragraph that are prose: none where it is in the form's own way."""
    if not marks:
        yield 0, len(text)
        return
    if marks[0].start > 0 and text[: marks[0].start].rstrip() not in _OPENINGS:
        yield 0, marks[0].start
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        if (prose := _next_sentence(text, mark.end, end)) is not None:
            yield prose, end


def _found(parts: Sequence[tuple[int, Reading]], doubts: list[Doubt]) -> Found[tuple[Citation, ...]]:
    """The citations with their evidence; each part is a reading and where the text begins that it was read from."""
    evidence = Evidence()
    for number, (offset, reading) in enumerate(parts):
        at = str(number)
        evidence.add(at, offset + reading.start, offset + reading.end)
        for path, a, b in reading.spans:
            evidence.add(f"{at}.{path}", offset + a, offset + b)
        if reading.doubts:
            doubts += [d.below(at, offset) for d in reading.doubts]
    return Found(tuple([reading.citation for _, reading in parts]), evidence, tuple(doubts))


def _basis(sources: Collection[str], outside: bool, cites_nothing: bool) -> Basis | None:
    if "MTUS" in sources:
        return "mtus" if len(sources) == 1 else "both"
    if sources or outside:
        return "non-mtus"
    return "none" if cites_nothing else None


def read_citations(text: str) -> Found[tuple[Citation, ...]]:
    """The citations of one side's guideline paragraph, in order."""
    return read_paragraph(text).found


def basis_of(citations: Sequence[Citation]) -> Basis | None:
    """The basis that citations make: None without any."""
    return _basis({citation.source for citation in citations}, outside=False, cites_nothing=False)
