"""One letter, read and made ready to be shown; also one that failed, with its text where there is any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from msgspec import UNSET

from imrparse.errors import ImrparseError
from imrparse.inputs import Input
from imrparse.inspector.shown_text import ShownText, normalised, raw
from imrparse.outline import Outline, PageText, letter_pages, outline
from imrparse.pipeline import ParsedLetter, release
from imrparse.reading import Options, read_bytes
from imrparse.record import Failure, Record, page_ranges
from imrparse.run import bytes_of_input, results_of_input

Result = ParsedLetter | Failure


@dataclass(frozen=True)
class Summary:
    """What the list of letters shows of one, and filters by."""

    name: str
    """The input's name, with the letter's pages where they are not all of the input's."""
    case_number: str | None = None
    outcome: str | None = None
    decisions: Mapping[str, int] = field(default_factory=dict)
    """How many items were decided how."""
    warnings: tuple[str, ...] = ()
    """Codes, each once."""
    warning_count: int = 0
    treatments: str = ""
    error: str | None = None
    """The code and message of an input that gave no record."""

    @property
    def status(self) -> str:
        """The outcome that the list filters by."""
        if self.error is not None:
            return FAILED
        return self.outcome or NO_OUTCOME

    def holds(self, words: str) -> bool:
        """Whether all words stand in the row, in any case."""
        text = f"{self.name} {self.case_number or ''} {self.treatments} {self.error or ''}".casefold()
        return all(word in text for word in words.casefold().split())


FAILED = "failed"
NO_OUTCOME = "outcome not found"


def summary(result: Result) -> Summary:
    """The list's row of a result."""
    if isinstance(result, Failure):
        pages = None if result.source.pages is UNSET else result.source.pages
        error = f"{result.error.message} [{result.error.code}]"
        return Summary(_name(result.source.path, pages), error=error)
    record: Record = result.record
    whole = len(record.source.pages) == record.source.page_count
    return Summary(
        _name(record.source.path, None if whole else record.source.pages),
        record.case_number,
        record.outcome,
        Counter(item.decision or "not found" for item in record.disputed_items),
        tuple(dict.fromkeys(warning.code for warning in record.warnings)),
        len(record.warnings),
        " ".join(item.treatment or "" for item in record.disputed_items),
    )


def _name(path: str, pages: tuple[int, ...] | None) -> str:
    name = PurePath(path).name or path
    return f"{name}, {'page' if len(pages) == 1 else 'pages'} {page_ranges(pages)}" if pages else name


@dataclass(frozen=True)
class Opened:
    """A letter that can be walked through."""

    source: Input
    options: Options
    result: Result
    pages: tuple[PageText, ...]
    """Empty where the input gave no text."""
    raw: ShownText
    outline: Outline | None = None
    normalised: ShownText | None = None

    @property
    def record(self) -> Record | None:
        """The letter's record; `None` where there is none."""
        return None if isinstance(self.result, Failure) else self.result.record


def read_results(source: Input, options: Options) -> list[Result]:
    """The letters of an input, or why there are none."""
    return list(results_of_input(source, options))


def opened(source: Input, result: Result, options: Options) -> Opened:
    """A result made ready to be shown.

    Asks the reader of the PDF for places, so it belongs in the thread that reads.
    """
    if isinstance(result, Failure):
        pages = _text_of_failed(source, result, options)
        return Opened(source, options, result, pages, raw(pages))
    made = outline(result)
    pages = letter_pages(result)
    try:
        text = normalised(result.letter, result.letter_evidence, made)
    finally:
        release(result.document)
    shown = Opened(source, options, result, pages, raw(pages, made), made, text)
    for each in (shown.raw, text):
        _ = each.segments, each.printed_lines  # here, where nobody waits at the keyboard
    return shown


def _text_of_failed(source: Input, failure: Failure, options: Options) -> tuple[PageText, ...]:
    """The text that an input has though it is no letter, of the letter's pages where they are known."""
    try:
        name, data = bytes_of_input(source, options)
        document = read_bytes(name, data, "", options)
    except ImrparseError:
        return ()
    wanted = failure.source.pages or range(1, len(document.pages) + 1)
    pages = tuple(
        PageText(number, document.pages[number - 1].text, 0, len(document.pages[number - 1].text)) for number in wanted
    )
    release(document)
    return pages
