"""A run: the inputs are listed in the ledger, what is missing is parsed, all is written in the order of the list."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from imrparse.archives import Archive
from imrparse.batch.ledger import Done, Ledger, Made, Pending, stored
from imrparse.batch.outcomes import Counts, Finished, Task
from imrparse.batch.shards import Shard
from imrparse.batch.watching import Watcher
from imrparse.batch.workers import Died, Limits, Outcome, Workers
from imrparse.errors import DamagedArchive, Duplicate, ImrparseError
from imrparse.failures import failure, typed
from imrparse.inputs import Input, state_of
from imrparse.reading import STANDARD_INPUT, Options, bytes_of
from imrparse.writers import Writer
from imrparse.writers.json import encoded


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run reads, and what it reads again."""

    options: Options = field(default_factory=Options)
    evidence: bool = False
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    shard: Shard | None = None
    force: bool = False
    retry_failed: bool = False
    keep_older: bool = False

    def fingerprint(self) -> str:
        """What rows depend on beside the input and the version."""
        options = self.options
        how = f"engine={options.engine} ocr={options.ocr} verify={options.verify} max-bytes={options.max_bytes}"
        return f"{how} evidence={self.evidence}"


class Run:
    """One run over `inputs`, whose rows go to `writer`.

    Args:
        ledger: what is known of the inputs.
        settings: how to read them.
        watcher: is told what happens.
    """

    def __init__(self, ledger: Ledger, settings: Settings, watcher: Watcher) -> None:
        self._ledger = ledger
        self._settings = settings
        self._watcher = watcher
        self._writer: Writer
        self._archive: Archive | None = None
        self._sizes: set[int] = set()
        """Bytes of the inputs so far: only one of a size among them can be a copy."""
        self._place = 0
        """Of the first input that was not written."""
        self.worker_seconds = 0.0

    def note_inputs(self, inputs: Iterable[Input]) -> None:
        """Note what there is to read."""
        settings = self._settings
        self._ledger.begin(inputs)
        self._ledger.renew(force=settings.force, retry_failed=settings.retry_failed, keep_older=settings.keep_older)

    def write(self, writer: Writer, work: Callable[[Task, Any], Finished | None] | None = None) -> None:
        """Parse what is missing, and write the rows of all inputs in order.

        Args:
            writer: where the rows go.
            work: what workers do; reading letters, but for tests.
        """
        if work is None:
            from imrparse.batch.worker import Reading

            work = Reading(self._settings.options, evidence=self._settings.evidence)
        total, waiting = self._ledger.total(), self._ledger.waiting()
        self._watcher.begin(total, total - waiting)
        workers: Workers[Pending] = Workers(work, max(1, min(self._settings.jobs, waiting)), self._settings.limits)
        self._writer = writer
        self._write_done()
        self._sizes = self._ledger.sizes()
        try:
            for pending, outcome in workers.outcomes(self._tasks(), self._wanted):
                self._note(pending, self._made_of(pending, outcome))
        finally:
            workers.close()
            self.worker_seconds = workers.seconds
            if self._archive:
                self._archive.close()

    def _write_done(self) -> None:
        """Write the rows of the inputs that are done, up to the first that is not."""
        while (done := self._ledger.done_at(self._place)) is not None:
            made = self._made_since(done)
            if made:
                self._ledger.note(done.id, made)
            lines = made.lines if made else done.lines
            if lines:
                self._writer.write_encoded(lines)
            self._place += 1

    def _made_since(self, done: Done) -> Made | None:
        """What an input that was read has become: another shard's in this run, or a copy of one before it."""
        if done.status == "elsewhere":
            return None
        return self._settled(os.fsdecode(done.key), done.sha256, self._place)

    def _settled(self, path: str, sha256: str | None, position: int) -> Made | None:
        """What becomes of an input without a look at its letters: another shard has it, or it is a copy."""
        if self._is_elsewhere(path, sha256):
            return Made("elsewhere", sha256)
        same = self._ledger.same_before(sha256, position) if sha256 else None
        return self._duplicate(path, sha256, same) if sha256 and same else None

    def _is_elsewhere(self, path: str, sha256: str | None) -> bool:
        """Whether another shard has the input; what has no bytes goes by its path."""
        shard = self._settings.shard
        return shard is not None and not (shard.holds(sha256) if sha256 else shard.holds_path(path))

    def _note(self, pending: Pending, made: Made | None) -> None:
        """Note what became of an input (`None`: its earlier rows still hold), and write what can be written now."""
        if made is None:
            self._ledger.keep(pending.id)
        else:
            self._ledger.note(pending.id, made)
        self._watcher.done(pending.path, made)
        if pending.position == self._place:
            self._write_done()

    def _tasks(self) -> Iterator[tuple[Pending, Task] | None]:
        """The tasks of workers, `None` where the next has to wait; what needs no worker is noted."""
        for pending in self._ledger.pending():
            made = self._known(pending)
            if made:
                self._note(pending, made)
                continue
            while pending.path == STANDARD_INPUT and self._place < pending.position:
                yield None  # what stands before it is written before somebody has typed or piped it
            try:
                data = self._data(pending)
            except Exception as error:
                self._note(pending, self._failed(pending, typed(error)))
                continue
            size = len(data) if data is not None else pending.size
            ask = self._settings.shard is not None or pending.sha256 is not None or size in self._sizes
            if size is not None:
                self._sizes.add(size)
            yield pending, Task(os.fsencode(pending.path), data, ask)

    def _known(self, pending: Pending) -> Made | None:
        """What becomes of an input that no worker has to read: what cannot be read, and what is a duplicate still."""
        error = self._ledger.errors.get(pending.position)
        if error:
            return self._failed(pending, error)
        if not (pending.unchanged and pending.sha256):
            return None
        return self._settled(pending.path, pending.sha256, pending.position)

    def _data(self, pending: Pending) -> bytes | None:
        """The bytes of an input that a worker cannot open for itself."""
        most = self._settings.options.max_bytes
        if pending.path == STANDARD_INPUT:
            return bytes_of(STANDARD_INPUT, self._settings.options)[1]
        if pending.archive is None or pending.member is None:
            return None
        if self._archive is None or self._archive.path != pending.archive:
            if self._archive:
                self._archive.close()
            self._archive = Archive(pending.archive)
            # Another archive under the same name has other members in the listed places.
            there = state_of(pending.archive)
            if there is None or stored(there.st_mtime_ns) != pending.modified:
                self._archive.close()
                self._archive = None
                raise DamagedArchive("the archive has changed since it was listed: run the same command again")
        return self._archive.bytes_of(pending.member, most)

    def _wanted(self, pending: Pending, sha256: str) -> bool:
        held = _still_holds(pending, sha256)
        return not held and self._settled(pending.path, sha256, pending.position) is None

    def _made_of(self, pending: Pending, outcome: Outcome) -> Made | None:
        if isinstance(outcome, Finished):
            if self._is_elsewhere(pending.path, outcome.sha256):
                return Made("elsewhere", outcome.sha256)
            status = "failed" if outcome.counts.failures else "parsed"
            return Made(
                status, outcome.sha256, outcome.lines, outcome.counts, outcome.error_code, outcome.error_message,
                outcome.seconds,
            )  # fmt: skip
        if isinstance(outcome, Died):
            return self._failed(pending, outcome.error, outcome.sha256, outcome.seconds)
        if _still_holds(pending, outcome.sha256) and not self._is_elsewhere(pending.path, outcome.sha256):
            return None
        settled = self._settled(pending.path, outcome.sha256, pending.position)
        return settled or self._duplicate(pending.path, outcome.sha256, "another input")

    def _failed(
        self, pending: Pending, error: ImrparseError, sha256: str | None = None, seconds: float | None = None
    ) -> Made:
        if self._is_elsewhere(pending.path, sha256):
            return Made("elsewhere", sha256)
        lines = encoded(failure(pending.path, error)) + b"\n"
        return Made("failed", sha256, lines, Counts(failures=1), error.code, error.message, seconds)

    def _duplicate(self, path: str, sha256: str, same: str) -> Made:
        error = Duplicate(f"the same bytes as {same}: its row holds the record")
        lines = encoded(failure(path, error)) + b"\n"
        return Made("duplicate", sha256, lines, Counts(), error.code, error.message)


def _still_holds(pending: Pending, sha256: str) -> bool:
    """Whether what an earlier run made of the input is what its bytes still give."""
    return pending.status in ("parsed", "failed") and sha256 == pending.sha256
