"""Plans as jobs: asked for once, made in stages, cancelled in time, failed with a reason."""

import hashlib
import io
from datetime import timedelta

import pypdf
import pytest
from django.core.files.storage import FileSystemStorage

from progress.choices import JobState, MilestoneStatus, PageSize
from progress.models import CareerPlan, Enrolment
from progress.operations import career_plans
from progress.operations.career_plans import (
    cancel_career_plan,
    print_career_plan,
    record_plan_request,
    render_career_plan_file,
)
from progress.operations.milestones import set_milestone_status
from progress.queries import plan_stamps
from tests.factories.progress import NOW, list_milestones, make_career_plan, make_enrolment
from tracks.models import TrackRelease
from tracks.shared.job_rows import LeaseLost

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def ask(enrolment, *, page_size=PageSize.A4, now=NOW):
    return record_plan_request(enrolment=enrolment, page_size=page_size, now=now)


@pytest.fixture
def reports(monkeypatch):
    """What the job tells its owner, in order."""
    told = []
    report = type(CareerPlan.objects.all()).report

    def listen(self, pk, token, *, step, of, words):
        told.append((step, of, words))
        report(self, pk, token, step=step, of=of, words=words)

    monkeypatch.setattr(type(CareerPlan.objects.all()), "report", listen)
    return told


def make_printed(enrolment, *, now=NOW):
    """Ask for a plan and print it as a worker would."""
    plan = ask(enrolment, now=now).plan
    assert render_career_plan_file(pk=plan.pk) == JobState.READY
    plan.refresh_from_db()
    return plan


class TestRecordPlanRequest:
    def test_answers_the_same_request_with_the_same_row(self):
        enrolment = make_enrolment()
        first = ask(enrolment)
        again = ask(enrolment, now=NOW + timedelta(hours=1))
        assert first.is_new
        assert not again.is_new
        assert again.plan == first.plan

    def test_makes_a_row_of_its_own_for_other_paper_and_other_progress(self):
        enrolment = make_enrolment()
        rows = {ask(enrolment).plan.pk, ask(enrolment, page_size=PageSize.LETTER).plan.pk}
        set_milestone_status(
            enrolment=enrolment,
            milestone=list_milestones(enrolment)[0],
            status=MilestoneStatus.DONE,
            now=NOW,
        )
        assert len(rows | {ask(enrolment).plan.pk}) == 3

    def test_renders_again_when_the_look_of_plans_changes(self, monkeypatch):
        enrolment = make_enrolment()
        first = ask(enrolment).plan
        monkeypatch.setattr(career_plans, "get_print_version", lambda: "another")
        monkeypatch.setattr(plan_stamps, "get_code_version", lambda: "another")
        assert ask(enrolment).plan != first

    def test_answers_without_gathering_while_nothing_has_changed(
        self, monkeypatch, django_assert_max_num_queries
    ):
        plan = make_printed(make_enrolment())

        def refuse(*, plan):
            pytest.fail("an unchanged plan was gathered")

        monkeypatch.setattr(career_plans, "get_career_plan_content", refuse)
        enrolment = Enrolment.objects.select_related("user").get(pk=plan.enrolment_id)
        with django_assert_max_num_queries(2):
            answer = ask(enrolment)
        assert (answer.plan, answer.is_new) == (plan, False)

    def test_looks_closer_once_when_something_changed_that_no_plan_prints(self):
        plan = make_printed(make_enrolment())
        TrackRelease.objects.filter(pk=plan.enrolment.release_id).update(notes="other words")
        assert ask(plan.enrolment).plan == plan
        stamp = CareerPlan.objects.get(pk=plan.pk).stamp
        assert stamp
        assert stamp != plan.stamp

    def test_prints_again_when_the_file_is_gone(self):
        plan = make_printed(make_enrolment())
        plan.file.storage.delete(plan.file.name)
        assert ask(plan.enrolment).is_new


