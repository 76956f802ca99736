"""Text that flows, as in web pages and word processors: words, line ends, paragraphs and table cells become lines.

The readers of HTML and Word tell a `Flow` what comes next; it keeps the breaks between blocks apart from
blanks, so that however blocks are nested, two paragraphs have one blank line between them.
"""

from __future__ import annotations

from enum import IntEnum


class Break(IntEnum):
    """What stands between the last words and the next ones. The greater of two wins."""

    NONE = 0
    CELL = 1
    """The next cell of a table's row: a tab."""
    LINE = 2
    """A line of its own."""
    PARAGRAPH = 3
    """A line of its own below a blank one."""


class Flow:
    """Lines that are being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._break = Break.NONE
        self._cell_is_empty = False
        self._held = Break.NONE
        """The break at the end of a cell's contents, which counts at the end of the row."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written, blank lines included."""
        return not self._line and not self.lines

    @property
    def inside_line(self) -> bool:
        """Whether the next words go on with a line that has some."""
        return bool(self._line) and self._break < Break.LINE

    @property
    def ends_in_blank(self) -> bool:
        """Whether the last character before the next words is a blank, or none is."""
        return self._break > Break.NONE or not self._line or self._line[-1][-1] in " \t"

    def write(self, text: str) -> None:
        """Add words; a line end in them is not one of the document's and must not be there."""
        if self._break:
            self._settle()
        self._cell_is_empty = False
        self._line.append(text)

    def end_line(self) -> None:
        """A line end of the document's own, as `<br>`; several in a row leave blank lines."""
        if self._break:
            self._settle()
        self._cell_is_empty = False
        self._close_line()

    def block(self, before: Break) -> None:
        """A block begins or ends: `before` stands at least between what came and what follows."""
        if not self._cell_is_empty:
            self._break = max(self._break, before)

    def end_paragraph(self) -> None:
        """A paragraph ends that `block` began; one without words leaves a blank line of its own."""
        if self._break == Break.PARAGRAPH and not self._cell_is_empty:
            self.end_line()
        self.block(Break.PARAGRAPH)

    def begin_cell(self) -> None:
        """A cell of a table begins; the first block in it stands on the cell's own line."""
        if self._break < Break.LINE:
            self._break = Break.CELL
        self._cell_is_empty = True

    def end_cell(self) -> None:
        """The cell ends; what breaks its last block leaves behind count at the end of the row."""
        if self._break >= Break.LINE and not self._cell_is_empty:
            self._held = max(self._held, self._break)
            self._break = Break.CELL
        self._cell_is_empty = False

    def end_row(self) -> None:
        """The row ends."""
        self._break = max(self._break, self._held, Break.LINE)
        self._held = Break.NONE

    def aside(self) -> list[str]:
        """Put the line that is being written aside, so that lines of a box on it can come before it."""
        line, self._line = self._line, []
        return line

    def resume(self, line: list[str]) -> None:
        """Go on with a line that was put aside, below a blank line."""
        self._break = Break.PARAGRAPH
        if line:
            self._settle()
            self._line = line

    def close(self) -> list[str]:
        """The lines."""
        if self._line:
            self._close_line()
        return self.lines

    def _close_line(self) -> None:
        self.lines.append("".join(self._line))
        self._line = []

    def _settle(self) -> None:
        """Write what stands between the last words and the next ones."""
        if self._break == Break.CELL and self._line:
            self._line.append("\t")
        elif self._break >= Break.LINE:
            if self._line:
                self._close_line()
            if self._break == Break.PARAGRAPH and self.lines and self.lines[-1]:
                self.lines.append("")
        self._break = Break.NONE
