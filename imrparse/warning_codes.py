"""The codes of warnings and what each means: `catalog/warnings.json`, the one place that lists them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import msgspec
from msgspec import field

from imrparse import catalog
from imrparse.record import Severity

WORST_FIRST: tuple[Severity, ...] = ("error", "doubt", "note")
ITEM_NUMBER = re.compile(r"(?<=disputed_items\.)\d+\.")
"""The number of an item in a record path, which no rule about a field depends on."""


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code of a warning, for a person in a sentence each."""

    code: str
    severity: Severity
    meaning: str
    example: str
    action: str
    """What to do."""
    but: Mapping[str, Severity] = field(default_factory=dict)
    """Where the values at or below a path, without the item's number, make another severity of it."""

    def severity_at(self, path: str) -> Severity:
        """The severity where the value at this record path is in doubt."""
        path = ITEM_NUMBER.sub("", path)
        while path:
            if path in self.but:
                return self.but[path]
            path = path.rpartition(".")[0]
        return self.severity


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    codes: tuple[Code, ...]


@functools.cache
def codes() -> Mapping[str, Code]:
    """The codes by name, in the order of the docs."""
    return {code.code: code for code in catalog.load("warnings", _File).codes}


def severity_of(code: str, path: str) -> Severity:
    """The severity of a warning; `doubt` where the table lacks the code."""
    known = codes().get(code)
    return known.severity_at(path) if known else "doubt"
