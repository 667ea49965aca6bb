"""What background work puts on the curators' board."""

import pytest

from progress.choices import JobState
from progress.models import SweepRun
from tests.screens import make_staff, sign_in

pytestmark = pytest.mark.django_db
WORDS = "failed sweeps of learners’ figures"


def read_tasks(client):
    return {
        task.words: (task.count, url) for task, url in client.get("/admin/").context["board_tasks"]
    }


class TestBoard:
    @pytest.mark.parametrize("group", ["curator", "approver"])
    def test_counts_failed_sweeps_and_links_to_them(self, group):
        desk = sign_in(make_staff(group))
        SweepRun.objects.create(fingerprint="a", job_state=JobState.READY)
        assert WORDS not in read_tasks(desk)
        for name in ("b", "c"):
            SweepRun.objects.create(fingerprint=name, job_state=JobState.FAILED)

        count, url = read_tasks(desk)[WORDS]

        assert count == 2
        assert desk.get(url).context["cl"].result_count == 2

    @pytest.mark.parametrize("group", ["curator", "approver"])
    def test_points_to_the_record_of_predictions(self, group):
        desk = sign_in(make_staff(group))

        [(page, url)] = desk.get("/admin/").context["board_pages"]

        assert page.title in desk.get("/admin/").content.decode()
        assert "How well predictions held" in desk.get(url).content.decode()

    def test_does_not_show_learners_jobs_to_curators(self):
        assert "failed projections" not in read_tasks(sign_in(make_staff("curator")))
