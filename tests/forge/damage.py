"""Ways in which a letter's text is damaged: lines, headings, pages, characters, blanks."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable

from tests.forge import real_letters
from tests.forge.campaign import numbered
from tests.forge.shapes import PAGE_LINES
from tests.forge.truth import Truth

UNDAMAGED = "none"
REAL = "real"
"""Stands for the real letters among the forms."""

Damage = Callable[[random.Random, list[str]], list[str]]


def _place(chance: random.Random, lines: list[str], wanted: Callable[[str], bool] = bool) -> int:
    places = [number for number, line in enumerate(lines) if wanted(line)]
    return chance.choice(places or range(len(lines)))


def line_deleted(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines)
    return lines[:at] + lines[at + 1 :]


def line_doubled(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines)
    return lines[: at + 1] + lines[at:]


def lines_swapped(chance: random.Random, lines: list[str]) -> list[str]:
    at = min(_place(chance, lines), len(lines) - 2)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def line_cut(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines, lambda line: len(line) > 3)
    return [*lines[:at], lines[at][: chance.randrange(1, max(2, len(lines[at])))], *lines[at + 1 :]]


def is_heading(line: str) -> bool:
    return (line.isupper() and len(line) > 8) or bool(re.match(r"(?:\S+ ){0,5}\S+:", line))


def heading_deleted(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines, is_heading)
    return lines[:at] + lines[at + 1 :]


def heading_doubled(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines, is_heading)
    return lines[: at + 1] + lines[at:]


def headings_swapped(chance: random.Random, lines: list[str]) -> list[str]:
    """A heading or labelled line and the next one stand in each other's place."""
    places = [number for number, line in enumerate(lines) if is_heading(line)]
    out = list(lines)
    if len(places) > 1:
        at = chance.randrange(len(places) - 1)
        one, other = places[at : at + 2]
        out[one], out[other] = out[other], out[one]
    return out


def heading_cut(chance: random.Random, lines: list[str]) -> list[str]:
    at = _place(chance, lines, is_heading)
    return [*lines[:at], lines[at][: chance.randrange(1, max(2, len(lines[at])))], *lines[at + 1 :]]


def heading_reworded(chance: random.Random, lines: list[str]) -> list[str]:
    """A word of a heading or of a label is another one."""
    at = _place(chance, lines, is_heading)
    label, colon, rest = lines[at].partition(":")
    words = label.split(" ")
    words[chance.randrange(len(words))] = chance.choice(["Statement", "Particulars", "Annex", "Concerning"])
    return [*lines[:at], " ".join(words) + colon + rest, *lines[at + 1 :]]


def _pages(lines: list[str]) -> list[list[str]]:
    """The lines by page: a form feed begins a page, else so many lines make one."""
    starts = [number for number, line in enumerate(lines) if line.startswith("\f")]
    starts = [0, *starts] if starts else list(range(0, len(lines), PAGE_LINES))
    return [lines[start:end] for start, end in itertools.pairwise([*starts, len(lines)])]


def page_deleted(chance: random.Random, lines: list[str]) -> list[str]:
    pages = _pages(lines)
    del pages[chance.randrange(len(pages))]
    return [line for page in pages for line in page]


def page_cut(chance: random.Random, lines: list[str]) -> list[str]:
    """The lower part of a page is missing."""
    pages = _pages(lines)
    at = chance.randrange(len(pages))
    pages[at] = pages[at][: chance.randrange(1, max(2, len(pages[at])))]
    return [line for page in pages for line in page]


def page_doubled(chance: random.Random, lines: list[str]) -> list[str]:
    pages = _pages(lines)
    at = chance.randrange(len(pages))
    return [line for page in [*pages[: at + 1], *pages[at:]] for line in page]


def pages_swapped(chance: random.Random, lines: list[str]) -> list[str]:
    pages = _pages(lines)
    if len(pages) > 1:
        at = chance.randrange(len(pages) - 1)
        pages[at : at + 2] = reversed(pages[at : at + 2])
    return [line for page in pages for line in page]


def cut_off(chance: random.Random, lines: list[str]) -> list[str]:
    """Nothing stands below some line."""
    return lines[: chance.randrange(len(lines) // 3, len(lines))]


LIKE = {"0": "O8", "1": "lI7", "5": "S6", "8": "B3", "O": "0", "l": "1I", "I": "l1", "e": "c", "n": "m", "u": "ii"}


def characters(share: float) -> Damage:
    def flip(chance: random.Random, lines: list[str]) -> list[str]:
        return ["".join(_flipped(chance, mark, share) for mark in line) for line in lines]

    return flip


def _flipped(chance: random.Random, mark: str, share: float) -> str:
    if mark == " " or chance.random() >= share:
        return mark
    return chance.choice(LIKE[mark]) if mark in LIKE else chance.choice("abcdefghijklmnopqrstuvwxyz0123456789.,")


def blanks_lost(share: float) -> Damage:
    def lose(chance: random.Random, lines: list[str]) -> list[str]:
        return ["".join(mark for mark in line if mark != " " or chance.random() >= share) for line in lines]

    return lose


KINDS: dict[str, Damage] = {
    UNDAMAGED: lambda chance, lines: lines,
    "line deleted": line_deleted,
    "line doubled": line_doubled,
    "lines swapped": lines_swapped,
    "line cut": line_cut,
    "heading deleted": heading_deleted,
    "heading doubled": heading_doubled,
    "headings swapped": headings_swapped,
    "heading cut": heading_cut,
    "heading reworded": heading_reworded,
    "page deleted": page_deleted,
    "page cut": page_cut,
    "page doubled": page_doubled,
    "pages swapped": pages_swapped,
    "cut off": cut_off,
    "characters 0.5 %": characters(0.005),
    "characters 1 %": characters(0.01),
    "characters 2 %": characters(0.02),
    "characters 5 %": characters(0.05),
    "blanks lost 1 %": blanks_lost(0.01),
    "blanks lost 5 %": blanks_lost(0.05),
}


def damaged(form: str, kind: str, number: int) -> tuple[Truth, str]:
    """The truth of a letter, and its text with damage of this kind."""
    truth, lines = undamaged(form, number)
    chance = random.Random(f"{form} {kind} {number}")  # noqa: S311
    return truth, "\n".join(KINDS[kind](chance, lines)) + "\n"


def undamaged(form: str, number: int) -> tuple[Truth, list[str]]:
    if form == REAL:
        names = real_letters.names()
        return real_letters.real_letter(names[number % len(names)])
    forged = numbered(form, "hard", number)
    return forged.truth, forged.text.rstrip("\n").split("\n")
