"""What changed between two editions."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.tracks import make_milestone, make_placement, make_release, make_track
from tests.tracks.queries.editions import make_edition, make_loose_milestone, make_stage
from tracks.models import Placement, Removal
from tracks.queries.editions import Departure, Edition
from tracks.queries.release_differences import (
    ReleaseDifference,
    compare_draft,
    compare_editions,
    compare_releases,
    list_release_entries,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
A, B, C, D, E = (make_loose_milestone(number) for number in range(1, 6))


def compare(before: Edition, after: Edition, *departures: Departure) -> ReleaseDifference:
    return compare_editions(before=before, after=after, departures=departures)


class TestCompareEditions:
    def test_finds_nothing_between_equals(self):
        assert compare(make_edition([A], [B]), make_edition([A], [B])).is_empty

    def test_tells_new_from_replaced_merged_and_retired(self):
        after = make_edition([D], [E])
        found = compare(
            make_edition([A, B], [C]),
            after,
            Departure(A, D, ""),
            Departure(B, D, ""),
            Departure(C, None, "Out of date."),
        )
        assert [one.milestone for one in found.added] == [E]
        assert [(one.milestone, one.replaces) for one in found.replaced] == [(D, (A, B))]
        assert found.retired == (Departure(C, None, "Out of date."),)
        assert (found.merged_count, found.replaced_count) == (2, 0)

    def test_counts_what_a_milestone_that_stays_takes_over(self):
        found = compare(make_edition([A, B]), make_edition([A]), Departure(B, A, ""))
        assert [(one.milestone, one.replaces) for one in found.replaced] == [(A, (B,))]
        assert (found.added, found.retired, found.replaced_count) == ((), (), 1)

    def test_follows_a_chain_over_several_releases(self):
        said = (Departure(A, B, ""), Departure(B, C, ""), Departure(C, D, ""))
        found = compare(make_edition([A]), make_edition([D]), *said)
        assert [one.replaces for one in found.replaced] == [(A,)]

    def test_says_the_last_word_of_a_chain_that_ends_outside(self):
        said = (Departure(A, B, ""), Departure(B, None, "Nobody needs it."))
        found = compare(make_edition([A]), make_edition([E]), *said)
        assert found.retired == (Departure(A, None, "Nobody needs it."),)

    def test_ends_when_a_chain_bites_its_tail(self):
        said = (Departure(A, B, ""), Departure(B, A, ""))
        assert len(compare(make_edition([A]), make_edition([E]), *said).retired) == 1

    def test_sees_moves_optional_ones_and_a_new_order(self):
        found = compare(
            make_edition([A, B, C], [D], optional=[C]), make_edition([B, A], [D, C], optional=[D])
        )
        assert [(one.milestone, one.from_stage.key, one.to_stage.key) for one in found.moved] == [
            (C, "stage-1", "stage-2")
        ]
        assert [one.milestone for one in found.loosened] == [D]
        assert [one.milestone for one in found.tightened] == [C]
        assert [stage.key for stage in found.reordered] == ["stage-1"]

    def test_sees_stages_come_go_and_change_their_names(self):
        one, two = make_stage("one", "One", [A]), make_stage("two", "Two", [B])
        found = compare(
            Edition((one, two)),
            Edition((make_stage("one", "Uno", [A]), make_stage("three", "Three", [B]))),
        )
        assert [(row.before, row.after) for row in found.renamed_stages] == [("One", "Uno")]
        assert [stage.key for stage in found.new_stages] == ["three"]
        assert [stage.key for stage in found.gone_stages] == ["two"]

    @given(
        before=st.lists(st.sampled_from([A, B, C, D, E]), unique=True),
        after=st.lists(st.sampled_from([A, B, C, D, E]), unique=True),
        said=st.dictionaries(
            st.sampled_from([A, B, C, D, E]),
            st.none() | st.sampled_from([A, B, C, D, E]),
        ),
    )
    def test_accounts_for_every_milestone_once(self, before, after, said):
        departures = [Departure(one, heir, "x") for one, heir in said.items() if one != heir]
        found = compare(make_edition(before), make_edition(after), *departures)
        taken = [one for entry in found.replaced for one in entry.replaces]
        gone = [one.milestone for one in found.retired]
        assert sorted([*taken, *gone], key=lambda one: one.pk) == sorted(
            set(before) - set(after), key=lambda one: one.pk
        )
        new = {one.milestone for one in found.added}
        heirs = {one.milestone for one in found.replaced}
        assert new == set(after) - set(before) - heirs


@pytest.mark.django_db
class TestCompareStored:
    def test_reads_a_draft_against_its_last_release(self):
        track = make_track()
        last = track.releases.get()
        added = make_milestone(title="Next")
        make_placement(stage=track.stages.get(key="guru"), milestone=added)
        found = compare_draft(track=track, last=last)
        assert [one.milestone for one in found.added] == [added]

    def test_takes_everything_as_new_before_the_first_release(self):
        found = compare_draft(track=make_track(is_published=False), last=None)
        assert (len(found.added), len(found.new_stages)) == (6, 5)

    def test_compares_releases_with_others_between_them(self):
        first, second, third = make_milestone(), make_milestone(), make_milestone()
        track = make_track(milestones=[first, make_milestone()])
        for old, new in ((first, second), (second, third)):
            Removal.objects.create(track=track, milestone=old, successor=new)
            Placement.objects.filter(milestone=old).update(milestone=new)
            make_release(track=track, now=NOW)
        before, _, after = track.releases.order_by("number")
        found = compare_releases(before=before, after=after)
        assert [(one.milestone, one.replaces) for one in found.replaced] == [(third, (first,))]

    def test_lists_every_release_with_its_difference(self, django_assert_max_num_queries):
        track = make_track()
        for _ in range(3):
            make_placement(stage=track.stages.get(key="guru"), milestone=make_milestone())
            make_release(track=track, now=NOW)
        with django_assert_max_num_queries(5):
            entries = list_release_entries(track=track)
        assert [one.release.number for one in entries] == [4, 3, 2, 1]
        assert [one.milestone_count for one in entries] == [9, 8, 7, 6]
        assert [len(one.difference.added) for one in entries[:3] if one.difference] == [1, 1, 1]
        assert entries[-1].difference is None
