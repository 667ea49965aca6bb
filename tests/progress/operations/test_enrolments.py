from datetime import timedelta

import pytest

from progress.choices import EnrolmentState
from progress.models import Enrolment, Learner
from progress.operations.enrolments import TrackNotPublished, choose_track
from tests.factories.progress import NOW, make_enrolment, make_user
from tests.factories.tracks import make_milestone, make_release, make_stage, make_track

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


class TestChooseTrack:
    def test_follows_the_latest_release_and_makes_empty_circumstances(self):
        user, track = make_user(), make_track()
        make_stage(track=track, milestones=[make_milestone()], rung=4)
        newest = make_release(track=track)

        enrolment = choose_track(user=user, track=track, now=NOW)

        assert (enrolment.release, enrolment.state) == (newest, EnrolmentState.ACTIVE)
        assert (enrolment.started_at, enrolment.activated_at) == (NOW, NOW)
        assert Learner.objects.get(user=user).current_pay is None

    def test_changes_nothing_when_the_track_is_followed_already(self):
        enrolment = make_enrolment()

        again = choose_track(user=enrolment.user, track=enrolment.track, now=LATER)

        assert (again.pk, again.activated_at) == (enrolment.pk, NOW)
        assert Enrolment.objects.count() == 1

    def test_lets_the_old_track_rest(self):
        old = make_enrolment()

        new = choose_track(user=old.user, track=make_track(), now=LATER)

        old.refresh_from_db()
        assert (old.state, new.state) == (EnrolmentState.DORMANT, EnrolmentState.ACTIVE)

    def test_comes_back_to_the_release_it_had(self):
        first = make_enrolment()
        make_stage(track=first.track, milestones=[make_milestone()], rung=4)
        make_release(track=first.track)
        second = choose_track(user=first.user, track=make_track(), now=NOW)

        back = choose_track(user=first.user, track=first.track, now=LATER)

        assert (back.pk, back.release) == (first.pk, first.release)
        assert (back.state, back.started_at, back.activated_at) == (
            EnrolmentState.ACTIVE,
            NOW,
            LATER,
        )
        second.refresh_from_db()
        assert second.state == EnrolmentState.DORMANT

    def test_refuses_a_track_without_a_release(self):
        user = make_user()

        with pytest.raises(TrackNotPublished, match="has not been published yet"):
            choose_track(user=user, track=make_track(is_published=False), now=NOW)

        assert not Enrolment.objects.exists()
