"""Words that tell where letters begin and go on, and pages that are no letter's.

A page is looked at for a handful of fixed words, in lower case with one space between words, so that a wording
that wraps is found all the same; lines are looked at only where those words leave a question.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from imrparse.patterns import IGNORECASE, MULTILINE, Pattern

COVER, HOW_MADE, SUMMARY, ISSUES, ITEMS = range(5)
"""Parts of a letter in the order in which every form prints them; each but the items' labels once a letter."""


WEAK, OWN, CERTAIN = range(3)
"""How far a mark can be trusted: words that other papers and prose use too; words of letters only; words that a letter
prints once, at the beginning of a part, and nobody quotes."""


class Mark(NamedTuple):
    """Words of a letter on a page."""

    at: int
    """Offset in the page's flat text."""
    part: int
    trust: int
    wording: str


SCREEN = ("imr", "maximus", "independent medical", "professional review", "rationale", "case summary", "reviewer")
"""Each page of a letter that has one of `WORDINGS` has one of these words."""

WORDINGS = (
    # fdl-2013 to fdl-2015: headings, and the first sentence below each
    ("how the imr final determination", HOW_MADE, OWN),
    ("sent the complete case file to", HOW_MADE, CERTAIN),
    ("case summary", SUMMARY, WEAK),
    ("developed the following clinical case summary", SUMMARY, CERTAIN),
    ("imr issues, decisions and rationale", ISSUES, OWN),
    ("imr decision(s) and rationale(s)", ISSUES, OWN),
    ("determination was based on decisions for the disputed", ISSUES, CERTAIN),
    # notice-2013 and mpr-2013
    ("independent medical review decision and rationale", HOW_MADE, OWN),
    ("issue at dispute:", HOW_MADE, OWN),
    # Credentials
    ("reviewer has the following credentials", HOW_MADE, OWN),
    ("of licensure:", HOW_MADE, OWN),
    ("qualifications of the expert reviewer", HOW_MADE, OWN),
    ("medical reviewer qualifications", ITEMS, OWN),
    # The items: fdl-2014 and fdl-2015
    ("claims administrator guideline", ITEMS, CERTAIN),
    ("claims administrator's guideline", ITEMS, CERTAIN),
    ("maximus guideline", ITEMS, CERTAIN),
    ("imr guideline", ITEMS, CERTAIN),
    ("expert reviewer guideline", ITEMS, CERTAIN),
    ("physician reviewer guideline", ITEMS, CERTAIN),
    ("decision rationale", ITEMS, WEAK),
    # fdl-2013, notice-2013, mpr-2013: sentences that a case summary may have too
    ("claims administrator based its decision on", ITEMS, OWN),
    ("reviewer based his/her decision on", ITEMS, OWN),
    ("to make his/her decision", ITEMS, OWN),
    ("rationale for the decision", ITEMS, WEAK),
    ("relied upon by professional reviewer", ITEMS, OWN),
    ("rationale for why the requested", ITEMS, OWN),
    ("effect of the decision", ITEMS, OWN),
    ("disclaimer: maximus", ITEMS, OWN),
    ("final determination letter for", HOW_MADE, OWN),
)
LABEL_END = ("s:", ":", " :", "s :", "(s):")
"""What follows a label of the items; without it the words are prose."""

TITLES = (
    # A title, and what stands below it on the same page.
    ("final determination letter", ("case number:", "case file")),
    ("notice of independent medical review determination", ("case number:", "employee:", "dated:")),
    ("medical professional review", ("issue at dispute",)),
)
BELOW_TITLE = 1200
"""Characters in which it stands: a letterhead with an address has up to 600."""

RUNNING_HEADS = (" for imr case", " for case", " page ")
"""What follows the words of a title where they are a running head."""

BLOCK = "case number:"
BLOCK_LEADS = ("imr ", "maximus ")
BLOCK_LABELS = (
    "date assigned:", "date of injury:", "decision date:", "ur denial date:", "date of ur decision:", "priority:",
    "application received:", "imr application received:",
)  # fmt: skip
BLOCK_LENGTH = 400
"""Characters that a header block can have from its case number on; the real ones have about 200."""

LEAST_BLOCK_LABELS = 3

COVER_WORDS = ("maximus", "final determination")
"""Words of a letter's first page that has nothing else of it: the cover of those that were sent to the parties."""

NOT_A_COVER = ("notice of assignment", "application for independent medical review", "request for information")
"""Titles of other papers of an independent medical review, which have its case number and letterhead too."""

TITLE_ABOVE = 500
"""Characters in which the title of such a notice stands above its block."""

TOP = 1500
"""Characters at a page's top in which its title stands."""

CASE_NUMBER = re.compile(r"\bcm\d\d ?- ?\d{5,8}\b")


