"""How the sample letters of the three forms of 2013 are printed: their fixed wordings, as blocks of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from content import Block, Header, Item, Letter, credential_lines, one_line, outcome, paragraphs

if TYPE_CHECKING:
    import datetime

LETTERHEAD = (
    "MAXIMUS FEDERAL SERVICES, INC.",
    "Independent Medical Review",
    "P.O. Box 138009",
    "Sacramento, CA 95813-8009",
    "(855) 865-8873 Fax: (916) 605-4270",
)
DOCUMENTS_LEAD_IN = one_line("""
    The following relevant documents received from the interested parties and the documents provided with the
    application were reviewed and considered. These documents included:
""")
DECIDED = {
    "upheld": "is {not_} medically necessary and appropriate",
    "overturned": "is medically necessary and appropriate",
}


def day(date: datetime.date | None) -> str:
    """A date as the forms print it: 9/6/2013."""
    return f"{date.month}/{date.day}/{date.year}" if date else ""


def header_of(letter: Letter) -> Header:
    """The header block of a form that prints one on its first page."""
    if letter.header is None:
        raise ValueError(f"a letter of the form {letter.form} needs its header")
    return letter.header


def letterhead(title: str) -> list[Block]:
    """The sender and the title of the letter."""
    lines = [Block(f"letterhead.{n}", line, style="heading", gap=False) for n, line in enumerate(LETTERHEAD)]
    return [*lines, Block("title", title, style="heading")]


def document_list(letter: Letter) -> list[Block]:
    """The documents reviewed, a bullet each."""
    return [
        Block("documents_lead", text=DOCUMENTS_LEAD_IN, gap=False),
        *(
            Block(f"documents.{n}", text=f"• {words}", style="point", gap=False)
            for n, words in enumerate(letter.documents)
        ),
    ]


def necessity(letter: Letter, item: Item, *, lost_blanks: bool = False) -> str:
    """The decision of an item as the forms word it."""
    words = DECIDED[item.decision].format(not_="not")
    return words.replace("not medically", "notmedically") if lost_blanks and letter.print.lost_blanks else words


def with_article(item: Item) -> str:
    """The item with the article that the form prints before it."""
    return f"{item.article} {item.treatment}" if item.article else item.treatment or ""


# -- notice-2013 ------------------------------------------------------------------------------------------------------

FILING = one_line("""
    An application for Independent Medical Review was filed on {filed} disputing the Utilization Review Denial dated
    {denied}. A Notice of Assignment and Request for Information was provided to the above parties on {assigned}. A
    decision has been made for each of the treatment and/or services that were in dispute:
""")
DISCLAIMER = one_line("""
    Disclaimer: The following case summary was taken directly from the utilization review denial/modification dated
    {denied:%B %d, %Y}.
""")
EFFECT = one_line("""
    The determination of MAXIMUS Federal Services and its physician reviewer is deemed to be the final determination of
    the Administrative Director, Division of Workers' Compensation. With respect to the medical necessity of the
    treatment in dispute, this determination is binding on all parties.
