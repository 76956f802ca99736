"""Words that tell where letters begin and go on, and pages that are no letter's.

A page is looked at for a handful of fixed words, in lower case with one space between words, so that a wording
that wraps is found all the same; lines are looked at only where those words leave a question.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from imrparse.patterns import IGNORECASE, Pattern

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


SCREEN = ("imr", "maximus", "rationale", "medical review", "professional review", "case summary", "reviewer", "cc:")
"""Each page of a letter that has one of the wordings below has one of these words."""


class Wording(NamedTuple):
    """Words of a letter around a word that is looked for."""

    before: str
    after: str
    part: int
    trust: int


WORDINGS: dict[str, tuple[Wording, ...]] = {
    # "HOW THE IMR FINAL DETERMINATION WAS MADE"; "The Final Determination was based on decisions for the disputed
    # items/services set forth below:"
    " final determination ": (
        Wording("how the imr", "was made", HOW_MADE, OWN),
        Wording("the", "was based on decisions for the disputed", ISSUES, CERTAIN),
    ),
    # "MAXIMUS Federal Services sent the complete case file to an expert reviewer."
    "complete case file": (Wording("sent the ", " to a", HOW_MADE, CERTAIN),),
    # "CLINICAL CASE SUMMARY"; "The expert reviewer developed the following clinical case summary based on"
    "case summary": (
        Wording("reviewer developed the following clinical ", " based on", SUMMARY, CERTAIN),
        Wording("", "", SUMMARY, WEAK),
    ),
    # The heading of the items, in the forms since 2013; their labels in the forms since 2014, a colon behind them
    "rationale": (
        Wording("imr issues, decisions and ", "", ISSUES, OWN),
        Wording("imr decision(s) and ", "", ISSUES, OWN),
        Wording("independent medical review decision and ", "", HOW_MADE, OWN),
        Wording("reviewer's decision ", "", ITEMS, OWN),
        Wording("decision ", "", ITEMS, WEAK),
        Wording("", " for the decision", ITEMS, WEAK),
        Wording("", " for why the requested", ITEMS, OWN),
    ),
    " guideline": (
        Wording("claims administrator", "", ITEMS, CERTAIN),
        Wording("claims administrator's", "", ITEMS, CERTAIN),
        Wording("maximus", "", ITEMS, CERTAIN),
        Wording("imr", "", ITEMS, CERTAIN),
        Wording("expert reviewer", "", ITEMS, CERTAIN),
        Wording("physician reviewer", "", ITEMS, CERTAIN),
    ),
}
OLD_WORDINGS: dict[str, tuple[Wording, ...]] = {
    # The forms of 2013, whose items have sentences where later ones have labels; a case summary may have these too
    " decision on": (
        Wording("claims administrator based its", "", ITEMS, OWN),
        Wording("reviewer based his/her", "", ITEMS, OWN),
    ),
    "to make his/her decision": (Wording("reviewer ", "", ITEMS, OWN),),
    "relied upon by professional reviewer": (Wording("", "", ITEMS, OWN),),
    "reviewer qualifications": (Wording("medical ", "", ITEMS, OWN),),
    "qualifications of the expert reviewer": (Wording("", "", HOW_MADE, OWN),),
    "issue at dispute:": (Wording("", "", HOW_MADE, OWN),),
    "effect of the decision": (Wording("", "", ITEMS, OWN),),
    "disclaimer: maximus": (Wording("", "", ITEMS, OWN),),
    # Running heads
    "final determination letter for": (Wording("", "", HOW_MADE, OWN),),
    "review determination cm": (Wording("notice of independent medical ", "", HOW_MADE, OWN),),
    # The closing
    " department of industrial relations": (Wording("cc:", "", ITEMS, OWN),),
}
"""Looked for on pages only that have no label of the later forms."""

CLOSINGS = ("effect of the decision", "disclaimer: maximus", "cc: department of industrial relations")
"""Wordings below the items that a cover letter, above them, may have too."""

LETTER_HEAD = "final determination letter for"
"""The wording of the running head of the letters since late 2013."""

LAST_PARTS = ("effect of the decision", "medical reviewer qualifications")
"""Wordings of what stands below the items on the forms of 2013 that have no mark to be certain of."""

BEGINNINGS = (
    "how the imr final determination was made", "sent the complete case file to a",
    "independent medical review decision and rationale", "issue at dispute:",
)  # fmt: skip
"""Wordings of a letter's first part below its header block."""

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

RUNNING_HEADS = (" for imr case", " for case", " page ", " cm")
"""What follows the words of a title where they are a running head."""

BLOCK = "case number:"
NOTICE_LEAD = "maximus "
BLOCK_LEADS = ("imr ", NOTICE_LEAD)
BLOCK_LABELS = (
    "date assigned:", "date of injury:", "decision date:", "ur denial date:", "date of ur decision:", "priority:",
    "application received:", "imr application received:",
)  # fmt: skip
LABELS_BEFORE = ("employee:", "date of ur decision:", "date of injury:", "imr application received:")
"""Labels that stand above the case number on the notices of 2013."""

