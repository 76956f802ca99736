"""The tables, indexes, full-text indexes and views of the SQLite database, as SQL."""

# ruff: noqa: S608 (every name that is put into a statement is one of this package)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from imrparse.writers.tables import Column, tables

SQL_TYPES = {"str": "TEXT", "date": "TEXT", "parts": "TEXT", "int": "INTEGER", "bool": "INTEGER", "float": "REAL"}


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        name: of the table.
        columns: names and SQL types of what a row says, in the order of `write`'s parameters.
        key: the columns that no two rows have the same values in, if any.
        with_id: whether rows have a number `id`, which stays when a row is replaced.
        references: a column and the table to whose `id` it refers.
    """

    name: str
    columns: dict[str, str]
    key: tuple[str, ...] = ()
    with_id: bool = True
    references: tuple[str, str] | None = None

    @cached_property
    def names(self) -> list[str]:
        """The names of all columns."""
        return [*(["id"] if self.with_id else []), *self.columns]

    @cached_property
    def create(self) -> str:
        """The statement that makes the table."""
        lines = [f"{name} {type_}" for name, type_ in self.columns.items()]
        if self.with_id:
            lines.insert(0, "id INTEGER PRIMARY KEY")
        if self.key:
            lines.append(f"{'UNIQUE' if self.with_id else 'PRIMARY KEY'} ({', '.join(self.key)})")
        if self.references:
            column, table = self.references
            lines.append(f"FOREIGN KEY ({column}) REFERENCES {table} (id) ON DELETE CASCADE")
        body = ",\n  ".join(lines)
        return f"CREATE TABLE {self.name} (\n  {body}\n){'' if self.with_id else ' WITHOUT ROWID'}"

    @cached_property
    def write(self) -> str:
        """The statement that writes a row, in the place of the one with the same key."""
        marks = ", ".join("?" * len(self.columns))
        statement = f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})"
        if not self.key:
            return statement
        changes = ", ".join(f"{name} = excluded.{name}" for name in self.columns if name not in self.key)
        return f"{statement} ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {changes}"

    @cached_property
    def find(self) -> str:
        """The question for the `id` of the row with a key; `RETURNING` needs SQLite 3.35, and RHEL 8 has 3.26."""
        return f"SELECT id FROM {self.name} WHERE {' AND '.join(f'{name} = ?' for name in self.key)}"


@cache
def layout() -> dict[str, Table]:
    """The tables by name, in the order in which they are made."""
    letter, run = {"letter_id": "INTEGER NOT NULL"}, {"run": "INTEGER NOT NULL", "position": "INTEGER NOT NULL"}
    text = "TEXT NOT NULL"
    found = (
        Table(
            "letters",
            {**run, **_typed((*tables().letters, *tables().spans)), "source": text, "sha256": text, "pages": text},
            key=("source", "sha256", "pages"),
        ),
        Table(
            "disputed_items",
            {**letter, "item": "INTEGER NOT NULL", **_typed(tables().items)},
            key=("letter_id", "item"),
            references=("letter_id", "letters"),
        ),
        Table(
            "citations",
            {"item_id": "INTEGER NOT NULL", "side": text, "number": "INTEGER NOT NULL", **_typed(tables().citations)},
            key=("item_id", "side", "number"),
            with_id=False,
            references=("item_id", "disputed_items"),
        ),
        Table(
            "warnings",
            {**letter, "number": "INTEGER NOT NULL", **_typed(tables().warnings)},
            key=("letter_id", "number"),
            with_id=False,
            references=("letter_id", "letters"),
        ),
        Table("errors", {**run, **_typed(tables().errors)}),
    )
    return {table.name: table for table in found}


def _typed(columns: Sequence[Column]) -> dict[str, str]:
    return {column.name: SQL_TYPES[column.type] for column in columns}


INDEXES = (
    ("letters", "run, position"),
    ("letters", "case_number"),
    ("letters", "decision_date"),
    ("disputed_items", "category, decision"),
    ("disputed_items", "drug_class"),
    ("citations", "guideline_source, known_title"),
    ("warnings", "code"),
    ("errors", "run, position"),
    ("errors", "source"),
    ("errors", "error_code"),
)

SEARCHED = {"letters": ("case_summary",), "disputed_items": ("treatment", "rationale")}
"""The columns of a table that its full-text index holds; words are found in all their endings (Porter's stemmer)."""

COUNTS = """
  count(*) AS items,
  sum(decision = 'upheld') AS upheld,
  sum(decision = 'overturned') AS overturned,
  sum(decision = 'modified') AS modified,
  sum(decision IS NULL) AS undecided,
  round(1.0 * sum(decision = 'overturned') / count(decision), 4) AS overturned_share"""

VIEWS = (
    f"""CREATE VIEW outcome_by_category AS
SELECT
  category,{COUNTS}
FROM disputed_items
GROUP BY category
ORDER BY items DESC""",
    f"""CREATE VIEW outcome_by_guideline AS
SELECT
  guideline_source,
  guideline,{COUNTS}
FROM (
  SELECT DISTINCT item_id, guideline_source, coalesce(known_title, title) AS guideline
  FROM citations
  WHERE side = 'expert_reviewer'
)
JOIN disputed_items ON disputed_items.id = item_id
GROUP BY guideline_source, guideline
ORDER BY items DESC""",
)
"""Items by decision; an item that the expert reviewer decided on several guidelines counts once for each."""


def statements() -> Iterator[str]:
    """What makes an empty database."""
    for table in layout().values():
        yield table.create
    for name, columns in INDEXES:
        yield f"CREATE INDEX {name}_{columns.replace(', ', '_')} ON {name} ({columns})"
    for name, searched in SEARCHED.items():
        yield from _search(name, searched)
    yield from VIEWS


def _search(table: str, columns: Sequence[str]) -> Iterator[str]:
    """A full-text index that holds no copy of the text, and the triggers that keep it true.

    As in SQLite's documentation of FTS5, "External Content Tables".
    """
    index, names = f"{table}_fts", ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    out = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', old.id, {old})"
    into = f"INSERT INTO {index} (rowid, {names}) VALUES (new.id, {new})"
    yield (
        f"CREATE VIRTUAL TABLE {index} USING fts5 ({names}, content='{table}', content_rowid='id', "
        "tokenize='porter unicode61')"
    )
    yield f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {into}; END"
    yield f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {out}; END"
    yield f"CREATE TRIGGER {index}_update AFTER UPDATE OF {names} ON {table} BEGIN {out}; {into}; END"
