"""Values that know their own shape, put right where OCR or a copy damaged them.

Each function gives what is meant, or `None` where the words are no damaged value or could be several. The caller
keeps what is printed beside it (`Doubt.printed`); nothing here is tried on words that read well.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from imrparse.likeness import skeleton_of
from imrparse.patterns import Pattern
from imrparse.record import Decision

DIGITS = str.maketrans("OoQDlIi|!SsZzB", "00001111155228")
"""Letters that stand for a digit in a number, of which each can only be one. G, b, g and A can be two."""

_D = r"[0-9OoQDlIi|!SsZzB]"
_DASH = r"(?: [ ]? [-\u2013\u2014_~.=] [ ]? )"
_SEPARATOR = r"(?: [ ]? [/.,\\\u2013\u2014-] [ ]? )"
DATE_LIKE = Pattern(
    # "O1/l3/2017", "01.13.2017", "01 /13/ 2017", "1 1/13/20 17"; a slash lost between numbers of full length,
    # "01/132017"; slashes read as strokes, "01I13I2017"
    rf"""
    (?<! [\w|!/.-] ) (?:
        (?P<month> {_D} (?: [ ]? {_D} )? ) {_SEPARATOR} (?P<day> {_D} (?: [ ]? {_D} )? ) {_SEPARATOR}
        (?P<year> {_D} [ ]? {_D} [ ]? {_D} [ ]? {_D} | {_D}{_D} )
      | (?P<month> {_D}{_D} ) {_SEPARATOR}? (?P<day> {_D}{_D} ) {_SEPARATOR}? (?P<year> [12Zl|I] {_D}{{3}} )
      | (?P<month> \d\d ) [lI|!] (?P<day> \d\d ) [lI|!/] (?P<year> [12] \d{{3}} )
    ) (?! [\w|!/] | [.,] \d )
    """
)
CASE_NUMBER_LIKE = Pattern(
    # "CMl7-0002106", "CM17-OOO2106", "GM17—0002106", "Crn17-0002106", "CM170002106", "CM17-000 2106"
    rf"""
    (?<! \w ) [CcGgOo(] [ ]? (?: [MmNn] | rn | nn ) [ ]? (?P<year> {_D} [ ]? {_D} )
    {_DASH}? (?P<number> (?: {_D} [ ]? ){{6}} {_D} )
    (?! [\w|!] )
    """
)
LEAST_DIGITS = 4
"""True digits that a damaged date or case number must have left: the rest could be anything."""

DECISIONS: tuple[Decision, ...] = ("upheld", "overturned")
SHORT = 7
"""Letters up to which a name has at most one wrong letter, longer ones two."""


def date_meant(words: str) -> str | None:
    """The date that damaged `words` print, as `mm/dd/yyyy`: `O1/l3/2017` is `01/13/2017`. `None` where unclear."""
    match = DATE_LIKE.fullmatch(words.strip())
    if not match or sum(c.isdigit() for c in words) < LEAST_DIGITS:
        return None
    month, day, year = (_digits(match[part]) for part in ("month", "day", "year"))
    return f"{month}/{day}/{year}" if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else None


def case_number_meant(words: str) -> str | None:
    """The case number that damaged `words` print: `CMl7-OOO2106` is `CM17-0002106`. `None` where unclear."""
    match = CASE_NUMBER_LIKE.fullmatch(words.strip())
    if not match or sum(c.isdigit() for c in words) < LEAST_DIGITS:
        return None
    return f"CM{_digits(match['year'])}-{_digits(match['number'])}"


def name_meant(words: str, names: Iterable[str]) -> str | None:
    """The one of the `names` that damaged `words` print: `Califomia`, `0hio`. `None` where two are as near."""
    near: dict[int, list[str]] = {}
    for name in names:
        errors = _errors(words, name)
        if errors is not None:
            near.setdefault(errors, []).append(name)
    best = near[min(near)] if near else []
    # One letter away from two names is either; a name that is right but for look-alikes has no rival.
    return best[0] if len(best) == 1 and (min(near) == 0 or len(near) == 1) else None


def decision_meant(words: str) -> Decision | None:
    """The decision that a damaged word is: `Uphe ld`, `0verturned`, `Overtumed`. `None` where it is neither."""
    return next((word for _, word in decisions_near(words)), None)


def decisions_near(words: str) -> Iterator[tuple[int, Decision]]:
    """The decisions that a damaged word may be, each with how many of its letters are wrong."""
    for word in DECISIONS:
        errors = _errors(words, word)
        if errors is not None:
            yield errors, word


def necessity_meant(words: str) -> Decision | None:
    """The decision that the form's sentence of 2013 is, however damaged: `is notmedically necessary` is `upheld`.

    `None` where the words do not say `medically necessary`.
    """
    letters = skeleton_of(words)
    place = letters.find(skeleton_of("medically necessary"))
    if place < 0:
        return None
    return "upheld" if letters[:place].endswith(("not", "nat", "nor")) else "overturned"


def _errors(words: str, meant: str) -> int | None:
    """How many letters of damaged words are wrong if `meant` is meant; `None` where too many for its length.

    Counted with look-alikes as one letter, and as printed: "cl" for "el" is two look-alikes away from "d".
    """
    wanted, printed = skeleton_of(meant), "".join(c for c in words.lower() if c.isalnum())
    most = 1 if len(wanted) <= SHORT else 2
    least = min(
        distance(skeleton_of(words), wanted, most),
        distance(printed, "".join(c for c in meant.lower() if c.isalnum()), most),
    )
    return least if least <= most else None


@functools.lru_cache(maxsize=4096)
def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, leave out or swap to make `one` the `other`; a number above `most` where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[-1] = min(row[-1], above[j - 2] + 1)
    return row[-1]


def _digits(words: str) -> str:
    return re.sub(r"\s", "", words).translate(DIGITS)
