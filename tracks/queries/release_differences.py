"""What changed between two editions of a track."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tracks.models import Milestone, Track, TrackRelease
from tracks.queries.editions import (
    Departure,
    Edition,
    EditionStage,
    PlacedMilestone,
    list_departures,
    list_frozen_departures,
    read_draft,
    read_release,
    read_stages,
)


@dataclass(frozen=True)
class Added:
    """A milestone that is new; `replaces` are those that it stands for now."""

    placed: PlacedMilestone
    stage: EditionStage
    replaces: tuple[Milestone, ...] = ()

    @property
    def milestone(self) -> Milestone:
        """The new milestone."""
        return self.placed.milestone


@dataclass(frozen=True)
class Moved:
    """A milestone that stands in another stage."""

    milestone: Milestone
    from_stage: EditionStage
    to_stage: EditionStage


@dataclass(frozen=True)
class Renamed:
    """A milestone or stage that is called otherwise; `stage` is where it stands."""

    before: str
    after: str
    stage: EditionStage


@dataclass(frozen=True)
class ReleaseDifference:
    """Everything that differs, each milestone named once where it fits best.

    `replaced` holds the milestones that took the place of others, new or not; `merged` of
    them stand for two or more. `retired` are gone with nothing in the track for them.
    `loosened` became optional and `tightened` are optional no more.
    """

    added: tuple[Added, ...] = ()
    replaced: tuple[Added, ...] = ()
    retired: tuple[Departure, ...] = ()
    moved: tuple[Moved, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    loosened: tuple[Added, ...] = ()
    tightened: tuple[Added, ...] = ()
    new_stages: tuple[EditionStage, ...] = ()
    gone_stages: tuple[EditionStage, ...] = ()
    renamed_stages: tuple[Renamed, ...] = ()
    reordered: tuple[EditionStage, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is worth telling."""
        return not any(vars(self).values())

    @property
    def merged_count(self) -> int:
        """How many milestones were merged with others into one."""
        return sum(len(one.replaces) for one in self.replaced if len(one.replaces) > 1)

    @property
    def replaced_count(self) -> int:
        """How many milestones were replaced one for one."""
        return sum(len(one.replaces) == 1 for one in self.replaced)


def compare_editions(
    *, before: Edition, after: Edition, departures: Iterable[Departure]
) -> ReleaseDifference:
    """Compare two editions of a track.

    Args:
        before: What was.
        after: What is.
        departures: What was said of milestones that left, the oldest first. Where one
            went to another that left later, the chain is followed to its end.
    """
    said = {one.milestone.pk: one for one in departures}
    replaces: dict[int, list[Milestone]] = {}
    retired = []
    for placed in before.placed:
        if after.has(placed.milestone):
            continue
        end = _follow(said, placed.milestone, after)
        if end.successor is not None and after.has(end.successor):
            replaces.setdefault(end.successor.pk, []).append(placed.milestone)
        else:
            retired.append(end)
    entries = [
        Added(placed, stage, tuple(replaces.get(placed.milestone.pk, ())))
        for stage in after.stages
        for placed in stage.milestones
    ]
    return ReleaseDifference(
        added=tuple(one for one in entries if not one.replaces and not before.has(one.milestone)),
        replaced=tuple(one for one in entries if one.replaces),
        retired=tuple(retired),
        **_compare_kept(before, entries),
        **_compare_stages(before, after),
    )


def _follow(said: dict[int, Departure], milestone: Milestone, after: Edition) -> Departure:
    """Return where a milestone went in the end, or the last thing said about it."""
    found = said.get(milestone.pk, Departure(milestone, None, ""))
    seen = {milestone.pk}
    while found.successor is not None and not after.has(found.successor):
        further = said.get(found.successor.pk)
        if further is None or found.successor.pk in seen:
            break
        seen.add(found.successor.pk)
        found = further
    return Departure(milestone, found.successor, found.reason)


def _compare_kept(before: Edition, entries: list[Added]) -> dict[str, Any]:
    """Compare what stands in both editions."""
    was = {placed.milestone.pk: placed for placed in before.placed}
    kept = [one for one in entries if one.milestone.pk in was]
    moved, renamed = [], []
    for one in kept:
        old_stage = before.find_stage(one.milestone)
        if old_stage is not None and old_stage.key != one.stage.key:
            moved.append(Moved(one.milestone, old_stage, one.stage))
        old_title = was[one.milestone.pk].title
        # Releases from before titles were kept cannot say what a milestone was called.
        if old_title and one.placed.title and old_title != one.placed.title:
            renamed.append(Renamed(old_title, one.placed.title, one.stage))
    return {
        "moved": tuple(moved),
        "renamed": tuple(renamed),
        "loosened": tuple(
            one for one in kept if one.placed.is_optional and not was[one.milestone.pk].is_optional
        ),
        "tightened": tuple(
            one for one in kept if was[one.milestone.pk].is_optional and not one.placed.is_optional
        ),
    }


def _compare_stages(before: Edition, after: Edition) -> dict[str, Any]:
    old = {stage.key: stage for stage in before.stages}
    new = {stage.key for stage in after.stages}
    both = [(old[stage.key], stage) for stage in after.stages if stage.key in old]
    return {
        "new_stages": tuple(stage for stage in after.stages if stage.key not in old),
        "gone_stages": tuple(stage for stage in before.stages if stage.key not in new),
        "renamed_stages": tuple(
            Renamed(one.title, other.title, other)
            for one, other in both
            if one.title != other.title
        ),
        "reordered": tuple(other for one, other in both if _is_reordered(one, other)),
    }


def _is_reordered(before: EditionStage, after: EditionStage) -> bool:
    old = [placed.milestone.pk for placed in before.milestones]
    new = [placed.milestone.pk for placed in after.milestones]
    return [pk for pk in old if pk in new] != [pk for pk in new if pk in old]


def compare_draft(*, track: Track, last: TrackRelease | None) -> ReleaseDifference:
    """Compare a track's draft with its last release; nine queries."""
    after = read_draft(track=track)
    before = read_release(release=last) if last else Edition(())
    return compare_editions(
        before=before,
        after=after,
        departures=list_departures(track=track, before=before, after=after),
    )


def compare_releases(*, before: TrackRelease, after: TrackRelease) -> ReleaseDifference:
    """Compare two releases of one track, whatever lies between them; eight queries."""
    between = TrackRelease.objects.filter(
        track_id=after.track_id, number__gt=before.number, number__lte=after.number
    )
    frozen = list_frozen_departures(releases=between)
    return compare_editions(
        before=read_release(release=before),
        after=read_release(release=after),
        departures=[one for departures in frozen.values() for one in departures],
    )


@dataclass(frozen=True)
class ReleaseEntry:
    """A release and how it differs from the one before; None for the first."""

    release: TrackRelease
    difference: ReleaseDifference | None
    milestone_count: int


def list_release_entries(*, track: Track) -> list[ReleaseEntry]:
    """Return all releases of a track, the newest first; four queries."""
    releases = list(
        TrackRelease.objects.filter(track=track)
        .order_by("number")
        .prefetch_related("stages__placements__milestone")
    )
    frozen = list_frozen_departures(releases=releases)
    entries: list[ReleaseEntry] = []
    last: Edition | None = None
    for release in releases:
        stages = sorted(release.stages.all(), key=lambda one: (one.position, one.pk))
        edition = read_stages(stages)
        difference = (
            compare_editions(before=last, after=edition, departures=frozen.get(release.pk, ()))
            if last
            else None
        )
        entries.append(ReleaseEntry(release, difference, len(edition.placed)))
        last = edition
    return entries[::-1]
