"""Scans and faxes: which pages are read by OCR, how they are set upright, and how words become text with places."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from PIL import Image, ImageDraw

import imrparse
from imrparse import errors
from imrparse.pipeline import parse_document
from imrparse.reading import Box, Document, Options, read, retouching, scans, tesseract, upright
from imrparse.reading.ocr import Line, Reading, lines_of, mean_confidence, page_of, without
from imrparse.reading.pdfium import PdfiumFile, read_pages
from imrparse.reading.tesseract import Word
from imrparse.reading.upright import Placement
from tests import letters
from tests import scans as made
from tests.conftest import ROOT, Command
from tests.grounding import assert_grounded, differences
from tests.letters_2013 import DOCUMENTS_LEAD_IN, THERAPY, notice

SAMPLE = "cognitive-therapy-overturned"
REAL_LETTERS = sorted((ROOT.parent / "shared" / "letters" / "pdf").glob("*.pdf"))
needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="needs the system package tesseract-ocr")
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for Tesseract is a shell script")
LEVEL = Placement(0.0, 612, 792, 612, 792)


def word(text: str, left: float, low: float, *, line: int = 1, confidence: float = 0.9, block: int = 1) -> Word:
    """A word of 12 point type on the baseline `low`, six points a character."""
    below = 3 if set(text) & set("gjpqy,;") else 0
    return Word(text, Box(left, low - 8, left + 6 * len(text), low + below), confidence, (block, 1, line))


def words(printed: str, left: float, low: float, **parts: int) -> list[Word]:
    found = []
    for text in printed.split():
        found.append(word(text, left, low, **parts))
        left += 6 * len(text) + 3
    return found


# (words, lines as text)
LINES = [
    # Words of a line in reading order.
    (words("The request is", 72, 100), ["The request is"]),
    # Lines of one block from top to bottom.
    (words("second", 72, 114, line=2) + words("first", 72, 100), ["first", "second"]),
    # Two columns of a header block are one row, whatever blocks Tesseract saw.
    (
        words("Case Number:", 72, 100) + words("Priority:", 72, 114, line=2)
        + words("CM16-0012345", 180, 101, block=2) + words("Standard", 180, 113, block=2, line=2),
        ["Case Number: CM16-0012345", "Priority: Standard"],
    ),
    # A line close below another is no part of its row.
    (words("one two", 72, 100) + words("three", 72, 106, block=2), ["one two", "three"]),
    # Specks: marks that print does not set alone, marks that are hardly sure, and a line of nothing else.
    ([*words("Upheld", 72, 100), word(".", 300, 100, confidence=0.95)], ["Upheld"]),
    ([*words("Upheld", 72, 100), word("=", 300, 100, confidence=0.2)], ["Upheld"]),
    ([*words("Upheld", 72, 100), word("-", 20, 400, line=2, confidence=0.95)], ["Upheld"]),
    ([*words("Upheld", 72, 100), word("i", 5, 400, line=2, confidence=0.3)], ["Upheld"]),
    # Marks that stand alone in print stay, and so do single characters that are sure.
    (words("Knee & Leg - part 2", 72, 100), ["Knee & Leg - part 2"]),
    ([*words("Page", 72, 100), word("3", 300, 700, line=2)], ["Page", "3"]),
    # Nothing at all.
    ([], []),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), LINES)
def test_words_become_lines(found: list[Word], expected: list[str]) -> None:
    assert [" ".join(each.text for each in line.words) for line in lines_of(found)] == expected


def test_descenders_do_not_lower_the_baseline() -> None:
    (line,) = lines_of(words("physical therapy is", 72, 100))
    assert line.baseline == 100


def test_more_white_space_is_a_blank_line() -> None:
    found = [each for n, low in enumerate((100, 114, 128, 156, 170)) for each in words(f"line {n}", 72, low, line=n)]
    page = page_of(Reading(lines_of(found), LEVEL))
    assert page.text == "line 0\nline 1\nline 2\n\nline 3\nline 4"


def test_a_page_of_ocr_knows_places_and_confidences() -> None:
    found = [*words("Case Number:", 72, 100), word("CM16-0012345", 180, 100, confidence=0.7)]
    page = page_of(Reading(lines_of(found), LEVEL))
    start = page.text.index("CM16")
    assert page.ocr
    assert page.confidence(0, 4) == 0.9
    assert page.confidence(0, len(page.text)) == page.confidence(start + 3, start + 5) == 0.7
    assert page.confidence(start - 1, start) is None
    assert page.boxes(start - 1, start + 2) == [None, Box(180, 92, 186, 100), Box(186, 92, 192, 100)]
    assert page.baseline(start) == 100
    assert page.baseline(start - 1) is None
    assert not page.has_pictures()


def test_ocr_fills_the_gaps_of_a_page_with_text() -> None:
    own = letters.pdf_of("Case Number: CM16-0012345", "")
    own.page = 1
    own.text(72, 130, "Standard")
    (printed, _) = read_pages(bytes(own.output()))
    lines = [(72.0, 0, 25), (130.0, 27, 35)]
    assert [printed.text[start:end] for _, start, end in lines] == ["Case Number: CM16-0012345", "Standard"]
    seen = Reading(lines_of([*words("Case Number:", 72, 72), *words("Priority:", 72, 100, line=2)]), LEVEL)
    rest = Reading(list(without(seen, [Box(72, 64, 100, 73), Box(101, 64, 150, 73)])), LEVEL)
    page = page_of(rest, printed, lines)
    assert page.text == "Case Number: CM16-0012345\nPriority:\nStandard"
    assert (page.confidence(0, 4), page.confidence(26, 30)) == (None, 0.9)
    assert page.boxes(0, 1) == printed.boxes(0, 1)
    assert page.baseline(36) == pytest.approx(130)
    assert page.baseline(26) == pytest.approx(100, abs=1)  # its only word hangs below the line


ANGLES = [0.0, 0.1, 0.7, -1.5, 3.0, -5.0, 7.0]


@pytest.mark.parametrize("askew", ANGLES)
@pytest.mark.parametrize("side", [0, 90])
def test_the_tilt_of_a_page_is_seen(askew: float, side: int) -> None:
    picture = made.turned(made.pages(SAMPLE)[1], askew - side)
    # Less than a quarter of a degree is left as it is.
    assert upright.tilt(picture) == pytest.approx(side - (askew if abs(askew) >= 0.25 else 0), abs=0.15)


def test_a_white_page_has_no_tilt() -> None:
    assert upright.tilt(Image.new("L", (1700, 2200), 255)) == 0


# (degrees that the upright picture was turned by, a box of it, the box on the page); the page is 100 by 200 points.
PLACEMENTS = [
    (Placement(0, 100, 200, 100, 200), Box(10, 20, 30, 40), Box(10, 20, 30, 40)),
    (Placement(180, 100, 200, 100, 200), Box(10, 20, 30, 40), Box(70, 160, 90, 180)),
    # The page lay with its head to the right: what is at the upright picture's left is at the page's top.
    (Placement(90, 100, 200, 200, 100), Box(0, 0, 20, 10), Box(90, 0, 100, 20)),
    (Placement(270, 100, 200, 200, 100), Box(0, 0, 20, 10), Box(0, 180, 10, 200)),
]


@pytest.mark.parametrize(("placement", "box", "on_page"), PLACEMENTS)
def test_places_are_told_on_the_page_as_it_lies(placement: Placement, box: Box, on_page: Box) -> None:
    assert placement.on_page(box) == pytest.approx(on_page)


@pytest.mark.parametrize("degrees", [0, 3, 90, 178, 270])
def test_places_agree_with_turning_the_picture(degrees: float) -> None:
    page = Image.new("L", (400, 600), 255)
    ImageDraw.Draw(page).rectangle((300, 100, 340, 110), fill=0)
    standing = upright.turned(page, degrees)
    left, top, right, bottom = standing.point([255 - level for level in range(256)]).getbbox()
    box = Placement(degrees, 400, 600, *standing.size).on_page(Box(left, top, right, bottom))
    # The rectangle around a rectangle that is askew is larger by a few points.
    slack = 5 if degrees in (3, 178) else 1.5
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((300, 100, 341, 111), abs=slack)


def test_grain_is_told_from_type() -> None:
    clean = made.pages(SAMPLE)[0]
    assert retouching.grain(clean) < retouching.GRAIN < retouching.grain(made.speckled(clean, 0.01))
    assert retouching.grain(retouching.retouched(made.speckled(clean, 0.01))) < retouching.GRAIN


def test_shades_of_the_paper_are_taken_away() -> None:
    clean = made.pages(SAMPLE)[0]
    shade = Image.linear_gradient("L").resize(clean.size).point([level // 2 + 128 for level in range(256)])
    shaded = retouching.retouched(Image.composite(clean, Image.new("L", clean.size), shade))
    assert min(shaded.reduce(100).tobytes()) > 150  # type and paper mixed; the paper alone is white
    assert shaded.getpixel((5, 5)) >= 250


# (text, whether a font or a failed OCR has spoilt it)
GARBLED = [
    (letters.letter(), False),
    # Numbers alone, as on a page of laboratory results.
    ("12.5 13.0 4.4 " * 20, False),
    # A list of names.
    ("John Mary Robert Linda Susan " * 10, False),
    # Few words are not judged.
    ("ßøå ÿ¢ ðþ", False),
    # A font without a table of its characters.
    ("ÊÈ®Ï ÐÑ§ µ¶ ¤¥ «¬ " * 10, True),
    ("\x01\x02 \x03\x04\x05 \x06 " * 20, True),
]


@pytest.mark.parametrize(("text", "expected"), GARBLED)
def test_text_that_is_none_is_told(text: str, expected: bool) -> None:
    assert scans.garbled(text) is expected


def test_failed_ocr_is_no_english() -> None:
    upside_down = (
        "Aressooau ATpeorpour jou st }senbor oy} oxojoroyy papioap oq 03 sey jey} Surpury mou ou pue sjoquinu "
    )
    assert not scans.is_english(upside_down * 3)
    assert scans.is_english(letters.letter())
    assert scans.is_english("Received by fax 3/4/2015 p. 2/7")


GREY = Image.new("L", (850, 1100), 200)
SCRIBBLE = Image.effect_noise((850, 1100), 90)
PROSE = tuple((72.0, 100.0 + 14 * n, line) for n, line in enumerate(letters.letter().split("\n")[:40]))

# (what it is, page, what of it OCR reads)
NEEDS = [
    # A scan.
    ("scan", made.Sheet(SCRIBBLE), "whole"),
    # A letter with a logo, a letterhead across the sheet, a signature.
    ("logo", made.Sheet(SCRIBBLE, (461, 44, 123, 30), PROSE), None),
    ("letterhead", made.Sheet(SCRIBBLE, (0, 0, 612, 72), PROSE), None),
    ("signature", made.Sheet(SCRIBBLE, (72, 600, 180, 50), PROSE), None),
    # The same on a page without any text.
    ("logo-alone", made.Sheet(SCRIBBLE, (461, 44, 123, 30)), None),
    ("signature-alone", made.Sheet(SCRIBBLE, (72, 600, 180, 50)), None),
    # A stamp of the fax machine over the picture of the page.
    ("stamp", made.Sheet(SCRIBBLE, lines=[(72, 20, "Received by fax 3/4/2015 p. 2/7")]), "rest"),
    # Half of the page is a picture.
    ("half", made.Sheet(SCRIBBLE, (0, 400, 612, 392), PROSE[:15]), "rest"),
    # A picture behind the text without any ink of its own: coloured paper, a pale mark.
    ("paper", made.Sheet(GREY, lines=PROSE), None),
    # A scan over which OCR has laid its text, good or bad.
    ("searchable", made.Sheet(made.pages(SAMPLE)[0], lines=(), hidden=True), "whole"),
    ("bad-layer", made.Sheet(SCRIBBLE, lines=[(72, 100 + 20 * n, "qzx vprt lkjh wqp mnb") for n in range(9)]), "whole"),
    # Text that is none, without a picture.
    ("no-table", made.Sheet(lines=[(72, 100 + 20 * n, "ÊÈ®Ï ÐÑ§ µ¶ ¤¥ «¬") for n in range(9)]), "whole"),
    # An empty page.
    ("empty", made.Sheet(), None),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "expected"), [row[1:] for row in NEEDS], ids=[row[0] for row in NEEDS])
@needs_tesseract
def test_what_of_a_page_ocr_reads(sheet: made.Sheet, expected: scans.Need | None) -> None:
    data = made.pdf_of(sheet)
    (page,) = read_pages(data)
    assert scans.need(PdfiumFile(data), 0, page) == expected


@needs_tesseract
def test_a_scan_with_good_text_over_it_is_not_read_again() -> None:
    picture = made.pages(SAMPLE)[0]
    text = pypdfium2.PdfDocument(ROOT / "samples" / f"{SAMPLE}.pdf")[0].get_textpage()
    lines = []
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        printed = text.get_text_bounded(left, bottom, right, top).encode("latin-1", "replace").decode("latin-1")
        lines.append((left, 792 - bottom - 2, printed))
    data = made.pdf_of(made.Sheet(picture, lines=lines, hidden=True))
    (page,) = read_pages(data)
    assert scans.need(PdfiumFile(data), 0, page) is None


@pytest.mark.parametrize("path", sorted((ROOT / "samples").glob("*.pdf")), ids=lambda path: path.stem)
def test_samples_cost_no_ocr(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "_read_page", lambda *_: pytest.fail("read by OCR"))
    assert not any(page.ocr for page in read(path).pages)


@pytest.mark.skipif(not REAL_LETTERS, reason="no real letters at ../shared")
def test_real_letters_cost_no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "_read_page", lambda *_: pytest.fail("read by OCR"))
    monkeypatch.setattr(scans, "SCAN_WIDTH", 1)  # so that every page is looked at
    for path in REAL_LETTERS:
        assert read(path).unread == {}


def test_large_pictures_are_seen_in_the_bytes() -> None:
    assert not scans.has_large_picture(b"<< /Subtype /Image /Width 376 /Height 92 >> /Widths [250 333 500]")
    assert scans.has_large_picture(b"<< /Subtype /Image /Width 376 >> << /Width 1700 /Height 2200 >>")
    assert scans.has_large_picture(b"<< /Width 12 0 R >>")
    assert scans.has_large_picture(made.pdf_of(made.Sheet(SCRIBBLE)))


def test_turned_pages_are_measured_as_they_are_shown() -> None:
    pdf = pypdfium2.PdfDocument(made.pdf_of(made.Sheet(SCRIBBLE, (0, 0, 306, 99))))
    for rotation, box in [(0, (0, 0, 306, 99)), (90, (693, 0, 792, 306)), (180, (306, 693, 612, 792))]:
        pdf[0].set_rotation(rotation)
        stream = io.BytesIO()
        pdf.save(stream)
        drawn = PdfiumFile(stream.getvalue()).drawn(0)
        assert drawn.pictures[0].box == pytest.approx(box, abs=0.1)


# Without Tesseract, or with one that fails.


StandIn = Callable[[str | None], None]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Puts a shell script, or nothing, in the place of Tesseract."""

    def put(script: str | None) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        if script is not None:
            program = folder / "tesseract"
            program.write_text(f"#!/bin/sh\ncase $1 in\n--version) echo tesseract 9.9;;\n{script}\nesac\n")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}" if script is None else f"{folder}:{os.environ['PATH']}")
        monkeypatch.delenv("ProgramFiles", raising=False)
        tesseract.engine.cache_clear()

    yield put
    tesseract.engine.cache_clear()


