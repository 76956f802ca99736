"""A guideline for one part of the body, cited for the treatment of another."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from imrparse.contradictions.contradiction import Contradiction, quoted
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Citation, DisputedItem

ARM = frozenset({"shoulder", "upper arm", "elbow", "forearm", "wrist", "hand", "thumb", "finger"})
BELOW_KNEE = frozenset({"ankle", "foot", "toe"})
LOWER_SPINE = frozenset({"lumbar spine", "sacrum", "coccyx", "sacroiliac joint"})
FACE = frozenset({"face", "jaw", "teeth", "eye", "ear"})

FOREIGN: dict[str, frozenset[str]] = {
    "low back": ARM | BELOW_KNEE | FACE | {"cervical spine", "knee", "head"},
    "neck": LOWER_SPINE | BELOW_KNEE | {"hip", "groin", "knee", "thigh", "lower leg", "pelvis"},
    "shoulder": LOWER_SPINE | BELOW_KNEE | FACE | {"hip", "knee", "groin", "head", "wrist", "hand", "thumb", "finger"},
    "elbow": LOWER_SPINE | BELOW_KNEE | FACE | {"hip", "knee", "groin", "head", "cervical spine", "shoulder"},
    "hand": LOWER_SPINE | BELOW_KNEE | FACE | {"hip", "knee", "groin", "head", "cervical spine", "shoulder"},
    "knee": (ARM | LOWER_SPINE | BELOW_KNEE | FACE | {"cervical spine", "thoracic spine", "head"}),
    "foot": (ARM | LOWER_SPINE | FACE | {"cervical spine", "thoracic spine", "head", "hip", "knee"}),
    "hip": (ARM | BELOW_KNEE | FACE | {"cervical spine", "head"}),
    "head": (ARM | BELOW_KNEE | LOWER_SPINE | {"hip", "knee", "thigh"}),
    "eye": (ARM | BELOW_KNEE | LOWER_SPINE | {"hip", "knee", "cervical spine", "thoracic spine"}),
    "hernia": (ARM | BELOW_KNEE | FACE | {"cervical spine", "knee", "head"}),
}
"""For each region that a guideline is about, the parts (of body_parts.json) that it has nothing to do with.

Neighbours are left out, and so is what may come from a region: pain in a leg from the back, in an arm from the neck.
"""

REGIONS: tuple[tuple[str, str], ...] = (
    ("low back", "low back"),
    ("neck", "neck"),
    ("cervical", "neck"),
    ("shoulder", "shoulder"),
    ("elbow", "elbow"),
    ("wrist", "hand"),
    ("carpal", "hand"),
    ("knee", "knee"),
    ("ankle", "foot"),
    ("hip &", "hip"),
    ("hip and", "hip"),
    ("brain", "head"),
    ("eye", "eye"),
    ("hernia", "hernia"),
)
"""What a title of the catalogue holds, and the region that it is about then."""

NERVES = Pattern(r"\b (?: EMG | NCV | NCS | electromyo\w* | nerve \s conduct\w* | electrodiagnos\w* )", IGNORECASE)
"""Tests of nerves reach from the neck to the hand and from the back to the foot."""

AROUND_SURGERY = Pattern(
    r"\b (?: pre-? \s? op\w* | post-? \s? op\w* | associated \s surgical | clearance | peri-?op\w* )", IGNORECASE
)
"""ODG keeps what is done around any operation in the chapter of one part of the body."""


@functools.lru_cache(maxsize=512)
def _region(title: str) -> str | None:
    """The region that a guideline's title names, `None` for a general one."""
    lowered = title.lower()
    if lowered == "head":
        return "head"
    return next((region for words, region in REGIONS if words in lowered), None)


REGION_OF = {
    "lumbar spine": "low back", "cervical spine": "neck", "shoulder": "shoulder", "elbow": "elbow", "wrist": "hand",
    "hand": "hand", "thumb": "hand", "finger": "hand", "knee": "knee", "ankle": "foot", "foot": "foot", "toe": "foot",
    "hip": "hip", "head": "head", "eye": "eye",
}  # fmt: skip
"""The region of a part of the body."""


def foreign_parts(part: str) -> frozenset[str]:
    """The parts of the body that have nothing to do with `part`; none where the part reaches far: `spine`, `back`."""
    region = REGION_OF.get(part)
    return FOREIGN[region] if region else frozenset()


def other_body_parts(item: DisputedItem, path: str) -> Iterator[Contradiction]:
    """Each side whose guidelines for a part of the body are all for another one than the request's."""
    details = item.details
    if details is None or not details.body_parts or details.associated_surgical_service:
        return
    names = {part.name for part in details.body_parts}
    for name, side in (
        ("claims_administrator", item.claims_administrator),
        ("expert_reviewer", item.expert_reviewer),
    ):
        foreign = _foreign(side.citations, names)
        treatment = item.treatment or ""
        if foreign and not (NERVES.search(treatment) or AROUND_SURGERY.search(treatment)):
            who = "claims administrator" if name == "claims_administrator" else "reviewer"
            message = (
                f"the request is {quoted(treatment)}, the {who} cites {quoted(foreign.text or foreign.title or '')}"
            )
            yield Contradiction("other_body_part", f"{path}.{name}.citations", message, f"{path}.treatment")


def _foreign(citations: tuple[Citation, ...], names: set[str]) -> Citation | None:
    """The first citation for a part of the body, where each such citation is for none of the parts in `names`."""
    found: Citation | None = None
    for citation in citations:
        title = citation.known_title or citation.title
        if title is None:
            if citation.source == "ODG":
                return None  # no chapter is named: it may be the right one
            continue
        region = _region(title) if citation.source != "Other" else None
        if region is None:
            continue
        if not names <= FOREIGN[region]:
            return None
        found = found or citation
    return found
