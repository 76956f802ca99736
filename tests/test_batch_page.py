"""What docs/batch.md says of more than one machine: its commands are run, its programs use what there is."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command
from tests.format_records import read

PAGE = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
MACHINES = PAGE.partition("## More than one machine")[2].partition("\n## ")[0]
COMMANDS = re.findall(r"^\$ imrparse (.+)$", MACHINES, re.MULTILINE)
PROGRAMS = re.findall(r"```python\n(.*?)```", MACHINES, re.DOTALL)


def test_shares_merge_as_the_page_says(tmp_path: Path, imrparse_inside: Command) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("*.py", "source"))
    (tmp_path / "out").mkdir()
    for command in [*COMMANDS, "parse samples -o out/one.parquet"]:
        done = imrparse_inside(*command.split())
        assert done.returncode == 0, done.stderr
    one, merged = read(tmp_path / "out" / "one.parquet"), read(tmp_path / "out" / "all.parquet")
    assert len(COMMANDS) == 4
    assert merged != one
    assert sorted(merged, key=str) == sorted(one, key=str)


@pytest.mark.parametrize("program", PROGRAMS, ids=["Spark", "Dask"])
def test_programs_use_what_there_is(program: str) -> None:
    imports = [node for node in ast.walk(ast.parse(program)) if isinstance(node, ast.ImportFrom)]
    ours = [(node.module, name.name) for node in imports for name in node.names if str(node.module)[:8] == "imrparse"]
    assert [name for _, name in ours] == ["parse_table", "Limits", "schema"]
    assert all(hasattr(importlib.import_module(str(module)), name) for module, name in ours)


def test_the_recipe_that_is_shown_is_there() -> None:
    (module,) = re.findall(r"python -m (\S+)", MACHINES)
    assert hasattr(importlib.import_module(module), "parse_on_ray")
