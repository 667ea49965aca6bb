import pytest

from progress.models import Learner, ProjectionSummary, Scenario
from progress.operations.learners import plan_certification
from progress.operations.scenarios import SCENARIOS_LIMIT, save_scenario
from progress.queries.scenario_settings import ScenarioSettings
from tests.factories.api import get_code, list_pointers, make_caller
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import NOW, make_projectable_enrolment, make_projection, make_user
from tests.factories.tracks import make_accelerator

pytestmark = pytest.mark.django_db
ASK = "/api/v1/me/what-if/"
KEEP = "/api/v1/me/scenarios/"


@pytest.fixture(autouse=True)
def now(clock):
    """Let the day be that of the factories."""


@pytest.fixture
def enrolment():
    return make_projectable_enrolment()


@pytest.fixture
def caller(enrolment):
    return make_caller(enrolment.user)


def keep(enrolment, name="Faster", **settings):
    return save_scenario(
        enrolment=enrolment, name=name, settings=ScenarioSettings(**settings), now=NOW
    )


def plan_exam(enrolment):
    certification = make_certification(tracks=[(enrolment.track, 1)])
    make_claim(certification=certification, is_preferred=True)
    plan_certification(user=enrolment.user, certification=certification, now=NOW)
    return certification


class TestWhatIf:
    def test_answers_nothing_changed_with_the_figures_of_the_projection(self, enrolment, caller):
        stored = make_projection(enrolment=enrolment).result["value"]

        answer = caller.post(ASK, {}).json()

        assert answer["asked"] == answer["own"]
        assert answer["own"]["ahead_share"] == pytest.approx(stored["ahead_share"], abs=0.003)
        assert answer["own"]["expected_usd"] == pytest.approx(stored["expected_usd"], abs=1)
        assert answer["differences"] == []
        # Nothing is logged, so the pace is a guess and only the range is said.
        assert answer["words"].startswith("Eight futures in ten end between ")

    def test_says_in_words_what_differs_and_what_it_moves(self, enrolment, caller):
        exam = plan_exam(enrolment)
        booster = make_accelerator(track=enrolment.track, name="A mentor")

        answer = caller.post(
            ASK,
            {
                "hours_per_week": 20,
                "target_rung": 2,
                "employer_share": "0.5",
                "free_retakes_count": 1,
                "horizon_years": 12,
                "discount_rate": 0.05,
                "left_out_exams": [exam.key],
                "accelerators": {booster.key: 0.05},
            },
        ).json()

        assert answer["differences"] == [
            "20 hours a week",
            "up to mid level",
            "employer pays 50 % of fees",
            "1 free retake for each exam",
            "12 years ahead",
            "later money worth 5 % less a year",
            f"without {exam.short_name}",
            "A mentor: +5 points",
        ]
        assert answer["asked"]["horizon_months"] == 144
        assert answer["asked"]["finish_share"] > answer["own"]["finish_share"]
        assert ", instead of " in answer["words"]
        assert answer["settings"]["accelerators"] == {booster.key: 0.05}

    def test_stores_nothing(self, enrolment, caller):
        before = Learner.objects.values().get(user=enrolment.user)

        caller.post(ASK, {"hours_per_week": 20, "employer_share": 1})

        assert Learner.objects.values().get(user=enrolment.user) == before
        assert not Scenario.objects.exists()
        assert not ProjectionSummary.objects.exists()

    def test_needs_a_followed_track(self):
        assert get_code(make_caller(make_user()).post(ASK, {})) == (409, "not_enrolled")

    @pytest.mark.parametrize(
        ("asked", "pointer", "words"),
        [
            ({"hours_per_week": 81}, "/hours_per_week", "from 1 to 40"),
            ({"hours_per_week": 41}, "/hours_per_week", "1 to 40 hours a week"),
            ({"target_rung": 9}, "/target_rung", "1 (Junior)"),
            ({"employer_share": 2}, "/employer_share", "from 0 to 1"),
            ({"free_retakes_count": 1.5}, "/free_retakes_count", "whole number from 0 to 2"),
            ({"horizon_years": 50}, "/horizon_years", "whole number from 5 to 15"),
            ({"discount_rate": "much"}, "/discount_rate", "from 0 to 0.07"),
            ({"left_out_exams": "all"}, "/left_out_exams", "Give a list of at most"),
            ({"accelerators": {"mentor": 1}}, "/accelerators/mentor", "from 0 to 0.1"),
            ({"hours": 8}, "/hours", "There are: accelerators, discount_rate"),
        ],
    )
    def test_says_where_a_setting_is_wrong_and_what_would_be_right(
        self, caller, asked, pointer, words
    ):
        answer = caller.post(ASK, asked, format="json")

        [error] = answer.json()["errors"]
        assert (answer.status_code, error["pointer"]) == (400, pointer)
        assert words in error["detail"]

    def test_takes_back_its_own_settings(self, caller):
        first = caller.post(ASK, {"hours_per_week": 12.5, "discount_rate": "0.021"}).json()

        again = caller.post(ASK, first["settings"], format="json").json()

        assert again == first


