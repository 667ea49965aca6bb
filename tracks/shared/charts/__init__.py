"""SVG charts for pages and print: frozen data in, accessible SVG text out (ADR 0009)."""

from tracks.shared.charts.boxes import (
    BoxChart,
    BoxStrip,
    Percentiles,
    StatedRange,
    describe_box_chart,
    draw_box_chart,
)
from tracks.shared.charts.description import ChartDescription
from tracks.shared.charts.dots import DotPlot, describe_dot_plot, draw_dot_plot
from tracks.shared.charts.fans import (
    FanChart,
    FanPoint,
    PaybackMark,
    describe_fan_chart,
    draw_fan_chart,
)
from tracks.shared.charts.marks import MarkState, draw_mark_icon
from tracks.shared.charts.mind_maps import MindMap, MindNode, describe_mind_map, draw_mind_map
from tracks.shared.charts.numbers import format_money_short
from tracks.shared.charts.outcomes import (
    Outcome,
    OutcomeChart,
    describe_outcomes,
    draw_outcomes,
)
from tracks.shared.charts.outline_maps import (
    OutlineMap,
    OutlineNode,
    OutlineStage,
    describe_outline_map,
    draw_outline_map,
)
from tracks.shared.charts.path_maps import (
    PathLane,
    PathMap,
    PathMark,
    describe_path_map,
    draw_path_map,
)
from tracks.shared.charts.progress_meters import (
    ProgressMeter,
    describe_progress,
    draw_progress_bar,
    draw_progress_ring,
)
from tracks.shared.charts.reliability import (
    ReliabilityChart,
    ReliabilityPoint,
    describe_reliability,
    draw_reliability,
)
from tracks.shared.charts.salaries import (
    SalaryBand,
    SalaryLadder,
    SalaryRung,
    describe_salary_ladder,
    draw_salary_ladder,
    write_band,
)
from tracks.shared.charts.sparklines import (
    Sparkline,
    SparkPoint,
    describe_sparkline,
    draw_sparkline,
)
from tracks.shared.charts.spending import (
    SpendBar,
    SpendChart,
    describe_spend_chart,
    draw_spend_chart,
)
from tracks.shared.charts.tenths import Tenths, describe_tenths, draw_tenths
from tracks.shared.charts.themes import PAGE, PRINT, Theme, page_stylesheet
from tracks.shared.charts.tornadoes import Tornado, TornadoBar, describe_tornado, draw_tornado

__all__ = [
    "PAGE",
    "PRINT",
    "BoxChart",
    "BoxStrip",
    "ChartDescription",
    "DotPlot",
    "FanChart",
    "FanPoint",
    "MarkState",
    "MindMap",
    "MindNode",
    "Outcome",
    "OutcomeChart",
    "OutlineMap",
    "OutlineNode",
    "OutlineStage",
    "PathLane",
    "PathMap",
    "PathMark",
    "PaybackMark",
    "Percentiles",
    "ProgressMeter",
    "ReliabilityChart", "ReliabilityPoint", "SalaryBand",
    "SalaryLadder",
    "SalaryRung",
    "SparkPoint",
    "Sparkline",
    "SpendBar",
    "SpendChart",
    "StatedRange",
    "Tenths",
    "Theme",
    "Tornado",
    "TornadoBar",
    "describe_box_chart",
    "describe_dot_plot",
    "describe_fan_chart",
    "describe_mind_map",
    "describe_outcomes",
    "describe_outline_map",
    "describe_path_map",
    "describe_progress",
    "describe_reliability", "describe_salary_ladder",
    "describe_sparkline",
    "describe_spend_chart",
    "describe_tenths",
    "describe_tornado",
    "draw_box_chart",
    "draw_dot_plot",
    "draw_fan_chart",
    "draw_mark_icon",
    "draw_mind_map",
    "draw_outcomes",
    "draw_outline_map",
    "draw_path_map",
    "draw_progress_bar",
    "draw_progress_ring",
    "draw_reliability", "draw_salary_ladder",
    "draw_sparkline",
    "draw_spend_chart",
    "draw_tenths",
    "draw_tornado",
    "format_money_short",
    "page_stylesheet",
    "write_band",
]  # fmt: skip
