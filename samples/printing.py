"""The blocks of a sample letter in reading order, by its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import content
import forms_2013

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS: dict[str, Callable[[content.Letter], list[content.Block]]] = {
    "mpr-2013": forms_2013.review_blocks,
    "notice-2013": forms_2013.notice_blocks,
    "fdl-2013": forms_2013.final_blocks,
}


def blocks(letter: content.Letter) -> list[content.Block]:
    """The whole letter in reading order."""
    return FORMS.get(letter.form, content.blocks)(letter)
