# ruff: noqa: E501, S311
"""Letters among other pages: which pages are whose, and the records that come of them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random

import msgspec
import pytest
from PIL import Image
from typer.testing import CliRunner

import imrparse
from imrparse import errors, pipeline
from imrparse.batch.worker import finished
from imrparse.cli import app
from imrparse.finding import FoundLetter, find_letters
from imrparse.reading.text import TextPage
from imrparse.reading.text import pages_of as pages_of_text
from imrparse.record import page_ranges
from imrparse.run import results, row_of
from tests import claim_file, letters
from tests.conftest import ROOT
from tests.forge import FORMS, forge
from tests.forge.chooser import SeededChooser
from tests.grounding import assert_grounded
from tests.letters import Item
from tests.letters_2013 import cover

CASES = ("CM16-0012345", "CM16-0067890", "CM15-0000077")
LONG_RATIONALE = " ".join(
    f"On visit {number} the worker had less pain, and the guideline asks for a record of each such visit." for number in range(1, 60)
)  # fmt: skip
PROSE = letters.wrapped(" ".join(claim_file.NARRATIVE))


def pages_of(case: str = CASES[0], heading: str = "Cervical traction unit: Upheld", **parts: str) -> list[str]:
    """A letter of three pages: what leads up to the items, an item, another item."""
    parts = {"header": letters.HEADER.replace(CASES[0], case), **parts}
    text = letters.letter([Item(heading), Item("Soft collar: Overturned")], **parts)
    front, items = text.split(letters.ISSUES_HEADING)
    first, second = items.split("Soft collar: Overturned")
    return [front, f"{letters.ISSUES_HEADING}{first}", f"Soft collar: Overturned{second}"]


def long_pages(case: str = CASES[0]) -> list[str]:
    """A letter whose rationale fills two more pages that have no heading, each ended inside a sentence."""
    *front, last = pages_of(case)
    lines = letters.wrapped(LONG_RATIONALE).split("\n")
    return [
        *front,
        last.rstrip() + "\n" + "\n".join(lines[:9]),
        "\n".join(lines[9:30]),
        "\n".join(lines[30:]) + "\nTherefore, the decision is the one that is indicated.",
    ]


def found(pages: list[str]) -> list[list[int]]:
    """For each letter the numbers of its pages."""
    return [[span.page for span in letter.portions] for letter in find_letters([TextPage(page) for page in pages])]


def doubted(pages: list[str]) -> list[set[str]]:
    """For each letter the messages of its doubts."""
    return [{doubt.message for doubt in letter.doubts} for letter in find_letters([TextPage(page) for page in pages])]


def records_of(pages: list[str], between: str = "\f") -> list[imrparse.Record]:
    parsed = imrparse.parse_all(between.join(pages).encode())
    for letter in parsed:
        assert_grounded(letter)
    return [letter.record for letter in parsed]


def with_source(record: imrparse.Record, source: imrparse.record.Source) -> imrparse.Record:
    return msgspec.structs.replace(record, source=source)


RNG = Random(1)
DENIAL = claim_file.denial(Random(3))
REPORT = next(pages for seed in range(99) if len(pages := claim_file.progress_report(Random(seed))) == 3)
APPLICATION, NOTICE = claim_file.application(RNG), claim_file.assignment(RNG, CASES[0])
PROOF, FAX, SCAN = claim_file.proof_of_service(RNG), claim_file.fax_cover(RNG), claim_file.radiology_report(RNG)

A, B, C = pages_of(), pages_of(CASES[1]), pages_of(CASES[2])
LONG = long_pages(CASES[1])

COVER = f"{cover('UPHOLD')}\ncc: Department of Industrial Relations\n"
"""The cover letter that the parties get, with a header block of its own, which has no date assigned."""


@pytest.mark.parametrize("order", ["as printed", "assigned last", "one a line"])
def test_a_letter_behind_its_cover_is_one_with_its_own_block(order: str) -> None:
    case = "CM13-0012345"
    first, *others = pages_of(case)
    if order != "as printed":
        assigned = "Date Assigned: 03/01/2016\n"
        first = first.replace(assigned, "").replace("Priority:", f"{assigned}Priority:")
    if order == "one a line":
        first = first.replace("Case Number: ", "Case Number:\n").replace("Date of Injury: ", "Date of Injury:\n")
    pages = [COVER, first, *others]
    assert found(pages) == [[1, 2, 3, 4]]
    (record,) = records_of(pages)
    (without,) = records_of(pages[1:])
    assert without.dates.assigned is not None
    assert (record.case_number, record.dates, record.priority) == (case, without.dates, without.priority)


# (what it proves, pages, the page numbers of each letter)
FOUND = [
    ("one letter and nothing else", A, [[1, 2, 3]]),
    ("two letters", [*A, *B], [[1, 2, 3], [4, 5, 6]]),
    ("a letter printed twice", [*A, *A], [[1, 2, 3], [4, 5, 6]]),
    ("papers before, between, after", [*FAX, *A, *DENIAL, *B, *PROOF],
     [[2, 3, 4], [5 + len(DENIAL), 6 + len(DENIAL), 7 + len(DENIAL)]]),
    ("a report of three pages, the second plain prose", [*A, *REPORT, *B], [[1, 2, 3], [7, 8, 9]]),
    ("a notice with the letter's own case number, right above and below", [*NOTICE, *A, *NOTICE, *B],
     [[2, 3, 4], [6, 7, 8]]),
    ("the application right above, the report right below", [*APPLICATION, *A, *SCAN], [[2, 3, 4]]),
    ("a blank page above and below", ["", *A, "", *B, " \n "], [[2, 3, 4], [6, 7, 8]]),
    ("a rationale over pages without a heading", [*A, *LONG, *PROOF], [[1, 2, 3], [4, 5, 6, 7, 8]]),
    ("the same, and another letter right behind it", [*LONG, *A], [[1, 2, 3, 4, 5], [6, 7, 8]]),
    ("another paper in the middle of a letter", [A[0], *SCAN, *A[1:], *B], [[1, 3, 4], [5, 6, 7]]),
    ("the same in the middle of a sentence", [*LONG[:3], *SCAN, *LONG[3:], *A], [[1, 2, 3, 5, 6], [7, 8, 9]]),
    ("a letter without its first page", [*DENIAL, *A[1:], *B],
     [[1 + len(DENIAL), 2 + len(DENIAL)], [3 + len(DENIAL), 4 + len(DENIAL), 5 + len(DENIAL)]]),
    ("the same behind another letter", [*B, *A[1:]], [[1, 2, 3], [4, 5]]),
    ("a letter that is cut off", [*A[:1], *DENIAL, *B], [[1], [2 + len(DENIAL), 3 + len(DENIAL), 4 + len(DENIAL)]]),
    ("the same with a letter right behind it", [*A[:2], *B], [[1, 2], [3, 4, 5]]),
    ("copies below their headers", [*pages_of(header=""), *pages_of(CASES[1], header="")], [[1, 2, 3], [4, 5, 6]]),
    ("no letter", [*DENIAL, *APPLICATION], [[*range(1, len(DENIAL) + 2)]]),
]  # fmt: skip


@pytest.mark.parametrize(("pages", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_pages_of_letters(pages: list[str], expected: list[list[int]]) -> None:
    assert found(pages) == expected


QUOTES = [
    "An earlier review of this worker, IMR case number CM14-0099999, upheld the same request.",
    "The earlier letter (Case Number: CM14-0099999, Date Assigned: 01/02/2014, Date of Injury: 05/20/2012, Decision Date: 02/03/2014) "
    "upheld the same request.",
    "The earlier Final Determination Letter for IMR Case Number CM14-0099999 says how the IMR final determination was made.",
    "The letter of 2014 quotes the Clinical Case Summary and the Claims Administrator guideline of its time.",
    "The Notice of Independent Medical Review Determination of 2013 came to the same decision rationale.",
    "Its heading was IMR ISSUES, DECISIONS AND RATIONALES, and the treatment was upheld.",
]  # fmt: skip


@pytest.mark.parametrize("quote", QUOTES)
@pytest.mark.parametrize("at_page_top", [False, True], ids=["inside", "page top"])
def test_a_letter_that_speaks_of_another_one_is_one(quote: str, at_page_top: bool) -> None:
    rationale = f"{letters.RATIONALE[:200]} {quote} {letters.RATIONALE}"
    pages = pages_of()
    pages[1] = pages[1].replace(letters.wrapped(f"Decision rationale: {letters.RATIONALE}"), letters.wrapped(rationale))
    if at_page_top:
        pages[1:2] = ["\n".join(pages[1].split("\n")[:6]), letters.wrapped(f"{quote} {letters.RATIONALE}")]
    assert len(found(pages)) == 1
    assert len(found(["\n".join(pages)])) == 1


# Pages right below a letter's last page, (what it proves, page, whether it is the letter's, doubt)
BELOW = [
    ("prose that goes on with a sentence", "and " + PROSE, True, False),
    ("prose of its own below a letter that had ended", PROSE, True, True),
    ("prose below one line of another paper", f"Date of Service: 3/4/2016\n{PROSE}", False, True),
    ("another paper", f"Patient Name: June Halvorsen\nDate of Service: 3/4/2016\n{PROSE}", False, False),
]


@pytest.mark.parametrize(("page", "own", "doubt"), [row[1:] for row in BELOW], ids=[row[0] for row in BELOW])
def test_a_page_without_a_letter_s_words(page: str, own: bool, doubt: bool) -> None:
    first = list(A)
    if page.startswith("and"):
        first[-1] = first[-1].rstrip().rstrip(".")
    pages = [*first, page, *PROOF, *B]
    assert found(pages)[0] == [1, 2, 3, 4][: 3 + own]
    assert bool(doubted(pages)[0]) == doubt


def test_a_sentence_that_either_paper_may_go_on_with_is_doubted() -> None:
    pages = [*LONG[:3], *FAX, *LONG[3:]]
    assert found(pages) == [[1, 2, 3]]
    message = "page {} was taken for another paper's and left out, and may be this letter's"
    assert doubted(pages) == [{message.format(5), message.format(6)}]


def test_a_file_that_is_one_letter_has_no_doubt_about_its_pages() -> None:
    pages = [*A, PROSE]
    assert (found(pages), doubted(pages)) == ([[1, 2, 3, 4]], [set()])
    assert not any(warning.code == "unclear_pages" for warning in records_of(pages)[0].warnings)


# -- the forms of 2013 -------------------------------------------------------------------------------------------

LETTERHEAD = """\
MAXIMUS FEDERAL SERVICES, INC.
Independent Medical Review
P.O. Box 138009
Sacramento, CA 95813-8009
(855) 865-8873 Fax: (916) 605-4270
"""


def notice_2013(case: str) -> list[str]:
    decision = "1) MAXIMUS Federal Services, Inc. has determined the request for a wrist brace is not medically necessary and appropriate."
    return [
        f"{LETTERHEAD}\nNotice of Independent Medical Review Determination\n\nDated: 9/26/2013\n\nEmployee:\nClaim Number:\n"
        f"Date of UR Decision: 8/30/2013\nDate of Injury: 8/28/2001\nIMR Application Received: 9/6/2013\nMAXIMUS Case Number: {case}\n\n{decision}\n",
        "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE\n\nAn application for Independent Medical Review was filed on 9/6/2013 disputing the "
        "Utilization Review Denial\ndated 8/30/2013. A Notice of Assignment and Request for Information was provided to the above parties on "
        f"9/23/2013.\n{decision}\n\nMedical Qualifications of the Expert Reviewer:\nThe physician reviewer is Board Certified in Neurology and is "
        f"licensed to practice in Texas.\n\nCase Summary:\n{PROSE}\n\nDocuments Reviewed for Determination:\nThese documents included:\n"
        "Application for Independent Medical Review (received 9/6/2013)\nUtilization Review Determination (dated 8/30/2013)\n",
        "1) Regarding the request for a wrist brace:\n\nSection of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to "
        "Make His/Her Decision\nThe Claims Administrator based its decision on the ACOEM Guidelines.\n\nRationale for the Decision:\n"
        "The record shows no weakness of the wrist. The request for a wrist brace is not medically necessary and appropriate.\n",
        "Effect of the Decision:\nThe determination of MAXIMUS Federal Services is deemed to be the final determination of the Administrative Director.\n\n"
        "Sincerely,\nA. B. Smith, MD\nMedical Director\ncc: Department of Industrial Relations\nOakland, CA 94612\n",
    ]  # fmt: skip


def letter_2013(case: str) -> list[str]:
    return [
        f"{LETTERHEAD}\nIndependent Medical Review Final Determination Letter\n\n123 Elm Street\nFresno, CA 93721\n\nDated: 12/31/2013\n\n"
        f"IMR Case Number: {case} Date of Injury: 10/8/2009\nClaims Number: UR Denial Date: 7/24/2013\nPriority: STANDARD Application Received: 8/8/2013\n"
        "Employee Name:\nProvider Name:\n\nDEAR WORKER:\nMAXIMUS Federal Services has completed the Independent Medical Review of the above case.\n"
        "Final Determination: UPHOLD. This means we decided that none of the disputed items/services are medically necessary and appropriate.\n"
        "Sincerely,\nA. B. Smith, MD\ncc: Department of Industrial Relations\n",
        f"Final Determination Letter for IMR Case Number {case} 2\nHOW THE IMR FINAL DETERMINATION WAS MADE\nMAXIMUS Federal Services sent the complete "
        "case file to a physician reviewer. The physician reviewer is Board Certified in Neurology and is licensed to practice in Texas.\n"
        f"DOCUMENTS REVIEWED\nThese documents included:\nApplication for Independent Medical Review\nUtilization Review Determination\n",
        f"Final Determination Letter for IMR Case Number {case} 3\nProgress Report\nOperative Report\nRequest for Authorization\n",
        f"Final Determination Letter for IMR Case Number {case} 4\nCLINICAL CASE SUMMARY\nThe physician reviewer developed the following clinical case "
        f"summary based on a review of the case file, including all medical records:\n{PROSE}\n",
        f"Final Determination Letter for IMR Case Number {case} 5\nIMR DECISION(S) AND RATIONALE(S)\nThe Final Determination was based on decisions for "
        "the disputed items/services set forth below:\n1. A wrist brace is not medically necessary and appropriate.\nThe Claims Administrator based its "
        "decision on the ACOEM Guidelines.\nThe Physician Reviewer based his/her decision on the MTUS.\nThe Physician Reviewer's decision rationale:\n"
        "The record shows no weakness of the wrist. The request is not medically necessary and appropriate.\n",
    ]  # fmt: skip


def review_2013() -> list[str]:
    return [
        f"MEDICAL PROFESSIONAL REVIEW\nDate: 3/4/2013\n\nISSUE AT DISPUTE:\nWhether a wrist brace is medically necessary?\n\nCASE SUMMARY:\n{PROSE}\n\n"
        "DOCUMENTS REVIEWED FOR DETERMINATION:\nUtilization review determination\n",
        "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:\nACOEM Guidelines, Chapter 11.\n\nRATIONALE FOR WHY THE REQUESTED "
        "TREATMENT/SERVICE IS NOT MEDICALLY NECESSARY:\nThe record shows no weakness.\n\nMEDICAL REVIEWER QUALIFICATIONS:\nBoard Certified in Neurology.\n",
    ]  # fmt: skip


N, L, M = notice_2013("CM13-0000001"), letter_2013("CM13-0000002"), review_2013()
OLD_NOTICE = claim_file.assignment(RNG, "CM13-0000002")

FOUND_2013 = [
    ("a notice", N, [[1, 2, 3, 4]]),
    ("a letter", L, [[1, 2, 3, 4, 5]]),
    ("a professional review", M, [[1, 2]]),
    ("two of each", [*N, *notice_2013("CM13-0000009"), *L, *letter_2013("CM13-0000008"), *M, *M],
     [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12, 13], [14, 15, 16, 17, 18], [19, 20], [21, 22]]),
    ("a copy", [*N, *N, *L, *L], [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12, 13], [14, 15, 16, 17, 18]]),
    ("a letter without its first page behind a notice", [*N, *L[1:]], [[1, 2, 3, 4], [5, 6, 7, 8]]),
    ("one that begins at its summary behind a notice", [*N, *L[3:]], [[1, 2, 3, 4], [5, 6]]),
    ("a letter without its first page behind a review", [*M, *L[1:]], [[1, 2], [3, 4, 5, 6]]),
    ("a notice without its first page behind a notice", [*N, *N[1:]], [[1, 2, 3, 4], [5, 6, 7]]),
    ("a notice without its first page behind a review", [*M, *N[1:]], [[1, 2], [3, 4, 5]]),
    ("among papers", [*FAX, *N, *APPLICATION, *M, *PROOF, *OLD_NOTICE, *L, *SCAN],
     [[2, 3, 4, 5], [7, 8], [11, 12, 13, 14, 15]]),
    ("below and above newer ones", [*A, *N, *B, *L, *C], [[1, 2, 3], [4, 5, 6, 7], [8, 9, 10], [11, 12, 13, 14, 15], [16, 17, 18]]),
]  # fmt: skip


@pytest.mark.parametrize(("pages", "expected"), [row[1:] for row in FOUND_2013], ids=[row[0] for row in FOUND_2013])
def test_pages_of_letters_of_2013(pages: list[str], expected: list[list[int]]) -> None:
    assert found(pages) == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", ["paged", "first-page-missing", "lost-blanks", "scrambled-header", "double"])
def test_a_letter_of_any_form_and_shape_is_one_and_found_among_others(form: str, shape: str) -> None:
    for seed in range(5):
        letter = [page.text for page in pages_of_text(forge(SeededChooser(f"{form}{shape}{seed}"), form, shape).text)]
        assert found(letter) == [[*range(1, len(letter) + 1)]]
        assert doubted(letter) == [set()]
        (portions,) = (one.portions for one in find_letters([TextPage(page) for page in letter]))
        assert [text[span.start : span.end] for text, span in zip(letter, portions, strict=True)] == letter
        if len(letter) > 1:
            rng = Random(seed)
            above, below = claim_file.papers(rng, 2), claim_file.papers(rng, 2)
            assert found([*above, *letter, *below]) == [[*range(len(above) + 1, len(above) + len(letter) + 1)]]


# -- records -----------------------------------------------------------------------------------------------------

SAMPLES = sorted((ROOT / "samples").glob("*.pdf"))


def sample_pages() -> list[list[str]]:
    """The pages' texts of each sample that is one letter."""
    texts = [[page.text for page in imrparse.read(path).pages] for path in SAMPLES]
    return [text for text in texts if len(found(text)) == 1]


