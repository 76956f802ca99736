"""The documents that the reviewer was given, where the form lists them."""

from __future__ import annotations

from imrparse.evidence import Evidence, Found
from imrparse.letter import BULLETS, Letter
from imrparse.patterns import Pattern

ENTRY = Pattern(rf"[^\n{BULLETS}]+", bounded=True)
PAGE_NUMBER = Pattern(r"\W{0,3} \d{1,3} \W{0,3} (?: \n | \Z )", bounded=True)
BULLET = Pattern(
    # Bullets of the letters, as other programs print them too: "•", "o", "-", "*", "§", private-use glyphs, "1."
    r"(?: [^\w\s\"'(\[\#$] | [o\ue000-\uf8ff] (?=\s) | (?: \d{1,2} | [a-z] ) [.)] (?=\s) ) \s*",
    bounded=True,
)


def entries_apart(letter: Letter, start: int, end: int) -> str:
    """`letter.text[start:end]` with a line end before each entry of the list and none inside one.

    Where lines begin with bullets, an entry begins with each bullet, else with each line that is no second half: the
    line above had room for its first word, or ended a sentence. OCR loses some of the bullets: on a page that it read
    such a line begins an entry beside those with bullets. The result has `end - start` characters.
    """
    text = letter.text
    breaks = letter.line_ends_between(start, end)
    first = [start, *(letter.line_ends.at[index] + 1 for index in breaks)]
    in_bullets = BULLET.match(text, start, end) or sum(bool(BULLET.match(text, at, end)) for at in first) > 1
    characters = list(letter.line(start, end))
    for index in breaks:
        at = letter.line_ends.at[index]
        if PAGE_NUMBER.match(text, at + 1, end):
            characters[at - start] = "\n"
        begins = BULLET.match(text, at + 1, end) if in_bullets else None
        by_lines = not in_bullets or letter.pages[letter.locate(at + 1)[0] - 1].ocr
        if begins or (by_lines and _goes_no_further(letter, index)):
            characters[at - start] = "\n"
    return "".join(characters)


def _goes_no_further(letter: Letter, index: int) -> bool:
    at = letter.line_ends.at[index]
    above = letter.text[letter.text.rfind("\n", 0, at) + 1 : at]
    end = letter.text.find("\n", at + 1)
    following = letter.text[at + 1 : end if end > 0 else None]
    if above.count("(") > above.count(")") or not any(map(str.isalpha, following)):
        return False  # "Utilization Review Determination (dated" goes on with "8/30/2013)"
    return not following[0].islower() and (letter.ended_early(index) or letter.gap_follows(index))


def read_documents(text: str) -> Found[tuple[str, ...]]:
    """One entry a line of `text`, or a bullet inside a line; without its bullet."""
    evidence = Evidence()
    entries: list[str] = []
    for line in ENTRY.finditer(text):
        bullet = BULLET.match(text, *line.span())
        words = text[bullet.end() if bullet else line.start() : line.end()]
        start = line.end() - len(words.lstrip())
        if any(map(str.isalpha, words)):
            evidence.add(str(len(entries)), start, start + len(words.strip()))
            entries.append(words.strip())
    return Found(tuple(entries), evidence)