BLOCK_LENGTH = 400
"""Characters that a header block can have from its case number on; the real ones have about 200."""

LEAST_BLOCK_LABELS = 3

COVER_WORDS = ("maximus", "final determination")
"""Words of a letter's first page that has nothing else of it: the cover of those that were sent to the parties."""

LETTERHEAD_WORDS = "maximus federal services, inc. independent medical review"
ASSIGNMENT = "notice of assignment"
NOT_A_COVER = (ASSIGNMENT, "application for independent medical review", "request for information")
"""Titles of other papers of an independent medical review, which have its case number and letterhead too."""

TITLE_ABOVE = 500
"""Characters in which the title of such a notice stands above its block."""

TOP = 1500
"""Characters at a page's top in which its title stands."""

CASE_NUMBER = re.compile(r"\bcm\d\d ?- ?\d{5,8}\b")


def is_letterhead(line: str) -> bool:
    """Whether a line belongs to what stands above the title of a letter's first page."""
    return bool(LETTERHEAD.fullmatch(line.strip()))


LONGEST_PAGE = 8000
"""Characters of a page; the longest of 295 real ones has 3,927. More text than that is several pages in one."""

PLAIN_LABELS = ("administrator guideline", "maximus guideline")
PLAIN_BEGINNINGS = ("case number", "how the imr", "case file", "case summary")
"""Words that stand on the first page of nearly every letter since 2014, and on no other page of it."""

PLAIN_FIRST = ("case number:", "how the imr final")
"""First words of these letters."""

ISSUES_WORD = "items/services"
"""A word of the sentence above the items, which a letter prints once below its first page."""


def are_plainly_one(texts: Sequence[str]) -> bool:
    """Whether pages are one letter since 2014 at a glance, in a twentieth of the time that a closer look takes.

    They are where the first page has the letter's beginning, and each other page labels of items and no beginning. The
    last one may have no label, where it goes on with a rationale and has nothing of another paper.
    """
    issues = 0
    for number, text in enumerate(texts, start=1):
        if len(text) > LONGEST_PAGE:
            return False
        lower = text.lower()
        if number == 1:
            if not lower.startswith(PLAIN_FIRST) or lower.count("complete case") != 1:
                return False
            continue
        if any(word in lower for word in PLAIN_BEGINNINGS):
            return False
        labelled = any(label in lower for label in PLAIN_LABELS)
        if not labelled and not (number == len(texts) and _is_plainly_the_end(text, lower)):
            return False
        issues += lower.count(ISSUES_WORD)
    return len(texts) > 1 and issues <= 1


def _is_plainly_the_end(text: str, lower: str) -> bool:
    titled = any(title in lower for title, _ in TITLES)
    return not titled and bool(text.strip()) and not foreign_signs(text)


def flat(lower: str) -> str:
    """A text in lower case with one space between words.

    Nearly every text has single blanks already but for its line ends: so it takes a quarter of the time.
    """
    words = lower.replace("\r\n", "\n").replace(" \n", " ").replace("\n", " ")
    return " ".join(words.split()) if "  " in words or not words.isascii() or "\t" in words else words.strip()


def may_have_marks(lower: str) -> bool:
    """Whether a page, in lower case, needs a closer look: most pages of a claim file do not."""
    return any(word in lower for word in SCREEN)


def marks_of(words: str) -> list[Mark]:
    """The marks on a page with this flat text, in page order."""
    found = _marks(words, WORDINGS)
    if not any(mark.part == ITEMS and mark.trust == CERTAIN for mark in found):
        found += _marks(words, OLD_WORDINGS)
    found += _covers(words)
    found.sort()
    if not found and all(word in words for word in COVER_WORDS) and CASE_NUMBER.search(words):
        found.append(Mark(0, COVER, OWN, "cover"))
    return found


def _marks(words: str, wordings: Mapping[str, Sequence[Wording]]) -> list[Mark]:
    """The marks with these wordings."""
    found: list[Mark] = []
    for key, variants in wordings.items():
        at = words.find(key)
        while at >= 0:
            end = at + len(key)
            for before, after, part, trust in variants:
                if words.endswith(before, 0, at) and words.startswith(after, end):
                    label = part != ITEMS or trust != CERTAIN or words.startswith(LABEL_END, end)
                    found.append(Mark(at - len(before), part, trust if label else WEAK, f"{before}{key}{after}"))
                    break
            at = words.find(key, end)
    return found


