"""Text from a letter, made safe to print on a terminal."""

from __future__ import annotations

import re

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal obeys instead of printing, and those that reverse the order of what is printed."""


def safe(text: str) -> str:
    """`text` with a visible mark in the place of each control character."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