@pytest.mark.parametrize("seed", range(40))
def test_each_letter_gives_the_record_that_it_gives_alone(seed: int) -> None:
    rng = Random(seed)
    chosen = rng.choices([*sample_pages(), A, long_pages()], k=rng.randint(1, 4))
    pages = claim_file.papers(rng, rng.randint(0, 3))
    places = []
    for letter in chosen:
        if rng.random() < 0.3:
            pages += claim_file.assignment(rng, CASES[0])
        places.append(tuple(range(len(pages) + 1, len(pages) + len(letter) + 1)))
        pages += [*letter, *claim_file.papers(rng, rng.randint(0, 2))]
    records = records_of(pages)
    assert [record.source.pages for record in records] == places
    for record, letter in zip(records, chosen, strict=True):
        assert record == with_source(imrparse.parse_text("\f".join(letter)).record, record.source)


@pytest.mark.parametrize("seed", range(40))
def test_letters_in_text_without_page_ends(seed: int) -> None:
    rng = Random(seed)
    closed = pages_of(CASES[2], end="Sincerely,\nA. B. Smith")
    chosen = ["\n".join(letter) for letter in rng.choices([A, B, closed, L, N, M], k=rng.randint(1, 4))]
    parts = claim_file.papers(rng, rng.randint(0, 2))
    for letter in chosen:
        parts += [letter, *claim_file.papers(rng, rng.randint(0, 2))]
    text = "\n\n".join(parts)
    portions = [letter.portions for letter in find_letters([TextPage(text)])]
    assert len(portions) == len(chosen)
    for (span,), letter in zip(portions, chosen, strict=True):
        printed = text[span.start : span.end].strip()
        # A letter's own closing may be cut off with the paper below it: nothing is read from there.
        assert printed == letter.strip() or letter.startswith(printed.rpartition("necessary")[0])
        assert printed.split("\n")[0] == letter.split("\n")[0]
        assert letter.rstrip().rpartition("The record shows no")[2][:5] in printed


