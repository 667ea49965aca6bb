from datetime import date
from decimal import Decimal

import pytest

from progress.operations.learners import plan_certification, save_circumstances
from progress.queries.figures import get_figures_stamp
from progress.roi import context_fingerprints
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import (
    NOW,
    TODAY,
    list_milestones,
    make_enrolment,
    make_learner,
    make_log_entry,
    make_projectable_enrolment,
    make_summary,
)
from tests.factories.tracks import make_milestone, make_salary_band
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    """Somebody with current figures who plans a certification."""
    enrolment = make_projectable_enrolment()
    exam = make_certification(tracks=[(enrolment.track, 1)])
    make_claim(certification=exam, is_preferred=True)
    plan_certification(user=enrolment.user, certification=exam, now=NOW)
    make_summary(enrolment=enrolment)
    return enrolment


def stamp(today=TODAY):
    return get_figures_stamp(today=today)


class TestGetFiguresStamp:
    """What it notices of each kind of change is in `operations/test_sweep_looks.py`."""

    def test_exists_before_there_are_figures(self):
        assert stamp() == stamp()

    def test_changes_when_a_figure_changes_and_comes_back_with_it(self, enrolment):
        milestone = list_milestones(enrolment)[0]
        stamps = [stamp()]
        for hours in (15, 12):
            milestone.hours_likely = hours
            milestone.save()
            stamps.append(stamp())

        assert stamps[0] == stamps[2] != stamps[1]

    def test_changes_with_the_year_the_engine_and_an_assumption(self, enrolment, monkeypatch):
        stamps = [stamp(), stamp(date(2027, 1, 1))]
        monkeypatch.setattr("progress.queries.figures.ENGINE_ID", "batch-next")
        stamps.append(stamp())

        assert len(set(stamps)) == 3
        assert context_fingerprints.ENGINE_ID != "batch-next"

    def test_stays_when_learners_do_something(self, enrolment):
        before = stamp()
        save_circumstances(user=enrolment.user, now=NOW, hours_per_week=Decimal(9))
        make_log_entry(user=enrolment.user)
        other = make_enrolment(user=make_learner(current_pay=Decimal(1)).user)
        make_log_entry(user=other.user)

        assert stamp() == before

    def test_stays_when_nobody_rests_on_what_changes(self, enrolment):
        before = stamp()
        milestone = make_milestone()
        milestone.hours_likely = 18
        milestone.save()
        make_salary_band(country="DE", track=enrolment.track)
        make_claim(is_preferred=True)

        assert stamp() == before

    def test_asks_no_more_for_many_learners(self, enrolment, django_assert_num_queries):
        with django_assert_num_queries(10):
            stamp()
        for pay in range(40_000, 44_000, 1_000):
            learner = make_learner(current_pay=Decimal(pay), current_rung=pay % 3)
            make_summary(enrolment=make_enrolment(user=learner.user, track=enrolment.track))

        with django_assert_num_queries(10):
            stamp()

    def test_reads_a_band_with_all_its_columns(self, enrolment):
        before = stamp()
        SalaryBand.objects.filter(rung=2).update(high_is_open=True)

        assert stamp() != before
