"""Measure the import of a salary file against a bare read of it with `csv`.

Run from the project root:  python -m benchmarks.import_salaries [--file FILE] [--rounds 15]

The file is the ai-jobs snapshot of the data sets (MILEPOST_DATA_SETS or ../shared/data)
unless named. Each database gets a process of its own with an empty scratch database: SQLite
in a temporary folder, and PostgreSQL when TEST_DATABASE_URL names a server, in a database
that is made and dropped here. The pieces take turns; medians of process CPU and wall time.
"""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from psycopg import sql

from benchmarks.clocks import say
from benchmarks.memory import read_peak_megabytes

NAME = "aijobs_salaries_2025-01-12.csv"
SCRATCH = "milepost_benchmark_import"
PLAN_GOAL, REPEAT_GOAL, MEMORY_GOAL = 6.0, 2.0, 200.0
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

Times = dict[str, tuple[list[float], list[float]]]


def read_bare(path: Path) -> int:
    """Read a file with `csv` and do nothing with its rows; return how many there are."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


def take_turns(works: dict[str, Callable[[], object]], rounds: int) -> Times:
    """Time every piece once a round; return CPU and wall seconds of each round."""
    times: Times = {name: ([], []) for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            cpu, wall = time.process_time(), time.perf_counter()
            work()
            times[name][0].append(time.process_time() - cpu)
            times[name][1].append(time.perf_counter() - wall)
    return times


def measure(path: Path, rounds: int) -> dict[str, object]:
    """Plan, write and import again in the database of DATABASE_URL, which must be empty."""
    django.setup()
    # The tables and formats are known only after the line above.
    from tracks.operations.imports import ImportRequest, apply_import, plan_import
    from tracks.shared.import_formats import get_import_format

    first = ImportRequest(path=path, format=get_import_format("salaries/aijobs"))
    again = ImportRequest(path=path, format=first.format, reads_again=True)
    fresh = take_turns(
        {
            "bare read": lambda: read_bare(path),
            "parse": lambda: first.format.parse(path, "", lambda _done, _total: None),
            "plan, empty database": lambda: plan_import(request=first),
        },
        rounds,
    )
    cpu, wall = time.process_time(), time.perf_counter()
    applied = apply_import(request=first, now=NOW)
    fresh["apply"] = ([time.process_time() - cpu], [time.perf_counter() - wall])
    loaded = take_turns(
        {
            "bare read": lambda: read_bare(path),
            "plan, rows there": lambda: plan_import(request=again),
            "second import": lambda: apply_import(request=first, now=NOW),
        },
        rounds,
    )
    return {
        "rows": read_bare(path),
        "effects": {str(name): count for name, count in applied.effects.items() if count},
        "fresh": fresh,
        "loaded": loaded,
    }


def measure_memory(path: Path) -> float:
    """Plan and write in this process; return its peak in megabytes."""
    django.setup()
    from tracks.operations.imports import ImportRequest, apply_import, plan_import
    from tracks.shared.import_formats import get_import_format

    request = ImportRequest(path=path, format=get_import_format("salaries/aijobs"))
    plan_import(request=request)
    apply_import(request=request, now=NOW)
    return read_peak_megabytes()


@contextmanager
def make_sqlite(folder: Path) -> Iterator[str]:
    """Give the address of a database file that does not exist yet."""
    path = folder / "scratch.sqlite3"
    yield f"sqlite:///{path}"
    path.unlink(missing_ok=True)


@contextmanager
def make_postgres(server: str) -> Iterator[str]:
    """Make a database on a server and drop it afterwards."""
    name = f"{SCRATCH}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def run_child(part: str, path: Path, rounds: int, url: str, folder: Path) -> str:
    """Run one part in a process of its own, on an empty and migrated database."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "MILEPOST_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # As installed: Django keeps every statement when DEBUG is on.
        "DEBUG": "false",
    }
    for command in (
        ("manage.py", "migrate", "--verbosity", "0"),
        ("-m", "benchmarks.import_salaries", part, "--file", str(path), "--rounds", str(rounds)),
    ):
        done = subprocess.run(  # noqa: S603 - our own scripts
            (sys.executable, *command), env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(done.stderr)
    return done.stdout.splitlines()[-1]


def report(name: str, result: dict[str, object], memory: float) -> None:
    """Print the medians, their ratios to the bare read of the same rounds, and the goals."""
    say(f"== {name}: {result['rows']} rows, {result['effects']}")
    goals = {"plan, empty database": PLAN_GOAL, "plan, rows there": PLAN_GOAL}
    goals["second import"] = REPEAT_GOAL
    for part in ("fresh", "loaded"):
        times: Times = result[part]  # type: ignore[assignment]  # as JSON gave it back
        bare = [statistics.median(values) for values in times["bare read"]]
        for label, (cpu, wall) in times.items():
            middle = statistics.median(cpu), statistics.median(wall)
            goal = f"  (goal {goals[label]:.0f})" if label in goals else ""
            say(
                f"{label:22} CPU {middle[0] * 1e3:7.1f} ms, {middle[0] / bare[0]:5.2f} x bare;"
                f"  wall {middle[1] * 1e3:7.1f} ms, {middle[1] / bare[1]:5.2f} x bare{goal}"
            )
    say(f"peak of a process that plans and writes: {memory:.0f} MB  (goal {MEMORY_GOAL:.0f})")


def compare_databases(path: Path, rounds: int) -> None:
    """Measure on every database that there is."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        makers: dict[str, Callable[[], object]] = {"SQLite": lambda: make_sqlite(folder)}
        server = os.environ.get("TEST_DATABASE_URL", "")
        if server:
            makers["PostgreSQL"] = lambda: make_postgres(server)
        for label, make in makers.items():
            with make() as url:  # type: ignore[attr-defined]  # both are context managers
                result = json.loads(run_child("measure", path, rounds, url, folder))
            with make() as url:  # type: ignore[attr-defined]  # both are context managers
                memory = float(run_child("memory", path, rounds, url, folder))
            report(label, result, memory)


def main() -> None:
    """Run everything, or one part as a child of this script."""
    data = os.environ.get("MILEPOST_DATA_SETS", "../shared/data")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=("measure", "memory"))
    parser.add_argument("--file", type=Path, default=Path(data) / "salaries" / NAME)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    if not options.file.exists():
        parser.error(f"no file {options.file}: name one with --file")
    if options.part == "measure":
        say(json.dumps(measure(options.file, options.rounds)))
    elif options.part == "memory":
        say(f"{measure_memory(options.file):.1f}")
    else:
        compare_databases(options.file, options.rounds)


if __name__ == "__main__":
    main()
