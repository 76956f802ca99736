"""Page numbers as letters print them: `Page(s): 41,51, 52`, `pg. 607`, `p 301`, `pages 98-99`, `PAGE 9 of 127`."""

from __future__ import annotations

from typing import NamedTuple

from imrparse.patterns import IGNORECASE, Pattern


class Page(NamedTuple):
    """A page number or range as printed, and where it stands."""

    printed: str
    start: int
    end: int


# A number or range: "41", "98-99", "74 – 95", "335 to 336".
_NUMBER = r"\d{1,4}(?:\s*(?:[-–—]|\bto\b|\bthrough\b)\s*\d{1,4})?(?![\d%])"

# What makes a further number of a list something else: "page 49, 50 mg", "page 303, 12 visits", "page 6, 1/2/17".
_NOT_A_PAGE = r"""[\s-]* (?:
    (?: mg | ml | mcg | gm? | kg | cm | mm | percent | x | units? | tabs? | tablets? | pills? | patients?
      | subjects? ) \b
  | (?: (?: or | to | further | additional | more | total | post-?op\w* | physical | PT | OT | chiro\w*
      | acupuncture ) \s+ )*
    (?: sessions? | visits? | treatments? | times | days? | weeks? | wks? | months? | mos? | years? | yrs?
      | hours? | hrs? | minutes? ) \b
  | % | /\d )"""

# "Guidelines at 46-47" is how lawyers cite.
# "p301" is a page behind punctuation or a guideline's name only: there is "Cytochrome p450"; "page301" is anywhere.
PAGES = Pattern(
    rf"""
    (?<![\w.])
    (?P<label> (?: pages? | pgs? | pp ) (?: \b\.? | (?=\d) ) | p\b\.? | (?<= \A | [,;:(.)]\s?)(?-i:p)(?=\d)
        | (?<= \b (?: MTUS | ODG | ACOEM | CPMTG | guidelines? | per | see ) \s )(?-i:p)(?=\d)
        | (?<= \b (?: MTUS | ACOEM | guidelines? ) ,? \s )(?-i:at)
            (?= \s \d{{1,3}} (?: -\d{{1,3}} )? (?: [;)] | [.,] (?!\d) | $ ) ) )
    (?: \s*\(s\) )? \.? \s* (?: [:\#] \s* )? (?: (?: nos?\b\.? | numbers? | \# ) \s* )?
    (?P<numbers>
        {_NUMBER} (?! \.\d )
        (?: \s* (?: , \s* (?:and\s+|&\s*)? | ; \s* | &\s* | \band\s+ ) (?:pages?\s+|pgs?\.?\s*|p\.\s*)?
            (?! (?:19|20)\d\d\b ) (?> {_NUMBER} ) (?! {_NOT_A_PAGE} ) )*
    )
    (?P<total> \s+ of \s+ \d{{1,4}} \b (?! {_NOT_A_PAGE} ) )?
    """,
    IGNORECASE,
)
"""A page label with its numbers (group `numbers`), and how many pages the work has (`total`), if that follows."""
_NUMBERS = Pattern(_NUMBER, IGNORECASE, bounded=True)


def may_hold_pages(text: str) -> bool:
    """A cheap look before the pattern: a text without these letters has no page label."""
    return "p." in text or " p" in text or holds_page_word(text)


def holds_page_word(text: str) -> bool:
    """Whether `page` or `pg` stands in the text, in small letters or capitals."""
    lower = text.lower()
    return "page" in lower or "pg" in lower


def split_numbers(text: str, start: int, end: int) -> list[Page]:
    """The numbers and ranges of a list of pages between `start` and `end` of `text`."""
    pages = []
    for match in _NUMBERS.finditer(text, start, end):
        printed = match.group()
        if " " in printed:
            printed = printed.casefold().replace("through", "-").replace("to", "-").replace(" ", "")
        pages.append(Page(printed, match.start(), match.end()))
    return pages
