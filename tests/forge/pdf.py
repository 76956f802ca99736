"""Blocks as a PDF, in several layouts; all of its choices are the chooser's."""

from __future__ import annotations

from typing import NamedTuple

import fpdf
from fpdf.enums import AccessPermission, EncryptionMethod

from tests.forge.blocks import Block, Printed
from tests.forge.chooser import Chooser

MARGIN, WIDTH = 72.0, 468.0
TWO_COLUMNS = (MARGIN, MARGIN + 110, MARGIN + 240, MARGIN + 380)
ONE_COLUMN = (MARGIN, MARGIN + 180)
INDENT = 18.0


class Layout(NamedTuple):
    """How the letter stands on paper. Sizes are in points; `foot` may hold `{page}` and `{pages}`."""

    font: str = "Times"
    size: int = 12
    centred: bool = True
    bold_labels: bool = True
    running_head: bool = False
    foot: str = ""
    justified: bool = False
    encrypted: bool = False


def a_layout(chooser: Chooser) -> Layout:
    return Layout(
        font=chooser.one_of(("Times", "Helvetica")),
        size=chooser.one_of((12, 11)),
        centred=not chooser.chance(0.3),
        bold_labels=not chooser.chance(0.3),
        running_head=chooser.chance(0.4),
        foot=chooser.one_of(("", "{page}", "Page {page} of {pages}")),
        justified=chooser.chance(0.15),
        encrypted=chooser.chance(0.3),
    )


def pdf_of(printed: Printed, layout: Layout) -> bytes:
    """The letter as a PDF; an encrypted one opens without a password and forbids copying, as the state's do."""
    pdf = LetterPdf(printed.head, layout)
    pdf.print_blocks(printed.blocks)
    if layout.encrypted:
        pdf.set_encryption(
            owner_password="forged",  # noqa: S106
            permissions=AccessPermission.PRINT_LOW_RES,
            encryption_method=EncryptionMethod.AES_128,
        )
    return bytes(pdf.output())


class LetterPdf(fpdf.FPDF):
    def __init__(self, running_head: str, layout: Layout) -> None:
        super().__init__(unit="pt", format="letter")
        self.layout = layout
        self.running_head = running_head
        self.single = False  # a letter of one page has no page number
        self.line_height = layout.size * 1.15
        self.core_fonts_encoding = "windows-1252"
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.alias_nb_pages("{pages}")

    def header(self) -> None:
        if self.layout.running_head and self.running_head and self.page > 1:
            self.set_y(MARGIN / 2)
            self._font()
            self.cell(WIDTH, self.line_height, self.running_head.format(page=self.page))
            self.set_y(MARGIN)

    def footer(self) -> None:
        if self.layout.foot and not self.single:
            self.set_y(-MARGIN / 2)
            self._font()
            self.cell(WIDTH, self.line_height, self.layout.foot.replace("{page}", str(self.page)), align="C")

    def print_blocks(self, blocks: list[Block]) -> None:
        self.add_page()
        for block in blocks:
            self.print_block(block)
        self.single = self.page == 1

    def print_block(self, block: Block) -> None:
        if not block.tight and self.get_y() > MARGIN:
            self.ln(self.line_height)
        if block.kind == "row":
            self._row(block)
        elif block.kind in ("title", "heading"):
            self._font("B")
            self.multi_cell(WIDTH, self.line_height, block.whole, align="C" if self.layout.centred else "L")
            self.ln(self.line_height)
        else:
            self._sentences(block)

    def _font(self, style: str = "") -> None:
        self.set_font(self.layout.font, style, self.layout.size)

    def _row(self, block: Block) -> None:
        if self.get_y() + self.line_height > self.page_break_trigger:
            self.add_page()
        columns = TWO_COLUMNS if len(block.cells) > 2 else ONE_COLUMN
        for number, (cell, x) in enumerate(zip(block.cells, columns, strict=False)):
            self._font("" if number % 2 else "B")
            self.set_x(x)
            self.cell(0, self.line_height, cell)
        self.ln(self.line_height)

    def _sentences(self, block: Block) -> None:
        if block.kind == "bullet":
            self.set_left_margin(MARGIN + INDENT)
            self.set_x(MARGIN + INDENT)
            block = block._replace(label="• ")
        if self.layout.justified and not block.label and not block.tail:
            self._font()
            self.multi_cell(WIDTH, self.line_height, block.text, align="J")
            self.ln(self.line_height)
        else:
            bold = "B" if self.layout.bold_labels and block.kind in ("paragraph", "item", "label") else ""
            for text, style in (
                (block.label, bold),
                (block.text, "B" if block.kind == "label" else ""),
                (block.tail, bold),
            ):
                self._font(style)
                if text:
                    self.write(self.line_height, text)
            self.ln(self.line_height)
        self.set_left_margin(MARGIN)
