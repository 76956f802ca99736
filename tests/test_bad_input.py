"""Inputs that give no record: each has its own code and a message that says what to do, and the run goes on."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import fpdf
import pytest
from PIL import Image
from typer.testing import CliRunner

import imrparse
from imrparse import errors, pipeline
from imrparse.cli import app
from imrparse.finding import FoundLetter
from imrparse.pipeline import ParsedLetter
from imrparse.reading import Options, read
from imrparse.record import Failure
from imrparse.run import results
from tests import letters
from tests.conftest import Command

RECIPE = "Pancakes\n\nStir 200 g of flour, two eggs and half a litre of milk. Bake in butter. Serves four.\n"

# A utilization review's own letter: the same field and much of the same wording, but not the determination.
UTILIZATION_REVIEW = """\
Notice of Utilization Review Determination: Non-Certification
Claim Number: 12-3456-78
Date of Injury: 05/20/2012
Priority: Standard
Requested treatment: MRI of the cervical spine
Clinical Summary: The claimant is a 45-year-old female clerk with pain in the neck since 2012.
Guidelines used: MTUS Neck and Upper Back Complaints 2004; Official Disability Guidelines (ODG), Neck Chapter.
Decision rationale: The guideline asks for evidence of nerve damage before imaging. The notes show none, so the
request is not medically necessary and the denial stands.
State of Licensure: California
Certification/Specialty: Orthopedic Surgery
You may ask for an Independent Medical Review (IMR) of this decision by MAXIMUS Federal Services.
"""

# The letter that opens a review, with the same header block as the one that ends it.
NOTICE_OF_ASSIGNMENT = f"""\
MAXIMUS FEDERAL SERVICES, INC.
Notice of Assignment and Request for Information
{letters.HEADER}
The case named above was assigned for Independent Medical Review. Send the records within 15 days.
The Final Determination will be sent to all parties.
"""


def sample_pdf() -> bytes:
    return (Path(__file__).parent.parent / "samples" / "knee-mri-upheld.pdf").read_bytes()


def truncated(share: float) -> bytes:
    data = sample_pdf()
    return data[: int(share * len(data))]


def locked(method: fpdf.enums.EncryptionMethod) -> bytes:
    pdf = letters.pdf_of(letters.letter())
    pdf.set_encryption(owner_password="owner", user_password="user", encryption_method=method)  # noqa: S106
    return bytes(pdf.output())


def drawing() -> bytes:
    pdf = letters.pdf_of("")
    pdf.line(72, 72, 400, 400)
    return bytes(pdf.output())


def mangled() -> bytes:
    """A PDF whose bytes between its first and last line are noise."""
    return b"%PDF-1.4\n" + bytes(range(256)) * 20 + b"\n%%EOF\n"


def archive_of(name: str) -> bytes:
    """A zip archive with one file of a few words."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "a few words")
    return stream.getvalue()


class Bad(NamedTuple):
    name: str
    data: bytes
    code: str
    advice: str
    """Words of the message that tell what to do."""


