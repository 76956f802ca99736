"""Writing the record that is on the screen to a file."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from imrparse.inspector.opened import Opened
from imrparse.pipeline import ParsedLetter
from imrparse.terminal.safe import safe

if TYPE_CHECKING:
    from imrparse.inspector.app import Inspector


def exported(parsed: ParsedLetter) -> bytes:
    """The record with its evidence as indented JSON: what `imrparse parse --evidence` writes, for people."""
    from imrparse.run import row_of
    from imrparse.writers.json import encoded

    return msgspec.json.format(encoded(row_of(parsed, evidence=True)), indent=2) + b"\n"


def file_name(opened: Opened) -> str:
    """A name for files of the letter, without ending: the case's, else the input's."""
    record = opened.record
    name = (record.case_number or PurePath(record.source.path).stem) if record else "letter"
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)[:80]


class ExportScreen(ModalScreen[None]):
    """Asks where to write, and again before anything is overwritten."""

    app: Inspector

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.pop_screen", "Close", show=False)]

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self.opened = opened
        self._overwrite: Path | None = None

    def compose(self) -> ComposeResult:
        """The question."""
        with Vertical(classes="window"):
            yield Static(Text("Write the record as JSON to"), id="question")
            yield Input(f"{file_name(self.opened)}.json", id="file", select_on_focus=False)
            yield Static(Text("enter writes, escape leaves", "dim"))

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        if not event.value.strip() or not isinstance(self.opened.result, ParsedLetter):
            return
        path = Path(event.value).expanduser()
        try:
            with path.open("wb" if path == self._overwrite else "xb") as stream:
                stream.write(exported(self.opened.result))
        except FileExistsError:
            self._overwrite = path
            self._ask(f"{path} exists. Enter once more overwrites it, escape leaves it")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._ask(f"{path} cannot be written: {reason}")
        else:
            self.dismiss()
            self.app.say(f"written: {path.resolve()}")

    @on(Input.Changed)
    def _another(self, event: Input.Changed) -> None:
        if self._overwrite is not None and Path(event.value).expanduser() != self._overwrite:
            self._overwrite = None
            self._ask("Write the record as JSON to")

    def _ask(self, words: str) -> None:
        self.query_one("#question", Static).update(Text(safe(words)))
