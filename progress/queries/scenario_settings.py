"""Settings of a what-if: how pages say them, how a file keeps them, what they change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.shapes import AcceleratorInput, RoiInputs
from progress.roi.what_ifs import Changes

MONTHS_PER_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class ScenarioSettings:
    """What a what-if sets; None means as the learner has it.

    `employer_share` is 0 to 1, `discount_rate` a share a year after inflation.
    `left_out_exams` are keys of planned certifications that are not sat. `accelerators`
    gives the chance that the learner adds to every landing, 0 to 0.1, by accelerator.
    """

    hours_per_week: float | None = None
    target_rung: int | None = None
    employer_share: float | None = None
    free_retakes_count: int | None = None
    horizon_years: int | None = None
    discount_rate: float | None = None
    left_out_exams: tuple[str, ...] = ()
    accelerators: Mapping[str, float] = field(default_factory=dict)


def dump_settings(settings: ScenarioSettings) -> dict[str, Any]:
    """Return the settings as JSON values, without what is not set."""
    values = {
        "hours_per_week": settings.hours_per_week,
        "target_rung": settings.target_rung,
        "employer_share": settings.employer_share,
        "free_retakes_count": settings.free_retakes_count,
        "horizon_years": settings.horizon_years,
        "discount_rate": settings.discount_rate,
        "left_out_exams": sorted(settings.left_out_exams),
        "accelerators": {key: share for key, share in settings.accelerators.items() if share > 0},
    }
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def read_settings(stored: Mapping[str, Any]) -> ScenarioSettings:
    """Return settings as stored by `dump_settings`; names of a later version are ignored."""
    known = {name: stored[name] for name in ScenarioSettings.__dataclass_fields__ if name in stored}
    known["left_out_exams"] = tuple(stored.get("left_out_exams", ()))
    return ScenarioSettings(**known)


def make_changes(settings: ScenarioSettings) -> Changes:
    """Return what the settings change about a learner's inputs."""
    assumptions: dict[str, float] = {}
    if settings.horizon_years is not None:
        assumptions["horizon_months"] = float(settings.horizon_years * MONTHS_PER_YEAR)
    if settings.discount_rate is not None:
        assumptions["real_discount_rate"] = settings.discount_rate
    accelerators = tuple(
        AcceleratorInput(key=key, landing_share=share)
        for key, share in sorted(settings.accelerators.items())
        if share > 0
    )
    return Changes(
        planned_hours_per_week=settings.hours_per_week,
        target_rung=settings.target_rung,
        employer_share=settings.employer_share,
        free_retakes_count=settings.free_retakes_count,
        left_out_exams=frozenset(settings.left_out_exams),
        accelerators=accelerators or None,
        assumptions=assumptions,
    )


def describe_settings(
    settings: ScenarioSettings, *, own: RoiInputs, own_target: int, names: Mapping[str, str]
) -> list[str]:
    """Say in a few words each what differs from the learner's own inputs.

    Args:
        settings: The what-if.
        own: The learner's inputs as gathered.
        own_target: The rung that the learner's own plan goes up to.
        names: Names of planned certifications and accelerators by key.
    """
    said = [
        *_describe_plan(settings, own, own_target),
        *_describe_money(settings, own),
        *(f"without {names.get(key, key)}" for key in settings.left_out_exams),
    ]
    for key, share in settings.accelerators.items():
        if share > 0:
            said.append(f"{names.get(key, key)}: {share * 100:+g} points")
    return said


def _describe_plan(settings: ScenarioSettings, own: RoiInputs, own_target: int) -> list[str]:
    said = []
    hours = settings.hours_per_week
    if hours is not None and hours != own.planned_hours_per_week:
        said.append(f"{hours:g} hours a week")
    if settings.target_rung is not None and settings.target_rung != own_target:
        said.append(f"up to {RUNG_NAMES[settings.target_rung]} level")
    return said


def _describe_money(settings: ScenarioSettings, own: RoiInputs) -> list[str]:
    said = []
    share = settings.employer_share
    if share is not None and share != own.employer_share:
        said.append(f"employer pays {share * 100:.0f} % of fees")
    retakes = settings.free_retakes_count
    if retakes is not None:
        said.append(f"{retakes or 'no'} free retake{'' if retakes == 1 else 's'} for each exam")
    years = settings.horizon_years
    if years is not None and years * MONTHS_PER_YEAR != own.assumptions.horizon_months:
        said.append(f"{years} years ahead")
    rate = settings.discount_rate
    if rate is not None and round(rate, 8) != round(own.assumptions.real_discount_rate, 8):
        said.append(f"later money worth {rate * 100:g} % less a year")
    return said
