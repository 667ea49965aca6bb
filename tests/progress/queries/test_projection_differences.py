from decimal import Decimal

import pytest

from certifications.models import Claim
from progress.models import Projection
from progress.operations.learners import (
    override_assumptions,
    plan_certification,
    save_circumstances,
)
from progress.operations.release_moves import move_to_release
from progress.queries.projection_differences import explain_difference
from progress.roi.draws import MODEL_VERSION
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    finish_milestones,
    list_milestones,
    make_log_entry,
    make_projection,
)
from tests.factories.tracks import make_milestone, make_placement, make_release
from tracks.models import Milestone, SalaryBand

pytestmark = pytest.mark.django_db


def change_hours(enrolment, milestone, claim):
    Milestone.objects.filter(pk=milestone.pk).update(hours_likely=300, hours_high=500)
    return f"the estimate for “{milestone.title}” rose from 12 to 300 hours"


def change_fee(enrolment, milestone, claim):
    Claim.objects.filter(pk=claim.pk).update(amount_low=9_000, amount_high=9_000)
    return "the fee of CKA rose from $450 to $9,000"


def change_band(enrolment, milestone, claim):
    SalaryBand.objects.filter(rung=1).update(low=Decimal(60_000), high=Decimal(70_000))
    name = enrolment.track.name
    return f"the {name} junior band of 2024 changed from $80,000–$110,000 to $60,000–$70,000"


def change_assumption(enrolment, milestone, claim):
    override_assumptions(
        user=enrolment.user, track_key=enrolment.track.key, changes={"tax_rate": 0.1}
    )
    return "the assumption “Tax on the extra pay” changed from 30 % to 10 %"


def change_release(enrolment, milestone, claim):
    stage = enrolment.track.stages.get(key="foundation")
    added = make_milestone(hours_likely=300, hours_high=500)
    make_placement(stage=stage, milestone=added)
    move_to_release(
        enrolment=enrolment, release=make_release(track=enrolment.track, now=NOW), now=NOW
    )
    name = enrolment.track.name
    return f"you moved from release 1 to release 2 of {name}, with 300 hours more to do"


CHANGES = {
    "hours": change_hours,
    "fee": change_fee,
    "band": change_band,
    "assumption": change_assumption,
    "release": change_release,
}


@pytest.fixture
def first():
    return make_projection()


def make_older(projection, *, usd_more):
    """Make a projection one of an older model, which thought more of the same inputs."""
    projection.model_version = "roi-0.9"
    projection.fingerprint = "0" * len(projection.fingerprint)
    projection.result["value"]["expected_usd"] += usd_more
    projection.save()


def compare(first):
    return explain_difference(before=first, after=make_projection(enrolment=first.enrolment))


class TestExplainDifference:
    def test_names_cause_and_effect_in_one_sentence(self, first):
        SalaryBand.objects.filter(rung=1).update(low=Decimal(60_000), high=Decimal(70_000))

        told = compare(first)

        name = first.enrolment.track.name
        assert told.lead.startswith("The average went from $")
        assert told.lead.endswith(
            f" because the {name} junior band of 2024 changed from $80,000–$110,000 to $60,000–$70,000."
        )
        assert told.effects[0].startswith("Average: $")
        assert told.cause_lines[0].endswith("on average.")

    def test_speaks_of_break_even_first(self, first):
        save_circumstances(user=first.enrolment.user, now=NOW, hours_per_week=Decimal(1))

        told = compare(first)

        assert told.lead.startswith("Break-even moved from month ")
        assert told.lead.endswith(" because your planned study time fell from 8 to 1 hours a week.")
        assert any(line.startswith("Break-even: month ") for line in told.effects)

    @pytest.mark.parametrize("kind", ["hours", "fee", "band", "assumption", "release"])
    def test_names_the_one_thing_that_changed(self, first, kind):
        enrolment = first.enrolment
        milestone = list_milestones(enrolment)[0]
        exam = make_certification(tracks=[(enrolment.track, 1)], short_name="CKA")
        claim = make_claim(certification=exam, is_preferred=True)
        plan_certification(user=enrolment.user, certification=exam, now=NOW)
        before = make_projection(enrolment=enrolment)
        words = CHANGES[kind](enrolment, milestone, claim)

        told = explain_difference(before=before, after=make_projection(enrolment=enrolment))

        [one] = told.causes
        assert told.lead.endswith(f" because {words}.")
        assert one.cause.words == words
        old, new = (
            row.result["value"]["expected_usd"] for row in (before, Projection.objects.latest("pk"))
        )
        assert one.average_change_usd == pytest.approx(new - old, abs=0.05)

    def test_moves_break_even_because_of_an_estimate_and_a_tick(self, first):
        one, other = list_milestones(first.enrolment)[:2]
        Milestone.objects.filter(pk=one.pk).update(hours_likely=400, hours_high=600)
        finish_milestones(first.enrolment, [other])

        told = compare(first)

        assert told.lead.startswith("Break-even moved from month ")
        assert told.lead.endswith(
            f" because the estimate for “{one.title}” rose from 12 to 400 hours"
            " and 12 hours of the junior block are done."
        )
        estimate, tick = told.causes
        assert estimate.average_change_usd < 0 < tick.average_change_usd

    def test_lists_the_learners_own_changes_beside_the_curated_ones(self, first):
        user = first.enrolment.user
        SalaryBand.objects.filter(rung=2).update(high=Decimal(170_000))
        save_circumstances(user=user, now=NOW, hours_per_week=Decimal(12))
        make_log_entry(user=user, days_ago=20, hours=Decimal(10))

        told = compare(first)

        keys = {one.cause.key: one.cause.is_own for one in told.causes}
        assert keys == {"band_2": False, "planned_hours_per_week": True, "pace": True}
        assert " and " in told.lead

    def test_counts_what_the_sentence_has_no_room_for(self, first):
        SalaryBand.objects.filter(rung__lte=3).update(high=Decimal(300_000))
        save_circumstances(
            user=first.enrolment.user,
            now=NOW,
            hours_per_week=Decimal(12),
            current_pay=Decimal(40_000),
        )

        told = compare(first)

        assert len(told.causes) == 5
        assert told.lead.endswith("and 2 other things changed.")

    def test_says_that_figures_are_worked_out_in_another_way(self, first):
        make_older(first, usd_more=5_000)

        told = compare(first)

        words = f"projections are worked out anew, with model {MODEL_VERSION} instead of roi-0.9"
        assert told.lead.endswith(f" because {words}.")
        [one] = told.causes
        assert one.average_change_usd == pytest.approx(-5_000, abs=1)
        assert not one.cause.is_own

    def test_tells_another_way_from_other_figures(self, first):
        make_older(first, usd_more=1_000)
        SalaryBand.objects.filter(rung=1).update(low=Decimal(20_000), high=Decimal(30_000))

        band, model = compare(first).causes

        assert (band.cause.key, model.cause.key) == ("band_1", "model")
        assert model.average_change_usd == pytest.approx(-1_000, abs=1)

    def test_says_nothing_where_nothing_changed(self, first):
        told = explain_difference(before=first, after=first)

        assert (told.lead, told.causes, told.effects) == ("", (), ())

    def test_keeps_the_causes_of_a_result_of_another_version(self, first):
        save_circumstances(user=first.enrolment.user, now=NOW, current_pay=Decimal(40_000))
        after = make_projection(enrolment=first.enrolment)
        first.result = {"of": "another version"}

        told = explain_difference(before=first, after=after)

        assert (told.lead, len(told.causes)) == ("", 1)
