"""The command line: the library spelled with hyphens. Records to standard output, everything else to standard error.

Only typer is imported at the top: shell completion and `--version` run this file on every key press.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from imrparse.reading import Options
    from imrparse.record import Failure
    from imrparse.writers import Line, Writer

SOME_FAILED = 3
FAULT = 1

EXIT_CODES = "Exit codes: 0 every input gave a record, 3 some did not (each has its error row), 2 wrong usage."

app = typer.Typer(
    name="imrparse",
    help="Reads California workers' compensation Independent Medical Review (IMR) letters into structured records.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Engine(StrEnum):
    """Readers of PDFs."""

    pdfium = "pdfium"
    pdfplumber = "pdfplumber"


class Ocr(StrEnum):
    """Which pages of a PDF are read by OCR."""

    auto = "auto"
    always = "always"
    never = "never"


class Format(StrEnum):
    """Formats of the output."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Letters (PDF, text, HTML, .docx, picture), folders (searched with all below), or - for standard input.",
        show_default=False,
    ),
]
EngineOption = Annotated[Engine, typer.Option(help="Reader of PDFs; pdfplumber is a slow second opinion.")]
OcrOption = Annotated[
    Ocr, typer.Option(help="OCR of PDFs: of scanned pages and parts, of every page (its own text set aside), or none.")
]
MaxMib = Annotated[float, typer.Option(metavar="N", min=0.001, max=1_000_000, help="Refuse inputs over N MiB.")]


def _version(wanted: bool) -> None:
    if wanted:
        from imrparse.version import __version__

        typer.echo(f"imrparse {__version__}")
        raise typer.Exit


