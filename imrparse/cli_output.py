"""Where the command line writes: the output opened, and what a person is told where it cannot be written."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from imrparse.writers import Writer

FAULT = 1
"""Exit code of a fault of imrparse, and where the output cannot be written."""


@contextmanager
def placed(output: str | None) -> Iterator[None]:
    """Say of a path that cannot be written that it is wrong usage."""
    try:
        yield
    except FileNotFoundError:
        raise typer.BadParameter(
            f"the folder of {output} does not exist: make it first", param_hint="--output"
        ) from None
    except OSError as error:
        raise typer.BadParameter(f"{output}: {error.strerror or error}", param_hint="--output") from None


@contextmanager
def opened_output(format: str, output: str | None, *, bom: bool) -> Iterator[Writer]:
    """The writer to `output`; a path that cannot be written is wrong usage, known before any letter is read."""
    from imrparse.terminal.safe import safe
    from imrparse.writers import opened

    with ExitStack() as stack:
        with placed(output):
            writer = stack.enter_context(opened(format, output, bom=bom))
        yield writer
    for remark in writer.remarks:
        typer.echo(safe(f"imrparse: {remark}"), err=True)


@contextmanager
def quiet_when_closed() -> Iterator[None]:
    """End quietly when the reader of standard output (`| head`) closes it, and in a sentence where writing fails."""
    from imrparse.errors import ImrparseError

    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain again when it flushes at exit (docs.python.org, "Note on SIGPIPE").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except ImrparseError as error:
        from imrparse.terminal.safe import safe

        typer.echo(safe(f"imrparse: {error.message} [{error.code}]"), err=True)
        raise typer.Exit(FAULT) from None
    except OSError as error:
        reason = error.strerror or str(error)
        advice = ": make room, then run the same command again" if error.errno == errno.ENOSPC else ""
        typer.echo(f"imrparse: the output cannot be written: {reason}{advice}", err=True)
        raise typer.Exit(FAULT) from None
