"""Damaged values that know their own shape."""

from __future__ import annotations

import pytest

from imrparse.fields.reviewer import read_reviewer
from imrparse.repairs import case_number_meant, date_meant, decision_meant, name_meant, necessity_meant

STATES = ("California", "Texas", "New York", "Ohio", "Iowa", "Kansas", "Arkansas", "Virginia", "West Virginia", "Utah")
SPECIALTIES = ("Orthopedic Surgery", "Pain Management", "Physical Medicine & Rehabilitation", "Sports Medicine")


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("O1/l3/2017", "01/13/2017"),
        ("01/13/20l7", "01/13/2017"),
        ("1/13/2O17", "1/13/2017"),
        ("Ol/13/2017", "01/13/2017"),
        ("Ol/I3/ZOI7", None),  # one true digit: this could be anything
        ("01 /13/2017", "01/13/2017"),
        ("01/13/ 2017", "01/13/2017"),
        ("01/13/20 17", "01/13/2017"),
        ("1 1/13/2017", "11/13/2017"),
        ("01.13.2017", "01/13/2017"),
        ("01-13-2017", "01/13/2017"),
        ("01/132017", "01/13/2017"),
        ("0113/2017", "01/13/2017"),
        ("01I13I2017", "01/13/2017"),
        ("1/132017", None),  # which slash is lost?
        ("13/45/2017", None),  # no day of the calendar
        ("A1/13/2017", None),
        ("01/13/2G17", None),  # 6 or 0
        ("10/325mg", None),
    ],
)
def test_dates(printed: str, meant: str | None) -> None:
    assert date_meant(printed) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("CMl7-0002106", "CM17-0002106"),
        ("CM17-OOO2106", "CM17-0002106"),
        ("CM 17-0002106", "CM17-0002106"),
        ("CMI7\u20140002106", "CM17-0002106"),
        ("cM17-0002106", "CM17-0002106"),
        ("GM17-0002106", "CM17-0002106"),
        ("Crn17-0002106", "CM17-0002106"),
        ("CM170002106", "CM17-0002106"),
        ("CM17-000 2106", "CM17-0002106"),
        ("CM17.0002106", "CM17-0002106"),
        ("CM17-00021", None),  # digits are missing
        ("CM17-0002G06", None),
        ("XM17-0002106", None),
    ],
)
def test_case_numbers(printed: str, meant: str | None) -> None:
    assert case_number_meant(printed) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Califomia", "California"),
        ("Calif ornia", "California"),
        ("Calfornia", "California"),
        ("Texas.", "Texas"),
        ("NewYork", "New York"),
        ("0hio", "Ohio"),
        ("lowa", "Iowa"),
        ("Virginla", "Virginia"),
        ("WestVirginia", "West Virginia"),
        ("Akansas", None),  # a letter away from Kansas and from Arkansas
        ("Freedonia", None),
        ("Oh", None),
        ("", None),
    ],
)
def test_states(printed: str, meant: str | None) -> None:
    assert name_meant(printed, STATES) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Orthopedic Surqery", "Orthopedic Surgery"),
        ("OrthopedicSurgery", "Orthopedic Surgery"),
        ("Pain Managernent", "Pain Management"),
        ("Physical Medicine & Rehabllitation", "Physical Medicine & Rehabilitation"),
        ("Hand Surgery", None),
    ],
)
def test_specialties(printed: str, meant: str | None) -> None:
    assert name_meant(printed, SPECIALTIES) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Upheid", "upheld"),
        ("UpheId", "upheld"),
        ("Uphe ld", "upheld"),
        ("Uphcld", "upheld"),
        ("0verturned", "overturned"),
        ("Overtumed", "overturned"),
        ("held", None),
        ("uphill", None),
        ("returned", None),
    ],
)
def test_decisions(printed: str, meant: str | None) -> None:
    assert decision_meant(printed) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("is notmedically necessary and appropriate", "upheld"),
        ("isnot medically necessary", "upheld"),
        ("is not medicaIly necessary", "upheld"),
        ("is rnedically necessary", "overturned"),
        ("ismedically necessary and appropriate", "overturned"),
        ("is necessary", None),
    ],
)
def test_sentences_of_necessity(printed: str, meant: str | None) -> None:
    assert necessity_meant(printed) == meant


def test_a_specialty_is_repaired_only_where_ocr_read_it() -> None:
    text = "State(s) of Licensure: Califomia Certification(s)/Specialty: Sports Medicinea"
    typed, scanned = read_reviewer(text), read_reviewer(text, ocr=True)
    assert (typed.value.specialties, scanned.value.specialties) == (("Sports Medicinea",), ("Sports Medicine",))
    assert typed.value.licensure == ("California",)
    assert [(d.code, d.path, d.printed) for d in typed.doubts] == [("repaired", "licensure.0", "Califomia")]
    assert ("repaired", "specialties.0", "Sports Medicinea") in [(d.code, d.path, d.printed) for d in scanned.doubts]


def test_a_full_stop_parts_two_states() -> None:
    found = read_reviewer("State(s) of Licensure: Texas. New York, California Certification(s)/Specialty: Neurology")
    assert found.value.licensure == ("Texas", "New York", "California")
