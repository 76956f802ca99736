"""Named vocabularies as data: one JSON file each, read and checked when first used.

A vocabulary is corrected or extended by editing its file, one entry a line; no code changes.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import TypeVar

import msgspec

T = TypeVar("T")


@functools.cache
def load(name: str, kind: type[T]) -> T:
    """The vocabulary `NAME.json` of this folder, decoded and checked as `kind`."""
    return msgspec.json.decode(resources.files(__name__).joinpath(f"{name}.json").read_bytes(), type=kind)
