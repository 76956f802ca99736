"""The guideline paragraphs of both sides on the forms since 2014, and what all forms share of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.forge.chooser import Chooser
from tests.forge.pools import pool

Citation = dict[str, Any]

UNSAID = "(not compared)"
"""Stands for a value on which the record's rules leave open what it is."""


class Side(NamedTuple):
    """What one side based its decision on. `basis` is None where the form has no paragraph for it."""

    text: str | None
    basis: str | None
    citations: list[Citation]

    def record(self) -> dict[str, Any]:
        return {"text": self.text, "basis": self.basis, "citations": self.citations}


NO_SIDE = Side(None, None, [])


class Cited(NamedTuple):
    """One work as it is worded in a paragraph, with its entry in the record."""

    words: str
    citation: Citation


def cite(source: str, title: str | None, year: int | None = None, sections: Any = (), pages: Any = ()) -> Citation:
    return {"source": source, "title": title, "year": year, "sections": list(sections), "pages": list(pages)}


def joined(parts: list[str], last: str = " and ") -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1]


def schedule_2015(chooser: Chooser, year: int, with_edition: bool) -> Cited:
    """`Low Back Complaints 2004, Section(s): Special Studies`; from 2018 on mostly without a year."""
    if year >= 2018:
        work = chooser.one_of(pool("guidelines")["mtus_2018"])
        sections, edition = list(work["sections"]), chooser.integer(2016, year) if with_edition else None
    else:
        works = pool("guidelines")["mtus_2016" if year >= 2016 and chooser.chance(0.4) else "mtus"]
        work = chooser.one_of(works)
        sections, edition = [name for name, _ in work["sections"]], work["year"]
    chosen = chooser.sample(sections, chooser.integer(0, 2))
    words = work["title"] + (f" {edition}" if edition else "")
    words += f", Section(s): {', '.join(chosen)}" if chosen else ""
    return Cited(words, cite("MTUS", work["title"], edition, chosen))


def schedule_2014(chooser: Chooser) -> Cited:
    """`Chronic Pain Treatment Guidelines (Opioids) Page(s): 78`, or a chapter of ACOEM as part of the MTUS."""
    works = pool("guidelines")["mtus"]
    work = works[0] if chooser.chance(0.5) else chooser.one_of(works)
    section, page = chooser.one_of(work["sections"])
    pages = [page] if chooser.chance(0.8) else []
    tail = f" Page(s): {page}" if pages else ""
    if work["title"].startswith("Chronic Pain"):
        title = chooser.one_of(("Chronic Pain Treatment", "Chronic Pain Medical Treatment"))
        named = chooser.integer(0, 2)
        middle = ("", f" {section}", f" ({section})")[named]
        return Cited(f"{title} Guidelines{middle}{tail}", cite("MTUS", title, None, [section] if named else [], pages))
    if "chapter" in work:
        words = f"ACOEM Chapter {work['chapter']} {work['title']}{tail}"
        return Cited(words, cite("MTUS", work["title"], None, [], pages))
    return Cited(f"{work['title']} Guidelines{tail}", cite("MTUS", work["title"], None, [], pages))


def told_apart(cited: list[Cited]) -> list[Cited]:
    """Without a second title that no reader could tell from a section: `X, Section(s): Medications, and Opioids.`"""
    first, *others = cited
    sections = first.citation["sections"]
    return [first, *(c for c in others if c.citation["year"] or c.citation["sections"] or not sections)]


OUTSIDE = (
    "Official Disability Guidelines (ODG), {chapter}",
    "Official Disability Guidelines (ODG), {chapter} Chapter, {topic}",
    "ODG, {chapter}, {topic}",
    "Official Disability Guidelines (ODG) {chapter}: {topic}",
    "Official Disability Guidelines (ODG)",
    "Official Disability Guidelines: {chapter} - {topic}",
    "Official Disability Guidelines (ODG-TWC), {chapter} chapter, {topic}",
    "Official Disability Guidelines (ODG), {chapter} Chapter",
    "ODG {chapter} chapter",
)


def outside(chooser: Chooser) -> Cited:
    """One work that follows `Non-MTUS Citation`."""
    if chooser.chance(0.2):
        work = chooser.one_of(pool("guidelines")["other"])
        return Cited(work, cite("Other", work))
    chapter = chooser.one_of(pool("guidelines")["odg"])
    pattern = chooser.one_of(OUTSIDE)
    words = pattern.format(chapter=chooser.one_of(chapter["printed"]), topic=chooser.one_of(chapter["topics"]))
    return Cited(words, cite("ODG", chapter["title"] if "{chapter}" in pattern else None))


def outside_list(chooser: Chooser) -> tuple[str, list[Citation]]:
    """What follows `Non-MTUS Citation`: a work, sometimes two."""
    first = outside(chooser)
    if first.citation["source"] == "ODG" and chooser.chance(0.12):
        other = chooser.one_of(pool("guidelines")["other"])
        return f"{first.words}; {other.removesuffix('.')}", [first.citation, cite("Other", other)]
    return first.words.removesuffix("."), [first.citation]


NOT_ON_MTUS = (
    "based their decision on recommendation(s) outside of the MTUS Guidelines",
    "did not base their decision on the MTUS",
)


def side_since_2014(chooser: Chooser, form: str, year: int, name: str) -> Side:
    """The paragraph below `Claims Administrator guideline:` or `MAXIMUS guideline:`; `name` is the side's."""
    basis = chooser.one_of(("mtus", "mtus", "non-mtus", "both", "none"))
    if basis == "none":
        return Side(f"The {name} did not cite any medical evidence for its decision.", basis, [])
    texts: list[str] = []
    citations: list[Citation] = []
    if basis in ("mtus", "both"):
        with_pages = form == "fdl-2014" or (year < 2018 and chooser.chance(0.15))
        with_edition = chooser.chance(0.25)
        count = 2 if chooser.chance(0.25) else 1
        cited = [
            schedule_2014(chooser) if with_pages else schedule_2015(chooser, year, with_edition) for _ in range(count)
        ]
        cited = told_apart(list({c.citation["title"]: c for c in cited}.values()))
        texts.append(f"Decision based on MTUS {', and '.join(c.words for c in cited)}.")
        citations += [c.citation for c in cited]
    elif form == "fdl-2015" or chooser.chance(0.5):
        texts.append(f"The {name} {chooser.one_of(NOT_ON_MTUS)}.")
        if chooser.chance(0.1):
            return Side(texts[0], basis, [])
    if basis in ("non-mtus", "both"):
        words, outer = outside_list(chooser)
        texts.append(f"Decision based on Non-MTUS Citation {words}.")
        citations += outer
    return Side(" ".join(texts), basis, citations)
