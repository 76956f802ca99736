"""The inspector: a list of letters where there are several, and each letter on a screen of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message

from imrparse.inspector.letter_screen import LetterScreen

if TYPE_CHECKING:
    from imrparse.inspector.background import Background
    from imrparse.inspector.list_screen import ListScreen
    from imrparse.inspector.opened import Opened
    from imrparse.outline import Node
    from imrparse.reading import Options

DARK, LIGHT = "textual-dark", "textual-light"
LIGHT_BACKGROUNDS = ("7", "15")
"""The terminal's numbers of white, by which `COLORFGBG` tells a light background (rxvt, Konsole, iTerm)."""


class Inspector(App[None]):
    """Walks through letters.

    Args:
        paths: files and folders.
        options: how to read them.
    """

    CSS_PATH = "inspector.tcss"
    TITLE = "imrparse inspect"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?"),
        Binding("q", "quit", "quit"),
        Binding("d", "dark", "Dark or light", show=False),
    ]

    class Changed(Message):
        """There are new inputs or rows."""

    class Ready(Message):
        """A letter was read."""

        def __init__(self, number: int, letter: int, opened: Opened) -> None:
            super().__init__()
            self.number, self.letter, self.opened = number, letter, opened

    class Broken(Message):
        """The thread that reads met a fault of ours."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(self, paths: Sequence[str], options: Options | None = None) -> None:
        super().__init__()
        self.paths = list(paths)
        self.options = options
        self.background: Background | None = None
        self.letters: ListScreen | None = None
        self.letter: tuple[int, int] = (0, 0)
        """The letter that is shown: number of its input, and its number in it."""
        self._alone = len(self.paths) == 1 and not Path(self.paths[0]).is_dir()
        self._opening = False
        self.theme = theme_of(os.environ)

    def on_mount(self) -> None:
        """Show the first screen, and begin to read behind it."""
        if self._alone:
            self.push_screen(LetterScreen(PurePath(self.paths[0]).name))
        else:
            self._show_list()
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        from imrparse.inspector.background import Background
        from imrparse.reading import Options

        self.background = Background(
            self.paths,
            self.options or Options(),
            changed=lambda: self._tell(self.Changed()),
            broken=lambda error: self._tell(self.Broken(error)),
        )
        self.background.start()

    def _tell(self, message: Message) -> None:
        """Post a message from the thread that reads."""
        if self.is_running:
            self.post_message(message)

    def _show_list(self) -> None:
        from imrparse.inspector.list_screen import ListScreen

        self.letters = ListScreen()
        self.push_screen(self.letters)

    def on_inspector_changed(self) -> None:
        """Show new rows; an input that is alone is opened, or listed where it holds several letters."""
        if self.letters is not None:
            self.letters.rows_changed()
        elif self.background is not None and self.background.listed and not self._opening:
            found = self.background.inputs
            if len(found) == 1 and found[0].rows is None:
                return
            self._opening = True
            if len(found) == 1 and len(found[0].rows or ()) == 1:
                self.background.open(0, 0, lambda opened: self._tell(self.Ready(0, 0, opened)))
            else:
                self.pop_screen()
                self._show_list()

    def on_inspector_broken(self, message: Broken) -> None:
        """End as with any other fault."""
        raise message.error

    def on_inspector_ready(self, message: Ready) -> None:
        """Show the letter, unless another one is waited for by now."""
        if isinstance(self.screen, LetterScreen) and self.letter == (message.number, message.letter):
            self.screen.show(message.opened, self.letters.position(self.letter) if self.letters else "")

    def open_letter(self, number: int, letter: int) -> None:
        """Show a letter of the list."""
        if self.background is None:
            return
        self.letter = (number, letter)
        if not isinstance(self.screen, LetterScreen):
            self.push_screen(LetterScreen(self._name_of(number, letter)))
        else:
            self.screen.name_of_input = self._name_of(number, letter)
        self.background.open(number, letter, lambda opened: self._tell(self.Ready(number, letter, opened)))

    def _name_of(self, number: int, letter: int) -> str:
        entry = self.background.inputs[number] if self.background else None
        if entry is None or entry.rows is None:
            return PurePath(entry.path).name if entry else ""
        return entry.rows[min(letter, len(entry.rows) - 1)].name

    def step_letter(self, step: int) -> None:
        """Show the letter below or above in the list."""
        if self.letters is not None and (found := self.letters.step(self.letter, step)) is not None:
            self.open_letter(*found)

    def back_to_list(self) -> None:
        """Leave the letter for the list, where there is one."""
        if self.letters is None:
            self.say("this is the only letter: q ends")
        elif isinstance(self.screen, LetterScreen):
            self.pop_screen()
            self.letters.point_to(self.letter)

    def show_picture(self, opened: Opened, page: int, node: Node | None) -> None:
        """Show a page's picture, or say where it was written."""
        from imrparse.inspector.show_picture import show_picture

        show_picture(self, opened, page, node)

    def in_background(self, job: Callable[[], None]) -> None:
        """Run something that touches a PDF."""
        if self.background is not None:
            self.background.do(job)

    def say(self, words: str, *, seconds: float = 4) -> None:
        """Tell the person something for a while."""
        from imrparse.terminal.safe import safe

        self.notify(safe(words), timeout=seconds, markup=False)

    def action_help(self) -> None:
        """Show all keys."""
        from imrparse.inspector.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_dark(self) -> None:
        """Change between a dark and a light background."""
        self.theme = LIGHT if self.current_theme.dark else DARK

    def _watch_theme(self, theme_name: str) -> None:
        super()._watch_theme(theme_name)
        for screen in self.screen_stack if self._running else ():
            if isinstance(screen, LetterScreen):
                screen.theme_changed()

    def _fatal_error(self) -> None:
        """End without textual's traceback, which would print what the letter says: `run` raises the error."""
        self._close_messages_no_wait()


def theme_of(environment: dict[str, str] | os._Environ[str]) -> str:
    """The theme for the terminal's background: `TEXTUAL_THEME` or what `COLORFGBG` tells, else dark."""
    if environment.get("TEXTUAL_THEME"):
        return environment["TEXTUAL_THEME"]
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in LIGHT_BACKGROUNDS else DARK


def run(paths: Sequence[str], options: Options | None = None) -> None:
    """Inspect files and folders until the person leaves."""
    inspector = Inspector(paths, options)
    inspector.run()
    sys.stdout.flush()
    if inspector.background is not None and not inspector.background.stop():
        # A page that is being read by OCR may take a minute yet; nothing of it is wanted any more, and pdfium must not
        # be torn down under the thread that uses it.
        os._exit(0)
    if inspector._exception is not None:
        raise inspector._exception
