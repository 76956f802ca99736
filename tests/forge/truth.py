"""The truth of a letter: a random, complete record in the shape of RECORD.md, made for one form.

What the form does not print is null or empty. `source` and `warnings`, which say how a letter was read, are absent,
and so are values that no rule of the record fixes (`citing.UNSAID`).
"""

from __future__ import annotations

import datetime
from typing import Any

from tests.forge import citing, citing_2013
from tests.forge.chooser import Chooser
from tests.forge.citing import UNSAID
from tests.forge.pools import Words, pool, slashed, written

FORMS = ("mpr-2013", "notice-2013", "fdl-2013", "fdl-2014", "fdl-2015")
Truth = dict[str, Any]

PRONOUNS = {
    "female": {"he": "she", "He": "She", "his": "her", "him": "her"},
    "male": {"he": "he", "He": "He", "his": "his", "him": "him"},
}
MOST_ITEMS = 6


def make_truth(chooser: Chooser, form: str) -> Truth:
    """A record of the form; all of its choices are the chooser's."""
    dates = _dates(chooser, form)
    year = dates["decision"].year
    with_header = form in ("mpr-2013", "notice-2013") or not chooser.chance(0.05)
    requests = _requests(chooser, form)
    summary = _summary(chooser, dates, [request["treatment"] for request in requests])
    sex = summary["sex"]
    same_decision = form == "mpr-2013"
    decision = _decision(chooser)
    items = []
    for request in requests:
        words = Words(chooser, year, _said(sex or "male", None, dates, request, requests))
        items.append(_item(chooser, form, year, request, decision, words))
        decision = decision if same_decision else _decision(chooser)
    if same_decision:
        items = [items[0] | {key: item[key] for key in REQUEST_KEYS} for item in items]
    printed = PRINTED_DATES[form] if with_header else ()
    if form == "mpr-2013":
        printed = printed if chooser.chance(0.5) else ()
    return {
        "form": form,
        "case_number": _case_number(chooser, form, year) if with_header else None,
        "dates": {key: day.isoformat() if key in printed else None for key, day in dates.items()},
        "priority": _priority(chooser, form) if with_header else None,
        "outcome": _outcome(items),
        "reviewer": _reviewer(chooser, form),
        "patient": {"age": summary["age"], "sex": sex},
        "case_summary": summary["text"],
        "documents_reviewed": _documents(chooser, form, year),
        "disputed_items": items,
    }


REQUEST_KEYS = ("treatment", "modification", "category", "drug")
ALL_DATES = ("assigned", "injury", "decision", "ur_denial", "application_received")
PRINTED_DATES = {
    "mpr-2013": ("injury", "decision", "ur_denial"),
    "notice-2013": ALL_DATES,
    "fdl-2013": ("injury", "decision", "ur_denial", "application_received"),
    "fdl-2014": ALL_DATES,
    "fdl-2015": ALL_DATES,
}
FIRST_AND_LAST_DECISION = {
    "mpr-2013": (datetime.date(2013, 1, 20), 120),
    "notice-2013": (datetime.date(2013, 5, 1), 200),
    "fdl-2013": (datetime.date(2013, 11, 1), 150),
    "fdl-2014": (datetime.date(2014, 2, 1), 330),
    "fdl-2015": (datetime.date(2015, 1, 5), 3000),
}
"""Of each form: the first day on which it was used, and for how many days."""


def _dates(chooser: Chooser, form: str) -> dict[str, datetime.date]:
    def before(day: datetime.date, low: int, high: int) -> datetime.date:
        return day - datetime.timedelta(days=chooser.integer(low, high))

    first, days = FIRST_AND_LAST_DECISION[form]
    decision = first + datetime.timedelta(days=chooser.integer(0, days))
    assigned = before(decision, 8, 40)
    received = before(assigned, 2, 20)
    denial = before(received, 3, 30)
    injury = before(denial, 40, 7000)
    return {
        "assigned": assigned,
        "injury": injury,
        "decision": decision,
        "ur_denial": denial,
        "application_received": received,
    }


def _case_number(chooser: Chooser, form: str, year: int) -> str | None:
    number = f"{chooser.integer(4, 239999):07d}"
    if form == "mpr-2013":
        return chooser.one_of((f"CM13-{number}", None))
    return f"CM{13 if form.endswith('2013') else year % 100}-{number}"


def _priority(chooser: Chooser, form: str) -> str | None:
    if form in ("mpr-2013", "notice-2013"):
        return None
    return "expedited" if chooser.chance(0.1) else "standard"


def _decision(chooser: Chooser) -> str:
    return "overturned" if chooser.chance(0.3) else "upheld"


def _outcome(items: list[dict[str, Any]]) -> str:
    decisions = {item["decision"] for item in items}
    return decisions.pop() if len(decisions) == 1 else "partially overturned"


