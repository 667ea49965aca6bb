import pytest

from progress.choices import MilestoneStatus
from progress.queries.outlines import count_progress, get_outline
from progress.queries.plan_hours import (
    PlacedHours,
    count_hours_of_outline,
    count_plan_hours,
    list_placed_hours,
)
from tests.factories.progress import finish_milestones, list_milestones, make_enrolment

PLACED = (
    PlacedHours(1, 1, 10, is_optional=False),
    PlacedHours(2, 1, 20, is_optional=True),
    PlacedHours(3, 2, 40, is_optional=False),
    PlacedHours(4, 2, None, is_optional=False),
    PlacedHours(5, 3, 80, is_optional=False),
)


class TestCountPlanHours:
    def test_leaves_out_optional_milestones_that_nobody_started(self):
        hours = count_plan_hours(PLACED, {})

        assert hours.left_by_rung == {1: 10, 2: 40, 3: 80}
        assert hours.reached == (10, 10, 50, 50, 130)
        assert hours.counting_rungs == {1, 2, 3}

    @pytest.mark.parametrize(
        ("statuses", "left", "counting"),
        [
            ({1: MilestoneStatus.DONE}, {2: 40, 3: 80}, {1, 2, 3}),
            ({1: MilestoneStatus.SKIPPED}, {2: 40, 3: 80}, {2, 3}),
            ({2: MilestoneStatus.IN_PROGRESS}, {1: 30, 2: 40, 3: 80}, {1, 2, 3}),
            ({2: MilestoneStatus.DONE, 1: MilestoneStatus.SKIPPED}, {2: 40, 3: 80}, {1, 2, 3}),
        ],
    )
    def test_counts_as_the_outline_does(self, statuses, left, counting):
        hours = count_plan_hours(PLACED, statuses)

        assert hours.left_by_rung == left
        assert hours.counting_rungs == counting

    @pytest.mark.parametrize(
        ("covered", "rung", "expected"),
        [
            ({1}, 3, 10),
            ({1, 3}, 1, 50),
            ({2}, 1, 10),
            (set(), 2, 50),
            (set(), 4, 130),
            ({99}, 1, 10),
        ],
    )
    def test_finds_when_an_exam_can_be_sat(self, covered, rung, expected):
        hours = count_plan_hours(PLACED, {})

        assert hours.find_exam_hours(covered=frozenset(covered), rung=rung) == expected

    @pytest.mark.parametrize(
        ("covered", "rung", "expected"),
        [({1}, 3, 0), ({1, 3}, 1, 40), ({5}, 3, 40), (set(), 1, 0), (set(), 4, 40)],
    )
    def test_lets_only_the_rungs_that_are_studied_pass_before_an_exam(
        self, covered, rung, expected
    ):
        hours = count_plan_hours(PLACED, {})

        found = hours.find_exam_hours(
            covered=frozenset(covered), rung=rung, studied_rungs=range(2, 3)
        )

        assert found == expected


@pytest.mark.django_db
class TestListPlacedHours:
    def test_reads_releases_in_the_order_of_their_outline(self, django_assert_num_queries):
        enrolments = [make_enrolment(), make_enrolment()]

        with django_assert_num_queries(1):
            placed = list_placed_hours(releases={one.release_id for one in enrolments})

        for one in enrolments:
            outline = get_outline(enrolment=one)
            assert placed[one.release_id] == count_hours_of_outline(outline).placed


@pytest.mark.django_db
class TestCountHoursOfOutline:
    def test_agrees_with_the_progress_that_pages_show(self):
        enrolment = make_enrolment()
        finish_milestones(enrolment, list_milestones(enrolment)[:2])
        outline = get_outline(enrolment=enrolment)

        hours = count_hours_of_outline(outline)

        assert sum(hours.left_by_rung.values()) == count_progress(outline.milestones).hours_left
