"""The drug that a request asks for: ingredients with strengths, form, quantity, refills, class.

The tokens of `drug_words` are put together from left to right. A name opens an ingredient, a strength
closes it; what stands in parentheses after a name is its brand or its composition; directions ("take
one by mouth daily") end the list of names, and after them only counts are read. Names joined by a slash
are one product when their strengths are weights (`Diclofenac/misoprostol 75-0.2mg`) and a compound of
several when they are percentages (`Flurbiprofen/Lidocaine 20%/5%`).
"""

from __future__ import annotations

from typing import NamedTuple

from imrparse.evidence import Doubt, Evidence, Found, Span
from imrparse.fields.category import classify
from imrparse.fields.drug_lexicon import DrugName, lexicon
from imrparse.fields.drug_quantity import read_counts
from imrparse.fields.drug_words import Kind, Token, form_name, tokens_of
from imrparse.record import Drug, Ingredient


class Part(NamedTuple):
    """One product or part of a compound, as tokens."""

    name: tuple[Token, ...]
    strength: tuple[Token, ...] = ()

    @property
    def drugs(self) -> list[DrugName]:
        """The lexicon's names among the words of the name."""
        return [token.drug for token in self.name if token.drug]

    @property
    def span(self) -> Span:
        """From the first to the last word of the name."""
        return Span(self.name[0].start, self.name[-1].end)


_TOPICAL_FORMS = frozenset(("cream", "gel", "ointment", "lotion", "spray", "roll-on", "foam", "balm"))
# classes of drugs that are swallowed; a cream of one of them is filed with the topical analgesics
_SYSTEMIC = frozenset(
    ("NSAID", "Muscle Relaxant", "Anti-epilepsy drugs", "Antidepressant", "Opioids", "Misc Analgesics")
)


