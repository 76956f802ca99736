"""The header block: its seven values, however its columns came out."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import pytest

from imrparse.evidence import Found
from imrparse.fields.header import Header, parse_date, read_header
from imrparse.record import Dates
from tests import letters


class Values(NamedTuple):
    """The values of a header block, dates as they are printed."""

    case_number: str | None = "CM17-0001234"
    assigned: str | None = "03/01/2017"
    injury: str | None = "05/20/2012"
    decision: str | None = "04/12/2017"
    ur_denial: str | None = "01/15/2017"
    priority: str | None = "standard"
    received: str | None = "02/02/2017"


USUAL = Values()
NOTHING = Values(*[None] * 7)


def found(text: str) -> Values:
    """What is read from a header block, every value checked against its evidence."""
    result = read_header(text.replace("\n", " "))
    assert_grounded(text.replace("\n", " "), result)
    header = result.value
    dates = [
        date and f"{date:%m/%d/%Y}"
        for date in (header.dates.assigned, header.dates.injury, header.dates.decision, header.dates.ur_denial)
    ]
    received = header.dates.application_received
    return Values(header.case_number, *dates, header.priority, received and f"{received:%m/%d/%Y}")


def assert_grounded(text: str, result: Found[Header]) -> None:
    """Every value has one span, whose words give the value; what is null has none."""
    header = result.value
    words = {path: text[span.start : span.end] for path, (span,) in result.evidence.items()}
    expected = {f"dates.{name}" for name in Dates.__struct_fields__ if getattr(header.dates, name)}
    expected |= {name for name in ("case_number", "priority") if getattr(header, name)}
    assert words.keys() == expected
    for name in Dates.__struct_fields__:
        if f"dates.{name}" in words:
            assert parse_date(words[f"dates.{name}"]) == getattr(header.dates, name)
    if header.case_number:
        assert words["case_number"].replace(" ", "").replace("–", "-").upper() == header.case_number
    if header.priority:
        assert words["priority"].lower() in (header.priority, "regular")


ONE_COLUMN = """\
Case Number: CM17-0001234
Date Assigned: 03/01/2017
Date of Injury: 05/20/2012
Decision Date: 04/12/2017
UR Denial Date: 01/15/2017
Priority: Standard
Application Received: 02/02/2017"""

# Shapes in which readers give the same block.
SHAPES = [
    # One label a line.
    ONE_COLUMN,
    # Two columns to a line, as pdftotext -layout gives them.
    """\
Case Number: CM17-0001234
Date Assigned: 03/01/2017 Date of Injury: 05/20/2012
Decision Date: 04/12/2017 UR Denial Date: 01/15/2017
Priority: Standard Application Received: 02/02/2017""",
    # The last label cut in two by its value.
    """\
Case Number: CM17-0001234 Date Assigned: 03/01/2017
Date of Injury: 05/20/2012 Decision Date: 04/12/2017
UR Denial Date: 01/15/2017 Priority: Standard Application 02/02/2017
Received:""",
    # Column by column: labels, their values, labels, their values.
    """\
Case Number: Date Assigned: Decision Date: Priority:
CM17-0001234 03/01/2017 04/12/2017 Standard
Date of Injury: UR Denial Date: Application Received:
05/20/2012 01/15/2017 02/02/2017""",
    # All labels before all values.
    """\
Case Number: Date Assigned: Date of Injury: Decision Date: UR Denial Date: Priority: Application
Received:
CM17-0001234 03/01/2017 05/20/2012 04/12/2017 01/15/2017 Standard 02/02/2017""",
    # … with the values in the order of the second column, so that only their kinds tell them apart.
    """\
