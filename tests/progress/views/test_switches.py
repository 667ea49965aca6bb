from django.urls import reverse

from progress.models import Enrolment
from tests.factories.progress import make_paid_track
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

    def test_an_unpublished_track_is_not_there(self, page):
        track = make_track(is_published=False)

        assert page.get(reverse("track-switch", args=[track.key])).status_code == 404

    def test_the_own_track_leads_to_its_outline(self, page, enrolment):
        response = page.get(reverse("track-switch", args=[enrolment.track.key]))

        assert response.url == reverse("outline")
