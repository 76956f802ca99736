"""Last stage: pages and lines that are missing, doubled or in the wrong place, as doubts.

The form prints its parts in one order and numbers its items; no part of it stands in a letter twice. What two items
have in common may be printed twice all the same: reviewers argue alike.
"""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imrparse.evidence import Doubt, Span
from imrparse.forms.items import WHOLE_LETTER
from imrparse.forms.sections import FORMS_SINCE_2014, Sections
from imrparse.letter import BULLETS, Letter
from imrparse.patterns import IGNORECASE, MULTILINE, Pattern
from imrparse.reading.pages import Page
from imrparse.reading_checks.parts import Part, doubts_at
from imrparse.record import DisputedItem, FormName, Record


def page_doubts(
    letter: Letter, sections: Sections, parts: Sequence[Part], record: Record, earlier: Sequence[Doubt]
) -> Iterator[Doubt]:
    """Doubts where the parts, the items or the lines of a letter are not in order, or there twice."""
    yield from _order(sections, record.form)
    yield from _numbers(letter, sections, record.form)
    yield from _repeated_items(record)
    yield from _same_case(letter, record, earlier)
    yield from _repeated_lines(letter, parts)
    yield from _lines_that_do_not_go_on(letter, parts)
    if record.form in FORMS_SINCE_2014:  # those of 2013 print their parts on pages of their own
        yield from _short_pages(letter, parts)
        if _ends_on_a_full_page(letter, sections):
            message = "the last page is printed to its end, and nothing on it tells that no other page follows"
            yield from doubts_at("cut_off", WHOLE_LETTER, message, "note")


PAGES_MISPLACED = ("source.pages", "case_summary", *WHOLE_LETTER)
"""What is in doubt where pages, or parts of pages, may be swapped or missing."""

ORDERS: dict[FormName, tuple[str, ...]] = {
    "mpr-2013": ("case_summary", "documents_reviewed", "items", "credentials"),
    "notice-2013": ("header", "credentials", "case_summary", "documents_reviewed", "items"),
    "fdl-2013": ("header", "credentials", "documents_reviewed", "case_summary", "items"),
    "fdl-2014": ("header", "credentials", "case_summary", "items"),
    "fdl-2015": ("header", "credentials", "case_summary", "items"),
}
"""Parts in the order in which the form prints them."""


def _order(sections: Sections, form: FormName | None) -> Iterator[Doubt]:
    """Doubts where the letter's parts do not stand in the form's order: pages were swapped, or are missing."""
    if form not in ORDERS:
        return
    items = [span for item in sections.items if (span := item.rationale or item.expert_reviewer)]
    found: list[tuple[str, Span]] = []
    for name in ORDERS[form]:
        span = items[0] if name == "items" and items else None if name == "items" else getattr(sections, name)
        if span:
            found.append((name, span))
    starts = [span.start for _, span in found]
    in_order = [span.start for span in items]
    if starts != sorted(starts) or in_order != sorted(in_order):
        message = "the letter's parts stand in another order than on the form: pages may be swapped or missing"
        yield from doubts_at("unclear_pages", PAGES_MISPLACED, message)


NUMBERED: dict[FormName, Pattern] = {
    "notice-2013": Pattern(r"^ \W? (?P<number> \d{1,2} ) \s? [.)] \s* regarding \s the \s", MULTILINE | IGNORECASE),
    "fdl-2013": Pattern(
        # "2. Norco 7.5 mg is not medically necessary and appropriate.", over one line or two
        r"""
        ^ \W? (?P<number> \d{1,2} ) \s? [.)] \s
        (?: (?! [.] \s | request | \b [Tt]herefore ) . | \n (?! \d{1,2} [.)] ) ){3,250}?
        \b (?: is | are | was | were ) \s? (?: not \s? )? medically \s necessary
        """,
        MULTILINE,
    ),
}
"""Headings of items with their numbers, on the forms that print both."""


def _numbers(letter: Letter, sections: Sections, form: FormName | None) -> Iterator[Doubt]:
    """Doubts where the items' own numbers do not count up from 1."""
    pattern = NUMBERED.get(form) if form else None
    if pattern is None:
        return
    start = sections.credentials.end if sections.credentials else 0
    numbers = [int(match["number"]) for match in pattern.finditer(letter.text, start, letter.body_end)]
    whole = len(numbers) == len(sections.items)
    if numbers != sorted(set(numbers)) or (whole and numbers != list(range(1, len(numbers) + 1))):
        message = f"the items have the numbers {', '.join(map(str, numbers))}: pages may be swapped or missing"
        yield from doubts_at("unclear_pages", WHOLE_LETTER, message)


