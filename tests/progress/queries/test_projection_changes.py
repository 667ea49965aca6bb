from dataclasses import replace
from decimal import Decimal

import pytest

from progress.operations.learners import save_circumstances
from progress.queries.projection_changes import list_changed_inputs
from progress.queries.roi_inputs import dump_inputs
from progress.roi.assumptions import Assumptions
from progress.roi.shapes import BandInput, ExamInput, RoiInputs, RungInput
from tests.factories.progress import NOW, make_log_entry, make_projection
from tracks.models import SalaryBand

EXAM = ExamInput(key="rhcsa", rung=1, fee_usd=450, sat_after_hours=80)
BAND = BandInput(low_usd_per_year=80_000, high_usd_per_year=110_000)
INPUTS = RoiInputs(
    track_key="devops",
    start_rung=0,
    current_pay_usd_per_year=52_000,
    rungs=tuple(RungInput(rung=rung, band=BAND, remaining_hours=100) for rung in range(1, 5)),
    planned_hours_per_week=8,
    assumptions=Assumptions.for_track("devops"),
    exams=(EXAM,),
)


def change_first_rung(**values):
    first, *others = INPUTS.rungs
    return {"rungs": (replace(first, **values), *others)}


def list_changes(**values):
    """Return what differs, read both ways to see that the direction does not matter."""
    before, after = dump_inputs(INPUTS), dump_inputs(replace(INPUTS, **values))
    changed = list_changed_inputs(before=before, after=after)
    assert list_changed_inputs(before=after, after=before) == changed
    return changed


class TestListChangedInputs:
    def test_is_empty_for_the_same_inputs(self):
        assert list_changes() == []

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            (change_first_rung(band=replace(BAND, low_usd_per_year=81_000)), "pay bands"),
            (change_first_rung(band=replace(BAND, is_open_above=True)), "pay bands"),
            (change_first_rung(remaining_hours=90), "what you have done"),
            (change_first_rung(remaining_hours=0, is_bundle_done=True), "what you have done"),
            ({"current_pay_usd_per_year": 60_000}, "your pay"),
            ({"planned_hours_per_week": 9}, "your hours a week"),
            ({"logged_weeks": 3}, "your study log"),
            ({"logged_hours": 20}, "your study log"),
            ({"months_active": 1}, "the time that has passed"),
            ({"employer_share": 0.5}, "what your employer pays"),
            ({"exams": ()}, "the certifications you plan, or their fees"),
            (
                {"exams": (replace(EXAM, fee_usd=500),)},
                "the certifications you plan, or their fees",
            ),
            ({"subscription_usd_per_month": 49}, "the certifications you plan, or their fees"),
            (
                {
                    "assumptions": Assumptions.for_track("devops").override(
                        {"tax_rate": 0.1}, track_key="devops"
                    )
                },
                "assumptions",
            ),
        ],
    )
    def test_names_what_differs(self, values, words):
        assert list_changes(**values) == [words]

    def test_names_the_rung_although_its_rungs_change_with_it(self):
        changed = list_changes(start_rung=1)

        assert changed == ["where you stand"]

    def test_names_each_thing_once_and_the_most_important_first(self):
        changed = list_changes(
            subscription_usd_per_month=49,
            exams=(),
            logged_hours=20,
            logged_weeks=3,
            current_pay_usd_per_year=60_000,
            **change_first_rung(band=replace(BAND, low_usd_per_year=81_000), remaining_hours=0),
        )

        assert changed == [
            "pay bands",
            "what you have done",
            "your pay",
            "your study log",
            "the certifications you plan, or their fees",
        ]

    def test_reads_inputs_that_an_older_version_stored_with_fewer_fields(self):
        before, after = dump_inputs(INPUTS), dump_inputs(replace(INPUTS, employer_share=0.5))
        del before["employer_share"]

        assert list_changed_inputs(before=before, after=after) == ["what your employer pays"]

    @pytest.mark.django_db
    def test_compares_what_two_projections_stored(self):
        first = make_projection()
        user = first.enrolment.user
        make_log_entry(user=user, days_ago=20)
        save_circumstances(
            user=user, now=NOW, current_pay=Decimal(60_000), hours_per_week=Decimal(9)
        )
        SalaryBand.objects.filter(rung=1).update(low=Decimal(81_000))
        second = make_projection(enrolment=first.enrolment)

        changed = list_changed_inputs(before=first.inputs, after=second.inputs)

        assert changed == ["pay bands", "your pay", "your hours a week", "your study log"]
        assert list_changed_inputs(before=second.inputs, after=second.inputs) == []