LANGUAGES = "--list-langs) echo eng;;"


def test_a_scan_without_tesseract_tells_how_to_install_it(stand_in: StandIn) -> None:
    stand_in(None)
    for data in (made.pdf_of(made.Sheet(SCRIBBLE)), made.png_of(SCRIBBLE)):
        with pytest.raises(errors.OcrMissing) as caught:
            imrparse.parse(data)
        for command in ("sudo apt-get install tesseract-ocr", "brew install tesseract", "winget install"):
            assert command in caught.value.message


def test_a_letter_with_one_scanned_page_needs_no_tesseract(stand_in: StandIn) -> None:
    stand_in(None)
    head, rest = letters.letter().split("The notes of this worker")
    text = [[(72, 72 + 12 * n, line) for n, line in enumerate(part.split("\n"))] for part in (head, f"The notes{rest}")]
    data = made.pdf_of(made.Sheet(lines=text[0]), made.Sheet(SCRIBBLE), made.Sheet(lines=text[1]))
    record = imrparse.parse(data).record
    assert record.case_number == "CM16-0012345"
    warnings = [warning for warning in record.warnings if warning.code == "page_without_text"]
    assert {"source.pages", "disputed_items"} <= {warning.field for warning in warnings}
    assert all("page 2 is" in warning.message and "apt-get install" in warning.message for warning in warnings)
    assert not record.source.ocr


