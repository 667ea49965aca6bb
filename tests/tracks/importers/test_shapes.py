"""What one record of a content file may say; faults in whole files are in test_catalogue."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from tracks.choices import Derivation, EvidenceState, Statistic
from tracks.importers.milestone_shapes import HoursShape, MilestoneShape
from tracks.importers.shapes import (
    LadderShape,
    SalaryBandShape,
    SourceShape,
    StageShape,
    TimeInvestmentShape,
    TrackShape,
    dump,
)

BAND = {"key": "ops-junior", "track": "ops", "year": 2024, "source": "survey"}
RANGE = {**BAND, "low": 80_000, "high": 110_000}
FIVE = {"p10": 60_000, "p25": 70_000, "p50": 80_000, "p75": 95_000, "p90": 120_000}
PERCENTILES = {**BAND, "statistic": "PERCENTILES", **FIVE}
STAGE = {"key": "start", "title": "Start", "level": "START", "rung": 1, "milestones": ["step-1"]}


def make_milestone(**overrides: Any) -> dict[str, Any]:
    links = [
        {"title": "One", "url": f"https://example.org/{number}", "kind": "BOOK"}
        for number in range(2)
    ]
    return {
        "key": "step-1",
        "title": "Step",
        "outcome": "Can do it",
        "description": "What it is.",
        "skills": ["shell"],
        "proof": "A log",
        "resources": links,
        **overrides,
    }


def make_track(*, stage_count: int = 5, **overrides: Any) -> dict[str, Any]:
    stages = [{**STAGE, "key": f"stage-{number}"} for number in range(stage_count)]
    return {
        "key": "ops",
        "name": "Ops",
        "tagline": "One line",
        "summary": "What it is.",
        "colour": "teal",
        "position": 1,
        "stages": stages,
        **overrides,
    }


class TestSourceShape:
    def test_keeps_dates_of_publication_as_the_source_gives_them(self) -> None:
        record = {"key": "survey", "title": "A survey", "kind": "DATASET"}

        for given in ("2024", "August 2026"):
            assert SourceShape.model_validate({**record, "published": given}).published == given

    def test_strips_spaces_and_refuses_an_empty_title(self) -> None:
        record = {"key": "survey", "title": "  A survey ", "kind": "DATASET"}

        assert SourceShape.model_validate(record).title == "A survey"
        with pytest.raises(ValidationError, match="title"):
            SourceShape.model_validate({**record, "title": "  "})


class TestHoursShape:
    @pytest.mark.parametrize("hours", [(8, 12, 20), (8, 8, 8)])
    def test_takes_hours_that_do_not_fall(self, hours: tuple[int, int, int]) -> None:
        low, likely, high = hours

        assert HoursShape(low=low, likely=likely, high=high).likely == likely

    @pytest.mark.parametrize("hours", [(12, 8, 20), (8, 21, 20), (20, 20, 8)])
    def test_refuses_hours_that_fall(self, hours: tuple[int, int, int]) -> None:
        low, likely, high = hours

        with pytest.raises(ValidationError, match="hours must rise"):
            HoursShape(low=low, likely=likely, high=high)


class TestMilestoneShape:
    def test_may_leave_its_hours_unknown(self) -> None:
        milestone = MilestoneShape.model_validate(make_milestone())

        assert milestone.hours is None
        assert (milestone.hours_source, milestone.prerequisites) == ("editorial", ())

    @pytest.mark.parametrize(("count", "is_good"), [(1, False), (2, True), (5, True), (6, False)])
    def test_has_two_to_five_resources(self, count: int, is_good: bool) -> None:
        links = [
            {"title": "One", "url": f"https://example.org/{number}", "kind": "BOOK"}
            for number in range(count)
        ]
        record = make_milestone(resources=links)

        if is_good:
            assert len(MilestoneShape.model_validate(record).resources) == count
        else:
            with pytest.raises(ValidationError, match="resources"):
                MilestoneShape.model_validate(record)


class TestStageShape:
    def test_takes_a_milestone_by_its_key_alone(self) -> None:
        milestones = ["step-1", {"key": "step-2", "optional": True}]

        stage = StageShape.model_validate({**STAGE, "milestones": milestones})

        placed = [(one.key, one.optional) for one in stage.milestones]
        assert placed == [("step-1", False), ("step-2", True)]

    def test_has_at_least_one_milestone(self) -> None:
        with pytest.raises(ValidationError, match="at least 1 item"):
            StageShape.model_validate({**STAGE, "milestones": []})


class TestTimeInvestmentShape:
    def test_takes_equal_ends_and_refuses_ends_the_wrong_way_round(self) -> None:
        record = {"level": "CORE", "low_months": 12, "source": "survey"}

        same = TimeInvestmentShape.model_validate({**record, "high_months": 12})
        assert same.state == EvidenceState.UNSOURCED
        with pytest.raises(ValidationError, match="low 12 is above high 11; swap them"):
            TimeInvestmentShape.model_validate({**record, "high_months": 11})


class TestTrackShape:
    @pytest.mark.parametrize(("count", "is_good"), [(4, False), (5, True), (7, True), (8, False)])
    def test_has_five_to_seven_stages(self, count: int, is_good: bool) -> None:
        record = make_track(stage_count=count)

        if is_good:
            assert len(TrackShape.model_validate(record).stages) == count
        else:
            with pytest.raises(ValidationError, match="stages"):
                TrackShape.model_validate(record)

    def test_may_have_the_time_of_one_level_from_two_sources_but_not_twice_from_one(self) -> None:
        time = {"level": "CORE", "low_months": 12, "high_months": 24, "source": "survey"}
        other = {**time, "source": "editorial"}

        track = TrackShape.model_validate(make_track(time_investment=[time, other]))

        assert len(track.time_investment) == 2
        with pytest.raises(ValidationError, match="CORE survey is listed twice"):
            TrackShape.model_validate(make_track(time_investment=[time, time]))


class TestLadderShape:
    def test_is_named_by_its_track(self) -> None:
        rung = {"rung": 1, "name": "Entry level", "source": "survey"}

        ladder = LadderShape.model_validate({"track": "ops", "rungs": [rung]})

        assert ladder.key == "ops"
        with pytest.raises(ValidationError, match="1 is listed twice"):
            LadderShape.model_validate({"track": "ops", "rungs": [rung, rung]})


class TestSalaryBandShape:
    def test_is_a_closed_published_range_in_us_dollars_unless_told(self) -> None:
        band = SalaryBandShape.model_validate(RANGE)

        assert (band.country, band.currency, band.statistic) == ("US", "USD", Statistic.RANGE)
        assert (band.derivation, band.high_open) == (Derivation.PUBLISHED, False)
        assert (band.rung, band.sample_size) == (None, None)

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({**RANGE, "low": 110_001}, "low 110001 is above high 110000"),
            ({**BAND, "low": 80_000}, "needs both low and high"),
            ({**BAND, "high": 80_000}, "needs both low and high"),
            ({**RANGE, "p50": 90_000}, "has no percentiles"),
            ({**PERCENTILES, "low": 80_000}, "have no low and high"),
            ({**PERCENTILES, "high": 80_000}, "have no low and high"),
            ({**PERCENTILES, "p25": None}, "all five"),
            ({**PERCENTILES, "p25": 90_000}, "rise from p10 to p90"),
            ({**RANGE, "country": "USA"}, "country"),
            ({**RANGE, "currency": "$"}, "currency"),
            ({**RANGE, "sample_size": -1}, "sample_size"),
            ({**RANGE, "median": 90_000}, "median"),
        ],
    )
    def test_refuses_numbers_that_say_nothing_together(
        self, given: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(ValidationError, match=words):
            SalaryBandShape.model_validate(given)

    def test_takes_equal_ends_and_equal_percentiles(self) -> None:
        same = SalaryBandShape.model_validate({**RANGE, "low": 110_000})
        flat = SalaryBandShape.model_validate({**PERCENTILES, "p25": 60_000})

        assert same.low == same.high
        assert flat.p10 == flat.p25

    def test_may_say_only_how_few_rows_there_were(self) -> None:
        given = {**BAND, "statistic": "PERCENTILES", "sample_size": 4}

        band = SalaryBandShape.model_validate(given)

        assert (band.sample_size, band.p50) == (4, None)


class TestDump:
    def test_gives_nested_records_as_plain_values(self) -> None:
        dumped = dump(StageShape.model_validate(STAGE))

        assert [dict(one) for one in dumped["milestones"]] == [{"key": "step-1", "optional": False}]
        assert all(type(one) is dict for one in dumped["milestones"])

    def test_names_every_field_also_those_that_the_file_leaves_out(self) -> None:
        dumped = dump(SalaryBandShape.model_validate(RANGE))

        assert dumped.keys() == SalaryBandShape.model_fields.keys()
        assert (dumped["low"], dumped["p50"], dumped["note"]) == (Decimal(80_000), None, None)

    def test_gives_a_copy_that_can_be_changed(self) -> None:
        stage = StageShape.model_validate(STAGE)

        dump(stage)["title"] = "Other"

        assert stage.title == "Start"