class TestScenarios:
    def test_are_kept_with_settings_only_and_listed_with_todays_figures(self, enrolment, caller):
        made = caller.post(KEEP, {"name": " Fast ", "settings": {"hours_per_week": 20}})

        assert made.status_code == 201
        assert Scenario.objects.get().settings == {"hours_per_week": 20.0}
        [row] = caller.get(KEEP).json()["results"]
        assert row == made.json()
        assert (row["name"], row["differences"]) == ("Fast", ["20 hours a week"])
        assert row["figures"]["draw_count"] == 1_024
        assert caller.get(f"{KEEP}{row['id']}/").json() == row

    def test_of_the_same_name_are_replaced(self, caller):
        caller.post(KEEP, {"name": "Fast", "settings": {"hours_per_week": 20}})

        answer = caller.post(KEEP, {"name": "Fast", "settings": {"target_rung": 2}})

        assert answer.status_code == 200
        assert Scenario.objects.get().settings == {"target_rung": 2}

    def test_are_no_more_than_twelve(self, enrolment, caller):
        for number in range(SCENARIOS_LIMIT):
            keep(enrolment, name=f"Number {number}")

        answer = caller.post(KEEP, {"name": "One more", "settings": {}})

        assert get_code(answer) == (409, "too_many_scenarios")
        assert "Delete one" in answer.json()["detail"]
        assert caller.get(KEEP).json()["count"] == SCENARIOS_LIMIT

    def test_are_replaced_by_id(self, enrolment, caller):
        kept = keep(enrolment, hours_per_week=20.0)

        answer = caller.put(f"{KEEP}{kept.pk}/", {"name": "Slow", "settings": {"horizon_years": 5}})

        assert answer.json()["differences"] == ["5 years ahead"]
        kept.refresh_from_db()
        assert (kept.name, kept.settings) == ("Slow", {"horizon_years": 5})

    def test_do_not_take_the_name_of_another(self, enrolment, caller):
        kept = keep(enrolment)
        keep(enrolment, name="Slow")

        answer = caller.put(f"{KEEP}{kept.pk}/", {"name": "Slow", "settings": {}})

        assert get_code(answer) == (409, "name_taken")

    def test_are_deleted(self, enrolment, caller):
        kept = keep(enrolment)

        assert caller.delete(f"{KEEP}{kept.pk}/").status_code == 204
        assert not Scenario.objects.exists()

    def test_with_a_wrong_setting_are_not_kept(self, caller):
        answer = caller.post(KEEP, {"name": "Fate", "settings": {"accelerators": {"fate": 0.1}}})

        assert list_pointers(answer) == {("/settings/accelerators/fate", "does_not_exist")}
        assert not Scenario.objects.exists()

    def test_whose_accelerator_went_say_so_and_have_no_figures(self, enrolment, caller):
        booster = make_accelerator(track=enrolment.track)
        kept = keep(enrolment, accelerators={booster.key: 0.1})
        booster.delete()

        row = caller.get(f"{KEEP}{kept.pk}/").json()

        assert row["figures"] is None
        assert "is not an accelerator of this track" in row["problem"]

    def test_up_to_a_level_that_is_reached_by_now_have_no_figures(self, enrolment, caller):
        kept = keep(enrolment, target_rung=1)
        Learner.objects.update(current_rung=1)

        row = caller.get(f"{KEEP}{kept.pk}/").json()

        assert row["figures"] is None
        assert row["problem"].startswith("Choose a level above your own: 2 mid")

    def test_say_what_is_missing_and_show_no_number(self, enrolment, caller):
        keep(enrolment, hours_per_week=20.0)
        Learner.objects.update(current_pay=None)

        [row] = caller.get(KEEP).json()["results"]

        assert row["figures"] is None
        assert [one["field"] for one in row["missing"]] == ["current_pay"]


class TestComparedScenarios:
    def test_give_the_figures_of_both(self, enrolment, caller):
        slow = keep(enrolment, name="Slow", hours_per_week=3.0)
        fast = keep(enrolment, name="Fast", hours_per_week=30.0)

        answer = caller.get(f"{KEEP}compare/{slow.pk}/{fast.pk}/").json()

        assert answer["first"]["name"] == "Slow"
        assert answer["second"]["differences"] == ["30 hours a week"]
        first, second = (answer[side]["figures"] for side in ("first", "second"))
        assert first["finish_share"] < second["finish_share"]
        assert ", instead of " in answer["words"]

    def test_may_begin_with_the_learner_s_own_plan(self, enrolment, caller):
        kept = keep(enrolment, hours_per_week=3.0)

        answer = caller.get(f"{KEEP}compare/own/{kept.pk}/").json()

        assert (answer["first"]["id"], answer["second"]["id"]) == (None, kept.pk)
        assert answer["first"]["figures"] == caller.post(ASK, {}).json()["own"]

    def test_say_where_those_that_are_kept_stand_when_one_is_gone(self, caller):
        answer = caller.get(f"{KEEP}compare/own/123456/")

        assert answer.status_code == 404
        assert "me/scenarios lists those that are kept" in answer.json()["detail"]

    def test_do_not_hold_a_stranger_s(self, caller):
        foreign = keep(make_projectable_enrolment())

        answer = caller.get(f"{KEEP}compare/own/{foreign.pk}/")

        assert get_code(answer) == (404, "not_found")
