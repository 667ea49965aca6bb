import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from progress.models import Learner, Scenario
from progress.operations.scenarios import SCENARIOS_LIMIT, save_scenario
from progress.queries.scenario_settings import ScenarioSettings
from tests.factories.progress import NOW, make_log_entry, make_projectable_enrolment
from tests.factories.tracks import make_accelerator

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(page, headers=None, **sliders):
    return page.get(reverse("what-if"), sliders, headers=headers)


def keep(enrolment, name="Faster", **settings):
    return save_scenario(
        enrolment=enrolment, name=name, settings=ScenarioSettings(**settings), now=NOW
    )


class TestShowWhatIf:
    def test_begins_where_the_learner_stands(self, page):
        text = ask(page).content.decode()

        assert 'name="hours" value="8"' in text
        assert "This is how you stand" in text
        assert '<button class="button" type="submit">Show</button>' in text

    @pytest.mark.parametrize(
        ("hours", "step"), [("8.0", "0.5"), ("7.5", "0.5"), ("7.3", "0.1"), ("0.5", "0.5")]
    )
    def test_begins_on_a_step_so_that_browsers_leave_the_own_value(self, page, hours, step):
        Learner.objects.update(hours_per_week=hours, employer_share="0.33")

        text = ask(page).content.decode()

        assert f'name="hours" value="{float(hours):g}" step="{step}"' in text
        assert 'name="employer" value="33" step="0.1"' in text

    def test_says_which_year_stands_for_an_own_horizon_in_months(self, page):
        Learner.objects.update(assumption_overrides={"horizon_months": 66.0})

        assert "5 stands for your own 66 months." in ask(page).content.decode()

    def test_answers_without_scripts_and_says_what_was_changed(self, page):
        response = ask(page, hours=20, target=2)

        text = response.content.decode()
        assert response.status_code == 200
        assert "With 20 hours a week, up to mid level" in text
        assert text.count('<th scope="col">What if</th>') == 1

    def test_answers_in_place_with_only_the_answer_and_the_sliders_values(self, page):
        text = ask(page, headers=HTMX, hours=20).content.decode()

        assert text.lstrip().startswith('<section id="what-if-answer"')
        assert "<html" not in text
        assert 'id="what-if-hours-value" for="what-if-hours" hx-swap-oob="true">20 h a week' in text

    def test_announces_each_answer_once_in_an_element_that_stays(self, page):
        opened = ask(page).content.decode()
        moved = ask(page, headers=HTMX, hours=20).content.decode()

        said = '<p id="what-if-said" class="visually-hidden" role="status"'
        assert f"{said}></p>" in opened
        assert f'{said} hx-swap-oob="innerHTML">With 20 hours a week: ' in moved
        assert moved.count('role="status"') == 1
        assert 'aria-live="polite"' not in opened + moved

    def test_stores_nothing(self, page, enrolment):
        before = Learner.objects.values().get(user=enrolment.user)

        ask(page, hours=20, employer=50, discount=7)

        assert Learner.objects.values().get(user=enrolment.user) == before
        assert not Scenario.objects.exists()

    @pytest.mark.parametrize(
        ("slider", "value", "words"),
        [
            ("hours", -3, "Hours a week: Choose a number from 1 to 40."),
            ("hours", 4000, "Hours a week: Choose a number from 1 to 40."),
            ("horizon", 90, "Years to look ahead: Choose a whole number from 5 to 15."),
            ("horizon", 7.5, "Years to look ahead: Choose a whole number from 5 to 15."),
            ("discount", "nan", "worth less by: Choose a number from 0 to 7."),
            ("employer", "x", "an employer pays: Choose a number from 0 to 100."),
            ("target", 9, "Choose a level above your own, from the list."),
            ("sit", "none-such", "“none-such” is not among the exams that you plan."),
        ],
    )
    def test_refuses_what_is_out_of_range_by_its_name(self, page, slider, value, words):
        response = ask(page, **{"hours": 8, slider: value})

        text = response.content.decode()
        assert response.status_code == 422
        assert "This cannot be worked out" in text
        assert words in text
        assert "This is how you stand" in text

    def test_says_a_range_only_until_two_weeks_are_logged(self, page, enrolment):
        assert "Eight futures in ten end between" in ask(page, hours=20).content.decode()

        make_log_entry(user=enrolment.user, days_ago=13)

        text = ask(page, hours=20).content.decode()
        assert "The 2 h of the 2 weeks in your log count too" in text
        assert "Eight futures in ten" not in text
        assert "in 10 come out ahead and" in text

    def test_refuses_in_place_and_clears_what_was_mended(self, page):
        refused = ask(page, headers=HTMX, hours=-3)
        mended = ask(page, headers=HTMX, hours=3)

        errors = '<div id="what-if-hours-errors" {}hx-swap-oob="true">'
        text = refused.content.decode()
        assert refused.status_code == 422
        assert f"{errors.format('')}<ul" in text
        assert "Hours a week: Choose a number from 1 to 40." in text
        assert mended.status_code == 200
        assert f"{errors.format('hidden ')}</div>" in mended.content.decode()

    def test_says_once_what_is_wrong_in_two_ways(self, page):
        text = ask(page, horizon=0.5).content.decode()

        beside, above = 1, 1
        assert text.count("Choose a whole number from 5 to 15.") == beside + above

    def test_has_the_page_fetched_anew_when_something_is_missing_by_now(self, page):
        Learner.objects.update(current_pay=None)

        answer = ask(page, headers=HTMX, hours=20)

        assert answer.headers["HX-Refresh"] == "true"
        assert answer.content == b""

    def test_asks_for_what_is_missing(self, page):
        Learner.objects.update(current_pay=None)

        text = ask(page).content.decode()

        assert "There is no number yet" in text
        assert "Tell us what you earn now" in text


