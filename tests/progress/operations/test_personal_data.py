from django.core.files.base import ContentFile

from accounts.models import User
from progress.choices import JobState, MilestoneStatus
from progress.models import CareerPlan, MilestoneEvent
from progress.operations.milestones import set_milestone_status, undo_milestone_event
from progress.operations.personal_data import delete_learner
from tests.factories.progress import (
    NOW,
    list_milestones,
    make_career_plan,
    make_log_entry,
    make_projection,
)


def make_plan_with_file(enrolment, name):
    plan = make_career_plan(enrolment=enrolment)
    stored = plan.file.storage.save(f"career-plans/{name}.pdf", ContentFile(b"%PDF-"))
    CareerPlan.objects.filter(pk=plan.pk).update(file=stored, sha256=name, job_state=JobState.READY)
    return stored


class TestDeleteLearner:
    def test_removes_rows_and_files_of_the_person_alone(
        self, django_capture_on_commit_callbacks, db
    ):
        enrolment, other = make_projection().enrolment, make_projection().enrolment
        own_file = make_plan_with_file(enrolment, "a" * 64)
        other_file = make_plan_with_file(other, "b" * 64)
        milestone = list_milestones(enrolment)[0]
        event = set_milestone_status(
            enrolment=enrolment, milestone=milestone, status=MilestoneStatus.DONE, now=NOW
        )
        undo_milestone_event(user=enrolment.user, event=event, now=NOW)
        make_log_entry(user=enrolment.user)

        with django_capture_on_commit_callbacks(execute=True):
            assert delete_learner(user=enrolment.user) == 1

        assert list(User.objects.all()) == [other.user]
        assert not MilestoneEvent.objects.exists()
        storage = CareerPlan().file.storage
        assert not storage.exists(own_file)
        assert storage.exists(other_file)
        assert CareerPlan.objects.get().enrolment == other

    def test_keeps_a_file_until_the_rows_are_gone_for_good(self, db):
        enrolment = make_projection().enrolment
        own_file = make_plan_with_file(enrolment, "a" * 64)

        # Nothing is committed inside a test, so the promise to delete is not kept yet.
        delete_learner(user=enrolment.user)

        assert CareerPlan().file.storage.exists(own_file)
