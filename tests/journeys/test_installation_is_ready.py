"""A fresh installation answers, is ready in every part, and keeps its own security policy."""

import json
import urllib.error
import urllib.request

import pytest

from tests.servers import wait_for

# Beat writes the row of a task when it begins, and its runs as they are sent.
COUNT_RUNS = """
from django_celery_beat.models import PeriodicTask
rows = PeriodicTask.objects.filter(task="progress.resend_adrift_jobs")
print("runs:", sum(rows.values_list("total_run_count", flat=True)))
"""


def read_readiness(base_url):
    try:
        with urllib.request.urlopen(f"{base_url}/readyz", timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)


class TestInstallation:
    def test_is_ready_in_every_part(self, stack):
        wait_for(
            lambda: read_readiness(stack.base_url)["status"] == "ready",
            seconds=30,
            what=f"readiness, which now is {read_readiness(stack.base_url)}",
        )

    def test_runs_periodic_work(self, stack):
        wait_for(
            lambda: "runs: 0" not in stack.manage("shell", "-c", COUNT_RUNS),
            seconds=120,
            what="a sweep ran",
        )

    @pytest.mark.parametrize(
        "address", ["/", "/certifications/", "/accounts/signup/", "/api/docs/"]
    )
    def test_shows_pages_within_its_own_policy(self, stack, page, address):
        answer = page.goto(f"{stack.base_url}{address}")
        assert answer is not None
        assert answer.status == 200
        page.wait_for_load_state("load")
