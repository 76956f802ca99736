"""What the key for a page's picture does: on the terminal where it can show one, else in a file that is opened."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from imrparse.errors import ImrparseError
from imrparse.inspector.export import file_name
from imrparse.inspector.opened import Opened
from imrparse.inspector.page_picture import page_picture
from imrparse.inspector.terminal_pictures import Protocol, commands, protocol
from imrparse.outline import Node

if TYPE_CHECKING:
    from PIL.Image import Image

    from imrparse.inspector.app import Inspector

ROW_HEIGHT = 18
"""Pixels of a terminal's line where it does not say."""


def show_picture(app: Inspector, opened: Opened, page: int, node: Node | None) -> None:
    """Make the picture in the thread that reads, then show it."""

    def job() -> None:
        try:
            picture = page_picture(opened, page, node)
        except ImrparseError as error:
            app.call_later(app.say, f"no picture of page {page}: {error.message}")
        else:
            app.call_later(_show, app, opened, picture, page)

    app.say(f"drawing page {page} …", seconds=1)
    app.in_background(job)


def _show(app: Inspector, opened: Opened, picture: Image, page: int) -> None:
    how = protocol(os.environ)
    if how is not None:
        try:
            with app.suspend():
                _on_terminal(picture, how, page)
            app.refresh()
        except SuspendNotSupported:
            pass
        else:
            return
    try:
        path = written(opened, picture, page)
    except OSError as error:
        app.say(f"the picture of page {page} cannot be written: {error.strerror or error}")
        return
    opening = " (opening it)" if opened_by_system(path, os.environ) else ""
    app.say(f"page {page} as a picture: {path}{opening}", seconds=20)


def _on_terminal(picture: Image, how: Protocol, page: int) -> None:
    """Print the picture and wait for enter."""
    rows = max(4, shutil.get_terminal_size().lines - 2)
    sys.stdout.write(f"\x1b[2J\x1b[H{commands(picture, how, rows, row_height())}\n")
    sys.stdout.write(f"page {page}: enter goes back")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write("\x1b[2J\x1b[H")
    sys.stdout.flush()


def row_height() -> int:
    """Pixels of a terminal's line."""
    try:
        import fcntl
        import termios

        size = fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, b"\0" * 8)
    except (ImportError, OSError, ValueError):
        return ROW_HEIGHT
    lines, _, _, height = struct.unpack("HHHH", size)
    return int(height // lines) if lines and height else ROW_HEIGHT


@cache
def _folder() -> Path:
    """A folder of this session that nobody else can read: what a letter says is private."""
    return Path(tempfile.mkdtemp(prefix="imrparse-"))


def written(opened: Opened, picture: Image, page: int) -> Path:
    """The picture as a file."""
    path = _folder() / f"{file_name(opened)}-page-{page}.png"
    picture.save(path)
    return path


def opened_by_system(path: Path, environment: Mapping[str, str]) -> bool:
    """Hand a file to the program that shows such files, where there is a desktop to show it on."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606
        return True
    if sys.platform == "darwin":
        opener = None if "SSH_CONNECTION" in environment else shutil.which("open")
    else:
        desktop = "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment
        opener = shutil.which("xdg-open") if desktop else None
    if opener is None:
        return False
    nothing = subprocess.DEVNULL
    command = [opener, str(path)]
    subprocess.Popen(command, start_new_session=True, stdin=nothing, stdout=nothing, stderr=nothing)  # noqa: S603
    return True
