from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.certifications import make_claim
from tests.factories.tracks import make_insight, make_salary_band
from tracks.models import SalaryBand
from tracks.shared.review_dates import find_review_date, make_due_filter, read_last_day

TODAY = date(2026, 6, 1)


class TestReadLastDay:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2024", date(2024, 12, 31)),
            ("2024-02", date(2024, 2, 29)),
            (" 2024-02-03 ", date(2024, 2, 3)),
            ("2024-13", None),
            ("2024-02-30", None),
            ("", None),
            ("spring 2024", None),
        ],
    )
    def test_takes_the_end_of_what_the_source_says(self, text, day):
        assert read_last_day(text) == day


@pytest.mark.django_db
class TestFindReviewDate:
    def test_depends_on_the_sort_of_figure(self):
        for make, days in ((make_salary_band, 540), (make_claim, 365), (make_insight, 730)):
            row = make(as_of="2025-01-01")
            assert find_review_date(row) == date(2025, 1, 1) + timedelta(days=days)

    def test_counts_from_the_last_check(self):
        band = make_salary_band(as_of="2020", checked_at=datetime(2026, 1, 1, tzinfo=UTC))
        assert find_review_date(band) == date(2026, 1, 1) + timedelta(days=540)

    def test_is_now_for_what_has_no_date(self):
        assert find_review_date(make_salary_band(as_of="")) is None


@pytest.mark.django_db
class TestMakeDueFilter:
    def test_says_the_same_as_the_date_of_each_row(self):
        texts = ("2023", "2024", "2025", "2024-11", "2024-12", "2025-01", "", "soon")
        days = [TODAY - timedelta(days=540 + number) for number in (-1, 0, 1, 2)]
        for text in (*texts, *(day.isoformat() for day in days)):
            for checked in (
                None,
                datetime(2026, 1, 1, tzinfo=UTC),
                datetime(2020, 1, 1, tzinfo=UTC),
            ):
                make_salary_band(as_of=text, checked_at=checked)
        due = set(SalaryBand.objects.filter(make_due_filter(SalaryBand, today=TODAY)))
        expected = {
            row for row in SalaryBand.objects.all() if (find_review_date(row) or date.min) < TODAY
        }
        assert due == expected
        assert 0 < len(due) < SalaryBand.objects.count()

    def test_lets_withdrawn_bands_rest(self):
        make_salary_band(as_of="2010", withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC))
        assert not SalaryBand.objects.filter(make_due_filter(SalaryBand, today=TODAY)).exists()