def _reviewer(chooser: Chooser, form: str) -> dict[str, Any]:
    people = pool("people")
    licensure = chooser.sample(people["states"], chooser.integer(1, 4))
    if form in ("notice-2013", "fdl-2013") and chooser.chance(0.08):
        return {"licensure": licensure, "specialties": UNSAID}  # "The Chiropractor reviewer is licensed …"
    specialties: list[str] = chooser.sample(people["specialties"], 1)
    if form == "fdl-2015":
        specialties += chooser.sample([s for s in people["specialties"] if s not in specialties], chooser.integer(0, 2))
    elif chooser.chance(0.4):
        specialties.append(chooser.one_of(people["subspecialties"]))
    return {"licensure": licensure, "specialties": specialties}


def _documents(chooser: Chooser, form: str, year: int) -> list[str]:
    if form in ("fdl-2014", "fdl-2015"):
        return []
    words = Words(chooser, year, {})
    return [words.fill(text) for text in chooser.sample(pool("prose")["documents"], chooser.integer(1, 6))]


def _requests(chooser: Chooser, form: str) -> list[dict[str, Any]]:
    """One to six different requests; only one in a fifth of the letters of the first months has more than one."""
    most = MOST_ITEMS if form != "mpr-2013" or chooser.chance(0.2) else 1
    count = min(chooser.integer(1, most), chooser.integer(1, most))
    made: dict[str, dict[str, Any]] = {}
    for _ in range(count):
        request = _request(chooser, form)
        made.setdefault(request["treatment"].casefold(), request)
    return list(made.values())


def _request(chooser: Chooser, form: str) -> dict[str, Any]:
    if form in ("fdl-2014", "fdl-2015") and chooser.chance(0.1):
        return _modified(chooser)
    if chooser.chance(0.35):
        request = _topical(chooser) if chooser.chance(0.2) else _product(chooser)
        request = {**request, "category": "Pharmaceuticals", "modification": None}
    else:
        by_category = pool("requests")
        category = chooser.one_of([name for name in by_category if name != "about"])
        pattern = chooser.one_of(by_category[category])
        text = Words(chooser, 2013, {}).fill(pattern)
        request = {"treatment": text, "category": category, "modification": None, "drug": None}
    if form == "notice-2013" and chooser.chance(0.6):
        request["treatment"] = _inside_a_sentence(request["treatment"])
    return request


def _inside_a_sentence(text: str) -> str:
    """`physical therapy` of `Physical therapy`; names of products and abbreviations keep their capitals."""
    first = text.split(" ", 1)[0]
    drugs = {product["name"].split()[0] for product in pool("drugs")["products"]} | {"Voltaren", "Botox", "H-wave"}
    keeps = first in drugs or not first[1:].islower()
    return text if keeps else text[0].lower() + text[1:]


def _product(chooser: Chooser) -> dict[str, Any]:
    product = chooser.one_of(pool("drugs")["products"])
    wording = chooser.one_of(pool("drugs")["requests"])
    quantity, refills = chooser.one_of((60, 30, 90, 120)), chooser.integer(1, 3)
    strength = chooser.one_of(product["strengths"])
    text = wording["text"].format(name=product["name"], strength=strength, quantity=quantity, refills=refills)
    drug = {
        "ingredients": [{"name": product.get("ingredient", product["name"]), "strength": strength}],
        "quantity": wording.get("quantity", quantity),
        "unit": None,
        "refills": refills if "refills" in wording else None,
        "class": product["class"],
    }
    return {"treatment": text, "drug": drug}


def _topical(chooser: Chooser) -> dict[str, Any]:
    topical = chooser.one_of(pool("drugs")["topicals"])
    grams = chooser.one_of((30, 60, 120, 240))
    drug = {
        "ingredients": [{"name": name, "strength": strength} for name, strength in topical["ingredients"]],
        "quantity": grams,
        "unit": "g",
        "refills": None,
        "class": UNSAID,
    }
    return {"treatment": topical["text"].format(grams=grams), "drug": drug}


MODIFIED = (
    "{requested} was the original request. {authorized} was authorized by the Claims Administrator. "
    "The remaining IMR eligible portion of the original request, {disputed}",
    "{requested} was the original request. The Claims Administrator authorized {authorized}, leaving the original "
    "request IMR eligible. The original request, {disputed}",
)


def _modified(chooser: Chooser) -> dict[str, Any]:
    """A request of which the utilization review had authorized a part."""
    pattern = chooser.one_of(("Acupuncture {} sessions", "Physical therapy, {} visits", "{} sessions of psychotherapy"))
    authorized = chooser.integer(2, 8)
    left = chooser.integer(2, 12)
    wording = chooser.one_of(MODIFIED)
    asked = pattern.format(authorized + left)
    disputed = pattern.format(left) if wording == MODIFIED[0] else asked
    change = {"requested": asked, "authorized": pattern.format(authorized), "disputed": disputed}
    category = "Psych Services" if "psychotherapy" in pattern else "Rehabilitation"
    return {"treatment": wording.format(**change), "modification": change, "category": category, "drug": None}


