"""Any two tracks side by side, from records."""

from dataclasses import dataclass

from django.db.models import Prefetch

from tracks.choices import InsightKind, Rung
from tracks.models import (
    ComparisonDimension,
    ComparisonEntry,
    DemandIndicator,
    Insight,
    MeetingPoint,
    Milestone,
    ReleasePlacement,
    Skill,
    Synergy,
    Tool,
    Track,
)
from tracks.queries.salaries import PayRung, get_pay_page
from tracks.queries.tracks import list_placements
from tracks.queries.transfers import (
    Similarity,
    Transfer,
    list_placed_ids,
    measure_similarity,
    measure_transfer,
)

# What a comparison says for and against each track.
_SIDES = (InsightKind.STRENGTH, InsightKind.PRO, InsightKind.CON)


@dataclass(frozen=True)
class DimensionRow:
    """One question and each track's answer; None where nobody answered it."""

    dimension: ComparisonDimension
    left: ComparisonEntry | None
    right: ComparisonEntry | None


@dataclass(frozen=True)
class PayPair:
    """The same rung of both ladders."""

    rung: Rung
    left: PayRung
    right: PayRung


@dataclass(frozen=True)
class Carryover:
    """What somebody who finished one track brings to the other, in milestones and hours."""

    shared: tuple[Milestone, ...]
    hours_low: int
    hours_high: int
    left_only_count: int
    right_only_count: int


@dataclass(frozen=True)
class SkillSplit:
    """Skills that both tracks need and those that only one does."""

    shared: tuple[Skill, ...]
    left_only: tuple[Skill, ...]
    right_only: tuple[Skill, ...]


@dataclass(frozen=True)
class SideFacts:
    """What is said for and against one of the two tracks, and its demand by sector."""

    track: Track
    strengths: tuple[Insight, ...]
    pros: tuple[Insight, ...]
    cons: tuple[Insight, ...]
    demand: tuple[DemandIndicator, ...]


@dataclass(frozen=True)
class Comparison:
    """Two tracks, whole."""

    left: SideFacts
    right: SideFacts
    # From nothing, and for somebody who finished the other track.
    starters: tuple[Transfer, Transfer]
    finishers: tuple[Transfer, Transfer]
    similarity: Similarity
    dimensions: tuple[DimensionRow, ...]
    pay: tuple[PayPair, ...]
    carryover: Carryover
    skills: SkillSplit
    meeting_points: tuple[MeetingPoint, ...]
    shared_tools: tuple[Tool, ...]
    synergies: tuple[Synergy, ...]

    @property
    def sides(self) -> tuple[SideFacts, SideFacts]:
        """Both sides, left first."""
        return self.left, self.right


def compare_tracks(*, left: Track, right: Track) -> Comparison:
    """Return everything that two different tracks can be compared by.

    The number of queries does not grow with the content. Shared milestones are those that
    the newest releases of both place; shared tools those of milestones on both sides.
    """
    both = (left, right)
    meeting_points = _list_meeting_points(left, right)
    return Comparison(
        left=_read_side(left),
        right=_read_side(right),
        starters=(
            measure_transfer(track=left, done=()),
            measure_transfer(track=right, done=()),
        ),
        finishers=(
            measure_transfer(track=left, done=list_placed_ids(track=right)),
            measure_transfer(track=right, done=list_placed_ids(track=left)),
        ),
        similarity=measure_similarity(left=left, right=right),
        dimensions=_list_dimensions(left, right),
        pay=pair_pay(left=left, right=right),
        carryover=measure_carryover(left=left, right=right),
        skills=_split_skills(left, right),
        meeting_points=meeting_points,
        shared_tools=_list_shared_tools(both),
        synergies=tuple(
            Synergy.objects.filter(tracks=left)
            .filter(tracks=right)
            .select_related("source")
            .order_by("position", "pk")
        ),
    )


def measure_carryover(*, left: Track, right: Track) -> Carryover:
    """Count what both tracks place; three queries. Hours are sums of nominal hours."""
    placed = {
        track.pk: set(list_placements(tracks=[track]).values_list("milestone_id", flat=True))
        for track in (left, right)
    }
    common = placed[left.pk] & placed[right.pk]
    shared = tuple(Milestone.objects.filter(pk__in=common).order_by("title", "pk"))
    return Carryover(
        shared=shared,
        hours_low=sum(row.hours_low or 0 for row in shared),
        hours_high=sum(row.hours_high or 0 for row in shared),
        left_only_count=len(placed[left.pk] - common),
        right_only_count=len(placed[right.pk] - common),
    )


def _list_dimensions(left: Track, right: Track) -> tuple[DimensionRow, ...]:
    entries = ComparisonEntry.objects.filter(track__in=[left, right]).select_related("source")
    rows = []
    dimensions = ComparisonDimension.objects.order_by("position", "pk")
    for dimension in dimensions.prefetch_related(Prefetch("entries", entries)):
        by_track = {entry.track_id: entry for entry in dimension.entries.all()}
        if by_track:
            rows.append(DimensionRow(dimension, by_track.get(left.pk), by_track.get(right.pk)))
    return tuple(rows)


def pair_pay(*, left: Track, right: Track) -> tuple[PayPair, ...]:
    """Return every rung of two ladders with all bands on record, from the lowest."""
    pages = get_pay_page(track=left), get_pay_page(track=right)
    return tuple(
        PayPair(first.rung, first, second)
        for first, second in zip(pages[0].rungs, pages[1].rungs, strict=True)
    )


def _split_skills(left: Track, right: Track) -> SkillSplit:
    skills = Skill.objects.select_related("group").order_by("group__position", "position", "pk")
    keys = {track.pk: set(track.skills.values_list("pk", flat=True)) for track in (left, right)}
    both = keys[left.pk] & keys[right.pk]
    rows = list(skills.filter(pk__in=keys[left.pk] | keys[right.pk]))
    return SkillSplit(
        shared=tuple(row for row in rows if row.pk in both),
        left_only=tuple(row for row in rows if row.pk in keys[left.pk] - both),
        right_only=tuple(row for row in rows if row.pk in keys[right.pk] - both),
    )


def _list_meeting_points(left: Track, right: Track) -> tuple[MeetingPoint, ...]:
    return tuple(
        MeetingPoint.objects.filter(tracks=left)
        .filter(tracks=right)
        .select_related("source")
        .prefetch_related(Prefetch("tools", Tool.objects.order_by("name", "pk")))
        .order_by("position", "pk")
    )


def _list_shared_tools(both: tuple[Track, Track]) -> tuple[Tool, ...]:
    tools = Tool.objects.all()
    for track in both:
        milestones = ReleasePlacement.objects.filter(
            pk__in=list_placements(tracks=[track]).values("pk")
        ).values("milestone")
        tools = tools.filter(pk__in=Tool.objects.filter(milestones__in=milestones).values("pk"))
    return tuple(tools.order_by("name", "pk"))


def _read_side(track: Track) -> SideFacts:
    rows = list(
        Insight.objects.filter(track=track, kind__in=_SIDES)
        .select_related("source")
        .order_by("position", "pk")
    )
    strengths, pros, cons = (tuple(row for row in rows if row.kind == kind) for kind in _SIDES)
    demand = tuple(track.demand_indicators.select_related("source").order_by("position", "pk"))
    return SideFacts(track, strengths, pros, cons, demand)
