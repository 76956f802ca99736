"""The form's fixed wordings put right in a damaged letter, so that everything after reads a whole one.

Blanks lost or doubled, letters misread by OCR, a colon gone: headings, labels and lead-in sentences are looked for by
likeness (`imrparse.likeness`) where they were not found exactly, and where they can stand: a heading on lines of its
own, an item's label at the beginning of a line or behind a decision, and once in an item. Values that know their
shape (case number, dates, priority, decisions) are put right at their places, and there only.

What is put in the place of damaged words has those words as its source, so that evidence shows what the page prints.
Ordinary letters never come here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from imrparse.errors import NotALetter
from imrparse.evidence import Doubt, Evidence, Span
from imrparse.forms import anchors, divide, mpr_2013, notice_2013, notice_items
from imrparse.forms.damaged.blanks import lacks_blanks, mend_blanks, with_blanks
from imrparse.forms.damaged.labels import mend_labels, mend_rationales
from imrparse.forms.damaged.mends import NOISE, Mend, line_begin, on_its_line, replace, shifted, without_overlaps
from imrparse.forms.damaged.run_in import mend_run_in
from imrparse.forms.damaged.wordings import CREDENTIALS, HEADER, HEADINGS, LETTERS_AN_ERROR, SENTENCES, Wording
from imrparse.forms.damaged.words import mend_acronyms, mend_words, words_damaged
from imrparse.forms.sections import FORMS_SINCE_2014
from imrparse.letter import Letter
from imrparse.likeness import Like, Skeleton, skeleton_of
from imrparse.patterns import MULTILINE, Pattern
from imrparse.record import FormName, Record
from imrparse.repairs import CASE_NUMBER_LIKE, DATE_LIKE, case_number_meant, date_meant

__all__ = ["Mend", "mend"]

LONGEST_HEADER = 2000
"""Characters above the first heading in which the header block stands, letterhead and address included."""

NUMBERED = Pattern(r"^ \s* \d{1,2} [.)] \s", MULTILINE)
"""A list of decisions, which the notices of 2013 print above their first heading: not part of the header block."""

BLANKS = re.compile(r"\s+(?=[^\w\s])|(?<=[^\w\s])\s+|(?<=[^\W\d])\s+(?=[^\W\d])")
"""Blanks that change nothing: beside punctuation, and between letters. One inside a number may part two."""

PRIORITIES = ("Standard", "Expedited")
COLON = Pattern(r"[ ]? [:;.,]", bounded=True)

DAMAGE = frozenset(
    (
        *("missing", "section_missing", "stray_label", "stray_decision", "damaged", "unclear_header"),
        *("impossible", "unclear_decision", "unread_guideline", "cut_off"),
    )
)
"""Codes of the warnings that a damaged wording of the form causes."""

HEADER_VALUES = ("case_number", "dates", "priority")
UNDAMAGED = ("patient", "disputed_items.category")
"""Values that no wording of the form leads to."""

_OF_ALL = (anchors.CASE_SUMMARY, anchors.ISSUES, anchors.ISSUES_LEAD_IN)
FRAME: dict[FormName, tuple[anchors.Heading | anchors.Sentence, ...]] = {
    "mpr-2013": (mpr_2013.ISSUE, mpr_2013.SUMMARY, mpr_2013.DOCUMENTS, mpr_2013.GUIDELINES),
    "notice-2013": (*(notice_2013.QUALIFICATIONS, notice_2013.SUMMARY, notice_2013.DOCUMENTS, notice_items.EFFECT),),
    "fdl-2013": (anchors.HOW_MADE, anchors.DOCUMENTS_REVIEWED, anchors.CASE_SUMMARY, anchors.ISSUES),
    **dict.fromkeys(FORMS_SINCE_2014, _OF_ALL),
}
"""What each of these forms prints around the case summary and above the items."""

LONGEST_LETTER = 200_000
"""Characters; the longest of the real letters has 50,000. What is longer and no letter is not searched for one."""


def looks_damaged(letter: Letter, record: Record) -> bool:
    """Whether what was read from the letter suggests that some of the form's words in it are damaged.

    A header value that is missing suggests it only where the header's words are there and damaged: copies leave the
    header block out, and the first letters of 2013 have none.
    """
    frame = [anchor.find(letter) for anchor in FRAME.get(record.form, ())] if record.form else []
    signs = [one for one in record.warnings if one.severity != "note" and not one.field.startswith(UNDAMAGED)]
    of_header = [warning for warning in signs if warning.field.startswith(HEADER_VALUES)]
    return (
        any(page.ocr for page in letter.pages)
        or any(warning.code in DAMAGE and warning not in of_header for warning in signs)
        or lacks_blanks(letter, record.form)
        or not all(frame)
        or words_damaged((*record.reviewer.specialties, *(item.treatment or "" for item in record.disputed_items)))
        or (bool(of_header) and any(True for _ in _header(letter, _header_end(letter, frame))))
    )


def _header_end(letter: Letter, frame: Iterable[Span | None]) -> int:
    return min((place.start for place in frame if place), default=letter.body_end)


def mend(letter: Letter, form: FormName | None = None) -> tuple[Letter, tuple[Mend, ...]]:
    """The letter with the form's damaged words put right, and what was put right; the letter itself where nothing.

    Args:
        form: which the letter seems to follow, `None` where any may be damaged beyond being known.
    """
    if letter.body_end > LONGEST_LETTER:
        return letter, ()
    mends = _of_form(letter, form)
    mended, done = replace(letter, mends) if mends else (letter, ())
    # The form's own words tell where its values are, and in those the words that are no form's.
    try:
        _, sections = divide(mended)
    except NotALetter:
        return mended, done
    later = [one for one in without_overlaps(mend_words(mended, sections)) if not _inside(one, done)]
    if not later:
        return mended, done
    whole, put_in = replace(mended, later)
    return whole, tuple(sorted([*shifted(done, later), *put_in]))


def _inside(mend: Mend, others: Iterable[Mend]) -> bool:
    return any(mend.start < other.end and other.start < mend.end for other in others)


def _of_form(letter: Letter, form: FormName | None) -> list[Mend]:
    """Mends of the form's own words."""
    skeleton = Skeleton(letter.text, 0, letter.body_end)
    places = {wording: _heading(letter, skeleton, wording) for wording in HEADINGS}
    places |= {wording: _sentence(letter, skeleton, wording) for wording in SENTENCES}
    found = {wording: place for wording, place in places.items() if place}
    items_from = max((place.end for wording, place in found.items() if "disputed_items" in wording.in_doubt), default=0)
    mends = [place for place in found.values() if place.meant]
    mends += _credentials(letter, skeleton)
    below_header = [place.start for place in found.values()]
    below_header += [place.start for anchor in (FRAME[form] if form else ()) if (place := anchor.find(letter))]
    mends += _header(letter, min(below_header, default=letter.body_end))
    if form not in ("mpr-2013", "notice-2013"):  # a damaged letter of 2014 may look like one of late 2013
        mends += mend_labels(letter, skeleton, items_from, letter.body_end, guidelines=form != "fdl-2013")
    if form in ("fdl-2013", None):
        mends += mend_rationales(letter, skeleton)
    if form not in FORMS_SINCE_2014:
        mends += mend_run_in(letter, skeleton, form)
    return without_overlaps([*without_overlaps(mends), *mend_blanks(letter, skeleton), *mend_acronyms(letter)])


