"""Turn a plan's content into the rows and words that its template prints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from progress.choices import MilestoneStatus
from progress.documents.content import (
    CareerPlanContent,
    PlanMilestone,
)
from progress.documents.formats import (
    format_date,
    format_days,
    format_due,
    format_hours,
    format_money,
    format_number,
)
from progress.documents.ladder_pages import list_band_rows, list_fan_rows
from progress.documents.money_pages import (
    list_budget_rows,
    list_certifications,
    say_single_quarter,
)
from progress.documents.plan_charts import PlanChart, get_mark_state

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone as printed; `mark` names the shape beside the state's word."""

    number: int
    title: str
    outcome: str
    mark: str
    state: str
    hours: str
    due: str
    needs: str
    proof: str
    note: str
    carried_from: str


@dataclass(frozen=True)
class StageSection:
    """A stage as printed, with its tally."""

    anchor: str
    title: str
    summary: str
    tally: str
    done: str
    hours_left: str
    span: str
    rows: tuple[MilestoneRow, ...]


@dataclass(frozen=True)
class Section:
    """A chapter in the table of contents."""

    anchor: str
    title: str
    page: int | None = None


def make_page_context(
    *,
    content: CareerPlanContent,
    charts: tuple[PlanChart, ...],
    content_hash: str,
    known_pages: Mapping[str, int] | None = None,
) -> dict[str, object]:
    """Prepare everything the template prints; it only loops and asks whether there is something.

    Args:
        content: The plan, cleaned.
        charts: The drawn charts.
        content_hash: Printed for verification.
        known_pages: Page by chapter where that is known before.

    Returns:
        The template context.
    """
    title = write_title(content=content)
    projection = content.projection
    return {
        "plan": content,
        "title": title,
        "title_lines": title.replace(" to ", " to\n", 1).split("\n"),
        "charts": {chart.name: chart for chart in charts},
        "contents": _list_contents(content, known_pages or {}),
        "steps": tuple(_list_steps(content)),
        "stages": tuple(_list_stages(content)),
        "certifications": list_certifications(content=content),
        "budget_rows": list_budget_rows(content=content),
        "budget": _total_budget(content),
        "due_quarter": say_single_quarter(content=content),
        "bands": list_band_rows(content=content),
        "has_finished_column": any(
            row.if_finished for row in (projection.comparison if projection else ())
        ),
        # Month 0 is a month: what costs nothing is paid back at once.
        "never_pays_back": projection is not None and projection.payback_month is None,
        "fan_rows": list_fan_rows(content=content),
        "sources": tuple(_list_source_rows(content)),
        **_write_papers(content, content_hash),
    }


def _write_papers(content: CareerPlanContent, content_hash: str) -> dict[str, object]:
    """Write what dates and identifies the plan."""
    return {
        "content_hash": content_hash,
        "issued_date": format_date(content.issued_at.date()),
        "issued_at": content.issued_at.isoformat(timespec="seconds"),
        "data_date": format_date(content.verification.data_date),
        "cover_facts": tuple(_list_cover_facts(content)),
    }


def _list_contents(
    content: CareerPlanContent, known_pages: Mapping[str, int]
) -> tuple[list[Section], list[Section]]:
    """List the chapters in two columns, with their pages where those are known."""
    sections = list_sections(content=content)
    return _halve([replace(one, page=known_pages.get(one.anchor)) for one in sections])


def _list_steps(content: CareerPlanContent) -> Iterator[dict[str, str]]:
    for step in content.next_steps:
        facts = " · ".join(_list_step_facts(step.due, step.likely_hours))
        yield {"title": step.title, "reason": step.reason, "facts": facts}


def _list_source_rows(content: CareerPlanContent) -> Iterator[dict[str, object]]:
    for source in content.sources:
        yield {
            "source": source,
            "dates": "; ".join(_list_source_dates(source.as_of, source.retrieved)),
            "is_link": source.url.startswith("https://"),
            "is_unsourced": source.state.lower() == "unsourced",
        }


def write_title(*, content: CareerPlanContent) -> str:
    """Write the title of the plan: from where to where, or the track.

    Args:
        content: The plan.

    Returns:
        For example "Data analyst to MLOps engineer".
    """
    cover = content.cover
    if cover.start_role and cover.target_role:
        return f"{cover.start_role} to {cover.target_role}"
    return cover.target_role or cover.track_title


def _list_cover_facts(content: CareerPlanContent) -> Iterator[dict[str, str]]:
    cover = content.cover
    yield {"name": "Track", "value": f"{cover.track_title}, release {cover.release_number}"}
    if cover.finish:
        yield {"name": "Finish between", "value": format_due(cover.finish)}
    elif cover.target_date:
        yield {"name": "Target date", "value": format_date(cover.target_date)}
    if cover.hours_per_week is not None:
        yield {"name": "Study time", "value": f"{format_number(cover.hours_per_week)} h a week"}
    yield {"name": "Issued", "value": format_date(content.issued_at.date())}


