"""Releases: numbered, immutable, and refused while something is in the way."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.tracks import (
    make_milestone,
    make_placement,
    make_release,
    make_stage,
    make_track,
)
from tracks.models import (
    Milestone,
    Placement,
    ReleasePlacement,
    ReleaseRemoval,
    ReleaseStage,
    Removal,
    Track,
    TrackRelease,
)
from tracks.operations.releases import (
    ReleaseRefused,
    get_latest_release,
    list_unpublished_tracks,
    publish_release,
)
from tracks.queries.release_notes import NOTHING_TO_TELL

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def refuse(track: Track) -> list[str]:
    with pytest.raises(ReleaseRefused) as caught:
        publish_release(track=track, now=NOW)
    return caught.value.reasons


def read_release(release: TrackRelease) -> list[Any]:
    """Return everything that a release holds, as plain values."""
    own = TrackRelease.objects.filter(pk=release.pk).values().get()
    stages = list(ReleaseStage.objects.filter(release=release).order_by("pk").values())
    placements = ReleasePlacement.objects.filter(stage__release=release).order_by("pk")
    removals = ReleaseRemoval.objects.filter(release=release).order_by("pk")
    return [own, stages, list(placements.values()), list(removals.values())]


def place_at_end(track: Track, milestone: Milestone) -> Placement:
    stage = track.stages.order_by("-position").first()
    assert stage is not None
    return make_placement(stage=stage, milestone=milestone)


class TestPublishRelease:
    def test_freezes_stages_and_placements_in_their_order(self) -> None:
        milestones = [make_milestone() for _ in range(7)]
        track = make_track(milestones=milestones, is_published=False)
        Placement.objects.filter(milestone=milestones[3]).update(is_optional=True)
        release = make_release(track=track, now=NOW)
        assert (release.number, release.published_at) == (1, NOW)
        assert release.notes == "First release."
        assert list(
            release.stages.order_by("position").values_list("key", "level", "rung")
        ) == list(track.stages.order_by("position").values_list("key", "level", "rung"))
        frozen = ReleasePlacement.objects.filter(stage__release=release)
        in_order = frozen.order_by("stage__position", "position")
        assert [one.milestone for one in in_order] == milestones
        assert [one.milestone for one in frozen.filter(is_optional=True)] == [milestones[3]]

    def test_makes_nothing_when_nothing_changed(self) -> None:
        track = make_track()
        assert publish_release(track=track, now=NOW) is None
        assert track.releases.count() == 1

    def test_makes_nothing_when_only_hours_or_titles_of_milestones_changed(self) -> None:
        track = make_track()
        Milestone.objects.update(hours_high=90, title="Another title")
        assert publish_release(track=track, now=NOW) is None

    @pytest.mark.parametrize(
        ("change", "notes"),
        [
            ({"title": "Another"}, "In “Another”\n- The stage was called “Stage foundation”."),
            ({"summary": "Another"}, NOTHING_TO_TELL),
            ({"rung": 2}, NOTHING_TO_TELL),
            ({"level": "ADVANCED"}, NOTHING_TO_TELL),
            (
                {"key": "another"},
                "In “Stage foundation”\n- The stage is new.\n"
                "- Sign binaries moved here from “Stage foundation”.\n"
                "No longer part of it\n- The stage “Stage foundation”.",
            ),
        ],
    )
    def test_notices_every_change_of_a_stage(self, change: dict[str, Any], notes: str) -> None:
        track = make_track(milestones=[make_milestone(title="Sign binaries") for _ in range(5)])
        track.stages.filter(key="foundation").update(**change)
        release = make_release(track=track, now=NOW)
        assert release.number == 2
        assert release.notes == notes

    def test_notices_that_a_milestone_became_optional(self) -> None:
        track = make_track()
        Placement.objects.filter(stage__key="guru").update(is_optional=True)
        assert make_release(track=track, now=NOW).number == 2

    def test_notices_a_new_order(self) -> None:
        first, second = make_milestone(), make_milestone()
        track = make_track(milestones=[])
        stage = make_stage(track=track, milestones=[first, second])
        make_release(track=track)
        stage.placements.filter(milestone=first).update(position=3)
        release = make_release(track=track, now=NOW)
        frozen = ReleasePlacement.objects.filter(stage__release=release).order_by("position")
        assert [one.milestone for one in frozen] == [second, first]

    def test_writes_notes_from_the_difference(self) -> None:
        old = make_milestone(title="Old way", retired_reason="Nobody does it.")
        track = make_track(milestones=[old, *(make_milestone() for _ in range(5))])
        Placement.objects.filter(milestone=old).delete()
        place_at_end(track, make_milestone(title="New way"))
        release = make_release(track=track, now=NOW)
        assert release.notes == (
            "In “Stage guru”\n- New: New way.\nNo longer part of it\n- Old way: Nobody does it."
        )
        assert not release.has_own_notes

    def test_freezes_what_became_of_milestones_that_left(self) -> None:
        old, gone, heir = make_milestone(), make_milestone(), make_milestone()
        track = make_track(milestones=[old, gone, *(make_milestone() for _ in range(4))])
        Placement.objects.filter(milestone__in=[old, gone]).delete()
        place_at_end(track, heir)
        Removal.objects.create(track=track, milestone=old, successor=heir)
        Milestone.objects.filter(pk=gone.pk).update(retired_at=NOW, retired_reason="Out of date.")
        release = make_release(track=track, now=NOW)
        Removal.objects.all().delete()
        Milestone.objects.filter(pk=gone.pk).update(retired_reason="Changed since.")
        frozen = ReleaseRemoval.objects.filter(release=release).order_by("milestone_id")
        assert [(one.milestone, one.successor, one.reason) for one in frozen] == [
            (old, heir, ""),
            (gone, None, "Out of date."),
        ]

    def test_keeps_the_titles_of_the_day(self) -> None:
        milestone = make_milestone(title="Before")
        release = make_track(milestones=[milestone]).releases.get()
        Milestone.objects.update(title="After")
        assert ReleasePlacement.objects.get(stage__release=release).title == "Before"

    def test_keeps_the_notes_and_name_that_a_curator_gives(self, django_user_model: Any) -> None:
        curator = django_user_model.objects.create_user("curator@example.org")
        track = make_track(is_published=False)
        release = make_release(track=track, published_by=curator, notes="Read this.")
        assert (release.notes, release.published_by) == ("Read this.", curator)
        assert release.has_own_notes

    def test_counts_numbers_up_for_each_track_alone(self) -> None:
        track, other = make_track(), make_track()
        for number in (2, 3):
            place_at_end(track, make_milestone())
            assert make_release(track=track, now=NOW).number == number
        assert get_latest_release(track=other) == other.releases.get(number=1)
        assert get_latest_release(track=make_track(milestones=[])) is None

    def test_cannot_give_a_number_twice(self) -> None:
        track = make_track()
        with pytest.raises(IntegrityError), transaction.atomic():
            TrackRelease.objects.create(track=track, number=1, sha256="0", published_at=NOW)


class TestRefusals:
    def test_refuses_a_track_without_milestones(self) -> None:
        bare = make_track(milestones=[])
        assert refuse(bare) == ["It has no stages with milestones."]
        make_stage(track=bare)
        assert refuse(bare) == ["It has no stages with milestones."]

    def test_refuses_to_lose_a_milestone_without_a_word(self) -> None:
        lost = make_milestone(title="Lost")
        track = make_track(milestones=[lost, *(make_milestone() for _ in range(5))])
        Placement.objects.filter(milestone=lost).delete()
        assert refuse(track) == [
            "“Lost” was in the last release and is gone. Say what replaces it or why: where it "
            "is retired, or among the removals of this track; or place it again."
        ]
        assert track.releases.count() == 1

    @pytest.mark.parametrize("has_successor", [True, False])
    def test_lets_a_milestone_go_with_a_successor_or_a_reason(self, has_successor: bool) -> None:
        lost = make_milestone()
        track = make_track(milestones=[lost, *(make_milestone() for _ in range(5))])
        Placement.objects.filter(milestone=lost).delete()
        if has_successor:
            lost.successor = make_milestone()
        else:
            lost.retired_reason = "It is not needed any more."
        lost.save()
        assert make_release(track=track, now=NOW).number == 2

    def test_refuses_a_prerequisite_that_comes_later_or_not_at_all(self) -> None:
        late, absent = make_milestone(title="Late"), make_milestone(title="Absent")
        needy = make_milestone(title="Needy", prerequisites=[late, absent])
        track = make_track(milestones=[], is_published=False)
        make_stage(track=track, title="Start", milestones=[needy, late])
        assert sorted(refuse(track)) == [
            "“Needy” in “Start” needs “Absent”, which is not placed before it.",
            "“Needy” in “Start” needs “Late”, which is not placed before it.",
        ]

    def test_refuses_a_circle_of_prerequisites(self) -> None:
        one = make_milestone()
        two = make_milestone(prerequisites=[one])
        one.prerequisites.add(two)
        track = make_track(milestones=[])
        make_stage(track=track, milestones=[one, two])
        assert len(refuse(track)) == 1

    def test_refuses_a_milestone_without_hours(self) -> None:
        unknown = make_milestone(
            title="Unknown", hours_low=None, hours_likely=None, hours_high=None
        )
        track = make_track(milestones=[])
        make_stage(track=track, milestones=[unknown])
        assert refuse(track) == ["“Unknown” has no hours, so nobody can plan with it."]

    def test_refuses_a_milestone_that_is_placed_twice(self) -> None:
        twice = make_milestone(title="Twice")
        track = make_track(milestones=[])
        make_stage(track=track, milestones=[twice])
        make_stage(track=track, title="Later", milestones=[twice])
        assert refuse(track) == ["“Twice” is placed again in “Later”. Keep one."]

    def test_says_everything_that_is_in_the_way(self) -> None:
        track = make_track(milestones=[])
        unknown: dict[str, Any] = {"hours_low": None, "hours_likely": None, "hours_high": None}
        make_stage(track=track, milestones=[make_milestone(**unknown) for _ in range(3)])
        assert len(refuse(track)) == 3
        with pytest.raises(ReleaseRefused, match="cannot be published: “Milestone"):
            publish_release(track=track, now=NOW)


class TestListUnpublishedTracks:
    def test_lists_tracks_whose_draft_moved_on(self) -> None:
        same, moved, fresh = (
            make_track(position=1),
            make_track(position=2),
            make_track(position=3, is_published=False),
        )
        place_at_end(moved, make_milestone())
        assert list_unpublished_tracks() == [moved, fresh]
        make_release(track=moved, now=NOW)
        assert same not in list_unpublished_tracks()
        assert list_unpublished_tracks() == [fresh]


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["place", "retire", "reorder", "rename", "optional", "drop", "publish"]),
        st.integers(0, 50),
    ),
    min_size=1,
    max_size=12,
)


class TestImmutability:
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(edits=EDITS)
    def test_never_changes_a_release_whatever_is_edited_after_it(
        self, edits: list[tuple[str, int]]
    ) -> None:
        with transaction.atomic():
            self.run_edits(edits)
            transaction.set_rollback(True)

    def run_edits(self, edits: list[tuple[str, int]]) -> None:
        track = make_track()
        known = {1: read_release(track.releases.get())}
        now = NOW
        for what, number in edits:
            now += timedelta(hours=1)
            edit_draft(track, what, number)
            if what == "publish":
                try:
                    release = publish_release(track=track, now=now)
                except ReleaseRefused:
                    release = None
                if release:
                    assert release.number == max(known) + 1
                    known[release.number] = read_release(release)
            assert {
                one.number: read_release(one) for one in track.releases.order_by("number")
            } == known


def edit_draft(track: Track, what: str, number: int) -> None:
    """Edit the draft in one of the ways a curator or a file can."""
    placements = list(Placement.objects.filter(stage__track=track).order_by("pk"))
    chosen = placements[number % len(placements)] if placements else None
    if what == "place":
        place_at_end(track, make_milestone())
    elif what == "rename":
        track.stages.filter(position=number % 5 + 1).update(title=f"Stage {number}")
    elif chosen is None:
        return
    elif what == "retire":
        Milestone.objects.filter(pk=chosen.milestone_id).update(retired_reason="Out of date.")
        chosen.delete()
    elif what == "drop":
        chosen.delete()
    elif what == "reorder":
        Placement.objects.filter(pk=chosen.pk).update(position=number)
    elif what == "optional":
        Placement.objects.filter(pk=chosen.pk).update(is_optional=number % 2 == 0)
