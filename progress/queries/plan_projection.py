"""The projection pages of a career plan, from a stored result."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from progress.documents.content import ComparisonRow, PlanAssumption, PlanProjection
from progress.models import Learner, Projection
from progress.queries.projection_limits import list_limits
from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.assumptions import Assumption, list_assumptions
from progress.roi.presentation import (
    make_headline,
    say_in_ten,
    say_payback_of_average,
    say_range,
    say_years,
)
from progress.roi.results import Payback, RoiResult, RungReach
from tracks.shared.charts import FanPoint, TornadoBar
from tracks.shared.charts.numbers import MINUS

LEVER_COUNT = 10
YARDSTICK = "what the path is compared with"
_SHARES = {"share": "", "per year": "a year"}
DISCLAIMERS = (
    "A projection is neither a promise nor financial advice.",
    "Pay bands are US ranges of 2024, as people describe their own pay, before tax.",
    "How much of a later raise the path itself causes is uncertain; most of the gain depends on "
    "finishing and on being hired.",
)


def make_plan_projection(*, projection: Projection) -> PlanProjection:
    """Put a finished projection into the plan's words and charts.

    Raises:
        TypeError: If the stored result is of another model version.
    """
    result = RoiResult.from_dict(projection.result or {})
    return PlanProjection(
        headlines=list_headlines(projection=projection, result=result),
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
        payback_words=_say_payback(result.payback),
        payback_month=result.payback.expected_flow_month,
        comparison=tuple(list_comparison_rows(result=result)),
        base_result=result.value.expected_usd,
        levers=_list_levers(projection),
        disclaimers=(*DISCLAIMERS, _say_terms(projection)),
    )


def list_headlines(*, projection: Projection, result: RoiResult) -> tuple[str, ...]:
    """Return the opening sentences, or the range and why there is no headline yet."""
    limits = list_limits(projection=projection, result=result)
    if not limits:
        return make_headline(result).sentences
    if not all(limit.allows_range for limit in limits):
        return tuple(f"{limit.text} So there is no number." for limit in limits)
    return (
        say_range(result),
        *(f"{limit.text} So there is only this range, and no headline." for limit in limits),
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
    measure = f"Better off after {say_years(result.horizon_months)}"
    rows.append(
        ComparisonRow(
            measure=measure,
            with_path=say_in_ten(result.value.ahead_share),
            without_path=YARDSTICK,
        )
    )
    if result.value.ahead_if_finished_share is not None:
        rows.append(
            ComparisonRow(
                measure=f"{measure}, if you finish",
                with_path=say_in_ten(result.value.ahead_if_finished_share),
                without_path=YARDSTICK,
            )
        )
    return rows


def _compare_months(name: str, reach: RungReach) -> ComparisonRow:
    def say(months: int | None) -> str:
        return f"{say_duration(months)} from now" if months is not None else "most never are"

    return ComparisonRow(
        measure=f"{name} level: half are there",
        with_path=say(reach.with_path_median_months),
        without_path=say(reach.without_path_median_months),
    )


def say_duration(months: int) -> str:
    """Say a number of months as years and months."""
    years, rest = divmod(months, 12)
    parts = [_count(years, "year")] if years else []
    if rest or not years:
        parts.append(_count(rest, "month"))
    return " ".join(parts)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _say_terms(projection: Projection) -> str:
    tax = projection.inputs["assumptions"]["tax_rate"]
    return f"Amounts are in today’s US dollars, extra pay after {tax * 100:g} % tax."


def _say_payback(payback: Payback) -> str:
    if payback.expected_flow_month is not None:
        return say_payback_of_average(payback)
    if payback.p50_month is None:
        return "In none of the futures played does the plan pay for itself"
    when = f"within {say_duration(payback.p50_month)}" if payback.p50_month else "at once"
    return f"The plan pays for itself in {say_in_ten(payback.share)} futures; half of those {when}"


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
    rows += _read_assumptions(list_assumptions(track_key=track_key), learner.assumption_overrides)
    return tuple(rows)


def _tell(name: str, value: str, unit: str) -> PlanAssumption:
    return PlanAssumption(name=name, value=value, unit=unit, source="told by you", is_yours=True)


def _read_assumptions(
    lines: Iterable[Assumption], overrides: dict[str, float]
) -> Iterator[PlanAssumption]:
    """Read the table; the levels of one assumption share a row unless the learner changed one."""
    for (key, is_yours), group in groupby(
        lines, key=lambda line: (line.key.partition("_rung_")[0], line.key in overrides)
    ):
        rows = list(group)
        first = rows[0]
        rungs = ", ".join(RUNG_NAMES[line.rung] for line in rows if line.rung)
        values = [overrides.get(line.key, line.default) for line in rows]
        ranges = list(dict.fromkeys((line.low, line.high) for line in rows))
        yield PlanAssumption(
            key=key if len(rows) > 1 else first.key,
            name=f"{first.name.partition(': ')[0]}: {rungs}" if rungs else first.name,
            value=_say_values(values if len(set(values)) > 1 else values[:1], first.unit),
            unit=_SHARES.get(first.unit, first.unit),
            low_to_high=", ".join(_say_range(low, high, first.unit) for low, high in ranges),
            source=first.source[:400],
            is_yours=is_yours,
        )


def _say_values(values: list[float], unit: str) -> str:
    """Say one number per level, or the one number that all levels share."""
    is_share = unit in _SHARES
    words = ", ".join(f"{value * 100:.4g}" if is_share else f"{value:g}" for value in values)
    return f"{words} %" if is_share else words


def _say_range(low: float, high: float, unit: str) -> str:
    if unit in _SHARES:
        return f"{low * 100:.4g}–{high * 100:.4g} %".replace("-", MINUS)
    return f"{low:g}–{high:g}".replace("-", MINUS)
