"""The benchmark's plan as plain headings, paragraphs, tables and charts, for other typesetters."""

from dataclasses import dataclass
from typing import Any

from progress.documents.content import CareerPlanContent
from progress.documents.pages import make_page_context
from progress.documents.plan_charts import draw_plan_charts


@dataclass(frozen=True)
class Table:
    """Column widths in millimetres, the heads, and the rows."""

    widths: tuple[int, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A drawing as SVG text."""

    name: str
    svg: str


@dataclass(frozen=True)
class Chapter:
    """A heading with what follows: texts, tables and names of charts, in order."""

    title: str
    parts: tuple[str | Table | Chart, ...]


def list_chapters(content: CareerPlanContent) -> tuple[Chapter, ...]:
    """Say the same as the template of the plan does, from the same words and numbers."""
    charts = {one.name: Chart(one.name, one.svg) for one in draw_plan_charts(content=content)}
    context: dict[str, Any] = make_page_context(content=content, charts=(), content_hash="0" * 64)
    verification = content.verification
    return (
        Chapter("Summary", (*_list_summary(content), charts["progress"])),
        Chapter(
            "What to do next",
            tuple(f"{one['title']} ({one['facts']}). {one['reason']}" for one in context["steps"]),
        ),
        Chapter("Path map", (charts["path"], _list_stages(context))),
        Chapter("Milestones", tuple(_list_milestones(context))),
        Chapter(
            "Certifications and budget",
            (*_list_certifications(context), _list_budget(context), charts["spending"]),
        ),
        Chapter("Salary ladder", (charts["salaries"], _list_bands(context))),
        Chapter("What it is worth", tuple(_list_worth(content, context, charts))),
        Chapter("Assumptions", (_list_assumptions(content),)),
        Chapter("Sources", (_list_sources(context),)),
        Chapter("Verification", (verification.plan_id, verification.verify_url, charts["qr"])),
        Chapter("Glossary", (_list_terms(content),)),
    )


def _list_summary(content: CareerPlanContent) -> tuple[str, ...]:
    figures = (f"{one.value}: {one.words}" for one in content.summary.figures)
    return (*content.summary.paragraphs, *figures)


def _list_stages(context: dict[str, Any]) -> Table:
    rows = (
        (one.title, str(len(one.rows)), one.done, one.hours_left, one.span)
        for one in context["stages"]
    )
    return Table(
        (50, 24, 24, 24, 52), ("Stage", "Milestones", "Done", "Hours left", "Span"), tuple(rows)
    )


def _list_milestones(context: dict[str, Any]) -> list[str | Table]:
    parts: list[str | Table] = []
    for stage in context["stages"]:
        parts += [f"{stage.title} ({stage.tally})", stage.summary]
        rows = []
        for row in stage.rows:
            more = (
                f"Needs: {row.needs}" if row.needs else "",
                f"Proof: {row.proof}" if row.proof else "",
                f"My note: {row.note}" if row.note else "",
                row.carried_from,
            )
            text = "\n".join(part for part in (row.title, row.outcome, *more) if part)
            rows.append((str(row.number), text, row.hours, row.due, row.state))
        parts.append(
            Table(
                (10, 98, 20, 25, 21), ("No.", "Milestone", "Effort, h", "Due", "State"), tuple(rows)
            )
        )
    return parts


def _list_certifications(context: dict[str, Any]) -> list[str | Table]:
    parts: list[str | Table] = []
    for one in context["certifications"]:
        claims = "; ".join(f"{claim.words} ({claim.papers})" for claim in one.claims)
        parts += [
            f"E{one.number} {one.name}, {one.issuer}",
            Table((40, 134), ("Fact", "Value"), one.facts),
            f"Fee by source: {claims}",
        ]
    return parts


def _list_budget(context: dict[str, Any]) -> Table:
    rows = ((row.label, row.amount, row.employer, row.own) for row in context["budget_rows"])
    return Table((102, 24, 24, 24), ("Item", "Price", "Employer pays", "You pay"), tuple(rows))


def _list_bands(context: dict[str, Any]) -> Table:
    return Table(
        (30, 30, 57, 19, 18, 20),
        ("Rung", "Pay a year", "Source", "Statistic", "n", "State"),
        tuple((r.rung, r.pay, r.source, r.statistic, r.n, r.state) for r in context["bands"]),
    )


def _list_worth(
    content: CareerPlanContent, context: dict[str, Any], charts: dict[str, Chart]
) -> list[str | Table | Chart]:
    projection = content.projection
    compared = projection.comparison if projection else ()
    comparison = Table(
        (70, 52, 52),
        ("Measure", "With the path", "Without it"),
        tuple((row.measure, row.with_path, row.without_path) for row in compared),
    )
    years = Table(
        (24,) + (25,) * 6,
        ("Year", "P10", "P25", "P50", "P75", "P90", "Average"),
        tuple((row.year, *row.values) for row in context["fan_rows"]),
    )
    words = projection.headlines + projection.disclaimers if projection else ()
    return [*words, charts["dots"], charts["fan"], comparison, charts["tornado"], years]


def _list_assumptions(content: CareerPlanContent) -> Table:
    rows = ((a.name, f"{a.value} {a.unit}", a.low_to_high, a.source) for a in content.assumptions)
    return Table((58, 25, 27, 64), ("Assumption", "Value", "Range", "Source"), tuple(rows))


def _list_sources(context: dict[str, Any]) -> Table:
    rows = (
        (
            str(s["source"].number),
            f"{s['source'].title}\n{s['source'].publisher}\n{s['source'].url}",
            s["dates"],
            s["source"].licence,
            s["source"].state,
        )
        for s in context["sources"]
    )
    return Table((8, 87, 33, 26, 20), ("No.", "Source", "Dates", "Licence", "State"), tuple(rows))


def _list_terms(content: CareerPlanContent) -> Table:
    rows = ((one.term, one.meaning) for one in content.glossary)
    return Table((34, 140), ("Term", "Meaning"), tuple(rows))
