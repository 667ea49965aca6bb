"""Build once what all learners on the same rung of the same ladder share.

A context is a track with resolved bands, its exams, a start rung and assumptions. Its
tables are made once and kept; its fingerprint says when they, and every projection
made with them, are out of date. Source: `docs/adr/0010-batch-engine.md`.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from progress.roi.annuities import FloatArray, MonthArray, make_annuity_tables
from progress.roi.assumptions import Assumptions
from progress.roi.bands import PayDistribution, resolve_band
from progress.roi.draws import Draws, load_draws
from progress.roi.events import MONTHS_PER_YEAR
from progress.roi.merged_quantiles import MergePlan, make_merge_plan
from progress.roi.shapes import BandInput, ExamInput, RoiInputs
from progress.roi.tables import (
    NEVER_SHORT,
    ExamRows,
    PayRows,
    ShortArray,
    SingleArray,
    StudyTables,
    WaitRows,
    make_exam_rows,
    make_pay_rows,
    make_wait_rows,
    to_short,
    to_single,
)

CURVE_SHARES = (0.1, 0.5, 0.9)
DOT_SHARES = tuple((dot + 0.5) / 20 for dot in range(20))

_CONTEXTS_KEPT = 64
# Luck is compared in single precision later; this is far above its rounding.
_LUCK_MARGIN = 1e-5
# Single-precision numbers in the widest register.
_LANE = 16
# What accelerators add to a chance: nothing, two small ones, the most that is plausible.
# The last decides first in which order futures stand.
_ADDED_SHARES = (0.0, 0.04, 0.10)
_STUDY_FIELDS = (
    "pace_prior_weeks", "pace_variation", "hours_overrun_factor", "hours_overrun_log_sd",
    "dropout_shape", "dropout_scale_months",
)  # fmt: skip


class ExamFacts(NamedTuple):
    """What an exam is to everybody: an `ExamInput` without the learner's own three choices."""

    key: str
    rung: int
    fee_usd: float
    first_pass_share: float | None
    later_pass_share: float | None
    boost_share: float | None
    is_required: bool
    free_retakes_count: int
    renewal_every_months: int | None
    renewal_fee_usd: float


class ContextFacts(NamedTuple):
    """Everything a context depends on; `bands` are pairs of rung and band, rising."""

    track_key: str
    start_rung: int
    region_pay_factor: float
    bands: tuple[tuple[int, BandInput], ...]
    exams: tuple[ExamFacts, ...]
    assumptions: Assumptions


