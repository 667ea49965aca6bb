from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from progress.choices import JobState
from progress.models import Learner, Projection
from progress.operations.learners import override_assumptions
from tests.factories.progress import NOW, make_log_entry, make_projection
from tracks.models import SalaryBand

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def studied(enrolment):
    """Two weeks in the log: enough for a headline."""
    make_log_entry(user=enrolment.user, days_ago=13, hours=Decimal(12))


def read(page):
    return page.get(reverse("projection")).content.decode()


class TestShowProjection:
    def test_shows_no_number_while_something_is_missing(self, page, enrolment, studied):
        make_projection(enrolment=enrolment)
        Learner.objects.update(current_pay=None)

        text = read(page)

        assert "There is no number yet" in text
        assert "Tell us what you earn now" in text
        assert 'about-you/?back=worth#id_current_pay"' in text
        assert "Of 10 people" not in text
        assert "chart-dot" not in text
        assert "fingerprint" not in text

    def test_asks_to_work_it_out_with_and_without_scripts(self, page):
        text = read(page)

        assert 'hx-trigger="load, submit"' in text
        assert '<button class="button" type="submit">Work it out</button>' in text
        assert not Projection.objects.exists()

    def test_speaks_in_frequencies_with_both_frames(self, page, enrolment, studied):
        row = make_projection(enrolment=enrolment)

        text = read(page)

        assert "Of 10 people in your position, about" in text
        assert "are not." in text or "is not." in text
        assert "A projection is neither a promise nor financial advice." in text
        assert "Twenty equally likely futures" in text
        assert "Net gain or loss over time" in text
        assert "Without it" in text
        assert "$180,000 to $250,000+" in text
        assert row.fingerprint in text
        assert row.model_version in text

    def test_shows_ten_marks_beside_the_sentence_that_says_the_same(self, page, enrolment, studied):
        row = make_projection(enrolment=enrolment)
        ahead = int(row.result["value"]["ahead_share"] * 10 + 0.5)

        marks = read(page).split('class="headline-marks" aria-hidden="true">')[1].split("</svg>")[0]

        assert 1 <= ahead <= 9
        assert (marks.count("<circle"), marks.count("<rect")) == (ahead, 10 - ahead)

    @pytest.mark.parametrize("share", [0.04, 0.096, 0.95])
    def test_shows_no_marks_where_words_say_fewer_than_one(self, page, enrolment, studied, share):
        row = make_projection(enrolment=enrolment)
        row.result["value"]["ahead_share"] = share
        row.save()

        text = read(page)

        assert "fewer than 1" in text
        assert "headline-marks" not in text

    def test_names_each_level_with_its_pay_and_both_ways_there(self, page, enrolment, studied):
        make_projection(enrolment=enrolment)

        text = read(page)
        table = text.split('id="compare-title"')[1].split("</table>")[0]

        assert table.count('data-label="With it"') == table.count('data-label="Without it"')
        assert "$80,000 to $110,000" in table
        assert "$180,000 to $250,000+" in table

    def test_says_in_which_money_and_from_when_the_figures_are(self, page, enrolment, studied):
        make_projection(enrolment=enrolment)

        assert "extra pay after 30 % tax" in read(page)

    def test_says_how_far_it_looks(self, page, enrolment, studied):
        override_assumptions(
            user=enrolment.user, track_key=enrolment.track.key, changes={"horizon_months": 180.0}
        )
        make_projection(enrolment=enrolment)

        assert "The next 15 years with this track" in read(page)

    def test_says_what_the_ends_of_an_assumption_would_change(self, page, enrolment, studied):
        assert "Effect of its ends" not in read(page)
        make_projection(enrolment=enrolment)

        text = read(page)

        assert "Effect of its ends" in text
        assert "0 %: about" in text
        growth = text.split('id="assume-real_growth_rate"')[1].split("</tr>")[0]
        assert "2 %: about" in growth

    def test_has_the_ends_of_all_that_can_be_changed(self, page, enrolment, studied):
        row = make_projection(enrolment=enrolment)
        assert "comes with your next projection" not in read(page)

        # As projections were stored before pay growth was among them.
        kept = [one for one in row.decisions["swings"] if one["key"] != "real_growth_rate"]
        Projection.objects.update(decisions={**row.decisions, "swings": kept})

        assert read(page).count("comes with your next projection") == 1

    def test_says_since_when_an_own_value_is_in_use(self, page, enrolment, studied):
        override_assumptions(
            user=enrolment.user, track_key=enrolment.track.key, changes={"tax_rate": 0.2}
        )
        assert "Changed by you, not in a projection yet." in read(page)

        make_projection(enrolment=enrolment)

        assert "Changed by you, in use since" in read(page)

    def test_gives_no_number_on_the_top_rung(self, page, enrolment, studied):
        make_projection(enrolment=enrolment)
        Learner.objects.update(current_rung=4)

        text = read(page)

        assert "No step up is left" in text
        assert "$" not in text.split("<main")[1].split('id="assumptions"')[0]

    def test_shows_only_the_range_before_two_weeks_are_logged(self, page, enrolment):
        make_projection(enrolment=enrolment)

        text = read(page)

        assert "Eight futures in ten end between" in text
        assert "Of 10 people" not in text
        assert "How many hours did you study in each of the last two weeks?" in text

    def test_shows_no_marks_without_a_headline(self, page, enrolment):
        make_projection(enrolment=enrolment)

        assert "headline-marks" not in read(page)

    def test_says_what_changed_since_and_asks_for_an_update(self, page, enrolment, studied):
        make_projection(enrolment=enrolment)
        SalaryBand.objects.filter(rung=2).update(low=Decimal(121_000))

        text = read(page)

        name = enrolment.track.name
        words = "mid-level band of 2024 changed from $120,000–$160,000 to $121,000–$160,000"
        assert f"Since then the {name} {words}. A fresh one" in text
        assert "Update it" in text

    def test_says_that_the_model_changed_since(self, page, enrolment, studied):
        projection = make_projection(enrolment=enrolment)
        Projection.objects.filter(pk=projection.pk).update(
            fingerprint="0" * 32, model_version="roi-0.9"
        )

        assert "instead of roi-0.9. A fresh one can be worked out now." in read(page)

    def test_says_what_the_newest_projection_was_updated_with(self, page, enrolment, studied):
        make_projection(enrolment=enrolment)
        Learner.objects.update(current_pay=Decimal(90_000))
        make_projection(enrolment=enrolment)

        text = read(page)

        assert "What is new since" in text
        assert "because your pay rose from $52,000 to $90,000 a year." in text
        assert "Alone:" in text
        assert "Average: " in text

    def test_shows_todays_figures_at_once_while_the_whole_is_worked_out(
        self, page, enrolment, studied
    ):
        read(page)
        make_projection(enrolment=enrolment)
        assert "With today’s answers and figures" not in read(page)
        SalaryBand.objects.filter(rung=2).update(low=Decimal(121_000))

        text = read(page)

        assert "With today’s answers and figures" in text
        assert "Updated with: the" in text
        assert "band of 2024 changed from $120,000–$160,000 to $121,000–$160,000" in text

    def test_offers_another_try_after_a_failure(self, page, enrolment):
        page.post(reverse("projection-request"))
        Projection.objects.update(job_state=JobState.FAILED, error_public="It did not work.")

        text = read(page)

        assert "It did not work." in text
        assert "Try again" in text
        assert 'hx-trigger="load' not in text


