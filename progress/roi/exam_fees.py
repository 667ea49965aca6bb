"""Add up what the exams of a chunk cost, up to each year's end.

Fetching a number from a random place costs as much as fetching eight that stand side by
side. So a table keeps the years of one cell together, in blocks of 8, 4, 2 and 1, and each
block is fetched as one item; sums over exams are made in that layout too. Only the total is
turned to the layout of everything else, years in front.
"""

import numpy as np

from progress.roi.chunks import Sitting
from progress.roi.lanes import Lanes
from progress.roi.scratches import Scratch, cut_into_runs
from progress.roi.tables import SingleArray

# Cells of a block at once: total and one exam then fit into a core's own cache.
_CELLS_AT_ONCE = 8_192


def fill_fees(
    lanes: Lanes,
    sittings: tuple[Sitting, ...],
    costs: SingleArray,
    scratch: Scratch,
    *,
    rows: slice,
) -> None:
    """Write the fees of some learners into an array with year, learner and future."""
    if not sittings:
        costs[:, rows] = 0.0
        return
    for some in cut_into_runs(rows, each=costs.shape[2], at_most=_CELLS_AT_ONCE):
        cells = [sitting.fee_cells[some].astype(np.intp) for sitting in sittings]
        own_shares = [_get_own_share(lanes, sitting, some) for sitting in sittings]
        for number, block in enumerate(sittings[0].exam.fees_usd):
            shape = (*cells[0].shape, block.width)
            total, one = scratch.lend("fees", *shape), scratch.lend("fee", *shape)
            for place, (sitting, cell, own_share) in enumerate(
                zip(sittings, cells, own_shares, strict=True)
            ):
                fees = one if place else total
                sitting.exam.fees_usd[number].look_up(cell, fees)
                if own_share is not None:
                    fees *= own_share
                if place:
                    total += one
            years = slice(block.first, block.first + block.width)
            np.copyto(costs[years, some], total.transpose(2, 0, 1))


def _get_own_share(lanes: Lanes, sitting: Sitting, rows: slice) -> SingleArray | None:
    """Return what the learners pay themselves, shaped to meet their fees; None is all."""
    own_share = lanes.exam_own_share[rows, sitting.place, np.newaxis, np.newaxis]
    return own_share if (own_share != 1.0).any() else None
