"""Which pages of an input are letters: one letter is the rule, a claim file may hold several among other pages.

Every form prints its parts in one order. So a letter goes on while its parts do, and where a part comes that was
there before, another letter begins. Pages that say nothing of this kind, those of a long rationale as much as those
of other papers, are judged by what stands on them that no letter has, and by whether a sentence goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from imrparse import page_marks
from imrparse.cleaning import whole
from imrparse.evidence import Doubt
from imrparse.letter import CLOSERS, SourceSpan
from imrparse.page_marks import CERTAIN, COVER, FOREIGN, HOW_MADE, ITEMS, LETTER_HEAD, LONGEST_PAGE, SUMMARY, WEAK, Mark
from imrparse.reading.pages import Page
from imrparse.running_heads import KNOWN, NUMBER

DEEP = 800
"""Characters at a page's top that can stand above the first words of a letter's first page: stamps, an address."""

HEADING_ABOVE = 600
"""Characters in which a part's heading stands above the sentence that tells it for certain."""

LONGEST_GAP = 2
"""Pages of other papers that can stand in the middle of a letter: what follows more of them is taken for another."""

CLUSTER = 600
"""Characters in which two signs of another paper make its beginning, in text without page ends."""

SHORT_LINE = 60
"""Characters of a line of an address or a title; a full line of prose is longer."""

LEAST_WORDINGS = 2
"""Wordings of a letter's parts that it takes to be one."""

KEPT = "page {} stands among this letter's pages, and may be another paper's"
LEFT_OUT = "page {} was taken for another paper's and left out, and may be this letter's"


class FoundLetter(NamedTuple):
    """Where a letter stands."""

    portions: tuple[SourceSpan, ...]
    """One span a page, in page order."""
    doubts: tuple[Doubt, ...] = ()
    """Of pages that may be the letter's or not."""


def find_letters(pages: Sequence[Page]) -> list[FoundLetter]:
    """Where each letter stands in the pages, in page order.

    Never empty: an input in which no letter is found is given back whole.
    """
    if page_marks.are_plainly_one([page.text for page in pages]):
        return [FoundLetter(whole(pages))]
    finder = _Finder(pages)
    for number, page in enumerate(pages, start=1):
        finder.look_at(number, page.text)
    return finder.found() or [FoundLetter(whole(pages))]


@dataclass(slots=True)
class _Draft:
    """A letter that is being collected."""

    portions: list[SourceSpan] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    part: int = -1
    """The latest part that began for certain."""
    reached: int = -1
    """The latest part of which any words were found."""
    in_items: bool = False
    """Whether words were found that letters alone have in their items."""
    ended: bool = False
    """Whether what stands below the items has begun, on a form that has such a part."""
    wordings: set[str] = field(default_factory=set)
    case: str | None = None
    last_mark: int = 0
    """Where its last mark that no other paper has stands in the flat text of its page."""

    def is_letter(self) -> bool:
        """Whether enough of a letter was found."""
        return self.reached > COVER and len(self.wordings) >= LEAST_WORDINGS

    def takes(self, mark: Mark, case: str | None) -> bool | None:
        """Whether the mark is this letter's: false where it begins another one, `None` where it is a quotation."""
        if mark.part == COVER:
            other = bool(case and self.case and case != self.case)
            if self.reached < SUMMARY:
                return not other
            return False if mark.trust == CERTAIN or other else None
        if self._is_over(mark, case):
            return False
        if mark.trust < CERTAIN:
            return True if mark.part >= self.part else None
        return mark.part > self.part or mark.part == self.part == ITEMS

    def _is_over(self, mark: Mark, case: str | None) -> bool:
        """Whether the mark can only be another letter's, although this one has no certain mark of a later part.

        The notices and reviews of 2013 have none at all. They are over once their last part has begun, and where the
        sentence about the case file comes below their items: it stands above those of any letter.
        """
        if self.ended:
            other_head = mark.wording == LETTER_HEAD and case != self.case
            return mark.trust == CERTAIN or mark.wording in page_marks.BEGINNINGS or other_head
        return mark.trust == CERTAIN and mark.part == HOW_MADE and self.in_items

    def take(self, mark: Mark, case: str | None) -> None:
        """Note that the mark is this letter's."""
        if mark.trust == CERTAIN:
            self.part = max(self.part, mark.part)
        if self.in_items or mark.wording not in page_marks.CLOSINGS:
            self.reached = max(self.reached, mark.part)
        self.ended = self.ended or (self.in_items and mark.wording in page_marks.LAST_PARTS)
        if mark.trust > WEAK and mark.part == ITEMS and mark.wording not in page_marks.CLOSINGS:
            self.in_items = True
        if mark.part > COVER:
            self.wordings.add(mark.wording)
        if mark.part == COVER:
            self.case = self.case or case
        if mark.trust > WEAK:
            self.last_mark = mark.at

    def doubt(self, message: str, page: int) -> None:
        """Note that it is unclear whose the page is."""
        words = message.format(page)
        value = "disputed_items" if self.reached == ITEMS else "case_summary"
        self.doubts += [Doubt("unclear_pages", path, words) for path in ("source.pages", value)]


