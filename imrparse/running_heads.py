"""Running heads, feet and page numbers: lines that belong to the page, not to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from imrparse.patterns import IGNORECASE, Pattern

EDGE = 6
"""Lines at the top and the foot of a page that can be a running head: a whole letterhead has five or six."""

NUMBERED_EDGE = 2
"""Lines at the top and the foot of a page that can be its bare number."""

NEARBY = 2
"""Pages before and after in which a page number must count on."""

KNOWN = Pattern(
    r"""
    (?:notice\ of\ )? (?:independent\ medical\ review\ )? final\ determination\ letter
        (?:\ for)? (?:\ IMR)? (?:\ case)? (?:\ number)? :? (?:\ CM\d\d-\d{5,8})?
        (?:\W*page\ \d+(?:\ of\ \d+)?|\ +\d{1,3})?
    # "Final Letter of Determination   Form Effective 12.09.13   Page 1 of 4"
    | final\ letter\ of\ determination (?:\ +form\ effective\ [\d.\-/]+)? (?:\W*page\ \d+(?:\ of\ \d+)?)?
    # "Case Number: CM15-0012345 Page 2"
    | (?:IMR\ |MAXIMUS\ )? case\ number:?\ CM\d\d-\d{5,8} \W* page\ \d+ (?:\ of\ \d+)?
    # A browser's foot: "https://…/CM15-0012345.pdf   2/7"
    | https?:\S+ CM\d\d-\d{5,8} \S* \ +\d{1,3}/\d{1,3}
    # "Page 2 of 7"
    | page \W* \d{1,3} \ of\ \d{1,3}
    """,
    IGNORECASE,
    bounded=True,
)
LONGEST_HEAD = 100
"""Characters of the longest running head: a line's worth."""

KNOWN_BEGINS, KNOWN_ENDS = "nifmcphNIFMCPH", "0123456789-rRlL"
"""First and last characters of the wordings above: a quick look that spares most lines the pattern."""

NUMBER = re.compile(r"(?i:\W*(?:page\W*)?(\d{1,3})(?: ?(?:of|/) ?\d{1,3})?(?:\W*page)?\W*)")
"""A page's number alone: "3", "- 3 -", "[3]", "Page | 3", "3 | Page", "3 of 7"."""

LONE_NUMBER = re.compile(r"\d{1,2}|[-\u2013\u2014] ?\d{1,2} ?[-\u2013\u2014]")
"""A page's number where no other page tells that it is one: "2", "- 2 -"; "2." and "2)" are an item's."""

SENTENCE_ENDS = (".", "!", "?", '."', ".)", ".\u201d")

COUNTED = re.compile(r"(?<!\d)(\d{1,3}) ?(?:of|/) ?(\d{1,3})\W*$")

BEGINNINGS = ("Final", "Page ", "FINAL", "PAGE ", "http")
"""First characters of running heads that are looked for on every line."""

CASE_NUMBER = re.compile(r"\bCM\d\d-\d{5,8}\b")
CASE_LINE = re.compile(
    r"(?:(?:maximus|federal|services|inc|independent|medical|review|final|determination|letter|imr|case|number|for|re)\W*)*"
    r"CM\d\d-\d{5,8}\W*(?:\(redacted\)|(?:page\W*)?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?)?\W*",
    re.IGNORECASE,
)
"""A line that holds nothing but the case number, the page's and the form's own words."""
CASE_EDGE = 3
"""Lines at the edges of a page after the first in which the case number makes a running head."""

HEADER_LABELS = ("date assigned:", "decision date:", "ur denial date:", "date of injury:", "application received:")
HEADER_LINES = 8
"""Labels of the header block, and in how many lines above or below the case number one of them stands."""

FIRST_NUMBERS = (1, 2)
"""Numbers of the page that stands before or behind the first running head, which may be on the second page."""

DIGITS = re.compile(r"\d+")

LETTER_WORDS = Pattern(
    r"guideline|rationale|decision\ based|upheld|overturned|MTUS|medical(?:ly)?\ necess|case\ summary", IGNORECASE
)
"""Words of the letter itself. A line with one of them is never taken for a running head, even where two pages
happen to begin with the same line, as letters with many like items do."""


def running_heads(pages: Sequence[Sequence[str]]) -> list[frozenset[int]]:
    """For each page, given as its lines, the indices of the lines that are running heads, feet or page numbers."""
    known = [_known(page) for page in pages]
    for number, i in _case_lines(pages):
        known[number].add(i)
    if len(pages) == 1:
        known[0].update(_lone_number(pages[0]))
    elif pages:
        for number, dropped in enumerate(known):
            dropped.update(_numbers(number, pages))
            if number:
                dropped.update(_case_heads(pages[number]))
        for from_top in (True, False):
            for page, dropped, count in zip(pages, known, _repeated(pages, from_top), strict=True):
                dropped.update(range(count) if from_top else range(len(page) - count, len(page)))
    return [frozenset(dropped) for dropped in known]


def _known(page: Sequence[str]) -> set[int]:
    """Lines in a wording that only running heads have; in text without page breaks they stand anywhere."""
    count = len(page)
    places = range(count) if count <= 2 * EDGE else (*range(EDGE), *range(count - EDGE, count))
    known = {i for i in places if page[i][0] in KNOWN_BEGINS and _is_known(page[i])}
    known.update(i for i, line in enumerate(page) if line.startswith(BEGINNINGS) and _is_known(line))
    return known | _numbers_beside(known, page) if known else known


