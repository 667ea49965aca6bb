from decimal import Decimal

import pytest

from progress.operations.learners import save_circumstances
from progress.queries.figures import get_figures_stamp
from progress.roi.draws import MODEL_VERSION
from tests.factories.certifications import make_claim
from tests.factories.progress import NOW, make_enrolment, make_log_entry, make_user
from tests.factories.tracks import make_milestone, make_salary_band

pytestmark = pytest.mark.django_db


@pytest.fixture
def band():
    return make_salary_band()


@pytest.fixture
def claim():
    return make_claim()


class TestGetFiguresStamp:
    def test_exists_before_there_are_figures(self):
        assert get_figures_stamp() == get_figures_stamp()
        assert get_figures_stamp().startswith(f"{MODEL_VERSION}:")

    def test_changes_when_a_band_comes_changes_and_goes(self, claim):
        stamps = [get_figures_stamp()]
        band = make_salary_band()
        stamps.append(get_figures_stamp())
        band.high = Decimal(115_000)
        band.save()
        stamps.append(get_figures_stamp())
        band.delete()
        stamps.append(get_figures_stamp())

        assert len(set(stamps)) == 4

    def test_changes_when_a_claim_comes_changes_and_goes(self, band):
        stamps = [get_figures_stamp()]
        claim = make_claim()
        stamps.append(get_figures_stamp())
        claim.is_preferred = True
        claim.save()
        stamps.append(get_figures_stamp())
        claim.delete()
        stamps.append(get_figures_stamp())

        assert len(set(stamps)) == 4

    def test_tells_a_change_of_a_band_from_one_of_a_claim(self, band, claim):
        before = get_figures_stamp()
        band.save()
        with_band = get_figures_stamp()
        claim.save()
        with_both = get_figures_stamp()

        assert len({before, with_band, with_both}) == 3

    def test_stays_when_a_learner_does_something(self, band, claim):
        before = get_figures_stamp()
        enrolment = make_enrolment()
        save_circumstances(user=enrolment.user, now=NOW, hours_per_week=Decimal(9))
        make_log_entry(user=enrolment.user)

        assert get_figures_stamp() == before

    def test_stays_when_other_content_changes(self, band, claim):
        before = get_figures_stamp()
        milestone = make_milestone()
        milestone.title = "Another title"
        milestone.save()
        make_user()

        assert get_figures_stamp() == before

    def test_changes_when_a_certification_changes(self, band, claim):
        before = get_figures_stamp()
        claim.certification.save()

        assert get_figures_stamp() != before

    def test_asks_three_questions(self, band, claim, django_assert_num_queries):
        with django_assert_num_queries(3):
            get_figures_stamp()
