"""How each value of a record was looked for: by which function, in which part of the letter, below which words.

What is told was noted while the letter was read (`Collector.reads`) or is a span of its text; nothing is guessed
afterwards. Nothing of it is put together before somebody asks.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from imrparse.evidence import Span
from imrparse.fields.collecting import Read
from imrparse.fields.header import Header
from imrparse.forms import FORMS, Form
from imrparse.forms.sections import ITEM_PARTS
from imrparse.outline import Node
from imrparse.pipeline import ParsedLetter
from imrparse.warning_codes import ITEM_NUMBER

SECTIONS = {
    "header": "the header block",
    "filing": "the sentences about the application's filing",
    "cover": "the cover letter's outcome",
    "credentials": "the reviewer's credentials",
    "case_summary": "the clinical case summary",
    "documents_reviewed": "the documents reviewed",
}
PARTS = {
    "treatment": "treatment",
    "decision": "decision",
    "claims_administrator": "claims administrator's guideline",
    "expert_reviewer": "expert reviewer's guideline",
    "rationale": "rationale",
}
WHOLE_LETTER = "the whole letter"
LONGEST_ABOVE = 90
"""Characters of the words above a section: the forms' longest heading has 60."""


class Place(NamedTuple):
    """A part of the letter in which a value was looked for."""

    name: str
    page: int
    """Of the input, on which the part begins; the first is 1."""
    above: str
    """The words between this part and the one before, as its heading; empty where there are none."""


class Reading(NamedTuple):
    """One function that looked for a value."""

    function: str
    module: str
    """Below `imrparse`: `fields/header.py`."""
    does: str
    """What it says of itself: the first line of its docstring."""
    places: tuple[Place, ...]
    """Where it looked; empty where the letter has no such part."""
    found: bool
    """Whether the value's words stand in those parts."""


class Explainer:
    """Tells of one letter's values how they were looked for."""

    def __init__(self, parsed: ParsedLetter) -> None:
        self.parsed = parsed

    def of(self, node: Node) -> tuple[Reading, ...]:
        """The functions that looked for a value; of one that was found, the one that found it.

        Empty for what no function looks for in the letter, such as `source.path`.
        """
        path = node.path
        if path == "form":
            return tuple(Reading(*_named(form.recognises), (), found=True) for form in self._forms())
        reads = [read for read in self.parsed.reads if _covers(read[0], path)]
        if not reads:
            return ()
        spans = self._spans(path) if node.value is not None else []
        finders = [read for read in reads if read[2] and any(_holds(read[2], span) for span in spans)]
        if finders:
            # The last of those that read for the narrowest path: a section's words are taken first, then read.
            best = max(reversed(finders), key=lambda read: len(read[0]))
            same = [read for read in finders if read[:2] == best[:2]]
            return (self._reading(best, [read[2] for read in same if read[2]], path, found=True),)
        return tuple(
            self._reading(read, [read[2]] if read[2] else [], path, found=False) for read in _each_place(reads)
        )

    def is_lacking(self, path: str) -> bool:
        """Whether the letter's form does not print the value at a record path."""
        return any(ITEM_NUMBER.sub("", path) in form.lacks for form in self._forms())

    def _forms(self) -> Iterator[Form]:
        return (form for form in FORMS if form.name == self.parsed.record.form)

    def _spans(self, path: str) -> list[Span]:
        """Where the value was read: its own words, those of its parts, or those of the whole that it is part of."""
        evidence = self.parsed.letter_evidence
        while path:
            below = [span for other, spans in evidence.items() if other.startswith(f"{path}.") for span in spans]
            if spans := [*evidence.get(path, ()), *below]:
                return spans
            path = path.rpartition(".")[0]
        return []

    def _reading(self, read: Read, sections: list[Span], path: str, *, found: bool) -> Reading:
        places = tuple(dict.fromkeys(self._place(section, path) for section in sections))
        return Reading(*_named(read[1]), places, found)

    @cached_property
    def _sections(self) -> list[tuple[Span, str, str]]:
        """The parts of the letter: span, record path of the whole that they belong to, name."""
        sections = self.parsed.sections
        parts = [(getattr(sections, name), "", words) for name, words in SECTIONS.items()]
        for number, item in enumerate(sections.items):
            parts += [
                (getattr(item, name), f"disputed_items.{number}.", f"disputed item {number + 1}: {PARTS[name]}")
                for name in ITEM_PARTS
            ]
        return [(span, path, words) for span, path, words in parts if span]

    def _place(self, section: Span, path: str) -> Place:
        """A section by its name; several items may share one, then it is the item's own that is named."""
        letter = self.parsed.letter
        page, _ = letter.locate(section.start)
        holding = [part for part in self._sections if _holds(part[0], section)]
        if not holding:
            return Place(WHOLE_LETTER, page, "")
        span, _, name = min(
            holding, key=lambda part: (part[0].end - part[0].start, not path.startswith(part[1] or " "))
        )
        if span != section:
            return Place(f"{name}, a part of it", page, self._above(span))
        return Place(name, page, self._above(span))

    def _above(self, section: Span) -> str:
        """The words between a part and the one before it."""
        before = max((span.end for span, *_ in self._sections if span.end <= section.start), default=0)
        words = " ".join(self.parsed.letter.text[before : section.start].split()).strip(" :")
        if not any(character.isalnum() for character in words):
            return ""
        return words if len(words) <= LONGEST_ABOVE else f"{words[:LONGEST_ABOVE].rpartition(' ')[0]} …"


def _covers(reads_for: str, path: str) -> bool:
    """Whether a function that reads for one path reads the value at another."""
    if not reads_for:
        return path.partition(".")[0] in Header.__struct_fields__
    return path == reads_for or path.startswith(f"{reads_for}.")


def _holds(section: Span, span: Span) -> bool:
    return section.start <= span.start and span.end <= section.end


def _each_place(reads: list[Read]) -> list[Read]:
    """For each part of the letter the last function that looked there, those for the narrowest path first."""
    ranked = sorted(reads, key=lambda read: len(read[0]))
    return list({read[2]: read for read in ranked}.values())


def _named(function: object) -> tuple[str, str, str]:
    """A function's name, its module below `imrparse`, and what it says of itself."""
    while isinstance(function, functools.partial):
        function = function.func
    module = getattr(function, "__module__", "").removeprefix("imrparse.").replace(".", "/")
    does = (inspect.getdoc(function) or "").partition("\n")[0]
    return getattr(function, "__qualname__", ""), f"{module}.py", does