def _covers(words: str) -> list[Mark]:
    """Titles and header blocks."""
    found: list[Mark] = []
    for title, below in TITLES if "determination" in words or "professional" in words else ():
        at = words.find(title)
        while at >= 0:
            end = at + len(title)
            if not words.startswith(RUNNING_HEADS, end):
                certain = any(words.find(word, end, end + BELOW_TITLE) >= 0 for word in below)
                found.append(Mark(at, COVER, CERTAIN if certain else WEAK, title))
            at = words.find(title, end)
    at, above = words.find(BLOCK), 0
    while at >= 0:
        end = at + BLOCK_LENGTH
        lead = next((lead for lead in BLOCK_LEADS if words.endswith(lead, 0, at)), "")
        labels_before = LABELS_BEFORE if lead == NOTICE_LEAD else ()
        places = (words.find(label, max(above, at - BLOCK_LENGTH), at) for label in labels_before)
        before = [place for place in places if place >= 0]
        labels = len(before) + sum(words.find(label, at, end) >= 0 for label in BLOCK_LABELS)
        if labels >= LEAST_BLOCK_LABELS and words.find(ASSIGNMENT, max(above, at - TITLE_ABOVE), at) < 0:
            found.append(Mark(min([*before, at - len(lead)]), COVER, CERTAIN, BLOCK))
        above = at
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
    number = bisect_left(_word_starts(words), at)
    starts = _word_starts(text)
    return starts[number] if number < len(starts) else len(text)


@lru_cache(maxsize=4)
def _word_starts(text: str) -> list[int]:
    """Where the words of a text begin; kept, since several letters may stand on one page."""
    return [word.start() for word in re.finditer(r"\S+", text)]


# -- pages of others ---------------------------------------------------------------------------------------------

FOREIGN_TITLE = Pattern(
    # Lines that are nothing but the title of another paper of a claim file
    r"""
    (?: [\w&,'-]+ \ ){0,4}?
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
    [^.;]{0,50}
    """,
    IGNORECASE,
    bounded=True,
)
FOREIGN_LABEL = Pattern(
    # Labels at the beginnings of lines that letters do not have: who writes to whom about which claim
    r"""
    (?: re | to | from | attn | attention | subject | via | date | fax | phone | tel | telephone | e-?mail | website
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
    """,
    IGNORECASE,
    bounded=True,
)
FOREIGN_LINE = Pattern(
    # Other beginnings of lines that letters do not have: addresses, salutations, signatures, boxes to tick
    r"""
    (?: dear \s [A-Z] | to \s whom \s it \s may | sincerely , | respectfully ,? \s* $ | very \s truly
      | page \s* 1 \s of \s \d+ $
      | electronically \s signed | (?:i \s)? declare \s under \s penalty | i \s am \s (?:employed|over \s the \s age)
      | executed \s on | thank \s you \s for | p\.?\ ?o\.? \s box \s \d | suite \s \d | confidential
      | .{0,40} \b [A-Z]{2} \s{1,2} \d{5} (?:-\d{4})? $
      | .{0,30} \( \d{3} \) \s? \d{3} - \d{4}
      | \[ \s* [x\ ]? \s* \] | [☐☑☒□]
    )
    """,
    IGNORECASE,
    bounded=True,
)
LETTERHEAD = Pattern(
    # Lines above the title of a letter's first page
    r"""
    \s* (?: maximus \s federal \s services .* | independent \s medical \s review | p\.?\s?o\.? \s box .*
          | sacramento .* | \(\d{3}\) .* | (?:fax|telephone|phone|tel) \b .* | state \s of \s california
          | department \s of \s industrial .* | division \s of \s workers.* | [\W_]* )
    """,
    IGNORECASE,
    bounded=True,
)
SMALL_WORDS = frozenset(("of", "for", "and", "the", "to", "by", "in", "on", "or", "a"))
TITLE_WEIGHT = 2
FOREIGN = 2
"""Signs that make a page another paper's beyond doubt: a title, or two lines of different wording."""


LABEL_WITHIN = 40
"""Characters of a line in which its label ends."""

LONGEST_TITLE = 90
LISTED = 3
"""Lines with titles that make a list of documents, as letters have one too."""


class Sign(NamedTuple):
    """Words on a page that are no letter's."""

    at: int
    weight: int


def foreign_signs(text: str, start: int = 0, end: int | None = None) -> list[Sign]:
    """The signs in `text[start:end]`, in order; a line of one wording counts once."""
    titles: list[Sign] = []
    lines: dict[str, Sign] = {}
    offset = start
    for raw in text[start:end].splitlines(keepends=True):
        line = raw.strip()
        if line and len(line) < LONGEST_TITLE and _is_titled(line) and FOREIGN_TITLE.fullmatch(line):
            titles.append(Sign(offset, TITLE_WEIGHT))
        elif line:
            head = line[:LABEL_WITHIN]
            labelled = (":" in head or "#" in head) and FOREIGN_LABEL.match(line)
            match = labelled or FOREIGN_LINE.match(line)
            if match:
                lines.setdefault(match.group().lower(), Sign(offset, 1))
        offset += len(raw)
    if len(titles) >= LISTED and len(titles) > len(lines):
        titles.clear()
    return sorted([*titles, *lines.values()])


def _is_titled(line: str) -> bool:
    """Whether each word but the small ones begins with a capital, as in a title."""
    return all(not word[0].islower() or word in SMALL_WORDS for word in line.split())


def weight(signs: list[Sign]) -> int:
    """How much speaks against a letter's page."""
    return sum(sign.weight for sign in signs)
