"""What changed between two plans, in words and nothing else."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from progress.choices import MilestoneStatus
from progress.documents.career_plan import plan_json
from progress.documents.content import OwnAssumption, PlanCircumstances, PlanVerification
from progress.queries.plan_differences import list_plan_differences
from tests.factories.career_plan_content import make_career_plan_content


def as_data(content):
    return json.loads(plan_json(content))["plan"]


@pytest.fixture
def plan():
    return make_career_plan_content()


def compare(before, after):
    return list_plan_differences(before=as_data(before), after=as_data(after))


def edit_milestones(plan, edit):
    stages = tuple(
        replace(stage, milestones=tuple(edit(one) for one in stage.milestones))
        for stage in plan.stages
    )
    return replace(plan, stages=stages)


class TestListPlanDifferences:
    def test_finds_none_between_a_plan_and_itself(self, plan):
        assert compare(plan, plan) == []

    def test_leaves_out_dates_of_issue_and_ids(self, plan):
        later = replace(
            plan,
            issued_at=plan.issued_at.replace(hour=22),
            verification=PlanVerification(plan_id="MP-2", verify_url="https://example.org/2"),
        )
        assert compare(plan, later) == []

    def test_names_what_was_done_and_counts_the_rest(self, plan):
        open_ones = [
            one
            for stage in plan.stages
            for one in stage.milestones
            if one.status == MilestoneStatus.TODO
        ]
        moved = {one.title for one in open_ones[:5]}
        after = edit_milestones(
            plan,
            lambda one: replace(one, status=MilestoneStatus.DONE) if one.title in moved else one,
        )
        names = ", ".join(one.title for one in open_ones[:3])
        assert compare(plan, after) == [f"Done since then: {names} and 2 more."]

    @pytest.mark.parametrize(
        ("status", "opening"),
        [
            (MilestoneStatus.IN_PROGRESS, "Started since then: "),
            (MilestoneStatus.SKIPPED, "Skipped since then: "),
        ],
    )
    def test_says_how_a_milestone_moved(self, plan, status, opening):
        first = plan.stages[-1].milestones[0]
        after = edit_milestones(
            plan, lambda one: replace(one, status=status) if one.title == first.title else one
        )
        assert compare(plan, after) == [f"{opening}{first.title}."]
        assert compare(after, plan) == [f"To do again: {first.title}."]

    def test_names_milestones_that_came_and_went(self, plan):
        shorter = replace(plan, stages=plan.stages[:-1])
        names = ", ".join(one.title for one in plan.stages[-1].milestones[:3])
        assert compare(plan, shorter)[0].startswith(f"No longer in the plan: {names}")
        assert compare(shorter, plan)[0].startswith(f"New in the plan: {names}")

    def test_says_that_a_note_changed(self, plan):
        first = plan.stages[0].milestones[0]
        after = edit_milestones(
            plan, lambda one: replace(one, note="new") if one.title == first.title else one
        )
        assert compare(plan, after) == [f"Another note or proof: {first.title}."]

    def test_names_certifications_fees_and_total(self, plan):
        first, *rest = plan.certifications
        dearer = replace(first, chosen_fee=Decimal("999.50"))
        after = replace(
            plan,
            certifications=(dearer, *rest[:-1]),
            budget=replace(plan.budget, known_total=Decimal(2000)),
        )
        told = compare(plan, after)
        assert told[0] == f"Certifications dropped: {rest[-1].name}."
        assert told[1].startswith(f"{first.name} counts $999.50, before $")
        assert told[2].startswith("Known fees come to $2,000, before $")

    def test_says_that_track_target_and_finish_changed(self, plan):
        cover = replace(
            plan.cover, release_number=plan.cover.release_number + 1, target_role="", finish=None
        )
        told = compare(plan, replace(plan, cover=cover))
        assert told[0] == "It follows MLOps, release 4 instead of MLOps, release 3."
        assert told[1].startswith("The target is open, no longer ")
        assert told[2].startswith("The likely finish is unknown, before ")

    def test_names_the_answers_that_changed(self, plan):
        told = PlanCircumstances(
            current_pay=Decimal(1000), own_assumptions=(OwnAssumption(key="tax_rate", value=0.2),)
        )
        assert compare(plan, replace(plan, circumstances=told)) == [
            "Your answers changed: present pay, own assumptions."
        ]

    def test_compares_projections_by_their_first_changed_sentence(self, plan):
        opening, *rest = plan.projection.headlines
        other = replace(plan.projection, headlines=(opening, "Other.", *rest[1:]))
        assert compare(plan, replace(plan, projection=other)) == ["The projection says now: Other."]
        assert compare(plan, replace(plan, projection=None)) == ["It shows no projection any more."]
        assert compare(replace(plan, projection=None), plan) == ["It shows a projection now."]
