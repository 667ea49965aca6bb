"""Rows of the catalogue: valid by default, every column can be named to override it.

Each call makes new rows with keys of their own, so that tests do not meet each other's.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from tracks import models
from tracks.choices import (
    AcceleratorHorizon,
    DemandLevel,
    EvidenceState,
    FactorKind,
    InsightKind,
    PayLevel,
    PayScheme,
    PayVariant,
    ResourceKind,
    SourceKind,
    StageLevel,
    TimeLevel,
)
from tracks.operations.releases import publish_release

PUBLISHED_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
# The stages of a made track: key, level, rung.
STAGES = (
    ("start", StageLevel.START, 1),
    ("foundation", StageLevel.FOUNDATION, 1),
    ("core-competency", StageLevel.CORE, 2),
    ("advanced", StageLevel.ADVANCED, 3),
    ("guru", StageLevel.GURU, 4),
)
_numbers = count(1)


def make_key(noun: str) -> str:
    return f"{noun}-{next(_numbers)}"


def make_source(**overrides: Any) -> models.Source:
    key = overrides.pop("key", None) or make_key("source")
    values = {"title": f"Survey {key}", "publisher": "A publisher", "kind": SourceKind.DATASET}
    return models.Source.objects.create(key=key, **{**values, **overrides})


def make_tool(**overrides: Any) -> models.Tool:
    key = overrides.pop("key", None) or make_key("tool")
    values = {"name": f"Tool {key}", "url": "https://example.org/tool", "summary": "does one thing"}
    return models.Tool.objects.create(key=key, **{**values, **overrides})


def make_skill_group(*, tracks: Sequence[models.Track] = (), **overrides: Any) -> models.SkillGroup:
    key = overrides.pop("key", None) or make_key("group")
    overrides.setdefault("source", None)
    overrides["source"] = overrides["source"] or make_source()
    values = {"name": f"Group {key}", "position": 1}
    group = models.SkillGroup.objects.create(key=key, **{**values, **overrides})
    group.tracks.set(tracks)
    return group


def make_skill(
    *,
    tracks: Sequence[models.Track] = (),
    tools: Sequence[models.Tool] = (),
    **overrides: Any,
) -> models.Skill:
    key = overrides.pop("key", None) or make_key("skill")
    group = overrides.pop("group", None) or make_skill_group(tracks=tracks)
    values = {"name": f"Skill {key}", "group": group, "source": group.source, "position": 1}
    skill = models.Skill.objects.create(key=key, **{**values, **overrides})
    skill.tracks.set(tracks)
    skill.tools.set(tools)
    return skill


def make_milestone(
    *,
    prerequisites: Sequence[models.Milestone] = (),
    skills: Sequence[models.Skill] = (),
    tools: Sequence[models.Tool] = (),
    resource_count: int = 2,
    **overrides: Any,
) -> models.Milestone:
    key = overrides.pop("key", None) or make_key("milestone")
    values = {
        "title": f"Milestone {key}",
        "outcome": f"Can do what {key} asks for.",
        "description": "What it is, why it matters and where it stops.",
        "hours_low": 8,
        "hours_likely": 12,
        "hours_high": 20,
        "proof_idea": "A repository that somebody else can read.",
    }
    milestone = models.Milestone.objects.create(key=key, **{**values, **overrides})
    milestone.prerequisites.set(prerequisites)
    milestone.skills.set(skills)
    milestone.tools.set(tools)
    for _ in range(resource_count):
        make_resource(milestone=milestone)
    return milestone


def make_resource(**overrides: Any) -> models.Resource:
    number = next(_numbers)
    milestone = overrides.pop("milestone", None) or make_milestone(resource_count=0)
    values = {
        "title": f"Handbook {number}",
        "url": f"https://example.org/handbook/{number}",
        "kind": ResourceKind.OFFICIAL_DOCS,
        "position": milestone.resources.count() + 1,
    }
    return models.Resource.objects.create(milestone=milestone, **{**values, **overrides})


def make_role(**overrides: Any) -> models.Role:
    key = overrides.pop("key", None) or make_key("role")
    values = {"title": f"Role {key}", "summary": "Keeps something running."}
    return models.Role.objects.create(key=key, **{**values, **overrides})


def make_track(
    *,
    milestones: Sequence[models.Milestone] | None = None,
    is_published: bool = True,
    **overrides: Any,
) -> models.Track:
    """Make a track of five stages with a published release.

    `milestones` are dealt out over the stages in order; six new ones unless told. An
    empty list makes a bare track without stages and release.
    """
    key = overrides.pop("key", None) or make_key("track")
    values = {
        "name": f"Track {key}",
        "tagline": "One line about it",
        "summary": "What it is. Whom it suits.",
        "colour": "teal",
        "position": 1,
    }
    track = models.Track.objects.create(key=key, **{**values, **overrides})
    if milestones is None:
        milestones = [make_milestone() for _ in range(6)]
    if not milestones:
        return track
    for number, (stage_key, level, rung) in enumerate(STAGES, start=1):
        first, last = (len(milestones) * n // len(STAGES) for n in (number - 1, number))
        make_stage(
            track=track,
            key=stage_key,
            level=level,
            rung=rung,
            position=number,
            milestones=milestones[first:last],
        )
    if is_published:
        make_release(track=track)
    return track


def make_stage(*, milestones: Sequence[models.Milestone] = (), **overrides: Any) -> models.Stage:
    key = overrides.pop("key", None) or make_key("stage")
    track = overrides.pop("track", None) or make_track(milestones=[])
    values = {
        "title": f"Stage {key}",
        "summary": "What it is about.",
        "level": StageLevel.FOUNDATION,
        "rung": 1,
        "position": track.stages.count() + 1,
    }
    stage = models.Stage.objects.create(track=track, key=key, **{**values, **overrides})
    for milestone in milestones:
        make_placement(stage=stage, milestone=milestone)
    return stage


def make_placement(
    *, stage: models.Stage, milestone: models.Milestone, **overrides: Any
) -> models.Placement:
    values = {"position": stage.placements.count() + 1}
    return models.Placement.objects.create(
        stage=stage, milestone=milestone, **{**values, **overrides}
    )


def make_release(
    *, track: models.Track | None = None, now: datetime = PUBLISHED_AT, **options: Any
) -> models.TrackRelease:
    """Publish the draft of a track; the draft must differ from the last release."""
    track = track or make_track(is_published=False)
    release = publish_release(track=track, now=now, **options)
    assert release is not None, "the draft does not differ from the last release"
    return release


def make_time_investment(**overrides: Any) -> models.TimeInvestment:
    track = overrides.pop("track", None) or make_track(milestones=[])
    source = overrides.pop("source", None) or make_source()
    values = {"level": TimeLevel.CORE, "low_months": 12, "high_months": 24}
    return models.TimeInvestment.objects.create(
        track=track, source=source, **{**values, **overrides}
    )


def make_ladder_rung(*, roles: Sequence[models.Role] = (), **overrides: Any) -> models.LadderRung:
    track = overrides.pop("track", None) or make_track(milestones=[])
    source = overrides.pop("source", None) or make_source()
    values = {"rung": 1, "name": "Entry level"}
    rung = models.LadderRung.objects.create(track=track, source=source, **{**values, **overrides})
    for position, role in enumerate(roles, start=1):
        models.RolePlacement.objects.create(ladder_rung=rung, role=role, position=position)
    return rung


def make_salary_band(**overrides: Any) -> models.SalaryBand:
    key = overrides.pop("key", None) or make_key("band")
    track = overrides.pop("track", None) or make_track(milestones=[])
    source = overrides.pop("source", None) or make_source()
    values: dict[str, Any] = {"rung": 1, "year": 2024, "as_of": "2024"}
    if overrides.get("statistic", "RANGE") == "RANGE":
        values |= {"low": Decimal(80_000), "high": Decimal(110_000)}
    else:
        values |= {
            name: Decimal(pay)
            for name, pay in zip(
                ("p10", "p25", "p50", "p75", "p90"),
                (70_000, 85_000, 100_000, 120_000, 150_000),
                strict=True,
            )
        }
        values["sample_size"] = 240
    return models.SalaryBand.objects.create(
        key=key, track=track, source=source, **{**values, **overrides}
    )


def _make_fact(model: Any, noun: str, values: dict[str, Any], overrides: dict[str, Any]) -> Any:
    key = overrides.pop("key", None) or make_key(noun)
    source = overrides.pop("source", None) or make_source()
    return model.objects.create(key=key, source=source, **{**values, **overrides})


def _make_track_fact(
    model: Any, noun: str, values: dict[str, Any], overrides: dict[str, Any]
) -> Any:
    overrides["track"] = overrides.pop("track", None) or make_track(milestones=[])
    return _make_fact(model, noun, {"position": 1, **values}, overrides)


def make_demand_indicator(**overrides: Any) -> models.DemandIndicator:
    values = {"sector": "Cloud infrastructure", "level": DemandLevel.HIGH}
    row: models.DemandIndicator = _make_track_fact(
        models.DemandIndicator, "demand", values, overrides
    )
    return row


def make_insight(*, tools: Sequence[models.Tool] = (), **overrides: Any) -> models.Insight:
    values = {"kind": InsightKind.GROWTH_AREA, "title": "Edge computing"}
    row: models.Insight = _make_track_fact(models.Insight, "insight", values, overrides)
    row.tools.set(tools)
    return row


def make_accelerator(**overrides: Any) -> models.Accelerator:
    values = {"horizon": AcceleratorHorizon.SHORT_TERM, "name": "Container expertise"}
    row: models.Accelerator = _make_track_fact(models.Accelerator, "boost", values, overrides)
    return row


def make_qualitative_factor(**overrides: Any) -> models.QualitativeFactor:
    values = {"kind": FactorKind.JOB_SECURITY, "text": "Runs what cannot be switched off."}
    row: models.QualitativeFactor = _make_track_fact(
        models.QualitativeFactor, "factor", values, overrides
    )
    return row


def make_cost_range(**overrides: Any) -> models.CostRange:
    overrides["track"] = overrides.pop("track", None) or make_track(milestones=[])
    values = {"low": Decimal(300), "high": Decimal(1500), "currency": "USD"}
    row: models.CostRange = _make_fact(models.CostRange, "cost", values, overrides)
    return row


def make_synergy(*, tracks: Sequence[models.Track] = (), **overrides: Any) -> models.Synergy:
    values = {"text": "Both need to solve problems.", "position": 1}
    row: models.Synergy = _make_fact(models.Synergy, "synergy", values, overrides)
    row.tracks.set(tracks)
    return row


def make_transition(**overrides: Any) -> models.Transition:
    overrides["from_track"] = overrides.pop("from_track", None) or make_track(milestones=[])
    values = {"to_field": "Security", "position": 1}
    row: models.Transition = _make_fact(models.Transition, "transition", values, overrides)
    return row


def make_meeting_point(
    *,
    tracks: Sequence[models.Track] = (),
    tools: Sequence[models.Tool] = (),
    **overrides: Any,
) -> models.MeetingPoint:
    values = {"name": "Metrics", "category": "Observability stack", "position": 1}
    row: models.MeetingPoint = _make_fact(models.MeetingPoint, "meeting", values, overrides)
    row.tracks.set(tracks)
    row.tools.set(tools)
    return row


def make_comparison_dimension(**overrides: Any) -> models.ComparisonDimension:
    key = overrides.pop("key", None) or make_key("dimension")
    values = {"name": "Infrastructure focus", "question": "What is looked after?", "position": 1}
    return models.ComparisonDimension.objects.create(key=key, **{**values, **overrides})


def make_comparison_entry(**overrides: Any) -> models.ComparisonEntry:
    dimension = overrides.pop("dimension", None) or make_comparison_dimension()
    track = overrides.pop("track", None) or make_track(milestones=[])
    source = overrides.pop("source", None) or make_source()
    values = {"text": "Applications and services."}
    return models.ComparisonEntry.objects.create(
        dimension=dimension, track=track, source=source, **{**values, **overrides}
    )


def make_question(
    *, effects: Sequence[tuple[models.Track, int]] = (), **overrides: Any
) -> models.Question:
    """Make a question with two answers; the first has the given effects on tracks."""
    key = overrides.pop("key", None) or make_key("question")
    values = {"text": "What do you enjoy most?", "position": 1}
    question = models.Question.objects.create(key=key, **{**values, **overrides})
    first = models.QuestionOption.objects.create(
        question=question, key="one", text="Automating", position=1
    )
    models.QuestionOption.objects.create(question=question, key="two", text="None", position=2)
    for track, weight in effects:
        models.OptionEffect.objects.create(
            option=first, track=track, weight=weight, reason=f"A fact about {track.name}."
        )
    return question


def make_salary_statistic(**overrides: Any) -> models.SalaryStatistic:
    key = overrides.pop("key", None) or make_key("statistic")
    overrides.setdefault("source", None)
    overrides["source"] = overrides["source"] or make_source()
    values = {
        "dataset": "ai-jobs",
        "variant": PayVariant.AS_IS,
        "scheme": PayScheme.ROLE_FAMILY,
        "subject": "devops",
        "subject_name": "DevOps",
        "level": PayLevel.MI,
        "country": "US",
        "year": 2024,
        "n": 76,
        "p10": 81_200,
        "p25": 97_335,
        "p50": 120_700,
        "p75": 174_250,
        "p90": 201_750,
        "as_of": "2025-01-12",
        "state": EvidenceState.ATTRIBUTED,
    }
    return models.SalaryStatistic.objects.create(key=key, **{**values, **overrides})
