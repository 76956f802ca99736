"""Inputs that are made to break a reader: bombs, loops, letters cut off and spoilt, text that goes on and on."""

from __future__ import annotations

import functools
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence

import fpdf
from PIL import Image

from tests import letters
from tests.conftest import ROOT

MIB = 1024 * 1024
SAMPLES = ROOT / "samples"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F 12 Tf 72 720 Td (a few words that are no letter) Tj ET"


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1, the first of which is the catalog."""
    parts = [b"%PDF-1.7\n"]
    places = []
    where = len(parts[0])
    for number, body in enumerate(objects, start=1):
        places.append(where)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        where += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(
        b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, where)
    )
    return b"".join(parts)


def one_page(
    content: bytes = WORDS,
    page: bytes = PAGE,
    pages: bytes = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    *more: bytes,
) -> bytes:
    written = content if content.startswith(b"<<") else stream(content)
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, written, FONT, *more])


@functools.cache
def zeros(mib: int, byte: bytes = b"\0") -> bytes:
    """`mib` MiB of one byte, as zlib packs it: a thousandth of that."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(byte * MIB) + packer.flush(zlib.Z_FULL_FLUSH)  # can stand behind itself
    check = 1
    for _ in range(mib):
        check = zlib.adler32(byte * MIB, check)
    return b"\x78\xda" + block * mib + packer.flush() + check.to_bytes(4, "big")


def deep_page_tree(depth: int = 20_000) -> bytes:
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 1, n - 1) for n in range(2, depth)]
    page = PAGE.replace(b"/Parent 2 0 R", b"/Parent %d 0 R" % (depth - 1)).replace(b"4 0 R", b"%d 0 R" % (depth + 1))
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, page.replace(b"5 0 R", b"%d 0 R" % (depth + 2)),
                stream(WORDS), FONT])  # fmt: skip


def many_pages(count: int = 100_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % (6 + number) for number in range(count))
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return one_page(WORDS, PAGE, pages, *([PAGE] * count))


def one_page_many_times(count: int = 100_000) -> bytes:
    return one_page(WORDS, PAGE, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count))


