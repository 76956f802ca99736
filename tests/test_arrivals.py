"""A letter gives the same record whatever road its text took: readers, tools, viewers, word processors, mail."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest

import imrparse
from imrparse import errors
from imrparse.reading import Options
from tests import text_letters
from tests.grounding import assert_grounded, differences
from tests.shapes import A_DOZEN, SAMPLES, meaning, parsed_from
from tests.text_letters import Maker

LETTERS = [*SAMPLES, *A_DOZEN]
letters = pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"),
    reason="pdftotext is not installed: apt install poppler-utils (macOS: brew install poppler)",
)


def shape(makers: Mapping[str, Maker]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("maker", makers.values(), ids=makers)


def assert_same(path: Path, text: str, *, paragraphs: bool = True, hyphens: bool = True) -> None:
    """The text gives the record of the PDF at `path`.

    Args:
        path: of the letter.
        text: the same letter as text.
        paragraphs: whether the text tells where paragraphs end; else their line ends may be missing.
        hyphens: whether it has the hyphens at line ends; else words may have lost one.
    """
    expected, parsed = parsed_from(path), imrparse.parse_text(text)
    wanted, found = meaning(expected), meaning(parsed)
    if not hyphens:
        wanted, found = without_hyphens(wanted), without_hyphens(found)
    if not paragraphs:
        wanted, found = in_one_line(wanted), in_one_line(found)
    assert differences(wanted, found) == []
    assert_grounded(parsed)


def in_one_line(value: object) -> object:
    return changed(value, "\n", " ")


def without_hyphens(value: object) -> object:
    return changed(value, "-", "")


def changed(value: object, old: str, new: str) -> object:
    """A record with its texts changed."""
    if isinstance(value, dict):
        return {name: changed(part, old, new) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [changed(part, old, new) for part in value]
    return value.replace(old, new) if isinstance(value, str) else value


# -- readers and tools -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", A_DOZEN, ids=lambda path: path.stem)
def test_the_second_reader(path: Path) -> None:
    # Of the samples it gives the same whole record (test_golden.py).
    parsed = imrparse.parse(path, Options(engine="pdfplumber"))
    assert differences(meaning(parsed_from(path)), meaning(parsed)) == []


@needs_poppler
@letters
def test_pdftotext_with_its_layout(path: Path) -> None:
    assert_same(path, text_letters.TOOLS["pdftotext_layout"](parsed_from(path)))


@needs_poppler
@letters
def test_pdftotext_in_the_file_s_order(path: Path) -> None:
    # It leaves out blank lines, and with them what told paragraphs apart whose last line is full.
    assert_same(path, text_letters.TOOLS["pdftotext_raw"](parsed_from(path)), paragraphs=False)


HYPHENS_MATTER = ("spinal-cord-stimulator-2014",)
"""Letters in which a hyphen that plain pdftotext throws away tells a citation's parts apart."""


@needs_poppler
@letters
def test_plain_pdftotext(path: Path) -> None:
    if path.stem in HYPHENS_MATTER:
        pytest.skip("a hyphen that pdftotext throws away matters")
    assert_same(path, text_letters.TOOLS["pdftotext"](parsed_from(path)), paragraphs=False, hyphens=False)


CONVERSIONS = {
    "plain": ["-noframes"],
    "complex": ["-c", "-noframes", "-i"],
    "single": ["-s", "-c", "-i"],
    "xml": ["-xml", "-i"],
}


@needs_poppler
@letters
@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_pdftohtml(path: Path, conversion: str, tmp_path: Path) -> None:
    unlocked = tmp_path / "letter.pdf"
    pypdfium2.PdfDocument(path).save(unlocked, flags=3)  # FPDF_REMOVE_SECURITY: pdftohtml obeys the flag, pdftotext not
    subprocess.run(["pdftohtml", "-q", *CONVERSIONS[conversion], unlocked, tmp_path / "letter.html"], check=True)
    made = max((one for one in tmp_path.iterdir() if ".html" in one.name), key=lambda one: one.stat().st_size)
    parsed = imrparse.parse(made)
    assert parsed.record.source.kind == "html"
    wanted, found = meaning(parsed_from(path)), meaning(parsed)
    if conversion == "plain":  # no places, no blank lines
        wanted, found = in_one_line(wanted), in_one_line(found)
    assert differences(wanted, found) == []
    assert_grounded(parsed)


# -- shapes ------------------------------------------------------------------------------------------------------


@letters
@shape(text_letters.SPACED)
def test_spacing_and_the_header_block(path: Path, maker: Maker) -> None:
    # Wrapped at another width, a hyphen with a blank behind it may come to stand at a line end.
    assert_same(path, maker(parsed_from(path)))


@letters
@shape(text_letters.PRINTED)
def test_printed_lines_alone(path: Path, maker: Maker) -> None:
    assert_same(path, maker(parsed_from(path)), paragraphs=False)


@letters
@shape(text_letters.HEADINGS)
def test_headings_in_any_case(path: Path, maker: Maker) -> None:
    assert_same(path, maker(parsed_from(path)))


@pytest.mark.parametrize(
    "path", [one for one in LETTERS if "• " in str(meaning(parsed_from(one)))], ids=lambda one: one.stem
)
@shape(text_letters.BULLETS)
def test_bullets_of_any_kind(path: Path, maker: Maker) -> None:
    assert_same(path, maker(parsed_from(path)))


