"""Letters in, records out, as Arrow tables: what Spark, Ray Data and Dask call on each machine."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from imrparse.batch.outcomes import Finished, Task
from imrparse.batch.workers import Died, Limits, Workers
from imrparse.errors import NoSuchFile, ReaderMissing, UnreadableFile, WriterMissing
from imrparse.failures import failure, typed
from imrparse.reading import STANDARD_INPUT, Options, bytes_of
from imrparse.writers import Line
from imrparse.writers.parquet import BATCH_ROWS, batch_of
from imrparse.writers.records import line_of

try:
    import pyarrow as pa
except ImportError:
    raise WriterMissing("tables are pyarrow's: pip install 'imrparse[parquet]'") from None

NO_PATH = "<bytes>"
"""What a record calls bytes that have no name, as `imrparse.parse` does."""


def parse_table(
    table: pa.Table | pa.RecordBatch,
    *,
    options: Options | None = None,
    evidence: bool = False,
    limits: Limits | None = None,
) -> pa.RecordBatch:
    """The records of the letters in a table.

    The columns of the result are those of the Parquet files that imrparse writes (`imrparse.writers.parquet.schema`),
    whatever is in the letters: the rows may be written as Parquet, and `imrparse convert` reads them.

    Args:
        table: column `path` (text): what the record calls the input. Column `content` (binary): its bytes; where it is
            null, or there is no such column, they are read from `path`, a file or a URL that fsspec knows (`s3://…`).
            Other columns are passed over.
        options: how to read.
        evidence: whether to fill the columns with the spans that each value was read from.
        limits: what one letter may take. `None`, the default: letters are read in this process, which costs nothing,
            but one that hangs a library or crashes it takes the process with it; an engine that then tries the same
            rows again does so without end. With limits they are read in a process of their own that is killed when a
            letter passes them, and replaced; that letter's row is an error (`timeout`, `out_of_memory`, `crashed`), and
            all others have their records. The process, of some 100 MiB, is kept for the next call of this thread.

    Returns:
        One row a letter, in the order of `table`; an input that holds several has as many. One that gives no record
        has a row whose `error` is set. Equal inputs each have their row.

    Raises:
        TypeError: `table` is no table.
        ValueError: it has no column `path`, or a column holds values of another type; with `limits`, this process is a
            daemon of `multiprocessing`, which may start none.
        InternalError: with `limits`, no process can be started.

    pdfium must not run in two threads of a process at once: without `limits`, engines that run threads (Dask) are to be
    given one a process.
    """
    inputs = _inputs(table)
    if limits and multiprocessing.current_process().daemon:
        raise ValueError(
            "with limits, letters are read in a process of their own, and a daemon of multiprocessing may start none: "
            "set distributed.worker.daemon to False (Dask), or go without limits"
        )
    options = options or Options()
    lines = _here(inputs, options, evidence) if limits is None else _guarded(inputs, options, evidence, limits)
    batches = []
    while some := list(islice(lines, BATCH_ROWS)):
        batches.append(batch_of(some))
    return pa.concat_batches(batches) if batches else batch_of([])


def _inputs(table: pa.Table | pa.RecordBatch) -> Iterator[tuple[str | None, bytes | None]]:
    """Path and content of each row. Raises at once where the table has none."""
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    if not isinstance(table, pa.Table):
        raise TypeError(f"letters come in a pyarrow.Table or RecordBatch, not in {type(table).__name__}")
    if "path" not in table.column_names:
        there = ", ".join(map(repr, table.column_names)) or "none"
        raise ValueError(f"the table needs a column 'path'; its columns are: {there}")
    columns = {"path": _column(table, "path", binary=False)}
    if "content" in table.column_names:
        columns["content"] = _column(table, "content", binary=True)
    return _rows(pa.table(columns))


def _column(table: pa.Table, name: str, *, binary: bool) -> pa.ChunkedArray:
    """A column as text, or as bytes."""
    if table.column_names.count(name) > 1:
        raise ValueError(f"the table has two columns {name!r}")
    found = table.column(name)
    values = found.type.value_type if pa.types.is_dictionary(found.type) else found.type
    kinds = ["null", "string", "large_string", "string_view"]
    if binary:
        kinds += ["binary", "large_binary", "binary_view"]
    if not any(getattr(pa.types, f"is_{kind}")(values) for kind in kinds):
        raise ValueError(f"the column {name!r} holds {found.type}, not {'bytes' if binary else 'text'}")
    return found.cast(values).cast(pa.large_binary() if binary else pa.large_string())


def _rows(table: pa.Table) -> Iterator[tuple[str | None, bytes | None]]:
    for batch in table.to_batches():
        for place in range(len(batch)):
            values = [column[place].as_py() for column in batch.columns]
            yield values[0], values[1] if len(values) > 1 else None


def _here(inputs: Iterator[tuple[str | None, bytes | None]], options: Options, evidence: bool) -> Iterator[Line]:
    """The rows of each input, read in this process."""
    from imrparse.run import results_of, row_of

    for path, content in inputs:
        try:
            shown, data = _bytes(path, content, options)
            if data is None:
                shown, data = bytes_of(shown, options)
        except Exception as error:
            yield failure(path or NO_PATH, typed(error))
            continue
        for result in results_of(shown, data, hashlib.sha256(data).hexdigest(), options):
            yield row_of(result, evidence=evidence)


def _guarded(
    inputs: Iterator[tuple[str | None, bytes | None]], options: Options, evidence: bool, limits: Limits
) -> Iterator[Line]:
    """The rows of each input, read in a process that may die."""
    with _kept_worker(options, evidence, limits) as workers:
        for path, content in inputs:
            try:
                shown, data = _bytes(path, content, options)
                task = Task(os.fsencode(shown), data)
            except Exception as error:
                yield failure(path or NO_PATH, typed(error))
                continue
            for _, outcome in workers.outcomes(iter([(shown, task)]), lambda _path, _sha256: True):
                if isinstance(outcome, Finished):
                    yield from map(line_of, outcome.lines.splitlines())
                elif isinstance(outcome, Died):
                    yield failure(shown, outcome.error)


class _Kept(threading.local):
    """The worker of a thread, kept from one call to the next: a fresh one compiles its patterns for half a second."""

    key: tuple[object, ...] = ()
    workers: Workers[str] | None = None


_KEPT = _Kept()


@contextmanager
def _kept_worker(options: Options, evidence: bool, limits: Limits) -> Iterator[Workers[str]]:
    from imrparse.batch.worker import Reading

    key = (os.getpid(), options, evidence, limits)  # a fork of this process has no right to its worker
    workers = _KEPT.workers
    if workers is None or _KEPT.key != key:
        if workers and _KEPT.key[0] == os.getpid():
            workers.close()
        workers = Workers(Reading(options, evidence=evidence), 1, limits)
    _KEPT.workers = None
    try:
        yield workers
    except BaseException:
        workers.close()
        raise
    _KEPT.key, _KEPT.workers = key, workers


def _bytes(path: str | None, content: bytes | None, options: Options) -> tuple[str, bytes | None]:
    """What the record calls an input, and its bytes; `None` where they are in the file of that name."""
    if content is not None:
        return path or NO_PATH, content
    if not path:
        raise NoSuchFile("the row of the table has neither a path nor content: fill one of them")
    if is_url(path):
        return path, _fetched(path, options)
    return ("./-" if path == STANDARD_INPUT else path), None  # a table names files, not what is piped in


def is_url(path: str) -> bool:
    """Whether `path` is a URL as fsspec knows them: `s3://bucket/a.pdf`, `zip://a.pdf::https://host/letters.zip`."""
    scheme, mark, _ = path.partition("://")
    return bool(mark) and len(scheme) > 1 and not {"/", "\\"} & set(scheme)


def _fetched(url: str, options: Options) -> bytes:
    try:
        import fsspec
    except ImportError:
        raise ReaderMissing("URLs are read with fsspec: pip install fsspec, or give the content") from None
    try:
        with fsspec.open(url, "rb") as stream:
            return bytes(stream.read(options.max_bytes + 1))
    except FileNotFoundError:
        raise NoSuchFile("no such file: check the URL") from None
    except Exception as error:  # each kind of storage raises what it will
        reason = f"{type(error).__name__}: {error}"
        raise UnreadableFile(f"the file cannot be read ({reason}): check the URL and your rights") from None
