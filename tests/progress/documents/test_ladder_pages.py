"""The salary ladder and the projection by year as printed."""

from datetime import date
from decimal import Decimal

import pytest

from progress.documents import content as plans
from progress.documents.ladder_pages import list_band_rows, list_fan_rows
from tests.factories.career_plan_content import make_career_plan_content, make_empty_plan_content


def print_band(**values):
    band = plans.PlanBand(**{"source_title": "Survey", "state": "attributed", **values})
    rung = plans.PlanRung(title="Mid level", bands=(band,))
    (row,) = list_band_rows(content=make_empty_plan_content(ladder=(rung,)))
    return row


class TestListBandRows:
    @pytest.mark.parametrize(
        ("title", "source"),
        [
            ("Survey", "Survey, 12 Jan 2025"),
            ("Snapshot of 12 January 2025 (2024)", "Snapshot of 12 January 2025 (2024)"),
        ],
    )
    def test_says_the_day_of_a_source_once(self, title, source):
        assert print_band(source_title=title, as_of=date(2025, 1, 12)).source == source

    def test_prints_what_tells_bands_of_one_source_apart(self):
        row = print_band(low=Decimal(90_000), high=Decimal(120_000), note="midpoints of pairs")
        assert (row.pay, row.n, row.note) == ("$90k to $120k", "not stated", "midpoints of pairs")

    def test_gives_a_rung_without_bands_a_row(self):
        rung = plans.PlanRung(title="Architect", is_target=True)
        (row,) = list_band_rows(content=make_empty_plan_content(ladder=(rung,)))
        assert (row.rung, row.pay) == ("Architect (target)", "no band on record")


class TestListFanRows:
    def test_prints_each_full_year_and_none_without_a_projection(self):
        rows = list_fan_rows(content=make_career_plan_content())
        assert [row.year for row in rows] == [f"{number}" for number in range(1, len(rows) + 1)]
        assert list_fan_rows(content=make_empty_plan_content()) == ()
