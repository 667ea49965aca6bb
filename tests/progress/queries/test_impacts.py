from decimal import Decimal

import pytest

from certifications.models import Certification
from progress.models import Learner, PlannedCertification, Projection
from progress.queries.impacts import (
    count_projections_with_band,
    count_projections_with_certification,
    count_projections_with_claim,
)
from tests.factories.certifications import make_claim
from tests.factories.progress import NOW, make_projectable_enrolment, make_summary
from tests.factories.tracks import make_salary_band
from tracks.models import SalaryBand

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    """Somebody with a finished projection; what is in it does not matter here."""
    row = make_projectable_enrolment()
    for fingerprint in ("first", "second"):
        Projection.objects.create(
            enrolment=row,
            requested_by=row.user,
            fingerprint=fingerprint,
            model_version="1",
            inputs={},
            result={},
            job_state="READY",
        )
    return row


class TestCountProjectionsWithBand:
    def test_counts_each_enrolment_once(self, enrolment):
        band = enrolment.track.salary_bands.get(rung=1)
        assert count_projections_with_band(band=band) == 1

    def test_counts_who_has_current_figures_alone(self):
        enrolment = make_projectable_enrolment()
        band = enrolment.track.salary_bands.get(rung=1)
        assert count_projections_with_band(band=band) == 0

        make_summary(enrolment=enrolment)

        assert count_projections_with_band(band=band) == 1

    @pytest.mark.parametrize(("stands_on", "count"), [(1, 1), (2, 1), (3, 0)])
    def test_leaves_out_who_stands_above_the_band(self, enrolment, stands_on, count):
        Learner.objects.update(current_rung=stands_on)
        below = SalaryBand.objects.get(rung=1)
        # Between two bands one is derived from both.
        SalaryBand.objects.filter(rung=2).delete()

        assert count_projections_with_band(band=below) == count

    def test_leaves_out_bands_that_projections_do_not_use(self, enrolment):
        track = enrolment.track
        unused = [
            make_salary_band(track=track, rung=None),
            make_salary_band(track=track, statistic="PERCENTILES", low=None, high=None),
            make_salary_band(track=track, withdrawn_at=NOW),
            make_salary_band(track=track, country="DE"),
            make_salary_band(),
            SalaryBand(track=track, low=Decimal(1), high=Decimal(2)),
        ]
        assert [count_projections_with_band(band=band) for band in unused] == [0] * 6

    def test_leaves_out_jobs_that_are_not_finished(self, enrolment):
        band = enrolment.track.salary_bands.get(rung=1)
        enrolment.projections.update(job_state="FAILED")
        assert count_projections_with_band(band=band) == 0


class TestCountProjectionsWithClaim:
    def test_counts_learners_who_plan_the_certification(self, enrolment):
        claim = make_claim(is_preferred=True)
        assert count_projections_with_claim(claim=claim) == 0
        PlannedCertification.objects.create(
            user=enrolment.user, certification=claim.certification, added_at=NOW
        )
        assert count_projections_with_claim(claim=claim) == 1

    def test_leaves_out_claims_that_budgets_do_not_use(self, enrolment):
        claim = make_claim()
        PlannedCertification.objects.create(
            user=enrolment.user, certification=claim.certification, added_at=NOW
        )
        assert count_projections_with_claim(claim=claim) == 0


class TestCountProjectionsWithCertification:
    def test_counts_learners_who_plan_it(self, enrolment):
        certification = make_claim().certification
        assert count_projections_with_certification(certification=certification) == 0
        PlannedCertification.objects.create(
            user=enrolment.user, certification=certification, added_at=NOW
        )
        assert count_projections_with_certification(certification=certification) == 1
        assert count_projections_with_certification(certification=Certification()) == 0
