"""Exam fees of a chunk are those of the reference engine's payments."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.annuities import make_annuity_tables
from progress.roi.chunks import play_chunk
from progress.roi.contexts import facts_of, get_context
from progress.roi.draws import load_draws
from progress.roi.events import play_futures
from progress.roi.exam_fees import fill_fees
from progress.roi.exams import list_exam_payments
from progress.roi.lanes import make_lanes
from progress.roi.learner_columns import LearnerColumns
from progress.roi.ledgers import accumulate_payments
from progress.roi.scratches import Scratch
from tests.progress.roi.learners import make_learner

COUNT = 64


def fees_of(*learners, rows=None):
    context = get_context(facts_of(learners[0]), draw_count=COUNT)
    lanes = make_lanes(context, LearnerColumns.of(learners))
    scratch = Scratch()
    play = play_chunk(context, lanes, scratch)
    fees = np.full((len(context.year_ends), len(learners), COUNT), np.nan, dtype=np.float32)
    fill_fees(lanes, play.sittings, fees, scratch, rows=rows or slice(0, len(learners)))
    return context, fees


def expected_fees(learner, context):
    own = learner.assumptions
    tables = make_annuity_tables(
        horizon_months=own.horizon_months,
        discount_rate=own.real_discount_rate,
        growth_rate=own.real_growth_rate,
    )
    total = np.zeros((COUNT, len(context.year_ends)))
    for course in play_futures(learner, load_draws("linux", count=COUNT)).exams:
        payments = list_exam_payments(
            course, wait_months=own.exam_wait_months, horizon_months=own.horizon_months
        )
        total += accumulate_payments(payments, tables, months=context.year_ends, count=COUNT)
    return total[context.order].T


class TestFillFees:
    def test_writes_what_the_reference_pays_up_to_each_years_end(self):
        learner = make_learner("A")
        exams = (replace(learner.exams[0], employer_share=0.25), *learner.exams[1:])
        learner = learner.with_changes(exams=exams)
        faster = learner.with_changes(planned_hours_per_week=20.0)
        context, fees = fees_of(learner, faster)
        assert fees[:, 0] == pytest.approx(expected_fees(learner, context), rel=1e-5)
        assert fees[:, 1] == pytest.approx(expected_fees(faster, context), rel=1e-5)
        assert fees[:, 1].sum() > fees[:, 0].sum() > 0.0

    def test_writes_only_the_learners_asked_for(self):
        learner = make_learner("A")
        _, fees = fees_of(learner, learner, learner, rows=slice(1, 2))
        assert np.isfinite(fees[:, 1]).all()
        assert np.isnan(fees[:, [0, 2]]).all()

    def test_is_nothing_where_nobody_plans_an_exam(self):
        _, fees = fees_of(make_learner("A").with_changes(exams=()))
        assert (fees == 0.0).all()
