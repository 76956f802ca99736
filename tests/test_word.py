"""Word documents: what stands on paper."""

from __future__ import annotations

import builtins
import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK

import imrparse
from imrparse import errors
from imrparse.reading import Options, read
from tests import letters, shapes, word_letters
from tests.grounding import assert_grounded, differences
from tests.word_letters import run, saved, xml


@pytest.mark.parametrize("maker", word_letters.MAKERS.values(), ids=word_letters.MAKERS)
@pytest.mark.parametrize("path", [*shapes.SAMPLES, *shapes.A_DOZEN], ids=lambda path: path.stem)
def test_a_letter_as_word_document_gives_the_record_of_its_pdf(path: Path, maker: word_letters.Maker) -> None:
    expected = shapes.parsed_from(path)
    parsed = imrparse.parse(maker(expected))
    assert parsed.record.source.kind == "docx"
    assert parsed.record.source.engine.startswith("python-docx ")
    assert differences(shapes.meaning(expected), shapes.meaning(parsed)) == []
    assert_grounded(parsed)


def text_of(*paragraphs: str) -> str:
    """The text of a document with these paragraphs, as Word writes them; pages parted by form feeds."""
    document = docx.Document()
    body = document.element.body
    for paragraph in paragraphs:
        body.insert(len(body) - 1, xml(paragraph))
    return pages_of(document)


def pages_of(document: Any) -> str:
    return "\f".join(page.text.strip("\n") for page in read(saved(document)).pages)


# (paragraphs, text)
PARAGRAPHS = [
    # A paragraph a line, a blank line between two; an empty one leaves more.
    ([f"<w:p>{run('one')}</w:p>", f"<w:p>{run('two')}</w:p>"], "one\n\ntwo"),
    ([f"<w:p>{run('one')}</w:p>", "<w:p></w:p>", f"<w:p>{run('two')}</w:p>"], "one\n\n\ntwo"),
    # Tabs, line ends, hyphens that do not break and those that may.
    (["<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r></w:p>"], "a\tb\nc\nd"),
    (["<w:p><w:r><w:t>L4</w:t><w:noBreakHyphen/><w:t>5 </w:t><w:softHyphen/><w:t>x</w:t></w:r></w:p>"], "L4-5 x"),
    # Characters of symbol fonts, as PDFs show them.
    (["<w:p><w:r><w:sym w:font='Symbol' w:char='F0B7'/><w:t>a</w:t></w:r></w:p>"], "\uf0b7a"),
    # Tracked changes.
    ([f"<w:p>{run('a ')}<w:ins>{run('b')}</w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del></w:p>"], "a b"),
    ([f"<w:p><w:moveFrom>{run('a')}</w:moveFrom><w:moveTo>{run('b')}</w:moveTo></w:p>"], "b"),
    # A paragraph's end that was taken out.
    ([f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('one ')}</w:p>", f"<w:p>{run('two')}</w:p>"], "one two"),
    # Hidden type, and type that a style hides and the run shows.
    ([f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>{run('b')}</w:p>"], "b"),
    (["<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>a</w:t></w:r></w:p>"], "a"),
    # Pages: asked for by the writer, and where Word turned them; both at one place are one.
    (["<w:p><w:r><w:t>a</w:t><w:br w:type='page'/><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>"], "a\fb"),
    ([f"<w:p>{run('a')}</w:p>", "<w:p><w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>"], "a\fb"),
    # A paragraph over the end of a page stands whole on the page that it begins on.
    (["<w:p><w:r><w:t>a </w:t><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>", f"<w:p>{run('c')}</w:p>"], "a b\fc"),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "text"), PARAGRAPHS)
def test_paragraphs(paragraphs: list[str], text: str) -> None:
    assert text_of(*paragraphs) == text


def test_tables() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["Case Number:", "CM16-0012345", "Priority:", "Standard"], strict=True):
        cell.text = words
    table.cell(0, 1).add_paragraph("reopened")
    document.add_paragraph("below")
    assert pages_of(document) == "Case Number:\tCM16-0012345\n\nreopened\n\nPriority:\tStandard\n\nbelow"


def test_bullets_and_numbers() -> None:
    document = docx.Document()
    for style in ("List Bullet", "List Number", "List Number", "List Bullet", "List Number"):
        document.add_paragraph(style, style=style)
    document.add_paragraph("plain").paragraph_format.page_break_before = True
    lines = [line for line in pages_of(document).split("\n") if line]
    assert lines == [
        "\uf0b7 List Bullet",
        "1. List Number",
        "2. List Number",
        "\uf0b7 List Bullet",
        "3. List Number",
        "plain",
    ]


def test_the_first_page_s_header_is_read_and_other_heads_are_not() -> None:
    document = docx.Document()
    first = document.sections[0]
    first.header.paragraphs[0].text = "letterhead"
    first.footer.paragraphs[0].text = "page 1"
    document.add_paragraph("one").add_run().add_break(WD_BREAK.PAGE)
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "another head"
    document.add_paragraph("two")
    assert pages_of(document) == "letterhead\n\none\ftwo"


def test_a_page_of_its_own_header_for_the_first() -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "running head"
    section.first_page_header.paragraphs[0].text = "letterhead"
    document.add_paragraph("one")
    assert pages_of(document) == "letterhead\n\none"


# -- bounds ------------------------------------------------------------------------------------------------------


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """The document with one of its parts exchanged."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, content if part.filename == name else source.read(part))
    return stream.getvalue()


def document_of(words: str = "one") -> bytes:
    document = docx.Document()
    document.add_paragraph(words)
    return saved(document)


ENTITIES = b"""<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document xmlns:w="%s">
<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"""

# (document, error, advice)
BROKEN = [
    (document_of()[:500], errors.DamagedDocument, "save it again as .docx"),
    (document_of()[:-200], errors.DamagedDocument, "save it again as .docx"),
    (repacked(document_of(), "word/document.xml", b"<w:document"), errors.DamagedDocument, "save it again as .docx"),
    (repacked(document_of(), "[Content_Types].xml", b""), errors.DamagedDocument, "save it again as .docx"),
    (repacked(document_of(), "word/document.xml", b"<a>" * 100_000), errors.DamagedDocument, "save it again as .docx"),
]


def test_documents_without_words() -> None:
    with pytest.raises(errors.EmptyFile, match="save it as PDF"):
        read(saved(docx.Document()))


@pytest.mark.parametrize(("data", "error", "advice"), BROKEN)
def test_broken_documents(data: bytes, error: type[imrparse.ImrparseError], advice: str) -> None:
    with pytest.raises(error, match=advice):
        read(data)


def test_a_document_that_unpacks_to_more_than_the_limit() -> None:
    bomb = repacked(document_of(), "word/document.xml", b" " * 5_000_000)
    with pytest.raises(errors.TooLarge, match="raise --max-mib"):
        read(bomb, Options(max_bytes=1_000_000))


def test_entities_are_not_expanded() -> None:
    namespace = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with pytest.raises(imrparse.ImrparseError):
        read(repacked(document_of(), "word/document.xml", ENTITIES % namespace))


def test_a_file_that_changes_its_name_is_still_a_word_document(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    document = docx.Document()
    for line in letters.letter().split("\n"):
        document.add_paragraph(line)
    path.write_bytes(saved(document))
    assert imrparse.parse(path).record.case_number == "CM16-0012345"


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = document_of()
    whole = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name == "docx":
            raise ImportError(name)
        return whole(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(errors.ReaderMissing, match=r"pip install 'imrparse\[docx\]'"):
        read(data)
