"""SQLite: the tables letters, disputed_items, citations, warnings and errors, with a full-text index and views.

A new database is built beside its place and moved there when it is whole. An existing one is updated in one
transaction: other programs see it as it was until all is written, and for ever where a run fails.

A letter is known by the path of its file, the digest of its bytes and its pages. The results of one run take the
place of all that earlier runs said of the same paths; what earlier runs said of other paths stays.
"""

# ruff: noqa: S608 (every name that is put into a statement is one of this package)

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from imrparse.errors import UnusableOutput
from imrparse.record import DisputedItem, Failure, Record
from imrparse.writers import Line, Writer, part_of, put_in_place
from imrparse.writers.repair import repaired, without_nulls
from imrparse.writers.sqlite_schema import layout, statements
from imrparse.writers.tables import SIDES, Column, citations_of, tables, values

PATIENCE = 10.0
"""Seconds to wait for another program that writes to the database."""

SAME_ERROR = """DELETE FROM errors
WHERE source IS ? AND pages IS ? AND error_code IS ? AND error_message IS ?"""
OF_THIS_RUN = "SELECT source FROM letters WHERE run = :run UNION SELECT source FROM errors WHERE run = :run"
REPLACED_LETTERS = f"""DELETE FROM letters
WHERE run < :run AND source IN ({OF_THIS_RUN})
  AND (source NOT IN ('-', '<bytes>') OR sha256 IN (SELECT sha256 FROM letters WHERE run = :run))"""
REPLACED_ERRORS = f"""DELETE FROM errors
WHERE run < :run AND source IN ({OF_THIS_RUN}) AND source NOT IN ('-', '<bytes>')"""
"""Standard input (`-`) and bytes name no file: only the same bytes are the same input there."""


