"""What a utilization review had authorized of a request, from the wording of a modified item's heading.

Two wordings of the form: "<requested> was the original request. <authorized> was authorized by the Claims
Administrator. The remaining IMR eligible portion of the original request, <disputed> is:" and "<requested> was
the original request. The Claims Administrator authorized <authorized>, leaving the original request IMR
eligible. The original request, <disputed> is:".
"""

from __future__ import annotations

from imrparse.evidence import Doubt, Evidence, Found
from imrparse.forms.item_heading import ORIGINAL_REQUEST
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Modification

WORDING = Pattern(
    r"""
    ^ (?P<requested> .+? ) \s+ (?:was|were|is)\s+the\s+original\s+request \s* [.,;:]? \s+
    (?:
        (?P<authorized> .+? ) \s+ (?:was|were|has\s+been|have\s+been)\s+ (?:authorized|certified|approved) \s+
        by\s+the\s+claims\s+administrator \s* [.,;:]? \s+
      | (?:the\s+)?claims\s+administrator\s+ (?:has\s+)? (?:authorized|certified|approved) \s+ (?P<authorized> .+? )
        [\s,;]+ leaving\s+the\s+original\s+request\s+IMR[\s-]+eligible \s* [.,;:]? \s+
    )
    (?:and\s+)? (?:the\s+)? (?:remaining\s+)? (?:IMR[\s-]+eligible\s+)? (?:portion\s+of\s+)? (?:the\s+)?
    original\s+request \s* [,:;]? \s+ (?:is\s+)?
    (?P<disputed> .+ ) $
    """,
    IGNORECASE,
)
PARTS = ("requested", "authorized", "disputed")


def read_modification(treatment: str) -> Found[Modification | None]:
    """The parts of the modified request `treatment`, `None` for a request that was denied whole."""
    if ORIGINAL_REQUEST not in treatment.lower():
        return Found(None)
    match = WORDING.match(treatment)
    if not match:
        return Found(
            None, doubts=(Doubt("unclear_modification", "", "the parts of the modified request were not told apart"),)
        )
    evidence = Evidence()
    for part in PARTS:
        evidence.add(part, *match.span(part))
    return Found(Modification(**{part: match[part] for part in PARTS}), evidence)
