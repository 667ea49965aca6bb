"""Settings of a what-if in requests and answers, and the figures that they lead to."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.shared.api import DecimalInput, StrictSerializer
from progress.api.worth import MissingSerializer
from progress.queries.instant_projections import InstantProjection
from progress.queries.scenario_limits import (
    ACCELERATOR_SHARE,
    DISCOUNT_RATE,
    EMPLOYER_SHARE,
    FREE_RETAKES,
    HORIZON_YEARS,
    Limits,
    SettingProblem,
)
from progress.queries.scenario_settings import ScenarioSettings
from progress.queries.scenarios import WhatIfGround
from progress.roi.shapes import EXAM_COUNT_LIMIT
from tracks.choices import Rung

# Where the engine calls a setting otherwise.
_SETTING_OF_ENGINE = {
    "planned_hours_per_week": "hours_per_week",
    "horizon_months": "horizon_years",
    "real_discount_rate": "discount_rate",
}


def _make_share(limits: Limits, help_text: str, **options: Any) -> DecimalInput:
    return DecimalInput(
        max_digits=12,
        decimal_places=6,
        min_value=Decimal(str(limits.low)),
        max_value=Decimal(str(limits.high)),
        help_text=help_text,
        **options,
    )


def _make_whole(limits: Limits, help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=int(limits.low),
        max_value=int(limits.high),
        allow_null=True,
        required=False,
        help_text=help_text,
    )


class SettingsBody(StrictSerializer):
    """What to change; what is left out, or null, stays as the learner has it."""

    hours_per_week = DecimalInput(
        max_digits=12,
        decimal_places=6,
        min_value=Decimal("0.5"),
        max_value=Decimal(80),
        allow_null=True,
        required=False,
        help_text="Planned: 1 to 40, or up to the learner's own where those are more. Hours that "
        "are logged count too.",
        error_messages={
            "wanted": "Give hours a week as a number from 1 to 40, or up to your own where those "
            "are more; at most 6 decimal places."
        },
    )
    target_rung = serializers.ChoiceField(
        choices=Rung.choices,
        allow_null=True,
        required=False,
        help_text="The plan goes up to this rung, which is above the learner's own.",
    )
    employer_share = _make_share(
        EMPLOYER_SHARE,
        "Share of fees that an employer pays, 0 to 1.",
        allow_null=True,
        required=False,
    )
    free_retakes_count = _make_whole(FREE_RETAKES, "Free retakes of every exam.")
    horizon_years = _make_whole(HORIZON_YEARS, "Years to look ahead.")
    discount_rate = _make_share(
        DISCOUNT_RATE,
        "What later money is worth less, a year, after inflation.",
        allow_null=True,
        required=False,
    )
    left_out_exams = serializers.ListField(
        child=serializers.CharField(max_length=100),
        max_length=EXAM_COUNT_LIMIT,
        allow_null=True,
        required=False,
        help_text="Keys of planned certifications that are not sat.",
    )
    accelerators = serializers.DictField(
        child=_make_share(ACCELERATOR_SHARE, "Added to the chance of landing each job."),
        allow_null=True,
        required=False,
        help_text="By key of an accelerator of the track: the chance that it adds to landing "
        "each job, as the learner assumes it.",
    )


class SettingsSerializer(serializers.Serializer[Any]):
    """Settings of a what-if; null is as the learner has it."""

    hours_per_week = serializers.FloatField(allow_null=True)
    target_rung = serializers.IntegerField(allow_null=True)
    employer_share = serializers.FloatField(allow_null=True)
    free_retakes_count = serializers.IntegerField(allow_null=True)
    horizon_years = serializers.IntegerField(allow_null=True)
    discount_rate = serializers.FloatField(allow_null=True)
    left_out_exams = serializers.ListField(child=serializers.CharField())
    accelerators = serializers.DictField(child=serializers.FloatField())


class OutlookPointSerializer(serializers.Serializer[Any]):
    """Cumulative value up to a month, in US dollars of today."""

    month = serializers.IntegerField()
    mean_usd = serializers.FloatField()
    p10_usd = serializers.FloatField()
    p50_usd = serializers.FloatField()
    p90_usd = serializers.FloatField()


class OutlookReachSerializer(serializers.Serializer[Any]):
    """Chance to have reached a rung, by the horizon and within five years."""

    rung = serializers.IntegerField()
    with_path_share = serializers.FloatField()
    without_path_share = serializers.FloatField()
    with_path_5_years_share = serializers.FloatField()
    without_path_5_years_share = serializers.FloatField()


class OutlookSerializer(serializers.Serializer[Any]):
    """Figures of many equally likely futures: US dollars of today, shares 0 to 1."""

    draw_count = serializers.IntegerField(help_text="How many futures were played.")
    horizon_months = serializers.IntegerField()
    expected_usd = serializers.FloatField()
    p10_usd = serializers.FloatField()
    p50_usd = serializers.FloatField()
    p90_usd = serializers.FloatField()
    ahead_share = serializers.FloatField()
    ahead_if_finished_share = serializers.FloatField(
        allow_null=True, help_text="Null when nobody finishes."
    )
    finish_share = serializers.FloatField()
    expected_benefit_usd = serializers.FloatField()
    expected_cash_cost_usd = serializers.FloatField()
    expected_time_cost_usd = serializers.FloatField()
    expected_study_hours = serializers.FloatField()
    curve = OutlookPointSerializer(many=True)
    reach = OutlookReachSerializer(many=True)


class ProjectedSerializer(serializers.Serializer[Any]):
    """Figures, or why there are none: something is missing, or a value is out of range."""

    figures = OutlookSerializer(allow_null=True)
    missing = MissingSerializer(many=True)
    problem = serializers.CharField(allow_blank=True)


def show_projection(projection: InstantProjection) -> dict[str, Any]:
    """Return figures rounded, money to cents, or the reason why there are none."""
    figures = projection.figures
    return {
        "figures": figures.to_dict() if figures else None,
        "missing": projection.missing,
        "problem": projection.problem,
    }


def read_body(
    values: dict[str, Any], *, ground: WhatIfGround, prefix: str = ""
) -> ScenarioSettings:
    """Return the settings of a valid body.

    Args:
        values: What `SettingsBody` made of the request.
        ground: What the learner's what-ifs share; nothing is missing in it.
        prefix: The field of the request that holds the settings, blank for the whole of it.

    Raises:
        ValidationError: A setting is beyond what this learner can ask for, or names an exam
            or an accelerator that is not there.
    """
    settings = _make_settings(values)
    if problems := ground.list_problems(settings):
        raise ValidationError(_nest(problems, prefix))
    return settings


def require_figures(projection: InstantProjection) -> None:
    """Refuse what the engine itself could not work out, by the name of the setting."""
    if projection.figures is not None:
        return
    name = _SETTING_OF_ENGINE.get(projection.field, projection.field) or "non_field_errors"
    raise ValidationError({name: [ErrorDetail(projection.problem, code="out_of_range")]})


def _make_settings(values: dict[str, Any]) -> ScenarioSettings:
    def number(name: str) -> float | None:
        value = values.get(name)
        return None if value is None else float(value)

    return ScenarioSettings(
        hours_per_week=number("hours_per_week"),
        target_rung=values.get("target_rung"),
        employer_share=number("employer_share"),
        free_retakes_count=values.get("free_retakes_count"),
        horizon_years=values.get("horizon_years"),
        discount_rate=number("discount_rate"),
        left_out_exams=tuple(dict.fromkeys(values.get("left_out_exams") or ())),
        accelerators={key: float(one) for key, one in (values.get("accelerators") or {}).items()},
    )


def _nest(problems: list[SettingProblem], prefix: str) -> dict[str, Any]:
    """Lay problems out as the framework nests them, so that pointers name their place."""
    details: dict[str, Any] = {}
    for one in problems:
        at = details
        *way, last = (str(step) for step in ((prefix, *one.path) if prefix else one.path))
        for step in way:
            at = at.setdefault(step, {})
        at.setdefault(last, []).append(ErrorDetail(one.words, code=one.code))
    return details
