"""The recipe for Ray Data, on a local cluster of two workers."""

from __future__ import annotations

import math
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pyarrow as pa
import pytest

from imrparse.batch import on_ray, parse_table
from imrparse.errors import NoLetters, UnusableOutput
from imrparse.writers import Line
from tests.conftest import ROOT
from tests.format_records import read, run

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
pytest.importorskip("ray.data", reason="the extra `ray` is not installed")

COPIES = 20


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Two workers, which import the package that is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.delenv("RAY_ADDRESS", raising=False)
        ray.init(
            num_cpus=2,
            include_dashboard=False,
            object_store_memory=100 * 1024 * 1024,
            log_to_driver=False,
            logging_level="error",
        )
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        yield
        ray.shutdown()


@pytest.fixture(scope="module")
def letters(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Samples many times over, no two the same, what is no letter, and what is not looked for."""
    folder = tmp_path_factory.mktemp("corpus") / "letters"
    for number in range(COPIES):
        (folder / str(number)).mkdir(parents=True)
        for letter in [*sorted(samples.glob("*2014*.pdf")), samples / "claim-file.pdf"]:
            (folder / str(number) / letter.name).write_bytes(letter.read_bytes() + b"\n%%%d" % number)
        (folder / str(number) / "none.txt").write_text(f"No letter {number}.", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.pdf").write_bytes(b"%PDF-")
    (folder / "notes.md").write_text("notes", encoding="utf-8")
    return folder


class Killer(threading.Thread):
    """Kills the first worker that it finds at work, after a moment."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.killed: int | None = None
        self.below: list[psutil.Process] = []
        """The processes that it had started."""
        self.over = threading.Event()

    def run(self) -> None:
        while self.killed is None and not self.over.is_set():
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    if not " ".join(process.cmdline()).startswith("ray::MapBatches"):
                        continue
                    time.sleep(0.3)
                    self.below = process.children(recursive=True)
                    process.kill()
                    self.killed = process.pid
                    break
            time.sleep(0.05)


def rows_in(folder: Path) -> list[Line]:
    return [line for path in sorted(folder.glob("*.parquet")) for line in read(path)]


def test_every_letter_once_though_a_worker_is_killed(
    cluster: None, letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_ray, "TASK_LETTERS", 20)
    killer = Killer()
    killer.start()
    try:
        parsed = on_ray.parse_on_ray(letters.as_uri(), str(tmp_path / "records"))
    finally:
        killer.over.set()
        killer.join()
    assert killer.killed is not None
    assert psutil.wait_procs(killer.below, timeout=10)[1] == []
    rows = rows_in(tmp_path / "records")
    whole = tmp_path / "whole.jsonl"
    run("parse", letters, "-o", whole, "--quiet", "--no-ledger")
    expected = read(whole)
    assert sorted(rows, key=str) == sorted(expected, key=str)
    files = Counter(row.source.path for row in expected)
    assert parsed == on_ray.Parsed(len(files), len(expected) - COPIES, {"not_a_letter": COPIES})
    assert len(list((tmp_path / "records").iterdir())) == math.ceil(len(files) / 20)
    # The files hold one table, as `imrparse convert` takes it.
    merged = run("convert", *sorted((tmp_path / "records").iterdir()), "-o", tmp_path / "all.parquet")
    assert merged.exit_code == 0
    assert read(tmp_path / "all.parquet") == rows


def test_a_name_that_no_table_holds_is_a_row(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.pdf")).write_bytes(b"%PDF-")
    (path,) = on_ray._letters(*fsspec.core.url_to_fs(str(tmp_path)))
    assert path == f"{tmp_path}/caf\\xe9.pdf"
    (row,) = parse_table(pa.table({"path": [path]})).to_pylist()
    assert row["error"]["code"] == "no_such_file"


def test_what_is_there_is_not_written_over(samples: Path, tmp_path: Path) -> None:
    with pytest.raises(NoLetters):
        on_ray.parse_on_ray(str(tmp_path), str(tmp_path / "records"))
    with pytest.raises(UnusableOutput):
        on_ray.parse_on_ray(str(samples), str(samples))
    assert os.listdir(tmp_path) == []  # noqa: PTH208
