"""Where the marks of a chart stand. The template `chart.html` draws them; nothing here is markup.

A chart is as wide as its column, so that places along it are percentages, and its words keep their size on a phone.
Heights are in pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import urlencode

from imrparse.report.figures import Breakdown, Group, Spread
from imrparse.report.letters import shown
from imrparse.report.statistics import SMALL, Median, Share

SHOWN = 15
"""Groups that a chart draws, the largest; its table has all."""

LABEL = 44
"""Characters of a label that fit on a phone; the table has it whole."""

TRACK = 54.0
"""Share of a chart's width, in per cent, that the scale takes; its right end is left for the words."""
INSET = 1.5
ROW = 46
AXIS = 22
BAR_LEFT, BAR_RIGHT, BAR_ROW = 20.0, 86.0, 24


@dataclass(frozen=True)
class Tick:
    """A line of the scale."""

    x: float
    label: str


@dataclass(frozen=True)
class Mark:
    """One group: a point with its interval, and its row of the table."""

    label: str
    short: str
    y: int
    x: float | None
    low: float | None
    high: float | None
    value: str
    interval: str
    n: int
    count: int | None
    """How many of n, of a share."""
    small: bool
    link: str | None


@dataclass(frozen=True)
class Points:
    """A chart of points with intervals, one above the other."""

    breakdown: Breakdown
    marks: tuple[Mark, ...]
    drawn: int
    """How many of the marks the chart draws."""
    ticks: tuple[Tick, ...]
    height: int
    description: str
    overall: float | None = None
    """Where the share of all items stands on the scale."""

    @property
    def any_small(self) -> bool:
        """Whether one of those drawn rests on few."""
        return any(mark.small for mark in self.marks[: self.drawn])


@dataclass(frozen=True)
class Bar:
    """How often one value occurs."""

    label: str
    y: int
    width: float
    count: int
    share: str


@dataclass(frozen=True)
class Bars:
    """A chart of bars, one above the other."""

    spread: Spread
    bars: tuple[Bar, ...]
    height: int
    description: str
    median: Mark


def points(breakdown: Breakdown, overall: Share | None = None) -> Points:
    """The chart of a breakdown: shares on a scale to 100 %, medians on one to the greatest that is drawn.

    `overall` is the share that groups are compared with.
    """
    shown_groups = breakdown.groups[:SHOWN]
    top = 1.0
    step = 0.25
    if any(isinstance(group.figure, Median) for group in shown_groups):
        step, top = _scale(max(_reach(group.figure) for group in shown_groups))
    marks = tuple(_mark(group, place, top, breakdown.unit) for place, group in enumerate(breakdown.groups))
    share = top == 1.0 and step == 0.25
    count = round(top / step)
    ticks = tuple(
        Tick(_x(number * step, top), f"{number * step:.0%}" if share else f"{number * step:g}")
        for number in range(count + 1)
    )
    return Points(
        breakdown=breakdown,
        marks=marks,
        drawn=len(shown_groups),
        ticks=ticks,
        height=len(shown_groups) * ROW + AXIS,
        description="; ".join(_sentence(mark) for mark in marks[:SHOWN]),
        overall=_x(overall.value, top) if overall and overall.value is not None else None,
    )


def bars(spread: Spread) -> Bars:
    """The chart of a spread."""
    most = max((count for _, count in spread.bars), default=1) or 1
    total = sum(count for _, count in spread.bars) or 1
    drawn = tuple(
        Bar(label, place * BAR_ROW, (BAR_RIGHT - BAR_LEFT) * count / most, count, f"{count / total:.0%}")
        for place, (label, count) in enumerate(spread.bars)
    )
    return Bars(
        spread=spread,
        bars=drawn,
        height=len(drawn) * BAR_ROW,
        description="; ".join(f"{bar.label} {spread.measured}: {bar.count} {spread.unit}" for bar in drawn),
        median=_mark(Group("median", spread.median), 0, 1.0, spread.unit),
    )


def _reach(figure: Share | Median) -> float:
    return max(figure.value or 0, figure.interval.high if figure.interval else 0)


def _scale(top: float) -> tuple[float, float]:
    """A round step, and the multiple of it that holds `top`, of which four steps or fewer do."""
    step = next(
        base * 10**power
        for power in range(12)
        for base in (1, 2, 2.5, 5)
        if base * 10**power * 4 >= top and (base != 2.5 or power)
    )
    return step, step * max(1, math.ceil(top / step))


def _x(value: float, top: float) -> float:
    return round(INSET + (TRACK - 2 * INSET) * value / top, 2)


def _mark(group: Group, place: int, top: float, unit: str) -> Mark:
    figure = group.figure
    label = shown(group.label)
    interval = figure.interval
    return Mark(
        label=label,
        short=label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}…",
        y=place * ROW,
        x=None if figure.value is None else _x(figure.value, top),
        low=_x(interval.low, top) if interval else None,
        high=_x(interval.high, top) if interval else None,
        value=_number(figure.value, figure),
        interval=f"{_bare(interval.low, figure)}–{_number(interval.high, figure)}" if interval else "none",
        n=figure.total,
        count=figure.count if isinstance(figure, Share) else None,
        small=figure.total < SMALL,
        link=_link(group, unit),
    )


def _number(value: float | None, figure: Share | Median) -> str:
    if value is None:
        return "none"
    return f"{value:.0%}" if isinstance(figure, Share) else f"{value:g}"


def _bare(value: float, figure: Share | Median) -> str:
    return f"{value * 100:.0f}" if isinstance(figure, Share) else f"{value:g}"


def _sentence(mark: Mark) -> str:
    few = ", few" if mark.small else ""
    return f"{mark.label}: {mark.value} ({mark.interval}), n {mark.n}{few}"


def _link(group: Group, unit: str) -> str | None:
    """The address of the rows that the group counts."""
    if group.filter is None:
        return None
    return f"#/{unit}?{urlencode({group.filter[0]: shown(group.filter[1]), 'copies': 'no'})}"
