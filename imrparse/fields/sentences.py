"""Where a sentence of a case summary ends."""

from __future__ import annotations

from imrparse.patterns import Pattern

END = Pattern(
    # A full stop before a capital, a digit that begins a date, or the end; "Dr.", "vs." and initials end nothing.
    # Reviewers' software often drops the space: "October 24, 2016.In a report".
    r"""
    [.!?] (?<! \b (?: [DM]r | Mrs | Ms | St | vs | No | approx | [A-Z] | i\.e | e\.g | lbs? | ft ) [.] )
    ["')\]]* (?: (?= \s+ ["'(\[]? [A-Z\d] ) | (?= [A-Z][a-z] ) | (?= \s* \Z ) )
    | \n
    """,
    bounded=True,
)


def sentence_end(text: str, start: int) -> int:
    """Where the sentence that holds `start` ends: the place of its full stop, or the length of the text."""
    match = END.search(text, start)
    return match.start() if match else len(text)
