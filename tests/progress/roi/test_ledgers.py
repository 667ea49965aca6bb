"""Money by future and month."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.annuities import NEVER_MONTH, make_annuity_tables
from progress.roi.draws import load_draws
from progress.roi.events import play_futures
from progress.roi.exams import Payments
from progress.roi.ledgers import hour_value_usd, keep_ledger, value_earlier_step, value_payments
from tests.progress.roi.learners import make_learner

DRAWS = load_draws("linux", count=64)
TABLES = make_annuity_tables(horizon_months=24, discount_rate=0.0, growth_rate=0.0)


class TestKeepLedger:
    def test_says_the_same_for_a_few_months_as_for_all(self):
        inputs = make_learner("A")
        futures = play_futures(inputs, DRAWS)
        every = keep_ledger(inputs, futures, months=np.arange(121))
        few = np.array([0, 13, 60, 120])
        some = keep_ledger(inputs, futures, months=few)
        assert some.gain_usd.tobytes() == every.gain_usd[:, few].tobytes()
        assert some.time_usd.tobytes() == every.time_usd[:, few].tobytes()
        assert some.cash_usd == pytest.approx(every.cash_usd[:, few], abs=1e-9)

    def test_costs_nothing_in_cash_when_the_employer_pays_all(self):
        inputs = make_learner("A")
        paid = replace(
            inputs,
            employer_share=1.0,
            exams=tuple(replace(exam, employer_share=1.0) for exam in inputs.exams),
        )
        ledger = keep_ledger(paid, play_futures(paid, DRAWS), months=np.arange(121))
        assert (ledger.cash_usd == 0.0).all()
        assert ledger.time_usd[:, -1].min() > 0.0

    def test_adds_cash_and_time_to_cost_and_takes_it_from_the_gain(self):
        inputs = make_learner("A")
        ledger = keep_ledger(inputs, play_futures(inputs, DRAWS), months=np.array([120]))
        assert (ledger.cost_usd == ledger.cash_usd + ledger.time_usd).all()
        assert (ledger.net_usd == ledger.gain_usd - ledger.cost_usd).all()


class TestValueEarlierStep:
    @pytest.mark.parametrize(
        ("sooner", "later", "until", "months_gained"),
        [(3, 9, 24, 6), (3, 9, 5, 2), (3, NEVER_MONTH, 24, 21), (NEVER_MONTH, NEVER_MONTH, 24, 0),
         (5, 5, 24, 0), (3, 9, 3, 0)],
    )  # fmt: skip
    def test_counts_the_months_between(self, sooner, later, until, months_gained):
        value = value_earlier_step(
            step_usd_per_month=np.array([10.0]),
            sooner_months=np.array([sooner]),
            later_months=np.array([later]),
            tables=TABLES,
            months=np.array([until]),
        )
        assert value[0, 0] == pytest.approx(10.0 * months_gained)


class TestValuePayments:
    def test_adds_up_by_future(self):
        payments = Payments(np.array([2, 0, 2]), np.array([1, 2, 3]), np.array([5.0, 7.0, 11.0]))
        assert value_payments(payments, tables=TABLES, count=4).tolist() == [7.0, 0.0, 16.0, 0.0]


class TestHourValue:
    def test_is_half_of_the_net_hourly_pay(self):
        inputs = make_learner("A")
        assert hour_value_usd(inputs) == pytest.approx(0.5 * 0.7 * 52_000 / 2_080)
