"""Gather what a projection needs from the database, with the papers of every figure."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from certifications.models import Certification
from certifications.queries.fees import CertificationCost, get_certification_cost
from progress.choices import MilestoneStatus
from progress.models import Enrolment, Learner, PlannedCertification
from progress.queries.outlines import MilestoneProgress, Outline, get_outline
from progress.queries.schedules import get_study_pace
from progress.roi.assumptions import AssumptionOutOfRange, Assumptions, AssumptionUnknown
from progress.roi.shapes import BandInput, ExamInput, RoiInputInvalid, RoiInputs, RungInput
from tracks.choices import Rung
from tracks.queries.applicable_bands import ApplicableBand, list_applicable_bands

DAYS_PER_MONTH = 30.4375
PROJECTED_CURRENCY = "USD"


@dataclass(frozen=True)
class MissingInput:
    """Something that must be told before there can be a number, and where to tell it.

    `field` is the field of the learner's circumstances that mends it, or blank.
    """

    field: str
    reason: str


@dataclass(frozen=True)
class GatheredInputs:
    """Inputs of a projection, or what is missing for one.

    `papers` lists the sourced figures: what it is, its value in words, source key and
    title, date, state and sample size. `remarks` say what was left out and why.
    """

    inputs: RoiInputs | None
    missing: tuple[MissingInput, ...]
    papers: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...]


def gather_roi_inputs(
    *, enrolment: Enrolment, today: date, target_rung: int | None = None
) -> GatheredInputs:
    """Resolve everything a projection of this enrolment depends on; about fifteen queries.

    Nothing is guessed: what the learner has not said is listed in `missing`. The plan goes
    up to `target_rung` or, without one, up to the learner's own target.
    """
    learner = Learner.objects.select_related("target_role").get(user_id=enrolment.user_id)
    outline = get_outline(enrolment=enrolment)
    bands = list_applicable_bands(track=enrolment.track, country=learner.country)
    missing = list_missing_inputs(learner=learner, outline=outline, bands=bands)
    if missing:
        return GatheredInputs(None, missing, (), ())
    top = target_rung or find_target_rung(learner=learner, enrolment=enrolment)
    costs = list_planned_costs(enrolment=enrolment)
    exams, subscription, remarks = _read_costs(costs, outline, learner, top)
    pace = get_study_pace(user=enrolment.user, planned=learner.hours_per_week, today=today)
    track_key = enrolment.track.key
    try:
        inputs = RoiInputs(
            track_key=track_key,
            start_rung=learner.current_rung or 0,
            current_pay_usd_per_year=float(learner.current_pay or 0),
            rungs=_read_rungs(outline, bands, learner.current_rung or 0, top, today),
            planned_hours_per_week=float(learner.hours_per_week or 0),
            assumptions=Assumptions.for_track(track_key).override(
                learner.assumption_overrides, track_key=track_key
            ),
            logged_weeks=float(pace.logged_weeks),
            logged_hours=float(pace.logged_hours),
            months_active=float(round((today - enrolment.started_at.date()).days / DAYS_PER_MONTH)),
            exams=exams,
            subscription_usd_per_month=subscription,
            employer_share=float(learner.employer_share),
        )
    except (RoiInputInvalid, AssumptionOutOfRange, AssumptionUnknown) as invalid:
        # An own value can lie outside the range that another track or a later release allows.
        return GatheredInputs(None, (MissingInput("", str(invalid)),), (), tuple(remarks))
    papers = (*_list_band_papers(bands), *_list_fee_papers(costs))
    return GatheredInputs(inputs, (), papers, tuple(remarks))


def list_missing_inputs(
    *, learner: Learner, outline: Outline, bands: dict[int, ApplicableBand]
) -> tuple[MissingInput, ...]:
    """Return what stands between the learner and a number, in words, most useful first."""
    missing = []
    if learner.current_pay is None:
        reason = "Tell us what you earn now, before tax, in a year."
        missing.append(MissingInput("current_pay", reason))
    elif learner.pay_currency != PROJECTED_CURRENCY:
        reason = (
            f"Your pay is in {learner.pay_currency}. Pay data here is in US dollars and we do "
            "not convert it for you; enter your pay in US dollars."
        )
        missing.append(MissingInput("pay_currency", reason))
    if learner.hours_per_week is None:
        reason = "Tell us how many hours a week you can study."
        missing.append(MissingInput("hours_per_week", reason))
    if learner.current_rung is None:
        reason = "Tell us where you stand today: outside the field, junior, mid, senior."
        missing.append(MissingInput("current_rung", reason))
    missing += _list_missing_bands(learner, bands)
    timed = [one for one in outline.milestones if one.milestone.hours_likely]
    if len(timed) < 2:
        reason = "Fewer than two milestones of this track have hours, so there is nothing to plan."
        missing.append(MissingInput("", reason))
    return tuple(missing)


def _list_missing_bands(learner: Learner, bands: dict[int, ApplicableBand]) -> list[MissingInput]:
    if not learner.country:
        return [MissingInput("country", "Tell us in which country you want to work.")]
    absent = [rung.label for rung in Rung if rung not in bands]
    if not absent:
        return []
    reason = (
        f"There is no sourced pay for {', '.join(absent)} in country {learner.country} on this "
        "track. Choose United States to see the projection with US pay."
    )
    return [MissingInput("country", reason)]


def find_target_rung(*, learner: Learner, enrolment: Enrolment) -> int:
    """Return the rung of the learner's target role on this track, or the highest."""
    if learner.target_role_id:
        placement = (
            learner.target_role.placements.filter(ladder_rung__track=enrolment.track)
            .select_related("ladder_rung")
            .order_by("ladder_rung__rung")
            .first()
            if learner.target_role
            else None
        )
        if placement and placement.ladder_rung.rung > (learner.current_rung or 0):
            return placement.ladder_rung.rung
    return int(Rung.ARCHITECT)


