"""Records in, figures out; intervals against published values."""

from __future__ import annotations

import datetime
import math
from fractions import Fraction

import pytest

from imrparse.record import (
    Citation,
    Dates,
    DisputedItem,
    Drug,
    GuidelineParagraph,
    Outcome,
    Priority,
    Record,
    Reviewer,
    Source,
)
from imrparse.report.figures import Breakdown, copies, days, figures_of
from imrparse.report.groupings import cited_sections, cited_sources
from imrparse.report.statistics import Median, Share, percent_words

SOURCE = Source(path="letter.pdf", sha256="0" * 64, kind="pdf", pages=(1,), page_count=1, engine="pdfium")
U, O, M, N = "upheld", "overturned", "modified", None  # noqa: E741 (four decisions in a row)


def letter(*decisions: str | None, number: int = 0, **values: object) -> Record:
    """A letter with an item for each decision, all of the category and citations given."""
    category, drug = values.pop("category", "Surgery"), values.pop("drug", None)
    reviewer_side = values.pop("cites", GuidelineParagraph())
    items = tuple(
        DisputedItem(
            treatment=f"item {place}", decision=decision, category=category, drug=drug, expert_reviewer=reviewer_side
        )
        for place, decision in enumerate(decisions)
    )
    values.setdefault("case_number", f"CM16-{number:07}" if number else None)
    return Record(source=SOURCE, disputed_items=items, **values)


def cites(*citations: Citation, basis: str | None = None) -> GuidelineParagraph:
    return GuidelineParagraph(text="Decision based on …", basis=basis, citations=citations)


def breakdown(records: list[Record], key: str) -> Breakdown:
    return next(each for each in figures_of(records).breakdowns if each.key == key)


def groups(records: list[Record], key: str) -> dict[str, tuple[int, int]]:
    """Of each group how many of how many."""
    return {group.label: (group.figure.count, group.figure.total) for group in breakdown(records, key).groups}


# Newcombe, Stat. Med. 17 (1998), table I, method 3; the last two by the formula's limits.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (29, 29, 1 - 0.1170, 1.0),
    (5, 10, 0.2366, 0.7634),
]


@pytest.mark.parametrize(("count", "total", "low", "high"), WILSON)
def test_interval_of_a_share(count: int, total: int, low: float, high: float) -> None:
    assert Share(count, total).interval == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)
    assert percent_words(Share(0, 0)) == "0 of 0"
    assert percent_words(Share(5, 17)) == "5 of 17 (29%, 95% interval 13 to 53%)"


# As in tables of the sign test at 5 %, two-sided: n, and the rank from either end.
RANKS = [(6, 1), (8, 1), (9, 2), (10, 2), (12, 3), (15, 4), (20, 6), (25, 8), (100, 40)]


@pytest.mark.parametrize(("n", "rank"), RANKS)
def test_interval_of_a_median(n: int, rank: int) -> None:
    assert Median.of(range(1, n + 1)).interval == (rank, n + 1 - rank)


@pytest.mark.parametrize("n", [*range(6, 60), 500, 1001])
def test_no_narrower_interval_of_a_median_would_do(n: int) -> None:
    interval = Median.of(range(1, n + 1)).interval
    assert interval
    rank = int(interval.low)

    def missed(rank: int) -> Fraction:
        return Fraction(2 * sum(math.comb(n, k) for k in range(rank)), 2**n)

    assert missed(rank) <= Fraction(1, 20) < missed(rank + 1)


@pytest.mark.parametrize("n", range(6))
def test_few_values_have_no_interval_of_the_median(n: int) -> None:
    assert Median.of(range(n)).interval is None


def test_the_median() -> None:
    assert [Median.of(values).value for values in ([], [7], [9, 1], [5, 1, 2], [1, 2, 3, 10])] == [None, 7, 5, 2, 2.5]


def test_share_of_items_overturned() -> None:
    figures = figures_of([letter(U, O, M), letter(N), letter()])
    assert figures.overturned == Share(1, 3)
    assert (figures.letters, figures.items, figures.modified) == (3, 4, 1)


