"""Writes `docs/vocabulary.md` from the catalogues of the package.

python docs/make_vocabulary.py           writes the page again
python docs/make_vocabulary.py --check   writes nothing; exit 1 when the page is not what the catalogues say
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from imrparse import catalog
from imrparse.catalog import guidelines
from imrparse.fields.body_part import BodyPartFile
from imrparse.fields.category import CategoryFile, Rule
from imrparse.fields.drug_lexicon import DrugEntry, DrugFile
from imrparse.fields.reviewer import Specialties, States
from imrparse.fields.run_on_works import WorksCatalog

PAGE = Path(__file__).with_name("vocabulary.md")


class Addition(NamedTuple):
    """One entry that a user might add; `tests/test_vocabulary.py` adds each and sees it take effect."""

    what: str
    file: str
    below: str
    """The line of the file under which the new one goes."""
    line: str
    effect: str


ADDITIONS = (
    Addition(
        "a drug, its class and brands",
        "drugs.json",
        '"drugs": [',
        '{"generic": "imaginarol", "class": "NSAID", "brands": ["Imaginex"]},',
        "Imaginex 5mg #30 has the generic name imaginarol and a class",
    ),
    Addition(
        "a dosage form",
        "drug_words.json",
        '"forms": {',
        '"nanospheres": "nanosphere",',
        '"Norco 5/325mg nanospheres" has the form nanosphere',
    ),
    Addition(
        "a section of an MTUS guideline",
        "mtus.json",
        '"Chronic Pain Medical Treatment": [',
        '"Moon therapy, nocturnal",',
        "the section is known, and its comma does not split it",
    ),
    Addition(
        "a section of the ACOEM disorder guidelines",
        "acoem.json",
        '"disorder_sections": [',
        '"Tidal Considerations",',
        "the section is known",
    ),
    Addition(
        "an ACOEM guideline",
        "acoem.json",
        '"disorders": [',
        '{"title": "Sleep Disorders", "editions": [{"year": null, "effective": null}]},',
        "the title is known",
    ),
    Addition(
        "an ODG chapter, or (in its `also`) another name of one",
        "odg.json",
        '"chapters": [',
        '{"title": "Dental Trauma", "also": ["Dental Trauma", "Teeth"]},',
        '"ODG, Teeth Chapter" is cited as Dental Trauma',
    ),
    Addition(
        "a publisher or journal",
        "works.json",
        '"works": [',
        '"Imaginary Pain Bulletin",',
        "the work that is run on behind ODG is a citation of its own",
    ),
    Addition(
        "a phrase that files a request under a category",
        "categories.json",
        '{"category": "Transportation", "subcategory": "Transportation", "phrases": [',
        '"rickshaw",',
        '"Rickshaw rides" is Transportation',
    ),
    Addition(
        "a part of the body",
        "body_parts.json",
        '"body_parts": [',
        '{"name": "uvula", "phrases": ["uvula"]},',
        '"MRI of the uvula" names it',
    ),
    Addition(
        "a word for a place in the body, in lists of diagnoses",
        "diagnoses.json",
        '"anatomy": [',
        '"uvula",',
        '"uvula, neck and back pain" is one diagnosis',
    ),
    Addition(
        "an occupation (its last word)",
        "occupations.json",
        '"occupations": [',
        '"stargazer",',
        '"a 48 year old male stargazer" has an occupation',
    ),
    Addition(
        'a specialty that holds an "and" or a comma',
        "specialties.json",
        '"specialties": [',
        '"Space and Time Medicine",',
        "in a sentence of credentials it is one specialty",
    ),
    Addition("a licensing jurisdiction", "states.json", '"states": {', '"UP": "Utopia",', "it is a state"),
    Addition(
        "a word part that keeps its hyphen at a line end",
        "hyphens.json",
        '"beginnings": [',
        '"quasi",',
        '"quasi-" / "legality" becomes quasi-legality',
    ),
    Addition(
        "a label's wording on a form that nobody has described",
        "labels.json",
        '"rationale": [',
        '"why we think so",',
        '"Why we think so:" leads to a rationale',
    ),
)


def page() -> str:
    """The whole page."""
    parts = (
        _introduction(),
        _mtus(),
        _acoem(),
        _odg(),
        _works(),
        _categories(),
        _body_parts(),
        _drugs(),
        _specialties(),
        _states(),
    )
    return "\n".join(line for part in parts for line in part)


INTRODUCTION = """\
# Vocabulary

