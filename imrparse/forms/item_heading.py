"""The heading of a disputed item: where it begins, and the decision that it ends in.

Where one item's rationale ends and the next one's heading begins is not marked in the text. White space above
the heading, a rationale's last words and full stops tell; where they do not agree, the boundary is in doubt.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from imrparse.evidence import Doubt, Span, trimmed
from imrparse.forms import anchors
from imrparse.forms.necessity import DecisionPlace, find_decisions
from imrparse.letter import Letter
from imrparse.patterns import IGNORECASE, REVERSE, Pattern

LONGEST_DECISION = 40
"""Characters in which a decision and the words that lead up to it stand: the longest wording, "is: Partially
Overturned", has 23."""

LONGEST_SENTENCE = 80
"""Characters in which a decision that is a sentence stands: "is not medically necessary and appropriate." has 43."""

LONGEST_HEADING = 20
"""Lines that a heading can have. The longest of 273 real ones, a modified request, has five."""

LAST_WORDS = 80
"""Characters before a line end that are looked at: a line's worth."""

LINES_ABOVE = 4
"""Lines above a heading in which a conclusion may be the rationale's true end: real headings have up to five."""

ORIGINAL_REQUEST = "the original request"

ABBREVIATION = Pattern(
    # "p.o.", "q.d.", "mg.", "tab.": a full stop inside a heading that ends no sentence
    r"\b(?:(?:[a-z]\.){1,4}|mg|mcg|gm|ml|tab|tabs|cap|caps|no|qty|hr|hrs|wk|wks|min|vs|approx|dr|mr|mrs|ms|st|rx|dx|inj|pt)\.$",
    IGNORECASE | REVERSE,
    bounded=True,
)
CONCLUSION = Pattern(
    # The last words of most rationales: "…is not medically necessary and appropriate"
    r"(?:necessary|necessity|appropriate|certified|authorized|supported|recommended|indicated|warranted|upheld|overturned)"
    r"(?:\s+(?:and|or)\s+appropriate|\s+at\s+this\s+time)?[.!\"')\]]*$",
    IGNORECASE | REVERSE,
    bounded=True,
)
"""Matched backwards from the end, as abbreviations are."""

NECESSITY = Pattern(
    # The words that a heading never holds: "…is not medically necessary", with or without its full stop
    r"medically\s+(?:necessary|appropriate)(?:\s+(?:and|or)\s+appropriate|\s+at\s+this\s+time)?[.\"')\]]*\s*(?=[A-Z0-9\"(]|$)"
)
LAST_NECESSITY = ("necessary", "appropriate", "at this time")
STOPS = (".", "!", "?")
SENTENCE_END = Pattern(r"[a-z]{3,}[.!?][\"')\]]*\s+(?=[A-Z0-9\"(])")
PROSE_WORDS = 20
"""Words before a full stop inside a heading that make them the end of a rationale. Of 273 real headings only modified
requests hold a full stop, and the longest of their first sentences has 33 words and its own wording."""

MODIFICATION_TAIL = Pattern(
    # From the second half of a modified request's wording to the decision: nothing but its own sentences.
    r"""
    \bwas\s+the\s+original\s+request\b
    (?: (?!\bmedically\s+(?:necessary|appropriate)\b) . )*?
    (?: \bremaining\s+IMR[\s-]+eligible\s+portion\s+of\s+the\s+original\s+request
      | \bleaving\s+the\s+original\s+request\s+IMR[\s-]+eligible )
    (?: (?!\bmedically\s+(?:necessary|appropriate)\b) . )* $
    """,
    IGNORECASE | regex.DOTALL,
)
NUMBER = Pattern(
    # "1. ", "1) ", "(1) ", "1.Physical therapy", "#1 ", "Issue 1: ", but not "1.5 mg"
    r"""
    (?<! [a-z0-9.] ) (?: (?:issue|item|request|no\.?) \s )?
    (?: (?: [(\#] \s? )? (?P<number> \d{1,2} ) \s? [.):]{1,2} \s? (?! \d ) | \# \s? (?P<number> \d{1,2} ) \s )
    """
)
"""The number of an item, of text in lower case."""

UNCLEAR = "where the rationale above ends and this item's heading begins is unclear"


class Above(NamedTuple):
    """The text above an item's heading: where it begins, and whether it is empty."""

    start: int
    heading_follows: bool


