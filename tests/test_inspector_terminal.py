"""The inspector in a real terminal: started as a person starts it, in tmux at two sizes."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

TMUX = shutil.which("tmux")
pytestmark = pytest.mark.skipif(TMUX is None, reason="no tmux to run a terminal in: install the Debian package tmux")

PATIENCE = 60
"""Seconds in which a screen comes on the slowest machine."""

MODIFIED = ROOT / "samples" / "shoulder-therapy-modified.pdf"


class Terminal:
    """A terminal of tmux with a server of its own."""

    def __init__(self, folder: Path, width: int, height: int) -> None:
        self.folder = folder
        self._tmux = [TMUX or "tmux", "-S", str(folder / "socket"), "-f", os.devnull]
        self._size = ["-x", str(width), "-y", str(height)]

    def run(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        """Start `imrparse` with these arguments."""
        (self.folder / "done").unlink(missing_ok=True)
        program = "from imrparse.cli import main; main()"
        script = self.folder / "run.sh"
        variables = {"PYTHONPATH": str(ROOT), **(environment or {})}  # in the script: tmux sets TERM for itself
        settings = " ".join(f"'{name}={value}'" for name, value in variables.items())
        quoted = " ".join(f"'{argument}'" for argument in arguments)
        call = f"env {settings} {sys.executable} -c '{program}' {quoted}"
        script.write_text(f"{call}\necho $? > {self.folder}/done\nsleep 600\n")
        command = [*self._tmux, "new-session", "-d", "-s", "test", *self._size, "-c", str(self.folder)]
        subprocess.run([*command, "sh", str(script)], check=True)

    def press(self, *keys: str) -> None:
        """Press keys."""
        subprocess.run([*self._tmux, "send-keys", "-t", "test", *keys], check=True)

    def screen(self) -> str:
        """What stands on the screen."""
        command = [*self._tmux, "capture-pane", "-p", "-t", "test"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def wait(self, ready: Callable[[str], bool]) -> str:
        """The screen, once it is as wanted."""
        end = time.monotonic() + PATIENCE
        while not ready(text := self.screen()):
            assert time.monotonic() < end, text
            time.sleep(0.1)
        return text

    def done(self) -> int:
        """The exit code, once the program has ended."""
        self.wait(lambda _: (self.folder / "done").exists() and (self.folder / "done").read_text().strip() != "")
        return int((self.folder / "done").read_text())

    def close(self) -> None:
        """End the server and what runs in it."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


@pytest.fixture(params=[(80, 24), (200, 60)], ids=["80x24", "200x60"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, *request.param)
    yield opened
    opened.close()


def test_the_second_items_guideline_by_keys_alone(terminal: Terminal) -> None:
    terminal.run("inspect", str(MODIFIED))
    first = terminal.wait(lambda text: "Item 3" in text)
    assert "CM17-0400388" in first
    assert "q quit" in first
    terminal.press("n", "n", "Down", "Down", "Down", "Down")
    text = terminal.wait(lambda text: "Disputed item 2 › Expert reviewer's guideline" in text)
    assert "1.4 Opioids for Acute Pain" in text
    assert "MAXIMUS guideline: Decision based on MTUS" in text
    assert "┃" in text, "the words are marked without colours, too"
    terminal.press("q")
    assert terminal.done() == 0
    assert "Item 3" not in terminal.screen(), "the terminal is left as it was"


def test_a_folder(terminal: Terminal) -> None:
    letters = terminal.folder / "letters"
    letters.mkdir()
    for name in ("claim-file.pdf", "knee-mri-upheld.pdf"):
        shutil.copy(ROOT / "samples" / name, letters)
    (letters / "note.txt").write_text("Dear Sir, this is no letter.")
    terminal.run("inspect", str(letters))
    text = terminal.wait(lambda text: "x failed" in text)
    assert "4 letters" in text
    terminal.press("o", "Down", "Enter")
    terminal.wait(lambda text: "2 of 4 letters" in text)
    terminal.press("Down", "Enter")
    terminal.wait(lambda text: "knee-mri-upheld.pdf" in text and "Item 1" in text)
    terminal.press("?")
    terminal.wait(lambda text: "next, previous disputed item" in text)
    terminal.press("Escape")
    terminal.wait(lambda text: "next, previous disputed item" not in text)
    terminal.press("q")
    assert terminal.done() == 0


def test_without_colours(terminal: Terminal) -> None:
    terminal.run("inspect", str(MODIFIED), environment={"NO_COLOR": "1"})
    terminal.wait(lambda text: "Item 3" in text)
    terminal.press("n")
    terminal.wait(lambda text: "┃" in text)
    terminal.press("q")
    assert terminal.done() == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [(["-"], {}, "save the letter to a file first"), ([str(MODIFIED)], {"TERM": "dumb"}, "imrparse show")],
)
def test_what_it_cannot_do_is_said(
    terminal: Terminal, arguments: list[str], environment: dict[str, str], words: str
) -> None:
    terminal.run("inspect", *arguments, environment=environment)
    assert terminal.done() == 2
    assert words in " ".join(terminal.screen().replace("│", " ").split())


def test_interrupted_while_it_reads(terminal: Terminal) -> None:
    terminal.run("inspect", str(ROOT / "samples"))
    terminal.wait(lambda text: "letters" in text)
    terminal.press("q")
    assert terminal.done() == 0


def seconds_to_first_screen(letter: Path) -> float:
    """From the start of the program until its first screen stands in a terminal."""
    import fcntl
    import pty
    import struct
    import termios

    started = time.monotonic()
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.environ["TERM"] = "xterm-256color"
        code = "from imrparse.cli import main; main()"
        os.execv(sys.executable, [sys.executable, "-c", code, "inspect", str(letter)])  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    try:
        said = b""
        while b"reading" not in said and b"CM17" not in said:
            assert time.monotonic() - started < PATIENCE
            if select.select([terminal], [], [], 0.01)[0]:
                said += os.read(terminal, 65536)
        taken = time.monotonic() - started
        os.write(terminal, b"q")
        with contextlib.suppress(OSError):  # what a terminal says when its program has left
            while os.read(terminal, 65536):
                pass
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    return taken


def seconds_of(code: str) -> float:
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.monotonic() - started


def test_the_first_screen_comes_within_three_times_the_import_of_textual_and_parsing() -> None:
    """The best of three each, since the machine does other things, too. Measured: 0.39 s of 0.85 s."""
    parsing = min(seconds_of(f"import imrparse; imrparse.parse({str(MODIFIED)!r})") for _ in range(3))
    textual = min(seconds_of("import textual") for _ in range(3))
    assert min(seconds_to_first_screen(MODIFIED) for _ in range(3)) <= 3 * textual + parsing