def test_missing_pillow_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(errors.OcrMissing, match=r"pip install 'imrparse\[ocr\]'"):
        tesseract.require()


# (script, error, words of its message)
FAILURES = [
    ("--list-langs) echo osd;;", errors.OcrMissing, "no English language data"),
    ("--list-langs) exit 1;;", errors.OcrMissing, "does not start"),
    (f"{LANGUAGES}\n*) cat >/dev/null; echo Image too small >&2; exit 1;;", errors.NoText, "Image too small"),
    (f"{LANGUAGES}\n*) exec sleep 30;;", errors.NoText, "takes too long"),
    # A table cut off in the middle of a row.
    (f"{LANGUAGES}\n*) cat >/dev/null; printf '5\\t1\\t1';;", errors.NoText, "OCR found no words"),
]  # fmt: skip


@posix
@pytest.mark.parametrize(("script", "error", "words"), FAILURES)
def test_a_tesseract_that_fails(
    stand_in: StandIn, script: str, error: type[Exception], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(script)
    if "sleep" in script:
        monkeypatch.setattr(tesseract, "PAGE_SECONDS", 0.5)
    start = time.monotonic()
    with pytest.raises(error, match=words):
        imrparse.parse(made.pdf_of(made.Sheet(SCRIBBLE)))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (made.png_of(GREY)[:200], "the picture is damaged"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "the picture is damaged"),
        (b"II*\x00" + bytes(100), "the picture is damaged"),
        # A file of a few kilobytes that unfolds to gigabytes.
        (made.png_of(Image.new("1", (20_000, 10_000))), "more than 89 million pixels"),
        (made.png_of(Image.new("1", (10_000, 10_000))), "more than 89 million pixels"),
    ],
)
@needs_tesseract
def test_pictures_that_cannot_be_read(data: bytes, words: str) -> None:
    with pytest.raises(errors.DamagedDocument, match=words):
        imrparse.parse(data)


