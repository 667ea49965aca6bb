"""G4 of docs/roi-model.md: one exam with up to three tries and one renewal in sight.

Fee 450, chances .6 then .7, tries a month apart from month 8, renewal 36 months after
passing, 60 months at 4 %. On paper: passed with 1 - .4 x .3 x .3 = .964.
"""

import numpy as np
import numpy_financial as npf
import pytest

from progress.roi.annuities import make_annuity_tables, monthly_rate
from progress.roi.assumptions import Assumptions
from progress.roi.exams import follow_exam, list_exam_outcomes, list_exam_payments
from progress.roi.ledgers import value_payments
from progress.roi.shapes import ExamInput

TABLES = make_annuity_tables(horizon_months=60, discount_rate=0.04, growth_rate=0.0)
OUTCOMES = list_exam_outcomes(first_pass_share=0.6, later_pass_share=0.7, attempts_limit=3)
SHARES = np.array([outcome.share for outcome in OUTCOMES])

# One number inside the stretch of each outcome: .6, .28, .084, .036 wide.
UNIFORMS = np.array([0.3, 0.7, 0.9, 0.99])


def follow(**changes):
    exam = ExamInput(
        key="one", rung=1, fee_usd=450, sat_after_hours=100, first_pass_share=0.6,
        later_pass_share=0.7, renewal_every_months=36, renewal_fee_usd=450, **changes,
    )  # fmt: skip
    return follow_exam(
        exam=exam,
        assumptions=Assumptions.for_track("linux"),
        sat_months=np.full(4, 8),
        left_months=np.full(4, 60),
        uniforms=UNIFORMS,
    )


def value_each(course):
    payments = list_exam_payments(course, wait_months=1, horizon_months=60)
    return value_payments(payments, tables=TABLES, count=4)


class TestRetakesAndRenewal:
    def test_is_passed_by_964_in_1000_after_one_and_a_half_tries(self):
        assert [outcome.share for outcome in OUTCOMES] == pytest.approx([0.6, 0.28, 0.084, 0.036])
        passed = [outcome.is_passed for outcome in OUTCOMES]
        assert passed == [True, True, True, False]
        assert (SHARES * passed).sum() == pytest.approx(0.964)
        attempts = np.array([outcome.attempts_count for outcome in OUTCOMES])
        assert (SHARES * attempts).sum() == pytest.approx(1.52)
        assert 450 * (SHARES * attempts).sum() == pytest.approx(684)

    def test_is_passed_in_month_8_and_a_half_on_average(self):
        course = follow()
        months, weights = course.passed_months[:3], SHARES[:3]
        assert course.passed_months.tolist() == [8, 9, 10, 1_000_000]
        assert (months * weights).sum() / weights.sum() == pytest.approx(8.46473, abs=5e-6)

    def test_costs_what_each_outcome_adds_up_to(self):
        assert value_each(follow()) == pytest.approx(
            [828.1101, 1_263.7942, 1_698.0566, 1_310.8721], abs=5e-5
        )

    def test_costs_on_average_what_the_average_stream_costs(self):
        stream = np.zeros(61)
        stream[[8, 9, 10, 44, 45, 46]] = [450, 180, 54, 270, 126, 37.8]
        average = (SHARES * value_each(follow())).sum()
        assert average == pytest.approx(1_040.5566, abs=5e-5)
        assert average == pytest.approx(npf.npv(monthly_rate(0.04), stream), abs=1e-6)

    def test_costs_half_when_the_employer_pays_half(self):
        halves = value_each(follow(employer_share=0.5))
        assert halves == pytest.approx(value_each(follow()) / 2)

    def test_leaves_out_the_free_second_try(self):
        saved = value_each(follow()) - value_each(follow(free_retakes_count=1))
        free_try = 450 * TABLES.discount[9]
        assert saved == pytest.approx([0, free_try, free_try, free_try])
