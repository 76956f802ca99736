"""What the summary counts: records in, shares and medians with their definitions out.

Nothing here knows of pages or pictures. A letter that came twice is counted once (`distinct`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from imrparse.record import DisputedItem, Record
from imrparse.report.groupings import GROUPINGS, Grouping, Spellings
from imrparse.report.statistics import Median, Share, percent_words

OVERTURNED = "Disputed items whose decision is overturned, as a share of all with a decision."


@dataclass(frozen=True)
class Group:
    """One group of a breakdown."""

    label: str
    figure: Share | Median
    filter: tuple[str, str] | None = None
    """Which rows of the table these are: the name of the table's filter, and its value."""


@dataclass(frozen=True)
class Breakdown:
    """A share or a median by groups."""

    key: str
    title: str
    definition: str
    unit: str
    """What n counts: `items` or `letters`."""
    groups: tuple[Group, ...]
    remarks: tuple[str, ...] = ()
    """What is in none of the groups, in sentences."""


@dataclass(frozen=True)
class Spread:
    """How often each value occurs."""

    key: str
    title: str
    definition: str
    unit: str
    bars: tuple[tuple[str, int], ...]
    median: Median
    measured: str
    """What the median is of: `days`, `items`."""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """All that the summary shows of the records."""

    letters: int
    copies: int
    """Letters that are left out as copies of another."""
    items: int
    overturned: Share
    modified: int
    breakdowns: tuple[Breakdown, ...]
    spreads: tuple[Spread, ...]


Item = tuple[Record, DisputedItem]


def figures_of(records: Sequence[Record], spellings: Spellings | None = None) -> Figures:
    """The figures of `records`, of which those that are copies count once."""
    spellings = spellings or Spellings(records)
    letters = [record for record, copy_of in zip(records, copies(records), strict=True) if copy_of is None]
    items = [(record, item) for record in letters for item in record.disputed_items]
    timed, remarks = _timed(letters)
    return Figures(
        letters=len(letters),
        copies=len(records) - len(letters),
        items=len(items),
        overturned=_overturned([item for item in items if item[1].decision]),
        modified=sum(item.decision == "modified" for _, item in items),
        breakdowns=(
            _outcomes(letters),
            *(_by(grouping, items, spellings) for grouping in GROUPINGS),
            _median_days(timed, remarks),
        ),
        spreads=(_days(timed, remarks), _items_per_letter(letters)),
    )


def copies(records: Sequence[Record]) -> list[int | None]:
    """For each record the place of the earlier one that it repeats, else `None`.

    A record repeats another where case number, date of decision, and the items with their decisions are the same. One
    letter often arrives twice (a PDF and its text, a file in two folders); counted twice it would make intervals too
    narrow. A letter without a case number is never taken for a copy.
    """
    seen: dict[tuple[object, ...], int] = {}
    found: list[int | None] = []
    for place, record in enumerate(records):
        items = tuple((item.treatment, item.decision) for item in record.disputed_items)
        first = seen.setdefault((record.case_number, record.dates.decision, items), place)
        found.append(first if record.case_number is not None and first != place else None)
    return found


def _overturned(decided: Sequence[Item]) -> Share:
    return Share(sum(item.decision == "overturned" for _, item in decided), len(decided))


def _by(grouping: Grouping, items: Iterable[Item], spellings: Spellings) -> Breakdown:
    members: dict[str, list[Item]] = defaultdict(list)
    undecided = without = 0
    for record, item in items:
        labels = spellings.groups(grouping, record, item)
        if labels is None:
            continue
        undecided += item.decision is None
        if item.decision is None:
            continue
        without += not labels
        for label in labels:
            members[label].append((record, item))
    order = sorted(members) if grouping.in_order else sorted(members, key=lambda label: (-len(members[label]), label))
    return Breakdown(
        key=grouping.key,
        title=grouping.title,
        definition=f"{OVERTURNED} {grouping.definition}",
        unit="items",
        groups=tuple(Group(label, _overturned(members[label]), (grouping.key, label)) for label in order),
        remarks=_sentences(
            (undecided, "item has no decision", "items have no decision"),
            (without, f"item is in no group: {grouping.lacking}", f"items are in no group: {grouping.lacking}"),
        ),
    )


