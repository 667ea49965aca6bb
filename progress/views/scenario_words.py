"""Scenarios in words and one picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from progress.queries.scenarios import ScenarioFigures
from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.batch_results import BatchOutlook
from progress.roi.presentation import say_in_ten, say_money, say_net_gain, say_years
from tracks.shared import charts
from tracks.shared.figures import Figure, make_figure

WIDTH = 660
# The same picture for a phone, drawn with larger type rather than scaled down.
NARROW_WIDTH = 340


@dataclass(frozen=True)
class Measure:
    """One measure with its value in every scenario, in their order."""

    name: str
    values: tuple[str, ...]

    @property
    def is_different(self) -> bool:
        """Whether the scenarios differ in it."""
        return len(set(self.values)) > 1


def list_outlooks(scenarios: Sequence[ScenarioFigures]) -> list[BatchOutlook]:
    """Return the figures of scenarios that have some."""
    return [one.projection.figures for one in scenarios if one.projection.figures]


def list_measures(scenarios: Sequence[ScenarioFigures]) -> list[Measure]:
    """Lay scenarios side by side, measure by measure; those without figures are left out."""
    found = list_outlooks(scenarios)

    def row(name: str, *values: str) -> Measure:
        return Measure(name, values)

    measures = [
        row("Looking ahead", *(say_years(one.horizon_months) for one in found)),
        row("Come out ahead", *(say_in_ten(one.ahead_share) for one in found)),
        row("Finish the plan", *(say_in_ten(one.finish_share) for one in found)),
        row("Middle case", *(say_money(one.p50_usd) for one in found)),
        row("One in ten does worse than", *(say_money(one.p10_usd) for one in found)),
        row("One in ten does better than", *(say_money(one.p90_usd) for one in found)),
        row("Average", *(say_money(one.expected_usd) for one in found)),
        row(
            "Cash for exams and courses", *(say_money(one.expected_cash_cost_usd) for one in found)
        ),
        row("Hours of study", *(f"{one.expected_study_hours:,.0f} h" for one in found)),
    ]
    rungs = sorted({reach.rung for one in found for reach in one.reach})
    for rung in rungs:
        name = f"{RUNG_NAMES[rung].capitalize()} level within 5 years"
        measures.append(row(name, *(_say_reach(one, rung) for one in found)))
    return measures


def _say_reach(outlook: BatchOutlook, rung: int) -> str:
    reach = next((one for one in outlook.reach if one.rung == rung), None)
    return say_in_ten(reach.with_path_5_years_share) if reach else "not counted"


def draw_scenarios(*, scenarios: Sequence[ScenarioFigures], title: str) -> Figure | None:
    """Draw scenarios below each other on one axis; None when none has figures."""
    outcomes = tuple(
        charts.Outcome(
            name=one.name,
            ahead_share=figures.ahead_share,
            p10=figures.p10_usd,
            p50=figures.p50_usd,
            p90=figures.p90_usd,
            mean=figures.expected_usd,
        )
        for one in scenarios
        if (figures := one.projection.figures)
    )
    if not outcomes:
        return None
    chart = charts.OutcomeChart(title, outcomes, axis_words=_name_axis(scenarios))
    return make_figure(
        title=title,
        svg=charts.draw_outcomes(chart=chart, prefix="outcomes", width=WIDTH),
        narrow_svg=charts.draw_outcomes(chart=chart, prefix="outcomes-s", width=NARROW_WIDTH),
        description=charts.describe_outcomes(chart=chart),
    )


def _name_axis(scenarios: Sequence[ScenarioFigures]) -> str:
    horizons = {one.horizon_months for one in list_outlooks(scenarios)}
    return say_net_gain(horizons.pop()) if len(horizons) == 1 else "net gain or loss"


def draw_scenario_dots(
    *, scenario: ScenarioFigures, prefix: str, beside: Sequence[ScenarioFigures] = ()
) -> Figure | None:
    """Draw twenty equally likely futures of one scenario, on one axis with those `beside` it."""
    figures = scenario.projection.figures
    if figures is None or not figures.dots_usd:
        return None
    shown = tuple(value for one in list_outlooks(beside) for value in one.dots_usd)
    title = f"{scenario.name}: twenty equally likely futures"
    axis_words = say_net_gain(figures.horizon_months)
    chart = charts.DotPlot(title, figures.dots_usd, shown=shown, axis_words=axis_words)
    return make_figure(
        title=title,
        svg=charts.draw_dot_plot(chart=chart, prefix=prefix, width=480),
        narrow_svg=charts.draw_dot_plot(chart=chart, prefix=f"{prefix}-s", width=NARROW_WIDTH),
        description=charts.describe_dot_plot(chart=chart),
    )