def doubts_of(mends: Iterable[Mend], evidence: Evidence) -> Iterator[Doubt]:
    """What the mends make doubtful: values that depend on words only alike, and values that were put right."""
    for mend in mends:
        if not mend.unsure and _without_blanks(mend.printed) == _without_blanks(mend.meant):
            continue
        message = f"the words {mend.printed!r} were taken for {mend.meant!r}"
        if _letters(mend.printed) != _letters(mend.meant):
            yield from (Doubt("damaged", path, message) for path in mend.in_doubt)
        for path, spans in evidence.items():
            if any(span.start < mend.end and mend.start < span.end for span in spans):
                yield Doubt("repaired", path, f"{mend.printed!r} was read as {mend.meant!r}", mend.printed)


def _without_blanks(words: str) -> str:
    return BLANKS.sub("", words).strip().casefold()


def _letters(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


def _likes(skeleton: Skeleton, wording: Wording, *, at_lines: bool = False) -> list[tuple[Like, str]]:
    """Places that read like a variant of the wording, the best first; `at_lines`, only at the beginning of lines."""
    found = [
        (like, variant)
        for variant in wording.variants
        for like in skeleton.find_like(variant, len(skeleton_of(variant)) // LETTERS_AN_ERROR, at_lines=at_lines)
    ]
    return sorted(found, key=lambda pair: (pair[0].errors, pair[0].start))


def _heading(letter: Letter, skeleton: Skeleton, wording: Wording) -> Mend | None:
    """The heading where it stands on lines of its own; with nothing meant where it is whole."""
    exact = wording.anchor.find(letter) if wording.anchor else None
    if exact:
        return Mend(*exact, "")
    for place, variant in _likes(skeleton, wording, at_lines=True):
        like = on_its_line(letter, place)
        start, end = line_begin(letter, like), letter.text.find("\n", like.end, letter.body_end)
        end = letter.body_end if end < 0 else end
        behind = letter.text[like.end : end]
        if start is not None and len(behind) <= NOISE and (like.errors or not any(c.isalnum() for c in behind)):
            return Mend(start, end, variant, wording.in_doubt if like.errors else ())
    return None


def _sentence(letter: Letter, skeleton: Skeleton, wording: Wording) -> Mend | None:
    """The lead-in sentence, wherever it stands: it is too long to be anything else."""
    exact = wording.anchor.find(letter) if wording.anchor else None
    if exact and letter.text[exact.end - 1] in ":.":
        return Mend(*exact, "")
    for variant in wording.variants:
        place = letter.flat.find(variant.lower(), 0, letter.body_end)
        if place >= 0:
            return Mend(place, place + len(variant), "")
    for like, variant in _likes(skeleton, wording):
        end = _behind_colon(letter, like.end) if variant.endswith(":") else like.end
        return Mend(like.start, end, variant, wording.in_doubt if like.errors else ())
    return None


def _credentials(letter: Letter, skeleton: Skeleton) -> Iterator[Mend]:
    """The labels of the credentials' list, each at the beginning of a line."""
    for wording, exact in zip(CREDENTIALS, (anchors.LICENSURE, anchors.SPECIALTY), strict=True):
        if exact.search(letter.flat, 0, letter.body_end):
            continue
        for like, variant in _likes(skeleton, wording, at_lines=True):
            start = line_begin(letter, like)
            if start is not None:
                yield Mend(start, _behind_colon(letter, like.end), variant, wording.in_doubt if like.errors else ())
                break


def _header(letter: Letter, end: int) -> Iterator[Mend]:
    """Labels and values of the header block, which stands above `end`."""
    listed = NUMBERED.search(letter.text, 0, end)
    end = min(end, LONGEST_HEADER, listed.start() if listed else end)
    skeleton = Skeleton(letter.text, 0, end)
    for wording in HEADER:
        if letter.flat.find(wording.variants[0].lower().rstrip(":"), 0, end) >= 0:
            continue
        for like, variant in _likes(skeleton, wording):
            behind = _behind_colon(letter, like.end)
            if behind > like.end or letter.text[like.end : like.end + 1] in ("", "\n"):
                printed = letter.text[like.start : behind]
                same = "".join(printed.split()).lower() == variant.replace(" ", "").lower()
                whole = with_blanks(printed, variant) if same else variant
                yield Mend(like.start, behind, whole, wording.in_doubt if like.errors else ())
                break
    for pattern, meaning in ((DATE_LIKE, date_meant), (CASE_NUMBER_LIKE, case_number_meant)):
        for match in pattern.finditer(letter.text, 0, end):
            meant = meaning(match.group())
            if meant and meant != match.group():
                yield Mend(*match.span(), meant)
    if not any(word.lower() in letter.flat[:end] for word in PRIORITIES):
        for word in PRIORITIES:
            yield from (Mend(like.start, like.end, word) for like in skeleton.find_like(word, 1))


def _behind_colon(letter: Letter, end: int) -> int:
    colon = COLON.match(letter.text, end, letter.body_end)
    return colon.end() if colon else end
