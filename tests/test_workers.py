"""Workers that die, hang and eat memory on cue: each costs its own task and no other, and no process stays behind."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil
import pytest

from imrparse.batch.outcomes import ENCODER, Counts, Digest, Finished, Task
from imrparse.batch.workers import MIB, Died, Limits, Outcome, Skipped, Workers
from imrparse.errors import InternalError
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and groups of processes")

SECONDS = 1.5
LIMITS = Limits(seconds=SECONDS, memory=250 * MIB)


# -- what workers do on cue ------------------------------------------------------------------------------------------


def hang() -> None:
    while True:
        time.sleep(0.01)


def hang_in_c() -> None:
    # Calls through `PyDLL` keep the interpreter's lock, those through `CDLL` give it back.
    ctypes.CDLL(None).sleep(1000)


def hang_in_c_with_the_lock() -> None:
    ctypes.PyDLL(None).sleep(1000)


def hang_in_a_pattern() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def hang_in_a_sum() -> None:
    sum(iter(int, 1))


def eat_memory() -> None:
    eaten = []
    while True:
        eaten.append(b"x" * (16 * MIB))


def eat_memory_in_a_child() -> None:
    code = "x = []\nimport time\nwhile True: x.append(b'x' * 16_000_000); time.sleep(0.02)"
    subprocess.run([sys.executable, "-c", code], check=False)


def exhaust_memory() -> None:
    bytes(1 << 60)


def half_an_answer(run: Connection) -> None:
    whole = ENCODER.encode(Finished(b"x" * 1000, Counts(), None, 0.0))
    os.write(run.fileno(), len(whole).to_bytes(4, "big") + whole[:500])


def break_the_pipe(run: Connection) -> None:
    os.write(run.fileno(), b"\x00\x00\x00\x05noise")


def start_a_child(path: str) -> None:
    child = subprocess.Popen(["sleep", "1000"])
    Path(path).write_text(str(child.pid))


CUES: dict[str, Callable[[], object]] = {
    "segfault": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "exit": lambda: os._exit(3),
    "leave": lambda: sys.exit(4),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "raise": lambda: 1 / 0,
    "exhaust_memory": exhaust_memory,
    "hang": hang,
    "hang_in_c": hang_in_c,
    "hang_in_c_with_the_lock": hang_in_c_with_the_lock,
    "hang_in_a_pattern": hang_in_a_pattern,
    "hang_in_a_sum": hang_in_a_sum,
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "eat_memory": eat_memory,
    "eat_memory_in_a_child": eat_memory_in_a_child,
}


def obey(task: Task, run: Connection) -> Finished | None:
    """What the workers of these tests do: what the task's bytes say."""
    cue, _, rest = (task.data or b"").decode().partition(" ")
    if cue == "ask":
        run.send_bytes(ENCODER.encode(Digest(rest)))
        if run.recv_bytes() != b"\x01":
            return None
    elif cue == "half_an_answer":
        half_an_answer(run)
        os._exit(0)
    elif cue == "half_an_answer_and_hang":
        half_an_answer(run)
        hang()
    elif cue == "break_the_pipe":
        break_the_pipe(run)
        hang()
    elif cue in ("child", "child_and_crash"):
        start_a_child(rest)
        hang() if cue == "child" else os._exit(1)
    elif cue == "sleep":
        time.sleep(float(rest))
    elif cue in CUES:
        CUES[cue]()
    return Finished(task.path + b" %d" % os.getpid(), Counts(1), None, 0.001)


class Stillborn:
    """Work that ends the process which is to do it before it has begun."""

    def __init__(self, mark: str | None = None) -> None:
        self.mark = mark
        """A file that the first process leaves, so that the next ones live; without one all die."""

    def __setstate__(self, state: dict[str, str | None]) -> None:
        self.__dict__.update(state)
        if self.mark is None or not Path(self.mark).exists():
            if self.mark is not None:
                Path(self.mark).touch()
            os._exit(1)

    def __call__(self, task: Task, run: Connection) -> Finished | None:
        return obey(task, run)

    def __reduce__(self) -> tuple[object, ...]:
        return Stillborn, (), {"mark": self.mark}


# -- running them ----------------------------------------------------------------------------------------------------


def outcomes_of(
    cues: list[str], count: int = 2, limits: Limits = LIMITS, work: Callable[..., Finished | None] = obey
) -> dict[int, Outcome]:
    """What became of each cue, by its number; each has ended once."""
    workers: Workers[int] = Workers(work, count, limits)
    found: dict[int, Outcome] = {}
    tasks = ((number, Task(b"%d" % number, cue.encode())) for number, cue in enumerate(cues))
    try:
        for number, outcome in workers.outcomes(tasks, lambda number, sha256: sha256 != "unwanted"):
            assert number not in found
            found[number] = outcome
    finally:
        workers.close()
    assert sorted(found) == list(range(len(cues)))
    return found


def code_of(outcome: Outcome) -> str:
    if isinstance(outcome, Died):
        return outcome.error.code
    return "skipped" if isinstance(outcome, Skipped) else "finished"


