"""A printed plan in a fresh account: the same plan again, or nothing at all."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from progress.choices import MilestoneStatus
from progress.documents.career_plan import plan_json
from progress.documents.content import OwnAssumption, PlanVerification, ReplacedMilestone
from progress.documents.plan_files import read_plan_file
from progress.models import CareerPlan, Enrolment, MilestoneEvent, StudyLogEntry
from progress.operations.learners import override_assumptions, plan_certification
from progress.operations.milestones import save_note, set_milestone_status
from progress.operations.plan_imports import PlanNotImportable, import_career_plan
from progress.operations.release_moves import move_to_release
from progress.queries.career_plan_content import get_career_plan_content
from progress.queries.outlines import get_outline
from progress.queries.projections import find_latest_projection
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    finish_milestones,
    list_milestones,
    make_enrolment,
    make_learner,
    make_log_entry,
    make_paid_track,
    make_projection,
    make_user,
)
from tests.factories.tracks import make_milestone, make_release, make_role, make_track
from tracks.models import Placement, Removal

pytestmark = pytest.mark.django_db


def read_content(enrolment):
    draft = CareerPlan(
        enrolment=Enrolment.objects.select_related("user", "track", "release").get(pk=enrolment.pk),
        requested_by=enrolment.user,
        projection=find_latest_projection(enrolment=enrolment),
        requested_at=NOW,
    )
    return get_career_plan_content(plan=draft)


def as_data(content):
    """What the plan says, without its own number and address."""
    nameless = PlanVerification(plan_id="", verify_url="")
    return json.loads(plan_json(replace(content, verification=nameless)))


@pytest.fixture
def lived():
    """Somebody with a history: two tracks, notes, hours, own assumptions, certifications."""
    shared = make_milestone()
    first = make_track(milestones=[shared, make_milestone()])
    learner = make_learner(
        user=make_user(time_zone="Europe/Berlin", display_name="Ada"),
        target_role=make_role(),
        employer_share=Decimal("0.25"),
        goal="Run what I build.",
    )
    finish_milestones(make_enrolment(user=learner.user, track=first), [shared])
    track = make_paid_track(milestones=[shared, *(make_milestone() for _ in range(3))])
    enrolment = make_enrolment(user=learner.user, track=track, now=NOW - timedelta(days=70))
    _, second, third, _ = list_milestones(enrolment)
    finish_milestones(enrolment, [second], now=NOW - timedelta(days=9))
    set_milestone_status(
        enrolment=enrolment, milestone=third, status=MilestoneStatus.SKIPPED, now=NOW
    )
    save_note(
        enrolment=enrolment,
        milestone=second,
        note="Second attempt",
        links=["https://example.org/proof"],
        now=NOW,
    )
    make_log_entry(user=learner.user, days_ago=20)
    make_log_entry(user=learner.user, days_ago=2, hours=Decimal("1.25"))
    make_log_entry(user=learner.user, days_ago=2, hours=Decimal("0.5"))
    override_assumptions(user=learner.user, track_key=track.key, changes={"tax_rate": 0.2})
    certification = make_certification()
    make_claim(certification=certification)
    plan_certification(user=learner.user, certification=certification, now=NOW)
    return enrolment


class TestImportCareerPlan:
    def test_makes_the_same_plan_again(self, lived):
        make_projection(enrolment=lived)
        before = read_content(lived)
        assert before.projection is not None
        fresh = make_user()
        enrolment = import_career_plan(
            user=fresh, content=read_plan_file(plan_json(before)), now=NOW
        )
        make_projection(enrolment=enrolment)
        fresh.refresh_from_db()
        # The name of an account that has one stays.
        assert (fresh.display_name, fresh.time_zone) == ("Ada", "Europe/Berlin")
        assert as_data(read_content(enrolment)) == as_data(before)

    def test_brings_ticks_of_milestones_that_a_release_replaced(self):
        merged, track = (
            make_milestone(),
            make_track(milestones=[make_milestone() for _ in "abcdef"]),
        )
        enrolment = make_enrolment(track=track)
        make_learner(user=enrolment.user)
        first, second, third, *_ = list_milestones(enrolment)
        finish_milestones(enrolment, [first, second, third], now=NOW - timedelta(days=5))
        save_note(
            enrolment=enrolment,
            milestone=first,
            note="My log",
            links=["https://example.org/log"],
            now=NOW,
        )
        placements = Placement.objects.filter(stage__track=track)
        for old in (first, second):
            Removal.objects.create(track=track, milestone=old, successor=merged)
        placements.filter(milestone=first).update(milestone=merged)
        placements.filter(milestone=second).delete()
        release = make_release(track=track, now=NOW)
        before = read_content(enrolment)
        assert before.replaced == ()  # both are still placed by the release followed
        move_to_release(enrolment=enrolment, release=release, now=NOW)

        content = read_content(enrolment)
        fresh = make_user(display_name=content.cover.learner_name)
        restored = import_career_plan(
            user=fresh, content=read_plan_file(plan_json(content)), now=NOW
        )

        count = get_outline(enrolment=restored).count
        assert (count.done, count) == (2, get_outline(enrolment=enrolment).count)
        states = fresh.milestone_states.values_list("milestone__key", "status", "note", "links")
        assert set(map(str, states)) == set(
            map(
                str,
                enrolment.user.milestone_states.values_list(
                    "milestone__key", "status", "note", "links"
                ),
            )
        )
        assert not fresh.milestone_states.filter(milestone=merged).exists()
        assert as_data(read_content(restored)) == as_data(content)

    def test_logs_every_state_as_a_change(self, lived):
        fresh = make_user()
        import_career_plan(user=fresh, content=read_content(lived), now=NOW)
        events = MilestoneEvent.objects.filter(user=fresh)
        assert sorted(events.values_list("to_status", flat=True)) == ["DONE", "DONE", "SKIPPED"]

    def test_splits_days_that_hold_more_than_a_day(self, lived):
        content = read_content(lived)
        day = content.circumstances.study_days[0]
        told = replace(content.circumstances, study_days=(replace(day, hours=Decimal(30)),))
        fresh = make_user()
        import_career_plan(user=fresh, content=replace(content, circumstances=told), now=NOW)
        hours = StudyLogEntry.objects.filter(user=fresh).order_by("-hours")
        assert list(hours.values_list("hours", flat=True)) == [Decimal(24), Decimal(6)]

    def test_refuses_an_account_in_use(self, lived):
        with pytest.raises(PlanNotImportable, match="progress of its own"):
            import_career_plan(user=lived.user, content=read_content(lived), now=NOW)

    @pytest.mark.parametrize(
        ("edit", "words"),
        [
            (lambda c: replace(c, cover=replace(c.cover, release_number=9)), "release 9"),
            (lambda c: replace(c, cover=replace(c.cover, track_key="gone")), "is not known here"),
            (
                lambda c: replace(c, certifications=(replace(c.certifications[0], key="gone"),)),
                "certification .* is not known",
            ),
            (
                lambda c: replace(
                    c,
                    stages=(
                        replace(
                            c.stages[-1],
                            milestones=(replace(c.stages[-1].milestones[-1], key="gone"),),
                        ),
                    ),
                ),
                "milestone gone is not known",
            ),
            (
                lambda c: replace(
                    c,
                    replaced=(
                        ReplacedMilestone(
                            key="lost", status=MilestoneStatus.DONE, changed_at=c.issued_at
                        ),
                    ),
                ),
                "milestone lost is not known",
            ),
            (
                lambda c: replace(
                    c, circumstances=replace(c.circumstances, target_role_key="gone")
                ),
                "role gone is not known",
            ),
            (
                lambda c: replace(
                    c, circumstances=replace(c.circumstances, employer_share=Decimal(2))
                ),
                "not possible here",
            ),
            (
                lambda c: replace(
                    c, circumstances=replace(c.circumstances, time_zone="Mars/Olympus")
                ),
                "not possible here",
            ),
            (
                lambda c: replace(
                    c,
                    circumstances=replace(
                        c.circumstances, own_assumptions=(OwnAssumption(key="gone", value=1.0),)
                    ),
                ),
                "not possible here",
            ),
        ],
    )
    def test_changes_nothing_when_something_is_unknown(self, lived, edit, words):
        content = edit(read_content(lived))
        fresh = make_user()
        with pytest.raises(PlanNotImportable, match=words):
            import_career_plan(user=fresh, content=content, now=NOW)
        assert not Enrolment.objects.filter(user=fresh).exists()
        assert not StudyLogEntry.objects.filter(user=fresh).exists()
