"""The form's fixed wordings as it prints them, each with the values that depend on where it stands."""

from __future__ import annotations

from typing import NamedTuple

from imrparse.forms import anchors

LETTERS_AN_ERROR = 5
"""Letters of a wording for each one that may be wrong."""


class Wording(NamedTuple):
    """One wording, in its variants as printed; the first is the usual one."""

    variants: tuple[str, ...]
    in_doubt: tuple[str, ...] = ()
    """Record paths that depend on it."""
    anchor: anchors.Heading | anchors.Sentence | None = None
    """What finds it where it is whole."""


HEADINGS = (
    # In the order of the letter, each on lines of its own.
    Wording(("HOW THE IMR FINAL DETERMINATION WAS MADE",), ("reviewer.text",), anchors.HOW_MADE),
    Wording(("DOCUMENTS REVIEWED",), ("documents_reviewed",), anchors.DOCUMENTS_REVIEWED),
    Wording(("CLINICAL CASE SUMMARY",), ("case_summary",), anchors.CASE_SUMMARY),
    Wording(
        ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR DECISION(S) AND RATIONALE(S)"),
        ("case_summary", "disputed_items"),
        anchors.ISSUES,
    ),
)
SENTENCES = (
    Wording(("The Expert Reviewer has the following credentials:",)),
    Wording(("licensed to practice in",)),
    Wording(
        tuple(
            f"The {reviewer} reviewer developed the following clinical case summary based on a review of the case "
            "file, including all medical records:"
            for reviewer in ("expert", "physician")
        ),
        ("case_summary",),
        anchors.CASE_SUMMARY_LEAD_IN,
    ),
    Wording(
        ("The Final Determination was based on decisions for the disputed items/services set forth below:",),
        ("case_summary", "disputed_items"),
        anchors.ISSUES_LEAD_IN,
    ),
)
CREDENTIALS = (
    # At the beginning of a line.
    Wording(("State(s) of Licensure:",), ("reviewer.licensure",)),
    Wording(("Certification(s)/Specialty:",), ("reviewer.specialties",)),
)
HEADER = (
    Wording(("Case Number:",), ("case_number",)),
    Wording(("Date Assigned:",), ("dates.assigned",)),
    Wording(("Date of Injury:",), ("dates.injury",)),
    Wording(("Decision Date:",), ("dates.decision",)),
    Wording(("UR Denial Date:",), ("dates.ur_denial",)),
    Wording(("Application Received:",), ("dates.application_received",)),
    Wording(("Priority:",), ("priority",)),
)
LABELS = {
    # By the name of the paragraph; `anchors.LABELS` has every wording of them in lower case.
    "claims_administrator": Wording(("Claims Administrator guideline",)),
    "expert_reviewer": Wording(("MAXIMUS guideline", "Expert Reviewer guideline", "IMR guideline")),
    "rationale": Wording(("Decision rationale",)),
}
