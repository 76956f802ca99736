"""A run over inputs: files, folders and standard input in, the results of each in a stable order.

An input holds one letter, or several with one result each. One that fails gives a `Failure` and the run goes on, so
that every input has its results.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import UNSET, UnsetType

from imrparse.errors import ImrparseError, InternalError, NoLetters, UnreadableFile
from imrparse.finding import find_letters
from imrparse.pipeline import ParsedLetter, parse_document, release
from imrparse.reading import STANDARD_INPUT, Options, printable, read
from imrparse.record import Error, FailedSource, Failure

LETTER_ENDINGS = (".pdf", ".txt", ".html", ".htm", ".docx", ".tif", ".tiff")
"""Of the files that are looked for in folders. TIFF is what fax servers deliver, all pages of a letter in one file; a
PNG or JPEG is one page of a letter at best, and more often a logo or a photograph: name it to have it read."""


def inputs(paths: Iterable[str]) -> Iterator[str | Failure]:
    """The files that `paths` name, folders searched recursively in the order of names (`LETTER_ENDINGS`).

    Hidden files and folders (names that begin with a full stop) are passed over, and the notes that Word leaves while
    a document is open (`~$letter.docx`); links to folders are not followed.
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
            endings = ", ".join(f"*{ending}" for ending in LETTER_ENDINGS)
            message = f"no letter ({endings}) in this folder or below: check the path, or name the files"
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


def results(paths: Iterable[str], options: Options) -> Iterator[list[ParsedLetter | Failure]]:
    """For each input its results: one for each letter in it, or the one failure of the whole input."""
    for entry in inputs(paths):
        yield [entry] if isinstance(entry, Failure) else list(_results_of(entry, options))


def _results_of(path: str, options: Options) -> Iterator[ParsedLetter | Failure]:
    try:
        document = read(path, options)
    except Exception as error:
        yield failure(path, _typed(error))
        return
    try:
        try:
            found = find_letters(document.pages)
        except Exception as error:
            yield failure(path, _typed(error))
            return
        for letter in found:
            try:
                yield parse_document(document, letter)
            except Exception as error:
                pages = tuple(span.page for span in letter.portions) if len(found) > 1 else UNSET
                yield failure(path, _typed(error), pages)
    finally:
        release(document)


def _typed(error: Exception) -> ImrparseError:
    """The error itself, or where it is a fault of ours, one that says so: the other inputs must not suffer."""
    if isinstance(error, ImrparseError):
        return error
    return InternalError(f"imrparse failed ({type(error).__name__}: {error}): please report this with the letter")


def failure(path: str, error: ImrparseError, pages: tuple[int, ...] | UnsetType = UNSET) -> Failure:
    """The row of an input, or of a letter on these pages of it, that gave no record."""
    source = FailedSource(path=printable(path), pages=pages)
    return Failure(source=source, error=Error(code=error.code, message=error.message))


def _letters_below(folder: str) -> Iterator[str | Failure]:
    unreadable: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        while unreadable:
            yield _unreadable_folder(unreadable.pop())
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(LETTER_ENDINGS) and not name.startswith((".", "~$")):
                yield str(Path(place) / name)
    while unreadable:
        yield _unreadable_folder(unreadable.pop())


def _unreadable_folder(error: OSError) -> Failure:
    message = f"the folder cannot be read ({error.strerror}): check its permissions"
    return failure(str(error.filename), UnreadableFile(message))