class TestRenderCareerPlanFile:
    def test_says_what_changed_since_the_plan_before(self):
        enrolment = make_enrolment()
        first = make_printed(enrolment)
        milestone = list_milestones(enrolment)[0]
        set_milestone_status(
            enrolment=enrolment, milestone=milestone, status=MilestoneStatus.DONE, now=NOW
        )
        second = make_printed(enrolment, now=NOW + timedelta(hours=2))
        assert first.changes == []
        assert f"Done since then: {milestone.title}." in second.changes

    def test_is_not_taken_for_what_was_asked_when_it_was_made_from_newer_rows(self):
        enrolment = make_enrolment()
        asked = ask(enrolment).plan
        milestone = list_milestones(enrolment)[0]
        for status, is_answer in ((MilestoneStatus.DONE, True), (MilestoneStatus.TODO, False)):
            set_milestone_status(enrolment=enrolment, milestone=milestone, status=status, now=NOW)
            if is_answer:
                assert render_career_plan_file(pk=asked.pk) == JobState.READY
            assert (ask(enrolment).plan == asked) is is_answer

    def test_stores_the_file_under_its_digest_with_pages_and_content(self, reports):
        plan = ask(make_enrolment()).plan
        assert render_career_plan_file(pk=plan.pk) == JobState.READY
        plan.refresh_from_db()
        with plan.file.open("rb") as stored:
            data = stored.read()
        reader = pypdf.PdfReader(io.BytesIO(data))
        assert plan.sha256 == hashlib.sha256(data).hexdigest()
        assert plan.file.name == f"career-plans/{plan.sha256}.pdf"
        assert (plan.size_bytes, plan.page_count) == (len(data), len(reader.pages))
        assert plan.chapter_pages["summary"] == 2
        assert plan.content["cover"]["track_key"] == plan.enrolment.track.key
        assert plan.progress_percent == 100
        stages = list(dict.fromkeys(words for _, _, words in reports))
        assert stages == [
            "gathering your plan",
            "drawing the charts",
            "laying out the pages",
            "writing the file",
        ]
        assert [step for step, _, _ in reports] == sorted(step for step, _, _ in reports)
        assert render_career_plan_file(pk=plan.pk) is None
        assert not ask(plan.enrolment).is_new

    def test_throws_away_what_was_cancelled_meanwhile(self, monkeypatch):
        plan = ask(make_enrolment()).plan
        make_watch = career_plans._make_watch

        def cancel_at_layout(pk, token):
            watch = make_watch(pk, token)

            def cancelling(stage):
                if stage == "laying out":
                    assert cancel_career_plan(plan=plan)
                watch(stage)

            return cancelling

        monkeypatch.setattr(career_plans, "_make_watch", cancel_at_layout)
        with pytest.raises(LeaseLost):
            render_career_plan_file(pk=plan.pk)
        plan.refresh_from_db()
        assert (plan.job_state, plan.file.name, plan.sha256) == (JobState.CANCELLED, "", "")

    def test_keeps_the_reason_of_a_failure(self, monkeypatch):
        monkeypatch.setattr("progress.documents.limits.MILESTONE_LIMIT", 1)
        plan = ask(make_enrolment()).plan
        assert render_career_plan_file(pk=plan.pk) == JobState.FAILED
        plan.refresh_from_db()
        assert "at most 1 can be printed" in plan.error_public
        assert "PlanTooLarge" in plan.error_operator
        assert not plan.file

    def test_gives_the_job_back_when_the_disk_refuses(self, monkeypatch):
        plan = ask(make_enrolment()).plan

        def refuse(self, name, content, max_length=None):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "save", refuse)
        with pytest.raises(OSError, match="No space"):
            render_career_plan_file(pk=plan.pk)
        plan.refresh_from_db()
        assert plan.job_state == JobState.QUEUED
        assert "No space" in plan.error_operator


class TestPrintCareerPlan:
    def test_stores_nothing(self):
        plan = make_career_plan()
        printed = print_career_plan(plan=plan)
        plan.refresh_from_db()
        assert printed.pdf.startswith(b"%PDF")
        assert (plan.job_state, plan.file.name) == (JobState.QUEUED, "")


class TestCancelCareerPlan:
    def test_leaves_an_ended_plan_alone(self):
        plan = make_career_plan(job_state=JobState.FAILED)
        assert not cancel_career_plan(plan=plan)
