"""The command line: the library spelled with hyphens. Records to standard output, everything else to standard error.

Only typer is imported at the top: shell completion and `--version` run this file on every key press.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imrparse.cli_options import (
    Bom,
    Engine,
    EngineOption,
    Format,
    FormatOption,
    ForWhom,
    Jobs,
    LeastSeverity,
    Look,
    MaxMib,
    Ocr,
    OcrOption,
    Output,
    Part,
    Paths,
    Verify,
)
from imrparse.cli_output import FAULT, opened_output, placed, quiet_when_closed

if TYPE_CHECKING:
    from imrparse.batch.shards import Shard
    from imrparse.reading import Options
    from imrparse.record import Failure

WRONG_USAGE = 2
SOME_FAILED = 3
FOUND = 1
"""`check` found something, `compare` a difference."""

EXIT_CODES = "Exit codes: 0 every input gave a record, 3 some did not (each has its error row), 2 wrong usage."

app = typer.Typer(
    name="imrparse",
    help="Reads California workers' compensation Independent Medical Review (IMR) letters into structured records.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Letters (PDF, text, HTML, .docx, picture), folders (searched with all below), zip and tar archives, "
            "globs, or - for a letter on standard input.",
            show_default=False,
        ),
    ] = None,
    from_file: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Read also what FILE (- for standard input) names: a path a line, or as find -print0 writes them.",
            show_default=False,
        ),
    ] = None,
    output: Output = None,
    format: FormatOption = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Add the spans in the pages' text that each value was read from.")
    ] = False,
    bom: Bom = False,
    engine: EngineOption = Engine.pdfium,
    ocr: OcrOption = Ocr.auto,
    verify: Verify = False,
    max_mib: MaxMib = 64,
    jobs: Jobs = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="Time for one input; each page of OCR gets 180 more.")
    ] = 30,
    max_memory: Annotated[
        int, typer.Option(metavar="MIB", min=64, help="Memory for one input, in MiB.", show_default=True)
    ] = 1024,
    shard: Annotated[
        str | None,
        typer.Option(metavar="I/N", help="Read only the I-th of N shares, told by the bytes of each input."),
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Read again what failed in an earlier run to the same output.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Read everything again.")] = False,
    keep_older: Annotated[
        bool, typer.Option("--keep-older", help="Keep records that another version of imrparse made.")
    ] = False,
    no_ledger: Annotated[
        bool,
        typer.Option("--no-ledger", help="Write no FILE.ledger, by which the same command goes on where it ended."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 3 also where a letter has a warning that is an error.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but what ends the run.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Say what happens in lines of JSON.")] = False,
) -> None:
    """Turn letters into records, one line a letter, also for an input that failed.

    With -o, the same command again reads only what is new, changed or was not reached.

    Example: imrparse parse letters | jq 'select(.outcome=="overturned") | .case_number'
    """
    from imrparse.batch.processes import start_server

    start_server()
    from imrparse.batch.command import Wishes, opened_ledger, processors, run_over
    from imrparse.batch.run import Settings
    from imrparse.batch.workers import MIB, Limits

    if not paths and from_file is None:
        raise typer.BadParameter("name letters or folders, or --from-file", param_hint="PATH")
    settings = Settings(
        options=_options(engine, ocr, max_mib, verify=verify),
        evidence=evidence,
        jobs=jobs or processors(),
        limits=Limits(seconds=timeout, memory=max_memory * MIB),
        shard=_shard(shard),
        force=force,
        retry_failed=retry_failed,
        keep_older=keep_older,
    )
    chosen = _format(format, output, bom=bom)
    _check_spans(chosen, evidence=evidence)
    wishes = Wishes(paths or [], from_file, output, ledger=not no_ledger, quiet=quiet, log_json=log_json, strict=strict)
    with quiet_when_closed(), ExitStack() as stack:
        # The ledger first: the output of a run that is under way must not be touched.
        with placed(output):
            ledger = stack.enter_context(closing(opened_ledger(wishes, settings)))
        well = run_over(wishes, settings, ledger, opened_output(chosen, output, bom=bom))
    raise typer.Exit(0 if well else SOME_FAILED)


@app.command(epilog=EXIT_CODES)
def show(  # noqa: PLR0913, PLR0917 (a parameter is an option of the command line)
    paths: Paths,
    only: Annotated[
        list[Part] | None, typer.Option(help="Show this part of each letter alone; more than once for several parts.")
    ] = None,
    item: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Show the N-th disputed item of each letter alone.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each value how, where and in which words it was found.")
    ] = False,
    format: Annotated[Look, typer.Option(help="markdown is for pasting into a brief.")] = Look.text,
    pager: Annotated[
        bool, typer.Option("--pager/--no-pager", help="Page what is longer than the terminal (PAGER, LESS), or never.")
    ] = True,
    engine: EngineOption = Engine.pdfium,
    ocr: OcrOption = Ocr.auto,
    max_mib: MaxMib = 64,
) -> None:
    """Show a letter's whole record or parts of it, or several letters as a table of their decisions.

    Example: imrparse show letter.pdf --item 2 --only guidelines
    """
    from imrparse.terminal import show as showing

    if explain and format == Look.markdown:
        raise typer.BadParameter("--explain is for the terminal: leave --format markdown out", param_hint="--explain")
    markdown = format == Look.markdown
    parts = tuple(part.value for part in only or ())
    wishes = showing.Wishes(only=parts, item=item, explain=explain, markdown=markdown, pager=pager)
    with quiet_when_closed():
        try:
            failed, untold = showing.show(paths, _options(engine, ocr, max_mib), wishes)
        except showing.NoSuchItem as error:
            raise typer.BadParameter(str(error), param_hint="--item") from None
    for failure in untold:
        _report(failure)
    raise typer.Exit(SOME_FAILED if failed else 0)


INSPECT_KEYS = (
    "Keys: arrows walk through the record (right opens, left closes) · n p next, previous disputed item · w W next, "
    "previous value in doubt · / search · tab to the text and back · y copy · r raw text · v picture of the page · "
    "e export as JSON · enter open · escape back to the list · ? all keys · q quit"
)


@app.command(epilog=INSPECT_KEYS)
def inspect(
    paths: Paths, engine: EngineOption = Engine.pdfium, ocr: OcrOption = Ocr.auto, max_mib: MaxMib = 64
) -> None:
    """Walk through letters on the terminal: each value beside the words that it was read from.

    On the left the record, on the right the letter; a value that is chosen on one side is marked on the other.

    Several files or a folder give a list to choose from.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if os.environ.get("TERM") == "dumb" or not all(stream.isatty() for stream in streams):
        typer.echo("imrparse: inspect needs a terminal to itself: use `imrparse show` to print a letter", err=True)
        raise typer.Exit(WRONG_USAGE)
    if "-" in paths:
        raise typer.BadParameter("inspect reads keys from standard input: save the letter to a file first")
    from imrparse.inspector.app import run

    run(paths, _options(engine, ocr, max_mib))


