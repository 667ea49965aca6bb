"""Rows of a learner's progress: valid by default, every column can be named to override it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User
from progress.choices import JobState, MilestoneStatus, PageSize
from progress.models import (
    CareerPlan,
    Enrolment,
    Learner,
    Projection,
    ProjectionSummary,
    StudyLogEntry,
)
from progress.operations.enrolments import choose_track
from progress.operations.learners import get_or_create_learner
from progress.operations.milestones import set_milestone_status
from progress.operations.projections import compute_projection, record_projection_request
from progress.operations.summaries import refresh_summaries
from tests.factories.tracks import make_salary_band, make_track
from tracks.choices import Rung
from tracks.models import Milestone, Track

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "correct-horse-battery"
_numbers = count(1)

# Pay of the four rungs of a made ladder, in US dollars.
PAY = {
    Rung.JUNIOR: (80_000, 110_000),
    Rung.MID: (120_000, 160_000),
    Rung.SENIOR: (150_000, 220_000),
    Rung.ARCHITECT: (180_000, 250_000),
}


def make_user(**overrides: Any) -> User:
    """Make somebody who can sign in with PASSWORD; the e-mail address is verified."""
    number = next(_numbers)
    email = overrides.pop("email", f"learner{number}@example.org")
    password = overrides.pop("password", PASSWORD)
    user = User.objects.create_user(email=email, password=password, **overrides)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_learner(*, user: User | None = None, **overrides: Any) -> Learner:
    """Make circumstances that are complete enough for a projection."""
    values: dict[str, Any] = {
        "current_role": "Support technician",
        "current_rung": 0,
        "current_pay": Decimal(52_000),
        "country": "US",
        "hours_per_week": Decimal(8),
        "onboarded_at": NOW,
    }
    learner = get_or_create_learner(user=user or make_user())
    for name, value in {**values, **overrides}.items():
        setattr(learner, name, value)
    learner.save()
    return learner


def make_paid_track(**overrides: Any) -> Track:
    """Make a published track with a band of pay for every rung."""
    track = make_track(**overrides)
    for rung, (low, high) in PAY.items():
        make_salary_band(
            track=track,
            rung=rung,
            low=Decimal(low),
            high=Decimal(high),
            high_is_open=rung == Rung.ARCHITECT,
        )
    return track


def make_enrolment(
    *, user: User | None = None, track: Track | None = None, now: datetime = NOW
) -> Enrolment:
    return choose_track(user=user or make_user(), track=track or make_track(), now=now)


def make_projectable_enrolment(**circumstances: Any) -> Enrolment:
    """Make an enrolment of which a projection can be worked out."""
    learner = make_learner(**circumstances)
    return make_enrolment(user=learner.user, track=make_paid_track())


def list_milestones(enrolment: Enrolment) -> list[Milestone]:
    """Return the milestones of the release in order."""
    return list(
        Milestone.objects.filter(release_placements__stage__release=enrolment.release).order_by(
            "release_placements__stage__position", "release_placements__position"
        )
    )


def finish_milestones(
    enrolment: Enrolment, milestones: Sequence[Milestone], *, now: datetime = NOW
) -> None:
    for milestone in milestones:
        set_milestone_status(
            enrolment=enrolment, milestone=milestone, status=MilestoneStatus.DONE, now=now
        )


def make_log_entry(*, user: User, days_ago: int = 0, **overrides: Any) -> StudyLogEntry:
    values = {"date": TODAY - timedelta(days=days_ago), "hours": Decimal(2)}
    return StudyLogEntry.objects.create(user=user, **{**values, **overrides})


def make_projection(*, enrolment: Enrolment | None = None, today: date = TODAY) -> Projection:
    """Work out a projection as a worker would, and return the READY row."""
    enrolment = enrolment or make_projectable_enrolment()
    row = record_projection_request(enrolment=enrolment, today=today).projection
    assert compute_projection(pk=row.pk) == JobState.READY
    row.refresh_from_db()
    return row


def make_career_plan(*, enrolment: Enrolment | None = None, **overrides: Any) -> CareerPlan:
    """Make a QUEUED request without rendering anything."""
    enrolment = enrolment or make_enrolment()
    values = {
        "requested_by": enrolment.user,
        "fingerprint": f"fingerprint-{next(_numbers)}",
        "page_size": PageSize.A4,
        "requested_at": NOW,
        "progress_of": 4,
        "progress_words": "waiting for a worker",
    }
    return CareerPlan.objects.create(enrolment=enrolment, **{**values, **overrides})


def make_summary(*, enrolment: Enrolment | None = None, today: date = TODAY) -> ProjectionSummary:
    """Work out current figures as a page would, and return the stored row."""
    enrolment = enrolment or make_projectable_enrolment()
    row = refresh_summaries(enrolments=[enrolment], today=today).rows[enrolment.pk]
    assert row is not None
    return ProjectionSummary.objects.select_related("version", "context").get(pk=row.pk)