@pytest.mark.parametrize("data", [made.pdf_of(made.Sheet(SCRIBBLE)), made.png_of(SCRIBBLE)], ids=["pdf", "png"])
def test_without_ocr_a_scan_has_no_text(data: bytes) -> None:
    with pytest.raises(errors.NoText, match="--ocr auto"):
        imrparse.parse(data, Options(ocr="never"))


def test_faxes_are_found_in_folders(tmp_path: Path) -> None:
    from imrparse.inputs import list_inputs

    for name in ("fax.tif", "FAX2.TIFF", "logo.png", "photo.jpg"):
        (tmp_path / name).write_bytes(b"")
    assert [Path(one.path).name for one in list_inputs([str(tmp_path)])] == ["FAX2.TIFF", "fax.tif"]


# Real readings: about a second a page.


def same_but_source(scanned: imrparse.Record, sample: str = SAMPLE) -> None:
    expected = msgspec.to_builtins(imrparse.parse(ROOT / "samples" / f"{sample}.pdf").record)
    found = msgspec.to_builtins(scanned)
    del expected["source"], expected["warnings"]
    assert differences(expected, found) == []


@needs_tesseract
def test_a_scan_that_is_askew_and_upside_down_gives_the_same_record() -> None:
    first, second = made.pages(SAMPLE)
    sheets = made.Sheet(made.turned(first, 2.5)), made.Sheet(second.rotate(180))
    parsed = imrparse.parse(made.pdf_of(*sheets))
    same_but_source(parsed.record)
    assert_grounded(parsed)
    assert parsed.record.source.ocr
    assert parsed.record.source.engine.endswith(f"; {tesseract.engine()}")
    assert 0.6 < parsed.ocr_confidence["disputed_items.0.decision"] <= 1
    # The second page's places are told on the page as it lies, upside down: its last words are near the top.
    page = parsed.document.pages[1]
    boxes = [box for box in page.boxes(0, len(page.text)) if box]
    assert boxes[0].top > boxes[-1].top
    assert page.baseline(0) < page.baseline(len(page.text) - 1)


