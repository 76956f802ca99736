"""The Medical Professional Review of the first months of 2013: upper-case headings that end in a colon.

The decision is in the heading of the rationale, "RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY
NECESSARY:"; what it decides on stands under "ISSUE AT DISPUTE:". Where there are several, they pair in order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from imrparse.evidence import Doubt, Span, trimmed
from imrparse.forms.anchors import Heading, Sentence
from imrparse.forms.documents_list import documents_list
from imrparse.forms.header_block import header_block
from imrparse.forms.item_heading import NUMBER, stops
from imrparse.forms.items import WHOLE_LETTER, closing, ending
from imrparse.forms.necessity import NECESSITY
from imrparse.forms.sections import Form, ItemSections, Sections
from imrparse.letter import Letter
from imrparse.patterns import Pattern

T = TypeVar("T")

TITLE = "medical professional review"
ISSUE = Heading(
    (
        "issue at dispute",
        "issues at dispute",
        "issue(s) at dispute",
        "issue in dispute",
        "issues in dispute",
        "issue(s) in dispute",
    ),
    run_in=True,
)
SUMMARY = Heading(("case summary", "clinical case summary"), run_in=True)
DOCUMENTS = Heading(
    ("documents reviewed for determination", "documents reviewed for the determination", "documents reviewed"),
    run_in=True,
)
GUIDELINES = Heading(
    tuple(
        f"medical treatment {guidelines} relied upon by {reviewer} reviewer and why"
        for guidelines in ("guideline(s)", "guidelines", "guideline", "guidelines(s)")
        for reviewer in ("professional", "the professional", "expert", "the expert", "medical", "physician")
    ),
    run_in=True,
)
QUALIFICATIONS = Heading(
    (
        "medical reviewer qualifications",
        "medical reviewer's qualifications",
        "professional reviewer qualifications",
        "qualifications of the medical reviewer",
        "reviewer qualifications",
    ),
    run_in=True,
)
RATIONALE = Sentence(
    "rationale for why the requested",
    Pattern(
        r"[^:.?]{0,120}? (?: is | are | was | were ) (?: \s?/\s? (?: is | are | was | were ) )? \s*"
        r"(?: not \s* )? medically \s* necessary (?: \s* and \s* appropriate )? \s? :?"
    ),
)

QUESTION = Pattern(
    # "Whether the MRI is medically necessary?": the form's words around the item
    r"""
    (?: (?: the \s )? (?: issue | question ) s? (?: \s at \s dispute )? \s (?: is | are ) \s )?
    (?: whether \s (?: or \s not \s )? | (?: is | are | was | were ) (?: / (?: was | were ) )? \s )?
    (?: (?: an? | the ) \s )? (?: requested \s | requests? \s for \s (?: (?: an? | the ) \s )? )?
    """,
    bounded=True,
)
ANSWER = Pattern(
    r"""
    [\s,]* (?: (?<! [a-z] ) (?: is | are | was | were ) (?: \s?/\s? (?: is | are | was | were ) )? \s )?
    (?: or \s is \s not \s )? (?: considered \s | deemed \s )?
    medically \s? necessary (?: \s and \s (?:medically\s)? appropriate )?
    (?: \s for \s (?:this|the) \s [a-z ]{1,40} )? [?.\s]* $
    """
)
WHETHER = Pattern(r"(?<= [?.] \s ) whether \s", bounded=True)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A rationale and the decision in its heading."""

    start: int
    decision: Span | None
    rationale: Span | None


def _recognises(letter: Letter) -> bool:
    """Known by its title, or by two of the headings that no later form has."""
    flat = letter.flat
    if TITLE in flat and ("dispute" in flat or RATIONALE.wording in flat):
        return True
    if "relied upon by" not in flat and RATIONALE.wording not in flat:
        return False
    return sum(bool(heading.find(letter)) for heading in (ISSUE, GUIDELINES, RATIONALE, QUALIFICATIONS)) > 1


def _sections(letter: Letter) -> Sections:
    headings = {
        name: _find_all(letter, heading)
        for name, heading in (
            ("issue", ISSUE),
            ("summary", SUMMARY),
            ("documents", DOCUMENTS),
            ("guidelines", GUIDELINES),
            ("rationale", RATIONALE),
            ("qualifications", QUALIFICATIONS),
        )
    }
    begins = sorted(span.start for spans in headings.values() for span in spans)
    end = closing(letter, begins[-1], letter.body_end) if begins else letter.body_end

    def stop(heading: Span) -> int:
        """Where the next heading of any name begins."""
        index = bisect_left(begins, heading.end)
        return begins[index] if index < len(begins) else end

    def texts(name: str) -> list[Span]:
        """What stands under each heading of the name, up to the next heading of any."""
        spans = [trimmed(letter.text, span.end, stop(span)) for span in headings[name]]
        return [span for span in spans if span.start < span.end]

    first = {name: next(iter(texts(name)), None) for name in headings}
    answers = [_answer(letter, heading, stop(heading)) for heading in headings["rationale"]]
    issues = [issue for text in texts("issue") for issue in _issues(letter, text)]
    items, doubts = _pair(letter, issues, answers, texts("guidelines"))
    documents = first["documents"]
    return Sections(
        anchors={name: bool(spans) for name, spans in headings.items()},
        header=header_block(letter, begins[0]) if begins else None,
        credentials=first["qualifications"],
        case_summary=first["summary"],
        documents_reviewed=documents and documents_list(letter, *documents),
        items=items,
        doubts=(*doubts, *ending(letter, first["summary"], documents, items)),
    )


