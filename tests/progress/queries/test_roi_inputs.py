from datetime import timedelta
from decimal import Decimal

import pytest

from progress.choices import MilestoneStatus
from progress.models import Learner
from progress.operations.learners import override_assumptions, plan_certification
from progress.operations.milestones import set_milestone_status
from progress.queries.roi_inputs import dump_inputs, gather_roi_inputs, restore_inputs
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    TODAY,
    finish_milestones,
    list_milestones,
    make_enrolment,
    make_learner,
    make_log_entry,
    make_projectable_enrolment,
)
from tests.factories.tracks import make_ladder_rung, make_role, make_salary_band
from tracks.models import Milestone, ReleasePlacement, SalaryBand

pytestmark = pytest.mark.django_db


def gather(enrolment, today=TODAY):
    return gather_roi_inputs(enrolment=enrolment, today=today)


class TestGatherRoiInputs:
    def test_reads_pay_pace_and_the_hours_of_each_rung(self):
        enrolment = make_projectable_enrolment()
        make_log_entry(user=enrolment.user, days_ago=13, hours=Decimal(5))

        inputs = gather(enrolment).inputs

        assert inputs is not None
        assert inputs.current_pay_usd_per_year == 52_000
        assert (inputs.logged_weeks, inputs.logged_hours) == (2, 5)
        # Six milestones of 12 hours over stages of rungs 1, 1, 2, 3 and 4.
        assert sum(rung.remaining_hours for rung in inputs.rungs) == 72
        assert [rung.rung for rung in inputs.rungs] == [1, 2, 3, 4]
        assert inputs.rungs[3].band.is_open_above

    def test_counts_done_hours_out_and_marks_a_finished_rung(self):
        enrolment = make_projectable_enrolment()
        for one in list_milestones(enrolment):
            stage = one.release_placements.get().stage
            if stage.rung == 1:
                finish_milestones(enrolment, [one])

        inputs = gather(enrolment).inputs

        assert inputs is not None
        assert (inputs.rungs[0].remaining_hours, inputs.rungs[0].is_bundle_done) == (0, True)

    def test_takes_no_rung_for_done_whose_open_milestones_have_no_hours(self):
        enrolment = make_projectable_enrolment()
        in_rung = ReleasePlacement.objects.filter(stage__release=enrolment.release, stage__rung=3)
        Milestone.objects.filter(release_placements__in=in_rung).update(
            hours_low=None, hours_likely=None, hours_high=None
        )

        inputs = gather(enrolment).inputs

        assert inputs is not None
        assert (inputs.rungs[2].remaining_hours, inputs.rungs[2].is_bundle_done) == (0, False)

    def test_plans_no_further_than_the_target_role(self):
        enrolment = make_projectable_enrolment()
        role = make_role()
        make_ladder_rung(track=enrolment.track, rung=2, roles=[role])
        Learner.objects.update(target_role=role)

        inputs = gather(enrolment).inputs

        assert inputs is not None
        planned = [rung.rung for rung in inputs.rungs if rung.is_in_plan]
        assert planned == [1, 2]

    @pytest.mark.parametrize(
        ("circumstances", "field"),
        [
            ({"current_pay": None}, "current_pay"),
            ({"pay_currency": "EUR"}, "pay_currency"),
            ({"hours_per_week": None}, "hours_per_week"),
            ({"current_rung": None}, "current_rung"),
            ({"country": ""}, "country"),
            ({"country": "DE"}, "country"),
        ],
    )
    def test_asks_for_what_is_missing_and_guesses_nothing(self, circumstances, field):
        gathered = gather(make_projectable_enrolment(**circumstances))

        assert gathered.inputs is None
        assert [one.field for one in gathered.missing] == [field]

    def test_asks_for_everything_at_once(self):
        learner = make_learner(current_pay=None, hours_per_week=None, current_rung=None, country="")
        enrolment = make_enrolment(user=learner.user)

        fields = [one.field for one in gather(enrolment).missing]

        assert fields == ["current_pay", "hours_per_week", "current_rung", "country"]

    def test_names_the_levels_without_pay(self):
        enrolment = make_enrolment(user=make_learner().user)
        make_salary_band(track=enrolment.track, rung=1)

        (missing,) = gather(enrolment).missing

        assert "Mid-level, Senior, Architect" in missing.reason
        assert missing.reason.endswith("The projection is back as soon as it is published.")

    def test_leads_elsewhere_only_who_is_elsewhere(self):
        enrolment = make_projectable_enrolment()
        Learner.objects.update(country="DE")

        (missing,) = gather(enrolment).missing

        assert missing.reason.endswith("Choose United States to see the projection with US pay.")

    def test_takes_no_pay_in_another_currency_for_dollars(self):
        enrolment = make_projectable_enrolment()
        SalaryBand.objects.filter(rung__lte=2).update(currency="EUR")

        gathered = gather(enrolment)

        assert gathered.inputs is None
        (missing,) = gathered.missing
        assert missing.field == "country"
        assert "no sourced pay in US dollars for Junior, Mid-level on" in missing.reason

    def test_asks_to_reset_an_own_value_that_does_not_fit_any_more(self):
        enrolment = make_projectable_enrolment()
        Learner.objects.update(assumption_overrides={"tax_rate": 0.9})

        gathered = gather(enrolment)

        assert gathered.inputs is None
        assert "tax_rate" in gathered.missing[0].reason

    def test_uses_the_learners_own_assumptions(self):
        enrolment = make_projectable_enrolment()
        override_assumptions(
            user=enrolment.user, track_key=enrolment.track.key, changes={"tax_rate": 0.2}
        )

        inputs = gather(enrolment).inputs

        assert inputs is not None
        assert inputs.assumptions.tax_rate == 0.2

    def test_keeps_the_papers_of_every_figure(self):
        enrolment = make_projectable_enrolment()
        certification = make_certification(tracks=[(enrolment.track, 1)])
        claim = make_claim(certification=certification, is_preferred=True)
        plan_certification(user=enrolment.user, certification=certification, now=NOW)

        papers = {paper["figure"]: paper for paper in gather(enrolment).papers}

        assert papers["Pay, architect"]["value"] == "$180,000 to $250,000+"
        assert papers[f"Fee, {certification.short_name}"]["source"] == claim.source.key

    def test_says_which_fees_are_left_out(self):
        enrolment = make_projectable_enrolment()
        certification = make_certification(tracks=[(enrolment.track, 1)])
        plan_certification(user=enrolment.user, certification=certification, now=NOW)

        gathered = gather(enrolment)

        assert gathered.inputs is not None
        assert gathered.inputs.exams == ()
        assert "Nobody states what" in gathered.remarks[0]

    def test_sits_an_exam_after_the_last_milestone_that_it_covers(self):
        enrolment = make_projectable_enrolment()
        first, second, third, *_ = list_milestones(enrolment)
        set_milestone_status(
            enrolment=enrolment, milestone=first, status=MilestoneStatus.DONE, now=NOW
        )
        certification = make_certification(
            tracks=[(enrolment.track, 1)], covers=[first, second, third]
        )
        make_claim(certification=certification, is_preferred=True)
        plan_certification(user=enrolment.user, certification=certification, now=NOW)

        inputs = gather(enrolment).inputs

        assert inputs is not None
        assert inputs.exams[0].sat_after_hours == 24
        assert inputs.exams[0].fee_usd == 450

    @pytest.mark.parametrize(("last", "hours"), [(1, 0), (2, 0), (3, 12), (4, 36)])
    def test_makes_no_exam_wait_for_hours_below_the_own_rung(self, last, hours):
        enrolment = make_projectable_enrolment(current_rung=2)
        covers = [
            one
            for one in list_milestones(enrolment)
            if one.release_placements.get().stage.rung <= last
        ]
        certification = make_certification(tracks=[(enrolment.track, 2)], covers=covers)
        make_claim(certification=certification, is_preferred=True)
        plan_certification(user=enrolment.user, certification=certification, now=NOW)

        inputs = gather(enrolment).inputs

        assert inputs is not None
        assert [rung.remaining_hours for rung in inputs.rungs] == [0, 12, 24]
        assert inputs.exams[0].sat_after_hours == hours

    def test_makes_no_exam_wait_for_hours_above_the_target(self):
        enrolment = make_projectable_enrolment()
        role = make_role()
        make_ladder_rung(track=enrolment.track, rung=2, roles=[role])
        Learner.objects.update(target_role=role)
        certification = make_certification(
            tracks=[(enrolment.track, 2)], covers=list_milestones(enrolment)
        )
        make_claim(certification=certification, is_preferred=True)
        plan_certification(user=enrolment.user, certification=certification, now=NOW)

        inputs = gather(enrolment).inputs

        assert inputs is not None
        assert inputs.exams[0].sat_after_hours == sum(one.remaining_hours for one in inputs.rungs)


class TestRestoreInputs:
    def test_gives_back_what_was_dumped(self):
        enrolment = make_projectable_enrolment()
        certification = make_certification(tracks=[(enrolment.track, 1)])
        make_claim(certification=certification, is_preferred=True)
        plan_certification(user=enrolment.user, certification=certification, now=NOW)
        inputs = gather(enrolment, today=TODAY + timedelta(days=90)).inputs

        assert inputs is not None
        assert restore_inputs(dump_inputs(inputs)) == inputs
