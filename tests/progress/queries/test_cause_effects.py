from dataclasses import replace

import pytest

from progress.queries.cause_effects import measure_causes
from progress.queries.projection_causes import list_causes
from progress.queries.roi_inputs import dump_inputs
from progress.roi.batch import project_many
from progress.roi.draws import STORED_DRAW_COUNT
from progress.roi.shapes import BandInput
from tests.progress.roi.learners import make_learner

BEFORE = make_learner("A")


def measure(after, before=BEFORE):
    old, new = dump_inputs(before), dump_inputs(after)
    return measure_causes(before=old, after=new, causes=list_causes(before=old, after=new))


def average(inputs):
    return project_many([inputs], draw_count=STORED_DRAW_COUNT).outlook(0).expected_usd


def change(**changes):
    return replace(BEFORE, **changes)


ONE_CHANGE = {
    "pay": change(current_pay_usd_per_year=45_000.0),
    "band": change(
        rungs=(
            replace(BEFORE.rungs[0], band=BandInput(low_usd_per_year=70e3, high_usd_per_year=90e3)),
            *BEFORE.rungs[1:],
        )
    ),
    "year": change(
        rungs=tuple(replace(rung, band=replace(rung.band, age_years=1.0)) for rung in BEFORE.rungs)
    ),
    "hours": change(rungs=(replace(BEFORE.rungs[0], remaining_hours=300.0), *BEFORE.rungs[1:])),
    "log": change(logged_weeks=10.0, logged_hours=90.0),
    "fee": change(exams=(replace(BEFORE.exams[0], fee_usd=900.0), *BEFORE.exams[1:])),
    "exam gone": change(exams=BEFORE.exams[:3]),
    "assumption": change(
        assumptions=BEFORE.assumptions.override({"causal_share": 0.9}, track_key="linux")
    ),
    "assumption of a rung": change(
        assumptions=BEFORE.assumptions.override(
            {"landing_with_study_rung_1": 0.8}, track_key="linux"
        )
    ),
    "months": change(months_active=4.0),
}


class TestMeasureCauses:
    @pytest.mark.parametrize("after", ONE_CHANGE.values(), ids=ONE_CHANGE)
    def test_a_single_cause_has_the_whole_effect(self, after):
        [one] = measure(after)

        assert one.average_change_usd == pytest.approx(average(after) - average(BEFORE), abs=0.01)
        assert abs(one.average_change_usd) > 1

    def test_the_largest_effect_comes_first(self):
        both = replace(ONE_CHANGE["fee"], assumptions=ONE_CHANGE["assumption"].assumptions)

        first, second = measure(both)

        assert (first.cause.key, second.cause.key) == ("assume_causal_share", "fee_rhcsa")
        assert abs(first.average_change_usd) > abs(second.average_change_usd)

    def test_another_rung_cannot_stand_alone_and_comes_first(self):
        after = make_learner("B")
        before = replace(after, start_rung=0)

        first, *_ = measure(replace(after, logged_hours=200.0), before)

        assert (first.cause.key, first.average_change_usd) == ("start_rung", None)

    def test_keeps_the_words_where_old_inputs_cannot_be_read(self):
        old, new = dump_inputs(BEFORE), dump_inputs(ONE_CHANGE["pay"])
        old["luck"] = 1

        causes = list_causes(before=old, after=new)
        [one] = measure_causes(before=old, after=new, causes=causes)

        assert (one.cause, one.average_change_usd) == (causes[0], None)
