"""Letters as Word documents, in the shapes that people and programs make them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import imrparse
from tests.shapes import header_rows, prose_of, wrapped_prose_of

Maker = Callable[[imrparse.ParsedLetter], bytes]
ITEM = "• "


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xml(words: str) -> Any:
    """An element in Word's namespaces."""
    return parse_xml(words.replace(">", f" {nsdecls('w')}>", 1))


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escaped(words)}</w:t></w:r>'


def add_header_table(document: Any, letter: imrparse.ParsedLetter) -> None:
    rows = header_rows(letter)
    table = document.add_table(rows=len(rows), cols=4)
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.paragraphs[0].add_run(value).bold = value.endswith(":")


def typed(letter: imrparse.ParsedLetter) -> bytes:
    """As the writer's own file: a table, centred headings, a paragraph each, real bullets, a head on every page."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = f"Final Determination Letter for IMR Case Number {letter.record.case_number}"
    section.footer.paragraphs[0].text = "Page 1 of 3: Upheld"
    add_header_table(document, letter)
    for words in prose_of(letter):
        if words.startswith(ITEM):
            bullet = document.add_paragraph(words.removeprefix(ITEM), style="List Bullet")
            bullet.paragraph_format.left_indent = 36
        else:
            document.add_paragraph(words).alignment = 1 if words.isupper() else 0
    return saved(document)


def line_breaks(letter: imrparse.ParsedLetter) -> bytes:
    """A PDF's text pasted: a paragraph each, its printed lines kept by line breaks, the header by tabs."""
    document = docx.Document()
    for row in header_rows(letter):
        document.add_paragraph("\t".join(row))
    for lines in wrapped_prose_of(letter):
        document.add_paragraph("\n".join(lines))
    return saved(document)


def line_a_paragraph(letter: imrparse.ParsedLetter) -> bytes:
    """A PDF's text pasted otherwise: each printed line a paragraph, an empty one between paragraphs."""
    document = docx.Document()
    for row in header_rows(letter):
        document.add_paragraph("  ".join(row))
    for lines in wrapped_prose_of(letter):
        for line in ["", *lines]:
            document.add_paragraph(line)
    return saved(document)


def text_boxes(letter: imrparse.ParsedLetter) -> bytes:
    """A converter's output: the header block in a text box, twice for old and new versions of Word; pages broken."""
    document = docx.Document()
    rows = "".join(f"<w:p>{run('  '.join(row))}</w:p>" for row in header_rows(letter))
    box = f"<w:txbxContent>{rows}</w:txbxContent>"
    first, *others = prose_of(letter)
    namespaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    anchor = (
        f"<w:p {namespaces}><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run(first)}</w:p>"
    )
    body = document.element.body
    body.insert(0, xml(anchor))
    for number, words in enumerate(others):
        half = words.find(" ") + 1
        page_turned = "<w:r><w:lastRenderedPageBreak/></w:r>" if number == len(others) // 2 else ""
        body.insert(len(body) - 1, xml(f"<w:p>{run(words[:half])}{page_turned}{run(words[half:])}</w:p>"))
    return saved(document)


def reviewed(letter: imrparse.ParsedLetter) -> bytes:
    """A draft with tracked changes, hidden words, fields, links, smart tags, content controls and comments."""
    document = docx.Document()
    add_header_table(document, letter)
    body = document.element.body
    for words in prose_of(letter):
        first, second, third = words[:5], words[5:9], words[9:]
        body.insert(
            len(body) - 1,
            xml(
                f"<w:p><w:del w:id='1' w:author='a'><w:r><w:delText>Overturned </w:delText></w:r></w:del>"
                f"<w:ins w:id='2' w:author='a'>{run(first)}</w:ins>"
                f"<w:smartTag><w:hyperlink>{run(second)}</w:hyperlink></w:smartTag>"
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> MERGEFIELD x </w:instrText></w:r>"
                "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
                f"<w:sdt><w:sdtPr/><w:sdtContent>{run(third)}</w:sdtContent></w:sdt>"
                "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
                f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"
                "<w:moveFrom w:id='3' w:author='a'><w:r><w:t>moved away</w:t></w:r></w:moveFrom></w:p>"
            ),
        )
    return saved(document)


MAKERS: dict[str, Maker] = {
    maker.__name__: maker for maker in (typed, line_breaks, line_a_paragraph, text_boxes, reviewed)
}
