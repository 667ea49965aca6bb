"""What learners of one context share, read for many contexts at once.

A context is a release with its target rung, the pay of a country, a start rung, planned
certifications and own assumptions. Two learners of one context differ only in what they
told and did. `docs/adr/0015-contexts-and-the-sweep.md`.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from certifications.models import Certification
from certifications.queries.budget_costs import (
    BudgetCost,
    BudgetRules,
    apply_budget_rules,
    read_budget_rules,
)
from certifications.queries.fees import CertificationCost, get_certification_cost
from progress.queries.plan_hours import PlacedHours, list_placed_hours
from progress.roi.assumptions import Assumptions
from progress.roi.context_fingerprints import context_fingerprint
from progress.roi.contexts import ContextFacts, exam_facts_of
from progress.roi.fingerprint import write_number
from progress.roi.shapes import BandInput, ExamInput, RoiInputInvalid
from tracks.choices import Rung
from tracks.queries.applicable_bands import ApplicableBand, list_applicable_bands_by_place

PROJECTED_CURRENCY = "USD"
# What a cost is read from beyond its certification's own row.
COST_RELATIONS = ("claims__source", "exams", "track_links", "coverage")


class ContextKey(NamedTuple):
    """What names a context, whatever its figures are today.

    `certifications` are ids in rising order, `overrides` the learner's own assumptions.
    """

    release_id: int
    track_id: int
    track_key: str
    country: str
    start_rung: int
    target_rung: int
    certifications: tuple[int, ...]
    overrides: tuple[tuple[str, float], ...]

    @property
    def digest(self) -> str:
        """Return 32 hexadecimal digits that name the key in a unique column."""
        return _digest(repr(tuple(self)))


@dataclass(frozen=True)
class Catalogue:
    """The curated figures that some contexts rest on, as they stand now."""

    placed: Mapping[int, tuple[PlacedHours, ...]]
    bands: Mapping[tuple[int, str], dict[int, ApplicableBand]]
    costs: Mapping[int, CertificationCost]
    rules: BudgetRules = field(default_factory=BudgetRules)


@dataclass(frozen=True)
class SharedExam:
    """A planned exam: its figures, what it covers, and the rung that it belongs to.

    The hours in `exam` are 0 and its employer pays nothing; both are the learner's own.
    `holder` names the planned certification that holds its fee already, or is blank.
    """

    exam: ExamInput
    name: str
    covered: frozenset[int]
    rung: int
    holder: str = ""


@dataclass(frozen=True)
class SharedInputs:
    """The resolved figures of a context; `remarks` say what was left out and why.

    `band_years` are the years of the bands, as far as they are known. `monthly_fees` are
    pairs of a certification's key and dollars a month. `planned` are the keys of all planned
    certifications, also of those whose fee nobody states and of those of other tracks.
    """

    key: ContextKey
    placed: tuple[PlacedHours, ...]
    bands: tuple[tuple[int, BandInput], ...]
    exams: tuple[SharedExam, ...]
    assumptions: Assumptions
    remarks: tuple[str, ...]
    band_years: tuple[int, ...] = ()
    monthly_fees: tuple[tuple[str, float], ...] = ()
    planned: tuple[str, ...] = ()

    @property
    def subscription_usd_per_month(self) -> float:
        """Return what all that is paid by the month comes to."""
        return sum(fee for _, fee in self.monthly_fees)

    @property
    def facts(self) -> ContextFacts:
        """Return the facts by which the batch engine keeps its tables."""
        return ContextFacts(
            track_key=self.key.track_key,
            start_rung=self.key.start_rung,
            region_pay_factor=1.0,
            bands=self.bands,
            exams=tuple(exam_facts_of(one.exam) for one in self.exams),
            assumptions=self.assumptions,
        )


def read_catalogue(keys: Collection[ContextKey]) -> Catalogue:
    """Read everything that the contexts rest on.

    At most eight queries for any number, one more where a certification stands for a path,
    and two for each fee in another currency.
    """
    costs = list_costs({pk for key in keys for pk in key.certifications})
    return Catalogue(
        placed=list_placed_hours(releases={key.release_id for key in keys}),
        bands=list_applicable_bands_by_place(
            tracks={key.track_id for key in keys}, countries={key.country for key in keys}
        ),
        costs=costs,
        rules=read_budget_rules(costs.values()),
    )


def list_costs(certifications: Collection[int]) -> dict[int, CertificationCost]:
    """Return what certifications cost, by id, ordered by key; six queries or none."""
    if not certifications:
        return {}
    rows = (
        Certification.objects.filter(pk__in=certifications)
        .select_related("issuer")
        .prefetch_related(*COST_RELATIONS)
        .order_by("key")
    )
    return {row.pk: get_certification_cost(certification=row) for row in rows}


def share_inputs(key: ContextKey, catalogue: Catalogue, *, today: date) -> SharedInputs:
    """Resolve the figures of a context on a day.

    Raises:
        RoiInputInvalid: A published figure cannot be projected.
        ValueError: An own assumption lies outside what the track allows.
        KeyError: A rung from the start rung up has no band; ask `list_rungs_without_band`.
    """
    bands = catalogue.bands.get((key.track_id, key.country), {})
    costs = sort_costs(
        (catalogue.costs[pk] for pk in key.certifications if pk in catalogue.costs),
        track_id=key.track_id,
    )
    listed = [cost for cost in costs if is_listed(cost.certification, track_id=key.track_id)]
    others = [cost for cost in costs if not is_listed(cost.certification, track_id=key.track_id)]
    exams, monthly_fees, remarks = _read_costs(apply_budget_rules(listed, catalogue.rules), key)
    rungs = range(max(key.start_rung, 1), int(Rung.ARCHITECT) + 1)
    return SharedInputs(
        key=key,
        placed=catalogue.placed.get(key.release_id, ()),
        bands=tuple((rung, _read_band(bands[rung], today)) for rung in rungs),
        exams=exams,
        assumptions=get_assumptions(key.track_key, key.overrides),
        remarks=(*remarks, *map(_say_not_listed, others)),
        band_years=tuple(bands[rung].year for rung in rungs),
        monthly_fees=monthly_fees,
        planned=tuple(cost.certification.key for cost in costs),
    )


def fingerprint_shared(shared: SharedInputs) -> str:
    """Return 32 hexadecimal digits over everything that the learners of a context share.

    Beyond the engine's own context that is the release with its placed hours, the years of
    the bands, monthly fees and what each exam covers: whatever can change what a learner's
    figures rest on, or how a change is put into words.
    """
    lines = [context_fingerprint(shared.facts), str(shared.key.release_id)]
    lines += [repr(shared.band_years)]
    lines += [f"{key} {write_number(fee)}" for key, fee in shared.monthly_fees]
    lines += [repr(tuple(one)) for one in shared.placed]
    lines += [repr((sorted(one.covered), one.rung, one.holder)) for one in shared.exams]
    return _digest("\n".join(lines))


@lru_cache(maxsize=512)
def get_assumptions(track_key: str, overrides: tuple[tuple[str, float], ...]) -> Assumptions:
    """Return the assumptions of a track with a learner's own values in them.

    Raises:
        ValueError: A value lies outside its range, or has no such key.
    """
    return Assumptions.for_track(track_key).override(dict(overrides), track_key=track_key)


def list_rungs_without_band(bands: Mapping[int, ApplicableBand]) -> list[str]:
    """Name the rungs of the ladder that have no sourced pay in the currency of projections."""
    usable = {rung for rung, band in bands.items() if band.currency == PROJECTED_CURRENCY}
    return [rung.label for rung in Rung if rung not in usable]


def sort_costs(costs: Iterable[CertificationCost], *, track_id: int) -> list[CertificationCost]:
    """Return costs in the order of the track's rungs, then by key."""
    by_key = sorted(costs, key=lambda cost: cost.certification.key)
    return sorted(by_key, key=lambda cost: find_exam_rung(cost.certification, track_id=track_id))


