"""How much of a drug is asked for: quantity with its unit, and refills."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from imrparse.evidence import Doubt, Evidence
from imrparse.fields.drug_words import Kind, Token
from imrparse.fields.numbers import number_of

Unit = Literal["g", "ml"]

# what counts most: a number that says it is the quantity, then a weight or volume, then a count of units
_PRECEDENCE = (Kind.QUANTITY, Kind.AMOUNT, Kind.COUNT, Kind.TIMES)
# a single unit of a swallowed drug weighs no more: "Carafate 1gm #120"
_LARGEST_TABLET_G = 4


@dataclass
class Counts:
    """The counts of a request, with the tokens that they were read from."""

    quantity: float | None = None
    unit: Unit | None = None
    refills: int | None = None
    strength: Token | None = None
    """An amount that is a strength after all, because another number is the quantity."""
    evidence: Evidence = field(default_factory=Evidence)
    doubts: list[Doubt] = field(default_factory=list)


def read_counts(tokens: list[Token], *, topical: bool, strengths: bool) -> Counts:
    """Quantity, unit and refills among the tokens of one request.

    Args:
        tokens: the tokens of the request, from `drug_words.tokens_of`.
        topical: whether it asks for a cream or the like, of which grams are a quantity.
        strengths: whether a strength was found already.
    """
    counts = Counts()
    _read_refills(counts, [token for token in tokens if token.kind is Kind.REFILLS])
    by_kind = {kind: [token for token in tokens if token.kind is kind] for kind in _PRECEDENCE}
    amounts = by_kind[Kind.AMOUNT]
    if amounts and not strengths and not topical and (by_kind[Kind.QUANTITY] or by_kind[Kind.COUNT]):
        value = number_of(amounts[0].number or "")
        if value is not None and value <= _LARGEST_TABLET_G:
            counts.strength = amounts.pop(0)
    if amounts and any(number_of(token.number or "") == 1 for token in by_kind[Kind.QUANTITY]):
        by_kind[Kind.QUANTITY] = []  # "120gm #1": one tube of 120 g
    for kind in _PRECEDENCE:
        if by_kind[kind]:
            _set_quantity(counts, by_kind[kind], [t for k in _PRECEDENCE[:2] for t in by_kind[k]])
            break
    else:
        _lone_number(counts, tokens)
    return counts


def _read_refills(counts: Counts, found: list[Token]) -> None:
    values = {number_of(token.number or "") for token in found}
    for token in found[:1]:
        value = number_of(token.number or "")
        if value is not None:
            counts.refills = int(value)
            counts.evidence.add("refills", token.start, token.end)
    if len(values) > 1:
        counts.doubts.append(
            Doubt("contradiction", "refills", f"several numbers of refills: {', '.join(t.text for t in found)}")
        )


def _set_quantity(counts: Counts, found: list[Token], stated: list[Token]) -> None:
    token = found[0]
    unit = _unit(token.unit)
    if unit == "":
        counts.doubts.append(
            Doubt("unread", "quantity", f"{token.text!r} is neither a count nor grams nor millilitres")
        )
        return
    counts.quantity = number_of(token.number or "")
    counts.unit = "g" if unit == "g" else "ml" if unit == "ml" else None
    counts.evidence.add("quantity", token.start, token.end)
    if counts.unit:
        counts.evidence.add("unit", token.start, token.end)
    others = [t.text for t in (*found[1:], *stated) if number_of(t.number or "") != counts.quantity]
    if others:
        counts.doubts.append(Doubt("contradiction", "quantity", f"{token.text!r}, but also {others[0]!r}"))


def _unit(printed: str | None) -> str | None:
    """`g` or `ml`, None for a count, the empty string for a measure that is neither."""
    if printed is None:
        return None
    start = printed.lower()
    if start.startswith("g"):
        return "g"
    return "ml" if start.startswith(("m", "c")) else ""


def _lone_number(counts: Counts, tokens: list[Token]) -> None:
    """A number before the first name: "60 Norco 10/325mg"."""
    for before, token in pairwise(tokens):
        if token.kind is Kind.DRUG:
            if before.kind is Kind.NUMBER:
                counts.quantity = number_of(before.text)
                counts.evidence.add("quantity", before.start, before.end)
                counts.doubts.append(
                    Doubt("uncertain", "quantity", f"{before.text!r} before the name taken for the quantity")
                )
            return
