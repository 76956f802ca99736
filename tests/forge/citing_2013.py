"""The guideline paragraphs of the forms of 2013: works in sentences, one side's taken over by the other."""

from __future__ import annotations

from tests.forge.chooser import Chooser
from tests.forge.citing import UNSAID, Citation, Cited, Side, cite, joined, outside
from tests.forge.pools import pool


def schedule(chooser: Chooser) -> Cited:
    """A guideline of the MTUS with its year, section and pages as far as the sentence gives them."""
    works = pool("guidelines")["mtus"]
    work = works[0] if chooser.chance(0.5) else chooser.one_of(works)
    chosen = chooser.sample(work["sections"], 2 if chooser.chance(0.15) else 1)
    section, pages = chosen[0][0], [page for _, page in chosen]
    if "chapter" in work and chooser.chance(0.7):
        return _acoem_chapter(chooser, work["title"], work["year"], work["chapter"], pages)
    title, year = work["title"], work["year"]
    printed_pages = _pages(chooser, pages)
    patterns = (
        ("{title} Guidelines, {year}, {section} section, {pages}", "ysp"),
        ("{title} Guidelines, {year}", "y"),
        ("MTUS {title} Guidelines, {pages}, {section}", "ps"),
        ("{title} Guidelines ({year}), {pages}", "yp"),
        ("{title} Guidelines, {pages}", "p"),
        ("{title} Guidelines ({year}), {section} section", "ys"),
        ("{title} Guidelines, {section}, {pages}", "sp"),
    )
    pattern, holds = chooser.one_of(patterns)
    words = pattern.format(title=title, year=year, section=section, pages=printed_pages)
    sections = [section] if "s" in holds else []
    return Cited(words, cite("MTUS", title, year if "y" in holds else None, sections, pages if "p" in holds else []))


def _acoem_chapter(chooser: Chooser, title: str, year: int, chapter: int, pages: list[str]) -> Cited:
    """A chapter of the guidelines of the American College, as part of the MTUS."""
    patterns = (
        ("{title} Chapter (ACOEM Practice Guidelines, 2nd Edition ({year}), Chapter {chapter})", True),
        ("ACOEM Practice Guidelines, 2nd Edition ({year}), Chapter {chapter}, {title}", True),
        ("ACOEM Guidelines, {title}, Chapter {chapter}", False),
        (
            "American College of Occupational and Environmental Medicine (ACOEM), 2nd Edition, ({year}), {title}, "
            "Chapter {chapter}",
            True,
        ),
    )
    pattern, with_year = chooser.one_of(patterns)
    words = pattern.format(title=title, year=year, chapter=chapter)
    edition = year if with_year else None
    if chooser.chance(0.3):
        return Cited(words, cite("MTUS", title, edition))
    comma = "" if words.endswith(")") and chooser.chance(0.5) else ","
    return Cited(f"{words}{comma} {_pages(chooser, pages)}", cite("MTUS", title, edition, [], pages))


def _pages(chooser: Chooser, pages: list[str]) -> str:
    """`page 78`, `page(s) 98-99`, `pages 30-34 and 49`."""
    several = len(pages) > 1 or "-" in pages[0]
    number = chooser.one_of(("pages", "page(s)", "pgs.") if several else ("page", "page(s)", "pg."))
    return f"{number} {joined(pages)}"


def outside_schedule(chooser: Chooser) -> Cited:
    """The Official Disability Guidelines in a sentence."""
    chapter = chooser.one_of(pool("guidelines")["odg"])
    printed, topic = chooser.one_of(chapter["printed"]), chooser.one_of(chapter["topics"])
    patterns = (
        "Official Disability Guidelines (ODG), {chapter} Chapter",
        "Official Disability Guidelines (ODG), (current version), {chapter} Chapter, {topic} section",
        "Official Disability Guidelines (ODG), {chapter} Chapter, {topic}",
        "Official Disability Guidelines (ODG)",
        "Official Disability Guidelines (ODG) (current version), {chapter}",
        "Official Disability Guidelines (ODG), Treatment Index, 11th Edition (web), 2013, {chapter}, {topic}",
    )
    pattern = chooser.one_of(patterns)
    words = pattern.format(chapter=printed, topic=topic)
    return Cited(words, cite("ODG", chapter["title"] if "{chapter}" in pattern else None))


PART_OF_MTUS = (
    ", part of the Medical Treatment Utilization Schedule (MTUS)",
    ", which is part of the MTUS",
    ", which are a part of the Medical Treatment Utilization Schedule (MTUS)",
    ", which is part of the California Medical Treatment Utilization Schedule (MTUS)",
    " of the Medical Treatment Utilization Schedule (MTUS)",
)
NOT_IN_MTUS = (
    "",
    ", a medical treatment guideline (MTG) not in the MTUS",
    ", which is not part of the MTUS",
    ", a Medical Treatment Guideline (MTG), which is not part of the Medical Treatment Utilization Schedule (MTUS)",
)


