"""Time short pieces of work fairly on a machine that others use too."""

import sys
import time
from collections.abc import Callable


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def time_in_turns(
    works: dict[str, tuple[Callable[[], object], int]],
    *,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Return the best seconds per call of each piece of work.

    The pieces take turns, so that a slow minute of the machine hits all of them; the
    best round counts, because others can only make work slower.

    Args:
        works: name to work and calls per round.
        rounds: how often everything is measured.
        clock: CPU time of this process unless work waits for another one.
    """
    best = dict.fromkeys(works, float("inf"))
    for work, _ in works.values():
        work()
    for _ in range(rounds):
        for name, (work, calls) in works.items():
            start = clock()
            for _ in range(calls):
                work()
            best[name] = min(best[name], (clock() - start) / calls)
    return best
