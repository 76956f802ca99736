"""Bullets and numbers that Word puts before paragraphs: they stand in no paragraph's text, but on paper."""

from __future__ import annotations

from typing import Any, NamedTuple

from imrparse.reading.ordinals import ordinal

NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = NAMES + "val"


class Level(NamedTuple):
    """How one level of a list is numbered."""

    kind: str
    """`bullet`, `decimal`, `lowerLetter` and so on, as Word names it."""
    text: str
    """What is printed: `%1` in it stands for the number of the first level."""
    start: int


class Numbering:
    """The labels of the paragraphs of one document, asked for in their order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, list[Level]] = {}
        """By the number that paragraphs name their list by."""
        self._counts: dict[str, list[int]] = {}
        """The number of the last paragraph of each level, by the list's definition: lists share theirs."""
        self._definitions: dict[str, str] = {}
        self._styles: dict[str, tuple[str | None, str | None, str | None]] = {}
        """By style: the list and level that it gives its paragraphs, and the style that it is based on."""
        self._read_lists(document)
        for style in document.styles.element.iter(NAMES + "style"):
            number, level = _reference(style.find(NAMES + "pPr"))
            based_on = style.find(NAMES + "basedOn")
            name = style.get(NAMES + "styleId")
            if name:
                self._styles[name] = (number, level, based_on.get(VALUE) if based_on is not None else None)

    def label(self, paragraph: Any) -> str:
        """The bullet or number of the paragraph, `""` where it has none."""
        properties = paragraph.find(NAMES + "pPr")
        if properties is None:
            return ""
        number, depth = _reference(properties)
        if number is None:
            number, of_style = self._of_style(properties)
            depth = depth or of_style
        levels = self._levels.get(number or "")
        index = int(depth) if depth and depth.isdigit() else 0
        if number is None or not levels or index >= len(levels):
            return ""
        counts = self._counts[self._definitions[number]]
        counts[index] = levels[index].start if counts[index] < levels[index].start else counts[index] + 1
        counts[index + 1 :] = [levels[deeper].start - 1 for deeper in range(index + 1, len(levels))]
        return _printed(levels, index, counts)

    def _of_style(self, properties: Any) -> tuple[str | None, str | None]:
        """List and level that the paragraph's style, or one that it is based on, gives it."""
        style = properties.find(NAMES + "pStyle")
        name = style.get(VALUE) if style is not None else None
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            number, level, name_below = self._styles[name]
            if number is not None:
                return number, level
            name = name_below
        return None, None

    def _read_lists(self, document: Any) -> None:
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is None:
            return
        definitions = {
            definition.get(NAMES + "abstractNumId"): [_level(level) for level in definition.findall(NAMES + "lvl")]
            for definition in part.element.findall(NAMES + "abstractNum")
        }
        for one in part.element.findall(NAMES + "num"):
            named = one.find(NAMES + "abstractNumId")
            number, definition = one.get(NAMES + "numId"), named.get(VALUE) if named is not None else None
            levels = definitions.get(definition)
            if not levels or number is None:
                continue
            own = one.find(NAMES + "lvlOverride") is not None
            shared = number if own else f"definition {definition}"  # an override begins the numbers again
            self._levels[number] = levels
            self._definitions[number] = shared
            self._counts.setdefault(shared, [level.start - 1 for level in levels])


def _reference(properties: Any) -> tuple[str | None, str | None]:
    """List and level that a paragraph or style names."""
    reference = properties.find(NAMES + "numPr") if properties is not None else None
    if reference is None:
        return None, None
    number, level = reference.find(NAMES + "numId"), reference.find(NAMES + "ilvl")
    return number.get(VALUE) if number is not None else None, level.get(VALUE) if level is not None else None


def _level(level: Any) -> Level:
    values = {name: level.find(NAMES + name) for name in ("numFmt", "lvlText", "start")}
    texts = {name: one.get(VALUE, "") if one is not None else "" for name, one in values.items()}
    start = int(texts["start"]) if texts["start"].isdigit() else 1
    return Level(texts["numFmt"] or "decimal", texts["lvlText"], start)


KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


def _printed(levels: list[Level], index: int, counts: list[int]) -> str:
    level = levels[index]
    if level.kind == "none":
        return ""
    if level.kind == "bullet":
        return level.text or "•"
    text = level.text
    for number in range(index + 1):
        count = max(counts[number], levels[number].start)
        text = text.replace(f"%{number + 1}", ordinal(count, KINDS.get(levels[number].kind, "1")))
    return text
