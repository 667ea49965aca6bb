"""Measure the sweep as it runs in production: real rows of PostgreSQL, read and written in bulk.

Run from the project root:  python -m benchmarks.sweep [COUNT]
Needs TEST_DATABASE_URL, which names a PostgreSQL server; a database of its own is made there and
dropped at the end. The catalogue is the project's own content; the learners are synthetic. The
edits of a band and of a milestone's hours are measured too: how many rows their transactions
write. So is the look that finds a change: it must not cost more for more learners.
"""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from psycopg import sql

from benchmarks.clocks import say
from benchmarks.memory import read_peak_megabytes

SMALL_COUNT = 10_000
LARGE_COUNT = 100_000
ROUNDS = 2


@contextmanager
def make_database(server_url: str) -> Iterator[str]:
    """Make an empty database on a server and drop it afterwards."""
    name = f"sweep_{uuid.uuid4().hex[:12]}"
    parts = urlsplit(server_url)
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as server:
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def write_first_figures() -> None:
    """Give everybody figures, as their first visit would."""
    from django.utils import timezone

    from progress.models import Enrolment
    from progress.operations.summaries import refresh_summaries

    pks = list(Enrolment.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), 1_000):
        rows = Enrolment.objects.filter(pk__in=pks[start : start + 1_000]).select_related("track")
        refresh_summaries(enrolments=list(rows), today=timezone.localdate())


def keep_active(count: int) -> None:
    """Let only the first learners have been here lately, spread over all tracks."""
    from django.utils import timezone

    from accounts.models import User

    now = timezone.now()
    first = list(User.objects.order_by("pk").values_list("pk", flat=True)[:count])
    User.objects.update(last_login=now - timedelta(days=90))
    User.objects.filter(pk__lte=first[-1]).update(last_login=now)


def edit_bands() -> None:
    """Change the architect band of every track a little, as a curator would."""
    from benchmarks.sweep_learners import TRACKS
    from tracks.models import SalaryBand

    for band in SalaryBand.objects.filter(rung=4, track__key__in=TRACKS, withdrawn_at=None):
        if band.high is not None:
            band.high += 500
            band.save()


def edit_one_band() -> None:
    """Change one band, as publishing it does."""
    from tracks.models import SalaryBand

    band = SalaryBand.objects.filter(
        rung=4, track__key="linux", high__isnull=False, withdrawn_at=None
    ).first()
    assert band is not None and band.high is not None  # noqa: S101, PT018 - a benchmark
    band.high += 500
    band.save()


def edit_hours() -> None:
    """Change the hours of one milestone that every track places, recorded as its form does."""
    from django.db import transaction
    from django.db.models import Count
    from django.utils import timezone

    from accounts.models import User
    from tracks.models import Milestone
    from tracks.operations.direct_changes import record_direct_changes
    from tracks.shared.kept_records import RowName, read_kept_row

    shared = Milestone.objects.annotate(tracks=Count("placements__stage__track", distinct=True))
    milestone = shared.order_by("-tracks", "pk")[0]
    name = RowName("milestone", milestone.key)
    with transaction.atomic():
        before = {name: read_kept_row(name)}
        milestone.hours_likely = (milestone.hours_likely or 0) + 1
        milestone.hours_high = (milestone.hours_high or 0) + 1
        milestone.save()
        author = User.objects.order_by("pk")[0]
        record_direct_changes(before=before, author=author, now=timezone.now())


