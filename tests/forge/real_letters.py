"""The real letters as texts to be damaged, where ../shared is at hand.

Their truth is the record of the undamaged letter: the gold, which knows a rationale by its first and last words only,
finds no error in these records that a warning does not name (`make corpus`).
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

import msgspec
import pypdfium2

import imrparse
from tests.forge.truth import Truth

LETTERS = Path(__file__).parents[3] / "shared" / "letters" / "pdf"
HOW_IT_WAS_READ = ("schema_version", "source", "warnings")


class RealLetter(NamedTuple):
    truth: Truth
    lines: list[str]
    """A form feed begins the first line of each page but the first."""


def names() -> list[str]:
    """The names of the real letters, in order; none where ../shared is not at hand."""
    return sorted(path.stem for path in LETTERS.glob("*.pdf"))


@functools.cache
def real_letter(name: str) -> RealLetter:
    document = pypdfium2.PdfDocument(LETTERS / f"{name}.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    lines = "\f".join("\n".join(page.split("\r\n")) + "\n" for page in pages).rstrip("\n").split("\n")
    truth = msgspec.json.decode(msgspec.json.encode(imrparse.parse_text("\n".join(lines) + "\n").record))
    return RealLetter({key: value for key, value in truth.items() if key not in HOW_IT_WAS_READ}, lines)
