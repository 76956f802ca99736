"""Makes the pictures of the documentation from the samples, so that they stay true: `make pictures`."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

from imrparse.inspector.app import Inspector
from imrparse.inspector.letter_screen import LetterScreen

FOLDER = Path(__file__).resolve().parent / "pictures"
SAMPLES = Path(__file__).resolve().parent.parent / "samples"

FETCHED_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""What textual and rich put into a picture so that a browser fetches its font from elsewhere: the reader's own does."""


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


def make_show_pictures() -> None:
    """The second item of a letter as `imrparse show` prints it on a dark terminal."""
    import io

    from rich.console import Console

    import imrparse
    from imrparse.outline import outline
    from imrparse.terminal.look import Look
    from imrparse.terminal.parts import select
    from imrparse.terminal.record_view import record_view

    os.chdir(SAMPLES.parent)  # so that the view names the file as a reader of the documentation would
    path = "samples/shoulder-therapy-modified.pdf"
    parsed = imrparse.parse(path)
    console = Console(record=True, width=96, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(f"[bold]$ imrparse show {path} --item 2[/bold]", highlight=False)
    for part in record_view(
        parsed.record, select(parsed.record, outline(parsed), (), 2), Look(console.width, dark=True)
    ):
        console.print(part)
    console.print()
    made = console.export_svg(title="imrparse show", unique_id="show")
    made = FETCHED_FONT.sub("", made)
    made = "\n".join(line.rstrip() for line in made.splitlines() if line.strip()) + "\n"
    (FOLDER / "show.svg").write_text(made, encoding="utf-8")


def make_report_pictures() -> None:
    """The report of the samples in Chromium: summary, table, a letter, and a letter on a phone in the dark."""
    import datetime
    import io
    import sys
    import tempfile

    from PIL import Image

    from imrparse.reading import Options
    from imrparse.report.gathering import Gathered, results_of
    from imrparse.report.page import write_page

    sys.path.insert(0, str(SAMPLES.parent))
    from tests.browser import CHROMIUM, DRIVER, chromium, colours, resize

    if not (CHROMIUM and DRIVER):
        sys.exit("the report's pictures need the Debian packages chromium and chromium-driver")
    os.chdir(SAMPLES.parent)  # so that the report names the files as a reader of the documentation would
    laptop, phone = (1280, 800), (390, 844)
    pictured = (
        ("report-summary", "#/", laptop, "light"),
        ("report-table", "#/items?decision=overturned&sort=category", laptop, "light"),
        ("report-letter", "#/letter/{}/disputed_items.1.expert_reviewer", laptop, "light"),
        ("report-phone", "#/letter/{}/disputed_items.1.decision", phone, "dark"),
    )
    gathered = Gathered()
    for results in results_of(sorted(f"samples/{path.name}" for path in SAMPLES.glob("*.pdf")), Options()):
        gathered.add(results, text=True)
    files = [record.source.path for record in gathered.records]
    letter = files.index("samples/shoulder-therapy-modified.pdf")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        write_page(gathered, page, datetime.date(2026, 1, 2))
        with chromium(Path(folder) / "profile") as driver:
            for name, view, size, scheme in pictured:
                resize(driver, *size)
                colours(driver, scheme)
                driver.get("about:blank")
                driver.get(page.as_uri() + view.format(letter))
                if size == laptop:
                    driver.execute_script("window.scrollTo(0, 0)")
                shot = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
                shot.quantize(128).save(FOLDER / f"{name}.png", optimize=True)


def main() -> None:
    """Make all."""
    os.environ["TEXTUAL_THEME"] = "textual-dark"
    FOLDER.mkdir(exist_ok=True)
    inspector()
    make_show_pictures()
    make_report_pictures()


if __name__ == "__main__":
    main()
