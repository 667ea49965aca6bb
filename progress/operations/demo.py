"""Make believable people to look around with: a learner, a curator and an approver."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from certifications.choices import CertificationStatus
from certifications.models import Certification
from progress.choices import MilestoneStatus
from progress.models import Enrolment, MilestoneEvent
from progress.operations.enrolments import choose_track
from progress.operations.learners import plan_certification, save_circumstances
from progress.operations.milestones import save_note, set_milestone_status
from progress.operations.study_log import log_study
from progress.queries.outlines import StageProgress, get_outline
from tracks.choices import Rung
from tracks.models import Role, Track
from tracks.shared.groups import GROUPS

LEARNER_EMAIL = "demo.learner@example.org"
CURATOR_EMAIL = "demo.curator@example.org"
# Changes of pay and certifications take two people.
APPROVER_EMAIL = "demo.approver@example.org"
FIRST_TRACK, TRACK = "python", "mlops"
# Hours of the last ten weeks, the oldest first; each week's on Tuesday, Thursday and Saturday.
WEEKLY_HOURS = (5, 6, 4, 7, 0, 6, 8, 5, 6, 7)
DAYS = ((1, "Read"), (3, "Exercises"), (5, ""))


class DemoImpossible(Exception):
    """The catalogue holds no published track that the demo learner can follow."""


@dataclass(frozen=True)
class DemoPeople:
    """The three accounts and the learner's current enrolment."""

    learner: User
    curator: User
    approver: User
    enrolment: Enrolment


def make_demo_people(*, passwords: dict[str, str], now: datetime) -> DemoPeople:
    """Make the demo people, or bring them up to date; a learner with a history keeps it.

    Args:
        passwords: Password by e-mail address, for all three.
        now: The time that everything is counted back from.

    Raises:
        DemoImpossible: If the track is not published.
    """
    with transaction.atomic():
        learner = _make_user(LEARNER_EMAIL, "Ada Demo", passwords[LEARNER_EMAIL])
        curator = _make_user(CURATOR_EMAIL, "Grace Demo", passwords[CURATOR_EMAIL])
        approver = _make_user(APPROVER_EMAIL, "Alan Demo", passwords[APPROVER_EMAIL])
        for user, group in zip((curator, approver), GROUPS, strict=True):
            User.objects.filter(pk=user.pk).update(is_staff=True)
            user.groups.set(Group.objects.filter(name=group))
        if MilestoneEvent.objects.filter(user=learner).exists():
            enrolment = choose_track(user=learner, track=_get_track(TRACK), now=now)
        else:
            enrolment = _live_a_little(learner, now)
    return DemoPeople(learner, curator, approver, enrolment)


def _make_user(email: str, name: str, password: str) -> User:
    user = User.objects.filter(email=email).first() or User(email=email)
    user.display_name = user.display_name or name
    # An unchanged password keeps its hash, so that nobody is signed out by a restart.
    if not user.pk or not user.check_password(password):
        user.set_password(password)
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return user


def _get_track(key: str) -> Track:
    track = Track.objects.filter(key=key, releases__isnull=False).first()
    if track is None:
        message = f"The track {key!r} is not published. Load the content first: manage.py load_content --apply"
        raise DemoImpossible(message)
    return track


def _live_a_little(learner: User, now: datetime) -> Enrolment:
    began = now - timedelta(weeks=len(WEEKLY_HOURS) + 6)
    _learn_python(learner, began)
    enrolment = choose_track(
        user=learner, track=_get_track(TRACK), now=now - timedelta(weeks=len(WEEKLY_HOURS))
    )
    save_circumstances(
        user=learner,
        now=began,
        current_role="Data analyst",
        current_rung=0,
        current_pay=Decimal(68_000),
        country="US",
        hours_per_week=Decimal(7),
        goal="Put the models that I build into production, and keep them there.",
        target_role=Role.objects.filter(
            placements__ladder_rung__track__key=TRACK, placements__ladder_rung__rung=Rung.SENIOR
        )
        .order_by("key")
        .first(),
        target_date=now.date() + timedelta(days=900),
        employer_share=Decimal("0.50"),
    )
    _work_on_stages(enrolment, now)
    _log_weeks(enrolment, now)
    _plan_certifications(learner, now)
    return enrolment


def _learn_python(learner: User, began: datetime) -> None:
    """Finish under Python what both tracks share, so that it is carried over."""
    enrolment = choose_track(user=learner, track=_get_track(FIRST_TRACK), now=began)
    shared = [one for one in get_outline(enrolment=enrolment).milestones if "MLOps" in one.also_in]
    for number, one in enumerate(shared[:6]):
        set_milestone_status(
            enrolment=enrolment,
            milestone=one.milestone,
            status=MilestoneStatus.DONE,
            now=began + timedelta(days=6 * (number + 1)),
        )


def _work_on_stages(enrolment: Enrolment, now: datetime) -> None:
    """Leave the first two stages about half finished, with one skipped and two begun."""
    first, second, *_ = get_outline(enrolment=enrolment).stages
    at = now - timedelta(weeks=9)
    for stage, share in ((first, 0.75), (second, 0.4)):
        at = _work_on_stage(enrolment, stage, share, at)
    proof = next((one for one in first.milestones if one.status == MilestoneStatus.TODO), None)
    if proof:
        save_note(
            enrolment=enrolment,
            milestone=proof.milestone,
            note="The second attempt went better: notes are in the repository.",
            links=["https://example.org/ada/notes"],
            now=at,
        )


def _work_on_stage(
    enrolment: Enrolment, stage: StageProgress, share: float, at: datetime
) -> datetime:
    left = [one for one in stage.milestones if not one.is_closed and not one.is_optional]
    done_count = round(len(left) * share)
    moves = [(one, MilestoneStatus.DONE) for one in left[:done_count]]
    moves += [(one, MilestoneStatus.IN_PROGRESS) for one in left[done_count : done_count + 1]]
    moves += [(one, MilestoneStatus.SKIPPED) for one in left[done_count + 2 : done_count + 3]]
    for one, status in moves:
        at += timedelta(days=4, hours=1)
        set_milestone_status(enrolment=enrolment, milestone=one.milestone, status=status, now=at)
    return at


def _log_weeks(enrolment: Enrolment, now: datetime) -> None:
    learner, today = enrolment.user, now.date()
    studied = get_outline(enrolment=enrolment).milestones
    this_monday = today - timedelta(days=today.weekday())
    for back, hours in zip(range(len(WEEKLY_HOURS), 0, -1), WEEKLY_HOURS, strict=True):
        monday = this_monday - timedelta(weeks=back)
        for weekday, note in DAYS:
            if hours:
                log_study(
                    user=learner,
                    date=monday + timedelta(days=weekday),
                    hours=(Decimal(hours) / len(DAYS)).quantize(Decimal("0.25")),
                    today=today,
                    milestone=studied[len(WEEKLY_HOURS) - back + 4].milestone,
                    note=note,
                )
    log_study(user=learner, date=today, hours=Decimal("1.5"), today=today, note="Read ahead")


def _plan_certifications(learner: User, now: datetime) -> None:
    earnable = Certification.objects.filter(
        status=CertificationStatus.ACTIVE, track_links__track__key=TRACK
    )
    for certification in earnable.order_by("track_links__rung", "key").distinct()[:2]:
        plan_certification(user=learner, certification=certification, now=now)
