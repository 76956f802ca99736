"""What becomes of an error that an input causes: its code and message in a row of the output."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from imrparse.errors import ImrparseError, InternalError, OutOfMemory
from imrparse.reading import printable
from imrparse.record import Error, FailedSource, Failure


def typed(error: Exception) -> ImrparseError:
    """The error itself, or where it is a fault of ours, one that says so: the other inputs must not suffer."""
    if isinstance(error, ImrparseError):
        return error
    if isinstance(error, MemoryError):
        return OutOfMemory("reading it takes more memory than there is: split it, or read it on a larger machine")
    return InternalError(f"imrparse failed ({type(error).__name__}: {error}): please report this with the letter")


def failure(path: str, error: ImrparseError, pages: tuple[int, ...] | UnsetType = UNSET) -> Failure:
    """The row of an input, or of a letter on these pages of it, that gave no record."""
    source = FailedSource(path=printable(path), pages=pages)
    return Failure(source=source, error=Error(code=error.code, message=error.message))
