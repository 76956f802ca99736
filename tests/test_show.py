"""`imrparse show`: one letter and its parts, explanations, Markdown, and the pager on a terminal."""

from __future__ import annotations

import dataclasses
import fcntl
import functools
import importlib
import io
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec import inspect
from rich.cells import cell_len
from rich.console import Console, RenderableType
from typer.testing import CliRunner, Result

import imrparse
from imrparse.cli import Part, app
from imrparse.explaining import Explainer
from imrparse.outline import Node, outline, outline_of
from imrparse.pipeline import ParsedLetter
from imrparse.record import Record
from imrparse.terminal.explain_view import explain_view
from imrparse.terminal.look import Look, background
from imrparse.terminal.markdown_view import letter_markdown, letters_markdown, literal
from imrparse.terminal.palette import DARK, EITHER, LIGHT
from imrparse.terminal.parts import OF_ITEMS, OF_LETTER
from imrparse.terminal.record_view import record_view
from imrparse.terminal.safe import safe
from imrparse.terms import Kind
from tests import letters
from tests.conftest import ROOT
from tests.letters import Item
from tests.random_records import HOSTILE, structs

SAMPLES = sorted(path.name for path in (ROOT / "samples").iterdir() if path.suffix in {".pdf", ".txt"})
MODIFIED = ROOT / "samples" / "shoulder-therapy-modified.pdf"
NOTICE = ROOT / "samples" / "lumbar-mri-review-2013.pdf"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
WIDTHS = [40, 80, 200]


def run(*arguments: str | Path, width: int = 80, **options: object) -> Result:
    return CliRunner().invoke(app, ["show", *map(str, arguments)], env={"COLUMNS": str(width)}, **options)


def shown(*arguments: str | Path, width: int = 80) -> str:
    done = run(*arguments, width=width)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def squeezed(text: str) -> str:
    return "".join(text.split())


@functools.cache
def parsed_sample(name: str) -> list[ParsedLetter]:
    return imrparse.parse_all(ROOT / "samples" / name)


@pytest.fixture(scope="module")
def modified() -> ParsedLetter:
    return imrparse.parse(MODIFIED)


