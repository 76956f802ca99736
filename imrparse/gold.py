"""Gold: what a person read in letters, as JSON files, and records held against it.

A folder holds NAME.json for the letter of the file NAME, or lists of such letters, each with its `name`. Keys: `name`,
`case_number`, `date_assigned`, `date_of_injury`, `decision_date`, `ur_denial_date`, `application_received`, `priority`,
`licensure`, `specialties`, `age`, `sex`, `case_summary_first` and `case_summary_last` (its first and last words), and
`issues`: `treatment`, `decision`, `category`, `claims_administrator` and `reviewer` (`text`, `citations`),
`rationale_first`, `rationale_last`, `rationale_pages`, `modification`, `drug`. A key that is left out is not compared.
A text may be given as `sha256:` and the digest of its letters, for letters that must not be copied.

Texts are the same where they differ in blanks, dashes and the kind of quotes only: readers and line ends differ there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from imrparse.comparing import Comparison, as_json, compare_records, file_of, matched
from imrparse.errors import DamagedRecords
from imrparse.record import Failure, Record
from imrparse.writers.records import read_records

Gold = Mapping[str, Any]

STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
BLANKS_AND_DASHES = re.compile("[\\s\u00ad\u2010-\u2015\u2212\ufffe-]")
GENERAL = re.compile(r"\b(?:guidelines?|chapter)\b")
"""Words that a title may have or not."""
DIGEST = "sha256:"

LETTER = {
    "case_number": "case_number",
    "date_assigned": "dates.assigned",
    "date_of_injury": "dates.injury",
    "decision_date": "dates.decision",
    "ur_denial_date": "dates.ur_denial",
    "application_received": "dates.application_received",
    "priority": "priority",
    "licensure": "reviewer.licensure",
    "specialties": "reviewer.specialties",
    "age": "patient.age",
    "sex": "patient.sex",
}
ITEM = {"treatment": "treatment", "decision": "decision", "category": "category"}
SIDES = {"claims_administrator": "claims_administrator", "reviewer": "expert_reviewer"}


class Value(NamedTuple):
    """A value of the gold, and what the record has."""

    path: str
    want: Any
    got: Any
    same: bool


def compared(old: str, new: str) -> Comparison:
    """Two files of records, or a file and a folder of gold in either order.

    Raises:
        ImrparseError: one of them cannot be read.
    """
    if Path(new).is_dir():
        old, new = new, old
    if Path(old).is_dir():
        return compare_with_gold(read_gold(Path(old)), read_records(new))
    return compare_records(read_records(old), read_records(new))


def read_gold(folder: Path) -> list[Gold]:
    """The letters of a folder of gold, each with its `name`.

    Raises:
        DamagedRecords: a file is no gold, or there is none.
    """
    letters: list[Gold] = []
    for path in sorted(folder.glob("*.json")):
        try:
            read = json.loads(path.read_bytes())
            entries = read if isinstance(read, list) else [read]
            letters += [{"name": path.stem, **entry} for entry in entries]
        except (OSError, ValueError, TypeError) as error:
            raise DamagedRecords(f"{path}: no gold ({error})") from error
    if not letters:
        raise DamagedRecords(f"{folder}: holds no gold (files NAME.json, one a letter)")
    return letters


def compare_with_gold(gold: Iterable[Gold], lines: Iterable[Record | Failure]) -> Comparison:
    """Hold records against gold, letter by letter: by the name of the file, else by case number."""
    records = [line for line in lines if isinstance(line, Record)]
    gold_keys: tuple[Callable[[Gold], Any], ...] = (lambda each: each["name"], lambda each: each.get("case_number"))
    record_keys: tuple[Callable[[Record], Any], ...] = (file_of, lambda record: record.case_number)
    both, missing, others = matched(gold, records, gold_keys, record_keys)
    comparison = Comparison(
        gold=True,
        letters=len(both),
        only_old=[str(each["name"]) for each in missing],
        only_new=[record.source.path for record in others],
    )
    for letter, record in both:
        # A note is about the letter, not about the reading; but a value that is missing is named by one, too.
        named = [one.field for one in record.warnings if one.severity != "note" or one.code == "missing"]
        for path, want, got, same in _values(letter, as_json(record)):
            comparison.add(
                str(letter["name"]),
                path,
                want,
                got,
                same=same,
                silent=not any(_related(path, field) for field in named),
            )
    return comparison


def _related(path: str, field: str) -> bool:
    """Whether a warning about `field` tells of the value at `path`: it is the same, above or below."""
    return path == field or path.startswith(f"{field}.") or field.startswith(f"{path}.")


def _values(gold: Gold, record: Gold) -> Iterator[Value]:
    for key, path in LETTER.items():
        if key in gold:
            got = _at(record, path)
            yield Value(path, gold[key], got, is_same(gold[key], got))
    yield from _prose("case_summary", gold, "case_summary", record["case_summary"])
    items = record["disputed_items"]
    issues = gold.get("issues", ())
    yield Value("disputed_items", len(issues), len(items), len(issues) == len(items))
    for number, issue in enumerate(issues):
        item = items[number] if number < len(items) else {}
        for path, want, got, same in _item(issue, item):
            yield Value(f"disputed_items.{number}.{path}", want, got, same)


def _item(gold: Gold, item: Gold) -> Iterator[Value]:
    for key, path in ITEM.items():
        if key in gold:
            got = item.get(path)
            yield Value(path, gold[key], got, is_same(gold[key], got))
    for key, side in SIDES.items():
        want, got = gold.get(key) or {}, item.get(side) or {}
        if "text" in want:
            yield Value(f"{side}.text", want["text"], got.get("text"), is_same(want["text"], got.get("text")))
        if "citations" in want:
            ours, theirs = (_cited(each.get("citations") or ()) for each in (want, got))
            yield Value(f"{side}.citations", ours, theirs, ours == theirs)
    yield from _prose("rationale", gold, "rationale", item.get("rationale"))
    if "rationale_pages" in gold:
        ours, theirs = (_pages(each or ()) for each in (gold["rationale_pages"], item.get("rationale_citations")))
        yield Value("rationale_citations", ours, theirs, ours == theirs)
    yield from _parts("modification", ("requested", "authorized", "disputed"), gold, item)
    if gold.get("drug"):
        ours, theirs = (_ingredients(each) for each in (gold, item))
        yield Value("drug.ingredients", ours, theirs, ours == theirs)
        yield from _parts("drug", ("quantity", "unit", "refills"), gold, item)


def _parts(name: str, parts: Iterable[str], gold: Gold, item: Gold) -> Iterator[Value]:
    """The parts of an object that gold or record has."""
    want, got = gold.get(name) or {}, item.get(name) or {}
    if name in gold and (want or got):
        for part in parts:
            yield Value(f"{name}.{part}", want.get(part), got.get(part), is_same(want.get(part), got.get(part)))


def _prose(path: str, gold: Gold, key: str, got: str | None) -> Iterator[Value]:
    """A long text, of which gold holds the first and the last words."""
    first, last = gold.get(f"{key}_first"), gold.get(f"{key}_last")
    if first and last:
        text = plain(got or "")
        same = text.startswith(plain(first)) and text.endswith(plain(last))
        yield Value(path, f"{first} … {last}", got, same)


def _at(record: Gold, path: str) -> Any:
    value: Any = record
    for name in path.split("."):
        value = value[name]
    return value


def plain(text: object) -> str:
    """What two readings of the same printed words have in common."""
    return BLANKS_AND_DASHES.sub("", str(text).translate(STRAIGHT))


def is_same(want: Any, got: Any) -> bool:
    """Whether a record has what gold says."""
    if isinstance(want, list):
        return isinstance(got, list) and len(want) == len(got) and all(map(is_same, want, got))
    if isinstance(want, str) and isinstance(got, str):
        if want.startswith(DIGEST):
            return want == DIGEST + hashlib.sha256(plain(got).encode()).hexdigest()
        return plain(want) == plain(got)
    return bool(want == got)


def _ingredients(item: Gold) -> list[str]:
    parts = (item.get("drug") or {}).get("ingredients") or ()
    return sorted(f"{plain(part['name'])} {plain(part.get('strength') or '')}".strip().casefold() for part in parts)


def _pages(citations: Iterable[Gold]) -> list[str]:
    return sorted(f"{each['source']} p. {plain(page)}" for each in citations for page in each.get("pages") or ())


def _cited(citations: Iterable[Gold]) -> list[str]:
    """What a paragraph cites: works, sections of the MTUS, pages; the words of other topics and works are free.

    Whether ODG is a citation of its own beside a chapter of it is not told apart.
    """
    citations = list(citations)
    with_title = {each["source"] for each in citations if each.get("title")}
    works, parts = [], _pages(citations)
    for each in citations:
        source, title = each["source"], each.get("title") or ""
        if source == "ODG" and not title and source in with_title:
            continue
        name = "" if source == "Other" else plain(GENERAL.sub("", title.casefold().replace("&", "and")))
        mtus = source == "MTUS"
        works.append(" ".join(filter(None, (source, name, str(each.get("year") or "") if mtus else ""))))
        if mtus:
            parts += [f"{source} {name}: {plain(section).casefold()}" for section in each.get("sections") or ()]
    return [*sorted(set(works)), *sorted(parts)]
