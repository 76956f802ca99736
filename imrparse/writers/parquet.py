"""Parquet: one row a result, nested as the record is, under one schema that is derived from the record types.

A failed input is a row whose `error` is set and whose record is null, so that every input has its row.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

import msgspec
from msgspec import inspect

from imrparse.errors import WriterMissing
from imrparse.record import SCHEMA_VERSION, Failure, Record
from imrparse.writers import Line, Writer
from imrparse.writers.repair import repaired, without_nulls
from imrparse.writers.tables import without_none

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    raise WriterMissing("Parquet is read and written with pyarrow: pip install 'imrparse[parquet]'") from None

BATCH_ROWS = 200
"""Results that are held as Python values before they become Arrow's."""
ROW_GROUP_BYTES = 16 * 1024 * 1024
ROW_GROUP_ROWS = 10_000
"""A row group is written when it has either; some 2,000 ordinary letters have 16 MiB."""

_ARROW: dict[type[inspect.Type], pa.DataType] = {
    inspect.StrType: pa.string(),
    inspect.LiteralType: pa.string(),
    inspect.IntType: pa.int64(),
    inspect.FloatType: pa.float64(),
    inspect.BoolType: pa.bool_(),
    inspect.DateType: pa.date32(),
}


@cache
def schema() -> pa.Schema:
    """The columns: those of a record, and `error` for an input that gave none. Every column may be null.

    Objects are structs, lists are lists, `found_by`, `evidence` and `ocr_confidence` are maps by path, a span is a list
    of three numbers.
    """
    fields = {field.name: field for struct in (Failure, Record) for field in _arrow(inspect.type_info(struct))}
    order = [field.encode_name for field in msgspec.structs.fields(Record)]
    named = [fields[name] for name in (*order, *(name for name in fields if name not in order))]
    return pa.schema(named, metadata={"imrparse.schema_version": SCHEMA_VERSION})


def _arrow(type_: inspect.Type) -> pa.DataType:
    type_ = without_none(type_)
    if isinstance(type_, inspect.StructType):
        return pa.struct([pa.field(field.encode_name, _arrow(field.type)) for field in type_.fields])
    if isinstance(type_, inspect.VarTupleType):
        return _list(type_.item_type)
    if isinstance(type_, inspect.TupleType):
        (item_type,) = {type(part): part for part in type_.item_types}.values()
        return _list(item_type)
    if isinstance(type_, inspect.DictType):
        return pa.map_(pa.string(), _arrow(type_.value_type))
    return _ARROW[type(type_)]


def _list(item_type: inspect.Type) -> pa.DataType:
    # Named as the Parquet format names it, so that the schema is the same before and after.
    return pa.list_(pa.field("element", _arrow(item_type)))


class ParquetWriter(Writer):
    """Row groups of bounded size, compressed with Zstandard."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._file = pq.ParquetWriter(stream, schema(), compression="zstd")
        self._lines: list[Line] = []
        self._batches: list[pa.RecordBatch] = []

    def write(self, line: Line) -> None:
        """Take one result; it is written with its row group."""
        self._lines.append(line)
        if len(self._lines) == BATCH_ROWS:
            self._end_batch()

    def close(self) -> None:
        """Write the last row group and the file's end."""
        self._end_batch()
        self._end_row_group()
        self._file.close()

    def abandon(self) -> None:
        """Let go of the stream."""
        with suppress(OSError, ValueError):
            self._file.close()

    def _end_batch(self) -> None:
        if not self._lines:
            return
        self._batches.append(batch_of(self._lines))
        self._lines = []
        size = sum(batch.nbytes for batch in self._batches)
        if size >= ROW_GROUP_BYTES or sum(map(len, self._batches)) >= ROW_GROUP_ROWS:
            self._end_row_group()

    def _end_row_group(self) -> None:
        if self._batches:
            table = pa.Table.from_batches(self._batches)
            self._file.write_table(table, row_group_size=len(table))
            self._batches = []


def batch_of(lines: list[Line]) -> pa.RecordBatch:
    """Results as rows of `schema()`."""
    try:
        return _batch_of(lines)
    except UnicodeEncodeError:
        return _batch_of([repaired(line) for line in lines])


def _batch_of(lines: list[Line]) -> pa.RecordBatch:
    rows = [msgspec.to_builtins(line, builtin_types=(datetime.date,)) for line in lines]
    return pa.RecordBatch.from_pylist(rows, schema=schema())


def read_parquet(path: Path) -> Iterator[Line]:
    """The results of a file that `ParquetWriter` wrote, in order."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            for row in batch.to_pylist(maps_as_pydicts="strict"):
                kept = without_nulls(row)
                yield msgspec.convert(kept, Failure) if "error" in kept else msgspec.convert(kept, Record)
