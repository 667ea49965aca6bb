from decimal import Decimal

import pytest

from tests.factories.tracks import (
    make_role,
    make_salary_band,
    make_salary_statistic,
    make_source,
    make_track,
)
from tracks.choices import PayLevel, PayScheme, PayVariant, Rung
from tracks.queries.salary_statistics import (
    count_statistics,
    get_track_evidence,
    list_largest_statistics,
    list_statistics,
    measure_gap,
)

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(("p10", "p25", "p50", "p75", "p90"))


@pytest.fixture
def devops():
    return make_track(key="devops")


class TestTrackEvidence:
    def test_is_none_without_statistics_or_for_a_track_that_nobody_counts(self, devops):
        assert get_track_evidence(track=devops) is None
        make_salary_statistic()
        assert get_track_evidence(track=make_track()) is None

    def test_holds_each_level_against_the_stated_range_of_its_rung(self, devops):
        stated = make_salary_band(track=devops, rung=2, low=120_000, high=160_000)
        make_salary_band(track=devops, rung=2, low=1, high=2, role=make_role(), year=2030)
        row = make_salary_statistic()
        make_salary_statistic(level=PayLevel.EX)

        (rung,) = get_track_evidence(track=devops).rungs

        assert (rung.rung, rung.stated, rung.statistics) == (Rung.MID, stated, (row,))
        assert (rung.gap.below, rung.gap.above) == (Decimal(22_665), Decimal(14_250))
        assert not rung.gap.is_apart

    def test_keeps_readings_in_order_and_apart(self, devops):
        dropped = make_salary_statistic(variant=PayVariant.EXACT_DUPLICATES_DROPPED)
        paired = make_salary_statistic(variant=PayVariant.PAIR_MIDPOINT)
        plain = make_salary_statistic(variant=PayVariant.AS_IS)
        other = make_salary_statistic(dataset="infosec-jobs")

        evidence = get_track_evidence(track=devops)

        assert evidence.rungs[0].statistics == (plain, paired, dropped, other)
        assert evidence.has_overlap
        assert evidence.rungs[0].gap is None

    def test_takes_the_year_with_the_most_rows(self, devops):
        full = make_salary_statistic(year=2024, n=76)
        make_salary_statistic(year=2025, n=9, **NOTHING)
        assert get_track_evidence(track=devops).rungs[0].statistics == (full,)

    def test_shows_families_nearby_occupations_and_answers(self, devops):
        near = make_salary_statistic(
            subject="sre", level=PayLevel.SE, variant=PayVariant.PAIR_MIDPOINT
        )
        make_salary_statistic(subject="sre", level=PayLevel.SE)
        make_salary_statistic(subject="gardener")
        older, newer = (
            make_salary_statistic(
                scheme=PayScheme.SOC, subject="15-1252", dataset="bls-oews", level="", year=year
            )
            for year in (2022, 2023)
        )
        answered = make_salary_statistic(
            scheme=PayScheme.DEVELOPER_TYPE,
            subject="devops-engineer-or-professional",
            dataset="stackoverflow",
            level="",
        )
        evidence = get_track_evidence(track=devops)
        assert evidence.rungs == ()
        assert evidence.neighbours == (near,)
        assert evidence.occupations == (newer, older)
        assert evidence.developer_types == (answered,)
        assert len(evidence.sources) == 4

    @pytest.mark.parametrize(("flagged", "shown"), [(0, 1), (2, 2)])
    def test_shows_plausible_answers_apart_only_where_some_are_not(self, devops, flagged, shown):
        for variant, count in ((PayVariant.AS_IS, flagged), (PayVariant.PLAUSIBLE, 0)):
            make_salary_statistic(
                scheme=PayScheme.DEVELOPER_TYPE,
                subject="cloud-infrastructure-engineer",
                level="",
                variant=variant,
                flagged_count=count,
            )
        assert len(get_track_evidence(track=devops).developer_types) == shown

    def test_asks_twice_however_many_rows(self, devops, django_assert_num_queries):
        for level in PayLevel.values:
            make_salary_statistic(level=level)
        with django_assert_num_queries(2):
            evidence = get_track_evidence(track=devops)
            assert [row.source.title for rung in evidence.rungs for row in rung.statistics]


class TestGap:
    def test_needs_both_ends_of_both(self, devops):
        stated = make_salary_band(track=devops, low=Decimal(10), high=Decimal(20))
        assert measure_gap(stated, make_salary_statistic(n=4, **NOTHING)) is None

    @pytest.mark.parametrize(
        ("low", "high", "is_open", "is_apart"),
        [
            (10, 20, False, True),
            (10, 20, True, False),
            (30, 90, False, False),
            (95, 99, False, True),
        ],
    )
    def test_is_apart_when_the_middle_half_does_not_touch_the_range(
        self, devops, low, high, is_open, is_apart
    ):
        stated = make_salary_band(
            track=devops, low=Decimal(low), high=Decimal(high), high_is_open=is_open
        )
        row = make_salary_statistic(p10=21, p25=25, p50=50, p75=90, p90=95)
        assert measure_gap(stated, row).is_apart is is_apart


class TestOfOneSource:
    def test_are_counted_by_reading(self):
        source = make_source()
        make_salary_statistic(source=source, flagged_count=1)
        make_salary_statistic(source=source, level=PayLevel.SE, n=4, **NOTHING)
        (count,) = count_statistics(source=source)
        assert (count.label, count.cells, count.with_figures, count.flagged) == (
            *("Rows as they stand", 2, 1, 1),
        )
        assert count.without_figures == 1
        assert list_statistics(source=source).count() == 2

    def test_are_listed_largest_first_and_only_with_figures(self):
        source = make_source()
        small = make_salary_statistic(source=source, n=20)
        large = make_salary_statistic(source=source, level=PayLevel.SE, n=90)
        make_salary_statistic(source=source, level=PayLevel.EN, n=4, **NOTHING)
        make_salary_statistic(source=source, scheme=PayScheme.SOC, subject="41-2031", n=None)
        coded = make_salary_statistic(source=source, scheme=PayScheme.SOC, subject="15-1252", n=15)
        assert list_largest_statistics(source=source) == [large, small, coded]
