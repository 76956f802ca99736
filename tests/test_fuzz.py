"""The contract of `tests.fuzz` on random and on spoilt inputs; `make fuzz` looks for more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import imrparse
from imrparse.catalog import guidelines
from imrparse.errors import DamagedRecords
from imrparse.fields.odg_chapters import chapter_behind
from imrparse.writers import Line
from imrparse.writers.records import _checked
from tests.fuzz import contract

SEEDS = list(contract.seeds())
few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
targets = pytest.mark.parametrize("target", contract.TARGETS, ids=lambda target: target.__name__)


@targets
def test_well_formed_inputs_are_read(target: Callable[[bytes], None]) -> None:
    seeds = [data for of, data in SEEDS if of is target]
    assert seeds
    for data in seeds[:3]:
        target(data)


@targets
@few
@given(data=st.binary(max_size=2000))
def test_random_bytes(target: Callable[[bytes], None], data: bytes) -> None:
    contract.keep(target, data)


@st.composite
def spoilt(draw: st.DrawFn, target: Callable[[bytes], None]) -> bytes:
    """A well-formed input with pieces replaced, taken out, doubled or cut off."""
    data = bytearray(draw(st.sampled_from([data for of, data in SEEDS if of is target and len(data) < 300_000])))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 4, 30, 500, 10**6])))
        data[start:end] = draw(st.binary(max_size=8) | st.just(bytes(data[end : end + 100])) | st.just(b"\xff" * 4))
    return bytes(data)


@targets
@few
@given(data=st.data())
def test_spoilt_inputs(target: Callable[[bytes], None], data: st.DataObject) -> None:
    contract.keep(target, data.draw(spoilt(target)))


LINES = [line for of, data in SEEDS if of is contract.text for line in data.decode().splitlines() if line.strip()]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    parts=st.lists(st.sampled_from(LINES) | st.text(st.characters(), max_size=30), max_size=60),
    end=st.sampled_from("\n\f "),
)
def test_lines_of_letters_in_any_order(parts: list[str], end: str) -> None:
    text = end.join(parts)
    contract.keep(lambda _: imrparse.parse_text(text), b"")


def test_a_chapter_that_the_pattern_knows_is_in_the_catalogue() -> None:
    """Found by the fuzzer: `Mental Illness and Stres` was matched, and then looked for in vain."""
    names = [name for chapter in guidelines.odg().chapters for name in (chapter.title, *chapter.also)]
    matched = 0
    for name in names:
        words = name.split()
        for place, word in enumerate(words):
            for changed in (word, word[:-1], word + "s", word + word[-1], word.upper()):
                printed = " ".join([*words[:place], changed, *words[place + 1 :]])
                if chapter := chapter_behind(f"{printed}: x", 0):
                    matched += 1
                    assert chapter.title in {chapter.title for chapter in guidelines.odg().chapters}
    assert matched > 3 * len(names)


@pytest.mark.parametrize("error", [OverflowError("date value out of range"), TypeError("None"), KeyError("letters")])
def test_what_a_library_raises_on_damaged_records_is_said_in_a_sentence(error: Exception) -> None:
    """The first two found by the fuzzer, in Parquet and in SQLite."""

    def lines() -> Iterator[Line]:
        yield from ()
        raise error

    with pytest.raises(DamagedRecords, match="was the file written to its end"):
        list(_checked("x.parquet", lines()))
