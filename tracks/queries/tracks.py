"""Published tracks and what they amount to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from tracks.models import ReleasePlacement, TimeInvestment, Track, TrackRelease


@dataclass(frozen=True)
class TrackCard:
    """A track with the size of its newest release; hours are nominal study hours."""

    track: Track
    milestone_count: int
    hours_low: int
    hours_high: int
    shared_count: int
    time_investments: tuple[TimeInvestment, ...]


def list_tracks() -> QuerySet[Track]:
    """Return the tracks that have a release, in curated order."""
    has_release = Exists(TrackRelease.objects.filter(track=OuterRef("pk")))
    return Track.objects.filter(has_release).order_by("position", "pk")


def get_track(*, key: str) -> Track:
    """Return a published track.

    Raises:
        Track.DoesNotExist: When no track with a release has this key.
    """
    return list_tracks().get(key=key)


def find_latest_release(*, track: Track) -> TrackRelease | None:
    """Return the newest release of one track, or None before the first."""
    return TrackRelease.objects.filter(track=track).order_by("-number").first()


def find_latest_releases() -> QuerySet[TrackRelease]:
    """Return the newest release of each track; made for use inside other queries."""
    newest = (
        TrackRelease.objects.filter(track=OuterRef("track"))
        .values("track")
        .annotate(newest=Max("number"))
        .values("newest")
    )
    return TrackRelease.objects.filter(number=Subquery(newest))


def list_placements(*, tracks: Iterable[Track] | None = None) -> QuerySet[ReleasePlacement]:
    """Return the placements of the newest releases, of all tracks or of some."""
    releases = find_latest_releases()
    if tracks is not None:
        releases = releases.filter(track__in=list(tracks))
    return ReleasePlacement.objects.filter(stage__release__in=releases.values("pk"))


def list_track_cards() -> list[TrackCard]:
    """Return every published track with its size; five queries.

    `shared_count` is how many of a track's milestones another track places too.
    """
    sizes = {
        row["stage__release__track"]: row
        for row in list_placements()
        .values("stage__release__track")
        .annotate(
            count=Count("pk"),
            low=Coalesce(Sum("milestone__hours_low"), 0),
            high=Coalesce(Sum("milestone__hours_high"), 0),
        )
        .order_by("stage__release__track")
    }
    shared = _count_shared()
    cards = []
    for track in list_tracks().prefetch_related("time_investments__source"):
        size = sizes.get(track.pk, {"count": 0, "low": 0, "high": 0})
        cards.append(
            TrackCard(
                track=track,
                milestone_count=size["count"],
                hours_low=size["low"],
                hours_high=size["high"],
                shared_count=shared.get(track.pk, 0),
                time_investments=tuple(
                    sorted(track.time_investments.all(), key=lambda row: (row.level, row.pk))
                ),
            )
        )
    return cards


def _count_shared() -> dict[int, int]:
    places: dict[int, set[int]] = {}
    pairs = list_placements().values_list("milestone_id", "stage__release__track_id")
    for milestone, track in pairs:
        places.setdefault(milestone, set()).add(track)
    counts: dict[int, int] = {}
    for tracks in places.values():
        if len(tracks) > 1:
            for track in tracks:
                counts[track] = counts.get(track, 0) + 1
    return counts
