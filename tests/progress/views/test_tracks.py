from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from progress.choices import MilestoneStatus
from progress.models import Enrolment, Learner, MilestoneState
from progress.operations.milestones import set_milestone_status
from tests.factories.progress import (
    NOW,
    finish_milestones,
    list_milestones,
    make_log_entry,
    make_paid_track,
    make_user,
)
from tests.factories.tracks import make_track
from tracks.models import SalaryBand


@pytest.fixture
def newcomer(db):
    client = Client()
    client.force_login(make_user())
    return client


class TestChoose:
    def test_keeps_the_choice_of_a_visitor_through_sign_in(self, db):
        address = reverse("track-choose", args=[make_track().key])

        answer = Client().post(address)

        assert answer.headers["Location"] == f"{reverse('account_login')}?next={address}"

    def test_asks_before_it_changes_anything(self, newcomer):
        track = make_track()

        answer = newcomer.get(reverse("track-choose", args=[track.key]))

        assert f"Follow {track}?" in answer.content.decode()
        assert not Enrolment.objects.exists()

    def test_leads_a_newcomer_to_the_questions(self, newcomer):
        track = make_track()

        answer = newcomer.post(reverse("track-choose", args=[track.key]))

        assert answer.url == reverse("onboarding")
        assert Enrolment.objects.get().track == track

    def test_leads_others_to_the_dashboard(self, page):
        answer = page.post(reverse("track-choose", args=[make_track().key]))

        assert answer.url == reverse("dashboard")

    def test_says_that_a_track_is_not_published(self, newcomer):
        track = make_track(is_published=False)

        answer = newcomer.post(reverse("track-choose", args=[track.key]), follow=True)

        assert "has not been published yet" in answer.content.decode()
        assert not Enrolment.objects.exists()

    def test_knows_no_other_track(self, newcomer):
        assert newcomer.post(reverse("track-choose", args=["cobol"])).status_code == 404


class TestWithoutDates:
    @pytest.fixture
    def slow_page(self, page, enrolment):
        """A learner who logged a quarter of an hour, long ago, and nothing since."""
        Learner.objects.filter(user=enrolment.user).update(hours_per_week=Decimal(8))
        make_log_entry(user=enrolment.user, days_ago=9 * 365, hours=Decimal("0.01"))
        return page

    @pytest.mark.parametrize("name", ["dashboard", "outline", "outline-table", "career-plans"])
    def test_shows_pages_to_somebody_whose_pace_leads_past_every_calendar(self, slow_page, name):
        assert slow_page.get(reverse(name)).status_code == 200

    def test_says_why_there_are_none(self, slow_page):
        for name in ("dashboard", "outline"):
            assert "more than a hundred years" in slow_page.get(reverse(name)).content.decode()

    def test_asks_nobody_for_hours_who_has_nothing_left(self, page, enrolment):
        finish_milestones(enrolment, list_milestones(enrolment))

        assert "No dates yet" not in page.get(reverse("outline")).content.decode()


class TestWithoutTrack:
    def test_shows_tracks_to_choose_on_the_dashboard(self, newcomer):
        track = make_track()

        text = newcomer.get(reverse("dashboard")).content.decode()

        assert "Choose your track" in text
        assert reverse("track-choose", args=[track.key]) in text

    @pytest.mark.parametrize("name", ["outline", "projection", "planned-certifications"])
    def test_leads_to_the_choice(self, newcomer, name):
        assert newcomer.get(reverse(name)).url == reverse("track-choices")


class TestShowOutline:
    def test_shows_every_milestone_with_its_state_as_a_word(self, page, enrolment):
        first = list_milestones(enrolment)[0]
        set_milestone_status(
            enrolment=enrolment, milestone=first, status=MilestoneStatus.SKIPPED, now=NOW
        )

        text = page.get(reverse("outline")).content.decode()

        assert all(one.outcome in text for one in list_milestones(enrolment))
        assert "Skipped, so it is not counted in your total." in text
        assert f'id="m-{first.key}-SKIPPED" name="status" value="SKIPPED"' in text
        outline = text.partition('id="outline"')[2].partition('id="toast"')[0]
        assert outline.count('aria-pressed="true"') == 6
        assert "likely" in text

    def test_filters_by_state(self, page, enrolment):
        first, second, *_ = list_milestones(enrolment)
        set_milestone_status(
            enrolment=enrolment, milestone=first, status=MilestoneStatus.DONE, now=NOW
        )

        text = page.get(reverse("outline"), {"state": "DONE"}).content.decode()

        assert first.outcome in text
        assert second.outcome not in text

    @pytest.mark.parametrize("undo", ["x", "0", "9" * 30, "٣"])
    def test_ignores_an_undo_that_is_none(self, page, undo):
        assert page.get(reverse("outline"), {"undo": undo}).status_code == 200


class TestShowMap:
    def test_links_every_milestone_to_its_place(self, page, enrolment):
        text = page.get(reverse("outline-map")).content.decode()

        assert all(f"#m-{one.key}" in text for one in list_milestones(enrolment))


class TestReset:
    def test_asks_first_and_then_sets_everything_back(self, page, enrolment):
        first = list_milestones(enrolment)[0]
        set_milestone_status(
            enrolment=enrolment, milestone=first, status=MilestoneStatus.DONE, now=NOW
        )

        assert "Reset 1 milestone" in page.get(reverse("outline-reset")).content.decode()
        assert MilestoneState.objects.get().status == MilestoneStatus.DONE
        answer = page.post(reverse("outline-reset"))

        assert answer.url == reverse("outline")
        assert MilestoneState.objects.get().status == MilestoneStatus.TODO


class TestCurrentFigures:
    def test_stand_on_the_dashboard_and_say_what_they_were_updated_with(self, page, clock):
        page.get(reverse("dashboard"))
        SalaryBand.objects.filter(rung=2).update(low=Decimal(125_000))

        text = page.get(reverse("dashboard")).content.decode()

        assert "Eight futures in ten end between" in text
        assert "Updated on 1 Jun 2026 with: the" in text
        assert "changed from $120,000–$160,000 to $125,000–$160,000." in text

    def test_stand_there_as_ten_marks_too_once_there_is_a_headline(self, page, enrolment, clock):
        assert "headline-marks" not in page.get(reverse("dashboard")).content.decode()
        make_log_entry(user=enrolment.user, days_ago=13, hours=Decimal(12))

        text = page.get(reverse("dashboard")).content.decode()

        marks = text.split('class="headline-marks" aria-hidden="true">')[1].split("</svg>")[0]
        assert marks.count("<circle") + marks.count("<rect") == 10
        assert "neither a promise nor financial advice" in text

    def test_are_asked_for_on_the_dashboard_where_something_is_missing(self, page, enrolment):
        Learner.objects.filter(user=enrolment.user).update(current_pay=None)

        text = page.get(reverse("dashboard")).content.decode()

        assert "Tell us what you earn now" in text
        assert "Eight futures" not in text

    def test_stand_beside_each_track_that_is_followed_or_rests(self, page, enrolment):
        make_paid_track()

        text = page.get(reverse("track-choices")).content.decode()

        assert text.count("Eight futures in ten end between") == 1
