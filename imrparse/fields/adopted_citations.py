"""Citations that the reviewer took over from the claims administrator.

`The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate` makes them the
reviewer's. Such a citation and its parts were read from the claims administrator's words, which are its evidence; the
evidence of its `adopted` is the reviewer's sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from imrparse.catalog import guidelines
from imrparse.evidence import Doubt, Evidence, Found
from imrparse.fields import mtus_citations
from imrparse.patterns import IGNORECASE, Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from imrparse.fields.guideline_sentences import Adoption
    from imrparse.record import Citation

Citations = Found["tuple[Citation, ...]"]

_ACOEM = Pattern(r"\b (?: ACOEM | American \s+ College \s+ of \s+ Occ )", IGNORECASE, bounded=True)
_ODG = Pattern(r"\b (?: ODG | Official \s+ Disability )", IGNORECASE, bounded=True)
_MTUS = Pattern(
    r"(?<! non-) (?<! non\s) \b (?: MTUS | Medical \s* Treatment \s* Utili[sz]ation )", IGNORECASE, bounded=True
)
_NON_MTUS = Pattern(r"\b non [\s-]* MTUS", IGNORECASE, bounded=True)


def with_adopted(own: Citations, adoptions: Sequence[Adoption], theirs: Citations | None, distance: int) -> Citations:
    """The reviewer's citations, those taken over in the place where the reviewer says so.

    Args:
        own: what the reviewer's own words cite.
        adoptions: where the reviewer takes guidelines over, with the places of `own`.
        theirs: what the claims administrator cites.
        distance: how many characters the claims administrator's paragraph begins behind the reviewer's: below zero.
    """
    order: list[tuple[Citations, int, Adoption | None]] = []
    doubts: list[Doubt] = []
    at = 0
    for adoption in adoptions:
        order += [(own, i, None) for i in range(at, adoption.before)]
        at = max(at, adoption.before)
        taken = [] if theirs is None else [i for i, one in enumerate(theirs.value) if _is_meant(one, adoption.named)]
        if theirs is None or not taken:
            message = "the reviewer takes over guidelines of the claims administrator that were not found there"
            doubts.append(Doubt("nothing_to_adopt", "", message))
        else:
            fresh = [i for i in taken if not any(source is theirs and i == j for source, j, _ in order)]
            order += [(theirs, i, adoption) for i in fresh]
    order += [(own, i, None) for i in range(at, len(own.value))]
    doubts += [d for d in own.doubts if not d.path[:1].isdigit()]
    citations: list[Citation] = []
    evidence = Evidence()
    for source, i, adoption_of in order:
        new, offset = str(len(citations)), 0 if source is own else distance
        citation = source.value[i]
        citations.append(citation if adoption_of is None else msgspec.structs.replace(citation, adopted=True))
        for path, spans in source.evidence.items():
            if (below := _below(path, i)) is not None:
                for start, end in spans:
                    evidence.add(new + below, start + offset, end + offset)
        for doubt in source.doubts:
            if (below := _below(doubt.path, i)) is not None:
                doubts.append(doubt._replace(path="").below(new + below, offset))
        if adoption_of is not None:
            evidence.add(f"{new}.adopted", adoption_of.start, adoption_of.end)
    return Found(tuple(citations), evidence, tuple(doubts))


def _below(path: str, number: int) -> str | None:
    """What follows the number in a path: `.title` of `3.title`; None for paths of other numbers."""
    first, dot, rest = path.partition(".")
    return dot + rest if first == str(number) else None


def _is_meant(citation: Citation, named: str) -> bool:
    """Whether a citation is one of the guidelines that the reviewer names: any, where none is named."""
    titles = {guidelines.known_title(title) for title in _titles(named)}
    if titles:
        return citation.known_title in titles
    named_sources = [
        (_NON_MTUS, citation.source != "MTUS"),
        (_ODG, citation.source == "ODG"),
        (_ACOEM, citation.source == "ACOEM" or _is_chapter_of_acoem(citation)),
        (_MTUS, citation.source == "MTUS"),
    ]
    meant = [matches for pattern, matches in named_sources if pattern.search(named)]
    return any(meant) if meant else True


def _titles(named: str) -> list[str]:
    found = []
    for match in mtus_citations.heads(f"{named} Guidelines"):
        groups = match.groupdict()
        found += [groups[name] for name in ("title", "common", "acoem_title") if groups.get(name)]
    return found


def _is_chapter_of_acoem(citation: Citation) -> bool:
    return _ACOEM.search(citation.text) is not None or citation.known_title in {
        chapter.title for chapter in guidelines.acoem_guidelines()
    }
