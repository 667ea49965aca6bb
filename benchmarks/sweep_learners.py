"""Synthetic learners for the benchmark of the sweep; import it once Django is set up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from certifications.models import Certification
from progress.choices import MilestoneStatus
from progress.models import (
    Enrolment,
    Learner,
    MilestoneState,
    PlannedCertification,
    StudyLogEntry,
)
from tracks.models import ReleasePlacement, Track, TrackRelease

TRACKS = ("devops", "mlops", "linux", "python")
STATES_EACH = 6
LOG_DAYS_EACH = 3
_FEW = 5_000
_MANY = 10_000


@dataclass(frozen=True)
class _Path:
    """A track with what learners can be given of it: milestones in order, and four exams."""

    track: Track
    release: TrackRelease
    milestones: Sequence[int]
    exams: Sequence[int]


def fill(count: int) -> None:
    """Load the content and make learners, a quarter of them on each track."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_content", apply=True, publish=True)
    now = timezone.now()
    paths = [_read_path(key) for key in TRACKS]
    users = User.objects.bulk_create(
        (
            User(email=f"learner{n}@example.org", password="!", last_login=now)  # noqa: S106 - unusable
            for n in range(count)
        ),
        batch_size=_FEW,
    )
    Learner.objects.bulk_create(_make_learners(users), batch_size=_FEW)
    Enrolment.objects.bulk_create(_make_enrolments(users, paths, now), batch_size=_FEW)
    MilestoneState.objects.bulk_create(_make_states(users, paths, now), batch_size=_MANY)
    StudyLogEntry.objects.bulk_create(_make_log(users, now), batch_size=_MANY)
    PlannedCertification.objects.bulk_create(_make_exams(users, paths, now), batch_size=_MANY)


def _read_path(key: str) -> _Path:
    track = Track.objects.get(key=key)
    release = track.releases.order_by("-number").first()
    assert release is not None  # noqa: S101 - a benchmark
    placements = ReleasePlacement.objects.filter(stage__release=release)
    exams = Certification.objects.filter(track_links__track=track)
    return _Path(
        track,
        release,
        list(
            placements.order_by("stage__position", "position").values_list("milestone", flat=True)
        ),
        list(exams.order_by("key").values_list("pk", flat=True)[:4]),
    )


def _make_learners(users: Sequence[User]) -> Iterator[Learner]:
    for n, user in enumerate(users):
        rung = (n // 4) % 3
        yield Learner(
            user=user,
            current_rung=rung,
            current_pay=Decimal(45_000 + 37 * (n % 1_000) + 30_000 * rung),
            country="US",
            hours_per_week=Decimal(4 + n % 13),
            employer_share=Decimal(n % 2) / 2,
        )


def _make_enrolments(
    users: Sequence[User], paths: Sequence[_Path], now: datetime
) -> Iterator[Enrolment]:
    for n, user in enumerate(users):
        yield Enrolment(
            user=user,
            track=paths[n % 4].track,
            release=paths[n % 4].release,
            started_at=now - timedelta(days=n % 400),
            activated_at=now,
        )


def _make_states(
    users: Sequence[User], paths: Sequence[_Path], now: datetime
) -> Iterator[MilestoneState]:
    for n, user in enumerate(users):
        for place in range(STATES_EACH):
            yield MilestoneState(
                user=user,
                milestone_id=paths[n % 4].milestones[(place + n) % 12],
                status=MilestoneStatus.DONE if place < 4 else MilestoneStatus.IN_PROGRESS,
                changed_at=now,
            )


def _make_log(users: Sequence[User], now: datetime) -> Iterator[StudyLogEntry]:
    for n, user in enumerate(users):
        for day in range(LOG_DAYS_EACH):
            yield StudyLogEntry(
                user=user,
                date=(now - timedelta(days=1 + (n % 60) + 7 * day)).date(),
                hours=Decimal(1 + n % 5),
            )


def _make_exams(
    users: Sequence[User], paths: Sequence[_Path], now: datetime
) -> Iterator[PlannedCertification]:
    for n, user in enumerate(users):
        for exam in paths[n % 4].exams[: (n // 12) % 3]:
            yield PlannedCertification(user=user, certification_id=exam, added_at=now)
