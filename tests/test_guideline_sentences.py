"""Guideline paragraphs in sentences, as the forms of 2013 print them: snippet → citations, one line a case."""

from __future__ import annotations

import itertools

import pytest

import imrparse
from imrparse.evidence import Found
from imrparse.fields.adopted_citations import with_adopted
from imrparse.fields.citations import Paragraph, basis_of, read_paragraph
from imrparse.record import Citation
from tests.forge import citing, citing_2013
from tests.forge.chooser import SeededChooser
from tests.grounding import assert_grounded as assert_letter_grounded
from tests.letters import Item, letter
from tests.test_citations import assert_grounded

CPMT = "Chronic Pain Medical Treatment"
PART = "part of the Medical Treatment Utilization Schedule (MTUS)"
NOT_PART = "which is not part of the MTUS"
ODG = "Official Disability Guidelines (ODG)"
TAKEN = (
    "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and appropriate for the "
    "employee's clinical circumstance"
)


def brief(citation: Citation) -> str:
    """`MTUS Low Back Complaints 2004 ch12 [Special Studies] p303-305`: what is printed, in a line."""
    parts = [citation.source, citation.title or "-"]
    parts += [str(citation.year)] if citation.year else []
    parts += [f"ch{citation.chapter}"] if citation.chapter else []
    parts += [f"[{' | '.join(citation.sections)}]"] if citation.sections else []
    parts += [f"p{','.join(citation.pages)}"] if citation.pages else []
    parts += [f"t{','.join(citation.tables)}"] if citation.tables else []
    return " ".join(parts)


def briefs(found: Found[tuple[Citation, ...]]) -> list[str]:
    return [brief(citation) for citation in found.value]