def is_letterhead(line: str) -> bool:
    """Whether a line belongs to what stands above the title of a letter's first page."""
    return bool(LETTERHEAD.fullmatch(line.strip()))


def flat(text: str) -> str:
    """The text in lower case with one space between words."""
    return " ".join(text.lower().split())


def may_have_marks(lower: str) -> bool:
    """Whether a page, in lower case, needs a closer look: most pages of a claim file do not."""
    return any(word in lower for word in SCREEN)


def marks_of(words: str) -> list[Mark]:
    """The marks on a page with this flat text, in page order."""
    found: list[Mark] = []
    for wording, part, trust in WORDINGS:
        at = words.find(wording)
        while at >= 0:
            end = at + len(wording)
            prose = part == ITEMS and trust == CERTAIN and not words.startswith(LABEL_END, end)
            found.append(Mark(at, part, WEAK if prose else trust, wording))
            at = words.find(wording, end)
    found += _covers(words)
    found.sort()
    if not found and all(word in words for word in COVER_WORDS) and CASE_NUMBER.search(words):
        found.append(Mark(0, COVER, OWN, "cover"))
    return found


def _covers(words: str) -> list[Mark]:
    """Titles and header blocks."""
    found: list[Mark] = []
    for title, below in TITLES:
        at = words.find(title)
        while at >= 0:
            end = at + len(title)
            if not words.startswith(RUNNING_HEADS, end):
                certain = any(words.find(word, end, end + BELOW_TITLE) >= 0 for word in below)
                found.append(Mark(at, COVER, CERTAIN if certain else WEAK, title))
            at = words.find(title, end)
    at = words.find(BLOCK)
    while at >= 0:
        end = at + BLOCK_LENGTH
        labels = sum(words.find(label, at, end) >= 0 for label in BLOCK_LABELS)
        if labels >= LEAST_BLOCK_LABELS and not is_another_notice(words[max(0, at - TITLE_ABOVE) : at]):
            start = next((at - len(lead) for lead in BLOCK_LEADS if words.endswith(lead, 0, at)), at)
            found.append(Mark(start, COVER, CERTAIN, BLOCK))
        at = words.find(BLOCK, at + len(BLOCK))
    return found


def is_cover(words: str, marks: list[Mark]) -> bool:
    """Whether a page that has nothing of a letter but its case number, or less, is a letter's cover all the same."""
    top = words[:TOP]
    titles = [at for title, _ in TITLES if (at := top.find(title)) >= 0]
    others = [at for title in NOT_A_COVER if (at := top.find(title)) >= 0]
    if others and not (titles and min(titles) < min(others)):
        return False
    titled = bool(titles)
    if titled and any(mark.trust == CERTAIN for mark in marks):
        return True
    return all(word in words for word in COVER_WORDS) and bool(CASE_NUMBER.search(words))


def is_another_notice(words: str) -> bool:
    """Whether words are titles of the papers of a review that are no determination."""
    return any(title in words for title in NOT_A_COVER)


def case_number(words: str, mark: Mark) -> str | None:
    """The case number of a title or header block."""
    match = CASE_NUMBER.search(words, mark.at, mark.at + BELOW_TITLE)
    return match.group().replace(" ", "") if match else None


def offset_of(text: str, words: str, at: int) -> int:
    """Where in a page's text the word at `at` of its flat text stands: both have the same words in the same order."""
    number = words.count(" ", 0, at)
    word = next(islice(re.finditer(r"\S+", text), number, None), None)
    return word.start() if word else len(text)


# -- pages of others ---------------------------------------------------------------------------------------------

