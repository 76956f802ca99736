"""Author-year references to the literature in a rationale, often inside a quoted guideline: `(Kumar, 2002)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrparse.evidence import Evidence, Found
from imrparse.fields.citation_parts import YEAR
from imrparse.patterns import Pattern
from imrparse.record import LiteratureReference

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

# "(Kumar, 2002)", "(van Tulder, 1998)", "(Smith et al., 2010; Chou 2007b)"; not "(July 28, 2016)".
_REFERENCES = Pattern(rf"\( (?P<list> [^()]{{0,120}}? \b {YEAR} [a-z]? ) \)", bounded=True)

_REFERENCE = Pattern(
    rf"""
    (?: ^ | (?<=[;,]\s?) ) \s*
    (?P<authors> (?! (?i: jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d
                   | (?i: january|february|march|april|may|june|july|august|september|october|november|december)\b
                   | (?i: updated?|revised|edition|effective|accessed|dated|version|since|in|from|until|as\s+of )
                     \b )
        (?: (?: van|von|de|der|den|la|le|el|al|di|du ) \s+ )*
        \p{{Lu}} [^\d;]*? )
    ,? \s* (?P<year> {YEAR} ) (?P<suffix> [a-z] )? (?= \s* (?: [;,] | $ ) )
    """,
    bounded=True,
)


def _brackets(text: str) -> Iterator[regex.Match[str]]:
    """The matches of `_REFERENCES`, looked for where a parenthesis closes behind a year: few rationales hold one."""
    end, close = 0, text.find(")")
    while close >= 0:
        if text[close - 4 : close].isdigit() or text[close - 5 : close - 1].isdigit():
            opened = text.rfind("(", end, close)
            match = _REFERENCES.match(text, opened) if opened >= 0 else None
            if match:
                yield match
                end = match.end()
        close = text.find(")", close + 1)


_NOTHING: Found[tuple[LiteratureReference, ...]] = Found(())


def read_literature(text: str) -> Found[tuple[LiteratureReference, ...]]:
    """The author-year references in parentheses, in order, repeated ones included.

    Evidence: `0` for the whole of the first one, `0.authors`, `0.year`.
    """
    brackets = list(_brackets(text))
    if not brackets:
        return _NOTHING
    references: list[LiteratureReference] = []
    evidence = Evidence()
    for bracket in brackets:
        inner, offset = bracket.group("list"), bracket.start("list")
        for match in _REFERENCE.finditer(inner):
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