# -- one letter --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("options", [[], ["--explain"]], ids=["whole", "explained"])
@pytest.mark.parametrize("name", ["shoulder-therapy-modified.pdf", "lumbar-mri-review-2013.pdf"])
def test_no_line_is_wider_than_the_terminal(name: str, options: list[str], width: int) -> None:
    text = shown(ROOT / "samples" / name, *options, width=width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert "\x1b" not in text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_is_shown(name: str, width: int) -> None:
    for parsed in parsed_sample(name):
        nodes = outline(parsed).nodes
        text = squeezed(printed(record_view(parsed.record, nodes, Look(width)), width)).casefold()
        values = [value for node in nodes for value in values_in_rows(node)]
        assert len(values) > 25
        assert [value for value in values if squeezed(value).casefold() not in text] == []


IN_A_LINE = re.compile(r"(?:details|drug|(?:diagnoses|citations|literature_references)\.\d+)$")
"""Paths of values with parts that are shown as one."""


def values_in_rows(node: Node) -> Iterator[str]:
    """The values that have a place of their own; the words that a reviewer was read from are those of other values."""
    if node.children and not IN_A_LINE.search(node.path):
        for child in node.children:
            yield from values_in_rows(child)
    elif node.value and node.path != "reviewer.text" and not node.path.endswith((".field", ".code")):
        yield safe(node.value)


def test_pages_stand_behind_the_words() -> None:
    text = shown(MODIFIED, width=200)
    assert re.search(r"^  Date of injury +2016-06-08  p\. 1$", text, re.MULTILINE)
    assert re.search(r"6 sessions  p\. 1-2$", text, re.MULTILINE)
    assert re.search(r"^  Rationale  p\. 2-3$", text, re.MULTILINE)


@pytest.mark.parametrize("width", WIDTHS)
def test_labels_stand_above_their_values_on_a_narrow_terminal(width: int) -> None:
    text = shown(MODIFIED, width=width)
    above = "  Date of injury\n    2016-06-08  p. 1\n" in text
    assert above == (width < 60)


def test_a_value_in_doubt_is_marked_and_its_warning_shown(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter(header=letters.HEADER.replace("05/20/2012", "05/40/2012")))
    text = shown(path)
    assert "! Date of injury" in text
    assert "dates.injury: '05/40/2012' is no date" in text
    assert re.search(r"! \d warnings?$", text, re.MULTILINE)


# -- parts of a letter -------------------------------------------------------------------------------------------


def test_every_part_has_its_nodes() -> None:
    assert {part.value for part in Part} == {*OF_LETTER, *OF_ITEMS}


# part -> what it shows of the letter, what it does not
PARTS = [
    ("header", ["UR denial date", "2016-12-28"], ["Norco", "Sports Medicine", "hotel housekeeper"]),
    ("reviewer", ["Sports Medicine"], ["2016-12-28", "Norco"]),
    ("patient", ["hotel housekeeper"], ["arthroscopic", "Sports Medicine"]),
    ("summary", ["arthroscopic"], ["Date of injury", "Norco"]),
    ("items", ["Norco 10/325mg", "Rationale", "Opioids", "UPHELD"], ["Sports Medicine", "UR denial date"]),
    ("decisions", ["Norco 10/325mg #30", "UPHELD", "Authorized"], ["Rationale", "Opioid Treatment"]),
    ("guidelines", ["Norco", "Opioid Treatment 2016: 1.4 Opioids"], ["lowest dose", "Authorized"]),
    ("rationale", ["lowest dose"], ["Opioid Treatment 2016", "Authorized"]),
    ("source", ["SHA-256"], ["Norco", "UR denial date"]),
    ("documents", ["The letter has nothing of it."], ["Norco"]),
]


@pytest.mark.parametrize(("part", "there", "absent"), PARTS, ids=[row[0] for row in PARTS])
def test_one_part(part: str, there: list[str], absent: list[str]) -> None:
    text = shown(MODIFIED, "--only", part, width=200)
    assert text.startswith("CM17-0400388  PARTIALLY OVERTURNED\n")
    assert [words for words in there if words not in text] == []
    assert [words for words in absent if words in text] == []


def test_several_parts() -> None:
    text = shown(MODIFIED, "--only", "reviewer", "--only", "rationale", width=200)
    assert "Sports Medicine" in text
    assert "lowest dose" in text
    assert "Authorized" not in text


def test_one_item() -> None:
    text = shown(MODIFIED, "--item", "2")
    assert "Disputed item 2 of 3" in text
    assert "Norco" in text
    for other in ("Disputed item 1", "Disputed item 3", "Cold therapy unit", "Header", "Injured worker"):
        assert other not in text


def test_one_part_of_one_item() -> None:
    text = shown(MODIFIED, "--item", "2", "--only", "guidelines", width=200)
    assert text.count("→") == 2
    assert "1.4 Opioids for Acute Pain" in text
    assert "lowest dose" not in text


def test_an_item_that_no_letter_has_is_wrong_usage() -> None:
    done = run(MODIFIED, "--item", "4", width=200)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no disputed item 4: there are 3" in done.stderr
    assert run(MODIFIED, "--item", "0").exit_code == 2
    assert run(MODIFIED, "--only", "nothing").exit_code == 2


def test_what_is_in_doubt_in_a_part_is_shown_with_it(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter(header=letters.HEADER.replace("05/20/2012", "05/40/2012"), credentials=""))
    assert "is no date" in shown(path, "--only", "header")
    assert "is no date" not in shown(path, "--only", "rationale")
    assert "is no date" in shown(path, "--only", "warnings")


def test_a_part_of_several_letters_is_shown_of_each(tmp_path: Path) -> None:
    missing = tmp_path / "missing.pdf"
    done = run(MODIFIED, missing, NOTICE, "--only", "decisions")
    assert done.exit_code == 3
    assert [line[:12] for line in done.stdout.splitlines() if line.startswith("CM")] == ["CM17-0400388", "CM13-0400031"]
    assert "no such file" in done.stderr


# -- explanations ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_that_was_read_has_the_function_that_read_it(name: str) -> None:
    for parsed in parsed_sample(name):
        explainer = Explainer(parsed)
        for node in outline(parsed).walk():
            readings = explainer.of(node)
            for reading in readings:
                module = importlib.import_module(f"imrparse.{reading.module.removesuffix('.py').replace('/', '.')}")
                assert reading.function.partition(".")[0] in vars(module)
                assert len(reading.does) > 10
            if node.path in parsed.evidence:
                (reading,) = readings
                assert reading.found
                assert reading.places


# (path, function, part of the letter) in samples/shoulder-therapy-modified.pdf
READ = [
    ("case_number", "read_header", ["the header block"]),
    ("reviewer.specialties.0", "read_reviewer", ["the reviewer's credentials"]),
    ("patient.age", "read_patient", ["the clinical case summary"]),
    ("disputed_items.1.treatment", "Collector.line", ["disputed item 2: treatment"]),
    ("disputed_items.1.decision", "read_decision", ["disputed item 2: decision"]),
    ("disputed_items.1.drug.class", "read_drug", ["disputed item 2: treatment, a part of it"]),
    ("disputed_items.1.expert_reviewer.basis", "read_paragraph", ["disputed item 2: expert reviewer's guideline"]),
    (
        "disputed_items.1.expert_reviewer.citations.0.source",
        "read_paragraph",
        ["disputed item 2: expert reviewer's guideline"],
    ),
    ("outcome", "read_outcome", [f"disputed item {number}: decision" for number in (1, 2, 3)]),
]


@pytest.mark.parametrize(("path", "function", "places"), READ, ids=[row[0] for row in READ])
def test_who_read_a_value_and_where(modified: ParsedLetter, path: str, function: str, places: list[str]) -> None:
    (reading,) = Explainer(modified).of(outline(modified).by_path[path])
    assert (reading.function, [place.name for place in reading.places]) == (function, places)


def test_a_citation_that_was_taken_over_is_read_from_the_other_side() -> None:
    expert = "The Expert Reviewer found the guideline used by the Claims Administrator relevant and applicable to the "
    parsed = imrparse.parse_text(letters.letter([Item(expert=f"{expert}issue at dispute.")]))
    node = outline(parsed).by_path["disputed_items.0.expert_reviewer.citations.0.title"]
    (reading,) = Explainer(parsed).of(node)
    assert reading.function == "with_adopted"
    assert [place.name for place in reading.places] == ["disputed item 1: claims administrator's guideline"]


def test_the_heading_above_the_words_is_named(modified: ParsedLetter) -> None:
    (reading,) = Explainer(modified).of(outline(modified).by_path["disputed_items.0.rationale"])
    assert [(place.page, place.above) for place in reading.places] == [(2, "Decision rationale")]


def test_what_is_missing_says_where_it_was_looked_for(tmp_path: Path) -> None:
    header = letters.HEADER.replace("Date of Injury: 05/20/2012\n", "")
    parsed = imrparse.parse_text(letters.letter([Item(rationale=None)], header=header))
    nodes, explainer = outline(parsed).by_path, Explainer(parsed)
    (looked,) = explainer.of(nodes["dates.injury"])
    assert (looked.function, looked.found, [place.name for place in looked.places]) == (
        "read_header",
        False,
        ["the header block"],
    )
    (looked,) = explainer.of(nodes["disputed_items.0.rationale"])
    assert (looked.found, looked.places) == (False, ())
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter([Item(rationale=None)], header=header))
    text = shown(path, "--explain", width=200)
    assert "looked for by read_header (fields/header.py): The values of the header block" in text
    assert "in a part of the letter that was not found" in text
    assert "! error: the letter's date of injury was not found [missing]" in text


