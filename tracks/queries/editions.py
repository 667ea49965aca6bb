"""What a track consists of, in the same shape for its draft and for a release."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tracks.models import (
    Milestone,
    ReleaseRemoval,
    ReleaseStage,
    Removal,
    Stage,
    Track,
    TrackRelease,
)


@dataclass(frozen=True)
class PlacedMilestone:
    """A milestone in a stage; `title` is what it was called then."""

    milestone: Milestone
    position: int
    is_optional: bool
    title: str


@dataclass(frozen=True)
class EditionStage:
    """A stage with its milestones in order."""

    key: str
    title: str
    summary: str
    level: str
    rung: int
    position: int
    milestones: tuple[PlacedMilestone, ...]


@dataclass(frozen=True)
class Departure:
    """Why a milestone is not part of a track any more: what replaces it, or the reason."""

    milestone: Milestone
    successor: Milestone | None
    reason: str

    @property
    def is_explained(self) -> bool:
        """Whether a learner can be told where it went."""
        return self.successor is not None or bool(self.reason)


@dataclass(frozen=True)
class Edition:
    """The stages of a draft or of a release, in order."""

    stages: tuple[EditionStage, ...]
    _places: dict[int, EditionStage] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember where each milestone stands; the first place counts."""
        places: dict[int, EditionStage] = {}
        for stage in self.stages:
            for placed in stage.milestones:
                places.setdefault(placed.milestone.pk, stage)
        object.__setattr__(self, "_places", places)

    @property
    def placed(self) -> tuple[PlacedMilestone, ...]:
        """All milestones in order."""
        return tuple(placed for stage in self.stages for placed in stage.milestones)

    def find_stage(self, milestone: Milestone) -> EditionStage | None:
        """Return the stage that places a milestone, or None."""
        return self._places.get(milestone.pk)

    def has(self, milestone: Milestone) -> bool:
        """Whether the milestone is part of it."""
        return milestone.pk in self._places

    @property
    def digest(self) -> str:
        """SHA-256 of everything that a learner's outline shows of stages and order."""
        content = [
            [
                stage.key,
                stage.title,
                stage.summary,
                stage.level,
                stage.rung,
                [[placed.milestone.key, placed.is_optional] for placed in stage.milestones],
            ]
            for stage in self.stages
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def read_draft(*, track: Track) -> Edition:
    """Return what stands in a track's draft, with prerequisites at hand; four queries."""
    stages = (
        Stage.objects.filter(track=track)
        .order_by("position", "pk")
        .prefetch_related("placements__milestone__prerequisites")
    )
    return read_stages(stages)


def read_release(*, release: TrackRelease) -> Edition:
    """Return what a release froze; three queries."""
    stages = release.stages.order_by("position", "pk").prefetch_related("placements__milestone")
    return read_stages(stages)


def read_stages(stages: Iterable[Stage] | Iterable[ReleaseStage]) -> Edition:
    """Return stages, whose placements are prefetched, as an edition."""
    return Edition(
        tuple(
            EditionStage(
                key=stage.key,
                title=stage.title,
                summary=stage.summary,
                level=stage.level,
                rung=stage.rung,
                position=stage.position,
                milestones=tuple(
                    PlacedMilestone(
                        milestone=placed.milestone,
                        position=placed.position,
                        is_optional=placed.is_optional,
                        title=getattr(placed, "title", placed.milestone.title),
                    )
                    for placed in _list_placed(stage)
                ),
            )
            for stage in stages
        )
    )


def _list_placed(stage: Stage | ReleaseStage) -> list[Any]:
    rows: Iterable[Any] = stage.placements.all()
    return sorted(rows, key=lambda one: (one.position, one.pk))


def list_departures(*, track: Track, before: Edition, after: Edition) -> tuple[Departure, ...]:
    """Return what the draft says of milestones that leave the track, in their old order.

    What the track says of its own removal goes before what the milestone says of its
    retirement. Two queries.
    """
    gone = [placed.milestone for placed in before.placed if not after.has(placed.milestone)]
    own = {
        row.milestone_id: row
        for row in Removal.objects.filter(track=track, milestone__in=gone).select_related(
            "successor"
        )
    }
    rows = Milestone.objects.select_related("successor").in_bulk([one.pk for one in gone])
    departures = []
    for milestone in gone:
        said = own.get(milestone.pk)
        row = rows[milestone.pk]
        departures.append(
            Departure(row, said.successor, said.reason)
            if said
            else Departure(row, row.successor, row.retired_reason)
        )
    return tuple(departures)


def list_frozen_departures(*, releases: Iterable[TrackRelease]) -> dict[int, list[Departure]]:
    """Return what releases froze about milestones they gave up, by release id; one query."""
    rows = (
        ReleaseRemoval.objects.filter(release__in=list(releases))
        .select_related("milestone", "successor")
        .order_by("release__number", "pk")
    )
    departures: dict[int, list[Departure]] = {}
    for row in rows:
        departures.setdefault(row.release_id, []).append(
            Departure(row.milestone, row.successor, row.reason)
        )
    return departures
