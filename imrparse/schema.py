"""The JSON Schema of one line of the output."""

from __future__ import annotations

from typing import Any

import msgspec

from imrparse.record import Failure, Record
from imrparse.warning_codes import codes

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """A record, or the row of an input that gave none."""
    (record, failure), definitions = msgspec.json.schema_components([Record, Failure], ref_template="#/$defs/{name}")
    definitions["Warning"]["properties"]["code"] = {
        "description": "What is the matter; a later version may have others.",
        "type": "string",
        "oneOf": [
            {"const": code.code, "description": f"{code.severity}: {code.meaning} What to do: {code.action}"}
            for code in codes().values()
        ],
    }
    return {
        "$schema": DIALECT,
        "title": "A line of imrparse's output",
        "anyOf": [record, failure],
        "$defs": definitions,
    }
