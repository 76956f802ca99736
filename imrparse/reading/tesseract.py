"""Tesseract, as a process of its own for each picture: a grey picture in, words with places and confidences out.

The program is called directly. Its picture goes in and its table of words comes out through pipes, so nothing is
left on the disk; one thread (`OMP_THREAD_LIMIT`, 1.4 s a page instead of 14 where several run side by side) is set
for that process and for no other.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from imrparse.errors import OcrMissing
from imrparse.reading.pages import Box

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "eng"
"""Tesseract's language data. The letters are English throughout."""

PAGE_SECONDS = 180.0
"""Time on the clock that a page may take, all its readings together. A clean page takes 1 to 2 seconds on an idle
machine and 15 to 20 on one with seven times more to do than processors, where one page of 295 took more than 60."""

INSTALL = (
    "`sudo apt-get install tesseract-ocr` on Debian and Ubuntu, `brew install tesseract` on macOS, "
    "`winget install UB-Mannheim.TesseractOCR` on Windows"
)
WORD_LEVEL = "5"
"""The level of the rows of Tesseract's table (tesseract(1), "TSV") that hold a word; the others hold areas."""


class TesseractFailed(Exception):
    """Tesseract ended without reading the picture; the message says why."""


class Word(NamedTuple):
    """A word of a picture."""

    text: str
    box: Box
    """In points from the picture's top left corner."""
    confidence: float
    """Tesseract's own, from 0 to 1."""
    line: tuple[int, int, int]
    """Numbers of the block, of the paragraph in it and of the line in that, in Tesseract's reading order."""


def require() -> None:
    """Raise `OcrMissing`, with what to install, unless pictures can be read here."""
    try:
        import PIL  # noqa: F401
    except ImportError:
        raise OcrMissing("reading a scan needs Pillow: `pip install 'imrparse[ocr]'`") from None
    engine()


@functools.cache
def engine() -> str:
    """Tesseract with its version and its language data: `tesseract 5.3.0 (eng)`.

    Raises:
        OcrMissing: it is not installed, or its language data are not.
    """
    program = _program()
    try:
        version, languages = _output(program, "--version"), _output(program, "--list-langs")
    except (OSError, subprocess.SubprocessError) as error:
        reason = type(error).__name__
        raise OcrMissing(f"Tesseract ({program}) does not start ({reason}): install it again by {INSTALL}") from None
    if LANGUAGE not in languages.split():
        raise OcrMissing(
            f"Tesseract has no English language data ({LANGUAGE}): `sudo apt-get install tesseract-ocr-eng` on Debian "
            "and Ubuntu; elsewhere they come with Tesseract: install it again, or let TESSDATA_PREFIX name their folder"
        )
    return f"{' '.join(version.split()[:2])} ({LANGUAGE})"


def words(picture: Image, scale: float, deadline: float) -> list[Word]:
    """The words of a grey picture that stands upright.

    Args:
        picture: in Pillow's mode `L`.
        scale: pixels a point of the page.
        deadline: when to give up, by `time.monotonic`.

    Raises:
        OcrMissing: Tesseract is not installed.
        TesseractFailed: it ended with an error, or had not ended by the deadline and was stopped.
    """
    settings = ["--dpi", str(round(72 * scale)), "-l", LANGUAGE, "--psm", "3", "tsv"]
    header = b"P5 %d %d 255\n" % picture.size  # PGM: made and read at no cost (netpbm.sourceforge.net/doc/pgm.html)
    try:
        done = subprocess.run(  # noqa: S603 (the program is found on the path, the arguments are ours)
            [_program(), "stdin", "stdout", *settings],
            input=header + picture.tobytes(),
            capture_output=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            timeout=max(0.01, deadline - time.monotonic()),
            check=False,
        )
    except subprocess.TimeoutExpired:  # `run` has stopped it
        raise TesseractFailed(f"it takes too long to read (over {PAGE_SECONDS:.0f} seconds)") from None
    except OSError as error:
        raise TesseractFailed(f"Tesseract does not start ({error.strerror or error})") from None
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
        raise TesseractFailed(f"Tesseract cannot read it ({reason[0]})")
    return _parsed(done.stdout.decode(errors="replace"), scale)


def _parsed(table: str, scale: float) -> list[Word]:
    """The words of Tesseract's table, whose places are in pixels."""
    found = []
    for row in table.split("\n"):
        cells = row.rstrip("\r").split("\t")
        if len(cells) != 12 or cells[0] != WORD_LEVEL or not cells[11].strip():
            continue
        left, top, width, height = (int(cell) / scale for cell in cells[6:10])
        box = Box(left, top, left + width, top + height)
        line = (int(cells[2]), int(cells[3]), int(cells[4]))
        found.append(Word(cells[11].strip(), box, min(1.0, max(0.0, float(cells[10]) / 100)), line))
    return found


def _program() -> str:
    """Where Tesseract is: on the path, or where its installer for Windows puts it."""
    found = shutil.which("tesseract")
    if found is None and "ProgramFiles" in os.environ:
        usual = Path(os.environ["ProgramFiles"]) / "Tesseract-OCR" / "tesseract.exe"  # noqa: SIM112 (its name)
        found = str(usual) if usual.exists() else None
    if found is None:
        raise OcrMissing(f"reading a scan needs Tesseract, which is not installed: {INSTALL}")
    return found


def _output(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, timeout=20, check=True)  # noqa: S603
    # Some versions print these to standard error.
    return (done.stdout + done.stderr).decode(errors="replace")
