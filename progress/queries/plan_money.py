"""Certifications, budget and salary ladder of a career plan."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from certifications.choices import ClaimField
from certifications.models import Certification, Claim
from certifications.queries.budget_costs import BudgetCost, list_budget_costs
from certifications.queries.fees import CertificationCost, say_amount, write_amount
from progress.documents.content import (
    BudgetLine,
    FeeClaim,
    PlanBand,
    PlanBudget,
    PlanCertification,
    PlanRung,
    QuarterSpending,
)
from progress.models import Learner
from progress.queries.certification_plans import find_exam_window
from progress.queries.outlines import Outline
from progress.queries.plan_sources import STATE_WORDS, SourceNumbers, parse_full_date
from progress.queries.roi_inputs import find_exam_hours
from progress.queries.schedules import get_study_pace
from tracks.choices import Rung, Statistic
from tracks.models import LadderRung, SalaryBand, Track
from tracks.queries.applicable_bands import list_applicable_bands
from tracks.shared.provenance import EvidenceState


def list_plan_certifications(
    *,
    costs: Iterable[CertificationCost],
    outline: Outline,
    learner: Learner,
    start: date,
    numbers: SourceNumbers,
) -> tuple[PlanCertification, ...]:
    """Return the planned certifications with every fee claim and, with a pace, a window.

    Fees are in US dollars and nothing is paid twice; where that changes one, its note says so.
    """
    pace = get_study_pace(
        user=outline.enrolment.user, planned=learner.hours_per_week, today=start
    ).hours_per_week
    return tuple(
        _read_certification(one, learner, numbers, _find_window(one.cost, outline, pace, start))
        for one in list_budget_costs(costs)
    )


def _find_window(
    cost: CertificationCost, outline: Outline, pace: Decimal | None, start: date
) -> tuple[date, date] | None:
    hours = find_exam_hours(certification=cost.certification, outline=outline)
    return find_exam_window(hours_left=hours, hours_per_week=pace, today=start)


def _read_certification(
    budget: BudgetCost,
    learner: Learner,
    numbers: SourceNumbers,
    window: tuple[date, date] | None,
) -> PlanCertification:
    cost, certification = budget.cost, budget.cost.certification
    return PlanCertification(
        key=certification.key,
        name=_name(certification),
        issuer=certification.issuer.name if certification.issuer else "",
        status="planned",
        exams=tuple(exam.code for exam in certification.exams.all()),
        fee_claims=tuple(
            _read_fee(claim, certification.short_name, numbers) for claim in cost.fee_claims
        ),
        chosen_fee=cost.fee,
        chosen_because=_say_why(cost),
        employer_pays=_share(cost.fee, learner),
        validity=_say_validity(cost),
        renewal=cost.renewal_text[:400] or "unknown",
        five_year_cost=cost.five_year_cost,
        window_start=window[0] if window else None,
        window_end=window[1] if window else None,
        note=" ".join(one for one in (_say_monthly(cost), budget.remark) if one),
    )


def _name(certification: Certification) -> str:
    """Name it with its short name, unless that is part of the name."""
    if certification.short_name in certification.name:
        return certification.name
    return f"{certification.name} ({certification.short_name})"


def _read_fee(claim: Claim, name: str, numbers: SourceNumbers) -> FeeClaim:
    dated = f" ({claim.as_of})" if claim.as_of and not parse_full_date(claim.as_of) else ""
    return FeeClaim(
        words=f"{say_amount(claim)} {claim.get_unit_display()}{dated}",
        state=STATE_WORDS[EvidenceState(claim.state)],
        source_number=numbers.cite(claim.source, used_for=f"fee of {name}", state=claim.state),
        as_of=parse_full_date(claim.as_of),
    )


def _say_why(cost: CertificationCost) -> str:
    if not cost.chosen:
        return "no source states a fee that can be used"
    newest = cost.chosen[0]
    return f"the newest fee that names where it comes from ({newest.source.title})"


def _say_validity(cost: CertificationCost) -> str:
    if cost.does_not_expire:
        return "does not expire"
    months = next(
        (
            claim.months
            for claim in cost.certification.claims.all()
            if claim.field == ClaimField.VALIDITY and claim.is_preferred
        ),
        None,
    )
    if months is None:
        return "unknown"
    if months % 12:
        return f"{months} months"
    return f"{months // 12} year{'s' if months > 12 else ''}"


def _say_monthly(cost: CertificationCost) -> str:
    if cost.monthly_fee is None:
        return ""
    return f"Paid by the month ({write_amount(cost.monthly_fee, cost.currency)}) while studying."


def _share(fee: Decimal | None, learner: Learner) -> Decimal | None:
    return (fee * learner.employer_share).quantize(Decimal("0.01")) if fee is not None else None


def make_budget(*, certifications: Iterable[PlanCertification]) -> PlanBudget:
    """Add up what is known, count what is not, and say when it falls due."""
    lines, quarters = [], dict[tuple[int, int], list[Decimal | None]]()
    for one in certifications:
        lines.append(
            BudgetLine(
                label=one.name,
                amount=one.chosen_fee,
                employer_pays=one.employer_pays or Decimal(0),
                note=one.note,
            )
        )
        if one.window_start:
            when = (one.window_start.year, (one.window_start.month + 2) // 3)
            quarters.setdefault(when, []).append(one.chosen_fee)
    known = [line.amount for line in lines if line.amount is not None]
    return PlanBudget(
        lines=tuple(lines),
        known_total=sum(known, Decimal(0)),
        employer_total=sum((line.employer_pays for line in lines), Decimal(0)),
        unknown_count=len(lines) - len(known),
        quarters=tuple(
            QuarterSpending(year=year, quarter=quarter, amount=_add_known(amounts))
            for (year, quarter), amounts in sorted(quarters.items())
        ),
        note=(
            "Exam fees only, at list price before tax. Renewals are in the five-year cost; "
            "the learning resources of the milestones are free to read."
        ),
    )


def _add_known(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


def list_plan_rungs(
    *, track: Track, learner: Learner, numbers: SourceNumbers
) -> tuple[PlanRung, ...]:
    """Return the ladder with the bands of every source side by side."""
    names = dict(LadderRung.objects.filter(track=track).values_list("rung", "name"))
    country = learner.country or "US"
    applicable = list_applicable_bands(track=track, country=country)
    bands = (
        SalaryBand.objects.filter(
            track=track, country=country, rung__isnull=False, withdrawn_at__isnull=True
        )
        .select_related("source")
        .order_by("rung", "statistic", "-year", "pk")
    )
    target = _find_target(track, learner)
    rungs = []
    for rung in Rung:
        own = _read_bands([band for band in bands if band.rung == rung], numbers)
        derived = applicable.get(rung)
        if derived and derived.is_derived:
            own.insert(
                0,
                PlanBand(
                    source_title="Derived from the levels below and above",
                    state="derived",
                    statistic="range",
                    source_number=numbers.cite(
                        derived.evidence[0].source,
                        used_for="pay",
                        state=derived.evidence[0].state,
                    ),
                    low=derived.low,
                    high=derived.high,
                ),
            )
        rungs.append(
            PlanRung(
                title=names.get(rung, rung.label),
                bands=tuple(own),
                is_current=learner.current_rung == rung,
                is_target=target == rung,
            )
        )
    return tuple(rungs)


def _find_target(track: Track, learner: Learner) -> int | None:
    if learner.target_role is None:
        return None
    return (
        learner.target_role.placements.filter(ladder_rung__track=track)
        .order_by("ladder_rung__rung")
        .values_list("ladder_rung__rung", flat=True)
        .first()
    )


def _read_bands(bands: list[SalaryBand], numbers: SourceNumbers) -> list[PlanBand]:
    """Read the bands of a rung; those of one source say what tells them apart."""
    count = Counter(band.source_id for band in bands)
    return [
        _read_band(band, numbers, note=band.note[:400] if count[band.source_id] > 1 else "")
        for band in bands
    ]


def _read_band(band: SalaryBand, numbers: SourceNumbers, *, note: str) -> PlanBand:
    is_range = band.statistic == Statistic.RANGE
    return PlanBand(
        source_title=f"{band.source.title} ({band.year})",
        state=STATE_WORDS[EvidenceState(band.state)],
        statistic="range" if is_range else "P10 to P90",
        source_number=numbers.cite(band.source, used_for="pay", state=band.state),
        low=band.low if is_range else band.p10,
        high=band.high if is_range else band.p90,
        mid=None if is_range else band.p50,
        is_open_above=band.high_is_open,
        n=band.sample_size,
        as_of=parse_full_date(band.as_of),
        note=note,
    )
