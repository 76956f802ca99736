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
CASES = [(line.strip(), category) for category, lines in CATEGORIES.items() for line in lines.splitlines() if line.strip() and "    # " not in line]


@pytest.mark.parametrize(("treatment", "category"), CASES)
def test_category(treatment: str, category: str) -> None:
    found = read_category(treatment)
    assert found.value == category
    assert found.evidence[""]
    assert all(treatment[start:end].strip() for start, end in found.evidence[""])