def _said(
    sex: str,
    age: int | None,
    dates: dict[str, datetime.date],
    request: dict[str, Any],
    requests: list[dict[str, Any]],
) -> dict[str, str]:
    """What the letter's sentences may speak of."""

    def short(one: dict[str, Any]) -> str:
        return str((one["modification"] or {}).get("disputed") or one["treatment"])

    others = [one for one in requests if one is not request] or requests
    return {
        **PRONOUNS[sex],
        "age": str(age),
        "injury": written(dates["injury"]),
        "slash_injury": slashed(dates["injury"]),
        "treatment": short(request),
        "other": short(others[0]),
    }


def _summary(chooser: Chooser, dates: dict[str, datetime.date], treatments: list[str]) -> dict[str, Any]:
    """The case summary's text with the age and sex that it states; the sex may follow from pronouns alone."""
    sentences = pool("prose")
    sex = chooser.one_of(("female", "male"))
    age = chooser.integer(19, 78)
    opening = chooser.one_of(sentences["openings"])
    request = {"treatment": treatments[0], "modification": None}
    said = _said(sex, age, dates, request, [request])
    said["person"] = chooser.one_of(sentences["persons"][sex])
    words = Words(chooser, dates["decision"].year, said)
    paragraphs = [words.fill(opening["text"])]
    for sentence in chooser.sample(sentences["summary"], chooser.integer(1, 9)):
        new_paragraph = chooser.chance(0.1)
        text = mistyped(chooser, words.fill(sentence))
        paragraphs = [*paragraphs, text] if new_paragraph else [*paragraphs[:-1], f"{paragraphs[-1]} {text}"]
    stated = opening["sex"] or words.used & {"he", "He", "his", "him"}
    return {
        "text": "\n".join(paragraphs),
        "age": age if opening["age"] else None,
        "sex": sex if stated else None,
    }


def _item(
    chooser: Chooser, form: str, year: int, request: dict[str, Any], decision: str, words: Words
) -> dict[str, Any]:
    if form == "notice-2013":
        theirs, own = citing_2013.notice_sides(chooser)
    elif form == "fdl-2013":
        theirs = citing_2013.fdl_side(chooser, None)
        own = citing_2013.fdl_side(chooser, chooser.one_of(("Physician Reviewer", "Expert Reviewer")))
    elif form == "mpr-2013":
        theirs, own = citing.NO_SIDE, citing_2013.mpr_side(chooser)
    else:
        theirs = citing.side_since_2014(chooser, form, year, "Claims Administrator")
        own = citing.side_since_2014(chooser, form, year, "Expert Reviewer")
    rationale, cited = _rationale(chooser, decision, words)
    return {
        "treatment": request["treatment"],
        "modification": request["modification"],
        "decision": decision,
        "claims_administrator": theirs.record(),
        "expert_reviewer": own.record(),
        "rationale": rationale,
        "rationale_citations": cited,
        "category": request["category"],
        "drug": request["drug"],
    }


def _rationale(chooser: Chooser, decision: str, words: Words) -> tuple[str, list[dict[str, Any]]]:
    """Paragraphs and points of a list, with the guideline pages that they cite; the last words give the verdict."""
    sentences = pool("prose")
    paragraphs: list[str] = [""]
    cited: list[dict[str, Any]] = []

    def add(text: str) -> None:
        paragraphs[-1] = f"{paragraphs[-1]} {text}".strip()

    for sentence in chooser.sample(sentences["rationale"], chooser.integer(1, 8)):
        if paragraphs[-1] and chooser.chance(0.1):
            paragraphs.append("")
        add(mistyped(chooser, words.fill(sentence)))
        if chooser.chance(0.08):
            source = "ACOEM" if chooser.chance(0.2) else "MTUS"
            pattern = chooser.one_of(sentences["paged"][source])
            page = _page(chooser, several="{pages}" in pattern)
            add(words.fill(pattern.replace("{pages}", page).replace("{page}", page)))
            cited.append({"source": source, "pages": [page]})
    if chooser.chance(0.15):
        pattern = chooser.one_of(sentences["points"])
        add("The criteria are:")
        paragraphs += [words.fill(pattern.replace("{n}", str(n))) for n in range(1, chooser.integer(2, 4) + 1)]
        paragraphs.append("")
    add(words.fill(chooser.one_of(sentences["conclusions"][decision])))
    if chooser.chance(0.03):
        paragraphs[-1] = paragraphs[-1].removesuffix(".")
    return "\n".join(paragraphs), cited


def _page(chooser: Chooser, several: bool) -> str:
    first = chooser.integer(9, 120)
    return f"{first}-{first + chooser.integer(1, 5)}" if several else str(first)


def mistyped(chooser: Chooser, sentence: str, rate: float = 0.03) -> str:
    """The sentence, at the given rate with two letters of one of its longer words changed over."""
    if not chooser.chance(rate):
        return sentence
    words = sentence.split(" ")
    long = [n for n, word in enumerate(words) if len(word) > 6 and word.isalpha() and word.islower()]
    if long:
        at = chooser.one_of(long)
        word, turn = words[at], chooser.integer(1, len(words[at]) - 3)
        words[at] = word[:turn] + word[turn + 1] + word[turn] + word[turn + 2 :]
    return " ".join(words)
