"""Load the shared random numbers: one checked set per track, the same for every learner.

A set is a scrambled Sobol sequence; uniform columns lie strictly between 0 and 1,
normal columns are their standard normal scores. Because a set never depends on
what a learner types, a small change of input gives a small change of result.
`scripts/make_draws` makes the files; a file that differs from its checksum is refused.
Which scramble a track uses was chosen by a rule (docs/adr/0017-choice-of-draw-sets.md).
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np

from progress.roi.annuities import FloatArray

MODEL_VERSION = "roi-1.1"
STORED_DRAW_COUNT = 1024
SLIDER_DRAW_COUNT = 256
FALLBACK_TRACK_KEY = "general"

_EXAMS = tuple(f"exam_{number}" for number in range(1, 13))

# Most influential first: the first dimensions of a Sobol sequence fill space best.
# Steps count rungs above the learner's own. The causal share has no column, because
# it is summed over exactly (docs/adr/0005-roi-method.md).
COLUMNS: tuple[str, ...] = (
    "stay", "landing_1", "pace", "landing_2", "pay_1", "landing_3", "effort", "lag_1",
    "wait_1", "lag_2", "pay_2", "wait_2", "landing_4", *_EXAMS[:4],
    "pay_3", "lag_3", "wait_3", "pay_4", "lag_4", "wait_4", *_EXAMS[4:],
)  # fmt: skip

UNIFORM_PREFIXES = ("stay", "landing", "exam")

# Part of every seed; stays when the model version rises, so that the scrambles stay.
_SEED_MODEL = "roi-1.0"

# Which scramble each set is; scripts/make_draws makes the files from these numbers.
SCRAMBLES: dict[str, int] = {"devops": 50, "linux": 28, "mlops": 31, "python": 50, "general": 37}

# SHA-256 of each file in draw_sets/, as printed by scripts/make_draws.
CHECKSUMS: dict[str, str] = {
    "devops": "900fe65e67964fca53848e7b213885b5fae84f449177eccd4387f976c53a622d",
    "linux": "17e0d4244c38f3a217b5b9fc47574e3395769a42039a8f5dfd748271f310a6f2",
    "mlops": "9dd8d27a499244e4fe367e4291044807bdae6f74db2780499eb19197fd6cc54c",
    "python": "fde25e525dd67f687227f669542b364ae8bb77697d1cf1cd74d3fdd05dfebf6c",
    "general": "28d9954df21746a02c00ad6e24a728c5e853acb66bf699381ebcdb444d57535b",
}

_FOLDER = Path(__file__).parent / "draw_sets"


class DrawSetDamaged(RuntimeError):
    """Say that a stored set of random numbers is not the one this version was made with."""


@dataclass(frozen=True, slots=True)
class Draws:
    """One set of random numbers: a row per column name, a number per future."""

    set_id: str
    table: FloatArray

    @property
    def count(self) -> int:
        """Return how many futures the set holds."""
        return int(self.table.shape[1])

    def column(self, name: str) -> FloatArray:
        """Return the numbers of one column of `COLUMNS`."""
        numbers: FloatArray = self.table[COLUMNS.index(name)]
        return numbers

    def prefix(self, count: int) -> "Draws":
        """Return the first futures only; a power of two keeps the sequence balanced.

        Raises:
            ValueError: the count is no power of two or larger than the set.
        """
        if count < 1 or count & (count - 1) or count > self.count:
            raise ValueError(
                f"{count} futures: use a power of two from 1 to {self.count}, such as "
                f"{min(SLIDER_DRAW_COUNT, self.count)}"
            )
        return Draws(set_id=self.set_id, table=self.table[:, :count])


def make_seed(*, track_key: str, dimension_count: int, draw_count: int, scramble: int = 0) -> int:
    """Return the scrambling seed of a set: 8 bytes of BLAKE2b over what defines the set."""
    text = f"dims={dimension_count}\nmodel={_SEED_MODEL}\nn={draw_count}\ntrack={track_key}"
    # The first scramble is older than their numbers.
    text += f"\nscramble={scramble}" if scramble else ""
    return int.from_bytes(hashlib.blake2b(text.encode()).digest()[:8], "big")


def load_draws(track_key: str, *, count: int = STORED_DRAW_COUNT) -> Draws:
    """Load the set of a track, or the general one for a track without its own.

    Raises:
        DrawSetDamaged: the file is missing or differs from its checksum.
        ValueError: the count is no power of two or larger than the set.
    """
    draws = _load_set(track_key if track_key in CHECKSUMS else FALLBACK_TRACK_KEY)
    return draws if count == draws.count else draws.prefix(count)


def get_draw_set_id(track_key: str) -> str:
    """Return the id of the set that a track uses, for fingerprints; reads no file."""
    key = track_key if track_key in CHECKSUMS else FALLBACK_TRACK_KEY
    return f"{MODEL_VERSION}/{key}/{CHECKSUMS[key][:16]}"


def read_draw_set(path: Path, *, checksum: str) -> FloatArray:
    """Read one stored set and check it.

    Raises:
        DrawSetDamaged: the file is missing or differs from its checksum.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DrawSetDamaged(f"{path.name} is missing; run scripts/make_draws") from error
    found = hashlib.sha256(content).hexdigest()
    if found != checksum:
        raise DrawSetDamaged(
            f"{path.name} has SHA-256 {found}, expected {checksum}; restore the file from the "
            "release, or run scripts/make_draws and record the new checksum with a new model version"
        )
    table: FloatArray = np.load(BytesIO(content), allow_pickle=False).astype(np.float64)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=16)
def _load_set(key: str) -> Draws:
    table = read_draw_set(_FOLDER / f"{key}.npy", checksum=CHECKSUMS[key])
    return Draws(set_id=get_draw_set_id(key), table=table)
