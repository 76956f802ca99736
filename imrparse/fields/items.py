"""One disputed item: its heading, the guideline paragraph of each side, its rationale."""

from __future__ import annotations

from imrparse.evidence import Doubt, Span
from imrparse.fields.category import read_category
from imrparse.fields.citations import basis_of, read_citations
from imrparse.fields.collecting import Collector
from imrparse.fields.drug import read_drug
from imrparse.fields.literature import read_literature
from imrparse.fields.modification import read_modification
from imrparse.fields.rationale_citations import read_rationale_citations
from imrparse.fields.treatment import read_treatment_details
from imrparse.forms import ItemSections
from imrparse.record import Decision, DisputedItem, GuidelineParagraph, Modification

DECISIONS: dict[str, Decision] = {
    "upheld": "upheld",
    "uphold": "upheld",
    "overturned": "overturned",
    "overturn": "overturned",
    "modified": "modified",
}


GUIDELINE_OPENINGS = ("decision based on", "the claims administrator", "the expert reviewer", "the physician reviewer")
SENTENCE_ENDS = (".", ".)", '."', ".'")
"""How the form's guideline paragraphs begin and end: all 546 of the real letters do."""


def read_item(collector: Collector, sections: ItemSections, path: str) -> DisputedItem:
    """The item at the record path `path`."""
    treatment = collector.line(f"{path}.treatment", sections.treatment)
    modification, request = _modification(collector, sections.treatment, treatment, f"{path}.modification")
    rationale = collector.prose(f"{path}.rationale", sections.rationale)
    literature = collector.read_prose(read_literature, rationale, sections.rationale, f"{path}.literature_references")
    cited = collector.read_prose(read_rationale_citations, rationale, sections.rationale, f"{path}.rationale_citations")
    return DisputedItem(
        treatment=treatment,
        decision=_decision(collector, sections.decision, path),
        modification=modification,
        claims_administrator=_guidelines(collector, sections.claims_administrator, f"{path}.claims_administrator"),
        expert_reviewer=_guidelines(collector, sections.expert_reviewer, f"{path}.expert_reviewer"),
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
    modification = collector.take(found, path, section.start)
    if modification is None:
        return None, section
    start, end = found.evidence["disputed"][0]
    return modification, Span(section.start + start, section.start + end)


def _decision(collector: Collector, section: Span | None, path: str) -> Decision | None:
    if section is None:
        return None
    collector.direct.add(f"{path}.decision", *section)
    return DECISIONS.get(collector.letter.text[section.start : section.end].lower())


def _guidelines(collector: Collector, section: Span | None, path: str) -> GuidelineParagraph:
    text = collector.line(f"{path}.text", section)
    if section is None or text is None:
        return GuidelineParagraph()
    citations = collector.read(read_citations, section, f"{path}.citations") or ()
    basis = basis_of(text, citations)
    if not text.lower().startswith(GUIDELINE_OPENINGS) or (not citations and basis is None):
        message = "the paragraph follows no known wording: what it cites may have been misread"
        collector.doubts.extend(Doubt("unread_guideline", f"{path}.{part}", message) for part in ("text", "citations"))
    elif not text.endswith(SENTENCE_ENDS):
        message = "the paragraph ends inside a sentence: a part of it may be missing, or may stand elsewhere"
        collector.doubts.extend(Doubt("cut_off", f"{path}.{part}", message) for part in ("text", "citations"))
    return GuidelineParagraph(text=text, basis=basis, citations=citations)
