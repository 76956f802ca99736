"""`imrparse parse`: what its options ask for, put together into a run, and what is said of it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import typer

from imrparse.batch.ledger import Ledger
from imrparse.batch.run import Run, Settings
from imrparse.batch.summary import in_words, summary_of
from imrparse.batch.watching import Bar, Log, Watcher
from imrparse.inputs import Input, is_file, list_inputs, paths_in, state_of
from imrparse.terminal.safe import safe
from imrparse.version import __version__
from imrparse.writers import Writer


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to read, where to write, and how much to say."""

    paths: list[str]
    from_file: str | None
    output: str | None
    ledger: bool
    quiet: bool
    log_json: bool
    strict: bool = False
    """Whether records with a warning that is an `error` are as bad as inputs that failed."""


def processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def opened_ledger(wishes: Wishes, settings: Settings) -> Ledger:
    """The ledger of a run, which no other run has open from now on.

    Raises:
        UnusableLedger: it is damaged, or another run has it open.
        OSError: its place cannot be written.
    """
    place = ledger_of(wishes.output) if wishes.ledger else None
    return Ledger(place, settings.fingerprint(), __version__)


def run_over(wishes: Wishes, settings: Settings, ledger: Ledger, writing: AbstractContextManager[Writer]) -> bool:
    """Read all inputs and write their rows; whether all went well.

    Args:
        wishes: what to read, and how much to say.
        settings: how to read.
        ledger: of this run.
        writing: opens the output, which then is this run's alone, as the ledger is.

    Raises:
        ImrparseError: the run cannot begin, or cannot go on.
    """
    watcher = _watcher(wishes)
    # `kill` ends a run as Ctrl-C does: with the ledger in order and no process left behind.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        try:
            with writing as writer:
                run = Run(ledger, settings, watcher)
                run.note_inputs(_not(wishes.output, list_inputs(_paths(wishes))))
                run.write(writer)
        except BaseException:
            watcher.end(None)
            raise
        summary = summary_of(ledger)
        watcher.end(summary)
        bad = bool(summary.failed or (wishes.strict and summary.counts.doubtful))
        plain = summary.inputs == 1 and summary.counts.records == 1 and not bad
        if not (wishes.quiet or wishes.log_json or plain):
            _say(in_words(summary, _details(wishes.output)))
    except KeyboardInterrupt:
        if ledger.path:
            _say([f"stopped; what was read is in {ledger.path}: the same command goes on from there"])
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
    return not bad


def ledger_of(output: str | None) -> Path | None:
    """Where the ledger of an output stands; `None` for standard output, pipes and devices."""
    if output is None:
        return None
    path = Path(output)
    if path.exists() and not (path.is_file() or path.is_dir()):
        return None
    if path.name in {"", ".."}:
        path = path.resolve()  # this folder's own name
    return path.with_name(f"{path.name}.ledger")


def _watcher(wishes: Wishes) -> Watcher:
    if wishes.log_json:
        return Log()
    # Records that are printed on the same terminal would run through the bar.
    if wishes.quiet or not sys.stderr.isatty() or (wishes.output is None and sys.stdout.isatty()):
        return Watcher()
    return Bar()


def _paths(wishes: Wishes) -> Iterator[str]:
    yield from wishes.paths
    if wishes.from_file == "-":
        yield from paths_in(sys.stdin.buffer)
    elif wishes.from_file is not None:
        try:
            with Path(wishes.from_file).open("rb") as stream:
                yield from paths_in(stream)
        except OSError as error:
            message = f"{wishes.from_file}: {error.strerror or error}"
            raise typer.BadParameter(message, param_hint="--from-file") from None


def _not(output: str | None, inputs: Iterable[Input]) -> Iterator[Input]:
    """The inputs; raises where the output is one of them."""
    there = state_of(output) if output is not None else None
    for one in inputs:
        if there and is_file(one, str(output), there):
            message = f"{output} is one of the inputs: it would be overwritten"
            raise typer.BadParameter(message, param_hint="--output")
        yield one


def _details(output: str | None) -> str | None:
    if output is None:
        return None
    return f"each failed input has its row in {output}; what became of all is in {ledger_of(output)}"


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(safe(f"imrparse: {line}".replace("\n", " ")), err=True)
