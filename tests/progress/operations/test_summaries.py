from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, OperationalError, connection

from progress.models import ContextVersion, ProjectionContext, ProjectionSummary
from progress.operations.learners import (
    override_assumptions,
    plan_certification,
    save_circumstances,
)
from progress.operations.release_moves import move_to_release
from progress.operations.summaries import refresh_summaries
from progress.queries.roi_inputs import gather_roi_inputs
from progress.roi import context_fingerprints
from progress.roi.draws import MODEL_VERSION, load_draws
from progress.roi.projection import project
from tests.factories.certifications import make_certification, make_claim, make_coverage
from tests.factories.progress import (
    NOW,
    TODAY,
    finish_milestones,
    list_milestones,
    make_enrolment,
    make_learner,
    make_log_entry,
    make_projectable_enrolment,
    make_summary,
)
from tests.factories.tracks import (
    make_milestone,
    make_placement,
    make_release,
    make_salary_band,
)
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db


def refresh(*enrolments, today=TODAY):
    return refresh_summaries(enrolments=enrolments, today=today)


def change_pay(enrolment, pay=60_000):
    save_circumstances(user=enrolment.user, now=NOW, current_pay=Decimal(pay))


class TestRefreshSummaries:
    def test_stores_the_figures_of_the_reference_engine(self):
        enrolment = make_projectable_enrolment()

        row = make_summary(enrolment=enrolment)

        inputs = gather_roi_inputs(enrolment=enrolment, today=TODAY).inputs
        exact = project(inputs, draws=load_draws(inputs.track_key))
        assert row.expected_usd == pytest.approx(exact.value.expected_usd, abs=1)
        assert row.p10_usd == pytest.approx(exact.value.p10_usd, abs=1)
        assert row.p90_usd == pytest.approx(exact.value.p90_usd, abs=1)
        assert row.ahead_share == pytest.approx(exact.value.ahead_share, abs=1e-6)
        assert row.finish_share == pytest.approx(exact.finish.share, abs=1e-6)
        assert row.ahead_if_finished_share == pytest.approx(
            exact.value.ahead_if_finished_share, abs=1e-5
        )
        assert [year[0] for year in row.curve] == list(range(12, 121, 12))
        assert row.curve[-1][3] == pytest.approx(row.p50_usd, abs=1)
        assert [rung[0] for rung in row.reach] == [1, 2, 3, 4]
        for rung, told in zip(row.reach, exact.reach, strict=True):
            assert rung[1] == pytest.approx(told.with_path_share, abs=1e-4)

    def test_writes_nothing_while_nothing_changed(self):
        enrolment = make_projectable_enrolment()
        first = make_summary(enrolment=enrolment)

        again = refresh(enrolment)

        assert again.written == frozenset()
        assert again.rows[enrolment.pk] == first
        assert ProjectionSummary.objects.get().computed_at == first.computed_at

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (change_pay, "your pay rose from $52,000 to $60,000 a year"),
            (
                lambda one: finish_milestones(one, list_milestones(one)[:1]),
                "12 hours of the junior block are done",
            ),
            (
                lambda one: make_log_entry(user=one.user, hours=Decimal(5)),
                "your study log began: 5.0 hours a week",
            ),
            (
                lambda one: SalaryBand.objects.filter(rung=2).update(high=Decimal(170_000)),
                "mid-level band of 2024 changed from $120,000–$160,000 to $120,000–$170,000",
            ),
            (
                lambda one: override_assumptions(
                    user=one.user, track_key=one.track.key, changes={"tax_rate": 0.1}
                ),
                "Tax",
            ),
        ],
        ids=["pay", "tick", "log", "band", "assumption"],
    )
    def test_works_out_anew_what_changed_and_says_why(self, change, words):
        enrolment = make_projectable_enrolment()
        before = make_summary(enrolment=enrolment)
        change(enrolment)

        done = refresh(enrolment)

        row = ProjectionSummary.objects.get()
        assert done.written == {enrolment.pk}
        assert row.expected_usd != before.expected_usd
        assert len(row.updated_with) == 1
        assert words.lower() in row.updated_with[0].lower()

    def test_says_that_the_model_changed(self):
        enrolment = make_projectable_enrolment()
        make_summary(enrolment=enrolment)
        ContextVersion.objects.update(fingerprint="0" * 32, model_version="roi-0.9")

        done = refresh(enrolment)

        assert done.written == {enrolment.pk}
        [words] = ProjectionSummary.objects.get().updated_with
        assert words == (
            f"projections are worked out anew, with model {MODEL_VERSION} instead of roi-0.9"
        )

    def test_names_the_milestone_whose_estimate_changed(self):
        enrolment = make_projectable_enrolment()
        first, second = list_milestones(enrolment)[:2]
        finish_milestones(enrolment, [second])
        make_summary(enrolment=enrolment)
        for milestone in (first, second):
            milestone.hours_likely = 15
            milestone.save()

        refresh(enrolment)

        # What is done already changes nothing.
        [words] = ProjectionSummary.objects.get().updated_with
        assert words == f"the estimate for “{first.title}” rose from 12 to 15 hours"

    def test_tells_an_estimate_from_a_tick(self):
        enrolment = make_projectable_enrolment()
        first, second = list_milestones(enrolment)[:2]
        make_summary(enrolment=enrolment)
        first.hours_likely = 18
        first.save()
        finish_milestones(enrolment, [second])

        refresh(enrolment)

        assert ProjectionSummary.objects.get().updated_with == [
            f"the estimate for “{first.title}” rose from 12 to 18 hours",
            "12 hours of the junior block are done",
        ]

    def test_names_the_year_of_a_new_band(self):
        enrolment = make_projectable_enrolment()
        make_summary(enrolment=enrolment)
        make_salary_band(
            track=enrolment.track, rung=2, low=Decimal(125_000), high=Decimal(165_000), year=2025
        )

        refresh(enrolment)

        [words] = ProjectionSummary.objects.get().updated_with
        assert words == (
            f"the {enrolment.track.name} mid-level band of 2025 replaced the one of 2024: "
            "$125,000–$165,000 instead of $120,000–$160,000"
        )

    def test_names_the_exam_and_what_changed_about_it(self):
        enrolment = make_projectable_enrolment()
        milestones = list_milestones(enrolment)
        exam = make_certification(
            tracks=[(enrolment.track, 1)], covers=milestones[:1], short_name="CKA"
        )
        fee = make_claim(certification=exam, is_preferred=True)
        plan_certification(user=enrolment.user, certification=exam, now=NOW)
        make_summary(enrolment=enrolment)

        said = []
        fee.amount_low = fee.amount_high = Decimal(395)
        fee.save()
        refresh(enrolment)
        said += ProjectionSummary.objects.get().updated_with
        make_coverage(certification=exam, milestone=milestones[3])
        refresh(enrolment)
        said += ProjectionSummary.objects.get().updated_with
        fee.is_preferred = False
        fee.save()
        refresh(enrolment)
        said += ProjectionSummary.objects.get().updated_with

        assert said == [
            "the fee of CKA fell from $450 to $395",
            "CKA covers other milestones now, so its exam comes after 48 instead of 12 hours",
            "CKA no longer counts with a fixed fee",
        ]

    def test_names_the_release_that_the_learner_moved_to(self):
        enrolment = make_projectable_enrolment()
        make_summary(enrolment=enrolment)
        track = enrolment.track
        stage = track.stages.get(key="foundation")
        make_placement(stage=stage, milestone=make_milestone())
        release = make_release(track=track, now=NOW)

        # A new release changes nothing until the learner moves to it.
        assert refresh(enrolment).written == frozenset()
        move_to_release(enrolment=enrolment, release=release, now=NOW)
        refresh(enrolment)

        assert ProjectionSummary.objects.get().updated_with == [
            f"you moved from release 1 to release 2 of {track.name}, with 12 hours more to do"
        ]

    def test_keeps_what_sweeps_wrote_until_somebody_reads_it(self):
        enrolment = make_projectable_enrolment()
        make_summary(enrolment=enrolment)
        milestone = list_milestones(enrolment)[0]
        SalaryBand.objects.filter(rung=2).update(high=Decimal(170_000))
        refresh_summaries(enrolments=[enrolment], today=TODAY, is_sweep=True)
        milestone.hours_likely = 15
        milestone.save()
        refresh_summaries(enrolments=[enrolment], today=TODAY, is_sweep=True)
        change_pay(enrolment)

        def read_words():
            refresh(enrolment)
            return [words.split()[-1] for words in ProjectionSummary.objects.get().updated_with]

        assert read_words() == ["year", "hours", "$120,000–$170,000"]
        change_pay(enrolment, 61_000)
        assert read_words() == ["year"]

    def test_a_sweep_that_has_nothing_to_say_does_not_repeat_what_was_read(self, monkeypatch):
        enrolment = make_projectable_enrolment()
        make_summary(enrolment=enrolment)
        change_pay(enrolment)
        refresh(enrolment)
        with monkeypatch.context() as patch:
            patch.setattr(context_fingerprints, "ENGINE_ID", "batch-next")
            refresh_summaries(enrolments=[enrolment], today=TODAY, is_sweep=True)
        change_pay(enrolment, 61_000)

        refresh(enrolment)

        assert ProjectionSummary.objects.get().updated_with == [
            "your pay rose from $60,000 to $61,000 a year"
        ]

    def test_keeps_the_words_when_only_the_engine_is_another(self, monkeypatch):
        enrolment = make_projectable_enrolment()
        make_summary(enrolment=enrolment)
        change_pay(enrolment)
        refresh(enrolment)
        monkeypatch.setattr(context_fingerprints, "ENGINE_ID", "batch-next")

        assert refresh(enrolment).written == {enrolment.pk}
        assert "your pay rose" in ProjectionSummary.objects.get().updated_with[0]

    def test_reads_rows_of_an_older_version(self):
        """They know sums only, not what these were resolved from."""
        enrolment = make_projectable_enrolment()
        row = make_summary(enrolment=enrolment)
        del row.version.values["backing"], row.own_values["backing"]
        row.version.save()
        row.save()
        change_pay(enrolment)

        refresh(enrolment)

        assert ProjectionSummary.objects.get().updated_with == [
            "your pay rose from $52,000 to $60,000 a year"
        ]

    def test_a_new_month_makes_figures_stale(self):
        enrolment = make_projectable_enrolment()
        make_summary(enrolment=enrolment)

        refresh(enrolment, today=TODAY + timedelta(days=31))

        assert ProjectionSummary.objects.get().updated_with == ["another month has passed"]

    def test_a_monthly_fee_makes_figures_stale_too(self):
        enrolment = make_projectable_enrolment()
        course = make_certification(tracks=[(enrolment.track, 1)])
        claim = make_claim(
            certification=course, is_preferred=True, unit="PER_MONTH", amount_low=49, amount_high=49
        )
        plan_certification(user=enrolment.user, certification=course, now=NOW)
        make_summary(enrolment=enrolment)
        claim.amount_low = claim.amount_high = Decimal(59)
        claim.save()

        refresh(enrolment)

        [words] = ProjectionSummary.objects.get().updated_with
        assert words == f"the monthly fee of {course.short_name} rose from $49 to $59"

    def test_learners_of_one_context_share_it(self):
        first = make_projectable_enrolment()
        other = make_enrolment(
            user=make_learner(current_pay=Decimal(40_000)).user, track=first.track
        )

        refresh(first, other)

        assert ProjectionContext.objects.count() == ContextVersion.objects.count() == 1
        rows = ProjectionSummary.objects.all()
        assert len({row.input_fingerprint for row in rows}) == 2

    def test_own_assumptions_make_a_context_of_ones_own(self):
        first = make_projectable_enrolment()
        other = make_enrolment(user=make_learner().user, track=first.track)
        override_assumptions(
            user=other.user, track_key=first.track.key, changes={"causal_share": 0.5}
        )

        refresh(first, other)

        assert [row.overrides for row in ProjectionContext.objects.order_by("pk")] == [
            {},
            {"causal_share": 0.5},
        ]

    def test_a_learner_who_moves_up_changes_the_context(self):
        enrolment = make_projectable_enrolment()
        before = make_summary(enrolment=enrolment).context
        save_circumstances(user=enrolment.user, now=NOW, current_rung=1)

        refresh(enrolment)

        row = ProjectionSummary.objects.select_related("context").get()
        assert (before.start_rung, row.context.start_rung) == (0, 1)
        assert "you stand at junior level instead of outside the field" in row.updated_with

    def test_takes_figures_away_when_something_is_missing_now(self):
        enrolment = make_projectable_enrolment()
        make_summary(enrolment=enrolment)
        save_circumstances(user=enrolment.user, now=NOW, current_pay=None)

        assert refresh(enrolment).rows == {enrolment.pk: None}
        assert not ProjectionSummary.objects.exists()

    def test_asks_no_more_queries_for_many(self, django_assert_max_num_queries):
        first = make_projectable_enrolment()
        people = [
            make_enrolment(user=make_learner(current_pay=Decimal(pay)).user, track=first.track)
            for pay in range(40_000, 60_000, 1_000)
        ]

        with django_assert_max_num_queries(22):
            refresh(first, *people)

        assert ProjectionSummary.objects.count() == 21

    @pytest.mark.parametrize("error", [OperationalError, IntegrityError])
    def test_shows_figures_although_they_cannot_be_stored_now(self, error):
        enrolment = make_projectable_enrolment()

        def refuse(execute, sql, params, many, context):
            if sql.startswith("INSERT"):
                raise error("somebody else writes or deletes")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            done = refresh(enrolment)

        assert done.rows[enrolment.pk].ahead_share > 0
        assert not ProjectionSummary.objects.exists()
