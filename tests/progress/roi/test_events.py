"""Pace, staying and rungs, against the figures of docs/roi-model.md."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.annuities import NEVER_MONTH
from progress.roi.draws import load_draws
from progress.roi.events import expected_pace_hours_per_week, play_futures
from tests.progress.roi.learners import make_inputs, make_learner
from tests.progress.roi.plans import make_draws


class TestPace:
    def test_starts_at_the_hours_people_keep_and_moves_to_the_log(self):
        fresh = make_inputs(planned_hours_per_week=8.0)
        assert expected_pace_hours_per_week(fresh) * 52 / 12 == pytest.approx(20.8)
        logged = replace(fresh, logged_weeks=26, logged_hours=130)
        assert expected_pace_hours_per_week(logged) * 52 / 12 == pytest.approx(21.6, abs=0.05)

    def test_becomes_surer_with_every_logged_week(self):
        def spread(inputs):
            pace = play_futures(inputs, load_draws("linux")).study.pace_hours_per_month
            return float(np.log(pace).std())

        fresh = make_inputs(planned_hours_per_week=8.0)
        assert spread(fresh) == pytest.approx(0.47, abs=0.005)
        logged = replace(fresh, logged_weeks=26, logged_hours=130)
        assert spread(logged) == pytest.approx(0.18, abs=0.005)

    def test_has_the_expected_pace_as_its_mean(self):
        inputs = make_inputs(planned_hours_per_week=8.0)
        pace = play_futures(inputs, load_draws("linux")).study.pace_hours_per_month
        assert pace.mean() == pytest.approx(20.8, rel=0.005)


class TestStaying:
    @pytest.mark.parametrize(("active", "alive"), [(0, 0.457), (6, 0.617)])
    def test_leaves_the_published_share_after_a_year(self, active, alive):
        inputs = make_inputs(months_active=active)
        left = play_futures(inputs, load_draws("linux")).study.left_months
        assert (left > 12).mean() == pytest.approx(alive, abs=0.005)

    def test_pays_for_study_only_until_leaving(self):
        study = play_futures(make_learner("A"), load_draws("linux")).study
        assert (study.studied_months <= study.left_months).all()
        assert (
            study.studied_months[study.is_finished] <= study.finish_months[study.is_finished]
        ).all()
        assert (study.finish_months[~study.is_finished] == NEVER_MONTH).all()


class TestRungs:
    def test_come_in_order_on_both_lives(self):
        futures = play_futures(make_learner("A"), load_draws("linux"))
        for below, above in zip(futures.rungs, futures.rungs[1:], strict=False):
            assert (above.with_path_months >= below.with_path_months).all()
            assert (above.without_path_months >= below.without_path_months).all()

    def test_need_the_gate_time_of_the_rung_below(self):
        inputs = make_inputs(hours=(1, 1, 0, 0), planned_hours_per_week=40)
        sure = make_draws(stay=0.999, landing_1=0.0, landing_2=0.0)
        first, second = play_futures(inputs, sure).rungs[:2]
        # Ready in month 1, 3 months of search; then the median of 12 to 24 months and 3 more.
        assert first.with_path_months.tolist() == [4]
        assert second.with_path_months.tolist() == [4 + 17 + 3]
        # Without the path: the median of 24 to 90 months and 3, then half as long again.
        assert first.without_path_months.tolist() == [47 + 3]
        assert second.without_path_months.tolist() == [50 + 26 + 3]

    def test_wait_no_time_at_all_where_none_is_assumed(self):
        inputs = make_inputs("linux", start_rung=1, hours=(0, 1, 0, 0))
        none = (0.0, 0.0, 0.0, 0.0)
        own = replace(inputs.assumptions, rung_low_months=none, rung_high_months=none)
        (second, *_) = play_futures(
            replace(inputs, assumptions=own), make_draws(landing_1=0.0)
        ).rungs
        assert second.with_path_months.tolist() == [3]

    def test_refuse_offers_below_the_pay_one_has(self):
        rich = make_inputs(current_pay_usd_per_year=400_000)
        steps = [rung.step_usd_per_month for rung in play_futures(rich, load_draws("linux")).rungs]
        assert all((step == 0).all() for step in steps)

    def test_pay_only_the_assumed_part_of_the_gap(self):
        whole = make_inputs("linux", start_rung=1, current_pay_usd_per_year=74_330)
        half = replace(
            whole, assumptions=replace(whole.assumptions, band_gap_share=(1.0, 0.375, 0.75, 0.75))
        )
        draws = make_draws()
        full_step = play_futures(whole, draws).rungs[0].step_usd_per_month
        half_step = play_futures(half, draws).rungs[0].step_usd_per_month
        assert half_step == pytest.approx(full_step / 2, rel=1e-6)
