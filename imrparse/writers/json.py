"""JSON Lines (one result a line, written as it comes) and JSON (one array)."""

from __future__ import annotations

from typing import IO

import msgspec

from imrparse.writers import Line


class JsonLinesWriter:
    """One result a line."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._encoder = msgspec.json.Encoder()

    def write(self, line: Line) -> None:
        """Write one result as one line, at once."""
        self._stream.write(self._encoder.encode(line) + b"\n")
        self._stream.flush()

    def close(self) -> None:
        """Nothing stands at the end of JSON Lines."""


class JsonWriter:
    """One array, a result a line."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._encoder = msgspec.json.Encoder()
        self._separator = b"[\n"

    def write(self, line: Line) -> None:
        """Write one result as the array's next element."""
        self._stream.write(self._separator + self._encoder.encode(line))
        self._separator = b",\n"

    def close(self) -> None:
        """End the array."""
        self._stream.write(b"[]\n" if self._separator == b"[\n" else b"\n]\n")
