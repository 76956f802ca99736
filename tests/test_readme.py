"""The README's examples are run, and what it shows of their output is what they print."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from imrparse import errors
from tests.format_records import run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SHOWN = re.search(r"\$ (imrparse show [^\n]+)\n```\n\n<!--[^\n]*-->\n```text\n(.*?)```", README, re.DOTALL)
WIDTH = "100"
SAMPLES = {
    *re.findall(r"samples/([\w-]+\.pdf)", README),
    "cognitive-therapy-overturned.pdf", "knee-mri-upheld--labels-first.txt", "lumbar-mri-review-2013.pdf",
}  # fmt: skip
"""Those that are named, one that an example chooses, a text, a form of 2013: each sample is parsed by other tests."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the project's root to the examples."""
    folder = tmp_path_factory.mktemp("project")
    for part in ("samples", "out"):
        (folder / part).mkdir()
    for name in SAMPLES:
        shutil.copy(ROOT / "samples" / name, folder / "samples")
    return folder


def in_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment["_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"] = "1"
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


FOR_A_SHELL = re.compile("[|<>*]")


def assert_made(command: str, folder: Path, printed: str) -> None:
    """The command has written its file, or printed something."""
    written = re.search(r"(?:-o|>) (\S+\.\w+)$", command)
    assert (folder / written[1]).stat().st_size if written else printed


@pytest.mark.parametrize("command", [command for command in COMMANDS if FOR_A_SHELL.search(command)])
def test_an_example_for_the_shell_runs(command: str, project: Path) -> None:
    if "jq" in command and not shutil.which("jq"):
        pytest.skip("needs the system package jq")
    done = in_shell(command, project)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert_made(command, project, done.stdout)


@pytest.mark.parametrize("command", [command for command in COMMANDS if not FOR_A_SHELL.search(command)])
def test_an_example_runs(command: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    program, *arguments = shlex.split(command)
    done = run(*arguments)
    assert (program, done.exit_code) == ("imrparse", 0), done.stderr
    assert_made(command, project, done.stdout)


def test_the_picture_is_what_the_command_prints(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SHOWN
    monkeypatch.chdir(project)
    printed = run(*shlex.split(SHOWN[1])[1:], env={"COLUMNS": WIDTH}).stdout
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
