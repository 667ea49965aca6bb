from decimal import Decimal

import pytest

from progress.models import Enrolment, Learner
from progress.operations.learners import plan_certification
from tests.factories.api import get_code, make_caller
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    finish_milestones,
    make_enrolment,
    make_learner,
    make_paid_track,
    make_user,
)
from tests.factories.tracks import make_milestone, make_track

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(clock):
    """Let the day be that of the factories."""


def make_pair():
    """A learner on one track, and another track that shares ten of its twenty-two hours."""
    shared = make_milestone(hours_likely=10)
    here = make_paid_track(milestones=[shared, make_milestone(hours_likely=14)])
    there = make_paid_track(milestones=[shared, make_milestone(hours_likely=12)])
    enrolment = make_enrolment(user=make_learner().user, track=here)
    return enrolment, there, shared


def ask(enrolment, track):
    return make_caller(enrolment.user).get(f"/api/v1/me/switch/{track.key}/")


def plan(enrolment, *, tracks, fee):
    certification = make_certification(tracks=tracks)
    make_claim(
        certification=certification,
        amount_low=Decimal(fee),
        amount_high=Decimal(fee),
        is_preferred=True,
    )
    plan_certification(user=enrolment.user, certification=certification, now=NOW)
    return certification


class TestSwitchTo:
    def test_says_what_carries_over_and_what_is_left(self):
        enrolment, there, shared = make_pair()
        finish_milestones(enrolment, [shared])

        answer = ask(enrolment, there).json()

        assert (answer["here"], answer["there"]) == (enrolment.track.key, there.key)
        assert [one["key"] for one in answer["carried"]] == [shared.key]
        assert answer["hours_carried"] == 10
        assert answer["hours_left"] == 12
        assert answer["hours_left_here"] == 14
        assert (answer["hours_per_week"], answer["weeks_left"]) == (8, 2)
        assert [one["key"] for one in answer["new"]] == [
            one["milestone"] for one in answer["bridge"]
        ]
        assert answer["bridge"][-1]["hours_so_far"] == 12

    def test_gives_the_similarity_with_its_formula(self):
        enrolment, there, _ = make_pair()

        alike = ask(enrolment, there).json()["similarity"]

        assert (alike["shared_hours"], alike["all_hours"]) == (10, 36)
        assert alike["share"] == pytest.approx(10 / 36, abs=1e-4)
        assert "both tracks place, over" in alike["formula"]

    def test_sorts_fees_into_kept_dropped_and_offered(self):
        enrolment, there, _ = make_pair()
        kept = plan(enrolment, tracks=[(enrolment.track, 1), (there, 1)], fee=300)
        dropped = plan(enrolment, tracks=[(enrolment.track, 1)], fee=200)
        offered = make_certification(tracks=[(there, 1)])

        fees = ask(enrolment, there).json()["fees"]

        names = {
            part: [one["certification"] for one in fees[part]]
            for part in ("kept", "dropped", "offered")
        }
        assert names == {"kept": [kept.key], "dropped": [dropped.key], "offered": [offered.key]}
        assert [one["amount"] for one in fees["kept_sums"]] == ["300.00"]
        assert [one["amount"] for one in fees["dropped_sums"]] == ["200.00"]
        assert fees["kept"][0]["cost"]["papers"]
        assert fees["offered"][0]["cost"]["fee"] is None

    def test_lays_pay_out_by_rung_with_sources(self):
        enrolment, there, _ = make_pair()

        pay = ask(enrolment, there).json()["pay"]

        assert [one["rung"] for one in pay] == [1, 2, 3, 4]
        [band] = pay[0]["there"]
        assert (band["low"], band["currency"]) == ("80000.00", "USD")
        assert band["papers"]["key"]

    def test_projects_both_and_changes_nothing(self):
        enrolment, there, _ = make_pair()

        answer = ask(enrolment, there).json()

        own = make_caller(enrolment.user).post("/api/v1/me/what-if/", {}).json()["own"]
        assert answer["stay"]["figures"] == own
        assert answer["go"]["figures"]["expected_study_hours"] > 0
        assert Enrolment.objects.get().track == enrolment.track

    def test_says_why_a_side_has_no_number(self):
        enrolment, _, _ = make_pair()
        unpaid = make_track()

        answer = ask(enrolment, unpaid).json()

        assert answer["stay"]["figures"]
        assert answer["go"]["figures"] is None
        assert "no sourced pay" in answer["go"]["missing"][0]["reason"]

    def test_counts_no_weeks_while_the_pace_is_unknown(self):
        enrolment, there, _ = make_pair()
        Learner.objects.update(hours_per_week=None)

        answer = ask(enrolment, there).json()

        assert (answer["hours_per_week"], answer["weeks_left"]) == (None, None)
        assert answer["stay"]["figures"] is None

    def test_is_not_there_for_the_own_track_or_an_unpublished_one(self):
        enrolment, _, _ = make_pair()

        for track in (enrolment.track, make_track(is_published=False)):
            assert get_code(ask(enrolment, track)) == (404, "not_found")

    def test_needs_a_followed_track(self):
        answer = make_caller(make_user()).get(f"/api/v1/me/switch/{make_track().key}/")

        assert get_code(answer) == (409, "not_enrolled")