class _Builder:
    """Puts names and strengths together, token by token."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.parts: list[Part] = []
        self.pending: Token | None = None
        """A strength that stands before the name it belongs to: "5% lidocaine"."""
        self.loose: list[Token] = []
        """Strengths that belong to no name."""
        self.directed = False
        """Whether directions have begun."""

    def build(self) -> list[Part]:
        """All parts, in order."""
        index = 0
        while index < len(self.tokens):
            index = self._step(index)
        return self.parts

    def _step(self, index: int) -> int:
        token = self.tokens[index]
        if token.kind is Kind.MARK and token.text in "([" and self.parts:
            return self._aside(index)
        if token.kind is Kind.STRENGTH or (token.kind is Kind.NUMBER and self._is_bare_strength(index)):
            self._strength(token)
        elif token.kind is Kind.DIRECTIONS:
            self.directed = self.directed or bool(self.parts)
        elif token.kind in (Kind.DRUG, Kind.WORD):
            return self._name(index)
        return index + 1

    def _is_bare_strength(self, index: int) -> bool:
        """Whether a number without a unit follows a name of the lexicon directly: "Soma 350 #90"."""
        before = self.tokens[index - 1] if index else None
        return bool(before and before.kind in (Kind.DRUG, Kind.MODIFIER) and self.parts and not self.parts[-1].strength)

    def _strength(self, token: Token) -> None:
        if self.parts and not self.parts[-1].strength and not self.directed:
            self.parts[-1] = self.parts[-1]._replace(strength=(token,))
        elif self.pending is None and not self.directed:
            self.pending = token
        elif not self.directed:
            self.loose.append(token)

    def _aside(self, index: int) -> int:
        """What stands in parentheses after a name: a brand, a composition, a strength, a count."""
        close = next(
            (i for i in range(index + 1, len(self.tokens)) if self.tokens[i].text in (")", "]")), len(self.tokens)
        )
        inside = self.tokens[index + 1 : close]
        named = any(token.kind is Kind.DRUG for token in inside)
        strengths = [token for token in inside if token.kind is Kind.STRENGTH]
        percentages = [token for token in strengths if "%" in token.text]
        outer = self.parts[-1]
        if named and len(percentages) > 1 and not outer.drugs and not outer.strength:
            # "FCL (Flurbiprofen 20%, Baclofen 2%)": a private name, and what it is made of
            self.parts.pop()
            return index + 1
        if len(strengths) == 1 and not outer.strength and not self.directed:
            self.parts[-1] = outer._replace(strength=(strengths[0],))
        return close + 1

    def _name(self, index: int) -> int:
        """A name from its first word on; the index after its last."""
        end = self._end_of_name(index)
        run = tuple(self.tokens[index:end])
        strong = any(token.kind is Kind.DRUG for token in run)
        follower = self.tokens[end].kind if end < len(self.tokens) else None
        measured = follower is Kind.STRENGTH or self.pending is not None
        if self.directed and not (strong and measured):
            return end
        if not strong and self.parts and not (measured and not self.directed):
            return end
        if strong and self._is_alias(index, run):
            return end
        part = Part(run)
        if self.pending is not None and follower is not Kind.STRENGTH:
            part = part._replace(strength=(self.pending,))
        self.pending = None
        self.parts.append(part)
        return end

    def _is_alias(self, index: int, run: tuple[Token, ...]) -> bool:
        """Whether a name repeats the one before it: "Naproxen Sodium Anaprox 550mg", "Norco or hydrocodone"."""
        if not self.parts or self.parts[-1].strength or not index:
            return False
        mine = {drug.entry.generic for drug in Part(run).drugs}
        theirs = {drug.entry.generic for drug in self.parts[-1].drugs}
        return bool(mine & theirs)

    def _end_of_name(self, index: int) -> int:
        """The index after the last word of the name that begins at `index`.

        A name of the lexicon takes along its salt and release, and whatever a slash or hyphen joins to it;
        an unknown name runs on over plain words until something else comes.
        """
        known = self.tokens[index].kind is Kind.DRUG
        end = index + 1
        while end < len(self.tokens):
            token = self.tokens[end]
            following = self.tokens[end + 1] if end + 1 < len(self.tokens) else None
            if token.kind is Kind.MODIFIER or (token.kind is Kind.WORD and not known):
                end += 1
            elif token.kind is Kind.DRUG and not known:
                break
            elif token.text in ("/", "-") and following and following.kind in (Kind.DRUG, Kind.WORD):
                known = known or following.kind is Kind.DRUG
                end += 2
            else:
                break
        return end


def _split_compounds(parts: list[Part], form: str | None) -> list[Part]:
    """Names that a slash joins, taken apart where they are the parts of a compound."""
    result = []
    for part in parts:
        pieces = _pieces(part.name)
        strength = part.strength[0].text if part.strength else ""
        shares = [share.strip() for share in strength.split("/")]
        compound = "%" in strength or (not strength and form in _TOPICAL_FORMS)
        if len(pieces) < 2 or not compound or _is_product(part):
            result.append(part)
        elif len(shares) == len(pieces):
            token = part.strength[0]
            place = token.start
            for piece, share in zip(pieces, shares, strict=True):
                start = token.text.index(share, place - token.start) + token.start
                place = start + len(share)
                text = share if "%" in share else f"{share}%"  # "20/5/10%": one sign for all
                result.append(Part(piece, (token._replace(start=start, end=place, text=text),)))
        else:
            result += [Part(piece) for piece in pieces[:-1]]
            result.append(Part(pieces[-1], part.strength))
    return result


def _pieces(name: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    pieces: list[list[Token]] = [[]]
    for token in name:
        if token.kind is Kind.MARK:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [tuple(piece) for piece in pieces if piece]


def _is_product(part: Part) -> bool:
    """Whether a name with slashes is one that the lexicon lists as a product of its own."""
    return len(part.drugs) == 1 and len(_pieces(part.name)) == 1


def _form_of(tokens: list[Token], evidence: Evidence) -> str | None:
    """The first dosage form that the request names."""
    for token in tokens:
        if token.kind in (Kind.FORM, Kind.COUNT):
            form = form_name(token)
            if form:
                evidence.add("form", token.start, token.end)
                return form
    return None


def _product(part: Part) -> DrugName | None:
    """What the lexicon says of all names of a part together: "Hydrocodone" and "Acetaminophen"."""
    if len(part.drugs) < 2:
        return part.drugs[0] if part.drugs else None
    return lexicon().get(" ".join(token.text for token in part.name if token.kind is Kind.DRUG))


def _generic(part: Part) -> str | None:
    """The generic name of a product; of several names joined by a slash, each one's."""
    if not part.drugs:
        return None
    whole = _product(part)
    if whole:
        return whole.entry.generic
    return "/".join(dict.fromkeys(drug.entry.generic for drug in part.drugs))