FOREIGN_TITLE = Pattern(
    # Lines that are nothing but the title of another paper of a claim file
    r"""
    ^ [^\S\n]* (?: [\w&,'-]+ \ ){0,4}?
    (?: application \s for \s independent \s medical \s review
      | (?:california\s)? dwc \s form \s (?:imr|rfa|pr-?[234]|9768)
      | notice \s of \s (?: assignment | hearing | representation | deposition | non-?certification | modification )
      | (?:proof|declaration|certificate) \s of \s (?:personal\s)? service
      | (?:fax|facsimile) \s (?: cover | transmi )
      | utilization \s review \s (?: determination | decision | denial | notice
          | non-?certification | report | response )
      | (?:non-?certification | modification) \s notice
      | notice \s of \s (?:utilization\s review | adverse | denial | delay )
      | (?:primary|secondary) \s treating \s physician
      | (?:doctor'?s | physician'?s) \s first \s report
      | (?: progress | follow-?up | operative | procedure | radiology | laboratory | imaging | mri | emg | discharge
          | consultation | initial | evaluation | supplemental | medical-?legal | pathology | x-?ray | therapy ) \s
        (?: progress \s )? (?: report | note | notes | summary | evaluation )
      | request \s for \s authorization
      | explanation \s of \s (?: review | benefits )
      | (?: qualified | agreed | panel \s qualified ) \s medical \s (?: evaluat | re-?evaluat | exam )
      | history \s and \s physical
      | compromise \s and \s release | minutes \s of \s hearing | findings \s and \s (?:award|order)
      | itemized \s statement | medical \s records? \s (?: request | release )
    )
    [^\n.;]{0,50} $
    """,
    MULTILINE | IGNORECASE,
    bounded=True,
)
FOREIGN_LINE = Pattern(
    # Beginnings of lines that letters do not have: who writes to whom about which claim, and who signs
    r"""
    ^ [^\S\n]* (?: (?P<first_page> page \s* 1 \s of \s \d+ \s* $ )
      | (?: re | to | from | attn | attention | subject | via | date | fax | phone | tel | telephone | e-?mail | website
          | (?: patient | claimant | applicant | injured\ worker | employee | insured | member )
            (?:'s)? (?:\ (?:name|id|dob))?
          | name | employer | insurer | carrier | adjuster | claims? \ (?:no\.? | number | \#) | claims\ administrator
          | policy (?:\ (?:no\.?|number|\#))? | wcab (?:\ (?:no\.?|number|\#))? | adj (?:\ (?:no\.?|number|\#))?
          | d\.?o\.?b\.? | date\ of\ birth
          | d\.?o\.?i\.? | mrn | m\.?r\.?\ (?:no\.?|\#) | chart (?:\ (?:no\.?|number|\#))?
          | date\ of\ (?:service|exam(?:ination)?|visit|report|study|request|procedure|surgery)
          | exam\ date | d\.?o\.?s\.?
          | requesting\ (?:physician|provider) | referring\ (?:physician|provider) | ordering\ (?:physician|provider)
          | treating\ physician | provider | physician | facility | npi | tax\ id | license (?:\ (?:no\.?|number|\#))?
          | reference\ (?:no\.?|number|\#) | reviewer | signature | reviewed\ by | dictated (?:\ by)? | signed (?:\ by)?
          | number\ of\ pages | pages | comments | examination | technique | comparison | indication
          | impression | findings
        ) \ ? [:#] (?!\ *(?:upheld|overturned)\b)
      | dear \s [A-Z] | to \s whom \s it \s may | sincerely , | respectfully ,? \s* $ | very \s truly
      | electronically \s signed | (?:i \s)? declare \s under \s penalty | i \s am \s (?:employed|over \s the \s age)
      | executed \s on | thank \s you \s for | p\.?\ ?o\.? \s box \s \d | suite \s \d | confidential
      | [^\n]{0,40} \b [A-Z]{2} \s{1,2} \d{5} (?:-\d{4})? \s* $
      | [^\n]{0,30} \( \d{3} \) \s? \d{3} - \d{4}
      | \[ \s* [x\ ]? \s* \] | [☐☑☒□]
    )
    """,
    MULTILINE | IGNORECASE,
    bounded=True,
)
LETTERHEAD = Pattern(
    # Lines above the title of a letter's first page
    r"""
    \s* (?: maximus \s federal \s services .* | independent \s medical \s review | p\.?\s?o\.? \s box .*
          | sacramento .* | \(\d{3}\) .* | (?:fax|telephone|phone|tel) \b .* | dated? : .* | state \s of \s california
          | department \s of \s industrial .* | division \s of \s workers.* | [\W_]* )
    """,
    IGNORECASE,
    bounded=True,
)
SMALL_WORDS = frozenset(("of", "for", "and", "the", "to", "by", "in", "on", "or", "a"))
TITLE_WEIGHT = 2
FOREIGN = 2
"""Signs that make a page another paper's beyond doubt: a title, or two lines of different wording."""


class Sign(NamedTuple):
    """Words on a page that are no letter's."""

    at: int
    weight: int


def foreign_signs(text: str, start: int = 0, end: int | None = None) -> list[Sign]:
    """The signs in `text[start:end]`, in order; a line of one wording counts once."""
    text = text.replace("\r", "\n")
    titles = (match for match in FOREIGN_TITLE.finditer(text, start, end) if _is_titled(match.group()))
    signs = [Sign(match.start(), TITLE_WEIGHT) for match in titles]
    seen: set[str] = set()
    for match in FOREIGN_LINE.finditer(text, start, end):
        wording = match.group().strip().lower()
        if wording not in seen:
            seen.add(wording)
            signs.append(Sign(match.start(), TITLE_WEIGHT if match["first_page"] else 1))
    return sorted(signs)


def _is_titled(line: str) -> bool:
    """Whether each word but the small ones begins with a capital, as in a title."""
    return all(not word[0].islower() or word in SMALL_WORDS for word in line.split())


def weight(signs: list[Sign]) -> int:
    """How much speaks against a letter's page."""
    return sum(sign.weight for sign in signs)
