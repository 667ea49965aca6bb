from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.queries.schedules import (
    find_finish,
    get_due_ranges,
    get_study_pace,
    schedule_milestones,
)
from tests.factories.progress import TODAY, make_log_entry, make_user

START = date(2026, 6, 1)


@dataclass(frozen=True)
class Placed:
    """As much of a placed milestone as a schedule reads."""

    milestone: SimpleNamespace
    is_closed: bool = False
    counts: bool = True


def place(low, likely, high, *, pk=1, **flags):
    milestone = SimpleNamespace(pk=pk, hours_low=low, hours_likely=likely, hours_high=high)
    return Placed(milestone, **flags)


hours = st.lists(st.integers(1, 80), min_size=3, max_size=3).map(sorted)
paths = st.lists(st.tuples(hours, st.booleans(), st.booleans()), max_size=30).map(
    lambda rows: [
        place(*three, pk=pk, is_closed=closed, counts=counting)
        for pk, (three, closed, counting) in zip(count(1), rows, strict=False)
    ]
)
paces = st.decimals("0.5", "80", places=1)


class TestScheduleMilestones:
    def test_adds_hours_up_at_the_pace(self):
        due = schedule_milestones(
            milestones=[place(7, 14, 28, pk=1), place(7, 7, 7, pk=2)],
            hours_per_week=Decimal(7),
            start=START,
        )

        days = [(one.earliest - START).days for one in due.values()]
        assert days == [8, 15]
        assert (due[2].likely - START).days == 22
        assert (due[2].latest - START).days == 36

    def test_leaves_out_what_has_no_hours(self):
        due = schedule_milestones(
            milestones=[place(None, None, None, pk=1), place(1, 1, 1, pk=2)],
            hours_per_week=Decimal(7),
            start=START,
        )

        assert list(due) == [2]

    @pytest.mark.parametrize("pace", ["0", "-1"])
    def test_refuses_a_pace_that_never_arrives(self, pace):
        with pytest.raises(ValueError, match="must be above 0"):
            schedule_milestones(milestones=[], hours_per_week=Decimal(pace), start=START)

    @pytest.mark.parametrize("pace", ["0.001", "0.0000001", "1E-30"])
    def test_has_no_dates_at_a_pace_that_leads_past_every_calendar(self, pace):
        path = [place(1, 1, 1, pk=1), place(5, 60, 70, pk=2)]

        assert schedule_milestones(milestones=path, hours_per_week=Decimal(pace), start=START) == {}

    @given(path=paths, pace=paces)
    def test_orders_every_range_and_never_goes_back(self, path, pace):
        due = schedule_milestones(milestones=path, hours_per_week=pace, start=START)

        assert set(due) == {one.milestone.pk for one in path if one.counts and not one.is_closed}
        assert all(START < one.earliest <= one.likely <= one.latest for one in due.values())
        for before, after in pairwise(due.values()):
            assert before.earliest <= after.earliest
            assert before.likely <= after.likely
            assert before.latest <= after.latest

    @given(path=paths, pace=paces)
    def test_is_never_later_at_twice_the_pace(self, path, pace):
        slow = schedule_milestones(milestones=path, hours_per_week=pace, start=START)
        fast = schedule_milestones(milestones=path, hours_per_week=2 * pace, start=START)

        assert all(fast[pk].latest <= one.latest for pk, one in slow.items())


class TestFindFinish:
    def test_is_the_last_day_or_nothing(self):
        due = schedule_milestones(
            milestones=[place(1, 1, 1, pk=1), place(5, 6, 7, pk=2)],
            hours_per_week=Decimal(7),
            start=START,
        )

        assert find_finish(due) == due[2]
        assert find_finish({}) is None


@pytest.mark.django_db
class TestGetStudyPace:
    def test_is_the_plan_before_anything_is_logged(self):
        pace = get_study_pace(user=make_user(), planned=Decimal(6), today=TODAY)

        assert (pace.hours_per_week, pace.logged_weeks) == (Decimal(6), 0)

    def test_stays_with_the_plan_in_the_first_week(self):
        user = make_user()
        make_log_entry(user=user, hours=Decimal(20))

        pace = get_study_pace(user=user, planned=Decimal(6), today=TODAY)

        assert (pace.hours_per_week, pace.logged_weeks) == (Decimal(6), 1)

    def test_follows_the_log_after_two_weeks_with_idle_weeks_counted(self):
        user = make_user()
        make_log_entry(user=user, days_ago=20, hours=Decimal(9))

        pace = get_study_pace(user=user, planned=Decimal(6), today=TODAY)

        assert (pace.logged_weeks, pace.hours_per_week) == (3, Decimal(3))

    def test_ignores_other_people_and_days_ahead(self):
        user = make_user()
        make_log_entry(user=make_user(), hours=Decimal(9))
        make_log_entry(user=user, date=TODAY + timedelta(days=1))

        assert get_study_pace(user=user, planned=None, today=TODAY).hours_per_week is None


@pytest.mark.django_db
class TestGetDueRanges:
    def test_is_empty_while_the_pace_is_unknown(self):
        path, user = [place(1, 1, 1)], make_user()

        assert get_due_ranges(milestones=path, user=user, planned=None, today=TODAY) == {}
        assert get_due_ranges(milestones=path, user=user, planned=Decimal(7), today=TODAY)
