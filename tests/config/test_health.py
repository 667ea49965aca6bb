from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from config.health import (
    NotReady,
    check_beat,
    check_broker,
    check_media,
    check_migrations,
    run_checks,
)


def make_run(*, minutes_ago):
    schedule = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.MINUTES)
    return PeriodicTask.objects.create(
        name="a task",
        task="progress.sweep_jobs",
        interval=schedule,
        last_run_at=timezone.now() - timedelta(minutes=minutes_ago),
    )


class TestLiveness:
    def test_needs_no_database(self, client):
        answer = client.get(reverse("livez"))
        assert answer.json() == {"status": "alive"}
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
class TestReadiness:
    def test_names_the_part_that_does_not_work(self, client, settings):
        settings.REDIS_URL = ""
        answer = client.get(reverse("readyz"))
        assert answer.status_code == 503
        assert answer.json()["checks"]["broker"] == "REDIS_URL is not set: no background work"
        assert answer.json()["checks"]["database"] == "ok"

    def test_is_reached_when_every_part_works(self, client, settings, redis_url):
        settings.REDIS_URL = redis_url
        answer = client.get(reverse("readyz"))
        assert answer.json()["checks"] == dict.fromkeys(run_checks(), "ok")
        assert answer.status_code == 200


@pytest.mark.django_db
class TestCheckMigrations:
    def test_counts_what_was_not_applied(self):
        from django.db.migrations.recorder import MigrationRecorder

        MigrationRecorder.Migration.objects.filter(app="sessions").delete()
        with pytest.raises(NotReady, match="migrations wait"):
            check_migrations()


class TestCheckBroker:
    def test_names_a_broker_that_is_not_there(self, settings, tmp_path):
        settings.REDIS_URL = f"unix://{tmp_path}/nothing.sock?db=0"
        with pytest.raises(NotReady, match="does not answer"):
            check_broker()

    def test_refuses_a_broker_that_evicts(self, settings):
        # A private server: changing a setting of a shared one would not be ours to do.
        import redis

        from tests.servers import run_redis

        with run_redis() as url:
            with redis.Redis.from_url(url) as server:
                server.config_set("maxmemory-policy", "allkeys-lru")
            settings.REDIS_URL = url
            with pytest.raises(NotReady, match="evicts keys"):
                check_broker()


@pytest.mark.django_db
class TestCheckBeat:
    def test_waits_for_a_first_run(self):
        check_beat()

    def test_accepts_a_recent_run(self):
        make_run(minutes_ago=1)
        check_beat()

    def test_reports_silence(self):
        make_run(minutes_ago=4)
        with pytest.raises(NotReady, match="no periodic task ran since"):
            check_beat()


class TestCheckMedia:
    def test_makes_the_folder_and_leaves_nothing_in_it(self, media_folder):
        check_media()
        assert list(media_folder.iterdir()) == []

    def test_names_a_folder_that_cannot_be_made(self, settings, tmp_path):
        (tmp_path / "file").touch()
        settings.MEDIA_ROOT = str(tmp_path / "file" / "media")
        with pytest.raises(NotReady, match="media folder"):
            check_media()
