"""A letter gives the same record however its text is spaced, wrapped and paged."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import imrparse
from tests.grounding import assert_grounded, differences
from tests.shapes import SAMPLES, meaning, paragraphs_of

PARSED = {path: imrparse.parse(path) for path in SAMPLES}
PARAGRAPHS = {path: paragraphs_of(parsed) for path, parsed in PARSED.items()}


@st.composite
def shapes(draw: st.DrawFn) -> tuple[Path, str]:
    """A sample's paragraphs, wrapped at one width, spaced and paged at random."""
    path = draw(st.sampled_from(SAMPLES))
    width = draw(st.sampled_from([60, 72, 88, 100, 140, 100_000]))
    spacing = draw(st.sampled_from(["\n", "\r\n", "\n\n", " \n\n"]))
    between = draw(st.sampled_from([spacing * 2, spacing * 3]))
    blank = draw(st.sampled_from([" ", "\u00a0", "  "]))
    page_every = draw(st.integers(min_value=12, max_value=200))
    lines: list[str] = []
    for paragraph in PARAGRAPHS[path]:
        wrapped = textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
        lines += [line + spacing for line in wrapped[:-1]] + [wrapped[-1] + between]
    # A page that ends between two paragraphs keeps the blank lines between them: nothing else would tell.
    text = "".join(
        f"{line}\f" if number % page_every == 0 and not line.endswith(between) else line
        for number, line in enumerate(lines, 1)
    )
    return path, text.replace(" ", blank) if blank != " " else text


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(shapes())
def test_spacing_wrapping_and_paging_change_nothing(shape: tuple[Path, str]) -> None:
    path, text = shape
    parsed = imrparse.parse_text(text)
    assert differences(meaning(PARSED[path]), meaning(parsed)) == []
    assert_grounded(parsed)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_lines_of_pdf_text_double_spaced(path: Path) -> None:
    pages = [page.text.replace("\ufffe", "-\r\n") for page in PARSED[path].document.pages]
    text = "\f".join("\n\n".join(line + "  " for line in page.splitlines() if line.strip()) for page in pages)
    record, double = PARSED[path].record, imrparse.parse_text(text).record
    assert [item.treatment for item in double.disputed_items] == [item.treatment for item in record.disputed_items]
    assert [item.decision for item in double.disputed_items] == [item.decision for item in record.disputed_items]
    assert (double.dates, double.reviewer, double.case_number) == (record.dates, record.reviewer, record.case_number)
