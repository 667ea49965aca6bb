"""List every assumption of the projection with its default, range, unit and source.

One row is one assumption; a tuple default holds rungs 1 to 4 (junior, mid,
senior, architect). `[A]`-grade rows say "our assumption": nobody has measured
them and the page shows them in grey. Sources were read in November 2026 and are
listed in full in `docs/roi-model.md`.
"""

from dataclasses import dataclass

ValueOrRungs = float | tuple[float, float, float, float]

RUNG_NAMES: dict[int, str] = {
    0: "outside the field",
    1: "junior",
    2: "mid",
    3: "senior",
    4: "architect",
}

# Months in the rung below before a promotion: (10 in 100 are faster, 10 in 100 slower).
# Rung 1 has no gate. Linux and Python follow the seed's months to competency; DevOps
# and MLOps have no figure of their own and use the Linux one.
TRACK_MONTHS_IN_RUNG: dict[
    str, tuple[tuple[float, float, float, float], tuple[float, float, float, float]]
] = {
    "linux": ((0.0, 12.0, 24.0, 36.0), (0.0, 24.0, 36.0, 60.0)),
    "devops": ((0.0, 12.0, 24.0, 36.0), (0.0, 24.0, 36.0, 60.0)),
    "mlops": ((0.0, 12.0, 24.0, 36.0), (0.0, 24.0, 36.0, 60.0)),
    "python": ((0.0, 6.0, 18.0, 36.0), (0.0, 12.0, 36.0, 60.0)),
}


# How far the sensitivity picture moves what has no range in the table: the learner's
# weekly hours and the level of all pay bands ahead, both as factors.
WEEKLY_HOURS_FACTORS = (0.5, 1.5)
BAND_LEVEL_FACTORS = (0.9, 1.1)


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """One assumption before it is spread over rungs.

    `low` and `high` bound what a person may choose; `spread` (added) or `scale`
    (multiplied) derive the range from the default instead, for values that differ
    by rung. `least` and `most` bound what makes sense at all.
    """

    key: str
    symbol: str
    name: str
    meaning: str
    unit: str
    default: ValueOrRungs
    source: str
    chip: str
    low: float = 0.0
    high: float = 1.0
    spread: float | None = None
    scale: tuple[float, float] | None = None
    least: float = 0.0
    most: float = 1.0
    is_editable: bool = False
    skips_first_rung: bool = False

    def range_of(self, default: float) -> tuple[float, float]:
        """Return the lowest and highest value a person may choose around a default."""
        if self.spread is not None:
            return (
                max(round(default - self.spread, 6), self.least),
                min(round(default + self.spread, 6), self.most),
            )
        if self.scale is not None:
            return round(default * self.scale[0], 6), round(default * self.scale[1], 6)
        return self.low, self.high


_OURS = "our assumption"

