import pytest

from tests.factories.tracks import make_milestone, make_track
from tests.tracks.queries.hours import forget_hours
from tracks.models import TrackRelease
from tracks.queries.outlines import get_outline

pytestmark = pytest.mark.django_db


class TestGetOutline:
    def test_numbers_milestones_through_all_stages_in_order(self):
        milestones = [make_milestone() for _ in range(6)]
        outline = get_outline(track=make_track(milestones=milestones))
        assert [item.milestone for item in outline.milestones] == milestones
        assert [item.number for item in outline.milestones] == [1, 2, 3, 4, 5, 6]
        assert outline.stages[0].stage.key == "start"
        assert outline.milestone_count == 6

    def test_names_what_is_needed_and_who_shares_it(self):
        first = make_milestone()
        second = make_milestone(prerequisites=[first])
        track = make_track(milestones=[first, second], position=1)
        other = make_track(milestones=[first], position=2)
        make_track(milestones=[second], is_published=False)
        items = get_outline(track=track).milestones
        assert [item.needs for item in items] == [(), (first,)]
        assert [item.shared_with for item in items] == [(other,), ()]

    def test_counts_resources(self):
        track = make_track(milestones=[make_milestone(resource_count=3)])
        assert get_outline(track=track).milestones[0].resource_count == 3

    def test_sums_the_hours_that_are_known(self):
        known = make_milestone(hours_low=5, hours_likely=6, hours_high=9)
        unknown = make_milestone()
        track = make_track(milestones=[known, unknown])
        forget_hours(unknown)
        outline = get_outline(track=track)
        assert (outline.hours_low, outline.hours_high) == (5, 9)
        assert outline.unknown_hours_count == 1

    def test_refuses_a_track_without_a_release(self):
        with pytest.raises(TrackRelease.DoesNotExist):
            get_outline(track=make_track(is_published=False))

    def test_does_not_ask_more_for_more_milestones(self, django_assert_max_num_queries):
        track = make_track(milestones=[make_milestone() for _ in range(12)])
        with django_assert_max_num_queries(6):
            get_outline(track=track)
