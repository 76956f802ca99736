"""The headings of 2013 found in damaged text: text may follow on their lines, and some stand once for each item."""

from __future__ import annotations

from collections.abc import Iterator

from imrparse.evidence import Span
from imrparse.forms import mpr_2013, notice_2013, notice_items
from imrparse.forms.anchors import Heading
from imrparse.forms.damaged.mends import NOISE, Mend, line_begin, on_its_line
from imrparse.letter import Letter
from imrparse.likeness import Like, Skeleton, skeleton_of
from imrparse.patterns import Pattern
from imrparse.record import FormName

LETTERS_AN_ERROR = 6
"""Letters of a heading for each one that may be wrong: run in, it has no line of its own to be known by."""

RELIED_UPON = Heading(
    (
        "section of the medical treatment utilization schedule relied upon by the expert reviewer to make his/her "
        "decision",
        "medical treatment guideline(s) relied upon by the expert reviewer to make his/her decision",
        "medical treatment guidelines(s) relied upon by the expert reviewer to make his/her decision",
    )
)
WHY = Heading(
    tuple(
        f"rationale for why the requested treatment/service {verb} {word}medically necessary"
        for verb in ("is/was", "is", "was")
        for word in ("not ", "")
    )
)
"""Of early 2013. It holds the decision, which is a value: what it was read from is told as of every value."""

ITEMS = ("disputed_items",)
HEADINGS: tuple[tuple[Heading, tuple[str, ...]], ...] = (
    # Each with the record paths that depend on it, the longer ones first.
    (RELIED_UPON, ITEMS),
    (WHY, ITEMS),
    (mpr_2013.GUIDELINES, ITEMS),
    (notice_2013.QUALIFICATIONS, ("reviewer",)),
    (notice_2013.DECISION_AND_RATIONALE, ITEMS),
    (notice_2013.DOCUMENTS, ("documents_reviewed", "case_summary")),
    (mpr_2013.QUALIFICATIONS, ("reviewer",)),
    (notice_2013.SUMMARY, ("case_summary",)),
    (notice_items.RATIONALE, ITEMS),
    (notice_items.EFFECT, ITEMS),
    (mpr_2013.ISSUE, ITEMS),
)
BEHIND = Pattern(r"[ ]? (?P<sign> [:;.] )? (?P<rest> [^\n]* )", bounded=True)


OF_REVIEW = (WHY, mpr_2013.GUIDELINES, mpr_2013.QUALIFICATIONS, mpr_2013.ISSUE)
"""Headings of the Medical Professional Review alone."""


def mend_run_in(letter: Letter, skeleton: Skeleton, form: FormName | None) -> Iterator[Mend]:
    """Mends of damaged headings of 2013, each time one stands at the beginning of a line.

    A damaged notice may look like a letter of late 2013, since both have rationales so called; a review does not.
    """
    taken: list[Span] = []
    for heading, paths in HEADINGS:
        if form in ("notice-2013", "fdl-2013") and heading in OF_REVIEW:
            continue
        wordings = sorted(heading.wordings, key=len, reverse=True)
        likes = [
            (on_its_line(letter, like), wording)
            for wording in wordings
            for like in skeleton.find_like(wording, len(skeleton_of(wording)) // LETTERS_AN_ERROR, at_lines=True)
        ]
        for like, wording in sorted(likes, key=lambda pair: (pair[0].errors, pair[0].start - pair[0].end)):
            if any(like.start < span.end and span.start < like.end for span in taken):
                continue
            mend = _mend(letter, like, wording, paths)
            if mend:
                taken.append(Span(like.start, like.end))
                if letter.flat[mend.start : mend.end].rstrip(":") not in heading.wordings:
                    yield mend


def _mend(letter: Letter, like: Like, wording: str, paths: tuple[str, ...]) -> Mend | None:
    """The heading put right; `None` where prose stands that only begins as it does."""
    start = line_begin(letter, like)
    behind = BEHIND.match(letter.text, like.end, letter.body_end)
    if start is None or behind is None:
        return None
    alone = len(behind["rest"]) <= NOISE and (like.errors > 0 or not any(c.isalnum() for c in behind["rest"]))
    if not alone and behind["sign"] is None:
        return None
    end = behind.end() if alone else behind.end("sign")
    return Mend(start, end, f"{wording.upper()}:", paths if like.errors else ())
