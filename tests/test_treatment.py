"""Request categories and the details of requests, in the spellings that people use."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from imrparse import catalog
from imrparse.fields.body_part import BodyPartFile, read_body_parts, read_levels
from imrparse.fields.category import CategoryFile, classify, read_category
from imrparse.fields.treatment import read_treatment_details
from imrparse.fields.visits import read_frequency, read_visits
from imrparse.record import Frequency, ServiceDates, TreatmentDetails

CATEGORIES = {
    # pictures, in every order of words
    "Diagnostic Testing": """
        MRI of the left ankle without contrast
        Repeat MRI lumbar spine
        Right shoulder MRI arthrogram
        MRA of the brain
        3T MRI of the bilateral wrists
        Open MRI, cervical spine
        Magnetic Resonance Imaging (MRI) with gadolinium of the brain
        CT myelogram of the cervical spine
        CT scan of the left foot with 3D reconstruction
        X-ray series of the thoracic spine, AP and lateral
        Flexion/extension x-rays of the cervical spine
        Xrays of both knees
        Bone scan, three phase
        DEXA bone density scan
        Venous doppler ultrasound of the right lower extremity
        Ultrasound of the abdomen
        Diagnostic ultrasound of the right shoulder
        Provocative discography L3-L4, L4-L5 and L5-S1
    # nerves and muscles
        EMG/NCV of the bilateral lower extremities
        Electromyography (EMG) of the right upper extremity
        NCV of the left lower extremity
        Nerve conduction velocity studies BUE
        Electrodiagnostic studies of the upper extremities
        Bilateral lower extremity electromyogram/nerve conduction velocity (EMG/NCV)
        Somatosensory evoked potentials (SSEP)
    # laboratory, also around a surgery
        Urine drug screen
        Retrospective urine toxicology screen (DOS 3/4/2014)
        Urinalysis toxicology screening
        Quantitative confirmatory drug testing
        Labs: CBC, CMP
        Laboratory testing: hepatic and renal function panel
        Pre-operative labs
        Associated surgical service: PT/INR
        DNA testing for opioid metabolism
        Cytochrome P450 drug testing
        Vitamin D level
        Free and total testosterone levels
        Hemoglobin A1C
        Blood draw
    # other tests
        Initial functional capacity evaluation
        Work capacity evaluation
        Sleep study
        Polysomnogram
        Associated surgical service: EKG
        Pre-op electrocardiogram
        Echocardiogram
        Pulmonary function test
        Videonystagmography (VNG)
        Computerized range of motion and muscle testing
        Cardio-respiratory diagnostic testing
        Upper GI endoscopy
        Audiogram
    """,
    "Rehabilitation": """
        Physical therapy 2x6 for the right knee
        Physical Therapy (12 sessions)
        Post-op PT 3x4, left shoulder
        Twelve (12) visits of physical therapy for the lumbar spine
        Additional physical therapy evaluation and treatment, 8 visits
        Home physical therapy, 6 visits
        12 sessions of aquatic therapy
        Aqua therapy 2 times a week for 4 weeks
        Pool therapy
        Occupational therapy for the right hand, twice weekly for six weeks
        Hand therapy x 12
        Certified hand therapist 2 x 6
        Acupuncture, 6 visits
        Accupuncture 2x4
        Electroacupuncture with infrared lamp
        Chiropractic treatment 3x4 for the neck
        Chiropractor visits
        Chiro 12 sessions
        Manipulation of the thoracic spine by a chiropractor, 8 visits
        Massage therapy x 6 sessions
        Myofascial release 2 times per week for 4 weeks
        Deep tissue massage
        Work conditioning 3x4
        Vestibular rehabilitation
        Speech therapy, 8 sessions
        Cognitive rehabilitation, 12 visits
        Therapeutic exercises, 6 visits
        Gait training
        Inpatient rehabilitation
        Mechanical traction 2 times a week for 4 weeks
        Ultrasound therapy, 8 sessions
        Electrical stimulation, 6 visits
        Spinal decompression therapy
        Low level laser therapy
        Kinesio taping
    """,
    "Injection": """
        Lumbar epidural steroid injection at L4-5
        Left L5-S1 TFESI
        Transforaminal ESI bilateral L4-L5
        Second cervical epidural injection, C5-6
        Caudal epidural with catheter
        Bilateral medial branch blocks at L3, L4, L5
        Facet blocks C4-7
        Radiofrequency ablation, right L4-S1
        Rhizotomy of the lumbar facets
        Cervical facet injections
        Bilateral SI joint injections
        Left stellate ganglion block
        Occipital nerve block
        Trigger point injections x 4
        Synvisc One injection, left knee
        Orthovisc injections, series of three, right knee
        Euflexxa
        Series of 3 hyaluronic acid injections
        Ultrasound guided corticosteroid injection to the left shoulder
        Cortisone injection for the right wrist
        Kenalog injection right knee
        PRP injection, left elbow
        Stem cell injection
        Botox injections for migraine
        Toradol injection 60mg IM
        Retrospective Toradol 60mg injection
        Vitamin B12 injection
        Lumbar sympathetic block
        Selective nerve root block right L5
    """,
    "Surgery": """
        Left knee arthroscopy with partial medial meniscectomy
        Arthroscopic rotator cuff repair, right shoulder
        Right total knee arthroplasty
        Total hip replacement
        Anterior cervical discectomy and fusion C5-6
        L4-5 microdiscectomy
        ACDF C4-C7
        Lumbar laminectomy and fusion L4-S1 with instrumentation
        Right carpal tunnel release
        Left trigger thumb release
        Ulnar nerve transposition
        Hardware removal, right ankle
        Removal of hardware, left wrist
        Open reduction internal fixation
        Inguinal hernia repair
        Spinal cord stimulator trial
        Trial of spinal cord stimulator
        Intrathecal pump trial
        Manipulation under anesthesia, left shoulder
        Kyphoplasty T12
        Assistant surgeon
        Associated surgical service: Assistant surgeon
        Associated surgical service: Physician assistant
        Associated surgical service: 2 day inpatient stay
        Associated surgical service: Pre-operative medical clearance
        Associated surgical service: History and physical
        Pre-op clearance with internist
        Cardiac clearance
        Intraoperative neuromonitoring
        Monitored anesthesia care
        Facility fee
        Surgery, right shoulder
        Septoplasty
        Bariatric surgery
    """,
    "DMEPOS": """
        TENS unit purchase
        TENS unit, 30 day rental
        H-wave unit for home use
        Interferential unit with supplies
        IF unit
        Electrodes, 10 packs
        Bone growth stimulator
        X-Force stimulator
        Cold therapy unit rental, 14 days
        Associated surgical service: Polar care
        Hot/cold therapy unit with DVT
        Vascutherm rental
        DVT compression sleeves
        CPM machine, 21 day rental
        LSO brace
        Back brace
        Lumbar sacral orthosis
        Knee brace, right
        Wrist splint
        Custom orthotics
        Post-op sling
        UltraSling
        Cervical collar
        CAM walker boot
        Crutches
        Front wheeled walker
        Single point cane
        Power wheelchair
        Motorized scooter
        Hospital bed
        Orthopedic mattress
        Shower chair
        Cervical traction unit
        Home exercise kit
        Exercise ball
        Ergonomic chair
        Hearing aids, bilateral
        Prescription glasses
        Compression stockings
        CPAP machine
        Wound dressing supplies
        Paraffin bath unit
        Cervical pillow
        Prosthetic leg
        Diabetic shoes
        Home modification: bathroom grab bars
        Heating pad
        Replacement batteries for TENS unit
    """,
    "Evaluation & Management": """
        Pain management consultation
        Consultation with a neurologist
        Orthopedic consult for the left knee
        Follow-up visit
        Follow up with pain management in 4 weeks
        Follow-up office visits x 3
        Re-evaluation in 6 weeks
        Referral to a podiatrist
        Referral to internal medicine
        Neurology evaluation
        Second opinion, orthopedic surgery
        Evaluation and treatment with a dermatologist
        Spine surgeon consultation
        Consultation for epidural steroid injection
        Hand surgeon consult
        Urology consult
        ENT evaluation
        Ophthalmology consultation
        Dental consultation
        Root canal, tooth #19
        Dental crown
        Nutritionist consultation
        Office visit
        Ergonomic evaluation
        Orthopedic surgeon follow up
        Transfer of care to pain management
        Toxicology consultation
    """,
    "Psych Services": """
        Psychological evaluation
        Psych consult
        Psychiatric consultation
        Referral to psychologist
        Cognitive behavioral therapy, 6 sessions
        CBT x 12
        Individual psychotherapy once a week for 12 weeks
        Group therapy 1x12
        Biofeedback, 6 sessions
        Neuropsychological testing
        Psychological clearance for spinal cord stimulator trial
        Medical hypnotherapy/relaxation training
        Psychotropic medication management, once a month
        Beck Depression Inventory
        Counseling sessions
        Transcranial magnetic stimulation
    """,
    "Programs": """
        Functional restoration program, 160 hours
        Initial evaluation for a functional restoration program
        FRP, 2 weeks
        Interdisciplinary pain management program
        Multidisciplinary evaluation
        Weight loss program
        Lindora weight loss program
        Gym membership for 6 months
        One year gym/pool membership
        HELP program
        Detox program
        Inpatient detoxification
        Work hardening program
        Smoking cessation
        YMCA membership
    """,
    "Home Health": """
        Home health aide 4 hours a day, 5 days a week
        Home health care
        Home care assistance, 6 hours per day
        In-home nursing visits
        Skilled nursing, twice weekly
        Housekeeping services
        Home health evaluation
        Caregiver, 24 hours a day
        LVN care
    """,
    "Transportation": """
        Transportation to and from appointments
        Medical transportation
        Taxi service to physical therapy
        Round trip transportation for surgery
    """,
    "Therapies": """
        Extracorporeal shockwave therapy, left shoulder
        ESWT x 3
        Shock wave therapy 1x4 for the lumbar spine
        LINT, 6 sessions
        Hyperbaric oxygen therapy
        Wound care
        Ketamine infusion
        Percutaneous electrical nerve stimulation (PENS)
    """,
    "Pharmaceuticals": """
        Norco 10/325mg #120
        Tramadol ER 150 mg
        Prilosec
        Terocin patches
        Compound cream: Flurbiprofen 20%, Lidocaine 5%
        Topical compound cream
        Medrox ointment 120gm
        Theramine #90
        Lidocaine patches 5% #30
        Sumatriptan 50mg tablets
        Medical food: Sentra PM
        Vitamin D 2000 units
        Retrospective Omeprazole 20mg (DOS 2/1/13)
        Zzyzxol 25mg #30
        Unknown prescription of Soma
        Stool softener
        Melatonin 3mg
        Medication refill: Naproxen
        Prescription of Ambien
        Opioid medication
        Capsaicin cream
    """,
}
CASES = [
    (line.strip(), category)
    for category, lines in CATEGORIES.items()
    for line in lines.splitlines()
    if line.strip() and "    # " not in line
]


@pytest.mark.parametrize(("treatment", "category"), CASES)
def test_category(treatment: str, category: str) -> None:
    found = read_category(treatment)
    assert found.value == category
    assert found.evidence[""]
    assert all(treatment[start:end].strip() for start, end in found.evidence[""])


# what decided is shown, and what else it may be
@pytest.mark.parametrize(
    ("treatment", "words", "other"),
    [
        ("Repeat MRI of the left knee", ["MRI"], None),
        ("Consultation with a psychologist", ["psychologist"], None),
        ("EMG and physical therapy 2x4", ["physical therapy"], "Diagnostic Testing"),  # two things in one request
        ("Surgical consultation", ["Surgical consultation"], "Surgery"),
        (
            "Electrical stimulation",
            ["Electrical stimulation"],
            "Rehabilitation",
        ),  # a device, or a session in the clinic
        ("Night guard", ["Night guard"], "DMEPOS"),
        ("Supartz, right knee", ["Supartz"], "Pharmaceuticals"),
        ("Discography L4-5", ["Discography"], "Injection"),
    ],
)
def test_category_says_why(treatment: str, words: list[str], other: str | None) -> None:
    found = read_category(treatment)
    assert [treatment[start:end] for start, end in found.evidence[""]] == words
    assert (other is not None) == bool(found.doubts)
    if other:
        assert other in found.doubts[0].message


# a misspelling is understood where nothing else decides, and said to be one
@pytest.mark.parametrize(
    ("treatment", "category", "word"),
    [
        ("Acupucnture to the neck", "Rehabilitation", "Acupucnture"),
        ("Physcial thearpy of the knee", "Rehabilitation", "Physcial"),
        ("Elecrodiagnostic studies", "Diagnostic Testing", "Elecrodiagnostic"),
        ("Cyclobenzaprinee 7.5mg", "Pharmaceuticals", None),  # the strength decides
    ],
)
def test_misspelled_category(treatment: str, category: str, word: str | None) -> None:
    found = read_category(treatment)
    assert found.value == category
    assert [doubt.code for doubt in found.doubts] == (["uncertain"] if word else [])
    assert not word or repr(word) in found.doubts[0].message


# a request that no word of the vocabulary names is not guessed at
@pytest.mark.parametrize("treatment", ["", "Zzyzx", "as requested", "12"])
def test_unknown_category(treatment: str) -> None:
    found = read_category(treatment)
    assert found.value is None
    assert found.doubts[0].code == "unknown_category"


# a word that many categories share may not be the one that matters
@pytest.mark.parametrize(
    ("treatment", "doubted"),
    [("Grommet therapy", True), ("Referral for grommets", True), ("Physical therapy", False), ("P.T. 6 visits", False)],
)
def test_a_general_word_alone_leaves_a_doubt(treatment: str, doubted: bool) -> None:
    assert [doubt.code for doubt in read_category(treatment).doubts] == ["ambiguous_category"] * doubted


# the state's subcategory
@pytest.mark.parametrize(
    ("treatment", "subcategory"),
    [
        ("MRI of the hip", "Imaging"),
        ("NCS of the right arm", "EMG/NCV/NCS"),
        ("Urine drug screen", "Lab & Pathology"),
        ("Sleep study", "Other Diagnostic Tests"),
        ("H-wave", "Electrical Stimulation"),
        ("Knee brace", "Prosthetics/Orthotics"),
        ("Electrodes", "Supplies"),
        ("Cane", "DME"),
        ("Medial branch block", "Facet Injection"),
        ("Root canal", "Dental Services"),
        ("Acupuncture", "Acupuncture"),
        ("Chiropractic", "Chiropractic"),
        ("Massage", "Other Therapies"),
        ("Assistant surgeon", "Adjunct Surgical Services"),
        ("Knee arthroscopy", "Arthroscopic Surgery"),
        ("ACDF", "Spine"),
        ("Carpal tunnel release", "Non-arthroscopic Surgery"),
        ("Psychiatric evaluation", "Evaluation & Management"),
        ("Psychotherapy", "Therapies"),
        ("Norco 10/325mg", None),
    ],
)
def test_subcategory(treatment: str, subcategory: str | None) -> None:
    assert classify(treatment).subcategory == subcategory


def test_vocabulary_is_the_states_and_has_no_dead_entry() -> None:
    file = catalog.load("categories", CategoryFile)
    for rule in file.rules:
        assert {rule.category, *rule.or_} <= file.request_categories.keys()
        assert rule.subcategory is None or rule.subcategory in file.request_categories[rule.category]
    decided = {rule.category for rule in file.rules}
    assert decided == file.request_categories.keys()
    for part in catalog.load("body_parts", BodyPartFile).body_parts:
        assert read_body_parts(part.phrases[0]).value[0].name == part.name


# body parts, with the side that holds for each
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("MRI of the low back", [("lumbar spine", None)]),
        ("MRI of the neck and right hand", [("cervical spine", None), ("hand", "right")]),
        ("PT for the left shoulder, wrist and hip", [("shoulder", "left"), ("wrist", "left"), ("hip", "left")]),
        ("PT left hand, right lower leg", [("hand", "left"), ("lower leg", "right")]),
        ("X-ray knee, left", [("knee", "left")]),
        ("X-ray of the ankle (right) and foot", [("ankle", "right"), ("foot", "right")]),
        ("Acupuncture for the lumbar and bilateral knees", [("lumbar spine", None), ("knee", "bilateral")]),
        ("EMG BUE", [("upper extremity", "bilateral")]),
        ("NCS RLE", [("lower extremity", "right")]),
        ("X-rays of both feet", [("foot", "bilateral")]),
        ("R wrist splint", [("wrist", "right")]),
        ("L/S spine MRI", [("lumbar spine", None)]),
        ("C-spine CT", [("cervical spine", None)]),
        ("Right carpal tunnel release", [("wrist", "right")]),
        ("SI joint injection, bilateral", [("sacroiliac joint", "bilateral")]),
        ("Hand therapy", []),  # a kind of therapy
        ("Spinal cord stimulator", []),
        ("Norco 10/325mg", []),
    ],
)
def test_body_parts(text: str, parts: list[tuple[str, str | None]]) -> None:
    found = read_body_parts(text)
    assert [(part.name, part.side) for part in found.value] == parts
    for number, (_, side) in enumerate(parts):
        assert text[slice(*found.evidence[f"{number}.name"][0])]
        assert (f"{number}.side" in found.evidence) == (side is not None)


# levels of the spine, but not the L of "left" nor a Tesla
@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Facet injections L4-5, L5-S1", ["L4-5", "L5-S1"]),
        ("ACDF C5-C6 and C6-7", ["C5-C6", "C6-7"]),
        ("Medial branch blocks at L3, L4, L5", ["L3", "L4", "L5"]),
        ("Kyphoplasty T12", ["T12"]),
        ("Left L5-S1 TFESI", ["L5-S1"]),
        ("3T MRI, left wrist", []),
        ("Tylenol T3", ["T3"]),  # indistinguishable by its letters; the category tells
    ],
)
def test_levels(text: str, levels: list[str]) -> None:
    found = read_levels(text)
    assert list(found.value) == levels
    assert [text[slice(*found.evidence[str(i)][0])] for i in range(len(levels))] == levels


# (times, times_to, per, length, length_to, length_unit)
@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("PT 2 times a week for 6 weeks", (2, None, "week", 6, None, "week")),
        ("PT two times a week times three weeks", (2, None, "week", 3, None, "week")),
        ("PT 2-3 times a week for 4-6 weeks", (2, 3, "week", 4, 6, "week")),
        ("PT two to three times a week for six to eight weeks", (2, 3, "week", 6, 8, "week")),
        ("PT 1 to 2 times per week", (1, 2, "week", None, None, None)),
        ("PT 2x/week x 6 weeks", (2, None, "week", 6, None, "week")),
        ("PT 2x week x 6 wks", (2, None, "week", 6, None, "week")),
        ("PT 2xwk x 4wks", (2, None, "week", 4, None, "week")),
        ("PT twice weekly for 4 weeks", (2, None, "week", 4, None, "week")),
        ("PT three times weekly", (3, None, "week", None, None, None)),
        ("PT once a week for 8 weeks", (1, None, "week", 8, None, "week")),
        ("CBT weekly for twelve weeks", (None, None, "week", 12, None, "week")),
        ("PT 3 visits per week for 2 weeks", (3, None, "week", 2, None, "week")),
        ("Office visit once a month for 6 months", (1, None, "month", 6, None, "month")),
        ("PT two (2) times a week for six (6) weeks", (2, None, "week", 6, None, "week")),
        ("PT 2 x per week for 6 weeks", (2, None, "week", 6, None, "week")),
        ("Home health aide 7 days a week for 2 weeks", (7, None, "week", 2, None, "week")),
        ("PT 2x6", (2, None, "week", 6, None, "week")),
        ("PT 3 x 4", (3, None, "week", 4, None, "week")),
        ("PT 3 x 4 visits", (3, None, "week", 4, None, "week")),
    ],
)
def test_frequency(text: str, frequency: tuple[object, ...]) -> None:
    found = read_frequency(text)
    assert found.value == Frequency(**dict(zip(Frequency.__struct_fields__, frequency, strict=True)))
    for name, value in zip(Frequency.__struct_fields__, frequency, strict=True):
        assert (name in found.evidence) == (value is not None) or "x6" in text or "x 4" in text
    assert bool(found.doubts) == (text in ("PT 2x6", "PT 3 x 4", "PT 3 x 4 visits"))  # a custom, not words


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("PT 2 times a week for 6 weeks (12 sessions)", 12),
        ("PT for 3 weeks (6)", 6),
        ("Twelve physical therapy visits", 12),
        ("Twelve (12) visits of PT", 12),
        ("Eight sessions of acupuncture", 8),
        ("Acupuncture times 8", 8),
        ("Acupuncture x 6", 6),
        ("Acupuncture sessions, #6", 6),
        ("PT sessions, 12", 12),
        ("Chiropractic, QTY: 10", 10),
        ("PT total of 18", 18),
        ("12 additional post-operative aquatic therapy sessions", 12),
        ("Care for the low back; six sessions", 6),
        ("Twenty-four sessions of CBT", 24),
        ("PT 2x6", None),
        ("PT 2 x 6 visits", None),
        ("PT L4-5 x 6 visits", 6),
        ("PT 1-2 x 6 visits", 6),
        ("PT 1 x 8 visits", 8),
        ("PT 2 times a week for 6 weeks", None),
        ("PT 3 visits per week for 2 weeks", None),
        ("PT", None),
    ],
)
def test_visits(text: str, visits: int | None) -> None:
    found = read_visits(text)
    assert found.value == visits
    assert (visits is None) == (not found.evidence)


def details(text: str) -> TreatmentDetails:
    found = read_treatment_details(text)
    for spans in found.evidence.values():
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans)
    assert msgspec.json.decode(msgspec.json.encode(found.value), type=TreatmentDetails) == found.value
    return found.value


def test_visits_are_computed_only_beside_the_printed_ones() -> None:
    assert (
        details("PT 2 times a week for 6 weeks").visits,
        details("PT 2 times a week for 6 weeks").visits_implied,
    ) == (None, 12)
    assert details("PT 2-3 times a week for 6 weeks").visits_implied is None
    contradicted = read_treatment_details("PT 2 times a week for 6 weeks (10 sessions)")
    assert (contradicted.value.visits, contradicted.doubts[0].code) == (10, "contradiction")


def test_a_quantity_of_things_is_no_visit() -> None:
    assert details("Norco 10/325mg #60").visits is None
    assert details("Electrocardiogram times 3").visits is None
    assert details("Wrist braces #2").visits is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Retrospective CT scan (DOS 11/18/16)", [("2016-11-18", None)]),
        ("Retrospective urine drug screen, date of service: 1/5/2014", [("2014-01-05", None)]),
        ("Retro PT, dates of service 1/5/2014, 2/7/2014", [("2014-01-05", None), ("2014-02-07", None)]),
        ("PT (DOS: 1/5/14-3/5/14)", [("2014-01-05", "2014-03-05")]),
        ("Retrospective PT between 6/1/2013 and 8/1/2013", [("2013-06-01", "2013-08-01")]),
        ("Retrospective TENS unit DOS 02-03-2015 through 02-05-2015", [("2015-02-03", "2015-02-05")]),
        ("Retrospective TENS unit", []),
    ],
)
def test_retrospective(text: str, dates: list[tuple[str, str | None]]) -> None:
    read = details(text)
    wanted = [ServiceDates(start=_day(start), end=_day(end) if end else None) for start, end in dates]
    assert read.retrospective
    assert list(read.dates_of_service) == wanted


def _day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


def test_a_date_that_is_none_is_said_to_be_none() -> None:
    found = read_treatment_details("Retrospective MRI (DOS 2/30/2016)")
    assert (found.value.dates_of_service, found.doubts[0].code) == ((), "impossible")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Physical therapy (CPT 97110, 97140)", [("CPT", "97110"), ("CPT", "97140")]),
        ("Epidural steroid injection 62311-50", [("CPT", "62311-50")]),
        ("TENS unit E0730", [("HCPCS", "E0730")]),
        ("Lumbar brace, L0637", [("HCPCS", "L0637")]),
        ("MRI, ICD-10 M54.5", [("ICD-10", "M54.5")]),
        ("MRI, ICD-9: 722.10, 724.4", [("ICD-9", "722.10"), ("ICD-9", "724.4")]),
        ("Vitamin D 50,000 units", []),
        ("Vitamin D 50000 units", []),
        ("ACDF C5-6", []),
        ("Lidocaine ointment 106.32gm", []),
    ],
)
def test_codes(text: str, codes: list[tuple[str, str]]) -> None:
    assert [(code.system, code.code) for code in details(text).codes] == codes


def test_associated_surgical_service() -> None:
    assert details("Associated surgical service: Shoulder sling").associated_surgical_service
    assert details("Associated surgical services: Keflex 500mg #28").associated_surgical_service
    assert not details("Shoulder sling").associated_surgical_service
