"""What a sample letter says: its source file, the blocks of text that are printed, the record to be read from it.

Wording of headings, labels and lead-ins is the form's own (here of `fdl-2014` and `fdl-2015`, in `forms_2013.py` of the
forms before them); the rest is invented.
A soft hyphen in a source marks where a long word may be broken at a line's end; it is no part of the truth.
"""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

SOFT_HYPHEN = "\u00ad"


def one_line(text: str) -> str:
    """A text of several lines as one paragraph."""
    return " ".join(text.split())


STATEMENT_2014 = one_line("""
    MAXIMUS Federal Services sent the complete case file to an expert reviewer. He/she has no affiliation with the
    employer, employee, providers or the claims administrator. The expert reviewer is Board Certified in {certified}
    and is licensed to practice in {states}. He/she has been in active clinical practice for more than five years and
    is currently working at least 24 hours a week in active practice. The expert reviewer was selected based on
    his/her clinical experience, education, background, and expertise in the same or similar specialties that evaluate
    and/or treat the medical condition and disputed items/services. He/she is familiar with governing laws and
    regulations, including the strength of evidence hierarchy that applies to Independent Medical Review
    determinations.
""")
STATEMENT_2015 = one_line("""
    MAXIMUS Federal Services sent the complete case file to an expert reviewer. He/she has no affiliation with the
    employer, employee, providers or the claims administrator. He/she has been in active clinical practice for more
    than five years and is currently working at least 24 hours a week in active practice. The expert reviewer was
    selected based on his/her clinical experience, education, background, and expertise in the same or similar
    specialties that evaluate and/or treat the medical condition and disputed items/Service. He/she is familiar with
    governing laws and regulations, including the strength of evidence hierarchy that applies to Independent Medical
    Review determinations.
""")
STATEMENT_FINAL_2013 = STATEMENT_2014.replace("an expert reviewer", "a physician reviewer").replace(
    "expert reviewer", "physician reviewer"
)
STATEMENT_NOTICE = one_line("""
    The independent Medical Doctor who made the decision has no affiliation with the employer, employee, providers or
    the claims administrator. The physician reviewer is Board Certified in {certified} and is licensed to practice in
    {states}. He/she has been in active clinical practice for more than five years and is currently working at least 24
    hours a week in active practice. The Expert Reviewer was selected based on his/her clinical experience, education,
    background, and expertise in the same or similar specialties that evaluate and/or treat the medical condition and
    treatments at issue.
""")
STATEMENT_REVIEW = "The physician reviewer is Board Certified in {certified} and is licensed to practice in {states}."
STATEMENTS = {
    "mpr-2013": STATEMENT_REVIEW,
    "notice-2013": STATEMENT_NOTICE,
    "fdl-2013": STATEMENT_FINAL_2013,
    "fdl-2014": STATEMENT_2014,
}
"""The credentials in prose, by form."""

MODIFIED = {
    "remaining": one_line("""
        {change.requested} was the original request. {change.authorized} was authorized by the Claims Administrator.
        The remaining IMR eligible portion of the original request, {change.disputed} is
    """),
    "original": one_line("""
        {change.requested} was the original request. The Claims Administrator authorized {change.authorized}, leaving
        the original request IMR eligible. The original request, {change.disputed} is
    """),
}
"""The form's wordings of a request of which the utilization review had authorized a part."""


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of a source's parts: an unknown key is an error."""


class Citation(Struct, frozen=True, kw_only=True):
    source: Literal["MTUS", "ODG", "ACOEM", "Other"]
    title: str | None = None
    year: int | None = None
    sections: list[str] = []
    pages: list[str] = []
    text: str
    adopted: bool | msgspec.UnsetType = msgspec.UNSET


class Side(Struct, frozen=True):
    """A guideline paragraph, without its label."""

    text: str
    basis: Literal["mtus", "non-mtus", "both", "none"]
    citations: list[Citation] = []


