"""Imported by the server of worker processes, in tests: reading the samples compiles the patterns for all its workers.

Each worker would do that for itself, in half a second or more, and many a test has workers that read three letters.
"""

from __future__ import annotations

import imrparse
from tests.conftest import ROOT

for sample in sorted((ROOT / "samples").glob("*.pdf")):
    imrparse.parse_all(sample)
