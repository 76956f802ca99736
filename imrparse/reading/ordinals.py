"""Numbers of list items as letters and Roman numerals."""

from __future__ import annotations

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MOST_ROMAN = 3999
ALPHABET = 26


def ordinal(number: int, kind: str) -> str:
    """The number in the kind of numbering that HTML calls `1`, `a`, `A`, `i` or `I`; past its end, in digits."""
    if kind in ("a", "A") and 1 <= number <= ALPHABET:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 1 <= number <= MOST_ROMAN:
        return _roman(number).upper() if kind == "I" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += count * letters
    return text
