"""Turn what learners told into the few numbers per learner that the batch arithmetic needs."""

from dataclasses import dataclass, fields

import numpy as np

from progress.roi.annuities import BoolArray, FloatArray, MonthArray
from progress.roi.contexts import BatchContext
from progress.roi.events import MONTHS_PER_YEAR, WEEKS_PER_YEAR
from progress.roi.learner_columns import LearnerColumns
from progress.roi.tables import SingleArray

# A pace so low stands for no progress within any horizon, and its inverse is a number.
_LOWEST_PACE_HOURS_PER_MONTH = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """What the arithmetic needs of each learner, one row each.

    `months_per_hour` and `pace` belong to the expected pace; `time_usd_per_month` is the
    worth of a month of study at it. `own_score` is the place in the own pay band, as a
    normal score times its persistence. `hours` are all that take time: the whole plan,
    then the blocks up to each rung ahead, then up to each exam.
    """

    logged_weeks: FloatArray
    months_active: FloatArray
    months_per_hour: SingleArray
    pace: SingleArray
    time_usd_per_month: SingleArray
    cash_usd_per_month: SingleArray
    materials_usd: SingleArray
    pay: SingleArray
    own_score: FloatArray
    landing_added: SingleArray
    hours: SingleArray
    is_left_out: BoolArray
    is_exam_planned: BoolArray
    exam_own_share: SingleArray

    def pick(self, rows: MonthArray) -> "Lanes":
        """Return the learners in these rows."""
        return Lanes(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


def make_lanes(context: BatchContext, learners: LearnerColumns) -> Lanes:
    """Work out pace, worth of time and own costs of each learner."""
    own = context.facts.assumptions
    prior = own.pace_prior_weeks
    weekly = prior * own.pace_adherence_share * learners.planned_hours_per_week
    pace = (weekly + learners.logged_hours) / (prior + learners.logged_weeks)
    pace = pace * (WEEKS_PER_YEAR / MONTHS_PER_YEAR)
    net_share = own.study_hour_value_share * (1.0 - own.tax_rate)
    hour_usd = net_share * learners.current_pay_usd_per_year / own.paid_hours_per_year
    own_share = 1.0 - learners.employer_share
    score = np.zeros(len(learners))
    if context.start_pay is not None:
        score = context.start_pay.scores_of(learners.current_pay_usd_per_year)
    places = [target.place for target in context.targets]
    ahead = learners.rung_hours[:, places]
    in_all = learners.rung_hours.sum(axis=1, keepdims=True)
    hours = np.concatenate((in_all, np.cumsum(ahead, axis=1), learners.exam_hours), axis=1)
    return Lanes(
        logged_weeks=learners.logged_weeks,
        months_active=learners.months_active,
        months_per_hour=to_column(1.0 / np.maximum(pace, _LOWEST_PACE_HOURS_PER_MONTH)),
        pace=to_column(pace),
        time_usd_per_month=to_column(hour_usd * pace),
        cash_usd_per_month=to_column(learners.subscription_usd_per_month * own_share),
        materials_usd=to_column(learners.materials_usd * own_share),
        pay=to_column(learners.current_pay_usd_per_year),
        own_score=score * own.percentile_persistence,
        landing_added=to_column(learners.landing_added_share),
        hours=hours.astype(np.float32),
        is_left_out=~(learners.is_in_plan[:, places] | (ahead > 0.0)),
        is_exam_planned=learners.is_exam_planned,
        exam_own_share=(1.0 - learners.exam_employer_share).astype(np.float32),
    )


def to_column(values: FloatArray) -> SingleArray:
    """Return one number per row in single precision, shaped to meet a row per future."""
    single: SingleArray = values.astype(np.float32)[:, np.newaxis]
    return single