This page is made from the catalogues in `imrparse/catalog/` by `make docs`; correct the catalogues, not this page.
What they hold was compiled for this project from general knowledge of the published guidelines, of medical English
and of the state's own vocabularies. Nothing is copied from the publications, and nothing was checked line by line
against them: a correction is welcome, and it is one line.

## To correct or add an entry

1. Open the file in `imrparse/catalog/`. Its first line, `about`, says what it holds and how names are compared.
2. Change the entry's line, or put a new one below the line that the table names. Every line but a list's last ends
   in a comma.
3. Run `make docs` (this page) and `make test`; for the catalogues alone
   `pytest tests/test_vocabulary.py tests/test_docs.py`.

Names are compared without regard to case; in requests a plural s, hyphens and slashes do not matter either, and in
the names of guidelines and sections neither does punctuation. What is in no catalogue is kept as printed and gives
a warning ([warnings.md](warnings.md)).

| to add | in | below the line | a line such as | then |
|---|---|---|---|---|
"""


def _introduction() -> Iterator[str]:
    yield from INTRODUCTION.splitlines()
    for what, file, below, line, effect in ADDITIONS:
        yield f"| {what} | `{file}` | `{below}` | `{line}` | {effect} |"
    yield ""


def _mtus() -> Iterator[str]:
    yield "## MTUS: the state's own guidelines"
    yield ""
    yield "Edition years as letters print them, with the first day in force; other names that letters use; sections."
    yield ""
    sections = guidelines.mtus().sections
    for guideline in guidelines.mtus().guidelines:
        yield from _guideline(guideline)
        yield from _names("Sections", sections.get(guideline.title, ()))
    listed = {guideline.title for guideline in guidelines.mtus().guidelines}
    for title in (title for title in sections if title not in listed):
        yield f"### {title}"
        yield ""
        yield from _names("Sections", sections[title])


def _acoem() -> Iterator[str]:
    file = guidelines.acoem()
    yield "## ACOEM chapters to 2017: second edition"
    yield ""
    yield from _guidelines_in_brief(file.chapters)
    yield from _names("Sections of these chapters", file.chapter_sections)
    yield "## ACOEM guidelines from 2018: third edition"
    yield ""
    yield from _guidelines_in_brief(file.disorders)
    yield from _names("Sections of these guidelines", file.disorder_sections)
    yield from _names("Sections of chapters and guidelines alike", file.general_sections)


def _odg() -> Iterator[str]:
    file = guidelines.odg()
    yield "## ODG chapters"
    yield ""
    for chapter in file.chapters:
        others = ", ".join(name for name in chapter.also if name != chapter.title)
        yield f"- **{chapter.title}**{': ' if others else ''}{others}"
    yield ""
    yield from _names("Chapters only where the word chapter or section follows", file.only_with_chapter)
    yield from _names("Topics that begin with a chapter's word", file.word_in_topics)


def _works() -> Iterator[str]:
    yield "## Other works"
    yield ""
    yield from _names("Names that open a work of its own", catalog.load("works", WorksCatalog).works)


def _guideline(guideline: guidelines.Guideline) -> Iterator[str]:
    yield f"### {guideline.title}"
    yield ""
    editions = _editions(guideline)
    if editions:
        yield f"Editions: {editions}."
        yield ""
    yield from _names("Also", guideline.also)


def _guidelines_in_brief(entries: Iterable[guidelines.Guideline]) -> Iterator[str]:
    for guideline in entries:
        number = f"{guideline.chapter}. " if guideline.chapter else ""
        details = "; ".join(part for part in (_editions(guideline), ", ".join(guideline.also)) if part)
        yield f"- **{number}{guideline.title}**{': ' if details else ''}{details}"
    yield ""


def _editions(guideline: guidelines.Guideline) -> str:
    stated = [
        " ".join(
            part for part in (str(e.year) if e.year else "", f"(in force {e.effective})" if e.effective else "") if part
        )
        for e in guideline.editions
    ]
    return ", ".join(edition for edition in stated if edition)


def _categories() -> Iterator[str]:
    file = catalog.load("categories", CategoryFile)
    yield "## Request categories"
    yield ""
    yield "Phrases in the order in which they are tried; the first part of a request that holds one decides. Marks:"
    yield "*weak* words decide only against nothing better, *sessions* words only where visits are counted; *or* names"
    yield "categories that are possible as well."
    yield ""
    for category, subcategories in file.request_categories.items():
        yield f"### {category}"
        yield ""
        if subcategories:
            yield f"Subcategories: {', '.join(subcategories)}."
            yield ""
        for rule in file.rules:
            if rule.category == category:
                yield f"- {_rule_marks(rule)}{', '.join(rule.phrases)}"
        yield ""
    yield from _names("Words that say when or why, never what", file.context)


def _rule_marks(rule: Rule) -> str:
    marks = [f"**{rule.subcategory}**"] if rule.subcategory else []
    marks += ["*weak*"] if rule.weak else []
    marks += ["*sessions*"] if rule.when else []
    marks += [f"*or {', '.join(rule.or_)}*"] if rule.or_ else []
    return f"{' '.join(marks)}: " if marks else ""


def _body_parts() -> Iterator[str]:
    yield "## Parts of the body"
    yield ""
    for part in catalog.load("body_parts", BodyPartFile).body_parts:
        others = ", ".join(phrase for phrase in part.phrases if phrase != part.name)
        side = f" ({part.side})" if part.side else ""
        yield f"- **{part.name}**{side}{': ' if others else ''}{others}"
    yield ""


def _drugs() -> Iterator[str]:
    file = catalog.load("drugs", DrugFile)
    yield "## Drugs by the state's class"
    yield ""
    yield "*A group* is the name of a kind of product: it is read as the name only where a request names no product."
    yield ""
    for class_ in (*file.drug_classes, None):
        drugs = [entry for entry in file.drugs if entry.class_ == class_]
        yield f"### {class_ or 'No class of the state fits'}"
        yield ""
        yield from map(_drug, sorted(drugs, key=lambda drug: drug.generic.casefold())) if drugs else ("(none listed)",)
        yield ""


def _drug(entry: DrugEntry) -> str:
    brands = f": {', '.join(entry.brands)}" if entry.brands else ""
    also = f" (also {', '.join(entry.also)})" if entry.also else ""
    group = "*a group*: " if entry.group else ""
    return f"- {group}**{entry.generic}**{brands}{also}"


def _specialties() -> Iterator[str]:
    yield "## Reviewers' specialties"
    yield ""
    yield from _names("Known names", catalog.load("specialties", Specialties).specialties)


def _states() -> Iterator[str]:
    yield "## States of licensure"
    yield ""
    states = catalog.load("states", States).states
    yield ", ".join(f"{name} ({code})" for code, name in sorted(states.items(), key=lambda state: state[1])) + "."


def _names(label: str, names: Iterable[str]) -> Iterator[str]:
    """One paragraph of names; nothing where there are none."""
    listed = "; ".join(names)
    if listed:
        yield f"{label}: {listed}."
        yield ""


def main() -> int:
    """Write the page, or say whether it is up to date."""
    text = page() + "\n"
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") != text:
            sys.stderr.write("docs/vocabulary.md is not what the catalogues say: run make docs\n")
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