def _repeated_items(record: Record) -> Iterator[Doubt]:
    """A doubt where two items ask for the same and are argued alike: the letter may have a page twice.

    Two prescriptions of one medicine are two items, too.
    """
    seen: dict[str, list[int]] = {}
    for number, item in enumerate(record.disputed_items):
        before = seen.setdefault(_without_blanks(item.treatment), []) if item.treatment else []
        same = next((other for other in before if _argued(record.disputed_items[other]) == _argued(item)), None)
        if same is not None:
            message = f"items {same + 1} and {number + 1} ask for the same: a page may be there twice"
            yield from doubts_at("unclear_pages", WHOLE_LETTER, message)
        before.append(number)


def _argued(item: DisputedItem) -> str:
    said = (item.claims_administrator.text, item.expert_reviewer.text, item.rationale)
    return _without_blanks(" ".join(each or "" for each in said))


def _without_blanks(words: str) -> str:
    return "".join(words.casefold().split())


def _same_case(letter: Letter, record: Record, earlier: Sequence[Doubt]) -> Iterator[Doubt]:
    """A doubt where another letter of the input has this one's case number: it may be a part of this one."""
    if record.case_number and any(doubt.code == "several_letters" for doubt in earlier):
        others = sum(page.text.count(record.case_number) for page in letter.pages)
        if others > letter.text.count(record.case_number):
            message = "another letter in the input has this case number: it may be a part of this one, or a copy"
            yield from doubts_at("unclear_pages", WHOLE_LETTER, message)


LONG_LINE = 45
"""Characters from which a line that is there twice was hardly written twice."""

FEWEST_LINES, DOUBLED = 4, 0.5
"""How many lines at least stand twice where a page is doubled, and what share of the lines from one copy to the other:
short ones may not count. Reviewers quote a sentence twice, and what stands there more often is the writer's own way."""


def _repeated_lines(letter: Letter, parts: Sequence[Part]) -> Iterator[Doubt]:
    """Doubts where lines stand twice in one part of the letter, or in two that have nothing in common."""
    begin = min((part.span.start for part in parts), default=0)
    lines = letter.text[begin : letter.body_end].split("\n")
    twice = _lines_twice(lines)
    if not twice:
        return
    ends = [*letter.line_ends.at[letter.line_ends_between(begin, letter.body_end).start :], letter.body_end]
    by_distance: dict[int, list[_Twice]] = {}
    for before, number in twice:
        first, second = _part_at(parts, ends[before]), _part_at(parts, ends[number])
        if not _argue_alike(first, second):
            by_distance.setdefault(number - before, []).append(_Twice(lines[number], first, second))
    for distance, found in by_distance.items():
        doubled = len(found) >= max(FEWEST_LINES, distance * DOUBLED)
        if distance == 1 or doubled:
            message = f"the line {found[0].line[:60]!r} stands in the letter twice: a line or a page may be doubled"
            for part in {part for one in found for part in (one.first, one.second)}:
                yield from doubts_at("unclear_pages", part.paths if part else WHOLE_LETTER, message)
            if doubled:
                yield from doubts_at("unclear_pages", WHOLE_LETTER, message)


def _lines_twice(lines: Sequence[str]) -> list[tuple[int, int]]:
    """The numbers of two lines that are the same: right below each other, or the two places of a long one."""
    twice: list[tuple[int, int]] = []
    long_lines = [line for line in lines if len(line) >= LONG_LINE]
    if len(set(long_lines)) < len(long_lines):
        places: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            if len(line) >= LONG_LINE and line[0] not in BULLETS:
                places.setdefault(line, []).append(number)
        twice = [(each[0], each[1]) for each in places.values() if len(each) == 2]
    if any(map(operator.eq, lines, lines[1:])):
        for number, (line, below) in enumerate(itertools.pairwise(lines)):
            if line == below and len(line) > LONGEST_SIGN and line[0] not in BULLETS:
                twice.append((number, number + 1))
    return list(dict.fromkeys(twice))


class _Twice(NamedTuple):
    """A line that stands in the letter twice, and the parts that it stands in."""

    line: str
    first: Part | None
    second: Part | None


LONGEST_SIGN = 3
"""Characters of lines that mean nothing by themselves; as little do those of a list, "• No more than 6 visits."."""


def _part_at(parts: Sequence[Part], end: int) -> Part | None:
    """The part that a line stands in that ends before `end`."""
    for part in parts:
        if part.span.start < end <= part.span.end:
            return part
    return None


def _argue_alike(one: Part | None, other: Part | None) -> bool:
    """Whether the same line may well stand in both parts.

    The guidelines and rationales of two items often agree word for word; a case summary may say what was requested.
    """
    if one is None or other is None or one is other:
        return False
    return one.name == other.name or {one.name, other.name} == {"case_summary", "treatment"}


FULL_BOTTOM, FULL_LINES = 0.88, 0.8
"""The share of the other pages' lowest line, or of their most lines, from which a page may have ended because it was
full. In the real letters a page that another follows ends at 646 to 735 points; one letter in eight ends so low."""


