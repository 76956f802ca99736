"""Author-year references to the literature in a rationale, often inside a quoted guideline: `(Kumar, 2002)`."""

from __future__ import annotations

import functools

import regex

from imrparse.evidence import Evidence, Found
from imrparse.record import LiteratureReference

_YEAR = r"(?:19|20)\d\d"

# "(Kumar, 2002)", "(van Tulder, 1998)", "(Smith et al., 2010; Chou 2007b)"; not "(July 28, 2016)".
_REFERENCES = rf"\((?P<list>[^()]{{0,120}}?\b{_YEAR}[a-z]?)\)"

_REFERENCE = rf"""(?x)
    (?: ^ | (?<=[;,]\s?) ) \s*
    (?P<authors> (?! (?i: jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d
                   | (?i: january|february|march|april|may|june|july|august|september|october|november|december)\b
                   | (?i: updated?|revised|edition|effective|accessed|dated|version|since|in|from|until|as\s+of )
                     \b )
        (?: (?: van|von|de|der|den|la|le|el|al|di|du ) \s+ )*
        \p{{Lu}} [^\d;]*? )
    ,? \s* (?P<year> {_YEAR} ) (?P<suffix> [a-z] )? (?= \s* (?: [;,] | $ ) )"""


@functools.cache
def _year_in_brackets() -> regex.Pattern[str]:
    return regex.compile(r"[12]\d\d\d[a-z]?\)")


@functools.cache
def _references() -> regex.Pattern[str]:
    return regex.compile(_REFERENCES)


@functools.cache
def _reference() -> regex.Pattern[str]:
    return regex.compile(_REFERENCE)


def read_literature(text: str) -> Found[tuple[LiteratureReference, ...]]:
    """The author-year references in parentheses, in order, repeated ones included.

    Evidence: `0` for the whole of the first one, `0.authors`, `0.year`.
    """
    references: list[LiteratureReference] = []
    evidence = Evidence()
    for bracket in _references().finditer(text) if _year_in_brackets().search(text) else ():
        inner, offset = bracket.group("list"), bracket.start("list")
        for match in _reference().finditer(inner):
            at = str(len(references))
            authors = match.group("authors").rstrip(" ,")
            start = offset + match.start("authors")
            references.append(
                LiteratureReference(
                    authors=authors,
                    year=int(match.group("year")),
                    suffix=match.group("suffix"),
                    text=text[start : offset + match.end()],
                )
            )
            evidence.add(at, start, offset + match.end())
            evidence.add(f"{at}.authors", start, start + len(authors))
            evidence.add(f"{at}.year", offset + match.start("year"), offset + match.end("year"))
    return Found(tuple(references), evidence)
