"""Properties that hold for every plan, and two independent ways to every number."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress.roi.annuities import NEVER_MONTH, nominal_rate
from progress.roi.cashflows import net_present_value, to_nominal
from progress.roi.draws import Draws, load_draws
from progress.roi.events import play_futures
from progress.roi.ledgers import keep_ledger
from progress.roi.outlooks import expected_flow
from progress.roi.projection import project, value_plan
from progress.roi.sensitivity import drop_exams, scale_target_bands
from progress.roi.shapes import AcceleratorInput
from tests.progress.roi.learners import make_inputs, make_learner
from tests.progress.roi.month_matrix import play
from tests.progress.roi.plans import plans

quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = load_draws("linux", count=64)


def keep_whole_ledger(inputs, draws):
    months = np.arange(inputs.assumptions.horizon_months + 1)
    return keep_ledger(inputs, play_futures(inputs, draws), months=months)


def assume(inputs, **changes):
    return replace(inputs, assumptions=replace(inputs.assumptions, **changes))


def change_exams(inputs, **changes):
    """Each change is a function of what the exam has now."""
    return replace(
        inputs,
        exams=tuple(
            replace(exam, **{name: change(getattr(exam, name)) for name, change in changes.items()})
            for exam in inputs.exams
        ),
    )


# What makes a plan cheaper or likelier to pay, with the same luck: worse in no future.
CHEAPER = {
    "fees": lambda plan: change_exams(plan, fee_usd=lambda fee: fee * 0.8),
    "renewal fees": lambda plan: change_exams(plan, renewal_fee_usd=lambda fee: fee * 0.5),
    "no renewals": lambda plan: change_exams(plan, renewal_every_months=lambda _: None),
    "a free retake more": lambda plan: change_exams(plan, free_retakes_count=lambda n: n + 1),
    "exams paid": lambda plan: change_exams(plan, employer_share=lambda _: 1.0),
    "courses paid": lambda plan: replace(plan, employer_share=1.0),
    "boosts": lambda plan: change_exams(plan, boost_share=lambda share: (share or 0.03) + 0.05),
    "accelerator": lambda plan: replace(
        plan, accelerators=(*plan.accelerators, AcceleratorInput(key="own", landing_share=0.07))
    ),
    "time": lambda plan: assume(plan, study_hour_value_share=0.2),
    "growth": lambda plan: assume(plan, real_growth_rate=plan.assumptions.real_growth_rate + 0.01),
}

# What makes a plan quicker.
QUICKER = {
    "hours a week": lambda plan: replace(
        plan, planned_hours_per_week=plan.planned_hours_per_week + 0.5
    ),
    "logged hours": lambda plan: replace(plan, logged_hours=plan.logged_hours + 5),
    "fewer hours": lambda plan: replace(
        plan,
        rungs=tuple(
            replace(rung, remaining_hours=rung.remaining_hours * 0.9) for rung in plan.rungs
        ),
    ),
    "overrun": lambda plan: assume(plan, hours_overrun_factor=1.0),
    "staying": lambda plan: assume(plan, dropout_scale_months=40.0),
    "months active": lambda plan: replace(plan, months_active=plan.months_active + 3),
    "search": lambda plan: assume(plan, start_lag_months=(2.0, 2.0, 2.0, 2.0)),
}


class TestTwoWays:
    @pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
    def test_engine_equals_month_by_month_for_the_example_learners(self, letter):
        inputs = make_learner(letter)
        draws = load_draws(inputs.track_key, count=64)
        ledger = keep_whole_ledger(inputs, draws)
        for index in range(draws.count):
            rows = np.array(play(inputs, draws, index))
            assert ledger.gain_usd[index] == pytest.approx(rows[:, 0], abs=1e-6)
            assert ledger.cash_usd[index] == pytest.approx(rows[:, 1], abs=1e-6)
            assert ledger.time_usd[index] == pytest.approx(rows[:, 2], abs=1e-6)

    @given(inputs=plans(), index=st.integers(0, 1023))
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_engine_equals_month_by_month_for_any_plan(self, inputs, index):
        one = load_draws(inputs.track_key)
        one = Draws(set_id="one", table=one.table[:, index : index + 1])
        ledger = keep_whole_ledger(inputs, one)
        rows = np.array(play(inputs, one, 0))
        assert ledger.gain_usd[0] == pytest.approx(rows[:, 0], rel=1e-9, abs=1e-6)
        assert ledger.cash_usd[0] == pytest.approx(rows[:, 1], rel=1e-9, abs=1e-6)
        assert ledger.time_usd[0] == pytest.approx(rows[:, 2], rel=1e-9, abs=1e-6)


class TestEveryEasierPlan:
    @pytest.mark.parametrize("change", CHEAPER.values(), ids=CHEAPER)
    @given(inputs=plans())
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_is_worth_no_less_in_any_future_when_cheaper(self, change, inputs):
        before, after = (value_plan(plan, draws=FEW) for plan in (inputs, change(inputs)))
        assert (after.values_usd >= before.values_usd - 1e-6).all()

    @pytest.mark.parametrize("change", QUICKER.values(), ids=QUICKER)
    @given(inputs=plans())
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_is_later_in_no_future_when_quicker(self, change, inputs):
        before, after = (play_futures(plan, FEW) for plan in (inputs, change(inputs)))
        assert (after.study.finish_months <= before.study.finish_months).all()
        for old, new in zip(before.rungs, after.rungs, strict=True):
            assert (new.with_path_months <= old.with_path_months).all()


class TestEveryPlan:
    @given(inputs=plans())
    @quick
    def test_never_delays_a_job_and_never_gains_less_than_nothing(self, inputs):
        futures = play_futures(inputs, FEW)
        for rung in futures.rungs:
            assert (rung.with_path_months <= rung.without_path_months).all()
            assert (rung.step_usd_per_month >= 0).all()
        assert (keep_whole_ledger(inputs, FEW).gain_usd >= -1e-9).all()

    @given(inputs=plans())
    @quick
    def test_without_a_causal_share_is_only_cost(self, inputs):
        nobody = replace(inputs, assumptions=replace(inputs.assumptions, causal_share=0.0))
        result = project(nobody, draws=FEW)
        cost = result.expected_cash_cost_usd + result.expected_time_cost_usd
        assert result.value.expected_usd == pytest.approx(-cost, abs=1e-6)
        assert result.value.ahead_share == 0.0

    @given(inputs=plans())
    @quick
    def test_without_hours_exams_and_materials_is_exactly_nothing(self, inputs):
        rungs = tuple(
            replace(rung, remaining_hours=0.0, is_bundle_done=False) for rung in inputs.rungs
        )
        nothing = replace(drop_exams(inputs), rungs=rungs, materials_usd=0.0)
        lottery = value_plan(nothing, draws=FEW)
        assert (lottery.values_usd == 0.0).all()
        assert project(nothing, draws=FEW).value.expected_usd == 0.0

    @given(inputs=plans(), factor=st.floats(1.0, 1.6))
    @quick
    def test_gains_when_all_bands_ahead_rise(self, inputs, factor):
        before = value_plan(inputs, draws=FEW).values_usd
        after = value_plan(scale_target_bands(inputs, factor=factor), draws=FEW).values_usd
        # Pay is settled to single precision: on 1,000,000 dollars a few cents a year.
        assert (after >= before - 2.0).all()

    @given(inputs=plans(), share=st.floats(0.4, 0.95))
    @quick
    def test_gains_when_more_is_caused_by_the_path(self, inputs, share):
        def expect(causal_share):
            changed = replace(inputs.assumptions, causal_share=causal_share)
            return value_plan(replace(inputs, assumptions=changed), draws=FEW).expected_usd

        assert expect(share + 0.05) >= expect(share) - 1e-9

    @given(inputs=plans(), inflation=st.floats(0.0, 0.08))
    @quick
    def test_is_worth_the_same_in_todays_and_in_future_dollars(self, inputs, inflation):
        own = inputs.assumptions
        flow = expected_flow(keep_whole_ledger(inputs, FEW), own)
        nominal = to_nominal(flow.tolist(), inflation_rate=inflation)
        rate = nominal_rate(real_rate=own.real_discount_rate, inflation_rate=inflation)
        value = project(inputs, draws=FEW).value.expected_usd
        # The flow drops amounts under a hundredth of a cent, month by month.
        assert net_present_value(nominal.tolist(), discount_rate=rate) == pytest.approx(
            value, abs=0.02
        )

    @given(inputs=plans())
    @quick
    def test_ends_its_curve_at_the_value(self, inputs):
        result = project(inputs, draws=FEW)
        last, value = result.curve[-1], result.value
        assert last.month == inputs.assumptions.horizon_months == result.horizon_months
        assert (last.p10_usd, last.p50_usd, last.p90_usd) == (
            value.p10_usd, value.p50_usd, value.p90_usd,
        )  # fmt: skip
        assert last.mean_usd == pytest.approx(value.expected_usd, abs=1e-6)
        assert result.curve[0].month == 0

    @given(inputs=plans())
    @quick
    def test_holds_together(self, inputs):
        result = project(inputs, draws=FEW)
        parts = result.expected_benefit_usd - result.expected_cash_cost_usd
        assert parts - result.expected_time_cost_usd == pytest.approx(
            result.value.expected_usd, abs=1e-6
        )
        assert parts == pytest.approx(result.cash_only.expected_usd, abs=1e-6)
        exams = sum(exam.expected_cash_usd for exam in result.exams)
        assert exams <= result.expected_cash_cost_usd + 1e-6
        assert list(result.dots_usd) == sorted(result.dots_usd)
        assert len(result.dots_usd) == 20
        assert result.value.p10_usd <= result.value.p50_usd <= result.value.p90_usd
        assert result.perfect_information_usd >= -1e-9
        assert result.payback.share >= result.value.ahead_share - 1e-9
        for reach in result.reach:
            assert reach.with_path_share >= reach.without_path_share - 1e-9
            assert reach.with_path_5_years_share <= reach.with_path_share + 1e-9

    @given(inputs=plans(), cut=st.integers(1, 63))
    @quick
    def test_gives_the_same_bytes_for_any_chunk_of_futures(self, inputs, cut):
        whole = value_plan(inputs, draws=FEW).values_usd[:64]
        chunks = [
            value_plan(inputs, draws=Draws(set_id="part", table=part)).values_usd
            for part in (FEW.table[:, :cut], FEW.table[:, cut:])
        ]
        joined = np.concatenate([chunk[: len(chunk) // 2] for chunk in chunks])
        assert joined.tobytes() == whole.tobytes()


class TestExamplePlans:
    @pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
    def test_are_worth_less_the_more_later_money_is_discounted(self, letter):
        inputs = make_learner(letter)
        draws = load_draws(inputs.track_key, count=256)
        worth = [
            value_plan(
                replace(inputs, assumptions=replace(inputs.assumptions, real_discount_rate=rate)),
                draws=draws,
            ).expected_usd
            for rate in (0.0, 0.01, 0.03, 0.05, 0.07)
        ]
        assert worth == sorted(worth, reverse=True)

    @pytest.mark.parametrize("letter", ["A", "B", "D"])
    def test_are_worth_more_with_half_an_hour_more_a_week(self, letter):
        inputs = make_learner(letter)
        more = replace(inputs, planned_hours_per_week=inputs.planned_hours_per_week + 0.5)
        draws = load_draws(inputs.track_key)
        assert (
            value_plan(more, draws=draws).expected_usd
            > value_plan(inputs, draws=draws).expected_usd
        )

    def test_give_the_same_text_twice(self):
        inputs = make_learner("A")
        first = project(inputs, draws=load_draws("linux")).to_json()
        assert project(make_learner("A"), draws=load_draws("linux")).to_json() == first

    def test_answer_almost_the_same_with_fewer_futures(self):
        inputs = make_learner("B")
        full = project(inputs, draws=load_draws("python")).value
        fast = project(inputs, draws=load_draws("python", count=256)).value
        spread = full.p90_usd - full.p10_usd
        assert abs(fast.expected_usd - full.expected_usd) < 0.04 * spread
        assert abs(fast.ahead_share - full.ahead_share) < 0.04


class TestEdges:
    def test_an_impossible_required_exam_closes_the_study_route(self):
        open_route = make_learner("A")
        gate = replace(
            open_route.exams[0], is_required=True, first_pass_share=0.0, later_pass_share=0.0
        )
        gated = replace(open_route, exams=(gate, *open_route.exams[1:]))
        futures = play_futures(gated, FEW)
        first = futures.rungs[0]
        assert (first.with_path_months == first.without_path_months).all()
        assert (first.with_path_months < NEVER_MONTH).any()

    def test_a_finished_bundle_is_ready_today_and_one_outside_the_plan_never(self):
        empty = make_inputs(hours=(0, 0, 0, 0), materials_usd=0.0)
        done = replace(
            empty, rungs=(replace(empty.rungs[0], is_bundle_done=True), *empty.rungs[1:])
        )
        assert value_plan(empty, draws=FEW).expected_usd == 0.0
        assert value_plan(done, draws=FEW).expected_usd > 0.0

    def test_a_learner_on_the_top_rung_has_only_cost(self):
        inputs = make_inputs(
            "devops", start_rung=4, hours=(0, 0, 0, 100), current_pay_usd_per_year=200_000
        )
        result = project(inputs, draws=FEW)
        assert result.reach == ()
        assert result.expected_benefit_usd == 0.0
        assert result.value.expected_usd < 0.0
        assert result.payback.share == 0.0
        assert result.payback.p50_month is None
        assert result.return_rate.per_year_rate is None

    def test_a_plan_that_nobody_finishes_says_so(self):
        inputs = make_inputs(hours=(40_000, 0, 0, 0), planned_hours_per_week=1)
        result = project(inputs, draws=FEW)
        assert result.finish.share == 0.0
        assert result.finish.p50_month is None
        assert result.value.ahead_if_finished_share is None

    def test_a_horizon_between_years_ends_the_curve_where_it_ends(self):
        inputs = make_inputs()
        inputs = replace(inputs, assumptions=replace(inputs.assumptions, horizon_months=66))
        months = [point.month for point in project(inputs, draws=FEW).curve]
        assert months == [0, 12, 24, 36, 48, 60, 66]

    def test_a_booster_adds_to_the_chance_to_land(self):
        inputs = make_learner("A")
        boosted = replace(inputs, accelerators=(AcceleratorInput(key="cloud", landing_share=0.05),))
        draws = load_draws("linux")
        assert (
            value_plan(boosted, draws=draws).expected_usd
            > value_plan(inputs, draws=draws).expected_usd
        )
