"""The batch engine gives what the reference engine gives, for any plan and any grouping."""

import json
import math
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress.roi.batch import project_columns, project_many
from progress.roi.contexts import build_context, facts_of, get_context
from progress.roi.draws import load_draws
from progress.roi.learner_columns import LearnerColumns
from progress.roi.projection import project
from progress.roi.sensitivity import drop_exams, scale_target_bands
from progress.roi.shapes import BandInput, RoiInputInvalid
from tests.progress.roi.cases.test_example_learners import REFERENCE, make_reference_learner
from tests.progress.roi.cases.test_g8_whole_engine import make_certain_inputs
from tests.progress.roi.learners import make_inputs, make_learner
from tests.progress.roi.plans import edge_plans, make_draws, plans

quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def project_one(inputs, **options):
    return project_many([inputs], **options).outlook(0)


def assert_agrees(inputs, *, draw_count, share_error=0.0, money_error=0.5):
    """Compare with `project` on the same draws; money to half a dollar unless said otherwise."""
    fast = project_one(inputs, draw_count=draw_count, with_dots=True)
    full = project(inputs, draws=load_draws(inputs.track_key, count=draw_count))
    shares = {"abs": share_error + 1e-9}
    money = {"abs": money_error, "rel": 1e-5}
    value = full.value
    assert fast.expected_usd == pytest.approx(value.expected_usd, **money)
    assert fast.ahead_share == pytest.approx(value.ahead_share, **shares)
    assert fast.finish_share == pytest.approx(full.finish.share, **shares)
    assert fast.expected_benefit_usd == pytest.approx(full.expected_benefit_usd, **money)
    assert fast.expected_cash_cost_usd == pytest.approx(full.expected_cash_cost_usd, **money)
    assert fast.expected_time_cost_usd == pytest.approx(full.expected_time_cost_usd, **money)
    assert fast.expected_study_hours == pytest.approx(full.expected_study_hours, rel=1e-3)
    assert [point.month for point in fast.curve] == [point.month for point in full.curve[1:]]
    for mine, theirs in zip(fast.curve, full.curve[1:], strict=True):
        assert mine.mean_usd == pytest.approx(theirs.mean_usd, **money)
    for reached, expected in zip(fast.reach, full.reach, strict=True):
        for name in (
            "rung", "with_path_share", "without_path_share",
            "with_path_5_years_share", "without_path_5_years_share",
        ):  # fmt: skip
            assert getattr(reached, name) == pytest.approx(getattr(expected, name), **shares)
    return fast, full


