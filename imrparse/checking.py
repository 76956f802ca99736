"""`imrparse check`: letters with their warnings and the words in doubt, worst first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, UnsetType

from imrparse.checks import WHOLE
from imrparse.record import Error, FailedSource, Failure, Record, Severity, Warning
from imrparse.warning_codes import WORST_FIRST

if TYPE_CHECKING:
    from imrparse.pipeline import ParsedLetter


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A warning with the words that show it."""

    code: str
    severity: Severity
    field: str
    message: str
    printed: str | UnsetType = UNSET
    words: str | None = None
    """The words that it is about or that the value was read from, as the page prints them; of a record without its
    letter, the value's own. None where there are none, as of what is missing."""


class Checked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A letter with what was found in it, or an input that gave no record (then with `error`)."""

    source: FailedSource
    """Its pages where they are not all of the input's."""
    case_number: str | None = None
    warnings: tuple[Finding, ...] = ()
    error: Error | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which warnings count as found."""

    least: Severity = "doubt"
    codes: Collection[str] = ()
    """Only these; all where it is empty."""

    def holds(self, warning: Warning) -> bool:
        """Whether the warning is one of them."""
        severe = WORST_FIRST.index(warning.severity) <= WORST_FIRST.index(self.least)
        return severe and (not self.codes or warning.code in self.codes)


def checked_letter(parsed: ParsedLetter, wanted: Wanted) -> Checked:
    """A letter that was just read, with the words of its pages."""
    record = parsed.record
    places = zip(record.warnings, parsed.warning_evidence if record.warnings else (), strict=True)
    return _checked(record, (_finding(w, parsed.words_at(spans)) for w, spans in places if wanted.holds(w)))


def checked_record(line: Record | Failure, wanted: Wanted) -> Checked:
    """A row of a file of records; the words are those of the values."""
    if isinstance(line, Failure):
        return Checked(source=line.source, error=line.error)
    return _checked(line, (_finding(w, w.printed or words_of(line, w.field)) for w in line.warnings if wanted.holds(w)))


def _checked(record: Record, findings: Iterable[Finding]) -> Checked:
    source = record.source
    pages = UNSET if len(source.pages) == source.page_count else source.pages
    return Checked(
        source=FailedSource(path=source.path, pages=pages), case_number=record.case_number, warnings=tuple(findings)
    )


def _finding(warning: Warning, words: str | None) -> Finding:
    return Finding(
        code=warning.code,
        severity=warning.severity,
        field=warning.field,
        message=warning.message,
        printed=warning.printed,
        words=words or None,
    )


def words_of(record: Record, path: str) -> str | None:
    """The value at a path in words, or those that it was read from; None where it is null, empty or the whole letter.

    A path that leads nowhere in this record has none.
    """
    value: object = None if path in WHOLE else record
    for name in path.split("."):
        if isinstance(value, tuple):
            value = value[int(name)] if name.isdigit() and int(name) < len(value) else None
        else:
            value = getattr(value, "class_" if name == "class" else name, None)
    return "\n".join(_said(value)) or None


def _said(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for part in value:
            yield from _said(part)
    elif isinstance(value, msgspec.Struct):
        text = getattr(value, "text", None)
        if text:
            yield str(text)
        else:
            for part in msgspec.structs.astuple(value):
                yield from _said(part)
    elif value is not None and value is not UNSET and not isinstance(value, bool):
        yield str(value)


def is_found(letter: Checked) -> bool:
    """Whether anything was found; an input whose bytes came before is no fault."""
    return bool(letter.warnings) or (letter.error is not UNSET and letter.error.code != "duplicate")


def worst_first(letters: Iterable[Checked]) -> list[Checked]:
    """Inputs without a record, then letters by their most severe warnings, then by how many they have."""
    return sorted(letters, key=_badness)


def _badness(letter: Checked) -> tuple[int, ...]:
    counts = [sum(warning.severity == severity for warning in letter.warnings) for severity in WORST_FIRST]
    return (0 if letter.error is not UNSET else 1, *(-count for count in counts))