BAD = [
    # No bytes, and none but white space, in each encoding.
    Bad("empty.txt", b"", "empty_file", "download or save it again"),
    Bad("empty.pdf", b"", "empty_file", "download or save it again"),
    Bad("blank.txt", b" \n\t\r\n \f\n", "empty_file", "save it again"),
    Bad("mark-only.txt", b"\xef\xbb\xbf", "empty_file", "save it again"),
    Bad("blank-utf-16.txt", " \r\n \r\n".encode("utf-16"), "empty_file", "save it again"),
    Bad("non-breaking-blanks.txt", "\u00a0\u00a0\n".encode(), "empty_file", "save it again"),
    # A name that promises a PDF, over a web page, a text or a picture.
    Bad("page.pdf", b"<!DOCTYPE html><title>Not found</title>", "not_a_pdf", "download it again"),
    Bad("text.PDF", letters.letter().encode(), "not_a_pdf", "rename a text to .txt"),
    Bad("picture.pdf", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "not_a_pdf", "download it again"),
    # A download that stopped: anywhere.
    *(
        Bad(f"truncated-{share}.pdf", truncated(share), "damaged_pdf", "download it again")
        for share in (0.01, 0.1, 0.5, 0.9, 0.99)
    ),
    Bad("header-only.pdf", b"%PDF-1.4\n", "damaged_pdf", "download it again"),
    Bad("mangled.pdf", mangled(), "damaged_pdf", "download it again"),
    Bad("damaged-under-another-name.txt", truncated(0.5), "damaged_pdf", "download it again"),
    # A password, in the old encryption and in the new.
    Bad("locked-rc4.pdf", locked(fpdf.enums.EncryptionMethod.RC4), "password_needed", "save a copy without one"),
    Bad("locked-aes.pdf", locked(fpdf.enums.EncryptionMethod.AES_256), "password_needed", "save a copy without one"),
    # Pages without text: a drawing as a scan has it, an empty page, no page.
    Bad("drawing.pdf", drawing(), "no_text", "scan it again"),
    Bad("empty-page.pdf", bytes(letters.pdf_of("").output()), "no_text", "scan it again"),
    # Text of other kinds.
    Bad("recipe.txt", RECIPE.encode(), "not_a_letter", "pass the letter itself"),
    Bad("recipe.pdf", bytes(letters.pdf_of(RECIPE).output()), "not_a_letter", "pass the letter itself"),
    Bad("utilization-review.txt", UTILIZATION_REVIEW.encode(), "not_a_letter", "pass the letter itself"),
    Bad("assignment.txt", NOTICE_OF_ASSIGNMENT.encode(), "not_a_letter", "pass the letter itself"),
    # No text at all: binary data, a word processor's file, half a UTF-16 character, a byte that no encoding has.
    Bad("archive.txt", b"PK\x03\x04" + bytes(range(256)), "damaged_document", "save it again as .docx"),
    Bad(
        "word.txt",
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(range(255)),
        "unsupported_format",
        "save it as .docx or PDF",
    ),
    Bad("rich.txt", rb"{\rtf1\ansi Final Determination}", "unsupported_format", "save it as .docx or PDF"),
    Bad("open.txt", archive_of("content.xml"), "unsupported_format", "unpack it"),
    Bad("broken.docx", b"PK\x03\x04" + bytes(range(256)), "damaged_document", "save it again as .docx"),
    Bad("half.docx", archive_of("word/document.xml"), "damaged_document", "save it again as .docx"),
    Bad("recipe.html", f"<p>{RECIPE}</p>".encode(), "not_a_letter", "pass the letter itself"),
    Bad("empty.html", b"<!doctype html><title>x</title><script>run()</script>", "empty_file", "save the PDF itself"),
    Bad("deep.html", b"<div>" * 3000 + b"x", "damaged_document", "save the page again"),
    Bad("half.txt", b"\xff\xfeA", "undecodable_text", "save it as UTF-8 text"),
    Bad("utf-32.txt", RECIPE.encode("utf-32"), "undecodable_text", "save it as UTF-8 text"),
    Bad("undefined-byte.txt", b"caf\xe9 \x81", "undecodable_text", "save it as UTF-8 text"),
]
bad_inputs = pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)


@bad_inputs
def test_bad_bytes_raise_their_error(tmp_path: Path, bad: Bad) -> None:
    path = tmp_path / bad.name
    path.write_bytes(bad.data)
    with pytest.raises(imrparse.ImrparseError) as caught:
        imrparse.parse(path)
    assert caught.value.code == bad.code
    assert bad.advice in caught.value.message == str(caught.value)


@pytest.mark.parametrize(
    "bad",
    [bad for bad in BAD if bad.data.startswith(b"%PDF-") and bad.code != "not_a_letter"],
    ids=lambda bad: bad.name,
)
def test_the_second_reader_gives_the_same_codes(bad: Bad) -> None:
    with pytest.raises(imrparse.ImrparseError) as caught:
        imrparse.parse(bad.data, Options(engine="pdfplumber"))
    assert caught.value.code == bad.code


@bad_inputs
def test_bad_bytes_give_their_row_beside_a_good_letter(tmp_path: Path, bad: Bad) -> None:
    (tmp_path / bad.name).write_bytes(bad.data)
    (tmp_path / "zz-good.txt").write_text(letters.letter() + "\n")
    done = CliRunner().invoke(app, ["parse", str(tmp_path)])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 3
    assert len(rows) == 2
    assert rows[0]["source"] == {"path": str(tmp_path / bad.name)}
    assert rows[0]["error"]["code"] == bad.code
    assert bad.advice in rows[0]["error"]["message"]
    assert rows[1]["case_number"] == "CM16-0012345"
    assert f"[{bad.code}]" in done.stderr
    assert bad.advice in done.stderr


def test_a_run_over_all_of_them_shows_sentences_never_a_traceback(tmp_path: Path, imrparse_command: Command) -> None:
    for bad in BAD:
        (tmp_path / bad.name).write_bytes(bad.data)
    (tmp_path / "zz-good.txt").write_text(letters.letter())
    done = imrparse_command("parse", ".", "missing.pdf", "zz-good.txt")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    codes = {row["source"]["path"]: row["error"]["code"] for row in rows if "error" in row}
    assert codes == {bad.name: bad.code for bad in BAD} | {"missing.pdf": "no_such_file"}
    assert [row["source"]["path"] for row in rows if "error" not in row] == ["zz-good.txt"]
    assert f"imrparse: inputs {len(BAD) + 2}: 1 parsed, {len(BAD) + 1} failed" in done.stderr.decode().splitlines()