@pytest.mark.parametrize("seed", range(20))
def test_they_give_the_records_that_they_give_alone(seed: int) -> None:
    rng = Random(seed)
    chosen = [
        "\n".join(letter) for letter in rng.choices([A, B, pages_of(CASES[2], end="Sincerely,\nA. B. Smith")], k=3)
    ]
    parts = claim_file.papers(rng, rng.randint(0, 2))
    for letter in chosen:
        parts += [letter, *claim_file.papers(rng, rng.randint(0, 2))]
    records = records_of(parts, between="\n\n")
    assert records == [
        with_source(imrparse.parse_text(letter).record, record.source)
        for record, letter in zip(records, chosen, strict=True)
    ]


def test_parse_gives_the_first_letter_and_names_the_pages_of_the_others() -> None:
    pages = "\f".join([*FAX, *A, *SCAN, *B, *C])
    record = imrparse.parse_text(pages).record
    assert (record.case_number, record.source.pages, record.source.page_count) == (CASES[0], (2, 3, 4), 11)
    (warning,) = [warning for warning in record.warnings if warning.code == "several_letters"]
    assert warning.field == "source.pages"
    assert warning.message == (
        "the input holds 3 letters, this record is of the first; the others are on pages 6-8; 9-11"
    )
    assert not any(warning.code == "several_letters" for record in records_of([*A, *B]) for warning in record.warnings)