class TestAgreement:
    @pytest.mark.parametrize("draw_count", [256, 1024])
    @pytest.mark.parametrize("letter", "ABCD")
    def test_is_to_half_a_dollar_in_every_figure_of_the_examples(self, letter, draw_count):
        fast, full = assert_agrees(make_learner(letter), draw_count=draw_count)
        value = full.value
        assert (fast.p10_usd, fast.p50_usd, fast.p90_usd) == pytest.approx(
            (value.p10_usd, value.p50_usd, value.p90_usd), abs=0.5
        )
        assert fast.ahead_if_finished_share == pytest.approx(value.ahead_if_finished_share)
        assert fast.dots_usd == pytest.approx(full.dots_usd, abs=0.5)
        for mine, theirs in zip(fast.curve, full.curve[1:], strict=True):
            assert (mine.p10_usd, mine.p50_usd, mine.p90_usd) == pytest.approx(
                (theirs.p10_usd, theirs.p50_usd, theirs.p90_usd), abs=0.5
            )

    @given(inputs=plans())
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_holds_for_any_plan(self, inputs):
        # One of 256 futures may fall to the other side of a month's end in single precision.
        fast, full = assert_agrees(inputs, draw_count=256, share_error=1 / 256, money_error=50.0)
        assert fast.p10_usd == pytest.approx(full.value.p10_usd, abs=50.0, rel=1e-3)
        assert fast.p50_usd == pytest.approx(full.value.p50_usd, abs=50.0, rel=1e-3)

    @given(inputs=edge_plans())
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_holds_at_the_ends_of_every_range(self, inputs):
        full = project(inputs, draws=load_draws(inputs.track_key, count=256))
        cost = full.expected_cash_cost_usd + full.expected_time_cost_usd
        # As above: two of 256 futures may fall to the other side of a month's end.
        error = 50.0 + 0.02 * (full.expected_benefit_usd + cost)
        fast, _ = assert_agrees(inputs, draw_count=256, share_error=2 / 256, money_error=error)
        for result in (fast, full):
            json.dumps(result.to_dict(), allow_nan=False)

    @pytest.mark.parametrize("letter", "ABCD")
    def test_reaches_the_figures_of_the_earlier_prototypes(self, letter):
        outlook = project_one(make_reference_learner(letter), draw_count=1024)
        expected, p10, p50, p90 = (1_000 * figure for figure in REFERENCE[letter][:4])
        spread = p90 - p10
        assert abs(outlook.expected_usd - expected) < 0.02 * spread
        assert abs(outlook.p10_usd - p10) < 0.02 * spread
        assert abs(outlook.p50_usd - p50) < 0.02 * spread
        assert outlook.ahead_share == pytest.approx(REFERENCE[letter][4], abs=0.02)
        assert outlook.finish_share == pytest.approx(REFERENCE[letter][5], abs=0.02)

    def test_reproduces_the_worked_example_without_luck(self):
        inputs = make_certain_inputs()
        context = build_context(facts_of(inputs), draws=make_draws())
        outlook = project_columns(context, LearnerColumns.of([inputs])).outlook(0)
        # G8 of docs/roi-model.md.
        assert outlook.expected_benefit_usd == pytest.approx(12_581.7126, abs=0.01)
        assert outlook.expected_cash_cost_usd == pytest.approx(1_214.4623, abs=0.01)
        assert outlook.expected_time_cost_usd == pytest.approx(1_002.1882, abs=0.01)
        assert outlook.expected_usd == pytest.approx(10_365.0621, abs=0.01)
        assert outlook.p10_usd == pytest.approx(10_365.0621, abs=0.01)
        assert outlook.finish_share == outlook.ahead_share == 1.0

    def test_reads_bands_with_many_percentiles_and_a_learner_inside_one(self):
        inputs = make_learner("B")
        points = ((0.1, 90e3), (0.25, 101e3), (0.5, 109e3), (0.75, 131e3), (0.9, 139e3))
        band = BandInput(percentiles_usd_per_year=points)
        rungs = (inputs.rungs[0], replace(inputs.rungs[1], band=band), *inputs.rungs[2:])
        assert_agrees(replace(inputs, rungs=rungs), draw_count=1024)

    def test_follows_required_exams_and_employers_who_pay(self):
        inputs = make_learner("A")
        gate = replace(inputs.exams[0], is_required=True, employer_share=0.5)
        skipped = replace(inputs.exams[2], is_required=True, is_planned=False)
        exams = (gate, inputs.exams[1], skipped, inputs.exams[3])
        assert_agrees(replace(inputs, exams=exams, employer_share=0.25), draw_count=1024)

    def test_knows_a_learner_on_the_top_rung(self):
        inputs = make_inputs(
            "devops", start_rung=4, hours=(0, 0, 0, 100), current_pay_usd_per_year=200_000
        )
        fast, _ = assert_agrees(inputs, draw_count=256)
        assert fast.reach == ()
        assert fast.expected_benefit_usd == 0.0

    def test_says_nothing_about_finishers_when_there_are_none(self):
        outlook = project_one(make_inputs(hours=(40_000, 0, 0, 0), planned_hours_per_week=1))
        assert outlook.finish_share == 0.0
        assert outlook.ahead_if_finished_share is None


