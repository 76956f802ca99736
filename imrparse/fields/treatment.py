"""What a request says beside the thing itself: body parts, visits, dates of service, codes."""

from __future__ import annotations

import datetime

from imrparse.evidence import Doubt, Evidence, Found, Span
from imrparse.fields.body_part import read_body_parts, read_levels
from imrparse.fields.category import classify
from imrparse.fields.phrases import words_of
from imrparse.fields.visits import implied_visits, read_frequency, read_visits
from imrparse.patterns import IGNORECASE, Pattern
from imrparse.record import BillingCode, ServiceDates, TreatmentDetails

# categories in which "#60" or "times 3" counts things, not visits
_COUNTED_THINGS = frozenset(("Pharmaceuticals", "DMEPOS", "Diagnostic Testing", "Injection", "Surgery"))

_ASSOCIATED = Pattern(r"\b associated \s+ (?: surgical \s+ )? services? \b", IGNORECASE, bounded=True)
_RETROSPECTIVE = Pattern(
    r"\b (?: retro (?:spective(?:ly)?)? ) \b | \b DOS \b | \b dates? \s+ of \s+ service \b", IGNORECASE, bounded=True
)
_RETROSPECTIVE_WORDS = frozenset(("retro", "retrospective", "retrospectively", "dos", "date"))


def _date_pattern(number: int) -> str:
    """A date with its parts as groups: `m1`, `d1`, `y1` for the first, `m2` … for the second."""
    return (
        rf"(?P<m{number}> 0?[1-9] | 1[0-2] ) (?P<s{number}> [/-] ) (?P<d{number}> 0?[1-9] | [12]\d | 3[01] )"
        rf" (?P=s{number}) (?P<y{number}> (?: 19 | 20 ) \d\d | \d\d ) (?! \d )"
    )


# "11/14/16", "1/1/2016 - 3/1/2016", "1-1-15 through 2-1-15", "between 6/1/2013 and 8/1/2013"
_DATES = Pattern(
    rf"""
    (?: \b (?P<between> between ) \s+ )? (?<! [\d/-] ) {_date_pattern(1)}
    (?: \s* (?: - | – | \b (?: to | thru | through ) \b | (?(between) \b and \b | (?!) ) ) \s* {_date_pattern(2)} )?
    """,
    IGNORECASE,
)
# "97110", "CPT 97110-59", "E0730"; ICD-10 with its point, ICD-9 only where it is called so
_CODE = Pattern(
    r"""
    (?<! [\w.,/\#$-] ) (?: (?P<cpt> \d{5} (?: -\d\d )? ) (?! [\w.,%/] \d | [\w%] | \s* (?: units? | iu | mg ) )
      | (?P<hcpcs> [A-CEGHJ-MP-TV] \d{4} (?: -[A-Z]{2} )? ) (?! \w | \.\d )
      | (?P<icd10> [A-TV-Z] \d [0-9A-Z] \. [0-9A-Z]{1,4} ) (?! \w )
    )
    """
)
_ICD9 = Pattern(
    r"""
    \b (?: ICD (?: [\s-]* 9 )? (?: [\s-]* CM )? (?: \s+ codes? )? | diagnosis \s+ codes? ) [\s:\#]*
    (?: (?P<icd9> \d{3} (?: \.\d{1,2} )? | [VE] \d{2,3} (?: \.\d )? ) (?: \s* , \s* )? )+
    """,
    IGNORECASE,
)


def read_treatment_details(text: str) -> Found[TreatmentDetails]:
    """The details of a request as printed; of a modified request, give the disputed part."""
    evidence = Evidence()
    doubts: list[Doubt] = []
    filed = classify(text)
    if filed.subcategory:
        for span in filed.spans:
            evidence.add("subcategory", *span)
    body_parts = read_body_parts(text)
    levels = read_levels(text)
    evidence.merge("body_parts", body_parts.evidence, 0)
    evidence.merge("levels", levels.evidence, 0)
    frequency = visits = implied = None
    if filed.category not in _COUNTED_THINGS:
        often = read_frequency(text)
        number = read_visits(text)
        evidence.merge("frequency", often.evidence, 0)
        evidence.merge("visits", number.evidence, 0)
        doubts += (doubt._replace(path="frequency") for doubt in often.doubts)
        frequency, visits = often.value, number.value
        implied = implied_visits(frequency)
    if visits is not None and implied is not None and visits != implied:
        doubts.append(Doubt("contradiction", "visits", f"{visits} visits, but the frequency makes {implied}"))
    known = words_of(text).known
    retrospective = None if known.isdisjoint(_RETROSPECTIVE_WORDS) else _RETROSPECTIVE.search(text)
    if retrospective:
        evidence.add("retrospective", *retrospective.span())
    associated = _ASSOCIATED.search(text) if "associated" in known else None
    if associated:
        evidence.add("associated_surgical_service", *associated.span())
    details = TreatmentDetails(
        subcategory=filed.subcategory,
        body_parts=body_parts.value,
        levels=levels.value,
        visits=visits,
        visits_implied=implied if visits is None else None,
        frequency=frequency,
        retrospective=bool(retrospective),
        dates_of_service=_service_dates(text, evidence, doubts) if retrospective else (),
        codes=_codes(text, evidence),
        associated_surgical_service=bool(associated),
    )
    return Found(details, evidence, tuple(doubts))


def _service_dates(text: str, evidence: Evidence, doubts: list[Doubt]) -> tuple[ServiceDates, ...]:
    """The dates of a retrospective request; a year of two digits is of this century."""
    found: list[ServiceDates] = []
    for match in _DATES.finditer(text):
        try:
            start = _date(match["y1"], match["m1"], match["d1"])
            end = _date(match["y2"], match["m2"], match["d2"]) if match["y2"] else None
        except ValueError:
            message = f"{match.group()!r} is no date"
            doubts.append(Doubt("impossible", "dates_of_service", message, spans=(Span(*match.span()),)))
            continue
        path = f"dates_of_service.{len(found)}"
        evidence.add(f"{path}.start", match.start("m1"), match.end("y1"))
        if end:
            evidence.add(f"{path}.end", match.start("m2"), match.end("y2"))
        found.append(ServiceDates(start=start, end=end))
    return tuple(found)


def _date(year: str, month: str, day: str) -> datetime.date:
    return datetime.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))


def _codes(text: str, evidence: Evidence) -> tuple[BillingCode, ...]:
    """CPT, HCPCS and ICD codes, in order of print within each kind of system."""
    codes: list[BillingCode] = []

    def note(code: BillingCode, start: int, end: int) -> None:
        evidence.add(f"codes.{len(codes)}.code", start, end)
        codes.append(code)

    # every code has four characters or more, points included, and a digit before its last
    for match in _CODE.finditer(text) if any(len(n) > 2 and n[-2] < "a" for n in words_of(text).numbers) else ():
        if match["cpt"]:
            note(BillingCode(system="CPT", code=match["cpt"]), *match.span("cpt"))
        elif match["hcpcs"]:
            note(BillingCode(system="HCPCS", code=match["hcpcs"]), *match.span("hcpcs"))
        else:
            note(BillingCode(system="ICD-10", code=match["icd10"]), *match.span("icd10"))
    if "ICD" in text or "iagnosis" in text:
        for match in _ICD9.finditer(text):
            for printed, span in zip(match.captures("icd9"), match.spans("icd9"), strict=True):
                note(BillingCode(system="ICD-9", code=printed), *span)
    return tuple(codes)
