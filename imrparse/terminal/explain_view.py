"""Each value with how it was found: by what, in which part of the letter, in which words, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from imrparse.explaining import Explainer, Reading
from imrparse.outline import Node
from imrparse.pipeline import ParsedLetter
from imrparse.terminal.look import Look
from imrparse.terminal.record_view import NOTHING, title
from imrparse.terminal.safe import safe
from imrparse.terms import Kind

LONGEST = 300
"""Characters of a value or of its words; where there are more, the first and last are shown."""

DEEPEST = 4
"""Levels that are set in further: below them a narrow terminal has no room."""


def explain_view(parsed: ParsedLetter, nodes: Sequence[Node], look: Look) -> Iterator[RenderableType]:
    """What to print of a letter's values.

    Args:
        parsed: the letter.
        nodes: the parts of its outline to explain.
        look: how.
    """
    yield from title(parsed.record, look)
    if not nodes:
        yield Text(NOTHING, "italic")
    view = _View(parsed, look)
    for node in nodes:
        yield ""
        yield from view.of(node, 0, ())


class _View:
    def __init__(self, parsed: ParsedLetter, look: Look) -> None:
        self.parsed = parsed
        self.look = look
        self.explainer = Explainer(parsed)

    def of(self, node: Node, depth: int, said: tuple[Reading, ...]) -> Iterator[RenderableType]:
        """A value and all below it; `said` are the readings that stand above it already."""
        indent = 2 * min(depth, DEEPEST)
        yield Padding(self._head(node), (0, 0, 0, indent))
        readings = self.explainer.of(node)
        lines = list(self._words(node))
        if readings != said:
            lines += [line for reading in readings for line in self._reading(node, reading)]
        lines += self._beside(node)
        yield from (Padding(line, (0, 0, 0, indent + 4)) for line in lines)
        for child in node.children:
            yield from self.of(child, depth + 1, readings or said)

    def _head(self, node: Node) -> Text:
        """Name, value and path."""
        text = self.look.label(node)
        if node.children:
            text.stylize("bold")
        if node.value is None:
            text.append("  ").append_text(self.look.not_found())
        elif node.value:
            text.append(f"  {_shortened(node.value)}")
        return text.append(f"  [{safe(node.path)}]", "dim")

    def _words(self, node: Node) -> Iterator[Text]:
        """The words that the value was read from, a page a line."""
        if node.kind == Kind.WARNING:
            return
        for page, start, end in node.spans:
            words = " ".join(self.parsed.document.pages[page - 1].text[start:end].split())
            if words == " ".join((node.value or "").split()):
                yield Text(f"in these words, page {page}")
            else:
                yield Text(f"“{_shortened(words)}” page {page}")
        if node.value and not node.places and node.kind != Kind.SOURCE:
            yield Text("without words of its own", "dim")

    def _reading(self, node: Node, reading: Reading) -> Iterator[Text]:
        function = f"{reading.function} ({reading.module})"
        did = "read by" if reading.found or node.value is not None else "looked for by"
        yield Text.assemble((f"{did} {function}: ", "dim"), reading.does)
        for place in reading.places:
            above = f", after “{safe(place.above)}”" if place.above else ""
            yield Text(f"in {place.name}, page {place.page}{above}", "dim")
        if not reading.places and node.path != "form":
            yield Text("in a part of the letter that was not found", "dim")

    def _beside(self, node: Node) -> Iterator[Text]:
        """What else is known of a value: how an unknown form's part was found, OCR's confidence, doubts."""
        if node.value is None and self.explainer.is_lacking(node.path):
            yield Text(f"the form {self.parsed.record.form} does not print it", "dim")
        if node.found_by:
            yield Text(f"found by: {safe(node.found_by)}", "dim")
        if node.confidence is not None:
            yield Text(f"read by OCR, surest to {node.confidence:.0%}", "dim")
        for warning in node.warnings:
            printed = f"; printed: {safe(warning.printed)}" if isinstance(warning.printed, str) else ""
            text = f"! {warning.severity}: {safe(warning.message)}{printed} [{safe(warning.code)}]"
            yield Text(text, self.look.style(Kind.WARNING))


def _shortened(text: str) -> str:
    words = safe(" ".join(text.split()))
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 60].rstrip()} … {words[-50:].lstrip()}"
