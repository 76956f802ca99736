"""JSON Lines (one result a line, written as it comes) and JSON (one array)."""

from __future__ import annotations

from typing import IO

import msgspec

from imrparse.writers import Line, Writer
from imrparse.writers.repair import repaired

ENCODER = msgspec.json.Encoder()


def encoded(line: msgspec.Struct) -> bytes:
    """One result, or what is said of one, as JSON, without a line end."""
    try:
        return ENCODER.encode(line)
    except UnicodeEncodeError:
        return ENCODER.encode(repaired(line))


class JsonLinesWriter(Writer):
    """One result a line."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, line: Line) -> None:
        """Write one result as one line, at once."""
        self.write_encoded(encoded(line) + b"\n")

    def write_encoded(self, lines: bytes) -> None:
        """Write results that are JSON Lines already, at once."""
        self._stream.write(lines)
        self._stream.flush()

    def close(self) -> None:
        """Nothing stands at the end of JSON Lines."""


class JsonWriter(Writer):
    """One array, a result a line."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._separator = b"[\n"

    def write(self, line: Line) -> None:
        """Write one result as the array's next element."""
        self._stream.write(self._separator + encoded(line))
        self._separator = b",\n"

    def close(self) -> None:
        """End the array."""
        self._stream.write(b"[]\n" if self._separator == b"[\n" else b"\n]\n")
