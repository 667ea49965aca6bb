"""What sources say about a track besides pay."""

from dataclasses import dataclass

from django.db.models import Prefetch

from tracks.choices import AcceleratorHorizon, FactorKind, InsightKind
from tracks.models import (
    Accelerator,
    CostRange,
    DemandIndicator,
    Insight,
    QualitativeFactor,
    Synergy,
    TimeInvestment,
    Tool,
    Track,
    Transition,
)


@dataclass(frozen=True)
class InsightGroup:
    """Insights of one kind, in curated order."""

    kind: InsightKind
    insights: tuple[Insight, ...]

    @property
    def heading(self) -> str:
        """What a list of this kind is called."""
        return _HEADINGS[self.kind]


_HEADINGS = {
    InsightKind.STRENGTH: "Strengths",
    InsightKind.PRO: "What speaks for it",
    InsightKind.CON: "What speaks against it",
    InsightKind.EMERGING_TREND: "Emerging trends",
    InsightKind.FOCUS: "Where attention moves",
    InsightKind.EMERGING_TECHNOLOGY: "Emerging technologies",
    InsightKind.GROWTH_AREA: "Growth areas",
    InsightKind.MARKET_TREND: "Market trends",
}


@dataclass(frozen=True)
class AcceleratorGroup:
    """Accelerators of one horizon."""

    horizon: AcceleratorHorizon
    accelerators: tuple[Accelerator, ...]


@dataclass(frozen=True)
class FactorGroup:
    """Hidden returns of one kind."""

    kind: FactorKind
    factors: tuple[QualitativeFactor, ...]


@dataclass(frozen=True)
class Outlook:
    """Everything that is said about a track's prospects; empty tuples where nothing is."""

    insights: tuple[InsightGroup, ...]
    demand: tuple[DemandIndicator, ...]
    accelerators: tuple[AcceleratorGroup, ...]
    factors: tuple[FactorGroup, ...]
    departures: tuple[Transition, ...]
    arrivals: tuple[Transition, ...]
    time_investments: tuple[TimeInvestment, ...]
    cost_ranges: tuple[CostRange, ...]
    synergies: tuple[Synergy, ...]


def list_insight_groups(*, track: Track) -> tuple[InsightGroup, ...]:
    """Return a track's insights by kind, kinds without any left out; two queries."""
    rows = list(
        Insight.objects.filter(track=track)
        .select_related("source")
        .prefetch_related(Prefetch("tools", Tool.objects.order_by("name", "pk")))
        .order_by("position", "pk")
    )
    groups = (
        InsightGroup(kind, tuple(row for row in rows if row.kind == kind)) for kind in InsightKind
    )
    return tuple(group for group in groups if group.insights)


def get_outlook(*, track: Track) -> Outlook:
    """Return what sources say about a track's demand, returns and ways on; eleven queries."""
    accelerators = list(
        track.accelerators.select_related("source").order_by("horizon", "position", "pk")
    )
    factors = list(track.qualitative_factors.select_related("source").order_by("position", "pk"))
    transitions = Transition.objects.select_related("source", "from_track", "to_track")
    return Outlook(
        insights=list_insight_groups(track=track),
        demand=tuple(track.demand_indicators.select_related("source").order_by("position", "pk")),
        accelerators=tuple(
            AcceleratorGroup(horizon, tuple(row for row in accelerators if row.horizon == horizon))
            for horizon in (AcceleratorHorizon.SHORT_TERM, AcceleratorHorizon.LONG_TERM)
            if any(row.horizon == horizon for row in accelerators)
        ),
        factors=tuple(
            FactorGroup(kind, tuple(row for row in factors if row.kind == kind))
            for kind in FactorKind
            if any(row.kind == kind for row in factors)
        ),
        departures=tuple(transitions.filter(from_track=track).order_by("position", "pk")),
        arrivals=tuple(transitions.filter(to_track=track).order_by("position", "pk")),
        time_investments=tuple(
            track.time_investments.select_related("source").order_by("level", "pk")
        ),
        cost_ranges=tuple(track.cost_ranges.select_related("source").order_by("key")),
        synergies=tuple(
            track.synergies.select_related("source")
            .prefetch_related(Prefetch("tracks", Track.objects.order_by("position", "pk")))
            .order_by("position", "pk")
        ),
    )
