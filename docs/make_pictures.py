"""Makes the pictures of the documentation from the samples, so that they stay true: `make pictures`."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

from imrparse.inspector.app import Inspector
from imrparse.inspector.letter_screen import LetterScreen

FOLDER = Path(__file__).parent / "pictures"
SAMPLES = Path(__file__).parent.parent / "samples"

FETCHED_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""What textual puts into a picture so that a browser fetches its font from elsewhere: the reader's own does."""


def inspector() -> None:
    """The second item's guideline in the inspector, as it is reached from the start."""
    os.chdir(SAMPLES.parent)  # so that it names the file as a reader of the documentation would
    keys = ("n", "n", "down", "down", "down", "down")
    svg = asyncio.run(_inspected(["samples/shoulder-therapy-modified.pdf"], keys, (110, 32)))
    own_fonts = FETCHED_FONT.sub("", svg)
    (FOLDER / "inspector.svg").write_text(own_fonts, encoding="utf-8")


async def _inspected(paths: list[str], keys: tuple[str, ...], size: tuple[int, int]) -> str:
    """What the inspector shows after these keys, as SVG."""
    app = Inspector(paths)
    async with app.run_test(size=size) as pilot:
        while not (isinstance(app.screen, LetterScreen) and app.screen.opened):
            await pilot.pause(0.05)
        await pilot.press(*keys)
        await pilot.pause(0.2)
        return app.export_screenshot(title="imrparse inspect samples/shoulder-therapy-modified.pdf")


def main() -> None:
    """Make all."""
    os.environ["TEXTUAL_THEME"] = "textual-dark"
    FOLDER.mkdir(exist_ok=True)
    inspector()


if __name__ == "__main__":
    main()
