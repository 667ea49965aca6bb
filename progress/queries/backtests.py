"""Predictions that have come due, and what became of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from progress.choices import JobState, MilestoneStatus
from progress.models import MilestoneState, Projection
from progress.roi.backtests import Backtest, BacktestCase, find_within_share, run_backtest
from tracks.models import ReleasePlacement

DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
# Fewer cases would tell one person's story to all.
CASES_LEAST = 10
_BATCH = 500


@dataclass(frozen=True)
class PredictionRecord:
    """All first projections, held against what happened.

    `waiting_count` of them are younger than a year; `first_due` is when the first of
    these comes due, None when none waits. With fewer than `CASES_LEAST` cases nothing is
    shown but the counts.
    """

    backtest: Backtest
    waiting_count: int
    first_due: datetime | None

    @property
    def is_enough(self) -> bool:
        """Whether there are cases enough to show without telling on single people."""
        return self.backtest.case_count >= CASES_LEAST


def get_prediction_record(*, now: datetime) -> PredictionRecord:
    """Hold the first projection of each enrolment against its finish; a few queries per 500.

    A projection comes due after each whole year: what it said of finishing by then is held
    against whether every milestone that its plan counts was done by then. Milestones are
    those of the release followed now; skipped ones do not count. Pay is not held against
    anything, because nobody reports it.
    """
    first = (
        Projection.objects.filter(job_state=JobState.READY)
        .values("enrolment")
        .annotate(first=Min("pk"))
        .values("first")
    )
    year = timedelta(days=DAYS_PER_YEAR)
    rows = Projection.objects.filter(pk__in=first)
    waiting = rows.filter(requested_at__gt=now - year)
    oldest = waiting.aggregate(oldest=Min("requested_at"))["oldest"]
    due = rows.filter(requested_at__lte=now - year).order_by("pk")
    cases = list(_list_cases(due.select_related("enrolment").iterator(chunk_size=_BATCH), now))
    return PredictionRecord(
        backtest=run_backtest(cases),
        waiting_count=waiting.count(),
        first_due=oldest + year if oldest else None,
    )


def _list_cases(rows: Iterable[Projection], now: datetime) -> Iterator[BacktestCase]:
    for batch in _batch(rows):
        plans = _read_plans({row.enrolment.release_id for row in batch})
        states = _read_states({row.enrolment.user_id for row in batch})
        for row in batch:
            case = _make_case(
                row,
                now=now,
                plan=plans.get(row.enrolment.release_id, []),
                states=states.get(row.enrolment.user_id, {}),
            )
            if case:
                yield case


def _batch(rows: Iterable[Projection]) -> Iterator[list[Projection]]:
    batch: list[Projection] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _read_plans(releases: set[int]) -> dict[int, list[tuple[int, int]]]:
    """Return milestone and rung of everything that counts, by release."""
    plans: dict[int, list[tuple[int, int]]] = {}
    placements = ReleasePlacement.objects.filter(
        stage__release__in=releases, is_optional=False
    ).values_list("stage__release_id", "milestone_id", "stage__rung")
    for release, milestone, rung in placements:
        plans.setdefault(release, []).append((milestone, rung))
    return plans


def _read_states(users: set[int]) -> dict[int, dict[int, tuple[str, datetime]]]:
    states: dict[int, dict[int, tuple[str, datetime]]] = {}
    rows = MilestoneState.objects.filter(user__in=users).values_list(
        "user_id", "milestone_id", "status", "changed_at"
    )
    for user, milestone, status, changed_at in rows:
        states.setdefault(user, {})[milestone] = (status, changed_at)
    return states


def _make_case(
    row: Projection,
    *,
    now: datetime,
    plan: list[tuple[int, int]],
    states: dict[int, tuple[str, datetime]],
) -> BacktestCase | None:
    told: dict[str, Any] = (row.result or {}).get("finish") or {}
    shares = told.get("by_year_shares") or []
    years = min(int((now - row.requested_at).days / DAYS_PER_YEAR), len(shares))
    if years < 1:
        return None
    # Rungs below the learner's own are no part of what was told.
    planned = {one["rung"] for one in row.inputs["rungs"] if _is_planned(one)}
    wanted = [milestone for milestone, rung in plan if rung in planned]
    finished_at = _find_finish(wanted, states)
    if not wanted or (finished_at and finished_at <= row.requested_at):
        return None  # nothing was left to predict
    until = row.requested_at + timedelta(days=years * DAYS_PER_YEAR)
    happened = finished_at is not None and finished_at <= until
    by_now = min(max(shares[years - 1], 0.0), 1.0)
    return BacktestCase(
        predicted_share=by_now,
        happened=happened,
        is_within=_is_within(told, row.requested_at, finished_at) if happened else None,
        within_share=find_within_share(told_by_now=by_now, told_ever=told["share"]),
    )


def _is_planned(rung: dict[str, Any]) -> bool:
    return bool(rung["remaining_hours"] > 0 or rung["is_bundle_done"])


def _find_finish(wanted: list[int], states: dict[int, tuple[str, datetime]]) -> datetime | None:
    """Return when the last milestone that counts was done, or None while one is open."""
    last = None
    for milestone in wanted:
        status, at = states.get(milestone, (MilestoneStatus.TODO, None))
        if status == MilestoneStatus.SKIPPED:
            continue
        if status != MilestoneStatus.DONE or at is None:
            return None
        last = max(last, at) if last else at
    return last


def _is_within(told: dict[str, Any], begun: datetime, finished_at: datetime | None) -> bool | None:
    early, late = told.get("p10_month"), told.get("p90_month")
    if early is None or late is None or finished_at is None:
        return None
    months = (finished_at - begun).days / DAYS_PER_MONTH
    # Whole months are told: an event within month 7 comes after six and before seven.
    return bool(early - 1 <= months <= late)