def test_the_words_of_a_value_are_those_of_its_own_page() -> None:
    first, second = imrparse.parse_all("\f".join([*FAX, *A, *B]).encode())
    assert (first.words("case_number"), second.words("case_number")) == CASES[:2]
    assert [span.page for span in second.evidence["case_number"]] == [5]


def test_a_scanned_page_of_one_letter_is_no_matter_of_the_other() -> None:
    pdf = letters.pdf_of(A[0], "", *A[1:], *B)
    pdf.page = 2
    pdf.image(Image.new("L", (170, 220), 200), 0, 0, 612, 792)
    options = imrparse.Options(ocr="never")
    first, second = (letter.record for letter in imrparse.parse_all(bytes(pdf.output()), options))
    assert [record.source.pages for record in (first, second)] == [(1, 2, 3, 4), (5, 6, 7)]
    assert [any(w.code == "page_without_text" for w in record.warnings) for record in (first, second)] == [True, False]


# -- runs --------------------------------------------------------------------------------------------------------


@pytest.fixture
def claim(tmp_path: Path) -> Path:
    path = tmp_path / "claim.txt"
    path.write_text("\f".join([*FAX, *A, *SCAN, *B, *C]))
    (tmp_path / "letter.txt").write_text("\f".join(A))
    return path