def _find_all(letter: Letter, heading: Heading | Sentence) -> list[Span]:
    found: list[Span] = []
    place = heading.find(letter)
    while place:
        found.append(place)
        place = heading.find(letter, place.end)
    return found


def _answer(letter: Letter, heading: Span, end: int) -> _Answer:
    decision = NECESSITY.search(letter.flat, *heading)
    rationale = trimmed(letter.text, heading.end, end)
    return _Answer(
        heading.start,
        Span(*decision.span()) if decision else None,
        rationale if rationale.start < rationale.end else None,
    )


def _issues(letter: Letter, section: Span) -> list[Span]:
    """The items that the section names: numbered, or a question each."""
    parts = _numbered(letter, section)
    if len(parts) < 2:
        starts = [section.start, *(match.start() for match in WHETHER.finditer(letter.flat, *section))]
        parts = [Span(start, stop) for start, stop in zip(starts, [*starts[1:], section.end], strict=True)]
    return [item for part in parts if (item := _item(letter, part))]


def _numbered(letter: Letter, section: Span) -> list[Span]:
    """The parts of a section that number themselves 1, 2, 3 …, without their numbers; else the section whole."""
    found: list[tuple[int, int]] = []
    for match in NUMBER.finditer(letter.flat, *section):
        at = match.start()
        begins = at == section.start or letter.text[at - 1] == "\n" or stops(letter.text[section.start : at])
        if begins and int(match["number"]) == len(found) + 1:
            found.append((at, match.end()))
    if not found:
        return [section]
    ends = [*(start for start, _ in found[1:]), section.end]
    return [trimmed(letter.text, start, end) for (_, start), end in zip(found, ends, strict=True)]


def _item(letter: Letter, part: Span) -> Span | None:
    """The item of an issue, without the question that the form makes of it."""
    begin = QUESTION.match(letter.flat, *part)
    start = begin.end() if begin else part.start
    answer = ANSWER.search(letter.flat, start, part.end)
    span = trimmed(letter.text, start, answer.start() if answer else part.end, " \n?;:")
    end = span.end - (letter.text[span.end - 3 : span.end].endswith(".") and letter.text[span.end - 3].isalnum())
    return Span(span.start, end) if span.start < end else None


def _pair(
    letter: Letter, issues: Sequence[Span], answers: Sequence[_Answer], guidelines: Sequence[Span]
) -> tuple[tuple[ItemSections, ...], tuple[Doubt, ...]]:
    """The items: issues and rationales in order. One rationale may answer several issues."""
    count = max(len(issues), len(answers))
    shared = answers[0].rationale if len(answers) == 1 < len(issues) else None
    # Numbers further down are those of criteria, not of the issues.
    by_issue = shared is not None and NUMBER.match(letter.flat, *shared) is not None
    rationales = _numbered(letter, shared) if shared and by_issue else []
    relied = list(guidelines)
    if len(relied) == 1 < count:
        relied = _numbered(letter, relied[0])
    items: list[ItemSections] = []
    for number in range(count):
        answer = _nth(answers, number)
        items.append(
            ItemSections(
                treatment=_nth(issues, number),
                decision=answer.decision if answer else None,
                expert_reviewer=_nth(relied if len(relied) == count else guidelines, number),
                rationale=rationales[number] if len(rationales) == count else answer.rationale if answer else None,
            )
        )
    return tuple(items), tuple(_doubts(len(issues), len(answers)))


def _nth(values: Sequence[T], number: int) -> T | None:
    """The value of the item `number`: its own, or the one that there is for all."""
    if len(values) == 1:
        return values[0]
    return values[number] if number < len(values) else None


def _doubts(issues: int, answers: int) -> Iterator[Doubt]:
    if issues == answers or not issues or not answers:
        return
    if answers == 1:
        message = f"one rationale answers {issues} issues at dispute"
        yield from (Doubt("uncertain", f"disputed_items.{number}.decision", message) for number in range(issues))
        return
    message = f"{issues} issues at dispute and {answers} rationales: which belongs to which is unclear"
    for number in range(max(issues, answers)):
        parts = ("decision", "rationale") if answers < issues else ("treatment",)
        yield from (Doubt("contradiction", f"disputed_items.{number}.{part}", message) for part in parts)
    yield from (Doubt("contradiction", path, message) for path in WHOLE_LETTER)


FORM = Form(
    "mpr-2013",
    _recognises,
    _sections,
    frozenset(
        {
            "dates.assigned",
            "dates.injury",
            "dates.ur_denial",
            "dates.application_received",
            "priority",
            "disputed_items.claims_administrator.text",
        }
    ),
    often_lacks=frozenset({"case_number", "dates.decision"}),  # of a small block that many letters do without
)
