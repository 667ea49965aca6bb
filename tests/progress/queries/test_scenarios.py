import pytest

from progress.models import Learner
from progress.operations.scenarios import save_scenario
from progress.queries.scenario_settings import ScenarioSettings
from progress.queries.scenarios import (
    get_scenario_figures,
    get_what_if_ground,
    list_scenario_figures,
    list_scenarios,
)
from tests.factories.progress import (
    NOW,
    TODAY,
    make_projectable_enrolment,
    make_projection,
)
from tests.factories.tracks import make_accelerator, make_ladder_rung, make_role

pytestmark = pytest.mark.django_db


def ask(enrolment, **settings):
    ground = get_what_if_ground(enrolment=enrolment, today=TODAY)
    return get_scenario_figures(ground=ground, settings=ScenarioSettings(**settings), name="asked")


class TestGetScenarioFigures:
    def test_nothing_changed_agrees_with_the_projection(self):
        enrolment = make_projectable_enrolment()
        stored = make_projection(enrolment=enrolment).result

        asked = ask(enrolment)

        assert asked.differences == ()
        figures = asked.projection.figures
        assert figures.ahead_share == pytest.approx(stored["value"]["ahead_share"], abs=0.003)
        assert figures.expected_usd == pytest.approx(stored["value"]["expected_usd"], abs=1)

    def test_more_hours_let_more_people_finish(self):
        enrolment = make_projectable_enrolment()

        slow, fast = ask(enrolment, hours_per_week=3.0), ask(enrolment, hours_per_week=30.0)

        assert fast.differences == ("30 hours a week",)
        assert fast.projection.figures.finish_share > slow.projection.figures.finish_share

    def test_an_accelerator_without_effect_changes_nothing_and_with_one_helps(self):
        enrolment = make_projectable_enrolment()
        mentor = make_accelerator(track=enrolment.track).key

        plain = ask(enrolment)
        none = ask(enrolment, accelerators={mentor: 0.0})
        some = ask(enrolment, accelerators={mentor: 0.1})

        assert none.projection.figures == plain.projection.figures
        assert some.projection.figures.expected_usd > plain.projection.figures.expected_usd

    def test_may_aim_higher_than_the_target_role(self):
        enrolment = make_projectable_enrolment()
        whole = ask(enrolment).projection.figures
        to_mid = ask(enrolment, target_rung=2).projection.figures
        role = make_role()
        make_ladder_rung(track=enrolment.track, rung=2, roles=[role])
        Learner.objects.update(target_role=role)

        own, higher = ask(enrolment), ask(enrolment, target_rung=4)

        assert (own.differences, own.projection.figures) == ((), to_mid)
        assert higher.differences == ("up to architect level",)
        assert higher.projection.figures == whole

    def test_says_what_is_missing_instead_of_a_number(self):
        enrolment = make_projectable_enrolment(current_pay=None)

        asked = ask(enrolment)

        assert asked.projection.figures is None
        assert "earn now" in asked.projection.missing[0].reason

    def test_says_which_value_is_out_of_range(self):
        asked = ask(make_projectable_enrolment(), hours_per_week=-3.0)

        assert asked.projection.figures is None
        assert asked.projection.field == "hours_per_week"

    @pytest.mark.parametrize("target", [1, 2])
    def test_has_no_figures_for_a_level_that_is_reached_by_now(self, target):
        asked = ask(make_projectable_enrolment(current_rung=2), target_rung=target)

        assert asked.projection.figures is None
        assert asked.projection.problem == "Choose a level above your own: 3 senior, 4 architect."

    @pytest.mark.parametrize(
        ("changed", "field"),
        [({"accelerators": {"luck": 0.1}}, "accelerators"), ({"left_out_exams": ("luck",)}, "left_out_exams")],
    )  # fmt: skip
    def test_names_what_is_not_there_instead_of_a_number(self, changed, field):
        asked = ask(make_projectable_enrolment(), **changed)

        assert asked.projection.figures is None
        assert asked.projection.field == field
        assert "“luck” is not " in asked.projection.problem


class TestListScenarios:
    def test_lists_only_ones_own_with_today_s_figures(self):
        enrolment = make_projectable_enrolment()
        other = make_projectable_enrolment()
        for one, hours in ((enrolment, 20.0), (other, 5.0)):
            save_scenario(
                enrolment=one,
                name="Mine",
                settings=ScenarioSettings(hours_per_week=hours),
                now=NOW,
            )

        kept = list_scenarios(enrolment=enrolment)
        ground = get_what_if_ground(enrolment=enrolment, today=TODAY)
        figures = list_scenario_figures(ground=ground, scenarios=kept)

        assert [one.settings.hours_per_week for one in figures] == [20.0]
        assert figures[0].projection.figures is not None
        assert figures[0].pk == kept[0].pk
