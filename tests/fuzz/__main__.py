"""Fuzz with atheris: `python -m tests.fuzz SECONDS [FOLDER]`. What it finds is kept in FOLDER (`out/fuzz`).

An input that breaks the contract, crashes a library or takes over 20 seconds ends the run and is written to
`FOLDER/crash-…`; `python -m tests.fuzz 0 FOLDER crash-…` runs it again.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["imrparse"]):
    import imrparse.batch.worker
    import imrparse.pipeline  # noqa: F401
    from tests.fuzz import contract


def one(data: bytes) -> None:
    if data:
        contract.keep(contract.TARGETS[data[0] % len(contract.TARGETS)], data[1:])


def main(seconds: str, folder: str = "out/fuzz", *crashes: str) -> None:
    corpus = Path(folder) / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for target, data in contract.seeds():
        chosen = bytes([contract.TARGETS.index(target)]) + data
        (corpus / hashlib.sha256(chosen).hexdigest()[:16]).write_bytes(chosen)
    options = ["-timeout=20", "-rss_limit_mb=2048", "-max_len=300000", f"-artifact_prefix={folder}/"]
    places = list(crashes) or [f"-max_total_time={seconds}", str(corpus)]
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", *places], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
