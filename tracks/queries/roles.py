"""Roles and the ladders they stand on."""

from dataclasses import dataclass

from django.db.models import Prefetch

from tracks.models import LadderRung, Role, RolePlacement, SalaryBand, Track
from tracks.queries.salaries import list_current_bands, sorted_bands
from tracks.queries.tracks import list_tracks


@dataclass(frozen=True)
class Ladder:
    """A track's rungs from the lowest to the highest, each with its roles in order."""

    track: Track
    rungs: tuple[LadderRung, ...]


@dataclass(frozen=True)
class RolePage:
    """A role, the rungs it stands on, their neighbours and the pay on record."""

    role: Role
    placements: tuple[RolePlacement, ...]
    own_bands: tuple[SalaryBand, ...]
    rung_bands: tuple[SalaryBand, ...]
    ladders: tuple[Ladder, ...]


def list_ladders(*, tracks: tuple[Track, ...] | None = None) -> list[Ladder]:
    """Return the ladders of published tracks, or of those given; three queries."""
    wanted = list(list_tracks()) if tracks is None else list(tracks)
    rows = (
        LadderRung.objects.filter(track__in=wanted)
        .select_related("source")
        .prefetch_related(
            Prefetch(
                "placements",
                RolePlacement.objects.select_related("role").order_by("position", "pk"),
            )
        )
        .order_by("rung", "pk")
    )
    by_track: dict[int, list[LadderRung]] = {}
    for row in rows:
        by_track.setdefault(row.track_id, []).append(row)
    return [Ladder(track, tuple(by_track.get(track.pk, ()))) for track in wanted]


def get_role_page(*, key: str) -> RolePage:
    """Return a role with its ladders and pay; seven queries.

    `own_bands` name the role itself; `rung_bands` are those of the rungs it stands on
    that name no role or another one.

    Raises:
        Role.DoesNotExist: When there is no role with this key.
    """
    role = Role.objects.get(key=key)
    placements = tuple(
        role.placements.select_related("ladder_rung__track", "ladder_rung__source").order_by(
            "ladder_rung__track__position", "ladder_rung__rung", "pk"
        )
    )
    own = tuple(sorted_bands(list_current_bands().filter(role=role)))
    on_rungs: list[SalaryBand] = []
    tracks: dict[int, Track] = {}
    for place in placements:
        tracks[place.ladder_rung.track_id] = place.ladder_rung.track
    for band in list_current_bands().filter(track__in=tracks).exclude(role=role):
        stands = any(
            place.ladder_rung.track_id == band.track_id and place.ladder_rung.rung == band.rung
            for place in placements
        )
        if stands:
            on_rungs.append(band)
    ladders = tuple(list_ladders(tracks=tuple(tracks.values())))
    return RolePage(role, placements, own, tuple(sorted_bands(on_rungs)), ladders)
