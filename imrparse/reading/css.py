"""The few style declarations that decide what of a web page is seen, and where: `style` attributes and classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Style = Mapping[str, str]
"""Values by property, in lower case."""

DECLARATION = re.compile(
    r"(?:^|;)\s*(display|visibility|position|left|top|bottom|white-space|font-size|line-height|list-style(?:-type)?"
    r"|page-break-before|page-break-after|break-before|break-after|mso-hide|mso-list)\s*:\s*([^;]*)",
    re.IGNORECASE,
)
MARKUP = re.compile(r"<!--|-->")
AT_RULE = re.compile(r"@[^{};@]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
"""`@media print {…}` and its like: not what the screen shows, or not always."""

ONE_CLASS = re.compile(r"[a-z0-9]*\.([\w-]+)", re.IGNORECASE)
CLASS_NAME = re.compile(r"\.([\w-]+)")
MOST_STYLE = 2_000_000
"""Characters of a page's style sheets that are looked at; pdf2htmlEX writes some hundred thousand for a long file."""

LENGTH = re.compile(r"(-?\d+(?:\.\d+)?|-?\.\d+)\s*(px|pt|pc|in|cm|mm|em|rem|%)?", re.IGNORECASE)
PIXELS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16.0, "rem": 16.0,
}  # fmt: skip
PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
"""What percentages are of: pdf.js places text in per cent of the page and sizes it in the PDF's own points, and the
letters' pages are of the size Letter."""


def declarations(text: str) -> dict[str, str]:
    """The declarations of a `style` attribute or of a rule."""
    return {name.lower(): value.strip().lower() for name, value in DECLARATION.findall(text)}


def by_class(sheets: Iterable[str]) -> dict[str, dict[str, str]]:
    """The declarations of each class that the style sheets give one, for rules whose selector is that class alone.

    What a rule with a longer selector shows is not hidden: which of the two holds depends on the whole page.
    """
    text = AT_RULE.sub("", MARKUP.sub("", _without_comments("\n".join(sheets)[:MOST_STYLE])))
    classes: dict[str, dict[str, str]] = {}
    shown: set[str] = set()
    for rule in text.split("}"):
        selectors, _, body = rule.partition("{")
        styles = declarations(body)
        if not styles:
            continue
        for selector in selectors.split(","):
            one_class = ONE_CLASS.fullmatch(selector.strip())
            if one_class:
                classes.setdefault(one_class[1], {}).update(styles)
            elif styles.get("display", "none") != "none":
                shown.update(CLASS_NAME.findall(selector))
    for name in shown & classes.keys():
        if classes[name].get("display") == "none":
            del classes[name]["display"]
    return classes


def _without_comments(text: str) -> str:
    parts: list[str] = []
    place = 0
    while (start := text.find("/*", place)) >= 0:
        parts.append(text[place:start])
        end = text.find("*/", start + 2)
        place = end + 2 if end >= 0 else len(text)
    return "".join([*parts, text[place:]])


def pixels(value: str | None, whole: float = PAGE_WIDTH) -> float | None:
    """A length in pixels, `None` where the value holds none; percentages are of `whole`.

    Of a calculation it is the length in pixels: pdf.js writes `calc(var(--scale-factor)*12.00px)`.
    """
    if not value:
        return None
    lengths = LENGTH.findall(value)
    if "(" in value:
        lengths = [length for length in lengths if length[1] == "px"]
    if not lengths:
        return None
    number, unit = lengths[0]
    return float(number) * (whole / 100 if unit == "%" else PIXELS[unit])


class Place(NamedTuple):
    """Where text was put on its page, in pixels. Lengths of one page compare, whatever its scale."""

    down: float
    """From the page's top to the text's, or negative from the page's foot to the text's."""
    from_foot: bool
    left: float


def place_of(style: Style, around: Place | None) -> Place | None:
    """Where an element is put by its style, inside one put at `around`; `None` where the page's flow puts it."""
    if style.get("position", "absolute") in ("static", "relative", "sticky", "inherit") or "left" not in style:
        return None
    left, top = pixels(style["left"]), pixels(style.get("top"), PAGE_HEIGHT)
    bottom = pixels(style.get("bottom"), PAGE_HEIGHT)
    if left is None or (top is None and bottom is None):
        return None
    down = top if top is not None else -(bottom or 0.0)
    return Place(down + (around.down if around else 0), top is None, left + (around.left if around else 0))


def line_height(style: Style) -> float | None:
    """Pixels from one line to the next, `None` where the style does not say."""
    size = pixels(style.get("font-size"))
    height = style.get("line-height", "")
    if height.endswith(("px", "pt")):
        return pixels(height)
    return size * USUAL_LINE if size else None


USUAL_LINE = 1.15
"""Line height of most fonts, as a multiple of their size."""
