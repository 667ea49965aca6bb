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


class TestSweepRunAdmin:
    def test_lists_progress_as_a_bar_and_what_changed(self, boss, planned):
        text = boss.get(find_url(SweepRun, "changelist")).content.decode()

        assert '<progress value="0" max="1"' in text
        assert "0 of 1 chunks" in text
        assert "the junior band changed from $80,000–$110,000 to $81,000–$110,000" in text

    def test_shows_why_a_chunk_failed_and_tries_it_again(self, boss, planned):
        SweepChunk.objects.update(attempts=MAX_ATTEMPTS, error_operator="disk full")
        run_chunk(pk=planned.chunks[0], now=NOW, today=TODAY)
        page = boss.get(find_url(SweepRun, "change", planned.run.pk)).content.decode()
        assert "disk full" in page

        said = read_messages(run_action(boss, SweepRun, "try_again", planned.run))

        assert "1 chunks are done again" in said
        assert SweepChunk.objects.get().job_state == JobState.QUEUED
        assert run_chunk(pk=planned.chunks[0], now=NOW, today=TODAY) == JobState.READY
        planned.run.refresh_from_db()
        assert planned.run.job_state == JobState.READY

    def test_cannot_be_edited(self, boss, planned):
        page = boss.get(find_url(SweepRun, "change", planned.run.pk)).content.decode()

        assert 'name="_save"' not in page


class TestRights:
    @pytest.mark.parametrize("group", ["curator", "approver"])
    def test_who_publishes_sees_how_far_it_is_and_starts_nothing(self, planned, group):
        desk = sign_in(make_staff(group))

        page = desk.get(find_url(SweepRun, "changelist"))

        assert page.status_code == 200
        assert "<progress" in page.content.decode()
        assert "Try again" not in page.content.decode()
