"""Blocks as text, in the shapes in which letters reach a reader."""

from __future__ import annotations

from tests.forge.blocks import Block, Printed
from tests.forge.chooser import Chooser


def wrapped(text: str, width: int) -> list[str]:
    """Lines no wider than `width`, broken at blanks; a longer word has a line of its own."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    return lines


def block_lines(block: Block, width: int, bullet: str = "•") -> list[str]:
    if block.kind == "bullet":
        return wrapped(f"{bullet} {block.whole}", width)
    if block.kind == "row":
        return [block.whole.rstrip()]
    return wrapped(block.whole, width)


def hard(chooser: Chooser, printed: Printed) -> str:
    """Wrapped at a width, an empty line between paragraphs."""
    width = chooser.one_of((95, 80, 100))
    lines: list[str] = []
    for block in printed.blocks:
        if not block.tight and lines:
            lines.append("")
        lines += block_lines(block, width)
    return "\n".join(lines) + "\n"


SHAPES = {"hard": hard}
