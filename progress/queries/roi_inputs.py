"""Gather what a projection needs from the database, with the papers of every figure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from certifications.models import Certification
from certifications.queries.budget_costs import read_budget_rules
from certifications.queries.fees import CertificationCost
from progress.models import Enrolment, Learner, PlannedCertification
from progress.queries.country_names import find_country_name
from progress.queries.outlines import Outline, get_outline
from progress.queries.plan_hours import PlanHours, count_hours_of_outline
from progress.queries.roi_contexts import (
    PROJECTED_CURRENCY,
    Catalogue,
    ContextKey,
    SharedInputs,
    find_covered,
    find_exam_rung,
    is_listed,
    list_costs,
    list_rungs_without_band,
    share_inputs,
    sort_costs,
)
from progress.queries.roi_papers import list_band_papers, list_fee_papers
from progress.queries.schedules import StudyPace, get_study_pace
from progress.roi.assumptions import Assumptions
from progress.roi.shapes import BandInput, ExamInput, RoiInputInvalid, RoiInputs, RungInput
from tracks.choices import Rung
from tracks.queries.applicable_bands import ApplicableBand, list_applicable_bands

DAYS_PER_MONTH = 30.4375
# Whose pay is published for the whole ladder of every track, unless a band was withdrawn.
COUNTRY_OF_PAY = "US"
# Fewer are nothing to plan.
TIMED_MILESTONES_LEAST = 2
_ON_TOP = (
    "You stand at architect level, the highest there is here. No step up is left whose worth could "
    "be worked out, so there is no number."
)
# Where a learner tells what the engine calls otherwise.
_FIELDS_OF_CIRCUMSTANCES = {
    "current_pay_usd_per_year": "current_pay",
    "planned_hours_per_week": "hours_per_week",
    "start_rung": "current_rung",
    "employer_share": "employer_share",
}


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
    title, date, state and sample size. `remarks` say what was left out and why. `shared`
    is the part that other learners have in common and `hours` what is left to do, None
    while something is missing.
    """

    inputs: RoiInputs | None
    missing: tuple[MissingInput, ...]
    papers: tuple[dict[str, Any], ...]
    remarks: tuple[str, ...]
    shared: SharedInputs | None = None
    hours: PlanHours | None = None


def gather_roi_inputs(
    *, enrolment: Enrolment, today: date, target_rung: int | None = None
) -> GatheredInputs:
    """Resolve everything a projection of this enrolment depends on; about fifteen queries.

    Nothing is guessed: what the learner has not said is listed in `missing`. The plan goes
    up to `target_rung` or, without one, up to the learner's own target. For many learners
    at once there is `roi_input_batches`.
    """
    learner = Learner.objects.select_related("target_role").get(user_id=enrolment.user_id)
    outline = get_outline(enrolment=enrolment)
    hours = count_hours_of_outline(outline)
    bands = list_applicable_bands(track=enrolment.track, country=learner.country)
    missing = list_missing_inputs(learner=learner, hours=hours, bands=bands)
    if missing:
        return GatheredInputs(None, missing, (), ())
    costs = list_costs(list_planned_ids(enrolment=enrolment))
    key = make_context_key(
        enrolment=enrolment,
        learner=learner,
        target_rung=target_rung or find_target_rung(learner=learner, enrolment=enrolment),
        certifications=costs,
    )
    catalogue = Catalogue(
        {key.release_id: hours.placed},
        {(key.track_id, key.country): bands},
        costs,
        read_budget_rules(costs.values()),
    )
    pace = get_study_pace(user=enrolment.user, planned=learner.hours_per_week, today=today)
    try:
        shared = share_inputs(key, catalogue, today=today)
        inputs = make_roi_inputs(
            shared=shared,
            learner=learner,
            hours=hours,
            pace=pace,
            months_active=count_months_active(enrolment=enrolment, today=today),
        )
    except ValueError as invalid:
        # An own value can lie outside the range that another track or a later release allows.
        return GatheredInputs(None, (explain_invalid(invalid),), (), ())
    in_order = sort_costs(costs.values(), track_id=enrolment.track_id)
    listed = [
        cost for cost in in_order if is_listed(cost.certification, track_id=enrolment.track_id)
    ]
    papers = (*list_band_papers(bands), *list_fee_papers(listed))
    return GatheredInputs(inputs, (), papers, shared.remarks, shared, hours)


def explain_invalid(invalid: ValueError) -> MissingInput:
    """Say of a value that cannot be projected what is wrong, and where the learner can mend it."""
    if not isinstance(invalid, RoiInputInvalid):
        return MissingInput("", str(invalid))
    words = f"{invalid.problem[0].upper()}{invalid.problem[1:]}. Please {invalid.remedy}."
    field = _FIELDS_OF_CIRCUMSTANCES.get(invalid.field)
    if field is None:
        return MissingInput("", f"{invalid.field}: {words}")
    return MissingInput(field, words)


def make_context_key(
    *,
    enrolment: Enrolment,
    learner: Learner,
    target_rung: int,
    certifications: Iterable[int],
) -> ContextKey:
    """Name the context of a learner who has said where they stand."""
    return ContextKey(
        release_id=enrolment.release_id,
        track_id=enrolment.track_id,
        track_key=enrolment.track.key,
        country=learner.country,
        start_rung=learner.current_rung or 0,
        target_rung=target_rung,
        certifications=tuple(sorted(certifications)),
        overrides=tuple(
            sorted((key, float(value)) for key, value in learner.assumption_overrides.items())
        ),
    )


