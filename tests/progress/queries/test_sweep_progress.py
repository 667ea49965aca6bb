from datetime import timedelta

import pytest
from django.utils import timezone

from progress.choices import JobState
from progress.models import SweepRun
from progress.queries.sweep_progress import find_sweep, list_subjects
from tests.factories.certifications import make_certification, make_claim
from tests.factories.tracks import (
    make_ladder_rung,
    make_milestone,
    make_salary_band,
    make_track,
)

pytestmark = pytest.mark.django_db
THEN = timezone.now()


def make_run(minutes, *subjects, state=JobState.READY, took=1):
    """Make a sweep that began so many minutes after the change."""
    begun = THEN + timedelta(minutes=minutes)
    is_ended = state not in (JobState.QUEUED, JobState.RUNNING)
    return SweepRun.objects.create(
        fingerprint="a",
        job_state=state,
        subjects=list(subjects),
        requested_at=begun,
        finished_at=begun + timedelta(minutes=took) if is_ended else None,
    )


def find(*subjects):
    return find_sweep(subjects=subjects or ("milestone 1",), since=THEN)


class TestFindSweep:
    def test_is_the_first_that_lists_the_change(self):
        make_run(-9, "milestone 1")
        make_run(1, "milestone 2")
        caused = make_run(2, "milestone 2", "milestone 1")
        make_run(3, "milestone 1")

        assert find() == caused
        assert find("milestone 3") is None

    def test_prefers_one_that_made_a_failure_good(self):
        failed = make_run(1, "milestone 1", state=JobState.FAILED)
        assert find() == failed

        good = make_run(5, "milestone 1")

        assert find() == good

    def test_may_have_been_under_way(self):
        under_way = make_run(-1, "milestone 1", state=JobState.RUNNING)
        assert find() == under_way

        SweepRun.objects.update(job_state=JobState.READY, finished_at=THEN + timedelta(seconds=9))
        assert find() == under_way

        rest = make_run(1, "milestone 1")
        assert find() == rest

    def test_asks_once(self, django_assert_num_queries):
        for minutes in range(5):
            make_run(minutes)

        with django_assert_num_queries(1):
            find()


class TestListSubjects:
    def test_names_rows_as_sweeps_do(self):
        track = make_track(milestones=[])
        claim = make_claim(certification=make_certification(key="cka"))
        band = make_salary_band(track=track, rung=2, country="DE")
        milestone = make_milestone()
        rung = make_ladder_rung(track=track)

        rows = band, claim, claim.certification, milestone, rung, track
        assert [list_subjects(row) for row in rows] == [
            (f"band 2 {track.pk} DE",),
            ("certification cka",),
            ("certification cka",),
            (f"milestone {milestone.pk}",),
            (f"ladder {track.pk}",),
            (),
        ]