def find_exam_rung(certification: Certification, *, track_id: int) -> int:
    """Return the lowest rung of the track that a certification belongs to, else the first."""
    rungs = [link.rung for link in certification.track_links.all() if link.track_id == track_id]
    return min(rungs, default=int(Rung.JUNIOR))


def is_listed(certification: Certification, *, track_id: int) -> bool:
    """Tell whether a certification belongs to the track; another track's tells nothing here."""
    return any(link.track_id == track_id for link in certification.track_links.all())


def find_covered(certification: Certification) -> frozenset[int]:
    """Return the ids of the milestones that a certification covers."""
    return frozenset(link.milestone_id for link in certification.coverage.all())


def _read_band(band: ApplicableBand, today: date) -> BandInput:
    if band.currency != PROJECTED_CURRENCY:
        raise RoiInputInvalid(
            field="band",
            problem=f"pay of the {Rung(band.rung).label} level is in {band.currency}",
            remedy=f"choose a country whose pay is in {PROJECTED_CURRENCY}",
        )
    return BandInput(
        low_usd_per_year=float(band.low),
        high_usd_per_year=float(band.high),
        is_open_above=band.is_open_above,
        age_years=float(today.year - band.year),
    )


def _read_costs(
    budget: Iterable[BudgetCost], key: ContextKey
) -> tuple[tuple[SharedExam, ...], tuple[tuple[str, float], ...], tuple[str, ...]]:
    exams, monthly_fees, remarks = [], [], []
    for one in budget:
        cost, name = one.cost, one.cost.certification.short_name
        remarks += [one.remark] if one.remark else []
        if cost.monthly_fee is not None:
            monthly_fees.append((cost.certification.key, float(cost.monthly_fee)))
            remarks.append(f"{name} is paid by the month for as long as you study.")
        elif cost.fee is None:
            if not one.remark:
                remarks.append(f"Nobody states what {name} costs, so it is not in the figures.")
        else:
            exams.append(_read_exam(one, key))
            if cost.renewal_every_months is None and not cost.does_not_expire:
                remarks.append(f"How long {name} is valid is unknown, so no renewal is counted.")
    return tuple(exams), tuple(monthly_fees), tuple(remarks)


def _say_not_listed(cost: CertificationCost) -> str:
    name = cost.certification.short_name
    return f"{name} is not among the certifications of this track, so it is not in the figures."


def _read_exam(budget: BudgetCost, key: ContextKey) -> SharedExam:
    cost = budget.cost
    certification = cost.certification
    rung = find_exam_rung(certification, track_id=key.track_id)
    exam = ExamInput(
        key=certification.key,
        rung=min(max(rung, key.start_rung + 1), key.target_rung),
        fee_usd=float(cost.fee or 0),
        sat_after_hours=0.0,
        free_retakes_count=1 if cost.is_retake_included else 0,
        renewal_every_months=None if cost.does_not_expire else cost.renewal_every_months,
        renewal_fee_usd=float(cost.renewal_fee or 0),
    )
    name, covered = certification.short_name, find_covered(certification)
    return SharedExam(exam, name, covered, rung, budget.holder)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
