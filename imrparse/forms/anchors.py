"""The printed headings, labels and lead-in sentences that the final determination letters since 2014 share.

Wordings are in lower case with one space between words, as `Letter.flat` has them: a heading that wraps
over lines, or stands in another case, is found all the same, and by the fastest means there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from imrparse.evidence import Span
from imrparse.letter import Letter, lowered
from imrparse.patterns import IGNORECASE, REVERSE, Pattern


class Heading(NamedTuple):
    """A heading, in each of its wordings."""

    wordings: tuple[str, ...]
    run_in: bool = False
    """Whether text may follow on its line, behind its colon."""

    def find(self, letter: Letter, start: int = 0, end: int | None = None) -> Span | None:
        """Its first place in `letter.text[start:end]`: on lines of its own in any case, else in capitals anywhere.

        A run-in heading is also found by its colon, best where it begins a line.
        """
        stop = letter.body_end if end is None else end
        inline: Span | None = None
        for wording in self.wordings:
            place = letter.flat.find(wording, start, stop)
            while place >= 0:
                span = Span(place, place + len(wording))
                if _on_own_lines(letter.text, span):
                    return _with_colon(letter.text, span)
                if self.run_in and letter.text[span.start].isupper():
                    with_colon = _with_colon(letter.text, span)
                    if with_colon.end > span.end and _begins_line(letter.text, span.start):
                        return with_colon
                    inline = inline or (with_colon if with_colon.end > span.end else None)
                if inline is None and letter.text[span.start : span.end].isupper():
                    inline = span
                place = letter.flat.find(wording, span.end, stop)
        return inline


def _on_own_lines(text: str, span: Span) -> bool:
    end = _with_colon(text, span).end
    return _begins_line(text, span.start) and text[end : end + 1] in ("", "\n", "\f")


def _begins_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _with_colon(text: str, span: Span) -> Span:
    end = span.end + (text[span.end : span.end + 1] == " ")
    return Span(span.start, end + 1) if text[end : end + 1] == ":" else span


HOW_MADE = Heading(("how the imr final determination was made",))
CASE_SUMMARY = Heading(("clinical case summary",))
DOCUMENTS_REVIEWED = Heading(("documents reviewed",))
ISSUES = Heading(
    (
        "imr issues, decisions and rationales",
        "imr issues, decisions and rationale",
        "imr issues, decisions, and rationales",
        "imr issues decisions and rationales",
        "imr issue, decision and rationale",
        "imr decision(s) and rationale(s)",
        "imr decisions and rationales",
    )
)


class Sentence(NamedTuple):
    """A lead-in sentence of the form: the words it is found by, and what the rest of it looks like."""

    wording: str
    rest: Pattern
    before: tuple[str, ...] = ()
    """What may stand before those words in the same sentence."""

    def find(self, letter: Letter, start: int = 0, end: int | None = None) -> Span | None:
        """Its first place in `letter.text[start:end]`."""
        stop = letter.body_end if end is None else end
        place = letter.flat.find(self.wording, start, stop)
        if place < 0:
            return None
        match = self.rest.match(letter.flat, place + len(self.wording), stop)
        begin = next((place - len(words) for words in self.before if letter.flat.endswith(words, start, place)), place)
        return Span(begin, match.end() if match else place + len(self.wording))


CASE_SUMMARY_LEAD_IN = Sentence(
    # "The expert reviewer developed the following clinical case summary based on a review of the case file,
    #  including all medical records:"
    "reviewer developed the following clinical case summary",
    Pattern(r"[^:.]{0,60}? case \s? file ,? (?: \s including \s all \s medical \s records )? \s* [:.]?", bounded=True),
    before=("the expert ", "the physician "),
)
ANY_LEAD_IN = Pattern(r"\s* [^.:]{0,200} \b (?: case \s summary | medical \s records ) \b [^.:]{0,100} :")
"""A sentence of any wording that leads up to the case summary."""

ISSUES_LEAD_IN = Sentence(
    # "The Final Determination was based on decisions for the disputed items/services set forth below:"
    "the final determination was based on decisions for the disputed",
    Pattern(r"[^:.]{0,60}? set \s forth \s below (?: [^:.]{0,80} : | \s* [:.]? )", bounded=True),
)

LABELS = {
    "claims_administrator": ("claims administrator guideline", "claims administrator's guideline"),
    "expert_reviewer": (
        "maximus guideline",
        "imr guideline",
        "expert reviewer guideline",
        "physician reviewer guideline",
    ),
    "rationale": ("decision rationale",),
}
LABEL_END = Pattern(r"s? (?:\(s\))? \s* : \ ?", bounded=True)

CLOSINGS = (
    "sincerely",
    "respectfully",
    "respectfully submitted",
    "effect of the decision",
    "right to appeal",
    "end of determination",
    "maximus federal services, inc",
)
"""Lines that may stand below the last rationale: the letter's end, never part of the rationale."""

