"""The console that everything for a person is printed on."""

from __future__ import annotations

from rich.console import Console


class PipeConsole(Console):
    """A console that leaves a closed pipe to its caller; rich itself would end the program with status 1."""

    def on_broken_pipe(self) -> None:
        """Called while a `BrokenPipeError` is being handled."""
        raise  # noqa: PLE0704


def open_console() -> Console:
    """Standard output: colours only on a terminal and without `NO_COLOR`, the width of the terminal or of `COLUMNS`."""
    return PipeConsole()