class Modification(Struct, frozen=True):
    wording: Literal["remaining", "original"]
    requested: str
    authorized: str
    disputed: str


class Ingredient(Struct, frozen=True):
    name: str
    strength: str | None = None


class Drug(Struct, frozen=True):
    ingredients: list[Ingredient]
    form: str | None = None
    quantity: int | float | None = None
    unit: Literal["g", "ml"] | None = None
    refills: int | None = None
    class_: str | None = msgspec.field(name="class", default=None)


class Item(Struct, frozen=True, kw_only=True):
    """A disputed item: either `treatment` or `modification` says what was asked for; a form may print an `article`."""

    article: str | None = None
    treatment: str | None = None
    modification: Modification | None = None
    decision: Literal["upheld", "overturned"]
    claims_administrator: Side | None = None
    expert_reviewer: Side
    rationale: list[str]
    rationale_citations: list[Citation] = []
    category: Literal[
        "Diagnostic Testing",
        "DMEPOS",
        "Evaluation & Management",
        "Home Health",
        "Injection",
        "Pharmaceuticals",
        "Programs",
        "Psych Services",
        "Rehabilitation",
        "Surgery",
        "Therapies",
        "Transportation",
    ]
    drug: Drug | None = None


class Header(Struct, frozen=True):
    layout: Literal["two-column", "one-column"]
    case_number: str
    injury: datetime.date
    decision: datetime.date
    assigned: datetime.date | None = None
    ur_denial: datetime.date | None = None
    application_received: datetime.date | None = None
    priority: Literal["standard", "expedited"] | None = "standard"


class Credentials(Struct, frozen=True):
    """`separator` joins the states of a licence list; `subspecialty` is the prose's second certification."""

    licensure: list[str]
    specialties: list[str]
    subspecialty: str | None = None
    separator: str = ", "


class Patient(Struct, frozen=True):
    age: int | None
    sex: Literal["male", "female"] | None


class Print(Struct, frozen=True):
    """How a letter is printed.

    `page_ends` maps a block's name to the line after which a page ends; 0 means after the block's label,
    which then stands alone. `curly` prints quotes as a word processor sets them. `texts` names the text shapes
    that are made besides the PDF. `lost_blanks` prints "notmedically", as the form of 2013 often has it.
    """

    label: Literal["MAXIMUS", "Maximus"] = "MAXIMUS"
    head: str | None = None
    foot: str | None = None
    page_ends: dict[str, int] = {}
    curly: bool = False
    encrypted: bool = False
    texts: list[str] = []
    lost_blanks: bool = False


class Letter(Struct, frozen=True):
    about: str
    form: Literal["mpr-2013", "notice-2013", "fdl-2013", "fdl-2014", "fdl-2015"]
    header: Header | None
    credentials: Credentials
    patient: Patient
    summary: list[str]
    items: list[Item]
    documents: list[str] = []
    print: Print = Print()


class Block(NamedTuple):
    """One paragraph or heading: a bold label, the text after it, or the cells of a header row."""

    name: str
    label: str = ""
    text: str = ""
    style: Literal["body", "heading", "point", "header", "columns"] = "body"
    gap: bool = True
    row: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts that stand beside each other: one, but for a header row."""
        return self.row or (f"{self.label} {self.text}".strip(),)


def load(path: Path) -> Letter:
    """A source file, checked: each citation's words stand where they are said to stand."""
    letter = msgspec.json.decode(path.read_bytes(), type=Letter)
    for number, item in enumerate(letter.items):
        if (item.treatment is None) == (item.modification is None):
            raise ValueError(f"{path.name}: item {number} needs either a treatment or a modification")
        rationale = whole("\n".join(item.rationale))
        claims = item.claims_administrator or Side("", "none")
        reviewer = item.expert_reviewer
        for text, citations in (
            (claims.text, claims.citations),
            (reviewer.text, [cited for cited in reviewer.citations if cited.adopted is not True]),
            (claims.text, [cited for cited in reviewer.citations if cited.adopted is True]),
            (rationale, item.rationale_citations),
        ):
            missing = [c.text for c in citations if c.text not in whole(text)]
            if missing:
                raise ValueError(f"{path.name}: item {number} does not say {missing}")
    return letter