# Rows stay compact so that the table can be read as one.
# fmt: off
ROWS: tuple[AssumptionRow, ...] = (
    AssumptionRow(
        key="horizon_months", symbol="H", name="How far ahead to look",
        meaning="The projection counts what happens in this many months from today.", unit="months",
        default=120, low=60, high=180, least=1, most=600, is_editable=True,
        source="Our assumption; PayScale looks 20 years ahead, Georgetown CEW 10 and 40.",
        chip=_OURS,
    ),
    AssumptionRow(
        key="real_discount_rate", symbol="r", name="Worth of later money",
        meaning="How much less a year’s delay makes money worth, after inflation.", unit="per year",
        default=0.03, low=0.0, high=0.07, least=0.0, most=0.5, is_editable=True,
        source="Between the 2 % of Georgetown CEW and of US Circular A-94 (2023) and common "
        "3 % practice; 7 % stands for money borrowed on a card.",
        chip="public practice",
    ),
    AssumptionRow(
        key="real_growth_rate", symbol="g", name="Pay growth above inflation",
        meaning="Yearly raise of your own pay and of the pay bands alike, after inflation.",
        unit="per year", default=0.01, low=0.0, high=0.02, least=-0.1, most=0.2, is_editable=True,
        source="Mercer 2024-25 merit budgets of 3.2-3.5 % less 2.5 % inflation.", chip="survey",
    ),
    AssumptionRow(
        key="inflation_rate", symbol="pi", name="Inflation",
        meaning="Turns today’s prices into future prices in the nominal view; the value does "
        "not change with it.",
        unit="per year", default=0.025, low=0.01, high=0.05, least=0.0, most=0.5,
        source="Our assumption, near the long-run US target.", chip=_OURS,
    ),
    AssumptionRow(
        key="tax_rate", symbol="tax", name="Tax on the extra pay",
        meaning="Share of every extra dollar that goes to tax and social insurance; 0 shows "
        "amounts before tax.",
        unit="share", default=0.30, low=0.0, high=0.5, least=0.0, most=0.99, is_editable=True,
        source="US: 22-24 % federal bracket plus 7.65 % payroll tax; our rounding.",
        chip="US tax brackets",
    ),
    AssumptionRow(
        key="causal_share", symbol="alpha", name="Share caused by the path",
        meaning="Of the people who move up on this path, how many would not have done so "
        "without it. The others gain nothing by it.",
        unit="share", default=0.70, low=0.40, high=1.0, is_editable=True,
        source="Fitted to the Per Scholas randomised trials (+27 % in years 2-3, +16 % over ten "
        "years); which way self-selection points is open (Baird, Bozick, Zaber 2022).",
        chip="study, fitted",
    ),
    AssumptionRow(
        key="landing_with_study", symbol="q", name="Chance to land the job, with study",
        meaning="Chance to be hired or promoted to this level once its block is finished.",
        unit="share", default=(0.70, 0.80, 0.70, 0.35), spread=0.15,
        source="Rung 1: about 70 % in audited course outcomes; the rest is our assumption.",
        chip=_OURS,
    ),
    AssumptionRow(
        key="landing_without_study", symbol="c", name="Chance to get there anyway",
        meaning="Chance to reach this level at some time without finishing the path.", unit="share",
        default=(0.50, 0.60, 0.45, 0.15), spread=0.15,
        source="Rung 1 fitted to the Per Scholas trials; the rest is our assumption.", chip=_OURS,
    ),
    AssumptionRow(
        key="entry_low_months", symbol="K1 low", name="Entering the field anyway: fast",
        meaning="Without study, 10 in 100 of those who get in are faster than this.", unit="months",
        default=24.0, low=12.0, high=120.0, least=0.0, most=600.0,
        source="Fitted to the Per Scholas trials.", chip="study, fitted",
    ),
    AssumptionRow(
        key="entry_high_months", symbol="K1 high", name="Entering the field anyway: slow",
        meaning="Without study, 10 in 100 of those who get in are slower than this.", unit="months",
        default=90.0, low=12.0, high=120.0, least=0.0, most=600.0,
        source="Fitted to the Per Scholas trials.", chip="study, fitted",
    ),
    AssumptionRow(
        key="rung_low_months", symbol="X low", name="Time in the level below: fast",
        meaning="10 in 100 people are promoted to this level faster than this.", unit="months",
        default=TRACK_MONTHS_IN_RUNG["linux"][0], scale=(0.75, 1.5), least=0.0, most=600.0,
        skips_first_rung=True,
        source="Seed: months to competency (Linux, Python), read as time in the level; DevOps "
        "and MLOps use the Linux months.",
        chip="seed 2024 US",
    ),
    AssumptionRow(
        key="rung_high_months", symbol="X high", name="Time in the level below: slow",
        meaning="10 in 100 people are promoted to this level slower than this.", unit="months",
        default=TRACK_MONTHS_IN_RUNG["linux"][1], scale=(0.75, 1.5), least=0.0, most=600.0,
        skips_first_rung=True,
        source="Seed: months to competency (Linux, Python), read as time in the level; DevOps "
        "and MLOps use the Linux months.",
        chip="seed 2024 US",
    ),
    AssumptionRow(
        key="organic_slowdown_factor", symbol="kappa", name="Slower without study",
        meaning="Without study, time in a level takes this many times as long.", unit="times",
        default=1.5, low=1.0, high=2.5, least=1.0, most=20.0, source="Our assumption.", chip=_OURS,
    ),
    AssumptionRow(
        key="band_gap_share", symbol="beta", name="Share of the band gap really paid",
        meaning="Of the gap between your pay and what the band says, how much a new job or "
        "promotion pays.",
        unit="share", default=(1.0, 0.75, 0.75, 0.75), low=0.4, high=1.0,
        source="Promotion raises average 8.5 % (Mercer 2025) while bands step up by 20-48 %; the "
        "number is our reading.",
        chip="survey",
    ),
    AssumptionRow(
        key="start_lag_months", symbol="d", name="From ready to started",
        meaning="Months of search, interviews or waiting for the promotion round; half of "
        "people need longer.",
        unit="months", default=(3.0, 3.0, 4.0, 6.0), low=2.0, high=6.0, least=0.0, most=120.0,
        source="US unemployment spells, Q3 2024: median 9.5 weeks, mean 21.4 (BLS).",
        chip="public statistic",
    ),
    AssumptionRow(
        key="start_lag_log_sd", symbol="sd d", name="Spread of that wait",
        meaning="How unequal waits are between people, on the log scale.", unit="log sd",
        default=0.7, low=0.4, high=1.0, least=0.0, most=3.0,
        source="Our reading of median and mean of the same BLS table.", chip=_OURS,
    ),
    AssumptionRow(
        key="percentile_persistence", symbol="rho", name="Pay position carries over",
        meaning="How much of your position inside the pay band you keep at the next level: 0 "
        "nothing, 1 all.",
        unit="correlation", default=0.6, low=0.3, high=0.9, least=-1.0, most=1.0,
        source="Our assumption.", chip=_OURS,
    ),
    AssumptionRow(
        key="pace_adherence_share", symbol="adher", name="Hours kept of hours planned",
        meaning="Before any log exists, the share of planned weekly hours that people keep.",
        unit="share", default=0.6, low=0.4, high=0.9, most=2.0,
        source="Our assumption; with the overrun below plans take 1.9 times as long, near the "
        "1.6 times of Buehler, Griffin, Ross 1994.",
        chip=_OURS,
    ),
    AssumptionRow(
        key="pace_prior_weeks", symbol="n0", name="Weeks the plan counts for",
        meaning="The plan weighs as much as this many logged weeks; your log then takes over.",
        unit="weeks", default=4.0, low=1.0, high=12.0, least=0.1, most=104.0,
        source="Our assumption.", chip=_OURS,
    ),
    AssumptionRow(
        key="pace_variation", symbol="cv", name="How much weekly pace varies",
        meaning="Uncertainty of the pace before any log, relative to the pace itself.",
        unit="ratio", default=1.0, low=0.5, high=1.5, least=0.0, most=5.0, source="Our assumption.",
        chip=_OURS,
    ),
    AssumptionRow(
        key="hours_overrun_factor", symbol="m_h", name="Hours really needed",
        meaning="Real hours of a block over its estimate; half of people need more.", unit="times",
        default=1.15, low=1.0, high=1.5, least=0.1, most=10.0,
        source="Our assumption, in line with Buehler, Griffin, Ross 1994.", chip=_OURS,
    ),
    AssumptionRow(
        key="hours_overrun_log_sd", symbol="s_h", name="Spread of hours needed",
        meaning="How unequal people are in hours needed, on the log scale.", unit="log sd",
        default=0.30, low=0.1, high=0.6, least=0.0, most=3.0, source="Our assumption.", chip=_OURS,
    ),
    AssumptionRow(
        key="dropout_shape", symbol="k", name="Leaving gets rarer with time",
        meaning="Below 1: those who have stayed longer are less likely to stop.",
        unit="Weibull shape", default=0.6, low=0.4, high=1.0, least=0.1, most=10.0,
        source="Weibull fits of course survival, 378,000 users (PLoS ONE 0245718).", chip="study",
    ),
    AssumptionRow(
        key="dropout_scale_months", symbol="lam", name="How long people stay",
        meaning="By this month 63 in 100 starters have stopped.", unit="months", default=18.0,
        low=9.0, high=36.0, least=0.01, most=1e9,
        source="Our assumption between 12.6 % MOOC completion (Jordan 2015) and the 70-80 % "
        "claimed for paying users.",
        chip=_OURS,
    ),
    AssumptionRow(
        key="exam_first_pass_share", symbol="p1", name="Passing an exam, first try",
        meaning="Used where an exam has no estimate of its own.", unit="share", default=0.65,
        spread=0.15, source="Vendors publish no pass rates; our assumption.", chip=_OURS,
    ),
    AssumptionRow(
        key="exam_later_pass_share", symbol="p2", name="Passing an exam, later tries",
        meaning="Used where an exam has no estimate of its own.", unit="share", default=0.70,
        spread=0.15, source="Vendors publish no pass rates; our assumption.", chip=_OURS,
    ),
    AssumptionRow(
        key="exam_wait_months", symbol="wait", name="Wait between tries",
        meaning="Months from one try to the next.", unit="months", default=1, low=0, high=6,
        most=24, source="AWS asks for 14 days; rounded up to a month.", chip="vendor rule",
    ),
    AssumptionRow(
        key="exam_attempts_count", symbol="a", name="Tries before giving up",
        meaning="Most tries at one exam.", unit="tries", default=3, low=1, high=3, least=1, most=10,
        source="Our assumption.", chip=_OURS,
    ),
    AssumptionRow(
        key="exam_boost_share", symbol="boost", name="What a certificate adds",
        meaning="Added to the chance to land, where a certificate has no estimate of its own.",
        unit="share", default=0.03, low=0.0, high=0.10,
        source="Our assumption; a trial of 800,000 Coursera learners found 6 % more new jobs "
        "from shared credentials (Athey, Palikot 2024).",
        chip=_OURS,
    ),
    AssumptionRow(
        key="study_hour_value_share", symbol="vot", name="Worth of an hour of study",
        meaning="What an hour of your free time is worth, as a share of your net hourly pay.",
        unit="share", default=0.50, low=0.0, high=1.0, most=5.0, is_editable=True,
        source="US DOT guidance: 50 % of hourly income for personal time, 35-60 %.",
        chip="public guidance",
    ),
    AssumptionRow(
        key="employed_share", symbol="avail", name="Share of time in work",
        meaning="People are without a job for part of the time; gains count only in work.",
        unit="share", default=0.975, low=0.95, high=0.99,
        source="6 % job loss a year times 5 months of search (BLS mean); our rounding.",
        chip="public statistic",
    ),
    AssumptionRow(
        key="paid_hours_per_year", symbol="hours", name="Paid hours in a year",
        meaning="Turns yearly pay into hourly pay: 52 weeks of 40 hours.", unit="hours",
        default=2080.0, low=1500.0, high=2600.0, least=1.0, most=8784.0, source="US convention.",
        chip="public practice",
    ),
    AssumptionRow(
        key="band_low_percentile", symbol="P low", name="What a band’s low end means",
        meaning="Share of people in the band who earn less than its low end.", unit="share",
        default=0.10, low=0.05, high=0.25, least=0.001, most=0.499,
        source="Our assumption: published ranges leave the outer tenths out.", chip=_OURS,
    ),
    AssumptionRow(
        key="band_high_percentile", symbol="P high", name="What a band’s high end means",
        meaning="Share of people in the band who earn less than its high end.", unit="share",
        default=0.90, low=0.75, high=0.95, least=0.501, most=0.999,
        source="Our assumption: published ranges leave the outer tenths out.", chip=_OURS,
    ),
    AssumptionRow(
        key="band_open_percentile", symbol="P open", name="What an open high end means",
        meaning='The same where the source stops counting, as in "$250k+".', unit="share",
        default=0.80, low=0.70, high=0.90, least=0.501, most=0.999,
        source="Our assumption; moves the DevOps architect median by +3.5 %.", chip=_OURS,
    ),
    AssumptionRow(
        key="band_growth_rate", symbol="w", name="Growth of pay bands since their year",
        meaning="Brings a band of an earlier year to today’s pay level.", unit="per year",
        default=0.035, low=0.0, high=0.06, least=-0.2, most=0.5,
        source="Mercer salary budgets 2024-26: 3.5-3.6 % nominal.", chip="survey",
    ),
)
# fmt: on
