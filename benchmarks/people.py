"""Make synthetic learners: help-desk to Linux as in docs/roi-model.md, and thousands around."""

import math

import numpy as np

from progress.roi.assumptions import Assumptions
from progress.roi.contexts import facts_of
from progress.roi.learner_columns import LearnerColumns
from progress.roi.shapes import BandInput, ExamInput, RoiInputs, RungInput

# Published ends in US dollars a year, 2024; Linux mid is derived.
LINUX_BANDS = (
    (65e3, 85e3, False),
    (math.sqrt(65e3 * 120e3), math.sqrt(85e3 * 175e3), False),
    (120e3, 175e3, False),
    (150e3, 200e3, True),
)
# Fee, rung, pass first and later, renewal months and fee, boost, nominal hours before.
EXAMS = (
    ("rhcsa", 450, 1, 0.60, 0.70, 36, 450, 0.05, 300),
    ("linux-plus", 350, 1, 0.70, 0.75, 36, 150, 0.03, 200),
    ("rhce", 800, 2, 0.55, 0.65, 36, 800, 0.05, 650),
    ("cka", 445, 2, 0.60, 0.75, 24, 445, 0.05, 700),
)
HOURS = (400.0, 300.0, 350.0, 0.0)


def make_learner(*, start_rung: int = 0) -> RoiInputs:
    """Make one learner with four exams planned."""
    return RoiInputs(
        track_key="linux",
        start_rung=start_rung,
        current_pay_usd_per_year=52_000.0,
        rungs=tuple(
            RungInput(
                rung=rung,
                band=BandInput(low_usd_per_year=low, high_usd_per_year=high, is_open_above=is_open),
                remaining_hours=hours,
            )
            for rung, ((low, high, is_open), hours) in enumerate(
                zip(LINUX_BANDS, HOURS, strict=True), start=1
            )
            if rung >= max(start_rung, 1)
        ),
        planned_hours_per_week=8.0,
        assumptions=Assumptions.for_track("linux"),
        exams=tuple(
            ExamInput(
                key=key, fee_usd=fee, rung=rung, first_pass_share=first, later_pass_share=later,
                renewal_every_months=every, renewal_fee_usd=renewal, boost_share=boost,
                sat_after_hours=hours,
            )
            for key, fee, rung, first, later, every, renewal, boost, hours in EXAMS
        ),
        subscription_usd_per_month=49.0,
        materials_usd=120.0,
    )  # fmt: skip


def make_people(count: int, *, start_rung: int, seed: int) -> LearnerColumns:
    """Make learners of one context who differ in everything that is theirs."""
    random = np.random.default_rng(seed)
    width = len(facts_of(make_learner(start_rung=start_rung)).bands)
    hours = random.integers(0, 500, (count, width)).astype(np.float64)
    return LearnerColumns(
        current_pay_usd_per_year=random.integers(35_000, 160_000, count).astype(np.float64),
        planned_hours_per_week=random.integers(4, 40, count) / 2.0,
        logged_weeks=random.integers(0, 104, count).astype(np.float64),
        logged_hours=random.integers(0, 700, count).astype(np.float64),
        months_active=random.integers(0, 36, count).astype(np.float64),
        subscription_usd_per_month=random.integers(0, 60, count).astype(np.float64),
        materials_usd=random.integers(0, 400, count).astype(np.float64),
        employer_share=np.zeros(count),
        landing_added_share=random.integers(0, 3, count) / 50.0,
        rung_hours=hours,
        is_in_plan=hours > 0.0,
        exam_hours=random.integers(0, 900, (count, len(EXAMS))).astype(np.float64),
        is_exam_planned=random.random((count, len(EXAMS))) < 0.6,
        exam_employer_share=np.zeros((count, len(EXAMS))),
    )
