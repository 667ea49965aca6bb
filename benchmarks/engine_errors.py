"""Find how many fresh random futures estimate as well as the shared balanced ones."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.clocks import say
from benchmarks.month_matrix import project_by_matrix
from benchmarks.outcomes import Outcome
from benchmarks.people import make_learner
from progress.roi.batch import project_many
from progress.roi.shapes import RoiInputs

START_RUNGS = (0, 1, 2, 3)
WEEKLY_HOURS = (4.0, 8.0, 15.0)
TRUTH_FUTURES = 20_000
TRUTH_ROUNDS = 20
SEEDS = 10

Figures = NDArray[np.float64]


def compare_errors(*, shared_futures: int, fresh_futures: int) -> None:
    """Print errors of shared and of fresh futures beside the average of 400,000 futures.

    Money is in shares of the spread between P10 and P90 after ten years, chances in points.
    """
    shared, fresh = [], []
    for learner in _list_learners():
        truth, spread = _find_truth(learner)
        scale = np.array([spread, spread, spread, 1.0])
        found = project_many([learner], draw_count=shared_futures).outlook(0)
        batch = np.array([found.expected_usd, found.p10_usd, found.p90_usd, found.ahead_share])
        shared.append(((batch - truth) / scale) ** 2)
        for seed in range(SEEDS):
            figures = _read(project_by_matrix(learner, futures_count=fresh_futures, seed=seed))
            fresh.append(((figures - truth) / scale) ** 2)
    say(f"{len(shared)} learners, root mean square errors; money in shares of its spread")
    for name, squares in (
        (f"batch, {shared_futures} shared futures", shared),
        (f"month matrix, {fresh_futures} fresh futures", fresh),
    ):
        expected, low, high, ahead = np.sqrt(np.mean(squares, axis=0))
        say(
            f"{name:34} average {expected:.4f}   P10 {low:.4f}   P90 {high:.4f}   ahead {ahead:.4f}"
        )


def _list_learners() -> Iterator[RoiInputs]:
    for rung in START_RUNGS:
        for hours in WEEKLY_HOURS:
            pay = 52_000.0 + 30_000.0 * rung
            yield replace(
                make_learner(start_rung=rung),
                planned_hours_per_week=hours,
                current_pay_usd_per_year=pay,
            )


def _find_truth(learner: RoiInputs) -> tuple[Figures, float]:
    rounds = [
        _read(project_by_matrix(learner, futures_count=TRUTH_FUTURES, seed=1_000 + number))
        for number in range(TRUTH_ROUNDS)
    ]
    truth = np.mean(rounds, axis=0)
    return truth, float(truth[2] - truth[1])


def _read(outcome: Outcome) -> Figures:
    """Return average, P10 and P90 at the horizon in USD, and the share that comes out ahead."""
    low, _, high = outcome.year_quantiles_usd
    return np.array([outcome.expected_usd, low[-1], high[-1], outcome.ahead_share])
