"""Reading: bytes of any kind to pages of text that know where they stand."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from pathlib import Path

import msgspec
import pytest

import imrparse
from imrparse.reading import Box, Options, read
from imrparse.reading.text import decode, pages_of
from tests import letters

WORDS = "Case summary: the worker’s “full” café day – 5½ hours"
LINES = f"{WORDS}\nsecond line\n"

# (encoding, bytes before the text)
ENCODINGS = [
    # UTF-8, with and without its mark.
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    # UTF-16 in both byte orders, with and without its mark.
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
    # The Windows code page: no mark, and its quotes are no UTF-8.
    ("cp1252", b""),
]


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
def test_text_in_every_encoding_reads_the_same(encoding: str, mark: bytes) -> None:
    assert decode(mark + LINES.encode(encoding)) == LINES


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_letter_in_every_encoding_gives_the_same_record(encoding: str, mark: bytes, line_end: str) -> None:
    text = letters.letter(summary=f"{letters.SUMMARY} {WORDS}.")
    record = imrparse.parse(mark + text.replace("\n", line_end).encode(encoding)).record
    expected = imrparse.parse_text(text).record
    assert msgspec.structs.replace(record, source=expected.source) == expected


# (text, pages)
PAGES = [
    # No form feed, one page.
    ("one\ntwo\n", ["one\ntwo\n"]),
    # A form feed between pages.
    ("one\ftwo", ["one", "two"]),
    # pdftotext ends every page with one, the last page too.
    ("one\n\ftwo\n\f", ["one\n", "two\n"]),
    # … and an editor puts a line end after it.
    ("one\n\ftwo\n\f\n", ["one\n", "two\n"]),
    # An empty page in the middle counts, so that page numbers stay right.
    ("one\f\fthree", ["one", "", "three"]),
    # An empty first page too.
    ("\ftwo", ["", "two"]),
    # With Windows line ends.
    ("one\r\n\ftwo\r\n\f", ["one\r\n", "two\r\n"]),
]


@pytest.mark.parametrize(("text", "expected"), PAGES)
def test_form_feeds_end_pages(text: str, expected: list[str]) -> None:
    assert [page.text for page in pages_of(text)] == expected


# (name of the file, name of the sample, what it is): the bytes decide, not the name.
NAMES = [
    ("letter.pdf", "knee-mri-upheld.pdf", "pdf"),
    ("letter.txt", "knee-mri-upheld.pdf", "pdf"),
    ("letter", "knee-mri-upheld.pdf", "pdf"),
    ("letter.PDF", "knee-mri-upheld.pdf", "pdf"),
    ("letter.txt", "knee-mri-upheld--labels-first.txt", "text"),
    ("letter.doc", "knee-mri-upheld--labels-first.txt", "text"),
    ("letter", "carpal-tunnel-testing--utf-16.txt", "text"),
]


@pytest.mark.parametrize(("name", "sample", "kind"), NAMES)
def test_a_pdf_is_told_by_its_bytes(samples: Path, tmp_path: Path, name: str, sample: str, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes((samples / sample).read_bytes())
    document = read(path)
    assert document.kind == kind
    assert document.path == str(path)


def test_a_pdf_may_have_bytes_before_its_mark(samples: Path) -> None:
    # Mail programs and web servers leave lines there; readers accept the mark in the first 1024 bytes.
    data = (samples / "knee-mri-upheld.pdf").read_bytes()
    assert read(b"\r\n" * 40 + data).kind == "pdf"


def test_text_that_mentions_the_mark_of_a_pdf_is_text() -> None:
    text = letters.letter(
        summary=f"{letters.SUMMARY} {'The records came on paper. ' * 60}The file began with %PDF-1.4."
    )
    assert read(text.encode()).kind == "text"


@pytest.mark.parametrize("name", ["knee-mri-upheld.pdf", "knee-mri-upheld--labels-first.txt"])
def test_path_bytes_and_standard_input_give_the_same_pages(
    samples: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (samples / name).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    by_path, by_name, by_bytes, by_stdin = read(samples / name), read(str(samples / name)), read(data), read("-")
    documents = (by_path, by_name, by_bytes, by_stdin)
    assert [document.path for document in documents] == [str(samples / name), str(samples / name), "<bytes>", "-"]
    assert {document.sha256 for document in documents} == {hashlib.sha256(data).hexdigest()}
    assert len({tuple(page.text for page in document.pages) for document in documents}) == 1


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_the_engine_is_named_with_its_version(samples: Path, engine: str) -> None:
    document = read(samples / "knee-mri-upheld.pdf", Options(engine=engine))
    assert re.fullmatch(rf"{engine} \d+(\.\d+)+\S*", document.engine)


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_an_encrypted_letter_without_password_opens(samples: Path, engine: str) -> None:
    path = samples / "lumbar-fusion-overturned.pdf"
    assert b"/Encrypt" in path.read_bytes()
    assert "HOW THE IMR FINAL DETERMINATION WAS MADE" in read(path, Options(engine=engine)).pages[0].text


# Where the sample's layout puts words of its first page: (word, left edge, baseline), in points.
PLACES = [
    # The form's first line stands at the margin, one inch from the left.
    ("Case Number:", 72.0, 83.0),
    # A heading is centred.
    ("CLINICAL CASE SUMMARY", 225.0, 359.0),
    # The credentials' label.
    ("State(s) of Licensure:", 72.0, 317.6),
]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(("word", "left", "baseline"), PLACES)
def test_a_word_is_where_the_page_prints_it(
    samples: Path, engine: str, word: str, left: float, baseline: float
) -> None:
    page = read(samples / "knee-mri-upheld.pdf", Options(engine=engine)).pages[0]
    start = page.text.index(word)
    boxes = page.boxes(start, start + len(word))
    assert len(boxes) == len(word)
    assert boxes[0].left == pytest.approx(left, abs=1)
    assert boxes[0].top < baseline < boxes[0].bottom + 1
    assert page.baseline(start) == pytest.approx(baseline, abs=3)


@pytest.mark.parametrize("name", ["knee-mri-upheld.pdf", "lumbar-fusion-overturned.pdf", "home-care-2014.pdf"])
def test_both_readers_see_a_word_in_the_same_place(samples: Path, name: str) -> None:
    pages = zip(read(samples / name).pages, read(samples / name, Options(engine="pdfplumber")).pages, strict=True)
    compared = 0
    for ours, theirs in pages:
        for word in {word for word in re.findall(r"[A-Za-z]{5,}", ours.text) if ours.text.count(word) == 1}:
            if theirs.text.count(word) != 1:
                continue
            first, second = (place(page, word) for page in (ours, theirs))
            assert first.left == pytest.approx(second.left, abs=2), word
            assert first.right == pytest.approx(second.right, abs=2), word
            # pdfium's boxes hold the ink, pdfplumber's the line's height.
            assert second.top - 2 <= first.top < first.bottom <= second.bottom + 2, word
            compared += 1
    assert compared > 50


def place(page: imrparse.reading.Page, word: str) -> Box:
    """The rectangle around a word."""
    start = page.text.index(word)
    boxes = [box for box in page.boxes(start, start + len(word)) if box]
    assert len(boxes) == len(word)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_boxes_are_one_a_character_on_every_page(samples: Path, engine: str) -> None:
    for page in read(samples / "neck-claim-eight-items.pdf", Options(engine=engine)).pages:
        boxes = page.boxes(0, len(page.text))
        assert len(boxes) == len(page.text)
        # Only what the reader put in, line ends and blanks between columns, has no place.
        assert not [char for char, box in zip(page.text, boxes, strict=True) if box is None and not char.isspace()]
        assert all(0 <= box.left <= box.right <= 612 and 0 <= box.top <= box.bottom <= 792 for box in boxes if box)


def test_text_has_no_place_on_a_page() -> None:
    page = read(letters.letter().encode()).pages[0]
    assert page.boxes(0, 4) == [None] * 4
    assert page.boxes(len(page.text) - 2, len(page.text) + 5) == [None, None]
    assert page.baseline(0) is None


# (settings, what the message names)
WRONG_OPTIONS = [
    ({"engine": "acrobat"}, "engine must be one of pdfium, pdfplumber, not 'acrobat'"),
    ({"engine": ""}, "engine must be one of"),
    ({"max_bytes": 0}, "max_bytes must be at least 1, not 0"),
    ({"max_bytes": -5}, "max_bytes must be at least 1, not -5"),
]


@pytest.mark.parametrize(("settings", "message"), WRONG_OPTIONS)
def test_options_out_of_range_are_refused_by_name(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Options(**settings)


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(TypeError, match="max_mib"):
        Options(max_mib=3)


def test_options_do_not_change() -> None:
    with pytest.raises(AttributeError):
        Options().engine = "pdfplumber"
