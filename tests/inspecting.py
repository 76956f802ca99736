"""Drives the inspector as a person at a terminal does, and reads what stands on its screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from textual.css.query import NoMatches
from textual.pilot import Pilot

from imrparse.inspector.app import Inspector
from imrparse.inspector.letter_screen import LetterScreen
from imrparse.inspector.list_screen import ListScreen
from imrparse.reading import Options

T = TypeVar("T")
Person = Pilot[None]

PATIENCE = 60
"""Seconds after which a screen that does not come is taken to be missing."""


def inspect(
    paths: list[str | Path],
    what: Callable[[Person, Inspector], Awaitable[T]],
    *,
    size: tuple[int, int] = (100, 30),
    options: Options | None = None,
) -> T:
    """Start the inspector, do `what`, and leave."""

    async def session() -> T:
        app = Inspector([str(path) for path in paths], options)
        async with app.run_test(size=size, notifications=True) as person:
            try:
                await settled(person, app)
                return await what(person, app)
            finally:
                if app.background is not None:
                    app.background.stop(10)

    return asyncio.run(session())


async def settled(person: Person, app: Inspector) -> None:
    """Wait until the letter, or all rows of the list, are on the screen."""

    def ready() -> bool:
        if isinstance(app.screen, LetterScreen):
            return app.screen.opened is not None
        background = app.background
        if background is None or not background.listed or not isinstance(app.screen, ListScreen):
            return False
        known = sum(len(entry.rows or (None,)) for entry in background.inputs)
        return all(entry.rows for entry in background.inputs[:10]) and len(app.screen.letters.rows) == known

    await until(person, ready)
    await person.pause()


async def until(person: Person, ready: Callable[[], bool]) -> None:
    """Wait for something."""
    end = time.monotonic() + PATIENCE
    while not _is(ready):
        assert time.monotonic() < end, "it never came"
        if person.app._exception is not None:
            raise person.app._exception
        await person.pause(0.02)


def _is(ready: Callable[[], bool]) -> bool:
    """Whether something is there: on a screen that has no widgets yet, nothing is."""
    try:
        return ready()
    except NoMatches:
        return False


async def keys(person: Person, *pressed: str) -> None:
    """Press keys one by one."""
    for key in pressed:
        await person.press(key)
    await person.pause()


def letter(app: Inspector) -> LetterScreen:
    """The letter's screen."""
    assert isinstance(app.screen, LetterScreen)
    return app.screen


def listed(app: Inspector) -> ListScreen:
    """The list's screen."""
    assert isinstance(app.screen, ListScreen)
    return app.screen


def selected(app: Inspector) -> str:
    """Path of the selected value."""
    node = letter(app).node
    assert node is not None
    return node.path


def marked(app: Inspector) -> list[str]:
    """The words that are marked in the text."""
    text = letter(app).text
    return [text.shown.source[span.start : span.end] for span in text.selected]


def screen(app: Inspector) -> str:
    """What stands on the screen, a line a line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(piece.text for piece in strip).rstrip() for strip in strips)


def text_on_screen(app: Inspector) -> str:
    """What stands in the letter's pane, lines joined by spaces."""
    text = letter(app).text
    lines = text._lines[text.scroll_offset.y : text.scroll_offset.y + text.scrollable_content_region.height]
    return " ".join(text.shown.text[line.start : line.end].strip() for line in lines)
