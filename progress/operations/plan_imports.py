"""Bring the data of a printed plan into a fresh account."""

from datetime import UTC, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from certifications.models import Certification
from progress.choices import MilestoneStatus
from progress.documents.content import (
    CareerPlanContent,
    PlanCircumstances,
    PlanMilestone,
    ReplacedMilestone,
)
from progress.models import Enrolment, MilestoneEvent, MilestoneState, StudyLogEntry
from progress.operations.enrolments import TrackNotPublished, choose_track
from progress.operations.learners import (
    CertificationNotPlannable,
    override_assumptions,
    plan_certification,
    save_circumstances,
)
from progress.operations.study_log import HOURS_OF_A_DAY
from progress.roi.assumptions import AssumptionOutOfRange, AssumptionUnknown
from tracks.models import Milestone, Role, Track, TrackRelease


class PlanNotImportable(Exception):
    """The plan does not fit this account or this installation; nothing was changed."""


def import_career_plan(*, user: User, content: CareerPlanContent, now: datetime) -> Enrolment:
    """Give an account the track, states, notes, circumstances and certifications of a plan.

    Figures, sources and words of the plan are not taken: they are made anew from this
    installation's data. A plan printed afterwards says the same where the data is the same.

    Args:
        user: An account that follows no track yet.
        content: The plan, as read from its plan.json.
        now: When certifications count as added.

    Returns:
        The new enrolment.

    Raises:
        PlanNotImportable: The account is in use, or something the plan names is not known here.
    """
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            if Enrolment.objects.filter(user=user).exists() or user.milestone_states.exists():
                raise PlanNotImportable("This account has progress of its own. Use a fresh one.")
            _restore_person(user, content)
            enrolment = _follow_track(user, content)
            _restore_circumstances(user, content, enrolment)
            _restore_milestones(user, content)
            _restore_certifications(user, content, now)
    except (TrackNotPublished, CertificationNotPlannable, AssumptionOutOfRange) as refusal:
        raise PlanNotImportable(str(refusal)) from refusal
    except (ValidationError, AssumptionUnknown) as refusal:
        message = f"An answer of the plan is not possible here: {refusal}"
        raise PlanNotImportable(message) from refusal
    return enrolment


def _restore_person(user: User, content: CareerPlanContent) -> None:
    user.display_name = user.display_name or content.cover.learner_name
    user.time_zone = content.circumstances.time_zone
    user.full_clean(exclude=["password"])
    user.save(update_fields=["display_name", "time_zone"])


def _follow_track(user: User, content: CareerPlanContent) -> Enrolment:
    cover = content.cover
    track = Track.objects.filter(key=cover.track_key).first()
    release = TrackRelease.objects.filter(track=track, number=cover.release_number).first()
    if track is None or release is None:
        message = f"{cover.track_title}, release {cover.release_number}, is not known here."
        raise PlanNotImportable(message)
    day = cover.start_date or content.issued_at.date()
    enrolment = choose_track(user=user, track=track, now=datetime.combine(day, time(12), UTC))
    enrolment.release = release
    enrolment.save(update_fields=["release"])
    return enrolment


def _restore_circumstances(user: User, content: CareerPlanContent, enrolment: Enrolment) -> None:
    told: PlanCircumstances = content.circumstances
    role = Role.objects.filter(key=told.target_role_key).first()
    if told.target_role_key and role is None:
        message = f"The role {told.target_role_key} is not known here."
        raise PlanNotImportable(message)
    save_circumstances(
        user=user,
        now=content.issued_at,
        current_role=content.cover.start_role,
        current_rung=told.current_rung,
        current_pay=told.current_pay,
        pay_currency=told.pay_currency,
        country=told.country,
        hours_per_week=told.hours_per_week,
        goal=told.goal,
        target_role=role,
        target_date=content.cover.target_date,
        employer_share=told.employer_share,
    )
    if told.own_assumptions:
        changes = {one.key: one.value for one in told.own_assumptions}
        override_assumptions(user=user, track_key=enrolment.track.key, changes=changes)
    for one in told.study_days:
        # More than a day holds can only be two entries of one day; each fits by itself.
        left = one.hours
        while left > 0:
            entry = StudyLogEntry(user=user, date=one.day, hours=min(left, HOURS_OF_A_DAY))
            entry.full_clean()
            entry.save()
            left -= HOURS_OF_A_DAY


def _restore_milestones(user: User, content: CareerPlanContent) -> None:
    planned: list[PlanMilestone | ReplacedMilestone] = [
        *(one for stage in content.stages for one in stage.milestones),
        *content.replaced,
    ]
    known = {one.key: one for one in Milestone.objects.filter(key__in=[one.key for one in planned])}
    tracks = {one.key: one for one in Track.objects.all()}
    for one in planned:
        if one.key not in known:
            message = f"The milestone {one.key or _read_title(one)} is not known here."
            raise PlanNotImportable(message)
        if one.changed_at is not None:
            _restore_milestone(
                user, one, known[one.key], tracks.get(one.changed_in), one.changed_at
            )


def _read_title(one: PlanMilestone | ReplacedMilestone) -> str:
    return one.title if isinstance(one, PlanMilestone) else "without a key"


def _restore_milestone(
    user: User,
    one: PlanMilestone | ReplacedMilestone,
    milestone: Milestone,
    track: Track | None,
    at: datetime,
) -> None:
    if one.status != MilestoneStatus.TODO:
        MilestoneEvent.objects.create(
            user=user,
            milestone=milestone,
            from_status=MilestoneStatus.TODO,
            to_status=one.status,
            at=at,
            track=track,
        )
    MilestoneState.objects.create(
        user=user,
        milestone=milestone,
        status=one.status,
        changed_at=at,
        track=track,
        note=one.note,
        links=[link for link in one.links if link.startswith("https://")],
    )


def _restore_certifications(user: User, content: CareerPlanContent, now: datetime) -> None:
    keys = [one.key for one in content.certifications]
    known = {one.key: one for one in Certification.objects.filter(key__in=keys)}
    for planned in content.certifications:
        if planned.key not in known:
            message = f"The certification {planned.name} is not known here."
            raise PlanNotImportable(message)
        plan_certification(user=user, certification=known[planned.key], now=now)
