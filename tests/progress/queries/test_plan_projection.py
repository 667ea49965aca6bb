from dataclasses import replace

import pytest

from progress.models import Learner, Projection
from progress.queries.plan_projection import (
    DISCLAIMERS,
    LEVER_COUNT,
    YARDSTICK,
    list_comparison_rows,
    list_plan_assumptions,
    make_plan_projection,
    say_duration,
)
from progress.queries.roi_inputs import dump_inputs
from progress.roi.draws import load_draws
from progress.roi.presentation import make_headline, say_range
from progress.roi.projection import project
from progress.roi.results import Payback
from tests.factories.progress import make_projection
from tests.progress.roi.learners import make_learner

RESULT = project(make_learner("B"), draws=load_draws("python", count=64))


def make_row(result=RESULT, **columns):
    """A finished row that no database has seen, of a learner who logged enough weeks."""
    inputs = {**dump_inputs(make_learner("B")), "logged_weeks": 20.0}
    return Projection(**{"result": result.to_dict(), "inputs": inputs, **columns})


class TestMakePlanProjection:
    def test_carries_the_stored_figures_over(self):
        printed = make_plan_projection(projection=make_row())

        assert printed.outcomes == tuple(RESULT.to_dict()["dots_usd"])
        assert [point.month for point in printed.fan] == [point.month for point in RESULT.curve]
        assert printed.fan[-1].mean == printed.base_result == round(RESULT.value.expected_usd, 2)
        assert printed.fan[-1].p5 <= printed.fan[-1].p50 <= printed.fan[-1].p95
        assert printed.disclaimers[:-1] == DISCLAIMERS

    def test_says_in_which_terms_the_amounts_are(self):
        *_, terms = make_plan_projection(projection=make_row()).disclaimers

        assert terms == "Amounts are in today’s US dollars, extra pay after 30 % tax."

    def test_marks_where_the_average_pays_back_and_says_how_many_do(self):
        printed = make_plan_projection(projection=make_row())

        month = RESULT.payback.expected_flow_month
        assert printed.payback_month == month
        assert printed.payback_words.startswith(f"The average pays back in month {month}; about")

    def test_opens_with_the_headline_of_the_page(self):
        printed = make_plan_projection(projection=make_row())

        assert printed.headlines == make_headline(RESULT).sentences

    def test_keeps_the_headline_back_while_the_study_log_is_short(self):
        inputs = {**dump_inputs(make_learner("B")), "logged_weeks": 1.0}

        printed = make_plan_projection(projection=make_row(inputs=inputs))

        assert printed.headlines[0] == say_range(RESULT)
        assert len(printed.headlines) == 2

    def test_says_when_the_plan_never_pays(self):
        never = Payback(
            share=0.0, p25_month=None, p50_month=None, p75_month=None, expected_flow_month=None
        )

        printed = make_plan_projection(projection=make_row(replace(RESULT, payback=never)))

        assert printed.payback_words.startswith("In none of the futures")
        assert printed.payback_month is None

    def test_shows_the_widest_levers_only(self):
        swing = {
            "low_label": "4", "high_label": "12", "low_expected_usd": -1.0,
            "high_expected_usd": 2.0, "is_own_lever": True,
        }  # fmt: skip
        swings = [{**swing, "name": f"lever {place}"} for place in range(LEVER_COUNT + 3)]

        levers = make_plan_projection(projection=make_row(decisions={"swings": swings})).levers

        assert [lever.label for lever in levers] == [f"lever {n}" for n in range(LEVER_COUNT)]
        assert (levers[0].low_result, levers[0].high_result, levers[0].is_yours) == (-1, 2, True)
        assert make_plan_projection(projection=make_row()).levers == ()

    def test_refuses_a_result_of_another_model(self):
        stored = {**RESULT.to_dict(), "luck": 1}

        with pytest.raises(TypeError, match="luck"):
            make_plan_projection(projection=Projection(result=stored))


class TestListComparisonRows:
    def test_compares_each_rung_ahead_and_the_value(self):
        rows = list_comparison_rows(result=RESULT)

        assert [row.measure for row in rows[:2]] == [
            "Mid level within 5 years",
            "Mid level: half are there",
        ]
        assert len(rows) == 2 * len(RESULT.reach) + 2
        assert rows[-1].measure == f"{rows[-2].measure}, if you finish"
        assert {row.without_path for row in rows[-2:]} == {YARDSTICK}

    def test_leaves_out_finishers_when_there_are_none(self):
        value = replace(RESULT.value, ahead_if_finished_share=None)

        rows = list_comparison_rows(result=replace(RESULT, value=value))

        assert not any("if you finish" in row.measure for row in rows)

    def test_says_when_more_than_half_never_arrive(self):
        reach = replace(
            RESULT.reach[0], with_path_median_months=13, without_path_median_months=None
        )

        rows = list_comparison_rows(result=replace(RESULT, reach=(reach,)))

        assert rows[1].with_path == "1 year 1 month from now"
        assert rows[1].without_path == "most never are"


class TestSayDuration:
    @pytest.mark.parametrize(
        ("months", "words"),
        [
            (0, "0 months"), (1, "1 month"), (11, "11 months"), (12, "1 year"),
            (25, "2 years 1 month"), (36, "3 years"),
        ],
    )  # fmt: skip
    def test_counts_years_and_months(self, months, words):
        assert say_duration(months) == words


@pytest.mark.django_db
class TestListPlanAssumptions:
    def test_is_empty_without_a_projection(self):
        assert list_plan_assumptions(track_key="linux", learner=Learner(), projection=None) == ()

    def test_starts_with_what_the_learner_told(self):
        row = make_projection()

        told = list_plan_assumptions(
            track_key=row.enrolment.track.key, learner=Learner(), projection=row
        )[:3]

        assert [(one.name, one.value) for one in told] == [
            ("Pay now", "$52,000"),
            ("Study hours planned", "8"),
            ("Study hours logged", "0"),
        ]
        assert all(one.is_yours for one in told)

    def test_gives_one_row_to_all_levels_until_the_learner_changes_one(self):
        row = make_projection()

        def read(**overrides):
            rows = list_plan_assumptions(
                track_key="linux",
                learner=Learner(assumption_overrides=overrides),
                projection=row,
            )
            return [one for one in rows if one.key.startswith("landing_with_study")]

        (shared,) = read()
        changed = read(landing_with_study_rung_2=0.9)

        assert shared.name.endswith(": junior, mid, senior, architect")
        assert not shared.is_yours
        (own,) = [one for one in changed if one.is_yours]
        assert (own.key, own.value) == ("landing_with_study_rung_2", "90 %")
        assert own.name.endswith(": mid")

    def test_prints_shares_as_per_cent_with_their_range(self):
        rows = list_plan_assumptions(
            track_key="linux",
            learner=Learner(assumption_overrides={"real_discount_rate": 0.055}),
            projection=make_projection(),
        )

        (rate,) = [one for one in rows if one.key == "real_discount_rate"]

        assert (rate.value, rate.unit, rate.low_to_high) == ("5.5 %", "a year", "0–7 %")
        assert rate.is_yours
