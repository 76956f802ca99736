"""An age or sex in a rationale that is not the case summary's."""

from __future__ import annotations

from collections.abc import Iterator

from imrparse.contradictions.contradiction import Contradiction, quoted, sentence_around
from imrparse.evidence import Span
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import Record, Sex

PATIENT_IN_RATIONALE = Pattern(
    # "The claimant is a 37 year old female", "this 45-year-old male patient", "In this case, the 52 year-old man".
    r"""
    \b (?: (?: patient | claimant | worker | employee | applicant | individual | IW
             | case \s involves | this \s is ) \s+
           (?: \( \w+ \) \s+ )? (?: (?:is|was|involves) \s+ )? an? (?: \( n \) )?
         | this | case, \s the | our )
    \s+ (?: now \s+ )?
    (?P<age> [1-9]\d ) [\s-]? (?: years? | yrs? ) [\s-]? old \b
    (?: [\s,]+ (?: right | left | hand | handed | dominant | right-handed | left-handed | right-hand-dominant
          | injured | hispanic | caucasian | obese | pleasant ) ){0,4}
    (?: [\s,]+ (?P<sex> female | woman | male | man | gentleman | lady ) \b )?
    """,
    IGNORECASE,
    bounded=True,
)
SEX_OF: dict[str, Sex] = {
    "female": "female", "woman": "female", "lady": "female", "male": "male", "man": "male", "gentleman": "male",
}  # fmt: skip
BIRTHDAY = 1
"""Years by which two right statements of an age may differ within the weeks of a review."""

PRONOUNS: dict[Sex, tuple[str, str, str]] = {
    "female": (" she ", " her ", "She "),
    "male": (" he ", " his ", "He "),
}
FEWEST_PRONOUNS = 3
"""Pronouns of the other sex, and none of the patient's, from which the rationale speaks of another person.
One or two of the real letters' are a physician's, or slips; none of the 116 has three."""


def _patient_and_pronoun(words: str) -> Pattern:
    """A sentence in which a pronoun stands for the patient: no other person is named between the two."""
    return Pattern(
        rf"""
        \b (?: patient | claimant | (?:injured\s)?worker | employee | applicant | IW ) \b
        (?: (?! \b (?: physician | provider | doctor | surgeon | therapist | psychologist | psychiatrist
            | chiropractor | examiner | nurse | QME | AME | Dr | MD | who | wife | husband | spouse | son | daughter
            | mother | father | brother | sister | friend | supervisor | co-?worker
            | caregiver | another ) \b ) [^.\n] )
        {{0,90}}?
        \s (?P<pronoun> {words} ) \b (?! \s? / | \s or \s )
        """,
        IGNORECASE,
    )


PATIENT_AND_PRONOUN: dict[Sex, Pattern] = {
    "female": _patient_and_pronoun("she | her"),
    "male": _patient_and_pronoun("he | his"),
}


def other_persons(record: Record) -> Iterator[Contradiction]:
    """The first statement in each rationale of an age or sex that is not the patient's."""
    patient = record.patient
    for number, item in enumerate(record.disputed_items):
        path, text = f"disputed_items.{number}.rationale", item.rationale
        if not text:
            continue
        match = PATIENT_IN_RATIONALE.search(text) if "old " in text else None
        if match:
            words = Span(*match.span())
            age, sex = int(match["age"]), SEX_OF.get((match["sex"] or "").lower())
            if patient.age is not None and abs(age - patient.age) > BIRTHDAY:
                message = f"the case summary gives the age {patient.age}, the rationale says {quoted(text, *words)}"
                yield Contradiction("other_person", "patient.age", message, path, words)
            if sex and patient.sex and sex != patient.sex:
                message = f"the case summary says {patient.sex}, the rationale says {quoted(text, *words)}"
                yield Contradiction("other_person", "patient.sex", message, path, words)
        elif patient.sex:
            yield from _other_pronouns(patient.sex, text, path)


def _other_pronouns(sex: Sex, text: str, path: str) -> Iterator[Contradiction]:
    other: Sex = "male" if sex == "female" else "female"
    subject, possessive, capital = PRONOUNS[other]
    if possessive not in text or text.count(subject) + text.count(possessive) + text.count(capital) < FEWEST_PRONOUNS:
        return
    if any(word in text for word in PRONOUNS[sex]):
        return
    match = PATIENT_AND_PRONOUN[other].search(text)
    if match:
        words = sentence_around(text, match.start())
        message = (
            f"the case summary says {sex}, the rationale's pronouns are {other} throughout: {quoted(text, *words)}"
        )
        yield Contradiction("other_person", "patient.sex", message, path, words)
