"""Runs over any number of inputs, none lost: shared out to processes, noted in a ledger, written in order.

ledger             what is known of each input, also after a crash
workers, worker    processes that parse, may die, and are replaced
run                all of it together
command            what the command line asks for, made a run
watching, summary  what a person or a machine sees meanwhile and at the end
shards             a machine's share of a corpus
tables             the same for engines that spread tables over machines: `parse_table`
on_ray             one of them, Ray Data: from a folder or bucket to Parquet
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imrparse.batch.tables import parse_table

__all__ = ["parse_table"]


def __getattr__(name: str) -> Any:
    # Imported when used: pyarrow is an extra.
    if name != "parse_table":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from imrparse.batch.tables import parse_table

    return parse_table
