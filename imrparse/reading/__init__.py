"""First stage: bytes in, pages of text out, whatever the kind of input.

One interface (`Document` of `Page`s) and a reader for each kind of input: `pdfium` and `plumber` for PDFs, `html`,
`word`, `text` and `pictures`; OCR for the pages of a PDF that need it (`scans`). Adding a reader is one module here and
one branch in `read`.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from imrparse.errors import EmptyFile, NoSuchFile, NotAPdf, NoText, TooLarge, UnreadableFile, UnsupportedFormat
from imrparse.reading import html, scans
from imrparse.reading.pages import Box, Document, Page
from imrparse.reading.pictures import is_picture

__all__ = ["STANDARD_INPUT", "Box", "Document", "Engine", "Ocr", "Options", "Page", "printable", "read", "read_bytes"]

Engine = Literal["pdfium", "pdfplumber"]
Ocr = Literal["auto", "always", "never"]

STANDARD_INPUT = "-"
MIB = 1024 * 1024
PDF_MARK = b"%PDF-"
PDF_MARK_WITHIN = 1024
"""Bytes in which the mark may stand: Adobe's readers accept it in the first 1024 (PDF 1.7, annex H, note 13)."""


ZIP_MARK = b"PK\x03\x04"
"""Word documents are zip archives, as others are."""

SAVE_AS = "save it as .docx or PDF"
NO_READER = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": f"this is an old .doc, or a document with a password: {SAVE_AS}, without one",
    b"{\\rtf": f"this is rich text (.rtf): open it in a word processor and {SAVE_AS}",
    b"\xffWPC": f"this is a WordPerfect document: {SAVE_AS}",
}
"""First bytes of kinds of document that are not read, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to read. Raises `ValueError` that names the setting when one is out of its range."""

    engine: Engine = "pdfium"
    ocr: Ocr = "auto"
    """Which pages of a PDF are read by OCR: those without text and pictures on pages of text, all, or none."""
    max_bytes: int = 64 * MIB
    """Larger inputs are refused. The largest of 114 published letters has 0.2 MiB, a scanned claim file some tens."""
    verify: bool = False
    """Whether a run reads each PDF by both readers and warns where they differ (`imrparse.verifying`)."""
    before_ocr: Callable[[], None] | None = None
    """Called before each page that is read by OCR, which takes seconds: a run gives such a letter more time."""

    def __post_init__(self) -> None:
        if self.engine not in get_args(Engine):
            raise ValueError(f"engine must be one of {', '.join(get_args(Engine))}, not {self.engine!r}")
        if self.ocr not in get_args(Ocr):
            raise ValueError(f"ocr must be one of {', '.join(get_args(Ocr))}, not {self.ocr!r}")
        if self.max_bytes < 1:
            raise ValueError(f"max_bytes must be at least 1, not {self.max_bytes}")


USUAL = Options()
"""How is read where nobody says how: made once, since to check the settings takes as long as to hash a page."""


def read(source: str | Path | bytes, options: Options | None = None) -> Document:
    """Read a letter from a path, from `-` (standard input) or from bytes.

    What kind of file it is is told by its first bytes, not by its name.

    Raises:
        ImrparseError: a subclass that says why the input gives no text.
    """
    options = options or USUAL
    path, data = bytes_of(source, options)
    return read_bytes(path, data, hashlib.sha256(data).hexdigest(), options)


def read_bytes(path: str, data: bytes, digest: str, options: Options) -> Document:
    """Read a letter whose bytes are at hand.

    Args:
        path: what the record calls the input; its ending helps to tell what the bytes are.
        data: the whole file.
        digest: of `data`, SHA-256 in hexadecimal.
        options: how to read.

    Raises:
        ImrparseError: a subclass that says why the input gives no text.
    """
    _check_size(len(data), options)
    if data.lstrip().startswith(PDF_MARK) or (path.lower().endswith(".pdf") and PDF_MARK in data[:PDF_MARK_WITHIN]):
        return _read_pdf(path, digest, data, options)
    if not data.strip():
        raise EmptyFile("the input is empty: download or save it again")
    if path.lower().endswith(".pdf"):
        raise NotAPdf("the name ends in .pdf, but the bytes are no PDF: download it again, or rename a text to .txt")
    if is_picture(data):
        return _read_picture(path, digest, data, options)
    for mark, advice in NO_READER.items():
        if data.startswith(mark):
            raise UnsupportedFormat(advice)
    if data.startswith(ZIP_MARK):
        return _read_word(path, digest, data, options)
    if html.is_html(data, path):
        pages = html.read_pages(data)
        return Document(path, digest, "html", html.engine(), pages)
    return _read_text(path, digest, data)


