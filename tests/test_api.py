"""The library as a program sees it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import imrparse
from imrparse import errors
from tests import letters
from tests.conftest import ROOT
from tests.grounding import assert_grounded
from tests.letters import Item

PUBLIC = {
    "Document", "ImrparseError", "Options", "ParsedLetter", "Record", "__version__", "parse", "parse_all", "parse_text",
    "read",
}  # fmt: skip


def test_public_names() -> None:
    assert set(imrparse.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(imrparse, name) is not None
    names: dict[str, object] = {}
    exec("from imrparse import *", names)  # noqa: S102
    assert names.keys() >= PUBLIC


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'imrparse' has no attribute 'parse_pdf'"):
        _ = imrparse.parse_pdf


# (what is run, modules that it must not load)
LAZY = [
    # Importing the package loads nothing: tools that only look for its version stay fast.
    ("import imrparse", ("pypdfium2", "pdfplumber", "msgspec", "regex", "rich", "typer")),
    # Nor does the command line load a reader, or rich, before it knows what to do.
    ("import imrparse.cli", ("pypdfium2", "pdfplumber", "msgspec", "regex")),
    # Reading text needs no PDF library, reading PDFs by pdfium not the other one.
    (f"import imrparse; imrparse.parse_text({letters.letter()!r})", ("pypdfium2", "pdfplumber", "rich", "typer")),
    ("import imrparse; imrparse.parse('samples/home-care-2014.pdf')", ("pdfplumber", "pdfminer", "rich", "typer")),
]


@pytest.mark.parametrize(("code", "modules"), LAZY, ids=["package", "command line", "text", "pdfium"])
def test_modules_are_loaded_when_they_are_used(code: str, modules: tuple[str, ...]) -> None:
    check = f"{code}\nimport sys; print([name for name in {modules!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_module_can_be_imported_by_itself() -> None:
    for path in sorted((ROOT / "imrparse").rglob("*.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))


# -- parse -------------------------------------------------------------------------------------------------------


def test_parse_takes_a_path_a_string_and_bytes(samples: Path) -> None:
    path = samples / "home-care-2014.pdf"
    records = [imrparse.parse(source).record for source in (path, str(path), path.read_bytes())]
    assert [record.source.path for record in records] == [str(path), str(path), "<bytes>"]
    assert len({msgspec.structs.replace(record, source=records[0].source) for record in records}) == 1


def test_parse_text_is_parse_of_its_bytes() -> None:
    text = letters.letter()
    assert imrparse.parse_text(text).record == imrparse.parse(text.encode()).record


def test_parse_text_ends_pages_at_form_feeds() -> None:
    first, second = letters.letter().split(letters.ISSUES_HEADING)
    parsed = imrparse.parse_text(f"{first}\f{letters.ISSUES_HEADING}{second}\f")
    assert parsed.record.source.pages == (1, 2)
    assert [span.page for span in parsed.evidence["disputed_items.0.decision"]] == [2]


def test_parse_text_raises_the_errors_of_parse() -> None:
    with pytest.raises(errors.NotALetter):
        imrparse.parse_text("Dear reader")
    with pytest.raises(errors.EmptyFile):
        imrparse.parse_text("")


def test_parse_text_takes_any_string() -> None:
    # Text that was read with errors="surrogateescape", as Python reads names and arguments.
    assert imrparse.parse_text(letters.letter(summary=f"{letters.SUMMARY} caf\udce9")).record.case_number


def test_one_except_catches_every_error() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert all(issubclass(kind, imrparse.ImrparseError) for kind in kinds)
    with pytest.raises(imrparse.ImrparseError) as caught:
        imrparse.parse("missing.pdf")
    assert (caught.value.code, caught.value.message) == ("no_such_file", "no such file or folder: check the path")


def test_records_do_not_change_and_can_be_compared_and_hashed() -> None:
    first, second = letters.record_of(), letters.record_of()
    assert first == second
    assert len({first, second}) == 1
    with pytest.raises(AttributeError):
        first.case_number = "CM16-0000000"


def test_parsing_leaves_no_trace_between_letters() -> None:
    one, other = letters.letter(), letters.letter([Item("A walker: Overturned")], header="")
    first = imrparse.parse_text(one).record
    imrparse.parse_text(other)
    assert imrparse.parse_text(one).record == first


# -- evidence ----------------------------------------------------------------------------------------------------

PRINTED_RATIONALE = letters.wrapped(f"Decision rationale: {letters.RATIONALE}").split(": ", 1)[1]

# (path, words of the page)
WORDS = [
    ("case_number", "CM16-0012345"),
    ("dates.injury", "05/20/2012"),
    ("priority", "Standard"),
    ("reviewer.licensure.0", "California"),
    ("reviewer.specialties.0", "Orthopedic Surgery"),
    ("patient.age", "45-year-old"),
    ("disputed_items.0.treatment", "Cervical traction unit"),
    ("disputed_items.0.decision", "Upheld"),
    ("disputed_items.0.claims_administrator.text", letters.CLAIMS),
    ("disputed_items.0.rationale", PRINTED_RATIONALE),
]


@pytest.mark.parametrize(("path", "words"), WORDS)
def test_words_are_those_of_the_page(path: str, words: str) -> None:
    parsed = imrparse.parse_text(letters.letter())
    assert parsed.words(path) == words
    text = parsed.document.pages[0].text
    assert [text[span.start : span.end] for span in parsed.evidence[path]] == [words]


def test_words_over_a_page_break_are_a_line_a_page() -> None:
    first, second = letters.letter().split("The notes of this")
    parsed = imrparse.parse_text(f"{first.rstrip()}\n1\n\fThe notes of this{second}2\n")
    assert len(parsed.evidence["disputed_items.0.rationale"]) == 2
    assert " ".join(parsed.words("disputed_items.0.rationale").split()) == letters.RATIONALE


def test_words_of_a_pdf_have_boxes(samples: Path) -> None:
    parsed = imrparse.parse(samples / "home-care-2014.pdf")
    (span,) = parsed.evidence["disputed_items.0.decision"]
    boxes = parsed.document.pages[span.page - 1].boxes(span.start, span.end)
    assert len(boxes) == len(parsed.words("disputed_items.0.decision"))
    assert all(box and 0 < box.left < box.right < 612 for box in boxes)


def test_a_value_that_was_not_found_has_no_evidence() -> None:
    parsed = imrparse.parse_text(letters.letter(header=""))
    assert "case_number" not in parsed.evidence
    with pytest.raises(KeyError):
        parsed.words("case_number")


@pytest.mark.parametrize(
    "parts", [{}, {"header": ""}, {"credentials": ""}, {"gap": "\n\n"}, {"end": "Sincerely,\nA. B. Smith"}], ids=str
)
def test_every_value_stands_where_its_evidence_says(parts: dict[str, str]) -> None:
    assert_grounded(imrparse.parse_text(letters.letter([Item(), Item("Soft collar: Overturned")], **parts)))