def _read_rungs(
    outline: Outline, bands: dict[int, ApplicableBand], start: int, top: int, today: date
) -> tuple[RungInput, ...]:
    rungs = []
    for rung in range(max(start, 1), int(Rung.ARCHITECT) + 1):
        counting = [one for one in _list_bundle(outline, rung) if one.counts]
        hours = sum(one.milestone.hours_likely or 0 for one in counting if not one.is_closed)
        is_planned = start < rung <= top
        band = bands[rung]
        rungs.append(
            RungInput(
                rung=rung,
                band=BandInput(
                    low_usd_per_year=float(band.low),
                    high_usd_per_year=float(band.high),
                    is_open_above=band.is_open_above,
                    age_years=float(today.year - band.year),
                ),
                remaining_hours=float(hours) if is_planned else 0.0,
                is_bundle_done=is_planned and bool(counting) and hours == 0,
            )
        )
    return tuple(rungs)


def _list_bundle(outline: Outline, rung: int) -> list[MilestoneProgress]:
    return [one for part in outline.stages if part.stage.rung == rung for one in part.milestones]


def list_planned_costs(*, enrolment: Enrolment) -> list[CertificationCost]:
    """Return the costs of the certifications that the learner plans, in the track's order."""
    planned = PlannedCertification.objects.filter(user_id=enrolment.user_id)
    certifications = (
        Certification.objects.filter(pk__in=planned.values("certification"))
        .select_related("issuer")
        .prefetch_related("claims__source", "exams", "track_links", "coverage")
        .order_by("key")
    )
    costs = [get_certification_cost(certification=one) for one in certifications]
    return sorted(costs, key=lambda cost: _find_rung(cost.certification, enrolment.track_id))


def _find_rung(certification: Certification, track_id: int) -> int:
    rungs = [link.rung for link in certification.track_links.all() if link.track_id == track_id]
    return min(rungs, default=int(Rung.JUNIOR))


