import pytest

from tests.factories.tracks import (
    make_milestone,
    make_release,
    make_stage,
    make_time_investment,
    make_track,
)
from tests.tracks.queries.hours import forget_hours
from tracks.models import Track
from tracks.queries.tracks import (
    find_latest_releases,
    get_track,
    list_placements,
    list_track_cards,
    list_tracks,
)

pytestmark = pytest.mark.django_db


class TestListTracks:
    def test_keeps_curated_order_and_leaves_out_what_is_not_published(self):
        second = make_track(position=2)
        first = make_track(position=1)
        make_track(position=0, is_published=False)
        assert list(list_tracks()) == [first, second]

    def test_is_empty_without_a_release(self):
        make_track(is_published=False)
        assert not list_tracks().exists()


class TestGetTrack:
    def test_finds_a_published_track_by_its_key(self):
        track = make_track(key="gardening")
        assert get_track(key="gardening") == track

    def test_refuses_a_draft(self):
        make_track(key="gardening", is_published=False)
        with pytest.raises(Track.DoesNotExist):
            get_track(key="gardening")


class TestFindLatestReleases:
    def test_returns_one_release_for_each_track(self):
        track = make_track()
        make_stage(track=track, milestones=[make_milestone()])
        newest = make_release(track=track)
        other = make_track()
        assert set(find_latest_releases()) == {newest, other.releases.get()}


class TestListPlacements:
    def test_follows_the_newest_release_only(self):
        track = make_track(milestones=[make_milestone()])
        added = make_milestone()
        make_stage(track=track, milestones=[added])
        assert added.pk not in list_placements().values_list("milestone", flat=True)
        make_release(track=track)
        placed = list_placements(tracks=[track]).values_list("milestone", flat=True)
        assert added.pk in placed
        assert len(placed) == 2

    def test_can_be_asked_for_some_tracks(self):
        track, other = make_track(), make_track()
        found = {row.stage.release.track for row in list_placements(tracks=[other])}
        assert found == {other}
        assert track not in found


class TestListTrackCards:
    def test_sums_hours_and_counts_what_another_track_shares(self):
        shared = make_milestone(hours_low=1, hours_likely=2, hours_high=3)
        own = make_milestone(hours_low=10, hours_likely=20, hours_high=30)
        first = make_track(milestones=[shared, own], position=1)
        make_track(milestones=[shared], position=2)
        make_time_investment(track=first)
        cards = list_track_cards()
        assert [(c.milestone_count, c.hours_low, c.hours_high, c.shared_count) for c in cards] == [
            (2, 11, 33, 1),
            (1, 1, 3, 1),
        ]
        assert [len(card.time_investments) for card in cards] == [1, 0]

    def test_counts_unknown_hours_as_nothing_known(self):
        unknown = make_milestone()
        make_track(milestones=[unknown])
        forget_hours(unknown)
        [card] = list_track_cards()
        assert (card.milestone_count, card.hours_low, card.hours_high) == (1, 0, 0)

    def test_is_empty_without_tracks(self):
        assert list_track_cards() == []

    def test_asks_as_often_for_three_tracks_as_for_one(self, django_assert_num_queries):
        make_track()
        with django_assert_num_queries(4):
            list_track_cards()
        investment = make_time_investment(track=make_track())
        make_time_investment(track=make_track(), source=investment.source)
        with django_assert_num_queries(5):
            list_track_cards()
