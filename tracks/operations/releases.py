"""Publish tracks: freeze the draft as a numbered release."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Prefetch, Subquery

from accounts.models import User
from tracks.models import (
    ReleasePlacement,
    ReleaseRemoval,
    ReleaseStage,
    Stage,
    Track,
    TrackRelease,
)
from tracks.queries.editions import (
    Departure,
    Edition,
    list_departures,
    read_draft,
    read_release,
    read_stages,
)
from tracks.queries.release_differences import compare_editions
from tracks.queries.release_faults import list_release_faults
from tracks.queries.release_notes import write_release_notes
from tracks.queries.tracks import find_latest_release


class ReleaseRefused(Exception):
    """The draft cannot be published; `reasons` says everything that is in the way."""

    def __init__(self, track: Track, reasons: Iterable[str]) -> None:
        self.track = track
        self.reasons = list(reasons)
        super().__init__(f"{track} cannot be published: " + " ".join(self.reasons))


def get_latest_release(*, track: Track) -> TrackRelease | None:
    """Return the newest release of a track, or None before the first."""
    return find_latest_release(track=track)


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
    return [
        track for track in tracks if read_stages(track.stages.all()).digest != track.released_sha256
    ]


def publish_release(
    *, track: Track, now: datetime, published_by: User | None = None, notes: str = ""
) -> TrackRelease | None:
    """Freeze the track's draft as its next release, or return None when nothing changed.

    What became of milestones that left is frozen with it.

    Args:
        track: The track whose stages and placements are published.
        now: Time of publication.
        published_by: The curator; None when a command publishes.
        notes: What to tell learners; generated from the difference when blank.

    Raises:
        ReleaseRefused: If a milestone of the last release is gone without a successor or
            a stated reason, a milestone is retired or placed twice, prerequisites go in a
            circle or are not placed before what needs them, or a milestone has no hours.
    """
    with transaction.atomic():
        Track.objects.select_for_update().get(pk=track.pk)
        draft = read_draft(track=track)
        last = find_latest_release(track=track)
        if last and last.sha256 == draft.digest:
            return None
        before = read_release(release=last) if last else Edition(())
        departures = list_departures(track=track, before=before, after=draft)
        reasons = list_release_faults(draft=draft, departures=departures)
        if reasons:
            raise ReleaseRefused(track, reasons)
        release = TrackRelease.objects.create(
            track=track,
            number=last.number + 1 if last else 1,
            notes=notes.strip() or _generate_notes(before, draft, departures, last),
            has_own_notes=bool(notes.strip()),
            sha256=draft.digest,
            published_at=now,
            published_by=published_by,
        )
        _copy_stages(draft, release)
        _freeze_departures(departures, release)
        return release


def _generate_notes(
    before: Edition, draft: Edition, departures: Sequence[Departure], last: TrackRelease | None
) -> str:
    if last is None:
        return "First release."
    difference = compare_editions(before=before, after=draft, departures=departures)
    return write_release_notes(difference=difference)


def _copy_stages(draft: Edition, release: TrackRelease) -> None:
    for stage in draft.stages:
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
                stage=frozen,
                milestone=placed.milestone,
                position=placed.position,
                is_optional=placed.is_optional,
                title=placed.title,
            )
            for placed in stage.milestones
        )


def _freeze_departures(departures: Sequence[Departure], release: TrackRelease) -> None:
    ReleaseRemoval.objects.bulk_create(
        ReleaseRemoval(
            release=release,
            milestone=one.milestone,
            successor=one.successor,
            reason=one.reason,
        )
        for one in departures
    )
