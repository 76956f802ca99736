"""`mpr-2013`: the Medical Professional Review of the first months."""

from __future__ import annotations

from tests.forge.blocks import Block, Printed, bullets, heading, paragraphs, row
from tests.forge.chooser import Chooser
from tests.forge.printing.wording import certified, date
from tests.forge.truth import Truth

ISSUES = (
    "Whether {item} {was} medically necessary?",
    "{item}",
    "Whether the requested {item} {was} medically necessary.",
    "Is the request for {item} medically necessary?",
    "Whether or not {item} {was} medically necessary and appropriate.",
    "Whether the request for {item} {was} medically necessary?",
)


GUIDELINES = "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"


def blocks(chooser: Chooser, truth: Truth) -> Printed:
    was = chooser.one_of(("is", "was"))
    decision = truth["disputed_items"][0]["decision"]
    which = f"{was.upper()} {'NOT ' if decision == 'upheld' else ''}MEDICALLY NECESSARY:"
    first = truth["disputed_items"][0]
    same_line = chooser.chance(0.2)
    return Printed(
        [
            Block("title", "MEDICAL PROFESSIONAL REVIEW"),
            *header(chooser, truth),
            heading("ISSUE AT DISPUTE:"),
            *issues(chooser, truth, was),
            *section("CASE SUMMARY:", truth["case_summary"], same_line),
            heading("DOCUMENTS REVIEWED FOR DETERMINATION:"),
            *bullets(truth["documents_reviewed"]),
            *section(GUIDELINES, first["expert_reviewer"]["text"], same_line),
            *section(f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE {which}", first["rationale"], same_line),
            *section("MEDICAL REVIEWER QUALIFICATIONS:", credentials(chooser, truth), same_line),
        ],
        "",
    )


def section(title: str, text: str, same_line: bool) -> list[Block]:
    """A heading with its text below it, or behind it on the same line."""
    return paragraphs(text, f"{title} ") if same_line else [heading(title), *paragraphs(text)]


def header(chooser: Chooser, truth: Truth) -> list[Block]:
    """A small block, where the copy has one."""
    label = chooser.one_of(("IMR Case Number:", "Case Number:"))
    rows = [row(label, truth["case_number"])] if truth["case_number"] else []
    if truth["dates"]["decision"]:
        rows.insert(0, row("Date:", date(truth, "decision")))
        rows += [row("Date of Injury:", date(truth, "injury")), row("Date of UR Decision:", date(truth, "ur_denial"))]
    return rows


def issues(chooser: Chooser, truth: Truth, was: str) -> list[Block]:
    pattern = chooser.one_of(ISSUES)
    treatments = [item["treatment"] for item in truth["disputed_items"]]
    texts = [pattern.format(item=treatment, was=was) for treatment in treatments]
    if len(texts) == 1:
        return [Block("paragraph", texts[0])]
    mark = chooser.one_of(("{}. ", "{}) ", "({}) "))
    return [Block("paragraph", text, mark.format(n), tight=n > 1) for n, text in enumerate(texts, 1)]


def credentials(chooser: Chooser, truth: Truth) -> str:
    sentence = certified(chooser, truth, chooser.one_of(("The physician reviewer", "The reviewer")))
    practice = chooser.one_of(("", " The reviewer is in active clinical practice.", " He/she is in active practice."))
    return sentence + practice
