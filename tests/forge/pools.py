"""The forge's own words, and how a pattern with slots becomes a sentence."""

from __future__ import annotations

import calendar
import datetime
import functools
import json
import re
from pathlib import Path
from typing import Any

from tests.forge.chooser import Chooser

FOLDER = Path(__file__).parent / "words"
SLOT = re.compile(r"\{(\w+)\}")
MONTHS = tuple(calendar.month_name)


@functools.cache
def pool(name: str) -> Any:
    """The pool `words/NAME.json`."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def slashed(day: datetime.date, padded: bool = False) -> str:
    """`8/30/2013`, or `08/30/2013`."""
    return f"{day:%m/%d/%Y}" if padded else f"{day.month}/{day.day}/{day.year}"


def written(day: datetime.date) -> str:
    """`August 30, 2013`."""
    return f"{MONTHS[day.month]} {day.day}, {day.year}"


class Words:
    """Fills slots: with what the letter says (`said`), with words of the pool, or with numbers and dates made up."""

    def __init__(self, chooser: Chooser, year: int, said: dict[str, str]) -> None:
        self.chooser = chooser
        self.year = year
        self.said = said
        self.used: set[str] = set()

    def fill(self, pattern: str) -> str:
        return SLOT.sub(self._filling, pattern) if "{" in pattern else pattern

    def _filling(self, slot: re.Match[str]) -> str:
        name = slot[1]
        self.used.add(name)
        if name in self.said:
            return self.said[name]
        words = pool("words").get(name)
        if words:
            return self.fill(self.chooser.one_of(words))
        made = getattr(self, f"_{name}")()
        assert isinstance(made, str)
        return made

    def _number(self) -> str:
        return str(self.chooser.integer(2, 9))

    def _doctor(self) -> str:
        return str(self.chooser.one_of(pool("people")["doctors"]))

    def _day(self) -> datetime.date:
        return datetime.date(self.year - 1, 1, 1) + datetime.timedelta(days=self.chooser.integer(0, 364))

    def _date(self) -> str:
        return written(self._day())

    def _slash_date(self) -> str:
        return slashed(self._day())

    def _study_capital(self) -> str:
        study = self.fill("{study}")
        return study[0].upper() + study[1:]
