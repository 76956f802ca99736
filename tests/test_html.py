"""HTML: what a browser shows, in the order in which it is read."""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import imrparse
from imrparse import errors
from imrparse.reading import read
from imrparse.reading.html import decode, is_html
from tests import html_letters, letters, shapes
from tests.grounding import assert_grounded, differences


def text_of(body: str) -> str:
    """The text of a page with this body, its pages parted by form feeds."""
    pages = [page.text.split("\n") for page in read(f"<!doctype html><body>{body}".encode()).pages]
    return "\f".join("\n".join(line.rstrip(" ") for line in page) for page in pages)


# -- letters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("maker", html_letters.MAKERS.values(), ids=html_letters.MAKERS)
@pytest.mark.parametrize("path", [*shapes.SAMPLES, *shapes.A_DOZEN], ids=lambda path: path.stem)
def test_a_letter_as_html_gives_the_record_of_its_pdf(path: Path, maker: html_letters.Maker) -> None:
    expected = shapes.parsed_from(path)
    parsed = imrparse.parse(maker(expected))
    assert parsed.record.source.kind == "html"
    assert parsed.record.source.engine.startswith("lxml ")
    assert differences(shapes.meaning(expected), shapes.meaning(parsed)) == []
    assert_grounded(parsed)


@pytest.mark.parametrize("maker", [html_letters.pdf_js, html_letters.pdf2html_ex, html_letters.search_engine_copy])
def test_the_pages_of_a_viewer_are_the_letter_s(maker: html_letters.Maker) -> None:
    expected = shapes.parsed_from(shapes.SAMPLES[0])
    assert imrparse.parse(maker(expected)).record.source.pages == expected.record.source.pages


# -- what is HTML ------------------------------------------------------------------------------------------------

# (beginning of the file, its name, whether it is HTML)
KINDS = [
    ("<!DOCTYPE html><p>x", "a.txt", True),
    ("\n\n<!-- saved from url=(0014)about:internet -->\n<html><body>x", "-", True),
    ('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE pdf2xml SYSTEM "pdf2xml.dtd">\n<pdf2xml>', "a.xml", True),
    ("<HTML xmlns:o='urn:x'>", "a", True),
    ('<div dir="ltr">Please see below', "-", True),
    ("Content-Type: text/html\n\n<html>", "-", True),
    # Text that names a tag, or begins with a sign.
    ("Case Number: CM16-0012345 <b>", "a.txt", False),
    ("<12 weeks of therapy", "a.txt", False),
    ("<john@example.com> wrote:", "a.txt", False),
    # A name decides nothing, but where it says HTML a tag further on is enough.
    ("Case Number: CM16-0012345", "a.html", False),
    ("Case Number: <b>CM16-0012345</b><p>Date", "a.html", True),
]