class _Finder:
    """Goes through the pages once."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        self.letters: list[_Draft] = []
        self.open = False
        """Whether the last letter may go on."""
        self.loose: list[SourceSpan] = []
        """What was passed since the last page that is a letter's for certain."""

    def found(self) -> list[FoundLetter]:
        """The letters, once all pages were looked at."""
        self._close()
        letters = [letter for letter in self.letters if letter.is_letter()]
        for letter in letters:
            self._cut_tail(letter)
        if len(letters) == 1:
            taken = {span.page for span in letters[0].portions}
            if all(number in taken or not page.text.strip() for number, page in enumerate(self.pages, start=1)):
                letters[0].doubts.clear()  # an input that is one letter and nothing else holds no other paper
        return [FoundLetter(tuple(letter.portions), tuple(letter.doubts)) for letter in letters]

    def look_at(self, number: int, text: str) -> None:
        """Give a page to the letter that it belongs to, cut where letters begin on it."""
        lower = text.lower()
        words = page_marks.flat(lower) if page_marks.may_have_marks(lower) else ""
        marks = _trusted(text, words) if words else []
        if not marks:
            self.loose.append(SourceSpan(number, 0, len(text)))
            return
        if self.loose and self.open:
            self.open = self._gap() <= LONGEST_GAP
        start, taken = 0, False
        skipped: list[Mark] = []
        for mark in marks:
            letter = self.letters[-1] if self.open else None
            case = page_marks.case_number(words, mark) if mark.part == COVER or mark.wording == LETTER_HEAD else None
            takes = letter.takes(mark, case) if letter else False
            if takes is None or (not takes and taken and not _begins_line(text, words, mark)):
                skipped.append(mark)
                continue
            if not takes:
                first = next((m for m in skipped if m.at > mark.at - HEADING_ABOVE and m.part <= mark.part), mark)
                cut = max(start, _beginning(text, words, first, inside=taken, paged=self._is_paged(number)))
                if start < cut:
                    self._give(SourceSpan(number, start, cut), taken)
                self._begin(first)
                start = cut
            taken = True
            skipped.clear()
            self.letters[-1].take(mark, case)
        self._give(SourceSpan(number, start, len(text)), taken)

    def _give(self, span: SourceSpan, taken: bool) -> None:
        """Add a page, or a part of one, to the last letter, with what lies between; or lay it aside."""
        if not taken:
            self.loose.append(span)
            return
        letter = self.letters[-1]
        if self.loose:
            others = self._first_foreign(letter)
            for index, loose in enumerate(self.loose):
                weight = self._weight(loose)
                if index < others:
                    letter.portions.append(loose)
                    if weight:
                        letter.doubt(KEPT, loose.page)
                elif weight < FOREIGN and not self._is_blank(loose):
                    letter.doubt(LEFT_OUT, loose.page)
            self.loose.clear()
        letter.portions.append(span)

    def _begin(self, mark: Mark) -> None:
        """Begin a letter, with the pages right above it that are its own where its first words are not a beginning."""
        self._close()
        letter = _Draft()
        while self.loose and mark.part > COVER and self._may_begin(self.loose[-1], mark):
            letter.portions.insert(0, self.loose.pop())
        self.loose.clear()
        self.letters.append(letter)
        self.open = True

    def _may_begin(self, span: SourceSpan, mark: Mark) -> bool:
        if page_marks.CASE_NUMBER.search(self._text(span).lower()):
            return self._weight(span) <= FOREIGN
        return mark.part > HOW_MADE and not self._is_blank(span) and not self._weight(span)

    def _close(self) -> None:
        """End the last letter: what was laid aside since is its own as long as it goes on."""
        if self.letters and not self.letters[-1].portions:
            self.letters.pop()  # on a line without end another one began at the same place
        if not self.letters:
            return
        letter = self.letters[-1]
        others = 0
        held: list[SourceSpan] = []
        while len(held) < len(self.loose) and others <= LONGEST_GAP:
            span = self.loose[len(held)]
            if self._is_blank(span):
                held.append(span)
            elif (others and self._resumes(letter, held[-1], span)) or (not others and self._goes_on(letter, span)):
                letter.portions += [one for one in held if self._is_blank(one)]
                letter.portions.append(span)
                self.loose = self.loose[len(held) + 1 :]
                held.clear()
                others = 0
            else:
                held.append(span)
                others += 1
        if len(self.loose) == 1 and self._is_last_picture(self.loose[0]):
            letter.portions += self.loose
            self.loose.clear()

    def _is_last_picture(self, span: SourceSpan) -> bool:
        """Whether this is the input's last page, and scanned: then it is the letter's own, as far as one can tell."""
        page = self.pages[span.page - 1]
        return span.page == len(self.pages) and not page.text.strip() and page.has_pictures()

    def _resumes(self, letter: _Draft, other: SourceSpan, span: SourceSpan) -> bool:
        """Whether the letter goes on below another paper, with the sentence that it was left in."""
        text = self._text(span)
        if self._weight(span) or not _runs_on(self._text(letter.portions[-1]), text):
            return False
        if _runs_on(self._text(other), text):  # it may be the other paper that goes on
            letter.doubt(LEFT_OUT, span.page)
            return False
        return True

    def _goes_on(self, letter: _Draft, span: SourceSpan) -> bool:
        """Whether a page without a letter's words belongs to the letter above it."""
        above, text = self._text(letter.portions[-1]), self._text(span)
        weight, complete = self._weight(span), _is_complete(above)
        if weight >= FOREIGN and not (weight == FOREIGN and _runs_on(above, text)):
            return False
        if weight and complete:
            letter.doubt(LEFT_OUT, span.page)
            return False
        if weight or complete:
            letter.doubt(KEPT, span.page)
        return True

    def _gap(self) -> int:
        """Pages of other papers among those laid aside."""
        return len(self.loose) - self._first_foreign(self.letters[-1])

    def _first_foreign(self, letter: _Draft) -> int:
        """The first of what was laid aside that is another paper's; what follows it is so too."""
        above = self._text(letter.portions[-1])
        for index, span in enumerate(self.loose):
            text, weight = self._text(span), self._weight(span)
            if weight >= FOREIGN and not (weight == FOREIGN and _runs_on(above, text)):
                return index
            above = text
        return len(self.loose)

    def _cut_tail(self, letter: _Draft) -> None:
        """In text without page ends, end the letter where another paper begins below it."""
        page, start, end = letter.portions[-1]
        text = self.pages[page - 1].text
        if self._is_paged(page):
            return
        after = page_marks.offset_of(text, page_marks.flat(text.lower()), letter.last_mark)
        signs = page_marks.foreign_signs(text, after, end)
        for index, sign in enumerate(signs):
            if page_marks.weight([one for one in signs[index:] if one.at < sign.at + CLUSTER]) >= FOREIGN:
                cut = _line_above(text, sign.at, after, _is_short)
                letter.portions[-1] = SourceSpan(page, start, cut)
                return

    def _is_paged(self, page: int) -> bool:
        """Whether a page is one, and not several without marks of where they end."""
        return len(self.pages) > 1 and len(self.pages[page - 1].text) <= LONGEST_PAGE

    def _text(self, span: SourceSpan) -> str:
        return self.pages[span.page - 1].text[span.start : span.end]

    def _is_blank(self, span: SourceSpan) -> bool:
        return not self._text(span).strip()

    def _weight(self, span: SourceSpan) -> int:
        return page_marks.weight(page_marks.foreign_signs(self._text(span)))