def _halve(sections: list[Section]) -> tuple[list[Section], list[Section]]:
    """Split a list in two columns; CSS columns would be laid out a dozen times to balance them."""
    middle = (len(sections) + 1) // 2
    return sections[:middle], sections[middle:]


def list_sections(*, content: CareerPlanContent) -> Iterator[Section]:
    """List the chapters that the plan has, in their order.

    Args:
        content: The plan.

    Yields:
        Each with the name of its place.
    """
    if content.next_steps or content.summary.what_could_change:
        yield Section("next", "What to do next")
    if any(stage.milestones for stage in content.stages):
        yield Section("path", "Path map")
    yield Section("milestones", "Milestones")
    yield Section("certifications", "Certifications and budget")
    yield Section("ladder", "Salary ladder")
    yield Section("projection", "What it is worth")
    if content.assumptions:
        yield Section("assumptions", "Assumptions")
    yield Section("sources", "Sources")
    yield Section("verification", "Verification")
    if content.glossary:
        yield Section("glossary", "Glossary")


def _list_step_facts(due: date | None, likely_hours: float | None) -> Iterator[str]:
    from_due = format_date(due)
    if from_due:
        yield f"by {from_due}"
    if likely_hours is not None:
        yield f"about {format_number(likely_hours)} h"


def _list_stages(content: CareerPlanContent) -> Iterator[StageSection]:
    for number, stage in enumerate(content.stages, 1):
        done = sum(m.status is MilestoneStatus.DONE for m in stage.milestones)
        skipped = sum(m.status is MilestoneStatus.SKIPPED for m in stage.milestones)
        open_hours = sum(
            m.hours.likely_hours
            for m in stage.milestones
            if m.hours and m.status in (MilestoneStatus.TODO, MilestoneStatus.IN_PROGRESS)
        )
        tally = [f"{done} of {len(stage.milestones) - skipped} done"]
        if skipped:
            tally.append(f"{skipped} skipped")
        if open_hours:
            tally.append(f"about {format_number(open_hours)} h left")
        rows = tuple(_make_milestone_row(m) for m in stage.milestones)
        yield StageSection(
            anchor=f"stage-{number}",
            title=stage.title,
            summary=stage.summary,
            tally=" · ".join(tally),
            done=f"{done}",
            hours_left=format_number(open_hours),
            span=_write_span(stage.milestones),
            rows=rows,
        )


def _write_span(milestones: tuple[PlanMilestone, ...]) -> str:
    days = [m.done_date for m in milestones if m.done_date]
    days += [day for m in milestones if m.due for day in (m.due.earliest, m.due.latest)]
    return format_days(first=min(days), last=max(days)) if days else "no dates"


def _make_milestone_row(milestone: PlanMilestone) -> MilestoneRow:
    state = get_mark_state(milestone)
    if milestone.status is MilestoneStatus.DONE and milestone.done_date:
        due = _keep_dates_whole(format_date(milestone.done_date))
    else:
        due = _keep_dates_whole(format_due(milestone.due)) or "no date"
    return MilestoneRow(
        number=milestone.number,
        title=milestone.title,
        outcome=milestone.outcome,
        mark=state.value.lower().replace("_", "-"),
        state=state.words,
        hours=format_hours(milestone.hours) or "not set",
        due=due,
        needs="; ".join(milestone.needs),
        proof=milestone.proof,
        note=milestone.note,
        carried_from=milestone.carried_from,
    )


def _keep_dates_whole(days: str) -> str:
    """Let a span break only behind its dash."""
    return " – ".join(part.replace(" ", NO_BREAK_SPACE) for part in days.split(" – "))


def _total_budget(content: CareerPlanContent) -> dict[str, str]:
    budget, currency = content.budget, content.currency
    own = budget.known_total - budget.employer_total
    return {
        "total": format_money(amount=budget.known_total, currency=currency),
        "employer": format_money(amount=budget.employer_total, currency=currency),
        "own": format_money(amount=own, currency=currency),
        "unknown": f"{budget.unknown_count}" if budget.unknown_count else "",
    }


def _list_source_dates(as_of: date | None, retrieved: date | None) -> Iterator[str]:
    if as_of:
        yield f"as of {format_date(as_of)}".replace(" ", NO_BREAK_SPACE)
    if retrieved:
        yield f"read {format_date(retrieved)}".replace(" ", NO_BREAK_SPACE)