def drawing_itself() -> bytes:
    form = stream(
        b"/X Do " * 50, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    page = PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    return one_page(WORDS + b" /X Do", page, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", form)


def drawing_each_other(levels: int = 12, times: int = 10) -> bytes:
    """Forms that each draw the next ten times: 10 to the 12th drawings."""
    forms = [
        stream(b"/X Do " * times if level < levels - 1 else WORDS,
               b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> "
               b"/Font << /F 5 0 R >> >>" % (level + 7))
        for level in range(levels)
    ]  # fmt: skip
    page = PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    return one_page(WORDS + b" /X Do", page, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", *forms)


def picture_page(wide: int, packed: bytes, box: int = 612) -> bytes:
    """A page without text that shows a picture of `wide` times `wide` dots."""
    picture = stream(packed, b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
                             b"/BitsPerComponent 8 /Filter /FlateDecode" % (wide, wide))  # fmt: skip
    page = PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font").replace(b"612 792", b"%d %d" % (box, box))
    return one_page(b"%d 0 0 %d 0 0 cm /X Do" % (box, box), page, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", picture)


TREE = b"<< /Type /Pages /Kids [%s] /Count %d >>"
FLATE = b"/Filter /FlateDecode"
PDF_BOMBS: dict[str, Callable[[], bytes]] = {
    "deep-page-tree": deep_page_tree,
    "page-tree-loop": lambda: one_page(WORDS, PAGE, TREE % (b"2 0 R", 5)),
    "page-tree-loop-and-page": lambda: one_page(WORDS, PAGE, TREE % (b"2 0 R 3 0 R 2 0 R", 3)),
    "page-is-catalog": lambda: one_page(WORDS, PAGE, TREE % (b"1 0 R", 1)),
    "parent-loop": lambda: one_page(WORDS, b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"),
    "contents-loop": lambda: one_page(b"<< /Type /X >>", PAGE.replace(b"4 0 R", b"[4 0 R [3 0 R] 3 0 R 1 0 R]")),
    "length-loop": lambda: one_page(b"<< /Length 4 0 R >>\nstream\n" + WORDS + b"\nendstream"),
    "object-loop": lambda: one_page(WORDS, b"4 0 R", TREE % (b"3 0 R", 1), b"6 0 R"),
    "resources-loop": lambda: one_page(WORDS, PAGE.replace(b"5 0 R", b"6 0 R"), TREE % (b"3 0 R", 1), b"6 0 R"),
    "drawing-itself": drawing_itself,
    "drawing-each-other": drawing_each_other,
    "flate-1-gib": lambda: one_page(stream(zeros(1024, b" "), FLATE)),
    "flate-twice-1-gib": lambda: one_page(
        stream(zlib.compress(zeros(1024, b" ")), b"/Filter [/FlateDecode /FlateDecode]")
    ),
    "flate-chain": lambda: one_page(stream(b"x", b"/Filter [" + b"/FlateDecode " * 50_000 + b"]")),
    "flate-cut-off": lambda: one_page(stream(zlib.compress(WORDS * 1000)[:50], FLATE)),
    "many-pages": many_pages,
    "one-page-many-times": one_page_many_times,
    "count-that-lies": lambda: one_page(WORDS, PAGE, TREE % (b"3 0 R", 2_000_000_000)),
    "count-below-nought": lambda: one_page(WORDS, PAGE, TREE % (b"3 0 R", -5)),
    "deep-arrays": lambda: one_page(WORDS, PAGE, TREE % (b"3 0 R", 1), b"[" * 1_000_000),
    "deep-arrays-in-contents": lambda: one_page(b"[" * 1_000_000 + WORDS),
    "deep-states": lambda: one_page(b"q " * 500_000 + WORDS),
    "text-without-end": lambda: one_page(WORDS * 30_000),
    "every-place-the-same": lambda: one_page(b"BT /F 12 Tf " + b"1 0 0 1 72 720 Tm (words) Tj " * 30_000 + b"ET"),
    "far-places": lambda: one_page(b"BT /F 1e30 Tf 1e38 -1e38 Td (words) Tj 0 0 Td (words) Tj ET"),
    "page-of-no-size": lambda: one_page(WORDS, PAGE.replace(b"612 792", b"0 0")),
    "page-of-any-size": lambda: one_page(WORDS, PAGE.replace(b"612 792", b"1e30 1e30")),
    "drawn-page-of-any-size": lambda: picture_page(10, zlib.compress(bytes(100)), box=10_000_000),
    "picture-of-900-million-dots": lambda: picture_page(30_000, zeros(859)),
    "picture-that-lies": lambda: picture_page(60_000, zlib.compress(bytes(100))),
    "xref-loop": lambda: one_page().replace(b"/Root", b"/Prev 9 /Root").replace(b"startxref\n", b"startxref\n9"),
    "size-that-lies": lambda: one_page().replace(b"/Size 6", b"/Size 2147483647"),
    "xref-of-any-length": lambda: one_page().replace(b"xref\n0 6", b"xref\n0 99999999"),
    "updates": lambda: one_page() + one_page()[9:] * 3000,
    "only-marks": lambda: b"%PDF-1.7\n" + b"obj endobj stream endstream " * 50_000,
}


def text_letter(long: str = "", **parts: object) -> str:
    """A letter with `long` where its parts say `LONG` (as it stands: to break lines of megabytes takes seconds)."""
    return letters.letter(**parts).replace("LONG", long)  # type: ignore[arg-type]


HEADING = letters.Item().lines()[0]
TEXT_BOMBS: dict[str, Callable[[], str]] = {
    "one-line-of-letters": lambda: "a" * 3_000_000,
    "one-line-of-blanks": lambda: " " * 3_000_000 + "x",
    "one-line-of-words": lambda: "word " * 600_000,
    "one-line-of-digits": lambda: "1" * 3_000_000,
    "one-line-of-dots": lambda: "." * 3_000_000,
    "one-line-of-brackets": lambda: "(" * 3_000_000,
    "one-line-letter": lambda: text_letter().replace("\n", " ") * 700,
    "letter-and-one-line": lambda: text_letter("word " * 600_000, end="LONG"),
    "letter-with-a-long-summary": lambda: text_letter("The patient is 50. " * 10_000, summary="LONG"),
    "letter-with-a-long-item": lambda: text_letter("x " * 20_000, items=[letters.Item("LONG: Upheld")]),
    "letter-with-a-long-rationale": lambda: text_letter(
        "MTUS ODG, page 1. " * 20_000, items=[letters.Item(rationale="LONG")]
    ),
    "item-headings": lambda: text_letter() + (HEADING + "\n") * 5_000,
    "items": lambda: text_letter(items=[letters.Item(f"Therapy {number}: Upheld") for number in range(500)]),
    "one-heading": lambda: f"{letters.HOW_MADE}\n" * 20_000,
    "letters": lambda: text_letter() * 500,
    "headers": lambda: f"{letters.HEADER}\n" * 5_000,
    "labels": lambda: text_letter().replace("Date of Injury", "Date of Injury: Date of Injury " * 5_000),
    "rationale-labels": lambda: text_letter() + "Decision rationale: " * 5_000,
    "claims-labels": lambda: text_letter() + "Claims Administrator guideline: \n" * 3_000,
    "final-determination": lambda: "Final Determination Letter for IMR Case Number CM16-0012345\n" * 20_000,
    "dates": lambda: text_letter().replace("Date of Injury", "1/1/2014 " * 20_000),
    "empty-lines": lambda: text_letter().replace("\n", "\n" * 5_000),
    "form-feeds": lambda: "\f".join(text_letter()) + "\f" * 20_000,
    "combining": lambda: text_letter("e" + "\u0301" * 500_000, summary="LONG"),
    "zero-width": lambda: text_letter().replace("e", "e\u200b\u00ad"),
    "surrogates": lambda: text_letter("\xed\xa0\x80" * 1000, summary="LONG"),
    "controls": lambda: text_letter("".join(map(chr, range(1, 32))) * 500, summary="LONG"),
    "quoted-mail": lambda: "\n".join("> " * 300 + line for line in text_letter().splitlines()),
}  # fmt: skip


def page_of(text: str) -> bytes:
    return f"<!doctype html><html><body>{text}</body></html>".encode()


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{number} '{f'&a{number - 1};' * 10}'>" for number in range(1, 12)
)
HTML_BOMBS: dict[str, Callable[[], bytes]] = {
    "deep-tables": lambda: page_of("<table><tr><td>" * 30_000 + "x"),
    "deep-spans": lambda: page_of("<span>" * 250 + letters.letter().replace("\n", "<br>") + "</span>" * 250),
    "wide": lambda: page_of("<b>x</b> " * 50_000),
    "one-attribute": lambda: page_of(f"<p title='{'x' * 3_000_000}'>words</p>"),
    "attributes": lambda: page_of(f"<p {' '.join(f'a{number}=1' for number in range(20_000))}>words</p>"),
    "entities": f"{LAUGHS}]><html><body>&a11;</body></html>".encode,
    "styles": lambda: page_of(f"<style>{'p{' * 50_000}</style><p>words</p>"),
    "unclosed": lambda: b"<!doctype html>" + b"<" * 500_000,
    "comments": lambda: page_of("<!-- " * 100_000 + "words"),
}


def docx(document: bytes, method: int = zipfile.ZIP_DEFLATED, **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
        for name, data in more.items():
            archive.writestr(name, data)
    return target.getvalue()


BODY = (
    b'<?xml version="1.0"?>%s<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body>%s</w:body></w:document>"
)
PARAGRAPH = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
WORD_BOMBS: dict[str, Callable[[], bytes]] = {
    "words": lambda: docx(BODY % (b"", PARAGRAPH % b"a few words")),
    "unfolds": lambda: docx(BODY % (b"", PARAGRAPH % (b"x" * (70 * MIB)))),
    "unfolds-at-a-stroke": lambda: docx(BODY % (b"", PARAGRAPH % (b"x" * (30 * MIB))), zipfile.ZIP_BZIP2),
    "deep": lambda: docx(BODY % (b"", b"<w:tbl><w:tr><w:tc>" * 50_000)),
    "deep-and-closed": lambda: docx(
        BODY % (b"", b"<w:tbl><w:tr><w:tc>" * 80 + PARAGRAPH % b"x" + b"</w:tc></w:tr></w:tbl>" * 80)
    ),
    "paragraphs": lambda: docx(BODY % (b"", (PARAGRAPH % b"words") * 8_000)),
    "entities": lambda: docx(BODY % (f"{LAUGHS}]>".encode(), PARAGRAPH % b"&a11;")),
    "outside": lambda: docx(BODY % (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", PARAGRAPH % b"&a;")),
}


def picture(format: str, size: tuple[int, int], mode: str = "1") -> bytes:
    target = io.BytesIO()
    options = {"compression": "group4"} if format == "TIFF" else {}
    Image.new(mode, size, 1).save(target, format, **options)
    return target.getvalue()


def tiff_loop() -> bytes:
    """A TIFF whose list of pages goes round: the place of the next page, in its last four bytes, is the first's."""
    data = bytearray(picture("TIFF", (64, 64)))
    first = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[first : first + 2], "little")
    place = first + 2 + 12 * entries
    data[place : place + 4] = first.to_bytes(4, "little")
    return bytes(data)


PICTURE_BOMBS: dict[str, Callable[[], bytes]] = {
    "vast-png": lambda: picture("PNG", (30_000, 10_000)),
    "vast-tiff": lambda: picture("TIFF", (30_000, 10_000)),
    "thin": lambda: picture("PNG", (1, 60_000)),
    "tiff-loop": tiff_loop,
    "cut-png": lambda: picture("PNG", (500, 500))[:60],
    "cut-tiff": lambda: picture("TIFF", (500, 500))[:-30],
    "lying-png": lambda: picture("PNG", (8, 8)).replace(bytes([0, 0, 0, 8]), b"\x7f\xff\xff\xff"),
}


def spoilt(seed: int = 8, each: int = 3) -> Iterator[tuple[str, bytes]]:
    """Sample letters cut off, with bits turned and with parts swapped; the seed gives the same ones each time."""
    chance = random.Random(seed)  # noqa: S311
    for path in sorted(SAMPLES.glob("*")):
        if path.suffix not in {".pdf", ".txt"}:
            continue
        data = path.read_bytes()
        for number in range(each):
            yield f"cut-{number}-{path.name}", data[: chance.randrange(len(data))]
            turned = bytearray(data)
            for _ in range(chance.choice([1, 10, 100, 1000])):
                turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
            yield f"turned-{number}-{path.name}", bytes(turned)
            here, there = sorted(chance.randrange(len(data)) for _ in range(2))
            yield f"swapped-{number}-{path.name}", data[there:] + data[here:there] + data[:here]


def noise(seed: int = 9, count: int = 40) -> Iterator[tuple[str, bytes]]:
    """Random bytes, alone and behind the first bytes of each kind of file."""
    chance = random.Random(seed)  # noqa: S311
    marks = [b"", b"%PDF-1.5\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"II*\0", b"\x89PNG\r\n\x1a\n", b"\xef\xbb\xbf"]
    endings = [".pdf", ".txt", ".html", ".docx", ".tif"]
    for number in range(count):
        data = marks[number % len(marks)] + chance.randbytes(chance.choice([1, 100, 10_000]))
        yield f"noise-{number}{endings[number % len(endings)]}", data


# -- PDFs of other kinds ---------------------------------------------------------------------------------------------

INVOICE = """Northside Imaging Center
Invoice No. 2014-0{n}
Bill to: Claims Department, P.O. Box 12{n}, Sacramento, CA 95812
Date: 03/{d:02}/2014      Claim Number: 00-{n}
Description                 Units        Amount
MRI lumbar spine w/o contrast   1        $ 1,{n}.00
Total due                                $ 1,{n}.00
Please remit within 30 days."""
PAPER = """Physical therapy after rotator cuff repair: a randomized trial
A. Author, B. Author, MD
Abstract. Background: exercise is recommended by guidelines such as MTUS and ODG. Methods: {n} patients were
randomized. Results: the decision rationale of reviewers was recorded; medical necessity was upheld in {d} percent.
References
1. Smith J. Spine 2009;34:{n}."""
FORM = """State of California, Division of Workers' Compensation
REQUEST FOR AUTHORIZATION, DWC Form RFA
Employee Name (Last, First, Middle):            Date of Injury: {d:02}/01/2013
Claim Number: {n}            Employer:
Requested Treatment      Diagnosis      ICD-Code      CPT/HCPCS Code
Treating Physician Signature:            Date:
( ) Approved  ( ) Denied or Modified  ( ) Delay"""
APPLICATION = """APPLICATION FOR INDEPENDENT MEDICAL REVIEW, DWC Form IMR
TO REQUEST INDEPENDENT MEDICAL REVIEW: sign and date this application
Type of Utilization Review: Regular
Employee Name:           Claim Number: {n}       Date of Injury: {d:02}/01/2013
Requested treatment(s) in dispute:   1. Physical therapy    2. MRI
I request an independent medical review of the above-described requested treatment(s)."""
REPORT = """Primary Treating Physician's Progress Report (PR-2)
Patient: 45 year old male        Date of Injury: {d:02}/01/2013      Claim: {n}
Subjective complaints: low back pain. Objective findings: tenderness. Diagnoses: lumbago (724.2).
Treatment plan: physical therapy 2 times a week for 6 weeks; Norco 10/325mg #60."""
OTHER_KINDS = {"invoice": INVOICE, "paper": PAPER, "form": FORM, "application": APPLICATION, "report": REPORT}


def other_pdfs(each: int) -> Iterator[tuple[str, bytes]]:
    """PDFs of papers that lie in the same files as letters, none of which is one."""
    for name, text in OTHER_KINDS.items():
        for number in range(each):
            made: fpdf.FPDF = letters.pdf_of(*[text.format(n=100 + number, d=1 + number % 28)] * (1 + number % 3))
            yield f"{name}-{number}.pdf", bytes(made.output())
