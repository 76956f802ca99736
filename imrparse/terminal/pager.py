"""Long output on a terminal goes through the reader's pager, as git's and man's does."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

LESS = "FRX"
"""Options of less where the environment has none, as git's: leave what fits, keep colours, keep the screen."""


@contextmanager
def paged(console: Console, *, wanted: bool = True) -> Iterator[None]:
    """Show what is printed on the console inside this in a pager, where it is longer than the terminal.

    Without a terminal or a pager it is printed as it is.
    """
    command = _command() if wanted and console.is_terminal and sys.stdout.isatty() else None
    if command is None:
        yield
        return
    with console.capture() as capture:
        yield
    text = capture.get()
    if text.count("\n") < console.height or not _shown(command, text):
        console.file.write(text)


def _command() -> list[str] | None:
    """The pager as a command: that of `PAGER`, else less; `None` where there is none or the terminal cannot do it."""
    if os.environ.get("TERM") == "dumb":
        return None
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:  # an open quote
        return None
    if not command or command == ["cat"] or shutil.which(command[0]) is None:
        return None
    return command


def _shown(command: list[str], text: str) -> bool:
    """Whether the pager took the text."""
    environment = {"LESS": LESS, **os.environ}
    if Path(command[0]).name == "less":
        command = [*command, "-R"]  # a LESS of the reader's own may not let colours through
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 (the user's own)
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's, which stays
    try:
        process.communicate(text.encode(errors="replace"))  # a pager that is left early closes its input: no error
    finally:
        signal.signal(signal.SIGINT, before)
    return True