class TestRequestNow:
    def test_writes_a_row_and_returns_to_the_page(self, page, enrolment):
        answer = page.post(reverse("projection-request"))

        assert answer.url == reverse("projection")
        assert Projection.objects.get().enrolment == enrolment
        text = read(page)
        assert "waiting for a worker" in text
        assert '<meta http-equiv="refresh"' in text

    def test_answers_htmx_with_the_progress(self, page):
        answer = page.post(reverse("projection-request"), headers=HTMX)

        assert 'id="worth-status"' in answer.content.decode()
        assert "HX-Refresh" not in answer.headers

    def test_writes_nothing_while_something_is_missing(self, page):
        Learner.objects.update(hours_per_week=None)

        answer = page.post(reverse("projection-request"), follow=True)

        assert "how many hours a week" in answer.content.decode()
        assert not Projection.objects.exists()


class TestShowStatus:
    def test_has_the_page_fetched_again_once_it_is_ready(self, page, enrolment):
        make_projection(enrolment=enrolment)

        answer = page.get(reverse("projection-status"), headers=HTMX)

        assert answer.headers["HX-Refresh"] == "true"


class TestChangeAssumption:
    def post(self, page, key, value, **more):
        data = {"key": key, "value": value, **more}
        return page.post(reverse("assumption-change"), data)

    def test_stores_per_cent_as_a_share(self, page):
        answer = self.post(page, "tax_rate", "20")

        assert answer.url == f"{reverse('projection')}#assumptions"
        assert Learner.objects.get().assumption_overrides == {"tax_rate": 0.2}
        assert "your value" in read(page)

    @pytest.mark.parametrize(
        ("key", "value", "words"),
        [
            ("tax_rate", "90", "90 is outside the allowed range: 0 to 50 %."),
            ("horizon_months", "59", "59 is outside the allowed range: 60 to 180 months."),
            ("horizon_months", "60.5", "Give a whole number of months."),
            ("tax_rate", "nan", "Give a number from 0 to 50."),
            ("tax_rate", "", "Give a number from 0 to 50."),
            ("tax_rate", "1e9", "1,000,000,000 is outside the allowed range: 0 to 50 %."),
        ],
    )
    def test_says_the_allowed_range(self, page, key, value, words):
        answer = self.post(page, key, value)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert Learner.objects.get().assumption_overrides == {}

    @pytest.mark.parametrize("key", ["luck", "inflation_rate", ""])
    def test_changes_only_what_may_be_changed(self, page, key):
        assert self.post(page, key, "1").status_code == 404

    def test_resets_one_value_or_all(self, page, enrolment):
        override_assumptions(
            user=enrolment.user,
            track_key=enrolment.track.key,
            changes={"tax_rate": 0.1, "causal_share": 0.5},
        )

        self.post(page, "tax_rate", "10", reset="1")
        assert Learner.objects.get().assumption_overrides == {"causal_share": 0.5}
        page.post(reverse("assumptions-reset"))

        assert Learner.objects.get().assumption_overrides == {}
