"""The drug that a request asks for: ingredients with strengths, form, quantity, refills, class.

`drug_parts` finds the names with their strengths, `drug_quantity` the counts. Names joined by a slash
are one product when their strengths are weights (`Diclofenac/misoprostol 75-0.2mg`) and a compound of
several when they are percentages (`Flurbiprofen/Lidocaine 20%/5%`).
"""

from __future__ import annotations

from imrparse.evidence import Doubt, Evidence, Found
from imrparse.fields.category import classify
from imrparse.fields.drug_lexicon import DrugName, lexicon
from imrparse.fields.drug_parts import Part, PartsBuilder
from imrparse.fields.drug_quantity import read_counts
from imrparse.fields.drug_words import Kind, Token, form_name, tokens_of
from imrparse.record import Drug, Ingredient

_WITH_FORM = (Kind.FORM, Kind.COUNT)
_TOPICAL_FORMS = frozenset(("cream", "gel", "ointment", "lotion", "spray", "roll-on", "foam", "balm"))
# classes of drugs that are swallowed; a cream of one of them is filed with the topical analgesics
_SYSTEMIC = frozenset(
    ("NSAID", "Muscle Relaxant", "Anti-epilepsy drugs", "Antidepressant", "Opioids", "Misc Analgesics")
)
# classes of the drugs that are swallowed as a powder: "Miralax 17 gm"
_POWDERS = frozenset(("GI Agents", "Nutritional Products"))


def _split_compounds(parts: list[Part], form: str | None, doubts: list[Doubt]) -> list[Part]:
    """Names that a slash joins, taken apart where they are the parts of a compound."""
    result = []
    for part in parts:
        pieces = _pieces(part.name)
        strength = part.strength[0].text if part.strength else ""
        shares = [share.strip() for share in strength.split("/")]
        compound = "%" in strength or (not strength and (form in _TOPICAL_FORMS or _has_brands(part)))
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
            if strength:
                doubts.append(Doubt("uncertain", "ingredients", f"{strength!r} is not one share for each name"))
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
        if token.kind in _WITH_FORM:
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
        return None if whole.entry.group else whole.entry.generic
    return "/".join(dict.fromkeys(drug.entry.generic for drug in part.drugs))


def _has_brands(part: Part) -> bool:
    """Whether a slash joins brands: "Norco/Soma"."""
    return sum(drug.brand for drug in part.drugs) > 1


def _is_several(part: Part) -> bool:
    """Whether a slash joins products that are no combination: brands, or names without a strength."""
    drugs = part.drugs
    if len(drugs) < 2 or len({drug.entry.generic for drug in drugs}) < 2 or _product(part):
        return False
    return not part.strength or any(drug.brand for drug in drugs)


def _class_of(parts: list[Part], form: str | None, text: str) -> str | None:
    """The state's class: of a compound `Topical Compounds`, else that of the one product."""
    if len(parts) > 1:
        percent = any("%" in token.text for part in parts for token in part.strength)
        return "Topical Compounds" if percent or form in _TOPICAL_FORMS or "compound" in text.lower() else None
    drugs = parts[0].drugs
    if not drugs or _is_several(parts[0]):
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
        span = part.span
        name = text[span.start : span.end]
        strength = part.strength[0].text if part.strength else None
        generic = _generic(part)
        evidence.add(f"{path}.name", *span)
        if part.strength:
            evidence.add(f"{path}.strength", part.strength[0].start, part.strength[0].end)
        if generic:
            evidence.add(f"{path}.generic", *span)
        else:
            why = "names a group of products, not one" if part.drugs else "is not in the lexicon"
            doubts.append(Doubt("unknown_drug", f"{path}.name", f"{name!r} {why}"))
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
    builder = PartsBuilder(tokens)
    doubts = builder.doubts
    parts = _split_compounds(builder.build(), form, doubts)
    topical = form in _TOPICAL_FORMS
    counts = read_counts(
        tokens,
        topical=topical,
        powder=not topical and bool(parts) and any(drug.entry.class_ in _POWDERS for drug in parts[0].drugs),
        strengths=any(part.strength for part in parts),
    )
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
    if parts and class_ is None and (len(parts) > 1 or _is_several(parts[0])):
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
