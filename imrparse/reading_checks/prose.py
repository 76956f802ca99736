"""Parts that hold the form's other words, or that begin or end inside a sentence."""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Iterator, Sequence

from imrparse.evidence import Doubt
from imrparse.forms.item_heading import CONCLUSION, LAST_WORDS
from imrparse.forms.items import WHOLE_LETTER, ends_in_conclusion, ends_in_remark
from imrparse.forms.sections import FORMS_OF_2013
from imrparse.letter import CLOSERS, Letter
from imrparse.reading_checks.parts import Part, doubts_at
from imrparse.record import FormName, Record

SINCE_2014 = (
    *("affiliation with the employer", "active clinical practice for more than", "strength of evidence hierarchy that"),
    *("his/her clinical experience", "sent the complete case file", "items/services set forth below"),
    *("or the claims administrator.", "imr issues, decision", "reviewer developed the following"),
)
"""Words of the form's headings and fixed sentences that reviewers do not write."""

LABELS = ("claims administrator guideline:", "maximus guideline:", "expert reviewer guideline:", "decision rationale:")
"""The items' labels, which no case summary holds."""

OF_2013 = (
    *("the final determination of", "following relevant documents", "documents included:", "relied upon by"),
    *("rationale for why", "rationale for the decision", "effect of the decision", "has determined the request"),
    *("reviewed for determination", "medical reviewer qualifications", "qualifications of the expert"),
    *("licensed to practice in", "requested treatment/service", "parties and the documents", ") regarding the request"),
    *("an independent review service", "expert reviewer to make", "following case summary"),
    *(
        "evaluate and/or treat the medical condition",
        "imr decision(s)",
        "respect to the medical necessity",
        "decision rationale:",
    ),
    *("binding on all parties", "labor code section 4610", "provided to the above parties", "practice of law or"),
    *("nonuse of health care", "currently working at least", "background, and expertise"),
)
"""The same of the earlier forms."""


def stock_inside(letter: Letter, parts: Sequence[Part], form: FormName | None) -> Iterator[Doubt]:
    """Doubts for values that hold words of the form's other parts."""
    flat, end = letter.flat, letter.body_end
    prose = [part for part in parts if part.name != "credentials"]
    if not prose:
        return
    first = min(part.span.start for part in prose)
    for wording in (*SINCE_2014, *OF_2013) if form in FORMS_OF_2013 else SINCE_2014:
        at = flat.find(wording, first, end)
        while at >= 0:
            for index, part in enumerate(prose):
                if part.span.start <= at < part.span.end:
                    message = f"the form's words {wording!r} stand inside: it may hold the next part of the letter too"
                    yield from doubts_at("unclear_boundary", part.paths, message)
                    after = prose[index + 1 : index + 2]
                    yield from (d for other in after for d in doubts_at("unclear_boundary", other.paths, message))
            at = flat.find(wording, at + 1, end)
    summary = next((part for part in prose if part.name == "case_summary"), None)
    label = next((words for words in LABELS if summary and flat.find(words, *summary.span) >= 0), None)
    if summary and label:
        message = f"the label {label!r} stands inside: pages may be swapped or missing"
        yield from doubts_at("unclear_pages", (*summary.paths, *WHOLE_LETTER), message)


PAGE = re.compile(r"pp?g?s?\.? ?\d")
"""A citation with which a rationale may begin: "p13: …"."""

SENTENCE_ENDS = (".", "!", "?", ":", ";", "…")
ABBREVIATIONS = (" Dr.", " Mr.", " Ms.", " Mrs.", " e.g.", " i.e.", " vs.", " No.", " pg.", " pgs.")
"""Words whose full stop ends no sentence, for more must follow."""

CUT = {"claims_administrator", "expert_reviewer", "rationale", "case_summary"}
"""Parts that are sentences from their beginning to their end."""


def cut_sentences(letter: Letter, parts: Sequence[Part]) -> Iterator[Doubt]:
    """Doubts for paragraphs that begin in small letters or end inside a sentence."""
    text = letter.text
    for part in parts:
        if part.name not in CUT:
            continue
        start, end = part.span
        paths = part.paths[:1] if part.name == "case_summary" else part.paths  # age and sex stand at its beginning
        if text[start].islower() and not PAGE.match(text, start, end):
            message = "it begins inside a sentence: its beginning may be missing, or may stand elsewhere"
            yield from doubts_at("cut_off", part.paths, message)
        last = text[max(start, end - 4) : end].rstrip(CLOSERS)
        whole = (
            last.endswith(SENTENCE_ENDS)
            or CONCLUSION.match(text[max(start, end - LAST_WORDS) : end]) is not None
            or ends_in_remark(text, start, end)
        )
        lists = part.name == "case_summary"  # it may end in a list, without a full stop
        if not whole:
            last = text[max(start, end - LONGEST_LAST) : end]
            whole = _ends_in_entry(last) if lists else ends_in_conclusion(last)
        if not whole or text.endswith(ABBREVIATIONS, start, end):
            message = "it ends inside a sentence: a part of it may be missing, or may stand elsewhere"
            yield from doubts_at("cut_off", paths, message, "doubt" if lists else None)


LONGEST_LAST = 200
"""Characters of the last sentence, or of the last entries of a list, that are looked at."""

ENTRIES = re.compile(r"(?:^|\n)\(?(\d)[.)] [^\n]*\n\(?(\d)[.)] [^\n]{3,60}\Z")
"""The last two lines of a numbered list."""

FUNCTION_WORDS = (
    " and",
    " or",
    " of",
    " the",
    " a",
    " was",
    " is",
    " with",
    " which",
    " then",
    " to",
    " for",
    " in",
    " on",
)


def _ends_in_entry(last: str) -> bool:
    """Whether a text with these last characters ends in the entry of a numbered list."""
    entries = ENTRIES.search(last)
    return entries is not None and int(entries[2]) == int(entries[1]) + 1 and not last.endswith(FUNCTION_WORDS)


NECESSARY = "medically necessary"
QUESTION = re.compile(r"(?:\(?1[.)] )?(?:Whether|Is the request|Are the)\b")
"""How the question at issue begins on the forms of 2013."""


def no_summary(record: Record) -> Iterator[Doubt]:
    """A doubt where the case summary is the question at issue: the parts above the items may be swapped."""
    summary = record.case_summary
    if summary and QUESTION.match(summary) and NECESSARY in summary:
        message = "it reads like the question at issue: headings or pages may be swapped"
        yield from doubts_at("unclear_pages", ("case_summary", *WHOLE_LETTER), message)


SHORTEST_DOUBLED = 4
"""Letters of a word that is not printed twice on purpose: "that that" is, and "had had"."""


def doubled_words(record: Record) -> Iterator[Doubt]:
    """Doubts where a word stands twice in a guideline paragraph: a line between the two may be lost."""
    for number, item in enumerate(record.disputed_items):
        for side in ("claims_administrator", "expert_reviewer"):
            found = _doubled_word(getattr(item, side).text or "")
            if found:
                message = f"the word {found!r} stands there twice: a line between the two may be lost"
                yield Doubt("cut_off", f"disputed_items.{number}.{side}", message)


@functools.lru_cache(4096)
def _doubled_word(text: str) -> str | None:
    """The first word that stands twice; kept, for many letters have the same paragraph."""
    words = text.replace(",", "").replace(".", "").split(" ")
    if not any(map(operator.eq, words, words[1:])):
        return None
    twice = (one for one, other in itertools.pairwise(words) if one == other)
    return next((word for word in twice if word.isalpha() and len(word) > SHORTEST_DOUBLED), None)
