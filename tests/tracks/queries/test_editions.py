"""Drafts and releases in one shape."""

from datetime import UTC, datetime

import pytest

from tests.factories.tracks import make_milestone, make_release, make_stage, make_track
from tracks.models import Placement, Removal
from tracks.queries.editions import (
    Departure,
    list_departures,
    list_frozen_departures,
    read_draft,
    read_release,
    read_stages,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class TestReadDraftAndRelease:
    def test_say_the_same_after_publishing(self, django_assert_num_queries):
        track = make_track()
        published = track.releases.get()
        with django_assert_num_queries(4):
            draft = read_draft(track=track)
        with django_assert_num_queries(3):
            release = read_release(release=published)
        assert draft == release
        assert draft.digest == release.digest == published.sha256

    def test_differ_in_the_title_of_the_day_alone_when_a_milestone_is_renamed(self):
        milestone = make_milestone(title="Before")
        track = make_track(milestones=[milestone])
        milestone.title = "After"
        milestone.save()
        assert [one.title for one in read_draft(track=track).placed] == ["After"]
        frozen = read_release(release=track.releases.get())
        assert [one.title for one in frozen.placed] == ["Before"]
        assert frozen.digest == read_draft(track=track).digest

    def test_find_the_first_place_of_a_milestone(self):
        twice, absent = make_milestone(), make_milestone()
        track = make_track(milestones=[])
        first = make_stage(track=track, milestones=[twice])
        make_stage(track=track, milestones=[twice])
        edition = read_stages(track.stages.order_by("position").prefetch_related("placements"))
        found = edition.find_stage(twice)
        assert found is not None
        assert found.key == first.key
        assert edition.has(twice)
        assert not edition.has(absent)
        assert edition.find_stage(absent) is None


class TestListDepartures:
    def test_takes_the_word_of_the_track_before_that_of_the_milestone(self):
        heir, other = make_milestone(), make_milestone()
        mine = make_milestone(successor=other)
        general = make_milestone(retired_reason="Out of date.")
        silent = make_milestone()
        track = make_track(milestones=[mine, general, silent, heir, other])
        before = read_draft(track=track)
        Removal.objects.create(track=track, milestone=mine, successor=heir)
        Placement.objects.filter(milestone__in=[mine, general, silent]).delete()
        found = list_departures(track=track, before=before, after=read_draft(track=track))
        assert found == (
            Departure(mine, heir, ""),
            Departure(general, None, "Out of date."),
            Departure(silent, None, ""),
        )
        assert [one.is_explained for one in found] == [True, True, False]

    def test_is_empty_when_nothing_left(self):
        draft = read_draft(track=make_track())
        assert list_departures(track=make_track(), before=draft, after=draft) == ()


class TestListFrozenDepartures:
    def test_returns_them_by_release(self):
        old, heir = make_milestone(), make_milestone()
        track = make_track(milestones=[old, make_milestone()])
        Removal.objects.create(track=track, milestone=old, successor=heir)
        Placement.objects.filter(milestone=old).update(milestone=heir)
        release = make_release(track=track, now=NOW)
        found = list_frozen_departures(releases=track.releases.all())
        assert found == {release.pk: [Departure(old, heir, "")]}
