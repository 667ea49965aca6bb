from datetime import timedelta
from decimal import Decimal

import pytest

from certifications.queries.fees import get_certification_cost
from certifications.queries.track_fees import add_fees
from progress.choices import MilestoneStatus
from progress.models import Enrolment, PlannedCertification
from progress.operations.enrolments import choose_track
from progress.operations.milestones import set_milestone_status
from progress.queries.switches import get_switch
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    finish_milestones,
    make_enrolment,
    make_learner,
    make_log_entry,
    make_paid_track,
    make_projection,
)
from tests.factories.tracks import make_milestone, make_track

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared():
    return make_milestone(hours_likely=10)


@pytest.fixture
def enrolment(shared):
    """A learner who has done the one milestone that both tracks place."""
    learner = make_learner(hours_per_week=Decimal(4))
    here = make_paid_track(milestones=[shared, make_milestone(hours_likely=14)])
    enrolment = make_enrolment(user=learner.user, track=here)
    finish_milestones(enrolment, [shared])
    return enrolment


@pytest.fixture
def there(shared):
    return make_paid_track(milestones=[shared, make_milestone(), make_milestone()])


def plan(enrolment, certification):
    PlannedCertification.objects.create(
        user=enrolment.user, certification=certification, added_at=NOW
    )


def make_priced(fee, **overrides):
    certification = make_certification(**overrides)
    make_claim(
        certification=certification,
        amount_low=Decimal(fee),
        amount_high=Decimal(fee),
        is_preferred=True,
    )
    return certification


class TestGetSwitch:
    def test_counts_what_carries_over_and_what_is_left_at_the_own_pace(
        self, enrolment, there, shared
    ):
        make_log_entry(user=enrolment.user, days_ago=6, hours=Decimal(8))

        switch = get_switch(enrolment=enrolment, track=there, now=NOW)

        assert [one.milestone for one in switch.transfer.carried] == [shared]
        assert switch.transfer.hours_left == 24
        assert switch.remaining_here.hours_left == 14
        assert switch.weeks_left == -(-24 // switch.hours_per_week)
        assert (switch.similarity.shared_hours, switch.similarity.all_hours) == (10, 48)

    def test_sorts_fees_into_kept_dropped_and_offered(self, enrolment, there):
        kept = make_priced(100, tracks=[(enrolment.track, 1), (there, 1)])
        dropped = make_priced(200, tracks=[(enrolment.track, 1)])
        offered = make_priced(300, tracks=[(there, 2)])
        plan(enrolment, kept)
        plan(enrolment, dropped)

        fees = get_switch(enrolment=enrolment, track=there, now=NOW).fees

        assert [cost.certification for cost in fees.kept] == [kept]
        assert [cost.certification for cost in fees.dropped] == [dropped]
        assert [cost.certification for cost in fees.offered] == [offered]

    def test_projects_both_ways_and_writes_nothing(self, enrolment, there):
        stored = make_projection(enrolment=enrolment).result

        switch = get_switch(enrolment=enrolment, track=there, now=NOW)

        assert switch.stay.figures.expected_usd == pytest.approx(
            stored["value"]["expected_usd"], abs=1
        )
        assert switch.go.figures is not None
        assert Enrolment.objects.count() == 1

    def test_going_over_gives_the_figures_that_the_page_promised(self, enrolment, there):
        promised = get_switch(enrolment=enrolment, track=there, now=NOW).go.figures

        moved = choose_track(user=enrolment.user, track=there, now=NOW)

        assert make_projection(enrolment=moved).result["value"]["expected_usd"] == pytest.approx(
            promised.expected_usd, abs=1
        )

    def test_does_not_charge_the_other_track_for_what_it_has_no_use_for(self, enrolment, there):
        before = get_switch(enrolment=enrolment, track=there, now=NOW)
        plan(enrolment, make_priced(900, tracks=[(enrolment.track, 1)]))

        after = get_switch(enrolment=enrolment, track=there, now=NOW)

        assert after.go.figures == before.go.figures
        assert after.stay.figures != before.stay.figures

    def test_leaves_out_what_the_learner_skips(self, enrolment, there):
        skipped = there.stages.last().placements.last().milestone
        other = choose_track(user=enrolment.user, track=there, now=NOW)
        set_milestone_status(
            enrolment=other, milestone=skipped, status=MilestoneStatus.SKIPPED, now=NOW
        )
        back = choose_track(
            user=enrolment.user, track=enrolment.track, now=NOW + timedelta(minutes=1)
        )

        switch = get_switch(enrolment=back, track=there, now=NOW)

        assert skipped not in [one.milestone for one in switch.transfer.milestones]

    def test_says_no_weeks_without_a_pace(self, there):
        learner = make_learner(hours_per_week=None)
        enrolment = make_enrolment(user=learner.user, track=make_track())

        switch = get_switch(enrolment=enrolment, track=there, now=NOW)

        assert switch.weeks_left is None
        assert switch.go.missing

    def test_is_none_for_a_track_that_nobody_published(self, enrolment):
        assert (
            get_switch(enrolment=enrolment, track=make_track(is_published=False), now=NOW) is None
        )


class TestAddFees:
    def test_counts_what_nobody_states_apart(self, db):
        known, unknown = make_certification(), make_certification()
        make_claim(
            certification=known,
            amount_low=Decimal(300),
            amount_high=Decimal(300),
            is_preferred=True,
        )
        costs = [get_certification_cost(certification=one) for one in (known, unknown)]

        sums = add_fees(costs)

        assert sum(one.amount for one in sums) == 300
        assert sum(one.unknown_count for one in sums) == 1
