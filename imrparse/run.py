"""A run over inputs: files, folders and standard input in, one result for each, in a stable order.

An input that fails gives a `Failure` and the run goes on, so the results always add up to the inputs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from imrparse.errors import ImrparseError, InternalError, NoLetters, UnreadableFile
from imrparse.pipeline import ParsedLetter, parse
from imrparse.reading import STANDARD_INPUT, Options, printable
from imrparse.record import Error, FailedSource, Failure

LETTER_ENDINGS = (".pdf", ".txt", ".tif", ".tiff")
"""Of the files that are looked for in folders. TIFF is what fax servers deliver, all pages of a letter in one file; a
PNG or JPEG is one page of a letter at best, and more often a logo or a photograph: name it to have it read."""


def inputs(paths: Iterable[str]) -> Iterator[str | Failure]:
    """The files that `paths` name, folders searched recursively in the order of names (`LETTER_ENDINGS`).

    Hidden files and folders (names that begin with a full stop) are passed over, links to folders not followed.
    """
    for path in paths:
        if path == STANDARD_INPUT or not os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises on names too long)
            yield path
            continue
        found = False
        for letter in _letters_below(path):
            found = True
            yield letter
        if not found:
            message = "no *.pdf, *.txt or *.tif in this folder or below: check the path, or name the files"
            yield failure(path, NoLetters(message))


def reads(paths: Iterable[str], output: Path) -> bool:
    """Whether `output` is one of the files that `paths` name."""
    if not output.is_file():
        return False
    return any(isinstance(entry, str) and entry != STANDARD_INPUT and _same(entry, output) for entry in inputs(paths))


def _same(path: str, output: Path) -> bool:
    try:
        return os.path.samefile(path, output)  # noqa: PTH121 (both as the system knows them)
    except (OSError, ValueError):
        return False


def results(paths: Iterable[str], options: Options) -> Iterator[ParsedLetter | Failure]:
    """One result for each input."""
    for entry in inputs(paths):
        if isinstance(entry, Failure):
            yield entry
            continue
        try:
            yield parse(entry, options)
        except ImrparseError as error:
            yield failure(entry, error)
        except Exception as error:  # a fault of ours: this input's row says so, the others must not suffer
            fault = InternalError(
                f"imrparse failed ({type(error).__name__}: {error}): please report this with the letter"
            )
            yield failure(entry, fault)


def failure(path: str, error: ImrparseError) -> Failure:
    """The row of an input that gave no record."""
    return Failure(source=FailedSource(path=printable(path)), error=Error(code=error.code, message=error.message))


def _letters_below(folder: str) -> Iterator[str | Failure]:
    unreadable: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        while unreadable:
            yield _unreadable_folder(unreadable.pop())
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(LETTER_ENDINGS) and not name.startswith("."):
                yield str(Path(place) / name)
    while unreadable:
        yield _unreadable_folder(unreadable.pop())


def _unreadable_folder(error: OSError) -> Failure:
    message = f"the folder cannot be read ({error.strerror}): check its permissions"
    return failure(str(error.filename), UnreadableFile(message))
