"""Bands with their years, fees, rules and coverage of certifications, assumptions."""

from dataclasses import replace

import pytest

from progress.queries.figure_causes import (
    list_assumption_causes,
    list_band_causes,
    list_exam_causes,
)
from progress.queries.roi_inputs import dump_inputs
from tests.progress.roi.learners import make_learner

INPUTS = make_learner("A")
RHCSA = INPUTS.exams[0]
NAMES = {"linux": "Linux", "rhcsa": "RHCSA", "cka": "CKA", "course": "The course"}


def with_backing(inputs=INPUTS, **backing):
    return {**dump_inputs(inputs), "backing": backing}


def change_band(**values):
    first, *others = INPUTS.rungs
    return replace(INPUTS, rungs=(replace(first, band=replace(first.band, **values)), *others))


def change_exam(**values):
    return replace(INPUTS, exams=(replace(RHCSA, **values), *INPUTS.exams[1:]))


def say(causes):
    return [one.words for one in causes]


class TestListBandCauses:
    @pytest.mark.parametrize(
        ("after", "year", "words"),
        [
            (
                change_band(low_usd_per_year=68e3),
                2024,
                "the Linux junior band of 2024 changed from $65,000–$85,000 to $68,000–$85,000",
            ),
            (
                change_band(low_usd_per_year=68e3, age_years=-1.0),
                2025,
                "the Linux junior band of 2025 replaced the one of 2024: $68,000–$85,000 instead "
                "of $65,000–$85,000",
            ),
            (
                change_band(age_years=-1.0),
                2025,
                "the Linux junior band of 2025 replaced the one of 2024: the same $65,000–$85,000",
            ),
            (
                change_band(age_years=1.0),
                2024,
                "pay bands were carried on to another year at the assumed growth",
            ),
        ],
    )
    def test_names_the_year_of_the_band(self, after, year, words):
        causes = list_band_causes(
            with_backing(band_years=[[1, 2024]]),
            with_backing(after, band_years=[[1, year]]),
            NAMES,
        )

        assert say(causes) == [words]

    def test_names_rung_and_subject(self):
        [cause] = list_band_causes(
            with_backing(), with_backing(change_band(low_usd_per_year=68e3)), {}
        )

        assert cause.words == "the junior band changed from $65,000–$85,000 to $68,000–$85,000"
        assert (cause.key, cause.subjects, cause.is_own) == ("band_1", ("band 1",), False)


class TestListExamCauses:
    @pytest.mark.parametrize(
        ("after", "facts", "words"),
        [
            (change_exam(fee_usd=500.0), ([], ""), ["the fee of RHCSA rose from $450 to $500"]),
            (
                change_exam(fee_usd=0.0),
                ([], "RHCA"),
                ["the fee of RHCSA is part of what RHCA costs now"],
            ),
            (
                change_exam(rung=2),
                ([], ""),
                ["RHCSA belongs to the mid-level rung instead of the junior one"],
            ),
            (
                change_exam(sat_after_hours=RHCSA.sat_after_hours + 40),
                ([17], ""),
                [
                    "RHCSA covers other milestones now, so its exam comes after "
                    f"{RHCSA.sat_after_hours + 40:,.0f} instead of {RHCSA.sat_after_hours:,.0f} "
                    "hours"
                ],
            ),
            # It covers something else, and the exam comes when it did: nothing for this learner.
            (INPUTS, ([17], ""), []),
            # Later only because the learner's hours are others.
            (change_exam(sat_after_hours=5.0), ([], ""), []),
        ],
    )
    def test_says_what_changed_about_an_exam(self, after, facts, words):
        causes = list(
            list_exam_causes(
                with_backing(exams=[["rhcsa", [], ""]]),
                with_backing(after, exams=[["rhcsa", *facts]]),
                NAMES,
            )
        )

        assert say(causes) == words
        assert all(one.subjects == ("certification rhcsa",) for one in causes)

    def test_says_when_it_is_counted_by_itself_again(self):
        held = with_backing(change_exam(fee_usd=0.0), exams=[["rhcsa", [], "RHCA"]])

        causes = list_exam_causes(held, with_backing(exams=[["rhcsa", [], ""]]), NAMES)

        assert say(causes) == ["the fee of RHCSA is counted by itself now"]

    def test_tells_what_is_planned_anew_from_what_has_a_fee_only_now(self):
        less = replace(INPUTS, exams=INPUTS.exams[:3])
        keys = [exam.key for exam in INPUTS.exams]
        unplanned, planned = keys[:3], keys

        def make(inputs, plan):
            return {**dump_inputs(inputs), "backing": {"planned": plan}}

        def say_both(before, after):
            return [(one.words, one.is_own) for one in list_exam_causes(before, after, NAMES)]

        whole, known, unknown = make(INPUTS, planned), make(less, unplanned), make(less, planned)
        assert say_both(known, whole) == [("CKA came into your plan", True)]
        assert say_both(unknown, whole) == [("CKA counts with a fixed fee now", False)]
        assert say_both(whole, known) == [("CKA left your plan", True)]
        assert say_both(whole, unknown) == [("CKA no longer counts with a fixed fee", False)]

    @pytest.mark.parametrize(
        ("fees", "words"),
        [
            ([["course", 59.0]], "the monthly fee of The course rose from $49 to $59"),
            ([], "The course no longer counts with a monthly fee"),
            ([["course", 49.0], ["cka", 20.0]], "CKA came into your plan"),
        ],
    )
    def test_names_what_is_paid_by_the_month(self, fees, words):
        before = with_backing(monthly_fees=[["course", 49.0]], planned=["course"])
        after = with_backing(monthly_fees=fees, planned=["course", "cka"])

        assert say(list_exam_causes(before, after, NAMES)) == [words]


class TestListAssumptionCauses:
    def test_names_the_assumption_with_both_values(self):
        own = INPUTS.assumptions.override({"causal_share": 0.8}, track_key="linux")

        [cause] = list_assumption_causes(
            dump_inputs(INPUTS), dump_inputs(replace(INPUTS, assumptions=own))
        )

        assert cause.key == "assume_causal_share"
        assert "changed from 70 % to 80 %" in cause.words