@pytest.mark.parametrize(("text", "name", "expected"), KINDS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_html_is_told_by_its_first_tag(text: str, name: str, expected: bool, encoding: str) -> None:
    assert is_html(text.encode(encoding), name) is expected


# (bytes, text): the encodings that pages declare, rightly or wrongly
ENCODINGS = [
    (b'<meta charset="utf-8">caf\xc3\xa9', "café"),
    (b"caf\xc3\xa9", "café"),
    (b"caf\xe9 \x93quoted\x94", "café “quoted”"),
    # Declared as Latin-1, which browsers take for Windows-1252.
    (b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>\x93quoted\x94", "“quoted”"),
    # Declared as one and written as another.
    (b'<meta charset="iso-8859-1">caf\xc3\xa9', "café"),
    (b'<meta charset="utf-8">caf\xe9', "café"),
    (b'<meta charset="utf-16">caf\xe9', "café"),
    (b'<meta charset="no-such-thing">caf\xe9', "café"),
    # A Macintosh's Word.
    (b"<meta charset=macintosh>\xd2quoted\xd3", "“quoted”"),
    # A mark before all beats what is declared.
    (b"\xef\xbb\xbf" + b'<meta charset="windows-1252">caf\xc3\xa9', "café"),
    ("<meta charset='utf-8'>café".encode("utf-16"), "café"),
    ("<meta charset='utf-8'>café".encode("utf-16-le"), "café"),
]


@pytest.mark.parametrize(("data", "text"), ENCODINGS)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data).endswith(text)


# -- lines -------------------------------------------------------------------------------------------------------

# (body, text)
LINES = [
    # White space of the source is one blank, and none at the edges of a line.
    ("<p>  one\n two\t<b> three </b>\n four </p>", "one two three four"),
    ("one<b>two</b> <i>three</i>", "onetwo three"),
    # Blanks that do not break stay; the letter's cleaning makes blanks of them.
    ("<p>10&nbsp;mg&#32;#60 &amp; caf&eacute; &lt;b&gt;</p>", "10\u00a0mg #60 & café <b>"),
    # Blocks, with and without a blank line around them.
    ("<p>one<p>two", "one\n\ntwo"),
    ("<div>one</div><div>two<div>three</div></div>four", "one\ntwo\nthree\nfour"),
    ("<h1>one</h1>two<h2>three</h2>", "one\n\ntwo\n\nthree"),
    ("<div><p>one</p></div><div><div><p>two</p></div></div>", "one\n\ntwo"),
    # Line ends.
    ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
    ("<p>one<br></p><p>two</p>", "one\n\ntwo"),
    ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
    ("<p>one</p><p>&nbsp;</p><p>two</p>", "one\n\n\u00a0\n\ntwo"),
    # Styles that make blocks of what is none, and the reverse.
    ("<span style='display:block'>one</span>two<div style='display: inline'> three</div>", "one\ntwo three"),
    # Lines that are kept as they stand.
    ("<pre>one\n  two\n\nthree</pre>four", "one\n  two\n\nthree\n\nfour"),
    ("<p style='white-space: pre-wrap'>one\ntwo</p>", "one\ntwo"),
    # Word's empty elements are no paragraphs.
    ("<p>one<o:p></o:p> two<o:p>&nbsp;</o:p></p>", "one two\u00a0"),
]


@pytest.mark.parametrize(("body", "text"), LINES)
def test_lines(body: str, text: str) -> None:
    assert text_of(body) == text


# (body, text): cells in reading order
TABLES = [
    ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
    ("<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><th> c </th></tr></table>e", "a\tb\n\nc\n\ne"),
    ("<table><tr><td><div>a</div><div>b</div></td><td>c</td></tr></table>", "a\nb\tc"),
    ("<table><tr><td></td><td>a</td><td></td><td>b</td></tr></table>", "a\tb"),
    # A table that holds the whole page, as mail does.
    ("<table><tr><td><table><tr><td>a</td><td>b</td></tr></table><p>c</p></td></tr></table>d", "a\tb\n\nc\n\nd"),
    ("<div style='display:table-row'><div style='display:table-cell'>a</div><div style='display:table-cell'>b", "a\tb"),
]


@pytest.mark.parametrize(("body", "text"), TABLES)
def test_tables(body: str, text: str) -> None:
    assert text_of(body) == text


# (body, text): bullets and numbers, which are in no text of the page
LISTS = [
    ("<ul><li>a<li>b</ul>", "• a\n• b"),
    ("<ul><li><p>a</p></li></ul>c", "• a\n\nc"),
    ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
    ("<ol start=3 type=a><li>a<li value=7>b<li>c</ol>", "c. a\ng. b\nh. c"),
    ("<ol style='list-style-type: upper-roman'><li>a<li>b</ol>", "I. a\nII. b"),
    ("<ul style='list-style: none'><li>a</ul>", "a"),
    ("<ul><li>• a</ul>", "• a"),
    ("<ul><li>a<ul><li>b</ul><li>c</ul>", "• a\n• b\n• c"),
    ("<ul><li></li></ul>a", "a"),
]


@pytest.mark.parametrize(("body", "text"), LISTS)
def test_lists(body: str, text: str) -> None:
    assert text_of(body) == text


# Bodies of which only "seen" is shown.
HIDDEN = [
    "<script>x</script>seen<style>x</style><template>x</template><noscript>x</noscript>",
    "<p hidden>x</p>seen<p style='display: none'>x</p><span style='visibility:hidden'>x</span>",
    "<!-- x -->seen<!--[if gte mso 9]><xml>x</xml><![endif]-->",
    "<![if !supportEmptyParas]>seen<![endif]>",
    "<select><option>x</select>seen<button>x</button><nav>x</nav><footer>x</footer><textarea>x</textarea>",
    "<style>.a, p.b { display:none } /* .seen {display:none} */</style><i class=a>x</i><p class='b c'>x</p>seen",
    # A class that another rule shows, or that only print hides, is seen.
    "<style>.a{display:none} .open .a{display:block} @media print{.b{display:none}}</style>"
    "<i class=a>se</i><i class=b>en</i>",
    "<div style='display:none'><div>x<p>x</p></div></div>seen",
    "<xml>x</xml>seen<span style='mso-hide:all'>x</span>",
]


@pytest.mark.parametrize("body", HIDDEN)
def test_what_is_not_shown_is_not_read(body: str) -> None:
    assert text_of(body) == "seen"


# -- places and pages --------------------------------------------------------------------------------------------


def put(words: str, top: float, left: float, more: str = "") -> str:
    return f'<p style="position:absolute;top:{top}px;left:{left}px;font-size:16px">{words}</p>{more}'


# (body, text): lines that were put at places of their own
PLACES = [
    # In any order of the source: from top to bottom, from left to right.
    (put("three", 300, 10) + put("two", 200, 100) + put("one", 201, 10), "one  two\nthree"),
    # Lines in one element.
    (put("one<br>two", 100, 10) + put("value", 100, 300), "one\ntwo\nvalue"),
    # Columns of a page that is no viewer's are not mixed.
    (put("menu<br>menu<br>menu", 100, 10) + put("one<br>two", 102, 300), "menu\nmenu\nmenu\none\ntwo"),
    # A text without a place: all stay in the order of the source.
    (put("two", 200, 10) + "<p>between</p>" + put("one", 100, 10), "two\nbetween\none"),
    # Places inside an element that has one itself.
    (
        f"<div style='position:fixed;top:9;left:0'>{put('two', 9, 0)}{put('three', 19, 0)}</div>{put('one', 1, 0)}",
        "one\ntwo\nthree",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text"), PLACES)
def test_places(body: str, text: str) -> None:
    assert text_of(body) == text


def test_lines_at_places_know_how_far_down_they_stand() -> None:
    (page,) = read(("<html>" + put("first", 100, 10) + put("second<br>third", 130, 10)).encode()).pages
    tops = [page.baseline(page.text.index(word)) for word in ("first", "second", "third")]
    assert tops == [100, 130, pytest.approx(130 + 16 * 1.15)]


# (body, text)
PAGES = [
    ("<div id=page1-div>one</div><div id=page2-div>two</div>", "one\ftwo"),
    ("<div class=page data-page-number=1>one</div><div class=page data-page-number=2>two</div>", "one\ftwo"),
    ("<a name=1></a>one<hr><a name=2></a>two", "one\ftwo"),
    ("<p>one<br clear=all style='page-break-before:always'></p><p>two</p>", "one\ftwo"),
    ("<p style='page-break-after: always'>one</p>two", "one\ftwo"),
    ("<pdf2xml><page number=1><text top=5 left=5>one</text></page><page number=2><text top=1 left=1>two", "one\ftwo"),
    # Few words around the pages are the viewer's own; many are the document's.
    ("<span>of 2</span><div id=pf1>" + 20 * "one " + "</div><div id=pf2>two</div>", (20 * "one ").rstrip() + "\ftwo"),
    ("<p>letter</p><div id=page1>one</div>", "letter\fone"),
]


@pytest.mark.parametrize(("body", "text"), PAGES)
def test_pages(body: str, text: str) -> None:
    assert text_of(body) == text


# -- bounds ------------------------------------------------------------------------------------------------------

# Large pages, each of which should take about a second, and none of which may exhaust the stack.
LARGE: list[Callable[[], str]] = [
    lambda: "<p>" + "<span>x</span> " * 100_000,
    lambda: "<div>" * 1900 + "x",
    lambda: "<ul><li>" * 900 + "x",
    lambda: "<table><tr><td>" * 600 + "x",
    lambda: "".join(put("x", n, 1) for n in range(30_000)),
    lambda: "<style>" + "/*@{" * 100_000 + "</style>x",
    lambda: "<style>" + "@a{b{" * 100_000 + "</style>x",
    lambda: "<p style='" + ";" * 200_000 + "'>x",
    lambda: "<!--" * 200_000 + "--><p>x",
]


@pytest.mark.parametrize("make", LARGE)
def test_large_pages_are_read_in_a_moment(make: Callable[[], str]) -> None:
    body = make()
    start = time.process_time()
    assert "x" in text_of(body)
    assert time.process_time() - start < 4


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name.startswith("lxml"):
            raise ImportError(name)
        return whole(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(errors.ReaderMissing, match=r"pip install 'imrparse\[html\]'"):
        read(f"<html><pre>{letters.letter()}".encode())
