"""Contradictions put into records, and how many of them are found: `python -m tests.contradicted`.

Each kind changes one value of a record, as a slip of the reviewer's would, or gives `None` where the record has
nothing of the kind to change. Found means that the changed record has a contradiction of the kind's code at the changed
place that the unchanged one has not. Reads forged letters of each form and, where they are at hand, the real ones.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

import imrparse
from imrparse.contradictions import find_contradictions
from imrparse.record import DisputedItem, Record
from tests.forge import FORMS, forge
from tests.forge.chooser import SeededChooser

SHARED = Path(__file__).parents[2] / "shared" / "letters"
replace = msgspec.structs.replace


class Kind(NamedTuple):
    name: str
    code: str
    changed: Callable[[Record], Iterator[Record]]


def with_item(record: Record, number: int, item: DisputedItem) -> Record:
    items = record.disputed_items
    return replace(record, disputed_items=(*items[:number], item, *items[number + 1 :]))


def each_item(change: Callable[[DisputedItem], DisputedItem | None]) -> Callable[[Record], Iterator[Record]]:
    def changed(record: Record) -> Iterator[Record]:
        for number, item in enumerate(record.disputed_items):
            other = change(item)
            if other is not None:
                yield with_item(record, number, other)

    return changed


def dates_changed(record: Record) -> Iterator[Record]:
    """Two neighbouring dates of the header change places."""
    names = ["injury", "ur_denial", "application_received", "assigned", "decision"]
    known = [name for name in names if getattr(record.dates, name)]
    for first, second in itertools.pairwise(known):
        pair = getattr(record.dates, first), getattr(record.dates, second)
        if pair[0] != pair[1]:
            yield replace(record, dates=replace(record.dates, **{first: pair[1], second: pair[0]}))


def injury_moved(record: Record) -> Iterator[Record]:
    """The header's date of injury is ten days later."""
    injury = record.dates.injury
    if injury and record.case_summary and "injur" in record.case_summary:
        yield replace(record, dates=replace(record.dates, injury=injury - datetime.timedelta(days=10)))


def older(record: Record) -> Iterator[Record]:
    """The rationale's patient is of the age printed, the summary's ten years older."""
    if record.patient.age and any(" old" in (item.rationale or "") for item in record.disputed_items):
        yield replace(record, patient=replace(record.patient, age=record.patient.age + 10))


def other_sex(record: Record) -> Iterator[Record]:
    """The summary's patient is of the other sex than three pronouns or more of a rationale."""
    for item in record.disputed_items:
        text = f" {item.rationale} "
        his, her = (sum(text.count(word) for word in words) for words in ((" he ", " his "), (" she ", " her ")))
        if record.patient.sex and max(his, her) >= 3 and min(his, her) == 0:
            yield replace(record, patient=replace(record.patient, sex="female" if his else "male"))
            return


def side_swapped(item: DisputedItem) -> DisputedItem | None:
    """The request is for the other side than the one that its rationale names."""
    details, text = item.details, (item.rationale or "").lower()
    if not details or not item.treatment or len({part.side for part in details.body_parts}) != 1:
        return None
    part = details.body_parts[0]
    if part.side not in ("left", "right") or f"{part.side} {part.name}" not in text:
        return None
    other = "left" if part.side == "right" else "right"
    parts = tuple(replace(one, side=other) for one in details.body_parts)
    treatment = item.treatment.replace(part.side, other).replace(part.side.capitalize(), other.capitalize())
    return replace(item, treatment=treatment, details=replace(details, body_parts=parts))


def decision_turned(item: DisputedItem) -> DisputedItem | None:
    if item.decision not in ("upheld", "overturned"):
        return None
    return replace(item, decision="overturned" if item.decision == "upheld" else "upheld")


CHAPTERS = {"Low Back": "Knee", "Neck and Upper Back": "Knee", "Shoulder": "Low Back", "Knee": "Low Back",
            "Forearm, Wrist, and Hand": "Low Back", "Ankle and Foot": "Shoulder", "Elbow": "Knee"}  # fmt: skip