def _class_of(parts: list[Part], form: str | None, text: str) -> str | None:
    """The state's class: of a compound `Topical Compounds`, else that of the one product."""
    if len(parts) > 1:
        percent = any("%" in token.text for part in parts for token in part.strength)
        return "Topical Compounds" if percent or form in _TOPICAL_FORMS or "compound" in text.lower() else None
    drugs = parts[0].drugs
    if not drugs:
        return None
    whole = _product(parts[0])
    class_ = whole.entry.class_ if whole else drugs[0].entry.class_
    percent = any("%" in token.text for token in parts[0].strength)
    if class_ in _SYSTEMIC and (form in _TOPICAL_FORMS or percent):
        compounded = "compound" in text.lower() or "base" in text.lower()
        return "Topical Compounds" if compounded else "Topical Analgesics"
    return class_


def _ingredients(text: str, parts: list[Part], evidence: Evidence, doubts: list[Doubt]) -> tuple[Ingredient, ...]:
    """The ingredients that the parts make, with their evidence and what is doubtful about them."""
    ingredients = []
    for number, part in enumerate(parts):
        path = f"ingredients.{number}"
        name = text[part.span.start : part.span.end]
        strength = part.strength[0].text if part.strength else None
        generic = _generic(part)
        evidence.add(f"{path}.name", *part.span)
        if part.strength:
            evidence.add(f"{path}.strength", part.strength[0].start, part.strength[0].end)
        if generic:
            evidence.add(f"{path}.generic", *part.span)
        else:
            doubts.append(Doubt("unknown_drug", f"{path}.name", f"{name!r} is not in the lexicon"))
        ingredients.append(Ingredient(name=name, strength=strength, generic=generic))
    return tuple(ingredients)


_NO_DRUG: Found[Drug | None] = Found(None)


def read_drug(text: str) -> Found[Drug | None]:
    """The drug of a request as printed; of a modified request, give the disputed part.

    None where the request is filed under another category than Pharmaceuticals: an injection, a supply.
    Names that the lexicon does not hold are kept as printed, with a doubt.
    """
    if classify(text).category != "Pharmaceuticals":
        return _NO_DRUG
    tokens = tokens_of(text)
    evidence = Evidence()
    form = _form_of(tokens, evidence)
    builder = _Builder(tokens)
    parts = _split_compounds(builder.build(), form)
    doubts: list[Doubt] = []
    for token in [*([builder.pending] if builder.pending else []), *builder.loose]:
        doubts.append(Doubt("unread", "ingredients", f"{token.text!r} belongs to no ingredient"))
    counts = read_counts(tokens, topical=form in _TOPICAL_FORMS, strengths=any(part.strength for part in parts))
    evidence.merge("", counts.evidence, 0)
    if counts.strength and len(parts) == 1 and not parts[0].strength:
        parts[0] = parts[0]._replace(strength=(counts.strength,))
    ingredients = _ingredients(text, parts, evidence, doubts)
    if not parts:
        doubts.append(Doubt("missing", "ingredients", "the request names no drug"))
    class_ = _class_of(parts, form, text) if parts else None
    if class_:
        for part in parts:
            evidence.add("class", *part.span)
    if len(parts) > 1 and class_ is None:
        doubts.append(Doubt("several_drugs", "ingredients", "the request seems to name several products"))
    drug = Drug(
        ingredients=ingredients,
        form=form,
        quantity=counts.quantity,
        unit=counts.unit,
        refills=counts.refills,
        class_=class_,
    )
    return Found(drug, evidence, (*doubts, *counts.doubts))
