"""Last stage: whether the letter was read right, by signs that no single reader sees, as doubts.

A letter that lost a line, has a page twice or was misread by a machine still gives values of the right shape. What
betrays them: the form's words inside a value, a value that begins or ends inside a sentence, sections in another order
than the form's, the same line or item twice, words of the form that are spelt as the form never spells them.

The checks look at what was read and change no value. They can be strict, for print is clean: in the 114 real PDFs at
hand, with 270 items, they find one thing, a specialty that is misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter

from imrparse.evidence import Doubt
from imrparse.forms.items import WHOLE_LETTER
from imrparse.forms.sections import FORMS_SINCE_2014, Sections
from imrparse.letter import Letter
from imrparse.reading_checks.conclusion import without_conclusion
from imrparse.reading_checks.documents import document_doubts
from imrparse.reading_checks.guidelines import guideline_doubts
from imrparse.reading_checks.pages import page_doubts
from imrparse.reading_checks.parts import READ_FROM_REQUEST, doubts_at, parts_of
from imrparse.reading_checks.prose import cut_sentences, doubled_words, no_summary, stock_inside
from imrparse.reading_checks.requests import request_doubts
from imrparse.reading_checks.reviewer import reviewer_doubts
from imrparse.reading_checks.words import damaged_words
from imrparse.record import Record


def reading_doubts(
    letter: Letter, sections: Sections, record: Record, earlier: Sequence[Doubt] = ()
) -> Iterator[Doubt]:
    """Doubts about the record of a letter, from signs in its text that values were read from the wrong words.

    Args:
        earlier: what its readers were in doubt about.
    """
    parts = parts_of(sections)
    yield from _concluded(earlier)
    yield from _swallowed(record)
    yield from _incomplete(record)
    yield from document_doubts(record.documents_reviewed)
    yield from request_doubts(record)
    yield from guideline_doubts(record)
    yield from stock_inside(letter, parts, record.form)
    yield from cut_sentences(letter, parts)
    yield from no_summary(record)
    yield from without_conclusion(letter, parts)
    yield from doubled_words(record)
    yield from page_doubts(letter, sections, parts, record, earlier)
    yield from reviewer_doubts(record)
    yield from _case_number(record)
    yield from damaged_words(letter, record, earlier)


SPREADING = frozenset(("damaged", "section_missing", "unread_guideline", "stray_label", "unclear_modification"))
"""Codes of doubts about the words of a value, so that what is concluded from them is in doubt too."""

CONCLUDED = {
    "text": ("basis", "citations"),
    "citations": ("basis",),
    "treatment": READ_FROM_REQUEST[1:],
    "modification": tuple(name for name in READ_FROM_REQUEST if name != "modification"),
}
"""By the last name of a path, what is read from the words of its value, beside it."""


def _concluded(earlier: Sequence[Doubt]) -> Iterator[Doubt]:
    """Doubts for what is read from values that are in doubt."""
    for doubt in earlier:
        above, dot, name = doubt.path.rpartition(".")
        if doubt.code in SPREADING and name in CONCLUDED:
            yield from (doubt._replace(path=f"{above}{dot}{other}", printed=None) for other in CONCLUDED[name])
        side, cited, _ = doubt.path.partition(".citations.")
        if doubt.code in SPREADING and cited:
            yield doubt._replace(path=f"{side}.basis", printed=None)


def _swallowed(record: Record) -> Iterator[Doubt]:
    """Doubts for items that lack a part: where the others end is unclear then, or whose they are."""
    for number, item in enumerate(record.disputed_items):
        if item.treatment is None and item.decision is None:
            message = "the item's heading was not found: its paragraphs may belong to another item"
            yield Doubt("section_missing", f"disputed_items.{number}", message)
        if item.claims_administrator.text and not item.expert_reviewer.text:
            message = "the reviewer's guidelines were not found: they may stand here"
            yield Doubt("section_missing", f"disputed_items.{number}.claims_administrator", message)
        if not item.rationale:
            message = "the item's rationale was not found: it may stand here"
            for side in ("claims_administrator", "expert_reviewer"):
                if getattr(item, side).text:
                    yield Doubt("section_missing", f"disputed_items.{number}.{side}", message)


PARTS_SINCE_2014 = {
    "treatment": "heading",
    "decision": "decision",
    "claims_administrator.text": "claims administrator's guideline",
    "expert_reviewer.text": "reviewer's guideline",
    "rationale": "rationale",
}
"""What every item of a letter since 2014 has, by record path."""


def _incomplete(record: Record) -> Iterator[Doubt]:
    """Doubts about all items where one lacks a part that each has: a page may be missing, and items with it."""
    if record.form not in FORMS_SINCE_2014:
        return
    for number, item in enumerate(record.disputed_items):
        lacking = [name for path, name in PARTS_SINCE_2014.items() if not attrgetter(path)(item)]
        if lacking:
            message = f"item {number + 1} lacks its {' and '.join(lacking)}: a page, and other items, may be missing"
            yield from doubts_at("section_missing", WHOLE_LETTER, message)
            return


CASE_NUMBER = re.compile(r"[A-Z]{2,3}\d\d-\d{7}")


def _case_number(record: Record) -> Iterator[Doubt]:
    """A doubt where the case number has not the seven digits that each has."""
    if record.case_number and not CASE_NUMBER.fullmatch(record.case_number):
        yield Doubt("damaged", "case_number", f"{record.case_number!r} has not the seven digits of a case number")
