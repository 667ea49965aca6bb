from dataclasses import replace

import pytest

from progress.queries.projection_causes import list_causes, list_changed_figures
from progress.queries.roi_inputs import dump_inputs
from progress.roi.shapes import BandInput
from tests.progress.roi.learners import make_learner

INPUTS = make_learner("A")
FIRST = INPUTS.rungs[0]
RHCSA = INPUTS.exams[0]
NAMES = {"linux": "Linux", "rhcsa": "RHCSA", "cka": "CKA"}


def put_rung(**changes):
    return {"rungs": (replace(FIRST, **changes), *INPUTS.rungs[1:])}


def put_exam(**changes):
    return {"exams": (replace(RHCSA, **changes), *INPUTS.exams[1:])}


def say(before=INPUTS, **changes):
    causes = list_causes(
        before=dump_inputs(before), after=dump_inputs(replace(before, **changes)), names=NAMES
    )
    return [cause.words for cause in causes]


class TestListCauses:
    def test_is_empty_for_the_same_inputs(self):
        assert say() == []

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            (
                put_rung(band=BandInput(low_usd_per_year=68e3, high_usd_per_year=85e3)),
                "the Linux junior band changed from $65,000–$85,000 to $68,000–$85,000",
            ),
            (
                put_rung(band=replace(FIRST.band, is_open_above=True)),
                "the Linux junior band changed from $65,000–$85,000 to $65,000–$85,000+",
            ),
            (
                put_rung(band=replace(FIRST.band, age_years=1.0)),
                "pay bands were carried on to another year at the assumed growth",
            ),
            (
                {"current_pay_usd_per_year": 49_500.5},
                "your pay fell from $52,000 to $49,500.50 a year",
            ),
            (
                {"planned_hours_per_week": 9.5},
                "your planned study time rose from 8 to 9.5 hours a week",
            ),
            (
                {"logged_weeks": 4.0, "logged_hours": 20.0},
                "your study log began: 5.0 hours a week",
            ),
            (
                {"employer_share": 0.5},
                "the share of fees that your employer pays rose from 0% to 50%",
            ),
            (
                {"subscription_usd_per_month": 59.0},
                "what you pay for courses rose from $49 to $59 a month",
            ),
            (put_rung(remaining_hours=360.0), "40 hours of the junior block are done"),
            (put_rung(remaining_hours=430.0), "the junior block has 30 more hours to do"),
            (put_rung(remaining_hours=0.0, is_bundle_done=True), "you finished the junior block"),
            (put_rung(remaining_hours=0.0), "the junior block left your plan"),
            (put_exam(fee_usd=500.0), "the fee of RHCSA rose from $450 to $500"),
            (put_exam(renewal_fee_usd=400.0), "the renewal fee of RHCSA fell from $450 to $400"),
            (put_exam(renewal_every_months=24), "RHCSA is renewed every 24 months"),
            (put_exam(renewal_every_months=None), "RHCSA is not renewed"),
            (put_exam(free_retakes_count=1), "RHCSA includes a free second try"),
            ({"exams": INPUTS.exams[:3]}, "CKA left your plan"),
            ({"months_active": 1.0}, "another month has passed"),
            ({"months_active": 3.0}, "another 3 months have passed"),
        ],
    )
    def test_says_one_change_with_both_values(self, changes, words):
        assert say(**changes) == [words]

    def test_says_how_a_logged_pace_moved(self):
        logged = replace(INPUTS, logged_weeks=10, logged_hours=60)

        assert say(logged, logged_weeks=12.0, logged_hours=90.0) == [
            "your pace rose from 6.0 to 7.5 hours a week over 12 weeks"
        ]
        assert say(logged, logged_weeks=12.0, logged_hours=72.0) == [
            "your study log confirms your pace over 12 weeks"
        ]
        assert say(logged, logged_weeks=0.0, logged_hours=0.0) == ["your study log is empty now"]

    def test_says_which_assumption_changed(self):
        own = INPUTS.assumptions.override({"causal_share": 0.8}, track_key="linux")

        [words] = say(assumptions=own)

        assert words.startswith("the assumption “")
        assert words.endswith("changed from 70 % to 80 %")

    def test_says_a_new_rung_and_leaves_its_hours_out(self):
        after = make_learner("B")
        before = replace(after, start_rung=0, rungs=(replace(after.rungs[0]), *after.rungs[1:]))

        assert "you stand at junior level instead of outside the field" in say(before, start_rung=1)

    def test_puts_bands_before_the_learners_own_changes(self):
        band = BandInput(low_usd_per_year=68e3, high_usd_per_year=85e3)
        causes = list_causes(
            before=dump_inputs(INPUTS),
            after=dump_inputs(
                replace(INPUTS, months_active=1.0, current_pay_usd_per_year=6e4,
                        **put_rung(band=band))
            ),
        )  # fmt: skip

        assert [cause.key for cause in causes] == [
            "band_1",
            "current_pay_usd_per_year",
            "months_active",
        ]
        assert [cause.is_own for cause in causes] == [False, True, True]

    def test_reads_inputs_that_an_older_version_stored_with_fewer_fields(self):
        before = dump_inputs(INPUTS)
        del before["employer_share"], before["months_active"]

        assert list_causes(before=before, after=dump_inputs(INPUTS)) == ()


class TestListChangedFigures:
    def test_leaves_out_what_is_the_learners_own(self):
        causes = list_changed_figures(
            before=dump_inputs(INPUTS),
            after=dump_inputs(
                replace(INPUTS, current_pay_usd_per_year=6e4, **put_exam(fee_usd=500.0))
            ),
            names=NAMES,
        )

        assert [one.words for one in causes] == ["the fee of RHCSA rose from $450 to $500"]
        assert causes[0].subjects == ("certification rhcsa",)

    def test_calls_an_exam_that_comes_or_goes_a_matter_of_fees(self):
        """What a learner plans makes another context, so it cannot be that."""
        less = dump_inputs(replace(INPUTS, exams=INPUTS.exams[:3]))
        whole = dump_inputs(INPUTS)

        [came] = list_changed_figures(before=less, after=whole, names=NAMES)
        [gone] = list_changed_figures(before=whole, after=less, names=NAMES)

        assert came.words == "CKA counts with a fixed fee now"
        assert gone.words == "CKA no longer counts with a fixed fee"
        assert not came.is_own and not gone.is_own  # noqa: PT018 - two of a kind
