import pytest

from certifications.choices import ClaimField
from certifications.queries.citations import count_claim_citations, list_claim_citations
from tests.factories.certifications import make_certification, make_claim
from tests.factories.tracks import make_source
from tracks.choices import EvidenceState

pytestmark = pytest.mark.django_db


class TestListClaimCitations:
    def test_names_certification_and_field(self):
        source = make_source()
        row = make_certification(short_name="RHCE")
        make_claim(
            certification=row,
            source=source,
            field=ClaimField.VALIDITY,
            state=EvidenceState.ATTRIBUTED,
        )
        make_claim(certification=row)
        [group] = list_claim_citations(source=source)
        assert [(c.text, c.state_label) for c in group.citations] == [
            ("RHCE: validity", "Attributed")
        ]

    def test_is_empty_for_a_source_without_claims(self):
        assert list_claim_citations(source=make_source()) == []


class TestCountClaimCitations:
    def test_counts_by_source(self):
        source = make_source()
        for _ in range(2):
            make_claim(source=source)
        assert count_claim_citations() == {source.pk: 2}