def test_items_without_a_decision_are_counted_apart() -> None:
    by_category = breakdown([letter(U, O, N, category="Surgery"), letter(U, N, category=None)], "category")
    assert [(group.label, group.figure) for group in by_category.groups] == [("Surgery", Share(1, 2))]
    assert by_category.remarks == (
        "2 items have no decision.",
        "1 item is in no group: the words of the request decide none.",
    )


def test_drug_class_is_about_items_that_ask_for_a_drug() -> None:
    records = [
        letter(O, category="Surgery"),
        letter(U, category="Pharmaceuticals", drug=Drug(class_="Opioids")),
        letter(O, category="Pharmaceuticals", drug=Drug()),
        letter(O, category="Pharmaceuticals"),
    ]
    assert groups(records, "class") == {"Opioids": (0, 1)}
    assert breakdown(records, "class").remarks[0].startswith("2 items are in no group")


MTUS = Citation(
    source="MTUS", title="Elbow Complaints", sections=("Inital Care", "9"), known_sections=("Initial Care",)
)
ODG = Citation(source="ODG", known_title="Low Back", sections=("Fusion",))

PARAGRAPHS = [
    (
        cites(MTUS, ODG, MTUS),
        ["MTUS", "ODG"],
        ["Initial Care (Elbow Complaints)", "9 (Elbow Complaints)", "Fusion (ODG Low Back)"],
    ),
    (cites(Citation(source="Other", title="A work")), ["Other"], []),
    (cites(Citation(source="ODG", sections=("Fusion",))), ["ODG"], ["Fusion (ODG)"]),
    (cites(basis="none"), ["none"], []),
    (cites(), [], []),
    (GuidelineParagraph(), [], []),
]


@pytest.mark.parametrize(("paragraph", "sources", "sections"), PARAGRAPHS)
def test_what_a_paragraph_cites(paragraph: GuidelineParagraph, sources: list[str], sections: list[str]) -> None:
    assert (cited_sources(paragraph), cited_sections(paragraph)) == (sources, sections)


def test_an_item_counts_in_each_guideline_that_it_cites() -> None:
    records = [letter(O, cites=cites(MTUS, ODG)), letter(U, cites=cites(MTUS)), letter(U, cites=cites())]
    assert groups(records, "source") == {"MTUS": (1, 2), "ODG": (1, 1)}
    assert breakdown(records, "source").remarks == (
        "1 item is in no group: no such paragraph, or its guidelines were not understood.",
    )


def test_one_specialty_however_it_is_spelt() -> None:
    spellings = (
        "Physical Medicine & Rehabilitation",
        "Physical Medicine and Rehabilitation",
        "PHYSICAL MEDICINE & REHABILITATION",
    )
    records = [letter(O, U, reviewer=Reviewer(specialties=(name,))) for name in (*spellings, spellings[0])]
    assert groups(records, "specialty") == {spellings[0]: (4, 8)}


@pytest.mark.parametrize(
    ("states", "group"),
    [
        (("Oregon", "California"), {"California among them": (1, 1)}),
        (("Oregon",), {"other states only": (1, 1)}),
        ((), {}),
    ],
)
def test_licence(states: tuple[str, ...], group: dict[str, tuple[int, int]]) -> None:
    assert groups([letter(O, reviewer=Reviewer(licensure=states))], "california") == group


def dated(received: str | None, decision: str | None, priority: Priority | None = None, **values: object) -> Record:
    dates = Dates(
        application_received=received and datetime.date.fromisoformat(received),
        decision=decision and datetime.date.fromisoformat(decision),
    )
    return letter(U, dates=dates, priority=priority, **values)


def test_years_stand_in_order() -> None:
    records = [dated(None, f"{year}-05-01") for year in (2017, 2014, 2017)]
    assert list(groups(records, "year")) == ["2014", "2017"]


