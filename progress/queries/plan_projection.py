"""The projection pages of a career plan, from a stored result."""

from decimal import Decimal

from progress.documents.content import ComparisonRow, PlanAssumption, PlanProjection
from progress.models import Learner, Projection
from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.assumptions import Assumption, list_assumptions
from progress.roi.presentation import make_headline, say_in_ten, say_payback
from progress.roi.results import RoiResult, RungReach
from tracks.shared.charts import FanPoint, TornadoBar

LEVER_COUNT = 10
DISCLAIMERS = (
    "A projection is neither a promise nor financial advice.",
    "Pay bands are US ranges of 2024 that people describe themselves, before tax.",
    "How much of a later raise the path itself causes is uncertain; most of the gain depends on "
    "finishing and on being hired.",
)


def make_plan_projection(*, projection: Projection) -> PlanProjection:
    """Put a finished projection into the plan's words and charts.

    Raises:
        TypeError: If the stored result is of another model version.
    """
    result = RoiResult.from_dict(projection.result or {})
    headline = make_headline(result)
    return PlanProjection(
        headlines=headline.sentences,
        outcomes=result.dots_usd,
        fan=tuple(
            FanPoint(
                month=point.month,
                p5=point.p5_usd,
                p10=point.p10_usd,
                p25=point.p25_usd,
                p50=point.p50_usd,
                p75=point.p75_usd,
                p90=point.p90_usd,
                p95=point.p95_usd,
                mean=point.mean_usd,
            )
            for point in result.curve
        ),
        payback_words=say_payback(result.payback),
        payback_month=result.payback.expected_flow_month,
        comparison=tuple(list_comparison_rows(result=result)),
        base_result=result.value.expected_usd,
        levers=_list_levers(projection),
        disclaimers=DISCLAIMERS,
    )


def list_comparison_rows(*, result: RoiResult) -> list[ComparisonRow]:
    """Return what differs with the path and without it, and if the learner finishes."""
    rows = []
    for reach in result.reach:
        name = RUNG_NAMES[reach.rung].capitalize()
        rows.append(
            ComparisonRow(
                measure=f"{name} level within 5 years",
                with_path=say_in_ten(reach.with_path_5_years_share),
                without_path=say_in_ten(reach.without_path_5_years_share),
            )
        )
        rows.append(_compare_months(name, reach))
    if_finished = result.value.ahead_if_finished_share
    rows.append(
        ComparisonRow(
            measure=f"Better off after {result.horizon_months // 12} years",
            with_path=say_in_ten(result.value.ahead_share),
            without_path="the comparison itself",
            if_finished=say_in_ten(if_finished) if if_finished is not None else "",
        )
    )
    return rows


def _compare_months(name: str, reach: RungReach) -> ComparisonRow:
    def say(months: int | None) -> str:
        return f"month {months}" if months is not None else "most never do"

    return ComparisonRow(
        measure=f"{name} level: half are there by",
        with_path=say(reach.with_path_median_months),
        without_path=say(reach.without_path_median_months),
    )


def _list_levers(projection: Projection) -> tuple[TornadoBar, ...]:
    swings = (projection.decisions or {}).get("swings", [])
    return tuple(
        TornadoBar(
            label=swing["name"],
            low_setting=swing["low_label"],
            high_setting=swing["high_label"],
            low_result=swing["low_expected_usd"],
            high_result=swing["high_expected_usd"],
            is_yours=swing["is_own_lever"],
        )
        for swing in swings[:LEVER_COUNT]
    )


def list_plan_assumptions(
    *, track_key: str, learner: Learner, projection: Projection | None
) -> tuple[PlanAssumption, ...]:
    """Return what the learner told and every assumption, as the projection used them."""
    if projection is None:
        return ()
    rows = [
        _tell(
            "Pay now", f"${Decimal(projection.inputs['current_pay_usd_per_year']):,.0f}", "a year"
        ),
        _tell("Study hours planned", f"{projection.inputs['planned_hours_per_week']:g}", "a week"),
        _tell("Study hours logged", f"{projection.inputs['logged_hours']:g}", "hours"),
    ]
    rows += [_read_assumption(line, learner) for line in list_assumptions(track_key=track_key)]
    return tuple(rows)


def _tell(name: str, value: str, unit: str) -> PlanAssumption:
    return PlanAssumption(name=name, value=value, unit=unit, source="told by you", is_yours=True)


def _read_assumption(line: Assumption, learner: Learner) -> PlanAssumption:
    chosen = learner.assumption_overrides.get(line.key)
    level = f" ({RUNG_NAMES[line.rung]})" if line.rung else ""
    return PlanAssumption(
        name=f"{line.name}{level}",
        value=f"{line.default if chosen is None else chosen:g}",
        unit=line.unit,
        low_to_high=f"{line.low:g} to {line.high:g}",
        source=line.source[:400],
        is_yours=chosen is not None,
    )
