"""Measure the batch engine: against plain engines, against a database read, and in a sweep.

Run from the project root:  python -m benchmarks.projections [engines|errors|one|sweep]
Everything that is compared is measured in the same run, in turns. PostgreSQL takes part
when TEST_DATABASE_URL names a server.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from benchmarks.clocks import say, time_in_turns
from benchmarks.engine_errors import compare_errors
from benchmarks.memory import read_peak_megabytes
from benchmarks.month_matrix import project_by_matrix
from benchmarks.people import make_learner, make_people
from benchmarks.plain_python import project_by_loops
from benchmarks.stored_rows import open_postgres_reader, open_sqlite_reader
from progress.roi.batch import project_columns, project_many
from progress.roi.contexts import facts_of, get_context

# Random futures that estimate as well as 512 balanced ones (docs/performance.md).
FRESH_FUTURES = 2_000
BATCH_FUTURES = 512
BATCH_LEARNERS = 4_000
START_RUNGS = (0, 1, 2, 3)


def compare_engines() -> None:
    """Print projections a second of three engines and their ratios."""
    learner = make_learner()
    context = get_context(facts_of(learner), draw_count=BATCH_FUTURES)
    people = make_people(BATCH_LEARNERS, start_rung=0, seed=1)
    for name, outcome in (
        ("matrix", project_by_matrix(learner, futures_count=20_000, seed=1)),
        ("loops", project_by_loops(learner, futures_count=FRESH_FUTURES, seed=1)),
        ("batch", project_many([learner], draw_count=1_024).outlook(0)),
    ):
        say(f"{name:8} average {outcome.expected_usd:9,.0f}   ahead {outcome.ahead_share:.3f}")
    times = time_in_turns(
        {
            "loops": (lambda: project_by_loops(learner, futures_count=100, seed=2), 1),
            "matrix": (
                lambda: project_by_matrix(learner, futures_count=FRESH_FUTURES, seed=2), 1,
            ),
            "matrix, 512": (
                lambda: project_by_matrix(learner, futures_count=BATCH_FUTURES, seed=2), 1,
            ),
            "batch": (lambda: project_columns(context, people), 1),
        },
        rounds=15,
    )  # fmt: skip
    loops = times["loops"] * FRESH_FUTURES / 100
    batch = times["batch"] / BATCH_LEARNERS
    say(f"plain Python, {FRESH_FUTURES} fresh futures:       {loops * 1e3:9.1f} ms a projection")
    say(f"month matrix, {FRESH_FUTURES} fresh futures:       {times['matrix'] * 1e3:9.2f} ms")
    say(f"month matrix, {BATCH_FUTURES} fresh futures:        {times['matrix, 512'] * 1e3:9.2f} ms")
    say(f"batch, {BATCH_FUTURES} shared futures:              {batch * 1e3:9.4f} ms")
    say(f"month matrix / batch, equal error:   {times['matrix'] / batch:7.0f}  (goal 120)")
    say(f"plain Python / batch, equal error:   {loops / batch:7.0f}  (goal 1,000)")
    say(f"month matrix / batch, equal futures: {times['matrix, 512'] / batch:7.0f}")
    equal_loops = times["loops"] * BATCH_FUTURES / 100
    say(f"plain Python / batch, equal futures: {equal_loops / batch:7.0f}")


def compare_one_learner() -> None:
    """Print one projection of 256 futures beside reading it from a database."""
    learner = make_learner()
    with open_sqlite_reader() as from_sqlite, open_postgres_reader() as from_postgres:
        works = {
            "project": (lambda: project_many([learner], draw_count=256), 1),
            "SQLite": (from_sqlite, 1),
        }
        if from_postgres is not None:
            works["PostgreSQL"] = (from_postgres, 1)
        # Wall time, because a server works in another process; single calls, because a longer
        # round never gets a core to itself on a busy machine.
        times = time_in_turns(works, rounds=2_000, clock=time.perf_counter)
    say(f"one learner, 256 futures: {times['project'] * 1e6:7.0f} us")
    for name in ("SQLite", "PostgreSQL"):
        if name in times:
            allowed = 2.0 * times[name] + 1e-3
            say(
                f"{name:10} read {times[name] * 1e6:5.0f} us; allowed 2 reads + 1 ms ="
                f" {allowed * 1e6:5.0f} us; used {times['project'] / allowed:.2f} of it"
            )


def sweep(count: int) -> None:
    """Print time and memory of projecting many learners, a quarter on each start rung."""
    share = count // len(START_RUNGS)
    start = time.process_time()
    results = [
        project_columns(
            get_context(facts_of(make_learner(start_rung=rung)), draw_count=256),
            make_people(share, start_rung=rung, seed=rung),
        )
        for rung in START_RUNGS
    ]
    seconds = time.process_time() - start
    learners = sum(len(result) for result in results)
    say(f"{learners} {seconds / learners * 1e6:.2f} {read_peak_megabytes():.0f}")


def compare_sweeps() -> None:
    """Run sweeps of 10,000 and 100,000 in processes of their own, in turns."""
    best: dict[int, tuple[float, float]] = {}
    for _ in range(3):
        for count in (10_000, 100_000):
            command = (sys.executable, "-m", "benchmarks.projections", "sweep-of", str(count))
            run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
            _, micros, memory = map(float, run.stdout.split())
            before = best.get(count, (micros, memory))
            best[count] = (min(micros, before[0]), max(memory, before[1]))
    for count, (micros, memory) in best.items():
        say(f"{count:7,} learners: {micros:6.1f} us each, {memory:4.0f} MB at most")
    ratio = best[100_000][0] / best[10_000][0]
    say(f"time per learner, 100,000 over 10,000: {ratio:.2f}  (goal 0.85 to 1.15)")


def main(arguments: list[str]) -> None:
    """Run the parts named on the command line, or all."""
    if arguments[:1] == ["sweep-of"]:
        sweep(int(arguments[1]))
        return
    parts: dict[str, Callable[[], None]] = {
        "engines": compare_engines,
        "errors": partial(
            compare_errors, shared_futures=BATCH_FUTURES, fresh_futures=FRESH_FUTURES
        ),
        "one": compare_one_learner,
        "sweep": compare_sweeps,
    }
    for name in arguments or parts:
        say(f"== {name}")
        parts[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
