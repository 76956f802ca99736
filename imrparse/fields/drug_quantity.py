"""How much of a drug is asked for: quantity with its unit, and refills."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from imrparse.evidence import Doubt, Evidence
from imrparse.fields.drug_words import Kind, Token
from imrparse.fields.numbers import number_of
from imrparse.patterns import IGNORECASE, Pattern

Unit = Literal["g", "ml"]

# what counts most: a number that says it is the quantity, then a weight or volume, then a count of units
_PRECEDENCE = (Kind.QUANTITY, Kind.AMOUNT, Kind.COUNT, Kind.TIMES)
# a single unit of a swallowed drug weighs no more: "Carafate 1gm #120"
_LARGEST_TABLET_G = 4
# nor does a packet or scoop of a powder: "Miralax 17 gm", nor what is taken or applied at a time
_LARGEST_DOSE = 20
_BEFORE_COUNT = (Kind.STRENGTH, Kind.FORM, Kind.DIRECTIONS)
_AT_A_TIME = Pattern(
    r"""
    (?: every | each | daily | once | twice | nightly | [btq]\.?i\.?d | q | p\.?o | by \s mouth | orally | prn
      | as \s needed | at \s bedtime | .* \b times \b | per | a \s day ) \b
    """,
    IGNORECASE,
    bounded=True,
)
_UNIT_FORMS = ("packet", "sachet", "scoop", "capful", "dose")


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


def read_counts(tokens: list[Token], *, topical: bool, powder: bool, strengths: bool) -> Counts:
    """Quantity, unit and refills among the tokens of one request.

    Args:
        tokens: the tokens of the request, from `drug_words.tokens_of`.
        topical: whether it asks for a cream or the like, of which grams are a quantity.
        powder: whether it asks for a drug that may be a powder to be swallowed.
        strengths: whether a strength was found already.
    """
    counts = Counts()
    _read_refills(counts, [token for token in tokens if token.kind is Kind.REFILLS])
    by_kind = {kind: [token for token in tokens if token.kind is kind] for kind in _PRECEDENCE}
    if by_kind[Kind.AMOUNT]:
        _sort_amounts(counts, tokens, by_kind, (topical, powder, strengths))
    for kind in _PRECEDENCE:
        if by_kind[kind]:
            _set_quantity(counts, by_kind[kind], [t for k in _PRECEDENCE[:2] for t in by_kind[k]])
            break
    else:
        _lone_number(counts, tokens)
    times = by_kind[Kind.TIMES]
    if times and counts.refills is None and by_kind[Kind.QUANTITY]:
        counts.doubts.append(Doubt("uncertain", "refills", f"{times[0].text!r} behind a quantity may be refills"))
    return counts


def _sort_amounts(
    counts: Counts, tokens: list[Token], by_kind: dict[Kind, list[Token]], drug: tuple[bool, bool, bool]
) -> None:
    """Take out of the amounts what is a strength or a dose; `drug` as the arguments of `read_counts`."""
    topical, powder, strengths = drug
    amounts = by_kind[Kind.AMOUNT]
    counted = bool(by_kind[Kind.QUANTITY] or by_kind[Kind.COUNT])
    doses = [token for token in amounts if _is_dose(token, tokens)]
    if not strengths and not topical:
        token = amounts[0]
        value = number_of(token.number or "")
        largest = _LARGEST_DOSE if powder or _is_packed(token, tokens) else _LARGEST_TABLET_G if counted else 0
        if value is not None and value <= largest and _unit(token.unit) == "g":
            counts.strength = amounts.pop(0)
    by_kind[Kind.AMOUNT] = [token for token in amounts if token not in doses]
    if by_kind[Kind.AMOUNT]:
        if any(number_of(token.number or "") == 1 for token in by_kind[Kind.QUANTITY]):
            by_kind[Kind.QUANTITY] = []  # "120gm #1": one tube of 120 g
    elif doses and not counted and doses[0] is not counts.strength:
        counts.doubts.append(Doubt("uncertain", "quantity", f"{doses[0].text!r} was taken for a dose"))


def _is_dose(token: Token, tokens: list[Token]) -> bool:
    """Whether an amount is what is taken at a time: "4 grams four times a day"."""
    value = number_of(token.number or "")
    following = next((other for other in tokens if other.start >= token.end), None)
    if following is None or following.kind is not Kind.DIRECTIONS or value is None:
        return False
    return value <= _LARGEST_DOSE and bool(_AT_A_TIME.match(following.text))


def _is_packed(token: Token, tokens: list[Token]) -> bool:
    """Whether an amount is that of a packet: "17 gm packets", "17gm powder packets"."""
    following = [other.text.lower() for other in tokens if other.start >= token.end][:2]
    return any(text.startswith(_UNIT_FORMS) for text in following)


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
    """A number before the first name, or one behind a strength, a form or directions: "Lyrica 75mg BID 60"."""
    named = False
    for before, token in pairwise(tokens):
        lone = None
        if token.kind is Kind.DRUG and not named:
            named = True
            lone = before if before.kind is Kind.NUMBER else None
        elif token.kind is Kind.NUMBER and named and (before.kind in _BEFORE_COUNT or before.text in "(,"):
            lone = token
        if lone:
            counts.quantity = number_of(lone.text)
            counts.evidence.add("quantity", lone.start, lone.end)
            counts.doubts.append(Doubt("uncertain", "quantity", f"{lone.text!r} alone taken for the quantity"))
            return
        named = named or before.kind is Kind.DRUG
