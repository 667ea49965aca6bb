"""Make tables of scrambled Sobol numbers: of the size that is stored, and far larger ones."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

from progress.roi.draws import COLUMNS, STORED_DRAW_COUNT, UNIFORM_PREFIXES, Draws, make_seed

# The largest single-precision number below 1, and its mirror: keeps log and ndtri finite.
_EDGE = 2.0**-24


def make_table(
    track_key: str, *, scramble: int, count: int = STORED_DRAW_COUNT
) -> NDArray[np.float32]:
    """Return one set: a row per column, a number per future, in single precision.

    Args:
        track_key: the track, or any other text for numbers of their own.
        scramble: which of the track's scrambles.
        count: how many futures, a power of two.
    """
    seed = make_seed(
        track_key=track_key, dimension_count=len(COLUMNS), draw_count=count, scramble=scramble
    )
    generator = np.random.Generator(np.random.PCG64DXSM(seed))
    sobol = qmc.Sobol(d=len(COLUMNS), scramble=True, bits=30, rng=generator)
    points = np.clip(sobol.random_base2(count.bit_length() - 1).T, _EDGE, 1.0 - _EDGE)
    rows = [
        row if name.startswith(UNIFORM_PREFIXES) else ndtri(row)
        for name, row in zip(COLUMNS, points, strict=True)
    ]
    return np.ascontiguousarray(rows, dtype=np.float32)


def make_draws(track_key: str, *, scramble: int, count: int = STORED_DRAW_COUNT) -> Draws:
    """Return the same as random numbers for the engine."""
    table = make_table(track_key, scramble=scramble, count=count).astype(np.float64)
    return Draws(set_id=f"{track_key}/{count}/{scramble}", table=table)
