"""docs/formats.md is true: its commands and queries are run, and print what it shows."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from imrparse.writers import ENDINGS, FORMATS
from imrparse.writers.records import READABLE
from imrparse.writers.tables import CITATION_PATHS, ERROR_PATHS, ITEM_PATHS, LETTER_PATHS, SPAN_PATHS, WARNING_PATHS
from tests.conftest import ROOT
from tests.format_records import run

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (imrparse .+)$", PAGE, re.MULTILINE)
QUERIES = re.findall(r"```sql (\w+)\n(.*?)```\n```text\n(.*?)```", PAGE, re.DOTALL)
PIPES = re.findall(r"```console\n\$ (jq [^\n]+)\n```\n```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the page's commands have been run, in its order."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "samples", folder / "samples")
    (folder / "out").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in COMMANDS:
            program, *arguments = command.split()
            done = run(*arguments)
            assert (program, done.exit_code) == ("imrparse", 0), done.stderr
    return folder


def printed(rows: Iterable[tuple[object, ...]]) -> str:
    return "".join("|".join("" if value is None else str(value) for value in row) + "\n" for row in rows)


@pytest.mark.parametrize(("engine", "query", "shown"), QUERIES, ids=[f"{row[0]}-{i}" for i, row in enumerate(QUERIES)])
def test_a_query_prints_what_is_shown(
    engine: str, query: str, shown: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    if engine == "duckdb":
        assert printed(duckdb.sql(query).fetchall()) == shown
    else:
        with closing(sqlite3.connect("out/letters.sqlite")) as database:
            assert printed(database.execute(query)) == shown
    assert shown


@pytest.mark.parametrize(("command", "shown"), PIPES)
@pytest.mark.skipif(not shutil.which("jq"), reason="needs the system package jq")
def test_a_pipe_prints_what_is_shown(command: str, shown: str, project: Path) -> None:
    done = subprocess.run(["bash", "-c", command], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout == shown
    assert shown


def test_the_page_has_a_query_for_each_tool() -> None:
    assert PIPES
    assert {engine for engine, _, _ in QUERIES} == {"duckdb", "sqlite"}


def test_every_format_and_ending_is_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (`\..*?) \|.*\| (yes|no) \|$", PAGE, re.MULTILINE)
    assert [format for format, _, _ in rows] == ["jsonl", "json", "parquet", "sqlite", "xlsx", "csv"]
    assert {format for format, _, _ in rows} == set(FORMATS)
    listed = {ending: format for format, endings, _ in rows for ending in re.findall(r"`(\.\w+)`", endings)}
    assert listed == ENDINGS
    assert {format for format, _, back in rows if back == "yes"} == set(READABLE)


def columns_table(heading: str, paths: Mapping[str, str]) -> str:
    """A table of columns as the page has it."""
    rows = "".join(f"| `{name}` | `{path.removesuffix('_')}` |\n" for name, path in paths.items())
    return f"### {heading}\n\n| column | value |\n|---|---|\n{rows}"


TABLES = {
    "letters": {**LETTER_PATHS, **SPAN_PATHS},
    "disputed_items": ITEM_PATHS,
    "citations": CITATION_PATHS,
    "warnings": WARNING_PATHS,
    "errors": ERROR_PATHS,
}


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_are_listed(name: str) -> None:
    assert columns_table(name, TABLES[name]) in PAGE
