"""One believable example of every chart, drawn by the tests of all charts alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracks.shared import charts


@dataclass(frozen=True)
class ChartExample:
    """A chart, how to draw it for a theme and width, and how to describe it."""

    draw: Callable[..., str]
    describe: Callable[..., charts.ChartDescription]
    chart: Any
    has_width: bool = True

    def render(self, *, prefix="example", theme=charts.PAGE, width=720):
        """Draw the example; a chart that sets its own size takes no width."""
        size = {"width": width} if self.has_width else {}
        return self.draw(chart=self.chart, prefix=prefix, theme=theme, **size)


def make_fan_chart():
    points = []
    for month in range(0, 121, 6):
        grown = max(0, month - 18)
        points.append(
            charts.FanPoint(
                month=month,
                p5=-min(month, 30) * 520,
                p10=-min(month, 30) * 380,
                p25=-min(month, 24) * 300,
                p50=-min(month, 18) * 220 + grown * 60,
                p75=-min(month, 18) * 150 + grown * 720,
                p90=grown * 1500,
                p95=grown * 2050,
                mean=-min(month, 18) * 200 + grown * 330,
            )
        )
    payback = charts.PaybackMark(36, "3 in 10 pay back; half of those by month 36")
    return charts.FanChart("Net gain over ten years", tuple(points), payback)


def make_dot_plot():
    losses = (-18e3, -14e3, -11e3, -9e3, -8e3, -6e3, -5.5e3, -5e3, -4e3, -3.4e3, -3e3, -2e3, -1e3)
    return charts.DotPlot("Twenty futures", (*losses, 4e3, 22e3, 48e3, 81e3, 120e3, 152e3, 210e3))


def make_salary_ladder():
    seed = "Seed: DevOps vs. MLOps"
    band = charts.SalaryBand
    rungs = (
        charts.SalaryRung("Junior MLOps engineer", (band(seed, 90e3, 120e3, state="unsourced"),)),
        charts.SalaryRung(
            "MLOps engineer",
            (
                band(seed, 130e3, 180e3, state="disputed"),
                band("ai-jobs 2024", 119e3, 176e3, False, 160e3, 20, "P25 to P75", "attributed"),
            ),
        ),
        charts.SalaryRung(
            "Senior MLOps engineer",
            (
                band(seed, 160e3, 240e3, state="disputed"),
                band("ai-jobs 2024", 139e3, 216e3, False, 180e3, 48, "P25 to P75", "attributed"),
            ),
        ),
        charts.SalaryRung("MLOps architect", (band(seed, 200e3, 250e3, True, state="unsourced"),)),
        charts.SalaryRung("Head of platform", ()),
    )
    return charts.SalaryLadder("Pay by rung", rungs, own_pay=78_000)


def make_box_chart():
    strips = (
        charts.BoxStrip(
            "Senior, ai-jobs 2024", 48, charts.Percentiles(98e3, 139e3, 180e3, 216e3, 260e3)
        ),
        charts.BoxStrip(
            "BLS 15-1252, May 2024", 1_656_880, charts.Percentiles(79e3, 104e3, 133e3, 168e3, 211e3)
        ),
        charts.BoxStrip("Junior, ai-jobs 2024", 2, None, papers="as it stands"),
        charts.BoxStrip(
            "Top", None, charts.Percentiles(98e3, 139e3, 180e3, 208e3, 208e3), open_from=75
        ),
    )
    stated = charts.StatedRange("Stated range", 120e3, 160e3)
    return charts.BoxChart("Pay in 2024, United States", strips, stated=stated)


def make_mind_map():
    node = charts.MindNode

    def guru(name):
        skills = (
            node(
                "System Administration",
                (
                    node("Process Management"),
                    node("User Management"),
                    node("Network Configuration"),
                ),
            ),
            node("Shell Scripting", (node("Bash", href="/skills/bash/"), node("Awk"), node("Sed"))),
            node("Performance Tuning", (node("Resource Monitoring"), node("Optimization"))),
        )
        pros = node("Pros", (node("Direct Hardware Control"), node("Security Focus")))
        return node(name, (node("Core Skills", skills), pros))

    shared = node(
        "Shared Skills",
        (node("Version Control", (node("Git"), node("CI/CD"))), node("Problem Solving")),
    )
    return charts.MindMap(
        "Skills", node("Technical Expertise", (guru("Linux Guru"), guru("Python Guru"), shared))
    )


_STATES = tuple(charts.MarkState)


def make_path_map():
    lanes, number, day = [], 0, date(2026, 3, 2)
    for stage in ("Start", "Foundation", "Core competency", "Advanced pipelines", "Expert", "Guru"):
        marks, first = [], day
        for _ in range(8):
            number += 1
            state = (
                charts.MarkState.DONE
                if number < 7
                else _STATES[number % 5]
                if number < 12
                else charts.MarkState.TO_DO
            )
            marks.append(charts.PathMark(str(number), f"Milestone {number}", day, state))
            day += timedelta(days=17)
        lanes.append(charts.PathLane(stage, tuple(marks), first, day))
    exams = charts.PathLane(
        "Exams",
        (
            charts.PathMark("CKA", "CKA exam", date(2027, 5, 1), _STATES[2]),
            charts.PathMark("MLA", "AWS exam", None, _STATES[2]),
        ),
    )
    return charts.PathMap("Path over time", (*lanes, exams), date(2026, 11, 22))


def make_tornado():
    bars = (
        charts.TornadoBar("Finishing the plan", "stop in month 6", "finish", -11_000, 96_000, True),
        charts.TornadoBar("Hours a week", "4 h", "16 h", -9_000, 61_000, True),
        charts.TornadoBar("Share of the raise that the path causes", "0.3", "0.9", 2_000, 58_000),
        charts.TornadoBar("Chance to land the role in a month", "0.02", "0.09", 6_000, 47_000),
        charts.TornadoBar("Value of an hour of your time", "$40", "$0", 19_000, 41_000),
    )
    return charts.Tornado("What changes the average most", "The average", 28_000, bars)


def make_spend_chart():
    amounts = (147, 172, 545, 147, None, 592, 0, 0, 147, 395)
    bars = [charts.SpendBar(2026 + (i + 3) // 4, (i + 3) % 4 + 1, a) for i, a in enumerate(amounts)]
    return charts.SpendChart("Spending by quarter", tuple(bars))


def make_outline_map():
    stages = []
    number = 0
    for column, stage in enumerate(("Start", "Foundation", "Core competency")):
        nodes = []
        for row in range(4):
            number += 1
            needs = (
                (f"m{number - 1}",)
                if row
                else ((f"m{number - 3}", f"m{number - 1}") if column else ())
            )
            nodes.append(
                charts.OutlineNode(
                    f"m{number}",
                    str(number),
                    f"Serve a model behind an HTTP interface {number}",
                    _STATES[number % 5],
                    needs,
                    f"/milestones/m{number}/",
                )
            )
        stages.append(charts.OutlineStage(stage, tuple(nodes)))
    return charts.OutlineMap("What needs what", tuple(stages))


def make_sparkline():
    values = (3, 5, 0, None, 6, 8, 7.5, 9)
    points = tuple(charts.SparkPoint(f"Week {i}", v) for i, v in enumerate(values, 1))
    return charts.Sparkline("Hours a week", "h", points)


def make_outcomes():
    return charts.OutcomeChart(
        "Ten futures, and where they end",
        (
            charts.Outcome("As you are", 0.15, -12_500, -1_100, 81_600, 15_600),
            charts.Outcome("Go over to a track with a long name", 0.94, 2_000, 41_000, 150e3, 60e3),
        ),
    )


def make_reliability():
    return charts.ReliabilityChart(
        "Told against came true",
        (
            charts.ReliabilityPoint(told=0.14, observed=0.12, low=0.08, high=0.18, count=120),
            charts.ReliabilityPoint(told=0.45, observed=0.2, low=0.11, high=0.33, count=40),
        ),
    )


PROGRESS = charts.ProgressMeter("Progress", done=14, in_progress=3, to_do=26, late=2, skipped=1)

EXAMPLES = {
    "fan": ChartExample(charts.draw_fan_chart, charts.describe_fan_chart, make_fan_chart()),
    "dots": ChartExample(charts.draw_dot_plot, charts.describe_dot_plot, make_dot_plot()),
    "salaries": ChartExample(
        charts.draw_salary_ladder, charts.describe_salary_ladder, make_salary_ladder()
    ),
    "boxes": ChartExample(charts.draw_box_chart, charts.describe_box_chart, make_box_chart()),
    "mind-map": ChartExample(
        charts.draw_mind_map, charts.describe_mind_map, make_mind_map(), False
    ),
    "path-map": ChartExample(charts.draw_path_map, charts.describe_path_map, make_path_map()),
    "progress-bar": ChartExample(charts.draw_progress_bar, charts.describe_progress, PROGRESS),
    "progress-ring": ChartExample(
        charts.draw_progress_ring, charts.describe_progress, PROGRESS, False
    ),
    "tornado": ChartExample(charts.draw_tornado, charts.describe_tornado, make_tornado()),
    "spending": ChartExample(
        charts.draw_spend_chart, charts.describe_spend_chart, make_spend_chart()
    ),
    "outline-map": ChartExample(
        charts.draw_outline_map, charts.describe_outline_map, make_outline_map(), False
    ),
    "outcomes": ChartExample(charts.draw_outcomes, charts.describe_outcomes, make_outcomes()),
    "reliability": ChartExample(
        charts.draw_reliability, charts.describe_reliability, make_reliability()
    ),
    "tenths": ChartExample(
        charts.draw_tenths, charts.describe_tenths, charts.Tenths("In ten", 0.4), False
    ),
    "sparkline": ChartExample(charts.draw_sparkline, charts.describe_sparkline, make_sparkline()),
}
