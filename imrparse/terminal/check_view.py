"""What `imrparse check` found, for a person: letter by letter, by code, with the words; counts at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import UNSET
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from imrparse.checking import Checked, Finding
from imrparse.record import Severity, page_ranges
from imrparse.terminal.palette import SEVERITY_STYLES
from imrparse.terminal.safe import safe
from imrparse.warning_codes import WORST_FIRST, codes

MOST_WORDS = 160
"""Characters of a value's words that are shown; a rationale has thousands."""
MOST_PLACES = 3
"""Places whose words are shown below one message."""


def print_found(console: Console, found: Sequence[Checked], letters: int) -> None:
    """Print what was found, and below it counts.

    Args:
        found: letters with warnings and inputs that gave no record, worst first.
        letters: how many letters there were that gave a record.
    """
    for letter in found:
        for part in _letter(letter):
            console.print(part)
        console.print("")
    for part in _counts(found, letters):
        console.print(part)


def _letter(letter: Checked) -> Iterator[RenderableType]:
    pages = letter.source.pages or ()
    place = letter.source.path + (f", {'page' if len(pages) == 1 else 'pages'} {page_ranges(pages)}" if pages else "")
    if letter.case_number:
        yield Text.assemble((safe(letter.case_number), "bold"), "  ", (safe(place), "dim"))
    else:
        yield Text(safe(place), "bold")
    if letter.error is not UNSET:
        yield _indented(1, Text.assemble(("no record ", SEVERITY_STYLES["error"]), letter.error.code))
        yield _indented(2, Text(safe(letter.error.message)))
    for code, severity in _codes(letter.warnings):
        yield _indented(1, Text.assemble((f"{severity} ", SEVERITY_STYLES[severity]), safe(code)))
        ours = [warning for warning in letter.warnings if (warning.code, warning.severity) == (code, severity)]
        said = [_said(warning) for warning in ours]
        for message in dict.fromkeys(said):
            alike = [warning for warning, words in zip(ours, said, strict=True) if words == message]
            fields = ", ".join(warning.field for warning in alike)
            yield _indented(2, Text.assemble((safe(fields), "bold"), f": {safe(message)}"))
            shown = dict.fromkeys(words for warning in alike if (words := _words(warning)))
            for words in list(shown)[:MOST_PLACES]:
                yield _indented(3, Text(f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}", "dim"))


def _said(finding: Finding) -> str:
    """The message; of values that are missing and stand in the header one for all, for they are missing together."""
    of_header = finding.code == "missing" and finding.field.startswith(("case_number", "dates.", "priority"))
    return "not found in the letter's header" if of_header else finding.message


def _words(finding: Finding) -> str:
    """The words in one line, long ones cut."""
    words = safe(" ".join((finding.words or "").split()))
    return words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}…"


def _codes(warnings: Sequence[Finding]) -> list[tuple[str, Severity]]:
    """The codes of warnings with their severities, worst first."""
    pairs = dict.fromkeys((warning.code, warning.severity) for warning in warnings)
    return sorted(pairs, key=lambda pair: WORST_FIRST.index(pair[1]))


def _counts(found: Sequence[Checked], letters: int) -> Iterator[RenderableType]:
    """How many letters each code is in, and what to do about it."""
    failed = sum(letter.error is not UNSET for letter in found)
    yield Text(f"Letters {letters}: {len(found) - failed} with warnings. Inputs or letters without a record: {failed}.")
    counts = Counter(pair for letter in found for pair in _codes(letter.warnings))
    for (code, severity), count in sorted(counts.items(), key=lambda each: (WORST_FIRST.index(each[0][1]), -each[1])):
        known = codes().get(code)
        line = Text.assemble((f"{severity} ", SEVERITY_STYLES[severity]), safe(code), f" in {count}")
        yield _indented(1, line.append(f": {known.action.replace('`', '')}" if known else ""))


def _indented(depth: int, text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2 * depth))
