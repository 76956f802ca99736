"""What a report is made of, gathered from letters and from files of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from imrparse.errors import InternalError
from imrparse.failures import failure
from imrparse.pipeline import ParsedLetter
from imrparse.record import Failure, Record
from imrparse.report.letters import json_block, view_of_parsed, view_of_record
from imrparse.run import results

if TYPE_CHECKING:
    from imrparse.reading import Options

Result = ParsedLetter | Record | Failure


@dataclass
class Gathered:
    """What a report is made of. Of each letter only its record and its view are kept, not its document."""

    records: list[Record] = field(default_factory=list)
    views: list[Markup] = field(default_factory=list)
    """JSON, one a record."""
    failures: list[Failure] = field(default_factory=list)
    inputs: int = 0
    texts: int = 0
    """Letters whose text is in their view."""

    def add(self, results: Iterable[Result], *, text: bool) -> None:
        """Take over the results of one input; without `text`, no words of pages."""
        self.inputs += 1
        for result in results:
            if isinstance(result, Failure):
                self.failures.append(result)
                continue
            record = result.record if isinstance(result, ParsedLetter) else result
            try:
                view = _view(result, text=text)
            except Exception as error:  # a fault of ours in one letter must not cost the others
                message = f"the report failed on it ({type(error).__name__}: {error}): please report this"
                self.failures.append(failure(record.source.path, InternalError(message), record.source.pages))
                continue
            self.records.append(record)
            self.views.append(view)
            self.texts += text and isinstance(result, ParsedLetter)


def _view(letter: ParsedLetter | Record, *, text: bool) -> Markup:
    if isinstance(letter, ParsedLetter):
        return json_block(view_of_parsed(letter, text=text))
    return json_block(view_of_record(letter))


def results_of(paths: Iterable[str], options: Options) -> Iterator[list[Result]]:
    """For each input its results; files of records (`.jsonl`, …) among the paths give those that they hold."""
    from imrparse.writers.records import holds_records

    for recorded, group in groupby(paths, holds_records):
        if recorded:
            for path in group:
                yield from _recorded(path)
        else:
            for each in results(list(group), options):
                yield list(each)


def _recorded(path: str) -> Iterator[list[Result]]:
    """The results in a file of records, those of one input together."""
    from imrparse.writers.records import read_records

    for _, lines in groupby(read_records(path), lambda line: line.source.path):
        yield list(lines)
