"""A worker process: reads one input after the other, says what came out, until it is told to end.

It may die at any moment, by its own fault or killed by the run that started it; the run then goes on without it. Where
the run itself dies, the worker ends too.
"""

from __future__ import annotations

import dataclasses
import faulthandler
import gc
import hashlib
import itertools
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from imrparse.batch.outcomes import ENCODER, TASK, Counts, Digest, Finished, OcrBegins, Task
from imrparse.failures import failure, typed
from imrparse.reading import Options, bytes_of, printable
from imrparse.record import Error, Failure, page_ranges
from imrparse.writers import Line
from imrparse.writers.json import encoded

if TYPE_CHECKING:
    from imrparse.pipeline import ParsedLetter

Work = Callable[[Task, Connection], Finished | None]

READY = b"ready"
"""What a worker says when it has started."""
SETTLED = 100
"""Inputs after which a worker has its vocabularies and patterns. The garbage collector then passes them over: each of
its full looks at them took 50 ms, once in some hundred letters."""

NO_ERROR = Error(code="", message="")
BEAT_SECONDS = 2.0
"""Between two signs of life of a worker's own watch."""
LATE_SECONDS = 10.0
"""After the time for one input, in which the run kills a worker, that a worker without signs of life ends itself."""
GO_ON, LEAVE = b"\x01", b"\x00"
"""Word on a digest: parse these bytes, or leave them."""


class Reading:
    """What a worker does with an input: reads the letters in it into rows."""

    def __init__(self, options: Options, *, evidence: bool) -> None:
        self._options = options
        self._evidence = evidence

    def __call__(self, task: Task, run: Connection) -> Finished | None:
        """The rows of the input; `None` where the run was asked and wants none."""
        from imrparse.run import results_of, row_of  # the run itself, which names this class, needs no reader

        start = time.perf_counter()
        path = os.fsdecode(task.path)
        digest = None
        rows: list[Line] = []
        lines: list[bytes] = []
        try:
            shown, data = (printable(path), task.data) if task.data is not None else bytes_of(path, self._options)
            digest = hashlib.sha256(data).hexdigest()
            if task.ask:
                run.send_bytes(ENCODER.encode(Digest(digest)))
                if run.recv_bytes() != GO_ON:
                    return None
            options = dataclasses.replace(self._options, before_ocr=lambda: run.send_bytes(ENCODER.encode(OcrBegins())))
            for result in results_of(shown, data, digest, options):
                rows.append(row_of(result, evidence=self._evidence))
                lines.append(self.line_of(result, rows[-1]))
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:
            rows = [failure(path, typed(error))]
            lines = [encoded(rows[0]) + b"\n"]
        return finished(rows, digest, time.perf_counter() - start, b"".join(lines))

    def line_of(self, result: ParsedLetter | Failure, row: Line) -> bytes:  # noqa: ARG002
        """The lines that the run is told of a result."""
        return encoded(row) + b"\n"


def finished(rows: Sequence[Line], sha256: str | None, seconds: float, lines: bytes | None = None) -> Finished:
    """What a worker says of an input with these rows; `lines` are other lines than theirs that it tells of them."""
    outcomes: Counter[str | None] = Counter()
    failures = []
    warned = doubtful = 0
    for row in rows:
        if isinstance(row, Failure):
            pages = f"pages {page_ranges(row.source.pages)}: " if row.source.pages else ""
            failures.append(msgspec.structs.replace(row.error, message=pages + row.error.message))
        else:
            outcomes[row.outcome] += 1
            warned += bool(row.warnings)
            doubtful += any(warning.severity == "error" for warning in row.warnings)
    counts = Counts(
        len(rows) - len(failures), len(failures), outcomes["upheld"], outcomes["overturned"],
        outcomes["partially overturned"], warned, doubtful,
    )  # fmt: skip
    if lines is None:
        lines = b"".join([encoded(row) + b"\n" for row in rows])
    first = failures[0] if failures else NO_ERROR
    return Finished(lines, counts, sha256, seconds, first.code or None, first.message or None)


def serve(run: Connection, work: Work, seconds: float) -> None:
    """Work on what comes through `run`, in at most `seconds` each, until it is closed."""
    _end_with_the_run(seconds)
    run.send_bytes(READY)
    for number in itertools.count(1):
        try:
            message = run.recv_bytes()
        except (EOFError, OSError):
            return
        finished = work(TASK.decode(message), run)
        run.send_bytes(ENCODER.encode(finished) if finished else LEAVE)
        if number == SETTLED:
            gc.collect()
            gc.freeze()


def _end_with_the_run(seconds: float) -> None:
    """Leave the terminal's signals to the run, and die when it dies, with the programs that were started."""
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    else:
        os.setsid()  # Ctrl-C at the terminal reaches the run only, and a kill of the group Tesseract too
    parent = parent_process()
    if parent is not None:
        watch = _Watch(parent.sentinel, seconds + LATE_SECONDS)
        watch.put_off()  # before any work
        threading.Thread(target=watch, daemon=True).start()


class _Watch:
    """Ends the process when the run has died.

    Where a library hangs and keeps the interpreter's lock, the thread of the watch hangs too. So it puts off, again and
    again, an end that needs no lock.
    """

    def __init__(self, sentinel: int, late: float) -> None:
        self._sentinel = sentinel
        self._late = late
        self._nowhere = Path(os.devnull).open("w")  # noqa: SIM115 (as long as the process)

    def put_off(self) -> None:
        faulthandler.dump_traceback_later(self._late, exit=True, file=self._nowhere)

    def __call__(self) -> None:
        while not connection.wait([self._sentinel], BEAT_SECONDS):
            self.put_off()
        if sys.platform == "win32":
            os._exit(1)
        os.killpg(0, signal.SIGKILL)
