"""Drugs in the spellings that people use: ingredients with strengths, form, quantity, refills, class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imrparse import catalog
from imrparse.evidence import Found
from imrparse.fields.category import read_category
from imrparse.fields.drug import read_drug
from imrparse.fields.drug_lexicon import DrugFile, lexicon
from imrparse.fields.numbers import number_of
from imrparse.fields.treatment import read_treatment_details
from imrparse.record import Drug


def read(text: str) -> Drug:
    """The drug of `text`, whose evidence must lie inside the text and give each name as printed."""
    found: Found[Drug | None] = read_drug(text)
    drug = found.value
    assert drug is not None
    for spans in found.evidence.values():
        assert all(0 <= start < end <= len(text) for start, end in spans)
    for number, ingredient in enumerate(drug.ingredients):
        assert text[slice(*found.evidence[f"ingredients.{number}.name"][0])] == ingredient.name
        if ingredient.strength is not None:
            printed = text[slice(*found.evidence[f"ingredients.{number}.strength"][0])]
            assert ingredient.strength in (printed, f"{printed}%")
    for name in ("quantity", "unit", "refills", "form"):
        assert (name in found.evidence) == (getattr(drug, name) is not None)
    return drug


# text | name strength; name strength | quantity unit | refills
CASES = """
    # a product: its strength with or without a space, a unit, a slash or a hyphen
    Norco 10/325mg #60 | Norco 10/325mg | 60 |
    Norco 10mg/325mg #90 | Norco 10mg/325mg | 90 |
    Norco 10/325 #120 | Norco 10/325 | 120 |
    Soma 350 #90 | Soma 350 | 90 |
    Butalbital/APAP/Caffeine 50/325/40mg #60 | Butalbital/APAP/Caffeine 50/325/40mg | 60 |
    Gabapentin/Pyridoxine 250mg/10mg #120 | Gabapentin/Pyridoxine 250mg/10mg | 120 |
    Hydrocodone-Acetaminophen 7.5-325 mg #90 | Hydrocodone-Acetaminophen 7.5-325 mg | 90 |
    Fentanyl patch 25mcg/hr #10 | Fentanyl 25mcg/hr | 10 |
    Deprizine 15mg/ml oral suspension 250ml | Deprizine 15mg/ml | 250 ml |
    Miralax 17 gm packets #30 | Miralax 17 gm | 30 |
    Vancomycin 1.25 g IV q 12 hours x 6 weeks | Vancomycin 1.25 g | |
    Percocet (oxycodone/acetaminophen) 10–325 mg, #112 | Percocet 10–325 mg | 112 |
    Miralax 17 grams daily, 1 bottle | Miralax 17 grams | 1 |
    PEG 3350 17 gm/dose, 527 gm #1 | PEG 3350 17 gm/dose | 527 g |
    Vitamin D 50,000 units #12 | Vitamin D 50,000 units | 12 |
    Carafate 1gm #120 | Carafate 1gm | 120 |
    # salt and release belong to the name, the form does not
    Bupropion HCl XL 150mg #90 | Bupropion HCl XL 150mg | 90 |
    Orphenadrine Citrate ER 100mg tabs #30 | Orphenadrine Citrate ER 100mg | 30 |
    Lidoderm 5% patch #30 | Lidoderm 5% | 30 |
    Voltaren 1% gel 100gm | Voltaren 1% | 100 g |
    ProAir HFA inhaler #1 | ProAir HFA | 1 |
    # a brand beside the name is no ingredient
    Tramadol (Ultram) 50mg #60 | Tramadol 50mg | 60 |
    Norco (hydrocodone/APAP) 10/325mg #120 | Norco 10/325mg | 120 |
    Norco (hydrocodone/APAP 10/325mg) #120 | Norco 10/325mg | 120 |
    Naproxen sodium Anaprox DS 550mg #60 | Naproxen sodium 550mg | 60 |
    Terocin (Menthol 10%, Capsaicin 0.025%) 240ml | Terocin | 240 ml |
    # a number that is part of the name
    Tylenol #3 #60 | Tylenol #3 | 60 |
    Tylenol with Codeine #3, 60 tablets | Tylenol with Codeine #3 | 60 |
    # words that introduce the drug
    1 prescription of Norco 10/325mg #60 | Norco 10/325mg | 60 |
    Retrospective request for Tramadol 50mg #60 | Tramadol 50mg | 60 |
    Associated surgical service: Keflex 500mg #28 | Keflex 500mg | 28 |
    Continued use of Lyrica | Lyrica | |
    Post-op Percocet 5/325mg #40 | Percocet 5/325mg | 40 |
    Compound Ketoprofen 20%, 240 grams | Ketoprofen 20% | 240 g |
    # quantities
    Norco 10/325mg, QTY: 60 | Norco 10/325mg | 60 |
    Norco 10/325mg (60 tablets) | Norco 10/325mg | 60 |
    Norco 10/325mg (#60) | Norco 10/325mg | 60 |
    Norco 10/325mg, 60 count | Norco 10/325mg | 60 |
    Norco 10/325mg sixty count | Norco 10/325mg | 60 |
    Norco 10/325mg x 60 | Norco 10/325mg | 60 |
    Norco 10/325mg 60 tabs | Norco 10/325mg | 60 |
    Norco 10/325mg #1,000 | Norco 10/325mg | 1000 |
    Norco 10/325mg, dispense 60 | Norco 10/325mg | 60 |
    60 tablets of Norco 10/325mg | Norco 10/325mg | 60 |
    Ninety (90) capsules of Gabapentin 300mg | Gabapentin 300mg | 90 |
    Norco 10/325mg #90 x 2 months | Norco 10/325mg | 90 |
    Lidocaine ointment 5% 106.32gm | Lidocaine 5% | 106.32 g |
    Capsaicin 0.025% cream 60 grams | Capsaicin 0.025% | 60 g |
    Lidocaine 5% ointment, 30 gm tube | Lidocaine 5% | 30 g |
    Voltaren gel #60 grams | Voltaren | 60 g |
    Menthoderm 120 cc | Menthoderm | 120 ml |
    Menthoderm 120ml #1 | Menthoderm | 120 ml |
    Lidoderm patches, #1 box | Lidoderm | 1 |
    Norco 10/325mg (unknown quantity) | Norco 10/325mg | |
    Norco 10/325mg, unspecified quantity | Norco 10/325mg | |
    One month supply of Celebrex 200mg | Celebrex 200mg | |
    # refills
    Norco 10/325mg #60 with 3 refills | Norco 10/325mg | 60 | 3
    Norco 10/325mg #60 with one refill | Norco 10/325mg | 60 | 1
    Norco 10/325mg #60, 1 refill | Norco 10/325mg | 60 | 1
    Norco 10/325mg #60 refills x2 | Norco 10/325mg | 60 | 2
    Norco 10/325mg #60 x 2 refills | Norco 10/325mg | 60 | 2
    Norco 10/325mg #60, refills: 0 | Norco 10/325mg | 60 | 0
    Norco 10/325mg #60 (no refills) | Norco 10/325mg | 60 | 0
    Norco 10/325mg #60 with two (2) refills | Norco 10/325mg | 60 | 2
    Three refills of Norco 10/325mg #60 | Norco 10/325mg | 60 | 3
    # directions hold numbers that are neither
    Norco 10/325mg 1 tab po q6h prn pain #120 | Norco 10/325mg | 120 |
    Norco 10/325mg, one tablet by mouth every 4-6 hours as needed, #60 | Norco 10/325mg | 60 |
    Percocet 5/325mg #45, 1 to 2 tabs orally every 8 hrs | Percocet 5/325mg | 45 |
    Trazodone 50mg #60, 1-2 at bedtime | Trazodone 50mg | 60 |
    Lorazepam 1mg take 1 tab before the scan, may repeat once | Lorazepam 1mg | |
    Baclofen 10mg (1 by mouth three times a day) #90 | Baclofen 10mg | 90 |
    Norco 10/325 mg tab Sig: 1 PO q6h prn Qty: 120 Refills: 0 | Norco 10/325 mg | 120 | 0
    Voltaren gel apply twice daily, #80 grams with 2 refills, DOS: 3/4/2015 | Voltaren | 80 g | 2
    Nucynta ER 100 mg #60 (do not dispense until 1/1/16) | Nucynta ER 100 mg | 60 |
    # a compound has an entry for each part, however its shares are printed
    Flurbiprofen 20%, Baclofen 5%, Menthol 2% in cream base 240g | Flurbiprofen 20%; Baclofen 5%; Menthol 2% | 240 g |
    Flurbiprofen 25% Cyclobenzaprine 02% 240gm | Flurbiprofen 25%; Cyclobenzaprine 02% | 240 g |
    Tramadol 8%/Gabapentin 10%/Capsaicin 0.05%, 120gm | Tramadol 8%; Gabapentin 10%; Capsaicin 0.05% | 120 g |
    Flurbiprofen/Lidocaine cream (20%/5%) 180 gms | Flurbiprofen 20%; Lidocaine 5% | 180 g |
    Ketoprofen/Lidocaine/Gabapentin cream 20/5/10% | Ketoprofen 20%; Lidocaine 5%; Gabapentin 10% | |
    20% Flurbiprofen, 5% Lidocaine, 120 gram tube | Flurbiprofen 20%; Lidocaine 5% | 120 g |
    Compound cream (Flurbiprofen 20%, Baclofen 2%) 240 grams | Flurbiprofen 20%; Baclofen 2% | 240 g |
    FCL (Flurbiprofen 20%, Lidocaine 2%) 180gm | Flurbiprofen 20%; Lidocaine 2% | 180 g |
    Flurbiprofen 10%, Zzyzxine 5%, 30gm | Flurbiprofen 10%; Zzyzxine 5% | 30 g |
    Capsaicin/Flurbiprofen/Menthol cream | Capsaicin; Flurbiprofen; Menthol | |
    # words that lead up to the parts
    Compound medication containing 10% Ketamine, 4% Diclofenac, 120gm | Ketamine 10%; Diclofenac 4% | 120 g |
    Cream featuring 10% Ketamine, 4% Diclofenac | Ketamine 10%; Diclofenac 4% | |
    Topical cream made up of Baclofen, Zzyzxine and Lidocaine | Baclofen; Zzyzxine; Lidocaine | |
    NPC1: Gabapentin 10%, Lidocaine 5% | Gabapentin 10%; Lidocaine 5% | |
    # shares before the names, with nothing to part them
    Compound cream: 20% Flurbiprofen 5% Lidocaine 4% Menthol, 60g | Flurbiprofen 20%; Lidocaine 5%; Menthol 4% | 60 g |
    # as many shares behind the names as there are names
    Ketoprofen, Lidocaine (20%, 5%) cream | Ketoprofen 20%; Lidocaine 5% | |
    # the name of a group is no product where a product is named
    Medical food: Sentra AM, quantity 180 | Sentra AM | 180 |
    Zzyzxodone medical food, 60 capsules | Zzyzxodone | 60 |
    Muscle relaxant (Flexeril 7.5mg #60) | Flexeril 7.5mg | 60 |
    Naproxen 550mg, NSAID, #60 | Naproxen 550mg | 60 |
    Medical foods, #60 | Medical foods | 60 |
    # several products, of one drug too
    Retrospective Theramine and Sentra PM (DOS 11/4/13) | Theramine; Sentra PM | |
    Norco/Soma #60 | Norco; Soma | 60 |
    OxyContin and oxycodone | OxyContin; oxycodone | |
    Baclofen 10mg tid, Neurontin 600mg tid | Baclofen 10mg; Neurontin 600mg | |
    Zofran (ondansetron) ODT 8mg and Imitrex 25mg | Zofran 8mg; Imitrex 25mg | |
    # what is taken at a time is no quantity
    Voltaren gel 1% 4 grams four times a day, 5 tubes | Voltaren 1% | 5 |
    # an unknown name is kept
    Zzyzxol ER 25mg #30 | Zzyzxol ER 25mg | 30 |
"""
ROWS = [[cell.strip() for cell in f"{line} ||||".split("|")[:4]] for line in CASES.splitlines() if "|" in line]


@pytest.mark.parametrize(("text", "ingredients", "quantity", "refills"), ROWS)
def test_drug(text: str, ingredients: str, quantity: str, refills: str) -> None:
    drug = read(text)
    assert "; ".join(f"{i.name} {i.strength or ''}".strip() for i in drug.ingredients) == ingredients
    amount = f"{drug.quantity:g} {drug.unit or ''}".strip() if drug.quantity is not None else ""
    assert amount == quantity
    assert ("" if drug.refills is None else str(drug.refills)) == refills


# brand or spelling to generic, form and the state's class
@pytest.mark.parametrize(
    ("text", "generic", "form", "class_"),
    [
        ("Norco 10/325mg tablets #60", "hydrocodone/acetaminophen", "tablet", "Opioids"),
        ("Hydrocodone/APAP 10/325mg", "hydrocodone/acetaminophen", None, "Opioids"),
        ("Anaprox-DS 550mg tab", "naproxen", "tablet", "NSAID"),
        ("Flexeril 7.5mg", "cyclobenzaprine", None, "Muscle Relaxant"),
        ("Fanatrex oral suspension", "gabapentin", "suspension", "Anti-epilepsy drugs"),
        ("Prilosec 20mg caps", "omeprazole", "capsule", "Proton Pump Inhibitors"),
        ("Colace 100mg", "docusate", None, "GI Agents"),
        ("Ambien 10mg", "zolpidem", None, "Sedative-hypnotics"),
        ("Xanax 1mg", "alprazolam", None, "Benzodiazepines"),
        ("Viagra 50mg", "sildenafil", None, "Impotence Agents"),
        ("Theramine #90", "choline/amino acids", None, "Nutritional Products"),
        ("Lidoderm patches", "lidocaine", "patch", "Topical Analgesics"),
        ("Voltaren gel 1%", "diclofenac topical", "gel", "Topical Analgesics"),
        ("Voltaren 75mg #60", "diclofenac", None, "NSAID"),
        ("Ketoprofen 20% gel", "ketoprofen", "gel", "Topical Analgesics"),  # an NSAID on the skin
        ("Ketoprofen 20% in cream base 240g", "ketoprofen", "cream", "Topical Compounds"),
        ("Fentanyl patch 25mcg/hr", "fentanyl", "patch", "Opioids"),  # through the skin, and an opioid all the same
        ("Flonase nasal spray", "fluticasone", "spray", "Adrenal Cortical Steroids"),
        ("Allopurinol 100mg", "allopurinol", None, None),  # the state's list has no class for it
    ],
)
def test_class(text: str, generic: str, form: str | None, class_: str | None) -> None:
    drug = read(text)
    assert (drug.ingredients[0].generic, drug.form, drug.class_) == (generic, form, class_)


def test_compound_is_a_class_of_its_own() -> None:
    assert read("Flurbiprofen 20%, Lidocaine 5% cream 180gm").class_ == "Topical Compounds"


# what is doubtful is said
@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("Zzyzxol 25mg #30", "unknown_drug", "ingredients.0.name"),
        ("Voltaren gel 100gm #3", "contradiction", "quantity"),
        ("Norco 10/325mg #60 and Soma 350mg #30", "several_drugs", "ingredients"),
        ("Norco 10/325mg #60 #90", "contradiction", "quantity"),
        ("Norco 10/325mg #60 with 1 refill, refills: 2", "contradiction", "refills"),
        ("Biofreeze 4 oz", "unread", "quantity"),
        ("Compound topical cream", "missing", "ingredients"),
        ("Gabapentin 10% Lidocaine 5% 180mg", "unread", "ingredients"),
        ("60 Norco 10/325mg", "uncertain", "quantity"),
        ("Lyrica 75mg BID 60", "uncertain", "quantity"),
        ("Lactulose 15 ml bid", "uncertain", "quantity"),
        ("Norco 10/325mg #60 x 3", "uncertain", "refills"),
        ("Medical foods, #60", "unknown_drug", "ingredients.0.name"),
        ("Theramine and Sentra PM", "several_drugs", "ingredients"),
        ("Naproxen/Tramadol/Omeprazole", "several_drugs", "ingredients"),
        ("Norco 10/325mg one po q6h #120 and Theramine", "uncertain", "ingredients"),
        ("OxyContin, oxycodone 10mg #60", "uncertain", "ingredients"),
        ("Naproxen and Zzyzxol", "uncertain", "ingredients"),
        ("Zzyzx ibuprofen 200mg", "uncertain", "ingredients"),
        ("Cyclobenzaprine 10% Lidocaine", "uncertain", "ingredients"),
        ("Lidocaine 10% Baclofen, 5% Menthol, 2%", "uncertain", "ingredients"),
        ("Ketoprofen Lidocaine 20% 5%", "uncertain", "ingredients"),
        ("Flurbiprofen/Lidocaine/Baclofen 20%/5%", "uncertain", "ingredients"),
        ("Topamax 25mg qhs then 50mg qhs", "unread", "ingredients"),
    ],
)
def test_doubt(text: str, code: str, path: str) -> None:
    assert (code, path) in [(doubt.code, doubt.path) for doubt in read_drug(text).doubts]


@pytest.mark.parametrize(
    "text",
    [
        "Norco 10/325mg #60",
        "Flurbiprofen 20%, Lidocaine 5% cream 180gm",
        "Cream with 20% Flurbiprofen and 5% Lidocaine",
        "Trial of Gralise 600mg, three tablets with evening meal, #90",
        "Tylenol 500mg, 2 tabs q6h, max 3000mg/day, #120",
        "Voltaren gel",
    ],
)
def test_no_doubt(text: str) -> None:
    assert not read_drug(text).doubts


# what is no pharmaceutical has no drug
@pytest.mark.parametrize(
    "text",
    [
        "MRI of the lumbar spine",
        "Toradol injection 60mg",
        "Synvisc injection, left knee",
        "TENS unit",
        "Acupuncture with capsaicin patch, 12 visits",
        "Vitamin D level",
        "Medication management",
        "",
    ],
)
def test_no_drug(text: str) -> None:
    assert read_drug(text).value is None


def test_lexicon() -> None:
    file = catalog.load("drugs", DrugFile)
    assert {entry.class_ for entry in file.drugs} - {None} <= set(file.drug_classes)
    assert len(file.drugs) >= 300
    generics = [entry.generic for entry in file.drugs]
    assert len(generics) == len(set(generics))
    for entry in file.drugs:
        for brand in entry.brands:
            found = lexicon().get(brand)
            assert found is not None
            assert found.entry.generic == entry.generic, brand


@pytest.mark.parametrize(
    ("printed", "generic", "class_"),
    [
        ("Brilinta 90mg #60", "ticagrelor", "Anti-coagulant"),
        ("Trelegy Ellipta inhaler #1", "fluticasone/umeclidinium/vilanterol", "Asthma Medications"),
        ("Armour Thyroid 60mg #30", "desiccated thyroid", "Hormones"),
        ("Ofev 150mg #60", "nintedanib", None),
        ("Bupap 50/300mg #30", "butalbital/acetaminophen", "Barbiturates"),
        ("Gaviscon #60", "aluminum hydroxide/magnesium carbonate", "GI Agents"),
        ("Cyclobenzaprene 7.5mg #60", "cyclobenzaprine", "Muscle Relaxant"),
        ("Zanoflex 4mg #90", "tizanidine", "Muscle Relaxant"),
        ("Omeprazol 20mg #60", "omeprazole", "Proton Pump Inhibitors"),
    ],
)
def test_seldom_drugs_and_misspellings(printed: str, generic: str, class_: str | None) -> None:
    drug = read(printed)
    assert [ingredient.generic for ingredient in drug.ingredients] == [generic]
    assert drug.class_ == class_


@pytest.mark.parametrize(
    "text", ["Diabetes consultation", "Intelligence testing", "Genital examination", "Home exercise regimen"]
)
def test_ordinary_words_near_a_brand_are_no_drug(text: str) -> None:
    assert read_category(text).value != "Pharmaceuticals"
    assert read_drug(text).value is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("60", 60),
        ("1,000", 1000),
        ("106.32", 106.32),
        ("twelve", 12),
        ("twenty-four", 24),
        ("one hundred twenty", 120),
        ("several", None),
    ],
)
def test_number(printed: str, value: float | None) -> None:
    assert number_of(printed) == value


# any number of a plausible request comes back, whatever is beside it
@given(
    name=st.sampled_from(["Norco", "Tramadol ER", "Naproxen sodium", "Senokot-S", "Zzyzxol"]),
    strength=st.sampled_from(["10/325mg", "50 mg", "7.5-325mg", "0.5mg"]),
    form=st.sampled_from(["", " tablets", " caps"]),
    directions=st.sampled_from(["", ", 1 tab po bid", ", take one by mouth every 4-6 hours as needed", " at bedtime"]),
    count=st.sampled_from(["#{}", "QTY: {}", "quantity {}", "({} tablets)", "{} count", "#{} tablets"]),
    quantity=st.integers(min_value=5, max_value=999),
    refills=st.sampled_from([(" with {} refills", 1), (", refills: {}", 1), (" x {} refills", 1), ("", 0)]),
    refill=st.integers(min_value=2, max_value=12),
)
def test_rendered_request_reads_back(
    *,
    name: str,
    strength: str,
    form: str,
    directions: str,
    count: str,
    quantity: int,
    refills: tuple[str, int],
    refill: int,
) -> None:
    text = f"{name} {strength}{form}{directions}, {count.format(quantity)}{refills[0].format(refill)}"
    drug = read(text)
    assert [(i.name, i.strength) for i in drug.ingredients] == [(name, strength)]
    assert (drug.quantity, drug.unit, drug.refills) == (quantity, None, refill if refills[1] else None)


WORDS = [
    "MRI",
    "of",
    "the",
    "10",
    "mg",
    "%",
    "#",
    "(",
    ")",
    "/",
    "-",
    ",",
    "Norco",
    "cream",
    "two",
    "x",
    "week",
    "left",
    "knee",
    "DOS",
    "1/2/15",
    "L4-5",
    "\u2013",
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=25).map(" ".join))
def test_spans_lie_inside_any_text(text: str) -> None:
    for found in (read_category(text), read_drug(text), read_treatment_details(text)):
        for spans in found.evidence.values():
            assert all(0 <= start < end <= len(text) for start, end in spans)
