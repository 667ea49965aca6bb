"""Publish tracks: freeze the draft as a numbered release."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Prefetch, Subquery

from accounts.models import User
from tracks.models import Milestone, ReleasePlacement, ReleaseStage, Stage, Track, TrackRelease


class ReleaseRefused(Exception):
    """The draft cannot be published; `reasons` says everything that is in the way."""

    def __init__(self, track: Track, reasons: Iterable[str]) -> None:
        self.track = track
        self.reasons = list(reasons)
        super().__init__(f"{track} cannot be published: " + " ".join(self.reasons))


def get_latest_release(*, track: Track) -> TrackRelease | None:
    """Return the newest release of a track, or None before the first."""
    return TrackRelease.objects.filter(track=track).order_by("-number").first()


def list_unpublished_tracks() -> list[Track]:
    """Return tracks whose draft differs from their last release, in their order; four queries."""
    newest = TrackRelease.objects.filter(track=OuterRef("pk")).order_by("-number")
    tracks = (
        Track.objects.annotate(released_sha256=Subquery(newest.values("sha256")[:1]))
        .prefetch_related(
            Prefetch("stages", Stage.objects.order_by("position", "pk")),
            "stages__placements__milestone",
        )
        .order_by("position", "pk")
    )
    return [track for track in tracks if _digest(track.stages.all()) != track.released_sha256]


def publish_release(
    *, track: Track, now: datetime, published_by: User | None = None, notes: str = ""
) -> TrackRelease | None:
    """Freeze the track's draft as its next release, or return None when nothing changed.

    Args:
        track: The track whose stages and placements are published.
        now: Time of publication.
        published_by: The curator; None when a command publishes.
        notes: What to tell learners; generated from the difference when blank.

    Raises:
        ReleaseRefused: If a milestone of the last release is gone without a successor or
            a stated reason, a milestone is placed twice, a prerequisite is not placed
            before what needs it, or a milestone has no hours.
    """
    with transaction.atomic():
        Track.objects.select_for_update().get(pk=track.pk)
        stages = list(
            Stage.objects.filter(track=track)
            .order_by("position", "pk")
            .prefetch_related("placements__milestone__prerequisites")
        )
        digest = _digest(stages)
        last = get_latest_release(track=track)
        if last and last.sha256 == digest:
            return None
        reasons = [*_find_order_faults(stages), *_find_lost_milestones(stages, last)]
        if reasons:
            raise ReleaseRefused(track, reasons)
        release = TrackRelease.objects.create(
            track=track,
            number=last.number + 1 if last else 1,
            notes=notes or _describe_difference(stages, last),
            sha256=digest,
            published_at=now,
            published_by=published_by,
        )
        _copy_stages(stages, release)
        return release


def _placements(stages: Iterable[Stage]) -> list[tuple[Stage, Milestone, int, bool]]:
    return [
        (stage, placed.milestone, placed.position, placed.is_optional)
        for stage in stages
        for placed in sorted(stage.placements.all(), key=lambda one: (one.position, one.pk))
    ]


def _digest(stages: Iterable[Stage]) -> str:
    content = [
        [
            stage.key,
            stage.title,
            stage.summary,
            stage.level,
            stage.rung,
            [[milestone.key, is_optional] for _, milestone, _, is_optional in _placements([stage])],
        ]
        for stage in stages
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _find_order_faults(stages: list[Stage]) -> list[str]:
    reasons, seen = [], set()
    for stage, milestone, _, _ in _placements(stages):
        for needed in milestone.prerequisites.all():
            if needed.pk not in seen:
                reasons.append(
                    f"“{milestone}” in “{stage}” needs “{needed}”, which is not placed before it."
                )
        if milestone.pk in seen:
            reasons.append(f"“{milestone}” is placed again in “{stage}”. Keep one.")
        if milestone.hours_likely is None:
            reasons.append(f"“{milestone}” has no hours, so nobody can plan with it.")
        seen.add(milestone.pk)
    return reasons if seen else ["It has no stages with milestones."]


def _find_lost_milestones(stages: list[Stage], last: TrackRelease | None) -> list[str]:
    if last is None:
        return []
    placed = {milestone.pk for _, milestone, _, _ in _placements(stages)}
    lost = (
        Milestone.objects.filter(release_placements__stage__release=last)
        .exclude(pk__in=placed)
        .order_by("key")
    )
    return [
        f"“{milestone}” was in release {last.number} and is gone. "
        "Retire it with a successor or a reason, or place it again."
        for milestone in lost
        if milestone.successor_id is None and not milestone.retired_reason
    ]


def _describe_difference(stages: list[Stage], last: TrackRelease | None) -> str:
    if last is None:
        return "First release."
    before = set(
        Milestone.objects.filter(release_placements__stage__release=last).values_list(
            "title", flat=True
        )
    )
    after = {milestone.title for _, milestone, _, _ in _placements(stages)}
    lines = [f"New: {title}." for title in sorted(after - before)]
    lines += [f"No longer part of it: {title}." for title in sorted(before - after)]
    return "\n".join(lines) or "Stages or order changed; the milestones are the same."


def _copy_stages(stages: list[Stage], release: TrackRelease) -> None:
    for stage in stages:
        frozen = ReleaseStage.objects.create(
            release=release,
            key=stage.key,
            title=stage.title,
            summary=stage.summary,
            level=stage.level,
            rung=stage.rung,
            position=stage.position,
        )
        ReleasePlacement.objects.bulk_create(
            ReleasePlacement(
                stage=frozen, milestone=milestone, position=position, is_optional=is_optional
            )
            for _, milestone, position, is_optional in _placements([stage])
        )
