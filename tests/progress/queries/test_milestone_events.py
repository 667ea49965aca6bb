import pytest

from progress.choices import MilestoneStatus
from progress.operations.milestones import set_milestone_status, undo_milestone_event
from progress.queries.milestone_events import find_undoable_event, list_milestone_events
from tests.factories.progress import NOW, list_milestones, make_enrolment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_enrolment()


def move(enrolment, milestone, status):
    return set_milestone_status(enrolment=enrolment, milestone=milestone, status=status, now=NOW)


class TestListMilestoneEvents:
    def test_marks_the_newest_change_of_each_milestone(self, enrolment):
        first, second, *_ = list_milestones(enrolment)
        begun = move(enrolment, first, MilestoneStatus.IN_PROGRESS)
        done = move(enrolment, first, MilestoneStatus.DONE)
        other = move(enrolment, second, MilestoneStatus.DONE)

        events = list_milestone_events(user=enrolment.user)
        rows = [(row.pk, vars(row)["is_undoable"]) for row in events]

        assert rows == [(other.pk, True), (done.pk, True), (begun.pk, False)]


class TestFindUndoableEvent:
    def test_finds_a_change_until_it_is_covered_or_taken_back(self, enrolment):
        milestone = list_milestones(enrolment)[0]
        event = move(enrolment, milestone, MilestoneStatus.DONE)
        assert find_undoable_event(user=enrolment.user, pk=event.pk) == event
        assert find_undoable_event(user=make_user(), pk=event.pk) is None

        undone = undo_milestone_event(user=enrolment.user, event=event, now=NOW)

        assert find_undoable_event(user=enrolment.user, pk=event.pk) is None
        assert find_undoable_event(user=enrolment.user, pk=undone.pk) is None