def whole(text: str) -> str:
    """The truth of a source text: without its marks for breaking words."""
    return text.replace(SOFT_HYPHEN, "")


def printed_treatment(item: Item) -> str:
    """The item as its heading words it, up to the colon before the decision."""
    change = item.modification
    if change is None:
        return item.treatment or ""
    if change.wording == "remaining":
        middle = (
            f"{change.authorized} was authorized by the Claims Administrator. The remaining IMR eligible portion of"
        )
    else:
        middle = (
            f"The Claims Administrator authorized {change.authorized}, leaving the original request IMR eligible. The"
        )
    ending = "the original request" if change.wording == "remaining" else "original request"
    return f"{change.requested} was the original request. {middle} {ending}, {change.disputed} is"


def is_point(paragraph: str) -> bool:
    """Whether a paragraph is a point of a list: a bullet, or a number or letter with a bracket or full stop."""
    mark = paragraph.split(" ", 1)[0]
    return mark == "•" or (len(mark) <= 4 and mark[-1:] in ".)" and mark.strip("().").isalnum())


def paragraphs(name: str, texts: list[str], label: str = "") -> list[Block]:
    """Blocks `NAME.0`, `NAME.1` …; points of a list follow each other without an empty line."""
    blocks = [Block(f"{name}.0", label, texts[0])]
    for number, (before, text) in enumerate(pairwise(texts), 1):
        point = is_point(text)
        blocks.append(
            Block(f"{name}.{number}", "", text, "point" if point else "body", not (point and is_point(before)))
        )
    return blocks


def header_blocks(header: Header | None) -> list[Block]:
    """The header block: rows of four cells, or one label and value a line."""
    if header is None:
        return []
    values = {
        "Case Number:": header.case_number,
        "Date Assigned:": f"{header.assigned:%m/%d/%Y}",
        "Date of Injury:": f"{header.injury:%m/%d/%Y}",
        "Decision Date:": f"{header.decision:%m/%d/%Y}",
        "UR Denial Date:": f"{header.ur_denial:%m/%d/%Y}",
        "Priority:": header.priority.capitalize(),
        "Application Received:": f"{header.application_received:%m/%d/%Y}",
    }
    if header.layout == "one-column":
        return [Block(f"header.{n}", label, value, gap=False) for n, (label, value) in enumerate(values.items())]
    rows = [("Case Number:",), ("Date Assigned:", "Date of Injury:"), ("Decision Date:", "UR Denial Date:")]
    rows.append(("Priority:", "Application Received:"))
    cells = [tuple(cell for label in row for cell in (label, values[label])) for row in rows]
    return [Block(f"header.{n}", style="header", gap=False, row=row) for n, row in enumerate(cells)]


def credential_lines(letter: Letter) -> list[str]:
    """The paragraph, or the two lines, from which licences and specialties are read."""
    held = letter.credentials
    if letter.form == "fdl-2015":
        states = held.separator.join(held.licensure)
        return [f"State(s) of Licensure: {states}", f"Certification(s)/Specialty: {', '.join(held.specialties)}"]
    *first, last = held.licensure
    states = f"{', '.join(first)} and {last}" if first else last
    certified = " and ".join(held.specialties)
    certified += f", has a subspecialty in {held.subspecialty}" if held.subspecialty else ""
    return [STATEMENTS[letter.form].format(certified=certified, states=states)]


def reviewer_blocks(letter: Letter) -> list[Block]:
    """`HOW THE IMR FINAL DETERMINATION WAS MADE`, with the credentials in the form's way."""
    heading = Block("made_heading", "HOW THE IMR FINAL DETERMINATION WAS MADE", style="heading")
    lines = credential_lines(letter)
    if letter.form == "fdl-2014":
        return [heading, Block("credentials.0", text=lines[0], gap=False)]
    return [
        heading,
        Block("made", text=STATEMENT_2015, gap=False),
        Block("credentials", text="The Expert Reviewer has the following credentials:"),
        *(Block(f"credentials.{n}", text=line, gap=False) for n, line in enumerate(lines)),
    ]


