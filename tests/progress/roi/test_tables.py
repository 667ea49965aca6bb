"""Rows per future that learners only scale: exact where they are rounded, never past 16 bits."""

from dataclasses import replace

import numpy as np
import pytest

from progress.roi.annuities import make_annuity_tables
from progress.roi.assumptions import Assumptions
from progress.roi.bands import resolve_band
from progress.roi.contexts import list_year_ends
from progress.roi.draws import load_draws
from progress.roi.events import draw_left_months
from progress.roi.shapes import BandInput, ExamInput
from progress.roi.tables import (
    NEVER_SHORT,
    StudyTables,
    make_exam_rows,
    make_pay_rows,
    make_wait_rows,
    to_short,
    to_single,
)

OWN = Assumptions.for_track("linux")


class TestToShort:
    def test_calls_everything_beyond_8000_months_never(self):
        months = to_short(np.array([0, 120, 8_000, 10**9]))
        assert months.tolist() == [0, 120, NEVER_SHORT, NEVER_SHORT]
        # Three of them added must not turn negative.
        assert (months + months + months).min() == 0


class TestToSingle:
    def test_rounds_and_locks(self):
        single = to_single(np.array([1.0 / 3.0]))
        assert single.tolist() == [float(np.float32(1.0 / 3.0))]
        with pytest.raises(ValueError, match="read-only"):
            single[0] = 1.0


class TestMakeWaitRows:
    def test_never_gets_there_alone_where_luck_is_above_the_chance(self):
        draws = load_draws("linux", count=64)
        rows = make_wait_rows(OWN, draws, rung=2, step=2)
        luck = draws.column("landing_2")
        is_never = rows.organic == NEVER_SHORT
        assert is_never.tolist() == (luck >= OWN.landing_without_study[1]).tolist()
        lands = rows.short_of_landing < 0
        assert lands.tolist() == (luck < OWN.landing_with_study[1]).tolist()
        assert (rows.below[~is_never] + rows.lag[~is_never] <= rows.organic[~is_never]).all()


class TestStudyTables:
    def test_keeps_rows_by_how_long_was_studied(self):
        draws = load_draws("linux", count=64)
        study = StudyTables(assumptions=OWN, draws=draws)
        assert study.get_left_row(3.0) is study.get_left_row(3.0)
        expected = np.minimum(draw_left_months(OWN, draws, months_active=3.0), NEVER_SHORT)
        assert study.get_left_row(3.0).tolist() == expected.tolist()

    def test_knows_the_pace_better_after_a_year_of_log(self):
        study = StudyTables(assumptions=OWN, draws=load_draws("linux", count=64))
        assert study.get_pace_rows(52.0).pace.std() < study.get_pace_rows(0.0).pace.std()


class TestMakeExamRows:
    def test_holds_the_worked_exam(self):
        # G4 of docs/roi-model.md: sat in month 8, renewed 36 months after passing.
        exam = ExamInput(
            key="one", rung=1, fee_usd=450, sat_after_hours=0.0, first_pass_share=0.6,
            later_pass_share=0.7, renewal_every_months=36, renewal_fee_usd=450,
        )  # fmt: skip
        annuities = make_annuity_tables(horizon_months=60, discount_rate=0.04, growth_rate=0.0)
        rows = make_exam_rows(
            exam,
            OWN,
            uniforms=np.array([0.1, 0.7, 0.9, 0.99]),
            annuities=annuities,
            year_ends=list_year_ends(60),
        )
        assert rows.outcomes.tolist() == [0, 1, 2, 3]
        assert rows.delays.tolist() == [0, 1, 2, NEVER_SHORT]
        cells = np.arange(62 * 4)[np.newaxis]
        fees = np.empty((*cells.shape, 5), dtype=np.float32)
        for block in rows.fees_usd:
            years = np.empty((*cells.shape, block.width), dtype=np.float32)
            block.look_up(cells, years)
            fees[:, :, block.first : block.first + block.width] = years
        assert fees[0, 8 * 4 : 9 * 4, -1].tolist() == pytest.approx(
            [828.1101, 1_263.7942, 1_698.0566, 1_310.8721], abs=1e-3
        )
        assert (fees[0, 61 * 4 :] == 0.0).all()
        assert (np.diff(fees, axis=-1) >= 0.0).all()


class TestMakePayRows:
    def test_holds_the_worked_band(self):
        # G6 of docs/roi-model.md.
        band = BandInput(low_usd_per_year=120_000.0, high_usd_per_year=160_000.0)
        distribution = resolve_band(band, assumptions=OWN, region_pay_factor=1.15)
        draws = load_draws("linux")
        rows = make_pay_rows(distribution, replace(OWN, percentile_persistence=0.0), draws, step=1)
        assert np.median(rows.pieces[0]) == pytest.approx(159_348.67, rel=2e-3)
        expected = distribution.pay_at(draws.column("pay_1"))
        assert rows.pieces[0] == pytest.approx(expected, rel=1e-6)
        assert not rows.pieces[0].flags.writeable
