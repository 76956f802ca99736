"""What a run is to read: files, folders with all below, globs, archives, and lists of them, in a stable order."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from imrparse import archives
from imrparse.errors import ImrparseError, NoLetters, NoSuchFile, UnreadableFile, UnsupportedFormat
from imrparse.failures import typed
from imrparse.reading import STANDARD_INPUT

LETTER_ENDINGS = (".pdf", ".txt", ".html", ".htm", ".docx", ".tif", ".tiff")
"""Of the files that are looked for in folders and archives. TIFF is what fax servers deliver, all pages of a letter in
one file; a PNG or JPEG is one page of a letter at best, and more often a logo or a photograph: name it to have it
read."""

WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read, or the error of one that cannot be."""

    path: str
    """As the system knows it; of a member of an archive `letters.zip/2015/a.pdf`."""
    size: int | None = None
    """Bytes; `None` where that is not known before reading."""
    modified: int | None = None
    """When it was last changed, in nanoseconds, as the system counts; of a member, when its archive was."""
    archive: str | None = None
    """Path of the archive that it is in."""
    member: int | None = None
    """Its place in the archive's own list, from 0."""
    error: ImrparseError | None = None


def list_inputs(paths: Iterable[str]) -> Iterator[Input]:
    """The inputs that `paths` name, each once, in the order of `paths`.

    A folder is searched with all below: the files of a folder in the order of their names (`LETTER_ENDINGS` and
    archives), then the folders in it. Hidden ones (names that begin with a full stop) are passed over, and the notes
    that Word leaves while a document is open (`~$letter.docx`); links to folders are not followed. A path that does
    not exist and has `*`, `?` or `[` in it is a glob (`**` for any number of folders), for shells that expand none.
    Members of an archive come in the archive's own order.
    """
    for path in paths:
        if path == STANDARD_INPUT:
            yield Input(path)
        elif os.path.isdir(path):  # noqa: PTH112 (Path.is_dir raises on names too long)
            yield from _one_at_least(path, _below(path), "in this folder or below")
        elif archives.is_archive(path) and os.path.isfile(path):  # noqa: PTH113
            yield from _one_at_least(path, _members(path), "in this archive")
        elif WILD.isdisjoint(path) or not _is_missing(path):
            yield _named(path)
        else:
            yield from _matching(path)


def reads(paths: Iterable[str], output: str | Path) -> bool:
    """Whether `output` is one of the files that `paths` name."""
    there = state_of(output)
    return any(is_file(one, output, there) for one in list_inputs(paths)) if there else False


def state_of(path: str | Path) -> os.stat_result | None:
    """What the system knows of a file; `None` where there is none."""
    try:
        return os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None


def is_file(one: Input, path: str | Path, there: os.stat_result) -> bool:
    """Whether an input is the file at `path`, whose state is `there`."""
    # Size and date first: to ask the system about each of many inputs takes longer than to list them.
    if (one.size, one.modified) != (there.st_size, there.st_mtime_ns):
        return False
    try:
        return os.path.samefile(one.archive or one.path, path)  # noqa: PTH121 (as the system knows them)
    except (OSError, ValueError):
        return False


def paths_in(stream: BinaryIO) -> Iterator[str]:
    r"""The paths that a list names, one a line, or each ended by a NUL byte (as `find -print0` writes them)."""
    first = stream.read(65536)
    nul = b"\0" in first
    ends = b"\0" if nul else b"\n"
    rest = first
    while True:
        *whole, rest = rest.split(ends)
        for name in whole:
            path = name if nul else name.removesuffix(b"\r")
            if path:
                yield os.fsdecode(path)
        more = stream.read(65536)
        if not more:
            break
        rest += more
    rest = rest if nul else rest.removesuffix(b"\r")
    if rest:
        yield os.fsdecode(rest)


def _is_missing(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False  # said when it is read
    return False


def _named(path: str) -> Input:
    """The input at a path that was named; what is wrong with it is said when it is read."""
    found = state_of(path)
    if found is None:
        return Input(path)
    regular = stat.S_ISREG(found.st_mode)  # a pipe or a device has no size, and other bytes each time
    return Input(path, found.st_size, found.st_mtime_ns) if regular else Input(path)


def _matching(pattern: str) -> Iterator[Input]:
    matches = sorted(glob.iglob(pattern, recursive=True))  # noqa: PTH207 (a pattern with any folders in it)
    if not matches:
        yield Input(pattern, error=NoSuchFile("no such file, and none matches it as a pattern: check the path"))
    yield from list_inputs(matches)


def _one_at_least(path: str, inputs: Iterator[Input], where: str) -> Iterator[Input]:
    empty = True
    for one in inputs:
        empty = False
        yield one
    if empty:
        endings = ", ".join(f"*{ending}" for ending in LETTER_ENDINGS)
        message = f"no letter ({endings}) {where}: check the path, or name the files"
        yield Input(path, error=NoLetters(message))


def _below(folder: str) -> Iterator[Input]:
    unreadable: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        while unreadable:
            yield _unreadable_folder(unreadable.pop())
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(place)
        for name in sorted(names):
            if not name.startswith((".", "~$")):
                yield from _found(str(here / name))
    while unreadable:
        yield _unreadable_folder(unreadable.pop())


def _found(path: str) -> Iterator[Input]:
    """The inputs at a path in a folder: a letter, an archive's members, or none."""
    if path.lower().endswith(LETTER_ENDINGS):
        try:
            special = not stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
        except (OSError, ValueError):
            special = False
        if not special:  # a pipe in a folder would be waited for
            yield _named(path)
    elif archives.is_archive(path) and os.path.isfile(path):  # noqa: PTH113
        yield from _members(path)


def _members(path: str) -> Iterator[Input]:
    try:
        modified = os.stat(path).st_mtime_ns  # noqa: PTH116
        for member in archives.members(path):
            if _is_hidden(member.name):
                continue
            if member.name.lower().endswith(LETTER_ENDINGS):
                yield Input(f"{path}/{member.shown}", member.size, modified, path, member.number)
            elif archives.is_archive(member.name):
                error = UnsupportedFormat("an archive in an archive is not opened: unpack it, and pass what is in it")
                yield Input(f"{path}/{member.shown}", error=error)
    except OSError as error:
        message = f"the archive cannot be read ({error.strerror or error}): check its permissions"
        yield Input(path, error=UnreadableFile(message))
    except Exception as error:  # the libraries raise anything: the other inputs must not suffer
        yield Input(path, error=typed(error))


def _is_hidden(member: str) -> bool:
    """Whether a member of this name would be passed over in a folder."""
    *folders, name = member.replace("\\", "/").split("/")  # some programs for Windows write their own separator
    return name.startswith((".", "~$")) or any(folder.startswith(".") and folder.strip(".") for folder in folders)


def _unreadable_folder(error: OSError) -> Input:
    message = f"the folder cannot be read ({error.strerror}): check its permissions"
    return Input(str(error.filename), error=UnreadableFile(message))