CLOSING_BEGINNINGS = ("cc: ", "copies sent to: ", "disclaimer: maximus")
"""Beginnings of such lines; a name follows "cc:"."""

MAY_CLOSE = (*CLOSINGS, *CLOSING_BEGINNINGS)

_LEAD = r"(?P<lead> [:;]? (?: \s (?:is|are|was|were|is/are) \b )? \s* [\s:;,.(\[\u2013\u2014-]* )"
DECISION = Pattern(
    # The end of an item's heading: "Norco 10/325mg #60: Upheld", "…, 2 sessions is: Overturned", "… (Overturned)";
    # matched backwards from it, since a search would try all that stands before
    rf"""
    {_LEAD} (?<![a-z0-9]) (?P<qualifier> (?:partially|partly|not|in\spart|upheld|overturned) [\s/]+ )?
    (?P<decision> upheld | overturned | modified | uphold | overturn ) [\s.)\]]* $
    """,
    REVERSE,
    bounded=True,
)
DECISION_WORDS = ("upheld", "overturned", "modified")
HEADING_ENDS = ("upheld", "overturned")
HEADING_END = Pattern(r": \s? (?P<decision> upheld | overturned ) \.? (?= \s | $)")
"""What ends a heading; where a line ends there too, it may be one."""

LICENSURE = Pattern(r"state(?:\(s\)|s)?\s+of\s+licensure\s*:", bounded=True)
SPECIALTY = Pattern(r"certifications?(?:\(s\))?\s*/\s*specialt(?:y|ies)\s*:", bounded=True)
CREDENTIALS_LABELS = {"licensure": ("licensure", LICENSURE), "specialties": ("certification", SPECIALTY)}
"""A word of each label of the credentials' list, and the label: to look for the word first takes less time. Both are of
text in lower case."""

LABEL_BEFORE = 20
"""Characters of a label before that word, however it is spaced."""
CREDENTIALS_LEAD_IN = "reviewer has the following credentials"
SPEAKS_OF_CREDENTIALS = Pattern(
    r"licens(?:ed|ure) \b | board[\s-]+certified | certifications? (?:\(s\))? \s* /", IGNORECASE, bounded=True
)
"""Words that only a reviewer's credentials have, in each form's way of printing them."""
LICENSED_TO_PRACTICE = "licensed to practice in"


def speaks_of_credentials(letter: Letter, section: Span | None) -> bool:
    """Whether the part in which the reviewer's credentials can stand holds any."""
    return section is not None and SPEAKS_OF_CREDENTIALS.search(letter.text, *section) is not None


def find_credentials_label(text: str, name: str, start: int = 0) -> Span | None:
    """The first label of this name in `CREDENTIALS_LABELS` in `text[start:]`."""
    word, pattern = CREDENTIALS_LABELS[name]
    lower = lowered(text)
    place = lower.find(word, start)
    match = pattern.search(lower, max(start, place - LABEL_BEFORE)) if place >= 0 else None
    return Span(*match.span()) if match else None


class Label(NamedTuple):
    """A label of an item's paragraph."""

    name: str
    start: int
    end: int
    begins_line: bool


def _label_end(flat: str, at: int, end: int) -> int | None:
    """Where the label ends whose last word does at `at`: behind its colon; `None` where it has none."""
    if flat.startswith(": ", at, end):
        return at + 2
    match = LABEL_END.match(flat, at, end)
    return match.end() if match else None


def find_labels(letter: Letter, start: int, end: int, labels: Mapping[str, tuple[str, ...]] = LABELS) -> list[Label]:
    """The labels in `letter.text[start:end]`, in letter order."""
    found: list[Label] = []
    for name, wordings in labels.items():
        for wording in wordings:
            place = letter.flat.find(wording, start, end)
            while place >= 0:
                behind = _label_end(letter.flat, place + len(wording), end)
                if behind:
                    begins_line = place == 0 or letter.text[place - 1] == "\n"
                    found.append(Label(name, place, behind, begins_line))
                place = letter.flat.find(wording, place + len(wording), end)
    found.sort(key=lambda label: label.start)
    return found
