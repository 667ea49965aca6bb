from datetime import timedelta

import pytest

from progress.choices import EnrolmentState
from progress.queries.enrolments import (
    NotEnrolled,
    count_enrolments_on_latest,
    find_active_enrolment,
    get_active_enrolment,
    list_enrolments,
)
from tests.factories.progress import NOW, make_enrolment, make_user
from tests.factories.tracks import make_track

pytestmark = pytest.mark.django_db


def follow(user, *tracks):
    """Follow the tracks one after the other, a day apart."""
    return [
        make_enrolment(user=user, track=track, now=NOW + timedelta(days=day))
        for day, track in enumerate(tracks)
    ]


class TestFindActiveEnrolment:
    def test_is_none_before_a_track_was_chosen(self):
        make_enrolment()

        assert find_active_enrolment(user=make_user()) is None

    def test_is_the_track_chosen_last(self):
        user = make_user()
        _, second = follow(user, make_track(), make_track())

        assert find_active_enrolment(user=user) == second

    def test_is_none_when_every_track_rests(self):
        enrolment = make_enrolment()
        enrolment.state = EnrolmentState.DORMANT
        enrolment.save()

        assert find_active_enrolment(user=enrolment.user) is None

    def test_brings_what_pages_show_in_one_query(self, django_assert_num_queries):
        enrolment = make_enrolment()

        with django_assert_num_queries(1):
            found = find_active_enrolment(user=enrolment.user)
            assert (found.track.name, found.release.number) == (enrolment.track.name, 1)
            assert found.user.email == enrolment.user.email


class TestGetActiveEnrolment:
    def test_gives_the_active_one(self):
        enrolment = make_enrolment()

        assert get_active_enrolment(user=enrolment.user) == enrolment

    def test_says_what_to_do_when_there_is_none(self):
        with pytest.raises(NotEnrolled, match="Choose one first"):
            get_active_enrolment(user=make_user())


class TestListEnrolments:
    def test_is_empty_for_a_newcomer(self):
        make_enrolment()

        assert list(list_enrolments(user=make_user())) == []

    def test_has_the_active_one_first_then_the_one_left_last(self):
        user = make_user()
        tracks = [make_track() for _ in range(3)]
        first, second, third = follow(user, *tracks)
        assert list(list_enrolments(user=user)) == [third, second, first]

        make_enrolment(user=user, track=tracks[0], now=NOW + timedelta(days=9))

        assert list(list_enrolments(user=user)) == [first, third, second]

    def test_brings_tracks_and_releases_in_one_query(self, django_assert_num_queries):
        user = make_user()
        follow(user, make_track(), make_track())

        with django_assert_num_queries(1):
            assert (
                len({(row.track.name, row.release.pk) for row in list_enrolments(user=user)}) == 2
            )


class TestCountEnrolmentsOnLatest:
    def test_counts_those_at_the_newest_release(self):
        track = make_track()
        make_enrolment(track=track)
        make_enrolment()
        assert count_enrolments_on_latest(track=track) == 1
        assert count_enrolments_on_latest(track=make_track(is_published=False)) == 0
