"""The request that a rationale's conclusion names: "the request for MRI of the knee is not medically necessary"."""

from __future__ import annotations

from imrparse.evidence import Span
from imrparse.patterns import IGNORECASE, Pattern

REQUEST_NAMED = Pattern(
    # "the request for MRI of the lumbar spine is not medically necessary"
    r"""
    \b (?: request | decision ) \s for \s (?: the \s | an? \s )? (?P<request> [^\n]{3,300}? )
    \s* ,? \s (?: is | are | was | were ) \s (?: determined \s | considered \s | deemed \s | found \s )?
    (?: to \s )? (?: not \s | be \s ){0,2} medically \s
    """,
    IGNORECASE,
)
NECESSITY = "edically "
LEADS = ("the ", "The ", "this ", "This ", "current ")
"""What stands before "request for" where it is the one that is decided, and no earlier one."""

LONGEST_CONCLUSION = 400
"""Characters before the last word on necessity in which the request is named."""


def request_named(rationale: str) -> Span | None:
    """The request that the last sentence on necessity names."""
    at = rationale.rfind(NECESSITY)
    if at < 0:
        return None
    lowest = max(0, at - LONGEST_CONCLUSION)
    start = max(rationale.rfind("request for ", lowest, at), rationale.rfind("decision for ", lowest, at))
    if start < 0 or not rationale.endswith(LEADS, 0, start):
        return None
    match = REQUEST_NAMED.match(rationale, start, at + len(NECESSITY))
    return Span(*match.span("request")) if match and match.end() > at else None
