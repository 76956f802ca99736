"""imrparse reads California workers' compensation Independent Medical Review letters into records.

    import imrparse

    parsed = imrparse.parse("letter.pdf")
    for item in parsed.record.disputed_items:
        print(item.treatment, item.decision)
    print(parsed.words("disputed_items.0.decision"))

The public surface is the pipeline: `read` (bytes to pages), `parse`, `parse_all` and `parse_text` (to records
with evidence), the record types in `imrparse.record` and the errors in `imrparse.errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imrparse.version import __version__

if TYPE_CHECKING:
    from imrparse.errors import ImrparseError
    from imrparse.pipeline import ParsedLetter, parse, parse_all, parse_text
    from imrparse.reading import Document, Options, read
    from imrparse.record import Record

__all__ = [
    "Document",
    "ImrparseError",
    "Options",
    "ParsedLetter",
    "Record",
    "__version__",
    "parse",
    "parse_all",
    "parse_text",
    "read",
]

_HOMES = {
    "Document": "reading",
    "ImrparseError": "errors",
    "Options": "reading",
    "ParsedLetter": "pipeline",
    "Record": "record",
    "parse": "pipeline",
    "parse_all": "pipeline",
    "parse_text": "pipeline",
    "read": "reading",
}


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    # Imported when used, so that `imrparse --version` and shell completion load no PDF library.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value
