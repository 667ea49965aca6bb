"""Shape everything that a printed career plan says: frozen, checked by `limits.py`.

Amounts are whole currency units of `CareerPlanContent.currency`, durations and hours carry their
unit in the name, and None always means "unknown" or "not stated", never zero. Sources are cited
by their number in `CareerPlanContent.sources`. Texts are plain text; markup is printed as text.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from progress.choices import MilestoneStatus
from tracks.shared.charts import FanPoint, TornadoBar


@dataclass(frozen=True, kw_only=True)
class DateRange:
    """When something is due or finished: earliest and latest day, and the likely one between."""

    earliest: date
    likely: date
    latest: date


@dataclass(frozen=True, kw_only=True)
class HourRange:
    """Study effort in hours: a low, a likely and a high estimate, in that order."""

    low_hours: float
    likely_hours: float
    high_hours: float


@dataclass(frozen=True, kw_only=True)
class PlanCover:
    """Who the plan is for and where it leads; `headline` speaks in frequencies ("3 in 10")."""

    learner_name: str
    track_title: str
    release_number: int
    track_key: str = ""
    start_role: str = ""
    target_role: str = ""
    place: str = ""
    hours_per_week: float | None = None
    start_date: date | None = None
    target_date: date | None = None
    finish: DateRange | None = None
    headline: str = ""


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """One figure of the summary: the value as printed, and what it is."""

    value: str
    words: str


@dataclass(frozen=True, kw_only=True)
class PlanSummary:
    """The first page in words: paragraphs, up to four figures, and what could change the plan."""

    paragraphs: tuple[str, ...] = ()
    figures: tuple[KeyFigure, ...] = ()
    what_could_change: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One thing to do next, and why it comes first."""

    title: str
    reason: str = ""
    due: date | None = None
    likely_hours: float | None = None


@dataclass(frozen=True, kw_only=True)
class PlanMilestone:
    """One milestone of the release as this learner has it.

    `number` is unique in the plan and is what the path map shows. `is_late` marks one that is
    not done although its latest due day has passed. `carried_from` says where a completion
    came from, such as "already yours from Linux, 12 Mar 2026".

    `key` names the milestone in every installation; `links`, `changed_at` and `changed_in` (the
    key of the track followed then) are not printed but restore the learner's record.
    """

    number: int
    title: str
    outcome: str
    status: MilestoneStatus
    is_late: bool = False
    hours: HourRange | None = None
    due: DateRange | None = None
    done_date: date | None = None
    needs: tuple[str, ...] = ()
    proof: str = ""
    note: str = ""
    carried_from: str = ""
    key: str = ""
    links: tuple[str, ...] = ()
    changed_at: datetime | None = None
    changed_in: str = ""


@dataclass(frozen=True, kw_only=True)
class ReplacedMilestone:
    """The learner's record of a milestone that earlier releases of the track had.

    It is not printed: it restores ticks on which what took its place rests. The fields are
    those of `PlanMilestone`.
    """

    key: str
    status: MilestoneStatus
    changed_at: datetime
    changed_in: str = ""
    note: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanStage:
    """A stage of the release with its milestones in order."""

    title: str
    summary: str = ""
    milestones: tuple[PlanMilestone, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FeeClaim:
    """What one source says a certification costs; `words` is the fee as stated, with its unit."""

    words: str
    state: str
    source_number: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, kw_only=True)
class PlanCertification:
    """A certification of the plan.

    `chosen_fee` is what the budget counts, None when no usable fee is known; `chosen_because`
    says why this one. `validity`, `renewal` and `status` are words, such as "3 years",
    "does not expire", "unknown", "planned". `five_year_cost` is fee plus renewals. `key` names
    it in every installation.
    """

    name: str
    key: str = ""
    issuer: str = ""
    status: str = "planned"
    is_passed: bool = False
    exams: tuple[str, ...] = ()
    fee_claims: tuple[FeeClaim, ...] = ()
    chosen_fee: Decimal | None = None
    chosen_because: str = ""
    employer_pays: Decimal | None = None
    validity: str = "unknown"
    renewal: str = "unknown"
    five_year_cost: Decimal | None = None
    window_start: date | None = None
    window_end: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """One thing to pay; `amount` is None when its price is unknown."""

    label: str
    amount: Decimal | None
    employer_pays: Decimal = Decimal(0)
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class QuarterSpending:
    """What falls due in a quarter; None when something due in it has no known price."""

    year: int
    quarter: int
    amount: Decimal | None


