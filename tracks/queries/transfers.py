"""What of one track is left to do for somebody who has done other milestones already."""

import heapq
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracks.models import Milestone, ReleasePlacement, Track, TrackRelease
from tracks.queries.tracks import list_placements

# A milestone counts as half known from this share of its skills on.
KNOWN_SKILLS_SHARE = 0.5


class TransferPart(StrEnum):
    """How much of a milestone somebody brings along."""

    CARRIED = "carried over"
    PARTLY = "partly"
    NEW = "new"


@dataclass(frozen=True)
class TransferMilestone:
    """One milestone of the track to go to.

    `known_skills` are names of its skills that milestones done elsewhere have trained;
    they say why it is *partly* known and take nothing off its hours, because nobody knows
    how much. `hours` are likely study hours, None when unknown.
    """

    milestone: Milestone
    part: TransferPart
    is_optional: bool
    is_under_way: bool
    known_skills: tuple[str, ...]

    @property
    def hours(self) -> int | None:
        """Likely hours of study from nothing."""
        return self.milestone.hours_likely


@dataclass(frozen=True)
class BridgeStep:
    """One step of the way over, with the likely hours up to and with it."""

    milestone: Milestone
    hours: int
    hours_so_far: int


@dataclass(frozen=True)
class Transfer:
    """A track as somebody meets it who has done some milestones.

    `bridge` holds the open ones that count, the cheapest next step first as far as
    prerequisites allow. Optional ones that nobody began are not in it.
    """

    track: Track
    milestones: tuple[TransferMilestone, ...]
    bridge: tuple[BridgeStep, ...]

    def list_part(self, part: TransferPart) -> tuple[TransferMilestone, ...]:
        """Return the milestones of one part in the release's order."""
        return tuple(one for one in self.milestones if one.part == part)

    @property
    def carried(self) -> tuple[TransferMilestone, ...]:
        """What is done already."""
        return self.list_part(TransferPart.CARRIED)

    @property
    def partly(self) -> tuple[TransferMilestone, ...]:
        """What is under way, or half known by its skills."""
        return self.list_part(TransferPart.PARTLY)

    @property
    def new(self) -> tuple[TransferMilestone, ...]:
        """What has to be learned from the beginning."""
        return self.list_part(TransferPart.NEW)

    @property
    def hours_left(self) -> int:
        """Likely hours of everything open that counts; unknown hours are left out."""
        return sum(step.hours for step in self.bridge)

    @property
    def hours_carried(self) -> int:
        """Likely hours of what is done already."""
        return sum(one.hours or 0 for one in self.carried)


@dataclass(frozen=True)
class Similarity:
    """Shared likely hours over the likely hours of either track, each milestone once."""

    shared_hours: int
    all_hours: int

    @property
    def share(self) -> float:
        """From 0, nothing in common, to 1, the same milestones."""
        return self.shared_hours / self.all_hours if self.all_hours else 0.0


def measure_transfer(
    *,
    track: Track,
    done: Collection[int],
    under_way: Collection[int] = (),
    left_out: Collection[int] = (),
    release: TrackRelease | None = None,
) -> Transfer:
    """Lay a release of a track, the newest unless told, against milestones done; four queries.

    A milestone is carried over when it is done; *partly* when it is under way or at least
    half of its skills were trained by milestones that are done; else new. What somebody
    chose to skip is in `left_out` and does not count.
    """
    placements = _list_ordered(track, release)
    trained = set(
        Milestone.objects.filter(pk__in=done, skills__isnull=False).values_list("skills", flat=True)
    )
    milestones = tuple(
        _place(placement, done=done, under_way=under_way, trained=trained)
        for placement in placements
        if placement.milestone_id not in left_out
    )
    counted = [
        one for one in milestones
        if one.part != TransferPart.CARRIED and (one.is_under_way or not one.is_optional)
    ]  # fmt: skip
    return Transfer(track, milestones, _find_bridge([one.milestone for one in counted]))


def measure_similarity(*, left: Track, right: Track) -> Similarity:
    """Compare what two tracks place, weighted by likely hours; two queries."""
    hours = [
        dict(list_placements(tracks=[track]).values_list("milestone_id", "milestone__hours_likely"))
        for track in (left, right)
    ]
    either = hours[0] | hours[1]
    shared = hours[0].keys() & hours[1].keys()
    return Similarity(
        shared_hours=sum(either[pk] or 0 for pk in shared),
        all_hours=sum(value or 0 for value in either.values()),
    )


def list_placed_ids(*, track: Track) -> frozenset[int]:
    """Return the ids of all milestones of a track's newest release."""
    return frozenset(list_placements(tracks=[track]).values_list("milestone_id", flat=True))


def _list_ordered(track: Track, release: TrackRelease | None) -> list[ReleasePlacement]:
    placements = (
        ReleasePlacement.objects.filter(stage__release=release)
        if release
        else list_placements(tracks=[track])
    )
    return list(
        placements.select_related("milestone")
        .prefetch_related("milestone__skills", "milestone__prerequisites")
        .order_by("stage__position", "position")
    )


def _place(
    placement: ReleasePlacement,
    *,
    done: Collection[int],
    under_way: Collection[int],
    trained: Collection[int],
) -> TransferMilestone:
    milestone = placement.milestone
    skills = list(milestone.skills.all())
    known = tuple(skill.name for skill in skills if skill.pk in trained)
    is_under_way = milestone.pk in under_way
    if milestone.pk in done:
        part = TransferPart.CARRIED
    elif is_under_way or (skills and len(known) >= KNOWN_SKILLS_SHARE * len(skills)):
        part = TransferPart.PARTLY
    else:
        part = TransferPart.NEW
    return TransferMilestone(milestone, part, placement.is_optional, is_under_way, known)


def _find_bridge(open_milestones: Iterable[Milestone]) -> tuple[BridgeStep, ...]:
    """Order open milestones: of those whose prerequisites are met, the shortest next."""
    waiting = {one.pk: one for one in open_milestones if one.hours_likely}
    place = {pk: number for number, pk in enumerate(waiting)}
    needs = {
        pk: {needed.pk for needed in one.prerequisites.all()} & waiting.keys()
        for pk, one in waiting.items()
    }
    ready = [(one.hours_likely or 0, place[pk], pk) for pk, one in waiting.items() if not needs[pk]]
    heapq.heapify(ready)
    steps: list[BridgeStep] = []
    so_far = 0
    while ready:
        hours, _, pk = heapq.heappop(ready)
        so_far += hours
        steps.append(BridgeStep(waiting[pk], hours, so_far))
        for other, missing in needs.items():
            if pk in missing:
                missing.discard(pk)
                if not missing:
                    heapq.heappush(ready, (waiting[other].hours_likely or 0, place[other], other))
    return tuple(steps)