def _read_word(path: str, digest: str, data: bytes, options: Options) -> Document:
    from imrparse.reading import word

    if not word.is_word(data):
        raise UnsupportedFormat(
            "this is an archive and no .docx document: unpack it and pass the letters in it; save an .odt or .pages "
            "document as .docx or PDF"
        )
    pages = word.read_pages(data, options.max_bytes)
    return Document(path, digest, "docx", word.engine(), pages)


def _read_pdf(path: str, digest: str, data: bytes, options: Options) -> Document:
    # Looked for before the text is read: the bytes are in the processor's cache still, so it takes a third of the time.
    large = options.ocr == "auto" and scans.has_large_picture(data)
    pages: list[Page]
    if options.engine == "pdfplumber":
        from imrparse.reading import plumber

        engine, pages = plumber.engine(), list(plumber.read_pages(data))
    else:
        from imrparse.reading import pdfium

        engine, pages = pdfium.ENGINE, list(pdfium.read_pages(data))
    scanned = scans.read_scans(data, pages, options.ocr, options.before_ocr, large=large)
    if all(not page.text or page.text.isspace() for page in scanned.pages):
        raise scanned.missing or _no_text("no page of the PDF has text", scanned.unread, options.ocr)
    if scanned.engine:
        engine = f"{engine}; {scanned.engine}"
    return Document(path, digest, "pdf", engine, scanned.pages, scanned.unread)


def _read_picture(path: str, digest: str, data: bytes, options: Options) -> Document:
    from imrparse.reading import pictures

    if options.ocr == "never":
        raise _no_text("the input is a picture", {}, options.ocr)
    found = pictures.read_pages(data, options.before_ocr)
    if not any(page.text.strip() for page in found.pages):
        raise _no_text("no text was found in the picture", found.unread, options.ocr)
    return Document(path, digest, "image", found.engine, found.pages, found.unread)


def _no_text(what: str, unread: Mapping[int, str], ocr: Ocr) -> NoText:
    """The error of an input without words, with what can be done about it."""
    if ocr == "never":
        return NoText(f"{what}: read it by OCR (--ocr auto)")
    for number, reason in unread.items():
        return NoText(f"{what}: on page {number}, {reason}: scan it again at 300 dots to the inch")
    return NoText(f"{what}, and OCR found none: look whether it is the letter, or scan it again")


def _read_text(path: str, digest: str, data: bytes) -> Document:
    from imrparse.reading import text

    decoded = text.decode(data)
    if not decoded.strip():
        raise EmptyFile("the input holds nothing but white space: save it again")
    return Document(path, digest, "text", "text", text.pages_of(decoded))


def bytes_of(source: str | Path | bytes, options: Options) -> tuple[str, bytes]:
    """What a record calls the input, and its bytes, of which one more than `options.max_bytes` is enough.

    Raises:
        ImrparseError: `NoSuchFile`, `UnreadableFile` or `TooLarge`.
    """
    if isinstance(source, bytes):
        return "<bytes>", source
    if source == STANDARD_INPUT:
        # One byte over the limit is enough to know that it is passed.
        return STANDARD_INPUT, sys.stdin.buffer.read(options.max_bytes + 1)
    path = Path(source)
    try:
        _check_size(path.stat().st_size, options)
        with path.open("rb") as stream:  # a pipe or device has no size to check beforehand
            return printable(source), stream.read(options.max_bytes + 1)
    except FileNotFoundError:
        raise NoSuchFile("no such file or folder: check the path") from None
    except IsADirectoryError:
        raise UnreadableFile("this is a folder: name the files in it, or pass the folder to `imrparse parse`") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFile(f"the file cannot be read ({reason}): check its permissions") from None


def printable(path: str | Path) -> str:
    r"""`path` as text that any program can read: bytes of a name that are no UTF-8 become `\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _check_size(size: int, options: Options) -> None:
    if size > options.max_bytes:
        raise TooLarge(
            f"the input has {size / MIB:.3g} MiB or more, the limit is {options.max_bytes / MIB:.3g} MiB: "
            "split it, or raise --max-mib"
        )
