"""The guideline paragraph of one side: what it cites, and on which basis it decided.

`Decision based on MTUS Low Back Complaints 2004, Section(s): Summary. Decision based on Non-MTUS Citation Official
Disability Guidelines (ODG), Low Back Chapter, MRIs.`
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from imrparse.evidence import Doubt, Evidence, Found, join_path
from imrparse.fields.citation_parts import trim
from imrparse.fields.mtus_citations import read_mtus
from imrparse.fields.other_citations import read_non_mtus
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imrparse.record import Basis, Citation


class _Clause(NamedTuple):
    """What follows one `Decision based on …`, with where it stands; `mtus` tells which of the two."""

    mtus: bool
    start: int
    end: int


# "Decision based on MTUS", "Decision based on Non-MTUS Citation", "Decision based on Non-MTUS".
_TEMPLATE = Pattern(
    r"""
    \b decisions? \s+ (?: was \s+ | is \s+ )? based \s+ (?: up )? on \s+ (?: the \s+ )?
    (?: (?P<non> non [\s-]* MTUS (?: \s+ Citations? \b )? )
      | MTUS \b (?: \s+ Citations? \b )? (?: \s+ Guidelines? \b (?=\s*[,:.]) )? ) \s* [:,]?
    """,
    IGNORECASE,
    bounded=True,
)

# "The Claims Administrator based its decision on the …, 2009, page 78, which is part of the MTUS.": letters of 2013.
_PROSE = Pattern(
    r"""
    \b based \s+ (?: its | his/her | his | her | their ) \s+ decision \s+ (?: up )? on \s+ (?: the \s+ )?
    (?! recommendation )
    (?P<works> (?: (?P<non> non-?\s?MTUS (?: \s+ Citations? )? ) [\s:,]* | (?P<mtus> MTUS\b ) [\s,:/–-]* )?
        (?P<list> .+? ) )
    (?: ,? \s* (?: which \s+ (?: is | are ) \s+ (?P<not> not \s+ )? )?
        (?P<part> part \s+ of \s+ the \s+ (?: MTUS | Medical \s+ Treatment ) [^.]* ) )?
    (?: \. (?= \s+ (?: The | \p{Lu}\w+ \s+ Reviewer ) \b | \s* $ ) | $ )""",
    IGNORECASE,
)

# "based their decision on recommendation(s) outside of the MTUS Guidelines", "did not base their decision on the MTUS".
_OUTSIDE = Pattern(
    r"outside\s+of\s+the\s+MTUS | did\s+not\s+base\s+ (?: their | its | his/her ) \s+decision\s+on\s+the\s+MTUS",
    IGNORECASE,
    bounded=True,
)

# "did not cite any medical evidence for its decision", "did not cite any evidence based criteria in …".
_NOTHING = Pattern(
    r"did\s+not\s+ (?: cite | provide | reference | specify | state ) \s+ (?: any | a | an | specific ) \b",
    IGNORECASE,
    bounded=True,
)


def _clauses(text: str) -> list[_Clause]:
    marks = list(_marks(text))
    if not marks:
        return _clauses_of_prose(text) if " decision " in text and "based " in text else []
    ends = [mark.start for mark in marks[1:]] + [len(text)]
    return [_Clause(mark.mtus, *trim(text, mark.end, end)[1:]) for mark, end in zip(marks, ends, strict=True)]


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


def _clauses_of_prose(text: str) -> list[_Clause]:
    clauses = []
    for match in _PROSE.finditer(text):
        part = trim(text, *match.span("list"))
        of_mtus = match.group("part") and not match.group("not")
        clauses.append(_Clause(bool(of_mtus or match.group("mtus")), part.start, part.end))
    return clauses


@functools.lru_cache(4096)
def read_citations(text: str) -> Found[tuple[Citation, ...]]:
    """The citations of one side's guideline paragraph, in order.

    Kept, since few paragraphs of an archive are met only once: not to be changed by the caller.

    Evidence: `0` for the whole of the first citation, `0.title`, `0.year`, `0.sections.1`, `0.pages.0`, … for parts.
    """
    citations: list[Citation] = []
    evidence = Evidence()
    doubts: list[Doubt] = []
    for mtus, offset, end in _clauses(text):
        read = read_mtus if mtus else read_non_mtus
        for reading in read(text[offset:end]):
            at = str(len(citations))
            citations.append(reading.citation)
            evidence.add(at, offset + reading.start, offset + reading.end)
            for path, a, b in reading.spans:
                evidence.add(f"{at}.{path}", offset + a, offset + b)
            doubts += [Doubt(d.code, join_path(at, d.path), d.message) for d in reading.doubts]
    return Found(tuple(citations), evidence, tuple(doubts))


def basis_of(text: str, citations: Sequence[Citation]) -> Basis | None:
    """Whether a side relied on the MTUS, on something else or on both, or said that it cited nothing.

    None where the paragraph says none of these.
    """
    sources = {citation.source for citation in citations}
    if sources:
        inside, outside = "MTUS" in sources, sources != {"MTUS"}
    else:
        clauses = _clauses(text)
        inside, outside = any(c.mtus for c in clauses), any(not c.mtus for c in clauses)
    if inside:
        return "both" if outside else "mtus"
    if outside or _OUTSIDE.search(text):
        return "non-mtus"
    return "none" if _NOTHING.search(text) else None