def _trusted(text: str, words: str) -> list[Mark]:
    """The marks of a page, none where it is another paper's that shares some words with letters."""
    marks = page_marks.marks_of(words)
    body = [mark for mark in marks if mark.part > COVER]
    if not body:
        return marks if page_marks.is_cover(words, marks) else []
    if all(mark.trust == WEAK for mark in body) and not page_marks.is_cover(words, marks):
        return [] if page_marks.weight(page_marks.foreign_signs(text)) >= FOREIGN else marks
    return marks


def _begins_line(text: str, words: str, mark: Mark) -> bool:
    """Whether the mark stands at the beginning of a line, as headings and header blocks do; sentences need not."""
    at = page_marks.offset_of(text, words, mark.at)
    return mark.part > COVER or not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _beginning(text: str, words: str, mark: Mark, *, inside: bool, paged: bool) -> int:
    """Where on its page the letter begins whose first words are at `mark`.

    Args:
        inside: whether another letter stands above it on the page.
        paged: whether the page is one: then what stands above, stamps or an address, is on the letter's own page.
    """
    if not inside and ((mark.at <= DEEP and paged) or not mark.at):
        return 0
    at = page_marks.offset_of(text, words, mark.at)
    letterhead = words.rfind(page_marks.LETTERHEAD_WORDS, max(0, mark.at - DEEP), mark.at)
    if letterhead >= 0 and not page_marks.is_another_notice(words[letterhead : mark.at]):
        return _line_above(text, page_marks.offset_of(text, words, letterhead), 0, page_marks.is_letterhead)
    if not inside:
        above = words[: mark.at]
        header = page_marks.CASE_NUMBER.search(above) and not page_marks.is_another_notice(above)
        if (mark.part > COVER and header) or page_marks.weight(page_marks.foreign_signs(text, 0, at)) < FOREIGN:
            return 0
    return _line_above(text, at, 0, page_marks.is_letterhead)


