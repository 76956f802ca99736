"""One input after the other in this process: the results of each, whatever is wrong with it.

An input holds one letter, or several with one result each. One that fails gives a `Failure`, so that every input has
its results. `imrparse.batch` does the same in worker processes, for inputs of any number.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import UNSET

from imrparse.archives import Archive
from imrparse.failures import failure, typed
from imrparse.finding import find_letters
from imrparse.inputs import Input, list_inputs
from imrparse.pipeline import ParsedLetter, parse_document, release
from imrparse.reading import Engine, Options, bytes_of, printable, read_bytes
from imrparse.record import Failure, Record


def results(paths: Iterable[str], options: Options) -> Iterator[list[ParsedLetter | Failure]]:
    """For each input its results: one for each letter in it, or the one failure of the whole input."""
    archive = None
    for one in list_inputs(paths):
        if one.archive is not None and (archive is None or archive.path != one.archive):
            try:
                archive = Archive(one.archive)
            except Exception as error:
                yield [failure(one.path, typed(error))]
                continue
        yield results_of_input(one, options, archive)


def results_of_input(one: Input, options: Options, archive: Archive | None = None) -> list[ParsedLetter | Failure]:
    """The results of one of the inputs that a list names; `archive` is that which it is in, where it is open already.

    The members of an open archive must be asked for in order.
    """
    try:
        shown, data = bytes_of_input(one, options, archive)
        return list(results_of(shown, data, hashlib.sha256(data).hexdigest(), options))
    except Exception as error:
        return [failure(one.path, typed(error))]


def bytes_of_input(one: Input, options: Options, archive: Archive | None = None) -> tuple[str, bytes]:
    """What an input is called in records, and its bytes; `archive` as for `results_of_input`.

    Raises:
        ImrparseError: a subclass that says why there are none.
    """
    if one.error:
        raise one.error
    if one.archive is not None and one.member is not None:
        opened = archive or Archive(one.archive)
        return printable(one.path), opened.bytes_of(one.member, options.max_bytes)
    return bytes_of(one.path, options)


def results_of(path: str, data: bytes, digest: str, options: Options) -> Iterator[ParsedLetter | Failure]:
    """The results of one input whose bytes are at hand; with `options.verify`, a PDF's as both its readers read it.

    Args:
        path: what the record calls the input.
        data: its bytes.
        digest: of `data`, SHA-256 in hexadecimal.
        options: how to read.
    """
    if not options.verify:
        yield from _results_of(path, data, digest, options)
        return
    results = list(_results_of(path, data, digest, options))
    if any(isinstance(result, ParsedLetter) and result.record.source.kind == "pdf" for result in results):
        from imrparse.verifying import verified

        second: Engine = "pdfium" if options.engine == "pdfplumber" else "pdfplumber"
        others = list(_results_of(path, data, digest, dataclasses.replace(options, engine=second)))
        results = verified(results, others)
    yield from results


def _results_of(path: str, data: bytes, digest: str, options: Options) -> Iterator[ParsedLetter | Failure]:
    try:
        document = read_bytes(path, data, digest, options)
    except Exception as error:
        yield failure(path, typed(error))
        return
    try:
        try:
            found = find_letters(document.pages)
        except Exception as error:
            yield failure(path, typed(error))
            return
        for letter in found:
            try:
                yield parse_document(document, letter)
            except Exception as error:
                pages = tuple(span.page for span in letter.portions) if len(found) > 1 else UNSET
                yield failure(path, typed(error), pages)
    finally:
        release(document)


def row_of(result: ParsedLetter | Failure, *, evidence: bool) -> Record | Failure:
    """The row of the output that a result is; with `evidence`, with the spans that its values were read from."""
    if isinstance(result, Failure) or not evidence:
        return result if isinstance(result, Failure) else result.record
    warnings = tuple(
        msgspec.structs.replace(warning, evidence=spans)
        for warning, spans in zip(result.record.warnings, result.warning_evidence, strict=True)
    )
    return msgspec.structs.replace(
        result.record,
        warnings=warnings,
        evidence=dict(result.evidence),
        ocr_confidence=result.ocr_confidence if result.record.source.ocr else UNSET,
    )
