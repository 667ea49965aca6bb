from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from progress.choices import JobState
from progress.models import SweepRun
from progress.operations.contexts import refresh_contexts
from progress.queries.sweep_progress import (
    count_without_figures,
    find_sweep,
    list_subjects,
)
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import TODAY, make_projectable_enrolment, make_summary
from tests.factories.tracks import (
    make_ladder_rung,
    make_milestone,
    make_salary_band,
    make_track,
)
from tracks.models import SalaryBand

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


class TestCountWithoutFigures:
    def test_counts_active_learners_of_the_place_whose_pay_is_missing(self):
        here, elsewhere = make_projectable_enrolment(), make_projectable_enrolment()
        for one in (here, elsewhere):
            User.objects.filter(pk=one.user_id).update(last_login=THEN)
            make_summary(enrolment=one)
        bands = SalaryBand.objects.filter(track=here.track)
        band = bands.get(rung=4)

        def count(row):
            return count_without_figures(row, since=THEN - timedelta(days=30))

        assert count(band) == 0
        bands.filter(rung=1).update(withdrawn_at=THEN)
        refresh_contexts(today=TODAY)

        assert count(band) == 1
        assert count(elsewhere.track.salary_bands.get(rung=1)) == 0
        assert count(make_milestone()) == 0
        User.objects.update(last_login=THEN - timedelta(days=31))
        assert count(band) == 0
