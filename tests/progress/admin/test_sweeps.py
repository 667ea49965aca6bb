"""The screen of sweeps: what changed, a bar, failures and another try."""

from decimal import Decimal

import pytest

from progress.choices import JobState
from progress.models import SweepChunk, SweepRun
from progress.operations.sweep_runs import plan_sweep, run_chunk
from tests.factories.progress import NOW, TODAY, make_projectable_enrolment, make_summary
from tests.screens import find_url, make_staff, read_messages, run_action, sign_in
from tracks.models import SalaryBand
from tracks.shared.job_rows import MAX_ATTEMPTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return sign_in(make_staff(is_superuser=True))


@pytest.fixture
def planned():
    enrolment = make_projectable_enrolment()
    type(enrolment.user).objects.filter(pk=enrolment.user.pk).update(last_login=NOW)
    make_summary(enrolment=enrolment)
    SalaryBand.objects.filter(rung=1).update(low=Decimal(81_000))
    return plan_sweep(is_whole=False, now=NOW, today=TODAY)


def fail(planned):
    """Let the only chunk use up its attempts."""
    SweepChunk.objects.update(attempts=MAX_ATTEMPTS, error_operator="disk full")
    run_chunk(pk=planned.chunks[0], now=NOW, today=TODAY)


def read(client, planned):
    return client.get(find_url(SweepRun, "change", planned.run.pk)).content.decode()


class TestSweepRunAdmin:
    def test_lists_progress_as_a_bar_and_what_changed(self, boss, planned):
        text = boss.get(find_url(SweepRun, "changelist")).content.decode()

        assert '<progress value="0" max="1"' in text
        assert "0 of 1" in text
        assert "junior band of 2024 changed from $80,000–$110,000 to $81,000–$110,000 (US)" in text

    def test_counts_what_else_changed(self, boss, planned):
        SweepRun.objects.update(reason="a band rose\na fee fell\nan exam went")

        text = boss.get(find_url(SweepRun, "changelist")).content.decode()

        assert "a band rose, and 2 more" in text

    @pytest.mark.parametrize(("whom", "count"), [("concerned", 1), ("everybody", 0)])
    def test_is_filtered_by_whom_it_looks_at(self, boss, planned, whom, count):
        response = boss.get(find_url(SweepRun, "changelist"), {"whom": whom})

        assert response.context["cl"].result_count == count
        assert "By whom" in response.content.decode()

    def test_runs_failed_parts_again_from_the_list(self, boss, planned):
        fail(planned)

        said = read_messages(run_action(boss, SweepRun, "try_again", planned.run))

        assert "1 part is run again" in said
        assert SweepChunk.objects.get().job_state == JobState.QUEUED
        assert run_chunk(pk=planned.chunks[0], now=NOW, today=TODAY) == JobState.READY
        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.READY

    def test_cannot_be_edited(self, boss, planned):
        page = boss.get(find_url(SweepRun, "change", planned.run.pk)).content.decode()

        assert 'name="_save"' not in page


class TestPageOfASweep:
    def test_follows_it_while_it_runs(self, boss, planned):
        page = read(boss, planned)
        assert 'hx-select="#sweep" hx-trigger="every 2s"' in page
        assert '<noscript><meta http-equiv="refresh"' in page

        run_chunk(pk=planned.chunks[0], now=NOW, today=TODAY)

        page = read(boss, planned)
        assert "hx-trigger" not in page
        assert "Run failed parts again" not in page

    def test_says_what_failed_and_runs_it_again(self, planned):
        approver = sign_in(make_staff("approver"))
        fail(planned)
        page = read(approver, planned)
        assert "1 of 1 parts failed." in page
        assert "1 learner, enrolments " in page
        assert "This was tried 3 times and did not work." in page
        assert "<code>disk full</code>" in page
        assert "Run failed parts again" in page

        answer = approver.post(find_url(SweepRun, "retry", planned.run.pk), follow=True)

        assert "1 part is run again." in read_messages(answer)
        assert run_chunk(pk=planned.chunks[0], now=NOW, today=TODAY) == JobState.READY
        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.READY
        assert "Run failed parts again" not in read(approver, planned)

    def test_waits_while_another_is_under_way(self, boss, planned):
        fail(planned)
        SweepRun.objects.create(fingerprint="other")

        answer = boss.post(find_url(SweepRun, "retry", planned.run.pk), follow=True)

        assert "Another sweep is under way." in read_messages(answer)
        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.FAILED
        assert SweepChunk.objects.get().job_state == JobState.FAILED

    def test_a_curator_is_told_who_can(self, planned):
        curator = sign_in(make_staff("curator"))
        fail(planned)

        assert "An approver or an administrator can run it again" in read(curator, planned)
        url = find_url(SweepRun, "retry", planned.run.pk)
        assert curator.post(url).status_code == 403
        assert SweepChunk.objects.get().job_state == JobState.FAILED


class TestRights:
    @pytest.mark.parametrize(("group", "may_run"), [("curator", False), ("approver", True)])
    def test_curators_see_how_far_it_is_and_approvers_run_it_again(self, planned, group, may_run):
        desk = sign_in(make_staff(group))

        page = desk.get(find_url(SweepRun, "changelist"))

        assert page.status_code == 200
        assert "<progress" in page.content.decode()
        assert ("Run failed parts again" in page.content.decode()) == may_run
