"""One colour for each kind of value, on dark and on light backgrounds.

Each has a contrast of 4.5 or more to the background that it is made for, as WCAG 2.2 (1.4.3) asks of text; none is the
only sign of anything.
"""

from __future__ import annotations

from imrparse.record import Severity
from imrparse.terms import Kind

DARK = {
    Kind.SOURCE: "#a8a8a8",
    Kind.HEADER: "#6cb6ff",
    Kind.REVIEWER: "#5fd7d7",
    Kind.PATIENT: "#d7a6ff",
    Kind.SUMMARY: "#c8b68a",
    Kind.DOCUMENTS: "#b0b0c8",
    Kind.ITEM: "#ffffff",
    Kind.DECISION: "#ffb454",
    Kind.CLAIMS_ADMINISTRATOR: "#ff9e9e",
    Kind.EXPERT_REVIEWER: "#7ee08a",
    Kind.CITATION: "#e5e56b",
    Kind.RATIONALE: "#9fd0c0",
    Kind.WARNING: "#ff7a45",
}
"""On #1e1e1e or darker."""

LIGHT = {
    Kind.SOURCE: "#585858",
    Kind.HEADER: "#0a4f9e",
    Kind.REVIEWER: "#00595c",
    Kind.PATIENT: "#6a1b9a",
    Kind.SUMMARY: "#5f4a12",
    Kind.DOCUMENTS: "#474760",
    Kind.ITEM: "#000000",
    Kind.DECISION: "#8a3c00",
    Kind.CLAIMS_ADMINISTRATOR: "#a11212",
    Kind.EXPERT_REVIEWER: "#0b5c1c",
    Kind.CITATION: "#5a5200",
    Kind.RATIONALE: "#1b5a49",
    Kind.WARNING: "#a33200",
}
"""On #d8d8d8 or lighter."""

EITHER = {
    Kind.SOURCE: "#757575",
    Kind.HEADER: "#1d77ce",
    Kind.REVIEWER: "#208282",
    Kind.PATIENT: "#9f49e5",
    Kind.SUMMARY: "#887340",
    Kind.DOCUMENTS: "#72729d",
    Kind.ITEM: "default",
    Kind.DECISION: "#a56718",
    Kind.CLAIMS_ADMINISTRATOR: "#e12b2b",
    Kind.EXPERT_REVIEWER: "#20872d",
    Kind.CITATION: "#797915",
    Kind.RATIONALE: "#3f816c",
    Kind.WARNING: "#c94e1d",
}
"""On black as well as on white, for a terminal that does not say which it has: a luminance of 0.18 lies midway."""


def colour(kind: Kind, *, dark: bool | None) -> str:
    """The colour of a kind of value as `#rrggbb`, or `default`: the text's own.

    Args:
        kind: what the value belongs to.
        dark: whether the background is; `None` where that is unknown.
    """
    return (EITHER if dark is None else DARK if dark else LIGHT)[kind]


SEVERITY_STYLES: dict[Severity, str] = {"error": "bold red", "doubt": "yellow", "note": "cyan"}
"""Of the word that says how much a warning asks for: the terminal's own colours."""