@app.command(epilog="Exit codes: 0 nothing was found, 1 something was (or an input gave no record), 2 wrong usage.")
def check(  # noqa: PLR0913, PLR0917 (a parameter is an option of the command line)
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Letters, folders and archives as in parse, or files of records (.jsonl, .json, .parquet, .sqlite, or "
            "JSON Lines on standard input: -).",
            show_default=False,
        ),
    ],
    severity: Annotated[
        LeastSeverity, typer.Option(help="Show warnings that are at least this severe.")
    ] = LeastSeverity.doubt,
    code: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Show only this code of warnings; may be given again.", show_default=False),
    ] = None,
    format: Annotated[ForWhom, typer.Option(help="For a person, or JSON with a line a letter.")] = ForWhom.text,
    engine: EngineOption = Engine.pdfium,
    ocr: OcrOption = Ocr.auto,
    verify: Verify = False,
    max_mib: MaxMib = 64,
    jobs: Jobs = None,
) -> None:
    """List the letters whose records may be wrong, worst first, with the words that the values were read from.

    Example: imrparse check letters --severity error
    """
    from imrparse.batch.processes import start_server

    start_server()
    from imrparse.batch.checking import check as look
    from imrparse.batch.command import processors
    from imrparse.batch.run import Settings
    from imrparse.checking import Wanted
    from imrparse.warning_codes import codes

    for unknown in set(code or ()) - set(codes()):
        raise typer.BadParameter(f"{unknown} is none of {', '.join(codes())}", param_hint="--code")
    settings = Settings(options=_options(engine, ocr, max_mib, verify=verify), jobs=jobs or processors())
    with quiet_when_closed():
        report = look(paths, settings, Wanted(severity.value, frozenset(code or ())))
        if format is ForWhom.json:
            from imrparse.writers.json import encoded

            for letter in report.found:
                sys.stdout.buffer.write(encoded(letter) + b"\n")
        else:
            from imrparse.terminal.check_view import print_found
            from imrparse.terminal.console import open_console

            print_found(open_console(), report.found, report.letters)
    raise typer.Exit(FOUND if report.found else 0)


@app.command(epilog="Exit codes: 0 nothing differs, 1 something does, 2 wrong usage.")
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file of records, or a folder of gold (NAME.json).")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The file of records to compare with it.")],
    format: Annotated[ForWhom, typer.Option(help="For a person, or one JSON object with all.")] = ForWhom.text,
) -> None:
    """Compare records of the same letters, as after an upgrade, or records with what a person read (gold).

    Example: imrparse compare before.jsonl after.jsonl
    """
    from imrparse.gold import compared

    if Path(old).is_dir() and Path(new).is_dir():
        raise typer.BadParameter("of two folders none holds records", param_hint="NEW")
    with quiet_when_closed():
        comparison = compared(old, new)
        if format is ForWhom.json:
            from imrparse.writers.json import encoded

            sys.stdout.buffer.write(encoded(comparison) + b"\n")
        else:
            from imrparse.terminal.compare_view import print_comparison
            from imrparse.terminal.console import open_console

            print_comparison(open_console(), comparison)
    raise typer.Exit(FOUND if comparison.is_different() else 0)


