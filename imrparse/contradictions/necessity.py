"""A decision whose rationale concludes the opposite."""

from __future__ import annotations

from collections.abc import Iterator

from imrparse.contradictions.contradiction import Contradiction, quoted, sentence_around
from imrparse.evidence import Span
from imrparse.fields.phrases import plain_words
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Decision, DisputedItem

SIGNS = ("edically necessary", "edically appropriate")
"""What a conclusion nearly always says; without the first letter, which may be a capital."""

MOST_BEHIND = 900
"""Characters that may follow a conclusion: advice on how to end a drug has 400 to 800 on the real letters."""

SHORTEST_CLAUSE = 25
"""Characters between a comma and "medically" of a clause that says itself what is necessary."""

SHORTEST_WORD = 3
"""Letters of a word that a conclusion shares with its request: `MRI`."""

USUAL: dict[Decision, str] = {"upheld": "not ", "overturned": " is "}
"""What stands before "medically" in nearly every conclusion of a decision, to see cheaply that all is well."""

NOT_NECESSARY = Pattern(
    # "is not medically necessary", "cannot be considered medically necessary", "is determined to not be medically …"
    r"""
    \b (?: not | n't | cannot | neither ) \s+ (?! only | just | merely | simply )
    (?: (?: be | been | being | seen | as | deemed | considered | found | felt | determined | established | shown | to
          | currently | yet | at | this | time | certified ) \s+ ){0,4}
    medically \s (?: necessary | appropriate )
    """,
    IGNORECASE,
)
NECESSARY = Pattern(
    # "is medically necessary", "was determined to be medically necessary", "are both considered medically necessary"
    r"""
    \b (?: is | are | was | were ) \s+
    (?: (?: to | be | both | also | therefore | thus | deemed | considered | found | determined | hereby | indeed | now
          | clearly ) \s+ ){0,4}
    medically \s (?: necessary | appropriate )
    """,
    IGNORECASE,
)
HEDGE = Pattern(
    # Beside "is medically necessary", what makes it a question, a condition, a denial or a part of the request.
    r"""
    \b (?: not | no | nor | neither | never | none | without | lacks? | lacking | fails? | failed | cannot | unable
         | unclear | un\w*supported | insufficient | inadequate | hardly | denied | denial | non-\w+ | upheld | uphold
         | if | whether | unless | until | when | why | how | once | would | could | may | might | should | must
         | before | prior | previous\w* | earlier | past | portion | part\w* | modif\w+ | only | remain\w+ | reduced
         | rather | instead | than | some | trial | that \s is | which \s is | states? | according | argues? | contends?
         | opines? | feels? | believes? | claims? | insists? | provider | physician | treating ) \b
    | n't \b | \? | "
    """,
    IGNORECASE,
)
ABOUT_THE_REQUEST = Pattern(
    # How a reviewer's conclusion begins or what it speaks of; other sentences may tell of another request.
    r"""
    \G \W* (?: therefore | thus | as \s such | hence | accordingly | consequently | for \s (?:this|these|the) | given
             | based | in \s light | so \b | in \s summary | in \s conclusion | overall | likewise ) \b
    | \b (?: request(?:ed|s)? | this \s (?:treatment|service|medication|study|procedure) ) \b
    """,
    IGNORECASE,
)
ANOTHER_MATTER = Pattern(
    # An earlier request, or what somebody else concluded.
    r"""
    \b (?: (?: earlier | previous | prior | first | initial | separate | other | another ) \s (?: \w+ \s )?
           (?: request | decision | determination | review | treatment | visit | session ) s?
         | had \s been | utilization | UR | claims | administrator | adjuster | denied | opin\w+ | stat(?:es|ed|ing)
         | reviewer | argu\w+ ) \b
    """,
    IGNORECASE,
)
SURGERY = Pattern(r"\b (?: surg\w+ | operation ) \b", IGNORECASE)
"""What a conclusion may be about too, unless its last clause is not: "As the surgery is not …, the brace is not …"."""


def other_conclusion(item: DisputedItem, path: str) -> Iterator[Contradiction]:
    """The rationale's conclusion, where it is the opposite of the item's decision."""
    text = item.rationale
    if text is None or item.decision not in ("upheld", "overturned"):
        return
    words = _opposite_conclusion(text, item.decision, item.treatment or "")
    if words:
        message = f"the decision is {item.decision}, the rationale concludes {quoted(text, *words)}"
        yield Contradiction("other_conclusion", f"{path}.decision", message, f"{path}.rationale", words)


def _opposite_conclusion(rationale: str, decision: Decision, treatment: str) -> Span | None:
    """The last sentence on necessity, where it concludes the opposite of the decision.

    Not where it is about another matter or hedged, nor where another sentence of the rationale concludes as the
    decision does: a part of the request may be necessary and the rest not.
    """
    at = rationale.rfind(SIGNS[0])
    at = max(at, rationale.rfind(SIGNS[1], max(at, 0)))
    if at < 0 or rationale[at - 5 : at - 1] == USUAL[decision]:
        return None
    sentences = _sentences_on_necessity(rationale)
    last = next(sentences)
    if _decision(rationale, last) in (None, decision):
        return None
    if len(rationale) - last.end > MOST_BEHIND:
        return None
    if not (ABOUT_THE_REQUEST.search(rationale, *last) or _ends_on(rationale, last, treatment)):
        return None
    clause = max(rationale.rfind(", ", last.start, at - SHORTEST_CLAUSE), last.start)
    if ANOTHER_MATTER.search(rationale, *last) or SURGERY.search(rationale, clause, last.end):
        return None
    return None if any(_decision(rationale, words) == decision for words in sentences) else last


def _ends_on(rationale: str, last: Span, treatment: str) -> bool:
    """Whether the sentence is the rationale's last and has a word of the request: "MRI of the knee is not …"."""
    if len(rationale) - last.end > 1:
        return False
    words = set(plain_words(rationale[last.start : last.end].lower()))
    return any(len(word) >= SHORTEST_WORD and word in words for word in plain_words(treatment.lower()))


def _sentences_on_necessity(rationale: str) -> Iterator[Span]:
    """The sentences that say that something is medically necessary or not, the last one first."""
    end = len(rationale)
    while (at := max(rationale.rfind(SIGNS[0], 0, end), rationale.rfind(SIGNS[1], 0, end))) >= 0:
        words = sentence_around(rationale, at)
        yield words
        end = words.start


def _decision(text: str, words: Span) -> Decision | None:
    """The decision that a sentence makes, if it makes one clearly."""
    necessary = NECESSARY.search(text, *words)
    if NOT_NECESSARY.search(text, *words):
        return None if necessary else "upheld"
    return "overturned" if necessary and not HEDGE.search(text, *words) else None
