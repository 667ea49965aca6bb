from django.urls import reverse

from progress.models import Enrolment, Learner
from tests.factories.progress import make_log_entry, make_paid_track
from tests.factories.tracks import make_track


class TestShowSwitch:
    def test_lays_both_tracks_out_and_changes_nothing(self, page, enrolment):
        there = make_paid_track()

        text = page.get(reverse("track-switch", args=[there.key])).content.decode()

        assert f"From {enrolment.track} to {there}" in text
        assert f"Stay with {enrolment.track}" in text
        assert "h that both tracks place" in text
        assert Enrolment.objects.get(user=enrolment.user).track == enrolment.track

    def test_goes_over_by_the_button_at_its_end(self, page, enrolment):
        there = make_paid_track()

        page.post(reverse("track-choose", args=[there.key]))

        states = dict(Enrolment.objects.values_list("track__key", "state"))
        assert states == {enrolment.track.key: "DORMANT", there.key: "ACTIVE"}

    def test_is_linked_where_tracks_are_chosen(self, page, enrolment):
        there = make_paid_track()

        text = page.get(reverse("track-choices")).content.decode()

        assert reverse("track-switch", args=[there.key]) in text
        assert reverse("track-switch", args=[enrolment.track.key]) not in text

    def test_says_why_one_side_has_no_number(self, page):
        text = page.get(reverse("track-switch", args=[make_track().key])).content.decode()

        assert "no number yet" in text
        assert "no sourced pay" in text

    def test_says_once_what_is_missing_on_both_sides(self, page):
        Learner.objects.update(current_pay=None)
        there = make_paid_track()

        text = page.get(reverse("track-switch", args=[there.key])).content.decode()

        assert text.count("<span>Tell us what you earn now") == 1

    def test_says_that_the_pace_is_a_guess_until_two_weeks_are_logged(self, page, enrolment):
        address = reverse("track-switch", args=[make_paid_track().key])
        assert "You have logged fewer than two weeks" in page.get(address).content.decode()

        make_log_entry(user=enrolment.user, days_ago=13)

        assert "You have logged fewer than two weeks" not in page.get(address).content.decode()

    def test_an_unpublished_track_is_not_there(self, page):
        track = make_track(is_published=False)

        assert page.get(reverse("track-switch", args=[track.key])).status_code == 404

    def test_the_own_track_leads_to_its_outline(self, page, enrolment):
        response = page.get(reverse("track-switch", args=[enrolment.track.key]))

        assert response.url == reverse("outline")
