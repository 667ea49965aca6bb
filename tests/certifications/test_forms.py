import pytest

from certifications.forms import CertificationFilterForm
from tests.factories.certifications import make_issuer
from tests.factories.tracks import make_track

pytestmark = pytest.mark.django_db


class TestCertificationFilterForm:
    def test_offers_what_there_is_and_needs_nothing(self):
        track, issuer = make_track(), make_issuer()
        form = CertificationFilterForm({}, tracks=[track], issuers=[issuer])
        assert form.is_valid()
        assert form.fields["track"].choices[1:] == [(track.key, track.name)]
        assert form.fields["issuer"].choices[1:] == [(issuer.key, issuer.name)]

    def test_refuses_what_is_not_offered(self):
        form = CertificationFilterForm({"status": "SHINY"}, tracks=[], issuers=[])
        assert "status" in form.errors
