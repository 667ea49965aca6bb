"""Values as they are printed."""

from datetime import date
from decimal import Decimal

import pytest

from progress.documents.content import DateRange, HourRange
from progress.documents.formats import (
    format_date,
    format_days,
    format_due,
    format_hours,
    format_money,
    format_number,
)


class TestDates:
    def test_writes_a_day_in_words(self):
        assert format_date(date(2026, 2, 3)) == "3 Feb 2026"
        assert format_date(None) == ""

    @pytest.mark.parametrize(
        ("last", "text"),
        [
            (date(2026, 2, 3), "3 Feb 2026"),
            (date(2026, 2, 18), "3–18 Feb 2026"),
            (date(2026, 4, 1), "3 Feb – 1 Apr 2026"),
            (date(2027, 1, 2), "3 Feb 2026 – 2 Jan 2027"),
        ],
    )
    def test_leaves_out_what_both_ends_share(self, last, text):
        assert format_days(first=date(2026, 2, 3), last=last) == text

    def test_writes_a_due_range(self):
        due = DateRange(
            earliest=date(2026, 2, 3), likely=date(2026, 2, 9), latest=date(2026, 2, 18)
        )
        assert format_due(due) == "3–18 Feb 2026"
        assert format_due(None) == ""


class TestNumbers:
    def test_writes_hours_with_their_range(self):
        assert format_hours(HourRange(low_hours=4, likely_hours=6.5, high_hours=10)) == "6.5 (4–10)"
        assert format_hours(HourRange(low_hours=6, likely_hours=6, high_hours=6)) == "6"
        assert format_hours(None) == ""
        assert format_number(1234.0) == "1,234"

    @pytest.mark.parametrize(
        ("amount", "currency", "text"),
        [
            (Decimal("1250"), "$", "$1,250"),
            (Decimal("70.50"), "$", "$70.50"),
            (Decimal("-40"), "€", "−€40"),
            (Decimal("9"), "CHF", "CHF 9"),
            (None, "$", "unknown"),
        ],
    )
    def test_writes_money_and_never_zero_for_unknown(self, amount, currency, text):
        assert format_money(amount=amount, currency=currency) == text
