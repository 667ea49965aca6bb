"""What changing to another track means for one learner: what carries over, what it costs."""

from dataclasses import dataclass
from datetime import datetime

from certifications.choices import CertificationStatus
from certifications.models import CertificationTrack
from certifications.queries.fees import CertificationCost
from progress.choices import MilestoneStatus
from progress.models import Enrolment, Learner, MilestoneState
from progress.queries.instant_projections import InstantProjection, get_instant_projection
from progress.queries.outlines import get_outline
from progress.queries.roi_contexts import list_costs, sort_costs
from progress.queries.roi_inputs import gather_roi_inputs, list_planned_costs
from progress.queries.schedules import get_study_pace
from progress.roi.draws import STORED_DRAW_COUNT
from tracks.models import Track, TrackRelease
from tracks.queries.comparisons import PayPair, pair_pay
from tracks.queries.tracks import find_latest_release
from tracks.queries.transfers import Similarity, Transfer, measure_similarity, measure_transfer


@dataclass(frozen=True)
class SwitchFees:
    """Planned certifications that still count on the other track, and those that do not.

    `offered` are certifications of the other track that are not planned, in the order of
    its rungs. Nobody is told to buy them all, so they are not summed.
    """

    kept: tuple[CertificationCost, ...]
    dropped: tuple[CertificationCost, ...]
    offered: tuple[CertificationCost, ...]


@dataclass(frozen=True)
class Switch:
    """Everything that a learner weighs before changing tracks.

    `stay` and `go` are projections with the same circumstances and luck; each may lack
    figures and then says what is missing. `weeks_left` is None while the pace is unknown.
    """

    here: Enrolment
    there: Track
    transfer: Transfer
    remaining_here: Transfer
    similarity: Similarity
    hours_per_week: float | None
    fees: SwitchFees
    pay: tuple[PayPair, ...]
    stay: InstantProjection
    go: InstantProjection

    @property
    def weeks_left(self) -> int | None:
        """Whole weeks at the learner's pace for what is left of the other track."""
        return self._count_weeks(self.transfer)

    @property
    def weeks_left_here(self) -> int | None:
        """Whole weeks at the learner's pace for what is left of the present track."""
        return self._count_weeks(self.remaining_here)

    def _count_weeks(self, transfer: Transfer) -> int | None:
        if not self.hours_per_week:
            return None
        return -int(-transfer.hours_left // self.hours_per_week)


def get_switch(*, enrolment: Enrolment, track: Track, now: datetime) -> Switch | None:
    """Weigh going over to another track; None when it has no release. About sixty queries."""
    there = _find_enrolment(enrolment, track, now)
    if there is None:
        return None
    today = now.date()
    learner = Learner.objects.get(user_id=enrolment.user_id)
    pace = get_study_pace(user=enrolment.user, planned=learner.hours_per_week, today=today)
    return Switch(
        here=enrolment,
        there=track,
        transfer=_measure(there),
        remaining_here=_measure(enrolment),
        similarity=measure_similarity(left=enrolment.track, right=track),
        hours_per_week=float(pace.hours_per_week) if pace.hours_per_week else None,
        fees=_sort_fees(enrolment, track),
        pay=pair_pay(left=enrolment.track, right=track),
        stay=_project(enrolment, now),
        go=_project(there, now),
    )


def _find_enrolment(enrolment: Enrolment, track: Track, now: datetime) -> Enrolment | None:
    """Return the learner's resting enrolment, or one as it would begin; it is not saved."""
    present = (
        Enrolment.objects.filter(user_id=enrolment.user_id, track=track)
        .select_related("track", "release", "user")
        .first()
    )
    if present:
        return present
    release: TrackRelease | None = find_latest_release(track=track)
    if release is None:
        return None
    return Enrolment(
        user=enrolment.user, track=track, release=release, started_at=now, activated_at=now
    )


def _measure(enrolment: Enrolment) -> Transfer:
    states = dict(
        MilestoneState.objects.filter(user_id=enrolment.user_id).values_list(
            "milestone_id", "status"
        )
    )
    done = {pk for pk, status in states.items() if status == MilestoneStatus.DONE}
    # The outline also knows what counts as done through a milestone that was replaced.
    outline = get_outline(enrolment=enrolment)
    done |= {one.milestone.pk for one in outline.milestones if one.status == MilestoneStatus.DONE}
    return measure_transfer(
        track=enrolment.track,
        done=done,
        under_way={pk for pk, status in states.items() if status == MilestoneStatus.IN_PROGRESS},
        left_out={pk for pk, status in states.items() if status == MilestoneStatus.SKIPPED},
        release=enrolment.release,
    )


def _sort_fees(enrolment: Enrolment, track: Track) -> SwitchFees:
    links = set(
        CertificationTrack.objects.filter(track=track).values_list("certification_id", flat=True)
    )
    planned = list_planned_costs(enrolment=enrolment)
    planned_ids = {cost.certification.pk for cost in planned}
    offered = sort_costs(list_costs(links - planned_ids).values(), track_id=track.pk)
    return SwitchFees(
        kept=tuple(cost for cost in planned if cost.certification.pk in links),
        dropped=tuple(cost for cost in planned if cost.certification.pk not in links),
        offered=tuple(
            cost for cost in offered if cost.certification.status == CertificationStatus.ACTIVE
        ),
    )


def _project(enrolment: Enrolment, now: datetime) -> InstantProjection:
    gathered = gather_roi_inputs(enrolment=enrolment, today=now.date())
    return get_instant_projection(gathered, draw_count=STORED_DRAW_COUNT)
