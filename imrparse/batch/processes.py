"""How worker processes are started: by a server that has imported all that a worker needs, where the system has that.

A fork of the run itself would take over its open database and its threads; starting Python anew takes a third of a
second a worker.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

SERVER = "forkserver"
PRELOADED = ("imrparse.batch.worker", "imrparse.run")
"""What the server imports, so that its workers need not."""


def context() -> Any:
    """The context of `multiprocessing` whose processes are workers."""
    if SERVER not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context(SERVER)
    context.set_forkserver_preload(list(PRELOADED))
    return context


def start_server() -> None:
    """Start the server, which then imports while the run is prepared."""
    if SERVER in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        context()
        with no_main_module():
            forkserver.ensure_running()


@contextmanager
def no_main_module() -> Iterator[None]:
    """Keep a new process from importing the program that runs, as `multiprocessing` has each do to find functions."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
