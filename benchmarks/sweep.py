"""Measure the sweep as it runs in production: real rows of PostgreSQL, read and written in bulk.

Run from the project root:  python -m benchmarks.sweep [COUNT]
Needs TEST_DATABASE_URL, which names a PostgreSQL server; a database of its own is made there and
dropped at the end. The catalogue is the project's own content; the learners are synthetic. The
edit of a band is measured too: how many rows its transaction writes.
"""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
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
TRACKS = ("devops", "mlops", "linux", "python")
STATES_EACH = 6
LOG_DAYS_EACH = 3


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


def fill(count: int) -> None:
    """Load the content and make learners, a quarter of them on each track."""
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import User
    from certifications.models import Certification
    from progress.choices import MilestoneStatus
    from progress.models import (
        Enrolment,
        Learner,
        MilestoneState,
        PlannedCertification,
        StudyLogEntry,
    )
    from tracks.models import ReleasePlacement, Track

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_content", apply=True, publish=True)
    now = timezone.now()
    tracks = [Track.objects.get(key=key) for key in TRACKS]
    releases = [track.releases.order_by("-number").first() for track in tracks]
    placed = [
        list(
            ReleasePlacement.objects.filter(stage__release=release)
            .order_by("stage__position", "position")
            .values_list("milestone", flat=True)
        )
        for release in releases
    ]
    exams = [
        list(
            Certification.objects.filter(track_links__track=track)
            .order_by("key")
            .values_list("pk", flat=True)[:4]
        )
        for track in tracks
    ]
    users = User.objects.bulk_create(
        (
            User(email=f"learner{n}@example.org", password="!", last_login=now)  # noqa: S106 - unusable
            for n in range(count)
        ),
        batch_size=5_000,
    )
    Learner.objects.bulk_create(
        (
            Learner(
                user=user,
                current_rung=(n // 4) % 3,
                current_pay=Decimal(45_000 + 37 * (n % 1_000) + 30_000 * ((n // 4) % 3)),
                country="US",
                hours_per_week=Decimal(4 + n % 13),
                employer_share=Decimal(n % 2) / 2,
            )
            for n, user in enumerate(users)
        ),
        batch_size=5_000,
    )
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                user=user,
                track=tracks[n % 4],
                release=releases[n % 4],
                started_at=now - timedelta(days=n % 400),
                activated_at=now,
            )
            for n, user in enumerate(users)
        ),
        batch_size=5_000,
    )
    MilestoneState.objects.bulk_create(
        (
            MilestoneState(
                user=user,
                milestone_id=placed[n % 4][(place + n) % 12],
                status=MilestoneStatus.DONE if place < 4 else MilestoneStatus.IN_PROGRESS,
                changed_at=now,
            )
            for n, user in enumerate(users)
            for place in range(STATES_EACH)
        ),
        batch_size=10_000,
    )
    StudyLogEntry.objects.bulk_create(
        (
            StudyLogEntry(
                user=user,
                date=(now - timedelta(days=1 + (n % 60) + 7 * day)).date(),
                hours=Decimal(1 + n % 5),
            )
            for n, user in enumerate(users)
            for day in range(LOG_DAYS_EACH)
        ),
        batch_size=10_000,
    )
    PlannedCertification.objects.bulk_create(
        (
            PlannedCertification(user=user, certification_id=exams[n % 4][place], added_at=now)
            for n, user in enumerate(users)
            for place in range((n // 12) % 3)
        ),
        batch_size=10_000,
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
    from tracks.models import SalaryBand

    for band in SalaryBand.objects.filter(rung=4, track__key__in=TRACKS, withdrawn_at=None):
        if band.high is not None:
            band.high += 500
            band.save()


def count_written_rows() -> int:
    """Edit one band in a transaction and return how many rows of any table it wrote."""
    from django.db import connection, transaction

    from tracks.models import SalaryBand

    with transaction.atomic():
        band = SalaryBand.objects.filter(
            rung=4, track__key="linux", high__isnull=False, withdrawn_at=None
        ).first()
        assert band is not None and band.high is not None  # noqa: S101, PT018 - a benchmark
        band.high += 500
        band.save()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
                " FROM pg_stat_xact_user_tables"
            )
            [count] = cursor.fetchone()
    return int(count)


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
        fill(count)
        write_first_figures()
        say(f"an edit of one band writes {count_written_rows()} rows in its transaction")
        measure(url, count)
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
