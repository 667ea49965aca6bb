"""Gather everything that a career plan prints."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse

from progress.choices import MilestoneStatus
from progress.documents.content import (
    CareerPlanContent,
    DateRange,
    GlossaryEntry,
    KeyFigure,
    OwnAssumption,
    PlanCertification,
    PlanCircumstances,
    PlanCover,
    PlanProjection,
    PlanSummary,
    PlanVerification,
    StudyDay,
)
from progress.models import CareerPlan, Learner, Projection, StudyLogEntry
from progress.queries.outlines import Outline, ProgressCount, get_outline
from progress.queries.plan_milestones import (
    list_next_steps,
    list_plan_stages,
    list_replaced_milestones,
    make_date_range,
)
from progress.queries.plan_money import list_plan_certifications, list_plan_rungs, make_budget
from progress.queries.plan_projection import (
    list_headlines,
    list_plan_assumptions,
    make_plan_projection,
)
from progress.queries.plan_sources import SourceNumbers
from progress.queries.projections import ProjectionStatus, get_projection_status
from progress.queries.roi_inputs import list_planned_costs
from progress.queries.schedules import DueRange, get_study_pace, schedule_milestones
from progress.roi.results import RoiResult
from tracks.models import Source

CHANGES = (
    "Fewer hours a week than planned moves every date.",
    "Hours are our estimates; the range from low to high is part of the plan.",
    "Fees and pay are the sources' figures of their date; they change.",
)
CENT = Decimal("0.01")
GLOSSARY = (
    GlossaryEntry(
        term="Milestone",
        meaning="Something you can do afterwards and others can check; shared by tracks.",
    ),
    GlossaryEntry(
        term="Release",
        meaning="A numbered edition of a track. A plan follows one and says which.",
    ),
    GlossaryEntry(
        term="Due range",
        meaning=(
            "The days on which something is done if every estimate before it turns out low, "
            "likely or high, at your hours a week."
        ),
    ),
    GlossaryEntry(
        term="P10, P50, P90",
        meaning="One value in ten lies below P10, half lie below P50, nine in ten below P90.",
    ),
    GlossaryEntry(
        term="Unsourced", meaning="Stated by our founding documents without saying from where."
    ),
    GlossaryEntry(
        term="Disputed", meaning="Two sources disagree; both are shown and neither is averaged."
    ),
)


def get_career_plan_content(*, plan: CareerPlan) -> CareerPlanContent:
    """Read the owner's plan as it stands; about forty queries.

    The date of issue is the time of the request, so a repeated render of the same row
    with the same data gives the same content.
    """
    enrolment = plan.enrolment
    learner = Learner.objects.select_related("target_role").get(user_id=enrolment.user_id)
    zone = ZoneInfo(enrolment.user.time_zone)
    issued_at = plan.requested_at.astimezone(zone)
    today = issued_at.date()
    outline = get_outline(enrolment=enrolment)
    due = _schedule(outline, learner, today)
    numbers = SourceNumbers()
    rungs = list_plan_rungs(track=enrolment.track, learner=learner, numbers=numbers)
    certifications = list_plan_certifications(
        costs=list_planned_costs(enrolment=enrolment),
        outline=outline,
        learner=learner,
        start=today,
        numbers=numbers,
    )
    hours_source = Source.objects.filter(
        pk__in=[one.milestone.hours_source_id for one in outline.milestones]
    ).order_by("key")
    for source in hours_source:
        numbers.cite(source, used_for="study hours", state="UNSOURCED")
    status = get_projection_status(enrolment=enrolment, today=today)
    projection = plan.projection if plan.projection and plan.projection.result else None
    if status.gathered.missing:
        # What was worked out from answers that were taken back is not printed.
        projection = None
    finish = _find_finish(due)
    return CareerPlanContent(
        issued_at=issued_at,
        cover=_make_cover(plan, learner, finish, projection),
        verification=_make_verification(plan, today),
        own_pay=learner.current_pay if learner.pay_currency == "USD" else None,
        summary=_make_summary(outline, finish, certifications_total=_total(certifications)),
        next_steps=list_next_steps(outline=outline, due=due),
        stages=list_plan_stages(outline=outline, due=due, zone=zone),
        certifications=certifications,
        budget=make_budget(certifications=certifications),
        ladder=rungs,
        ladder_note="All amounts are US dollars.",
        projection=_print_projection(projection, status) if projection else None,
        no_projection_because=_say_why_none(status, projection),
        assumptions=list_plan_assumptions(
            track_key=enrolment.track.key, learner=learner, projection=projection
        ),
        sources=numbers.list_sources(),
        glossary=GLOSSARY,
        circumstances=_read_circumstances(learner, zone),
        replaced=list_replaced_milestones(outline=outline, zone=zone),
    )


def _read_circumstances(learner: Learner, zone: ZoneInfo) -> PlanCircumstances:
    days = (
        StudyLogEntry.objects.filter(user_id=learner.user_id)
        .values("date")
        .annotate(total=Sum("hours"))
        .order_by("date")
    )
    return PlanCircumstances(
        time_zone=zone.key,
        current_rung=learner.current_rung,
        current_pay=learner.current_pay,
        pay_currency=learner.pay_currency,
        country=learner.country,
        hours_per_week=learner.hours_per_week,
        goal=learner.goal,
        target_role_key=learner.target_role.key if learner.target_role else "",
        employer_share=learner.employer_share,
        own_assumptions=tuple(
            OwnAssumption(key=key, value=value)
            for key, value in sorted(learner.assumption_overrides.items())
        ),
        # SQLite adds decimals up as floats; the log has two places.
        study_days=tuple(
            StudyDay(day=one["date"], hours=one["total"].quantize(CENT)) for one in days
        ),
    )


def _print_projection(projection: Projection, status: ProjectionStatus) -> PlanProjection:
    printed = make_plan_projection(projection=projection)
    if projection.fingerprint == status.current_fingerprint:
        return printed
    note = (
        f"Worked out on {projection.requested_at:%-d %b %Y} from figures or answers that have "
        "changed since; a newer projection was not ready when this plan was asked for."
    )
    return replace(printed, changes=(note, *printed.changes))


def _schedule(outline: Outline, learner: Learner, today: date) -> dict[int, DueRange]:
    pace = get_study_pace(
        user=outline.enrolment.user, planned=learner.hours_per_week, today=today
    ).hours_per_week
    if pace is None:
        return {}
    return schedule_milestones(milestones=outline.milestones, hours_per_week=pace, start=today)


def _find_finish(due: dict[int, DueRange]) -> DateRange | None:
    last = max(due.values(), key=lambda one: one.latest, default=None)
    return make_date_range(last)


def _make_cover(
    plan: CareerPlan, learner: Learner, finish: DateRange | None, projection: Projection | None
) -> PlanCover:
    user, enrolment = plan.enrolment.user, plan.enrolment
    headline = ""
    if projection:
        result = RoiResult.from_dict(projection.result or {})
        headline = list_headlines(projection=projection, result=result)[0]
    return PlanCover(
        learner_name=user.get_full_name()[:120],
        track_title=enrolment.track.name,
        track_key=enrolment.track.key,
        release_number=enrolment.release.number,
        start_role=learner.current_role,
        target_role=learner.target_role.title if learner.target_role else "",
        place=learner.country,
        hours_per_week=float(learner.hours_per_week) if learner.hours_per_week else None,
        start_date=enrolment.started_at.date(),
        target_date=learner.target_date,
        finish=finish,
        headline=headline,
    )


def _make_summary(
    outline: Outline, finish: DateRange | None, *, certifications_total: Decimal | None
) -> PlanSummary:
    count = outline.count
    paragraphs = [f"{_say_done(count)} {_say_hours(count.hours_left)}"]
    optional = sum(
        one.is_optional and one.status == MilestoneStatus.TODO for one in outline.milestones
    )
    if optional:
        are = "milestone counts" if optional == 1 else "milestones count"
        paragraphs.append(f"{optional} optional {are} once you start.")
    if count.skipped:
        are = "milestone is" if count.skipped == 1 else "milestones are"
        paragraphs.append(f"{count.skipped} {are} skipped and not counted in the total.")
    figures = [
        KeyFigure(value=f"{count.done} of {count.total}", words="milestones done"),
        KeyFigure(value=f"{count.hours_left:,} h", words="of study left, likely"),
    ]
    if finish:
        figures.append(
            KeyFigure(value=f"{finish.likely:%b %Y}", words="likely finish at your pace")
        )
    if certifications_total is not None:
        figures.append(KeyFigure(value=f"${certifications_total:,.0f}", words="known exam fees"))
    return PlanSummary(
        paragraphs=tuple(paragraphs),
        figures=tuple(figures),
        what_could_change=CHANGES if count.hours_left else CHANGES[-1:],
    )


def _say_done(count: ProgressCount) -> str:
    if not count.total:
        return "No milestone counts yet."
    if count.done == count.total:
        return f"All {count.total} milestones are done."
    if not count.done and not count.in_progress:
        return f"{count.total} milestones lie ahead."
    done = f"{count.done} of {count.total} milestones {'is' if count.done == 1 else 'are'} done"
    if not count.in_progress:
        return f"{done}."
    return (
        f"{done} and {count.in_progress} {'is' if count.in_progress == 1 else 'are'} in progress."
    )


def _say_hours(hours_left: int) -> str:
    if not hours_left:
        return "Nothing is left to study."
    return f"About {hours_left:,} hours of study are left."


def _total(certifications: tuple[PlanCertification, ...]) -> Decimal | None:
    known = [one.chosen_fee for one in certifications if one.chosen_fee is not None]
    return sum(known, Decimal(0)) if known else None


def _make_verification(plan: CareerPlan, today: date) -> PlanVerification:
    address = reverse("career-plan-verify", args=[plan.uuid])
    projection = plan.projection
    return PlanVerification(
        plan_id=f"MP-{str(plan.uuid).replace('-', '')[:12].upper()}",
        verify_url=f"{settings.SITE_URL.rstrip('/')}{address}",
        snapshot_id=projection.fingerprint if projection else "",
        model_version=projection.model_version if projection else "",
        data_date=today,
    )


def _say_why_none(status: ProjectionStatus, projection: Projection | None) -> tuple[str, ...]:
    if projection:
        return ()
    reasons = tuple(one.reason for one in status.gathered.missing)
    return reasons or ("The projection has not been worked out yet.",)
