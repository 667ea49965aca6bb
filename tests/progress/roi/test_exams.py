"""One exam through tries, fees and renewals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.roi.annuities import NEVER_MONTH
from progress.roi.assumptions import Assumptions
from progress.roi.exams import (
    follow_exam,
    join_payments,
    list_exam_outcomes,
    list_exam_payments,
)
from progress.roi.shapes import ExamInput

OWN = Assumptions.for_track("linux")
EXAM = ExamInput(key="one", rung=1, fee_usd=100, sat_after_hours=10, renewal_every_months=24,
                 renewal_fee_usd=50)  # fmt: skip


def follow(exam=EXAM, *, sat=10, left=60, uniform=0.1, assumptions=OWN):
    return follow_exam(
        exam=exam,
        assumptions=assumptions,
        sat_months=np.array([sat]),
        left_months=np.array([left]),
        uniforms=np.array([uniform]),
    )


def list_bills(course, *, horizon=120):
    payments = list_exam_payments(course, wait_months=1, horizon_months=horizon)
    return sorted(zip(payments.months.tolist(), payments.amounts_usd.tolist(), strict=True))


class TestListExamOutcomes:
    @given(first=st.floats(0, 1), later=st.floats(0, 1), limit=st.integers(1, 10))
    def test_covers_everything_that_can_happen(self, first, later, limit):
        outcomes = list_exam_outcomes(
            first_pass_share=first, later_pass_share=later, attempts_limit=limit
        )
        assert sum(outcome.share for outcome in outcomes) == pytest.approx(1.0)
        assert [outcome.is_passed for outcome in outcomes] == [True] * limit + [False]


class TestFollowExam:
    def test_is_not_sat_after_the_learner_has_left(self):
        course = follow(sat=10, left=9)
        assert not course.is_sat[0]
        assert course.passed_months[0] == NEVER_MONTH
        assert list_bills(course) == []

    def test_is_still_sat_in_the_month_the_learner_leaves(self):
        assert follow(sat=10, left=10).is_sat[0]

    def test_is_not_sat_when_it_is_not_planned(self):
        assert not follow(replace(EXAM, is_planned=False)).is_sat[0]

    def test_uses_the_assumed_chances_where_it_has_none(self):
        assert follow(uniform=0.64).attempts_counts[0] == 1
        assert follow(uniform=0.66).attempts_counts[0] == 2
        assert follow(replace(EXAM, first_pass_share=0.7), uniform=0.66).attempts_counts[0] == 1

    def test_gives_up_after_the_last_try(self):
        course = follow(uniform=0.999)
        assert (course.attempts_counts[0], course.is_passed[0]) == (3, False)

    def test_waits_between_tries(self):
        slow = replace(OWN, exam_wait_months=3)
        assert follow(uniform=0.66, assumptions=slow).passed_months[0] == 13


class TestListExamPayments:
    def test_bills_tries_and_renewals_up_to_the_horizon(self):
        assert list_bills(follow(uniform=0.66), horizon=59) == [
            (10, 100.0), (11, 100.0), (35, 50.0), (59, 50.0),
        ]  # fmt: skip
        assert list_bills(follow(uniform=0.66), horizon=58)[-1] == (35, 50.0)
        assert list_bills(follow(uniform=0.66), horizon=10) == [(10, 100.0)]

    def test_bills_no_renewal_to_who_never_passed_or_never_lapses(self):
        assert len(list_bills(follow(uniform=0.999))) == 3
        assert list_bills(follow(replace(EXAM, renewal_every_months=None))) == [(10, 100.0)]

    def test_bills_the_first_try_even_with_free_retakes(self):
        free = replace(EXAM, free_retakes_count=1, renewal_every_months=None)
        assert list_bills(follow(free, uniform=0.66)) == [(10, 100.0)]
        assert list_bills(follow(free, uniform=0.999)) == [(10, 100.0), (12, 100.0)]

    def test_bills_only_the_learners_share(self):
        shared = replace(EXAM, employer_share=0.8, renewal_every_months=None)
        assert list_bills(follow(shared)) == [(10, pytest.approx(20.0))]


class TestJoinPayments:
    def test_of_nothing_is_empty(self):
        assert len(join_payments([]).months) == 0
