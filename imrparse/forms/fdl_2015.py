"""The form of 2015 to today: credentials as a list, guidelines with `Section(s): …`.

The Expert Reviewer has the following credentials:
State(s) of Licensure: California, Oregon
Certification(s)/Specialty: Orthopedic Surgery
"""

from __future__ import annotations

from imrparse.forms import anchors, final_determination
from imrparse.forms.sections import Form
from imrparse.letter import Letter


def _recognises(letter: Letter) -> bool:
    """Known by either label of the credentials' list."""
    for word, label in anchors.CREDENTIALS_LABELS.values():
        place = letter.flat.find(word, 0, letter.body_end)
        if place >= 0 and label.search(letter.flat, max(0, place - anchors.LABEL_BEFORE), letter.body_end):
            return True
    return False


FORM = Form("fdl-2015", _recognises, final_determination.sections)
