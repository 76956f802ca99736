"""The console that everything for a person is printed on."""

from __future__ import annotations

import re
import sys
from typing import IO, cast

from rich.console import Console

BLANKS_AT_LINE_END = re.compile(r" +(?=\n)")


class PipeConsole(Console):
    """A console that leaves a closed pipe to its caller; rich itself would end the program with status 1."""

    def on_broken_pipe(self) -> None:
        """Called while a `BrokenPipeError` is being handled."""
        raise  # noqa: PLE0704


class TrimmedStream:
    """Standard output without the blanks that fill lines up to the width of a terminal that is not there."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write `text`, which rich hands over in whole lines."""
        return self._stream.write(BLANKS_AT_LINE_END.sub("", text))

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def open_console() -> Console:
    """Standard output: colours only on a terminal and without `NO_COLOR`, the width of the terminal or of `COLUMNS`."""
    if sys.stdout.isatty():
        return PipeConsole()
    return PipeConsole(file=cast("IO[str]", TrimmedStream(sys.stdout)))
