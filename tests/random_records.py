"""Random results for property tests, made from the record types themselves, so that a new field is covered at once."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import UNSET, inspect

from imrparse.record import SCHEMA_VERSION, Failure, Modification, Record
from imrparse.writers import Line

# What a letter may hold to take hold of a table, a query, a terminal or a parser.
HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x.example")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\uff1d1",
    "http://x.example",
    "mailto:x@x.example",
    "0012",
    "1e5",
    "1-3",
    "",
    " ",
    "null",
    "NULL",
    "'); DROP TABLE letters; --",
    "'",
    '"',
    '","',
    "a;b",
    "a\r\nb\nc\u2028d\x85e",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\x7f\x0b\x0c\x01",
    "_x000C_",
    "<b>&amp;</b>",
    "{{x}}",
    "${x}",
    "%s",
    "\\",
    "\ufffe\uffff\ufeff",
    "\u202ed",
    "\U0001f9b4",
    "e\u0301",
]
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=8)


def values(type_: inspect.Type) -> st.SearchStrategy[Any]:  # noqa: C901, PLR0911 (one case a kind of type)
    """Values of a msgspec type."""
    match type_:
        case inspect.NoneType():
            return st.none()
        case inspect.StrType():
            return TEXTS
        case inspect.LiteralType():
            return st.sampled_from(type_.values)
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return st.integers(-(2**63), 2**63 - 1) | st.integers(0, 100)
        case inspect.FloatType():
            return st.floats(allow_nan=False, allow_infinity=False)
        case inspect.DateType():
            return st.dates()
        case inspect.UnionType():
            return st.one_of(*map(values, type_.types))
        case inspect.VarTupleType():
            return st.lists(values(type_.item_type), max_size=2).map(tuple)
        case inspect.TupleType():
            return st.tuples(*map(values, type_.item_types))
        case inspect.DictType():
            return st.dictionaries(TEXTS, values(type_.value_type), max_size=2)
        case inspect.StructType():
            return structs(type_)
    raise TypeError(type_)


def structs(type_: inspect.StructType) -> st.SearchStrategy[Any]:
    """Structs of a type; fields that have a default are left out at times."""
    given = {
        field.name: values(field.type) | (st.nothing() if field.required else st.just(UNSET)) for field in type_.fields
    }

    def built(values: dict[str, Any]) -> msgspec.Struct:
        return type_.cls(**{name: value for name, value in values.items() if value is not UNSET})

    return st.fixed_dictionaries(given).map(built).map(without_empty_modification)


def without_empty_modification(value: Any) -> Any:
    """A modification without any part is none: the reader makes none either, and a table cannot tell the two apart."""
    return None if value == Modification() else value


def results() -> st.SearchStrategy[list[Line]]:
    """Results of one run: no letter twice."""
    line = values(inspect.type_info(Record)).map(current) | values(inspect.type_info(Failure))
    return st.lists(line, max_size=3, unique_by=key)


def current(record: Record) -> Record:
    return msgspec.structs.replace(record, schema_version=SCHEMA_VERSION)


def key(line: Line) -> object:
    """What tells two results apart."""
    if isinstance(line, Failure):
        return line
    return (line.source.path, line.source.sha256, line.source.pages)
