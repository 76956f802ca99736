"""Letters of a folder or bucket read by all machines of a Ray cluster, their records written as Parquet.

`python -m imrparse.batch.on_ray s3://letters/2015 s3://records/2015`

The driver lists the letters; each task reads some hundreds of them by their names (`parse_table` with limits) and
writes one file, whose name ends in the task's number. Ray runs a task again whose process or machine dies, as often as
it does; the file is then written again under the same name, so that every letter has its rows once. A letter that kills
its reader is an error row, without which its task would be run for ever. A letter that cannot be fetched is an error
row too; `ray.data.read_binary_files` would end the whole job.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrparse.batch.workers import MIB, Limits
from imrparse.errors import ImrparseError, InternalError, NoLetters, UnusableOutput, WriterMissing
from imrparse.inputs import LETTER_ENDINGS
from imrparse.reading import Options, printable

if TYPE_CHECKING:
    import pyarrow as pa

TASK_LETTERS = 500
"""Letters of a task: some 3 seconds of work and 1 MiB of Parquet, against some hundredths that Ray takes for a task."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What stands in the destination."""

    inputs: int
    records: int
    errors: dict[str, int]
    """Rows without a record by the code of their error."""


def parse_on_ray(
    source: str,
    destination: str,
    *,
    options: Options | None = None,
    evidence: bool = False,
    limits: Limits | None = None,
) -> Parsed:
    """Read the letters below `source`, write their records to `destination`.

    Runs on the cluster that `ray.init` was called for, else on the one that `RAY_ADDRESS` names, else on a local one.
    imrparse must be installed on all its machines, which must reach both places.

    Args:
        source: folder or URL that fsspec knows; searched with all below for `LETTER_ENDINGS`, hidden ones passed over.
            Archives are not looked into. A local file whose name is no UTF-8 cannot be named in a table: its row is an
            error.
        destination: folder or URL, in which nothing may be; Parquet files, in the order of `source` by their names.
        options: how to read.
        evidence: whether to write the spans that each value was read from.
        limits: what one letter may take.

    Raises:
        WriterMissing: the extra `ray` is not installed.
        NoLetters: there are none below `source`.
        UnusableOutput: something is in `destination`.
        InternalError: an input has no row in what was written.
    """
    try:
        import fsspec
        import pyarrow as pa
        import ray
        import ray.data
        from pyarrow.fs import FSSpecHandler, PyFileSystem
    except ImportError as error:
        raise WriterMissing(f"Ray is used with more libraries ({error}): pip install 'imrparse[ray]'") from None
    from imrparse.writers.parquet import schema

    paths = list(_letters(*fsspec.core.url_to_fs(source)))
    if not paths:
        raise NoLetters(f"no letter ({', '.join(LETTER_ENDINGS)}) below {source}: check it")
    storage, place = fsspec.core.url_to_fs(destination)
    if storage.exists(place) and storage.ls(place):
        raise UnusableOutput(f"something is in {destination}: name another place, or empty it")
    if not ray.is_initialized():
        ray.init()
    tables = [pa.table({"path": paths[at : at + TASK_LETTERS]}) for at in range(0, len(paths), TASK_LETTERS)]
    reading = {"options": options, "evidence": evidence, "limits": limits or Limits()}
    ray.data.from_arrow(tables).map_batches(
        records_of, batch_size=None, batch_format="pyarrow", fn_kwargs=reading
    ).write_parquet(
        place,
        filesystem=PyFileSystem(FSSpecHandler(storage)),
        schema=schema(),
        compression="zstd",
    )
    return _written(paths, place, PyFileSystem(FSSpecHandler(storage)))


def records_of(table: pa.Table, options: Options | None, evidence: bool, limits: Limits) -> pa.Table:
    """`parse_table` as Ray Data calls it, which takes no record batches."""
    import pyarrow as pa

    from imrparse.batch.tables import parse_table

    return pa.Table.from_batches([parse_table(table, options=options, evidence=evidence, limits=limits)])


def _letters(storage: Any, root: str) -> Iterator[str]:
    """Paths (local ones) and URLs of the letters below `root`."""
    local = "file" in ([storage.protocol] if isinstance(storage.protocol, str) else storage.protocol)
    for path in storage.find(root):
        below = path.removeprefix(root).strip("/").split("/")
        if path.lower().endswith(LETTER_ENDINGS) and not any(name.startswith((".", "~$")) for name in below):
            yield printable(path) if local else storage.unstrip_protocol(path)


def _written(paths: list[str], place: str, storage: Any) -> Parsed:
    """What was written, read back."""
    import pyarrow.dataset as ds

    wanted = {"path": ds.field("source", "path"), "code": ds.field("error", "code")}
    rows = ds.dataset(place, filesystem=storage, format="parquet").to_table(columns=wanted)
    missing = set(paths).difference(rows["path"].to_pylist())
    if missing:
        raise InternalError(f"{len(missing)} inputs have no row, as {min(missing)}: please report this")
    codes = Counter(rows["code"].to_pylist())
    records = codes.pop(None, 0)
    return Parsed(len(paths), records, dict(codes.most_common()))


def main(
    source: Annotated[str, typer.Argument(help="Folder or URL of letters.")],
    destination: Annotated[str, typer.Argument(help="Folder or URL, with nothing in it, for Parquet files.")],
    evidence: Annotated[bool, typer.Option("--evidence", help="Add the spans that each value was read from.")] = False,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Time for one input.")] = 30,
    max_memory: Annotated[int, typer.Option(metavar="MIB", min=64, help="Memory for one input, in MiB.")] = 1024,
) -> None:
    """Read the letters of a folder or bucket on a Ray cluster, write their records as Parquet."""
    limits = Limits(seconds=timeout, memory=max_memory * MIB)
    try:
        parsed = parse_on_ray(source, destination, evidence=evidence, limits=limits)
    except ImrparseError as error:
        typer.echo(f"imrparse: {error.message} [{error.code}]", err=True)
        raise typer.Exit(1) from None
    failed = "".join(f", {number} {code}" for code, number in parsed.errors.items())
    typer.echo(f"imrparse: {parsed.inputs} inputs: {parsed.records} records{failed}", err=True)
    raise typer.Exit(3 if parsed.errors else 0)


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
