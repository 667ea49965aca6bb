"""Choose which scramble of the Sobol sequence each track stores, by a rule fixed beforehand.

Run from the project root:  scripts/make_draws --select

A scramble is one of many equally good shuffles; at 1,024 futures some lie luckier than
others. The rule, not to be changed after an outcome was seen:

1. Candidates of a track are its scrambles 0 to 63 of 1,024 futures.
2. Judges are 24 synthetic learners of the track (`draw_judges.py`), assumptions at default.
3. Truth is the average of four independent scrambles of 262,144 futures, played by the
   same engine. The standard error of that average is printed.
4. What counts: the average value, over 2 % of the spread from P10 to P90; the shares
   ahead, finished and ahead if finished, over 0.02 each. The last one counts for judges
   of whom truly 5 in 100 or more finish; where no future finishes it is taken as 0.
5. A deviation at the first n futures is multiplied by sqrt(n / 1,024), for n = 256, 512 and
   1,024: plain chance would then make all three alike. The error of a candidate is the root
   of the mean square over judges, figures and the three n.
6. The candidate with the smallest error is taken; of equals the lowest number.

24 more learners have no vote. They show whether the choice helps learners who did not judge.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.clocks import say
from benchmarks.draw_judges import make_judges
from benchmarks.draw_tables import make_draws
from progress.roi.annuities import FloatArray
from progress.roi.draws import SCRAMBLES, SLIDER_DRAW_COUNT, STORED_DRAW_COUNT, Draws
from progress.roi.lotteries import quantiles_of
from progress.roi.projection import value_plan
from progress.roi.shapes import RoiInputs

CANDIDATE_COUNT = 64
JUDGE_COUNT = 24
TRUTH_SCRAMBLE_COUNT = 4
TRUTH_DRAW_COUNT = 2**18
PREFIXES = (SLIDER_DRAW_COUNT, 512, STORED_DRAW_COUNT)

FIGURES = ("average", "ahead", "finished", "ahead if finished")
SPREAD_TOLERANCE = 0.02
SHARE_TOLERANCE = 0.02
LEAST_FINISH_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Truths:
    """What is true of some learners, a row each and a column per figure.

    `standard_errors` say how well it is known; `tolerances` are what a deviation is
    divided by, infinite where a figure does not count. Units: dollars, then shares.
    """

    figures: FloatArray
    standard_errors: FloatArray
    tolerances: FloatArray


@dataclass(frozen=True, slots=True)
class Selection:
    """Errors of all candidates of a track, in tolerances; those of `control` have no vote."""

    track_key: str
    errors: FloatArray
    control_errors: FloatArray
    truth_error: float

    @property
    def scramble(self) -> int:
        """Return the number of the candidate that is taken."""
        return int(self.errors.argmin())


def select_scramble(
    track_key: str,
    *,
    candidate_count: int = CANDIDATE_COUNT,
    judge_count: int = JUDGE_COUNT,
    truth_draw_count: int = TRUTH_DRAW_COUNT,
) -> Selection:
    """Carry out the rule for a track; the smaller numbers are for trials."""
    judges = [
        judge
        for group in (0, 1)
        for judge in make_judges(track_key, group=group, count=judge_count)
    ]
    truths = find_truths(judges, _make_truth_draws(track_key, truth_draw_count))
    squares = np.array(
        [
            measure_deviations(judges, truths, make_draws(track_key, scramble=scramble)) ** 2
            for scramble in range(candidate_count)
        ]
    )
    counts = np.isfinite(truths.tolerances)
    known = (truths.standard_errors / truths.tolerances)[:judge_count]
    return Selection(
        track_key=track_key,
        errors=_pool(squares[:, :judge_count], counts[:judge_count]),
        control_errors=_pool(squares[:, judge_count:], counts[judge_count:]),
        truth_error=float(np.sqrt((known**2).sum() / counts[:judge_count].sum())),
    )


def find_truths(learners: list[RoiInputs], sets: Iterator[Draws]) -> Truths:
    """Play learners on large independent sets and average."""
    found: list[FloatArray] = []
    spreads: list[list[float]] = []
    for draws in sets:
        played = [_play(learner, draws, prefixes=(draws.count,)) for learner in learners]
        found.append(np.array([figures[0] for figures, _ in played]))
        spreads.append([spread for _, spread in played])
    figures = np.mean(found, axis=0)
    tolerances = np.full(figures.shape, SHARE_TOLERANCE)
    tolerances[:, 0] = SPREAD_TOLERANCE * np.mean(spreads, axis=0)
    tolerances[figures[:, 2] < LEAST_FINISH_SHARE, 3] = np.inf
    return Truths(
        figures=figures,
        standard_errors=np.std(found, axis=0, ddof=1) / np.sqrt(len(found)),
        tolerances=tolerances,
    )


def measure_deviations(learners: list[RoiInputs], truths: Truths, draws: Draws) -> FloatArray:
    """Return deviations from the truth in tolerances, scaled by step 5 of the rule.

    A row per learner, then a row per prefix and a column per figure; 0 where a figure
    does not count.
    """
    found = np.array([_play(learner, draws, prefixes=PREFIXES)[0] for learner in learners])
    scale = np.sqrt(np.array(PREFIXES) / STORED_DRAW_COUNT)[:, np.newaxis]
    deviations: FloatArray = (found - truths.figures[:, np.newaxis]) * scale
    return deviations / truths.tolerances[:, np.newaxis]


def _pool(squares: FloatArray, counts: np.ndarray) -> FloatArray:
    """Return the root mean square of each candidate, over what counts."""
    pooled: FloatArray = np.sqrt(squares.sum(axis=(1, 2, 3)) / (counts.sum() * len(PREFIXES)))
    return pooled


def _play(
    learner: RoiInputs, draws: Draws, *, prefixes: tuple[int, ...]
) -> tuple[FloatArray, float]:
    """Return the figures at each prefix, a row each, and the spread from P10 to P90."""
    lottery = value_plan(learner, draws=draws)
    share = learner.assumptions.causal_share
    with_gain, without = np.split(lottery.values_usd, 2)
    finished = lottery.is_finished[: draws.count]
    expected = share * with_gain + (1.0 - share) * without
    ahead = share * (with_gain > 0.0) + (1.0 - share) * (without > 0.0)
    sums = np.cumsum((expected, ahead, finished, ahead * finished), axis=1)
    sizes = np.array(prefixes)
    average, chance, finish, both = sums[:, sizes - 1] / sizes
    if_finished = np.divide(both, finish, out=np.zeros(len(sizes)), where=finish > 0.0)
    low, high = quantiles_of(lottery.values_usd, lottery.weights, (0.1, 0.9)).tolist()
    return np.column_stack((average, chance, finish, if_finished)), high - low


def _make_truth_draws(track_key: str, count: int) -> Iterator[Draws]:
    for scramble in range(TRUTH_SCRAMBLE_COUNT):
        yield make_draws(track_key, scramble=scramble, count=count)


def report(selection: Selection) -> None:
    """Print what a reader needs to check the choice, and the errors of all candidates."""
    errors, control = selection.errors, selection.control_errors
    old, new = SCRAMBLES.get(selection.track_key, 0), selection.scramble
    better = int((errors < errors[old]).sum())
    say(f"{selection.track_key}: scramble {new}")
    say(f"  error of the truth             {selection.truth_error:.4f}")
    say(f"  error of the chosen            {errors[new]:.4f}")
    say(f"  error of the present ({old:2})      {errors[old]:.4f}, {better} candidates are better")
    say(f"  median, worst candidate        {np.median(errors):.4f}, {errors.max():.4f}")
    say(
        f"  no vote: chosen, present, median {control[new]:.4f}, {control[old]:.4f}, "
        f"{np.median(control):.4f}"
    )
    say("  all: " + " ".join(f"{error:.3f}" for error in errors))
    say("  no vote: " + " ".join(f"{error:.3f}" for error in control))
