"""Gather the inputs of thousands of learners with the same few queries as of one.

The result is that of `roi_inputs.gather_roi_inputs` for each of them, without papers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, Sum

from progress.choices import MilestoneStatus
from progress.models import (
    Enrolment,
    Learner,
    MilestoneState,
    PlannedCertification,
    StudyLogEntry,
)
from progress.queries.plan_hours import PlanHours, count_plan_hours
from progress.queries.roi_contexts import (
    Catalogue,
    ContextKey,
    SharedInputs,
    fingerprint_shared,
    read_catalogue,
    share_inputs,
)
from progress.queries.roi_inputs import (
    choose_target_rung,
    count_months_active,
    list_missing_inputs,
    make_context_key,
    make_roi_inputs,
)
from progress.queries.schedules import StudyPace, count_logged_weeks
from progress.queries.successions import Successions, add_done_through, read_successions
from progress.roi.shapes import RoiInputs
from tracks.models import RolePlacement


@dataclass(frozen=True, slots=True)
class LearnerInputs:
    """One learner's inputs, with what the context shares, its fingerprint and what is left."""

    enrolment: Enrolment
    shared: SharedInputs
    inputs: RoiInputs
    context_fingerprint: str
    hours: PlanHours


@dataclass(frozen=True)
class _Readings:
    """What the learners told and did, by id of the user; `successions` by id of the release."""

    learners: dict[int, Learner]
    statuses: dict[int, dict[int, str]]
    planned: dict[int, list[int]]
    paces: dict[int, tuple[int, Decimal]]
    placements: dict[tuple[int, int], int]
    successions: dict[int, Successions]

    def get_statuses(self, *, user: int, release: int) -> Mapping[int, str]:
        """Return what the user did, by milestone, also through what the release replaced."""
        statuses = self.statuses.get(user, {})
        successions = self.successions.get(release)
        return add_done_through(statuses, successions) if successions else statuses


def gather_many_inputs(
    *, enrolments: Sequence[Enrolment], today: date
) -> dict[int, LearnerInputs | None]:
    """Resolve the inputs of many enrolments, by id; None where something is missing.

    At most fifteen queries, however many. `track` must have been read with the enrolments.
    """
    if not enrolments:
        return {}
    read = _read_learners(enrolments, today)
    keys = {one.pk: _make_key(one, read) for one in enrolments if one.user_id in read.learners}
    catalogue = read_catalogue(set(keys.values()))
    resolved = _Resolved(catalogue, today)
    return {
        one.pk: _gather(one, keys[one.pk], read, resolved) if one.pk in keys else None
        for one in enrolments
    }


class _Resolved:
    """Contexts resolved on first use: their shared figures and fingerprint, None if unusable."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self.catalogue, self.today = catalogue, today
        self._found: dict[ContextKey, tuple[SharedInputs, str] | None] = {}

    def get(self, key: ContextKey) -> tuple[SharedInputs, str] | None:
        if key not in self._found:
            try:
                shared = share_inputs(key, self.catalogue, today=self.today)
                self._found[key] = shared, fingerprint_shared(shared)
            except (ValueError, KeyError):
                self._found[key] = None
        return self._found[key]


def _gather(
    enrolment: Enrolment, key: ContextKey, read: _Readings, resolved: _Resolved
) -> LearnerInputs | None:
    user, catalogue = enrolment.user_id, resolved.catalogue
    learner = read.learners[user]
    placed = catalogue.placed.get(key.release_id, ())
    statuses = read.get_statuses(user=user, release=key.release_id)
    hours = count_plan_hours(placed, statuses)
    bands = catalogue.bands.get((key.track_id, key.country), {})
    if list_missing_inputs(learner=learner, hours=hours, bands=bands):
        return None
    found = resolved.get(key)
    if found is None:
        return None
    shared, fingerprint = found
    weeks, logged = read.paces.get(user, (0, Decimal(0)))
    try:
        inputs = make_roi_inputs(
            shared=shared,
            learner=learner,
            hours=hours,
            pace=StudyPace(learner.hours_per_week, weeks, logged),
            months_active=count_months_active(enrolment=enrolment, today=resolved.today),
        )
    except ValueError:
        return None
    return LearnerInputs(enrolment, shared, inputs, fingerprint, hours)


def _make_key(enrolment: Enrolment, read: _Readings) -> ContextKey:
    learner = read.learners[enrolment.user_id]
    role = learner.target_role_id
    placed_on = read.placements.get((role, enrolment.track_id)) if role else None
    return make_context_key(
        enrolment=enrolment,
        learner=learner,
        target_rung=choose_target_rung(placed_on=placed_on, start_rung=learner.current_rung or 0),
        certifications=read.planned.get(enrolment.user_id, ()),
    )


def _read_learners(enrolments: Sequence[Enrolment], today: date) -> _Readings:
    users = [one.user_id for one in enrolments]
    learners = {row.user_id: row for row in Learner.objects.filter(user__in=users)}
    statuses: dict[int, dict[int, str]] = {}
    states = MilestoneState.objects.filter(user__in=users).exclude(status=MilestoneStatus.TODO)
    for user, milestone, status in states.values_list("user", "milestone", "status").iterator():
        statuses.setdefault(user, {})[milestone] = status
    planned: dict[int, list[int]] = {}
    wanted = PlannedCertification.objects.filter(user__in=users)
    for user, certification in wanted.values_list("user", "certification"):
        planned.setdefault(user, []).append(certification)
    roles = {row.target_role_id for row in learners.values() if row.target_role_id}
    return _Readings(
        learners=learners,
        statuses=statuses,
        planned=planned,
        paces=_read_paces(users, today),
        placements=read_role_places(roles),
        successions=read_successions(
            releases={one.release_id for one in enrolments},
            tracks={one.track_id for one in enrolments},
        ),
    )


def _read_paces(users: list[int], today: date) -> dict[int, tuple[int, Decimal]]:
    log = (
        StudyLogEntry.objects.filter(user__in=users, date__lte=today)
        .values("user")
        .annotate(first=Min("date"), total=Sum("hours"))
        .values_list("user", "first", "total")
    )
    return {
        user: (count_logged_weeks(first=first, today=today), total) for user, first, total in log
    }


def read_role_places(roles: Collection[int]) -> dict[tuple[int, int], int]:
    """Return the lowest rung of each role on each track, by both ids; one query or none."""
    if not roles:
        return {}
    rows = (
        RolePlacement.objects.filter(role__in=list(roles))
        .values_list("role", "ladder_rung__track")
        .annotate(lowest=Min("ladder_rung__rung"))
    )
    return {(role, track): lowest for role, track, lowest in rows}