def _ends_on_a_full_page(letter: Letter, sections: Sections) -> bool:
    """Whether the letter ends with an item at the end of a full page: where the next page, if lost, leaves no trace."""
    rationale = sections.items[-1].rationale if sections.items else None
    if rationale is None or rationale.end < letter.body_end - LONGEST_SIGN:
        return False
    number, last = letter.locate(rationale.end - 1)
    others = [letter.pages[other - 1] for other in set(letter.source_map.pages) - {number}]
    if not others:
        return False
    bottom = letter.pages[number - 1].baseline(last)
    if bottom:
        return bottom >= FULL_BOTTOM * max(page.baseline(len(page.text.rstrip()) - 1) or 0 for page in others)
    return _printed_lines(letter.pages[number - 1]) >= FULL_LINES * max(map(_printed_lines, others))


def _printed_lines(page: Page) -> int:
    return sum(map(bool, map(str.strip, page.text.splitlines())))


SHORT_PAGE, PRINTED_PAGE = 0.6, 30
"""The share of the fullest page's lines below which a page that another follows may lack its lower part (the least
among the real letters has 0.80), and the lines that a full page has."""


def _short_pages(letter: Letter, parts: Sequence[Part]) -> Iterator[Doubt]:
    """A doubt where a page that another follows has far fewer lines than others: its lower part may be missing.

    Not where it ends between two parts of the letter, of which the second may begin on a page of its own.
    """
    runs = letter.source_map
    turns = [
        (number, start)
        for number, following, start in zip(runs.pages, runs.pages[1:], runs.starts[1:], strict=False)
        if number != following and start < letter.body_end
    ]
    if not turns:
        return
    lengths = {number: letter.pages[number - 1].text.count("\n") for number in set(runs.pages)}  # with blank lines
    short = [(number, start) for number, start in turns if lengths[number] < SHORT_PAGE * max(lengths.values())]
    if not short:
        return
    lines = {number: _printed_lines(letter.pages[number - 1]) for number in lengths}
    fullest = max(lines.values())
    for number, start in short:
        count, part = lines[number], _part_at(parts, start + 1)
        if count < SHORT_PAGE * fullest and fullest >= PRINTED_PAGE and part and part.span.start < start:
            message = f"a page that another follows has {count} lines, one has {fullest}: its end may be missing"
            yield from doubts_at("unclear_pages", PAGES_MISPLACED, message)


BEGINS_SENTENCE = re.compile(
    r"(?:The|This|That|These|There|Therefore|Thus|However|According|Given|Based|Although|Additionally|Furthermore"
    r"|Regarding|As such|In addition|In this case|He|She|It|His|Her) (?=[a-z])"
)
"""Words that hardly ever have a capital inside a sentence."""
ENDS_SENTENCE = re.compile(r"(?<!\bapprox)(?<!\btabs)(?<!\bcaps)(?<!\bappt)(?<!\bdept)(?<!\bmeds)(?<=[a-z]{4})[.!]\)?$")
"""Not behind abbreviations of four letters or more, nor behind a quotation, after which a sentence may go on."""
INSIDE_SENTENCE = re.compile(r"(?:^|\s)[a-z]{2,}$")
PROSE = {"case_summary", "rationale"}
"""Parts in which a line's end is no paragraph's, but where a sentence ends."""

AROUND = 40
"""Characters before a line end that are looked at."""

LINE_END = re.compile(r"""\n(?:(?<=[a-z]\n)[A-Z]|(?<=[.!)]\n)[a-z]{2})""")
"""A line end between a small letter and a capital, or between a full stop and small letters: an "o " is a bullet."""


def _lines_that_do_not_go_on(letter: Letter, parts: Sequence[Part]) -> Iterator[Doubt]:
    """Doubts for prose whose sentence does not go on in the next line: a line or a page between the two may be missing.

    A sentence that ends and goes on in small letters, or one that has not ended where another begins. Of 6,604 line
    ends in the prose of the real letters and of 85 written like them by others, none is so.
    """
    text = letter.text
    for match in LINE_END.finditer(text, 0, letter.body_end):
        at = match.start()
        begins = text[at + 1].isupper()
        if begins and not BEGINS_SENTENCE.match(text, at + 1):
            continue
        above = text[max(0, at - AROUND) : at]
        if not (INSIDE_SENTENCE if begins else ENDS_SENTENCE).search(above):
            continue
        index = letter.line_ends_between(at, at + 1).start
        if begins and letter.ended_early(index):
            continue  # a heading, or the end of a paragraph
        part = _part_at(parts, at)
        if part is None or part.span.end <= at + 1 or part.name not in PROSE:
            continue
        message = "the sentence at the end of a line does not go on in the next: a line or a page may be missing"
        yield from doubts_at("unclear_pages", part.paths, message)
        if len(letter.pages) == 1 or letter.line_ends.pages[index]:
            yield from doubts_at("unclear_pages", WHOLE_LETTER, message)