@dataclass(frozen=True, slots=True)
class TargetRung:
    """One rung ahead in every future, as far as it is the same for all learners.

    `place` is its place among the rungs of the context. `missing` is rising: the chance that
    this future and every later one would need on top to get there, with or without study, if
    all exams were passed; below 0 nothing is missing. `alone_values[y]` is the growing annuity
    up to the month reached without the path, cut at year y. Before the year of place `first_year`
    ends, nobody reaches the rung, even if all the study were done today.
    """

    rung: int
    place: int
    missing: FloatArray
    band_gap_share: float
    waits: WaitRows
    pay: PayRows
    first_year: int
    alone_values: SingleArray
    alone_share: float
    alone_5_years_share: float

    def count_reachable(self, added_share: float) -> int:
        """Return how many of the first futures can get there with accelerators that add so much.

        Rounded up to whole registers: more futures than needed change nothing.
        """
        count = int(np.searchsorted(self.missing, added_share, side="right"))
        return min(-(-count // _LANE) * _LANE, len(self.missing))


@dataclass(frozen=True, slots=True)
class BatchContext:
    """The tables of one context for a number of futures; read-only, shared by threads.

    The futures stand in an order of the context's own, those that can climb highest first;
    `order` are their places in the stored set.
    `growing` and `level` are the annuities by month. `level_cuts[y]`, `horizon_row`,
    `after_row` (the month after) and `zero_row` repeat one number per future: the smaller or larger of two rows is found
    faster than that of a row and a number. `start_pay` is None outside the field.
    """

    facts: ContextFacts
    draw_count: int
    order: MonthArray
    year_ends: MonthArray
    level: SingleArray
    growing: SingleArray
    level_cuts: SingleArray
    horizon_row: ShortArray
    after_row: ShortArray
    zero_row: SingleArray
    study: StudyTables
    start_pay: PayDistribution | None
    targets: tuple[TargetRung, ...]
    exams: tuple[ExamRows, ...]
    curve_plan: MergePlan
    dot_plan: MergePlan

    @property
    def horizon_months(self) -> int:
        """Return the last month that counts."""
        return self.facts.assumptions.horizon_months

    @property
    def monthly_gain_share(self) -> float:
        """Return what a dollar more pay a year brings in a month, after tax, while in work."""
        own = self.facts.assumptions
        return (1.0 - own.tax_rate) * own.employed_share / MONTHS_PER_YEAR

    @property
    def rungs(self) -> tuple[int, ...]:
        """Return the rungs that a learner has hours for, rising."""
        return tuple(rung for rung, _ in self.facts.bands)


def facts_of(inputs: RoiInputs) -> ContextFacts:
    """Return the part of the inputs that a learner shares with others."""
    return ContextFacts(
        track_key=inputs.track_key,
        start_rung=inputs.start_rung,
        region_pay_factor=inputs.region_pay_factor,
        bands=tuple((rung.rung, rung.band) for rung in inputs.rungs),
        exams=tuple(exam_facts_of(exam) for exam in inputs.exams),
        assumptions=inputs.assumptions,
    )


def exam_facts_of(exam: ExamInput) -> ExamFacts:
    """Return the part of an exam that learners share."""
    return ExamFacts(
        exam.key, exam.rung, exam.fee_usd, exam.first_pass_share, exam.later_pass_share,
        exam.boost_share, exam.is_required, exam.free_retakes_count,
        exam.renewal_every_months, exam.renewal_fee_usd,
    )  # fmt: skip


@lru_cache(maxsize=_CONTEXTS_KEPT)
def get_context(facts: ContextFacts, *, draw_count: int) -> BatchContext:
    """Return the tables of a context, made on first use and then kept.

    The 64 contexts used last stay, about half a megabyte each.

    Raises:
        ValueError: the count is no power of two or larger than the stored set.
    """
    draws = load_draws(facts.track_key, count=draw_count)
    climb = order_futures(facts, draws)
    study = _get_study_tables(
        facts.track_key, draw_count, _only_study_values(facts.assumptions), climb.order.tobytes()
    )
    return build_context(facts, draws=draws, study=study)


def build_context(
    facts: ContextFacts, *, draws: Draws, study: StudyTables | None = None
) -> BatchContext:
    """Build the tables of a context from any draws; a few milliseconds.

    `study` must have been made for the same draws in the order of `order_futures`.
    """
    own = facts.assumptions
    climb = order_futures(facts, draws)
    draws = Draws(set_id=draws.set_id, table=draws.table[:, climb.order])
    annuities = make_annuity_tables(
        horizon_months=own.horizon_months,
        discount_rate=own.real_discount_rate,
        growth_rate=own.real_growth_rate,
    )
    ends = list_year_ends(own.horizon_months)
    growing = to_single(annuities.growing)
    bands = {rung: _resolve(facts, band) for rung, band in facts.bands}
    return BatchContext(
        facts=facts,
        draw_count=draws.count,
        order=climb.order,
        year_ends=ends,
        level=to_single(annuities.level),
        growing=growing,
        level_cuts=to_single(np.repeat(annuities.level[ends, np.newaxis], draws.count, axis=1)),
        horizon_row=to_short(np.full(draws.count, own.horizon_months)),
        after_row=to_short(np.full(draws.count, own.horizon_months + 1)),
        zero_row=to_single(np.zeros(draws.count)),
        study=study or StudyTables(assumptions=own, draws=draws),
        start_pay=bands.get(facts.start_rung),
        targets=_build_targets(
            facts, bands, draws=draws, climb=climb, growing=growing, year_ends=ends
        ),
        exams=tuple(
            make_exam_rows(
                ExamInput(**exam._asdict(), sat_after_hours=0.0),
                own,
                uniforms=draws.column(f"exam_{number}"),
                annuities=annuities,
                year_ends=ends,
            )
            for number, exam in enumerate(facts.exams, start=1)
        ),
        curve_plan=make_merge_plan(CURVE_SHARES, causal_share=own.causal_share, size=draws.count),
        dot_plan=make_merge_plan(DOT_SHARES, causal_share=own.causal_share, size=draws.count),
    )


@dataclass(frozen=True, slots=True)
class Climb:
    """An order of futures, and for each rung ahead what is `missing` (see `TargetRung`)."""

    order: MonthArray
    missing: tuple[FloatArray, ...]


def order_futures(facts: ContextFacts, draws: Draws) -> Climb:
    """Put the futures that can climb highest first, so that each rung concerns only a prefix.

    A rung is out of reach where luck exceeds the chance to land with every boost of the
    context's exams, or where a rung below is out of reach. Accelerators move these limits,
    so futures that come into reach with them stand before those that never do.
    """
    own = facts.assumptions
    so_far = np.full(draws.count, -1.0)
    missing: list[FloatArray] = []
    for rung, _ in facts.bands:
        step = rung - facts.start_rung
        if step < 1:
            continue
        boosts = (
            own.exam_boost_share if exam.boost_share is None else exam.boost_share
            for exam in facts.exams
            if exam.rung == rung
        )
        chance = own.landing_with_study[rung - 1] + sum(boosts) + _LUCK_MARGIN
        so_far = np.maximum(so_far, draws.column(f"landing_{step}") - chance)
        missing.append(so_far)
    heights = [sum((each < added).astype(np.int64) for each in missing) for added in _ADDED_SHARES]
    order = np.lexsort([-np.broadcast_to(height, draws.count) for height in heights])
    return Climb(
        order.astype(np.int64),
        tuple(np.minimum.accumulate(each[order][::-1])[::-1] for each in missing),
    )


def list_year_ends(horizon_months: int) -> MonthArray:
    """Return the months 12, 24, ... and the horizon, where the last year may be short."""
    return np.array([*range(12, horizon_months, 12), horizon_months], dtype=np.int64)


def _build_targets(
    facts: ContextFacts,
    bands: dict[int, PayDistribution],
    *,
    draws: Draws,
    climb: Climb,
    growing: SingleArray,
    year_ends: MonthArray,
) -> tuple[TargetRung, ...]:
    own = facts.assumptions
    horizon = own.horizon_months
    alone = soonest = np.zeros(draws.count, dtype=np.int64)
    targets: list[TargetRung] = []
    for place, (rung, _) in enumerate(facts.bands):
        step = rung - facts.start_rung
        if step < 1:
            continue
        waits = make_wait_rows(own, draws, rung=rung, step=step)
        alone = np.minimum(alone + waits.organic, NEVER_SHORT)
        reached = growing[np.minimum(alone, horizon)]
        soonest = np.minimum(soonest + waits.below + waits.lag, soonest + waits.organic)
        targets.append(
            TargetRung(
                rung=rung,
                place=place,
                missing=climb.missing[step - 1],
                band_gap_share=own.band_gap_share[rung - 1],
                waits=waits,
                pay=make_pay_rows(bands[rung], own, draws, step=step),
                first_year=int(np.searchsorted(year_ends, soonest.min(), side="right")),
                alone_values=np.minimum(reached[np.newaxis, :], growing[year_ends][:, np.newaxis]),
                alone_share=float((alone <= horizon).mean()),
                alone_5_years_share=float((alone <= 60).mean()),
            )
        )
    return tuple(targets)


def _resolve(facts: ContextFacts, band: BandInput) -> PayDistribution:
    return resolve_band(
        band, assumptions=facts.assumptions, region_pay_factor=facts.region_pay_factor
    )


@lru_cache(maxsize=_CONTEXTS_KEPT)
def _get_study_tables(
    track_key: str, draw_count: int, own: Assumptions, order: bytes
) -> StudyTables:
    draws = load_draws(track_key, count=draw_count)
    places = np.frombuffer(order, dtype=np.int64)
    return StudyTables(
        assumptions=own, draws=Draws(set_id=draws.set_id, table=draws.table[:, places])
    )


def _only_study_values(own: Assumptions) -> Assumptions:
    """Return the defaults with only the values that study rows depend on, to share those rows."""
    return replace(
        Assumptions.for_track("linux"),
        **{name: getattr(own, name) for name in _STUDY_FIELDS},
    )
