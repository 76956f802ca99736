"""Rationales that end without a conclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from imrparse.evidence import Doubt, Span
from imrparse.forms.items import WHOLE_LETTER
from imrparse.letter import Letter
from imrparse.reading_checks.parts import Part, doubts_at

LAST_SENTENCES = 160
"""Characters at a rationale's end in which its conclusion stands."""

REFERENCE = re.compile(r"(?:19|20)\d\d; ?\d|https?:|www\.|PMID|\bReferences?:|\bRefs?:|et al\.")
BEHIND_REFERENCES = 700
"""The same where a list of references ends it: characters with the list. The longest of nine at hand has 286."""

CONCLUDES = (
    *("necess", "appropriate", "medically", "upheld", "uphold", "overturn", "certif", "authoris", "authoriz"),
    *("approv", "deny", "denied", "denial", "not needed", "medical need", "reasonabl", "agree with"),
    *("revers", "affirm", "neccess", "neces", "appropiat", "medicaly", "non-cert"),
    *("med nec", "med. nec", " nec."),
)
"""Parts of words of which one stands in the last sentences of a rationale."""

CONCLUDES_ALONE = (
    *("recommend", "support", "indicated", "warranted", "endors", "concur", "criteria", "consistent with", "met"),
    *("meet", "establish", "justif", "exceed", "qualif", "in keeping with", "in accordance with"),
    *(
        "as above",
        "same rationale",
        "see above",
        "same reason",
        "is excessive",
        "are excessive",
        "was proper",
        "not proper",
    ),
)
"""Those that conclude in the very last sentence only: above it they may be a guideline's.

Of 494 rationales, 273 of the real letters and 221 of letters written like them by others, two have none of these: both
are cut off."""


CONCLUSIONS_BEGIN = ("therefore", "thus", "as such", "hence", "consequently", "accordingly", "for these reasons")
"""How the last sentence of a rationale may begin, whatever it says."""


def without_conclusion(letter: Letter, parts: Sequence[Part]) -> Iterator[Doubt]:
    """Doubts for rationales that end without a conclusion: their ends, and items below them, may be missing."""
    for part in parts:
        if part.name == "rationale" and not _concludes(letter, part.span):
            message = "it ends without a conclusion: a part of it, and other items, may be missing"
            yield from doubts_at("cut_off", (*part.paths, *WHOLE_LETTER), message, "doubt")


def _concludes(letter: Letter, rationale: Span) -> bool:
    """Whether a rationale ends in a conclusion."""
    last = letter.flat[max(rationale.start, rationale.end - LAST_SENTENCES) : rationale.end]
    if any(words in last for words in CONCLUDES):
        return True
    if REFERENCE.search(letter.text, rationale.end - len(last), rationale.end):
        above = letter.flat[max(rationale.start, rationale.end - BEHIND_REFERENCES) : rationale.end]
        if any(words in above for words in CONCLUDES):
            return True
    last = last[: last.rfind(" (")] if last.endswith((")", ").")) else last
    sentence = last[last.rfind(". ", 0, -2) + 1 :].lstrip(". ")
    return sentence.startswith(CONCLUSIONS_BEGIN) or any(words in sentence for words in CONCLUDES_ALONE)
