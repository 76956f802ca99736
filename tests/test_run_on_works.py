"""Works run on behind topics of the ODG: snippet → topics, works and whether they are doubted, one line a case."""

from __future__ import annotations

import pytest

from imrparse.fields.citations import read_citations
from tests.test_citations import OTHER, assert_grounded

ODG = f"{OTHER}Official Disability Guidelines (ODG) "

WORKS = [
    # Behind a semicolon or a full stop: a publisher, a title of a guideline, a book.
    (
        "Knee and Leg chapter, Clots; American College of Foot Physicians, Therapy and Prevention of Clots, 9th ed.",
        ["Clots"],
        ("American College of Foot Physicians, Therapy and Prevention of Clots, 9th ed", None, False),
    ),
    (
        "Mental Illness & Stress, Prazosin; PTSD. VA/DoD Clinical Practice Guideline for Management of Stress, 2010.",
        ["Prazosin", "PTSD"],
        ("VA/DoD Clinical Practice Guideline for Management of Stress", 2010, False),
    ),
    (
        "Low Back, Home help; Wound, Skin and Bone Nurses Society, Guideline for Prevention of Sores.",
        ["Home help"],
        ("Wound, Skin and Bone Nurses Society, Guideline for Prevention of Sores", None, False),
    ),
    (
        "Neck & Upper Back, Disc prosthesis; Policy Statement on Replacement of Discs.",
        ["Disc prosthesis"],
        ("Policy Statement on Replacement of Discs", None, False),
    ),
    (
        "Hernia, Surgery; Guideline for Umbilical Hernia Repair.",
        ["Surgery"],
        ("Guideline for Umbilical Hernia Repair", None, True),
    ),
    ("Wrist, Release; Bells' Hand Surgery, 12th ed.", ["Release"], ("Bells' Hand Surgery, 12th ed", None, True)),
    # Among commas a publisher alone.
    (
        "Pain, Braces, and the Canadian Agency for Drugs and Devices: Braces, 2009.",
        ["Braces"],
        ("Canadian Agency for Drugs and Devices: Braces", 2009, False),
    ),
    # Authors: several, "et al.", and one alone where a title follows.
    (
        "Hernia Chapter, Mesh repair. Doe MK, et al. Mesh Repair: Consensus Guided by Review. Ann Mesh.",
        ["Mesh repair"],
        ("Doe MK, et al. Mesh Repair: Consensus Guided by Review. Ann Mesh", None, False),
    ),
    (
        "Knee, Braces; O'Doe J, McRoe R. Braces of mobile knees in practice.",
        ["Braces"],
        ("O'Doe J, McRoe R. Braces of mobile knees in practice", None, False),
    ),
    (
        "Pain, Testosterone, Doe S, Roe GR, et al. Hormones in men. J Clin Horm 2010; 95(6):2536.",
        ["Testosterone"],
        ("Doe S, Roe GR, et al. Hormones in men. J Clin Horm 2010; 95(6):2536", 2010, False),
    ),
    (
        "Burns, Reconstructive surgery; Doe R. Surgery for scars and marks: from first closure to flaps. Scars.",
        ["Reconstructive surgery"],
        ("Doe R. Surgery for scars and marks: from first closure to flaps. Scars", None, True),
    ),
    (
        "Pain chapter, CRPS, treatment: Doe RN. Regional pain syndromes: diagnosis and care, 4th edition.",
        ["CRPS, treatment"],
        ("Doe RN. Regional pain syndromes: diagnosis and care, 4th edition", None, True),
    ),
    (
        "Pain, Opioids. Doe R, Roe GJ, Poe PG. Clinical care with opioids. J Aches. 2009 Feb;10(2):113-30.",
        ["Opioids"],
        ("Doe R, Roe GJ, Poe PG. Clinical care with opioids. J Aches. 2009 Feb;10(2):113-30", 2009, False),
    ),
    # A paper's title before its journal.
    (
        "Low Back, Fusion (spinal). Outcomes of fusion in older adults. Spine. 2010;35(2):219-226.",
        ["Fusion (spinal)"],
        ("Outcomes of fusion in older adults. Spine. 2010;35(2):219-226", 2010, True),
    ),
]


@pytest.mark.parametrize(("printed", "topics", "work"), WORKS, ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_work_behind_topics(printed: str, topics: list[str], work: tuple[str, int | None, bool]) -> None:
    text = f"{ODG}{printed}"
    found = read_citations(text)
    assert_grounded(text, found)
    odg, other = found.value
    assert (odg.source, list(odg.sections), other.source) == ("ODG", topics, "Other")
    assert (other.title, other.year, any(doubt.path == "1.title" for doubt in found.doubts)) == work


# Topics with punctuation, initials and words of their own.
TOPICS = [
    ("Pain (Chronic) chapter, Opioids, criteria for use; weaning.", ["Opioids, criteria for use", "weaning"]),
    ("Low Back - Lumbar & Thoracic (Acute & Chronic). Physical therapy.", ["Physical therapy"]),
    ("Pain, Vitamin B. Medical foods and supplements in use.", ["Vitamin B", "Medical foods and supplements in use"]),
    ("Pain, Ambien CR. Zolpidem for short term use only.", ["Ambien CR", "Zolpidem for short term use only"]),
    ("Head, Botox A. Injections for the neck in adults.", ["Botox A", "Injections for the neck in adults"]),
    ("Treatment Index, 11th Edition (web), 2014, Low Back; Gym; Home kits.", ["Gym", "Home kits"]),
    ("Pain, Home Health Agency services; Metabolic Panel.", ["Home Health Agency services", "Metabolic Panel"]),
    (
        "Fitness for Duty, Functional evaluation, Guidelines for performing one; Criteria for use.",
        ["Functional evaluation", "Guidelines for performing one", "Criteria for use"],
    ),
]


@pytest.mark.parametrize(("printed", "topics"), TOPICS)
def test_topics_alone(printed: str, topics: list[str]) -> None:
    (citation,) = read_citations(f"{ODG}{printed}").value
    assert (citation.source, list(citation.sections)) == ("ODG", topics)


def test_chapters_behind_a_society() -> None:
    found = read_citations(f"{ODG}Low Back; American Spine Society; Knee & Leg chapter, MRI.").value
    assert [(citation.source, citation.title) for citation in found] == [("ODG", "Low Back"), ("ODG", "Knee & Leg")]