class ItemHeading(NamedTuple):
    """The treatment and the decision of a heading, with doubts by path below the item."""

    begin: int
    """Where the heading begins: at its number, where it has one."""
    treatment: Span | None
    decision: Span | None
    doubts: tuple[Doubt, ...]


class Numbered(NamedTuple):
    """The treatment of a heading that may be numbered."""

    begin: int
    """Where the heading begins: at its number."""
    treatment: Span
    number: int | None
    certain: bool
    """Whether it is certain that the heading begins here."""


def find_numbered(letter: Letter, above: Above, end: int, expected: int | None) -> Numbered:
    """The treatment that ends at `end`, without the heading's number ("1.", "1)", "#1").

    Args:
        expected: the number that this item has, where the letter numbers its items.
    """
    if above.heading_follows:
        begin, certain = above.start, True
    else:
        numbered = None if expected is None else _numbered_start(letter, above.start, end, expected)
        begin, certain = _start(letter, above.start, end) if numbered is None else (numbered, True)
    begin = trimmed(letter.text, begin, end).start
    match = NUMBER.match(letter.flat, begin, end)
    treatment = trimmed(letter.text, match.end() if match else begin, end)
    return Numbered(begin, treatment, int(match["number"]) if match else None, certain)


def _numbered_start(letter: Letter, start: int, end: int, expected: int) -> int | None:
    """Where the line with the expected number begins that is nearest above `end`; where none does, a sentence."""
    lines = [letter.line_ends.at[index] + 1 for index in letter.line_ends_between(start, end)[-LONGEST_HEADING:]]
    lines += [start] if len(lines) < LONGEST_HEADING else []
    for line in sorted(lines, reverse=True):
        match = NUMBER.match(letter.flat, line, end)
        if match and int(match["number"]) == expected:
            return line if _prose_end(letter.text, match.end(), end) is None else None
    inside = [match for match in NUMBER.finditer(letter.flat, start, end) if int(match["number"]) == expected]
    return next(
        (
            match.start()
            for match in reversed(inside)
            if stops(letter.text[max(start, match.start() - 4) : match.start()])
            and _prose_end(letter.text, match.end(), end) is None
        ),
        None,
    )


def find_heading(letter: Letter, above: Above, label: int) -> ItemHeading:
    """The heading that stands between the text above and the item's first label, which begins at `label`."""
    doubts: list[Doubt] = []
    decision, end = _decision(letter, above.start, label, doubts)
    begin, certain = (above.start, True) if above.heading_follows else _start(letter, above.start, end)
    begin = trimmed(letter.text, begin, end).start
    number = NUMBER.match(letter.flat, begin, end) if _is_sentence(decision) else None
    treatment = trimmed(letter.text, number.end() if number else begin, end)
    if not certain:
        doubts.append(Doubt("unclear_boundary", "treatment", UNCLEAR))
    if treatment.start == treatment.end:
        return ItemHeading(decision.start if decision else label, None, decision, tuple(doubts))
    return ItemHeading(begin, treatment, decision, tuple(doubts))


def _is_sentence(decision: Span | None) -> bool:
    """Whether the decision is a sentence, as on the form whose items are numbered."""
    return decision is not None and decision.end - decision.start > LONGEST_DECISION // 2


def _decision(letter: Letter, above: int, label: int, doubts: list[Doubt]) -> tuple[Span | None, int]:
    """The decision right above the label, below `above`, and where the treatment before it ends."""
    start = max(above, label - LONGEST_DECISION)
    match = anchors.DECISION.match(letter.flat, start, label)
    if match and match["qualifier"]:
        words = letter.line(match.start("qualifier"), match.end("decision"))
        doubts.append(Doubt("unclear_decision", "decision", f"{words!r} is neither upheld nor overturned"))
        return None, match.start("lead")
    if match:
        if not any(sign in match["lead"] for sign in (":", ";", " is")):
            doubts.append(Doubt("damaged", "decision", "no colon stands before the decision"))
        return Span(*match.span("decision")), match.start("lead")
    sentence = _last_sentence(letter, max(above, label - LONGEST_SENTENCE), label)
    if sentence:
        return sentence.words, sentence.item_end
    doubts.append(Doubt("missing", "decision", "no decision stands above the item's guidelines"))
    return None, label


