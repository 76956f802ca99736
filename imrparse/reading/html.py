"""Reader of HTML (lxml): web pages, viewers' pages saved from a browser, converters' output, Word's "save as HTML".

What a browser shows is read, as lines: white space is collapsed, blocks and `<br>` end lines, the cells of a table
stand in reading order. Where all the text of a page was put at places of its own, as viewers of PDFs do it,
the places give the order. The page's parts for readers (menus, buttons, scripts) are not the letter and left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from imrparse.errors import DamagedDocument, EmptyFile, ReaderMissing
from imrparse.reading.css import Place, Style, by_class, declarations, line_height, place_of
from imrparse.reading.flow import Break, Flow
from imrparse.reading.ordinals import ordinal
from imrparse.reading.pages import Page
from imrparse.reading.placed import Piece, placed_page
from imrparse.reading.text import BYTE_ORDER_MARKS, TextPage

BEGINNING = 1024
"""Characters in which the first tag stands, comments before it aside."""

COMMENTS = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
DOCUMENT = re.compile(r"<!doctype\s+(?:html|pdf2xml)\b|<(?:html|pdf2xml)[\s>]", re.IGNORECASE)
FRAGMENT = re.compile(
    r"<(?:head|body|meta|title|style|base|div|p|span|table|h[1-6]|article|section|main|blockquote|center|font|pre|b|ul|ol)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
DECLARED = re.compile(r"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
ENCODINGS = {
    # Names that web pages use, and what browsers take them for (WHATWG Encoding Standard, section 4.2).
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252"), "cp1252"),
    **{f"windows-125{number}": f"cp125{number}" for number in (0, 1, 3, 4, 7, 8)},
    "iso-8859-2": "iso8859-2",
    "iso-8859-15": "iso8859-15",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift_jis": "cp932",
    "euc-jp": "euc-jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}

DOCUMENT_ENDS = re.compile(r"<!doctype[^<>]*>|</(?:body|html)\s*>", re.IGNORECASE)
SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
LINE_ENDS = re.compile(r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")

NOT_SHOWN = frozenset(
    (
        "script", "style", "template", "noscript", "title", "head", "iframe", "object", "audio", "video",
        "canvas", "map", "datalist", "colgroup", "button", "select", "option", "input", "textarea", "nav",
        "footer", "dialog", "rt", "rp", "xml",
    )
)  # fmt: skip
BLOCKS = frozenset(
    (
        "address", "article", "aside", "body", "caption", "center", "details", "dd", "div", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li",
        "main", "nav", "optgroup", "page", "pdf2xml", "search", "section", "summary", "text", "thead",
        "tbody", "tfoot", "tr",
    )
)  # fmt: skip
PARAGRAPHS = frozenset(
    (
        "blockquote", "dir", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "listing", "menu", "ol", "p",
        "plaintext", "pre", "table", "ul", "xmp",
    )
)  # fmt: skip
LISTS = frozenset(("ul", "ol", "menu", "dir"))
CELLS = frozenset(("td", "th"))
PREFORMATTED = frozenset(("listing", "plaintext", "pre", "xmp"))
BLOCK_DISPLAYS = frozenset(
    (
        "block", "flex", "grid", "list-item", "table", "flow-root", "table-row",
    )
)  # fmt: skip
"""Elements and values of `display` that stand on lines of their own, with a blank line around them or without (HTML
Living Standard, 15.3.3 and 3.2.7, "rendered text")."""

PAGE_ID = re.compile(r"(?:page|pf|p)[_-]?0*[0-9a-f]{1,4}(?:-div)?", re.IGNORECASE)
PAGE_ATTRIBUTES = ("data-page-number", "data-page-no", "data-page")
TURNING = frozenset(("always", "page", "left", "right"))
KINDS_OF_LIST = {
    "lower-alpha": "a", "lower-latin": "a", "lower-roman": "i",
    "upper-alpha": "A", "upper-latin": "A", "upper-roman": "I",
}  # fmt: skip

EMPTY = "the HTML page shows no text (a viewer that draws its pages as pictures, perhaps): save the PDF itself"
TOO_DEEP = "the HTML is damaged (its elements are nested too deep): save the page again, or as text or PDF"


def engine() -> str:
    """Name and version of the reader."""
    from lxml import etree

    return f"lxml {'.'.join(map(str, etree.LXML_VERSION[:3]))}"


def is_html(data: bytes, path: str) -> bool:
    """Whether `data` is HTML: by a document's first tag near its beginning, or by a fragment's at the very beginning.

    A name that ends in `.html` or `.htm` is believed where any tag stands near the beginning.
    """
    named = path.lower().endswith((".html", ".htm", ".xhtml"))
    if b"<" not in data[: 4 * BEGINNING] and not named:
        return False  # nearly every text
    head = decode(data[: 16 * BEGINNING])
    start = COMMENTS.match(head)
    place = start.end() if start else 0
    if FRAGMENT.match(head, place) or DOCUMENT.search(head, place, place + BEGINNING):
        return True
    return named and FRAGMENT.search(head, place) is not None


def decode(data: bytes) -> str:
    """The characters of `data` as browsers find them: by byte order mark, as declared, else as Windows-1252.

    Bytes that are UTF-8 are read as UTF-8, whatever is declared: in other encodings hardly any text looks like it.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    head = data[: 2 * BEGINNING]
    if b"\0" in head:
        # Latin letters in UTF-16 have a zero as their high byte: first in big-endian, second in little-endian order.
        return data.decode("utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and not data[: error.start].isascii():
            return data.decode("utf-8", "replace")  # cut off inside a character
    declared = DECLARED.search(head.decode("latin-1"))
    encoding = ENCODINGS.get(declared[1].lower(), "cp1252") if declared else "cp1252"
    return data.decode(encoding, "replace")


def read_pages(data: bytes) -> Sequence[Page]:
    """The pages of the HTML document `data`; one, where nothing in it marks pages.

    Raises:
        ReaderMissing: lxml is not installed.
        DamagedDocument: the HTML cannot be read to its end.
        EmptyFile: it shows no text.
    """
    try:
        from lxml import etree
    except ImportError:
        raise ReaderMissing("HTML is read with lxml: install it with: pip install 'imrparse[html]'") from None
    # libxml2 stops at a zero character, and at the second document of a file: `pdftohtml -s` writes one a page.
    text = DOCUMENT_ENDS.sub("", decode(data).replace("\0", "\ufffd")).encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except etree.LxmlError as error:
        raise DamagedDocument(f"the HTML cannot be read ({error}): save the page again, or as text or PDF") from None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise DamagedDocument(TOO_DEEP)
    if root is None:
        raise EmptyFile(EMPTY)
    pages = _Walk(by_class(element.text or "" for element in root.iter("style"))).pages_of(root)
    if not any(page.text.strip() for page in pages):
        raise EmptyFile(EMPTY)
    return pages


class _Part:
    """Text that flows by itself: a page's own, or an element's that was put at a place."""

    def __init__(self, place: Place | None, height: float, joins: bool) -> None:
        self.place = place
        self.height = height
        self.joins = joins
        self.flow = Flow()


class _Element:
    """What an open element changes, to be undone at its end."""

    __slots__ = ("after", "bullet", "cell", "flow", "item", "marks", "place", "preformatted", "row", "turns")

    def __init__(self, place: Place | None, preformatted: bool) -> None:
        self.place = place
        self.preformatted = preformatted
        self.after = Break.NONE
        self.cell = self.row = self.marks = False
        self.bullet = False
        """Whether it holds a list's bullet that Word has written as text."""
        self.flow = False
        """Whether it has a part of its own, or a page of its own."""
        self.turns = False
        self.item = 0
        """For a list: the number of its next item."""


AROUND = 0.1
"""Most that a viewer's own words (page numbers, names of buttons) can have of the words of the pages that it shows."""

DEFAULT_HEIGHT = 18.4
"""Pixels from line to line where nothing is said: browsers set 16 pixel type."""


class _Walk:
    """Goes through a tree once, without recursion, and writes what it shows."""

    def __init__(self, classes: Mapping[str, Mapping[str, str]]) -> None:
        self.classes = classes
        self.pages: list[list[_Part]] = [[_Part(None, DEFAULT_HEIGHT, False)]]
        self.marked: set[int] = set()
        """Which of the pages a viewer or a converter has marked as pages."""
        self.open: list[_Element] = [_Element(None, False)]
        self.marker = ""
        """The bullet or number of a list item whose words have not come yet."""
        self.anchors = 0
        """Number of the last page that an anchor of pdftohtml's began."""

    def pages_of(self, root: Any) -> list[Page]:
        """The pages of the tree."""
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                style = self._style(element)
                if _hidden(tag, element, style):
                    walk.skip_subtree()
                    self.open.append(_Element(self.open[-1].place, self.open[-1].preformatted))
                    continue
                self._begin(tag, element, style)
                self._write(element.text)
            else:
                self._end(self.open.pop())
                self._write(element.tail)
        pages = [(number in self.marked, _page(parts)) for number, parts in enumerate(self.pages)]
        shown = [(marked, page) for marked, page in pages if page.text.strip()]
        around = sum(len(page.text) for marked, page in shown if not marked)
        if around <= AROUND * sum(len(page.text) for marked, page in shown if marked):
            return [page for marked, page in shown if marked]  # the viewer's own words are not the document's
        return [page for _, page in shown]

    def _style(self, element: Any) -> Style:
        own = element.get("style")
        names = element.get("class") if self.classes else None
        if names is None:
            return declarations(own) if own else {}
        style: dict[str, str] = {}
        for name in names.split():
            style.update(self.classes.get(name, {}))
        if own:
            style.update(declarations(own))
        return style

    def _begin(self, tag: str, element: Any, style: Style) -> None:
        around = self.open[-1]
        opened = _Element(around.place, _preformatted(tag, style, around.preformatted))
        self.open.append(opened)
        opened.bullet = style.get("mso-list") == "ignore"
        turns_before = style.get("page-break-before", style.get("break-before")) in TURNING
        if tag == "br" and not turns_before:
            self._flow.end_line()
        if tag == "a":
            self._anchor(element)
        if self._page_begins(tag, element):
            self._new_page()
            self.marked.add(len(self.pages) - 1)
            opened.flow = opened.turns = True
            opened.place = None
        elif turns_before:
            self._new_page()
        opened.turns = opened.turns or style.get("page-break-after", style.get("break-after")) in TURNING
        if tag == "text" and element.get("top"):  # pdftohtml -xml
            style = {name: element.get(name, "0") for name in ("left", "top")}
            style["line-height"] = f"{element.get('height', 16)}px"
        if not opened.turns and (place := place_of(style, around.place)):
            opened.place, opened.flow = place, True
            inline = tag in ("span", "b", "i", "font", "a")
            self._add_part(_Part(place, line_height(style) or DEFAULT_HEIGHT, inline and not self._line_ended()))
            return
        self._begin_block(tag, element, style, opened)

    def _begin_block(self, tag: str, element: Any, style: Style, opened: _Element) -> None:
        display = style.get("display", "")
        if tag in CELLS or display == "table-cell":
            opened.cell = True
            self._flow.begin_cell()
            return
        if tag in PARAGRAPHS and display != "inline":
            nested = tag in LISTS and any(one.item for one in self.open[:-1])
            opened.after = Break.LINE if nested else Break.PARAGRAPH
        elif (tag in BLOCKS and not display.startswith("inline")) or display in BLOCK_DISPLAYS:
            opened.after = Break.LINE
        opened.row = tag == "tr" or display == "table-row"
        if opened.after:
            self._flow.block(opened.after)
        if tag in LISTS:
            opened.item = _number(element.get("start"), 1) or 1
        elif tag == "li":
            opened.marks = True
            self._begin_item(element, style)

    def _begin_item(self, element: Any, style: Style) -> None:
        around = next((one for one in reversed(self.open[:-1]) if one.item), None)
        number = _number(element.get("value"), around.item if around else 1)
        if around:
            around.item = number + 1
        parent = element.getparent()
        ordered = parent is not None and parent.tag == "ol"
        kind = style.get("list-style-type", style.get("list-style", ""))
        inherited = self._style(parent) if parent is not None else {}
        kind = kind or inherited.get("list-style-type", inherited.get("list-style", ""))
        if "none" in kind.split():
            self.marker = ""
        elif ordered:
            kind = KINDS_OF_LIST.get(kind, kind) if kind else parent.get("type", "1")
            self.marker = f"{ordinal(number, kind)}. "
        else:
            self.marker = "• "

    def _end(self, closed: _Element) -> None:
        if closed.cell:
            self._flow.end_cell()
        if closed.row:
            self._flow.end_row()
        if closed.after:
            self._flow.block(closed.after)
        if closed.marks:
            self.marker = ""
        if closed.turns:
            self._new_page()
        elif closed.flow:
            # What comes next is put where the element around this one is.
            self._add_part(_Part(self.open[-1].place, DEFAULT_HEIGHT, False))

    # -- words -----------------------------------------------------------------------------------------------------

    @property
    def _flow(self) -> Flow:
        return self.pages[-1][-1].flow

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if self.open[-1].preformatted:
            first, *others = LINE_ENDS.split(text)
            self._write_words(first)
            for line in others:
                self._flow.end_line()
                self._write_words(line)
            return
        words = SPACES.sub(" ", text)
        if self.open[-1].bullet and len(words.strip()) == 1 and not words.strip().isalnum():
            words = "•"  # a character of Word's symbol fonts, which look different
        self._write_words(words[1:] if words[0] == " " and self._flow.ends_in_blank else words)

    def _write_words(self, words: str) -> None:
        if not words:
            return
        if self.marker and words.strip():
            if words.lstrip()[0] not in "•·▪◦●\uf0b7\uf0a7":
                self._flow.write(self.marker)
            self.marker = ""
        self._flow.write(words)

    # -- places and pages --------------------------------------------------------------------------------------------

    def _line_ended(self) -> bool:
        """Whether a `<br>` of the page's own stands after the last part that holds words: a new line begins."""
        last = self.pages[-1][-1]
        return bool(last.flow.lines)

    def _add_part(self, part: _Part) -> None:
        parts = self.pages[-1]
        if parts[-1].flow.is_empty:
            parts[-1] = part
        else:
            parts.append(part)

    def _new_page(self) -> None:
        self.pages.append([_Part(None, DEFAULT_HEIGHT, False)])

    def _anchor(self, element: Any) -> None:
        """Begin a page at `<a name=2>`, with which pdftohtml and search engines' copies of PDFs mark their pages."""
        if element.get("name") == str(self.anchors + 1):
            self.anchors += 1
            self._new_page()
            self.marked.add(len(self.pages) - 1)

    def _page_begins(self, tag: str, element: Any) -> bool:
        if tag == "page":
            return True
        if tag not in ("div", "section", "article"):
            return False
        if any(element.get(name) for name in PAGE_ATTRIBUTES):
            return "page" in (element.get("class") or "page").lower() or "pf" in element.get("class", "").split()
        return bool(PAGE_ID.fullmatch(element.get("id") or ""))


def _hidden(tag: str, element: Any, style: Style) -> bool:
    return (
        tag in NOT_SHOWN
        or element.get("hidden") is not None
        or style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("mso-hide") == "all"
    )


def _preformatted(tag: str, style: Style, around: bool) -> bool:
    white_space = style.get("white-space")
    if white_space:
        return white_space in ("pre", "pre-wrap", "pre-line", "break-spaces")
    return around or tag in PREFORMATTED


def _page(parts: Sequence[_Part]) -> Page:
    """A page's lines: by their places where each has one of one kind, else in the order of the document."""
    told = [(part, part.flow.close()) for part in parts]
    told = [(part, lines) for part, lines in told if any(line.strip(" \t\u00a0") for line in lines)]
    places = [part.place for part, _ in told if part.place]
    if len(places) < max(2, len(told)) or len({place.from_foot for place in places}) > 1:
        return TextPage("\n".join(line for _, lines in told for line in lines))
    return placed_page(
        [Piece(lines, part.place.down, part.place.left, part.height, part.joins) for part, lines in told if part.place]
    )


def _number(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value) else default
