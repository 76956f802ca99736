"""Reads letters in a thread of its own, so that the screen answers while it reads.

It is one thread for everything that touches a PDF: pdfium is not safe to use from two (LIBRARIES: pypdfium2#303).
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from imrparse.inputs import Input as Source
from imrparse.inputs import list_inputs
from imrparse.inspector.opened import Opened, Result, Summary, opened, read_results, summary
from imrparse.reading import Options

READ_UNASKED = 500
"""Inputs of a folder that are read without being looked at or filtered: some seconds' work."""

KEPT = 64
"""Inputs whose letters stay in memory; others are read again when they are opened, which takes milliseconds."""

LISTED_AT_ONCE = 200
"""Files after which the list is told of them while a big folder is still being searched."""


@dataclass(slots=True)
class Input:
    """One file."""

    source: Source
    rows: tuple[Summary, ...] | None = None
    """One for each letter in it; `None` while it was not read."""

    @property
    def path(self) -> str:
        """As the system knows it."""
        return self.source.path


@dataclass
class Background:
    """The inputs, and the thread that reads them.

    Args:
        paths: files and folders.
        options: how to read.
        changed: called in the thread whenever there are new inputs or rows.
        broken: called in the thread with an error that is no input's.
    """

    paths: Sequence[str]
    options: Options
    changed: Callable[[], None]
    broken: Callable[[Exception], None]
    inputs: list[Input] = field(default_factory=list)
    listed: bool = False
    """Whether all files are known."""
    read_count: int = 0
    read_all: bool = False
    """Whether inputs are read although nobody looks at them: a filter needs all."""
    _urgent: deque[Callable[[], None]] = field(default_factory=deque)
    _viewed: range = range(0)
    _next: int = 0
    _stopped: bool = False
    _condition: threading.Condition = field(default_factory=threading.Condition)
    _kept: OrderedDict[int, list[Result]] = field(default_factory=OrderedDict)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to list and to read."""
        self._thread = threading.Thread(target=self._run, name="imrparse-reader", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 2) -> bool:
        """End the thread; false where it is still busy with a file after this time."""
        with self._condition:
            self._stopped = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def look_at(self, viewed: Iterable[int]) -> None:
        """Read these inputs next: their rows are on the screen."""
        with self._condition:
            numbers = [number for number in viewed if number < len(self.inputs)]
            self._viewed = range(min(numbers), max(numbers) + 1) if numbers else range(0)
            self._condition.notify()

    def want_all(self) -> None:
        """Read all inputs, however many there are."""
        with self._condition:
            self.read_all = True
            self._condition.notify()

    def do(self, job: Callable[[], None]) -> None:
        """Run something in the thread, before it reads on."""
        with self._condition:
            self._urgent.append(job)
            self._condition.notify()

    def open(self, number: int, letter: int, then: Callable[[Opened], None]) -> None:
        """Read a letter and hand it over, in the thread, to `then`."""

        def job() -> None:
            found = self._results(number)
            then(opened(self.inputs[number].source, found[min(letter, len(found) - 1)], self.options))

        self.do(job)

    def _run(self) -> None:
        try:
            self._list()
            self._work()
        except Exception as error:
            self.broken(error)

    def _work(self) -> None:
        while True:
            with self._condition:
                job = self._job()
                while job is None and not self._stopped:
                    self._condition.wait()
                    job = self._job()
            if self._stopped:
                return
            if job is not None:
                job()

    def _list(self) -> None:
        for entry in list_inputs(self.paths):
            if self._stopped:
                return
            self.inputs.append(Input(entry))
            if len(self.inputs) % LISTED_AT_ONCE == 1:
                self.changed()
        self.listed = True
        self.changed()

    def _job(self) -> Callable[[], None] | None:
        """What to do next: what somebody waits for, what is on the screen, the next in order."""
        if self._urgent:
            return self._urgent.popleft()
        for number in self._viewed:
            if self.inputs[number].rows is None:
                return lambda: self._read(number)
        limit = len(self.inputs) if self.read_all else min(len(self.inputs), READ_UNASKED)
        while self._next < limit and self.inputs[self._next].rows is not None:
            self._next += 1
        if self._next < limit:
            number = self._next
            return lambda: self._read(number)
        return None

    def _read(self, number: int) -> None:
        self._results(number)
        self.changed()

    def _results(self, number: int) -> list[Result]:
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        entry = self.inputs[number]
        found = read_results(entry.source, self.options)
        if entry.rows is None:
            entry.rows = tuple(summary(result) for result in found)
            self.read_count += 1
        self._kept[number] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found
