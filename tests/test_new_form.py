"""The worked example of docs/new-form.md: its letter, its module and its record are run as they are printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

import imrparse
from imrparse import forms
from tests.grounding import assert_grounded, differences

PAGE = (Path(__file__).parent.parent / "docs" / "new-form.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    match = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```\n", PAGE, re.DOTALL)
    assert match, f"docs/new-form.md has no block {name!r}"
    return match[1]


def test_the_module_reads_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    module: dict[str, object] = {}
    exec(compile(block("module"), "docs/new-form.md", "exec"), module)  # noqa: S102
    monkeypatch.setattr(forms, "FORMS", (module["FORM"], *forms.FORMS))
    parsed = imrparse.parse_text(block("letter"))
    assert differences(json.loads(block("record")), msgspec.to_builtins(parsed.record)) == []
    assert_grounded(parsed)


def test_without_the_module_the_tolerant_reader_says_how_it_found_what_it_found() -> None:
    record = imrparse.parse_text(block("letter")).record
    assert record.form is None
    assert record.case_number == "CM30-0400001"
    assert isinstance(record.found_by, dict)
    assert record.found_by["case_summary"] == "the heading 'CASE HISTORY'"
    assert len(record.disputed_items) == 2
