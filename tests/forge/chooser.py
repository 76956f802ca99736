"""Who decides: a seeded generator in campaigns, Hypothesis in property tests.

Everything is built on one primitive, a bounded integer, so that both take the same decisions in the same order.
Zero is always the plainest choice (first entry of a pool, lowest count, no chance taken): Hypothesis shrinks to it.
"""

from __future__ import annotations

import functools
import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Chooser(ABC):
    @abstractmethod
    def integer(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""

    def one_of(self, choices: Sequence[T]) -> T:
        return choices[self.integer(0, len(choices) - 1)]

    def chance(self, probability: float) -> bool:
        """True with a probability that counts in hundredths."""
        return self.integer(0, 99) >= 100 - round(probability * 100)

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different entries, fewer where there are not so many, in the order of the draw."""
        left = list(choices)
        return [left.pop(self.integer(0, len(left) - 1)) for _ in range(min(count, len(left)))]


class SeededChooser(Chooser):
    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311

    def integer(self, low: int, high: int) -> int:
        return low + int(self._random.random() * (high - low + 1))


class DrawnChooser(Chooser):
    """Decides by the `draw` of a Hypothesis composite strategy."""

    def __init__(self, draw: Any) -> None:
        self._draw = draw

    def integer(self, low: int, high: int) -> int:
        return low if low == high else self._draw(_integers(low, high))


@functools.cache
def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)
