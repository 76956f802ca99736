"""A printed letter as typed blocks, in reading order: what every shape and the PDF are laid out from."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["title", "line", "row", "heading", "label", "item", "paragraph", "bullet"]


class Block(NamedTuple):
    """One block.

    A `title` is centred, a `line` stands for itself (letterhead, address), a `row` holds the cells of a header block
    (label, value, label, value), a `heading` divides the letter, a `label` stands alone above what it labels, an
    `item` names a request with its decision, a `paragraph` and a `bullet` hold sentences.
    `label` and `tail` are the form's own words before and after `text`, blanks included.
    """

    kind: Kind
    text: str = ""
    label: str = ""
    tail: str = ""
    cells: tuple[str, ...] = ()
    tight: bool = False
    """No empty line above."""

    @property
    def whole(self) -> str:
        return self.label + self.text + self.tail if not self.cells else " ".join(self.cells)


class Printed(NamedTuple):
    """The blocks of a letter and the line at the top of its second and further pages (`{page}` is replaced)."""

    blocks: list[Block]
    head: str


def heading(text: str) -> Block:
    return Block("heading", text)


def paragraphs(text: str, label: str = "") -> list[Block]:
    """Blocks of a text of the record, one a paragraph; the label stands before the first."""
    first, *others = text.split("\n")
    return [Block("paragraph", first, label), *(Block("paragraph", other) for other in others)]


def bullets(texts: list[str]) -> list[Block]:
    return [Block("bullet", text, tight=True) for text in texts]


def row(*cells: str | None) -> Block:
    return Block("row", cells=tuple(cell or "" for cell in cells), tight=True)


def lines(*texts: str) -> list[Block]:
    return [Block("line", text, tight=number > 0) for number, text in enumerate(texts)]
