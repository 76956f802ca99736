"""One disputed item: its heading, the guideline paragraph of each side, its rationale."""

from __future__ import annotations

import functools

from imrparse.evidence import Doubt, Span
from imrparse.fields.adopted_citations import with_adopted
from imrparse.fields.category import read_category
from imrparse.fields.citations import Paragraph, basis_of, read_paragraph
from imrparse.fields.collecting import Collector
from imrparse.fields.decision import read_decision
from imrparse.fields.drug import read_drug
from imrparse.fields.literature import read_literature
from imrparse.fields.modification import read_modification
from imrparse.fields.rationale_citations import read_rationale_citations
from imrparse.fields.treatment import read_treatment_details
from imrparse.forms import ItemSections
from imrparse.record import Decision, DisputedItem, GuidelineParagraph, Modification

GUIDELINE_OPENINGS = ("decision based on", "the claims administrator", "the expert reviewer", "the physician reviewer")
READ_FROM_PARAGRAPH = ("text", "citations", "basis")
SENTENCE_ENDS = (".", ".)", '."', ".'")
"""How the form's guideline paragraphs begin and end: all 546 of the real letters do."""


def read_item(collector: Collector, sections: ItemSections, path: str) -> DisputedItem:
    """The item at the record path `path`."""
    treatment = collector.line(f"{path}.treatment", sections.treatment)
    modification, request = _modification(collector, sections.treatment, treatment, f"{path}.modification")
    rationale = collector.prose(f"{path}.rationale", sections.rationale)
    literature = collector.read_prose(read_literature, rationale, sections.rationale, f"{path}.literature_references")
    claims_administrator, expert_reviewer = _both_guidelines(collector, sections, path)
    read_cited = functools.partial(
        read_rationale_citations, cited=(*expert_reviewer.citations, *claims_administrator.citations)
    )
    cited = collector.read_prose(read_cited, rationale, sections.rationale, f"{path}.rationale_citations")
    return DisputedItem(
        treatment=treatment,
        decision=_decision(collector, sections.decision, f"{path}.decision"),
        modification=modification,
        claims_administrator=claims_administrator,
        expert_reviewer=expert_reviewer,
        rationale=rationale,
        rationale_citations=cited or (),
        literature_references=literature or (),
        category=collector.read(read_category, request, f"{path}.category"),
        details=collector.read(read_treatment_details, request, f"{path}.details"),
        drug=collector.read(read_drug, request, f"{path}.drug"),
    )


def _modification(
    collector: Collector, section: Span | None, treatment: str | None, path: str
) -> tuple[Modification | None, Span | None]:
    """The parts of a modified request, and what the item asks for: the whole heading, or of those its disputed part."""
    if section is None or treatment is None:
        return None, section
    found = read_modification(treatment)
    collector.reads.append((path, read_modification, section))
    modification = collector.take(found, path, section.start)
    if modification is None:
        return None, section
    start, end = found.evidence["disputed"][0]
    return modification, Span(section.start + start, section.start + end)


def _decision(collector: Collector, section: Span | None, path: str) -> Decision | None:
    return collector.read_prose(read_decision, collector.line(path, section), section, path)


def _guidelines(collector: Collector, section: Span | None, path: str) -> tuple[GuidelineParagraph, Paragraph | None]:
    """The guideline paragraph of one side, and all that it says."""
    collector.reads.append((path, read_paragraph, section))
    text = collector.line(f"{path}.text", section)
    if section is None or text is None:
        return GuidelineParagraph(), None
    said = read_paragraph(text)
    _doubt_wording(collector, text, said, path)
    return GuidelineParagraph(text=text, basis=said.basis, citations=said.found.value), said


def _both_guidelines(
    collector: Collector, sections: ItemSections, path: str
) -> tuple[GuidelineParagraph, GuidelineParagraph]:
    """The guideline paragraphs of both sides; what the reviewer adopts is taken from the other side's."""
    theirs_at, own_at = sections.claims_administrator, sections.expert_reviewer
    theirs, their_words = _guidelines(collector, theirs_at, f"{path}.claims_administrator")
    own, own_words = _guidelines(collector, own_at, f"{path}.expert_reviewer")
    if theirs_at and their_words:
        collector.take(their_words.found, f"{path}.claims_administrator.citations", theirs_at.start)
    if own_at and own_words:
        found = own_words.found
        if own_words.adoptions:
            collector.reads.append((f"{path}.expert_reviewer.citations", with_adopted, theirs_at))
            distance = theirs_at.start - own_at.start if theirs_at else 0
            found = with_adopted(found, own_words.adoptions, their_words and their_words.found, distance)
            basis = basis_of(found.value) or own.basis
            own = GuidelineParagraph(text=own.text, basis=basis, citations=found.value)
        collector.take(found, f"{path}.expert_reviewer.citations", own_at.start)
    return theirs, own


def _doubt_wording(collector: Collector, text: str, said: Paragraph, path: str) -> None:
    """A doubt about a paragraph that begins, ends or reads like none of the form's."""
    opens = said.in_prose or text.lower().startswith(GUIDELINE_OPENINGS)
    if not opens or not (said.found.value or said.basis or said.adoptions):
        message = "the paragraph follows no known wording: what it cites may have been misread"
        collector.doubts.extend(
            Doubt("unread_guideline", f"{path}.{part}", message) for part in ("text", "citations", "basis")
        )
    elif not text.endswith(SENTENCE_ENDS):
        message = "the paragraph ends inside a sentence: a part of it may be missing, or may stand elsewhere"
        collector.doubts.extend(Doubt("cut_off", f"{path}.{part}", message) for part in READ_FROM_PARAGRAPH)