def works(chooser: Chooser, basis: str) -> tuple[str, list[Citation]]:
    """`the Chronic Pain … Guidelines, 2009, …, part of the MTUS` and/or a guideline outside of it."""
    texts: list[str] = []
    citations: list[Citation] = []
    if basis in ("mtus", "both"):
        drawn = [schedule(chooser) for _ in range(2 if chooser.chance(0.2) else 1)]
        cited = list({one.citation["title"]: one for one in drawn}.values())
        texts.append(joined([f"the {one.words}" for one in cited]) + chooser.one_of(PART_OF_MTUS))
        citations += [one.citation for one in cited]
    if basis in ("non-mtus", "both"):
        work = outside_schedule(chooser)
        texts.append(f"the {work.words}{chooser.one_of(NOT_IN_MTUS)}")
        citations.append(work.citation)
    return ", and ".join(texts), citations


BASES = ("mtus", "mtus", "non-mtus", "both", "none")
NOTHING_CITED = (
    "did not cite any evidence-based guidelines in its determination",
    "did not cite any evidence based criteria in its utilization review determination letter",
    "did not cite any evidence-based criteria for its decision",
)
ADOPTED = (
    "relevant and appropriate for the employee's clinical circumstance",
    "relevant and applicable for the employee's clinical circumstance",
    "relevant and appropriate to the issue at dispute",
)


def notice_sides(chooser: Chooser) -> tuple[Side, Side]:
    """One paragraph of two halves; the reviewer may take the other side's guidelines over."""
    basis = chooser.one_of(BASES)
    if basis == "none":
        theirs = Side(f"The Claims Administrator {chooser.one_of(NOTHING_CITED)}.", basis, [])
    else:
        words, citations = works(chooser, basis)
        text = f"The Claims Administrator based its decision on {words}."
        if chooser.chance(0.15):
            text += " The provider did not dispute the guidelines used by the Claims Administrator."
        theirs = Side(text, basis, citations)
    return theirs, _notice_reviewer(chooser, theirs)


def _notice_reviewer(chooser: Chooser, theirs: Side) -> Side:
    if theirs.citations and chooser.chance(0.6):
        text = f"The Expert Reviewer found the guidelines used by the Claims Administrator {chooser.one_of(ADOPTED)}."
        adopted = [{**citation, "adopted": True} for citation in theirs.citations]
        if not chooser.chance(0.15):
            return Side(text, theirs.basis, adopted)
        own = chooser.one_of(("mtus", "non-mtus"))
        words, citations = works(chooser, own)
        basis = own if own == theirs.basis else "both"
        return Side(f"{text} The Expert Reviewer also relied on {words}.", basis, adopted + citations)
    own = chooser.one_of(BASES)
    if own == "none":
        return Side("The Expert Reviewer stated no section of the MTUS was applicable.", UNSAID, [])
    words, citations = works(chooser, own)
    verb = chooser.one_of(("based his/her decision on", "relied on"))
    if theirs.citations and chooser.chance(0.5):
        unfit = chooser.one_of(("not relevant", "not applicable", "not appropriate"))
        start = f"found the guidelines used by the Claims Administrator {unfit} and "
        return Side(f"The Expert Reviewer {start}{verb} {words}.", own, citations)
    if own == "non-mtus" and chooser.chance(0.3):
        none = chooser.one_of(
            ("stated no section of the MTUS was applicable", "found no section of the MTUS applicable")
        )
        return Side(f"The Expert Reviewer {none} and relied on {words}.", own, citations)
    return Side(f"The Expert Reviewer {verb} {words}.", own, citations)


def fdl_side(chooser: Chooser, reviewer: str | None) -> Side:
    """A paragraph of the first Final Determination Letter; `reviewer` is what it calls the reviewer."""
    name, possessive = (reviewer, "his/her") if reviewer else ("Claims Administrator", "its")
    basis = chooser.one_of(BASES)
    if basis == "none":
        text = (
            f"did not cite any medical evidence for {possessive} decision"
            if reviewer
            else chooser.one_of(NOTHING_CITED)
        )
        return Side(f"The {name} {text}.", basis, [])
    if basis == "non-mtus" and chooser.chance(0.4):
        work = outside(chooser)
        text = f"The {name} based {possessive} decision on Non-MTUS Citation: {work.words.removesuffix('.')}."
        return Side(text, basis, [work.citation])
    words, citations = works(chooser, basis)
    return Side(f"The {name} based {possessive} decision on {words}.", basis, citations)


def mpr_side(chooser: Chooser) -> Side:
    """What stands under `MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:`."""
    basis = chooser.one_of(BASES[:-1])
    words, citations = works(chooser, basis)
    patterns = (
        "The professional reviewer relied upon {works}.",
        "{Works}.",
        "{Works}. These guidelines address the requested treatment.",
        "{Works}. This guideline applies because it addresses the patient's condition.",
        "The reviewer relied on {works}, because the request is addressed there.",
        "{Works} were relied upon because they apply to this patient.",
    )
    return Side(chooser.one_of(patterns).format(works=words, Works=words[0].upper() + words[1:]), basis, citations)