@dataclass(frozen=True, kw_only=True)
class PlanBudget:
    """Everything to pay, with totals of the known part, and when it falls due."""

    lines: tuple[BudgetLine, ...] = ()
    known_total: Decimal = Decimal(0)
    employer_total: Decimal = Decimal(0)
    unknown_count: int = 0
    quarters: tuple[QuarterSpending, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanBand:
    """A pay band a year as one source states it; `is_open_above` means "or more".

    `note` says what it counts, where the same source states another band for the same rung.
    """

    source_title: str
    state: str
    statistic: str = "range"
    source_number: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    mid: Decimal | None = None
    is_open_above: bool = False
    n: int | None = None
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanRung:
    """A rung of the ladder with the bands of every source; never averaged."""

    title: str
    bands: tuple[PlanBand, ...] = ()
    is_current: bool = False
    is_target: bool = False


@dataclass(frozen=True, kw_only=True)
class ComparisonRow:
    """The same measure with the path, without it, and if the learner finishes."""

    measure: str
    with_path: str
    without_path: str
    if_finished: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanProjection:
    """What the path is worth, as a frozen range.

    `headlines` carry both frames in frequencies. `outcomes` are twenty equally likely net
    values, ascending. `fan` starts at month 0. `payback_month` is None when the average never
    pays back; `payback_words` says what share ever does. `base_result` is the average that the
    `levers` move. `changes` say what differs from the previous projection.
    """

    headlines: tuple[str, ...]
    outcomes: tuple[float, ...]
    fan: tuple[FanPoint, ...]
    payback_words: str
    payback_month: int | None = None
    comparison: tuple[ComparisonRow, ...] = ()
    base_result: float = 0.0
    levers: tuple[TornadoBar, ...] = ()
    changes: tuple[str, ...] = ()
    disclaimers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanAssumption:
    """One input of the projection; `source` names its origin in words, empty for our own.

    `key` is the name by which the projection's model knows it, empty for what the learner told.
    """

    key: str = ""
    name: str
    value: str
    unit: str = ""
    low_to_high: str = ""
    source: str = ""
    source_number: int | None = None
    is_yours: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanSource:
    """One source with its papers; `state` is in words and says "unsourced" out loud."""

    number: int
    title: str
    state: str
    publisher: str = ""
    url: str = ""
    as_of: date | None = None
    retrieved: date | None = None
    licence: str = ""
    used_for: str = ""


@dataclass(frozen=True, kw_only=True)
class GlossaryEntry:
    """A word of the plan and what it means."""

    term: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class OwnAssumption:
    """A value that the learner put in place of an assumption, by the assumption's key."""

    key: str
    value: float


@dataclass(frozen=True, kw_only=True)
class StudyDay:
    """Hours that the learner logged on a day."""

    day: date
    hours: Decimal


@dataclass(frozen=True, kw_only=True)
class PlanCircumstances:
    """What the learner told, as it is needed to make the same plan elsewhere.

    Pay is gross a year in `pay_currency`, `employer_share` a share of 1, `current_rung` 0 for
    outside the field and 1 to 4 for junior to architect. Printed only where a chapter needs it.
    """

    time_zone: str = "UTC"
    current_rung: int | None = None
    current_pay: Decimal | None = None
    pay_currency: str = "USD"
    country: str = ""
    hours_per_week: Decimal | None = None
    goal: str = ""
    target_role_key: str = ""
    employer_share: Decimal = Decimal(0)
    own_assumptions: tuple[OwnAssumption, ...] = ()
    study_days: tuple[StudyDay, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanVerification:
    """How to check the paper: an https address, and what the numbers were made from."""

    plan_id: str
    verify_url: str
    snapshot_id: str = ""
    model_version: str = ""
    data_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class CareerPlanContent:
    """Everything that a career plan prints.

    `issued_at` is aware and already in the learner's time zone; it is the only clock of the
    document. `projection` is None when no number may be shown, and then
    `no_projection_because` says why.
    """

    issued_at: datetime
    cover: PlanCover
    verification: PlanVerification
    language: str = "en"
    currency: str = "$"
    own_pay: Decimal | None = None
    summary: PlanSummary = PlanSummary()
    next_steps: tuple[NextStep, ...] = ()
    stages: tuple[PlanStage, ...] = ()
    certifications: tuple[PlanCertification, ...] = ()
    budget: PlanBudget = PlanBudget()
    ladder: tuple[PlanRung, ...] = ()
    ladder_note: str = ""
    projection: PlanProjection | None = None
    no_projection_because: tuple[str, ...] = ()
    assumptions: tuple[PlanAssumption, ...] = ()
    sources: tuple[PlanSource, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    circumstances: PlanCircumstances = PlanCircumstances()
    replaced: tuple[ReplacedMilestone, ...] = ()