@needs_tesseract
def test_a_fax_of_two_pages_gives_the_same_record() -> None:
    # The coarser of a fax machine's two grids has half as many lines as dots.
    pages = [
        page.resize((1728, 1143)).point([255 if n > 140 else 0 for n in range(256)]) for page in made.pages(SAMPLE)
    ]
    parsed = imrparse.parse(made.tiff_of(*pages, dots=(204, 98)))
    assert parsed.record.source.kind == "image"
    assert parsed.record.source.engine == tesseract.engine()
    assert len(parsed.document.pages) == 2
    assert [item.decision for item in parsed.record.disputed_items] == ["overturned", "overturned"]


@needs_tesseract
def test_a_stamp_over_a_scan_does_not_hide_it() -> None:
    stamp = "Received by fax 3/4/2015 p. 1/1"
    document = read(made.pdf_of(made.Sheet(made.turned(made.pages(SAMPLE)[1], 90), lines=[(72, 20, stamp)])))
    (page,) = document.pages
    assert page.text.startswith(stamp)
    assert (page.confidence(0, len(stamp)), page.ocr) == (None, True)
    assert len(page.text) > 700


@needs_tesseract
@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_half_a_page_scanned_joins_the_other_half(engine: str) -> None:
    scan = made.pages(SAMPLE)[0]
    lower = scan.crop((0, scan.height // 2, scan.width, scan.height))
    lines = [
        (72, 60 + 14 * n, f"Line {n} of the text that the page has of its own, and it goes on.") for n in range(20)
    ]
    (page,) = read(made.pdf_of(made.Sheet(lower, (0, 396, 612, 396), lines)), Options(engine=engine)).pages
    own, scanned = page.text[: page.text.index("Line 19")], page.text[page.text.index("Line 19") :]
    assert own.count("Line") == 19
    assert "IMR ISSUES, DECISIONS AND RATIONALES" in scanned
    assert page.confidence(0, 10) is None
    at = page.text.index("RATIONALES")
    assert page.confidence(at, at + 5) > 0.8
    assert page.boxes(at, at + 1)[0].top > 396


@needs_tesseract
def test_always_sets_the_text_aside(imrparse_inside: Command, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    with pypdfium2.PdfDocument(ROOT / "samples" / f"{SAMPLE}.pdf") as document:
        del document[1]
        document.save(path)
    done = imrparse_inside("parse", path, "--ocr", "always", "--evidence")
    (line,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert line["source"]["ocr"]
    assert 0.5 < line["ocr_confidence"]["disputed_items.0.decision"] <= 1
    assert set(line["ocr_confidence"]) <= set(line["evidence"])
    plain = json.loads(imrparse_inside("parse", path, "--evidence").stdout)
    assert "ocr_confidence" not in plain
    assert plain["disputed_items"][0]["treatment"] == line["disputed_items"][0]["treatment"]


def test_mean_confidence_counts_words_by_length() -> None:
    assert mean_confidence([word("abc", 0, 0, confidence=0.9), word("a", 0, 0, confidence=0.5), word("--", 0, 0)]) == (
        pytest.approx(0.8)
    )
    assert mean_confidence([]) == 0
    assert Line(1.0, []).words == []


def record_by_ocr(text: str, unsure: str = "") -> imrparse.Record:
    """The record of a letter whose words OCR read with certainty, those of `unsure` hardly."""
    found = []
    for number, line in enumerate(text.split("\n")):
        left = 72.0
        for printed in line.split():
            confidence = 0.5 if printed in unsure.split() else 0.96
            found.append(word(printed, left, 14.0 * number + 40, line=number, confidence=confidence))
            left += 6 * len(printed) + 3
    page = page_of(Reading(lines_of(found), LEVEL))
    return parse_document(Document("scan", "0" * 64, "image", "stand-in", [page])).record


@pytest.mark.parametrize(
    ("heading", "rationale", "unsure", "fields"),
    [
        ("Cane, #60", "The request is not medically necessary.", "", set()),
        # A word of which Tesseract was not sure, and what rests on it.
        ("Cane, #60", "The request is not medically necessary.", "#60:", {"treatment", "category", "details", "drug"}),
        ("Cane, #60", "By page 12 of it the request is not medically necessary.", "12", {"rationale"}),
        # A letter among digits, a stroke for a letter.
        ("Cane, #6O", "The request is not medically necessary.", "", {"treatment", "category", "details", "drug"}),
        # A capital that is like its small letter, inside a sentence.
        ("Cane", "Of 6 visits, the Visits were of no use. The request is not medically necessary.", "", {"rationale"}),
        ("Cane", "Of 6 visits, none was of use. Visits end. The request is not medically necessary.", "", set()),
        ("Cane", "Of 6 Visits, the Visits were of no use. The request is not medically necessary.", "", set()),
    ],
)  # fmt: skip
def test_what_ocr_may_have_misread_is_in_doubt(heading: str, rationale: str, unsure: str, fields: set[str]) -> None:
    record = record_by_ocr(letters.letter([letters.Item(f"{heading}: Upheld", rationale=rationale)]), unsure)
    doubted = {each.field for each in record.warnings if each.code == "ocr_doubt"}
    assert {f"disputed_items.0.{field}" for field in fields} <= doubted
    assert fields or not doubted


def test_a_list_that_lost_some_of_its_bullets_is_in_doubt() -> None:
    entries = ("Application for Independent Medical Review", "Utilization Review Determination", "Medical Records")
    for bullets, doubted in (("•••", False), ("•• ", True), ("   ", False)):
        listed = "\n".join(f"{bullet} {entry}".strip() for bullet, entry in zip(bullets, entries, strict=True))
        record = record_by_ocr(notice([THERAPY], documents=f"{DOCUMENTS_LEAD_IN}\n{listed}"))
        assert record.documents_reviewed == entries
        assert (("ocr_doubt", "documents_reviewed") in {(one.code, one.field) for one in record.warnings}) == doubted
