"""Two readers of a PDF, and what is said where they differ."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

import imrparse
from imrparse.cli import app
from imrparse.reading import Options, read_bytes
from imrparse.record import Error, FailedSource, Failure
from imrparse.run import results
from imrparse.verifying import verified

SAMPLE = "samples/knee-mri-upheld.pdf"


def letter(old: str = "", new: str = "") -> imrparse.ParsedLetter:
    """The sample with some of its words replaced, as if a reader had read them so."""
    text = "\f".join(page.text for page in imrparse.read(SAMPLE).pages)
    assert old in text
    return imrparse.parse_text(text.replace(old, new) if old else text)


DIFFERENCES = [
    ("Priority: Standard", "Priority: Expedited", {"priority": '"standard"'}),
    ("CM16-0400117", "CM16-0400111", {"case_number": '"CM16-0400117"'}),
    ("08/15/2016", "08/16/2016", {"dates.assigned": '"2016-08-15"'}),
]


@pytest.mark.parametrize(("old", "new", "expected"), DIFFERENCES)
def test_a_value_that_the_other_reader_gives_otherwise_is_named(old: str, new: str, expected: dict[str, str]) -> None:
    (result,) = verified([letter()], [letter(old, new)])
    found = {warning.field: warning.message for warning in result.record.warnings if warning.code == "readers_differ"}
    assert set(found) == set(expected)
    for path, words in expected.items():
        assert words in found[path]
    # What was read stays.
    assert msgspec.structs.replace(result.record, warnings=()) == msgspec.structs.replace(letter().record, warnings=())


def test_readers_that_agree_add_nothing() -> None:
    one = letter()
    assert verified([one], [letter()]) == [one]


def test_another_number_of_letters_is_said() -> None:
    (result,) = verified([letter()], [letter(), letter()])
    assert [(w.code, w.field) for w in result.record.warnings] == [("readers_differ", "source.pages")]


def test_a_letter_that_only_one_reader_reads() -> None:
    failed = Failure(source=FailedSource(path="x"), error=Error(code="no_text", message="no page has text"))
    (result,) = verified([letter()], [failed])
    assert "no page has text" in result.record.warnings[-1].message
    assert verified([failed], [letter()]) == [failed]


def test_the_samples_are_read_alike_by_both(samples: Path) -> None:
    paths = [str(samples / name) for name in ("knee-mri-upheld.pdf", "claim-file.pdf", "home-care-2014.pdf")]
    both = [record for each in results(paths, Options(verify=True)) for record in each]
    assert len(both) == 4
    assert not [w for one in both for w in one.record.warnings if w.code == "readers_differ"]


def test_the_command(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(app, ["parse", str(samples / "knee-mri-upheld.pdf"), "--verify"])
    assert (done.exit_code, json.loads(done.stdout)["case_number"]) == (0, "CM16-0400117")


def test_texts_have_one_reader(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr("imrparse.run.read_bytes", lambda *given: (calls.append(given), read_bytes(*given))[1])
    list(results([str(samples / "knee-mri-upheld--labels-first.txt")], Options(verify=True)))
    assert len(calls) == 1