def test_what_the_form_does_not_print_is_said() -> None:
    text = shown(NOTICE, "--explain", "--only", "header", width=200)
    assert text.count("the form mpr-2013 does not print it") == 4


def test_an_explanation_has_the_value_its_path_words_and_page() -> None:
    text = shown(MODIFIED, "--explain", "--item", "2", width=200)
    assert "Decision  upheld  [disputed_items.1.decision]" in text
    assert "“Upheld” page 2" in text
    assert "read by read_decision (fields/decision.py): Whether the utilization review's denial stands" in text
    assert "[disputed_items.0" not in text


def test_a_letter_of_no_known_form_says_what_its_parts_were_found_by(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter(credentials=""))
    record = imrparse.parse(path).record
    assert record.form is None
    assert record.found_by
    text = shown(path, "--explain", width=200)
    for words in set(record.found_by.values()):
        assert f"found by: {words}" in text


def test_a_repair_says_what_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter(header=letters.HEADER.replace("05/20/2012", "O5/2O/2O12")))
    assert "; printed: O5/2O/2O12 [" in shown(path, "--explain", width=200)


# -- Markdown ----------------------------------------------------------------------------------------------------

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE_MARKDOWN = [
    *HOSTILE,
    "# heading",
    "- list\n- more",
    "1. one",
    "2) two",
    "> quotation",
    "```\ncode",
    "    code",
    "***",
    "---",
    "===",
    "a | b | c",
    "[here](http://x.example)",
    "![picture](http://x.example/p.png)",
    "<script>alert(1)</script>",
    "<http://x.example>",
    "&lt;b&gt; &#35;",
    "a\\",
    "**bold** __bold__ ~~gone~~ `code`",
    "[^1]: note",
    "name #",
    "\x1b[31mred",
    "\u202edlehpu",
]


