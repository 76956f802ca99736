"""The README's examples are run, and what it shows of their output is what they print."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from imrparse import errors

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SHOWN = re.search(r"\$ (imrparse show [^\n]+)\n```\n\n<!--[^\n]*-->\n```text\n(.*?)```", README, re.DOTALL)
WIDTH = "100"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the project's root to the examples."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "samples", folder / "samples")
    (folder / "out").mkdir()
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": WIDTH}
    environment["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_an_example_runs(command: str, project: Path) -> None:
    if "jq" in command and not shutil.which("jq"):
        pytest.skip("needs the system package jq")
    done = run(command, project)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    written = re.search(r"(?:-o|>) (\S+\.\w+)$", command)
    assert (project / written[1]).stat().st_size if written else done.stdout


def test_the_picture_is_what_the_command_prints(project: Path) -> None:
    assert SHOWN
    printed = run(SHOWN[1], project).stdout
    assert printed.strip("\n") == SHOWN[2].strip("\n")


@pytest.mark.parametrize("example", PYTHON)
def test_the_python_example_runs(example: str, project: Path) -> None:
    done = subprocess.run([sys.executable, "-c", example], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "upheld" in done.stdout


def test_every_error_code_is_explained() -> None:
    codes = {
        error.code
        for error in vars(errors).values()
        if isinstance(error, type) and error is not errors.ImrparseError and hasattr(error, "code")
    }
    assert codes == set(re.findall(r"^\| `(\w+)` \| (?:does|exists|is|has|met|takes|ended)", README, re.MULTILINE))
