"""Shape what goes into a projection: frozen, checked, with the unit in every name.

Money is gross US dollars at today's prices, durations are months, effort is hours.
Rungs count 0 outside the field, 1 junior, 2 mid, 3 senior, 4 architect. Everything
is resolved: no ids to look up, no dates, nothing that needs a clock.
`results.py` shapes what comes out.
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.assumptions import Assumptions

HIGHEST_RUNG = 4
HORIZON_RANGE_MONTHS = (60, 180)
PAY_RANGE_USD_PER_YEAR = (1_000.0, 5_000_000.0)
HOURS_PER_WEEK_LIMIT = 112.0
EXAM_COUNT_LIMIT = 12


class RoiInputInvalid(ValueError):
    """Say which input cannot be projected, what is wrong with it and how to mend it."""

    def __init__(self, *, field: str, problem: str, remedy: str) -> None:
        self.field = field
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{field}: {problem}; {remedy}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BandInput:
    """Pay of one rung as published, before region and year are applied.

    Either `low` and `high` (with `is_open_above` for "250,000+"), or at least three
    `percentiles` as pairs of share below and pay, for example `(0.10, 61_000.0)`;
    percentiles win where both are given. `age_years` is today's year minus the
    band's year: pay grows by the assumed band growth over it.
    """

    low_usd_per_year: float | None = None
    high_usd_per_year: float | None = None
    is_open_above: bool = False
    percentiles_usd_per_year: tuple[tuple[float, float], ...] = ()
    age_years: float = 0.0

    def __post_init__(self) -> None:
        _require_range("band age_years", self.age_years, low=-5.0, high=40.0)
        if self.percentiles_usd_per_year:
            self._check_percentiles()
        else:
            self._check_range()

    @property
    def ends_usd_per_year(self) -> tuple[float, float]:
        """Return the low and the high end.

        Raises:
            RoiInputInvalid: an end is missing, as in a band given by percentiles.
        """
        if self.low_usd_per_year is None or self.high_usd_per_year is None:
            raise RoiInputInvalid(
                field="band",
                problem="the band lacks its low or its high end",
                remedy="give both ends, or at least three percentiles",
            )
        return self.low_usd_per_year, self.high_usd_per_year

    def _check_range(self) -> None:
        low, high = self.ends_usd_per_year
        for name, value in (("low_usd_per_year", low), ("high_usd_per_year", high)):
            _require_pay(f"band {name}", value)
        if not low < high:
            raise RoiInputInvalid(
                field="band",
                problem=f"the low end {low:,.0f} is not below the high end {high:,.0f}",
                remedy="swap or correct the two ends",
            )

    def _check_percentiles(self) -> None:
        points = self.percentiles_usd_per_year
        is_rising = all(
            left[0] < right[0] and left[1] < right[1] for left, right in pairwise(points)
        )
        if len(points) < 3 or not is_rising or not all(0.0 < share < 1.0 for share, _ in points):
            raise RoiInputInvalid(
                field="band percentiles_usd_per_year",
                problem="fewer than three percentiles, or they do not rise",
                remedy="give at least three pairs of share (between 0 and 1) and pay, both rising",
            )
        for _, pay in points:
            _require_pay("band percentiles_usd_per_year", pay)


@dataclass(frozen=True, slots=True, kw_only=True)
class RungInput:
    """One rung of the ladder: its band and the nominal hours of its bundle left to do.

    `remaining_hours` counts only what the learner still has to do for this rung.
    A rung without hours is outside the plan and reached only as it would be without
    study, unless `is_bundle_done` says that the learner has finished all of it.
    """

    rung: int
    band: BandInput
    remaining_hours: float = 0.0
    is_bundle_done: bool = False

    def __post_init__(self) -> None:
        if self.rung not in range(1, HIGHEST_RUNG + 1):
            raise RoiInputInvalid(
                field="rung",
                problem=f"{self.rung} is no rung with a band",
                remedy="use 1 junior, 2 mid, 3 senior or 4 architect",
            )
        _require_range(f"rung {self.rung} remaining_hours", self.remaining_hours, high=50_000.0)
        if self.is_bundle_done and self.remaining_hours > 0.0:
            raise RoiInputInvalid(
                field=f"rung {self.rung} is_bundle_done",
                problem="the bundle is done and has hours left at the same time",
                remedy="set the hours to 0 or the bundle to not done",
            )

    @property
    def is_in_plan(self) -> bool:
        """Tell whether the learner studies, or has studied, for this rung."""
        return self.is_bundle_done or self.remaining_hours > 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamInput:
    """One exam the learner means to sit.

    `sat_after_hours` counts nominal plan hours from today. `free_retakes_count` are
    attempts after the first that cost nothing. `renewal_every_months` is None when
    the award never lapses. A `is_required` exam gates its rung; any other adds
    `boost_share` to the chance to land on it. None for a probability or the boost
    means the default of the assumptions. An exam with `is_planned` off costs and adds
    nothing but keeps its place, so that plans with and without it compare like with like.
    """

    key: str
    rung: int
    fee_usd: float
    sat_after_hours: float
    first_pass_share: float | None = None
    later_pass_share: float | None = None
    boost_share: float | None = None
    is_required: bool = False
    free_retakes_count: int = 0
    renewal_every_months: int | None = None
    renewal_fee_usd: float = 0.0
    employer_share: float = 0.0
    is_planned: bool = True

    def __post_init__(self) -> None:
        where = f"exam {self.key}"
        if self.rung not in range(1, HIGHEST_RUNG + 1):
            raise RoiInputInvalid(
                field=f"{where} rung",
                problem=f"{self.rung} is no rung",
                remedy="use 1 junior, 2 mid, 3 senior or 4 architect",
            )
        _require_range(f"{where} fee_usd", self.fee_usd, high=50_000.0)
        _require_range(f"{where} renewal_fee_usd", self.renewal_fee_usd, high=50_000.0)
        _require_range(f"{where} sat_after_hours", self.sat_after_hours, high=50_000.0)
        _require_range(f"{where} free_retakes_count", self.free_retakes_count, high=10)
        _require_range(f"{where} employer_share", self.employer_share)
        for name in ("first_pass_share", "later_pass_share", "boost_share"):
            value = getattr(self, name)
            if value is not None:
                _require_range(f"{where} {name}", value)
        if self.renewal_every_months is not None:
            _require_range(f"{where} renewal_every_months", self.renewal_every_months, 1, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceleratorInput:
    """One booster the learner adds to a what-if, with the effect the learner assumes.

    `landing_share` is added to the chance to land on every rung that the plan
    holds; the default is no effect.
    """

    key: str
    landing_share: float = 0.0

    def __post_init__(self) -> None:
        _require_range(f"accelerator {self.key} landing_share", self.landing_share, high=0.10)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoiInputs:
    """Everything one projection depends on.

    `rungs` rise without a gap and hold the start rung (unless it is 0) and every
    rung above it that the ladder has. `region_pay_factor` is local pay over US pay.
    `months_active` counts months since the learner started, `logged_weeks` and
    `logged_hours` what the study log holds. `employer_share` is the part of
    subscription and materials that an employer pays.

    Raises:
        RoiInputInvalid: a value is missing or out of range; the text says how to mend it.
    """

    track_key: str
    start_rung: int
    current_pay_usd_per_year: float
    rungs: tuple[RungInput, ...]
    planned_hours_per_week: float
    assumptions: Assumptions
    region_pay_factor: float = 1.0
    logged_weeks: float = 0.0
    logged_hours: float = 0.0
    months_active: float = 0.0
    exams: tuple[ExamInput, ...] = ()
    subscription_usd_per_month: float = 0.0
    materials_usd: float = 0.0
    employer_share: float = 0.0
    accelerators: tuple[AcceleratorInput, ...] = ()

    def __post_init__(self) -> None:
        _require_pay("current_pay_usd_per_year", self.current_pay_usd_per_year)
        low, high = HORIZON_RANGE_MONTHS
        _require_range("horizon_months", self.assumptions.horizon_months, low, high)
        _require_range("region_pay_factor", self.region_pay_factor, low=0.05, high=5.0)
        self._check_effort()
        self._check_costs()
        self._check_rungs()
        self._check_exams()

    def _check_effort(self) -> None:
        _require_range(
            "planned_hours_per_week", self.planned_hours_per_week, 0, HOURS_PER_WEEK_LIMIT
        )
        _require_range("logged_weeks", self.logged_weeks, high=5_200)
        _require_range("logged_hours", self.logged_hours, high=HOURS_PER_WEEK_LIMIT * 5_200)
        _require_range("months_active", self.months_active, high=1_200)
        if self.planned_hours_per_week == 0.0 and self.logged_hours == 0.0:
            raise RoiInputInvalid(
                field="planned_hours_per_week",
                problem="there are no hours a week, neither planned nor logged",
                remedy="plan at least half an hour a week",
            )

    def _check_costs(self) -> None:
        _require_range("subscription_usd_per_month", self.subscription_usd_per_month, high=10_000)
        _require_range("materials_usd", self.materials_usd, high=100_000)
        _require_range("employer_share", self.employer_share)

    def _check_rungs(self) -> None:
        if self.start_rung not in range(HIGHEST_RUNG + 1):
            raise RoiInputInvalid(
                field="start_rung",
                problem=f"{self.start_rung} is no rung",
                remedy="use 0 outside the field, 1 junior, 2 mid, 3 senior or 4 architect",
            )
        held = [item.rung for item in self.rungs]
        top = max(held, default=max(self.start_rung, 1))
        for rung in range(max(self.start_rung, 1), top + 1):
            if rung not in held:
                raise RoiInputInvalid(
                    field="rungs",
                    problem=f"there is no pay band for rung {rung} ({RUNG_NAMES[rung]})",
                    remedy="add a salary band for it, or derive one from its neighbours",
                )
        if held != sorted(set(held)) or held[0] < self.start_rung:
            raise RoiInputInvalid(
                field="rungs",
                problem="rungs are repeated, out of order or below the start rung",
                remedy="give each rung from the start rung upwards once, in rising order",
            )

    def _check_exams(self) -> None:
        keys = [exam.key for exam in self.exams]
        if len(keys) > EXAM_COUNT_LIMIT or len(keys) != len(set(keys)):
            raise RoiInputInvalid(
                field="exams",
                problem=f"more than {EXAM_COUNT_LIMIT} exams, or the same exam twice",
                remedy=f"plan each exam once and at most {EXAM_COUNT_LIMIT} of them",
            )

    def with_changes(self, **changes: object) -> "RoiInputs":
        """Return a checked copy with the named fields replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]  # __post_init__ checks the values


def _require_pay(field: str, value: float) -> None:
    low, high = PAY_RANGE_USD_PER_YEAR
    if not low <= value <= high:
        raise RoiInputInvalid(
            field=field,
            problem=f"pay of {value:,.0f} US dollars a year is missing or out of range",
            remedy=f"give gross yearly pay from {low:,.0f} to {high:,.0f}",
        )


def _require_range(field: str, value: float, low: float = 0.0, high: float = 1.0) -> None:
    # Written so that NaN fails as well.
    if not (math.isfinite(value) and low <= value <= high):
        raise RoiInputInvalid(
            field=field,
            problem=f"{value:g} is out of range",
            remedy=f"use a number from {low:g} to {high:g}",
        )
