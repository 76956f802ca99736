"""The form of 2014: credentials in prose, guidelines with `Page(s): …`.

"The expert reviewer is Board Certified in Internal Medicine and is licensed to practice in District of
Columbia and Virginia."
"""

from __future__ import annotations

from imrparse.forms import anchors, final_determination
from imrparse.forms.sections import Form
from imrparse.letter import Letter


def _recognises(letter: Letter) -> bool:
    """Known by the credentials' prose above the case summary, and by the label that the letters of 2013 do not have."""
    summary = anchors.CASE_SUMMARY.find(letter)
    above = letter.flat[: summary.start if summary else letter.body_end]
    return anchors.LICENSED_TO_PRACTICE in above and any(
        wording in letter.flat
        for side in ("claims_administrator", "expert_reviewer")
        for wording in anchors.LABELS[side]
    )


FORM = Form("fdl-2014", _recognises, final_determination.sections)
