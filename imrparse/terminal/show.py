"""What `imrparse show` does: one letter, parts of letters, or several letters as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console

from imrparse.outline import outline
from imrparse.pipeline import ParsedLetter
from imrparse.reading import Options
from imrparse.record import Failure, Record
from imrparse.run import results, row_of
from imrparse.terminal.console import open_console
from imrparse.terminal.explain_view import explain_view
from imrparse.terminal.letters_view import print_letters
from imrparse.terminal.look import Look, background
from imrparse.terminal.markdown_view import letter_markdown, letters_markdown
from imrparse.terminal.pager import paged
from imrparse.terminal.parts import select
from imrparse.terminal.record_view import record_view


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What to show of letters, and how."""

    only: tuple[str, ...] = ()
    """Names of parts (`terminal.parts`); none means all."""
    item: int | None = None
    """Number of the one disputed item, the first being 1."""
    explain: bool = False
    markdown: bool = False
    pager: bool = True

    @property
    def of_each_letter(self) -> bool:
        """Whether something of each letter is asked for, so that several are no table."""
        return bool(self.only or self.item is not None or self.explain)


class NoSuchItem(Exception):
    """No letter has the disputed item that was asked for."""


def show(paths: Iterable[str], options: Options, wishes: Wishes) -> tuple[bool, list[Failure]]:
    """Print the letters: whether any input gave no record, and of those the ones that nothing printed tells of.

    Raises:
        NoSuchItem: before anything is printed.
    """
    console = open_console()
    if wishes.of_each_letter:
        return _show_each(console, paths, options, wishes)
    first: ParsedLetter | None = None
    lines: list[Record | Failure] = []
    inputs = 0
    for letters in results(paths, options):
        inputs += 1
        for letter in letters:
            if not lines and isinstance(letter, ParsedLetter):
                first = letter
            lines.append(row_of(letter, evidence=False))
    failures = [line for line in lines if isinstance(line, Failure)]
    if len(lines) == 1 and failures:
        return True, failures
    with paged(console, wanted=wishes.pager):
        if len(lines) == 1 and first is not None:
            _print(console, first, wishes)
        elif wishes.markdown:
            console.out(letters_markdown(lines, inputs), end="", highlight=False)
        else:
            print_letters(console, lines, inputs=inputs)
    return bool(failures), []


def _show_each(console: Console, paths: Iterable[str], options: Options, wishes: Wishes) -> tuple[bool, list[Failure]]:
    """Print something of each letter, one below the other."""
    found: Iterable[ParsedLetter | Failure] = (each for letters in results(paths, options) for each in letters)
    if wishes.item is not None:
        found = list(found)
        counts = [len(letter.record.disputed_items) for letter in found if isinstance(letter, ParsedLetter)]
        if counts and wishes.item > max(counts):
            raise NoSuchItem(f"no disputed item {wishes.item}: {_has(max(counts))}")
    failures: list[Failure] = []
    shown = 0
    with paged(console, wanted=wishes.pager):
        for letter in found:
            if isinstance(letter, Failure):
                failures.append(letter)
                continue
            if shown:
                console.print()
            _print(console, letter, wishes)
            shown += 1
    return bool(failures), failures


def _has(items: int) -> str:
    return f"there {'is' if items == 1 else 'are'} {items or 'none'}"


def _print(console: Console, letter: ParsedLetter, wishes: Wishes) -> None:
    made = outline(letter)
    nodes = select(letter.record, made, wishes.only, wishes.item)
    if wishes.markdown:
        console.out(letter_markdown(letter, nodes), end="", highlight=False)
        return
    look = Look(console.width, background())
    view = explain_view(letter, nodes, look) if wishes.explain else record_view(letter.record, nodes, look)
    for part in view:
        console.print(part)
