"""Fixtures of every test module."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

import imrparse
from imrparse.batch import processes
from imrparse.cli import app
from imrparse.record import Error, FailedSource, Failure, Record
from imrparse.writers import Line

ROOT = Path(__file__).parent.parent

Command = Callable[..., "subprocess.CompletedProcess[bytes]"]


def pytest_collection_finish() -> None:
    """Have the garbage collector pass over modules and tests, and look seldom: it took a sixth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def processes_of_tests() -> Iterator[None]:
    """Processes that tests start, some thousand, read with this package and lose no time that says nothing about it.

    They may keep what they compiled of it, and the workers of runs in the tests' own process begin where those of a
    user's run are after some letters. Workers that begin with nothing are those of the runs in processes of their own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setattr(processes, "PRELOADED", (*processes.PRELOADED, "tests.preloaded"))
        yield


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the sample letters."""
    return ROOT / "samples"


@pytest.fixture
def imrparse_command(tmp_path: Path) -> Command:
    """Runs the command line as a process of its own, in an empty folder, as a shell would."""

    def run(*arguments: str | bytes | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
        call = [sys.executable, "-c", "from imrparse.cli import main; main()", *arguments]
        options = {"cwd": tmp_path, "capture_output": True, "timeout": 60, **options}
        return subprocess.run(call, env=environment, check=False, **options)

    return run


@pytest.fixture
def imrparse_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The same in the tests' own process, for what a run does whatever process it is: without half a second to start.

    What would come to a person as a fault, or as a traceback, is raised.
    """

    def run(*arguments: str | bytes | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
        monkeypatch.chdir(tmp_path)
        words = [os.fsdecode(argument) for argument in arguments]
        done = CliRunner().invoke(app, words, catch_exceptions=False, **options)
        return subprocess.CompletedProcess(words, done.exit_code, done.stdout_bytes, done.stderr_bytes)

    return run


@pytest.fixture(scope="session")
def sample_lines(samples: Path) -> list[Line]:
    """The records of three samples with their evidence, and an error among them."""
    names = ("neck-claim-eight-items.pdf", "home-care-2014.pdf", "restoration-program-mixed.pdf")
    records = []
    for name in names:
        parsed = imrparse.parse(samples / name)
        record = msgspec.structs.replace(parsed.record, evidence=dict(parsed.evidence))
        records.append(msgspec.convert(msgspec.to_builtins(record), Record))
    failure = Failure(source=FailedSource(path="scan.pdf"), error=Error(code="no_text", message="run OCR first"))
    return [records[0], failure, *records[1:]]