# Paths that give no bytes: (how the path is made, code, advice)
PATHS: list[tuple[Callable[[Path], Path], str, str]] = [
    # Nothing there.
    (lambda folder: folder / "missing.pdf", "no_such_file", "check the path"),
    (lambda folder: folder / "no-folder" / "letter.pdf", "no_such_file", "check the path"),
    # A link that leads nowhere.
    (lambda folder: linked(folder / "link.pdf", folder / "gone.pdf"), "no_such_file", "check the path"),
    # A link that leads to itself.
    (lambda folder: linked(folder / "loop.pdf", folder / "loop.pdf"), "unreadable_file", "check its permissions"),
    # A name that no system takes.
    (lambda folder: folder / ("x" * 300 + ".pdf"), "unreadable_file", "check its permissions"),
]


def linked(path: Path, target: Path) -> Path:
    path.symlink_to(target)
    return path


@pytest.mark.parametrize(("make", "code", "advice"), PATHS)
def test_paths_without_bytes(tmp_path: Path, make: Callable[[Path], Path], code: str, advice: str) -> None:
    path = make(tmp_path)
    with pytest.raises(imrparse.ImrparseError, match=advice) as caught:
        read(path)
    assert caught.value.code == code


@pytest.mark.parametrize(("make", "code", "advice"), PATHS)
def test_paths_without_bytes_beside_a_good_letter(
    tmp_path: Path, make: Callable[[Path], Path], code: str, advice: str
) -> None:
    (tmp_path / "good.txt").write_text(letters.letter())
    done = CliRunner().invoke(app, ["parse", str(make(tmp_path)), str(tmp_path / "good.txt")])
    assert done.exit_code == 3
    bad, good = (json.loads(line) for line in done.stdout.splitlines())
    assert bad["error"]["code"] == code
    assert advice in bad["error"]["message"]
    assert good["case_number"] == "CM16-0012345"


def test_a_path_behind_a_closed_folder_beside_a_good_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As root nothing is closed, so the refusal is played.
    whole = Path.stat

    def refuse(path: Path, **options: bool) -> os.stat_result:
        if "closed" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path, **options)

    (tmp_path / "good.txt").write_text(letters.letter())
    monkeypatch.setattr(Path, "stat", refuse)
    (bad,), (good,) = results([str(tmp_path / "closed" / "letter.pdf"), str(tmp_path / "good.txt")], Options())
    assert isinstance(bad, Failure)
    assert bad.error.code == "unreadable_file"
    assert isinstance(good, ParsedLetter)


def test_a_path_with_a_zero_byte_is_an_error_of_ours() -> None:
    with pytest.raises(errors.UnreadableFile):
        read("letter\0.pdf")


def test_a_folder_is_no_file_for_the_library(tmp_path: Path) -> None:
    with pytest.raises(errors.UnreadableFile, match="pass the folder to `imrparse parse`"):
        read(tmp_path)


def test_a_file_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Tests may run as root, who may read everything, so the refusal is played.
    def refuse(path: Path, mode: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "letter.txt").write_text(letters.letter())
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(errors.UnreadableFile, match=r"Permission denied\): check its permissions"):
        read(tmp_path / "letter.txt")


@pytest.mark.parametrize("names", [[], ["notes.doc"], [".hidden.txt"], [".hidden/letter.txt"], ["sub/notes.md"]])
def test_a_folder_without_letters(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(letters.letter())
    done = CliRunner().invoke(app, ["parse", str(tmp_path)])
    row = json.loads(done.stdout)
    assert done.exit_code == 3
    assert row["source"]["path"] == str(tmp_path)
    assert row["error"]["code"] == "no_letters"
    assert "check the path, or name the files" in row["error"]["message"]


def test_a_folder_that_the_system_refuses_has_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "letter.txt").write_text(letters.letter())
    (tmp_path / "secret").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert "error" in CliRunner().invoke(app, ["parse", str(tmp_path)]).stdout


def test_an_input_over_the_limit_is_refused(tmp_path: Path) -> None:
    data = letters.letter().encode()
    path = tmp_path / "letter.txt"
    path.write_bytes(data)
    for source in (path, data):
        with pytest.raises(errors.TooLarge, match="split it, or raise --max-mib"):
            read(source, Options(max_bytes=len(data) - 1))
        assert read(source, Options(max_bytes=len(data))).kind == "text"


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("was read"))
    with pytest.raises(errors.TooLarge, match=r"65 MiB"):
        read(path)


def test_standard_input_over_the_limit_is_refused_without_reading_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO(b"x" * 10_000)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
    with pytest.raises(errors.TooLarge):
        read("-", Options(max_bytes=100))
    assert stream.tell() < 10_000


