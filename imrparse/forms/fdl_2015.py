"""The form of 2015 to today: credentials as a list, guidelines with `Section(s): …`.

The Expert Reviewer has the following credentials:
State(s) of Licensure: California, Oregon
Certification(s)/Specialty: Orthopedic Surgery
"""

from __future__ import annotations

from imrparse.forms import anchors, final_determination
from imrparse.forms.sections import Form
from imrparse.letter import Letter

LABELS = (("licensure", anchors.LICENSURE), ("certification", anchors.SPECIALTY))
"""A word of each label of the credentials' list, and the label: to look for the word first takes less time."""
BEFORE = 20
"""Characters of a label before that word, however it is spaced."""


def _recognises(letter: Letter) -> bool:
    """Known by either label of the credentials' list."""
    for word, label in LABELS:
        place = letter.flat.find(word, 0, letter.body_end)
        if place >= 0 and label.search(letter.text, max(0, place - BEFORE), letter.body_end):
            return True
    return False


FORM = Form("fdl-2015", _recognises, final_determination.sections)
