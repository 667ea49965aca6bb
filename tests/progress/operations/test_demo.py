import pytest
from allauth.account.models import EmailAddress

from progress.choices import MilestoneStatus
from progress.models import MilestoneEvent, StudyLogEntry
from progress.operations.demo import (
    APPROVER_EMAIL,
    CURATOR_EMAIL,
    LEARNER_EMAIL,
    DemoImpossible,
    make_demo_people,
)
from progress.queries.outlines import get_outline
from progress.queries.schedules import get_study_pace
from tests.factories.progress import NOW, TODAY
from tests.factories.tracks import make_milestone, make_track

pytestmark = pytest.mark.django_db
PASSWORDS = {
    LEARNER_EMAIL: "one-good-password",
    CURATOR_EMAIL: "another-good-one",
    APPROVER_EMAIL: "a-third-good-one",
}


@pytest.fixture
def tracks():
    shared = [make_milestone() for _ in range(4)]
    make_track(
        key="python", name="Python", milestones=[*shared, *(make_milestone() for _ in range(6))]
    )
    make_track(
        key="mlops", name="MLOps", milestones=[*shared, *(make_milestone() for _ in range(40))]
    )


class TestMakeDemoPeople:
    def test_makes_a_learner_in_the_middle_of_a_track(self, tracks):
        people = make_demo_people(passwords=PASSWORDS, now=NOW)

        outline = get_outline(enrolment=people.enrolment)
        assert [one.carried_from for one in outline.milestones[:4]] == ["Python"] * 4
        assert 4 < outline.count.done < outline.count.total
        assert outline.count.in_progress
        assert outline.count.skipped
        assert any(one.note for one in outline.milestones)
        pace = get_study_pace(user=people.learner, planned=None, today=TODAY)
        assert pace.logged_weeks >= 10

    def test_gives_curator_and_approver_the_rights_of_their_group_only(self, tracks):
        people = make_demo_people(passwords=PASSWORDS, now=NOW)

        for user, group in ((people.curator, "curator"), (people.approver, "approver")):
            user.refresh_from_db()
            assert user.is_staff
            assert not user.is_superuser
            assert set(user.groups.values_list("name", flat=True)) == {group}
            assert EmailAddress.objects.get(user=user).verified

    def test_changes_nothing_the_second_time(self, tracks):
        first = make_demo_people(passwords=PASSWORDS, now=NOW)
        counts = MilestoneEvent.objects.count(), StudyLogEntry.objects.count()

        second = make_demo_people(passwords=PASSWORDS, now=NOW)

        assert (MilestoneEvent.objects.count(), StudyLogEntry.objects.count()) == counts
        assert second.learner == first.learner
        assert second.learner.password == first.learner.password
        assert second.learner.check_password(PASSWORDS[LEARNER_EMAIL])
        assert MilestoneEvent.objects.filter(to_status=MilestoneStatus.DONE).exists()

    def test_refuses_before_the_content_is_loaded(self):
        with pytest.raises(DemoImpossible, match="is not published"):
            make_demo_people(passwords=PASSWORDS, now=NOW)
