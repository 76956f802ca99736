"""What a report is made of: views of letters as JSON, what is gathered from which paths, and the command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

import imrparse
from imrparse.cli import app
from imrparse.reading import Options
from imrparse.record import Failure, Record
from imrparse.report.gathering import Gathered
from imrparse.report.letters import json_block, shown, view_of_parsed
from imrparse.report.run import make_report
from tests.conftest import Command

JSON_TEXTS = ["</script>", "<!--", "]]>", "\u2028\u2029", "&lt;", 'a"b\\', "\U0001f600", "\ud800", "\x00"]


@pytest.mark.parametrize("text", JSON_TEXTS)
def test_json_of_a_letter_does_not_end_its_element(text: str) -> None:
    block = json_block({"text": shown(text)})
    assert not re.search("[<>&\u2028\u2029\x00]", block)
    assert msgspec.json.decode(block.encode()) == {"text": shown(text)}


def places_of(values: list[dict[str, Any]], above: str = "") -> Iterator[tuple[str, list[list[int]]]]:
    """Path and places of each value of a view, as the script puts paths together."""
    for value in values:
        path = above + value["path"] if value["path"].startswith(".") else value["path"]
        yield path, value.get("places", [])
        yield from places_of(value.get("parts", []), path)


LETTERS = ["claim-file.pdf", "neck-injections-letter-2013--utf-16.txt", "shoulder-therapy-modified.pdf"]


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("emoji", [False, True])
def test_places_are_those_of_the_evidence(samples: Path, name: str, emoji: bool) -> None:
    """Counted as browsers count, in units of UTF-16, from the beginning of the letter's part of a page."""
    for parsed in imrparse.parse_all(samples / name):
        if emoji:
            text = "\f".join(parsed.document.pages[page - 1].text[start:end] for page, start, end in parsed.portions)
            parsed = imrparse.parse_text(text.replace(" the ", " the \U0001f600 "))  # noqa: PLW2901
        view = view_of_parsed(parsed, text=True)
        units = {page["number"]: page["text"].encode("utf-16-le") for page in view["pages"]}
        checked = 0
        for path, places in places_of(view["values"]):
            if path in parsed.evidence:
                said = "".join(units[page][2 * start : 2 * end].decode("utf-16-le") for page, start, end in places)
                assert "".join(said.split()) == "".join(parsed.words(path).replace("\ufffe", "-").split()), path
                checked += 1
        assert checked > 25
        assert emoji == any("\U0001f600" in page["text"] for page in view["pages"])


def test_the_command(imrparse_inside: Command, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "recipe.txt").write_text("Two eggs.")
    done = imrparse_inside("report", samples / "knee-mri-upheld.pdf", "recipe.txt", "-o", "report.html")
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode().splitlines()[-1] == "imrparse: inputs 2, records 1, errors 1; written: report.html"
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "Repeat MRI of the left knee" in html


# Arguments, exit code, and what is said.
REFUSED = [
    (["letter.txt", "-o", "letter.txt"], 2, "would be overwritten"),
    (["letter.txt", "-o", "nowhere/report.html"], 2, "does not exist"),
    (["letter.txt", "-o", "."], 2, "is a folder"),
    (["letter.txt"], 2, "--output"),
    (["records.jsonl", "-o", "report.html"], 1, "damaged_records"),
]


@pytest.mark.parametrize(("arguments", "code", "complaint"), REFUSED)
def test_what_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], code: int, complaint: str
) -> None:
    (tmp_path / "letter.txt").write_text("x")
    (tmp_path / "records.jsonl").write_text('{"schema_version": "1"')
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["report", *arguments])
    assert done.exit_code == code
    assert complaint in " ".join(done.stderr.replace("│", " ").split())
    assert not (tmp_path / "report.html").exists()


def test_the_text_can_be_left_out(samples: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    make_report([str(samples / "knee-mri-upheld.pdf")], Options(), output, text=False)
    assert "IMR ISSUES, DECISIONS AND RATIONALES" not in output.read_text(encoding="utf-8")


def test_a_fault_in_one_letter_does_not_cost_the_others(monkeypatch: pytest.MonkeyPatch, samples: Path) -> None:
    def broken(parsed: imrparse.ParsedLetter, *, text: bool) -> object:
        if parsed.record.case_number == "CM17-0405511":
            raise LookupError("no such thing")
        return view_of_parsed(parsed, text=text)

    monkeypatch.setattr("imrparse.report.gathering.view_of_parsed", broken)
    gathered = Gathered()
    gathered.add(imrparse.parse_all(samples / "claim-file.pdf"), text=True)
    assert (len(gathered.records), len(gathered.views), gathered.failures[0].error.code) == (1, 1, "internal_error")
    assert gathered.failures[0].source.pages == (4, 5)


def test_a_file_of_records_counts_its_inputs(sample_lines: list[Record | Failure], tmp_path: Path) -> None:
    lines = tmp_path / "records.jsonl"
    lines.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in sample_lines))
    gathered = make_report([str(lines)], Options(), tmp_path / "records.html")
    assert (gathered.inputs, len(gathered.records), len(gathered.failures), gathered.texts) == (4, 3, 1, 0)
