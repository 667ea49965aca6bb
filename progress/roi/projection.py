"""Project what a learning path is worth: the one function the rest of Milepost calls.

Value of a future = gain - cash - worth of study time, discounted, after tax, against
the same person without the path. With probability 1 - `causal_share` the person
would have done just as well anyway: the gain is then 0 and the costs stay. That
coin is not tossed but summed over: every future stands in the lottery twice, with
weights `causal_share` and 1 - `causal_share`. Source: `docs/roi-model.md`.
"""

from dataclasses import dataclass

import numpy as np

from progress.roi.annuities import FloatArray
from progress.roi.cashflows import get_benefit_cost_ratio
from progress.roi.draws import MODEL_VERSION, Draws
from progress.roi.events import Futures, play_futures
from progress.roi.ledgers import Ledger, keep_ledger
from progress.roi.lotteries import (
    chance_above,
    even_weights,
    mean_of,
    perfect_information_value,
    quantiles_of,
    two_lives_weights,
)
from progress.roi.outlooks import (
    describe_curve,
    describe_exams,
    describe_finish,
    describe_payback,
    describe_reach,
    describe_return_rate,
)
from progress.roi.results import RoiResult, ValueSummary
from progress.roi.shapes import RoiInputs

# Where the twenty dots stand: in the middle of their twentieth.
DOT_SHARES = tuple((dot + 0.5) / 20 for dot in range(20))


@dataclass(frozen=True, slots=True)
class Lottery:
    """Value of the plan over futures: each stands first with its gain, then without."""

    values_usd: FloatArray
    cash_values_usd: FloatArray
    weights: FloatArray
    is_finished: FloatArray

    @property
    def expected_usd(self) -> float:
        """Return the expected value."""
        return mean_of(self.values_usd, self.weights)


def project(inputs: RoiInputs, *, draws: Draws) -> RoiResult:
    """Project the value of a plan with everything that a page or a document prints.

    The result depends on nothing but the arguments and is the same on every machine.

    Args:
        inputs: the learner, the plan, the bands and the assumptions.
        draws: the futures to play, from `load_draws(inputs.track_key)`.
    """
    futures = play_futures(inputs, draws)
    months = np.arange(inputs.assumptions.horizon_months + 1, dtype=np.int64)
    ledger = keep_ledger(inputs, futures, months=months)
    share = inputs.assumptions.causal_share
    lottery = make_lottery(ledger, futures, causal_share=share)
    even = even_weights(draws.count)
    benefit = share * mean_of(ledger.gain_usd[:, -1], even)
    cash, time = mean_of(ledger.cash_usd[:, -1], even), mean_of(ledger.time_usd[:, -1], even)
    hours = futures.study.pace_hours_per_month * futures.study.studied_months
    return RoiResult(
        model_version=MODEL_VERSION,
        track_key=inputs.track_key,
        draw_count=draws.count,
        horizon_months=inputs.assumptions.horizon_months,
        value=_summarise(lottery.values_usd, lottery),
        cash_only=_summarise(lottery.cash_values_usd, lottery),
        expected_benefit_usd=benefit,
        expected_cash_cost_usd=cash,
        expected_time_cost_usd=time,
        expected_study_hours=mean_of(hours, even),
        benefit_cost_ratio=get_benefit_cost_ratio(benefit_usd=benefit, cost_usd=cash + time),
        perfect_information_usd=perfect_information_value(lottery.values_usd, lottery.weights),
        finish=describe_finish(futures.study, horizon_months=inputs.assumptions.horizon_months),
        payback=describe_payback(ledger, inputs.assumptions),
        return_rate=describe_return_rate(ledger, inputs.assumptions),
        reach=describe_reach(futures.rungs, inputs.assumptions),
        curve=describe_curve(ledger, causal_share=share),
        dots_usd=tuple(quantiles_of(lottery.values_usd, lottery.weights, DOT_SHARES).tolist()),
        exams=describe_exams(futures.exams, ledger.exam_cash_usd),
    )


def value_plan(inputs: RoiInputs, *, draws: Draws) -> Lottery:
    """Value a plan at the horizon only: a fraction of the work of `project`."""
    futures = play_futures(inputs, draws)
    months = np.array([inputs.assumptions.horizon_months], dtype=np.int64)
    ledger = keep_ledger(inputs, futures, months=months)
    return make_lottery(ledger, futures, causal_share=inputs.assumptions.causal_share)


def make_lottery(ledger: Ledger, futures: Futures, *, causal_share: float) -> Lottery:
    """Put every future in twice: the path made the difference, or it did not."""
    gain, cash, cost = (part[:, -1] for part in (ledger.gain_usd, ledger.cash_usd, ledger.cost_usd))
    return Lottery(
        values_usd=np.concatenate((gain - cost, -cost)),
        cash_values_usd=np.concatenate((gain - cash, -cash)),
        weights=two_lives_weights(len(gain), causal_share=causal_share),
        is_finished=np.tile(futures.study.is_finished.astype(np.float64), 2),
    )


def _summarise(values: FloatArray, lottery: Lottery) -> ValueSummary:
    p10, p50, p90 = quantiles_of(values, lottery.weights, (0.1, 0.5, 0.9)).tolist()
    finished_weights = lottery.weights * lottery.is_finished
    finished = mean_of(lottery.is_finished, lottery.weights)
    return ValueSummary(
        expected_usd=mean_of(values, lottery.weights),
        p10_usd=p10,
        p50_usd=p50,
        p90_usd=p90,
        ahead_share=chance_above(values, lottery.weights),
        ahead_if_finished_share=(
            chance_above(values, finished_weights) / finished if finished > 0.0 else None
        ),
    )
