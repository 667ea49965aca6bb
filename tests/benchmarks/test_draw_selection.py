"""The rule takes the scramble that deviates least, and measures deviations as it says."""

import numpy as np
import pytest

from benchmarks.draw_judges import make_judges
from benchmarks.draw_selection import (
    PREFIXES,
    Truths,
    find_truths,
    measure_deviations,
    report,
    select_scramble,
)
from benchmarks.draw_tables import make_draws
from progress.roi.projection import project

TRACK = "a-track-that-nobody-follows"
JUDGES = make_judges(TRACK, group=0, count=3)


class TestTruths:
    def test_are_the_figures_of_the_engine(self):
        truths = find_truths(
            JUDGES, iter([make_draws(TRACK, scramble=number) for number in (0, 1)])
        )
        for row, judge in enumerate(JUDGES):
            results = [
                project(judge, draws=make_draws(TRACK, scramble=number)) for number in (0, 1)
            ]
            known = np.array(
                [
                    (
                        one.value.expected_usd,
                        one.value.ahead_share,
                        one.finish.share,
                        one.value.ahead_if_finished_share,
                    )
                    for one in results
                ]
            )
            spread = np.mean([one.value.p90_usd - one.value.p10_usd for one in results])
            assert truths.figures[row] == pytest.approx(known.mean(axis=0))
            # Of two numbers the standard error is half their distance.
            assert truths.standard_errors[row] == pytest.approx(np.abs(known[0] - known[1]) / 2)
            assert truths.tolerances[row, 0] == pytest.approx(0.02 * spread)
            assert truths.tolerances[row, 1:3].tolist() == [0.02, 0.02]
            counts = truths.figures[row, 2] >= 0.05
            assert truths.tolerances[row, 3] == (0.02 if counts else np.inf)


class TestDeviations:
    def test_are_scaled_by_the_size_of_the_prefix(self):
        draws = make_draws(TRACK, scramble=3)
        figures = np.array([[100.0, 0.5, 0.5, 0.5]] * len(JUDGES))
        tolerances = np.array([[10.0, 0.02, 0.02, np.inf]] * len(JUDGES))
        found = measure_deviations(JUDGES, Truths(figures, figures * 0.0, tolerances), draws)
        for row, judge in enumerate(JUDGES):
            for column, count in enumerate(PREFIXES):
                result = project(judge, draws=draws.prefix(count))
                scale = (count / 1024) ** 0.5
                expected = (
                    scale * (result.value.expected_usd - 100.0) / 10.0,
                    scale * (result.value.ahead_share - 0.5) / 0.02,
                    scale * (result.finish.share - 0.5) / 0.02,
                    0.0,
                )
                assert found[row, column] == pytest.approx(expected)


class TestSelection:
    def test_takes_the_smallest_error_each_time(self, capsys):
        first, again = (
            select_scramble(TRACK, candidate_count=3, judge_count=2, truth_draw_count=2**12)
            for _ in range(2)
        )
        assert first.errors.tolist() == again.errors.tolist()
        assert first.errors[first.scramble] == first.errors.min()
        assert len(set(first.errors.tolist())) == 3
        assert first.truth_error < first.errors.min()
        report(first)
        assert f"{TRACK}: scramble {first.scramble}" in capsys.readouterr().out

    def test_knows_the_truth_better_with_more_futures(self):
        few, many = (
            select_scramble(TRACK, candidate_count=1, judge_count=3, truth_draw_count=count)
            for count in (2**9, 2**14)
        )
        assert many.truth_error < few.truth_error / 3
