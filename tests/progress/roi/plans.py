"""Random plans for property tests, and a future without any luck."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from progress.roi.assumptions import Assumptions
from progress.roi.draws import COLUMNS, Draws
from progress.roi.shapes import AcceleratorInput, BandInput, ExamInput, RoiInputs, RungInput
from tests.progress.roi.learners import make_bands

SHARES = st.floats(0, 1, allow_nan=False).map(lambda share: round(share, 3))


@st.composite
def bands(draw):
    low = draw(st.integers(30_000, 200_000))
    high = low + draw(st.integers(2_000, 120_000))
    if draw(st.booleans()):
        middle = low + (high - low) * draw(st.floats(0.2, 0.8))
        return BandInput(
            percentiles_usd_per_year=((0.1, low), (0.5, middle), (0.9, high)),
            age_years=draw(st.integers(0, 3)),
        )
    return BandInput(
        low_usd_per_year=low, high_usd_per_year=high,
        is_open_above=draw(st.booleans()), age_years=draw(st.integers(0, 3)),
    )  # fmt: skip


@st.composite
def exams(draw, number):
    renewal = draw(st.one_of(st.none(), st.integers(12, 48)))
    return ExamInput(
        key=f"exam-{number}",
        rung=draw(st.integers(1, 4)),
        fee_usd=draw(st.integers(0, 900)),
        sat_after_hours=draw(st.integers(0, 900)),
        first_pass_share=draw(st.one_of(st.none(), SHARES)),
        later_pass_share=draw(st.one_of(st.none(), SHARES)),
        boost_share=draw(st.one_of(st.none(), st.just(0.05))),
        is_required=draw(st.booleans()),
        free_retakes_count=draw(st.integers(0, 2)),
        renewal_every_months=renewal,
        renewal_fee_usd=draw(st.integers(0, 500)),
        employer_share=draw(SHARES),
        is_planned=draw(st.booleans()),
    )


@st.composite
def plans(draw):
    track_key = draw(st.sampled_from(["linux", "python", "devops", "mlops", "unheard-of"]))
    start = draw(st.integers(0, 4))
    top = draw(st.integers(max(start, 1), 4))
    published = make_bands("devops")
    assumptions = Assumptions.for_track(track_key).override(
        {
            "horizon_months": draw(st.integers(60, 180)),
            "causal_share": draw(st.floats(0.4, 1.0)),
            "real_discount_rate": draw(st.floats(0, 0.07)),
            "real_growth_rate": draw(st.floats(0, 0.02)),
            "dropout_scale_months": draw(st.floats(9, 36)),
        },
        track_key=track_key,
    )
    return RoiInputs(
        track_key=track_key,
        start_rung=start,
        current_pay_usd_per_year=draw(st.integers(20_000, 250_000)),
        rungs=tuple(
            RungInput(
                rung=rung,
                band=draw(st.one_of(st.just(published[rung - 1]), bands())),
                remaining_hours=draw(st.one_of(st.just(0), st.integers(1, 700))),
            )
            for rung in range(max(start, 1), top + 1)
        ),
        planned_hours_per_week=draw(st.floats(1, 40)),
        assumptions=assumptions,
        region_pay_factor=draw(st.floats(0.4, 1.5)),
        logged_weeks=draw(st.integers(0, 60)),
        logged_hours=draw(st.integers(0, 400)),
        months_active=draw(st.integers(0, 30)),
        exams=tuple(draw(exams(number)) for number in range(draw(st.integers(0, 3)))),
        subscription_usd_per_month=draw(st.integers(0, 100)),
        materials_usd=draw(st.integers(0, 500)),
        employer_share=draw(SHARES),
        accelerators=tuple(
            AcceleratorInput(key=f"booster-{number}", landing_share=0.03)
            for number in range(draw(st.integers(0, 2)))
        ),
    )


@st.composite
def edge_plans(draw):
    """Plans in which several things stand at an end of their range."""
    inputs = draw(plans())
    pick = st.sampled_from
    rungs = tuple(
        replace(rung, remaining_hours=0.0, is_bundle_done=True)
        if rung.rung > inputs.start_rung and draw(st.booleans())
        else replace(rung, remaining_hours=draw(pick([0.1, 260.0, 5_000.0])))
        for rung in inputs.rungs
    )
    exams = tuple(
        replace(
            exam,
            sat_after_hours=draw(pick([0.0, 300.0, 50_000.0])),
            employer_share=draw(pick([0.0, 1.0])),
            first_pass_share=draw(pick([0.0, 1.0])),
            boost_share=draw(pick([0.0, 1.0])),
            renewal_every_months=draw(pick([None, 1, 600])),
        )
        for exam in inputs.exams
    )
    own = replace(
        inputs.assumptions,
        horizon_months=draw(pick([60, 61, 119, 179, 180])),
        real_discount_rate=draw(pick([0.0, 0.07])),
        causal_share=draw(pick([0.0, 0.001, 0.5, 1.0])),
        pace_variation=draw(pick([0.0, 1.5])),
        percentile_persistence=draw(pick([0.3, 1.0])),
        study_hour_value_share=draw(pick([0.0, 1.0])),
        tax_rate=draw(pick([0.0, 0.5])),
    )
    return replace(
        inputs, rungs=rungs, exams=exams, assumptions=own,
        current_pay_usd_per_year=draw(pick([1_000.0, 52_000.0, 5_000_000.0])),
        planned_hours_per_week=draw(pick([0.01, 8.0, 112.0])),
        logged_weeks=draw(pick([0.0, 7.3, 400.0])),
        logged_hours=draw(pick([0.0, 0.1, 3_000.0])),
        months_active=draw(pick([0.0, 5.5, 60.0])),
        region_pay_factor=draw(pick([0.05, 5.0])),
        employer_share=draw(pick([0.0, 1.0])),
    )  # fmt: skip


def make_draws(**columns):
    """One future: everything in the middle unless a column says otherwise."""
    numbers = {
        name: 0.5 if name.startswith(("stay", "landing", "exam")) else 0.0 for name in COLUMNS
    }
    table = np.array([[value] for value in {**numbers, **columns}.values()])
    return Draws(set_id="one future", table=table)