@app.command()
def convert(
    records: Annotated[
        list[str],
        typer.Argument(
            metavar="RECORDS",
            help="Files of records (.jsonl, .json, .parquet, .sqlite), or - for JSON Lines on standard input.",
            show_default=False,
        ),
    ],
    output: Output = None,
    format: FormatOption = None,
    bom: Bom = False,
) -> None:
    """Write records that were made before in another format, those of several files into one.

    Example: imrparse convert 2015.jsonl 2016.jsonl -o letters.parquet
    """
    from imrparse.writers.records import read_records

    chosen = _format(format, output, bom=bom)
    if output is not None and any(Path(path).resolve() == Path(output).resolve() for path in records):
        raise typer.BadParameter(f"{output} is one of the inputs: name another file", param_hint="--output")
    with quiet_when_closed(), opened_output(chosen, output, bom=bom) as writer:
        for path in records:
            for line in read_records(path):
                writer.write(line)


@app.command(epilog=EXIT_CODES)
def report(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Letters and folders as parse takes them, and files of records (.jsonl, .json, .parquet, .sqlite), "
            "which give no text of pages.",
            show_default=False,
        ),
    ],
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="The HTML file to write.")],
    text: Annotated[
        bool, typer.Option("--text/--no-text", help="Put the text of the letters' pages in, or leave it out.")
    ] = True,
    engine: EngineOption = Engine.pdfium,
    ocr: OcrOption = Ocr.auto,
    max_mib: MaxMib = 64,
) -> None:
    """Make one HTML file for any browser: a table of the letters, each letter marked by value, figures with charts.

    Example: imrparse report letters -o report.html
    """
    from imrparse.inputs import reads
    from imrparse.report.run import make_report

    if reads(paths, Path(output)):
        raise typer.BadParameter(f"{output} is one of the inputs: it would be overwritten", param_hint="--output")
    if Path(output).is_dir() or not Path(output).resolve().parent.is_dir():
        raise typer.BadParameter(f"{output} is a folder, or its folder does not exist", param_hint="--output")
    with quiet_when_closed():
        made = make_report(paths, _options(engine, ocr, max_mib), Path(output), text=text)
    for failure in made.failures:
        _report(failure)
    counts = f"inputs {made.inputs}, records {len(made.records)}, errors {len(made.failures)}"
    typer.echo(f"imrparse: {counts}; written: {output}", err=True)
    raise typer.Exit(SOME_FAILED if made.failures else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of one line of the output."""
    import json

    from imrparse.schema import schema as json_schema

    with quiet_when_closed():
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


def _options(engine: Engine, ocr: Ocr, max_mib: float, *, verify: bool = False) -> Options:
    from imrparse.reading import MIB, Options

    return Options(engine=engine.value, ocr=ocr.value, verify=verify, max_bytes=int(max_mib * MIB))


def _format(format: Format | None, output: str | None, *, bom: bool) -> str:
    """The format that the options ask for."""
    from imrparse.writers import ENDINGS, TEXTS, format_of

    chosen = format.value if format else format_of(output)
    if chosen is None:
        raise typer.BadParameter(
            f"FILE must end in {', '.join(ENDINGS)}, or --format must say which; a folder of CSV tables ends in /",
            param_hint="--output",
        )
    if bom and chosen != "csv":
        raise typer.BadParameter("only CSV has a byte order mark", param_hint="--bom")
    if output is None and (chosen == "sqlite" or (chosen not in TEXTS and sys.stdout.isatty())):
        raise typer.BadParameter(f"{chosen} is no text: name a file with -o", param_hint="--output")
    return chosen


def _shard(text: str | None) -> Shard | None:
    from imrparse.batch.shards import Shard

    try:
        return Shard.of(text) if text is not None else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--shard") from None


def _check_spans(format: str, *, evidence: bool) -> None:
    from imrparse.writers import WITH_SPANS

    if evidence and format not in WITH_SPANS:
        raise typer.BadParameter(f"{format} has no place for spans: use --format jsonl", param_hint="--evidence")


def _report(failure: Failure) -> None:
    from imrparse.record import page_ranges
    from imrparse.terminal.safe import safe

    source, error = failure.source, failure.error
    place = f"{source.path}, pages {page_ranges(source.pages)}" if source.pages else source.path
    typer.echo(safe(f"imrparse: {place}: {error.message} [{error.code}]"), err=True)
