"""Values that a format cannot hold as they are, and values as a format gives them back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

S = TypeVar("S", bound=msgspec.Struct)

SURROGATES = re.compile("[\ud800-\udfff]")


def repaired(line: S) -> S:
    """`line` with U+FFFD in the place of halves of a surrogate pair, which no UTF-8 can hold.

    The readers give none; a record that was made by hand may hold some.
    """
    return msgspec.convert(_mapped(msgspec.to_builtins(line), _whole), type(line))


def without_nulls(value: Any) -> Any:
    """`value` without the keys whose value is null, in all objects in it: absent and null are one in a table."""
    if isinstance(value, dict):
        return {key: without_nulls(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_nulls(part) for part in value]
    return value


def _whole(text: str) -> str:
    return SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(key): _mapped(part, change) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mapped(part, change) for part in value]
    return value
