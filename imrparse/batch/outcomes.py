"""What a worker says of an input, in bytes that cross from one process to another."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Counts(NamedTuple):
    """What is in the rows of an input."""

    records: int = 0
    failures: int = 0
    upheld: int = 0
    overturned: int = 0
    partially_overturned: int = 0
    warned: int = 0
    """Records with a warning."""
    doubtful: int = 0
    """Records with a warning that is an `error`."""


class Task(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """What a worker is to read."""

    path: bytes
    """As the system knows it (`os.fsencode`)."""
    data: bytes | None = None
    """The bytes, where no file holds them alone (members of archives, standard input)."""
    ask: bool = False
    """Whether to tell the digest and wait for word before parsing."""


class Digest(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A worker asks whether bytes of this digest are to be parsed."""

    sha256: str


class OcrBegins(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A worker is about to read a page by OCR."""


class Finished(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A worker has done with an input."""

    lines: bytes
    """The input's rows of the output, as JSON Lines."""
    counts: Counts
    sha256: str | None
    seconds: float
    error_code: str | None = None
    error_message: str | None = None


Said = Digest | OcrBegins | Finished
"""What a worker says."""

ENCODER = msgspec.msgpack.Encoder()
TASK = msgspec.msgpack.Decoder(Task)
SAID: msgspec.msgpack.Decoder[Said] = msgspec.msgpack.Decoder(Said)
