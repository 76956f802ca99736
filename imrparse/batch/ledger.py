"""The ledger: one row an input, in an SQLite file beside the output, so that a run can be gone on with.

Every change is in a transaction of SQLite's: after `kill -9`, a full disk or a power cut the file holds what the last
commit held. A run without an output file has a ledger too, in a temporary file that SQLite itself throws away.

Of each input the ledger keeps the digest of its bytes, what became of it, with which version and settings and when, and
its rows of the output as they were made, so that the output can be written again in any format without parsing.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from imrparse.batch.outcomes import Counts
from imrparse.errors import ImrparseError, UnusableLedger
from imrparse.inputs import Input
from imrparse.reading import printable

LAYOUT = 2
"""Of the tables; a ledger of another layout is refused."""

COMMIT_SECONDS = 1.0
"""What a crash can cost: the letters of that time. A commit takes 1 to 10 ms."""

TABLES = """
CREATE TABLE inputs (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  path TEXT NOT NULL,
  archive BLOB,
  member INTEGER,
  position INTEGER,
  size INTEGER,
  modified INTEGER,
  sha256 TEXT,
  status TEXT,
  error_code TEXT,
  error_message TEXT,
  records INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  upheld INTEGER NOT NULL DEFAULT 0,
  overturned INTEGER NOT NULL DEFAULT 0,
  partially_overturned INTEGER NOT NULL DEFAULT 0,
  warned INTEGER NOT NULL DEFAULT 0,
  doubtful INTEGER NOT NULL DEFAULT 0,
  settings TEXT,
  version TEXT,
  seconds REAL,
  finished TEXT,
  pending INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE results (input INTEGER PRIMARY KEY REFERENCES inputs, lines BLOB NOT NULL);
CREATE INDEX inputs_by_position ON inputs (position) WHERE position IS NOT NULL;
CREATE INDEX inputs_by_digest ON inputs (sha256) WHERE sha256 IS NOT NULL;
"""

LISTED = """
INSERT INTO inputs (key, path, archive, member, position, size, modified) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
  position = excluded.position, archive = excluded.archive, member = excluded.member,
  pending = CASE WHEN excluded.size IS NULL OR size IS NOT excluded.size OR modified IS NOT excluded.modified THEN 1
    ELSE pending END,
  size = excluded.size, modified = excluded.modified
WHERE position IS NULL
"""

DONE = """
UPDATE inputs SET sha256 = ?, status = ?, error_code = ?, error_message = ?, records = ?, failures = ?, upheld = ?,
  overturned = ?, partially_overturned = ?, warned = ?, doubtful = ?, settings = ?, version = ?, seconds = ?,
  finished = ?, pending = 0
WHERE id = ?
"""


NOTHING = Counts()

LARGEST = (1 << 63) - 1
"""Of SQLite's integers. A file may be dated past the year 2262, and an archive may say any size of a member."""


class Pending(NamedTuple):
    """An input that is to be read."""

    id: int
    position: int
    path: str
    """As the system knows it."""
    archive: str | None
    member: int | None
    size: int | None
    modified: int | None
    status: str | None
    """What became of it in an earlier run."""
    sha256: str | None
    """Of its bytes then; `None` where what was made of them holds no longer, whatever the bytes are."""
    unchanged: bool
    """Whether size and date say that the bytes are the same."""


class Done(NamedTuple):
    """An input that was read."""

    id: int
    key: bytes
    """Its path as the system knows it (`os.fsencode`)."""
    status: str
    sha256: str | None
    lines: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an input: a row of the ledger."""

    status: str
    """`parsed`, `failed` (also where one of several letters in it did), `duplicate`, or `elsewhere` (another
    shard's)."""
    sha256: str | None = None
    lines: bytes = b""
    """Its rows of the output, as JSON Lines."""
    counts: Counts = NOTHING
    error_code: str | None = None
    error_message: str | None = None
    seconds: float | None = None


class Ledger:
    """The ledger in the file at `path`, or in a temporary one.

    Raises:
        UnusableLedger: the file is no ledger of this version, or another run has it open.
        OSError: the file cannot be made.
    """

    def __init__(self, path: Path | None, settings: str, version: str) -> None:
        self.path = path
        self._settings = settings
        self._version = version
        self._committed = time.monotonic()
        self._half_noted = False
        self.errors: dict[int, ImrparseError] = {}
        """By position, the errors of what cannot be read, as the list of inputs has them."""
        if path:
            path.open("ab").close()  # what the system has against it is said in its own words
        with self._speaking():
            self._database = sqlite3.connect(path or "", isolation_level=None, timeout=1.0)
        try:
            with self._speaking():
                self._open()
        except BaseException:
            self._database.close()
            raise

    def _open(self) -> None:
        # One connection that locks the file until it is closed: a second run on the same output is refused.
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL", "cache_size = -8192"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute("BEGIN IMMEDIATE")
        (layout,) = self._database.execute("PRAGMA user_version").fetchone()
        names = [name for (name,) in self._database.execute("SELECT name FROM sqlite_master")]
        if not names:
            for statement in TABLES.split(";"):
                self._database.execute(statement)
            self._database.execute(f"PRAGMA user_version = {LAYOUT}")
        elif layout != LAYOUT or "inputs" not in names:
            raise UnusableLedger(
                f"{self.path} is no ledger of this version of imrparse: move it away, or name another output"
            )

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest tells kinds of one error apart
            if code == sqlite3.SQLITE_BUSY:
                message = f"another run is writing {self.path}: wait for its end, or name another output"
                raise UnusableLedger(message) from None
            if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
                message = "the disk is full or fails: make room, then run the same command again, it goes on from here"
                raise UnusableLedger(f"{self.path}: {message}") from None
            raise UnusableLedger(
                f"{self.path} cannot be used ({error}): move it away (all is parsed again), or name another output"
            ) from None

    def begin(self, inputs: Iterable[Input]) -> None:
        """Note the inputs of this run; those that were known and have not changed keep what became of them."""
        with self._speaking():
            self._database.execute("UPDATE inputs SET position = NULL WHERE position IS NOT NULL")
            position = 0
            for one in inputs:
                row = (
                    os.fsencode(one.path), printable(one.path), one.archive and os.fsencode(one.archive), one.member,
                    position, stored(one.size), stored(one.modified),
                )  # fmt: skip
                new = self._database.execute(LISTED, row).rowcount
                if new and one.error:
                    self.errors[position] = one.error
                position += new
            self.commit()

    def renew(self, *, force: bool, retry_failed: bool, keep_older: bool) -> None:
        """Mark what is to be read again: what could not be opened, what other settings or another version made, all."""
        # What closes or hides a file (rights, a disk that is not mounted) changes neither its size nor its date.
        outdated = ["settings IS NOT :settings", "error_code IN ('no_such_file', 'unreadable_file')"]
        if not keep_older:
            outdated.append("version IS NOT :version")
        if retry_failed:
            outdated.append("status = 'failed'")
        if force:
            outdated = ["1"]
        with self._speaking():
            self._database.execute(
                "UPDATE inputs SET pending = 1, sha256 = NULL "  # noqa: S608 (conditions of this function)
                f"WHERE position IS NOT NULL AND ({' OR '.join(outdated)})",
                {"settings": self._settings, "version": self._version},
            )
            # Whether these are so still depends on the other inputs of this run.
            self._database.execute(
                "UPDATE inputs SET pending = 2 "
                "WHERE position IS NOT NULL AND NOT pending AND status IN ('duplicate', 'elsewhere')"
            )
            self.commit()

    def pending(self) -> Iterator[Pending]:
        """What is to be read, in order; rows may be noted meanwhile."""
        last = -1
        while True:
            with self._speaking():
                rows = self._database.execute(
                    "SELECT id, position, key, archive, member, size, modified, status, sha256, pending = 2 "
                    "FROM inputs WHERE position > ? AND pending ORDER BY position LIMIT 500",
                    (last,),
                ).fetchall()
            if not rows:
                return
            for id, position, key, archive, *rest in rows:
                last = position
                yield Pending(id, position, os.fsdecode(key), archive and os.fsdecode(archive), *rest)

    def note(self, id: int, made: Made) -> None:
        """Note what became of an input."""
        counts = made.counts
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        row = (
            made.sha256, made.status, made.error_code, made.error_message, counts.records, counts.failures,
            counts.upheld, counts.overturned, counts.partially_overturned, counts.warned, counts.doubtful,
            self._settings, self._version, made.seconds, now, id,
        )  # fmt: skip
        with self._speaking():
            self._half_noted = True
            self._database.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (id, made.lines))
            self._database.execute(DONE, row)
            self._half_noted = False
        if time.monotonic() - self._committed > COMMIT_SECONDS:
            self.commit()

    def keep(self, id: int) -> None:
        """Note that an input's bytes are still those that its rows were made of."""
        with self._speaking():
            self._database.execute("UPDATE inputs SET pending = 0 WHERE id = ?", (id,))

    def done_at(self, position: int) -> Done | None:
        """The input at this place, if it was read."""
        with self._speaking():
            found = self._database.execute(
                "SELECT id, key, status, sha256, lines FROM inputs LEFT JOIN results ON input = id "
                "WHERE position = ? AND NOT pending",
                (position,),
            ).fetchone()
        return Done(*found) if found else None

    def same_before(self, sha256: str, position: int) -> str | None:
        """The path of the first input of this run before this place that has the same bytes and gave a record."""
        with self._speaking():
            found = self._database.execute(
                "SELECT path FROM inputs WHERE sha256 = ? AND position < ? AND NOT pending AND records "
                "ORDER BY position LIMIT 1",
                (sha256, position),
            ).fetchone()
        return found[0] if found else None

    def total(self) -> int:
        """Inputs of this run."""
        return self._one("SELECT count(*) FROM inputs WHERE position IS NOT NULL")

    def waiting(self) -> int:
        """Inputs that are to be read."""
        return self._one("SELECT count(*) FROM inputs WHERE position IS NOT NULL AND pending")

    def sizes(self) -> set[int]:
        """Bytes of the inputs of this run that were read."""
        with self._speaking():
            rows = self._database.execute(
                "SELECT DISTINCT size FROM inputs WHERE position IS NOT NULL AND NOT pending AND size IS NOT NULL"
            )
            return {size for (size,) in rows}

    def _one(self, query: str) -> int:
        with self._speaking():
            (number,) = self._database.execute(query).fetchone()
        return int(number)

    def totals(self) -> Sequence[tuple[str, str | None, int, Counts]]:
        """By status and code of the error: the number of inputs, and what was in them."""
        with self._speaking():
            rows = self._database.execute(
                "SELECT status, error_code, count(*), sum(records), sum(failures), sum(upheld), sum(overturned), "
                "sum(partially_overturned), sum(warned), sum(doubtful) FROM inputs "
                "WHERE position IS NOT NULL AND NOT pending "
                "GROUP BY status, error_code ORDER BY count(*) DESC, error_code"
            ).fetchall()
        return [(status, code, number, Counts(*counts)) for status, code, number, *counts in rows]

    def examples(self, code: str, most: int) -> list[tuple[str, str]]:
        """Paths and messages of the first inputs with this error."""
        with self._speaking():
            return self._database.execute(
                "SELECT path, error_message FROM inputs WHERE error_code = ? AND position IS NOT NULL "
                "ORDER BY position LIMIT ?",
                (code, most),
            ).fetchall()

    def commit(self) -> None:
        """Make sure of what was noted."""
        with self._speaking():
            self._database.execute("COMMIT")
            self._database.execute("BEGIN IMMEDIATE")
        self._committed = time.monotonic()

    def close(self) -> None:
        """Commit, and close the file."""
        with suppress(sqlite3.Error):
            if self._database.in_transaction:
                # Ctrl-C or a full disk between the two statements of a note: rows must not be another input's bytes'.
                self._database.execute("ROLLBACK" if self._half_noted else "COMMIT")
        empty = False
        with suppress(sqlite3.Error):
            empty = self._database.execute("SELECT 1 FROM inputs LIMIT 1").fetchone() is None
        self._database.close()
        if empty and self.path:
            self.path.unlink(missing_ok=True)  # the run ended before it had begun


def stored(number: int | None) -> int | None:
    """A number as the ledger has it: another for another, but past what SQLite holds."""
    return None if number is None else max(-LARGEST, min(number, LARGEST))