class TestManyLearners:
    @given(learners=st.lists(plans(), min_size=1, max_size=6), chunk=st.integers(1, 7))
    @quick
    def test_give_the_same_bytes_for_any_chunk(self, learners, chunk):
        whole = project_many(learners, with_dots=True)
        parts = project_many(learners, chunk=chunk, with_dots=True)
        assert parts.to_bytes() == whole.to_bytes()

    def test_give_the_same_bytes_for_any_chunk_of_a_sweep(self):
        context, learners = make_sweep(150)
        whole = project_columns(context, learners, with_dots=True).to_bytes()
        for chunk in (1, 2, 31, 64, 150, 1000):
            again = project_columns(context, learners, chunk=chunk, with_dots=True)
            assert again.to_bytes() == whole

    def test_keep_their_order_across_tracks_horizons_and_ranks(self):
        short = replace(make_learner("A").assumptions, horizon_months=66)
        learners = [
            make_learner("A"), make_learner("B"), replace(make_learner("A"), assumptions=short),
            make_learner("C"), replace(make_learner("A"), planned_hours_per_week=12.0),
            make_learner("D"),
        ]  # fmt: skip
        together = project_many(learners)
        assert len(together) == 6
        assert [together.outlook(row) for row in range(6)] == [
            project_one(learner) for learner in learners
        ]
        assert together.curve_months[2].tolist() == [12, 24, 36, 48, 60, 66, 0, 0, 0, 0]

    def test_may_be_nobody(self):
        assert len(project_many([])) == 0

    def test_are_the_same_bytes_without_vector_instructions(self):
        found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
        code = (
            "import hashlib\n"
            "from tests.progress.roi.test_batch import make_sweep, project_columns\n"
            "data = project_columns(*make_sweep(60), with_dots=True).to_bytes()\n"
            "print(hashlib.sha256(data).hexdigest())\n"
        )
        seen = set()
        for switched_off in ("", " ".join(found[1:]), " ".join(found)):
            environment = {**os.environ, "NPY_DISABLE_CPU_FEATURES": switched_off}
            run = subprocess.run(
                [sys.executable, "-c", code],
                env=environment, capture_output=True, text=True, check=True,
            )  # fmt: skip
            seen.add(run.stdout)
        assert len(seen) == 1


class TestEveryPlan:
    @given(inputs=plans())
    @quick
    def test_without_a_causal_share_is_only_cost(self, inputs):
        nobody = replace(inputs, assumptions=replace(inputs.assumptions, causal_share=0.0))
        outlook = project_one(nobody)
        cost = outlook.expected_cash_cost_usd + outlook.expected_time_cost_usd
        assert outlook.expected_usd == pytest.approx(-cost, rel=1e-6, abs=1e-3)
        assert outlook.ahead_share == 0.0
        assert outlook.p90_usd <= 0.0

    @given(inputs=plans())
    @quick
    def test_without_hours_exams_and_materials_is_exactly_nothing(self, inputs):
        rungs = tuple(
            replace(rung, remaining_hours=0.0, is_bundle_done=False) for rung in inputs.rungs
        )
        outlook = project_one(replace(drop_exams(inputs), rungs=rungs, materials_usd=0.0))
        assert outlook.expected_usd == 0.0
        assert (outlook.p10_usd, outlook.p50_usd, outlook.p90_usd) == (0.0, 0.0, 0.0)

    @given(inputs=plans())
    @quick
    def test_never_makes_a_rung_less_likely_and_ends_its_curve_at_the_value(self, inputs):
        outlook = project_one(inputs, with_dots=True)
        for reach in outlook.reach:
            assert reach.with_path_share >= reach.without_path_share - 1e-12
            assert reach.with_path_5_years_share <= reach.with_path_share + 1e-12
        last = outlook.curve[-1]
        assert last.month == outlook.horizon_months == inputs.assumptions.horizon_months
        assert (last.mean_usd, last.p10_usd, last.p50_usd, last.p90_usd) == (
            outlook.expected_usd, outlook.p10_usd, outlook.p50_usd, outlook.p90_usd,
        )  # fmt: skip
        assert list(outlook.dots_usd) == sorted(outlook.dots_usd)

    @given(inputs=plans(), factor=st.floats(1.05, 1.6))
    @quick
    def test_gains_when_all_bands_ahead_rise_and_when_more_is_caused(self, inputs, factor):
        own = replace(inputs.assumptions, causal_share=0.5)
        inputs = replace(inputs, assumptions=own)
        richer = scale_target_bands(inputs, factor=factor)
        surer = replace(inputs, assumptions=replace(own, causal_share=0.8))
        before, after, sure = project_many([inputs, richer, surer]).expected_usd.tolist()
        assert after >= before - 2.0
        assert sure >= before - 0.01

    @pytest.mark.parametrize("letter", "ABCD")
    def test_falls_with_the_discount_rate(self, letter):
        inputs = make_learner(letter)
        changed = [
            replace(inputs, assumptions=replace(inputs.assumptions, real_discount_rate=rate))
            for rate in (0.0, 0.01, 0.03, 0.05, 0.07)
        ]
        worth = project_many(changed).expected_usd.tolist()
        assert worth == sorted(worth, reverse=True)


