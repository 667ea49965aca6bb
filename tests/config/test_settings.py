import json
import subprocess
import sys

import pytest

from config.env import BASE_DIR
from tests.stack import make_environment

PRINT = "from django.conf import settings as s; print({})"


def load_settings(tmp_path, expression="s.MILEPOST_ENV", **variables):
    """Load the settings in a process of their own, as only the environment given decides them."""
    environment = make_environment(data_dir=tmp_path, port=8000, **variables)
    return subprocess.run(
        [sys.executable, "-c", PRINT.format(expression)],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


class TestProduction:
    def test_refuses_to_start_without_a_secret_key(self, tmp_path):
        done = load_settings(tmp_path, MILEPOST_ENV="production", ALLOWED_HOSTS="milepost.example")
        assert done.returncode != 0
        assert "SECRET_KEY (or SECRET_KEY_FILE) must be set in production" in done.stderr
        assert not (tmp_path / "secret-key").exists()

    def test_refuses_to_start_without_host_names(self, tmp_path):
        done = load_settings(tmp_path, MILEPOST_ENV="production", SECRET_KEY="x" * 60)
        assert done.returncode != 0
        assert "ALLOWED_HOSTS must be set in production" in done.stderr

    def test_is_closed_by_default(self, tmp_path):
        done = load_settings(
            tmp_path,
            "s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.REQUIRE_STAFF_MFA, s.SITE_URL",
            MILEPOST_ENV="production",
            SECRET_KEY="x" * 60,
            ALLOWED_HOSTS="milepost.example,www.milepost.example",
        )
        assert done.stdout.strip() == "False True True True True https://milepost.example"

    def test_refuses_an_unknown_kind_of_installation(self, tmp_path):
        done = load_settings(tmp_path, MILEPOST_ENV="staging")
        assert done.returncode != 0
        assert "MILEPOST_ENV must be development or production" in done.stderr


class TestPlanStorage:
    def test_is_a_folder_unless_a_bucket_is_named(self, tmp_path):
        done = load_settings(tmp_path, "s.STORAGES['default'], s.MEDIA_ROOT")
        assert done.stdout.startswith("{'BACKEND': 'django.core.files.storage.FileSystemStorage'}")
        assert str(tmp_path) in done.stdout

    def test_is_a_private_bucket_when_one_is_named(self, tmp_path):
        done = load_settings(
            tmp_path,
            "__import__('json').dumps(s.STORAGES['default'])",
            MEDIA_S3_BUCKET="plans",
            MEDIA_S3_ENDPOINT="https://s3.example",
            MEDIA_S3_REGION="eu-central-1",
        )
        assert json.loads(done.stdout) == {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "plans",
                "endpoint_url": "https://s3.example",
                "region_name": "eu-central-1",
                "default_acl": None,
                "querystring_auth": True,
                "querystring_expire": 60,
            },
        }

    def test_signs_links_that_end_soon_and_names_nobody_else(self, tmp_path):
        """The real storage class takes the options; signing needs no network."""
        pytest.importorskip("storages.backends.s3", reason="the extra s3 is not installed")
        done = load_settings(
            tmp_path,
            "__import__('django').setup() or "
            "__import__('django.core.files.storage', fromlist=['x']).default_storage.url('a.pdf')",
            MEDIA_S3_BUCKET="plans",
            MEDIA_S3_ENDPOINT="https://s3.example",
            MEDIA_S3_REGION="eu-central-1",
            AWS_ACCESS_KEY_ID="a-key",
            AWS_SECRET_ACCESS_KEY="a-secret",
        )
        assert done.stdout.startswith("https://s3.example/plans/a.pdf?"), done.stderr
        assert "a-secret" not in done.stdout


class TestDevelopment:
    def test_makes_a_key_of_its_own_and_keeps_it(self, tmp_path):
        first = load_settings(tmp_path, "s.SECRET_KEY").stdout
        assert len(first.strip()) >= 50
        assert load_settings(tmp_path, "s.SECRET_KEY").stdout == first

    def test_shares_one_cache_between_processes_without_a_broker(self, tmp_path):
        done = load_settings(tmp_path, "s.CACHES['default']['LOCATION']")
        assert done.stdout.strip() == str(tmp_path / "cache")


class TestQueueSettings:
    @pytest.fixture
    def queue(self, settings):
        return settings

    def test_accept_json_only(self, queue):
        assert queue.CELERY_ACCEPT_CONTENT == ["json"]
        assert queue.CELERY_TASK_SERIALIZER == "json"

    def test_keep_no_results(self, queue):
        assert queue.CELERY_RESULT_BACKEND is None
        assert queue.CELERY_TASK_IGNORE_RESULT

    def test_redeliver_only_after_every_time_limit(self, queue):
        patience = queue.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
        assert patience > queue.CELERY_TASK_TIME_LIMIT > queue.CELERY_TASK_SOFT_TIME_LIMIT

    def test_bound_how_long_a_request_waits_for_the_broker(self, queue):
        options = queue.CELERY_BROKER_TRANSPORT_OPTIONS
        assert options["socket_timeout"] <= 1
        assert options["socket_connect_timeout"] <= 1
        assert queue.CELERY_TASK_PUBLISH_RETRY is False