def make_roi_inputs(
    *,
    shared: SharedInputs,
    learner: Learner,
    hours: PlanHours,
    pace: StudyPace,
    months_active: int,
) -> RoiInputs:
    """Put what a learner told and did on top of what the context shares.

    Raises:
        RoiInputInvalid: A value is out of range.
    """
    key, employer_share = shared.key, float(learner.employer_share)
    return RoiInputs(
        track_key=key.track_key,
        start_rung=key.start_rung,
        current_pay_usd_per_year=float(learner.current_pay or 0),
        rungs=tuple(_make_rung(rung, band, key, hours) for rung, band in shared.bands),
        planned_hours_per_week=float(learner.hours_per_week or 0),
        assumptions=shared.assumptions,
        logged_weeks=float(pace.logged_weeks),
        logged_hours=float(pace.logged_hours),
        months_active=float(months_active),
        exams=tuple(
            replace(
                one.exam,
                # Hours outside the plan are not studied, so no exam waits for them.
                sat_after_hours=float(
                    hours.find_exam_hours(
                        covered=one.covered,
                        rung=one.rung,
                        studied_rungs=range(key.start_rung + 1, key.target_rung + 1),
                    )
                ),
                employer_share=employer_share,
            )
            for one in shared.exams
        ),
        subscription_usd_per_month=shared.subscription_usd_per_month,
        employer_share=employer_share,
    )


def count_months_active(*, enrolment: Enrolment, today: date) -> int:
    """Return the months since the track was taken up, rounded."""
    return round((today - enrolment.started_at.date()).days / DAYS_PER_MONTH)


def _make_rung(rung: int, band: BandInput, key: ContextKey, hours: PlanHours) -> RungInput:
    is_planned = key.start_rung < rung <= key.target_rung
    # None when nothing is open; 0 when what is open has no hours, which is not the same as done.
    left = hours.left_by_rung.get(rung)
    return RungInput(
        rung=rung,
        band=band,
        remaining_hours=float(left or 0) if is_planned else 0.0,
        is_bundle_done=is_planned and rung in hours.counting_rungs and left is None,
    )


def list_missing_inputs(
    *, learner: Learner, hours: PlanHours, bands: Mapping[int, ApplicableBand]
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
        reason = "Tell us where you stand today: outside the field, junior, mid-level or higher."
        missing.append(MissingInput("current_rung", reason))
    elif learner.current_rung >= Rung.ARCHITECT:
        missing.append(MissingInput("current_rung", _ON_TOP))
    missing += _list_missing_bands(learner, bands)
    if sum(bool(one.hours_likely) for one in hours.placed) < TIMED_MILESTONES_LEAST:
        reason = "Fewer than two milestones of this track have hours, so there is nothing to plan."
        missing.append(MissingInput("", reason))
    return tuple(missing)


def _list_missing_bands(
    learner: Learner, bands: Mapping[int, ApplicableBand]
) -> list[MissingInput]:
    if not learner.country:
        return [MissingInput("country", "Tell us in which country you want to work.")]
    absent = list_rungs_without_band(bands)
    if not absent:
        return []
    has_other_currency = any(band.currency != PROJECTED_CURRENCY for band in bands.values())
    pay = "sourced pay in US dollars" if has_other_currency else "sourced pay"
    way_out = (
        "The projection is back as soon as it is published."
        if learner.country == COUNTRY_OF_PAY
        else "Choose United States to see the projection with US pay."
    )
    reason = (
        f"There is no {pay} for {', '.join(absent)} on this track in "
        f"{find_country_name(learner.country)}. {way_out}"
    )
    return [MissingInput("country", reason)]


def find_target_rung(*, learner: Learner, enrolment: Enrolment) -> int:
    """Return the rung of the learner's target role on this track, or the highest."""
    if learner.target_role is None:
        return int(Rung.ARCHITECT)
    placement = (
        learner.target_role.placements.filter(ladder_rung__track=enrolment.track)
        .order_by("ladder_rung__rung")
        .values_list("ladder_rung__rung", flat=True)
        .first()
    )
    return choose_target_rung(placed_on=placement, start_rung=learner.current_rung or 0)


def choose_target_rung(*, placed_on: int | None, start_rung: int) -> int:
    """Return how far to plan: to the rung of the target role if that lies ahead, else to the top."""
    is_ahead = placed_on is not None and placed_on > start_rung
    return placed_on if is_ahead and placed_on is not None else int(Rung.ARCHITECT)


def list_planned_ids(*, enrolment: Enrolment) -> list[int]:
    """Return the ids of the certifications that the learner plans."""
    planned = PlannedCertification.objects.filter(user_id=enrolment.user_id)
    return list(planned.values_list("certification", flat=True))


def list_planned_costs(*, enrolment: Enrolment) -> list[CertificationCost]:
    """Return the costs of the certifications that the learner plans, in the track's order."""
    costs = list_costs(list_planned_ids(enrolment=enrolment))
    return sort_costs(costs.values(), track_id=enrolment.track_id)


def find_exam_hours(*, certification: Certification, outline: Outline) -> int:
    """Return the likely hours of study left before the exam can be sat."""
    return count_hours_of_outline(outline).find_exam_hours(
        covered=find_covered(certification),
        rung=find_exam_rung(certification, track_id=outline.enrolment.track_id),
    )


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
