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


def schedule_2015(chooser: Chooser, year: int) -> Cited:
    """`Low Back Complaints 2004, Section(s): Special Studies`; from 2018 on without a year."""
    if year >= 2018:
        work = chooser.one_of(pool("guidelines")["mtus_2018"])
        sections, edition = list(work["sections"]), None
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


def outside(chooser: Chooser) -> Cited:
    """What follows `Non-MTUS Citation`."""
    if chooser.chance(0.2):
        work = chooser.one_of(pool("guidelines")["other"])
        return Cited(work, cite("Other", work))
    chapter = chooser.one_of(pool("guidelines")["odg"])
    printed, topic = chooser.one_of(chapter["printed"]), chooser.one_of(chapter["topics"])
    kind = chooser.integer(0, 4)
    words = (
        f"Official Disability Guidelines (ODG), {printed}",
        f"Official Disability Guidelines (ODG), {printed} Chapter, {topic}",
        f"ODG, {printed}, {topic}",
        f"Official Disability Guidelines (ODG) {printed}: {topic}",
        "Official Disability Guidelines (ODG)",
    )[kind]
    return Cited(words, cite("ODG", None if kind == 4 else chapter["title"]))


def side_since_2014(chooser: Chooser, form: str, year: int, name: str) -> Side:
    """The paragraph below `Claims Administrator guideline:` or `MAXIMUS guideline:`; `name` is the side's."""
    basis = chooser.one_of(("mtus", "mtus", "non-mtus", "both", "none"))
    if basis == "none":
        return Side(f"The {name} did not cite any medical evidence for its decision.", basis, [])
    texts: list[str] = []
    citations: list[Citation] = []
    if basis in ("mtus", "both"):
        count = 2 if chooser.chance(0.25) else 1
        cited = [schedule_2014(chooser) if form == "fdl-2014" else schedule_2015(chooser, year) for _ in range(count)]
        cited = told_apart(list({c.citation["title"]: c for c in cited}.values()))
        texts.append(f"Decision based on MTUS {', and '.join(c.words for c in cited)}.")
        citations += [c.citation for c in cited]
    elif form == "fdl-2015":
        texts.append(f"The {name} based their decision on recommendation(s) outside of the MTUS Guidelines.")
        if chooser.chance(0.1):
            return Side(texts[0], basis, [])
    if basis in ("non-mtus", "both"):
        work = outside(chooser)
        texts.append(f"Decision based on Non-MTUS Citation {work.words.removesuffix('.')}.")
        citations.append(work.citation)
    return Side(" ".join(texts), basis, citations)