def _outcomes(letters: Sequence[Record]) -> Breakdown:
    found = Counter(record.outcome for record in letters if record.outcome)
    several = [record.outcome for record in letters if len(record.disputed_items) > 1 and record.outcome]
    mixed = Share(several.count("partially overturned"), len(several))
    return Breakdown(
        key="outcome",
        title="Outcome of the letter",
        definition="Share of letters with this outcome, of all letters with an outcome. A letter is partially "
        "overturned where some of its items are upheld and some overturned.",
        unit="letters",
        groups=tuple(
            Group(outcome, Share(found[outcome], found.total()), ("outcome", outcome))
            for outcome in ("upheld", "partially overturned", "overturned")
            if found
        ),
        remarks=(
            *_sentences((len(letters) - found.total(), "letter has no outcome", "letters have no outcome")),
            *((f"Of letters with several items, {percent_words(mixed)} are partially overturned.",) if several else ()),
        ),
    )


DAYS = "Days from the date that the application was received to the date of decision, both in the letter's header."

Timed = list[tuple[Record, int]]


def days(record: Record) -> int | None:
    """Days from the application's receipt to the decision; negative where the letter's dates run backwards."""
    dates = record.dates
    if dates.decision is None or dates.application_received is None:
        return None
    return (dates.decision - dates.application_received).days


def _timed(letters: Sequence[Record]) -> tuple[Timed, tuple[str, ...]]:
    """Letters with their days, and sentences about those without."""
    passed = [(record, days(record)) for record in letters]
    timed = [(record, count) for record, count in passed if count is not None and count >= 0]
    lacking = sum(count is None for _, count in passed)
    backwards = len(passed) - len(timed) - lacking
    return timed, _sentences(
        (lacking, "letter lacks one of the dates", "letters lack one of the dates"),
        (
            backwards,
            "letter is left out: its decision is dated before the application",
            "letters are left out: their decisions are dated before the application",
        ),
    )


def _days(timed: Timed, remarks: tuple[str, ...]) -> Spread:
    values = [count for _, count in timed]
    return Spread(
        key="days",
        title="Days from application to decision",
        definition=f"{DAYS} Each bar counts the letters that took so many days.",
        unit="letters",
        bars=_histogram(values),
        median=Median.of(values),
        measured="days",
        remarks=remarks,
    )


WIDTHS = (1, 2, 5, 7, 10, 14, 20, 30, 50, 100, 200, 500, 1000)
BARS = 12


def _histogram(values: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """At most twelve bars of one width; the last takes in what lies far above (the highest hundredth)."""
    if not values:
        return ()
    ordered = sorted(values)
    low, top = ordered[0], ordered[-1 - len(ordered) // 100]
    width = next((width for width in WIDTHS if top // width - low // width < BARS), WIDTHS[-1])
    first = low // width
    last = min(top // width, first + BARS - 1)
    found = Counter(min(value // width, last) for value in ordered)

    def label(step: int) -> str:
        if step == last and ordered[-1] // width > last:
            return f"{step * width}+"
        return str(step) if width == 1 else f"{step * width}–{(step + 1) * width - 1}"

    return tuple((label(step), found[step]) for step in range(first, last + 1))


def _median_days(timed: Timed, remarks: tuple[str, ...]) -> Breakdown:
    return Breakdown(
        key="median-days",
        title="Median days from application to decision",
        definition=f"{DAYS} Half of the letters took no more days than the median.",
        unit="letters",
        groups=tuple(Group(label, Median.of(values), filter) for label, values, filter in _days_by(timed) if values),
        remarks=remarks,
    )


def _days_by(timed: Timed) -> Iterator[tuple[str, list[int], tuple[str, str] | None]]:
    yield "all letters", [count for _, count in timed], None
    for priority in ("standard", "expedited"):
        values = [count for record, count in timed if record.priority == priority]
        yield f"{priority} review", values, ("priority", priority)
    by_year: dict[int, list[int]] = defaultdict(list)
    for record, count in timed:
        if record.dates.decision:
            by_year[record.dates.decision.year].append(count)
    for year, values in sorted(by_year.items()):
        yield f"decided in {year}", values, ("year", str(year))


def _items_per_letter(letters: Sequence[Record]) -> Spread:
    counts = [len(record.disputed_items) for record in letters if record.disputed_items]
    found = Counter(min(count, BARS) for count in counts)
    most = max(found, default=0)
    return Spread(
        key="items",
        title="Disputed items per letter",
        definition="Number of items that a letter decides. Each bar counts the letters with so many items.",
        unit="letters",
        bars=tuple((f"{number}+" if number == BARS else str(number), found[number]) for number in range(1, most + 1)),
        median=Median.of(counts),
        measured="items",
        remarks=_sentences((len(letters) - len(counts), "letter has no item", "letters have no item")),
    )


def _sentences(*counted: tuple[int, str, str]) -> tuple[str, ...]:
    """`3 letters have no date.` for each that there are any of."""
    return tuple(f"{count:,} {one if count == 1 else several}." for count, one, several in counted if count)
