"""Differences in words."""

from tests.tracks.queries.editions import make_edition, make_loose_milestone, make_stage
from tracks.queries.editions import Departure, Edition
from tracks.queries.release_differences import ReleaseDifference, compare_editions
from tracks.queries.release_notes import (
    NOTHING_TO_TELL,
    list_names,
    summarise_difference,
    write_release_notes,
)

A, B, C, D, E, F = (make_loose_milestone(number) for number in range(1, 7))


def compare(before: Edition, after: Edition, *departures: Departure) -> ReleaseDifference:
    return compare_editions(before=before, after=after, departures=departures)


class TestWriteReleaseNotes:
    def test_goes_stage_by_stage(self):
        found = compare(
            make_edition([A, B, C], [D]),
            make_edition([E], [F, D], optional=[F]),
            Departure(A, E, ""),
            Departure(B, E, ""),
            Departure(C, None, "Nobody asks for it."),
        )
        assert write_release_notes(difference=found) == (
            "In “Stage 2”\n- New: M6 (optional).\n"
            "In “Stage 1”\n- M5 merges “M1” and “M2”.\n"
            "No longer part of it\n- M3: Nobody asks for it."
        )

    def test_names_a_successor_in_another_track(self):
        found = compare(make_edition([A, B]), make_edition([B]), Departure(A, F, ""))
        assert write_release_notes(difference=found).endswith(
            "- M1: “M6” takes its place outside this track."
        )

    def test_says_moves_names_and_order(self):
        renamed = make_loose_milestone(1, "Renamed")
        found = compare(
            Edition((make_stage("a", "One", [A, B]), make_stage("b", "Two", [C, D], [C]))),
            Edition((make_stage("a", "Uno", [renamed]), make_stage("b", "Two", [D, C, B], [D]))),
        )
        assert write_release_notes(difference=found).splitlines() == [
            "In “Uno”",
            "- The stage was called “One”.",
            "- “M1” is now called “Renamed”.",
            "In “Two”",
            "- M2 moved here from “One”.",
            "- Optional now: M4.",
            "- No longer optional: M3.",
            "- The order changed.",
        ]

    def test_says_that_there_is_nothing_to_tell(self):
        assert write_release_notes(difference=ReleaseDifference()) == NOTHING_TO_TELL


class TestSummariseDifference:
    def test_counts(self):
        found = compare(
            make_edition([A, B, C]),
            make_edition([D, E, F]),
            Departure(A, D, ""),
            Departure(B, D, ""),
            Departure(C, None, "x"),
        )
        assert summarise_difference(difference=found) == "2 new, 1 retired, 2 merged"

    def test_has_words_for_a_difference_without_counts(self):
        assert "the milestones are the same" in summarise_difference(difference=ReleaseDifference())


class TestListNames:
    def test_joins_with_commas_and_an_and(self):
        assert list_names(["a"]) == "“a”"
        assert list_names(["a", "b", "c"]) == "“a”, “b” and “c”"
