"""Letters as HTML, in the shapes that browsers, viewers, converters, word processors and mail programs save."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable

import imrparse
from tests.shapes import Run, header_rows, prose_of, runs_of, wrapped, wrapped_prose_of

Maker = Callable[[imrparse.ParsedLetter], bytes]
ITEM = "•"


def text(words: str) -> str:
    return html.escape(words, quote=False)


def table(rows: Iterable[Iterable[str]], cell: str = "<td>{}</td>") -> str:
    """The header block as a table."""
    return "<table>{}</table>".format(
        "".join(f"<tr>{''.join(cell.format(text(value)) for value in row)}</tr>\n" for row in rows)
    )


def web_page(letter: imrparse.ParsedLetter) -> bytes:
    """A page of a web site: menus and scripts around the letter, one element a paragraph, source lines anywhere."""
    body = "\n".join(f"<p>{chr(10).join(wrapped(text(one), 60))}</p>" for one in prose_of(letter))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Decision</title>
<style>.menu {{ display: none }} p {{ margin: 1em }}</style>
<script>var words = "<p>HOW THE IMR FINAL DETERMINATION WAS MADE</p>";</script></head>
<body><nav><ul><li>Home</li><li>Search</li></ul></nav><div class="menu">Print: Upheld</div>
<template><p>Template: Overturned</p></template>
<div hidden>Hidden: Overturned</div><span style="display:none">Not shown: Upheld</span>
<main>{table(header_rows(letter))}{body}</main>
<script>window.print()</script><footer>Terms of use</footer></body></html>""".encode()


def word_page(letter: imrparse.ParsedLetter) -> bytes:
    """Word's "save as HTML": lines broken anywhere, empty paragraphs of a blank, Windows-1252, conditional comments."""
    normal = "<p class=MsoNormal style='margin-bottom:0in'><span\nstyle='font-size:12.0pt'>{}<o:p></o:p></span></p>\n\n"
    empty = normal.format("<o:p>&nbsp;</o:p>")
    parts = []
    for one in prose_of(letter):
        words = "\r\n".join(wrapped(text(one).replace("'", "’"), 77))
        if one.startswith(ITEM):
            words = (
                "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span\n"
                "style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
                + words[1:].lstrip()
            )
        parts.append(normal.format(words))
    cell = "<td width=150 valign=top style='padding:0in'>\n<p class=MsoNormal><b>{}</b></p>\n</td>"
    page = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>A</o:Author></o:DocumentProperties></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0in; font-size:12.0pt;}} @page WordSection1 {{size:8.5in 11.0in;}} --></style>
