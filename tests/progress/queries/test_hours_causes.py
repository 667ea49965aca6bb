"""Which hours differ because of an estimate, a release, or what the learner did."""

import copy
from typing import Any

import pytest

from progress.queries.causes import name_of
from progress.queries.hours_causes import list_estimate_causes, list_hours_causes

NAMES = {
    "linux": "Linux",
    name_of("milestone", 11): "The shell",
    name_of("milestone", 12): "Processes",
    name_of("release", 1): "1",
    name_of("release", 2): "2",
}
# Three milestones of the junior block and one of the mid-level one; nothing is done.
BEFORE: dict[str, Any] = {
    "track_key": "linux",
    "start_rung": 0,
    "rungs": [
        {"rung": 1, "remaining_hours": 60.0, "is_bundle_done": False},
        {"rung": 2, "remaining_hours": 40.0, "is_bundle_done": False},
    ],
    "backing": {
        "release": 1,
        "hours": [[11, 1, 10], [12, 1, 20], [13, 1, 30], [14, 2, 40]],
        "open": [11, 12, 13, 14],
    },
}


def change(*, left=(60.0, 40.0), hours=(), still_open=None, **backing):
    """Return inputs with other hours left and other estimates by milestone."""
    after = copy.deepcopy(BEFORE)
    for rung, remaining in zip(after["rungs"], left, strict=True):
        rung["remaining_hours"] = remaining
        rung["is_bundle_done"] = not remaining
    estimates = dict(hours)
    after["backing"]["hours"] = [
        [pk, rung, estimates.get(pk, known)] for pk, rung, known in after["backing"]["hours"]
    ]
    if still_open is not None:
        after["backing"]["open"] = still_open
    after["backing"] |= backing
    return after


def say(after, before=BEFORE):
    return [one.words for one in list_hours_causes(before, after, NAMES)]


class TestListHoursCauses:
    def test_is_empty_for_the_same_inputs(self):
        assert say(change()) == []

    @pytest.mark.parametrize(
        ("after", "words"),
        [
            (
                change(left=(65.0, 40.0), hours={11: 15}),
                ["the estimate for “The shell” rose from 10 to 15 hours"],
            ),
            (
                change(left=(52.0, 40.0), hours={12: 12}),
                ["the estimate for “Processes” fell from 20 to 12 hours"],
            ),
            (
                change(left=(40.0, 40.0), hours={12: None}),
                ["the estimate for “Processes”, 20 hours, was taken back"],
            ),
            (
                change(left=(68.0, 40.0), hours={11: 15, 12: 23}),
                [
                    "the estimate for “The shell” rose from 10 to 15 hours",
                    "the estimate for “Processes” rose from 20 to 23 hours",
                ],
            ),
            # The shell is done by now: its old hours are the learner's doing, all of them.
            (
                change(left=(50.0, 40.0), hours={11: 15}, still_open=[12, 13, 14]),
                ["10 hours of the junior block are done"],
            ),
            # One estimate rises while another milestone is done.
            (
                change(left=(45.0, 40.0), hours={11: 15}, still_open=[11, 13, 14]),
                [
                    "the estimate for “The shell” rose from 10 to 15 hours",
                    "20 hours of the junior block are done",
                ],
            ),
            (
                change(left=(0.0, 40.0), still_open=[14]),
                ["you finished the junior block"],
            ),
            (
                change(left=(64.0, 41.0), hours={11: 11, 12: 21, 13: 32, 14: 41}),
                ["the estimates for 4 milestones changed, together by +5 hours"],
            ),
        ],
    )
    def test_tells_estimates_from_what_was_done(self, after, words):
        assert say(after) == words

    def test_knows_what_an_estimate_adds_and_what_is_the_learners(self):
        after = change(left=(45.0, 40.0), hours={11: 15}, still_open=[11, 13, 14])

        causes = list(list_hours_causes(BEFORE, after, NAMES))

        assert [(one.key, one.is_own, one.hours) for one in causes] == [
            ("estimate_11", False, ((1, 5.0),)),
            ("hours_1", True, ((1, -20.0),)),
        ]
        assert causes[0].subjects == ("milestone 11",)

    def test_names_the_release_that_a_learner_moved_to(self):
        after = change(left=(84.0, 40.0), release=2)
        after["backing"]["hours"].insert(3, [15, 1, 24])
        after["backing"]["open"].append(15)

        [cause] = list_hours_causes(BEFORE, after, NAMES)

        assert (cause.key, cause.is_own) == ("release", True)
        assert cause.words == (
            "you moved from release 1 to release 2 of Linux, with 24 hours more to do"
        )
        assert cause.hours == ((1, 24.0), (2, 0.0))

    def test_says_nothing_of_milestones_without_inputs_of_today(self):
        """Stored by an older version: only the sums are known."""
        before = {**BEFORE, "backing": {}}

        assert say(change(left=(65.0, 40.0), hours={11: 15}), before) == [
            "the junior block has 5 more hours to do"
        ]

    def test_leaves_progress_out_where_the_learner_stands_on_another_rung(self):
        after = {**change(left=(65.0, 0.0), hours={11: 15}), "start_rung": 1}

        assert say(after) == ["the estimate for “The shell” rose from 10 to 15 hours"]


class TestListEstimateCauses:
    def test_without_a_learner_gives_every_milestone(self):
        """As between two versions of a context."""
        before, after = BEFORE, change(hours={11: 15, 14: 30})
        for inputs in (before := copy.deepcopy(before), after):
            inputs["backing"].pop("open")
            inputs["rungs"] = [{"rung": rung["rung"]} for rung in inputs["rungs"]]

        causes = list_estimate_causes(before, after, NAMES)

        assert [one.subjects for one in causes] == [("milestone 11",), ("milestone 14",)]

    def test_leaves_out_rungs_that_are_not_planned(self):
        before = change(left=(60.0, 0.0))

        assert list_estimate_causes(before, change(left=(60.0, 0.0), hours={14: 90}), NAMES) == []

    def test_falls_back_where_a_milestone_has_no_name(self):
        [cause] = list_estimate_causes(BEFORE, change(hours={13: 31}), NAMES)

        assert cause.words == "the estimate for a milestone rose from 30 to 31 hours"