@pytest.mark.parametrize(
    "path", [one for one in LETTERS if "• " in str(meaning(parsed_from(one)))], ids=lambda one: one.stem
)
@pytest.mark.parametrize("sign", ["o", "*", "-", "–"])
def test_points_of_typewriters_stay_as_printed(path: Path, sign: str) -> None:
    parsed = imrparse.parse_text(text_letters.bullets(sign)(parsed_from(path)))
    assert differences(changed(meaning(parsed_from(path)), "• ", f"{sign} "), meaning(parsed)) == []


# -- pages that are missing ----------------------------------------------------------------------------------------

LONGER = [path for path in LETTERS if len(parsed_from(path).document.pages) > 1]
of_several_pages = pytest.mark.parametrize("path", LONGER, ids=lambda path: path.stem)


def warned(record: imrparse.Record, path: str) -> bool:
    """Whether a warning names the value at `path`, or what it is a part of."""
    return any(path == warning.field or path.startswith(f"{warning.field}.") for warning in record.warnings)


def assert_no_value_is_wrong(expected: imrparse.Record, found: imrparse.Record) -> None:
    """Above the items, what is not as it was is gone, and a warning says so."""
    pairs = {
        "case_number": (expected.case_number, found.case_number),
        "priority": (expected.priority, found.priority),
        "case_summary": (expected.case_summary, found.case_summary),
        **{
            f"{part}.{name}": (getattr(getattr(expected, part), name), getattr(getattr(found, part), name))
            for part, names in (
                ("dates", type(expected.dates).__struct_fields__),
                ("reviewer", ("licensure", "specialties")),
                ("patient", ("age", "sex")),
            )
            for name in names
        },
    }
    for path, (wanted, value) in pairs.items():
        if (
            in_one_line(value) != in_one_line(wanted if not isinstance(wanted, tuple) else list(wanted))
            and value != wanted
        ):
            assert warned(found, path), f"{path}: {value!r} is not {wanted!r}, without a warning"
            if path != "case_summary":  # half of it may stand
                assert not value, path


def assert_items_are_right(
    path: str, wanted: imrparse.record.Item, item: imrparse.record.Item, record: imrparse.Record
) -> None:
    for name in ("treatment", "decision", "rationale"):
        same = in_one_line(getattr(item, name)) == in_one_line(getattr(wanted, name))
        assert same or warned(record, f"{path}.{name}"), f"{path}.{name}"


@of_several_pages
def test_the_last_page_is_missing(path: Path) -> None:
    expected = parsed_from(path)
    pages = ["\n".join(page) for page in text_letters.pages_of(expected)[:-1]]
    parsed = imrparse.parse_text("\f".join(pages))
    record, items = parsed.record, expected.record.disputed_items
    assert_grounded(parsed)
    assert_no_value_is_wrong(expected.record, record)
    for number, (wanted, item) in enumerate(zip(items, record.disputed_items, strict=False)):
        assert_items_are_right(f"disputed_items.{number}", wanted, item, record)
    if len(record.disputed_items) < len(items) and not warned(record, "disputed_items"):
        # The page ended just where an item ends, as a whole letter does: nothing in it tells that there was more.
        assert record.disputed_items[-1].rationale.endswith(".")
        assert in_one_line(record.disputed_items[-1].rationale) == in_one_line(
            items[len(record.disputed_items) - 1].rationale
        )


@of_several_pages
def test_the_last_page_is_missing_and_the_pages_are_counted(path: Path) -> None:
    expected = parsed_from(path)
    pages = text_letters.with_heads(expected)[:-1]
    record = imrparse.parse_text("\f".join(pages)).record
    assert warned(record, "disputed_items")
    assert warned(record, "outcome")


@of_several_pages
def test_the_first_page_is_missing(path: Path) -> None:
    expected = parsed_from(path)
    pages = ["\n".join(page) for page in text_letters.pages_of(expected)[1:]]
    try:
        parsed = imrparse.parse_text("\f".join(pages))
    except errors.NotALetter:
        return  # the end of a rationale may be all that is left
    record, items = parsed.record, expected.record.disputed_items
    assert_grounded(parsed)
    assert_no_value_is_wrong(expected.record, record)
    left = len(record.disputed_items)
    assert left == len(items) or (left < len(items) and warned(record, "disputed_items"))
    for number, (wanted, item) in enumerate(zip(items[len(items) - left :], record.disputed_items, strict=True)):
        if number:
            assert_items_are_right(f"disputed_items.{number}", wanted, item, record)


def test_a_letter_that_begins_inside_its_summary_has_no_credentials() -> None:
    rest = (
        "On 1/4/2016 utilization review non-certified a request for one brace of the knee. There is no instability.\n\n"
        "IMR ISSUES, DECISIONS AND RATIONALES\nThe Final Determination was based on decisions for the disputed "
        "items/services set forth below:\nKnee brace: Upheld\nClaims Administrator guideline: Decision based on MTUS "
        "Knee Complaints 2004.\nMAXIMUS guideline: Decision based on MTUS Knee Complaints 2004.\nDecision rationale: "
        "The knee is stable. The request is not medically necessary.\n"
    )
    record = imrparse.parse_text(rest).record
    assert (record.reviewer.specialties, record.reviewer.licensure) == ((), ())
    assert warned(record, "reviewer.specialties")
    assert [item.treatment for item in record.disputed_items] == ["Knee brace"]
