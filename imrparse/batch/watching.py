"""What is said while a run goes on: a progress bar for a person, lines of JSON for a machine, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from imrparse.batch.ledger import Made
    from imrparse.batch.summary import Summary

LOG_SECONDS = 5.0
"""Between two `progress` lines of a log."""


class Watcher:
    """Is told what happens in a run, and says nothing of it."""

    def begin(self, total: int, done: int) -> None:
        """The inputs are listed: `total`, of which `done` were done by an earlier run."""

    def done(self, path: str, made: Made | None) -> None:
        """An input was read; `None` where it is as it was, and its earlier rows hold."""

    def end(self, summary: Summary | None) -> None:
        """The run is over; without a summary it was broken off."""


class Bar(Watcher):
    """A progress bar on standard error, with rate, time left and what came out so far."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._counts: Counter[str] = Counter()
        self._progress: Progress = Progress(
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[counts]}", markup=False),
            console=Console(stderr=True),
            transient=True,
            expand=True,
            auto_refresh=False,
        )
        self._task: TaskID | None = None
        self._began = self._drawn = 0.0
        self._before = self._done = 0

    def begin(self, total: int, done: int) -> None:
        """Show the bar."""
        self._before = done
        self._task = self._progress.add_task("", total=total, completed=done, rate="", counts="")
        self._began = time.monotonic()
        self._progress.start()

    def done(self, path: str, made: Made | None) -> None:  # noqa: ARG002
        """Move it on, ten times a second at most."""
        self._done += 1
        if made:
            counts = made.counts
            self._counts["upheld"] += counts.upheld
            self._counts["overturned"] += counts.overturned + counts.partially_overturned
            self._counts["warned"] += counts.warned
            self._counts["failed"] += made.status == "failed"
        now = time.monotonic()
        if now - self._drawn < 0.1 or self._task is None:
            return
        self._drawn = now
        rate = self._done / max(now - self._began, 0.001)
        self._progress.update(
            self._task,
            completed=self._before + self._done,
            rate=f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s",
            counts=" ".join(f"{self._counts[name]:,} {name}" for name in ("upheld", "overturned", "warned", "failed")),
        )
        self._progress.refresh()

    def end(self, summary: Summary | None) -> None:  # noqa: ARG002
        """Take it away: the summary stands in its place."""
        if self._task is not None:
            self._progress.stop()


class Log(Watcher):
    """Lines of JSON on standard error: `begin`, each `error`, `progress` now and then, `end` with the summary."""

    def __init__(self) -> None:
        self._said = time.monotonic()
        self._total = self._done = 0

    def begin(self, total: int, done: int) -> None:
        """Say how much there is."""
        self._total, self._done = total, done
        self._say("begin", inputs=total, done=done)

    def done(self, path: str, made: Made | None) -> None:
        """Say what failed, and how far the run is."""
        from imrparse.reading import printable

        self._done += 1
        if made and made.status == "failed":
            self._say("error", path=printable(path), code=made.error_code, message=made.error_message)
        if time.monotonic() - self._said >= LOG_SECONDS:
            self._said = time.monotonic()
            self._say("progress", inputs=self._total, done=self._done)

    def end(self, summary: Summary | None) -> None:
        """Say what came out."""
        if summary is None:
            self._say("stopped", inputs=self._total, done=self._done)
        else:
            self._say("end", **summary.as_json())

    def _say(self, event: str, **what: Any) -> None:
        print(json.dumps({"event": event, "time": round(time.time(), 3), **what}), file=sys.stderr, flush=True)
