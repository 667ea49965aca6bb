"""Sources and what rests on them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from tracks.models import (
    Accelerator,
    ComparisonEntry,
    CostRange,
    DemandIndicator,
    Insight,
    LadderRung,
    MeetingPoint,
    Milestone,
    QualitativeFactor,
    SalaryBand,
    SalaryStatistic,
    Skill,
    Source,
    Synergy,
    TimeInvestment,
    Transition,
)
from tracks.shared.provenance import SourcedRow


@dataclass(frozen=True)
class Citation:
    """One fact that rests on a source: what it says, and its state where it has one."""

    text: str
    state: str
    state_label: str
    as_of: str


@dataclass(frozen=True)
class CitationGroup:
    """Facts of one sort."""

    label: str
    citations: tuple[Citation, ...]


_SOURCED: tuple[tuple[str, type[SourcedRow], tuple[str, ...]], ...] = (
    ("Pay bands", SalaryBand, ("track", "role")),
    ("Ladder rungs", LadderRung, ("track",)),
    ("Time investments", TimeInvestment, ("track",)),
    ("Demand by sector", DemandIndicator, ("track",)),
    ("Insights", Insight, ("track",)),
    ("Comparison answers", ComparisonEntry, ("track", "dimension")),
    ("Synergies", Synergy, ()),
    ("Meeting points", MeetingPoint, ()),
    ("Accelerators", Accelerator, ("track",)),
    ("Hidden returns", QualitativeFactor, ("track",)),
    ("Transitions", Transition, ("from_track",)),
    ("Cost ranges", CostRange, ("track",)),
)


def list_sources() -> QuerySet[Source]:
    """Return all sources by kind and title; one query."""
    return Source.objects.order_by("kind", "title", "pk")


def count_citations() -> dict[int, int]:
    """Count the facts of the catalogue per source; one query per kind of fact."""
    counts: Counter[int] = Counter()
    for _label, model, _related in _SOURCED:
        counts.update(model._default_manager.values_list("source_id", flat=True))
    statistics = SalaryStatistic.objects.values("source_id").annotate(cells=Count("pk"))
    counts.update({row["source_id"]: row["cells"] for row in statistics})
    counts.update(Skill.objects.values_list("source_id", flat=True))
    hours = Milestone.objects.filter(hours_source__isnull=False)
    counts.update(hours.values_list("hours_source_id", flat=True))
    return dict(counts)


def list_citations(*, source: Source) -> list[CitationGroup]:
    """Return the facts of the catalogue that rest on a source, by sort; one query per sort.

    Sorts without a fact are left out; certifications add theirs on top.
    """
    groups = []
    for label, model, related in _SOURCED:
        rows = model._default_manager.filter(source=source).select_related(*related)
        citations = tuple(cite(row, describe_fact(row)) for row in rows.order_by("pk"))
        groups.append(CitationGroup(label, citations))
    skills = Skill.objects.filter(source=source).order_by("group__position", "position", "pk")
    groups.append(
        CitationGroup("Skills", tuple(Citation(skill.name, "", "", "") for skill in skills))
    )
    hours = Milestone.objects.filter(hours_source=source).order_by("title", "pk")
    groups.append(
        CitationGroup(
            "Study hours of milestones", tuple(Citation(row.title, "", "", "") for row in hours)
        )
    )
    return [group for group in groups if group.citations]


def cite(row: SourcedRow, text: str) -> Citation:
    """Return a sourced row as a citation with these words."""
    return Citation(text, row.state, row.get_state_display(), row.as_of)


def describe_fact(row: SourcedRow) -> str:
    """Say in a few words what a sourced row of the catalogue states."""
    if isinstance(row, SalaryBand):
        rung = row.get_rung_display() if row.rung else "beside the ladder"
        role = f", {row.role}" if row.role else ""
        return f"{row.track}, {rung}{role}, {row.country} {row.year}"
    if isinstance(row, ComparisonEntry):
        return f"{row.dimension}, {row.track}: {row.text}"
    if isinstance(row, Transition):
        return f"{row.from_track} to {row.to_field}"
    if isinstance(row, TimeInvestment):
        return (
            f"{row.track}, {row.get_level_display()}: {row.low_months} to {row.high_months} months"
        )
    if isinstance(row, LadderRung):
        return f"{row.track}: {row.name}"
    track = getattr(row, "track", None)
    return f"{track}: {row}" if track else str(row)
