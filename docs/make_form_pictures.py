"""Draws the picture of each printed form in docs/forms.md: the first page or two of a sample letter.

python docs/make_form_pictures.py           writes docs/forms/FORM.png
python docs/make_form_pictures.py --check   writes nothing; exit 1 when a picture is missing or differs in size
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"
PICTURES = HERE / "forms"
SCALE = 62 / 72
"""Dots a point: small enough for a page of documentation, large enough to read the headings."""
PAGES = 2
GREYS = 16

PICTURED = {
    "mpr-2013": "two-issues-review-2013",
    "notice-2013": "shoulder-therapy-notice-2013",
    "fdl-2013": "knee-brace-letter-2013",
    "fdl-2014": "opioid-review-2014",
    "fdl-2015": "knee-mri-upheld",
}
"""The sample that is shown for each form."""


def picture(name: str) -> Image.Image:
    """The first pages of the sample side by side, each with a thin frame."""
    document = pypdfium2.PdfDocument(SAMPLES / f"{name}.pdf")
    pages = [
        ImageOps.expand(document[number].render(scale=SCALE, grayscale=True).to_pil(), border=1, fill=160)
        for number in range(min(PAGES, len(document)))
    ]
    sheet = Image.new("L", (sum(page.width + 8 for page in pages) - 8, max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + 8
    return sheet.quantize(GREYS)


def main() -> int:
    """Write the pictures, or compare their sizes: the pixels depend on pdfium's version."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    check: bool = arguments.parse_args().check
    PICTURES.mkdir(exist_ok=True)
    stale = []
    for form, name in PICTURED.items():
        drawn, path = picture(name), PICTURES / f"{form}.png"
        if check:
            if not path.exists() or Image.open(path).size != drawn.size:
                stale.append(path.name)
        else:
            drawn.save(path, optimize=True)
    if stale:
        print(f"run python docs/make_form_pictures.py: {', '.join(stale)}")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