def count_written_rows(edit: Callable[[], None]) -> int:
    """Make an edit in a transaction and return how many rows of any table it wrote."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:

        def count() -> int:
            cursor.execute(
                "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
                " FROM pg_stat_xact_user_tables"
            )
            return int(cursor.fetchone()[0])

        # What earlier transactions of this connection wrote may still be in it.
        before = count()
        edit()
        return count() - before


def measure_look() -> float:
    """Return the least CPU seconds in which a look tells whether any figure changed."""
    from django.utils import timezone

    from progress.queries.figures import get_figures_stamp

    taken = []
    for _ in range(5):
        start = time.process_time()
        get_figures_stamp(today=timezone.localdate())
        taken.append(time.process_time() - start)
    return min(taken)


def run_sweep() -> None:
    """Sweep what is stale and print rows, wall and CPU seconds and the most memory."""
    from django.utils import timezone

    from progress.models import SweepRun
    from progress.operations.sweep_runs import plan_sweep, run_chunk

    now, today = timezone.now(), timezone.localdate()
    server = find_server_process()
    start, start_cpu, start_server = (
        time.perf_counter(), time.process_time(), read_process_seconds(server),
    )  # fmt: skip
    planned = plan_sweep(is_whole=False, now=now, today=today)
    assert planned is not None  # noqa: S101 - a benchmark
    planned_in = time.perf_counter() - start
    for pk in planned.chunks:
        run_chunk(pk=pk, now=now, today=today)
    seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    server_cpu = read_process_seconds(server) - start_server
    run = SweepRun.objects.get(pk=planned.run.pk)
    say(
        f"{run.written_count} {seconds:.3f} {cpu:.3f} {server_cpu:.3f} {read_peak_megabytes():.0f}"
        f" {planned_in:.3f} {run.context_count} {len(planned.chunks)}"
    )


def find_server_process() -> int:
    """Return the id of the server's process for this connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def read_process_seconds(pid: int) -> float:
    """Return the processor time that a process of this machine has used."""
    columns = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(columns[11]) + int(columns[12])) / os.sysconf("SC_CLK_TCK")


def measure(url: str, count: int) -> None:
    """Sweep a small and a large number of learners in turns, each in a process of its own."""
    best: dict[int, list[float]] = {}
    sizes = (min(SMALL_COUNT, count // 10), count)
    for _ in range(ROUNDS):
        for size in sizes:
            keep_active(size)
            edit_bands()
            written, *figures = run_apart(url, "run")
            if int(written) != size:
                raise RuntimeError(f"{written} rows were written instead of {size}")
            seconds, cpu, server_cpu, memory, planned_in, contexts, chunks = figures
            say(
                f"{size:7} learners: {cpu / size * 1e6:6.0f} us CPU, {server_cpu / size * 1e6:6.0f} us"
                f" of the server and {seconds / size * 1e6:6.0f} us wall each, {memory:4.0f} MB; {contexts:.0f} contexts planned in"
                f" {planned_in * 1e3:.0f} ms, {chunks:.0f} chunks"
            )
            best[size] = [min(pair) for pair in zip(best.get(size, figures), figures, strict=True)]
    small, large = (tuple(figure / size for figure in best[size][:3]) for size in sizes)
    for name, place in (("wall", 0), ("CPU", 1), ("CPU of the server", 2)):
        say(f"time per learner, large / small, {name}: {large[place] / small[place]:.2f}")
    both = [sum(figures[1:]) for figures in (small, large)]
    say(f"time per learner, large / small, CPU of both: {both[1] / both[0]:.2f}")
    edit_hours()
    written, seconds, cpu, server_cpu, *_ = run_apart(url, "run")
    say(
        f"hours of one milestone: {written:7.0f} learners, {cpu / written * 1e6:6.0f} us CPU,"
        f" {server_cpu / written * 1e6:6.0f} us of the server and {seconds / written * 1e6:6.0f} us wall each"
    )


def run_apart(url: str, what: str) -> list[float]:
    """Run a step in a process of its own and return what it printed last, as numbers."""
    run = subprocess.run(  # noqa: S603 - our own module
        (sys.executable, "-m", "benchmarks.sweep", what),
        capture_output=True, text=True, check=True, env={**os.environ, "DATABASE_URL": url},
    )  # fmt: skip
    return [float(word) for word in run.stdout.strip().splitlines()[-1].split()]


def main() -> None:
    """Make the database in this process; sweep in processes of their own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:] == ["run"]:
        django.setup()
        run_sweep()
        return
    count = int(sys.argv[1]) if sys.argv[1:] else LARGE_COUNT
    with make_database(os.environ["TEST_DATABASE_URL"]) as url:
        os.environ["DATABASE_URL"] = url
        django.setup()
        from benchmarks.sweep_learners import fill

        fill(count)
        write_first_figures()
        for name, edit in (("one band", edit_one_band), ("the hours of one milestone", edit_hours)):
            rows = count_written_rows(edit)
            say(f"an edit of {name} writes {rows} rows in its transaction")
        say(f"a look for changes takes {measure_look() * 1e3:.0f} ms of CPU")
        measure(url, count)
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
