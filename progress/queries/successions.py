"""What a learner has through milestones that were replaced (ADR 0014)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from progress.choices import MilestoneStatus
from progress.models import Enrolment
from tracks.models import Milestone, ReleaseRemoval, TrackRelease


@dataclass(frozen=True)
class Successions:
    """Which milestones took the place of which, as a learner's releases froze it.

    `groups` maps a milestone to the sets of milestones that releases merged into it, one
    set for each release.
    """

    groups: Mapping[int, tuple[tuple[Milestone, ...], ...]] = field(default_factory=dict)

    def find_done_through(self, milestone_id: int, done: Collection[int]) -> tuple[Milestone, ...]:
        """Return the ticked milestones through which this one is done, or nothing.

        All that one release merged into it must be done, themselves or through what they
        replaced in turn.

        Args:
            milestone_id: The milestone that is not ticked itself.
            done: Ids of the milestones that the learner ticked as done.
        """
        return self._search(milestone_id, done, frozenset())

    def list_predecessors(self, milestone_id: int) -> tuple[Milestone, ...]:
        """Return everything that went into a milestone, directly or in steps."""
        found: dict[int, Milestone] = {}
        waiting = [milestone_id]
        while waiting:
            for group in self.groups.get(waiting.pop(), ()):
                for one in group:
                    if one.pk not in found:
                        found[one.pk] = one
                        waiting.append(one.pk)
        found.pop(milestone_id, None)
        return tuple(found.values())

    def _search(
        self, milestone_id: int, done: Collection[int], seen: frozenset[int]
    ) -> tuple[Milestone, ...]:
        seen |= {milestone_id}
        for group in self.groups.get(milestone_id, ()):
            through: dict[int, Milestone] = {}
            for one in group:
                if one.pk in done:
                    through[one.pk] = one
                    continue
                found = () if one.pk in seen else self._search(one.pk, done, seen)
                if not found:
                    break
                through |= {other.pk: other for other in found}
            else:
                return tuple(through.values())
        return ()


def get_successions(*, enrolment: Enrolment) -> Successions:
    """Read what releases up to the one followed froze; one query, none for a first release.

    It rests on nothing that a curator can still edit, so the same release and ticks always
    give the same outline.
    """
    if enrolment.release.number == 1:
        return Successions()
    rows = _list_removals([enrolment.track_id]).filter(
        release__number__lte=enrolment.release.number
    )
    return _merge(rows)


def read_successions(
    *, releases: Collection[int], tracks: Collection[int]
) -> dict[int, Successions]:
    """Read the same for many releases of some tracks, by id of the release.

    One query, and one more where a release has replaced anything; others are left out.
    """
    rows = list(_list_removals(tracks).select_related("release"))
    if not rows:
        return {}
    followed = TrackRelease.objects.filter(pk__in=releases).values_list("pk", "track", "number")
    found = {
        pk: _merge(
            row for row in rows if row.release.track_id == track and row.release.number <= number
        )
        for pk, track, number in followed
    }
    return {pk: one for pk, one in found.items() if one.groups}


def add_done_through(statuses: Mapping[int, str], successions: Successions) -> Mapping[int, str]:
    """Return statuses by milestone with those put to done that are done through others.

    Only what nobody touched: as `outlines.get_outline` reads it.
    """
    done = {pk for pk, status in statuses.items() if status == MilestoneStatus.DONE}
    through = {
        pk: MilestoneStatus.DONE.value
        for pk in successions.groups
        if statuses.get(pk, MilestoneStatus.TODO) == MilestoneStatus.TODO
        and successions.find_done_through(pk, done)
    }
    return {**statuses, **through} if through else statuses


def _list_removals(tracks: Collection[int]) -> QuerySet[ReleaseRemoval]:
    rows = ReleaseRemoval.objects.filter(release__track__in=tracks, successor__isnull=False)
    return rows.select_related("milestone").order_by("release__number", "pk")


def _merge(rows: Iterable[ReleaseRemoval]) -> Successions:
    merged: dict[int, dict[int, list[Milestone]]] = {}
    for row in rows:
        groups = merged.setdefault(row.successor_id or 0, {})
        groups.setdefault(row.release_id, []).append(row.milestone)
    return Successions({pk: tuple(map(tuple, groups.values())) for pk, groups in merged.items()})
