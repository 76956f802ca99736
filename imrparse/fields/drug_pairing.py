"""Which strength belongs to which name, where a request prints several of both.

Strengths follow their names ("Flurbiprofen 20%, Baclofen 2%") or lead them ("20% Flurbiprofen, 2%
Baclofen"). Commas, "and" and the like part a request into pieces; a piece in which names and strengths
take turns from one end to the other shows the order, and so decides it for pieces that do not
("containing 10% Ketamine"). Where no piece decides, nothing is certain.
"""

from __future__ import annotations

from typing import NamedTuple

from imrparse.fields.drug_words import Kind, Token
from imrparse.patterns import Pattern


class Order(NamedTuple):
    """The order of names and strengths in a request."""

    leading: bool
    """Whether strengths stand before their names."""
    certain: bool


_JOINING_WORDS = frozenset(("and", "plus", "with", "w", "vs"))
_STRENGTH, _DRUG = Kind.STRENGTH, Kind.DRUG
_FOLLOWING = Order(leading=False, certain=True)
# D a name of the lexicon, U other words beside a strength, S a strength
_LEADING_PIECE = Pattern(r"(?: S [DU] )+", bounded=True)
_FOLLOWING_PIECE = Pattern(r"(?: [DU] S )+", bounded=True)
_LED_IN = Pattern(r"U (?: S [DU] )+", bounded=True)
_WITHOUT_LAST = Pattern(r"(?: [DU] S )+ [DU]", bounded=True)
# one strength too many, which is doubted by itself
_WITH_MORE = Pattern(r"(?: [DU] S )+ S+", bounded=True)
_PLAIN = Pattern(r"[DU]* | S*", bounded=True)


def joins(token: Token) -> bool:
    """Whether a token stands between two products or parts: a comma, a slash, "and"."""
    if token.kind is Kind.MARK:
        return token.text in ",;/&+"
    return token.kind is Kind.LEAD and token.text.lower() in _JOINING_WORDS


def order_of(tokens: list[Token]) -> Order:
    """Whether strengths lead or follow the names of a request, and whether that is certain."""
    kinds = [token.kind for token in tokens]
    strengths = kinds.count(_STRENGTH)
    if not strengths or (strengths == 1 and _DRUG not in kinds[kinds.index(_STRENGTH) :]):
        return _FOLLOWING
    pieces = [piece for piece in _pieces(tokens) if not _PLAIN.fullmatch(piece)]
    leading = any(_LEADING_PIECE.fullmatch(piece) for piece in pieces)
    following = any(_FOLLOWING_PIECE.fullmatch(piece) for piece in pieces)
    decided = leading != following
    certain = all(
        _LEADING_PIECE.fullmatch(piece)
        or _FOLLOWING_PIECE.fullmatch(piece)
        or _WITH_MORE.fullmatch(piece)
        or (decided and (_LED_IN if leading else _WITHOUT_LAST).fullmatch(piece))
        for piece in pieces
    )
    return Order(leading and not following, certain)


def _pieces(tokens: list[Token]) -> list[str]:
    """The pieces of a request as rows of letters; a second name of the same drug is none."""
    pieces = [""]
    generic = None
    for index, token in enumerate(tokens):
        if token.kind is _STRENGTH:
            pieces[-1] += "S"
        elif token.drug and token.kind is _DRUG:
            if token.drug.entry.generic != generic:
                pieces[-1] += "D"
            generic = token.drug.entry.generic
        elif token.kind is Kind.WORD:
            before_strength = index + 1 < len(tokens) and tokens[index + 1].kind is _STRENGTH
            if before_strength or pieces[-1] == "S":
                pieces[-1] += "U"
        elif joins(token) or token.kind is Kind.DIRECTIONS or (token.kind is Kind.MARK and token.text in "()[]"):
            pieces.append("")
    return pieces
