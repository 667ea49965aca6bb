"""Stages, milestones and next steps of a career plan."""

from datetime import date, tzinfo

from progress.choices import MilestoneStatus
from progress.documents.content import (
    DateRange,
    HourRange,
    NextStep,
    PlanMilestone,
    PlanStage,
    ReplacedMilestone,
)
from progress.models import MilestoneState
from progress.queries.outlines import MilestoneProgress, Outline
from progress.queries.schedules import DueRange
from tracks.models import ReleaseRemoval

NEXT_STEP_COUNT = 5


def list_plan_stages(
    *, outline: Outline, due: dict[int, DueRange], zone: tzinfo
) -> tuple[PlanStage, ...]:
    """Return every stage with every milestone of the release, in its order."""
    return tuple(
        PlanStage(
            title=part.stage.title,
            summary=part.stage.summary,
            milestones=tuple(_read_milestone(one, due, zone) for one in part.milestones),
        )
        for part in outline.stages
    )


def list_replaced_milestones(*, outline: Outline, zone: tzinfo) -> tuple[ReplacedMilestone, ...]:
    """Return what the learner has of milestones that left the track, by key; one query or none.

    Only releases up to the one followed are looked at, and only what it does not place.
    """
    release = outline.enrolment.release
    if release.number == 1:
        return ()
    gone = ReleaseRemoval.objects.filter(
        release__track_id=release.track_id, release__number__lte=release.number
    )
    states = (
        MilestoneState.objects.filter(
            user_id=outline.enrolment.user_id, milestone__in=gone.values("milestone")
        )
        .exclude(milestone__in=[one.milestone.pk for one in outline.milestones])
        .select_related("milestone", "track")
        .order_by("milestone__key")
    )
    return tuple(
        ReplacedMilestone(
            key=state.milestone.key,
            status=MilestoneStatus(state.status),
            changed_at=state.changed_at.astimezone(zone),
            changed_in=state.track.key if state.track else "",
            note=state.note,
            links=tuple(state.links),
        )
        for state in states
    )


def make_date_range(due: DueRange | None) -> DateRange | None:
    """Return a due range in the plan's shape."""
    return DateRange(earliest=due.earliest, likely=due.likely, latest=due.latest) if due else None


def _read_milestone(
    one: MilestoneProgress, due: dict[int, DueRange], zone: tzinfo
) -> PlanMilestone:
    milestone = one.milestone
    changed = one.changed_at.astimezone(zone).date() if one.changed_at else None
    is_done = one.status == MilestoneStatus.DONE
    proof = "; ".join(one.links) or milestone.proof_idea
    return PlanMilestone(
        number=one.number,
        title=milestone.title + (" (optional)" if one.is_optional else ""),
        outcome=milestone.outcome,
        status=one.status,
        hours=_read_hours(one),
        due=make_date_range(due.get(milestone.pk)),
        done_date=changed if is_done else None,
        needs=tuple(str(needed) for needed in milestone.prerequisites.all()),
        proof=proof[:400],
        note=one.note,
        carried_from=_say_carried(one, changed, zone),
        key=milestone.key,
        links=one.links,
        changed_at=one.changed_at.astimezone(zone) if one.changed_at else None,
        changed_in=one.changed_in,
    )


def _read_hours(one: MilestoneProgress) -> HourRange | None:
    low, likely, high = (
        one.milestone.hours_low,
        one.milestone.hours_likely,
        one.milestone.hours_high,
    )
    if low is None or likely is None or high is None:
        return None
    return HourRange(low_hours=low, likely_hours=likely, high_hours=high)


def _say_carried(one: MilestoneProgress, changed: date | None, zone: tzinfo) -> str:
    if one.through and one.through_at is not None:
        names = " and ".join(f"“{other}”" for other in one.through)
        return f"already yours through {names}, {one.through_at.astimezone(zone):%-d %b %Y}"
    if not one.carried_from or one.status != MilestoneStatus.DONE or changed is None:
        return ""
    return f"already yours from {one.carried_from}, {changed:%-d %b %Y}"


def list_next_steps(*, outline: Outline, due: dict[int, DueRange]) -> tuple[NextStep, ...]:
    """Return what comes first, and why."""
    steps = []
    for one in outline.list_next(NEXT_STEP_COUNT):
        opens = sum(
            one.milestone in other.milestone.prerequisites.all() for other in outline.milestones
        )
        if one.status == MilestoneStatus.IN_PROGRESS:
            reason = "You have started it."
        elif opens:
            reason = f"Needed by {opens} later milestone{'s' if opens > 1 else ''}."
        else:
            reason = "Next in the order of the track; nothing it needs is open."
        when = due.get(one.milestone.pk)
        steps.append(
            NextStep(
                title=one.milestone.title,
                reason=reason,
                due=when.likely if when else None,
                likely_hours=one.milestone.hours_likely,
            )
        )
    return tuple(steps)
