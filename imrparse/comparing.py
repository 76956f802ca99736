"""`imrparse compare`: what two sets of records say differently of the same letters, by field."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from imrparse.record import Failure, Record, page_ranges

T = TypeVar("T")
U = TypeVar("U")

Kind = Literal["gained", "lost", "changed"]
ABSENT: tuple[Any, ...] = (None, "", [], {})
HOW_MADE = ("schema_version", "source", "found_by", "evidence", "ocr_confidence")
"""What a record says of its making, which is not compared."""
NUMBER = re.compile(r"\.\d+(?=\.|$)")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A value that differs."""

    letter: str
    field: str
    """The path without the numbers of items: `disputed_items.decision`."""
    path: str
    kind: Kind
    """`gained`: only the new record has it; `lost`: only the old one."""
    old: Any
    new: Any
    silent: bool | UnsetType = UNSET
    """Against gold: whether no warning of the record names the value."""


class Tally(msgspec.Struct, kw_only=True):
    """How often a field was compared and differs."""

    values: int = 0
    """That were compared."""
    gained: int = 0
    lost: int = 0
    changed: int = 0
    silent: int = 0
    """Of those that differ from gold, how many no warning names."""

    @property
    def same(self) -> int:
        """Values that do not differ."""
        return self.values - self.gained - self.lost - self.changed


class Comparison(msgspec.Struct, kw_only=True):
    """What differs, by field in the order of the record."""

    gold: bool = False
    """Whether the old side is gold: what a person read."""
    letters: int = 0
    """That both sides have."""
    only_old: list[str] = []
    only_new: list[str] = []
    fields: dict[str, Tally] = {}
    changes: list[Change] = []

    def is_different(self) -> bool:
        """Whether anything differs; a letter that gold does not hold is not compared."""
        return bool(self.changes or self.only_old or (self.only_new and not self.gold))

    def add(self, letter: str, path: str, old: Any, new: Any, *, same: bool, silent: bool | UnsetType = UNSET) -> None:
        """Take in one value of a letter."""
        field = NUMBER.sub("", path)
        tally = self.fields.setdefault(field, Tally())
        tally.values += 1
        if same:
            return
        kind: Kind = "gained" if old in ABSENT else "lost" if new in ABSENT else "changed"
        setattr(tally, kind, getattr(tally, kind) + 1)
        tally.silent += silent is True
        self.changes.append(Change(letter=letter, field=field, path=path, kind=kind, old=old, new=new, silent=silent))


def compare_records(old: Iterable[Record | Failure], new: Iterable[Record | Failure]) -> Comparison:
    """Compare letter by letter. A letter that gave no record is one that its side does not have."""
    both, only_old, only_new = matched(_records(old), _records(new), KEYS, KEYS)
    comparison = Comparison(
        letters=len(both),
        only_old=[name_of(record) for record in only_old],
        only_new=[name_of(record) for record in only_new],
    )
    for before, after in both:
        for path, one, other in differing(before, after):
            comparison.add(name_of(after), path, one, other, same=one == other)
    return comparison


def _records(lines: Iterable[Record | Failure]) -> list[Record]:
    return [line for line in lines if isinstance(line, Record)]


def as_json(record: Record) -> Any:
    """The record as plain values: dates as text, no tuples."""
    return msgspec.json.decode(msgspec.json.encode(record))


def name_of(record: Record) -> str:
    """What a letter is called: its file, and its pages where they are not all of it."""
    source = record.source
    whole = len(source.pages) == source.page_count
    word = "page" if len(source.pages) == 1 else "pages"
    return source.path if whole else f"{source.path}, {word} {page_ranges(source.pages)}"


def file_of(record: Record) -> str:
    """The name of the letter's file, without folder and ending; empty where it came from no file."""
    return "" if record.source.path in ("-", "<bytes>") else PurePath(record.source.path).stem


Key = Callable[[T], Hashable]
KEYS: tuple[Key[Record], ...] = (
    lambda record: file_of(record) and (record.source.path, record.source.pages),
    lambda record: file_of(record) and (file_of(record), record.source.pages),
    lambda record: file_of(record) and record.case_number and (file_of(record), record.case_number),
    file_of,
    lambda record: record.case_number,
)
"""What two records of one letter have in common, the surest first: a file may hold several letters."""


def matched(
    old: Iterable[T], new: Iterable[U], old_keys: Sequence[Key[T]], new_keys: Sequence[Key[U]]
) -> tuple[list[tuple[T, U]], list[T], list[U]]:
    """Pairs of one letter in the order of `old`, and what either side alone has.

    Letters are paired by the first key, what is left by the second, and so on; an empty key is none. Several with one
    key are paired in their order.
    """
    left_old, left_new = dict(enumerate(old)), dict(enumerate(new))
    pairs: dict[int, tuple[T, U]] = {}
    for old_key, new_key in zip(old_keys, new_keys, strict=True):
        places: dict[Hashable, deque[int]] = defaultdict(deque)
        for place, candidate in left_new.items():
            if key := new_key(candidate):
                places[key].append(place)
        for place, letter in list(left_old.items()):
            key = old_key(letter)
            if key and places.get(key):
                pairs[place] = (left_old.pop(place), left_new.pop(places[key].popleft()))
    return [pairs[place] for place in sorted(pairs)], list(left_old.values()), list(left_new.values())


def differing(old: Record, new: Record) -> Iterator[tuple[str, Any, Any]]:
    """Each value of two records by path: old and new."""
    before, after = as_json(old), as_json(new)
    old_items, new_items = before.pop("disputed_items"), after.pop("disputed_items")
    old_warnings, new_warnings = _warnings(before.pop("warnings")), _warnings(after.pop("warnings"))
    for name in HOW_MADE:
        before.pop(name, None)
        after.pop(name, None)
    yield from _values("", before, after)
    for place, (one, other) in _aligned(old_items, new_items):
        path = f"disputed_items.{place}"
        if one is None or other is None:
            yield path, one and one["treatment"], other and other["treatment"]
        else:
            yield from _values(path, one, other)
    for what in dict.fromkeys([*old_warnings, *new_warnings]):
        yield "warnings", old_warnings.get(what), new_warnings.get(what)


def _values(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """The values at and below a path; a list is one value, an object that one side lacks is one."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from _values(f"{path}.{name}" if path else name, old.get(name), new.get(name))
    else:
        yield path, old, new


def _warnings(warnings: Iterable[dict[str, Any]]) -> dict[str, str]:
    """By code and field, what a person is told of its severity; messages may be worded anew."""
    found = {}
    for warning in warnings:
        about = f"{warning['code']} {warning['field']}"
        found[about] = f"{warning['severity']}: {about}"
    return found


def _aligned(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int, tuple[Any, Any]]]:
    """Items of one letter side by side, so that one more or less in the middle does not make all others differ."""
    old_names, new_names = ([_squashed(item["treatment"]) for item in items] for items in (old, new))
    for _, a, b, c, d in SequenceMatcher(None, old_names, new_names, autojunk=False).get_opcodes():
        for step in range(max(b - a, d - c)):
            one = old[a + step] if a + step < b else None
            other = new[c + step] if c + step < d else None
            yield (c + step if other is not None else a + step), (one, other)


def _squashed(treatment: str | None) -> str:
    return "".join((treatment or "").split()).casefold()