""")
RELIED_UPON = (
    "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision",
    "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:",
)


def decision_list(letter: Letter, name: str, *, lost_blanks: bool) -> list[Block]:
    """One printing of the numbered decisions."""
    sentence = "MAXIMUS Federal Services, Inc. has determined the request for"
    return [
        Block(
            f"{name}.{n}",
            text=f"{n + 1}) {sentence} {with_article(item)} {necessity(letter, item, lost_blanks=lost_blanks)}.",
        )
        for n, item in enumerate(letter.items)
    ]


def notice_blocks(letter: Letter) -> list[Block]:
    """The Notice of Independent Medical Review Determination."""
    header = header_of(letter)
    rows = {
        "Employee:": "",
        "Claim Number:": "",
        "Date of UR Decision:": day(header.ur_denial),
        "Date of Injury:": day(header.injury),
        "IMR Application Received:": day(header.application_received),
        "MAXIMUS Case Number:": header.case_number,
    }
    filing = FILING.format(
        filed=day(header.application_received), denied=day(header.ur_denial), assigned=day(header.assigned)
    )
    first, *others = letter.summary
    quoted = [f'"{first}', *others] if others else [f'"{first}"']
    if others:
        quoted[-1] += '"'
    return [
        *letterhead("Notice of Independent Medical Review Determination"),
        Block("dated", text=f"Dated: {day(header.decision)}"),
        *(
            Block(f"header.{n}", style="columns", gap=n == 0, row=(label, value) if value else (label,))
            for n, (label, value) in enumerate(rows.items())
        ),
        *decision_list(letter, "first_list", lost_blanks=False),
        Block("decisions_heading", "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE", style="heading"),
        Block("filing", text=filing),
        *decision_list(letter, "second_list", lost_blanks=True),
        Block("qualifications_heading", "Medical Qualifications of the Expert Reviewer:"),
        Block("credentials.0", text=credential_lines(letter)[0], gap=False),
        Block("summary_heading", "Expert Reviewer Case Summary:"),
        Block("disclaimer", text=DISCLAIMER.format(denied=header.ur_denial), gap=False),
        *paragraphs("summary", quoted),
        Block("documents_heading", "Documents Reviewed for Determination:"),
        *document_list(letter),
        *(block for n, item in enumerate(letter.items) for block in notice_part(n, item)),
        Block("effect_heading", "Effect of the Decision:"),
        Block("effect", text=EFFECT, gap=False),
        Block("closing", text="Sincerely,"),
    ]


def notice_part(number: int, item: Item) -> list[Block]:
    """What the notice says of one item below its lists; both sides share one paragraph."""
    name = f"items.{number}"
    sides = [side.text for side in (item.claims_administrator, item.expert_reviewer) if side]
    return [
        Block(f"{name}.heading", f"{number + 1}) Regarding the request for {with_article(item)}:"),
        Block(f"{name}.relied_upon", RELIED_UPON[number % 2]),
        Block(f"{name}.guidelines", text=" ".join(sides), gap=False),
        Block(f"{name}.rationale_heading", "Rationale for the Decision:"),
        *(block._replace(gap=n > 0) for n, block in enumerate(paragraphs(f"{name}.rationale", item.rationale))),
    ]


# -- fdl-2013 ---------------------------------------------------------------------------------------------------------

COMPLETED = one_line("""
    MAXIMUS Federal Services has completed the Independent Medical Review ("IMR") of the above workers' compensation
    case. This letter provides you with the IMR Final Determination and explains how the determination was made.
""")
DETERMINATION = one_line("""
    Final Determination: {word}. This means we decided that {means} of the disputed items/services are medically
    necessary and appropriate. A detailed explanation of the decision for each of the disputed items/services is
    provided later in this letter.
""")
WORDS = {
    "upheld": ("UPHOLD", "none"),
    "overturned": ("OVERTURN", "all"),
    "partially overturned": ("PARTIAL OVERTURN", "some (but not all)"),
}
SUMMARY_LEAD_IN = one_line("""
    The physician reviewer developed the following clinical case summary based on a review of the case file, including
    all medical records:
""")


def cover_blocks(letter: Letter) -> list[Block]:
    """The cover letter; a copy may begin below it."""
    header = letter.header
    if header is None:
        return []
    rows = (
        (f"IMR Case Number: {header.case_number}", f"Date of Injury: {day(header.injury)}"),
        ("Claims Number:", f"UR Denial Date: {day(header.ur_denial)}"),
        (f"Priority: {(header.priority or '').upper()}", f"Application Received: {day(header.application_received)}"),
        ("Employee Name:",),
        ("Provider Name: MD",),
        ("Treatment(s) in Dispute Listed on IMR Application:",),
    )
    word, means = WORDS[outcome(letter)]
    return [
        *letterhead("Independent Medical Review Final Determination Letter"),
        Block("dated", text=f"Dated: {day(header.decision)}"),
        *(Block(f"header.{n}", style="columns", gap=n == 0, row=row) for n, row in enumerate(rows)),
        *(Block(f"listed.{n}", text=f"{item.treatment}".upper(), gap=False) for n, item in enumerate(letter.items)),
        Block("dear", text="DEAR :"),
        Block("completed", text=COMPLETED),
        Block("determination", text=DETERMINATION.format(word=word, means=means)),
        Block("closing", text="Sincerely,"),
        Block("signature", text="Medical Director"),
        Block("copies", text="cc: Department of Industrial Relations"),
    ]


def final_blocks(letter: Letter) -> list[Block]:
    """The Final Determination Letter of 2013."""
    issues = "The Final Determination was based on decisions for the disputed items/services set forth below:"
    return [
        *cover_blocks(letter),
        Block("made_heading", "HOW THE IMR FINAL DETERMINATION WAS MADE", style="heading"),
        Block("credentials.0", text=credential_lines(letter)[0], gap=False),
        Block("documents_heading", "DOCUMENTS REVIEWED", style="heading"),
        *document_list(letter),
        Block("summary_heading", "CLINICAL CASE SUMMARY", style="heading"),
        Block("summary_lead", text=SUMMARY_LEAD_IN, gap=False),
        *paragraphs("summary", letter.summary),
        Block("issues_heading", "IMR DECISION(S) AND RATIONALE(S)", style="heading"),
        Block("issues_lead", text=issues, gap=False),
        *(block for n, item in enumerate(letter.items) for block in final_item(letter, n, item)),
    ]


def final_item(letter: Letter, number: int, item: Item) -> list[Block]:
    """One disputed item: its decision in a sentence, a paragraph of each side, the rationale."""
    name = f"items.{number}"
    decision = necessity(letter, item, lost_blanks=True)
    claims = [Block(f"{name}.claims_administrator", text=side.text) for side in [item.claims_administrator] if side]
    return [
        Block(f"{name}.heading", f"{number + 1}. {item.treatment} {decision}."),
        *claims,
        Block(f"{name}.expert_reviewer", text=item.expert_reviewer.text),
        Block(f"{name}.rationale_heading", "The Physician Reviewer's decision rationale:"),
        *(block._replace(gap=n > 0) for n, block in enumerate(paragraphs(f"{name}.rationale", item.rationale))),
    ]


# -- mpr-2013 ---------------------------------------------------------------------------------------------------------

REVIEW_RELIED_UPON = "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"
WHY = {
    "upheld": "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:",
    "overturned": "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS MEDICALLY NECESSARY:",
}


def review_blocks(letter: Letter) -> list[Block]:
    """The Medical Professional Review; its guidelines stand once, for all items."""
    header = header_of(letter)
    several = len(letter.items) > 1
    issues = [
        f"{f'{n}. ' if several else ''}Whether {with_article(item)} is/was medically necessary?"
        for n, item in enumerate(letter.items, 1)
    ]
    relied_upon = letter.items[0].expert_reviewer.text
    return [
        Block("title", "MEDICAL PROFESSIONAL REVIEW", style="heading"),
        Block("dated", text=f"Dated: {day(header.decision)}"),
        Block("header.0", text=f"IMR Case Number: {header.case_number}", gap=False),
        Block("header.1", text=f"Date of Injury: {day(header.injury)}", gap=False),
        Block("issue_heading", "ISSUE AT DISPUTE:"),
        *(Block(f"issue.{n}", text=words, gap=False) for n, words in enumerate(issues)),
        Block("summary_heading", "CASE SUMMARY:"),
        *(block._replace(gap=n > 0) for n, block in enumerate(paragraphs("summary", letter.summary))),
        Block("documents_heading", "DOCUMENTS REVIEWED FOR DETERMINATION:"),
        *document_list(letter),
        Block("relied_upon_heading", REVIEW_RELIED_UPON),
        Block("relied_upon", text=relied_upon, gap=False),
        *(block for n, item in enumerate(letter.items) for block in review_rationale(n, item)),
        Block("qualifications_heading", "MEDICAL REVIEWER QUALIFICATIONS:"),
        Block("credentials.0", text=credential_lines(letter)[0], gap=False),
    ]


def review_rationale(number: int, item: Item) -> list[Block]:
    """The heading that tells the decision, and the rationale below it."""
    name = f"items.{number}"
    rationale = paragraphs(f"{name}.rationale", item.rationale)
    return [
        Block(f"{name}.heading", WHY[item.decision]),
        *(block._replace(gap=n > 0) for n, block in enumerate(rationale)),
    ]
