"""Errors that an input can cause. Each has a code for machines and a message that says what to do.

`ImrparseError` is the one base class. An input's error never ends a run over several inputs: the
command line prints it as that input's row and goes on.
"""

from __future__ import annotations


class ImrparseError(Exception):
    """Base of every error that imrparse raises on purpose."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NoSuchFile(ImrparseError):
    """The path does not exist or cannot be opened."""

    code = "no_such_file"


class UnreadableFile(ImrparseError):
    """The path exists, but the system refuses to give its bytes."""

    code = "unreadable_file"


class NoLetters(ImrparseError):
    """A folder holds no file that could be a letter."""

    code = "no_letters"


class EmptyFile(ImrparseError):
    """The input has no bytes, or none but white space."""

    code = "empty_file"


class TooLarge(ImrparseError):
    """The input is over the size limit."""

    code = "too_large"


class NotAPdf(ImrparseError):
    """A name that ends in `.pdf` over bytes that are no PDF."""

    code = "not_a_pdf"


class DamagedPdf(ImrparseError):
    """The bytes begin like a PDF but cannot be read as one."""

    code = "damaged_pdf"


class PasswordNeeded(ImrparseError):
    """The PDF opens only with a password."""

    code = "password_needed"


class NoText(ImrparseError):
    """A PDF whose pages carry no text: a scan."""

    code = "no_text"


class OcrMissing(ImrparseError):
    """A scan, and OCR is not installed."""

    code = "ocr_missing"


class ReaderMissing(ImrparseError):
    """The library that reads this kind of file is not installed."""

    code = "reader_missing"


class DamagedDocument(ImrparseError):
    """The bytes begin like a Word or HTML document or a picture but cannot be read as one."""

    code = "damaged_document"


class UnsupportedFormat(ImrparseError):
    """The bytes are a document of a kind that imrparse has no reader for, such as `.doc`, `.rtf` or `.odt`."""

    code = "unsupported_format"


class UndecodableText(ImrparseError):
    """The bytes are no text in any encoding that letters come in."""

    code = "undecodable_text"


class NotALetter(ImrparseError):
    """The text is readable but is no IMR final determination letter."""

    code = "not_a_letter"


class WriterMissing(ImrparseError):
    """The library that writes this format is not installed."""

    code = "writer_missing"


class UnusableOutput(ImrparseError):
    """The file that is to be written or updated is another thing than the format needs."""

    code = "unusable_output"


class DamagedRecords(ImrparseError):
    """A file of records is none, or a record in it is damaged or of another version."""

    code = "damaged_records"


class TimedOut(ImrparseError):
    """A pattern took longer on this input than any letter needs."""

    code = "timeout"


class DamagedArchive(ImrparseError):
    """A zip or tar archive, or a letter in it, cannot be read."""

    code = "damaged_archive"


class Duplicate(ImrparseError):
    """An input of a run with the same bytes as one before it, whose row holds the record."""

    code = "duplicate"


class Crashed(ImrparseError):
    """The process that read the input ended: a fault of a library on these bytes."""

    code = "crashed"


class OutOfMemory(ImrparseError):
    """Reading the input took more memory than allowed."""

    code = "out_of_memory"


class UnusableLedger(ImrparseError):
    """The ledger beside the output is another thing, or another run is writing it."""

    code = "unusable_ledger"


class InternalError(ImrparseError):
    """A fault in imrparse itself, not in the input."""

    code = "internal_error"
