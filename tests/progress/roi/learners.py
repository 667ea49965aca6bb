"""The four example learners of docs/roi-model.md, with the seed's fees on purpose."""

import math
from dataclasses import replace

from progress.roi.assumptions import Assumptions
from progress.roi.shapes import AcceleratorInput, BandInput, ExamInput, RoiInputs, RungInput

# Published ends in US dollars a year, 2024, and whether the top is open above.
BANDS: dict[str, list] = {
    "devops": [
        (80e3, 110e3, False),
        (120e3, 160e3, False),
        (150e3, 220e3, False),
        (180e3, 250e3, True),
    ],
    "mlops": [
        (90e3, 120e3, False),
        (130e3, 180e3, False),
        (160e3, 240e3, False),
        (200e3, 300e3, True),
    ],
    "linux": [(65e3, 85e3, False), None, (120e3, 175e3, False), (150e3, 200e3, True)],
    "python": [(70e3, 90e3, False), None, (130e3, 180e3, False), (160e3, 200e3, True)],
}


def make_bands(track_key):
    bands: list = list(BANDS[track_key])
    for index, band in enumerate(bands):
        if band is None:
            below, above = bands[index - 1], bands[index + 1]
            bands[index] = (math.sqrt(below[0] * above[0]), math.sqrt(below[1] * above[1]), False)
    return [
        BandInput(low_usd_per_year=low, high_usd_per_year=high, is_open_above=is_open)
        for low, high, is_open in bands
    ]


def make_exam(key, fee, rung, first, later, renewal, boost, hours, free=0):
    return ExamInput(
        key=key, rung=rung, fee_usd=fee, sat_after_hours=hours, first_pass_share=first,
        later_pass_share=later, boost_share=boost, free_retakes_count=free,
        renewal_every_months=renewal[0] if renewal else None,
        renewal_fee_usd=renewal[1] if renewal else 0.0,
    )  # fmt: skip


def make_linux_exams(rhcsa=None, linux_plus=None, rhce=None, cka=None):
    rows = [
        (("rhcsa", 450, 1, 0.60, 0.70, (36, 450), 0.05), rhcsa, 0),
        (("linux-plus", 350, 1, 0.70, 0.75, (36, 150), 0.03), linux_plus, 0),
        (("rhce", 800, 2, 0.55, 0.65, (36, 800), 0.05), rhce, 0),
        (("cka", 445, 2, 0.60, 0.75, (24, 445), 0.05), cka, 1),
    ]
    return tuple(make_exam(*row, hours, free) for row, hours, free in rows if hours is not None)


def make_python_exams(pcep=None, pcap=None, aws=None):
    rows = [
        (("pcep", 59, 1, 0.80, 0.80, None, 0.02), pcep),
        (("pcap", 295, 1, 0.70, 0.75, None, 0.03), pcap),
        (("aws-associate", 150, 2, 0.65, 0.70, (36, 75), 0.05), aws),
    ]
    return tuple(make_exam(*row, hours) for row, hours in rows if hours is not None)


def make_inputs(track_key="linux", *, start_rung=0, hours=(400, 300, 350, 0), **changes):
    bands = make_bands(track_key)
    values = {
        "track_key": track_key,
        "start_rung": start_rung,
        "current_pay_usd_per_year": 52_000.0,
        "rungs": tuple(
            RungInput(rung=rung, band=bands[rung - 1], remaining_hours=hours[rung - 1])
            for rung in range(max(start_rung, 1), 5)
        ),
        "planned_hours_per_week": 8.0,
        "assumptions": Assumptions.for_track(track_key),
        "subscription_usd_per_month": 49.0,
        "materials_usd": 120.0,
    }
    return RoiInputs(**{**values, **changes})


def make_learner(letter):
    """A help-desk to Linux, B junior Python, C DevOps mid to senior, D accountant to MLOps."""
    if letter == "A":
        return make_inputs(exams=make_linux_exams(300, 200, 650, 700))
    if letter == "B":
        return make_inputs(
            "python", start_rung=1, hours=(0, 260, 300, 0), current_pay_usd_per_year=82_000.0,
            exams=make_python_exams(aws=200), planned_hours_per_week=10.0,
            logged_weeks=20, logged_hours=150, months_active=5,
        )  # fmt: skip
    if letter == "C":
        return make_inputs(
            "devops", start_rung=2, hours=(0, 0, 320, 250), current_pay_usd_per_year=135_000.0,
            exams=make_linux_exams(cka=0), planned_hours_per_week=6.0,
            logged_weeks=12, logged_hours=60, months_active=3,
        )  # fmt: skip
    return make_inputs(
        "mlops", hours=(650, 350, 0, 0), current_pay_usd_per_year=78_000.0,
        exams=make_python_exams(200, 400, 800), planned_hours_per_week=12.0,
        logged_weeks=2, logged_hours=20,
    )  # fmt: skip


def list_own_changes(inputs):
    """Changes of everything that belongs to the learner alone, one at a time."""
    return [
        {"current_pay_usd_per_year": 60_000.0}, {"planned_hours_per_week": 9.0},
        {"logged_weeks": 3.0}, {"logged_hours": 20.0}, {"months_active": 2.0},
        {"subscription_usd_per_month": 0.0}, {"materials_usd": 10.0}, {"employer_share": 0.5},
        {"accelerators": (AcceleratorInput(key="cloud", landing_share=0.02),)},
        {"rungs": (replace(inputs.rungs[0], remaining_hours=390.0), *inputs.rungs[1:])},
        {"rungs": (*inputs.rungs[:3], replace(inputs.rungs[3], is_bundle_done=True))},
        {"exams": (replace(inputs.exams[0], sat_after_hours=310.0), *inputs.exams[1:])},
        {"exams": (replace(inputs.exams[0], is_planned=False), *inputs.exams[1:])},
        {"exams": (replace(inputs.exams[0], employer_share=1.0), *inputs.exams[1:])},
    ]  # fmt: skip