def test_days_from_application_to_decision() -> None:
    records = [
        dated("2017-01-03", "2017-02-14", "standard"),
        dated("2016-12-30", "2017-01-01", "expedited"),
        dated("2017-01-03", "2017-01-03", "standard"),
        dated("2017-02-03", "2017-01-03"),
        dated(None, "2017-01-03"),
    ]
    assert [days(record) for record in records] == [42, 2, 0, -31, None]
    medians = breakdown(records, "median-days")
    assert [(group.label, group.figure.values) for group in medians.groups] == [
        ("all letters", (0, 2, 42)),
        ("standard review", (0, 42)),
        ("expedited review", (2,)),
        ("decided in 2017", (0, 2, 42)),
    ]
    spread = next(each for each in figures_of(records).spreads if each.key == "days")
    assert spread.median.value == 2
    assert spread.remarks == medians.remarks
    assert medians.remarks == (
        "1 letter lacks one of the dates.",
        "1 letter is left out: its decision is dated before the application.",
    )


@pytest.mark.parametrize(
    ("passed", "bars"),
    [
        ([], ()),
        ([30], (("30", 1),)),
        ([30, 31, 41], (("30", 1), ("31", 1), *((str(day), 0) for day in range(32, 41)), ("41", 1))),
        (
            [20, 40, 59],
            (
                ("20–24", 1),
                ("25–29", 0),
                ("30–34", 0),
                ("35–39", 0),
                ("40–44", 1),
                *((f"{d}–{d + 4}", 0) for d in (45, 50)),
                ("55–59", 1),
            ),
        ),
        ([30] * 200 + [9000], (("30+", 201),)),
    ],
)
def test_bars_of_days(passed: list[int], bars: tuple[tuple[str, int], ...]) -> None:
    start = datetime.date(2000, 1, 1)
    records = [
        letter(U, dates=Dates(application_received=start, decision=start + datetime.timedelta(days=count)))
        for count in passed
    ]
    spread = next(each for each in figures_of(records).spreads if each.key == "days")
    assert spread.bars == bars
    assert sum(count for _, count in spread.bars) == len(passed)


def test_items_per_letter() -> None:
    records = [letter(U), letter(U, U), letter(*[U] * 30), letter()]
    spread = next(each for each in figures_of(records).spreads if each.key == "items")
    assert spread.bars[:2] == (("1", 1), ("2", 1))
    assert (len(spread.bars), spread.bars[-1]) == (12, ("12+", 1))
    assert spread.median.values == (1, 2, 30)
    assert spread.remarks == ("1 letter has no item.",)


def test_outcomes_of_letters() -> None:
    outcomes: list[Outcome | None] = ["upheld", "upheld", "partially overturned", None]
    records = [letter(U, O, outcome=outcome) for outcome in outcomes]
    assert groups(records, "outcome") == {"upheld": (2, 3), "partially overturned": (1, 3), "overturned": (0, 3)}
    assert breakdown(records, "outcome").remarks == (
        "1 letter has no outcome.",
        "Of letters with several items, 1 of 3 (33%, 95% interval 6 to 79%) are partially overturned.",
    )


# What makes a letter a copy of the first.
COPIES = [
    (letter(U, number=1), 0),
    (letter(O, number=1), None),
    (letter(U, U, number=1), None),
    (letter(U, number=2), None),
    (dated(None, "2017-01-01", case_number="CM16-0000001"), None),
]


@pytest.mark.parametrize(("second", "copy_of"), COPIES)
def test_copies(second: Record, copy_of: int | None) -> None:
    assert copies([letter(U, number=1), second]) == [None, copy_of]


def test_letters_without_a_case_number_are_no_copies() -> None:
    assert copies([letter(U), letter(U)]) == [None, None]


def test_copies_count_once() -> None:
    figures = figures_of([letter(O, number=1), letter(O, number=1), letter(U, number=2)])
    assert (figures.letters, figures.copies, figures.overturned) == (2, 1, Share(1, 2))


def test_no_records_at_all() -> None:
    figures = figures_of([])
    assert (figures.letters, figures.items, figures.overturned) == (0, 0, Share(0, 0))
    assert not any(each.groups for each in figures.breakdowns)
    assert not any(each.bars for each in figures.spreads)
