"""A side said to cite no medical evidence, beside its citations or a rationale that goes by a guideline."""

from __future__ import annotations

from collections.abc import Iterator

from imrparse.contradictions.contradiction import Contradiction, quoted, sentence_around
from imrparse.evidence import Span
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import DisputedItem, GuidelineParagraph

CITES_NOTHING = "did not cite any"
"""The form's words: "did not cite any medical evidence for its decision", in 2013 "any evidence based criteria"."""

GOES_BY = Pattern(
    # "The MTUS Guidelines recommend", "ODG does not support", "according to the ODG", "per the Official Disability …"
    r"""
    \b (?: according \s to | per | based \s (?:up)?on | as \s per ) \s (?: the \s )? (?: CA \s | California \s )?
       (?: MTUS | ACOEM | ODG | Official \s Disability \s Guidelines ) \b
    | \b (?: MTUS | ACOEM | ODG | Official \s Disability \s Guidelines ) \b
       (?: \s (?: guidelines? | and | the | or | / | MTUS | ACOEM | ODG | \(ODG\) | \(MTUS\) | Chronic | Pain | Medical
             | Treatment | Practice | chapter ) ){0,6}
       \s (?: do(?:es)? \s not \s (?: recommend | support )
             | recommends? | states? | supports? | indicates? | notes? | advises? | requires? )
       (?! \s+ (?: nothing | no \s guid | neither ) ) \b
    """,
    IGNORECASE,
)
GUIDELINES = ("MTUS", "ACOEM", "ODG", "Official Disability")


def uncited(item: DisputedItem, path: str) -> Iterator[Contradiction]:
    """Each side that is said to cite no evidence although its paragraph, or the reviewer's rationale, does."""
    for name, side in (
        ("claims_administrator", item.claims_administrator),
        ("expert_reviewer", item.expert_reviewer),
    ):
        text = side.text
        if not text or CITES_NOTHING not in text:
            continue
        at = text.find(CITES_NOTHING)
        said = sentence_around(text, at)
        if side.citations and not any(citation.adopted is True for citation in side.citations):
            message = f"the paragraph says {quoted(text, *said)} and cites {quoted(side.citations[0].text)}"
            yield Contradiction("uncited_evidence", f"{path}.{name}.citations", message, f"{path}.{name}.text", said)
        elif name == "expert_reviewer" and item.rationale:
            yield from _cited_in_rationale(side, item.rationale, path, said)


def _cited_in_rationale(side: GuidelineParagraph, rationale: str, path: str, said: Span) -> Iterator[Contradiction]:
    if not any(name in rationale for name in GUIDELINES):
        return
    match = GOES_BY.search(rationale)
    if match:
        words = sentence_around(rationale, match.start())
        message = (
            f"the reviewer's paragraph says {quoted(side.text or '', *said)}, "
            f"the rationale goes by a guideline: {quoted(rationale, *words)}"
        )
        yield Contradiction(
            "uncited_evidence", f"{path}.expert_reviewer.citations", message, f"{path}.rationale", words
        )