class TestBatchOutlook:
    def test_becomes_plain_json(self):
        stored = project_one(make_learner("A"), with_dots=True).to_dict()
        assert json.loads(json.dumps(stored, allow_nan=False)) == stored
        assert stored["expected_usd"] == round(stored["expected_usd"], 2)
        assert len(stored["dots_usd"]) == 20
        assert project_one(make_learner("A")).dots_usd == ()


class TestLearnerColumns:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("current_pay_usd_per_year", math.nan), ("current_pay_usd_per_year", 1e9),
            ("planned_hours_per_week", -1.0), ("planned_hours_per_week", 113.0),
            ("logged_hours", -5.0), ("months_active", math.inf), ("employer_share", 1.5),
            ("rung_hours", -1.0), ("exam_hours", math.nan), ("exam_employer_share", 2.0),
        ],
    )  # fmt: skip
    def test_say_which_value_of_which_row_is_wrong(self, name, value):
        context, learners = make_sweep(5)
        column = getattr(learners, name).copy()
        column[3] = value
        with pytest.raises(RoiInputInvalid, match="row 3") as caught:
            project_columns(context, replace(learners, **{name: column}))
        assert caught.value.field == name

    def test_refuse_a_learner_without_hours(self):
        context, learners = make_sweep(3)
        idle = replace(
            learners, planned_hours_per_week=np.zeros(3), logged_hours=np.array([1.0, 0.0, 1.0])
        )
        with pytest.raises(RoiInputInvalid, match="row 1 has no hours"):
            project_columns(context, idle)

    def test_refuse_missing_rows_and_columns(self):
        context, learners = make_sweep(3)
        with pytest.raises(RoiInputInvalid, match="2 rows instead of 3"):
            project_columns(context, replace(learners, logged_weeks=np.zeros(2)))
        with pytest.raises(RoiInputInvalid, match="shape"):
            project_columns(
                context, replace(learners, is_exam_planned=np.ones((3, 1), dtype=np.bool_))
            )

    def test_refuse_columns_of_another_context(self):
        _, learners = make_sweep(3)
        other = get_context(facts_of(make_learner("B")), draw_count=256)
        with pytest.raises(RoiInputInvalid, match="4 rungs and 4 exams instead of 4 and 1"):
            project_columns(other, learners)


def make_sweep(count):
    """Learners of A's context who differ in everything that is theirs."""
    learner = make_learner("A")
    random = np.random.default_rng(7)
    hours = random.integers(0, 500, (count, 4)).astype(float)
    columns = LearnerColumns(
        current_pay_usd_per_year=random.integers(30_000, 120_000, count).astype(float),
        planned_hours_per_week=random.integers(1, 40, count) / 2,
        logged_weeks=random.integers(0, 60, count).astype(float),
        logged_hours=random.integers(0, 300, count).astype(float),
        months_active=random.integers(0, 40, count).astype(float),
        subscription_usd_per_month=random.integers(0, 100, count).astype(float),
        materials_usd=random.integers(0, 500, count).astype(float),
        employer_share=random.integers(0, 5, count) / 4,
        landing_added_share=random.integers(0, 3, count) / 20,
        rung_hours=hours,
        is_in_plan=hours > 100,
        exam_hours=random.integers(0, 900, (count, 4)).astype(float),
        is_exam_planned=random.random((count, 4)) < 0.6,
        exam_employer_share=random.integers(0, 3, (count, 4)) / 2,
    )
    return get_context(facts_of(learner), draw_count=256), columns