def test_a_letter_as_markdown() -> None:
    text = shown(MODIFIED, "--format", "markdown", width=40)
    assert text.startswith("# CM17-0400388: partially overturned\n")
    assert "| 2 | Norco 10/325mg #30 | upheld | 2 |\n" in text
    assert "- Date of injury: 2016-06-08 (page 1)\n" in text
    assert (
        "- MTUS Opioid Treatment 2016: 1.4 Opioids for Acute Pain: Opioids for Post-operative Pain: “Opioid Treatment "
        "2016, Section(s): 1.4 Opioids for Acute Pain: Opioids for Post-operative Pain” (page 2)\n"
    ) in text
    headings = [token.content for token in tokens(text) if token.level == 1 and token.type == "inline"]
    assert "Disputed item 3" in headings
    tables = [token for token in tokens(text) if token.type == "table_open"]
    assert len(tables) == 1


def test_parts_of_a_letter_as_markdown() -> None:
    text = shown(MODIFIED, "--format", "markdown", "--item", "2", "--only", "guidelines")
    assert "### Expert reviewer's guideline" in text
    assert "### Rationale" not in text
    assert "Disputed item 1" not in text


def test_several_letters_as_a_markdown_table(tmp_path: Path) -> None:
    missing = tmp_path / "mis|sing.pdf"
    done = run(MODIFIED, NOTICE, missing, "--format", "markdown")
    rows = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert done.exit_code == 3
    assert "| CM17-0400388 | shoulder-therapy-modified.pdf | Norco 10/325mg #30 | upheld |  |" in rows
    assert len(rows) == 2 + 3 + 1 + 1
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}
    assert "Inputs: 3 (records 2, errors 1)" in done.stdout


def test_explanations_are_no_markdown() -> None:
    assert run(MODIFIED, "--explain", "--format", "markdown").exit_code == 2


@pytest.mark.parametrize("text", HOSTILE_MARKDOWN)
def test_hostile_text_stays_text_in_markdown(text: str) -> None:
    check_literal(text)


@given(st.text(st.sampled_from("\\`*_{}[]()#+-.!|<>&~$:@^='\" \n\t1ab"), max_size=20))
@settings(deadline=None, max_examples=500)
def test_any_text_stays_text_in_markdown(text: str) -> None:
    check_literal(text)


def check_literal(text: str) -> None:
    """The text, in a list, a heading, a quotation and a table, is read back as it is."""
    wanted = safe(" ".join(text.split()))
    written = literal(text)
    for frame, place in (
        ("- {}", 0),
        ("- label: {}", 0),
        ("# name: {}", 0),
        ("> {}", 0),
        ("|a|b|\n|-|-|\n| x | {} |", -1),
    ):
        inlines = [token for token in tokens(frame.format(written)) if token.type == "inline"]
        if not wanted and not inlines:
            continue
        parts = inlines[place].children
        assert {part.type for part in parts} <= {"text", "text_special"}, frame
        read = "".join(part.content for part in parts)
        assert read.removeprefix("label: ").removeprefix("name: ").strip() == wanted.strip() or not wanted, frame