class TestKeep:
    def test_keeps_opens_and_deletes_a_scenario(self, page):
        page.post(reverse("scenario-save"), {"hours": 20, "name": "Twice the time"})
        scenario = Scenario.objects.get()

        text = ask(page, scenario=scenario.pk).content.decode()
        assert scenario.settings == {"hours_per_week": 20.0}
        assert "With 20 hours a week" in text
        assert "Twice the time" in text

        page.post(reverse("scenario-delete", args=[scenario.pk]))
        assert not Scenario.objects.exists()

    def test_keeps_nothing_that_is_wrong(self, page):
        response = page.post(
            reverse("scenario-save"), {"hours": -1, "name": "Backwards"}, follow=True
        )

        assert "Nothing was kept" in response.content.decode()
        assert not Scenario.objects.exists()

    def test_keeps_what_was_typed_when_it_keeps_nothing(self, page):
        response = page.post(reverse("scenario-save"), {"hours": 20, "asked": 1, "name": " "})

        text = response.content.decode()
        assert response.status_code == 422
        assert "Give it a name, so that you find it again." in text
        assert "With 20 hours a week" in text
        assert '<input type="hidden" name="hours" value="20">' in text
        assert not Scenario.objects.exists()

    def test_says_beside_the_name_that_no_more_are_kept(self, page, enrolment):
        for number in range(SCENARIOS_LIMIT):
            keep(enrolment, name=f"Number {number}", hours_per_week=20.0)

        response = page.post(reverse("scenario-save"), {"hours": 30, "name": "One more"})

        text = response.content.decode()
        assert response.status_code == 409
        assert "Delete one before you save another." in text
        assert 'value="One more"' in text
        assert Scenario.objects.count() == SCENARIOS_LIMIT

    def test_opens_no_other_question_than_the_one_kept(self, page, enrolment):
        booster = make_accelerator(track=enrolment.track)
        kept = keep(enrolment, hours_per_week=20.0, accelerators={booster.key: 0.1})
        booster.delete()

        response = ask(page, scenario=kept.pk)

        text = response.content.decode()
        assert response.status_code == 422
        assert "“Faster” cannot be worked out as you kept it." in text
        assert f"“{booster.key}” is not an accelerator of this track" in text
        assert "This is how you stand" in text

    def test_says_that_a_scenario_is_gone(self, page, enrolment):
        gone = keep(enrolment)
        gone_id = gone.pk
        gone.delete()

        for response in (
            ask(page, scenario=gone_id),
            page.get(reverse("scenarios-compare"), {"second": gone_id}),
        ):
            assert response.status_code == 404
            assert "You keep no such scenario" in response.content.decode()

    def test_a_stranger_s_scenario_is_not_there(self, page):
        foreign = keep(make_projectable_enrolment())

        assert ask(page, scenario=foreign.pk).status_code == 404
        assert page.post(reverse("scenario-delete", args=[foreign.pk])).status_code == 404
        compared = page.get(reverse("scenarios-compare"), {"second": foreign.pk})
        assert compared.status_code == 404
        assert Scenario.objects.filter(pk=foreign.pk).exists()

    def test_visitors_are_asked_to_sign_in(self, db):
        response = Client().get(reverse("what-if"))

        assert response.status_code == 302
        assert "login" in response["Location"]


class TestCompare:
    def test_lays_two_side_by_side(self, page, enrolment):
        slow = keep(enrolment, name="Slowly", hours_per_week=3.0)
        fast = keep(enrolment, name="Fast", hours_per_week=30.0)

        response = page.get(reverse("scenarios-compare"), {"first": slow.pk, "second": fast.pk})

        text = response.content.decode()
        assert response.status_code == 200
        assert "3 hours a week" in text
        assert "30 hours a week" in text
        drawn_wide_and_narrow = 2
        assert text.count('class="chart chart-dots') == 2 * drawn_wide_and_narrow

    def test_says_when_none_is_kept(self, page):
        text = page.get(reverse("scenarios-compare")).content.decode()

        assert "Nothing to compare yet" in text
        assert "$" not in text.split("<main")[1].split("</main")[0]

    def test_says_when_both_are_the_same(self, page, enrolment):
        kept = keep(enrolment, name="Slowly", hours_per_week=3.0)

        response = page.get(reverse("scenarios-compare"), {"first": kept.pk, "second": kept.pk})

        assert "Both are the same." in response.content.decode()
