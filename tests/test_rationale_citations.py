"""Guideline pages, tables, chapters and literature cited by a rationale's prose: snippet → value, one line a case."""

from __future__ import annotations

import pytest

from imrparse.catalog import guidelines
from imrparse.evidence import Evidence
from imrparse.fields.citations import read_paragraph
from imrparse.fields.literature import read_literature
from imrparse.fields.rationale_citations import read_rationale_citations


def words(text: str, evidence: Evidence, path: str) -> str:
    return " ".join(text[span.start : span.end] for span in evidence[path])


PAGES = [
    # Beside its name, before and behind it, in every spelling.
    ("The MTUS Chronic Pain Medical Treatment Guidelines, pages 60-61, ask for function.", [("MTUS", ["60-61"])]),
    (
        "As noted on page 82 of the MTUS Chronic Pain Medical Treatment Guidelines (July 28, 2016), it is not.",
        [("MTUS", ["82"])],
    ),
    ("According to the CMTUS guidelines, Pgs. 78-80, monitoring is needed.", [("MTUS", ["78-80"])]),
    ("The California Pain Medical Treatment Guidelines, page 76-79, note abuse.", [("MTUS", ["76-79"])]),
    ("THE MTUS GUIDELINES, PAGE 78, ASK FOR MONITORING.", [("MTUS", ["78"])]),
    ("The post-surgical guidelines, p. 16, allow 8 visits.", [("MTUS", ["16"])]),
    (
        "Massage is an adjunct (CPMT guidelines, p. 60; chronic pain guidelines, p. 61).",
        [("MTUS", ["60"]), ("MTUS", ["61"])],
    ),
    ("Per the Chronic Pain Medical Treatment Guidelines (p. 98-99), passive care is limited.", [("MTUS", ["98-99"])]),
    ("MTUS 2009 chronic pain guidelines p.60-61.", [("MTUS", ["60-61"])]),
    ("MTUS (Chronic Pain Medical Treatment Guidelines) pages 7 and 8 speak of duties.", [("MTUS", ["7", "8"])]),
    ("MTUS Guidelines Page 18, 19 indicates gabapentin.", [("MTUS", ["18", "19"])]),
    ("The MTUS CPMTG p63 asks for caution. Per p25 MTUS is silent.", [("MTUS", ["63"]), ("MTUS", ["25"])]),
    ("The MTUS CPMTG rates response. A half is good (p16-17). Blood pressure 120/80 (P 72).", [("MTUS", ["16-17"])]),
    ("Per the MTUS Post Surgical Treatment Guidelines, page 16, 3-8 visits are allowed.", [("MTUS", ["16"])]),
    ("The official disability guidelines state, on page 15, that this is so.", [("ODG", ["15"])]),
    ("ODG Pain Chapter, page 12, says so.", [("ODG", ["12"])]),
    ("The Official Disability Guidelines' chronic pain guidelines, page 5, agree.", [("ODG", ["5"])]),
    ("The AMA Guides, 5th edition, page 384, rate this.", [("Other", ["384"])]),
    ("Postsurgical Treatment Guidelines page 26: 24 visits over 14 weeks.", [("MTUS", ["26"])]),
    ("CA-MTUS (Effective July 18, 2009), page 111 of 127, allows it.", [("MTUS", ["111"])]),
    ("See pages 9 and 24 of 127 of the MTUS.", [("MTUS", ["9", "24"])]),
    ("ACOEM OMPG (Second Edition, 2004), Chapter 11, page 268-9, states so.", [("ACOEM", ["268-9"])]),
    # An ACOEM chapter cited as MTUS is MTUS, here or by an earlier mention; outside it is ACOEM.
    ("The MTUS Guideline in ACOEM Chapter 9, Table 9-6, page 213 lists it.", [("MTUS", ["213"])]),
    (
        "MTUS/ACOEM Chapter 7, p 127, supports it. ACOEM Chapter 7, page 137 adds more.",
        [("MTUS", ["127"]), ("MTUS", ["137"])],
    ),
    (
        "The ACOEM Practice Guidelines, Chapter 12, page 303, which is part of the MTUS, asks for findings.",
        [("MTUS", ["303"])],
    ),
    ("The MTUS-adopted ACOEM Guidelines, Chapter 13, page 341, reserve MRI.", [("MTUS", ["341"])]),
    (
        "The Third Edition ACOEM Guidelines Shoulder Disorders Chapter advises against it on page 188.",
        [("ACOEM", ["188"])],
    ),
    ("ACOEM Guidelines, page 127, supports a consultation.", [("ACOEM", ["127"])]),
    ("The MTUS Elbow Disorders chapter (ACOEM, revised 2007), page 37, asks for signs.", [("MTUS", ["37"])]),
    ("The MTUS, the Opioids guideline of ACOEM (April 20, 2017), page 8, advises against it.", [("MTUS", ["8"])]),
    ("The MTUS does not speak of it and ACOEM, page 4, does.", [("ACOEM", ["4"])]),
    # What somebody else has published is none of these.
    ("The ODG is silent. The AAOS guideline on knee OA (2nd edition, page 6) is not.", [("Other", ["6"])]),
    (
        "The Colorado Chronic Pain Disorder guideline, page 62, and the MTUS, page 111, differ.",
        [("Other", ["62"]), ("MTUS", ["111"])],
    ),
    (
        "MTUS aside, the Medical Board of California Guidelines for Prescribing to Adults, page 19, advise a consult.",
        [("Other", ["19"])],
    ),
    ("MTUS aside, guidelines of the American Academy of Neurology, page 3, differ.", [("Other", ["3"])]),
    (
        "The MTUS criteria for TENS (page 116) and its ESI guidelines, page 46, differ.",
        [("MTUS", ["116"]), ("MTUS", ["46"])],
    ),
    # Several in one sentence, each its own entry, in order.
    (
        "It was at odds with page 82 of the MTUS Chronic Pain Medical Treatment Guidelines (July 28, 2016), with the "
        "MTUS Guideline in ACOEM Chapter 12, Table 12-8, page 309, and with the Third Edition ACOEM Guidelines Low "
        "Back Disorders Chapter, page 607.",
        [("MTUS", ["82"]), ("MTUS", ["309"]), ("ACOEM", ["607"])],
    ),
    # Named a sentence earlier.
    ("The MTUS recommends therapy for 4 weeks. On page 99, fading of treatment is advised.", [("MTUS", ["99"])]),
    ("The ODG is clear. He has pain. He walks. He works. He waits. The guidelines on page 4 agree.", [("ODG", ["4"])]),
    ("The MTUS is clear. On lidocaine, see pgs. 111-112 in that document.", [("MTUS", ["111-112"])]),
    # Pages of medical records and of the claim's papers are none of a guideline.
    ("The progress report dated 1/2/17 (page 3) shows no change. The MTUS requires function.", []),
    ("The MTUS requires function. On page 4 of the UR letter, the reviewer noted this.", []),
    ("The MTUS is silent. As per page 5 of 12 of the QME report, he is stable.", []),
    ("The MTUS is silent. On page 5 of 12, he is said to be stable.", []),
    ("The MTUS is silent. The request is at page 2 of the RFA form.", []),
    ("The MTUS asks for signs. Blood pressure was 120/80, p 78.", []),
    ("The MTUS, page 8, asks for signs. See page 8 of his report.", [("MTUS", ["8"])]),
    ("The MTUS asks for a trial. The surgeon had one on page 2 of his May 21 consultation.", []),
    ("The ODG asks for a trial. The QME (pp. 31-33) advised against it.", []),
    ("The MTUS sets a limit. A consultation of 7/15/2014 (14 pages, of which pages 8-11 list trials) went above.", []),
    ("The MTUS sets a limit. The 340 pages of records, including pages 112-118, do not.", []),
    ("The ODG asks for motion. The radiologist (report 2/10/2014, p. 1) measures none.", []),
    ("The ODG is silent. Letter of appeal of the surgeon, page 3, cites a trial.", []),
    (
        "The MTUS Guideline in ACOEM Chapter 2, page 21, suggests it. The 2004 ACOEM Chapter 7 guidelines, pages "
        "137-138, which are not part of the MTUS, do not.",
        [("MTUS", ["21"]), ("ACOEM", ["137-138"])],
    ),
    ("It is as the MTUS page 303 from ACOEM guidelines states.", [("MTUS", ["303"])]),
    ("It was as the MTUS states on page 405 of the ACOEM Stress Related Conditions chapter.", [("MTUS", ["405"])]),
    ("See MTUS, Chronic Pain Medical Treatment Guidelines at 46-47.", [("MTUS", ["46-47"])]),
    ("The MTUS guidelines at 120 mg a day set the limit. The ACOEM guidelines at 4 to 6 weeks advise an MRI.", []),
    ("The MTUS guidelines at 120 MED advise caution. Vitals were normal (p 72).", []),
    # A page that was cited before, behind another work.
    (
        "It is as the MTUS Guideline in ACOEM Chapter 12, page 304, notes. The Third Edition ACOEM Guidelines note on "
        "page 345 the same. It was at odds with page 304.",
        [("MTUS", ["304"]), ("ACOEM", ["345"]), ("MTUS", ["304"])],
    ),
    # No page at all.
    ("He takes one tablet a day; the chapter is closed.", []),
]