def _is_known(line: str) -> bool:
    if line[-1] not in KNOWN_ENDS or line[0] not in KNOWN_BEGINS or len(line) >= LONGEST_HEAD:
        return False
    lower = line.lower()
    may_be = "page" in lower or "determination" in lower or lower.startswith("http")
    return may_be and KNOWN.fullmatch(line) is not None


def _numbers_beside(known: set[int], page: Sequence[str]) -> set[int]:
    """Bare numbers right above or below running heads, where they count up with them: text without page breaks.

    The number below the last page has no head behind it.
    """
    above = [i - 1 for i in sorted(known) if i and i - 1 not in known]
    below = [i + 1 for i in sorted(known) if i + 1 < len(page) and i + 1 not in known]
    found: set[int] = set()
    for places in ([*above, len(page) - 1], above, below):
        numbers = [match and int(match[1]) for match in (NUMBER.fullmatch(page[i]) for i in places)]
        first = numbers[0] if numbers else None
        if first in FIRST_NUMBERS and numbers == list(range(first, first + len(numbers))):
            found.update(places)
    return found


def _numbers(number: int, pages: Sequence[Sequence[str]]) -> set[int]:
    """Bare numbers at the edges of page `number` that count up in step with the pages next to it."""
    page = pages[number]
    nearby = [i for i in range(max(0, number - NEARBY), min(len(pages), number + NEARBY + 1)) if i != number]
    found: set[int] = set()
    for place in (*range(min(NUMBERED_EDGE, len(page))), *range(-min(NUMBERED_EDGE, len(page)), 0)):
        match = NUMBER.fullmatch(page[place])
        if match and any(_number_at(pages[i], place) == int(match[1]) + i - number for i in nearby):
            found.add(place % len(page))
    return found


def _lone_number(page: Sequence[str]) -> set[int]:
    """The number at the foot of the only page, below the end of a sentence: no sentence is a number alone."""
    if len(page) > 1 and LONE_NUMBER.fullmatch(page[-1]) and page[-2].endswith(SENTENCE_ENDS):
        return {len(page) - 1}
    return set()


def _case_lines(pages: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Page and number of each line that is a head or foot by the letter's case number, once that was printed before.

    In text without page ends they stand anywhere; the first may be a value of the header block.
    """
    first = ""
    for number, page in enumerate(pages):
        for i, line in enumerate(page):
            printed = CASE_NUMBER.search(line) if "CM" in line else None
            if printed is None:
                continue
            if printed[0] == first and CASE_LINE.fullmatch(line) and not _in_header(page, i):
                yield number, i
            first = first or printed[0]


def _case_heads(page: Sequence[str]) -> set[int]:
    """Lines at the edges of a page after the first that hold the case number and few other words.

    Not one that a header block begins with: it may stand on the second page, below a cover letter.
    """
    places = {*range(min(CASE_EDGE, len(page))), *range(max(0, len(page) - CASE_EDGE), len(page))}
    return {
        i
        for i in places
        if "CM" in page[i]
        and len(page[i]) < LONGEST_HEAD
        and CASE_NUMBER.search(page[i])
        and page[i][-1] not in ".,;"
        and not _in_header(page, i)
    }


def _in_header(page: Sequence[str], i: int) -> bool:
    """Whether a line with the case number is of a header block: one of its labels stands around it."""
    around = page[max(0, i - HEADER_LINES) : i + HEADER_LINES]
    return any(line.lower().startswith(HEADER_LABELS) for line in around)


def _number_at(page: Sequence[str], place: int) -> int | None:
    if not -len(page) <= place < len(page):
        return None
    match = NUMBER.fullmatch(page[place])
    return int(match[1]) if match else None


def _repeated(pages: Sequence[Sequence[str]], from_top: bool) -> list[int]:
    """For each page, how many lines at its top (or foot) stand, but for their digits, on the other pages too.

    The first page may differ. Two pages that agree are too few to tell a head from chance.
    """
    first = 0 if len(pages) > 2 and _masked(pages[0], 0, from_top) == _masked(pages[1], 0, from_top) else 1
    others = pages[first:]
    count = 0
    while len(others) >= 2 + first and count < EDGE:
        lines = {_masked(page, count, from_top) for page in others}
        if len(lines) > 1 or "" in lines or LETTER_WORDS.search(next(iter(lines))):
            break
        count += 1
    return [count if i >= first else 0 for i in range(len(pages))]


def _masked(page: Sequence[str], depth: int, from_top: bool) -> str:
    """The line `depth` lines from the page's top (or foot) with its digits masked, `""` past the page's end."""
    if depth >= len(page):
        return ""
    return DIGITS.sub("#", page[depth if from_top else -depth - 1])


def pages_counted(lines: Iterable[str]) -> tuple[int, int] | None:
    """Of running heads such as "Page 2 of 5": the greatest page number, and how many pages they count.

    `None` where they count none, or not the same.
    """
    counted = [(int(match[1]), int(match[2])) for match in map(COUNTED.search, lines) if match]
    totals = {total for _, total in counted}
    return (max(number for number, _ in counted), totals.pop()) if len(totals) == 1 else None