def tokens(text: str) -> list:
    return MARKDOWN.parse(text)


# -- hostile records ---------------------------------------------------------------------------------------------


def printed(view: Iterable[RenderableType], width: int) -> str:
    made = io.StringIO()
    console = Console(width=width, file=made)
    for part in view:
        console.print(part)
    return made.getvalue()


@settings(deadline=None, max_examples=60)
@given(record=structs(inspect.type_info(Record)), width=st.sampled_from([20, *WIDTHS]))
def test_any_record_is_printed_harmlessly(modified: ParsedLetter, record: Record, width: int) -> None:
    nodes = outline_of(record).nodes
    parsed = dataclasses.replace(modified, record=record)
    for text in (
        printed(record_view(record, nodes, Look(width)), width),
        printed(explain_view(parsed, nodes, Look(width)), width),
    ):
        assert not CONTROL.search(text)
        assert max(map(cell_len, text.split("\n")), default=0) <= width
    for text in (letter_markdown(parsed, nodes), letters_markdown([record], 1)):
        assert not CONTROL.search(text)
        kinds = {token.type for whole in tokens(text) for token in (whole, *(whole.children or ()))}
        assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block"}


@pytest.mark.parametrize("markup", ["[red]loud[/red] [/] [bold", "\x1b[31mred", "\u202edlehpu\u202c", ":warning:"])
@pytest.mark.parametrize("options", [[], ["--explain"], ["--only", "rationale"], ["--format", "markdown"]])
def test_a_hostile_letter_is_printed_harmlessly(tmp_path: Path, markup: str, options: list[str]) -> None:
    path = tmp_path / "letter.txt"
    item = Item(f"Traction unit {markup} once: Upheld", rationale=f"It is {markup} so.")
    path.write_text(letters.letter([item], summary=f"{letters.SUMMARY} {markup}"))
    text = shown(path, *options, width=200)
    assert not CONTROL.search(text)
    if markup.startswith("[") and "markdown" not in options:
        assert markup in text


# -- colours -----------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


BACKGROUNDS = [(DARK, "#1e1e1e"), (DARK, "#000000"), (LIGHT, "#d8d8d8"), (LIGHT, "#ffffff")]


@pytest.mark.parametrize(("palette", "ground"), [*BACKGROUNDS, (EITHER, "#000000"), (EITHER, "#ffffff")])
def test_colours_are_readable(palette: dict[Kind, str], ground: str) -> None:
    assert set(palette) == set(Kind)
    for colour in palette.values():
        if colour != "default":
            dark, light = sorted((luminance(colour), luminance(ground)))
            assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("said", "dark"),
    [
        ("15;0", True),
        ("0;15", False),
        ("0;default;15", False),
        ("0;7", False),
        ("12;8", True),
        ("", None),
        ("x;y", None),
    ],
)
def test_the_terminal_s_background(monkeypatch: pytest.MonkeyPatch, said: str, dark: bool | None) -> None:
    monkeypatch.setenv("COLORFGBG", said)
    assert background() is dark


# -- docs/show.md ------------------------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "show.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\$ imrparse show ([^\n>]+?)(?: > \S+)?\n((?:(?!\$ |```)[^\n]*\n)*)", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("arguments", "output"), EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_the_page_shows_what_the_command_prints(monkeypatch: pytest.MonkeyPatch, arguments: str, output: str) -> None:
    monkeypatch.chdir(ROOT)
    text = shown(*shlex.split(arguments), width=100)
    assert text
    assert not output or text.rstrip("\n") == output.rstrip("\n")


def test_the_page_names_every_part_and_option() -> None:
    assert len(EXAMPLES) == 5
    assert sum(bool(output) for _, output in EXAMPLES) == 3
    assert [part for part in Part if f"`{part}`" not in PAGE] == []
    assert [
        option for option in ("--only", "--item", "--explain", "--format", "--no-pager") if option not in PAGE
    ] == []


# -- pager -------------------------------------------------------------------------------------------------------

COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


@pytest.fixture
def fake_less(tmp_path: Path) -> Path:
    """A folder with a `less` that notes what it was given."""
    folder = tmp_path / "bin"
    folder.mkdir()
    less = folder / "less"
    less.write_text(f'#!/bin/sh\necho "$* LESS=$LESS" > {tmp_path}/called\ncat > {tmp_path}/paged\n')
    less.chmod(0o755)
    return folder


