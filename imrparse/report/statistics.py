"""Shares and medians with their 95 % intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""

SMALL = 10
"""Numbers below this are shown grey: at ten, the interval of a share of one half still reaches from 24 to 76 %."""


class Interval(NamedTuple):
    """A 95 % confidence interval, both ends included."""

    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """`count` of `total`."""

    count: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; `None` of nothing."""
        return self.count / self.total if self.total else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's score interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927); `None` of nothing."""
        if not self.total:
            return None
        n, p = self.total, self.count / self.total
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        reach = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        low = 0.0 if self.count == 0 else middle - reach
        high = 1.0 if self.count == n else middle + reach
        return Interval(low, high)

    @property
    def small(self) -> bool:
        """Whether it rests on few."""
        return self.total < SMALL


@dataclass(frozen=True)
class Median:
    """The middle of whole numbers, sorted."""

    values: tuple[int, ...]

    @classmethod
    def of(cls, values: Sequence[int]) -> Median:
        """The median of `values` in any order."""
        return cls(tuple(sorted(values)))

    @property
    def total(self) -> int:
        """How many values there are."""
        return len(self.values)

    @property
    def value(self) -> float | None:
        """The median; between the two in the middle where there is no middle one; `None` of nothing."""
        if not self.values:
            return None
        middle = self.total // 2
        return float(self.values[middle]) if self.total % 2 else (self.values[middle - 1] + self.values[middle]) / 2

    @property
    def interval(self) -> Interval | None:
        """From one of the sorted values to another that the median of all such letters lies between; no shape assumed.

        The k-th smallest and the k-th largest, k being the greatest whole number for which a binomial of one half
        falls below k at most once in forty. Fewer than six values have none.
        """
        rank = _rank(self.total)
        return Interval(self.values[rank - 1], self.values[-rank]) if rank else None

    @property
    def small(self) -> bool:
        """Whether it rests on few."""
        return self.total < SMALL


def _rank(n: int) -> int:
    """The greatest k with P(B < k) <= 0.025, B being binomial with `n` trials of one half; 0 where there is none."""
    below, k = 0.0, 0
    while True:
        below += math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2))
        if below > 0.025:
            return k
        k += 1


def percent_words(share: Share) -> str:
    """A share for a person: `5 of 17 (29 %, 95 % interval 13 to 53 %)`."""
    if share.value is None or share.interval is None:
        return f"{share.count} of {share.total}"
    low, high = share.interval
    return f"{share.count:,} of {share.total:,} ({share.value:.0%}, 95% interval {low * 100:.0f} to {high:.0%})"
