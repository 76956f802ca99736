"""What stands in a cell that a person reads, in CSV and in Excel: lists and objects in words, and no text that acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from imrparse.record import (
    BillingCode,
    BodyPart,
    Citation,
    Diagnosis,
    Frequency,
    Ingredient,
    LiteratureReference,
    ServiceDates,
    Warning,
)

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters but tab and line end, halves of a surrogate pair, and the two that XML forbids."""


def plain(text: str) -> str:
    """`text` with a blank in the place of each character that a table cannot hold or a terminal obeys."""
    return UNPRINTABLE.sub(" ", text)


def words(value: Any) -> str:
    """A value in words: parts of a list between semicolons, dates as `yyyy-mm-dd`, nothing for `None`."""
    return _IN_WORDS.get(type(value), str)(value)


def citation_words(citation: Citation) -> str:
    """A citation in short: `MTUS Low Back Complaints 2004, Special Studies, p. 303`."""
    head = _joined(" ", citation.source, citation.title, citation.year)
    pages = f"p. {', '.join(citation.pages)}" if citation.pages else None
    return _joined(", ", head, *citation.sections, pages)


def _frequency_words(frequency: Frequency) -> str:
    """`2-3 times a week for 6 weeks`, as far as it is known."""
    times = _joined("-", frequency.times, frequency.times_to)
    length = _joined("-", frequency.length, frequency.length_to)
    return _joined(
        " ",
        f"{times} times" if times else None,
        f"a {frequency.per}" if frequency.per else None,
        f"for {length} {frequency.length_unit or ''}s" if length else None,
    )


def _joined(between: str, *parts: object) -> str:
    return between.join(str(part) for part in parts if part is not None and part != "")


_IN_WORDS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda truth: "yes" if truth else "no",
    float: lambda number: str(int(number)) if number.is_integer() else str(number),
    tuple: lambda parts: "; ".join(map(words, parts)),
    dict: lambda pairs: "; ".join(f"{key}: {words(part)}" for key, part in pairs.items()),
    BillingCode: lambda code: f"{code.system} {code.code}",
    BodyPart: lambda part: _joined(" ", part.side, part.name),
    Citation: citation_words,
    Diagnosis: lambda diagnosis: _joined(" ", diagnosis.text, diagnosis.code and f"({diagnosis.code})"),
    Frequency: _frequency_words,
    Ingredient: lambda ingredient: _joined(" ", ingredient.name, ingredient.strength),
    LiteratureReference: lambda reference: reference.text,
    ServiceDates: lambda dates: _joined(" to ", dates.start, dates.end),
    Warning: lambda warning: f"{warning.severity}: {warning.code} {warning.field}",
}