class SqliteWriter(Writer):
    """Rows to a database file.

    Raises:
        UnusableOutput: the file is no database, or its tables are of another version of imrparse.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        if not self._path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        if self._path.exists() and not self._path.is_file():
            raise UnusableOutput(f"{path} is no file: SQLite needs one")
        self._journal_mode = ""
        self._new = not self._path.exists() or not self._path.stat().st_size
        self._place = part_of(self._path) if self._new else self._path
        if self._new:
            _remove(self._place)
        self._json = msgspec.json.Encoder()
        self._position = 0
        with self._speaking():
            self._database = sqlite3.connect(self._place, isolation_level=None, timeout=PATIENCE)
        try:
            with self._speaking():
                self._begin()
        except UnusableOutput:
            self.abandon()
            raise

    def write(self, line: Line) -> None:
        """Write the rows of one result."""
        self._position += 1
        with self._speaking():
            try:
                self._insert(line)
            except UnicodeEncodeError:
                self._insert(repaired(line))

    def close(self) -> None:
        """Take out what earlier runs said of the same paths, and make all of it visible at once."""
        with self._speaking():
            if not self._new:
                self._drop_replaced()
            self._execute("COMMIT")
        self._leave()
        if self._new:
            # A journal that an earlier file of this name left behind would be applied to the new one.
            _remove(*_side_files(self._path))
            put_in_place(self._place, self._path)

    def abandon(self) -> None:
        """Leave the database as it was."""
        self._leave()
        if self._new:
            _remove(self._place)

    def _leave(self) -> None:
        """Close the database, in the journal mode in which it was found; what was not committed is gone."""
        with suppress(sqlite3.Error):  # WAL mode stays while other programs have the database open
            if self._database.in_transaction:
                self._execute("ROLLBACK")
            if not self._new and self._journal_mode:
                self._execute(f"PRAGMA journal_mode = {self._journal_mode}")
        self._database.close()

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turn what SQLite says into what a person can do."""
        try:
            yield
        except sqlite3.Error as error:
            raise UnusableOutput(f"{self._path} cannot be written ({error}): free it, or name another file") from error

    def _begin(self) -> None:
        there = self._has_tables()
        (self._journal_mode,) = self._execute("PRAGMA journal_mode").fetchone()
        if self._new:
            # The file is thrown away where anything goes wrong.
            self._execute("PRAGMA journal_mode = OFF")
            self._execute("PRAGMA synchronous = OFF")
        else:
            # Readers go on reading the old state, also while the cache spills into the file.
            self._execute("PRAGMA journal_mode = WAL")
        self._execute("PRAGMA foreign_keys = ON")
        self._execute("BEGIN IMMEDIATE")
        for statement in () if there else statements():
            self._execute(statement)
        (self._newest,) = self._execute("SELECT coalesce(max(id), 0) FROM letters").fetchone()
        (last,) = self._execute(
            "SELECT coalesce(max(run), 0) FROM (SELECT max(run) AS run FROM letters UNION SELECT max(run) FROM errors)"
        ).fetchone()
        self._run = last + 1

    def _has_tables(self) -> bool:
        """Whether the tables are there; raises `UnusableOutput` where one of their names is another thing."""
        there = {name for (name,) in self._execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
        if there.isdisjoint(layout()):
            return False
        for name, table in layout().items():
            found = [row[1] for row in self._execute(f"PRAGMA table_info({name})")]
            if found != table.names:
                raise UnusableOutput(
                    f"{name} in {self._path} is not the table that this version of imrparse writes: name a new file"
                )
        return True

    def _insert(self, line: Line) -> None:
        if isinstance(line, Failure):
            error = self._stored(tables().errors, line)
            self._execute(SAME_ERROR, error)
            self._execute(layout()["errors"].write, (self._run, self._position, *error))
            return
        columns = (*tables().letters, *tables().spans)
        row = (self._run, self._position, *self._stored(columns, line))
        self._execute(layout()["letters"].write, row)
        pages = self._json.encode(line.source.pages).decode()
        (letter,) = self._execute(layout()["letters"].find, (line.source.path, line.source.sha256, pages)).fetchone()
        if letter <= self._newest:
            self._drop_parts(letter, len(line.disputed_items))
        self._newest = max(letter, self._newest)
        for number, item in enumerate(line.disputed_items, start=1):
            self._insert_item(letter, number, item)
        rows = [
            (letter, number, *self._stored(tables().warnings, warning))
            for number, warning in enumerate(line.warnings, start=1)
        ]
        self._database.executemany(layout()["warnings"].write, rows)

    def _insert_item(self, letter: int, number: int, item: DisputedItem) -> None:
        row = (letter, number, *self._stored(tables().items, item))
        self._execute(layout()["disputed_items"].write, row)
        (item_id,) = self._execute(layout()["disputed_items"].find, (letter, number)).fetchone()
        rows = [
            (item_id, side, at, *self._stored(tables().citations, citation))
            for side, at, citation in citations_of(item)
        ]
        self._database.executemany(layout()["citations"].write, rows)

    def _drop_parts(self, letter: int, items: int) -> None:
        """Take out the rows of a letter that was there already, but for the items that new ones take the place of."""
        self._execute("DELETE FROM warnings WHERE letter_id = ?", (letter,))
        self._execute(
            "DELETE FROM citations WHERE item_id IN (SELECT id FROM disputed_items WHERE letter_id = ?)", (letter,)
        )
        self._execute("DELETE FROM disputed_items WHERE letter_id = ? AND item > ?", (letter, items))

    def _drop_replaced(self) -> None:
        """Take out the earlier runs' letters and errors of the paths that this run has results of."""
        self._execute(REPLACED_LETTERS, {"run": self._run})
        self._execute(REPLACED_ERRORS, {"run": self._run})

    def _stored(self, columns: Sequence[Column], row: object) -> list[Any]:
        """The values of a row as SQLite stores them: dates as `yyyy-mm-dd`, lists and objects as JSON."""
        stored = values(columns, row)
        for number, column in enumerate(columns):
            value = stored[number]
            if value is None:
                continue
            if column.type == "parts":
                stored[number] = self._json.encode(value).decode()
            elif column.type == "date":
                stored[number] = value.isoformat()
        return stored

    def _execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
        return self._database.execute(statement, values)


def _side_files(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("-journal", "-wal", "-shm")]


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def read_sqlite(path: Path) -> Iterator[Line]:
    """The results in a database that `SqliteWriter` wrote, in the order in which they were written."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        order = database.execute(
            "SELECT run, position, 0 AS failed, id FROM letters UNION ALL "
            "SELECT run, position, 1, id FROM errors ORDER BY run, position"
        )
        for _, _, failed, id_ in order:
            yield _failure(database, id_) if failed else _record(database, id_)


def _failure(database: sqlite3.Connection, id_: int) -> Failure:
    row = database.execute("SELECT * FROM errors WHERE id = ?", (id_,)).fetchone()
    return msgspec.convert(_nested(tables().errors, row), Failure)


def _record(database: sqlite3.Connection, letter: int) -> Record:
    row = database.execute("SELECT * FROM letters WHERE id = ?", (letter,)).fetchone()
    record = _nested((*tables().letters, *tables().spans), row)
    record["disputed_items"] = [
        _item(database, item)
        for item in database.execute("SELECT * FROM disputed_items WHERE letter_id = ? ORDER BY item", (letter,))
    ]
    record["warnings"] = [
        _nested(tables().warnings, warning)
        for warning in database.execute("SELECT * FROM warnings WHERE letter_id = ? ORDER BY number", (letter,))
    ]
    return msgspec.convert(without_nulls(record), Record)


def _item(database: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    item = _nested(tables().items, row)
    cited: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
    for citation in database.execute("SELECT * FROM citations WHERE item_id = ? ORDER BY side, number", (row["id"],)):
        cited[citation["side"]].append(_nested(tables().citations, citation))
    for side in SIDES[:-1]:
        item.setdefault(side, {})["citations"] = cited[side]
    item["rationale_citations"] = cited[SIDES[-1]]
    return item


def _nested(columns: Sequence[Column], row: sqlite3.Row) -> dict[str, Any]:
    """A row as the object that its columns' paths lead into; an object all of whose values are null is left out."""
    value: dict[str, Any] = {}
    for column in columns:
        stored = row[column.name]
        if stored is None:
            continue
        place = value
        for key in column.keys[:-1]:
            place = place.setdefault(key, {})
        place[column.keys[-1]] = _read(column, stored)
    return value


def _read(column: Column, stored: Any) -> Any:
    if column.type == "parts":
        return msgspec.json.decode(stored)
    return bool(stored) if column.type == "bool" else stored
