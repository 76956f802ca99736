"""Letters in zip and tar archives, read in place: nothing is unpacked to the disk, so no name in one can act.

What a member unfolds to is bounded as a file's size is (`Options.max_bytes`); archives in archives are not opened.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

from imrparse.errors import DamagedArchive, ImrparseError, PasswordNeeded, UnreadableFile

ZIP_ENDINGS = (".zip",)
TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")

UNREADABLE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    ValueError,
    NotImplementedError,
)
"""What the libraries raise on damaged archives and members (`NotImplementedError`: a compression unknown to them)."""


class Member(NamedTuple):
    """A file in an archive."""

    name: str
    number: int
    """Its place in the archive's own list, from 0."""
    size: int
    """Bytes that it says it unfolds to."""
    shown: str
    """Its name, with `#2` at the second member of one name."""


def is_archive(path: str) -> bool:
    """Whether a file's name says that it is an archive that is read in place."""
    return path.lower().endswith(ZIP_ENDINGS + TAR_ENDINGS)


def members(path: str) -> Iterator[Member]:
    """The files in the archive, in its own order.

    Raises:
        OSError: it cannot be opened.
        DamagedArchive: it is none, or is cut off; what stands before the damage was yielded.
    """
    seen: Counter[str] = Counter()
    try:
        for number, (name, size) in enumerate(_zip_list(path) if _is_zip(path) else _tar_list(path)):
            if size < 0:
                continue
            seen[name] += 1
            shown = name if seen[name] == 1 else f"{name}#{seen[name]}"
            yield Member(name, number, size, shown)
    except UNREADABLE as error:
        raise DamagedArchive(f"the archive is damaged ({_reason(error)}): download or pack it again") from None


class Archive:
    """One archive, open to give the bytes of its members in ascending order.

    Raises:
        ImrparseError: it cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path) if _is_zip(path) else None
            self._infos = self._zip.infolist() if self._zip else []
            # As a stream: a compressed archive is unfolded once, from its beginning to its end.
            self._tar: Any = None if self._zip else tarfile.open(path, "r|*")  # noqa: SIM115 (`close`)
        except OSError as error:
            raise UnreadableFile(f"the archive cannot be read ({error.strerror or error})") from None
        except UNREADABLE as error:
            raise DamagedArchive(f"the archive is damaged ({_reason(error)}): download or pack it again") from None
        self._next = 0

    def bytes_of(self, number: int, most: int) -> bytes:
        """The bytes of member `number`, one more than `most` at most.

        Raises:
            PasswordNeeded: the member is encrypted.
            DamagedArchive: the member is damaged.
        """
        try:
            if self._zip:
                info = self._infos[number]
                if info.flag_bits & 0x1:
                    raise PasswordNeeded("the archive needs a password: unpack it, and pass the letters")
                with self._zip.open(info) as stream:
                    return stream.read(most + 1)
            return self._next_in_tar(number, most)
        except ImrparseError:
            raise
        except (*UNREADABLE, OSError, IndexError) as error:
            message = f"the archive is damaged where this letter is ({_reason(error)}): download or pack it again"
            raise DamagedArchive(message) from None

    def _next_in_tar(self, number: int, most: int) -> bytes:
        tar = self._tar
        while tar is not None and (info := tar.next()) is not None:
            tar.members = []  # tarfile keeps the header of each member that it has passed
            self._next += 1
            if self._next > number:
                stream = tar.extractfile(info)
                return stream.read(most + 1) if stream else b""
        raise DamagedArchive("the archive has changed: run the same command again")

    def close(self) -> None:
        """Close the file."""
        for archive in (self._zip, self._tar):
            if archive:
                archive.close()


def _is_zip(path: str) -> bool:
    return path.lower().endswith(ZIP_ENDINGS)


def _zip_list(path: str) -> Iterator[tuple[str, int]]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            yield info.filename, -1 if info.is_dir() else info.file_size


def _tar_list(path: str) -> Iterator[tuple[str, int]]:
    archive: Any
    with closing(tarfile.open(path, "r|*")) as archive:
        while (info := archive.next()) is not None:
            archive.members = []
            yield info.name, info.size if info.isfile() else -1


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
