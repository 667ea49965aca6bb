"""Keep several years of a table side by side, so that one look-up fetches them all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SingleArray = NDArray[np.float32]

# Items of 32 bytes are the widest that NumPy copies without a call per item.
_BLOCK_WIDTHS = (8, 4, 2, 1)


@dataclass(frozen=True, slots=True)
class YearBlock:
    """Some years of a table, `width` of them from `first`; an item of `items` holds them all."""

    first: int
    width: int
    items: NDArray[np.void]

    def look_up(self, cells: NDArray[np.intp], out: SingleArray) -> None:
        """Fetch the years of each cell into the last axis of `out`."""
        # Cells are in range; "clip" only spares a buffer.
        self.items.take(cells, mode="clip", out=out.view(self.items.dtype)[..., 0])


def make_year_blocks(table: SingleArray) -> tuple[YearBlock, ...]:
    """Cut a table with a row per year and a column per cell into blocks."""
    blocks: list[YearBlock] = []
    first = 0
    while first < len(table):
        width = next(width for width in _BLOCK_WIDTHS if width <= len(table) - first)
        values = np.ascontiguousarray(table[first : first + width].T)
        values.setflags(write=False)
        item = np.dtype((np.void, values.itemsize * width))
        blocks.append(YearBlock(first, width, values.view(item)[:, 0]))
        first += width
    return tuple(blocks)