def test_the_limit_is_an_option_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(letters.letter())
    done = CliRunner().invoke(app, ["parse", str(tmp_path), "--max-mib", "0.001"])
    assert done.exit_code == 3
    assert json.loads(done.stdout)["error"]["code"] == "too_large"
    assert CliRunner().invoke(app, ["parse", str(tmp_path), "--max-mib", "1"]).exit_code == 0
    assert CliRunner().invoke(app, ["parse", str(tmp_path), "--max-mib", "0"]).exit_code == 2


# What standard input gives: (bytes, code)
STANDARD_INPUTS = [
    (b"", "empty_file"),
    (RECIPE.encode(), "not_a_letter"),
    (b"%PDF-1.4\n", "damaged_pdf"),
    (b"PK\x03\x04" + bytes(range(256)), "damaged_document"),
]


@pytest.mark.parametrize(("data", "code"), STANDARD_INPUTS)
def test_bad_bytes_on_standard_input(data: bytes, code: str) -> None:
    done = CliRunner().invoke(app, ["parse", "-"], input=data)
    row = json.loads(done.stdout)
    assert done.exit_code == 3
    assert row["source"]["path"] == "-"
    assert row["error"]["code"] == code


def test_a_fault_of_ours_is_that_input_s_row_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.parse_document

    def fail(document: imrparse.Document, found: FoundLetter) -> imrparse.ParsedLetter:
        if document.path.endswith("bad.txt"):
            raise KeyError("no such part")
        return whole(document, found)

    for name in ("bad.txt", "good.txt"):
        (tmp_path / name).write_text(letters.letter())
    monkeypatch.setattr("imrparse.run.parse_document", fail)
    (bad,), (good,) = results([str(tmp_path)], Options())
    assert bad.error.code == "internal_error"
    assert "KeyError" in bad.error.message
    assert "please report this" in bad.error.message
    assert good.record.case_number == "CM16-0012345"


def test_every_error_has_a_code_of_its_own() -> None:
    kinds = errors.ImrparseError.__subclasses__()
    assert len({kind.code for kind in kinds} | {errors.ImrparseError.code}) == len(kinds) + 1


# Letters that lost a part still give a record, and a warning names what is gone: (what is cut out, warned fields)
LOST = [
    ("header", letters.HEADER, {"case_number", "dates.assigned", "dates.decision", "priority"}),
    ("credentials", letters.CREDENTIALS, {"reviewer.licensure", "reviewer.specialties"}),
    ("summary", letters.wrapped(letters.SUMMARY), {"case_summary", "patient.age", "patient.sex"}),
    ("first heading", letters.HOW_MADE, set()),
    ("issues", f"{letters.ISSUES_HEADING}\n{letters.ISSUES_LEAD_IN}\n", {"case_summary", "disputed_items"}),
    ("decision", ": Upheld", {"disputed_items.0.decision"}),
    ("claims", f"Claims Administrator guideline: {letters.CLAIMS}\n", {"disputed_items.0.claims_administrator.text"}),
]


@pytest.mark.parametrize(("part", "cut", "fields"), LOST, ids=[row[0] for row in LOST])
def test_a_letter_that_lost_a_part_still_gives_a_record(part: str, cut: str, fields: set[str]) -> None:
    whole = letters.letter()
    assert cut in whole
    record = imrparse.parse_text(whole.replace(cut, "")).record
    assert len(record.disputed_items) == 1
    assert fields <= {warning.field for warning in record.warnings}
    if not fields:
        assert record.warnings == ()


def test_a_page_without_text_is_warned_of() -> None:
    # One page of the letter was scanned: what stood on it is lost, here a part of the rationale.
    head, rest = letters.letter().split("The notes of this worker")
    pdf = letters.pdf_of(head, "", f"The notes of this worker{rest}")
    pdf.page = 2
    pdf.image(Image.new("L", (170, 220), 200), 0, 0, 612, 792)
    record = imrparse.parse(bytes(pdf.output()), Options(ocr="never")).record
    assert {w.field for w in record.warnings if w.code == "page_without_text"} == {
        "source.pages",
        "disputed_items",
        "outcome",
    }


def test_a_page_whose_data_are_damaged_is_told_of() -> None:
    lines = letters.letter([letters.Item(), letters.Item("Cane: Overturned")]).split("\n")
    pdf = bytes(letters.pdf_of("\n".join(lines[:-8]), "\n".join(lines[-8:])).output())
    at = [found.end() for found in re.finditer(rb"(?<!end)stream\n", pdf)][1]
    record = imrparse.parse(pdf[:at] + bytes(40) + pdf[at + 40 :]).record
    assert len(record.disputed_items) == 1
    assert ("page_without_text", "error", "disputed_items") in {(w.code, w.severity, w.field) for w in record.warnings}
