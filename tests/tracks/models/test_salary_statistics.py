"""What the database refuses of a pay statistic."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories.tracks import make_salary_statistic
from tracks.models import SalaryStatistic

FIVE = {"p10": 10, "p25": 25, "p50": 50, "p75": 75, "p90": 90}


@pytest.mark.django_db
class TestSalaryStatistic:
    @pytest.mark.parametrize(
        "columns",
        [
            FIVE,
            {"n": 9, **dict.fromkeys(FIVE)},
            {"n": None, **FIVE, "top": 90, "open_from": "p90", "mean": 90, "mean_is_open": True},
            {"n": None, **FIVE, "p75": 80, "p90": 80, "top": 80, "open_from": "p75"},
        ],
    )
    def test_holds_what_data_sets_say(self, columns):
        make_salary_statistic(**columns)
        assert SalaryStatistic.objects.count() == 1

    @pytest.mark.parametrize(
        ("columns", "rule"),
        [
            ({**FIVE, "p90": None}, "percentiles_ascend"),
            ({**FIVE, "p10": 26}, "percentiles_ascend"),
            ({**FIVE, "n": 9}, "too_few"),
            ({**dict.fromkeys(FIVE), "mean": 5, "n": 9}, "too_few"),
            ({**FIVE, "open_from": "p90", "top": 91}, "open_percentiles"),
            ({**FIVE, "open_from": "p90", "top": None}, "open_percentiles"),
            ({**FIVE, "open_from": "p75", "top": 90}, "open_percentiles"),
            ({**dict.fromkeys(FIVE), "open_from": "p75", "top": 90}, "open_percentiles"),
            ({**FIVE, "mean_is_open": True, "mean": None, "top": None}, "open_mean"),
            ({**FIVE, "n": 10, "flagged_count": 11}, "flags_only"),
        ],
    )
    def test_refuses(self, columns, rule):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            make_salary_statistic(**columns)

    def test_has_one_row_for_a_cell(self):
        make_salary_statistic(key="first")
        with pytest.raises(IntegrityError), transaction.atomic():
            make_salary_statistic(key="second")

    def test_knows_which_percentiles_are_open(self):
        row = SalaryStatistic(open_from="p75", n=None)
        assert [row.is_open_at(name) for name in FIVE] == [False, False, False, True, True]
        assert row.is_top_coded
        assert not row.is_too_few
        assert SalaryStatistic(n=9).is_too_few
        assert not SalaryStatistic(n=10).is_open_at("p90")
