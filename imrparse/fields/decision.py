"""A decision's own words as the state's word for it: "is not medically necessary and appropriate" is upheld."""

from __future__ import annotations

from imrparse.evidence import Doubt, Found
from imrparse.forms.necessity import NECESSITY
from imrparse.record import Decision
from imrparse.repairs import necessity_meant

DECISIONS: dict[str, Decision] = {
    "upheld": "upheld",
    "uphold": "upheld",
    "overturned": "overturned",
    "overturn": "overturned",
    "modified": "modified",
}
"""The words of the letters since 2014."""


def read_decision(words: str) -> Found[Decision | None]:
    """Whether the utilization review's denial stands, by the words of an item's decision.

    A request that is not medically necessary was rightly denied: the denial is upheld. The evidence is
    all of the words.
    """
    lowered = words.lower()
    if lowered in DECISIONS:
        return Found(DECISIONS[lowered])
    sentence = NECESSITY.fullmatch(lowered)
    if sentence and sentence["qualifier"]:
        message = f"{words!r} is neither upheld nor overturned"
        return Found(None, doubts=(Doubt("unclear_decision", "", message),))
    if sentence:
        return Found("upheld" if sentence["not"] else "overturned")
    return Found(necessity_meant(words))