WORKS = [
    # Year behind a comma or in parentheses; the section before its word or behind it; pages in any way of writing.
    (f"{CPMT} Guidelines, 2009, Opioids section, pages 74-96, {PART}", [f"MTUS {CPMT} 2009 [Opioids] p74-96"]),
    (f"{CPMT} Guidelines (2009), Section: Opioids, pg. 78, {PART}", [f"MTUS {CPMT} 2009 [Opioids] p78"]),
    (f"{CPMT} Guidelines (May 2009), page(s) 78, Opioids, {PART}", [f"MTUS {CPMT} 2009 [Opioids] p78"]),
    (f"{CPMT} Guidelines (May, 2009), page(s) 78, Opioids, {PART}", [f"MTUS {CPMT} 2009 [Opioids] p78"]),
    (f"2009 {CPMT} Guidelines, section on Gabapentin, page 18, {PART}", [f"MTUS {CPMT} 2009 [Gabapentin] p18"]),
    (f"Opioids section of the {CPMT} Guidelines, page 78, {PART}", [f"MTUS {CPMT} [Opioids] p78"]),
    (f"MTUS {CPMT} Guidelines, page(s) 98-99, Physical Medicine", [f"MTUS {CPMT} [Physical Medicine] p98-99"]),
    (f"MTUS: {CPMT} Guidelines, Opioids, pages 74-95", [f"MTUS {CPMT} [Opioids] p74-95"]),
    (f"Medical Treatment Utilization Schedule (MTUS), {CPMT} Guidelines, page 46", [f"MTUS {CPMT} p46"]),
    # A section's name may be a guideline's too, and may hold commas.
    (f"{CPMT} Guidelines, 2009, Acupuncture section, page 13, {PART}", [f"MTUS {CPMT} 2009 [Acupuncture] p13"]),
    (
        f"{CPMT} Guidelines, NSAIDs, GI symptoms & cardiovascular risk, page 68, {PART}",
        [f"MTUS {CPMT} [NSAIDs, GI symptoms & cardiovascular risk] p68"],
    ),
    (f"{CPMT} Guidelines, Opioids section, page 78 of the MTUS", [f"MTUS {CPMT} [Opioids] p78"]),
    ("Knee Complaints (ACOEM, Chapter 13), page 341 of the MTUS", ["MTUS Knee Complaints ch13 p341"]),
    # The schedule as such.
    ("Opioids section of the MTUS, page 78", ["MTUS - [Opioids] p78"]),
    ("MTUS", ["MTUS -"]),
    ("MTUS Definitions", ["MTUS - [Definitions]"]),
    ("MTUS, Physical Medicine section", ["MTUS - [Physical Medicine]"]),
    # ACOEM: part of the MTUS where the letter says so, by name or by number; else not.
    (
        f"Low Back Complaints (ACOEM Practice Guidelines, 2nd Edition (2004), Chapter 12), pages 303-305, {PART}",
        ["MTUS Low Back Complaints 2004 ch12 p303-305"],
    ),
    (
        f"Low Back Complaints Chapter (ACOEM Practice Guidelines, 2nd Edition, 2004, Chapter 12) page 303, {PART}",
        ["MTUS Low Back Complaints 2004 ch12 p303"],
    ),
    (
        "American College of Occupational and Environmental Medicine (ACOEM), 2nd Edition, (2004), Chapter 8, page 181,"
        f" Table 8-8, {PART}",
        ["MTUS Chapter 8 2004 ch8 p181 t8-8"],
    ),
    (f"ACOEM Practice Guidelines, 2nd Edition, Chapter 9, page 207, {NOT_PART}", ["ACOEM Chapter 9 ch9 p207"]),
    ("MTUS ACOEM Guidelines, Chapter 12, page 303", ["MTUS Chapter 12 ch12 p303"]),
    (
        f"MTUS ACOEM Guidelines, (second edition, 2004), Low Back Complaints, page 304, {PART}",
        ["MTUS Low Back Complaints 2004 p304"],
    ),
    ("ACOEM Guidelines, 3rd Edition, Chronic Pain Chapter", ["ACOEM Chronic Pain"]),
    # ODG, in the words of both sides.
    (
        f"{ODG}, (current version), Neck Chapter, MRI section, a medical treatment guideline (MTG) not in the MTUS",
        ["ODG Neck & Upper Back [MRI]"],
    ),
    (f"{ODG}, Low Back Chapter, Discography, {NOT_PART}", ["ODG Low Back [Discography]"]),
    ("Non-MTUS Citation: ODG-TWC, Pain Chapter, Compounded drugs", ["ODG Pain [Compounded drugs]"]),
    (f"Non-MTUS {ODG} Low Back Chapter, Lumbar supports", ["ODG Low Back [Lumbar supports]"]),
    ("Low Back Chapter of the ODG, MRI section", ["ODG Low Back [MRI]"]),
    # Several works: what is said of membership holds for those before it.
    (
        f"Shoulder Complaints (ACOEM Practice Guidelines, Chapter 9), page 207, and the {CPMT} Guidelines, page 98, "
        f"which are a part of the MTUS, and the {ODG}, Shoulder Chapter, {NOT_PART}",
        ["MTUS Shoulder Complaints ch9 p207", f"MTUS {CPMT} p98", "ODG Shoulder"],
    ),
    (
        f"ACOEM Guidelines, 3rd Edition; the {CPMT} Guidelines; and the {ODG}",
        ["ACOEM -", f"MTUS {CPMT}", "ODG -"],
    ),
    (
        f"{CPMT} Guidelines, Opioids, page 78 and Weaning of Medications, page 124, {PART}",
        [f"MTUS {CPMT} [Opioids | Weaning of Medications] p78,124"],
    ),
    ("MTUS and ODG", ["MTUS -", "ODG -"]),
    (
        "Non-MTUS Citation: Low Back Chapter, MRI, and the MTUS: Knee Complaints",
        ["ODG Low Back [MRI]", "MTUS Knee Complaints"],
    ),
    # Other works: not cut at their commas and full stops, and one after the other.
    (
        "Clinical practice guideline for the care of the aching elbow, 2008, Doe AB, Roe C. Bandages, creams, and rest."
        f" J Elbow. 2008;9(2):113-30, {NOT_PART}",
        [
            "Other Clinical practice guideline for the care of the aching elbow, 2008, Doe AB, Roe C. Bandages, creams,"
            " and rest. J Elbow. 2008;9(2):113-30 2008"
        ],
    ),
    (
        "Other Medical Treatment Guidelines: Doe J. Handbook of elbow care, pages 12-14",
        ["Other Doe J. Handbook of elbow care p12-14"],
    ),
    ("AMA Guides and the Physicians' Desk Reference", ["Other AMA Guides", "Other Physicians' Desk Reference"]),
    # One's own judgement is no work.
    ("Expert Reviewer's clinical judgment and experience", []),
]


