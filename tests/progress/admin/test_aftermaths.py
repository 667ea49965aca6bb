"""How far the sweep is that a published change caused, on the pages of the change."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from progress.models import SweepRun
from progress.operations.sweep_looks import look_for_changes
from progress.operations.sweep_runs import run_chunk
from tests.factories.progress import list_milestones, make_projectable_enrolment, make_summary
from tests.factories.revisions import make_revision
from tests.factories.tracks import make_source
from tests.screens import find_url, make_staff, send_form, sign_in
from tracks.models import Revision, SalaryBand
from tracks.operations.publications import publish_revision
from tracks.operations.salaries import withdraw_salary_bands
from tracks.shared.job_rows import MAX_ATTEMPTS

pytestmark = pytest.mark.django_db
NOTHING_TO_DO = "No sweep was needed: the current figures of all active learners are up to date."
REFRESH = 'hx-select="#aftermath" hx-trigger="every 2s"'


def look():
    return look_for_changes(now=timezone.now(), today=timezone.localdate())


@pytest.fixture
def enrolment():
    """Somebody who was here just now, with figures that a look has seen."""
    enrolment = make_projectable_enrolment()
    user = enrolment.user
    type(user).objects.filter(pk=user.pk).update(last_login=timezone.now())
    make_summary(enrolment=enrolment, today=timezone.localdate())
    look()
    return enrolment


@pytest.fixture
def approver():
    return sign_in(make_staff("approver"))


@pytest.fixture
def revision(enrolment):
    """A change of a pay band that was published just now."""
    band = enrolment.track.salary_bands.get(rung=1)
    return publish(make_revision(band=band, low=Decimal(81_000)))


def publish(revision):
    """Have a second person publish a change now."""
    return publish_revision(pk=revision.pk, published_by=make_staff("approver"), now=timezone.now())


def read(client, revision):
    return client.get(find_url(revision, "change")).text


class TestPageOfAChange:
    def test_waits_follows_and_says_when_it_is_done(self, approver, revision):
        page = read(approver, revision)
        assert "A sweep brings them up to date within half a minute." in page
        assert REFRESH in page
        assert '<noscript><meta http-equiv="refresh"' in page

        planned = look()
        page = read(approver, revision)
        assert "Being brought up to date: 1 learner." in page
        assert '<progress value="0" max="1"' in page
        assert find_url(planned.run, "change") in page

        run_chunk(pk=planned.chunks[0], now=timezone.now(), today=timezone.localdate())
        page = read(approver, revision)
        assert "Brought up to date: 1 learner, " in page
        assert '<progress value="1" max="1"' in page
        assert "hx-trigger" not in page
        assert "http-equiv" not in page

    def test_says_when_the_sweep_failed_and_leads_to_it(self, approver, revision):
        planned = look()
        planned.run.chunks.update(attempts=MAX_ATTEMPTS)
        run_chunk(pk=planned.chunks[0], now=timezone.now(), today=timezone.localdate())

        page = read(approver, revision)

        assert "The sweep failed: 1 of 1 parts failed." in page
        assert find_url(planned.run, "change") in page
        assert "hx-trigger" not in page

    def test_says_when_no_learner_rests_on_it(self, approver, enrolment):
        other = make_projectable_enrolment().track.salary_bands.get(rung=1)
        revision = publish(make_revision(band=other, low=Decimal(81_000)))

        assert look() is None
        assert NOTHING_TO_DO in read(approver, revision)

    def test_says_the_same_when_readers_were_there_first(self, approver, enrolment, revision):
        make_summary(enrolment=enrolment, today=timezone.localdate())

        assert look() is None
        assert NOTHING_TO_DO in read(approver, revision)

    def test_says_who_has_no_figures_where_pay_is_missing(self, approver, revision):
        withdraw_salary_bands(
            bands=SalaryBand.objects.filter(rung=1),
            withdrawn_by=make_staff("approver"),
            now=timezone.now(),
        )

        assert look() is None

        words = "A rung is without pay here: 1 learner has no figures until it is published"
        assert words in read(approver, revision)

    def test_says_nothing_of_a_draft_and_of_old_changes_without_a_sweep(self, approver, enrolment):
        band = enrolment.track.salary_bands.get(rung=1)
        draft = make_revision(band=band, low=Decimal(81_000))
        assert "aftermath" not in read(approver, draft)

        published = publish(draft)
        Revision.objects.update(decided_at=timezone.now() - timedelta(days=2))

        assert "aftermath" not in read(approver, published)

    def test_takes_in_what_is_published_while_a_sweep_is_under_way(self, approver, revision):
        look()
        band = SalaryBand.objects.get(rung=2)
        later = publish(make_revision(band=band, low=Decimal(121_000)))

        assert look() is None

        run = SweepRun.objects.get()
        assert len(run.subjects) == len(run.reason.split("\n")) == 2
        assert find_url(run, "change") in read(approver, later)

        run_chunk(pk=run.chunks.get().pk, now=timezone.now(), today=timezone.localdate())
        # What it did before the change is found by the next look.
        page = read(approver, later)
        assert "A sweep brings them up to date within half a minute." in page
        assert REFRESH in page

        assert look() is None
        assert "Brought up to date: 1 learner, " in read(approver, later)


class TestHistoryOfARow:
    def test_shows_it_for_rows_that_are_saved_directly(self, enrolment):
        curator = sign_in(make_staff("curator"))
        milestone = list_milestones(enrolment)[0]
        send_form(
            curator,
            find_url(milestone, "change"),
            hours_likely=15,
            hours_source=make_source().pk,
        )
        history = find_url(milestone, "history")
        assert REFRESH in curator.get(history).text

        planned = look()
        assert "Being brought up to date: 1 learner." in curator.get(history).text

        run_chunk(pk=planned.chunks[0], now=timezone.now(), today=timezone.localdate())
        page = curator.get(history).text
        assert "Brought up to date: 1 learner, " in page
        assert "hx-trigger" not in page
