from decimal import Decimal

import pytest

from progress.choices import MilestoneStatus
from progress.models import PlannedCertification
from progress.operations.milestones import set_milestone_status
from progress.queries.outlines import get_outline
from progress.queries.projection_decisions import (
    find_next_step,
    list_exam_decisions,
    list_uncertainties,
)
from progress.queries.roi_inputs import list_planned_costs
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    finish_milestones,
    list_milestones,
    make_projectable_enrolment,
    make_projection,
)

pytestmark = pytest.mark.django_db


class TestFindNextStep:
    def test_names_the_first_open_milestone_of_the_block(self):
        enrolment = make_projectable_enrolment()
        first, second = list_milestones(enrolment)[:2]
        projection = make_projection(enrolment=enrolment)

        before = find_next_step(projection=projection, outline=get_outline(enrolment=enrolment))
        finish_milestones(enrolment, [first])
        after = find_next_step(projection=projection, outline=get_outline(enrolment=enrolment))

        assert before.first.milestone == first
        assert after.first.milestone == second
        assert before.block == after.block
        assert before.block.usd_per_hour == pytest.approx(
            before.block.expected_usd / before.block.hours
        )

    def test_begins_above_the_own_rung_with_what_waits_for_nothing_there(self):
        enrolment = make_projectable_enrolment(current_rung=2)
        below, *_ = list_milestones(enrolment)
        ahead = [
            one for one in list_milestones(enrolment) if one.release_placements.get().stage.rung > 2
        ]
        ahead[0].prerequisites.set([below])
        projection = make_projection(enrolment=enrolment)

        step = find_next_step(projection=projection, outline=get_outline(enrolment=enrolment))

        assert step.first.milestone == ahead[0]

    def test_goes_on_with_what_is_in_progress(self):
        enrolment = make_projectable_enrolment()
        second = list_milestones(enrolment)[1]
        set_milestone_status(
            enrolment=enrolment, milestone=second, status=MilestoneStatus.IN_PROGRESS, now=NOW
        )
        projection = make_projection(enrolment=enrolment)

        step = find_next_step(projection=projection, outline=get_outline(enrolment=enrolment))

        assert step.first.milestone == second

    def test_is_none_without_stored_decisions(self):
        enrolment = make_projectable_enrolment()
        projection = make_projection(enrolment=enrolment)
        projection.decisions = None

        assert (
            find_next_step(projection=projection, outline=get_outline(enrolment=enrolment)) is None
        )


class TestListExamDecisions:
    def test_leaves_out_what_is_not_planned_any_more(self):
        enrolment = make_projectable_enrolment()
        certification = make_certification(tracks=[(enrolment.track, 1)])
        make_claim(
            certification=certification,
            amount_low=Decimal(300),
            amount_high=Decimal(300),
            is_preferred=True,
        )
        planned = PlannedCertification.objects.create(
            user=enrolment.user, certification=certification, added_at=NOW
        )
        projection = make_projection(enrolment=enrolment)

        costs = list_planned_costs(enrolment=enrolment)
        found = list_exam_decisions(projection=projection, costs=costs)
        planned.delete()
        later = list_exam_decisions(
            projection=projection, costs=list_planned_costs(enrolment=enrolment)
        )

        assert [one.key for one in found] == [certification.key]
        assert found[0].added_usd == projection.decisions["exams"][0]["expected_usd"]
        assert later == []


class TestListUncertainties:
    def test_lists_the_most_worthwhile_first(self):
        projection = make_projection()

        found = list_uncertainties(projection=projection)

        worths = [one.worth_usd for one in found]
        assert worths == sorted(worths, reverse=True)
        assert {one.key for one in found} <= {"causal_share", "stay", "landing", "pace", "pay"}
        assert all(worth >= 1 for worth in worths)
