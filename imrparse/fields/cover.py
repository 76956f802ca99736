"""What the cover letter of 2013 says of the outcome, held against the decisions of the items."""

from __future__ import annotations

from collections.abc import Iterator

from imrparse.evidence import Doubt, Span
from imrparse.fields.collecting import Collector
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Outcome

OUTCOME = Pattern(
    r"""
    determination \s* [:;] \s* (?: (?P<partial> partial(?:ly)? \b | partial\s?overturn )
                                 | (?P<uphold> up\s?h(?:o|e)ld ) | (?P<overturn> over\s?turn(?:ed)? ) )
    """,
    IGNORECASE,
)
MEANS = Pattern(
    # "This means we decided that some (but not all) of the disputed items/services are …"
    r"""
    (?: (?P<partial> some \b ) | (?P<uphold> none \b ) | (?P<overturn> all \b ) )
    [^.]{0,40}? of \s? the \s? disputed
    """,
    IGNORECASE,
)
NAMES: dict[str, Outcome] = {"uphold": "upheld", "overturn": "overturned", "partial": "partially overturned"}


def check_outcome(collector: Collector, outcome: Outcome | None, cover: Span | None) -> Outcome | None:
    """The outcome: by the items, or by the cover letter's word where an item's decision was not found.

    Doubts where the two say different things: an item may have been lost, or a decision misread.
    """
    collector.reads.append(("outcome", check_outcome, cover))
    if cover is None:
        return outcome
    text = collector.letter.line(*cover)
    said = set()
    for pattern in (OUTCOME, MEANS):
        match = pattern.search(text)
        if match and match.lastgroup:
            said.add(NAMES[match.lastgroup])
    collector.doubts.extend(_doubts(outcome, said, text))
    if outcome is None and len(said) == 1:
        collector.direct.add("outcome", *cover)
        return said.pop()
    return outcome


def _doubts(outcome: Outcome | None, said: set[Outcome], text: str) -> Iterator[Doubt]:
    if not said:
        yield Doubt("uncertain", "outcome", f"the cover letter's outcome cannot be read: {text!r}")
    elif len(said) > 1:
        yield Doubt("contradiction", "outcome", f"the cover letter says two things: {text!r}")
    if outcome and said and said != {outcome}:
        message = f"the cover letter says {text!r}, the decisions of the items make {outcome!r}"
        yield from (Doubt("contradiction", path, message) for path in ("outcome", "disputed_items"))
