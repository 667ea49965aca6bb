import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress.choices import MilestoneStatus
from progress.operations.enrolments import choose_track
from progress.operations.milestones import save_note, set_milestone_status
from progress.queries.outlines import get_outline
from tests.factories.progress import (
    NOW,
    finish_milestones,
    list_milestones,
    make_enrolment,
    make_user,
)
from tests.factories.tracks import make_milestone, make_placement, make_release, make_track
from tracks.models import Stage

pytestmark = pytest.mark.django_db


def set_status(enrolment, milestone, status):
    set_milestone_status(enrolment=enrolment, milestone=milestone, status=status, now=NOW)


class TestGetOutline:
    def test_numbers_milestones_in_the_order_of_the_release(self):
        enrolment = make_enrolment()

        outline = get_outline(enrolment=enrolment)

        assert [one.number for one in outline.milestones] == [1, 2, 3, 4, 5, 6]
        assert [one.milestone for one in outline.milestones] == list_milestones(enrolment)
        assert [part.stage.position for part in outline.stages] == [1, 2, 3, 4, 5]

    def test_counts_what_is_done_in_progress_and_left(self):
        enrolment = make_enrolment()
        first, second, *_ = list_milestones(enrolment)
        set_status(enrolment, first, MilestoneStatus.DONE)
        set_status(enrolment, second, MilestoneStatus.IN_PROGRESS)

        count = get_outline(enrolment=enrolment).count

        assert (count.done, count.in_progress, count.total, count.skipped) == (1, 1, 6, 0)
        assert count.hours_left == 5 * 12
        assert count.percent == 16

    def test_leaves_skipped_milestones_out_of_the_total(self):
        enrolment = make_enrolment()
        first, second, *_ = list_milestones(enrolment)
        set_status(enrolment, first, MilestoneStatus.SKIPPED)
        set_status(enrolment, second, MilestoneStatus.DONE)

        count = get_outline(enrolment=enrolment).count

        assert (count.done, count.total, count.skipped) == (1, 5, 1)
        assert count.hours_left == 4 * 12

    def test_counts_an_optional_milestone_once_it_is_started(self):
        track = make_track(is_published=False)
        extra = make_milestone()
        make_placement(
            stage=Stage.objects.filter(track=track).order_by("position")[0],
            milestone=extra,
            is_optional=True,
        )
        make_release(track=track)
        enrolment = make_enrolment(track=track)
        assert get_outline(enrolment=enrolment).count.total == 6

        set_status(enrolment, extra, MilestoneStatus.IN_PROGRESS)

        count = get_outline(enrolment=enrolment).count
        assert (count.total, count.in_progress) == (7, 1)

    def test_reaches_100_per_cent_only_when_everything_is_closed(self):
        enrolment = make_enrolment()
        *most, last = list_milestones(enrolment)
        finish_milestones(enrolment, most)
        assert get_outline(enrolment=enrolment).count.percent == 83

        set_status(enrolment, last, MilestoneStatus.SKIPPED)

        assert get_outline(enrolment=enrolment).count.percent == 100

    def test_says_from_which_track_a_milestone_is_carried(self):
        shared = make_milestone()
        old = make_enrolment(
            track=make_track(
                name="Linux", milestones=[shared, *(make_milestone() for _ in "12345")]
            )
        )
        finish_milestones(old, [shared])
        new_track = make_track(milestones=[shared, *(make_milestone() for _ in "12345")])

        enrolment = choose_track(user=old.user, track=new_track, now=NOW)

        one = get_outline(enrolment=enrolment).milestones[0]
        assert (one.carried_from, one.status, one.changed_at) == ("Linux", "DONE", NOW)
        assert one.also_in == ("Linux",)
        assert get_outline(enrolment=enrolment).count.done == 1

    def test_waits_for_prerequisites_that_are_open(self):
        first = make_milestone()
        second = make_milestone(prerequisites=[first])
        rest = [make_milestone() for _ in range(4)]
        enrolment = make_enrolment(track=make_track(milestones=[first, second, *rest]))
        assert get_outline(enrolment=enrolment).milestones[1].waits_for == (first,)

        set_status(enrolment, first, MilestoneStatus.SKIPPED)

        assert get_outline(enrolment=enrolment).milestones[1].waits_for == ()

    def test_shows_note_and_links_of_this_learner_only(self):
        enrolment = make_enrolment()
        milestone = list_milestones(enrolment)[0]
        save_note(
            enrolment=enrolment,
            milestone=milestone,
            note="Mine",
            links=["https://example.org"],
            now=NOW,
        )
        other = make_enrolment(track=enrolment.track)

        own, strange = (get_outline(enrolment=each).milestones[0] for each in (enrolment, other))

        assert (own.note, own.links) == ("Mine", ("https://example.org",))
        assert (strange.note, strange.links) == ("", ())

    @pytest.mark.parametrize("count", [6, 30])
    def test_takes_as_many_queries_for_many_milestones_as_for_few(self, count):
        enrolment = make_enrolment(
            track=make_track(milestones=[make_milestone() for _ in range(count)])
        )

        with CaptureQueriesContext(connection) as queries:
            get_outline(enrolment=enrolment)

        assert len(queries) <= 6


class TestListNext:
    def test_names_what_is_started_before_what_is_ready(self):
        first = make_milestone()
        blocked = make_milestone(prerequisites=[first])
        rest = [make_milestone() for _ in range(4)]
        enrolment = make_enrolment(track=make_track(milestones=[first, blocked, *rest]))
        set_status(enrolment, rest[3], MilestoneStatus.IN_PROGRESS)

        steps = get_outline(enrolment=enrolment).list_next()

        assert [one.milestone for one in steps] == [rest[3], first, rest[0]]

    def test_is_empty_when_everything_is_done(self):
        enrolment = make_enrolment(user=make_user())
        finish_milestones(enrolment, list_milestones(enrolment))

        assert get_outline(enrolment=enrolment).list_next() == []