def _last_sentence(letter: Letter, start: int, label: int) -> DecisionPlace | None:
    """The decision right above the label where it is a sentence: letters that still have the older form's items."""
    places = find_decisions(letter, start, label) if letter.flat.find("medically", start, label) >= 0 else []
    return places[-1] if places and places[-1].after >= label else None


def _start(letter: Letter, start: int, end: int) -> tuple[int, bool]:
    """Where the heading that ends at `end` begins, and whether that is certain; the text above begins at `start`."""
    breaks = letter.line_ends_between(start, end)[-LONGEST_HEADING:]
    latest = _modification_tail(letter, letter.line_ends.at[breaks[0]] if breaks else start, end)
    candidates = [index for index in reversed(breaks) if letter.line_ends.at[index] < latest]
    chosen = next((index for index in candidates if _ends_rationale(letter, index)), None)
    above = start if chosen is None else letter.line_ends.at[chosen] + 1
    inside = _prose_end(letter.text, above, latest)
    if inside is not None:
        return inside, False
    if chosen is None:
        return (letter.line_ends.at[candidates[0]] + 1 if candidates else start), False
    inner = [index for index in candidates if index > chosen]
    return above, _is_certain(letter, chosen, inner)


def _is_certain(letter: Letter, chosen: int, inner: list[int]) -> bool:
    """Whether the line end `chosen` is the one above the heading, `inner` being those inside it.

    With white space above, or a line of its own in a text of whole paragraphs, the rationale must end like one. Else no
    line end inside the heading may look like the end of a paragraph, and none shortly above like the end of the
    rationale.
    """
    before = _last_words(letter, chosen)
    concludes = CONCLUSION.match(before) is not None
    if not concludes and not stops(before):
        return False
    if concludes and not inner:
        return True  # with white space above or without; to measure it takes longer than all else here
    if letter.gap_follows(chosen) or (letter.is_unwrapped and not inner):
        return True
    if any(letter.ended_early(index) or stops(_last_words(letter, index)) for index in inner):
        return False
    nearby = range(max(0, chosen - LINES_ABOVE), chosen)
    rivals = (CONCLUSION.match(words) and stops(words) for words in (_last_words(letter, index) for index in nearby))
    return concludes or not any(rivals)


def _ends_rationale(letter: Letter, index: int) -> bool:
    """Whether the line end `index`, inside or above an item's heading, is the one above it."""
    return _words_end_rationale(letter, index) or letter.gap_follows(index)  # in this order: words take less time


def _words_end_rationale(letter: Letter, index: int) -> bool:
    before = _last_words(letter, index)
    following = letter.text[letter.line_ends.at[index] + 1]
    heading_like = not following.islower() and following not in "#("
    if stops(before):
        return bool(CONCLUSION.match(before)) or (heading_like and not ABBREVIATION.match(before))
    if heading_like and before.endswith(LAST_NECESSITY) and NECESSITY.search(before):
        return True
    if not letter.ended_early(index):
        return False
    capitals = before[before.rfind("\n") + 1 :].isupper()  # a heading's first line, where the heading is in capitals
    return (heading_like and not capitals) or bool(CONCLUSION.match(before))


def _last_words(letter: Letter, index: int) -> str:
    at = letter.line_ends.at[index]
    return letter.text[max(0, at - LAST_WORDS) : at]


def stops(words: str) -> bool:
    """Whether the words end in a full stop or its like, closing quotes and brackets aside."""
    return words.rstrip(" \"')]").endswith(STOPS)


def _prose_end(text: str, start: int, end: int) -> int | None:
    """Where the prose of a rationale ends inside `text[start:end]`, which was taken for a heading."""
    ends: list[int] = []
    if text.find("medically", start, end) >= 0:
        ends += [match.end() for match in NECESSITY.finditer(text, start, end) if match.end() < end]
    if all(text.find(sign, start, end) < 0 for sign in STOPS):
        return max(ends, default=None)
    ends += [
        match.end()
        for match in SENTENCE_END.finditer(text, start, end)
        if len(text[start : match.start()].split()) > PROSE_WORDS
    ]
    return max(ends, default=None)


def _modification_tail(letter: Letter, start: int, end: int) -> int:
    """Where the second half of a modified request's wording begins, `end` for other headings."""
    if ORIGINAL_REQUEST not in letter.flat[start:end]:
        return end
    match = MODIFICATION_TAIL.search(letter.flat, start, end)
    return match.start() if match else end
