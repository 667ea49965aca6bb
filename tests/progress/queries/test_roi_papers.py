import pytest

from progress.queries.roi_contexts import list_costs
from progress.queries.roi_papers import list_band_papers, list_fee_papers
from tests.factories.certifications import make_certification, make_claim
from tests.factories.progress import make_paid_track
from tracks.models import SalaryBand
from tracks.queries.applicable_bands import list_applicable_bands

pytestmark = pytest.mark.django_db


class TestListBandPapers:
    def test_states_pay_with_its_source(self):
        papers = list_band_papers(list_applicable_bands(track=make_paid_track(), country="US"))

        assert [paper["value"] for paper in papers][-1] == "$180,000 to $250,000+"
        assert all(paper["source"] and paper["state"] for paper in papers)

    def test_names_both_sources_of_a_derived_band(self):
        track = make_paid_track()
        SalaryBand.objects.filter(track=track, rung=2).delete()

        papers = list_band_papers(list_applicable_bands(track=track, country="US"))

        derived = [paper for paper in papers if paper["derived"]]
        assert [paper["figure"] for paper in derived] == ["Pay, mid-level"] * 2
        assert len({paper["source"] for paper in derived}) == 2


class TestListFeePapers:
    def test_states_the_chosen_claims_only(self):
        exam = make_certification(short_name="RHCSA")
        chosen = make_claim(certification=exam, is_preferred=True, amount_low=450, amount_high=450)
        make_claim(certification=exam, amount_low=500, amount_high=500)

        [paper] = list_fee_papers(list_costs([exam.pk]).values())

        assert paper["figure"] == "Fee, RHCSA"
        assert paper["value"] == "$450 once"
        assert paper["source"] == chosen.source.key
