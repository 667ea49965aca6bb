from datetime import timedelta

import pytest

from progress.choices import EnrolmentState
from progress.models import Enrolment, ProjectionContext
from progress.operations.contexts import refresh_contexts
from progress.queries.stale_summaries import (
    StaleReasons,
    explain_stale_summaries,
    list_active_summaries,
    list_stale_summaries,
    name_subject,
)
from tests.factories.progress import (
    NOW,
    TODAY,
    list_milestones,
    make_enrolment,
    make_learner,
    make_paid_track,
    make_summary,
)
from tests.factories.tracks import make_ladder_rung, make_role
from tracks.models import LadderRung, RolePlacement, SalaryBand

pytestmark = pytest.mark.django_db


@pytest.fixture
def track():
    return make_paid_track()


def make_active(track, **circumstances):
    user = make_learner(**circumstances).user
    type(user).objects.filter(pk=user.pk).update(last_login=NOW)
    enrolment = make_enrolment(user=user, track=track)
    make_summary(enrolment=enrolment)
    return enrolment


def list_stale(since=NOW):
    return [row.pk for row in list_stale_summaries(since=since)]


class TestListActiveSummaries:
    def test_leaves_out_who_was_not_here_and_tracks_that_rest(self, track):
        here, away, resting = (make_active(track) for _ in range(3))
        type(away.user).objects.filter(pk=away.user_id).update(last_login=NOW - timedelta(1))
        Enrolment.objects.filter(pk=resting.pk).update(state=EnrolmentState.DORMANT)

        assert [row.pk for row in list_active_summaries(since=NOW)] == [here.pk]


class TestListStaleSummaries:
    def test_is_empty_while_nothing_changed(self, track):
        make_active(track)

        assert list_stale() == []

    def test_holds_those_whose_context_moved_on(self, track):
        junior, senior = make_active(track), make_active(track, current_rung=3)
        SalaryBand.objects.filter(rung=1).update(low=81_000)
        refresh_contexts(today=TODAY)

        assert list_stale() == [junior.pk]
        assert senior.pk not in list_stale()

    def test_leaves_out_a_context_without_figures(self, track):
        make_active(track)
        ProjectionContext.objects.update(version=None)

        assert list_stale() == []

    def test_holds_those_whose_target_role_stands_elsewhere(self, track):
        role = make_role()
        for rung, roles in ((1, []), (2, [role]), (3, []), (4, [])):
            make_ladder_rung(track=track, rung=rung, roles=roles)
        aiming = make_active(track, target_role=role)
        beyond = make_active(track, target_role=role, current_rung=2)
        make_active(track)
        make_active(track, target_role=make_role())
        assert list_stale() == []

        RolePlacement.objects.update(ladder_rung=LadderRung.objects.get(rung=3))
        assert list_stale() == [aiming.pk, beyond.pk]

        RolePlacement.objects.update(ladder_rung=LadderRung.objects.get(rung=1))
        # For who stands above it the plan goes to the top, as before.
        assert list_stale() == [aiming.pk]

        RolePlacement.objects.all().delete()
        assert list_stale() == [aiming.pk]


def explain(since=NOW):
    return explain_stale_summaries(since=since)


class TestExplainStaleSummaries:
    def test_says_nothing_while_nothing_is_stale(self, track):
        make_active(track)

        assert explain() == StaleReasons((), ())

    def test_says_each_change_once_however_many_it_concerns(self, track):
        first, *_ = (make_active(track, current_rung=rung) for rung in (0, 0, 1, 2))
        milestone = list_milestones(first)[-1]
        milestone.hours_likely = 15
        milestone.save()
        SalaryBand.objects.filter(rung=4).update(high=260_000)
        refresh_contexts(today=TODAY)

        assert explain() == StaleReasons(
            words=(
                f"the {track.name} architect band of 2024 changed from $180,000–$250,000+ to"
                " $180,000–$260,000+ (US)",
                f"the estimate for “{milestone.title}” rose from 12 to 15 hours",
            ),
            subjects=(f"band 4 {track.pk} US", f"milestone {milestone.pk}"),
        )

    def test_says_it_again_for_those_whom_nobody_has_worked_out(self, track):
        first, second = make_active(track), make_active(track)
        SalaryBand.objects.filter(rung=1).update(low=81_000)
        refresh_contexts(today=TODAY)
        once = explain()
        make_summary(enrolment=first)

        assert explain() == once
        make_summary(enrolment=second)
        assert explain() == StaleReasons((), ())

    def test_says_that_a_role_stands_elsewhere(self, track):
        role = make_role()
        make_ladder_rung(track=track, rung=2, roles=[role])
        make_ladder_rung(track=track, rung=3)
        make_active(track, target_role=role)
        RolePlacement.objects.update(ladder_rung=LadderRung.objects.get(rung=3))

        assert explain().subjects == (f"ladder {track.pk}",)
        assert explain().words == ("roles that learners aim for stand on other rungs",)

    def test_asks_no_more_for_many(self, track, django_assert_max_num_queries):
        for rung in (0, 1, 2, 3, 0, 1):
            make_active(track, current_rung=rung)
        SalaryBand.objects.filter(rung=4).update(high=260_000)
        refresh_contexts(today=TODAY)

        with django_assert_max_num_queries(3):
            explain()


class TestNameSubject:
    def test_tells_bands_of_tracks_and_countries_apart(self):
        assert name_subject("band 2", track=7, country="DE") == "band 2 7 DE"
        assert name_subject("certification cka", track=7, country="DE") == "certification cka"
