"""Probes: is this process alive, and can this installation do its work?"""

import ctypes
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_celery_beat.models import PeriodicTask

# Beat runs something at least once a minute; three silent minutes mean it is gone.
BEAT_SILENCE_LIMIT = timedelta(minutes=3)

_LIBRARIES = {
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}


class NotReady(Exception):
    """A part this installation needs does not work; the message says which and how."""


@never_cache
@require_safe
def show_liveness(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process handles requests at all."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def show_readiness(request: HttpRequest) -> HttpResponse:
    """Answer 200 where every part works, else 503 with the name of what does not."""
    checks = run_checks()
    is_ready = all(problem == "" for problem in checks.values())
    body = {
        "status": "ready" if is_ready else "not ready",
        "checks": {name: problem or "ok" for name, problem in checks.items()},
    }
    return JsonResponse(body, status=200 if is_ready else 503)


def run_checks() -> dict[str, str]:
    """Try every part; an empty text means that it works."""
    return {name: _try(check) for name, check in CHECKS.items()}


def _try(check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as problem:
        return str(problem)
    return ""


def check_database() -> None:
    """Ask the database for one row."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise NotReady("the database does not answer") from error


def check_migrations() -> None:
    """Compare the migrations applied with those in the code."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise NotReady("the database does not answer") from error
    if waiting:
        raise NotReady(f"{len(waiting)} migrations wait: run manage.py migrate")


def check_broker() -> None:
    """Ping the broker and refuse one that may throw messages away."""
    if not settings.REDIS_URL:
        raise NotReady("REDIS_URL is not set: no background work")
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1
        ) as client:
            client.ping()
            policy = dict(client.info("memory")).get("maxmemory_policy", "noeviction")
    except (redis.RedisError, OSError) as error:
        raise NotReady("the broker does not answer") from error
    if policy != "noeviction":
        raise NotReady(f"the broker evicts keys ({policy}): set maxmemory-policy noeviction")


def check_beat() -> None:
    """Look at the age of the last periodic run, once there has been one."""
    try:
        last_run = PeriodicTask.objects.aggregate(last=Max("last_run_at"))["last"]
    except DatabaseError as error:
        raise NotReady("the database does not answer") from error
    if last_run and timezone.now() - last_run > BEAT_SILENCE_LIMIT:
        raise NotReady(f"no periodic task ran since {last_run:%Y-%m-%d %H:%M:%S} UTC")


def check_pdf_libraries() -> None:
    """Load the two system libraries that making a plan needs."""
    for package, names in _LIBRARIES.items():
        try:
            ctypes.CDLL(names[sys.platform == "darwin"])
        except OSError as error:
            raise NotReady(f"{package} is missing: run scripts/bootstrap") from error


def check_media() -> None:
    """Write and remove a file where plans are kept."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".tmp-ready-"):
            pass
    except OSError as error:
        raise NotReady("the media folder cannot be written") from error


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "broker": check_broker,
    "beat": check_beat,
    "pdf libraries": check_pdf_libraries,
    "media": check_media,
}
