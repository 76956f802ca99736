"""The guideline paragraphs of both sides, in the wordings of each form, and the citations that they make."""

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


# fdl-2014 and fdl-2015 ------------------------------------------------------------------------------------------


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


# The forms of 2013 ----------------------------------------------------------------------------------------------


def schedule_2013(chooser: Chooser) -> Cited:
    """A guideline of the MTUS with year, section and pages, in a sentence."""
    works = pool("guidelines")["mtus"]
    work = works[0] if chooser.chance(0.5) else chooser.one_of(works)
    title, year = work["title"], work["year"]
    section, page = chooser.one_of(work["sections"])
    number = chooser.one_of(("page", "page(s)")) if "-" not in page else chooser.one_of(("pages", "page(s)"))
    if "chapter" in work and chooser.chance(0.7):
        chapter = f"ACOEM Practice Guidelines, 2nd Edition ({year}), Chapter {work['chapter']}"
        words = f"{chapter}, {title}," if chooser.chance(0.3) else f"{title} Chapter ({chapter})"
        if chooser.chance(0.3):
            return Cited(words.removesuffix(","), cite("MTUS", title, year))
        return Cited(f"{words} {number} {page}", cite("MTUS", title, year, [], [page]))
    shape = chooser.integer(0, 3)
    words = (
        f"{title} Guidelines, {year}, {section} section, {number} {page}",
        f"{title} Guidelines, {year}",
        f"MTUS {title} Guidelines, {number} {page}, {section}",
        f"{title} Guidelines ({year}), {number} {page}",
    )[shape]
    edition = None if shape == 2 else year
    sections = [section] if shape in (0, 2) else []
    return Cited(words, cite("MTUS", title, edition, sections, [] if shape == 1 else [page]))


def outside_2013(chooser: Chooser) -> Cited:
    chapter = chooser.one_of(pool("guidelines")["odg"])
    printed, topic = chooser.one_of(chapter["printed"]), chooser.one_of(chapter["topics"])
    kind = chooser.integer(0, 3)
    words = (
        f"Official Disability Guidelines (ODG), {printed} Chapter",
        f"Official Disability Guidelines (ODG), (current version), {printed} Chapter, {topic} section",
        f"Official Disability Guidelines (ODG), {printed} Chapter, {topic}",
        "Official Disability Guidelines (ODG)",
    )[kind]
    return Cited(words, cite("ODG", None if kind == 3 else chapter["title"]))


PART_OF_MTUS = (
    "",
    ", part of the Medical Treatment Utilization Schedule (MTUS)",
    ", which is part of the MTUS",
    ", which are a part of the Medical Treatment Utilization Schedule (MTUS)",
)
NOT_IN_MTUS = ("", ", a medical treatment guideline (MTG) not in the MTUS", ", which is not part of the MTUS")


def works_2013(chooser: Chooser, basis: str) -> tuple[str, list[Citation]]:
    """`the Chronic Pain … Guidelines, 2009, …, part of the MTUS` and/or a guideline outside of it."""
    texts: list[str] = []
    citations: list[Citation] = []
    if basis in ("mtus", "both"):
        count = 2 if chooser.chance(0.2) else 1
        cited = [schedule_2013(chooser) for _ in range(count)]
        cited = list({c.citation["title"]: c for c in cited}.values())
        last = chooser.one_of(PART_OF_MTUS[1:])
        texts.append(joined([f"the {c.words}" for c in cited]) + last)
        citations += [c.citation for c in cited]
    if basis in ("non-mtus", "both"):
        work = outside_2013(chooser)
        texts.append(f"the {work.words}{chooser.one_of(NOT_IN_MTUS)}")
        citations.append(work.citation)
    return ", and ".join(texts), citations


def notice_sides(chooser: Chooser) -> tuple[Side, Side]:
    """One paragraph of two halves; the reviewer may take the other side's guidelines over."""
    basis = chooser.one_of(("mtus", "mtus", "non-mtus", "both", "none"))
    if basis == "none":
        evidence = chooser.one_of(("any evidence-based guidelines", "any evidence based criteria"))
        theirs = Side(f"The Claims Administrator did not cite {evidence} in its determination.", basis, [])
    else:
        works, citations = works_2013(chooser, basis)
        text = f"The Claims Administrator based its decision on {works}."
        if chooser.chance(0.15):
            text += " The provider did not dispute the guidelines used by the Claims Administrator."
        theirs = Side(text, basis, citations)
    if theirs.citations and chooser.chance(0.6):
        word = chooser.one_of(("relevant and appropriate", "relevant and applicable"))
        text = (
            f"The Expert Reviewer found the guidelines used by the Claims Administrator {word} "
            "for the employee's clinical circumstance."
        )
        return theirs, Side(text, basis, [{**citation, "adopted": True} for citation in theirs.citations])
    own = chooser.one_of(("mtus", "mtus", "non-mtus", "both", "none"))
    if own == "none":
        stated = "The Expert Reviewer stated no section of the MTUS was applicable."
        return theirs, Side(stated, UNSAID, [])
    works, citations = works_2013(chooser, own)
    if theirs.citations and chooser.chance(0.5):
        unfit = chooser.one_of(("not relevant", "not applicable", "not appropriate"))
        text = (
            f"The Expert Reviewer found the guidelines used by the Claims Administrator {unfit} "
            f"and {chooser.one_of(('relied on', 'based his/her decision on'))} {works}."
        )
    else:
        verb = chooser.one_of(("based his/her decision on", "relied on"))
        text = f"The Expert Reviewer {verb} {works}."
    return theirs, Side(text, own, citations)


def fdl_2013_side(chooser: Chooser, reviewer: str | None) -> Side:
    """A paragraph of the first Final Determination Letter; `reviewer` is what it calls the reviewer."""
    name, possessive = (reviewer, "his/her") if reviewer else ("Claims Administrator", "its")
    basis = chooser.one_of(("mtus", "mtus", "non-mtus", "both", "none"))
    if basis == "none":
        if reviewer:
            return Side(f"The {name} did not cite any medical evidence for {possessive} decision.", basis, [])
        text = "did not cite any evidence based criteria in its utilization review determination letter"
        return Side(f"The {name} {text}.", basis, [])
    if basis == "non-mtus" and chooser.chance(0.4):
        work = outside(chooser)
        text = f"The {name} based {possessive} decision on Non-MTUS Citation: {work.words.removesuffix('.')}."
        return Side(text, basis, [work.citation])
    works, citations = works_2013(chooser, basis)
    return Side(f"The {name} based {possessive} decision on {works}.", basis, citations)


def mpr_side(chooser: Chooser) -> Side:
    """What stands under `MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:`."""
    basis = chooser.one_of(("mtus", "mtus", "non-mtus", "both"))
    works, citations = works_2013(chooser, basis)
    pattern = chooser.one_of(
        (
            "The professional reviewer relied upon {works}.",
            "{Works}.",
            "{Works}. These guidelines address the requested treatment.",
            "{Works}. This guideline applies because it addresses the patient's condition.",
        )
    )
    return Side(pattern.format(works=works, Works=works[0].upper() + works[1:]), basis, citations)