@app.callback()
def _imrparse(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options of every command."""


@app.command(epilog=EXIT_CODES)
def parse(  # noqa: PLR0913, PLR0917 (a parameter is an option of the command line)
    paths: Paths,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(help="Format; else by FILE's ending, else jsonl (one record a line).", show_default=False),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Add the spans in the pages' text that each value was read from.")
    ] = False,
    engine: EngineOption = Engine.pdfium,
    ocr: OcrOption = Ocr.auto,
    max_mib: MaxMib = 64,
) -> None:
    """Turn letters into records, one line a letter, also for an input that failed.

    Example: imrparse parse letters | jq 'select(.outcome=="overturned") | .case_number'
    """
    from imrparse.run import reads
    from imrparse.writers import format_of, writer

    options = _options(engine, ocr, max_mib)
    chosen = format.value if format else format_of(output)
    if chosen is None:
        raise typer.BadParameter(
            "FILE must end in .jsonl, .json or .csv, or --format must say which", param_hint="--output"
        )
    if output is not None and reads(paths, output):
        raise typer.BadParameter(f"{output} is one of the inputs: it would be overwritten", param_hint="--output")
    if evidence and chosen == "csv":
        raise typer.BadParameter("CSV has no place for spans: use --format jsonl", param_hint="--evidence")
    with _quiet_when_closed():
        if output is None:
            failed = _write_all(paths, options, writer(chosen, sys.stdout.buffer), evidence)
        else:
            with _opened(output) as stream:
                failed = _write_all(paths, options, writer(chosen, stream), evidence)
    raise typer.Exit(SOME_FAILED if failed else 0)


@app.command(epilog=EXIT_CODES)
def show(paths: Paths, engine: EngineOption = Engine.pdfium, ocr: OcrOption = Ocr.auto, max_mib: MaxMib = 64) -> None:
    """Show a letter's whole record, or several letters as a table of their decisions."""
    from imrparse.record import Failure
    from imrparse.terminal.console import open_console
    from imrparse.terminal.letters_view import print_letters
    from imrparse.terminal.record_view import print_record

    letters = list(_lines(paths, _options(engine, ocr, max_mib), evidence=False))
    lines = [line for each in letters for line in each]
    failures = [line for line in lines if isinstance(line, Failure)]
    with _quiet_when_closed():
        console = open_console()
        if len(lines) == 1 and not failures:
            print_record(console, lines[0])  # type: ignore[arg-type]
        elif len(lines) == 1:
            _report(failures[0])
        else:
            print_letters(console, lines, inputs=len(letters))
    raise typer.Exit(SOME_FAILED if failures else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of one line of the output."""
    import json

    from imrparse.schema import schema as json_schema

    with _quiet_when_closed():
        typer.echo(json.dumps(json_schema(), indent=2))


def main() -> None:
    """Run the command line; whatever happens, a person sees a sentence, never a traceback.

    With `IMRPARSE_TRACEBACK` set in the environment, a fault of imrparse shows where it happened.
    """
    try:
        app()
    except KeyboardInterrupt:
        typer.echo("imrparse: stopped", err=True)
        sys.exit(130)
    except Exception as error:
        if os.environ.get("IMRPARSE_TRACEBACK"):
            raise
        typer.echo(f"imrparse failed ({type(error).__name__}: {error}): please report this", err=True)
        sys.exit(FAULT)


def _options(engine: Engine, ocr: Ocr, max_mib: float) -> Options:
    from imrparse.reading import MIB, Options

    return Options(engine=engine.value, ocr=ocr.value, max_bytes=int(max_mib * MIB))


def _lines(paths: list[str], options: Options, *, evidence: bool) -> Iterator[list[Line]]:
    """For each input, in order, its rows: one for each letter in it, or the one of its error."""
    import msgspec

    from imrparse.record import Failure
    from imrparse.run import results

    for letters in results(paths, options):
        lines: list[Line] = []
        for result in letters:
            if isinstance(result, Failure):
                lines.append(result)
            elif evidence:
                confidence = result.ocr_confidence if result.record.source.ocr else msgspec.UNSET
                evidenced = {"evidence": dict(result.evidence), "ocr_confidence": confidence}
                lines.append(msgspec.structs.replace(result.record, **evidenced))
            else:
                lines.append(result.record)
        yield lines


def _write_all(paths: list[str], options: Options, writer: Writer, evidence: bool) -> int:
    """Write the rows of all inputs and report them; how many of them are errors."""
    from imrparse.record import Failure

    inputs = rows = failed = 0
    for lines in _lines(paths, options, evidence=evidence):
        inputs += 1
        for line in lines:
            rows += 1
            if isinstance(line, Failure):
                failed += 1
                _report(line)
            writer.write(line)
    writer.close()
    if rows > 1 or failed:
        typer.echo(f"imrparse: inputs {inputs}, records {rows - failed}, errors {failed}", err=True)
    return failed


def _report(failure: Failure) -> None:
    from imrparse.record import page_ranges
    from imrparse.terminal.safe import safe

    source, error = failure.source, failure.error
    place = f"{source.path}, pages {page_ranges(source.pages)}" if source.pages else source.path
    typer.echo(safe(f"imrparse: {place}: {error.message} [{error.code}]"), err=True)


@contextmanager
def _opened(output: Path) -> Iterator[IO[bytes]]:
    """The stream of `output`; a path that cannot be written is wrong usage, known before any letter is read."""
    from imrparse.writers import replacing

    with ExitStack() as stack:
        try:
            stream = stack.enter_context(replacing(output))
        except FileNotFoundError:
            raise typer.BadParameter(
                f"the folder of {output} does not exist: make it first", param_hint="--output"
            ) from None
        except OSError as error:
            raise typer.BadParameter(f"{output}: {error.strerror or error}", param_hint="--output") from None
        yield stream


@contextmanager
def _quiet_when_closed() -> Iterator[None]:
    """End quietly when the reader of standard output (`| head`) closes it."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain again when it flushes at exit (docs.python.org, "Note on SIGPIPE").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        typer.echo(f"imrparse: the output cannot be written: {error.strerror or error}", err=True)
        raise typer.Exit(FAULT) from None