Case Number: Priority: Date Assigned: Date of Injury: Decision Date: UR Denial Date: Application Received:
CM17-0001234 03/01/2017 05/20/2012 04/12/2017 01/15/2017 02/02/2017 Standard""",
    # A label a line, its value on the next.
    ONE_COLUMN.replace(": ", ":\n"),
    # The words of the form in capitals, and without colons.
    ONE_COLUMN.upper(),
    ONE_COLUMN.replace(":", ""),
    # Another order than the form's.
    "\n".join(reversed(ONE_COLUMN.splitlines())),
    # Labels that wrap.
    ONE_COLUMN.replace("UR Denial Date", "UR Denial\nDate").replace("Case Number", "Case\nNumber"),
    # The older form's labels.
    ONE_COLUMN.replace("Case Number", "IMR Case Number").replace("Application", "IMR Application"),
    # Other labels and dates around the block's own.
    f"Dated: 4/13/2017\nClaims Number: 55-1\nProvider Name: A. B. Smith, MD\n{ONE_COLUMN}",
    # A second copy of a label further down: the block's own stands first.
    f"{ONE_COLUMN}\nDecision Date: 01/01/2011",
]


@pytest.mark.parametrize("text", SHAPES)
def test_the_block_in_every_shape(text: str) -> None:
    assert found(text) == USUAL
    assert read_header(text.replace("\n", " ")).doubts == ()


# (what the block prints in the place of what, values)
VALUES = [
    # Case numbers in the shapes that people and columns give them.
    ("CM17-0001234", "cm17-0001234", USUAL),
    ("CM17-0001234", "CM17-\n0001234", USUAL),
    ("CM17-0001234", "CM17–0001234", USUAL),
    ("CM17-0001234", "CM 17 - 0001234", USUAL),
    ("CM17-0001234", "CM13-00012", USUAL._replace(case_number="CM13-00012")),
    # What is no case number is none.
    ("CM17-0001234", "17-0001234", USUAL._replace(case_number=None)),
    ("CM17-0001234", "pending", USUAL._replace(case_number=None)),
    # Dates in figures: without zeros, with hyphens, with two digits for the year on either side of 1950.
    ("05/20/2012", "5/20/2012", USUAL),
    ("05/20/2012", "05-20-2012", USUAL),
    ("05/20/2012", "2012-05-20", USUAL),
    ("05/20/2012", "5/20/12", USUAL),
    ("05/20/2012", "5/20/79", USUAL._replace(injury="05/20/1979")),
    ("05/20/2012", "5/20/50", USUAL._replace(injury="05/20/1950")),
    ("05/20/2012", "5/20/49", USUAL._replace(injury="05/20/2049")),
    # Dates in words.
    ("05/20/2012", "May 20, 2012", USUAL),
    ("05/20/2012", "may 20 2012", USUAL),
    ("04/12/2017", "April 12, 2017", USUAL),
    ("04/12/2017", "Apr. 12, 2017", USUAL),
    # A leap day.
    ("05/20/2012", "02/29/2012", USUAL._replace(injury="02/29/2012")),
    # A value that is missing, or printed in no shape of its kind, leaves its label alone without one.
    ("05/20/2012", "", USUAL._replace(injury=None)),
    ("05/20/2012", "Various", USUAL._replace(injury=None)),
    ("Date Assigned: 03/01/2017\n", "", USUAL._replace(assigned=None)),
    ("CM17-0001234", "", USUAL._replace(case_number=None)),
    ("02/02/2017", "", USUAL._replace(received=None)),
    ("Standard", "", USUAL._replace(priority=None)),
    # The priority's words.
    ("Standard", "Expedited", USUAL._replace(priority="expedited")),
    ("Standard", "STANDARD", USUAL),
    ("Standard", "Regular", USUAL),
]


@pytest.mark.parametrize(("printed", "instead", "expected"), VALUES)
def test_values(printed: str, instead: str, expected: Values) -> None:
    assert found(ONE_COLUMN.replace(printed, instead)) == expected


@pytest.mark.parametrize("date", ["02/30/2012", "13/20/2012", "00/10/2012", "February 30, 2012", "5/32/12"])
def test_an_impossible_date_is_null_and_said_to_be_so(date: str) -> None:
    result = read_header(ONE_COLUMN.replace("05/20/2012", date))
    assert found(ONE_COLUMN.replace("05/20/2012", date)) == USUAL._replace(injury=None)
    assert [(doubt.code, doubt.path) for doubt in result.doubts] == [("impossible", "dates.injury")]
    assert date.lower() in result.doubts[0].message.lower()


def test_columns_that_do_not_pair_give_nothing_but_a_doubt() -> None:
    # Three labels of dates, two dates: which is missing cannot be known.
    text = "Case Number: Date Assigned: Date of Injury: Decision Date: CM17-0001234 03/01/2017 04/12/2017"
    assert found(text) == NOTHING._replace(case_number="CM17-0001234")
    assert {(doubt.code, doubt.path) for doubt in read_header(text).doubts} == {
        ("unclear_header", f"dates.{name}") for name in ("assigned", "injury", "decision")
    }


def test_september_has_an_abbreviation_of_four_letters() -> None:
    assert parse_date("Sept. 2, 2016") == datetime.date(2016, 9, 2)


@pytest.mark.parametrize("printed", ["CT 01/01/2011 - 05/20/2012", "01/01/2011 and 05/20/2012"])
def test_two_dates_behind_one_label_are_in_doubt(printed: str) -> None:
    assert "dates.injury" in {doubt.path for doubt in read_header(ONE_COLUMN.replace("05/20/2012", printed)).doubts}


@pytest.mark.parametrize("text", ["", "Dear reader, we have completed the review.", "Case Number: Date of Injury:"])
def test_no_block_gives_no_values(text: str) -> None:
    assert found(text) == NOTHING


def test_a_letter_without_its_block_takes_no_date_of_the_summary() -> None:
    record = letters.record_of(
        header="", summary=f"{letters.SUMMARY} Her date of injury: 5/20/2012, decision date 1/2/2016."
    )
    assert (record.case_number, record.priority, record.dates) == (None, None, Dates())
    missing = {warning.field for warning in record.warnings if warning.code == "missing"}
    assert missing == {"case_number", "priority", *(f"dates.{name}" for name in Dates.__struct_fields__)}


def test_a_letter_whose_block_stands_below_a_letterhead() -> None:
    letterhead = (
        "MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review\nP.O. Box 138009\nSacramento, CA 95813-8009"
    )
    record = letters.record_of(header=f"{letterhead}\nDated: 4/13/2016\n{letters.HEADER}")
    assert record.case_number == "CM16-0012345"
    assert record.dates.decision == datetime.date(2016, 4, 12)
    assert record.warnings == ()


def test_each_value_above_its_label() -> None:
    text = "CM16-0012345\nCase Number:\n03/01/2016\nDate Assigned:\n05/20/2012\nDate of Injury:\n"
    found = read_header(text)
    assert found.value.case_number == "CM16-0012345"
    assert found.value.dates.assigned == datetime.date(2016, 3, 1)
    assert found.value.dates.injury == datetime.date(2012, 5, 20)
    assert found.doubts == ()


def test_values_before_their_labels_are_in_doubt() -> None:
    text = "CM16-0012345\nCase Number:\n03/01/2016\n05/20/2012\nDate Assigned:\nDate of Injury:\n"
    assert {"dates.assigned", "dates.injury"} <= {doubt.path for doubt in read_header(text).doubts}


def test_values_above_their_labels_below_the_letters_own_date_and_above_the_list_in_dispute() -> None:
    found = read_header(
        "Dated: 12/27/2013\nCM13-0407715\nIMR Case Number:\n2/8/2010\nDate of Injury:\nClaims Number:\n8/2/2013\n"
        "UR Denial Date:\nSTANDARD\nPriority:\n8/19/2013\nApplication Received:\nEmployee Name:\n"
        "Treatment(s) in Dispute Listed on IMR Application:\nTHERAPY, SERVICE OF 7/1/2013"
    )
    dates = found.value.dates
    assert (found.value.case_number, found.value.priority, found.doubts) == ("CM13-0407715", "standard", ())
    assert [str(dates.decision), str(dates.injury), str(dates.ur_denial), str(dates.application_received)] == [
        "2013-12-27", "2010-02-08", "2013-08-02", "2013-08-19",
    ]  # fmt: skip


def test_values_above_their_labels_that_do_not_pair_are_in_doubt() -> None:
    found = read_header("1/9/2014\nDated: 12/27/2013\nCM13-0407715\nIMR Case Number:\n2/8/2010\nDate of Injury:\n")
    assert {"dates.injury", "case_number"} <= {doubt.path for doubt in found.doubts}
