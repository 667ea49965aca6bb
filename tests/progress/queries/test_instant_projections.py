import pytest

from progress.models import Projection
from progress.operations.learners import override_assumptions
from progress.queries.instant_projections import gather_ground, get_instant_projection
from progress.roi.draws import load_draws
from progress.roi.projection import project
from progress.roi.what_ifs import Changes
from tests.factories.progress import TODAY, make_projectable_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    return gather_ground(enrolment=make_projectable_enrolment(), today=TODAY)


class TestGetInstantProjection:
    def test_gives_the_figures_of_the_reference_engine(self, ground):
        figures = get_instant_projection(ground, draw_count=1_024).figures

        stored = project(ground.inputs, draws=load_draws(ground.inputs.track_key))
        assert figures.expected_usd == pytest.approx(stored.value.expected_usd, abs=1)
        assert figures.ahead_share == pytest.approx(stored.value.ahead_share, abs=1e-6)
        assert figures.finish_share == pytest.approx(stored.finish.share, abs=1e-6)

    def test_answers_questions_from_one_gathering_without_a_query(
        self, ground, django_assert_num_queries
    ):
        with django_assert_num_queries(0):
            slow, fast = (
                get_instant_projection(ground, Changes(planned_hours_per_week=hours)).figures
                for hours in (4.0, 16.0)
            )

        assert fast.finish_share > slow.finish_share
        assert not Projection.objects.exists()

    def test_gives_dots_when_asked(self, ground):
        assert len(get_instant_projection(ground, with_dots=True).figures.dots_usd) == 20

    def test_starts_from_the_assumptions_of_the_learner(self):
        enrolment = make_projectable_enrolment()
        plain = get_instant_projection(gather_ground(enrolment=enrolment, today=TODAY))
        override_assumptions(
            user=enrolment.user, track_key=enrolment.track.key, changes={"causal_share": 1.0}
        )

        own = get_instant_projection(gather_ground(enrolment=enrolment, today=TODAY))

        assert own.figures.expected_usd > plain.figures.expected_usd

    @pytest.mark.parametrize("rung", [1, 4])
    def test_plans_up_to_the_rung_that_is_asked_for(self, rung):
        ground = gather_ground(
            enrolment=make_projectable_enrolment(), today=TODAY, target_rung=rung
        )

        planned = [one.rung for one in ground.inputs.rungs if one.is_in_plan]
        assert max(planned) == rung

    def test_names_what_is_missing(self):
        ground = gather_ground(enrolment=make_projectable_enrolment(current_pay=None), today=TODAY)

        answer = get_instant_projection(ground)

        assert answer.figures is None
        assert [one.field for one in answer.missing] == ["current_pay"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            (Changes(planned_hours_per_week=-2.0), "planned_hours_per_week"),
            (Changes(planned_hours_per_week=0.0), "planned_hours_per_week"),
            (Changes(current_pay_usd_per_year=float("nan")), "current_pay_usd_per_year"),
            (Changes(assumptions={"horizon_months": 240}), "horizon_months"),
            (Changes(assumptions={"luck": 1}), ""),
        ],
    )
    def test_says_which_value_is_out_of_range_and_gives_no_number(self, ground, changes, field):
        answer = get_instant_projection(ground, changes)

        assert (answer.figures, answer.field) == (None, field)
        assert answer.problem
