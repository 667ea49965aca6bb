"""What stands in the way of a release."""

from datetime import UTC, datetime

import pytest

from tests.factories.tracks import make_milestone, make_placement, make_stage, make_track
from tracks.models import Milestone, Track
from tracks.queries.editions import Departure, Edition, read_draft
from tracks.queries.release_faults import list_release_faults

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def list_faults(track: Track, *departures: Departure) -> list[str]:
    return list_release_faults(draft=read_draft(track=track), departures=departures)


def make_draft(*milestones: Milestone) -> Track:
    track = make_track(milestones=[])
    make_stage(track=track, title="Start", milestones=milestones)
    return track


class TestListReleaseFaults:
    def test_finds_none_in_a_sound_draft(self):
        assert list_faults(make_track()) == []

    def test_wants_milestones(self):
        faults = list_release_faults(draft=Edition(()), departures=())
        assert faults == ["It has no stages with milestones."]

    def test_names_the_members_of_a_circle_and_no_more(self):
        one, two, three = (make_milestone(title=title) for title in ("One", "Two", "Three"))
        one.prerequisites.set([three])
        two.prerequisites.set([one])
        three.prerequisites.set([two])
        after = make_milestone(title="After", prerequisites=[one])
        assert list_faults(make_draft(one, two, three, after)) == [
            "“One” needs “Three” needs “Two” needs “One”: that is a circle. "
            "Take one of these prerequisites away."
        ]

    def test_names_each_of_two_circles(self):
        pairs = [(make_milestone(), make_milestone()) for _ in range(2)]
        for one, other in pairs:
            one.prerequisites.set([other])
            other.prerequisites.set([one])
        faults = list_faults(make_draft(*pairs[0], *pairs[1]))
        assert [fault.count("circle") for fault in faults] == [1, 1]

    def test_refuses_what_is_retired_and_still_placed(self):
        retired = make_milestone(title="Old", retired_at=NOW, retired_reason="Out of date.")
        faults = list_faults(make_draft(make_milestone(), retired))
        assert len(faults) == 1
        assert "“Old” in “Start” is retired" in faults[0]

    def test_says_a_milestone_without_hours_once_however_often_it_is_placed(self):
        unknown = make_milestone(hours_low=None, hours_likely=None, hours_high=None)
        track = make_draft(unknown)
        make_placement(stage=make_stage(track=track, title="Later"), milestone=unknown)
        faults = list_faults(track)
        assert [("no hours" in fault, "Keep one" in fault) for fault in faults] == [
            (True, False),
            (False, True),
        ]

    def test_wants_a_word_for_what_left(self):
        gone, heir = make_milestone(title="Gone"), make_milestone()
        track = make_track()
        assert "“Gone” was in the last release" in list_faults(track, Departure(gone, None, ""))[0]
        assert list_faults(track, Departure(gone, heir, "")) == []
        assert list_faults(track, Departure(gone, None, "Out of date.")) == []

    def test_refuses_a_successor_that_is_retired(self):
        gone, heir = make_milestone(), make_milestone(title="Heir", retired_at=NOW)
        faults = list_faults(make_track(), Departure(gone, heir, ""))
        assert "replaced by “Heir”, which is retired itself" in faults[0]

    def test_refuses_successors_that_lead_back(self):
        one, two = make_milestone(title="One"), make_milestone(title="Two")
        said = (Departure(one, two, ""), Departure(two, one, ""))
        faults = list_faults(make_track(), *said)
        assert len(faults) == 2
        assert "in the end is replaced by it" in faults[0]

    def test_lets_a_chain_end_at_a_milestone_that_stays(self):
        one, two, stays = make_milestone(), make_milestone(retired_at=NOW), make_milestone()
        said = (Departure(one, two, ""), Departure(two, stays, ""))
        assert list_faults(make_draft(stays), *said) == []