def test_a_file_gives_a_line_for_each_letter_and_counts_once(claim: Path) -> None:
    done = CliRunner().invoke(app, ["parse", str(claim), str(claim.with_name("letter.txt"))])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [line["case_number"] for line in lines] == [*CASES, CASES[0]]
    assert [line["source"]["pages"] for line in lines] == [[2, 3, 4], [6, 7, 8], [9, 10, 11], [1, 2, 3]]
    assert done.stderr.splitlines()[0] == "imrparse: inputs 2: 2 parsed, 0 failed"
    assert done.stderr.splitlines()[1].startswith("imrparse: records 4: ")


def test_csv_tells_the_letters_of_a_file_apart(claim: Path) -> None:
    done = CliRunner().invoke(app, ["parse", str(claim), "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    # Not `2-4`: a spreadsheet would make a day of it.
    pages = ["2; 3; 4", "6; 7; 8", "9; 10; 11"]
    assert [(row["case_number"], row["pages"]) for row in rows[::2]] == list(zip(CASES, pages, strict=True))


def test_show_gives_the_letters_of_a_file_as_a_table(claim: Path) -> None:
    done = CliRunner().invoke(app, ["show", str(claim)], env={"COLUMNS": "100"})
    assert [f"claim.txt, pages {pages}" in done.stdout for pages in ("2-4", "6-8", "9-11")] == [True] * 3
    assert "Inputs: 1 (records 3, errors 0)." in done.stdout


def test_a_letter_that_fails_loses_none_of_the_others(claim: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.parse_document

    def fail(document: imrparse.Document, letter: FoundLetter) -> imrparse.ParsedLetter:
        if letter.portions[0].page == 6:
            raise errors.TimedOut("takes too long")
        return whole(document, letter)

    monkeypatch.setattr("imrparse.run.parse_document", fail)
    ((first, failed, last),) = results([str(claim)], imrparse.Options())
    assert (first.record.case_number, last.record.case_number) == (CASES[0], CASES[2])
    assert msgspec.to_builtins(failed) == {
        "source": {"path": str(claim), "pages": (6, 7, 8)},
        "error": {"code": "timeout", "message": "takes too long"},
    }
    rows = [row_of(result, evidence=False) for result in (first, failed, last)]
    said = finished(rows, sha256=None, seconds=0.0)
    assert (said.counts.records, said.counts.failures) == (2, 1)
    assert (said.error_code, said.error_message) == ("timeout", "pages 6-8: takes too long")


@pytest.mark.parametrize(
    ("pages", "words"), [([], ""), ([4], "4"), ([2, 3, 4], "2-4"), ([1, 3, 4, 9], "1, 3-4, 9"), ([2, 2, 3], "2-3")]
)
def test_page_numbers_for_a_person(pages: list[int], words: str) -> None:
    assert page_ranges(pages) == words
