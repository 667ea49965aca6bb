"""A learner's track as an outline: stages, milestones, states, hours left."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from progress.choices import MilestoneStatus
from progress.models import Enrolment, MilestoneState
from progress.queries.successions import Successions, get_successions
from tracks.models import Milestone, Placement, ReleasePlacement, ReleaseStage

CLOSED = (MilestoneStatus.DONE, MilestoneStatus.SKIPPED)


@dataclass(frozen=True)
class MilestoneProgress:
    """One placed milestone as this learner has it.

    `carried_from` names the other track under which it was done first; `waits_for` are
    the prerequisites of this track that are still open. `also_in` names the other tracks
    that place the milestone. `number` counts the milestones of the release from 1. A
    milestone that is done through others is DONE here and has no `changed_at`: no tick is
    stored for it.
    """

    number: int
    milestone: Milestone
    status: MilestoneStatus
    is_optional: bool
    changed_at: datetime | None
    carried_from: str
    waits_for: tuple[Milestone, ...]
    also_in: tuple[str, ...]
    note: str
    links: tuple[str, ...]
    # The key of the track that was followed when the state last changed.
    changed_in: str = ""
    # Not ticked itself, but done through these, which it replaced; `through_at` is when
    # the last of them was done.
    through: tuple[Milestone, ...] = ()
    through_at: datetime | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do here."""
        return self.status in CLOSED

    @property
    def counts(self) -> bool:
        """Whether the milestone stands in the denominator of progress."""
        if self.status == MilestoneStatus.SKIPPED:
            return False
        return not self.is_optional or self.status != MilestoneStatus.TODO


@dataclass(frozen=True)
class ProgressCount:
    """How many milestones count, and where they stand.

    `total` leaves out skipped milestones and optional ones that nobody started.
    """

    done: int
    in_progress: int
    total: int
    skipped: int
    hours_left: int

    @property
    def percent(self) -> int:
        """Whole per cent done, 100 only when everything that counts is done."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True)
class StageProgress:
    """A stage and its milestones in order."""

    stage: ReleaseStage
    milestones: tuple[MilestoneProgress, ...]

    @property
    def count(self) -> ProgressCount:
        """Progress within the stage."""
        return count_progress(self.milestones)


@dataclass(frozen=True)
class Outline:
    """A release as one learner stands in it."""

    enrolment: Enrolment
    stages: tuple[StageProgress, ...]

    @property
    def milestones(self) -> tuple[MilestoneProgress, ...]:
        """All milestones in the order of the release."""
        return tuple(one for stage in self.stages for one in stage.milestones)

    @property
    def count(self) -> ProgressCount:
        """Progress over the whole track."""
        return count_progress(self.milestones)

    def list_next(self, limit: int = 3) -> list[MilestoneProgress]:
        """Return what to do next: what is in progress, then what waits for nothing."""
        open_ones = [one for one in self.milestones if not one.is_closed and not one.is_optional]
        started = [one for one in open_ones if one.status == MilestoneStatus.IN_PROGRESS]
        ready = [
            one for one in open_ones if one.status == MilestoneStatus.TODO and not one.waits_for
        ]
        return [*started, *ready][:limit]


def count_progress(milestones: tuple[MilestoneProgress, ...]) -> ProgressCount:
    """Count states; hours left are the likely hours of what counts and is not done."""
    counting = [one for one in milestones if one.counts]
    return ProgressCount(
        done=sum(one.status == MilestoneStatus.DONE for one in counting),
        in_progress=sum(one.status == MilestoneStatus.IN_PROGRESS for one in counting),
        total=len(counting),
        skipped=sum(one.status == MilestoneStatus.SKIPPED for one in milestones),
        hours_left=sum(one.milestone.hours_likely or 0 for one in counting if not one.is_closed),
    )


@dataclass
class _Reading:
    states: dict[int, MilestoneState]
    also_in: dict[int, tuple[str, ...]]
    successions: Successions
    placed: dict[int, Milestone] = field(default_factory=dict)

    @cached_property
    def done(self) -> set[int]:
        """Ids of ticked milestones, in the release or not."""
        return {pk for pk, state in self.states.items() if state.status == MilestoneStatus.DONE}

    def find_through(self, milestone_id: int) -> tuple[Milestone, ...]:
        """Return what an untouched milestone is done through."""
        state = self.states.get(milestone_id)
        if state and state.status != MilestoneStatus.TODO:
            return ()
        return self.successions.find_done_through(milestone_id, self.done)


def get_outline(*, enrolment: Enrolment) -> Outline:
    """Read the enrolment's release with the learner's states; six queries, or seven.

    What later releases replaced costs one query more than a first release.
    """
    stages = list(
        enrolment.release.stages.order_by("position", "pk").prefetch_related(
            "placements__milestone__prerequisites"
        )
    )
    states = {
        state.milestone_id: state
        for state in MilestoneState.objects.filter(user_id=enrolment.user_id).select_related(
            "track"
        )
    }
    reading = _Reading(states, _list_other_tracks(enrolment), get_successions(enrolment=enrolment))
    for stage in stages:
        for placed in stage.placements.all():
            reading.placed[placed.milestone_id] = placed.milestone
    number, rows = 0, []
    for stage in stages:
        milestones = []
        for placed in sorted(stage.placements.all(), key=lambda one: (one.position, one.pk)):
            number += 1
            milestones.append(_read_milestone(number, placed, enrolment, reading))
        rows.append(StageProgress(stage, tuple(milestones)))
    return Outline(enrolment, tuple(rows))


def _read_milestone(
    number: int, placed: ReleasePlacement, enrolment: Enrolment, reading: _Reading
) -> MilestoneProgress:
    milestone = placed.milestone
    state = reading.states.get(milestone.pk)
    through = reading.find_through(milestone.pk)
    status = MilestoneStatus(state.status) if state else MilestoneStatus.TODO
    status = MilestoneStatus.DONE if through else status
    is_elsewhere = bool(
        state and state.track_id and state.track_id != enrolment.track_id
    ) and status in (MilestoneStatus.DONE, MilestoneStatus.IN_PROGRESS)
    waits_for = tuple(
        needed
        for needed in milestone.prerequisites.all()
        if needed.pk in reading.placed and not _is_closed(reading, needed.pk)
    )
    return MilestoneProgress(
        number=number,
        milestone=milestone,
        status=status,
        is_optional=placed.is_optional,
        changed_at=state.changed_at if state and not through else None,
        carried_from=str(state.track) if state and is_elsewhere and not through else "",
        waits_for=waits_for if status not in CLOSED else (),
        also_in=reading.also_in.get(milestone.pk, ()),
        note=state.note if state else "",
        links=tuple(state.links) if state else (),
        changed_in=state.track.key if state and state.track else "",
        through=through,
        through_at=max((reading.states[one.pk].changed_at for one in through), default=None),
    )


def _is_closed(reading: _Reading, milestone_id: int) -> bool:
    state = reading.states.get(milestone_id)
    return bool(state and state.status in CLOSED) or bool(reading.find_through(milestone_id))


def _list_other_tracks(enrolment: Enrolment) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = {}
    pairs = (
        Placement.objects.exclude(stage__track_id=enrolment.track_id)
        .order_by("stage__track__position")
        .values_list("milestone_id", "stage__track__name")
    )
    for milestone_id, name in pairs:
        names[milestone_id] = (*names.get(milestone_id, ()), name)
    return names
