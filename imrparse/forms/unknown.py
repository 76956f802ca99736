"""A letter that follows no known form: the best honest reading, each part with how it was found.

Where its items are printed as on the forms since 2014 they are read as there (a letter that lost its credentials);
else the letter is cut at whatever labels it has (`by_labels`).
"""

from __future__ import annotations

import msgspec

from imrparse.errors import NotALetter
from imrparse.forms import by_labels, final_determination
from imrparse.forms.anchors import speaks_of_credentials
from imrparse.forms.sections import ITEM_PARTS, Sections
from imrparse.letter import Letter

LEAST_KINDS = 3
"""Kinds of anchor that make a text an IMR letter, where one of them is a decision in an IMR's own words. Utilization
review denials, appeals and notices of assignment share single labels with it; a letter that lost a page has five."""

ENOUGH_KINDS = 4
"""Kinds of anchor that do so without any decision: a letter that lost the headings of its items."""

REVIEW = ("independent medical review", "maximus", "imr ", "expert reviewer", "final determination")
KINDS = {
    "credentials": "the reviewer's credentials",
    "case_summary": "a case summary",
    "decision": "a decision (upheld, overturned, [not] medically necessary)",
    "claims_administrator": "a claims administrator guideline",
    "expert_reviewer": "an expert reviewer guideline",
    "rationale": "a decision rationale",
}
BESIDE_HEADER = ("credentials", "case_summary", "documents_reviewed")
LETTER_PARTS = ("header", *BESIDE_HEADER)
LIKE_A_FORM = "the headings and labels of the forms since 2014"


def sections(letter: Letter) -> Sections:
    """The parts of `letter`.

    Raises:
        NotALetter: too few kinds of anchor are in the text (`LEAST_KINDS`, `ENOUGH_KINDS`), or it names no review.
    """
    printed = _with_source(final_determination.sections(letter))
    labelled = by_labels.sections(letter)
    if _whole_items(printed) and _whole_items(printed) >= _whole_items(labelled):
        found = _with_letter_parts(printed, labelled)
    else:
        found = labelled if _parts(labelled) > _parts(printed) else printed
    kinds = _kinds(letter, found)
    _require(letter, kinds)
    return msgspec.structs.replace(found, anchors=kinds)


def _whole_items(found: Sections) -> int:
    """How many items have all their parts.

    One that is printed as on the forms since 2014 shows that all are: where the page begins inside an item, the reading
    by labels gives that item the paragraphs of the next one.
    """
    return sum(all(getattr(item, part) for part in ITEM_PARTS) for item in found.items)


def _with_letter_parts(printed: Sections, labelled: Sections) -> Sections:
    """The items as they are printed; what stands above them under wordings of no known form, by its labels.

    The header block alone has no heading: what is above the first label of a letter that lost a page is prose.
    """
    missing = [part for part in BESIDE_HEADER if not getattr(printed, part) and getattr(labelled, part)]
    return msgspec.structs.replace(
        printed,
        **{part: getattr(labelled, part) for part in missing},
        found_by={**printed.found_by, **{part: labelled.found_by[part] for part in missing}},
    )


def _parts(found: Sections) -> int:
    """How many parts were found."""
    items = sum(getattr(item, part) is not None for item in found.items for part in ITEM_PARTS)
    return items + (found.credentials is not None) + (found.case_summary is not None)


def _kinds(letter: Letter, found: Sections) -> dict[str, bool]:
    of_letter = {
        "credentials": speaks_of_credentials(letter, found.credentials),
        "case_summary": found.case_summary is not None,
    }
    of_items = {part: any(getattr(item, part) for item in found.items) for part in ITEM_PARTS if part in KINDS}
    return {KINDS[kind]: there for kind, there in (of_letter | of_items).items()}


def _require(letter: Letter, kinds: dict[str, bool]) -> None:
    present = [kind for kind, there in kinds.items() if there]
    absent = [kind for kind, there in kinds.items() if not there]
    if not any(words in letter.flat for words in REVIEW):
        absent.append("any mention of an Independent Medical Review")
    elif len(present) >= (LEAST_KINDS if kinds[KINDS["decision"]] else ENOUGH_KINDS):
        return
    found = (
        f"found of one: {', '.join(present)}; not found: {', '.join(absent)}" if present else "nothing of one was found"
    )
    raise NotALetter(f"no IMR final determination letter ({found}): pass the letter itself")


def _with_source(printed: Sections) -> Sections:
    found_by = {name: LIKE_A_FORM for name in LETTER_PARTS if getattr(printed, name)}
    for number, item in enumerate(printed.items):
        found_by |= {f"disputed_items.{number}.{part}": LIKE_A_FORM for part in ITEM_PARTS if getattr(item, part)}
    return msgspec.structs.replace(printed, found_by=found_by)