@pytest.mark.parametrize(("works", "expected"), WORKS, ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_works_behind_a_verb(works: str, expected: list[str]) -> None:
    text = f"The Claims Administrator based its decision on the {works}."
    found = read_paragraph(text).found
    assert briefs(found) == expected
    assert not found.doubts
    assert_grounded(text, found)


SUBJECTS = ("The Claims Administrator", "The Expert Reviewer", "The Physician Reviewer")
VERBS = (
    "based its decision on",
    "based his/her decision on",
    "based their decisions upon",
    "also based his decision on",
    "relied on",
    "relied upon",
    "used",
    "cited",
    "referenced",
    "'s decision was based on",
)


@pytest.mark.parametrize(("subject", "verb"), list(itertools.product(SUBJECTS, VERBS)))
def test_verbs(subject: str, verb: str) -> None:
    lead = f"{subject}{'' if verb.startswith(chr(39)) else ' '}{verb}"
    for works in (f"the {CPMT} Guidelines, page 78, {PART}", f"{CPMT} Guidelines, page 78, which is part of the MTUS"):
        assert briefs(read_paragraph(f"{lead} {works}.").found) == [f"MTUS {CPMT} p78"]


SENTENCES = [
    # Lost blanks.
    (
        f"TheClaims Administrator basedits decision onthe {CPMT} Guidelines, Opioids section, page 78, whichis part of "
        "the MTUS.The provider did not dispute the guidelines used by the Claims Administrator.",
        "mtus",
        [f"MTUS {CPMT} [Opioids] p78"],
    ),
    # What a guideline is found to be.
    (
        f"The Expert Reviewer found the {CPMT} Guidelines, Opioids section, page 78, {PART}, relevant and applicable.",
        "mtus",
        [f"MTUS {CPMT} [Opioids] p78"],
    ),
    # The other side's guidelines are turned down.
    (
        "The Expert Reviewer did not find the guidelines used by the Claims Administrator relevant. "
        f"The Expert Reviewer relied on the {ODG}, Hip Chapter.",
        "non-mtus",
        ["ODG Hip & Pelvis"],
    ),
    (
        "The Expert Reviewer found the guidelines used by the Claims Administrator not relevant and appropriate and "
        f"instead based his/her decision on the {CPMT} Guidelines, page 18, {PART}.",
        "mtus",
        [f"MTUS {CPMT} p18"],
    ),
    # Nothing cited, and what the MTUS does not have.
    ("The Claims Administrator did not cite any evidence based criteria in its determination letter.", "none", []),
    ("The Claims Administrator did not provide any evidence-based guidelines for its decision.", "none", []),
    ("The Physician Reviewer did not cite any medical evidence for his/her decision.", "none", []),
    ("The Claims Administrator did not specify which guidelines were used.", "none", []),
    (f"The MTUS {CPMT} Guidelines, page(s) 78, were not cited by the claims administrator.", "none", []),
    ("The Claims Administrator did not base its decision on the MTUS.", "non-mtus", []),
    ("The Expert Reviewer stated that no section of the MTUS was applicable.", "non-mtus", []),
    ("The Expert Reviewer found no section of the MTUS was relevant to the issue at dispute.", "non-mtus", []),
    ("The Expert Reviewer found that no section of the MTUS was applicable and relevant.", "non-mtus", []),
    (f"The MTUS does not address the device. The Expert Reviewer relied on the {ODG}.", "non-mtus", ["ODG -"]),
    (
        "The Expert Reviewer stated the MTUS is silent and relied on the ODG, Hip Chapter.",
        "non-mtus",
        ["ODG Hip & Pelvis"],
    ),
    ("The Claims Administrator did not cite any criteria; however, it referenced the ODG.", "non-mtus", ["ODG -"]),
    ("The Expert Reviewer based his/her decision on his/her clinical experience.", "non-mtus", []),
    # What the other side did not cite is cited here.
    (
        f"The Physician Reviewer based his/her decision on the MTUS {CPMT} Guidelines, page 78, which were not cited by"
        " the Claims Administrator.",
        "mtus",
        [f"MTUS {CPMT} p78"],
    ),
    # Both wordings in one paragraph.
    (
        f"The Physician Reviewer based his/her decision on the {CPMT} Guidelines Page(s) 78-80, which is part of the "
        f"MTUS. Decision based on Non-MTUS Citation {ODG}, Pain Chapter.",
        "both",
        [f"MTUS {CPMT} p78-80", "ODG Pain"],
    ),
    # mpr-2013: works and why, in prose, with a colon, as a list.
    (
        "The ACOEM Guidelines, 2nd Edition, Chapter 11, pages 270-271 were relied upon because splints had failed. The "
        "records show as much.",
        "non-mtus",
        ["ACOEM Chapter 11 ch11 p270-271"],
    ),
    (
        f"California MTUS {CPMT} Guidelines, page 98: passive care can help for a time. Active care is based on the "
        "idea that moving helps.",
        "mtus",
        [f"MTUS {CPMT} p98"],
    ),
    (
        "• ACOEM Practice Guidelines, Chapter 12, page 303 • ODG, Low Back Chapter, MRI",
        "non-mtus",
        ["ACOEM Chapter 12 ch12 p303", "ODG Low Back [MRI]"],
    ),
    (
        "1. ACOEM, 2nd edition, Chapter 9, page 207. 2. ODG, Shoulder Chapter. The guidelines are relevant here.",
        "non-mtus",
        ["ACOEM Chapter 9 ch9 p207", "ODG Shoulder"],
    ),
    (
        f"The professional reviewer relied upon the {CPMT} Guidelines, 2009, {PART}. This guideline applies because it "
        "addresses the condition.",
        "mtus",
        [f"MTUS {CPMT} 2009"],
    ),
    (
        "The applicable guideline is ODG, Low Back Chapter, Discography. It was chosen because the MTUS is silent.",
        "non-mtus",
        ["ODG Low Back [Discography]"],
    ),
]


@pytest.mark.parametrize(("text", "basis", "expected"), SENTENCES, ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_sentences(text: str, basis: str, expected: list[str]) -> None:
    said = read_paragraph(text)
    assert (said.basis, briefs(said.found)) == (basis, expected)
    assert not said.found.doubts
    assert not said.adoptions
    assert_grounded(text, said.found)


THEIRS = (
    f"The Claims Administrator based its decision on the Low Back Complaints (ACOEM Practice Guidelines, Chapter 12), "
    f"page 303, {PART}, and the {ODG}, Low Back Chapter, MRI section, {NOT_PART}."
)
LOW_BACK, LOW_BACK_ODG = "MTUS Low Back Complaints ch12 p303", "ODG Low Back [MRI]"

ADOPTED = [
    # All of them, in whatever words.
    (f"{TAKEN}.", [LOW_BACK, LOW_BACK_ODG], []),
    ("The Expert Reviewer agreed with the guidelines used by the Claims Administrator.", [LOW_BACK, LOW_BACK_ODG], []),
    ("The Expert Reviewer relied on the same guidelines as the Claims Administrator.", [LOW_BACK, LOW_BACK_ODG], []),
    (
        "The Expert Reviewer found that the criteria cited by the Claims Administrator were applicable.",
        [LOW_BACK, LOW_BACK_ODG],
        [],
    ),
    # Those of the source that is named.
    ("The Expert Reviewer found the ACOEM guidelines used by the Claims Administrator relevant.", [LOW_BACK], []),
    ("The Expert Reviewer found the section of the MTUS used by the Claims Administrator relevant.", [LOW_BACK], []),
    ("The Expert Reviewer found the ODG guidelines used by the Claims Administrator relevant.", [LOW_BACK_ODG], []),
    (
        "The Expert Reviewer found the Low Back Complaints guidelines used by the Claims Administrator relevant.",
        [LOW_BACK],
        [],
    ),
    # With citations of the reviewer's own, in the order of the words.
    (
        f"{TAKEN}, and also relied on the {CPMT} Guidelines, page 9, {PART}.",
        [LOW_BACK, LOW_BACK_ODG],
        [f"MTUS {CPMT} p9"],
    ),
    (
        "The Expert Reviewer found the MTUS guidelines used by the Claims Administrator relevant and appropriate, and "
        "additionally based his/her decision on the ODG, Pain Chapter.",
        [LOW_BACK],
        ["ODG Pain"],
    ),
    # None.
    ("The Expert Reviewer found the guidelines used by the Claims Administrator not applicable.", [], []),
    ("The Expert Reviewer found no guidelines used by the Claims Administrator applicable.", [], []),
]


def with_theirs(theirs: str, own: str) -> tuple[str, Found[tuple[Citation, ...]], Paragraph]:
    """The reviewer's citations where the paragraph of the other side is printed right before."""
    said, other = read_paragraph(own), read_paragraph(theirs)
    found = with_adopted(said.found, said.adoptions, other.found, -len(theirs) - 1) if said.adoptions else said.found
    return f"{theirs} {own}", found, said


@pytest.mark.parametrize(("own", "adopted", "cited"), ADOPTED, ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_adopted(own: str, adopted: list[str], cited: list[str]) -> None:
    letter, found, _ = with_theirs(THEIRS, own)
    assert [brief(c) for c in found.value if c.adopted is True] == adopted
    assert [brief(c) for c in found.value if c.adopted is not True] == cited
    assert briefs(found) == adopted + cited
    assert not found.doubts
    start = len(THEIRS) + 1
    for number, citation in enumerate(found.value):
        ((a, b),) = found.evidence[str(number)]
        assert letter[start + a : start + b] == citation.text
        if citation.adopted is True:
            ((a, b),) = found.evidence[f"{number}.adopted"]
            assert letter[start + a : start + b].startswith("The Expert Reviewer")
            assert "Claims Administrator" in letter[start + a : start + b]


def test_adopted_citations_decide_the_basis() -> None:
    _, found, said = with_theirs(THEIRS, f"{TAKEN}.")
    assert said.basis is None
    assert basis_of(found.value) == "both"


@pytest.mark.parametrize(
    ("theirs", "own"),
    [
        ("The Claims Administrator did not cite any guidelines.", f"{TAKEN}."),
        (
            f"The Claims Administrator based its decision on the {ODG}.",
            "The Expert Reviewer found the ACOEM guidelines used by the Claims Administrator relevant.",
        ),
    ],
)
def test_nothing_to_adopt_is_doubted(theirs: str, own: str) -> None:
    _, found, _ = with_theirs(theirs, own)
    assert found.value == ()
    assert [doubt.code for doubt in found.doubts] == ["nothing_to_adopt"]


DOUBTFUL = [
    # A work in words that no rule understands, or none.
    "The Expert Reviewer reviewed the Washington Guidelines for this case.",
    "The Claims Administrator weighed the criteria of a neighbouring state.",
    "The Expert Reviewer based his/her decision on evidence-based guidelines.",
    f"The Claims Administrator based its decision on lack of records and the {ODG}.",
    "Pain is common (Doe et al). The Professional Reviewer relied on the ODG.",
    f"The Professional Reviewer relied on the {ODG}. Chapter 12 of another book, page 4, was at hand.",
    # What the reviewer made of the other side's guidelines is not clear.
    "The Expert Reviewer found some of the guidelines used by the Claims Administrator relevant.",
    "The Expert Reviewer found the guidelines used by the Claims Administrator relevant but not sufficient.",
    "The Expert Reviewer found the guidelines used by the Claims Administrator old.",
    # ODG is no part of the MTUS, and a chapter of ACOEM has to be cited as one of the two.
    f"The Claims Administrator based its decision on the {ODG}, Hip Chapter, {PART}.",
    "The Claims Administrator based its decision on the Low Back Complaints, page 303.",
]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_is_not_understood_is_doubted(text: str) -> None:
    assert "unread_guideline" in {doubt.code for doubt in read_paragraph(text).found.doubts}


def test_unknown_sections_are_doubted() -> None:
    found = read_paragraph(f"The Claims Administrator based its decision on the {CPMT} Guidelines, Moon section.").found
    assert [(doubt.code, doubt.path) for doubt in found.doubts] == [("unknown_section", "0.sections.0")]


def test_adopted_in_a_letter() -> None:
    """Through the whole pipeline, in a letter of 2014 that has the sentences of 2013; values stand in their places."""
    own = f"{TAKEN}. The Expert Reviewer also relied on the {ODG}, Hip Chapter."
    parsed = imrparse.parse_text(letter([Item("Lumbar traction unit: Upheld", THEIRS, own)]))
    assert_letter_grounded(parsed)
    (item,) = parsed.record.disputed_items
    assert (item.claims_administrator.basis, item.expert_reviewer.basis) == ("both", "both")
    assert [brief(c) for c in item.expert_reviewer.citations] == [LOW_BACK, LOW_BACK_ODG, "ODG Hip & Pelvis"]
    assert [c.adopted is True for c in item.expert_reviewer.citations] == [True, True, False]
    path = "disputed_items.0.expert_reviewer.citations"
    assert parsed.words(f"{path}.0.pages.0") == parsed.words(
        "disputed_items.0.claims_administrator.citations.0.pages.0"
    )
    assert parsed.words(f"{path}.0.adopted").split()[:3] == ["The", "Expert", "Reviewer"]
    assert not [w for w in parsed.record.warnings if "disputed_items" in w.field and "administrator" in w.field]
    assert not [w for w in parsed.record.warnings if w.field.startswith("disputed_items.0.expert_reviewer")]


LOST_BLANKS = [
    ("basedits decision onthe ChronicPain MedicalTreatment Guidelines, 2009, page78", f"MTUS {CPMT} 2009 p78"),
    ("based itsdecision on theChronic Pain Medical Treatment Guidelines, Opioidssection", f"MTUS {CPMT} [Opioids]"),
    (
        "based its decision on the LowBack Complaints Chapter (ACOEM, 2ndEdition (2004), Chapter 12)",
        "MTUS Low Back Complaints 2004 ch12",
    ),
]


@pytest.mark.parametrize(("words", "expected"), LOST_BLANKS)
def test_lost_blanks_are_put_back(words: str, expected: str) -> None:
    text = f"The ClaimsAdministrator {words}, partof the MTUS."
    found = read_paragraph(text).found
    assert briefs(found) == [expected]
    assert not found.doubts
    assert_grounded(text, found)


@pytest.mark.parametrize("glued", ["ShoulderChapter", "Neck andUpper Back Chapter", "Moon andSun Chapter"])
def test_glued_names_are_read_or_doubted(glued: str) -> None:
    found = read_paragraph(f"The Claims Administrator based its decision on the {ODG}, {glued}.").found
    assert found.doubts or briefs(found) in (["ODG Shoulder"], ["ODG Neck & Upper Back"])


SEEDS = 300


def test_forged_sentences() -> None:
    """The wordings of the letter forge give the citations that they were made from, without a doubt."""
    for seed in range(SEEDS):
        chooser = SeededChooser(seed)
        theirs, own = citing_2013.notice_sides(chooser)
        _, found, _ = with_theirs(theirs.text or "", own.text or "")
        assert_forged(own, found)
        sides = [theirs, citing_2013.fdl_side(chooser, None), citing_2013.fdl_side(chooser, "Physician Reviewer")]
        for side in [*sides, citing_2013.mpr_side(chooser)]:
            said = read_paragraph(side.text or "")
            assert side.basis in (said.basis, citing.UNSAID), side.text
            assert_forged(side, said.found)


def assert_forged(side: citing.Side, found: Found[tuple[Citation, ...]]) -> None:
    def told(source: str, title: str | None, pages: object, adopted: object) -> tuple[object, ...]:
        return (source, None if source == "Other" else title, list(pages), adopted is True)  # type: ignore[call-overload]

    expected = [told(c["source"], c["title"], c["pages"], c.get("adopted")) for c in side.citations]
    assert [told(c.source, c.title, c.pages, c.adopted) for c in found.value] == expected, side.text
    assert [list(c.sections) for c in found.value if c.source == "MTUS"] == [
        c["sections"] for c in side.citations if c["source"] == "MTUS"
    ], side.text
    assert not found.doubts, side.text