def gone(pids: list[int], seconds: float = 10) -> bool:
    """Whether these processes end within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(lives(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def lives(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


Living = Callable[[], list[BaseProcess]]


@pytest.fixture
def living() -> Living:
    """The workers that live now and did not before the test: `parse_table` keeps its own from one call to the next."""
    before = multiprocessing.active_children()
    return lambda: [process for process in multiprocessing.active_children() if process not in before]


# (cue, code, words of the message)
CUES_AND_CODES = [
    ("segfault", "crashed", "SIGSEGV"),
    ("abort", "crashed", "SIGABRT"),
    ("exit", "crashed", "status 3"),
    ("leave", "crashed", "status 4"),
    ("kill", "crashed", "SIGKILL"),
    ("raise", "crashed", "status 1"),  # work that reads letters catches what it raises
    ("exhaust_memory", "crashed", "status 1"),
    ("half_an_answer", "crashed", "status 0"),
    ("break_the_pipe", "crashed", "in the middle of what it said"),
    ("hang", "timeout", "longer than 1.5 seconds"),
    ("hang_in_c", "timeout", "--timeout"),
    ("hang_in_c_with_the_lock", "timeout", "--timeout"),
    ("hang_in_a_pattern", "timeout", "--timeout"),
    ("hang_in_a_sum", "timeout", "--timeout"),
    ("stop", "timeout", "--timeout"),
    ("half_an_answer_and_hang", "crashed", "in the middle of what it said"),
    ("eat_memory", "out_of_memory", "250 MiB"),
]


def test_each_costs_its_own_task_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imrparse.batch.workers.STALL_SECONDS", 1)
    # Between two of them stand tasks that take a moment, so that others are at work when one dies.
    cues = [cue for name, _, _ in CUES_AND_CODES for cue in (name, "", "sleep 0.05")]
    found = outcomes_of(cues, count=4)
    codes = {cue: code_of(found[number]) for number, cue in enumerate(cues) if cue and not cue.startswith("sleep")}
    assert codes == {name: code for name, code, _ in CUES_AND_CODES}
    for number, (_, _, words) in enumerate(CUES_AND_CODES):
        died = found[3 * number]
        assert isinstance(died, Died)
        assert words in died.error.message
        assert died.seconds < 10 * SECONDS
        for other in (found[3 * number + 1], found[3 * number + 2]):
            assert isinstance(other, Finished)


def test_memory_of_the_programs_that_a_worker_started_counts() -> None:
    found = outcomes_of(["eat_memory_in_a_child", ""], limits=Limits(seconds=20, memory=300 * MIB))
    assert [code_of(found[number]) for number in range(2)] == ["out_of_memory", "finished"]


def test_every_task_dies() -> None:
    found = outcomes_of(["exit"] * 15)
    assert {code_of(outcome) for outcome in found.values()} == {"crashed"}


def test_one_worker_serves_until_it_is_recycled() -> None:
    found = outcomes_of([""] * 9, count=1, limits=Limits(inputs=4))
    pids = [found[number].lines.split()[1] for number in range(9)]  # type: ignore[union-attr]
    assert [len(set(pids[start : start + 4])) for start in (0, 4, 8)] == [1, 1, 1]
    assert len(set(pids)) == 3


def test_no_tasks_start_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workers, "_start", None)
    assert outcomes_of([]) == {}


def test_an_answer_and_a_task_of_any_size() -> None:
    big = "y" * (5 * MIB)
    workers: Workers[int] = Workers(echo, 2, Limits())
    tasks = iter([(number, Task(b"", big.encode())) for number in range(4)])
    found = [outcome for _, outcome in workers.outcomes(tasks, lambda number, sha256: True)]
    workers.close()
    assert [outcome.lines for outcome in found if isinstance(outcome, Finished)] == [big.encode()] * 4


def echo(task: Task, run: Connection) -> Finished:
    return Finished(task.data or b"", Counts(1), None, 0.0)


def test_what_nobody_wants_is_skipped() -> None:
    found = outcomes_of(["ask wanted", "ask unwanted", ""])
    assert [code_of(found[number]) for number in range(3)] == ["finished", "skipped", "finished"]
    assert found[1] == Skipped("unwanted")


def test_a_worker_that_dies_before_it_has_begun_costs_nothing(tmp_path: Path) -> None:
    found = outcomes_of([""] * 4, work=Stillborn(str(tmp_path / "mark")))
    assert [code_of(outcome) for outcome in found.values()] == ["finished"] * 4
    assert (tmp_path / "mark").exists()


def test_where_no_worker_can_begin_the_run_ends() -> None:
    with pytest.raises(InternalError, match="before they have begun"):
        outcomes_of(["", ""], work=Stillborn())


def test_workers_killed_from_outside_at_random(living: Living) -> None:
    chance = random.Random(5)  # noqa: S311
    workers: Workers[int] = Workers(obey, 3, Limits(seconds=20))
    tasks = iter([(number, Task(b"%d" % number, b"sleep 0.02")) for number in range(80)])
    found: dict[int, Outcome] = {}
    kills = 0
    for number, outcome in workers.outcomes(tasks, lambda number, sha256: True):
        assert number not in found
        found[number] = outcome
        if chance.random() < 0.15 and kills < 8:
            time.sleep(chance.random() * 0.02)
            if victims := living():
                chance.choice(victims).kill()
                kills += 1
    workers.close()
    assert len(found) == 80
    died = [outcome for outcome in found.values() if isinstance(outcome, Died)]
    assert kills >= 1
    assert len(died) <= kills
    assert {code_of(outcome) for outcome in found.values()} <= {"finished", "crashed"}


def test_a_worker_killed_while_it_has_nothing_to_do_costs_nothing(living: Living) -> None:
    workers: Workers[int] = Workers(obey, 1, Limits(seconds=20))
    found = []

    def tasks() -> Iterator[tuple[int, Task] | None]:
        yield 0, Task(b"0", b"")
        yield None  # the worker has done, and has nothing to do
        (idle,) = living()
        idle.kill()
        idle.join()
        yield 1, Task(b"1", b"")
        yield 2, Task(b"2", b"")

    for _, outcome in workers.outcomes(tasks(), lambda number, sha256: True):
        found.append(code_of(outcome))
    workers.close()
    assert found == ["finished"] * 3


def test_a_worker_that_was_stopped_takes_in_no_task(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    # More bytes than a pipe holds, for a worker that will never read them.
    monkeypatch.setattr("imrparse.batch.workers.STALL_SECONDS", 1)
    workers: Workers[int] = Workers(echo, 1, Limits(seconds=20))
    big = b"y" * (5 * MIB)

    def tasks() -> Iterator[tuple[int, Task] | None]:
        yield 0, Task(b"0", big)
        yield None
        (idle,) = living()
        psutil.Process(idle.pid).suspend()
        yield 1, Task(b"1", big)

    found = [code_of(outcome) for _, outcome in workers.outcomes(tasks(), lambda number, sha256: True)]
    workers.close()
    assert found == ["finished"] * 2


# -- none is left behind ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cue", "code"), [("child", "timeout"), ("child_and_crash", "crashed")])
def test_the_programs_of_a_worker_die_with_it(tmp_path: Path, cue: str, code: str) -> None:
    found = outcomes_of([f"{cue} {tmp_path / 'pid'}", ""])
    assert code_of(found[0]) == code
    assert gone([int((tmp_path / "pid").read_text())])


@pytest.mark.parametrize("ending", ["close", "throw"])
def test_none_is_left_when_the_run_is_broken_off(living: Living, tmp_path: Path, ending: str) -> None:
    workers: Workers[int] = Workers(obey, 3, Limits(seconds=60))
    cues = [f"child {tmp_path / 'pid'}", "hang_in_c_with_the_lock", "", ""]
    tasks = iter([(number, Task(b"", cue.encode())) for number, cue in enumerate(cues)])
    outcomes = workers.outcomes(tasks, lambda number, sha256: True)
    next(outcomes)
    wait_for(tmp_path / "pid")
    pids = [process.pid for process in living()]
    assert len(pids) == 3
    if ending == "throw":
        with pytest.raises(KeyboardInterrupt):
            outcomes.throw(KeyboardInterrupt())  # type: ignore[attr-defined]
    else:
        outcomes.close()  # type: ignore[attr-defined]
    workers.close()
    assert gone([*pids, int((tmp_path / "pid").read_text())])


def wait_for(path: Path) -> None:
    end = time.monotonic() + 20
    while not (path.exists() and path.read_text()) and time.monotonic() < end:
        time.sleep(0.02)


SCRIPT = """
import sys
from imrparse.batch.outcomes import Task
from imrparse.batch.workers import Limits, Workers
from tests.test_workers import obey
workers = Workers(obey, len(sys.argv) - 1, Limits(seconds=3))
tasks = iter([(number, Task(b"", cue.encode())) for number, cue in enumerate(sys.argv[1:])])
try:
    for number, outcome in workers.outcomes(tasks, lambda number, sha256: True):
        print(outcome, flush=True)
finally:
    workers.close()
"""


@pytest.mark.parametrize("signalled", [signal.SIGKILL, signal.SIGINT], ids=lambda sent: sent.name)
def test_none_is_left_when_the_run_is_killed(tmp_path: Path, signalled: signal.Signals) -> None:
    cues = [f"child {tmp_path / 'pid'}", "hang_in_c", "hang_in_c_with_the_lock", "hang"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", SCRIPT, *cues], env=environment, stderr=subprocess.DEVNULL) as run:
        wait_for(tmp_path / "pid")
        time.sleep(0.3)
        pids = [process.pid for process in psutil.Process(run.pid).children(recursive=True)]
        run.send_signal(signalled)
        run.wait(20)
    assert len(pids) >= 5
    # At once, but for the one whose own watch is kept from watching: that ends after its time and 10 seconds more.
    left = [] if gone(pids, 25) else [" ".join(psutil.Process(pid).cmdline()) for pid in pids if lives(pid)]
    for pid in pids:
        if lives(pid):
            os.kill(pid, signal.SIGKILL)
    assert left == []
