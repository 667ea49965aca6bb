"""Large arrays are lent again and again, and worked through in pieces."""

import numpy as np

from progress.roi.scratches import Scratch, cut_into_runs


class TestScratch:
    def test_lends_the_same_memory_again_and_grows_it_when_needed(self):
        scratch = Scratch()
        first = scratch.lend("costs", 4, 8)
        assert np.shares_memory(scratch.lend("costs", 2, 8), first)
        assert not np.shares_memory(scratch.lend("gains", 4, 8), first)
        assert scratch.lend("costs", 10, 8).shape == (10, 8)


class TestCutIntoRuns:
    def test_covers_everything_once_in_runs_of_about_the_size(self):
        whole = slice(1, 6)
        assert cut_into_runs(whole, each=10, at_most=25) == [slice(1, 3), slice(3, 5), slice(5, 6)]
        assert cut_into_runs(slice(0, 2), each=100, at_most=25) == [slice(0, 1), slice(1, 2)]
