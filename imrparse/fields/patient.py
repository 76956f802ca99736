"""The patient: what the clinical case summary says of the injured worker's person, injury and diagnoses."""

from __future__ import annotations

from imrparse.evidence import Doubt, Evidence, Found
from imrparse.fields import diagnoses, patient_age, patient_history, patient_sex
from imrparse.record import Patient


def read_patient(summary: str) -> Found[Patient]:
    """The patient of a clinical case summary.

    Args:
        summary: The section's text without the form's lead-in sentence, as `imrparse.evidence` describes it.

    Returns:
        The patient with evidence paths such as `age`, `sex`, `diagnoses.0.text`, and doubts about what is
        missing (`age`, `sex`) or contradictory (`age`, `sex`, `birth_dates`).
    """
    evidence = Evidence()
    doubts: list[Doubt] = []
    age = patient_age.read_age(summary, evidence, doubts)
    birth_dates = patient_age.read_birth_dates(summary, evidence, doubts) if age.years is None else ()
    sex = patient_sex.read_sex(summary, age.span, evidence, doubts)
    patient = Patient(
        age=age.years,
        sex=sex,
        birth_date=birth_dates[0] if len(birth_dates) == 1 else None,
        birth_dates=birth_dates if len(birth_dates) > 1 else (),
        occupation=patient_history.read_occupation(summary, age.span, evidence),
        mechanism_of_injury=patient_history.read_mechanism(summary, evidence),
        diagnoses=diagnoses.read_diagnoses(summary, evidence),
    )
    return Found(patient, evidence, tuple(doubts))