def item_blocks(number: int, item: Item, label: str) -> list[Block]:
    """One disputed item: heading, both guideline paragraphs, rationale. `label` is MAXIMUS or Maximus."""
    name = f"items.{number}"
    claims = item.claims_administrator
    if claims is None:
        raise ValueError(f"{name} needs the claims administrator's guideline")
    return [
        Block(f"{name}.heading", f"{printed_treatment(item)}:", item.decision.capitalize()),
        Block(f"{name}.claims_administrator", "Claims Administrator guideline:", claims.text),
        Block(f"{name}.expert_reviewer", f"{label} guideline:", item.expert_reviewer.text),
        *paragraphs(f"{name}.rationale", item.rationale, "Decision rationale:"),
    ]


def blocks(letter: Letter) -> list[Block]:
    """The whole letter of a form since 2014 in reading order."""
    lead = (
        "The expert reviewer developed the following clinical case summary based on a review of the case file, "
        "including all medical records:"
    )
    issues = "The Final Determination was based on decisions for the disputed items/services set forth below:"
    return [
        *header_blocks(letter.header),
        *reviewer_blocks(letter),
        Block("summary_heading", "CLINICAL CASE SUMMARY", style="heading"),
        Block("summary_lead", text=lead, gap=False),
        *paragraphs("summary", letter.summary),
        Block("issues_heading", "IMR ISSUES, DECISIONS AND RATIONALES", style="heading"),
        Block("issues_lead", text=issues, gap=False),
        *(b for n, item in enumerate(letter.items) for b in item_blocks(n, item, letter.print.label)),
    ]


def outcome(letter: Letter) -> str:
    """The letter as a whole, in the state's three words."""
    decisions = {item.decision for item in letter.items}
    return decisions.pop() if len(decisions) == 1 else "partially overturned"


def expected_item(item: Item) -> dict[str, Any]:
    """One entry of the record's `disputed_items`."""
    change = item.modification
    return {
        "treatment": whole(printed_treatment(item).removesuffix(" is") if change else printed_treatment(item)),
        "modification": None
        if change is None
        else {key: whole(getattr(change, key)) for key in ("requested", "authorized", "disputed")},
        "decision": item.decision,
        "claims_administrator": msgspec.to_builtins(item.claims_administrator)
        or {"text": None, "basis": None, "citations": []},
        "expert_reviewer": msgspec.to_builtins(item.expert_reviewer),
        "rationale": "\n".join(item.rationale),
        "rationale_citations": msgspec.to_builtins(item.rationale_citations),
        "category": item.category,
        "drug": msgspec.to_builtins(item.drug),
    }


def expected(letter: Letter) -> dict[str, Any]:
    """The record of RECORD.md, without `source` and `warnings`, which say how the letter was read."""
    header, held = letter.header, letter.credentials
    dates = ("assigned", "injury", "decision", "ur_denial", "application_received")
    record = {
        "schema_version": "1",
        "form": letter.form,
        "case_number": header and header.case_number,
        "dates": {key: header and (date := getattr(header, key)) and date.isoformat() for key in dates},
        "priority": header and header.priority,
        "outcome": outcome(letter),
        "reviewer": {
            "licensure": held.licensure,
            "specialties": [*held.specialties, *([held.subspecialty] if held.subspecialty else [])],
            "text": "\n".join(credential_lines(letter)),
        },
        "patient": msgspec.to_builtins(letter.patient),
        "case_summary": "\n".join(letter.summary),
        "documents_reviewed": letter.documents,
        "disputed_items": [expected_item(item) for item in letter.items],
    }
    return msgspec.json.decode(whole(msgspec.json.encode(record).decode()), type=dict[str, Any])
