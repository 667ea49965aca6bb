"""A track's newest release as an ordered outline."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch

from tracks.models import Milestone, ReleasePlacement, ReleaseStage, Track, TrackRelease
from tracks.queries.tracks import list_placements


@dataclass(frozen=True)
class OutlinedMilestone:
    """A milestone where it stands: its number in the track, what it needs, who shares it."""

    number: int
    milestone: Milestone
    is_optional: bool
    needs: tuple[Milestone, ...]
    shared_with: tuple[Track, ...]
    resource_count: int


@dataclass(frozen=True)
class OutlinedStage:
    """A stage with its milestones in order."""

    stage: ReleaseStage
    milestones: tuple[OutlinedMilestone, ...]

    @property
    def hours_low(self) -> int:
        """Sum of the low hours of milestones whose hours are known."""
        return sum(item.milestone.hours_low or 0 for item in self.milestones)

    @property
    def hours_high(self) -> int:
        """Sum of the high hours of milestones whose hours are known."""
        return sum(item.milestone.hours_high or 0 for item in self.milestones)


@dataclass(frozen=True)
class TrackOutline:
    """One release of a track, whole."""

    track: Track
    release: TrackRelease
    stages: tuple[OutlinedStage, ...]

    @property
    def milestones(self) -> tuple[OutlinedMilestone, ...]:
        """All milestones in order."""
        return tuple(item for stage in self.stages for item in stage.milestones)

    @property
    def milestone_count(self) -> int:
        """How many milestones the release places."""
        return len(self.milestones)

    @property
    def hours_low(self) -> int:
        """Sum of the low hours over all stages."""
        return sum(stage.hours_low for stage in self.stages)

    @property
    def hours_high(self) -> int:
        """Sum of the high hours over all stages."""
        return sum(stage.hours_high for stage in self.stages)

    @property
    def unknown_hours_count(self) -> int:
        """How many milestones have no hours; the sums leave them out."""
        return sum(item.milestone.hours_low is None for item in self.milestones)


def get_outline(*, track: Track) -> TrackOutline:
    """Return the newest release of a track with everything its outline shows; six queries.

    Raises:
        TrackRelease.DoesNotExist: When the track has never been published.
    """
    release = TrackRelease.objects.filter(track=track).order_by("-number").first()
    if release is None:
        message = f"{track} has no release"
        raise TrackRelease.DoesNotExist(message)
    placements = (
        ReleasePlacement.objects.annotate(resource_count=Count("milestone__resources"))
        .select_related("milestone__hours_source")
        .prefetch_related(
            Prefetch("milestone__prerequisites", Milestone.objects.order_by("title", "pk"))
        )
        .order_by("position", "pk")
    )
    stages = release.stages.order_by("position", "pk").prefetch_related(
        Prefetch("placements", placements)
    )
    return TrackOutline(track, release, _number_stages(list(stages), _map_sharing(track)))


def _map_sharing(track: Track) -> dict[int, tuple[Track, ...]]:
    """Map each milestone of a track to the other tracks that place it, in curated order."""
    own = list_placements(tracks=[track]).values("milestone")
    others = (
        list_placements()
        .filter(milestone__in=own)
        .exclude(stage__release__track=track)
        .select_related("stage__release__track")
        .order_by("stage__release__track__position", "pk")
    )
    sharing: dict[int, tuple[Track, ...]] = {}
    for placement in others:
        known = sharing.get(placement.milestone_id, ())
        # A release never places a milestone twice, so no track comes twice here.
        sharing[placement.milestone_id] = (*known, placement.stage.release.track)
    return sharing


def _number_stages(
    stages: list[ReleaseStage], sharing: dict[int, tuple[Track, ...]]
) -> tuple[OutlinedStage, ...]:
    outlined, number = [], 0
    for stage in stages:
        items = []
        for placement in stage.placements.all():
            number += 1
            items.append(
                OutlinedMilestone(
                    number=number,
                    milestone=placement.milestone,
                    is_optional=placement.is_optional,
                    needs=tuple(placement.milestone.prerequisites.all()),
                    shared_with=sharing.get(placement.milestone_id, ()),
                    resource_count=getattr(placement, "resource_count", 0),
                )
            )
        outlined.append(OutlinedStage(stage, tuple(items)))
    return tuple(outlined)
