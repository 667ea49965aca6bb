"""Follow one exam through attempts, fees and renewals.

Source: `docs/roi-model.md`, "Exams".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from progress.roi.annuities import NEVER_MONTH, BoolArray, FloatArray, MonthArray
from progress.roi.assumptions import Assumptions
from progress.roi.shapes import ExamInput


@dataclass(frozen=True, slots=True)
class ExamOutcome:
    """One way an exam can end: after how many attempts, passed or not, how likely."""

    attempts_count: int
    is_passed: bool
    share: float


@dataclass(frozen=True, slots=True)
class ExamCourse:
    """One exam in every future; `passed_months` is `NEVER_MONTH` where it is not passed."""

    exam: ExamInput
    is_sat: BoolArray
    is_passed: BoolArray
    sat_months: MonthArray
    passed_months: MonthArray
    attempts_counts: MonthArray


@dataclass(frozen=True, slots=True)
class Payments:
    """Amounts with the month and the future they fall in, in no particular order."""

    futures: MonthArray
    months: MonthArray
    amounts_usd: FloatArray


def list_exam_outcomes(
    *, first_pass_share: float, later_pass_share: float, attempts_limit: int
) -> tuple[ExamOutcome, ...]:
    """Return every way an exam can end: passed at 1, 2, ... attempts, failed last."""
    outcomes: list[ExamOutcome] = []
    still_failing = 1.0
    for attempt in range(1, attempts_limit + 1):
        passing = first_pass_share if attempt == 1 else later_pass_share
        outcomes.append(ExamOutcome(attempt, is_passed=True, share=still_failing * passing))
        still_failing *= 1.0 - passing
    outcomes.append(ExamOutcome(attempts_limit, is_passed=False, share=still_failing))
    return tuple(outcomes)


def follow_exam(
    *,
    exam: ExamInput,
    assumptions: Assumptions,
    sat_months: MonthArray,
    left_months: MonthArray,
    uniforms: FloatArray,
) -> ExamCourse:
    """Sit an exam in every future: one uniform number decides the whole outcome.

    Args:
        exam: the exam.
        assumptions: pass probabilities where the exam has none, attempts and wait.
        sat_months: month of the first attempt in each future.
        left_months: when the learner stops studying; a later exam is not sat.
        uniforms: one number between 0 and 1 per future.
    """
    outcomes = list_outcomes_of(exam, assumptions)
    index = pick_outcomes(outcomes, uniforms)
    is_sat = (sat_months <= left_months) & exam.is_planned
    is_passed = is_sat & np.array([item.is_passed for item in outcomes])[index]
    attempts = np.array([item.attempts_count for item in outcomes], dtype=np.int64)[index]
    passed_months = sat_months + (attempts - 1) * assumptions.exam_wait_months
    return ExamCourse(
        exam=exam,
        is_sat=is_sat,
        is_passed=is_passed,
        sat_months=sat_months,
        passed_months=np.where(is_passed, passed_months, NEVER_MONTH),
        attempts_counts=np.where(is_sat, attempts, 0),
    )


def pick_outcomes(outcomes: Sequence[ExamOutcome], uniforms: FloatArray) -> MonthArray:
    """Return the place of each future's outcome in the list."""
    index = np.searchsorted(np.cumsum([item.share for item in outcomes[:-1]]), uniforms, "right")
    return index.astype(np.int64)


def list_exam_payments(course: ExamCourse, *, wait_months: int, horizon_months: int) -> Payments:
    """List the learner's payments for an exam: paid attempts, then renewals while passed.

    The first attempt is paid; the free retakes are the attempts right after it.
    Payments after the horizon are left out.
    """
    exam = course.exam
    parts: list[Payments] = []

    def pay(futures: MonthArray, months: MonthArray, fee_usd: float) -> None:
        in_time = months <= horizon_months
        own_fee_usd = fee_usd * (1.0 - exam.employer_share)
        amounts = np.full(int(in_time.sum()), own_fee_usd)
        parts.append(Payments(futures[in_time], months[in_time], amounts))

    for attempt in range(int(course.attempts_counts.max(initial=0))):
        if attempt == 0 or attempt > exam.free_retakes_count:
            future = np.flatnonzero(course.attempts_counts > attempt)
            pay(future, course.sat_months[future] + attempt * wait_months, exam.fee_usd)
    if exam.renewal_every_months is not None:
        for due in range(exam.renewal_every_months, horizon_months + 1, exam.renewal_every_months):
            future = np.flatnonzero(course.passed_months + due <= horizon_months)
            pay(future, course.passed_months[future] + due, exam.renewal_fee_usd)
    return join_payments(parts)


def join_payments(parts: Sequence[Payments]) -> Payments:
    """Put several lists of payments into one."""
    no_months = np.zeros(0, dtype=np.int64)
    return Payments(
        futures=np.concatenate([no_months, *(part.futures for part in parts)]),
        months=np.concatenate([no_months, *(part.months for part in parts)]),
        amounts_usd=np.concatenate([np.zeros(0), *(part.amounts_usd for part in parts)]),
    )


def list_outcomes_of(exam: ExamInput, assumptions: Assumptions) -> tuple[ExamOutcome, ...]:
    """Return every way this exam can end, with the assumed shares where it has none."""
    first, later = exam.first_pass_share, exam.later_pass_share
    return list_exam_outcomes(
        first_pass_share=assumptions.exam_first_pass_share if first is None else first,
        later_pass_share=assumptions.exam_later_pass_share if later is None else later,
        attempts_limit=assumptions.exam_attempts_count,
    )