def chapter_swapped(item: DisputedItem) -> DisputedItem | None:
    """The reviewer's one ACOEM chapter is another one."""
    citations = item.expert_reviewer.citations
    if not item.details or not item.details.body_parts or len(citations) != 1:
        return None
    title = citations[0].title or ""
    other = CHAPTERS.get(title.removesuffix(" Complaints")) if title.endswith(" Complaints") else None
    if other is None:
        return None
    swapped = replace(citations[0], title=f"{other} Complaints", known_title=f"{other} Complaints")
    return replace(item, expert_reviewer=replace(item.expert_reviewer, citations=(swapped,)))


def rationale_copied(record: Record) -> Iterator[Record]:
    """An item has the rationale of the next one, which is of another category."""
    items = record.disputed_items
    for number, (item, following) in enumerate(itertools.pairwise(items)):
        if item.category != following.category and item.rationale != following.rationale:
            yield with_item(record, number, replace(item, rationale=following.rationale))


def citation_denied(item: DisputedItem) -> DisputedItem | None:
    """The reviewer's paragraph says that it cites nothing; the rationale is as it was."""
    if not item.expert_reviewer.citations:
        return None
    text = "The Expert Reviewer did not cite any medical evidence for its decision."
    return replace(item, expert_reviewer=replace(item.expert_reviewer, text=text, citations=(), basis="none"))


def part_changed(item: DisputedItem) -> DisputedItem | None:
    """One more is authorized than what the disputed part leaves."""
    change = item.modification
    number = next((word for word in (change.authorized or "").split() if word.isdigit()), None) if change else None
    if change is None or change.authorized is None or number is None:
        return None
    authorized = change.authorized.replace(number, str(int(number) + 1), 1)
    return replace(item, modification=replace(change, authorized=authorized))


KINDS = (
    Kind("two dates of the header change places", "dates_out_of_order", dates_changed),
    Kind("the header's date of injury differs from the summary's", "other_injury_date", injury_moved),
    Kind("the summary's age differs from the rationale's", "other_person", older),
    Kind("the summary's sex differs from the rationale's pronouns", "other_person", other_sex),
    Kind("left and right change places in the request", "other_side", each_item(side_swapped)),
    Kind("the decision is turned round", "other_conclusion", each_item(decision_turned)),
    Kind("the rationale is the next item's", "other_item", rationale_copied),
    Kind("the chapter is of another part of the body", "other_body_part", each_item(chapter_swapped)),
    Kind("the reviewer is said to cite nothing", "uncited_evidence", each_item(citation_denied)),
    Kind("one more is authorized", "parts_do_not_add_up", each_item(part_changed)),
)


def found(kind: Kind, record: Record) -> tuple[int, int]:
    """Of the records with one contradiction of the kind put in: how many there are, and in how many it is found."""
    before = {(one.code, one.path, one.message) for one in find_contradictions(record)}
    tried = hits = 0
    for changed in kind.changed(record):
        tried += 1
        after = {(one.code, one.path, one.message) for one in find_contradictions(changed)}
        hits += any(code == kind.code for code, *_ in after - before)
    return tried, hits


def forged_records(count: int) -> Iterator[Record]:
    for form in FORMS:
        for number in range(count):
            yield imrparse.parse_text(forge(SeededChooser(f"{form} contradicted {number}"), form, "hard").text).record


def real_records() -> Iterator[Record]:
    for path in sorted([*SHARED.glob("pdf/*.pdf"), *SHARED.glob("text/*.txt")]):
        yield imrparse.parse(path).record


def table(columns: dict[str, list[Record]]) -> Iterator[str]:
    yield f"| contradiction put in | {' | '.join(f'found in {name}' for name in columns)} |"
    yield f"|---|{'--:|' * len(columns)}"
    for kind in KINDS:
        cells: list[str] = []
        for records in columns.values():
            counts = [found(kind, record) for record in records]
            tried, hits = (sum(numbers) for numbers in zip(*counts, strict=True))
            cells.append(f"{hits} of {tried}" + (f" ({hits / tried:.0%})" if tried else ""))
        yield f"| {kind.name} | {' | '.join(cells)} |"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=40, help="forged letters of each form")
    args = asked.parse_args()
    columns = {"forged letters": list(forged_records(args.count))}
    if SHARED.is_dir():
        columns["real letters"] = list(real_records())
    sys.stdout.write("\n".join(table(columns)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
