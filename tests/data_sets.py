"""Where the real data sets stand, for tests that read them; they are no part of the project."""

import os
from pathlib import Path

import pytest

from config.env import BASE_DIR

VARIABLE = "MILEPOST_DATA_SETS"


def find_data_set(*parts: str) -> Path:
    """Return a file of the real data, or skip the test where it is not on this machine."""
    root = Path(os.environ.get(VARIABLE) or BASE_DIR.parent / "shared" / "data")
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"data set {'/'.join(parts)}: set {VARIABLE} to the folder that has it")
    return path
