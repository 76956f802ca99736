"""Worker processes that may die: each reads one input at a time; one that hangs, crashes or eats memory is replaced.

Only killing a process bounds what a library does with hostile bytes. A pool of the shelf would do that too, but none
passed: of 1,000 tasks in a plain `ProcessPoolExecutor` one crash cost 947, and of 300 in loky 295; pebble loses only
the task at hand where a worker dies of it, but with a worker killed from outside twice a second it got through 439
tasks of a millisecond in 40 seconds, 303 of them lost (pebble's workers share one pipe). So each worker here has a
pipe of its own, and the run knows which input a worker had when it died.
"""

from __future__ import annotations

import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection
from typing import Any, Generic, TypeVar

import msgspec
import psutil

from imrparse.batch.outcomes import ENCODER, SAID, Digest, Finished, OcrBegins, Task
from imrparse.batch.processes import context, no_main_module
from imrparse.errors import Crashed, ImrparseError, InternalError, OutOfMemory, TimedOut

MIB = 1024 * 1024

LOOK_SECONDS = 0.05
"""Between two looks at the memory of workers that are busy for longer than that: within it a process can take some
200 MiB more."""

OCR_PAGE_SECONDS = 180.0
"""More time for each page that is read by OCR: what `reading.tesseract` allows one page."""

START_SECONDS = 60.0
"""In which a worker has to start: it takes a third of a second, and 5 on a machine with seven times too much to do."""

STALL_SECONDS = 30
"""That the run waits for the rest of what a worker says, or for one to take in its task: a worker that was stopped, or
whose memory is spoilt, would keep all others waiting."""

STARTS = 3
"""Workers that may die one after the other before they have started, until the run gives up."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may take."""

    seconds: float = 30.0
    """Time on the clock. The slowest of the real letters takes 0.02 s, a claim file of 300 pages about a second."""
    memory: int = 1024 * MIB
    """Bytes of a worker, with the programs that it started. Ordinary letters: under 100 MiB."""
    inputs: int = 2000
    """Inputs after which a worker is replaced by a fresh one, against what libraries leak."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nobody wanted the input of this digest parsed."""

    sha256: str


@dataclass(frozen=True, slots=True)
class Died:
    """The worker died of the input, or was killed for it."""

    error: ImrparseError
    seconds: float
    sha256: str | None


Outcome = Finished | Skipped | Died


