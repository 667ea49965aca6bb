"""Work through large arrays in pieces that stay in a core's cache, in memory that is lent again.

Fresh memory costs more than the sums done in it.
"""

import math

import numpy as np
from numpy.typing import NDArray


class Scratch:
    """Arrays that the next chunk writes over, by name; for one thread."""

    def __init__(self) -> None:
        self._buffers: dict[str, NDArray[np.float32]] = {}

    def lend(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return an array of the shape; what it held before is lost."""
        size = math.prod(shape)
        buffer = self._buffers.get(name)
        if buffer is None or buffer.size < size:
            buffer = self._buffers[name] = np.empty(size, dtype=np.float32)
        return buffer[:size].reshape(shape)


def cut_into_runs(whole: slice, *, each: int, at_most: int) -> list[slice]:
    """Cut a range of things with so many cells each into runs of about `at_most` cells."""
    at_once = max(at_most // each, 1)
    starts = range(whole.start, whole.stop, at_once)
    return [slice(start, min(start + at_once, whole.stop)) for start in starts]
