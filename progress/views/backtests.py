"""How well predictions held: open to everybody, linked from the admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from progress.queries.backtests import CASES_LEAST, get_prediction_record
from progress.roi.backtests import Backtest
from tracks.shared import charts
from tracks.shared.figures import Figure, make_figure


@require_safe
def show_backtest(request: HttpRequest) -> HttpResponse:
    record = get_prediction_record(now=timezone.now())
    backtest = record.backtest
    context = {
        "record": record,
        "cases_least": CASES_LEAST,
        "figure": draw_reliability(backtest) if record.is_enough else None,
    }
    return render(request, "progress/backtest.html", context)


def draw_reliability(backtest: Backtest) -> Figure:
    """Draw the groups that are large enough to tell on nobody."""
    title = "Told against came true"
    points = tuple(
        charts.ReliabilityPoint(
            told=one.predicted_share,
            observed=one.observed_share,
            low=one.observed_low,
            high=one.observed_high,
            count=one.count,
        )
        for one in backtest.bins
        if one.count >= CASES_LEAST
    )
    chart = charts.ReliabilityChart(title, points)
    return make_figure(
        title=title,
        svg=charts.draw_reliability(chart=chart, prefix="reliability"),
        narrow_svg=charts.draw_reliability(chart=chart, prefix="reliability-s", width=340),
        description=charts.describe_reliability(chart=chart),
    )
