"""Several years of a table come with one look-up."""

import numpy as np
import pytest

from progress.roi.year_blocks import make_year_blocks


class TestMakeYearBlocks:
    @pytest.mark.parametrize(
        ("years", "widths"), [(1, [1]), (5, [4, 1]), (10, [8, 2]), (15, [8, 4, 2, 1])]
    )
    def test_cuts_the_years_into_blocks_that_are_fetched_as_one_item(self, years, widths):
        blocks = make_year_blocks(np.ones((years, 3), dtype=np.float32))
        assert [block.width for block in blocks] == widths
        assert [block.first for block in blocks] == [sum(widths[:n]) for n in range(len(widths))]


class TestYearBlock:
    @pytest.mark.parametrize("years", [1, 2, 7, 10, 15])
    def test_fetches_what_indexing_year_by_year_fetches(self, years):
        random = np.random.default_rng(years)
        table = random.random((years, 40), dtype=np.float32)
        cells = random.integers(0, 40, (3, 16))
        for block in make_year_blocks(table):
            found = np.empty((3, 16, block.width), dtype=np.float32)
            block.look_up(cells, found)
            for year in range(block.width):
                assert (found[:, :, year] == table[block.first + year][cells]).all()
