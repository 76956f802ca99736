"""One of several machines' shares of a corpus, told by the bytes of each input, not by its name or place."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shard:
    """Share `number` of `count`, from 1. Raises `ValueError` where there is no such share."""

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise ValueError(f"{self.number}/{self.count} is no share: write I/N with I from 1 to N")

    @classmethod
    def of(cls, text: str) -> Shard:
        """The share that `I/N` names. Raises `ValueError` where it names none."""
        number, slash, count = text.partition("/")
        if not (slash and number.isascii() and number.isdigit() and count.isascii() and count.isdigit()):
            raise ValueError(f"{text!r} is no share: write I/N, as 2/8")
        return cls(int(number), int(count))

    def holds(self, sha256: str) -> bool:
        """Whether bytes of this digest are in the share; the rule never changes, or a corpus would be split anew."""
        return int(sha256[:16], 16) % self.count == self.number - 1

    def holds_path(self, path: str) -> bool:
        """The same for an input without bytes."""
        return self.holds(hashlib.sha256(os.fsencode(path)).hexdigest())
