"""Pictures on terminals that can show them: which can, and the bytes that make them do it.

kitty: sw.kovidgoyal.net/kitty/graphics-protocol; iTerm2: iterm2.com/documentation-images.html; sixel: DEC's VT340, in
the form that the reference manual EK-VT38T-UG gives.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

Protocol = Literal["kitty", "iterm", "sixel"]

CHOICE = "IMRPARSE_PICTURES"
"""The variable by which a person says what the terminal can: `kitty`, `iterm`, `sixel` or `none`."""

ITERM = ("iTerm.app", "iTerm2", "WezTerm", "mintty")
SIXEL = ("foot", "mlterm", "contour", "yaft")

CHUNK = 4096
"""Bytes of base64 in one of kitty's commands, at most."""

COLOURS = 32
BAND = 6
"""Rows of dots that one character of a sixel picture stands for."""


def protocol(environment: Mapping[str, str]) -> Protocol | None:
    """How the terminal takes pictures, as far as its environment tells; `None` for not at all.

    Behind tmux and screen, which keep such commands from the terminal, none is offered.
    """
    chosen = environment.get(CHOICE, "").lower()
    if chosen in ("kitty", "iterm", "sixel"):
        return chosen  # type: ignore[return-value]
    terminal = environment.get("TERM", "")
    if chosen or "TMUX" in environment or "STY" in environment or terminal.startswith(("tmux", "screen")):
        return None
    program = environment.get("TERM_PROGRAM", "")
    if (
        "KITTY_WINDOW_ID" in environment
        or "kitty" in terminal
        or "ghostty" in (program, terminal.removeprefix("xterm-"))
    ):
        return "kitty"
    if program in ITERM or environment.get("LC_TERMINAL") in ITERM:
        return "iterm"
    return "sixel" if terminal.startswith(SIXEL) else None


def commands(picture: Image, how: Protocol, rows: int, row_height: int) -> str:
    """What to write to the terminal so that the picture is `rows` lines high, a line having `row_height` pixels."""
    if how == "sixel":
        height = min(picture.height, rows * row_height)
        width = max(1, round(picture.width * height / picture.height))
        return sixel(picture.resize((width, height)))
    file = io.BytesIO()
    picture.save(file, "PNG")
    data = base64.b64encode(file.getvalue()).decode()
    if how == "iterm":
        return f"\x1b]1337;File=inline=1;preserveAspectRatio=1;height={rows};size={file.tell()}:{data}\x07"
    return "".join(_kitty(data, rows))


def _kitty(data: str, rows: int) -> Iterator[str]:
    for start in range(0, len(data), CHUNK):
        more = int(start + CHUNK < len(data))
        first = f"a=T,f=100,r={rows},q=2," if start == 0 else ""
        yield f"\x1b_G{first}m={more};{data[start : start + CHUNK]}\x1b\\"


def sixel(picture: Image) -> str:
    """The picture as sixels, in at most `COLOURS` colours."""
    reduced = picture.convert("RGB").quantize(COLOURS)
    palette = reduced.getpalette() or []
    width, height = reduced.size
    dots = reduced.tobytes()
    parts = [f'\x1bPq"1;1;{width};{height}']
    for number in range(len(palette) // 3):
        red, green, blue = (round(value * 100 / 255) for value in palette[3 * number : 3 * number + 3])
        parts.append(f"#{number};2;{red};{green};{blue}")
    for top in range(0, height, BAND):
        rows = [dots[y * width : (y + 1) * width] for y in range(top, min(top + BAND, height))]
        parts.append("$".join(f"#{number}{_band(rows, number)}" for number in sorted(set(b"".join(rows)))))
        parts.append("-")
    return f"{''.join(parts)}\x1b\\"


def _band(rows: list[bytes], colour: int) -> str:
    """The dots of one colour in six rows: a character a column, its bits the rows from above, runs counted."""
    columns = 0
    for number, row in enumerate(rows):
        bits = bytes((1 << number) if value == colour else 0 for value in range(256))
        columns |= int.from_bytes(row.translate(bits))
    characters = bytes(value + 63 for value in columns.to_bytes(len(rows[0]))).decode()
    return re.sub(r"(.)\1{3,}", lambda run: f"!{len(run.group())}{run.group(1)}", characters)