</head><body lang=EN-US><div class=WordSection1>
{table(header_rows(letter), cell)}
{empty}{empty.join(parts)}</div></body></html>"""
    return page.encode("cp1252", "xmlcharrefreplace")


def line_a_paragraph(letter: imrparse.ParsedLetter) -> bytes:
    """Printed lines pasted into an editor that makes a paragraph of each, with an empty one between paragraphs."""
    rows = [" ".join(row) for row in header_rows(letter)]
    parts = [*rows, "", *(line for one in wrapped_prose_of(letter) for line in [*one, ""])]
    return (
        "<html><body>" + "".join(f"<p>{text(line) or '&nbsp;'}</p>\n" for line in parts) + "</body></html>"
    ).encode()


def mail(letter: imrparse.ParsedLetter) -> bytes:
    """A mail message with the letter pasted: `<div>`s and `<br>`s, a quotation, non-breaking blanks."""
    rows = "".join(f"<div>{text('  '.join(row)).replace('  ', ' &nbsp; &nbsp;')}</div>" for row in header_rows(letter))
    prose = "".join(
        f'<div dir="ltr">{"<br>".join(map(text, one))}</div><div><br></div>' for one in wrapped_prose_of(letter)
    )
    return (
        '<div dir="ltr">Please see below.<br><br></div><blockquote class="gmail_quote" style="margin:0 0 0 0.8ex">'
        f"{rows}<div><br></div>{prose}</blockquote>"
    ).encode()


def breaks(letter: imrparse.ParsedLetter) -> bytes:
    """Nothing but `<br>` between lines, as old editors wrote."""
    rows = [" ".join(row) for row in header_rows(letter)]
    lines = [*rows, "", *(line for one in wrapped_prose_of(letter) for line in [*one, ""])]
    return ("<HTML><BODY><FONT FACE=Arial>" + "<BR>\n".join(map(text, lines)) + "</FONT></BODY></HTML>").encode(
        "utf-16"
    )


def preformatted(letter: imrparse.ParsedLetter) -> bytes:
    """A text file as a browser saves it."""
    rows = ["    ".join(row) for row in header_rows(letter)]
    lines = [*rows, "", *(line for one in wrapped_prose_of(letter) for line in [*one, ""])]
    return ("<html><head></head><body><pre>" + text("\n".join(lines)) + "</pre></body></html>").encode()


def pdf_js(letter: imrparse.ParsedLetter) -> bytes:
    """The text layer of pdf.js: a page a `<div>`, a run a `<span>` put at its place, `<br>` where lines end."""
    pages = []
    for number, page in enumerate(letter.document.pages, 1):
        spans = "".join(_span(run) for run in runs_of(page))
        pages.append(
            f'<div class="page" data-page-number="{number}" style="width: calc(var(--scale-factor) * 612px)"><canvas>x'
            f'</canvas><div class="textLayer" style="z-index: 2">{spans}<div class="endOfContent"></div></div></div>'
        )
    return (
        '<!DOCTYPE html><html dir="ltr"><head><meta charset="utf-8"><title>letter.pdf</title></head><body>'
        '<div id="toolbar"><button id="print">Print</button><input value="1"><span id="numPages">of 3</span></div>'
        f'<div id="viewer" class="pdfViewer">{"".join(pages)}</div></body></html>'
    ).encode()


def _span(run: Run) -> str:
    place = f"left: {run.box.left / 6.12:.2f}%; top: {run.box.top / 7.92:.2f}%;"
    font = "font-size: calc(var(--scale-factor)*12.00px); font-family: serif;"
    span = (
        f'<span style="{place} {font} transform: scaleX(0.93);" role="presentation" dir="ltr">{text(run.text)}</span>'
    )
    return span + ('<br role="presentation">' if run.ends_line else "")


def pdf2html_ex(letter: imrparse.ParsedLetter) -> bytes:
    """pdf2htmlEX: places from the page's foot in classes, kerning as `<span>`s inside words."""
    pages, rules = [], {}
    for number, page in enumerate(letter.document.pages, 1):
        divs = []
        for run in runs_of(page):
            x, y = round(run.box.left * 1.3, 1), round((792 - run.baseline) * 1.3, 1)
            rules[f"x{x}".replace(".", "_")] = f"left:{x}px;"
            rules[f"y{y}".replace(".", "_")] = f"bottom:{y}px;"
            names = f"x{x} h2 y{y}".replace(".", "_")
            words = text(run.text)
            half = words.find(" ") + 1
            words = f'{words[:half]}<span class="_ _1"></span>{words[half:]}'
            divs.append(f'<div class="t m0 {names} ff1 fs0 fc0 sc0 ls0 ws0">{words}</div>')
        pages.append(
            f'<div id="pf{number:x}" class="pf w0 h0" data-page-no="{number:x}"><div class="pc pc{number:x} w0 h0">'
            f'{"".join(divs)}</div><div class="pi" data-data="x"></div></div>'
        )
    styles = ".t{position:absolute;white-space:pre;font-size:1px;} .fs0{font-size:15.6px}"
    styles += ".pc{position:relative;display:none}"
    styles += "@media screen{.pc.opened{display:block}} .pc.opened{display:block}"
    styles += "".join(f".{name}{{{rule}}}" for name, rule in rules.items()) + "@media print{.t{display:none}}"
    return (
        "<!DOCTYPE html>\n<!-- Created by pdf2htmlEX -->\n<html><head><meta charset='utf-8'/>"
        f"<style>{styles}</style></head>"
        f'<body><div id="page-container">{"".join(pages)}</div></body></html>'
    ).encode()


def search_engine_copy(letter: imrparse.ParsedLetter) -> bytes:
    """A search engine's copy of a PDF: lines in `<nobr>` at places in points, pages told by named anchors."""
    pages = []
    for number, page in enumerate(letter.document.pages, 1):
        lines = "".join(
            f'<div style="position:absolute;top:{run.box.top:.0f};left:{run.box.left:.0f}"><nobr>'
            f'<span style="font-size:12">{text(run.text)}</span></nobr></div>\n'
            for run in runs_of(page)
        )
        pages.append(f'<table border=0 width=100%><tr><td><a name="{number}"></a></td></tr></table>\n{lines}')
    head = "<meta http-equiv=Content-Type content='text/html; charset=UTF-8'>"
    return f"<html><head>{head}</head><body>{''.join(pages)}</body></html>".encode()


MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        web_page, word_page, line_a_paragraph, mail, breaks, preformatted, pdf_js, pdf2html_ex, search_engine_copy,
    )
}  # fmt: skip
