"""The guideline paragraph of one side: snippet → citations, one line a case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrparse.catalog import guidelines
from imrparse.evidence import Found
from imrparse.fields import pages
from imrparse.fields.citations import read_citations, read_paragraph
from imrparse.record import Citation

CPMT = "Chronic Pain Medical Treatment"
MTUS = "Decision based on MTUS "
OTHER = "Decision based on Non-MTUS Citation "


def assert_grounded(text: str, found: Found[tuple[Citation, ...]]) -> None:
    """Every printed value has spans that slice back to its words."""
    squash = guidelines.name_key
    for i, citation in enumerate(found.value):
        (whole,) = found.evidence[str(i)]
        assert text[whole.start : whole.end] == citation.text
        lists = {"sections": citation.sections, "pages": citation.pages, "tables": citation.tables}
        printed = {f"{i}.{name}.{n}": value for name, values in lists.items() for n, value in enumerate(values)}
        for name in ("title", "year", "chapter"):
            if (value := getattr(citation, name)) is not None:
                printed[f"{i}.{name}"] = str(value)
        for path, value in printed.items():
            words = " ".join(text[span.start : span.end] for span in found.evidence[path])
            if path.endswith("title") and citation.source == "ODG":
                known = guidelines.odg_chapter_names().get(guidelines.odg_key(words))
                assert (known or guidelines.misspelt_odg_chapter(words, in_place=True) or words) == value
            elif path.endswith("title"):
                assert squash(value) in squash(words)
            else:
                assert squash(words).replace("to", "") == squash(value).replace("to", "") or squash(value) in squash(
                    words
                )
        if citation.source == "MTUS":
            assert len(citation.known_sections) == len(citation.sections)
    known = {path.split(".")[0] for path in found.evidence}
    assert known == {str(i) for i in range(len(found.value))}


def brief(citation: Citation) -> tuple[object, ...]:
    return (citation.title, citation.year, list(citation.sections), list(citation.pages))


MTUS_CASES = [
    # Title and year, with sections and without; the word Guidelines is no part of the title.
    ("Knee Complaints 2004", [("Knee Complaints", 2004, [], [])]),
    ("Knee Complaints 2004, Section(s): Special Studies", [("Knee Complaints", 2004, ["Special Studies"], [])]),
    (f"{CPMT} 2016 Guidelines, Section(s): Compound drugs", [(CPMT, 2016, ["Compound drugs"], [])]),
    # An edition with its month is that year's.
    (
        "Hip and Groin Disorders 2019/05, Section(s): Medications",
        [("Hip and Groin Disorders", 2019, ["Medications"], [])],
    ),
    # Several titles joined by ", and"; a title's own commas do not split it.
    (
        "Hand, Wrist, and Forearm Disorders 2019, and Forearm, Wrist, and Hand Complaints 2004, Section(s): Summary",
        [
            ("Hand, Wrist, and Forearm Disorders", 2019, [], []),
            ("Forearm, Wrist, and Hand Complaints", 2004, ["Summary"], []),
        ],
    ),
    # A section's own commas do not split it, nor do those in parentheses.
    (
        f"{CPMT} 2009, Section(s): NSAIDs, GI symptoms & cardiovascular risk, Opioids, dosing, Ultrasound, therapeutic",
        [(CPMT, 2009, ["NSAIDs, GI symptoms & cardiovascular risk", "Opioids, dosing", "Ultrasound, therapeutic"], [])],
    ),
    (
        f"{CPMT} 2016, Section(s): Naproxen (Naprosyn, EC-Naprosyn, EC-Naprosyn, Anaprox, Anaprox DS [otc], Naprelan), "
        "Weaning, opioids (specific guidelines)",
        [
            (
                CPMT,
                2016,
                [
                    "Naproxen (Naprosyn, EC-Naprosyn, EC-Naprosyn, Anaprox, Anaprox DS [otc], Naprelan)",
                    "Weaning, opioids (specific guidelines)",
                ],
                [],
            )
        ],
    ),
    (
        "Postsurgical Treatment 2009, Section(s): Knee, Forearm, Wrist, & Hand, Ankle & Foot, and Eye Complaints 2004",
        [
            ("Postsurgical Treatment", 2009, ["Knee", "Forearm, Wrist, & Hand", "Ankle & Foot"], []),
            ("Eye Complaints", 2004, [], []),
        ],
    ),
    # A section that the catalogue does not hold: a lower-case continuation belongs to it, a capital begins another.
    (
        f"{CPMT} 2016, Section(s): Moxibustion, indirect, Cupping",
        [(CPMT, 2016, ["Moxibustion, indirect", "Cupping"], [])],
    ),
    # Numbered recommendations run to the next number, or to the next known name; unknown ones too.
    (
        "Opioid Treatment 2016, Section(s): 3.3.1.1 Opioids for Chronic Pain and Chronic Opioid Treatment: Screening "
        "for Risk of Addiction or Adverse Events, Prior to Chronic Opioid Treatment: Screening for Drug Misuse/Abuse, "
        "7.1 Opioids at Sea: Storage, Loading, and Locks, 4.1 Tapering Opioids: Indications for Tapering Opioids",
        [
            (
                "Opioid Treatment",
                2016,
                [
                    "3.3.1.1 Opioids for Chronic Pain and Chronic Opioid Treatment: Screening for Risk of Addiction or "
                    "Adverse Events, Prior to Chronic Opioid Treatment: Screening for Drug Misuse/Abuse",
                    "7.1 Opioids at Sea: Storage, Loading, and Locks",
                    "4.1 Tapering Opioids: Indications for Tapering Opioids",
                ],
                [],
            )
        ],
    ),
    # A title that is also a section's name is a title only with its year.
    (
        "General Approaches 2004, Section(s): Initial Approaches to Treatment, and Shoulder Complaints 2004",
        [("General Approaches", 2004, ["Initial Approaches to Treatment"], []), ("Shoulder Complaints", 2004, [], [])],
    ),
    (
        "Chronic Pain 2017, Section(s): Opioids, and Opioids 2017, Section(s): Treatment Recommendations",
        [("Chronic Pain", 2017, ["Opioids"], []), ("Opioids", 2017, ["Treatment Recommendations"], [])],
    ),
    # ACOEM's titles from 2018 on, joined otherwise; the year first.
    (
        "Knee Disorders 2018; Low Back Disorders 2018",
        [("Knee Disorders", 2018, [], []), ("Low Back Disorders", 2018, [], [])],
    ),
    ("2018 Low Back Disorders", [("Low Back Disorders", 2018, [], [])]),
    ("MTUS Eye Disorders 2018", [("Eye Disorders", 2018, [], [])]),
    # What stands under the label is a section, a page too; behind a section's name it is a page of it.
    (f"{CPMT} 2009, Section(s): p. 111-113", [(CPMT, 2009, ["p. 111-113"], [])]),
    (f"{CPMT} 2009, Opioids section, page 78 of 127", [(CPMT, 2009, ["Opioids"], ["78"])]),
    # Without a year, in the newer form.
    (
        f"Low Back Complaints, Section(s): Special Studies, and {CPMT}, Section(s): Opioids, dosing",
        [("Low Back Complaints", None, ["Special Studies"], []), (CPMT, None, ["Opioids, dosing"], [])],
    ),
    # An unknown title is kept as printed.
    ("Sleep Disorders 2021, Section(s): Naps", [("Sleep Disorders", 2021, ["Naps"], [])]),
    (
        "Knee Complaints 2004, and Sleep Disorders 2021, Section(s): Naps",
        [("Knee Complaints", 2004, [], []), ("Sleep Disorders", 2021, ["Naps"], [])],
    ),
    # A number under Section(s) is a section; a labelled page is a page.
    ("Elbow Complaints 2007, Section(s): 326", [("Elbow Complaints", 2007, ["326"], [])]),
    (
        "Shoulder Complaints 2004, Section(s): Initial Care, pages 203-204",
        [("Shoulder Complaints", 2004, ["Initial Care"], ["203-204"])],
    ),
    # Letters of 2014: sections without a label, pages with one, ACOEM chapters by number and name.
    (
        "Chronic Pain Treatment Guidelines Opioids Page(s): 74,95,78",
        [("Chronic Pain Treatment", None, ["Opioids"], ["74", "95", "78"])],
    ),
    (
        "Chronic Pain Treatment Guidelines (PPIs) Page(s): 41,51, 52",
        [("Chronic Pain Treatment", None, ["PPIs"], ["41", "51", "52"])],
    ),
    (
        "ACOEM Chapter 12 Low Back Complaints Page(s): 303-305, Chronic Pain Treatment Guidelines NSAIDs Page(s): 68 "
        "and 69",
        [("Low Back Complaints", None, [], ["303-305"]), ("Chronic Pain Treatment", None, ["NSAIDs"], ["68", "69"])],
    ),
    (
        "ACOEM Practice Guidelines, Chapter 3 Initial Approaches to Treatment Page(s): 48-49",
        [("Initial Approaches to Treatment", None, [], ["48-49"])],
    ),
    ("ACOEM", [(None, None, [], [])]),
    (
        "Cervical and Thoracic Spine Disorders, Section(s): Acupuncture",
        [("Cervical and Thoracic Spine Disorders", None, ["Acupuncture"], [])],
    ),
    ("ACOEM, Chronic Pain Treatment Guidelines", [(None, None, [], []), ("Chronic Pain Treatment", None, [], [])]),
    (
        "ACOEM Chapter 8 Neck and Upper Back Complaints, Chapter 9 Shoulder Complaints",
        [("Neck and Upper Back Complaints", None, [], []), ("Shoulder Complaints", None, [], [])],
    ),
    (
        "Chronic Pain Treatment Guidelines Opioids, criteria for use; Weaning of Medications Page(s): 76-80, 124",
        [("Chronic Pain Treatment", None, ["Opioids, criteria for use", "Weaning of Medications"], ["76-80", "124"])],
    ),
    (
        "Chronic Pain Treatment Guidelines Opioids and Weaning of Medications",
        [("Chronic Pain Treatment", None, ["Opioids", "Weaning of Medications"], [])],
    ),
    ("Chronic Pain Medical Treatment Guidelines (May 2009) Page(s): 22", [(CPMT, 2009, [], ["22"])]),
    (
        "Chronic Pain Treatment Guidelines 8 C.C.R. 9792.20 - 9792.26 MTUS (Effective July 18, 2009) Page(s): 60-61",
        [("Chronic Pain Treatment", None, [], ["60-61"])],
    ),
]


@pytest.mark.parametrize(("printed", "expected"), MTUS_CASES, ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_mtus(printed: str, expected: list[tuple[object, ...]]) -> None:
    text = f"{MTUS}{printed}."
    found = read_citations(text)
    assert [brief(c) for c in found.value] == expected
    assert {c.source for c in found.value} == {"MTUS"}
    assert_grounded(text, found)


KNOWN_SECTIONS = [
    # A typo is kept as printed; the section meant stands beside it.
    ("Low Back Complaints 2004, Section(s): Inital Care, Diagnositc Criteria", ("Initial Care", "Diagnostic Criteria")),
    # Case, trademark signs, "&" and "and" make no difference; a part of the name will do where only one has it.
    (
        f"{CPMT} 2009, Section(s): NSAIDS, specific drug list and adverse effects",
        ("NSAIDs, specific drug list & adverse effects",),
    ),
    (
        f"{CPMT} 2016, Section(s): Tramadol (Ultram), IDDSs",
        ("Tramadol (Ultram®)", "Implantable drug-delivery systems (IDDSs)"),
    ),
    (f"{CPMT} 2009, Section(s): Gabapentin (Neurontin, generic available)", ("Gabapentin",)),
    # What the catalogue does not hold is not forced into something known.
    ("Low Back Complaints 2004, Section(s): Summary, Levitation", ("Summary", None)),
]


@pytest.mark.parametrize(("printed", "expected"), KNOWN_SECTIONS)
def test_known_sections(printed: str, expected: tuple[str | None, ...]) -> None:
    found = read_citations(f"{MTUS}{printed}.")
    (citation,) = found.value
    assert citation.known_sections == expected
    doubted = {f"0.sections.{i}" for i, known in enumerate(expected) if known is None}
    assert {d.path for d in found.doubts if d.code == "unknown_section"} == doubted


def test_unknown_title_is_doubted() -> None:
    found = read_citations(f"{MTUS}Sleep Disorders 2021.")
    assert [(d.code, d.path) for d in found.doubts] == [("unknown_guideline", "0.title")]


ODG = "Official Disability Guidelines"
# text → chapters in order (None: none named)
ODG_CASES = [
    # No chapter: the name alone, or a topic that only begins like one.
    (f"{ODG} (ODG)", [None]),
    ("ODG, Home Health Services", [None]),
    (f"{ODG} (ODG) Physical Therapy Guidelines", [None]),
    (f"{ODG}, Lumbar Physical Therapy Guidelines", [None]),
    ("ODG Knee brace", [None]),
    (f"{ODG} (ODG) MRI hand", [None]),
    (f"{ODG}, 2016, Web Version, Criteria for inpatient rehabilitation", [None]),
    # The chapter's name in all its spellings.
    (f"{ODG} (ODG), Low Back Chapter, MRIs (magnetic resonance imaging)", ["Low Back"]),
    (f"{ODG} (ODG), Low back, Lumbar & Thoracic (Acute & Chronic): Shock wave therapy", ["Low Back"]),
    (f"{ODG}: Low Back - Lumbar & Thoracic (Acute & Chronic) Chapter (Online Version)", ["Low Back"]),
    (f"{ODG} (ODG) Low Back (Thoracic and Lumbar, Acute and Chronic) Chapter, Epidural injection", ["Low Back"]),
    ("ODG, Lower Back section, Epidural steroid injections", ["Low Back"]),
    ("ODG Knee/DME", ["Knee & Leg"]),
    ("ODG 2015 Knee and Leg", ["Knee & Leg"]),
    (f"{ODG} (ODG) Hips and Pelvis (Acute and Chronic), Arthroplasty", ["Hip & Pelvis"]),
    (f"{ODG}, Forearm, Wrist, and hand (updated 11/23/16), MRI's", ["Forearm, Wrist & Hand"]),
    ("ODG, Forearm/Wrist/Hand, Physical therapy", ["Forearm, Wrist & Hand"]),
    (f"{ODG} (ODG) Neck/Upper Back (Facet joint diagnostic blocks)", ["Neck & Upper Back"]),
    (f"{ODG} (ODG) Head (trauma, headaches, etc., not including stress & mental disorders) Hearing aids", ["Head"]),
    (f"{ODG} (ODG), Diabetes (Type 1, 2, and Gestational), Hypertension treatment", ["Diabetes"]),
    ("ODG-TWC, Pain (Chronic) Procedure Summary last updated 05/12/2014", ["Pain"]),
    (f"{ODG}, Treatment Index, 11th Edition (web), 2013, Shoulder, Manipulation", ["Shoulder"]),
    (f"{ODG} (ODG), Work Loss Data Institute (20th Annual Edition), 2015, Elbow (Acute & Chronic) Chapter", ["Elbow"]),
    (f"{ODG} (ODG) Treatment in Workers' Compensation (TWC), Ankle & Foot Chapter", ["Ankle & Foot"]),
    ("ODG Stress & Mental Illness Chapter, Insomnia", ["Mental Illness & Stress"]),
    (f"{ODG} (ODG) Fitness For Duty, Functional capacity evaluation", ["Fitness for Duty"]),
    ("Offical Disablity Guidlines (ODG), Hernia Chapter", ["Hernia"]),
    ("official disability guidelines, stress chapter, office visits", ["Mental Illness & Stress"]),
    # The publisher, and where the work stands on the web, are one work with it.
    ("Work Loss Data Institute, LLC; Corpus Christi, TX; www.odg-twc.com; Section: Knee & Leg", ["Knee & Leg"]),
    ("ODG Treatment Index; Work Loss Data Institute; www.odg-twc.com; Section: Pain", ["Pain"]),
    ("ODG, Pain Chapter, Opioids, Work Loss Data Institute, 2013", ["Pain"]),
    ("odg-twc.com, Shoulder chapter", ["Shoulder"]),
    # The topic without punctuation, in parentheses, before the chapter.
    (f"{ODG} (ODG) Shoulder MRI", ["Shoulder"]),
    (f"{ODG} (ODG) Pain (Benzodiazepines)", ["Pain"]),
    (f"{ODG} (ODG) physical therapy, elbow chapter", ["Elbow"]),
    ("ODG Physical Therapy Guidelines - Knee", ["Knee & Leg"]),
    # Several chapters, several works.
    (f"{ODG} (ODG) Low back, Manipulation; Neck and Upper back, Manipulation", ["Low Back", "Neck & Upper Back"]),
    ("ODG Low Back and Knee Chapters", ["Low Back", "Knee & Leg"]),
    (f"{ODG}, Shoulder Chapter, Hand Chapter, Physical therapy", ["Shoulder", "Forearm, Wrist & Hand"]),
    (
        f"{ODG} (ODG), Shoulder, Physical therapy, ODG physical therapy guidelines; ODG Elbow, Splints",
        ["Shoulder", None, "Elbow"],
    ),
    # The work's own name left out.
    ("Shoulder (Acute & Chronic), Physical Therapy", ["Shoulder"]),
    ("Pain Chapter: Compound drugs", ["Pain"]),
    ("ODG Hernia Repair", [None]),
    # Words that are not one in a chapter's place.
    ("ODG, see the chapter on opioids", [None]),
    ("ODG, Acute & chronic pain: Opioids", [None]),
    ("ODG, Heat, Cold packs", [None]),
]


@pytest.mark.parametrize(("printed", "expected"), ODG_CASES, ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_odg_chapters(printed: str, expected: list[str | None]) -> None:
    text = f"{OTHER}{printed}."
    found = read_citations(text)
    assert [(c.source, c.title) for c in found.value] == [("ODG", title) for title in expected]
    assert_grounded(text, found)


# A name in a chapter's place that is none of the catalogue: (chapters, what is in doubt)
MISSPELT_CHAPTERS = [
    (f"{ODG}, Shouler (Acute & Chronic) Acupuncture", ["Shoulder"], ["uncertain"]),
    (f"{ODG} (ODG): Mental Illnes & Stres; Topic: Insomnia", ["Mental Illness & Stress"], ["uncertain"]),
    ("ODG, Pain chapter and Shouldr chapter, Opioids", ["Pain", "Shoulder"], ["uncertain"]),
    ("ODG, Chapter: Kne & Leg, MRI", ["Knee & Leg"], ["uncertain"]),
    # The blank is lost: "Back chapter" alone would be the low back's.
    ("ODG, Neck andUpper Back Chapter, MRI", ["Neck & Upper Back"], ["uncertain"]),
    # The work's own name left out.
    ("Sholder (Acute & Chronic), Physical Therapy", ["Shoulder"], ["uncertain"]),
    # One that does not exist is kept as printed.
    (f"{ODG} (ODG), Opioid Treatment Chapter, Naloxone", ["Opioid Treatment"], ["unknown_chapter"]),
]


@pytest.mark.parametrize(("printed", "expected", "doubts"), MISSPELT_CHAPTERS)
def test_misspelt_chapters(printed: str, expected: list[str], doubts: list[str]) -> None:
    text = f"{OTHER}{printed}."
    found = read_citations(text)
    assert [(c.source, c.title) for c in found.value] == [("ODG", title) for title in expected]
    assert [(d.code, d.path) for d in found.doubts] == [(code, f"{len(expected) - 1}.title") for code in doubts]
    assert_grounded(text, found)


ODG_TOPICS = [
    # The short name before the long one is the same work.
    (f"(ODG) {ODG} Knee, MRIs", ("MRIs",)),
    (f"{ODG} (ODG) Low Back, Preoperative testing, general", ("Preoperative testing, general",)),
    (f"{ODG}, Pain Chapter (Online version) Diclofenac", ("Diclofenac",)),
    (
        "ODG Knee - Platelet-rich plasma (PRP); Hyaluronic acid injections",
        ("Platelet-rich plasma (PRP)", "Hyaluronic acid injections"),
    ),
    (f"{ODG} (ODG) Pain Section/Voltaren® Gel (diclofenac) Topic", ("Voltaren® Gel (diclofenac)",)),
    (f"{ODG} (ODG), Hip (updated 1/11/17), Arthroscopy", ("Arthroscopy",)),
]


@pytest.mark.parametrize(("printed", "expected"), ODG_TOPICS)
def test_odg_topics(printed: str, expected: tuple[str, ...]) -> None:
    (citation,) = read_citations(f"{OTHER}{printed}.").value
    assert citation.sections == expected


OTHER_CASES = [
    # ACOEM outside the MTUS: chapter by name, by number, by both; pages in every spelling.
    (
        "ACOEM Occupational Medicine Practice Guidelines, 3rd ed., Low Back Disorders, pg. 607",
        [("ACOEM", "Low Back Disorders", ["607"])],
    ),
    (
        "ACOEM Guidelines, Chapter 7, Independent Medical Examinations and Consultations, page 137",
        [("ACOEM", "Independent Medical Examinations and Consultations", ["137"])],
    ),
    (
        "American College of Occupational and Environmental Medicine (ACOEM), 2nd Edition, (2004) Chapter 7, p 127",
        [("ACOEM", "Chapter 7", ["127"])],
    ),
    ("ACOEM, 3rd Edition, Chronic Pain Chapter, pages 98 to 99", [("ACOEM", "Chronic Pain", ["98-99"])]),
    ("ACEOM V.3, Knee, pages 7 and 8", [("ACOEM", "Knee", ["7", "8"])]),
    (
        "American College of Occupational & Enviromental Medicine, Chapter 12, page 303 of 503",
        [("ACOEM", "Chapter 12", ["303"])],
    ),
    ("ACOEM", [("ACOEM", None, [])]),
    # What is cited as MTUS is MTUS wherever it stands.
    ("MTUS Chronic Pain Medical Treatment Guidelines, page 60", [("MTUS", CPMT, ["60"])]),
    # Several works: joined by the form's own words, by punctuation, by nothing at all.
    (
        f"{ODG} (ODG) Hip & Pelvis, MRI and Other Medical Treatment Guidelines ACOEM Hip and Groin Disorders, MRI",
        [("ODG", "Hip & Pelvis", []), ("ACOEM", "Hip and Groin Disorders", [])],
    ),
    (
        f"{ODG} (ODG) Elbow and Other Medical Treatment Guideline or Medical Evidence: Journal of Elbows 2010",
        [("ODG", "Elbow", []), ("Other", "Journal of Elbows", [])],
    ),
    (
        f"{ODG} (ODG), Low back - Traction Brown K. Textbook of practice, 2nd edition (2004) p 301",
        [("ODG", "Low Back", []), ("Other", "Brown K. Textbook of practice, 2nd edition", ["301"])],
    ),
    (
        f"{ODG} (ODG), Ankle & Foot, Orthoses and http://www.example.com/feet.html",
        [("ODG", "Ankle & Foot", []), ("Other", "http://www.example.com/feet.html", [])],
    ),
    (
        "http://www.example.org/a-b, https://example.com/c",
        [("Other", "http://www.example.org/a-b", []), ("Other", "https://example.com/c", [])],
    ),
    (f"{ODG} (ODG) and ACOEM", [("ODG", None, []), ("ACOEM", None, [])]),
    (
        "ACOEM Chapter 7 Independent Medical Examinations and Consultations, pages 132-139; ODG Fitness for Duty",
        [("ACOEM", "Independent Medical Examinations and Consultations", ["132-139"]), ("ODG", "Fitness for Duty", [])],
    ),
    ("ACOEM 2004 OMPG, Low Back Complaints, Chapter 12", [("ACOEM", "Low Back Complaints", [])]),
    # The schedule alone.
    ("CA MTUS; ODG", [("MTUS", None, []), ("ODG", None, [])]),
    ("CA MTUS; Chronic Pain Guidelines; ODG", [("MTUS", "Chronic Pain", []), ("ODG", None, [])]),
    # Other works alone.
    (
        "AMA Guides to the Evaluation of Permanent Impairment, 5th Edition, pages 382-383",
        [("Other", "AMA Guides to the Evaluation of Permanent Impairment, 5th Edition", ["382-383"])],
    ),
    (
        "Zolpidem: Drug information, accessed from example.com on 12/17/2016",
        [("Other", "Zolpidem: Drug information, accessed from example.com on 12/17/2016", [])],
    ),
    ("Medicare National Coverage Determination", [("Other", "Medicare National Coverage Determination", [])]),
]


@pytest.mark.parametrize(("printed", "expected"), OTHER_CASES, ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_outside_the_mtus(printed: str, expected: list[tuple[object, ...]]) -> None:
    text = f"{OTHER}{printed}."
    found = read_citations(text)
    assert [(c.source, c.title, list(c.pages)) for c in found.value] == expected
    assert_grounded(text, found)


OUTSIDE = "The Expert Reviewer based their decision on recommendation(s) outside of the MTUS Guidelines."
BASES = [
    (f"{MTUS}Knee Complaints 2004.", "mtus", 1),
    (f"{OUTSIDE} {OTHER}{ODG} (ODG).", "non-mtus", 1),
    (f"{OUTSIDE} Decision based on Non-MTUS {ODG} (ODG), Pain.", "non-mtus", 1),
    (f"{MTUS}Knee Complaints 2004. {OTHER}{ODG} (ODG).", "both", 2),
    # Words that say that there is none are no work.
    (f"{OTHER}None cited.", "non-mtus", 0),
    (f"{MTUS}Knee Complaints 2004. {OTHER}N/A.", "mtus", 1),
    (
        f"The Claims Administrator did not base their decision on the MTUS. {OTHER}ODG-TWC, Pain chapter, Opioids.",
        "non-mtus",
        1,
    ),
    (OUTSIDE, "non-mtus", 0),
    ("The Claims Administrator did not cite any medical evidence for its decision.", "none", 0),
    # Letters of 2013.
    (
        "The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines, 2009, page 98, "
        "part of the Medical Treatment Utilization Schedule (MTUS).",
        "mtus",
        1,
    ),
    (
        f"The Physician Reviewer based his/her decision on the {ODG} (ODG), Low Back, which is not part of the MTUS.",
        "non-mtus",
        1,
    ),
    (
        "The Claims Administrator did not cite any evidence based criteria in its determination letter.",
        "none",
        0,
    ),
    ("Nothing of the kind.", None, 0),
]


@pytest.mark.parametrize(("text", "basis", "count"), BASES, ids=lambda v: v[-40:] if isinstance(v, str) else "")
def test_basis(text: str, basis: str | None, count: int) -> None:
    found = read_citations(text)
    assert (read_paragraph(text).basis, len(found.value)) == (basis, count)
    assert_grounded(text, found)


PAGES = [
    ("Page(s): 41,51, 52", ["41", "51", "52"]),
    ("Pg. 607", ["607"]),
    ("p 301", ["301"]),
    ("PAGES 9, 24 OF 127", ["9", "24"]),
    ("on page269, pg no. 12, Page #3", ["269", "12", "3"]),
    ("Chapter 4, p301", ["301"]),
    ("pp. 7, 8 and 12-14", ["7", "8", "12-14"]),
    ("pages 98 through 99", ["98-99"]),
    ("pages 7 and 8", ["7", "8"]),
    ("Pages: 74–95", ["74–95"]),
    # A number of something else does not continue the list.
    ("page 49, 50 mg", ["49"]),
    ("page 303, 12 visits", ["303"]),
    ("page 303, 2004", ["303"]),
    ("p 0.05", []),
    ("Cytochrome p450 testing", []),
    ("12 p.m.", []),
]


@pytest.mark.parametrize(("text", "expected"), PAGES)
def test_pages(text: str, expected: list[str]) -> None:
    matches = pages.PAGES.finditer(text)
    assert [p.printed for m in matches for p in pages.split_numbers(text, *m.span("numbers"))] == expected


# Round trip: a random list in the form's grammar is read back as it was written.
TITLES = [(g.title, e.year) for g in guidelines.all_guidelines() for e in g.editions if e.year and not g.needs_year]


@st.composite
def _lists(draw: st.DrawFn) -> list[tuple[str, int, list[str]]]:
    cited = draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=4, unique=True))
    names = {title: st.sampled_from(guidelines.sections_of(title)) for title, _ in cited}
    return [(title, year, draw(st.lists(names[title], max_size=4, unique=True))) for title, year in cited]


@given(_lists())
def test_round_trip(cited: list[tuple[str, int, list[str]]]) -> None:
    parts = [f"{title} {year}" + (f", Section(s): {', '.join(names)}" if names else "") for title, year, names in cited]
    text = f"{MTUS}{', and '.join(parts)}."
    found = read_citations(text)
    assert [(c.title, c.year) for c in found.value] == [(title, year) for title, year, _ in cited]
    # Two names side by side may be one that the catalogue holds: "CRPS" and "treatment" are "CRPS, treatment".
    assert [", ".join(c.sections) for c in found.value] == [", ".join(names) for _, _, names in cited]
    assert_grounded(text, found)
