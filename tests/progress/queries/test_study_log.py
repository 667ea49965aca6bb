from datetime import date, timedelta
from decimal import Decimal

import pytest

from progress.queries.study_log import get_streak, list_log_entries, list_study_weeks
from tests.factories.progress import TODAY, make_log_entry, make_user

pytestmark = pytest.mark.django_db


class TestListLogEntries:
    def test_shows_own_entries_with_the_newest_day_first(self):
        user = make_user()
        old, new = make_log_entry(user=user, days_ago=3), make_log_entry(user=user)
        make_log_entry(user=make_user())

        assert list(list_log_entries(user=user)) == [new, old]


class TestListStudyWeeks:
    def test_adds_days_up_from_monday_to_sunday(self):
        user = make_user()
        monday = date(2026, 6, 1)
        for days, hours in ((0, 2), (6, 3), (-1, 5)):
            make_log_entry(user=user, date=monday + timedelta(days=days), hours=Decimal(hours))

        weeks = list_study_weeks(user=user, today=monday + timedelta(days=6), count=3)

        assert [(week.monday, week.hours) for week in weeks] == [
            (date(2026, 5, 18), Decimal(0)),
            (date(2026, 5, 25), Decimal(5)),
            (date(2026, 6, 1), Decimal(5)),
        ]


class TestGetStreak:
    @pytest.mark.parametrize(
        ("days_ago", "streak"),
        [((), 0), ((0,), 1), ((0, 1, 2, 4), 3), ((1, 2), 2), ((2, 3), 0), ((0, 0, 1), 2)],
    )
    def test_counts_days_in_a_row_and_forgives_a_day_that_is_not_over(self, days_ago, streak):
        user = make_user()
        for back in days_ago:
            make_log_entry(user=user, days_ago=back)

        assert get_streak(user=user, today=TODAY) == streak