def on_terminal(*arguments: str | Path, rows: int = 20, **environment: str) -> tuple[int, bytes]:
    """Exit code of `imrparse show` on a terminal of 80 columns, and what stands on it."""
    above, below = pty.openpty()
    fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    call = [sys.executable, "-c", "from imrparse.cli import main; main()", "show", *map(str, arguments)]
    without = ("COLUMNS", "LINES", "PAGER", "LESS", "NO_COLOR", "FORCE_COLOR", "COLORFGBG", "COLORTERM")
    kept = {name: value for name, value in os.environ.items() if name not in without}
    terminal = {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment}
    with subprocess.Popen(call, stdin=below, stdout=below, stderr=below, env=terminal) as process:
        os.close(below)
        screen = b""
        while True:
            try:
                screen += os.read(above, 65536)
            except OSError:  # Linux's word for a terminal that nobody writes to any more
                break
        os.close(above)
    return process.returncode, screen


def test_long_output_goes_through_less_with_its_colours(tmp_path: Path, fake_less: Path) -> None:
    path = f"{fake_less}:{os.environ['PATH']}"
    assert on_terminal(MODIFIED, PATH=path) == (0, b"")
    assert (tmp_path / "called").read_text() == "-R LESS=FRX\n"
    paged = (tmp_path / "paged").read_bytes()
    assert COLOUR.search(paged)
    assert b"CM17-0400388" in paged
    assert b"SHA-256" in paged


def test_the_reader_s_own_options_of_less_stay(tmp_path: Path, fake_less: Path) -> None:
    on_terminal(MODIFIED, PATH=f"{fake_less}:{os.environ['PATH']}", LESS="-i", NO_COLOR="1")
    assert (tmp_path / "called").read_text() == "-R LESS=-i\n"


def test_another_pager(tmp_path: Path) -> None:
    paged = tmp_path / "paged by another"
    code, screen = on_terminal(ROOT / "samples", rows=10, PAGER=f"sh -c 'cat > \"{paged}\"'")
    assert (code, screen) == (0, b"")
    assert b"Inputs: " in paged.read_bytes()


# (options, environment, rows of the terminal) that need no pager
UNPAGED = [
    (["--no-pager"], {}, 20),
    ([], {}, 500),
    ([], {"PAGER": ""}, 20),
    ([], {"PAGER": "cat"}, 20),
    ([], {"PAGER": "no-such-pager -x"}, 20),
    ([], {"PAGER": "less '"}, 20),
    ([], {"TERM": "dumb"}, 20),
    (["--only", "reviewer"], {}, 20),
]


@pytest.mark.parametrize(("options", "environment", "rows"), UNPAGED)
def test_no_pager_is_needed(
    tmp_path: Path, fake_less: Path, options: list[str], environment: dict[str, str], rows: int
) -> None:
    path = f"{fake_less}:{os.environ['PATH']}"
    code, screen = on_terminal(MODIFIED, *options, rows=rows, PATH=path, **environment)
    assert code == 0
    assert b"CM17-0400388" in screen
    assert not (tmp_path / "called").exists()


def test_without_less_long_output_is_printed(tmp_path: Path) -> None:
    code, screen = on_terminal(MODIFIED, PATH=str(tmp_path))
    assert code == 0
    assert b"SHA-256" in screen


def test_a_pager_that_is_left_early_ends_quietly(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(letters.letter([Item(rationale=f"{letters.RATIONALE}\n\n" * 800)]))
    code, screen = on_terminal(path, PAGER="true")
    assert (code, screen) == (0, b"")


def test_a_pipe_is_not_paged(tmp_path: Path, fake_less: Path) -> None:
    call = [sys.executable, "-c", "from imrparse.cli import main; main()", "show", str(MODIFIED)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{fake_less}:{os.environ['PATH']}", "COLUMNS": "80"}
    done = subprocess.run(call, env=environment, capture_output=True, check=True)
    assert b"SHA-256" in done.stdout
    assert not COLOUR.search(done.stdout)
    assert not (tmp_path / "called").exists()
