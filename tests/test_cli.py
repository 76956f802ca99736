"""The command line, in this process, and as a process of its own where pipes and terminals matter."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

import imrparse
from imrparse.cli import app
from tests import letters
from tests.conftest import ROOT, Command
from tests.letters import Item

SAMPLES = sorted(path.name for path in (ROOT / "samples").iterdir() if path.suffix in (".pdf", ".txt"))
ESCAPE = "\x1b"


def run(*arguments: str | Path, **options: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


def lines_of(done: Result) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter())
    return path


# -- parse -------------------------------------------------------------------------------------------------------


def test_one_letter_to_standard_output_and_nothing_else(letter: Path) -> None:
    done = run("parse", letter)
    (line,) = lines_of(done)
    assert (done.exit_code, done.stderr) == (0, "")
    assert line["source"]["path"] == str(letter)
    assert line["case_number"] == "CM16-0012345"
    assert "evidence" not in line


def test_several_letters_are_counted_on_standard_error(letter: Path) -> None:
    other = letter.with_name("other.txt")
    other.write_text(letters.letter().replace("CM16-0012345", "CM16-0054321"))
    done = run("parse", letter, other, letter.with_name("missing.txt"))
    assert done.exit_code == 3
    assert len(lines_of(done)) == 3
    assert "imrparse: inputs 3: 2 parsed, 1 failed" in done.stderr.splitlines()
    assert "missing.txt: no such file or folder: check the path [no_such_file]" in done.stderr


def test_the_evidence_is_added_on_demand(letter: Path) -> None:
    (line,) = lines_of(run("parse", letter, "--evidence"))
    text = letter.read_text()
    spans = line["evidence"]["disputed_items.0.decision"]
    assert [text[start:end] for page, start, end in spans] == ["Upheld"]


@pytest.mark.parametrize(("format", "beginning"), [("jsonl", "{"), ("json", "[\n{"), ("csv", "source,pages,form,")])
def test_formats(letter: Path, format: str, beginning: str) -> None:
    done = run("parse", letter, "--format", format)
    assert done.exit_code == 0
    assert done.stdout.startswith(beginning)


def test_the_format_option_is_above_the_name(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert run("parse", letter, "-o", out, "--format", "jsonl").exit_code == 0
    assert json.loads(out.read_text())["case_number"] == "CM16-0012345"


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_engines(samples: Path, engine: str) -> None:
    (line,) = lines_of(run("parse", samples / "home-care-2014.pdf", "--engine", engine))
    assert line["source"]["engine"].startswith(f"{engine} ")
    assert line["form"] == "fdl-2014"


def test_standard_input(samples: Path) -> None:
    for name in ("home-care-2014.pdf", "knee-mri-upheld--labels-first.txt"):
        (line,) = lines_of(run("parse", "-", input=(samples / name).read_bytes()))
        assert line["source"]["path"] == "-"
        assert line["source"]["kind"] == ("pdf" if name.endswith("pdf") else "text")
        assert line["disputed_items"]


# -- folders -----------------------------------------------------------------------------------------------------

TREE = [
    "b.txt", "a.txt", "B.TXT", "c.PDF.txt", "sub/a.txt", "sub/deeper/z.txt", "another/x.txt", ".hidden.txt",
    ".git/notes.txt", "sub/.cache/y.txt", "notes.md", "letter.doc", "txt", "a.txt.bak",
]  # fmt: skip
FOUND = ["B.TXT", "a.txt", "b.txt", "c.PDF.txt", "another/x.txt", "sub/a.txt", "sub/deeper/z.txt"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in TREE:
        path = tmp_path / "letters" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(letters.letter())
    return tmp_path / "letters"


def test_a_folder_is_searched_in_the_order_of_names(tree: Path) -> None:
    done = run("parse", tree)
    assert done.exit_code == 0
    assert [line["source"]["path"] for line in lines_of(done)] == [str(tree / name) for name in FOUND]


def test_inputs_keep_the_order_of_the_command_line(tree: Path) -> None:
    done = run("parse", tree / "sub", tree / "b.txt", "-", tree / "another", input=letters.letter())
    expected = ["sub/a.txt", "sub/deeper/z.txt", "b.txt", "-", "another/x.txt"]
    assert [line["source"]["path"].removeprefix(f"{tree}/") for line in lines_of(done)] == expected


def test_a_file_that_is_named_is_read_whatever_its_name(tree: Path) -> None:
    done = run("parse", tree / ".hidden.txt", tree / "notes.md", tree / "letter.doc")
    assert done.exit_code == 0
    assert len(lines_of(done)) == 3


def test_a_link_to_a_folder_above_does_not_go_round(tree: Path) -> None:
    (tree / "sub" / "loop").symlink_to(tree)
    assert len(lines_of(run("parse", tree))) == len(FOUND)


def test_a_run_gives_the_same_bytes_twice(samples: Path) -> None:
    assert run("parse", samples).stdout_bytes == run("parse", samples).stdout_bytes


def test_names_that_are_no_utf_8(tmp_path: Path, imrparse_command: Command) -> None:
    name = b"caf\xe9.txt"
    try:
        (tmp_path / os.fsdecode(name)).write_text(letters.letter())
    except OSError:
        pytest.skip("this file system takes no such names")
    done = imrparse_command("parse", name, ".", b"gone-\xe9.txt")
    paths = [json.loads(line)["source"]["path"] for line in done.stdout.splitlines()]
    assert (done.returncode, paths) == (3, ["caf\\xe9.txt", "gone-\\xe9.txt"])
    assert b"gone-\\xe9.txt: no such file" in done.stderr
    for arguments in ([name], [name, name], [b"gone-\xe9.txt"]):
        done = imrparse_command("show", *arguments)
        assert done.returncode == (3 if arguments[0].startswith(b"gone") else 0)
        assert b"\\xe9.txt" in done.stdout + done.stderr


# -- exit codes --------------------------------------------------------------------------------------------------

# (arguments, exit code); {letter} is a letter, {out} a file to write
USAGE = [
    # Every input gave a record.
    (["parse", "{letter}"], 0),
    (["show", "{letter}"], 0),
    (["schema"], 0),
    (["--version"], 0),
    (["--help"], 0),
    (["parse", "-h"], 0),
    # Some did not, or none.
    (["parse", "{letter}", "missing.pdf"], 3),
    (["parse", "missing.pdf"], 3),
    (["parse", "missing.pdf", "-o", "{out}"], 3),
    (["show", "missing.pdf"], 3),
    (["show", "{letter}", "missing.pdf"], 3),
    # Wrong usage.
    ([], 2),
    (["parse"], 2),
    (["show"], 2),
    (["prase", "{letter}"], 2),
    (["parse", "{letter}", "--engin", "pdfium"], 2),
    (["parse", "{letter}", "--engine", "acrobat"], 2),
    (["parse", "{letter}", "--format", "xml"], 2),
    (["parse", "{letter}", "--max-mib", "0"], 2),
    (["parse", "{letter}", "--max-mib", "much"], 2),
    (["parse", "{letter}", "--format", "csv", "--evidence"], 2),
    (["parse", "{letter}", "-o", "{out}.csv", "--evidence"], 2),
    (["parse", "{letter}", "-o"], 2),
    (["schema", "{letter}"], 2),
]


@pytest.mark.parametrize(("arguments", "code"), USAGE, ids=[" ".join(row[0]) for row in USAGE])
def test_exit_codes(letter: Path, tmp_path: Path, arguments: list[str], code: int) -> None:
    done = run(*(word.format(letter=letter, out=tmp_path / "out") for word in arguments))
    assert done.exit_code == code
    if code == 2 and arguments:
        assert done.stdout == ""


@pytest.mark.parametrize("limit", ["inf"])
def test_a_limit_that_is_no_number_of_bytes(letter: Path, limit: str) -> None:
    assert run("parse", letter, "--max-mib", limit).exit_code in (0, 2)


@pytest.mark.parametrize("arguments", [["--help"], ["parse", "--help"], ["show", "--help"]], ids=" ".join)
def test_help_names_the_exit_codes(arguments: list[str]) -> None:
    text = " ".join(run(*arguments).stdout.split())
    assert "Exit codes: 0 every input gave a record, 3 some did not (each has its error row), 2 wrong usage." in text


def test_help_names_every_option() -> None:
    text = " ".join(run("parse", "--help").stdout.replace("│", " ").split())
    for word in (
        "PATH",
        "--output",
        "-o",
        "--format",
        "--evidence",
        "--engine",
        "--ocr",
        "--max-mib",
        "standard input",
    ):
        assert word in text


def test_version() -> None:
    assert run("--version").stdout == f"imrparse {imrparse.__version__}\n"


def test_the_package_is_the_command_line() -> None:
    done = subprocess.run([sys.executable, "-m", "imrparse", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"imrparse {imrparse.__version__}\n"


# (words typed, word that is completed, what is offered)
COMPLETIONS = [
    ("imrparse ", 1, {"parse", "show", "inspect", "report", "check", "compare", "convert", "schema"}),
    ("imrparse pa", 1, {"parse"}),
    ("imrparse parse --form", 2, {"--format"}),
    ("imrparse parse --format ", 3, {"jsonl", "json", "csv", "xlsx", "parquet", "sqlite"}),
    ("imrparse parse --engine pdfp", 3, {"pdfplumber"}),
]


@pytest.mark.parametrize(("typed", "number", "offered"), COMPLETIONS)
def test_completion(typed: str, number: int, offered: set[str]) -> None:
    environment = {"_IMRPARSE_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(number)}
    done = run(prog_name="imrparse", env=environment)
    assert set(done.stdout.split()) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_s_part_of_completion(shell: str) -> None:
    done = run(prog_name="imrparse", env={"_IMRPARSE_COMPLETE": f"source_{shell}"})
    assert done.exit_code == 0
    assert "_IMRPARSE_COMPLETE" in done.stdout


# -- pipes -------------------------------------------------------------------------------------------------------

# Commands whose output is longer than a pipe holds.
LONG = [["parse", "-j1"], ["parse", "-j1", "--format", "json", "--evidence"], ["parse", "-j1", "--format", "csv"]]


@pytest.mark.parametrize("command", LONG, ids=" ".join)
def test_a_reader_that_closes_the_pipe_ends_the_run_quietly(samples: Path, command: list[str]) -> None:
    done, beginning = read_a_little([*command, str(samples), str(samples)])
    assert beginning
    assert done == (0, b"")


def test_a_reader_that_closes_the_pipe_ends_the_view_quietly(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter([Item(rationale=f"{letters.RATIONALE}\n\n" * 400)]))
    done, _ = read_a_little(["show", str(path)])
    assert done == (0, b"")


def read_a_little(arguments: list[str]) -> tuple[tuple[int, bytes], bytes]:
    """Exit code and standard error of a command whose output is closed after its first bytes, and those."""
    call = [sys.executable, "-c", "from imrparse.cli import main; main()", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        beginning = process.stdout.read(100)
        process.stdout.close()
        errors = process.stderr.read()
    return (process.returncode, errors), beginning


def test_lines_come_as_they_are_made(samples: Path) -> None:
    # A reader sees the first record before standard input, the second input, has ended.
    call = [
        sys.executable,
        "-c",
        "from imrparse.cli import main; main()",
        "parse",
        str(samples / "home-care-2014.pdf"),
        "-",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert json.loads(process.stdout.readline())["form"] == "fdl-2014"
        process.stdin.write(letters.letter().encode())
        process.stdin.close()
        assert json.loads(process.stdout.readline())["form"] == "fdl-2015"
    assert process.returncode == 0


# -- show --------------------------------------------------------------------------------------------------------


def shown(*paths: Path, width: int = 80, **environment: str) -> str:
    done = run("show", *paths, env={"COLUMNS": str(width), **environment})
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 200])
@pytest.mark.parametrize("name", ["shoulder-therapy-modified.pdf", "opioid-review-2014.pdf"])
def test_no_line_is_wider_than_the_terminal(samples: Path, name: str, width: int) -> None:
    text = shown(samples / name, width=width)
    assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_of_the_table_is_wider_than_the_terminal(samples: Path, tmp_path: Path, width: int) -> None:
    long_name = tmp_path / f"{'letter-of-an-injured-worker-' * 4}.txt"
    long_name.write_text(letters.letter([Item(f"{'Physiotherapy' * 12}: Upheld")]))
    text = shown(samples, long_name, width=width)
    assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_whole_record_is_shown(samples: Path, width: int) -> None:
    path = samples / "shoulder-therapy-modified.pdf"
    record = imrparse.parse(path).record
    text = "".join(shown(path, width=width).split())
    values = [record.case_number, str(record.dates.injury), record.case_summary, *record.reviewer.specialties]
    for item in record.disputed_items:
        values += [item.treatment, item.rationale, item.decision.upper(), item.expert_reviewer.text]
    for value in values:
        assert "".join(value.split()) in text


def test_every_letter_of_a_table_is_counted(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_text("no PDF")
    done = run("show", samples, tmp_path, env={"COLUMNS": "200"})
    records = [letter.record for name in SAMPLES for letter in imrparse.parse_all(samples / name)]
    items = sum(len(record.disputed_items) for record in records)
    assert done.exit_code == 3
    assert f"Inputs: {len(SAMPLES) + 1} (records {len(records)}, errors 1). Disputed items: {items}" in done.stdout
    assert "not_a_pdf" in done.stdout
    for record in records:
        assert record.case_number is None or record.case_number in done.stdout


def test_a_letter_that_gives_no_record_is_a_sentence(tmp_path: Path) -> None:
    done = run("show", tmp_path / "missing.pdf")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "no such file or folder: check the path [no_such_file]" in done.stderr


def test_what_was_not_found_is_said(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter(header="", credentials=""))
    text = shown(path)
    assert text.count("not found") >= 9
    assert "dates.injury: " in text


def test_no_escape_where_no_terminal_is(samples: Path) -> None:
    for arguments in (["show", samples / "home-care-2014.pdf"], ["show", samples], ["parse", "missing.pdf"]):
        done = run(*arguments)
        assert ESCAPE not in done.stdout + done.stderr


def test_colours_on_a_terminal_and_none_with_no_color(samples: Path) -> None:
    path = samples / "shoulder-therapy-modified.pdf"
    colour = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|4[0-7])(?:;\d+)*m")
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert colour.search(shown(path, **terminal))
    assert not colour.search(shown(path, **terminal, NO_COLOR="1"))


# -- hostile letters ---------------------------------------------------------------------------------------------

# What a letter may hold to take hold of the terminal, or of rich.
HOSTILE = [
    # A colour, a window title, a cleared screen, a link, one-byte forms of the same.
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[H",
    "\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m",
    # Characters that overwrite what was printed, or turn its direction.
    "shown\x08\x08\x08\x08\x08hidden",
    "one\rtwo",
    "\u202edlehpu\u202c",
    "\u2066left\u2069",
    # rich's own markup, and its emoji.
    "[red]loud[/red] [/] [bold",
    "[link=http://x.example]here[/link]",
    ":warning: :smile:",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_letter_is_printed_harmlessly(tmp_path: Path, hostile: str) -> None:
    path = tmp_path / "letter.txt"
    item = Item(
        f"Traction unit {hostile} once: Upheld",
        claims=f"Decision based on Non-MTUS Citation {hostile}.",
        rationale=hostile,
    )
    text = letters.letter([item], summary=f"{letters.SUMMARY} {hostile} was noted.")
    path.write_bytes(text.encode())
    outputs = [shown(path, width=200), shown(path, path, width=200), run("parse", path).stdout]
    outputs.append(run("parse", path, "--format", "csv").stdout.replace("\r\n", "\n"))
    for number, output in enumerate(outputs):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", output)
        if number < 2:
            assert not re.search(r"[\u202a-\u202e\u2066-\u2069]", output)
        if hostile.startswith(("[", ":")):
            assert hostile in output


@pytest.mark.parametrize("name", ["\x1b[31mred.txt", "[red]name[bold].txt", "one\ntwo.txt", "\u202etxt.exe"])
def test_a_hostile_name_is_printed_harmlessly(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(letters.letter())
    done = [
        run("show", path),
        run("show", path, path),
        run("parse", tmp_path / f"gone{name}"),
        run("show", f"gone{name}"),
    ]
    for output in (part for result in done for part in (result.stdout, result.stderr)):
        assert ESCAPE not in output
    assert "\u202e" not in done[0].stdout + done[1].stdout + done[2].stderr + done[3].stderr
    if name.startswith("["):
        assert all(name in result.stdout + result.stderr for result in done)


def test_a_name_with_a_line_end_makes_no_second_line(tmp_path: Path) -> None:
    path = tmp_path / "one\ntwo.txt"
    path.write_text(letters.letter())
    done = run("parse", path, tmp_path / "gone\nmissing.txt")
    assert len(lines_of(done)) == 2
    assert all(line.startswith("imrparse: ") for line in done.stderr.splitlines())
