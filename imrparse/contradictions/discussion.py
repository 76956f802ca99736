"""A rationale that is about another request than its heading: as when it was copied from another item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imrparse.contradictions.contradiction import Contradiction, quoted
from imrparse.contradictions.guidelines import foreign_parts
from imrparse.contradictions.request_named import request_named
from imrparse.evidence import Span
from imrparse.fields.body_part import read_body_parts
from imrparse.fields.phrases import plain_words
from imrparse.record import DisputedItem

SHORTEST_WORD = 4
"""Letters of a word that tells one request from another."""

SHORTEST_COPY = 120
"""Characters of a rationale that two items do not share by chance; "the ancillary service is not necessary" may do."""

COMMON_WORDS = frozenset((
    "times", "time", "week", "weeks", "month", "months", "daily", "days", "visit", "visits", "session",
    "sessions", "treatment", "treatments", "therapy", "request", "requested", "original", "remaining",
    "portion", "eligible", "without", "with", "contrast", "left", "right", "bilateral", "both", "each",
    "additional", "initial", "continued", "purchase", "rental", "unit", "units", "tablet", "tablets", "capsule",
    "capsules", "quantity", "refill", "refills", "retrospective", "associated", "surgical", "service", "post",
    "prior", "from", "this", "that", "care", "evaluation", "unspecified", "pain", "medication", "medications",
    "dose", "spine", "spinal", "lower", "upper", "extremity", "extremities", "body", "part", "joint",
))  # fmt: skip
"""Words that say nothing of which request is meant."""


def other_items(items: Sequence[DisputedItem]) -> Iterator[Contradiction]:
    """Each item whose rationale is, by its own words, about another request."""
    for number, item in enumerate(items):
        if not item.rationale or not item.treatment:
            continue
        named = request_named(item.rationale)
        if named is None:
            continue
        found = _another_part(item, item.rationale, named) or _another_item(items, number, item.rationale, named)
        if found:
            yield Contradiction(
                "other_item", f"disputed_items.{number}.treatment", found, f"disputed_items.{number}.rationale", named
            )
    if len(items) > 1:
        yield from _copies(items)


def _another_part(item: DisputedItem, rationale: str, named: Span) -> str | None:
    """The message, where the conclusion names a part of the body that has nothing to do with the heading's."""
    if item.details is None or not item.details.body_parts or not item.treatment:
        return None
    request = rationale[named.start : named.end]
    if item.treatment.startswith(request[:20]) or item.details.body_parts[0].name in request:
        return None
    own = {part.name for part in item.details.body_parts}
    others = {part.name for part in read_body_parts(request).value}
    if not others or not all(others <= foreign_parts(part) for part in own):
        return None
    return f"the request is {quoted(item.treatment)}, the rationale concludes on {quoted(request)}"


def _another_item(items: Sequence[DisputedItem], number: int, rationale: str, named: Span) -> str | None:
    """The message, where the conclusion has no word of the heading, but one of another item's alone."""
    item = items[number]
    request = rationale[named.start : named.end]
    words = _telling_words(request)
    if not words:
        return None
    own = _telling_words(_names(item))
    if not own or not words.isdisjoint(own) or _alike(words, own):
        return None
    for other_number, other in enumerate(items):
        if other_number == number or not other.treatment:
            continue
        shared = words & _telling_words(other.treatment)
        parts = _telling_words(" ".join(part.name for part in other.details.body_parts) if other.details else "")
        if shared - parts and (other.category != item.category or not _abbreviated(item.treatment or "")):
            return (
                f"the request is {quoted(item.treatment or '')}, the rationale concludes on {quoted(request)}, "
                f"which is the request of item {other_number + 1}"
            )
    return None


def _telling_words(text: str) -> set[str]:
    """The words that tell which request is meant, in lower case."""
    words = {word.lower() for word in plain_words(text) if len(word) >= SHORTEST_WORD and not word[0].isdigit()}
    return words - COMMON_WORDS


def _alike(words: set[str], own: set[str]) -> bool:
    """Whether a word of the one is a form of a word of the other: `electromyography`, `electromyogram`."""
    stems = {word[:SHORTEST_WORD] for word in own}
    return any(word[:SHORTEST_WORD] in stems for word in words)


def _abbreviated(treatment: str) -> bool:
    """Whether a heading has an abbreviation, which a rationale may spell out: `PT`, `MRI`."""
    return any(word.isupper() and len(word) > 1 and word.isalpha() for word in plain_words(treatment))


def _names(item: DisputedItem) -> str:
    """Words for the request: its heading, and the other names of its drug."""
    names = [item.treatment or ""]
    if item.drug:
        names += [one.generic for one in item.drug.ingredients if one.generic]
        names.append(item.drug.class_ or "")
    return " ".join(names)


def _copies(items: Sequence[DisputedItem]) -> Iterator[Contradiction]:
    """Drugs whose rationale is another drug's word for word, and names only that one."""
    first: dict[str, int] = {}
    for number, item in enumerate(items):
        if not item.drug or not item.rationale or len(item.rationale) < SHORTEST_COPY:
            continue
        original = first.setdefault(item.rationale, number)
        if original == number:
            continue
        lowered = item.rationale.lower()
        pair = (original, number)
        named = [one for one in pair if _drug_named(items[one], lowered)]
        if len(named) == 1:
            other = sum(pair) - named[0]
            message = (
                f"the request is {quoted(items[other].treatment or '')}, the rationale is word for word that of "
                f"{quoted(items[named[0]].treatment or '')} and names that drug only"
            )
            path = f"disputed_items.{other}"
            yield Contradiction("other_item", f"{path}.treatment", message, f"{path}.rationale")


def _drug_named(item: DisputedItem, lowered: str) -> bool:
    """Whether a text in lower case names one of the item's ingredients, by any word of its heading's names."""
    return any(word in lowered for word in _telling_words(_names(item)))