def _read_costs(
    costs: Iterable[CertificationCost], outline: Outline, learner: Learner, top: int
) -> tuple[tuple[ExamInput, ...], float, list[str]]:
    exams, subscription, remarks = [], Decimal(0), []
    for cost in costs:
        name = cost.certification.short_name
        if cost.monthly_fee is not None:
            subscription += cost.monthly_fee
            remarks.append(f"{name} is paid by the month for as long as you study.")
        elif cost.fee is None:
            remarks.append(f"Nobody states what {name} costs, so it is not in the figures.")
        else:
            exams.append(_read_exam(cost, outline, learner, top))
            if cost.renewal_every_months is None and not cost.does_not_expire:
                remarks.append(f"How long {name} is valid is unknown, so no renewal is counted.")
    return tuple(exams), float(subscription), remarks


def _read_exam(cost: CertificationCost, outline: Outline, learner: Learner, top: int) -> ExamInput:
    certification = cost.certification
    start = learner.current_rung or 0
    rung = min(max(_find_rung(certification, outline.enrolment.track_id), start + 1), top)
    return ExamInput(
        key=certification.key,
        rung=rung,
        fee_usd=float(cost.fee or 0),
        sat_after_hours=float(find_exam_hours(certification=certification, outline=outline)),
        free_retakes_count=1 if cost.is_retake_included else 0,
        renewal_every_months=None if cost.does_not_expire else cost.renewal_every_months,
        renewal_fee_usd=float(cost.renewal_fee or 0),
        employer_share=float(learner.employer_share),
    )


def find_exam_hours(*, certification: Certification, outline: Outline) -> int:
    """Return the likely hours of study left before the exam can be sat.

    That is after the last milestone that the certification covers or, when the track
    places none of them, after the bundle of the rung that it belongs to.
    """
    covered = {link.milestone_id for link in certification.coverage.all()}
    rung = _find_rung(certification, outline.enrolment.track_id)
    total, reached, by_bundle = 0, None, 0
    for part in outline.stages:
        for one in part.milestones:
            if one.counts and one.status != MilestoneStatus.DONE:
                total += one.milestone.hours_likely or 0
            if one.milestone.pk in covered and not one.is_optional:
                reached = total
            if part.stage.rung <= rung:
                by_bundle = total
    return by_bundle if reached is None else reached


def _list_band_papers(bands: dict[int, ApplicableBand]) -> list[dict[str, Any]]:
    papers = []
    for rung, band in bands.items():
        top = f"${band.high:,.0f}{'+' if band.is_open_above else ''}"
        for row in band.evidence:
            papers.append(
                {
                    "figure": f"Pay, {Rung(rung).label.lower()}",
                    "value": f"${band.low:,.0f} to {top}",
                    "derived": band.is_derived,
                    "source": row.source.key,
                    "title": row.source.title,
                    "as_of": row.as_of,
                    "state": row.state,
                    "sample_size": row.sample_size,
                    "year": band.year,
                }
            )
    return papers


def _list_fee_papers(costs: Iterable[CertificationCost]) -> list[dict[str, Any]]:
    return [
        {
            "figure": f"Fee, {cost.certification.short_name}",
            "value": f"{claim.amount_low:,.2f} {claim.currency} {claim.get_unit_display()}",
            "derived": False,
            "source": claim.source.key,
            "title": claim.source.title,
            "as_of": claim.as_of,
            "state": claim.state,
            "sample_size": None,
            "year": None,
        }
        for cost in costs
        for claim in cost.chosen
    ]


def dump_inputs(inputs: RoiInputs) -> dict[str, Any]:
    """Return inputs as plain JSON values, equal to what the database gives back."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(inputs)))
    return plain


def restore_inputs(stored: dict[str, Any]) -> RoiInputs:
    """Rebuild inputs from what `dump_inputs` gave, as read back from the database.

    Raises:
        TypeError: If a field is missing or unknown, as after a change of model version.
        RoiInputInvalid: If a value is out of range.
    """
    rungs = tuple(
        RungInput(**{**rung, "band": BandInput(**_tuples(rung["band"]))})
        for rung in stored["rungs"]
    )
    parts: dict[str, Any] = {
        "rungs": rungs,
        "exams": tuple(ExamInput(**exam) for exam in stored["exams"]),
        "assumptions": Assumptions(**_tuples(stored["assumptions"])),
        "accelerators": (),
    }
    return RoiInputs(**{**stored, **parts})


def _tuples(stored: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
