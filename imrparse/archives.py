"""Letters in zip and tar archives, read in place: nothing is unpacked to the disk, so no name in one can act.

What a member unfolds to is bounded as a file's size is (`Options.max_bytes`), and what a whole tar archive unfolds to
by its own size (`UNFOLDS`); nothing is unfolded at a stroke, so that no archive takes more memory than that. Archives
in archives are not opened.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import struct
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO, NamedTuple

from imrparse.errors import DamagedArchive, ImrparseError, PasswordNeeded, UnreadableFile, UnsupportedFormat

ZIP_ENDINGS = (".zip",)
TAR_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")

COMPRESSED: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
"""First bytes of a compressed tar archive, and what unfolds it a piece at a time (`tarfile` itself unfolds 10 KB at a
stroke, which bzip2 makes 14 GB of)."""

UNFOLDS = 2000
"""Times its size that a tar archive may unfold to; gzip reaches 1032 on zeros, letters 2 (PDF) to 10 (text)."""
UNFOLDS_ANYHOW = 1 << 30
"""Bytes that any archive may unfold to: a few seconds of work."""

HEADER_BYTES = 1 << 20
"""Of a long name or other remark in a tar archive, which `tarfile` reads whole; the system's names end at 4 KiB."""

REMARKS = (
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
)  # fmt: skip
"""Kinds of headers that are followed by such a remark."""

ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The compressions of zip archives that `zipfile` unfolds a piece at a time."""

UNREADABLE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    ArithmeticError,
    ValueError,
    RuntimeError,
)
"""What the libraries raise on damaged archives and members (`RuntimeError`: what is unknown to them)."""


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
            self._tar = None if self._zip else _Tar(path)
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
                if info.compress_type not in ZIP_METHODS:
                    raise UnsupportedFormat("the archive is packed in an unusual way: unpack it, and pass the letters")
                with self._zip.open(info) as stream:
                    return stream.read(most + 1)
            return self._next_in_tar(number, most)
        except ImrparseError:
            raise
        except (*UNREADABLE, OSError, IndexError) as error:
            message = f"the archive is damaged where this letter is ({_reason(error)}): download or pack it again"
            raise DamagedArchive(message) from None

    def _next_in_tar(self, number: int, most: int) -> bytes:
        while self._tar is not None and (info := self._tar.next()) is not None:
            self._next += 1
            if self._next > number:
                return self._tar.bytes_of(info, most)
        raise DamagedArchive("the archive has changed: run the same command again")

    def close(self) -> None:
        """Close the file."""
        for archive in (self._zip, self._tar):
            if archive:
                archive.close()


class _Header(tarfile.TarInfo):
    """The header of a member, with the damage said that `tarfile` takes for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise tarfile.SubsequentHeaderError(  # type: ignore[attr-defined]
                str(error) if buf else "it is cut off"
            ) from None
        if header.size < 0 or (header.type in REMARKS and header.size > HEADER_BYTES):
            raise tarfile.SubsequentHeaderError("a header of no use")  # type: ignore[attr-defined]
        return header


class _Tar:
    """A tar archive from its beginning to its end."""

    def __init__(self, path: str) -> None:
        self._file: BinaryIO = open(path, "rb")  # noqa: PTH123, SIM115 (`close`)
        try:
            self._most = max(UNFOLDS_ANYHOW, UNFOLDS * os.fstat(self._file.fileno()).st_size)
            first = self._file.read(6)
            self._file.seek(0)
            unfold = next((unfold for mark, unfold in COMPRESSED.items() if first.startswith(mark)), None)
            stream = unfold(self._file) if unfold else self._file
            self._tar: Any = tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header)  # noqa: SIM115
        except BaseException:
            self._file.close()
            raise

    def next(self) -> tarfile.TarInfo | None:
        """The next member's header."""
        info: tarfile.TarInfo | None = self._tar.next()
        self._tar.members = []  # tarfile keeps the header of each member that it has passed
        if info and info.offset_data + info.size > self._most:
            raise tarfile.ReadError("it unfolds to more than any letters do")
        return info

    def bytes_of(self, info: tarfile.TarInfo, most: int) -> bytes:
        """The bytes of the member whose header came last, one more than `most` at most."""
        stream = self._tar.extractfile(info)
        return stream.read(most + 1) if stream else b""

    def close(self) -> None:
        """Close the file."""
        self._tar.close()
        self._file.close()


def _is_zip(path: str) -> bool:
    return path.lower().endswith(ZIP_ENDINGS)


def _zip_list(path: str) -> Iterator[tuple[str, int]]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            yield info.filename, -1 if info.filename.endswith("/") else info.file_size


def _tar_list(path: str) -> Iterator[tuple[str, int]]:
    with closing(_Tar(path)) as archive:
        while (info := archive.next()) is not None:
            yield info.name, info.size if info.isfile() else -1


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
