from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from progress.choices import MilestoneStatus
from progress.documents.limits import check_limits
from progress.models import Learner
from progress.operations.learners import plan_certification
from progress.operations.milestones import set_milestone_status
from progress.queries.career_plan_content import get_career_plan_content
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    TODAY,
    finish_milestones,
    list_milestones,
    make_career_plan,
    make_log_entry,
    make_projectable_enrolment,
    make_projection,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_projectable_enrolment()


def read(enrolment, **overrides):
    return get_career_plan_content(plan=make_career_plan(enrolment=enrolment, **overrides))


class TestGetCareerPlanContent:
    def test_is_the_same_for_the_same_request_and_data(self, enrolment):
        plan = make_career_plan(enrolment=enrolment)

        content = get_career_plan_content(plan=plan)

        assert get_career_plan_content(plan=plan) == content
        check_limits(content=content)

    def test_is_dated_by_the_request_where_the_learner_lives(self, enrolment):
        enrolment.user.time_zone = "Asia/Tokyo"

        content = read(enrolment, requested_at=datetime(2026, 6, 1, 20, tzinfo=UTC))

        assert content.issued_at.isoformat() == "2026-06-02T05:00:00+09:00"
        assert content.verification.data_date == date(2026, 6, 2)

    def test_names_the_track_and_when_it_may_be_finished(self, enrolment):
        content = read(enrolment)

        assert content.cover.track_key == enrolment.track.key
        assert content.cover.release_number == 1
        # 72 likely hours at 8 a week are nine weeks.
        assert content.cover.finish.likely == TODAY + timedelta(days=64)
        last = [row for stage in content.stages for row in stage.milestones][-1]
        assert last.due == content.cover.finish

    def test_has_no_day_and_no_guess_without_a_pace(self, enrolment):
        Learner.objects.update(hours_per_week=None)

        content = read(enrolment)

        assert (content.cover.finish, content.cover.hours_per_week) == (None, None)
        words = [figure.words for figure in content.summary.figures]
        assert words == ["milestones done", "of study left, likely"]

    def test_says_in_plain_words_how_far_somebody_is(self, enrolment):
        milestones = list_milestones(enrolment)
        words = [read(enrolment).summary.paragraphs[0].partition(". ")[0]]
        set_milestone_status(
            enrolment=enrolment,
            milestone=milestones[0],
            status=MilestoneStatus.IN_PROGRESS,
            now=NOW,
        )
        words.append(read(enrolment).summary.paragraphs[0].partition(". ")[0])
        finish_milestones(enrolment, milestones[1:])
        words.append(read(enrolment).summary.paragraphs[0].partition(". ")[0])
        finish_milestones(enrolment, milestones)
        words.append(read(enrolment).summary.paragraphs[0])

        assert words == [
            "6 milestones lie ahead",
            "0 of 6 milestones are done and 1 is in progress",
            "5 of 6 milestones are done and 1 is in progress",
            "All 6 milestones are done. Nothing is left to study.",
        ]

    def test_counts_what_is_done_skipped_and_left(self, enrolment):
        first, second, *_ = list_milestones(enrolment)
        finish_milestones(enrolment, [first])
        set_milestone_status(
            enrolment=enrolment, milestone=second, status=MilestoneStatus.SKIPPED, now=NOW
        )

        done, skipped = read(enrolment).summary.paragraphs

        assert done == ("1 of 5 milestones is done. About 48 hours of study are left.")
        assert skipped == "1 milestone is skipped and not counted in the total."

    def test_says_what_a_projection_waits_for(self, enrolment):
        content = read(enrolment)
        assert (content.projection, content.assumptions) == (None, ())
        assert content.no_projection_because == ("The projection has not been worked out yet.",)
        Learner.objects.update(current_pay=None)

        (reason,) = read(enrolment).no_projection_because

        assert reason == "Tell us what you earn now, before tax, in a year."

    def test_prints_the_projection_that_it_was_asked_for_with(self):
        row = make_projection()

        content = read(row.enrolment, projection=row)

        assert content.projection.base_result == row.result["value"]["expected_usd"]
        assert content.no_projection_because == ()
        assert content.assumptions
        assert content.verification.snapshot_id == row.fingerprint
        assert content.verification.model_version == row.model_version

    def test_names_every_source_that_it_cites(self, enrolment):
        certification = make_certification(tracks=[(enrolment.track, 1)])
        make_claim(certification=certification, is_preferred=True)
        plan_certification(user=enrolment.user, certification=certification, now=NOW)

        content = read(enrolment)

        cited = {band.source_number for rung in content.ladder for band in rung.bands}
        cited |= {claim.source_number for one in content.certifications for claim in one.fee_claims}
        assert cited == {source.number for source in content.sources}
        assert content.budget.known_total == Decimal(450)
        assert content.summary.figures[-1].value == "$450"

    def test_keeps_the_circumstances_for_a_fresh_account(self, enrolment):
        for hours in ("1.25", "0.5"):
            make_log_entry(user=enrolment.user, hours=Decimal(hours))
        make_log_entry(user=enrolment.user, days_ago=1)
        Learner.objects.update(assumption_overrides={"tax_rate": 0.2})

        kept = read(enrolment).circumstances

        assert [(one.day, one.hours) for one in kept.study_days] == [
            (TODAY - timedelta(days=1), Decimal("2.00")),
            (TODAY, Decimal("1.75")),
        ]
        assert [(one.key, one.value) for one in kept.own_assumptions] == [("tax_rate", 0.2)]
        assert (kept.current_pay, kept.country) == (Decimal(52_000), "US")

    def test_does_not_print_pay_in_another_currency_as_dollars(self, enrolment):
        assert read(enrolment).own_pay == Decimal(52_000)
        Learner.objects.update(pay_currency="EUR")

        content = read(enrolment)

        assert content.own_pay is None
        assert content.circumstances.pay_currency == "EUR"

    def test_leads_to_its_own_verification(self, enrolment, settings):
        settings.SITE_URL = "https://milepost.example/"
        plan = make_career_plan(enrolment=enrolment)

        verification = get_career_plan_content(plan=plan).verification

        assert verification.verify_url.startswith("https://milepost.example/")
        assert str(plan.uuid) in verification.verify_url
        assert "//" not in verification.verify_url.removeprefix("https://")
        assert verification.plan_id == f"MP-{plan.uuid.hex[:12].upper()}"