class Workers(Generic[T]):
    """Up to `count` processes that do `work` on tasks.

    Args:
        work: what a worker does, a function or an object that can be pickled.
        count: processes.
        limits: what one input may take.
    """

    def __init__(self, work: Callable[[Task, Any], Finished | None], count: int, limits: Limits) -> None:
        self._work = work
        self._count = count
        self._limits = limits
        self._workers: list[_Worker[T]] = []
        self._failed_starts = 0
        self._context = context()
        self.seconds = 0.0
        """That workers have spent on inputs, all together."""

    def outcomes(
        self, tasks: Iterator[tuple[T, Task] | None], wanted: Callable[[T, str], bool]
    ) -> Iterator[tuple[T, Outcome]]:
        """What became of each task, in the order in which they end.

        Args:
            tasks: what is to be done, each with what the caller knows it by; drawn as workers become free. `None`
                where the next is to wait for what is being done.
            wanted: of a task with `ask`, whether bytes of this digest are to be parsed.

        Raises:
            InternalError: no worker process can be started.
        """
        while True:
            self._hand_out(tasks)
            busy = [worker for worker in self._workers if worker.busy]
            if not busy:
                return
            for worker in self._heard(busy):
                outcome = worker.listen(wanted)
                if outcome is None:
                    continue
                known_by = worker.known_by
                if isinstance(outcome, Died) and worker.may_try_again(outcome):
                    task, second = worker.task, worker.started and worker.reached
                    self._replace(worker)
                    self._start().give(known_by, task, second=second)
                    continue
                if isinstance(outcome, Finished):
                    self.seconds += outcome.seconds
                self._failed_starts = 0
                worker.task = None
                if isinstance(outcome, Died) or worker.served >= self._limits.inputs:
                    self._replace(worker)
                else:
                    self._hand_out(tasks)  # before the caller does anything with the outcome
                yield known_by, outcome

    def _hand_out(self, tasks: Iterator[tuple[T, Task] | None]) -> None:
        """Give tasks to workers while there are both."""
        while sum(worker.busy for worker in self._workers) < self._count and (task := next(tasks, None)) is not None:
            free = next((worker for worker in self._workers if not worker.busy), None)
            (free or self._start()).give(*task)

    def _start(self) -> _Worker[T]:
        worker: _Worker[T] = _Worker(self._context, self._work, self._limits)
        self._workers.append(worker)
        return worker

    def _replace(self, worker: _Worker[T]) -> None:
        self._workers.remove(worker)
        worker.end()
        if not worker.started:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                raise InternalError("worker processes end before they have begun: is there memory left?")

    def _heard(self, busy: list[_Worker[T]]) -> list[_Worker[T]]:
        """The workers that said something, died, or have to be killed."""
        now = time.monotonic()
        wait = max(0.0, min(LOOK_SECONDS, *(worker.deadline - now for worker in busy)))
        speaking = set(connection.wait([worker.pipe for worker in busy], wait))
        heard = [worker for worker in busy if worker.pipe in speaking]
        now = time.monotonic()
        for worker in busy:
            if worker.pipe not in speaking and worker.over_limits(now):
                heard.append(worker)
        return heard

    def close(self) -> None:
        """End all workers, at once those that are busy."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()


class _Worker(Generic[T]):
    """One process, seen from the run."""

    known_by: T
    task: Task | None

    def __init__(self, context: Any, work: Callable[[Task, Any], Finished | None], limits: Limits) -> None:
        from imrparse.batch.worker import serve

        self._limits = limits
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, work, limits.seconds), daemon=True)
        with no_main_module():
            self._process.start()
        theirs.close()
        _bound(self.pipe)
        self.started = False
        self.reached = False
        """Whether its task has reached it."""
        self.served = 0
        self.task = None
        self._killed_for: ImrparseError | None = None
        self._sha256: str | None = None
        self._ocr = self._second = False
        self._given = self.deadline = time.monotonic()
        self._looked = 0.0

    @property
    def busy(self) -> bool:
        """Whether it has a task."""
        return self.task is not None

    def give(self, known_by: T, task: Task | None, *, second: bool = False) -> None:
        """Hand it a task, perhaps one that another worker died of."""
        self._second = second
        self.known_by, self.task, self._sha256, self._ocr = known_by, task, None, False
        self._given = self._looked = time.monotonic()
        # The letter's time begins when the worker has (`listen`).
        self.deadline = self._given + (self._limits.seconds if self.started else START_SECONDS)
        self.reached = True
        try:
            self.pipe.send_bytes(ENCODER.encode(task))
            self.served += 1
        except OSError:  # that it is dead is seen when it is listened to
            self.reached = False
            self._kill()

    def listen(self, wanted: Callable[[T, str], bool]) -> Outcome | None:
        """What it says, if that ends its task."""
        from imrparse.batch.worker import GO_ON, LEAVE, READY

        if self._killed_for:
            return self._died(self._killed_for)
        try:
            message = self.pipe.recv_bytes()
            if message == READY:
                self.started = True
                self._given = time.monotonic()
                self.deadline = self._given + self._limits.seconds
                return None
            said = Skipped(self._sha256 or "") if message == LEAVE else SAID.decode(message)
        except (BlockingIOError, msgspec.MsgspecError):
            self._kill()
            return self._died(Crashed(_ended("in the middle of what it said")))
        except (EOFError, OSError):
            self._process.join(5)
            return self._died(Crashed(_how_it_ended(self._process.exitcode)))
        if isinstance(said, Digest):
            self._sha256 = said.sha256
            with suppress(OSError):
                self.pipe.send_bytes(GO_ON if wanted(self.known_by, said.sha256) else LEAVE)
        elif isinstance(said, OcrBegins):
            self._ocr = True
            self.deadline = time.monotonic() + OCR_PAGE_SECONDS + self._limits.seconds
        else:
            return said
        return None

    def may_try_again(self, died: Died) -> bool:
        """Whether another worker gets the task: this one had not begun on it, or died of it as the first.

        Whoever watches over a machine's memory kills workers that have done nothing; a letter that kills its reader
        does so again.
        """
        return not (self.started and self.reached) or (isinstance(died.error, Crashed) and not self._second)

    def _died(self, error: ImrparseError) -> Died:
        return Died(error, time.monotonic() - self._given, self._sha256)

    def over_limits(self, now: float) -> bool:
        """Whether it takes too long or too much memory; then it is killed."""
        if now >= self.deadline:
            allowed = f"{self._limits.seconds:g} seconds" + (", more than any page of OCR does" if self._ocr else "")
            message = f"reading it takes longer than {allowed}: pass the letter alone, or allow more (--timeout)"
            self._killed_for = TimedOut(message)
        elif now - self._looked >= LOOK_SECONDS:
            self._looked = now
            if self._memory(family=now - self._given > 1) > self._limits.memory:
                self._killed_for = OutOfMemory(
                    f"reading it takes more than {self._limits.memory // MIB} MiB of memory: split it, or allow more "
                    "(--max-memory)"
                )
        if self._killed_for:
            self._kill()
        return self._killed_for is not None

    def _memory(self, *, family: bool) -> int:
        """Bytes that the process holds, with those of the programs that it started."""
        try:
            process = psutil.Process(self._process.pid)
            held = int(process.memory_info().rss)
            if family:
                for child in process.children(recursive=True):
                    with suppress(psutil.Error):
                        held += child.memory_info().rss
        except psutil.Error:
            return 0
        return held

    def _kill(self) -> None:
        pid = self._process.pid
        if sys.platform != "win32" and pid:
            with suppress(OSError):  # its group, which it makes when it starts: Tesseract ends with it
                if self.started or os.getpgid(pid) == pid:
                    os.killpg(pid, signal.SIGKILL)
        with suppress(OSError, ValueError):
            self._process.kill()

    def end(self) -> None:
        """End the process, whatever it is doing: it holds nothing that could be lost."""
        self._kill()
        self.pipe.close()
        self._process.join(5)


def _bound(pipe: Any) -> None:
    """Have the system end each wait on `pipe` after `STALL_SECONDS`, where pipes are sockets."""
    if sys.platform != "win32":
        with socket.socket(fileno=os.dup(pipe.fileno())) as end:
            for side in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                end.setsockopt(socket.SOL_SOCKET, side, struct.pack("ll", STALL_SECONDS, 0))


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            how = f"by the signal {signal.Signals(-code).name}"
        except ValueError:
            how = f"by the signal {-code}"
    else:
        how = f"with the status {code}"
    return _ended(how)


def _ended(how: str) -> str:
    return f"the process that read it ended {how}: try --engine pdfplumber, or save the file anew as PDF"
