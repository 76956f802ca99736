"""Numbers as requests print them: digits, words, or both ("twelve (12)")."""

from __future__ import annotations

_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TENS = {"thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_BY_WORD: dict[str, int] = {word: value for value, word in enumerate(_WORDS)} | _TENS | {"hundred": 100}

NUMBER_WORD = (
    "(?:one\\s+hundred(?:\\s+(?:and\\s+)?twenty)?|twenty[\\s-]four|" + "|".join(sorted(_BY_WORD, reverse=True)) + ")"
)
"""A number of everyday size in words, as part of a pattern."""

NUMBER_WORDS = frozenset(_BY_WORD)
"""The single words of numbers, to see cheaply whether a text has any."""


def number_of(printed: str) -> float | None:
    """The value of a printed number: `"1,000"` gives 1000.0, `"twenty-four"` 24.0; None for what is no number."""
    if printed.isdigit():
        return float(printed)
    words = printed.lower().replace("-", " ").split()
    total = 0
    for word in words:
        if word == "and":
            continue
        value = _BY_WORD.get(word)
        if value is None:
            break
        total = total * value if value == 100 and total else total + value
    else:
        return float(total) if words else None
    try:
        return float(printed.replace(",", "").strip())
    except ValueError:
        return None