def _line_above(text: str, at: int, least: int, belongs: Callable[[str], bool]) -> int:
    """The beginning of the line at `at`, or of the lines above it that belong to it too."""
    start = text.rfind("\n", 0, at) + 1
    while start > least:
        above = text.rfind("\n", 0, start - 1) + 1
        if above < least or not belongs(text[above:start]):
            break
        start = above
    return max(start, least)


def _is_short(line: str) -> bool:
    """Whether a line may be one of an address or a title rather than of prose."""
    words = line.strip()
    return len(words) < SHORT_LINE and not words.rstrip(CLOSERS).endswith((".", "!", "?"))


def _is_complete(text: str) -> bool:
    """Whether the page ends with a sentence."""
    return _last_line(text).rstrip(CLOSERS).endswith((".", "!", "?"))


def _runs_on(above: str, text: str) -> bool:
    """Whether a sentence goes on from one page to the next."""
    lines = [line.strip() for line in text.splitlines()]
    first = next((line for line in lines if line and not _is_running_head(line)), "")
    return not _is_complete(above) and first[:1].islower()


def _last_line(text: str) -> str:
    lines = (line.strip() for line in reversed(text.splitlines()))
    return next((line for line in lines if line and not _is_running_head(line)), "")


def _is_running_head(line: str) -> bool:
    return bool(NUMBER.fullmatch(line) or KNOWN.fullmatch(line))