@pytest.mark.parametrize(("text", "expected"), PAGES, ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_pages(text: str, expected: list[tuple[str, list[str]]]) -> None:
    found = read_rationale_citations(text)
    assert [(c.source, list(c.pages)) for c in found.value] == expected
    for i, citation in enumerate(found.value):
        assert words(text, found.evidence, str(i)) == citation.text
        for n, page in enumerate(citation.pages):
            assert words(text, found.evidence, f"{i}.pages.{n}").replace(" ", "") == page
        for n, table in enumerate(citation.tables):
            assert words(text, found.evidence, f"{i}.tables.{n}") == table
        for name in ("title", "year", "chapter"):
            if (value := getattr(citation, name)) is not None and citation.source != "ODG":
                assert guidelines.name_key(str(value)) == guidelines.name_key(
                    words(text, found.evidence, f"{i}.{name}")
                )


def test_chapter_and_table() -> None:
    (citation,) = read_rationale_citations(
        "The MTUS Guideline in ACOEM Chapter 9, Table 9-6, page 214, advises against."
    ).value
    assert (citation.chapter, citation.tables, citation.known_title) == ("9", ("9-6",), "Shoulder Complaints")


def test_chapter_without_a_page() -> None:
    (citation,) = read_rationale_citations("MTUS ACOEM, Chapter 8, Neck and Upper Back Complaints, says so.").value
    assert (citation.source, citation.title, citation.pages) == ("MTUS", "Neck and Upper Back Complaints", ())


# Under an item whose guideline paragraph cites pages 76-80 and 124 of the MTUS: the rationale, and whose page it is.
PARAGRAPH = "Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 76-80; 124."
OF_THE_PARAGRAPH = [
    ("Page 77 asks for it.", "MTUS"),
    ("It is as (pages 78 and 124) say.", "MTUS"),
    ("Page 81 asks for it.", None),
    ("On page 77 of his report he agrees.", None),
    ("The UDS report was negative. The MTUS asks for it. The records lack it. Page 78 has the criteria.", "MTUS"),
    ("The surgeon wrote (page 77) that the knee gave way.", None),
    ("The MRI, p. 77, shows a tear.", None),
    ("Per p77, it is asked for.", "MTUS"),
]


def test_a_page_of_the_paragraph_that_another_work_or_a_report_may_have() -> None:
    cited = read_paragraph(PARAGRAPH.replace("76-80", "1-2, 76-80")).found.value
    for rationale, source in (
        ("The ODG asks for it. It is on page 78, too.", "ODG"),
        ("It is asked for (page 2).", "MTUS"),
    ):
        found = read_rationale_citations(rationale, cited)
        assert [citation.source for citation in found.value] == [source]
        assert [doubt.code for doubt in found.doubts] == ["uncertain"]


@pytest.mark.parametrize(("rationale", "source"), OF_THE_PARAGRAPH)
def test_a_page_that_only_the_guideline_paragraph_tells_of(rationale: str, source: str | None) -> None:
    found = read_rationale_citations(rationale, read_paragraph(PARAGRAPH).found.value)
    assert [citation.source for citation in found.value] == ([source] if source else [])
    assert [words(rationale, found.evidence, str(i)) for i in range(len(found.value))] == [c.text for c in found.value]


# Whose page it is, or whether it is one, is not certain: (text, pages, codes of the doubts)
DOUBTED = [
    ("He has pain. On page 22, support is found.", [], ["unknown_guideline"]),
    ("See the MTUS, page twelve.", [], ["unread_guideline"]),
    # Another work may be meant.
    ("The MTUS is silent. The AAOS finds a benefit (page 6).", [("MTUS", ["6"])], ["uncertain"]),
    ("The MTUS is silent, but a trial (Smith et al., 2010, page 6) is not.", [("MTUS", ["6"])], ["uncertain"]),
    ("The ODG is silent. The AAHKS guidelines, page 6, are not.", [("Other", ["6"])], ["uncertain"]),
    ("The MTUS and the ODG speak of it. He walks. He works. Page 8 sets limits.", [("ODG", ["8"])], ["uncertain"]),
    ("He walks. Criteria are listed on page 8. They are of the MTUS.", [("MTUS", ["8"])], ["uncertain"]),
    ("The MTUS asks for it. The UDS report was negative. Page 43 has the criteria.", [], ["uncertain"]),
    # The ordinary ways of writing.
    ("The MTUS is silent. It is not FDA approved (page 6).", [("MTUS", ["6"])], []),
    ("The MTUS asks for it. He walks. He works. Page 8 sets limits.", [("MTUS", ["8"])], []),
    ("The MTUS (May 2009, page 82) is not silent.", [("MTUS", ["82"])], []),
]


@pytest.mark.parametrize(("text", "expected", "doubts"), DOUBTED)
def test_doubts(text: str, expected: list[tuple[str, list[str]]], doubts: list[str]) -> None:
    found = read_rationale_citations(text)
    assert [(c.source, list(c.pages)) for c in found.value] == expected
    assert [d.code for d in found.doubts] == doubts


LITERATURE = [
    ("It helps (Kumar, 2002) and lasts (van Tulder, 1998).", [("Kumar", 2002, None), ("van Tulder", 1998, None)]),
    ("See (Gross-Cochrane, 2004; Chou 2007b).", [("Gross-Cochrane", 2004, None), ("Chou", 2007, "b")]),
    (
        "As found (Smith et al., 2010) (Jones & Brown, 2011).",
        [("Smith et al.", 2010, None), ("Jones & Brown", 2011, None)],
    ),
    # A work twice is two references; dates, editions and updates are none.
    ("(Li, 2005) and again (Li, 2005).", [("Li", 2005, None), ("Li", 2005, None)]),
    ("The Guidelines (July 28, 2016), (May 2009), (updated 2016), (2004), seen (since 2012).", []),
]


@pytest.mark.parametrize(("text", "expected"), LITERATURE)
def test_literature(text: str, expected: list[tuple[str, int, str | None]]) -> None:
    found = read_literature(text)
    assert [(r.authors, r.year, r.suffix) for r in found.value] == expected
    for i, reference in enumerate(found.value):
        assert words(text, found.evidence, str(i)) == reference.text
        assert words(text, found.evidence, f"{i}.authors") == reference.authors
        assert words(text, found.evidence, f"{i}.year") == str(reference.year)
